import { type Hex, ZERO } from "../bytes.js";
import type { ExaminingBackend } from "../crypto-backend.js";
import type { ChainFacts } from "../facts.js";
import { type FindingCode, type Place, stageName } from "../findings.js";
import { type Policy, reasonBits } from "../policy.js";
import type { Receipt } from "../receipts.js";
import { isWellFormed } from "../statements.js";
import type { StockOpening } from "../stock.js";
import type { AddFinding, ExaminedReceipt } from "./examined-receipt.js";

type Flaw = (code: FindingCode) => void;

/**
 * Pass 1, of one receipt: its form, its batch, its anchor, its signer, and what it replaces.
 * @param dossier What it must be of.
 * @internal
 */
export function readReceipt(
  receipt: Receipt,
  dossier: Hex,
  opening: StockOpening | undefined,
  facts: ChainFacts,
  policy: Policy,
  backend: ExaminingBackend,
  add: AddFinding,
): ExaminedReceipt {
  const { statement } = receipt;
  const hash = backend.hashStatement(statement);
  const stage = stageName(statement.stage);
  const place: Place = { ...(stage && { stage }), subject: hash };
  const unplaced: ExaminedReceipt = {
    receipt,
    hash,
    party: ZERO,
    time: 0,
    isPlaced: false,
    isSound: false,
    isWithdrawn: false,
    isJustified: false,
    ...(opening && { opening }),
  };
  if (!isWellFormed(statement) || (opening && stage !== "shipment")) {
    add("malformed-statement", place);
    return unplaced;
  }
  if (statement.dossier !== dossier) {
    add("other-dossier", place);
    return unplaced;
  }
  let isSound = true;
  const flaw: Flaw = (code) => {
    isSound = false;
    add(code, place);
  };
  const time = readBatch(receipt, hash, facts, policy, backend, flaw);
  const party = time === 0 ? ZERO : readParty(receipt, time, facts, flaw);
  if (party === ZERO) return { ...unplaced, time, isPlaced: true };
  const isWithdrawn = facts.withdrawal(party, hash) !== null;
  const known: ExaminedReceipt = { ...unplaced, party, time, isPlaced: true, isSound, isWithdrawn };
  if (statement.supersedes === ZERO) return known;
  const isAccepted = statement.reason !== 0 && ((reasonBits(policy) >> statement.reason) & 1) === 1;
  const isJustified = isAccepted && facts.withdrawal(party, statement.supersedes) !== null;
  if (!isJustified) add("superseded-without-justification", place);
  return { ...known, isJustified };
}

/** Checks inclusion, signature and anchor. Returns the anchor's time, 0 when there is none. */
function readBatch(
  receipt: Receipt,
  hash: Hex,
  facts: ChainFacts,
  policy: Policy,
  backend: ExaminingBackend,
  flaw: Flaw,
): number {
  const { batch } = receipt;
  if (backend.rootOf(hash, receipt.statementProof) !== batch.root) flaw("bad-inclusion");
  const digest = backend.batchDigest(
    { chainId: facts.chain.chainId, verifyingContract: facts.chain.partyRegistry },
    batch,
  );
  const isEndorsed = receipt.signature === "0x";
  if (!isEndorsed && !backend.isSignedByKey(digest, batch, receipt.signature)) flaw("bad-signature");
  const time = isEndorsed
    ? facts.endorsedAt(batch.key, digest)
    : facts.anchoredAt(backend.rootOf(digest, receipt.anchorProof));
  if (time === 0) flaw("not-anchored");
  else if (time < batch.issuedAt) flaw("anchor-before-issue");
  else if (time > batch.issuedAt + policy.lagSeconds) flaw("late-anchor");
  return time;
}

/** Checks key, role and suspension at the anchor's time. Returns the party, zero when the key is unknown. */
function readParty(receipt: Receipt, time: number, facts: ChainFacts, flaw: Flaw): Hex {
  const standing = facts.standing(receipt.batch.key, time);
  if (standing.status === "unknown") {
    flaw("unknown-key");
    return ZERO;
  }
  if (standing.status !== "valid") flaw("key-not-valid");
  const required = stageName(receipt.statement.stage) === "shipment" ? "lens-maker" : "optician";
  if (standing.role !== required) flaw("wrong-role");
  if (standing.suspended) flaw("party-suspended");
  return standing.party;
}
