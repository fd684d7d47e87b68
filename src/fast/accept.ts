import { aspectNumber } from "../protocol/aspects.js";
import { extrasAt } from "../protocol/codes/codes.js";
import {
  ASPECTS,
  type AskingInsurer,
  type ChainFacts,
  type Hex,
  isStatedAt,
  MOST_RECEIPTS,
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
  DOSSIER_ID,
  FRAME_CLASS,
  GRANT_DIGEST,
  GRANT_INSURER,
  GRANT_ROUND,
  GRANT_SIGNATURE,
  HAS_GRANT,
  HAS_PROOFS,
  HASH,
  IS_FRESH,
  ISSUED_AT,
  LINE_BYTES,
  LINE_CODE,
  LINE_COUNT,
  LINE_ITEM,
  LINES,
  MAKER_NAMES,
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
  SETTLER,
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

/** Where an address starts in its word. */
const ADDRESS = 12;
const NO_TAG = `0x${"00".repeat(20)}`;
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
  maker: aspectNumber(`maker${eye}`),
  name: MAKER_NAMES + 32 * number,
  billed: 1 << number,
}));
const DISCLOSABLE = bitsOf((aspect) => aspect === "frame" || aspect === "lensRight" || aspect === "lensLeft");
const ALLOWED = STAGES.map((stage) => bitsOf((aspect) => isStatedAt(aspect, stage)));
const [QUOTE, ORDER, SHIPMENT, INVOICE] = [0, 1, 2, 3] as const;
/** Stages without that of stock, which the rules judge. */
const STAGES_COUNTED = 4;
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
 * would say anything. It has a function for each pass of theirs, in the same order.
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
  // What the rules refuse to judge by, they say.
  const isRefused = policy.toleranceSeconds < policy.lagSeconds;
  const asksProofs = policy.require.includes("band") || policy.require.includes("renewal");
  const required = bitsOf((aspect) => policy.require.some((asked) => asked === aspect));
  const { party } = insurer;
  const amc = insurer.amc === undefined ? undefined : new TextEncoder().encode(insurer.amc);

  /** By receipt: who signed it, and when it was anchored. */
  let count = 0;
  const parties: Hex[] = [];
  const times = new Float64Array(MOST_RECEIPTS);
  const issued = new Float64Array(MOST_RECEIPTS);
  /**
   * By stage: which aspects are stated, where each is in memory, when the first and the last statement was anchored, and when the
   * first and the last was signed.
   */
  const stated = new Int32Array(STAGES_COUNTED);
  const commitments = new Int32Array(STAGES_COUNTED * ASPECT_COUNT);
  const first = new Float64Array(STAGES_COUNTED);
  const last = new Float64Array(STAGES_COUNTED);
  const firstIssued = new Float64Array(STAGES_COUNTED);
  const lastIssued = new Float64Array(STAGES_COUNTED);
  /** Where the one invoice is. */
  let invoice = 0;
  /** What batches were found to be, by their number in the kernel's memory. */
  const anchors: Anchor[] = [];

  // Memory

  const int = (at: number) => ints[at >> 2] as number;
  const receipt = (i: number) => RECEIPTS + RECEIPT_BYTES * i;
  const stageOf = (i: number) => int(receipt(i) + STAGE);
  const isZero = (at: number) => {
    for (let i = at >> 2; i < (at >> 2) + 8; i++) if (ints[i] !== 0) return false;
    return true;
  };
  const isSame = (a: number, b: number) => {
    for (let i = 0; i < 8; i++) if (ints[(a >> 2) + i] !== ints[(b >> 2) + i]) return false;
    return true;
  };
  /** Whether the text whose start and length the claim has there is this one. */
  const isText = (at: number, expected: Uint8Array) => {
    const from = int(CLAIM + at);
    if (int(CLAIM + at + 4) !== expected.length) return false;
    for (let i = 0; i < expected.length; i++) if (bytes[from + i] !== expected[i]) return false;
    return true;
  };

  const issuedAtOf = (at: number) =>
    view.getUint32(at + ISSUED_AT, true) + view.getUint32(at + ISSUED_AT + 4, true) * 2 ** 32;

  // Passes, in the order of docs/protocol.md

  /** Pass 1: every receipt is sound, and corrects nothing. */
  function areReceiptsSound(): boolean {
    for (let i = 0; i < count; i++) if (!isReceiptSound(i)) return false;
    return true;
  }

  function isReceiptSound(i: number): boolean {
    const at = receipt(i);
    const stage = stageOf(i);
    if (stage >= STAGES_COUNTED || int(at + REASON) !== 0 || !isZero(at + SUPERSEDES)) return false;
    if ((int(at + STATED) & ~(ALLOWED[stage] as number)) !== 0) return false;
    if (!isSame(at + DOSSIER, DOSSIER_ID)) return false;
    if (kernel.isIncluded(at) === 0) return false;
    const slot = kernel.batch(at);
    if (!signers.isSignedByKey(slot)) return false; // Nor is it where there is no signature.
    const anchor = anchorOf(slot);
    if (!anchor) return false;
    const { time, standing } = anchor;
    const issuedAt = issuedAtOf(at);
    // What was anchored is not of the future, as the anchor is not: rule 1.7.
    if (time < issuedAt || time > issuedAt + policy.lagSeconds) return false;
    const { party, role, status, suspended } = standing;
    if (status !== "valid" || suspended || role !== (stage === SHIPMENT ? "lens-maker" : "optician")) return false;
    parties[i] = party;
    times[i] = time;
    issued[i] = issuedAt;
    return true;
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

  /** Pass 2: nothing is withdrawn. There are no links, as nothing is corrected. */
  function isNothingWithdrawn(): boolean {
    for (let i = 0; i < count; i++) {
      if (facts.withdrawal(parties[i] as Hex, kernel.hexAt(receipt(i) + HASH)) !== null) return false;
    }
    return true;
  }

  /** Pass 3: one store states all but the shipments, and these are another's, which is not affiliated. The store is that of the claim. */
  function arePartiesDistinct(): boolean {
    const store = kernel.hexAt(PARTY);
    for (let i = 0; i < count; i++) {
      const isShipment = stageOf(i) === SHIPMENT;
      if ((parties[i] === store) === isShipment) return false;
      if (isShipment && facts.links(store, parties[i] as Hex, times[i] as number).affiliation) return false;
    }
    return true;
  }

  /** Pass 4: no stage states an aspect in two ways, and there is one invoice. */
  function isMerged(): boolean {
    stated.fill(0);
    first.fill(Number.POSITIVE_INFINITY);
    last.fill(0);
    firstIssued.fill(Number.POSITIVE_INFINITY);
    lastIssued.fill(0);
    for (let i = 0; i < count; i++) {
      const at = receipt(i);
      const stage = stageOf(i);
      if (stage === INVOICE) {
        if (last[INVOICE] !== 0) return false;
        invoice = at;
      }
      first[stage] = Math.min(first[stage] as number, times[i] as number);
      last[stage] = Math.max(last[stage] as number, times[i] as number);
      firstIssued[stage] = Math.min(firstIssued[stage] as number, issued[i] as number);
      lastIssued[stage] = Math.max(lastIssued[stage] as number, issued[i] as number);
      if (!isMergedInto(stage, at)) return false;
    }
    return true;
  }

  function isMergedInto(stage: number, at: number): boolean {
    const before = stated[stage] as number;
    const said = int(at + STATED);
    for (let aspect = 0; aspect < ASPECT_COUNT; aspect++) {
      const bit = 1 << aspect;
      if ((said & bit) === 0) continue;
      const from = at + ASPECT_WORDS + 32 * aspect;
      if ((before & bit) === 0) commitments[stage * ASPECT_COUNT + aspect] = from;
      else if (!isSame(commitments[stage * ASPECT_COUNT + aspect] as number, from)) return false;
    }
    stated[stage] = before | said;
    return true;
  }

  /** Pass 5: every stage is there; of a frame alone, quote and invoice are. */
  function areStagesPresent(): boolean {
    const isFrameOnly = EYES.every(({ lens }) => ((stated[INVOICE] as number) & lens) === 0);
    for (let stage = 0; stage < STAGES_COUNTED; stage++) {
      if (last[stage] === 0 && !(isFrameOnly && (stage === ORDER || stage === SHIPMENT))) return false;
    }
    return true;
  }

  /** Pass 6: the certificate opens the maker that is ordered of each lens, and it ships all that is shipped of this eye. */
  function areMakersNamed(): boolean {
    const invoiced = stated[INVOICE] as number;
    for (const { all, lens, maker, name } of EYES) {
      if ((invoiced & lens) === 0) continue;
      if (!isOpenedAt(ORDER, maker)) return false;
      const party = facts.maker(kernel.hexAt(name))?.party;
      for (let i = 0; i < count; i++) {
        const isOfEye = stageOf(i) === SHIPMENT && (int(receipt(i) + STATED) & all) !== 0;
        if (isOfEye && parties[i] !== party) return false;
      }
    }
    return true;
  }

  /** Pass 7: what the invoice calls for is stated, equal, at each of its stages. */
  function areAspectsStated(): boolean {
    const invoiced = stated[INVOICE] as number;
    let called = invoiced | REFERENCE_AND_BILLING | (int(CERTIFICATE + PAYER_RANK) === 1 ? PAYER_FIRST : PAYER_SECOND);
    for (const { all, lens } of EYES) if ((invoiced & lens) !== 0) called |= all;
    for (let aspect = 0; aspect < ASPECT_COUNT; aspect++) {
      if ((called & (1 << aspect)) === 0) continue;
      let expected = 0;
      for (let stage = STAGES_COUNTED - 1; stage >= 0; stage--) {
        if (last[stage] === 0 || ((ALLOWED[stage] as number) & (1 << aspect)) === 0) continue;
        if (((stated[stage] as number) & (1 << aspect)) === 0) return false;
        const commitment = commitments[stage * ASPECT_COUNT + aspect] as number;
        if (expected !== 0 && !isSame(commitment, expected)) return false;
        expected = commitment;
      }
    }
    return true;
  }

  /** Pass 8: no stage is signed before an earlier one is anchored. */
  function areStagesInOrder(): boolean {
    for (let stage = 0; stage < STAGES_COUNTED; stage++) {
      for (let earlier = 0; earlier < stage; earlier++) {
        if ((firstIssued[stage] as number) + policy.toleranceSeconds < (last[earlier] as number)) return false;
      }
    }
    return true;
  }

  /** Pass 9: the quote is not too old and not signed after the invoice, and no anchor is too young. */
  function isOfAge(): boolean {
    for (let i = 0; i < count; i++) {
      if (facts.block.time < (times[i] as number) + policy.finalitySeconds) return false;
    }
    if ((lastIssued[QUOTE] as number) > (firstIssued[INVOICE] as number)) return false;
    return policy.quoteSeconds === 0 || (first[INVOICE] as number) <= (last[QUOTE] as number) + policy.quoteSeconds;
  }

  /** Pass 10: nothing was ever settled for the dossier, and an insurer that asks may settle it. */
  function isToBeSettled(): boolean {
    const { tag, round } = facts.settlement(kernel.hexAt(CERTIFICATE + SETTLER + ADDRESS, 20));
    if (tag !== NO_TAG || round !== 0) return false;
    return party === undefined || isGranted(party);
  }

  function isGranted(insurer: Hex): boolean {
    if (int(CERTIFICATE + HAS_GRANT) === 0 || int(CERTIFICATE + GRANT_ROUND) !== 0) return false;
    if (kernel.hexAt(CERTIFICATE + GRANT_INSURER) !== insurer) return false;
    const share = int(CLAIM + SHARE_CENTS);
    const other = Math.max(0, int(CLAIM + SHARES_CENTS) - share);
    const [ofFirst, ofSecond] = int(CERTIFICATE + PAYER_RANK) === 1 ? [share, other] : [other, share];
    kernel.grant(invoice + HASH, ofFirst, ofSecond);
    return signers.isSignedBy(CERTIFICATE + SETTLER + ADDRESS, GRANT_DIGEST, CERTIFICATE + GRANT_SIGNATURE);
  }

  /** The pass of the claim. Who claims is who signed the invoice: pass 3. */
  function isClaimed(): boolean {
    const invoiced = stated[INVOICE] as number;
    const [rank, payers] = [int(CLAIM + RANK), int(CLAIM + PAYERS)];
    const [salted, told, billed] = [int(CERTIFICATE + SALTED), int(CLAIM + TOLD), int(CLAIM + BILLED)];
    if (rank !== int(CERTIFICATE + PAYER_RANK) || rank > payers) return false;
    if (payers === 1 && (invoiced & (rank === 1 ? PAYER_SECOND : PAYER_FIRST)) !== 0) return false;
    if (int(CLAIM + SHARE_CENTS) > int(CLAIM + SHARES_CENTS)) return false;
    if (int(CLAIM + SHARES_CENTS) > int(CLAIM + TOTAL_CENTS)) return false;
    if ((billed & EXTRAS_ITEM) !== 0 && !areExtrasAccepted()) return false;
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

  function areExtrasAccepted(): boolean {
    const extras = policy.extras ?? extrasAt(issuedAtOf(invoice));
    for (let i = 0; i < int(CLAIM + LINE_COUNT); i++) {
      const line = LINES + LINE_BYTES * i;
      const from = int(line + LINE_CODE);
      const code = bytes.subarray(from, from + int(line + LINE_CODE + 4));
      if (1 << int(line + LINE_ITEM) === EXTRAS_ITEM && !extras.includes(String.fromCharCode(...code))) return false;
    }
    return true;
  }

  /** Whether the claim's values of these aspects were committed to, and are what the invoice states. */
  function opens(bits: number): boolean {
    for (let aspect = 0; aspect < ASPECT_COUNT; aspect++) {
      if ((bits & (1 << aspect)) !== 0 && !isOpenedAt(INVOICE, aspect)) return false;
    }
    return true;
  }

  /** Whether what was committed to of an aspect is what a stage states. */
  function isOpenedAt(stage: number, aspect: number): boolean {
    if ((int(CLAIM + COMMITTED) & (stated[stage] as number) & (1 << aspect)) === 0) return false;
    return isSame(OPENED + 32 * aspect, commitments[stage * ASPECT_COUNT + aspect] as number);
  }

  /** Stock lenses, and proofs that are shown or asked for, are the rules' to judge. */
  const isWithoutStockAndProofs = () =>
    !asksProofs && int(CERTIFICATE + STOCK_COUNT) === 0 && int(CERTIFICATE + HAS_PROOFS) === 0;

  return () => {
    count = int(CERTIFICATE + RECEIPT_COUNT);
    const isAccepted =
      !isRefused &&
      isWithoutStockAndProofs() &&
      areReceiptsSound() &&
      isNothingWithdrawn() &&
      arePartiesDistinct() &&
      isMerged() &&
      areStagesPresent() &&
      areMakersNamed() &&
      areAspectsStated() &&
      areStagesInOrder() &&
      isOfAge() &&
      isToBeSettled() &&
      isClaimed();
    if (!isAccepted) return null;
    return {
      outcome: "conforming",
      conform: true,
      findings: [],
      dossier: kernel.hexAt(RECEIPTS + DOSSIER),
      invoice: kernel.hexAt(invoice + HASH),
      policy,
      block: facts.block,
    };
  };
}
