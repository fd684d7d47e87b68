import type { Asker, ChainFacts, Policy, Receipt, StockOpening } from "../../src/protocol/index.js";
import {
  climb,
  digestOf,
  isSigned,
  markerOf,
  NOTHING,
  statementHash,
  stockMarkerOf,
  stockTagOf,
  tagOf,
  unitOf,
} from "./hashes.js";

/** A finding as a contract gives it: 255, 255 and zero where it names nothing. */
export interface Found {
  readonly code: number;
  readonly stage: number;
  readonly aspect: number;
  readonly subject: string;
  /** Of 76 only: it informs, and refuses nothing. */
  readonly isInfo?: true;
}

/** What the oracle notes of a receipt. */
interface Read {
  readonly hash: string;
  readonly stage: number;
  readonly aspects: readonly string[];
  readonly supersedes: string;
  readonly dossier: string;
  readonly opening: StockOpening | undefined;
  /** Well formed and of the dossier. */
  placed: boolean;
  time: number;
  /** Empty when unknown. */
  party: string;
  sound: boolean;
  justified: boolean;
  withdrawn: boolean;
}

const NONE = 255;
const [QUOTE, ORDER, SHIPMENT, INVOICE] = [0, 1, 2, 3] as const;
/** The table of aspects: at which stages each has its place. */
const PLACES: readonly (readonly number[])[] = [
  [QUOTE, INVOICE],
  [INVOICE],
  [INVOICE],
  [QUOTE, INVOICE],
  [QUOTE, INVOICE],
  [QUOTE, ORDER, SHIPMENT, INVOICE],
  [QUOTE, ORDER, SHIPMENT, INVOICE],
  [QUOTE, ORDER, SHIPMENT, INVOICE],
  [QUOTE, ORDER, SHIPMENT, INVOICE],
  [QUOTE, ORDER, SHIPMENT],
  [QUOTE, ORDER, SHIPMENT],
  [ORDER, SHIPMENT],
  [ORDER, SHIPMENT],
];
/** By number; nothing is accepted for the reason 0. */
const REASONS = [
  "",
  "breakage",
  "laboratory-remake",
  "adaptation-warranty",
  "prescription-change",
  "order-change",
  "clerical-error",
];
/** Aspects of each lens, right first: code, lens, prescription, order. */
const LENSES = [
  [5, 7, 9, 11],
  [6, 8, 10, 12],
] as const;

/** What the oracle thinks of receipts. */
interface Opinion {
  readonly findings: readonly Found[];
  /** The first invoice that counts. */
  readonly invoice: Read | undefined;
  /** What the counting invoices say together. */
  readonly stated: readonly string[] | undefined;
  /** What the counting shipments say together. */
  readonly shipped: readonly string[] | undefined;
}

/** The ten passes of docs/protocol.md, "Conformity", as that text says them and in its order. */
export function judgeReceipts(
  receipts: readonly Receipt[],
  facts: ChainFacts,
  policy: Policy,
  asker: Asker,
  openings: readonly StockOpening[] = [],
): Opinion {
  const findings: Found[] = [];
  const find = (code: number, stage: number, aspect = NONE, subject: string = NOTHING) =>
    findings.push({ code, stage, aspect, subject });
  const about = (code: number, read: Read) => find(code, read.stage <= 3 ? read.stage : NONE, NONE, read.hash);

  // 1. Each receipt.
  const reads = receipts.map((receipt, position) => {
    const { statement, batch } = receipt;
    const { dossier, stage, aspects, supersedes, reason } = statement;
    const hash = statementHash(statement);
    const opening = openings.find((one) => one.receipt === position);
    const read: Read = {
      ...{ hash, stage, aspects, supersedes, dossier, opening },
      ...{ placed: false, time: 0, party: "", sound: false, justified: false, withdrawn: false },
    };
    const misplaced = aspects.some((value, aspect) => value !== NOTHING && !PLACES[aspect]?.includes(stage));
    const isMisopened = opening !== undefined && stage !== SHIPMENT;
    if (isMisopened || stage > 3 || reason > 6 || (reason !== 0 && supersedes === NOTHING) || misplaced) {
      about(0, read);
      return read;
    }
    if (!opening && dossier !== receipts[0]?.statement.dossier) {
      about(1, read);
      return read;
    }
    read.placed = true;
    const before = findings.length;
    if (climb(hash, receipt.statementProof) !== batch.root) about(2, read);
    const digest = digestOf(facts.chain, batch);
    const endorsed = receipt.signature === "0x";
    if (!endorsed && !isSigned(digest, receipt.signature, batch.key)) about(3, read);
    read.time = endorsed
      ? facts.endorsedAt(batch.key, digest as `0x${string}`)
      : facts.anchoredAt(climb(digest, receipt.anchorProof) as `0x${string}`);
    if (read.time === 0) {
      about(4, read);
      return read;
    }
    if (read.time < batch.issuedAt) about(5, read);
    if (read.time > batch.issuedAt + policy.lagSeconds) about(6, read);
    const standing = facts.standing(batch.key, read.time);
    if (standing.status === "unknown") {
      about(7, read);
      return read;
    }
    if (standing.status !== "valid") about(8, read);
    if (standing.role !== (stage === SHIPMENT ? "lens-maker" : "optician")) about(9, read);
    if (standing.suspended) about(10, read);
    read.party = standing.party;
    read.sound = findings.length === before;
    read.withdrawn = facts.withdrawal(standing.party, hash as `0x${string}`) !== null;
    if (supersedes !== NOTHING) {
      const isAccepted = policy.reasons.some((name) => name === REASONS[reason]);
      if (isAccepted && facts.withdrawal(standing.party, supersedes as `0x${string}`) !== null) read.justified = true;
      else about(12, read);
    }
    return read;
  });
  const isCounting = (read: Read) => read.sound && !read.withdrawn;
  const replaces = (later: Read, earlier: Read) =>
    later.supersedes === earlier.hash && later.stage === earlier.stage && later.party === earlier.party;

  // 2. Withdrawals, then links.
  for (const read of reads) {
    if (read.withdrawn && !reads.some((other) => other.sound && other.justified && replaces(other, read))) {
      about(11, read);
    }
    if (read.sound && read.justified && !read.withdrawn) about(13, read);
  }
  for (const [at, read] of reads.entries()) {
    if (!read.sound || !read.justified) continue;
    const shown = reads.filter((other) => other.placed && other.hash === read.supersedes);
    if (shown.length === 0) about(24, read);
    else if (shown.every((other) => !replaces(read, other))) about(26, read);
    const isFork = (other: Read) =>
      isCounting(other) &&
      other.hash !== read.hash &&
      other.party === read.party &&
      other.supersedes === read.supersedes &&
      other.aspects.some((value, aspect) => value !== NOTHING && read.aspects[aspect] !== NOTHING);
    if (isCounting(read) && reads.some((other, earlier) => earlier < at && isFork(other))) about(25, read);
  }

  // 3. Parties.
  const counting = reads.filter(isCounting);
  const store = counting.find(({ stage }) => stage !== SHIPMENT)?.party;
  for (const read of reads) {
    const isOrderer = ({ stage, party }: Read) => stage === ORDER && party !== "" && party === read.party;
    if (read.placed && read.stage === SHIPMENT && reads.some((other) => other.placed && isOrderer(other))) {
      about(15, read);
    }
    if (isCounting(read) && read.stage !== SHIPMENT && read.party !== store) about(16, read);
  }

  // 4. Merging.
  const merged: (string[] | undefined)[] = [undefined, undefined, undefined, undefined];
  for (const read of counting) {
    const row = merged[read.stage] ?? Array.from({ length: 13 }, () => NOTHING as string);
    merged[read.stage] = row;
    for (const [aspect, value] of read.aspects.entries()) {
      const isOfOtherEye = read.opening && !LENSES[read.opening.eye === "right" ? 0 : 1].some((own) => own === aspect);
      if (value === NOTHING || isOfOtherEye) continue;
      if (row[aspect] === NOTHING) row[aspect] = value;
      else if (row[aspect] !== value) find(17, read.stage, aspect, read.hash);
    }
  }

  // 5. Presence.
  const stated = merged[INVOICE];
  const has = (aspect: number) => stated !== undefined && stated[aspect] !== NOTHING;
  const isWithoutLens = stated !== undefined && LENSES.every(([code, lens]) => !has(code) && !has(lens));
  for (const stage of [QUOTE, ORDER, SHIPMENT, INVOICE]) {
    const isAskedFor = !(isWithoutLens && (stage === ORDER || stage === SHIPMENT));
    if (isAskedFor && !reads.some((read) => read.placed && read.stage === stage)) find(14, stage);
  }

  // 6. Aspects.
  if (stated) {
    const called = new Set([0, 3]);
    if (asker.rank !== undefined) called.add(asker.rank);
    else if (!has(2)) called.add(1);
    for (const aspect of PLACES.keys()) if (has(aspect)) called.add(aspect);
    for (const lens of LENSES) if (has(lens[0]) || has(lens[1])) for (const aspect of lens) called.add(aspect);
    for (const [aspect, places] of PLACES.entries()) {
      if (!called.has(aspect)) continue;
      let first: string = NOTHING;
      for (const stage of [INVOICE, SHIPMENT, ORDER, QUOTE]) {
        const value = merged[stage]?.[aspect];
        if (value === undefined || !places.includes(stage)) continue;
        const isFromStock = counting.some(({ opening }) => opening && aspect === (opening.eye === "right" ? 9 : 10));
        if (value === NOTHING && stage === SHIPMENT && isFromStock) continue;
        if (value === NOTHING) find(18, stage, aspect);
        else if (first === NOTHING) first = value;
        else if (first !== value) find(19, stage, aspect);
      }
    }
  }

  // 7. Order.
  const timeFor = (read: Read, later: Read): number => {
    if (!read.justified) return read.time;
    const replaced = reads.filter((other) => other.sound && replaces(read, other));
    const [one] = replaced;
    if (!one) return read.time;
    const isSame = read.aspects.every(
      (value, i) => value === NOTHING || later.aspects[i] === NOTHING || one.aspects[i] === value,
    );
    if (!isSame) return read.time;
    return Math.min(read.time, ...replaced.map(({ time }) => time), timeFor(one, later));
  };
  for (const later of counting) {
    const earlier = later.opening ? [] : counting.filter(({ stage }) => stage < later.stage);
    if (earlier.some((read) => later.time + policy.toleranceSeconds < timeFor(read, later))) about(20, later);
  }

  // 8. Age.
  const quoted = counting.filter(({ stage }) => stage === QUOTE).map(({ time }) => time);
  for (const read of counting) {
    const isOld = quoted.length > 0 && read.time > Math.max(...quoted) + policy.quoteSeconds;
    if (read.stage === INVOICE && policy.quoteSeconds !== 0 && isOld) about(27, read);
    if (read.time + policy.finalitySeconds > facts.block.time) about(28, read);
  }

  // 9. Settlement.
  const invoice = counting.find(({ stage }) => stage === INVOICE);
  if (invoice && asker.rank !== undefined) {
    const settled = facts.settlement(markerOf(invoice.dossier) as `0x${string}`);
    const by = settled?.ranks[asker.rank];
    if (settled && settled.tag !== tagOf(invoice.dossier, invoice.hash, asker.split ?? NOTHING)) about(22, invoice);
    else if (by) {
      const isOwn = policy.acceptOwnSettlement && by.party === asker.insurer;
      find(isOwn ? 23 : 21, INVOICE, asker.rank, invoice.hash);
    }
  }

  // 10. Stock.
  const dossier = receipts[0]?.statement.dossier ?? NOTHING;
  const invoices = reads.filter((read) => read.sound && read.stage === INVOICE);
  for (const read of invoice ? counting : []) {
    const { opening } = read;
    if (!invoice || !opening) continue;
    const eye = opening.eye === "right" ? 0 : 1;
    const code = LENSES[eye][0];
    const times = invoices.filter(({ aspects }) => aspects[code] === read.aspects[code]).map(({ time }) => time);
    if (read.dossier !== unitOf(opening.nullifier, invoice.party)) {
      find(31, SHIPMENT, code, read.hash);
      continue;
    }
    const use = facts.stockUse(invoice.party as `0x${string}`, stockMarkerOf(opening.nullifier) as `0x${string}`);
    if (!use || use.time > Math.min(...times) + policy.toleranceSeconds) find(29, SHIPMENT, code, read.hash);
    else if (use.tag !== stockTagOf(dossier, opening.nullifier, eye)) find(30, SHIPMENT, code, read.hash);
  }
  return { findings, invoice, stated, shipped: merged[SHIPMENT] };
}
