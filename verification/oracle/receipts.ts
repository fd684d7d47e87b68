import {
  climb,
  digestOf,
  dossierOf,
  grantDigest,
  isSigned,
  makerHash,
  makerName,
  NOTHING,
  statedBy,
  statementHash,
  stockMarkerOf,
  stockTagOf,
  tagOf,
  unitOf,
} from "./hashes.js";
import type { Asker, Evidence, Facts, Policy, StockOpening, Word } from "./shapes.js";

/** How much a finding matters. */
export type Weight = "info" | "review" | "not-verifiable" | "pending" | "blocking";

/** A finding as a contract gives it: 255, 255 and zero where it names nothing. */
export interface Found {
  readonly code: number;
  readonly severity: Weight;
  readonly stage: number;
  readonly aspect: number;
  readonly subject: string;
  /** Unix seconds until which it is pending; 0 where it is not. */
  readonly until: number;
}

/** What the oracle notes of a receipt. */
interface Read {
  readonly hash: string;
  readonly stage: number;
  readonly aspects: readonly string[];
  readonly supersedes: string;
  readonly reason: number;
  readonly issuedAt: number;
  readonly dossier: string;
  readonly opening: StockOpening | undefined;
  /** Well formed and of the dossier. */
  placed: boolean;
  time: number;
  /** Empty when unknown. */
  party: string;
  sound: boolean;
  /** Sound, were it not that its anchor may still come. */
  awaited: boolean;
  justified: boolean;
  withdrawn: boolean;
  /** It was withdrawn, by an account that was held for compromised: it stands as if it were not. */
  isVoid: boolean;
  /** When it was withdrawn. */
  withdrawnAt: number;
}

const NONE = 255;
const [QUOTE, ORDER, SHIPMENT, INVOICE, STOCK] = [0, 1, 2, 3, 4] as const;
/** The table of aspects: at which stages each has its place. */
const PLACES: readonly (readonly number[])[] = [
  [QUOTE, INVOICE],
  [INVOICE],
  [INVOICE],
  [QUOTE, INVOICE],
  [QUOTE, INVOICE],
  [QUOTE, ORDER, SHIPMENT, INVOICE, STOCK],
  [QUOTE, ORDER, SHIPMENT, INVOICE, STOCK],
  [QUOTE, ORDER, SHIPMENT, INVOICE, STOCK],
  [QUOTE, ORDER, SHIPMENT, INVOICE, STOCK],
  [QUOTE, ORDER, SHIPMENT, STOCK],
  [QUOTE, ORDER, SHIPMENT, STOCK],
  [ORDER, SHIPMENT, STOCK],
  [ORDER, SHIPMENT, STOCK],
  [ORDER, SHIPMENT, STOCK],
  [ORDER, SHIPMENT, STOCK],
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
  "substitution",
];
const [REMAKE, SUBSTITUTION] = [2, 7];
/** Aspects of each lens, right first: code, lens, prescription, order, maker. */
const EYES = [
  { name: "right", code: 5, lens: 7, prescription: 9, order: 11, maker: 13 },
  { name: "left", code: 6, lens: 8, prescription: 10, order: 12, maker: 14 },
] as const;
type OneEye = (typeof EYES)[number];
const aspectsOf = ({ code, lens, prescription, order, maker }: OneEye): readonly number[] => [
  code,
  lens,
  prescription,
  order,
  maker,
];
const INFO = [13, 23, 36, 45];
const REVIEW = [24, 25, 33, 37, 42, 44, 46, 48, 49, 78, 80, 81];

/** The weight of a finding that does not depend on the time. */
export function weightOf(code: number): Weight {
  if (INFO.includes(code)) return "info";
  if (REVIEW.includes(code)) return "review";
  return code === 40 ? "not-verifiable" : "blocking";
}

/** What the oracle thinks of receipts. */
interface Opinion {
  readonly findings: readonly Found[];
  /** The first invoice that counts. */
  readonly invoice: Read | undefined;
  /** What the counting invoices say together. */
  readonly stated: readonly string[] | undefined;
  /** What the counting shipments, and stock, say together. */
  readonly shipped: readonly string[] | undefined;
  /** Eyes whose lens comes from stock that counts. */
  readonly stocked: readonly string[];
  /** Eyes whose maker was not enrolled: its identifier, and the time of the order. */
  readonly outside: readonly { readonly aspect: number; readonly identifier: string; readonly time: number }[];
  readonly dossier: string;
  /** When the dossier was ordered, as its own party says; else when it was invoiced. */
  readonly orderedAt: number;
}

/** Passes 1 to 11 of docs/protocol.md, "Conformity", as that text says them and in its order. */
export function judgeReceipts(evidence: Evidence, facts: Facts, policy: Policy, asker: Asker): Opinion {
  const { receipts, stock, makers } = evidence;
  const now = facts.block.time;
  const dossier = dossierOf(evidence.dossier.seed, evidence.dossier.settler);
  const findings: Found[] = [];
  const find = (code: number, stage: number, aspect = NONE, subject: string = NOTHING) =>
    findings.push({ code, severity: weightOf(code), stage, aspect, subject, until: 0 });
  /** Pending until a time, blocking after it; blocking where there is no such time. */
  const waitFor = (
    until: number | undefined,
    code: number,
    stage: number,
    aspect = NONE,
    subject: string = NOTHING,
  ) => {
    const isPending = until !== undefined && now <= until;
    const severity = isPending ? "pending" : "blocking";
    findings.push({ code, severity, stage, aspect, subject, until: isPending ? until : 0 });
  };
  const about = (code: number, read: Read) => find(code, read.stage <= STOCK ? read.stage : NONE, NONE, read.hash);

  // 1. Each receipt.
  const reads = receipts.map((receipt, position) => {
    const { statement, batch } = receipt;
    const { stage, supersedes = NOTHING, reason = 0 } = statement;
    const opening = stock.find((one) => one.receipt === position);
    const aspects = statedBy(statement);
    const hash = statementHash(statement);
    const read: Read = {
      ...{ hash, stage, aspects, supersedes, reason, issuedAt: batch.issuedAt, dossier: statement.dossier, opening },
      ...{ placed: false, time: 0, party: "", sound: false, awaited: false, justified: false },
      ...{ withdrawn: false, isVoid: false, withdrawnAt: 0 },
    };
    const isMisplaced = aspects.some((value, aspect) => value !== NOTHING && !PLACES[aspect]?.includes(stage));
    const isMisopened = (stage === STOCK) !== (opening !== undefined);
    const isOfShipments = reason === REMAKE || reason === SUBSTITUTION;
    // 1.1
    if (
      stage > STOCK ||
      reason > SUBSTITUTION ||
      (reason !== 0 && supersedes === NOTHING) ||
      isMisplaced ||
      (isOfShipments && stage !== SHIPMENT) ||
      isMisopened
    ) {
      about(0, read);
      return read;
    }
    // 1.2
    if (!opening && statement.dossier !== dossier) {
      about(1, read);
      return read;
    }
    read.placed = true;
    const before = findings.length;
    // 1.3, 1.4
    if (climb(hash, receipt.statementProof) !== batch.root) about(2, read);
    const digest = digestOf(facts.chain, batch);
    const isEndorsed = receipt.signature === "0x";
    if (!isEndorsed && !isSigned(digest, receipt.signature, batch.key)) about(3, read);
    const isIntact = findings.length === before;
    // 1.5 to 1.7
    read.time = isEndorsed
      ? facts.endorsedAt(batch.key, digest as Word)
      : facts.anchoredAt(climb(digest, receipt.anchorProof) as Word);
    const latest = batch.issuedAt + policy.lagSeconds;
    if (read.time === 0) waitFor(latest, 4, stage, NONE, hash);
    else if (read.time < batch.issuedAt) about(5, read);
    else if (read.time > latest) about(6, read);
    const isInFuture = batch.issuedAt > now + 600;
    if (isInFuture) about(32, read);
    if (read.time === 0) {
      read.awaited = isIntact && !isInFuture && now <= latest;
      return read;
    }
    // 1.8
    const standing = facts.standing(batch.key, read.time);
    if (standing.status === "unknown") {
      about(7, read);
      return read;
    }
    if (standing.status !== "valid") about(8, read);
    if (standing.role !== (stage === SHIPMENT || stage === STOCK ? "lens-maker" : "optician")) about(9, read);
    if (standing.suspended) about(10, read);
    read.party = standing.party;
    read.sound = findings.length === before;
    const withdrawal = facts.withdrawal(standing.party, hash as Word);
    read.withdrawn = withdrawal !== null && !withdrawal.isVoid;
    read.isVoid = withdrawal?.isVoid === true;
    read.withdrawnAt = withdrawal?.time ?? 0;
    // 1.9
    if (supersedes !== NOTHING) {
      const isAccepted = policy.reasons.some((name) => name === REASONS[reason]);
      const replaced = facts.withdrawal(standing.party, supersedes as Word);
      if (isAccepted && replaced !== null && !replaced.isVoid) read.justified = true;
      else about(12, read);
    }
    return read;
  });
  const isCounting = (read: Read) => read.sound && !read.withdrawn;
  const replaces = (later: Read, earlier: Read) =>
    later.supersedes === earlier.hash && later.stage === earlier.stage && later.party === earlier.party;

  // What is missing is waited for until then.
  const invoiced = reads.filter((read) => read.sound && read.stage === INVOICE).map(({ time }) => time);
  const awaited = reads.filter((read) => read.awaited && read.stage === INVOICE).map(({ issuedAt }) => issuedAt);
  const deadline =
    invoiced.length > 0
      ? Math.min(...invoiced) + policy.toleranceSeconds
      : awaited.length > 0
        ? Math.min(...awaited) + policy.lagSeconds
        : undefined;

  // 2. Withdrawals (2.1 to 2.3), then links (2.4).
  for (const read of reads) {
    if (read.withdrawn) {
      if (!reads.some((other) => other.sound && other.justified && replaces(other, read))) about(11, read);
      continue;
    }
    if (read.isVoid) about(33, read);
    if (read.sound && read.justified) about(13, read);
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
  const isShipped = ({ stage }: Read) => stage === SHIPMENT || stage === STOCK;
  const invoice = counting.find(({ stage }) => stage === INVOICE);
  const ofStore = invoice ?? counting.find(({ stage }) => stage === QUOTE || stage === ORDER);
  for (const read of reads) {
    if (read.placed && isShipped(read)) {
      const isOrderer = ({ placed, stage, party }: Read) => placed && stage === ORDER && party === read.party;
      if (read.party !== "" && reads.some(isOrderer)) about(15, read);
      const isLinked = () => facts.links(ofStore?.party as Word, read.party as Word, read.time).affiliation;
      if (isCounting(read) && ofStore && isLinked()) about(37, read);
    }
    if (isCounting(read) && !isShipped(read) && ofStore && read.party !== ofStore.party) {
      const time = Math.max(read.time, ofStore.time);
      const { sameEnterprise, takeover } = facts.links(ofStore.party as Word, read.party as Word, time);
      about(sameEnterprise || takeover ? 36 : 16, read);
    }
  }

  // 4. Merging.
  const merged: (string[] | undefined)[] = [undefined, undefined, undefined, undefined];
  const eyeOf = (opening: StockOpening) => EYES[opening.eye === "right" ? 0 : 1];
  for (const read of counting) {
    const at = read.stage === STOCK ? SHIPMENT : read.stage;
    const row = merged[at] ?? PLACES.map(() => NOTHING as string);
    merged[at] = row;
    for (const [aspect, value] of read.aspects.entries()) {
      const isOfOtherEye = read.opening && !aspectsOf(eyeOf(read.opening)).includes(aspect);
      if (value === NOTHING || isOfOtherEye) continue;
      if (row[aspect] === NOTHING) row[aspect] = value;
      else if (row[aspect] !== value) find(17, read.stage, aspect, read.hash);
    }
  }

  // 5. Presence.
  const stated = merged[INVOICE];
  const has = (aspect: number) => stated !== undefined && stated[aspect] !== NOTHING;
  const isInvoiced = ({ code, lens }: OneEye) => has(code) || has(lens);
  for (const stage of [QUOTE, ORDER, INVOICE]) {
    if (reads.some((read) => read.placed && read.stage === stage)) continue;
    if (stage === ORDER && stated && !EYES.some(isInvoiced)) continue;
    if (stage === INVOICE) find(14, stage);
    else waitFor(deadline, 14, stage);
  }

  // 6. Makers.
  const outside: { aspect: number; identifier: string; time: number }[] = [];
  const isStated = (row: readonly string[] | undefined, eye: OneEye) =>
    row !== undefined && aspectsOf(eye).some((aspect) => row[aspect] !== NOTHING);
  const isUnshipped = (eye: OneEye) => !isStated(merged[SHIPMENT], eye);
  for (const eye of stated ? EYES.filter(isInvoiced) : []) {
    const named = merged[ORDER]?.[eye.maker] ?? NOTHING;
    const opened = makers[eye.name];
    if (named === NOTHING) {
      if (isUnshipped(eye)) waitFor(deadline, 14, SHIPMENT, eye.maker); // 6.5
      continue;
    }
    if (
      !opened ||
      !/^[A-Z0-9./_-]{1,40}$/.test(opened.identifier) ||
      makerHash(eye.maker, opened.salt, opened.identifier) !== named
    ) {
      find(38, ORDER, eye.maker); // 6.1
      continue;
    }
    const maker = facts.maker(makerName(opened.identifier) as Word);
    for (const read of counting.filter(isShipped)) {
      const isOfEye = read.opening ? read.opening.eye === eye.name : true;
      if (!isOfEye || !isStated(read.aspects, eye)) continue;
      if (read.party !== maker?.party) find(39, read.stage, eye.maker, read.hash); // 6.2
    }
    if (!isUnshipped(eye)) continue;
    const naming = reads.filter(
      ({ sound, stage, aspects }) => sound && stage === ORDER && aspects[eye.maker] === named,
    );
    const time = Math.min(...naming.map((read) => read.time));
    const isSuspended = maker !== null && facts.isSuspended(maker.party, time);
    if (!maker || maker.enrolledAt > time || maker.statesFrom > time || isSuspended) {
      find(40, SHIPMENT, eye.maker); // 6.3
      if (isSuspended) find(42, SHIPMENT, eye.maker);
      outside.push({ aspect: eye.maker, identifier: opened.identifier, time });
    } else waitFor(deadline, 41, SHIPMENT, eye.maker); // 6.4
  }

  // 7. Aspects.
  const hasStock = (eye: OneEye) => counting.some(({ opening }) => opening?.eye === eye.name);
  /** 7.1: the maker made another lens than the one ordered, and withdrew the first before it stated the second. */
  const isSubstituted = (aspect: number, ordered: string) =>
    counting.some(
      (read) =>
        read.stage === SHIPMENT &&
        read.reason === SUBSTITUTION &&
        read.justified &&
        read.aspects[aspect] === merged[SHIPMENT]?.[aspect] &&
        reads.some(
          (first) =>
            first.sound &&
            replaces(read, first) &&
            first.aspects[aspect] === ordered &&
            first.aspects.every((value, i) => i === 7 || i === 8 || value === read.aspects[i]) &&
            first.withdrawn &&
            first.withdrawnAt <= read.issuedAt,
        ),
    );
  if (stated) {
    const called = new Set([0, 3]);
    if (asker.rank !== undefined) called.add(asker.rank);
    else if (!has(2)) called.add(1);
    for (const aspect of PLACES.keys()) if (has(aspect)) called.add(aspect);
    for (const eye of EYES.filter(isInvoiced)) for (const aspect of aspectsOf(eye)) called.add(aspect);
    for (const [aspect, places] of PLACES.entries()) {
      if (!called.has(aspect)) continue;
      const eye = EYES.find((one) => aspectsOf(one).includes(aspect));
      let first: string = NOTHING;
      for (const stage of [INVOICE, SHIPMENT, ORDER, QUOTE]) {
        const value = merged[stage]?.[aspect];
        if (value === undefined || !places.includes(stage)) continue;
        if (stage === SHIPMENT && eye && isUnshipped(eye)) continue;
        if (value === NOTHING) {
          const isLeftToMounting = stage === SHIPMENT && eye && aspect === eye.prescription && hasStock(eye);
          if (!isLeftToMounting) waitFor(deadline, 18, stage, aspect);
        } else if (first === NOTHING) first = value;
        else if (first !== value) {
          const isOfLens = aspect === 7 || aspect === 8;
          if (stage === ORDER && isOfLens && isSubstituted(aspect, value)) first = value;
          else find(19, stage, aspect);
        }
      }
    }
  }

  // 8. Order.
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
  const rank = ({ stage }: Read) => (stage === STOCK ? SHIPMENT : stage);
  for (const later of counting) {
    const earlier = later.stage === STOCK ? [] : counting.filter((read) => rank(read) < later.stage);
    const latest = later.issuedAt + policy.toleranceSeconds;
    if (earlier.some((read) => latest < timeFor(read, later))) about(20, later);
  }

  // 9. Age.
  /** 9.1: a quote that was corrected at the same price is as old as the first of its chain. */
  const ageOf = (quote: Read): number => {
    const replaced = reads.filter(
      (other) => other.sound && replaces(quote, other) && other.aspects[3] === quote.aspects[3],
    );
    const times = quote.justified ? replaced.map(ageOf) : [];
    return Math.min(quote.time, ...times);
  };
  const quotes = counting.filter(({ stage }) => stage === QUOTE).map(ageOf);
  const invoices = counting.filter(({ stage }) => stage === INVOICE);
  const orders = reads.filter(({ sound, stage }) => sound && stage === ORDER);
  for (const read of counting) {
    const isOld = quotes.length > 0 && read.time > Math.max(...quotes) + policy.quoteSeconds;
    if (read.stage === INVOICE && policy.quoteSeconds !== 0 && isOld) about(27, read);
    if (now < read.time + policy.finalitySeconds) {
      waitFor(read.time + policy.finalitySeconds - 1, 28, read.stage, NONE, read.hash); // 9.2
    }
    if (read.stage !== QUOTE) continue;
    const isAfter = ({ issuedAt }: Read) => read.issuedAt > issuedAt;
    if (read.aspects[3] !== NOTHING && invoices.some(isAfter)) about(43, read); // 9.3
    const [replaced] = reads.filter((other) => other.placed && replaces(read, other));
    if (!replaced || !orders.some(isAfter)) continue;
    const changes = (aspect: number) => read.aspects[aspect] !== replaced.aspects[aspect];
    if (changes(3) || changes(4))
      about(44, read); // 9.4
    else if (changes(0)) about(45, read);
  }

  // 10. Settlement.
  if (invoice && asker.rank !== undefined) {
    const settler = evidence.dossier.settler;
    const settled = facts.settlement(settler);
    const tag = tagOf(dossier, invoice.hash, asker.split ?? NOTHING);
    const by = settled.ranks[asker.rank];
    const ofPayer = (code: number) => find(code, INVOICE, asker.rank, invoice.hash);
    if (BigInt(settled.tag) !== 0n && settled.tag !== tag.slice(0, 42))
      about(22, invoice); // 10.1
    else if (by) ofPayer(policy.acceptOwnSettlement && by === asker.insurer ? 23 : 21); // 10.2
    if (!by && settled.round > 0) ofPayer(49); // 10.3
    const { grant } = evidence;
    const isGranted = ({ insurer, round, signature }: NonNullable<typeof grant>) => {
      const digest = grantDigest(facts.chain, { insurer, tag, rank: asker.rank ?? 0, settler, round });
      return isSigned(digest, signature, settler) && insurer === asker.insurer;
    };
    // 10.4
    if (asker.insurer !== undefined) {
      if (!grant) ofPayer(46);
      else if (!isGranted(grant)) ofPayer(47);
      else if (grant.round !== settled.round && by !== grant.insurer) ofPayer(48);
    }
  }

  // 11. Stock.
  for (const read of invoice ? counting : []) {
    const { opening } = read;
    if (!invoice || !opening) continue;
    const { code, name } = eyeOf(opening);
    const sound = reads.filter((one) => one.sound && one.stage === INVOICE);
    const isStating = ({ aspects }: Read) => aspects[code] !== NOTHING && aspects[code] === read.aspects[code];
    const times = sound.filter(isStating).map(({ time }) => time);
    const latest = times.length > 0 ? Math.min(...times) + policy.toleranceSeconds : undefined;
    if (read.dossier !== unitOf(opening.nullifier, invoice.party)) {
      find(31, STOCK, code, read.hash);
      continue;
    }
    const use = facts.stockUse(invoice.party as Word, stockMarkerOf(opening.nullifier) as Word);
    if (!use) waitFor(latest, 29, STOCK, code, read.hash);
    else if (latest !== undefined && use.time > latest) find(29, STOCK, code, read.hash);
    else if (use.tag !== stockTagOf(dossier, opening.nullifier, name === "right" ? 0 : 1))
      find(30, STOCK, code, read.hash);
  }
  const stocked = EYES.filter(hasStock).map(({ name }) => name);
  const orderedAt = orders.length > 0 ? Math.min(...orders.map(({ issuedAt }) => issuedAt)) : (invoice?.issuedAt ?? 0);
  return { findings, invoice, stated, shipped: merged[SHIPMENT], stocked, outside, dossier, orderedAt };
}
