import { aspectNumber } from "../protocol/aspects.js";
import type { ExaminingBackend } from "../protocol/crypto-backend.js";
import {
  type AspectName,
  type Batch,
  type Certificate,
  type ChainReference,
  evidenceOf,
  type Hex,
  PLAIN,
  type Statement,
} from "../protocol/index.js";
import type { Kernel } from "./kernel.js";
import {
  ANCHORED,
  CLAIM,
  COMMITTED,
  DIGEST,
  HASH,
  OPENED,
  OUT,
  PARTY,
  RECEIPT_BYTES,
  RECEIPTS,
  STATEMENT_PROOF,
} from "./memory-layout.js";
import type { Signers } from "./signers.js";

/** A receipt that the kernel has decoded: where it is, and what of it was computed already. */
interface DecodedReceipt {
  readonly at: number;
  readonly hash: Hex;
  readonly signature: Hex;
  digest?: Hex;
}

/**
 * The cryptography of the rules over what the kernel has decoded: the certificate at hand and its claim. What it is asked of anything
 * else is done plainly.
 * @internal
 */
export function decodedCryptoBackend(
  kernel: Kernel,
  signers: Signers,
  chain: ChainReference,
  certificate: Certificate,
): ExaminingBackend {
  const statements = new Map<Statement, DecodedReceipt>();
  const batches = new Map<Batch, DecodedReceipt>();
  const statementProofs = new Map<readonly Hex[], DecodedReceipt>();
  const anchorProofs = new Map<readonly Hex[], DecodedReceipt>();
  evidenceOf(certificate).receipts.forEach((receipt, i) => {
    const at = RECEIPTS + RECEIPT_BYTES * i;
    const decoded: DecodedReceipt = { at, hash: kernel.hexAt(at + HASH), signature: receipt.signature };
    statements.set(receipt.statement, decoded);
    batches.set(receipt.batch, decoded);
    statementProofs.set(receipt.statementProof, decoded);
    anchorProofs.set(receipt.anchorProof, decoded);
  });
  const { openings, payer, optician, makers } = certificate;
  const salts: { readonly [A in AspectName]?: Hex | undefined } = {
    ...openings,
    payerFirst: payer.salt,
    payerSecond: payer.salt,
    makerRight: makers?.right?.salt,
    makerLeft: makers?.left?.salt,
  };
  const isOpened = (aspect: AspectName, salt: Hex) =>
    salts[aspect] === salt && ((kernel.ints[(CLAIM + COMMITTED) >> 2] as number) & (1 << aspectNumber(aspect))) !== 0;

  return {
    hashStatement: (statement) => statements.get(statement)?.hash ?? PLAIN.hashStatement(statement),
    rootOf(leaf, proof) {
      const ofStatement = statementProofs.get(proof);
      if (ofStatement?.hash === leaf) {
        const { at } = ofStatement;
        kernel.climb(at + HASH, at + STATEMENT_PROOF, proof.length, OUT);
        return kernel.hexAt(OUT);
      }
      const ofBatch = anchorProofs.get(proof);
      if (ofBatch?.digest !== leaf) return PLAIN.rootOf(leaf, proof);
      return kernel.hexAt(kernel.batch(ofBatch.at) + ANCHORED);
    },
    batchDigest(domain, batch) {
      const decoded = batches.get(batch);
      const isOfChain = domain.chainId === chain.chainId && domain.verifyingContract === chain.partyRegistry;
      if (!decoded || !isOfChain) return PLAIN.batchDigest(domain, batch);
      decoded.digest ??= kernel.hexAt(kernel.batch(decoded.at) + DIGEST);
      return decoded.digest;
    },
    isSignedByKey(digest, batch, signature) {
      const decoded = batches.get(batch);
      const isDecoded = decoded?.digest === digest && decoded.signature === signature;
      return isDecoded
        ? signers.isSignedByKey(kernel.batch(decoded.at))
        : PLAIN.isSignedByKey(digest, batch, signature);
    },
    // Only what the claim and the certificate say is ever opened, and only under the salts of the certificate.
    commit: (aspect, salt, value) =>
      isOpened(aspect, salt) ? kernel.hexAt(OPENED + 32 * aspectNumber(aspect)) : PLAIN.commit(aspect, salt, value),
    partyId: (salt, role, identifier) =>
      salt === optician.salt && role === "optician" ? kernel.hexAt(PARTY) : PLAIN.partyId(salt, role, identifier),
    settlementTag: PLAIN.settlementTag,
    isGranted: PLAIN.isGranted,
  };
}
