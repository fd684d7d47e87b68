import {
  ASPECTS,
  type AskingInsurer,
  aspectNumber,
  type ChainFacts,
  type Hex,
  isStatedAt,
  type Policy,
  STAGES,
  type Standing,
  type Verdict,
} from "../protocol/index.js";
import type { Kernel } from "./kernel.js";
import {
  AMC,
  ANCHORED,
  ASPECT_WORDS,
  BATCH_BYTES,
  BATCHES,
  BILLED,
  BILLED_FRAME_CLASS,
  CERTIFICATE,
  CLAIM,
  COMMITTED,
  DOSSIER,
  FRAME_CLASS,
  HAS_PROOFS,
  HASH,
  IS_FRESH,
  ISSUED_AT,
  MARKER,
  OPENED,
  PARTY,
  PAYER_RANK,
  PAYERS,
  RANK,
  REASON,
  RECEIPT_BYTES,
  RECEIPT_COUNT,
  RECEIPTS,
  SALTED,
  SHARE_CENTS,
  SHARES_CENTS,
  STAGE,
  STATED,
  STOCK_COUNT,
  SUPERSEDES,
  TOLD,
  TOTAL_CENTS,
} from "./memory-layout.js";
import type { Signers } from "./signers.js";

/** Bits of aspects, by their numbers. */
const bitsOf = (isIn: (aspect: (typeof ASPECTS)[number]) => boolean) =>
  ASPECTS.reduce((bits, aspect, number) => (isIn(aspect) ? bits | (1 << number) : bits), 0);
const REFERENCE_AND_BILLING = bitsOf((aspect) => aspect === "reference" || aspect === "billing");
const FRAME = 1 << aspectNumber("frame");
const [PAYER_FIRST, PAYER_SECOND] = [1 << aspectNumber("payerFirst"), 1 << aspectNumber("payerSecond")] as const;
/** By eye: what is said of its lens, what shows on an invoice that there is one, and its code. */
const EYES = (["Right", "Left"] as const).map((eye, number) => ({
  all: bitsOf((aspect) => aspect.endsWith(eye)),
  lens: bitsOf((aspect) => aspect === `code${eye}` || aspect === `lens${eye}`),
  code: 1 << aspectNumber(`code${eye}`),
  billed: 1 << number,
}));
const DISCLOSABLE = bitsOf((aspect) => aspect === "frame" || aspect === "lensRight" || aspect === "lensLeft");
const ALLOWED = STAGES.map((stage) => bitsOf((aspect) => isStatedAt(aspect, stage)));
const [QUOTE, ORDER, SHIPMENT, INVOICE] = [0, 1, 2, 3] as const;
const [FRAME_ITEM, EXTRAS_ITEM] = [1 << 2, 1 << 3] as const;
const ASPECT_COUNT = ASPECTS.length;

interface Anchor {
  readonly time: number;
  readonly standing: Standing;
}

/**
 * Judges what the kernel has decoded, when there is nothing to say of it: the verdict then, else `null`, and the rules decide.
 * It is no second copy of the rules (`assess`): it gives no finding, knows neither corrections nor stock lenses, endorsements,
 * settlements and proofs, and may doubt a certificate that the rules find nothing in. It must never pass one of which they
 * would say anything.
 * @param facts As `assess` takes them.
 * @internal
 */
export function acceptorOf(
  kernel: Kernel,
  signers: Signers,
  facts: ChainFacts,
  policy: Policy,
  insurer: AskingInsurer,
): () => Verdict | null {
  const { bytes, ints, view } = kernel;
  const asksProofs = policy.require.includes("category") || policy.require.includes("renewal");
  const required = bitsOf((aspect) => policy.require.some((asked) => asked === aspect));
  const amc = insurer.amc === undefined ? undefined : new TextEncoder().encode(insurer.amc);
  const int = (place: number) => ints[place >> 2] as number;

  /** By stage: which aspects are stated, where each is, and when the first and the last statement was anchored. */
  const stated = new Int32Array(STAGES.length);
  const words = new Int32Array(STAGES.length * ASPECT_COUNT);
  const first = new Float64Array(STAGES.length);
  const last = new Float64Array(STAGES.length);
  let store: Hex | undefined;
  const makers: Hex[] = [];
  const anchors: Anchor[] = [];

  const isZero = (at: number) => {
    for (let i = at >> 2; i < (at >> 2) + 8; i++) if (ints[i] !== 0) return false;
    return true;
  };
  const isSame = (a: number, b: number) => {
    for (let i = 0; i < 8; i++) if (ints[(a >> 2) + i] !== ints[(b >> 2) + i]) return false;
    return true;
  };

  /** Its place, who signed it and when; and what it states goes into the row of its stage. */
  function takeReceipt(at: number): boolean {
    const stage = int(at + STAGE);
    const said = int(at + STATED);
    const isPlain = int(at + REASON) === 0 && isZero(at + SUPERSEDES);
    if (!isPlain || (said & ~(ALLOWED[stage] as number)) !== 0 || !isSame(at + DOSSIER, RECEIPTS + DOSSIER))
      return false;
    if (kernel.isIncluded(at) === 0) return false;
    const slot = kernel.batch(at);
    if (!signers.isSignedByKey(slot)) return false; // Nor is it where there is no signature.
    const anchor = anchorOf(slot);
    if (!anchor) return false;
    const { time, standing } = anchor;
    const issuedAt = view.getUint32(at + ISSUED_AT, true) + view.getUint32(at + ISSUED_AT + 4, true) * 2 ** 32;
    if (time < issuedAt || time > issuedAt + policy.lagSeconds) return false;
    const { party, role, status, suspended } = standing;
    if (status !== "valid" || suspended || role !== (stage === SHIPMENT ? "lens-maker" : "optician")) return false;
    if (facts.withdrawal(party, kernel.hexAt(at + HASH)) !== null) return false;
    if (stage === SHIPMENT) makers.push(party);
    else store ??= party;
    if (stage !== SHIPMENT && store !== party) return false;
    if (facts.block.time < time + policy.finalitySeconds) return false;
    first[stage] = Math.min(first[stage] as number, time);
    last[stage] = Math.max(last[stage] as number, time);
    return state(stage, at, said);
  }

  /** When a batch was anchored, and what its key was worth then: asked once, as long as the kernel remembers the batch. */
  function anchorOf(slot: number): Anchor | null {
    const number = (slot - BATCHES) / BATCH_BYTES;
    const known = anchors[number];
    if (known && bytes[slot + IS_FRESH] === 0) return known;
    const time = facts.anchoredAt(kernel.hexAt(slot + ANCHORED));
    if (time === 0) return null; // What a key is worth at no time was never gathered.
    const anchor = { time, standing: facts.standing(kernel.hexAt(slot, 20), time) };
    anchors[number] = anchor;
    bytes[slot + IS_FRESH] = 0;
    return anchor;
  }

  /** False when the stage has said otherwise already. */
  function state(stage: number, at: number, said: number): boolean {
    const before = stated[stage] as number;
    for (let aspect = 0; aspect < ASPECT_COUNT; aspect++) {
      const bit = 1 << aspect;
      if ((said & bit) === 0) continue;
      const place = stage * ASPECT_COUNT + aspect;
      const from = at + ASPECT_WORDS + 32 * aspect;
      if ((before & bit) === 0) words[place] = from;
      else if (!isSame(words[place] as number, from)) return false;
    }
    stated[stage] = before | said;
    return true;
  }

  /** Every stage is there, in its order; of a frame alone quote and invoice do. */
  function isComplete(isFrameOnly: boolean): boolean {
    for (let stage = 0; stage < STAGES.length; stage++) {
      const isThere = last[stage] !== 0;
      if (!isThere && !(isFrameOnly && (stage === ORDER || stage === SHIPMENT))) return false;
      for (let earlier = 0; earlier < stage; earlier++) {
        if (isThere && (first[stage] as number) + policy.toleranceSeconds < (last[earlier] as number)) return false;
      }
    }
    return policy.quoteSeconds === 0 || (first[INVOICE] as number) <= (last[QUOTE] as number) + policy.quoteSeconds;
  }

  /** What the invoice calls for is stated, equal, at each of its stages. */
  function isStatedThroughout(called: number): boolean {
    for (let aspect = 0; aspect < ASPECT_COUNT; aspect++) {
      if ((called & (1 << aspect)) === 0) continue;
      let expected = 0;
      for (let stage = STAGES.length - 1; stage >= 0; stage--) {
        if (last[stage] === 0 || ((ALLOWED[stage] as number) & (1 << aspect)) === 0) continue;
        if (((stated[stage] as number) & (1 << aspect)) === 0) return false;
        const place = words[stage * ASPECT_COUNT + aspect] as number;
        if (expected !== 0 && !isSame(place, expected)) return false;
        expected = place;
      }
    }
    return true;
  }

  /** Whether the claim's values of these aspects were committed to, and are what the invoice states. */
  function opens(bits: number): boolean {
    if ((int(CLAIM + COMMITTED) & (stated[INVOICE] as number) & bits) !== bits) return false;
    for (let aspect = 0; aspect < ASPECT_COUNT; aspect++) {
      const place = words[INVOICE * ASPECT_COUNT + aspect] as number;
      if ((bits & (1 << aspect)) !== 0 && !isSame(OPENED + 32 * aspect, place)) return false;
    }
    return true;
  }

  function isClaimed(): boolean {
    const invoiced = stated[INVOICE] as number;
    const [rank, payers] = [int(CLAIM + RANK), int(CLAIM + PAYERS)];
    const [salted, told, billed] = [int(CERTIFICATE + SALTED), int(CLAIM + TOLD), int(CLAIM + BILLED)];
    if (rank !== int(CERTIFICATE + PAYER_RANK) || rank > payers) return false;
    if (payers === 1 && (invoiced & (rank === 1 ? PAYER_SECOND : PAYER_FIRST)) !== 0) return false;
    if (int(CLAIM + SHARE_CENTS) > int(CLAIM + SHARES_CENTS)) return false;
    if (int(CLAIM + SHARES_CENTS) > int(CLAIM + TOTAL_CENTS)) return false;
    if ((billed & EXTRAS_ITEM) !== 0 && policy.extras) return false;
    if (amc && !isText(AMC, amc)) return false;
    let codes = 0;
    for (const { code, billed: item } of EYES) {
      if (((billed & item) !== 0) !== ((invoiced & code) !== 0)) return false;
      codes |= invoiced & code;
    }
    const shown = salted & told & DISCLOSABLE;
    if ((told & ~salted) !== 0 || (required & invoiced & ~shown) !== 0) return false;
    if ((billed & FRAME_ITEM) !== 0) {
      if ((invoiced & FRAME) === 0) return false;
      if ((shown & FRAME) !== 0 && int(CLAIM + FRAME_CLASS) !== int(CLAIM + BILLED_FRAME_CLASS)) return false;
    }
    return opens(REFERENCE_AND_BILLING | (rank === 1 ? PAYER_FIRST : PAYER_SECOND) | codes | shown);
  }

  /** Whether the text whose place and length the claim has there is this one. */
  function isText(place: number, expected: Uint8Array): boolean {
    const from = int(CLAIM + place);
    if (int(CLAIM + place + 4) !== expected.length) return false;
    for (let i = 0; i < expected.length; i++) if (bytes[from + i] !== expected[i]) return false;
    return true;
  }

  return () => {
    if (asksProofs || int(CERTIFICATE + STOCK_COUNT) !== 0 || int(CERTIFICATE + HAS_PROOFS) !== 0) return null;
    stated.fill(0);
    first.fill(Number.POSITIVE_INFINITY);
    last.fill(0);
    store = undefined;
    makers.length = 0;
    let invoice = 0;
    const end = RECEIPTS + RECEIPT_BYTES * int(CERTIFICATE + RECEIPT_COUNT);
    for (let at = RECEIPTS; at < end; at += RECEIPT_BYTES) {
      if (!takeReceipt(at)) return null;
      if (int(at + STAGE) !== INVOICE) continue;
      if (invoice !== 0) return null;
      invoice = at;
    }
    const invoiced = stated[INVOICE] as number;
    let called = invoiced | REFERENCE_AND_BILLING | (int(CERTIFICATE + PAYER_RANK) === 1 ? PAYER_FIRST : PAYER_SECOND);
    for (const { all, lens } of EYES) if ((invoiced & lens) !== 0) called |= all;
    const isFrameOnly = EYES.every(({ lens }) => (invoiced & lens) === 0);
    if (!isComplete(isFrameOnly) || !isStatedThroughout(called)) return null;
    if (store === undefined || makers.includes(store)) return null;
    if (kernel.hexAt(PARTY) !== store || !isClaimed()) return null;
    if (facts.settlement(kernel.hexAt(MARKER)) !== null) return null;
    return {
      conform: true,
      justified: false,
      findings: [],
      dossier: kernel.hexAt(RECEIPTS + DOSSIER),
      invoice: kernel.hexAt(invoice + HASH),
      policy,
      block: facts.block,
    };
  };
}
