import { type Hex, ZERO } from "../bytes.js";
import type { ExaminingBackend } from "../crypto-backend.js";
import type { ChainFacts } from "../facts.js";
import { type FindingCode, type Place, pendingUntil, stageName, type Weight } from "../findings.js";
import type { PartyRole } from "../identifiers.js";
import { type Policy, reasonBits } from "../policy.js";
import type { Receipt } from "../receipts.js";
import { isWellFormed } from "../statements.js";
import type { StockOpening } from "../stock.js";
import type { AddFinding, ExaminedReceipt } from "./examined-receipt.js";

type Flaw = (code: FindingCode, weight?: Weight) => void;

/** By how much a clock may run ahead of the chain's, seconds. */
const FASTEST_CLOCK = 600;

/**
 * Pass 1, of one receipt: its form, its batch, its anchor, its signer, and what it replaces.
 * @param dossier What it must be of, unless it is of a stock lens.
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
    isAwaited: false,
    isWithdrawn: false,
    hasVoidWithdrawal: false,
    isJustified: false,
    ...(opening && { opening }),
  };
  // Rule 1.1
  if (!isWellFormed(statement) || (opening !== undefined) !== (stage === "stock")) {
    add("malformed-statement", place);
    return unplaced;
  }
  // Rule 1.2: a stock lens is stated for a unit and a store, which are opened last.
  if (!opening && statement.dossier !== dossier) {
    add("other-dossier", place);
    return unplaced;
  }
  let [isSound, isOnlyAwaited] = [true, true];
  const flaw: Flaw = (code, weight) => {
    isSound = false;
    isOnlyAwaited &&= weight?.severity === "pending";
    add(code, place, weight);
  };
  const time = readBatch(receipt, hash, facts, policy, backend, flaw);
  const party = time === 0 ? ZERO : readParty(receipt, time, facts, flaw);
  const placed = { ...unplaced, time, isPlaced: true, isAwaited: !isSound && isOnlyAwaited };
  if (party === ZERO) return placed;
  const withdrawal = facts.withdrawal(party, hash);
  const known: ExaminedReceipt = {
    ...placed,
    party,
    isSound,
    isWithdrawn: withdrawal !== null && !withdrawal.isVoid,
    hasVoidWithdrawal: withdrawal?.isVoid === true,
  };
  const { supersedes = ZERO, reason = 0 } = statement;
  if (supersedes === ZERO) return known;
  // Rule 1.9
  const isAccepted = reason !== 0 && ((reasonBits(policy) >> reason) & 1) === 1;
  const isJustified = isAccepted && facts.withdrawal(party, supersedes)?.isVoid === false;
  if (!isJustified) add("superseded-without-justification", place);
  return { ...known, isJustified };
}

/** Checks inclusion, signature and anchor (rules 1.3 to 1.7). Returns the anchor's time, 0 when there is none. */
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
  const latest = batch.issuedAt + policy.lagSeconds;
  if (time === 0) flaw("not-anchored", pendingUntil(latest, facts.block));
  else if (time < batch.issuedAt) flaw("anchor-before-issue");
  else if (time > latest) flaw("late-anchor");
  if (batch.issuedAt > facts.block.time + FASTEST_CLOCK) flaw("issued-in-future");
  return time;
}

/** Checks key, role and suspension at the anchor's time (rule 1.8). Returns the party, zero when the key is unknown. */
function readParty(receipt: Receipt, time: number, facts: ChainFacts, flaw: Flaw): Hex {
  const standing = facts.standing(receipt.batch.key, time);
  if (standing.status === "unknown") {
    flaw("unknown-key");
    return ZERO;
  }
  if (standing.status !== "valid") flaw("key-not-valid");
  const stage = stageName(receipt.statement.stage);
  const required: PartyRole = stage === "shipment" || stage === "stock" ? "lens-maker" : "optician";
  if (standing.role !== required) flaw("wrong-role");
  if (standing.suspended) flaw("party-suspended");
  return standing.party;
}
