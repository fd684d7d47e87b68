import {
  type Arithmetic,
  type AskingInsurer,
  assess,
  type Batch,
  type Certificate,
  type ChainFacts,
  type Claim,
  type Hex,
  hashStatement,
  isSignedByKey,
  PLAIN,
  type Policy,
  parseCertificate,
  parseClaim,
  type Standing,
  type Statement,
  type Verdict,
} from "../protocol/index.js";
import { AT, IN, type Kernel, RECEIPT_BYTES, startKernel } from "./kernel.js";
import { copyOf, Doubt, type Reader, readerOf } from "./reader.js";
import { type Signatures, startSignatures } from "./signatures.js";
import { structsOf } from "./structs.js";

/** Against what certificates are judged. */
export interface AssessorOptions {
  /** What the chain says, at one block: what it answered once may be remembered. */
  readonly facts: ChainFacts;
  readonly policy: Policy;
  /** Who asks, where it says so. */
  readonly insurer?: AskingInsurer;
  /** `portable` leaves the native library alone, `plain` everything: the protocol as it reads. */
  readonly engine?: "fastest" | "portable" | "plain";
}

/** Judges certificates, one after another, as `assess` does and much faster. */
export interface Assessor {
  /** What computes, to be reported: WebAssembly and a libsecp256k1, or the plain functions. */
  readonly engine: string;
  /**
   * Judges one certificate. Texts in the order of fields in which this project writes them are read fast; any other is
   * read by the plain reader, with the same verdict.
   * @param certificate Its text, or its UTF-8 bytes.
   * @param claim The same, of the claim.
   * @throws {InputError} naming the first field that is wrong.
   */
  assess(certificate: string | Uint8Array, claim: string | Uint8Array): Verdict;
  /** What was computed and not remembered, since the start. */
  counts(): { readonly permutations: number; readonly recoveries: number };
}

/** Standings and anchors that are remembered; then all is forgotten, and asked again. */
const MOST_FACTS = 50_000;

/**
 * Makes an assessor. It takes about 30 MB however many certificates it judges; it is for one thread.
 *
 * @example
 * ```ts
 * import { makeAssessor } from "clairevoie/fast";
 * import { DEFAULT_POLICY } from "clairevoie/protocol";
 * const assessor = await makeAssessor({ facts, policy: DEFAULT_POLICY });
 * const { conform } = assessor.assess(JSON.stringify(certificate), JSON.stringify(claim));
 * ```
 */
export async function makeAssessor(options: AssessorOptions): Promise<Assessor> {
  const { policy, insurer, engine = "fastest" } = options;
  const plain = plainAssessor(options);
  if (engine === "plain") return plain;
  const { chainId, partyRegistry } = options.facts.chain;
  const kernel = await startKernel({ chainId, verifyingContract: partyRegistry }).catch(() => undefined);
  if (!kernel) return plain; // No WebAssembly with SIMD here.
  const signatures = await startSignatures(engine === "portable" ? "portable" : "native");
  const facts = remembering(options.facts);
  const reader = readerOf(kernel);
  const arithmetic = new KernelArithmetic(kernel, signatures, facts);
  return {
    engine: `WebAssembly keccak, ${signatures.name}`,
    assess(certificate, claim) {
      const read = readBoth(reader, certificate, claim);
      if (!read) return plain.assess(certificate, claim);
      arithmetic.take(read.certificate);
      return assess(read.certificate, read.claim, facts, policy, insurer, arithmetic);
    },
    counts: () => ({ permutations: kernel.permutations.value as number, recoveries: arithmetic.recoveries }),
  };
}

function plainAssessor({ facts, policy, insurer }: AssessorOptions): Assessor {
  return {
    engine: "plain",
    assess: (certificate, claim) =>
      assess(parseCertificate(textOf(certificate)), parseClaim(textOf(claim)), facts, policy, insurer),
    counts: () => ({ permutations: 0, recoveries: 0 }),
  };
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });
const textOf = (input: string | Uint8Array) => (typeof input === "string" ? input : UTF8.decode(input));

function readBoth(
  reader: Reader,
  certificate: string | Uint8Array,
  claim: string | Uint8Array,
): { readonly certificate: Certificate; readonly claim: Claim } | null {
  try {
    return { claim: reader.claim(claim), certificate: reader.certificate(certificate) };
  } catch (error) {
    if (error instanceof Doubt) return null;
    throw error;
  }
}

/** The same facts; what recurs from certificate to certificate is asked once. */
function remembering(facts: ChainFacts): ChainFacts {
  const anchors = new Map<Hex, number>();
  const standings = new Map<Hex, { readonly time: number; readonly standing: Standing }>();
  return {
    chain: facts.chain,
    block: facts.block,
    anchoredAt(root) {
      const known = anchors.get(root);
      if (known !== undefined) return known;
      const time = facts.anchoredAt(root);
      if (anchors.size >= MOST_FACTS) anchors.clear();
      anchors.set(copyOf(root) as Hex, time);
      return time;
    },
    standing(key, time) {
      const known = standings.get(key);
      if (known?.time === time) return known.standing;
      const standing = facts.standing(key, time);
      if (standings.size >= MOST_FACTS) standings.clear();
      standings.set(copyOf(key) as Hex, { time, standing });
      return standing;
    },
    endorsedAt: (account, digest) => facts.endorsedAt(account, digest),
    withdrawal: (party, statement) => facts.withdrawal(party, statement),
    settlement: (marker) => facts.settlement(marker),
    stockUse: (party, marker) => facts.stockUse(party, marker),
  };
}

/** Where a receipt of the certificate at hand is in the kernel, and what of it was computed already. */
interface Place {
  readonly at: number;
  readonly hash: Hex;
  readonly root: Hex;
  readonly signature: Hex;
  digest?: Hex;
}

const DIGEST = 136;
const SIGNER = 168;
const SIGNER_STATUS = 190;
const [KNOWN, NONE] = [1, 2] as const;
/** Half the order of secp256k1, below which EIP-2 wants s. */
const HALF_ORDER = Uint8Array.from(
  "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0".match(/../g) ?? [],
  (pair) => Number.parseInt(pair, 16),
);

/** The arithmetic of the rules on what the reader left in the kernel. What it is asked of anything else is done plainly. */
class KernelArithmetic implements Arithmetic {
  readonly commit: Arithmetic["commit"];
  readonly partyId: Arithmetic["partyId"];
  readonly settlementMarker: Arithmetic["settlementMarker"];
  readonly settlementTag: Arithmetic["settlementTag"];
  recoveries = 0;
  readonly #kernel: Kernel;
  readonly #signatures: Signatures;
  readonly #facts: ChainFacts;
  readonly #statements = new Map<Statement, Place>();
  readonly #batches = new Map<Batch, Place>();
  readonly #statementProofs = new Map<readonly Hex[], Place>();
  readonly #anchorProofs = new Map<readonly Hex[], Place>();

  constructor(kernel: Kernel, signatures: Signatures, facts: ChainFacts) {
    this.#kernel = kernel;
    this.#signatures = signatures;
    this.#facts = facts;
    const { commit, partyId, settlementMarker, settlementTag } = structsOf(kernel);
    this.commit = commit;
    this.partyId = partyId;
    this.settlementMarker = settlementMarker;
    this.settlementTag = settlementTag;
  }

  /** Makes a certificate, just read, the one at hand. */
  take(certificate: Certificate): void {
    for (const known of [this.#statements, this.#batches, this.#statementProofs, this.#anchorProofs]) known.clear();
    certificate.receipts.forEach((receipt, i) => {
      const at = AT.receipts + RECEIPT_BYTES * i;
      const hash = this.#kernel.hexAt(at + IN.hash);
      const place: Place = { at, hash, root: receipt.batch.root, signature: receipt.signature };
      this.#statements.set(receipt.statement, place);
      this.#batches.set(receipt.batch, place);
      this.#statementProofs.set(receipt.statementProof, place);
      this.#anchorProofs.set(receipt.anchorProof, place);
    });
  }

  hashStatement(statement: Statement): Hex {
    return this.#statements.get(statement)?.hash ?? hashStatement(statement);
  }

  rootOf(leaf: Hex, proof: readonly Hex[]): Hex {
    const kernel = this.#kernel;
    const ofStatement = this.#statementProofs.get(proof);
    if (ofStatement?.hash === leaf) {
      const { at, root } = ofStatement;
      kernel.climb(at + IN.hash, at + IN.statementProof, proof.length, AT.out);
      return kernel.isSame(AT.out, at + IN.root, 32) ? root : kernel.hexAt(AT.out);
    }
    const ofBatch = this.#anchorProofs.get(proof);
    if (ofBatch?.digest !== leaf) return PLAIN.rootOf(leaf, proof);
    kernel.climb(kernel.batch(ofBatch.at) + DIGEST, ofBatch.at + IN.anchorProof, proof.length, AT.out);
    return kernel.hexAt(AT.out);
  }

  batchDigest(domain: Parameters<Arithmetic["batchDigest"]>[0], batch: Batch): Hex {
    const place = this.#batches.get(batch);
    const { chainId, partyRegistry } = this.#facts.chain;
    if (!place || domain.chainId !== chainId || domain.verifyingContract !== partyRegistry) {
      return PLAIN.batchDigest(domain, batch);
    }
    place.digest ??= this.#kernel.hexAt(this.#kernel.batch(place.at) + DIGEST);
    return place.digest;
  }

  isSignedByKey(digest: Hex, batch: Batch, signature: Hex): boolean {
    const place = this.#batches.get(batch);
    if (!place || place.digest !== digest || place.signature !== signature) {
      return isSignedByKey(digest, batch, signature);
    }
    const { bytes } = this.#kernel;
    const slot = this.#kernel.batch(place.at);
    if (bytes[slot + SIGNER_STATUS] === 0) this.#recover(slot);
    if (bytes[slot + SIGNER_STATUS] === NONE) return false;
    for (let i = 0; i < 20; i++) if (bytes[slot + SIGNER + i] !== bytes[slot + i]) return false;
    return true;
  }

  /** Finds the signer of what is remembered in a slot, and remembers it there. */
  #recover(slot: number): void {
    const { bytes } = this.#kernel;
    const signature = bytes.subarray(slot + 64, slot + 128);
    const v = bytes[slot + 128];
    const key =
      (v === 27 || v === 28) && isLow(signature.subarray(32))
        ? this.#signatures.recover(signature, v === 27 ? 0 : 1, bytes.subarray(slot + DIGEST, slot + DIGEST + 32))
        : null;
    this.recoveries++;
    bytes[slot + SIGNER_STATUS] = key ? KNOWN : NONE;
    if (!key) return;
    bytes.set(key.subarray(1), AT.scratch);
    this.#kernel.keccak(AT.scratch, 64, AT.out);
    bytes.copyWithin(slot + SIGNER, AT.out + 12, AT.out + 32);
  }
}

function isLow(s: Uint8Array): boolean {
  for (let i = 0; i < 32; i++) {
    const difference = (s[i] ?? 0) - (HALF_ORDER[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return true;
}
