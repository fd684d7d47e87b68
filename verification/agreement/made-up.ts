import { toHex } from "../../src/protocol/bytes.js";
import {
  ASPECTS,
  type Asker,
  type AspectName,
  type Batch,
  type ChainFacts,
  CORRECTION_REASONS,
  DEFAULT_POLICY,
  type Evidence,
  EYES,
  type Eye,
  type GrantShown,
  type Hex,
  hashStatement,
  isStatedAt,
  type KeyStatus,
  type LinkFacts,
  type MakerFact,
  makerName,
  type Policy,
  type Receipt,
  STAGES,
  type Stage,
  type Standing,
  type Statement,
  settlementTag,
  stockMarker,
  stockNullifier,
  stockTag,
  WITHDRAWAL_REASONS,
  ZERO,
} from "../../src/protocol/index.js";
import { type Chance, chance } from "../../testing/chance.js";
import { restated } from "../../testing/statements.js";
import { CHAIN, digestOf, realSignature, signature } from "../adversary/ledger.js";
import {
  ACCOMPLICE,
  AFFILIATE,
  copied,
  DAY,
  DAY_ZERO,
  DOSSIER_SECRETS,
  grantOf,
  honest,
  INSURER,
  MAKER,
  OTHER_INSURER,
  OUTSIDE,
  type Sale,
  SECOND,
  SIBLING,
  STORE,
  SUBSTITUTE,
  settlerOf,
  ship,
  shipStock,
  state,
  UNITS,
  type Written,
  written,
} from "../adversary/trade.js";

/** What is judged, with facts that no chain needs to hold. */
export interface MadeUp {
  readonly evidence: Evidence;
  readonly facts: ChainFacts;
  readonly policy: Policy;
  readonly asker: Asker;
}

const SECRET = DOSSIER_SECRETS[0] as Uint8Array;
const OTHER_SECRET = DOSSIER_SECRETS[1] as Uint8Array;
const SPLIT: Hex = `0x${"51".repeat(32)}`;
const UNIT = UNITS[0] as Uint8Array;
const NULLIFIER = stockNullifier(UNIT);
const { lagSeconds: LAG, toleranceSeconds: TOLERANCE } = DEFAULT_POLICY;
const STORES = [STORE, SIBLING, ACCOMPLICE];
const MAKERS = [MAKER, SECOND, AFFILIATE];
const PARTIES = [...STORES, ...MAKERS, INSURER, OTHER_INSURER];
const REASONS = CORRECTION_REASONS.filter((reason) => reason !== "none");
const UNLINKED: LinkFacts = { sameEnterprise: false, takeover: false, affiliation: false };

/** A statement, who signs it, and when. */
interface Planned {
  readonly by: (typeof PARTIES)[number];
  readonly statement: Statement;
  readonly issuedAt: number;
  /** Seconds until it is anchored; absent where it is not. */
  readonly anchoredAfter: number | undefined;
  readonly isEndorsed: boolean;
  readonly eye?: Eye;
}

/**
 * Draws a dossier of a cheat's making: any statements by anyone, any openings, names, grants and units, with any answers of the
 * registries, asked at a second at which something may end.
 */
export function drawMadeUp(seed: string): MadeUp {
  const drawing = chance(seed);
  // One in three has nothing odd, one little, one much: what is only sometimes so is drawn accordingly.
  const level = drawing.pick([0, 0.3, 1]);
  const odd = (often: number) => drawing.next() < (often < 0.4 ? often * level : often);
  const lenses = drawLenses(drawing, odd);
  const planned = drawPlanned(drawing, odd, lenses);
  const shown = planned.filter(() => !odd(0.03));
  const receipts = shown.map((one) => receiptOf(one, drawing, odd));
  const stock = shown.flatMap(({ eye, statement }, receipt) => {
    if ((statement.stage === 4) === odd(0.04)) return [];
    return [
      { receipt, eye: odd(0.05) ? drawing.pick(EYES) : (eye ?? "right"), nullifier: odd(0.04) ? ZERO : NULLIFIER },
    ];
  });
  const invoice = shown.find(({ statement }) => statement.stage === 3);
  const rank = drawing.pick([1, 1, 1, 2] as const);
  const insurer = drawing.pick([INSURER, INSURER, OTHER_INSURER]);
  const asker: Asker = {
    ...(!odd(0.1) && { insurer: insurer.party }),
    ...(!odd(0.1) && { rank }),
    ...(!odd(0.05) && { split: SPLIT }),
  };
  const tag = settlementTag(honest.id(SECRET), invoice ? hashStatement(invoice.statement) : ZERO, asker.split);
  const state = drawMarks(drawing, odd, tag);
  const grant = odd(0.1) ? undefined : drawGrant(drawing, odd, tag, rank, state.round, insurer);
  const opening = honest.opening(SECRET);
  const makers: { [E in Eye]?: { readonly salt: Hex; readonly identifier: string } } = {};
  for (const eye of EYES) {
    const named = lenses[eye]?.named;
    if (!named || odd(0.03)) continue;
    const identifier = odd(0.03) ? drawing.pick(["", "lower", "A".repeat(40), OUTSIDE.identifier]) : named.identifier;
    makers[eye] = { salt: odd(0.02) ? ZERO : named.salt, identifier };
  }
  const evidence: Evidence = {
    dossier: odd(0.03) ? { ...opening, settler: honest.opening(OTHER_SECRET).settler } : opening,
    receipts: odd(0.2) ? receipts.sort(() => drawing.next() - 0.5) : receipts,
    stock: odd(0.2) ? [] : stock.slice(0, 2),
    makers,
    ...(grant && { grant }),
  };
  // Openings name positions: of receipts in another order they open whatever comes to stand there.
  const policy = drawPolicy(drawing, odd);
  return { evidence, facts: factsOf(drawing, odd, shown, state, policy), policy, asker };
}

function drawLenses(drawing: Chance, odd: (often: number) => boolean): { [E in Eye]?: Written } {
  const lenses: { [E in Eye]?: Written } = {};
  for (const eye of drawing.pick([["right"], ["right"], ["right", "left"], ["left"], []] as const)) {
    const named = odd(0.1) ? undefined : drawing.pick([MAKER, MAKER, MAKER, SECOND, AFFILIATE, OUTSIDE]);
    lenses[eye] = odd(0.2)
      ? copied(shipStock(UNIT), eye)
      : written(SECRET, eye, named, odd(0.1) ? SUBSTITUTE : undefined);
  }
  return lenses;
}

const STAGE_DAYS = [0, 1, 2, 3, -1] as const;
/** Seconds beside a day: at the limits of lag and tolerance, and at the second. */
const BESIDE = [0, 0, 0, 0, 1, -1, LAG, LAG + 1, -LAG, TOLERANCE, TOLERANCE + 1, -TOLERANCE - 1, DAY];

function drawPlanned(drawing: Chance, odd: (often: number) => boolean, lenses: { [E in Eye]?: Written }): Planned[] {
  const sale: Sale = {
    ...{ opening: honest.opening(SECRET), id: honest.id(SECRET), secret: SECRET, priceCents: 5_000 },
    eyes: lenses,
  };
  const planned: Planned[] = [];
  const plan = (by: Planned["by"], statement: Statement, day: number, eye?: Eye) => {
    const beside = odd(0.25) ? drawing.pick(BESIDE) : 0;
    planned.push({
      by,
      statement,
      issuedAt: Math.round(DAY_ZERO + day * DAY + beside),
      anchoredAfter: odd(0.06) ? undefined : odd(0.12) ? drawing.pick([-1, LAG, LAG + 1, 60]) : 0,
      isEndorsed: odd(0.05),
      ...(eye && { eye }),
    });
  };
  const store = () => (odd(0.1) ? drawing.pick(STORES) : STORE);
  for (const stage of ["quote", "order", "invoice"] as const) {
    if (odd(0.04)) continue;
    const own = odd(0.06) ? { ...sale, priceCents: 6_000 } : sale;
    plan(store(), state(own, stage), STAGE_DAYS[STAGES.indexOf(stage)] ?? 0);
  }
  for (const eye of EYES) {
    const lens = lenses[eye];
    if (!lens || odd(0.15)) continue;
    const own = MAKERS.find(({ identifier }) => identifier === lens.named?.identifier) ?? MAKER;
    const by = odd(0.06) ? drawing.pick(MAKERS) : own;
    if (lens.from) plan(by, lens.from.statement, STAGE_DAYS[4], eye);
    else {
      const asked = { dossier: sale.id, eyes: { [eye]: honest.eye(SECRET, eye) }, codeSecret: honest.code(SECRET) };
      plan(by, ship({ ...asked, maker: own, ...(odd(0.1) && { made: SUBSTITUTE }) }).statement, STAGE_DAYS[2]);
    }
  }
  for (let more = drawing.pick([0, 0, 1, 1, 2, 3]); more > 0 && planned.length > 0; more--) {
    const of = drawing.pick(planned);
    planned.push(vary(drawing, odd, of, planned));
  }
  return planned;
}

/** A correction of a statement, or one like it: by anyone, of any stage, with any aspect. */
function vary(drawing: Chance, odd: (often: number) => boolean, of: Planned, planned: readonly Planned[]): Planned {
  const stage: Stage = STAGES[of.statement.stage] ?? "quote";
  const aspects: Partial<Record<AspectName, Hex>> = {};
  for (let changes = drawing.pick([0, 0, 1, 1, 2]); changes > 0; changes--) {
    const placed = ASPECTS.filter((aspect) => isStatedAt(aspect, stage));
    const at = odd(0.08) ? drawing.pick(ASPECTS) : drawing.pick(placed);
    const taken = drawing.pick(planned).statement.aspects;
    aspects[at] = drawing.pick([
      ZERO,
      toHex(drawing.bytes(`aspect ${changes}`)),
      taken[at] ?? ZERO,
      taken[drawing.pick(ASPECTS)] ?? ZERO,
    ]);
  }
  const isCorrection = !odd(0.3);
  const replaced = odd(0.85) ? of : drawing.pick(planned);
  const reason = stage === "shipment" ? drawing.pick([2, 7, 7, 6]) : drawing.pick([1, 4, 5, 6]);
  const statement = restated(of.statement, {
    aspects,
    stage: odd(0.03) ? drawing.whole(0, 6) : of.statement.stage,
    dossier: odd(0.03) ? honest.id(OTHER_SECRET) : of.statement.dossier,
    supersedes: isCorrection ? hashStatement(replaced.statement) : ZERO,
    reason: isCorrection ? (odd(0.1) ? drawing.whole(0, 9) : reason) : odd(0.02) ? 6 : 0,
  });
  return {
    ...of,
    by: odd(0.1) ? drawing.pick(PARTIES) : of.by,
    statement,
    issuedAt: of.issuedAt + drawing.pick([0, 60, DAY, 2 * DAY, 3 * DAY, LAG + 60]),
  };
}

const SIBLING_LEAF: Hex = `0x${"5b".repeat(32)}`;

/** As it is sealed and anchored, mostly: in a batch of its own or with another, under its own digest or with a sibling. */
function receiptOf(one: Planned, drawing: Chance, odd: (often: number) => boolean): Receipt {
  const batch = batchOf(one);
  const right: Hex = one.isEndorsed ? "0x" : realSignature(signature(digestOf(batch), one.by.secret));
  const receipt: Receipt = { statement: one.statement, statementProof: [], batch, signature: right, anchorProof: [] };
  if (!odd(0.06)) return receipt;
  return drawing.pick<Receipt>([
    { ...receipt, statementProof: [SIBLING_LEAF] },
    { ...receipt, anchorProof: [SIBLING_LEAF] },
    { ...receipt, signature: realSignature(signature(digestOf(batch), STORE.secret)) },
    { ...receipt, signature: `${right.slice(0, -2)}1d` as Hex },
    { ...receipt, batch: { ...batch, issuedAt: batch.issuedAt + 1 } },
    { ...receipt, batch: { ...batch, key: ACCOMPLICE.address } },
  ]);
}

const batchOf = ({ by, statement, issuedAt }: Planned): Batch => ({
  key: by.address,
  root: hashStatement(statement),
  issuedAt,
});

interface Marks {
  readonly tag: Hex;
  readonly round: number;
  readonly ranks: { 1?: Hex; 2?: Hex };
}

function drawMarks(drawing: Chance, odd: (often: number) => boolean, tag: Hex): Marks {
  if (!odd(0.35)) return { tag: `0x${"00".repeat(20)}`, round: odd(0.2) ? 1 : 0, ranks: {} };
  const party = () => drawing.pick([INSURER.party, INSURER.party, OTHER_INSURER.party]);
  const ranks = drawing.pick<Marks["ranks"]>([{ 1: party() }, { 2: party() }, { 1: party(), 2: party() }]);
  return {
    tag: (odd(0.8) ? tag : toHex(drawing.bytes("tag"))).slice(0, 42) as Hex,
    round: drawing.pick([0, 0, 1, 2]),
    ranks,
  };
}

function drawGrant(
  drawing: Chance,
  odd: (often: number) => boolean,
  tag: Hex,
  rank: 1 | 2,
  round: number,
  insurer: typeof INSURER,
): GrantShown {
  const { settler } = honest.opening(SECRET);
  const given = {
    to: odd(0.05) ? drawing.pick([INSURER, OTHER_INSURER]) : insurer,
    rank: odd(0.04) ? drawing.pick([1, 2] as const) : rank,
    round: odd(0.1) ? drawing.pick([0, 1, 2]) : round,
  };
  const { shown } = grantOf(settlerOf(odd(0.04) ? OTHER_SECRET : SECRET), settler, odd(0.04) ? ZERO : tag, given);
  return { ...shown, signature: realSignature(shown.signature) };
}

function drawPolicy(drawing: Chance, odd: (often: number) => boolean): Policy {
  const lagSeconds = odd(0.1) ? drawing.pick([0, 1, 600, LAG + 1]) : LAG;
  return {
    ...DEFAULT_POLICY,
    lagSeconds,
    toleranceSeconds: Math.max(lagSeconds, odd(0.1) ? drawing.pick([0, DAY, 2 ** 40]) : TOLERANCE),
    quoteSeconds: odd(0.1) ? drawing.pick([0, DAY, 3 * DAY, 3 * DAY - 1]) : DEFAULT_POLICY.quoteSeconds,
    finalitySeconds: odd(0.1) ? drawing.pick([1, DAY, 5 * DAY]) : 0,
    reasons: odd(0.9) ? [...REASONS] : REASONS.filter(() => odd(0.5)),
    acceptOwnSettlement: odd(0.5),
  };
}

/** What the registries answer: mostly what suits the dossier, else anything. The same question has the same answer. */
function factsOf(
  drawing: Chance,
  odd: (often: number) => boolean,
  planned: readonly Planned[],
  state: Marks,
  policy: Policy,
): ChainFacts {
  const anchors = new Map<Hex, number>();
  const endorsements = new Map<string, number>();
  for (const one of planned) {
    if (one.anchoredAfter === undefined) continue;
    const time = one.issuedAt + one.anchoredAfter;
    if (one.isEndorsed) endorsements.set(`${one.by.address}${digestOf(batchOf(one))}`, time);
    else anchors.set(digestOf(batchOf(one)), time);
  }
  const replaced = new Map(
    planned.flatMap((one) => (one.statement.supersedes ? [[one.statement.supersedes, one] as const] : [])),
  );
  const withdrawals = new Map<string, ReturnType<ChainFacts["withdrawal"]>>();
  for (const { by, statement } of planned) {
    const hash = hashStatement(statement);
    const later = replaced.get(hash);
    if (!(later ? odd(0.9) : odd(0.04))) continue;
    withdrawals.set(`${by.party}${hash}`, {
      time: (later?.issuedAt ?? DAY_ZERO + 4 * DAY) + drawing.pick([-60, 0, 0, 1]),
      reason: drawing.pick(WITHDRAWAL_REASONS.filter((reason) => reason !== "none")),
      account: by.address,
      isVoid: odd(0.08),
    });
  }
  const times = planned.map((one) => one.issuedAt + (one.anchoredAfter ?? 0));
  const orders = planned
    .filter(({ statement }) => statement.stage === 1)
    .map((one) => one.issuedAt + (one.anchoredAfter ?? 0));
  const orderedAt = orders[0] ?? DAY_ZERO;
  const aboutThen = () => (odd(0.7) ? 0 : orderedAt + drawing.pick([-1, 0, 1, DAY]));
  const enrolled = new Map<Hex, MakerFact>(
    MAKERS.filter(() => !odd(0.05)).map(({ identifier, party }) => {
      const enrolledAt = aboutThen();
      return [makerName(identifier), { party, enrolledAt, statesFrom: Math.max(enrolledAt, aboutThen()) }];
    }),
  );
  const suspended = new Set(PARTIES.filter(() => odd(0.04)).map(({ party }) => party));
  const invalid = new Map<Hex, KeyStatus>(
    PARTIES.map(({ address }) => [
      address,
      odd(0.03) ? drawing.pick(["revoked", "not-yet", "compromised"] as const) : "valid",
    ]),
  );
  const unknown = new Set(PARTIES.filter(() => odd(0.02)).map(({ address }) => address));
  const linked = { sameEnterprise: odd(0.5), takeover: odd(0.2), affiliation: odd(0.3) };
  const linkedFrom = odd(0.7) ? 0 : drawing.pick(times.length > 0 ? times : [0]) + drawing.pick([0, 1]);
  const isAmong = (parties: readonly { readonly party: Hex }[], party: Hex) =>
    parties.some((one) => one.party === party);
  const invoices = planned
    .filter(({ statement }) => statement.stage === 3)
    .map((one) => one.issuedAt + (one.anchoredAfter ?? 0));
  const usedAt =
    (invoices[0] ?? DAY_ZERO) + drawing.pick([-60, -60, -60, policy.toleranceSeconds, policy.toleranceSeconds + 1]);
  const eye = drawing.pick(EYES);
  const used = odd(0.15) ? null : { time: usedAt, tag: stockTag(odd(0.05) ? ZERO : honest.id(SECRET), NULLIFIER, eye) };
  const edges = [
    ...times.flatMap((time) => [time + policy.toleranceSeconds, time + policy.finalitySeconds]),
    ...planned.flatMap(({ issuedAt }) => [issuedAt + policy.lagSeconds, issuedAt - 600]),
  ];
  const now = odd(0.4) && edges.length > 0 ? drawing.pick(edges) + drawing.pick([-1, 0, 1]) : DAY_ZERO + 30 * DAY;
  return {
    chain: CHAIN,
    block: { number: 1, time: Math.max(2_000, Math.round(now)) },
    anchoredAt: (root) => anchors.get(root) ?? 0,
    endorsedAt: (account, digest) => endorsements.get(`${account}${digest}`) ?? 0,
    standing(address): Standing {
      const key = PARTIES.find((one) => one.address === address);
      if (!key || unknown.has(address)) return { party: ZERO, role: "none", status: "unknown", suspended: false };
      return {
        party: key.party,
        role: key.role,
        status: invalid.get(address) ?? "valid",
        suspended: suspended.has(key.party),
      };
    },
    withdrawal: (party, statement) => withdrawals.get(`${party}${statement}`) ?? null,
    settlement: (settler) =>
      settler === honest.opening(SECRET).settler ? state : { tag: `0x${"00".repeat(20)}`, round: 0, ranks: {} },
    stockUse: (party, marker) => (party === STORE.party && marker === stockMarker(NULLIFIER) ? used : null),
    maker: (name) => enrolled.get(name) ?? null,
    isSuspended: (party, time) => suspended.has(party) && time % 2 === 0,
    links(a, b, time) {
      if (time < linkedFrom) return UNLINKED;
      const areStores = isAmong(STORES, a) && isAmong(STORES, b);
      return areStores ? { ...linked, affiliation: false } : { ...UNLINKED, affiliation: linked.affiliation };
    },
  };
}
