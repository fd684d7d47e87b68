import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import {
  anchorBatches,
  type Dossier,
  type EquipmentFile,
  type LensFile,
  LensMaker,
  type LinkKind,
  makersOf,
  Optician,
  openDossier,
  type SealedBatch,
  sealStatements,
  takeFromStock,
} from "../src/parties/index.js";
import { receiptsOf } from "../src/parties/sealing.js";
import { stockOf } from "../src/parties/stock.js";
import { toHex } from "../src/protocol/bytes.js";
import {
  ASPECTS,
  type AspectName,
  batchDigest,
  codeOfLens,
  type Evidence,
  EYES,
  type Eye,
  type Hex,
  hashStatement,
  isStatedAt,
  type Receipt,
  STAGES,
  type Statement,
  settlementTag,
  settlerAddress,
  stockNullifier,
  stockUseOf,
  TICKET_SECRET_BYTES,
  ZERO,
} from "../src/protocol/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "./chain.js";
import type { Chance } from "./chance.js";
import { AMC, DELIVERY, FILE, MAKER, OTHER_AMC, OTHER_STORE, STORE } from "./dossiers.js";
import { evidenceWith } from "./evidence.js";
import { granted } from "./granting.js";
import { restated } from "./statements.js";

const DAY = 86_400;
/** 2026-01-01. */
const BEGINNING = 1_767_225_600;
/** How the shares of what is settled were told. */
export const SPLIT: Hex = `0x${"51".repeat(32)}`;
const ROUNDS = 10;
const SECOND_MAKER = "900000001";
const ROBBED_MAKER = "000000018";
/** The lens makers of the world, by the names that orders give them. */
export const MAKERS = [MAKER, SECOND_MAKER, ROBBED_MAKER];
/** At which round the stages of a dossier that goes as it should are anchored. */
const BASE_ROUND = [0, 2, 4, 6, 0] as const;

/** A receipt of the pool: sealed and anchored as it is, whatever it says. */
export interface Pooled {
  readonly receipt: Receipt;
  /** Number of the dossier. */
  readonly dossier: number;
  /** It is one of the four or five that go as they should. */
  readonly isBase: boolean;
  /** Unix seconds. */
  readonly time: number;
}

/** A unit of stock of this world: what opens its receipts. */
interface Unit {
  readonly eye: Eye;
  readonly nullifier: Hex;
}

/** A chain on which much went wrong: the receipts, and who could have signed them. */
export interface OddWorld {
  readonly chain: TestChain;
  readonly pool: readonly Pooled[];
  readonly insurers: readonly TestParty[];
  /** Everyone's keys, and one of no party. */
  readonly signers: readonly TestParty["signer"][];
  readonly dossiers: readonly Dossier[];
  /** Who makes the lenses of each dossier. */
  readonly makers: readonly { readonly [E in Eye]?: string }[];
  /** By what their statements name in place of a dossier. */
  readonly units: ReadonlyMap<Hex, Unit>;
  /** Hashes of the statements that somebody withdrew. */
  readonly withdrawn: ReadonlySet<Hex>;
}

const { right, left } = FILE.eyes;
const TWO_PAYERS: EquipmentFile = {
  ...FILE,
  payers: [
    { amc: AMC, priorAuthorisation: "PEC-1", rank: 1, payers: 2, shareCents: 30_000, sharesCents: 40_000 },
    { amc: OTHER_AMC, priorAuthorisation: "", rank: 2, payers: 2, shareCents: 10_000, sharesCents: 40_000 },
  ],
};
const FRAME_ONLY: EquipmentFile = { ...FILE, eyes: {} };
const RIGHT_ONLY: EquipmentFile = { ...FILE, eyes: right ? { right } : {} };
const unifocal = (lens: LensFile): LensFile => {
  const prescription = { ...lens.prescription, lensType: "unifocal", addition: 0 } as const;
  const code = codeOfLens({ class: lens.code.class }, prescription, 2_000_000_000, "code");
  return { ...lens, code, lens: { ...lens.lens, lensType: "unifocal" }, prescription };
};
const STOCKED: EquipmentFile = {
  ...FILE,
  eyes: { ...(right && { right: unifocal(right) }), ...(left && { left: unifocal(left) }) },
};
const FILES = [FILE, TWO_PAYERS, FILE, FRAME_ONLY, RIGHT_ONLY, FILE, FILE, STOCKED, STOCKED, STOCKED, STOCKED];
/** Which eyes come from stock, of the dossiers from the first that has such. */
const FIRST_FROM_STOCK = 7;
const FROM_STOCK: readonly (readonly Eye[])[] = [["right", "left"], ["right"], ["right", "left"], ["left"]];

/** Of the dossiers before, what goes as it should is corrected by odd statements only. */
const FIRST_CORRECTED = 4;

/** A reason that nothing is replaced for: malformed, now and then. */
const ALMOST_NEVER: readonly number[] = [...Array(40).fill(0), 1];

/** Something to state: by whom, and in which round it is anchored. */
interface Planned {
  readonly by: TestParty;
  readonly statement: Statement;
  readonly dossier: number;
  readonly isBase: boolean;
  readonly round: number;
}

/** Builds it: seven dossiers, their odd variants, withdrawals, suspensions, revoked and stolen keys, settlements. */
export async function makeOddWorld(chance: Chance, variants: number): Promise<OddWorld> {
  const chain = await aChain({ from: BEGINNING });
  const optician = (identifier: string) => aParty(chain, "optician", identifier);
  const [store, other, shut, gone, smart] = [
    await optician(STORE),
    await optician(OTHER_STORE),
    await optician(STORE),
    await optician(OTHER_STORE),
    await optician(STORE),
  ];
  const maker = (identifier: string) => aParty(chain, "lens-maker", identifier);
  const [laboratory, second, robbed] = [await maker(MAKER), await maker(SECOND_MAKER), await maker(ROBBED_MAKER)];
  const insurers = [await aParty(chain, "insurer", AMC), await aParty(chain, "insurer", OTHER_AMC)];
  const stranger: TestParty = { ...store, party: ZERO, signer: await chain.account() }; // Its key is of no party.
  const parties = [store, other, shut, gone, smart, laboratory, second, robbed, stranger, ...insurers];
  const cast = [
    [store, laboratory],
    [store, laboratory],
    [other, second],
    [store, laboratory],
    [shut, laboratory],
    [gone, robbed],
    [smart, second],
    [store, laboratory],
    [store, second],
    [store, laboratory],
    [store, laboratory],
  ] as const;
  const units = new Map<Hex, Unit>();
  const secretOf = (what: string) => sha256(utf8ToBytes(`odd world, ${what}`));
  const dossiers = FILES.map((_, i) =>
    (FROM_STOCK[i - FIRST_FROM_STOCK] ?? []).reduce(
      (dossier, eye) => takeFromStock(dossier, eye, secretOf(`unit ${i} ${eye}`).subarray(0, TICKET_SECRET_BYTES)),
      openDossier(secretOf(`dossier ${i}`)),
    ),
  );

  const planned: Planned[] = [];
  const named: { [E in Eye]?: string }[] = [];
  for (const [i, [by, made]] of cast.entries()) {
    const kind = FILES[i] ?? FILE;
    const makers = { right: made, left: i === 2 ? laboratory : made };
    const [file, dossier] = [madeBy(kind, makers), dossiers[i] as Dossier];
    named.push(makersOf(file));
    const { deployment } = chain;
    const shop = await Optician.connect({ deployment, signer: by.signer, identity: by.identity });
    const works = await LensMaker.connect({ deployment, signer: made.signer, identity: made.identity });
    const plan = (who: TestParty, statement: Statement) =>
      planned.push({
        by: who,
        statement,
        dossier: i,
        isBase: true,
        round: BASE_ROUND[statement.stage as 0 | 1 | 2 | 3 | 4],
      });
    for (const eye of EYES) {
      const [lens, secret] = [file.eyes[eye], dossier.stock?.[eye]];
      if (!lens || !secret) continue;
      const { prescription: _, ...stocked } = lens;
      // The last one was shipped to another store.
      const { party } = i === FILES.length - 1 ? other : by;
      const { statement } = works.stateStock(
        { orderReference: "BL-1", maker: made.identity.identifier, ...stocked },
        party,
        secret,
      );
      units.set(statement.dossier, { eye, nullifier: stockNullifier(secret) });
      planned.push({ by: made, statement, dossier: i, isBase: true, round: 0 });
    }
    const ordered = EYES.filter((eye) => file.eyes[eye] && !dossier.stock?.[eye]);
    plan(by, shop.quote(dossier, file));
    if (file.eyes.right) plan(by, shop.order(dossier, file));
    if (kind === RIGHT_ONLY)
      plan(made, works.ship(shop.orderTicket(dossier, ["right"]), from(made, { right: DELIVERY.right })));
    else if (i === 2 && left) {
      // One lens each, as two lens makers do.
      plan(made, works.ship(shop.orderTicket(dossier, ["right"]), from(made, { right: DELIVERY.right })));
      const [identity, signer] = [laboratory.identity, laboratory.signer];
      const others = await LensMaker.connect({ deployment, signer, identity });
      plan(laboratory, others.ship(shop.orderTicket(dossier, ["left"]), from(laboratory, { left: DELIVERY.left })));
    } else if (ordered.length > 0) {
      const delivered = ordered.map((eye) => [eye, { ...DELIVERY[eye], ...(i >= FIRST_FROM_STOCK && file.eyes[eye]) }]);
      plan(made, works.ship(shop.orderTicket(dossier, ordered), from(made, Object.fromEntries(delivered))));
    }
    plan(by, shop.invoice(dossier, file));
  }
  const bases = [...planned];
  const corrections = bases.filter(({ dossier }) => dossier >= FIRST_CORRECTED).flatMap((of) => correct(chance, of));
  planned.push(...corrections);
  for (let i = 0; i < variants; i++) planned.push(vary(chance, chance.pick(i % 2 ? bases : planned), planned, parties));

  /** Links, affiliations, a suspended maker and a further name, and their ends. */
  const relate = async (round: number) => {
    if (round === 1) await linked(store, other, "same-enterprise");
    if (round === 5) await other.controller.endLink(store.party, "same-enterprise");
    if (round === 7) await linked(other, store, "takeover");
    if (round === 3) await chain.council.affiliate(store.party, laboratory.party);
    if (round === 6) await chain.council.endAffiliation(store.party, laboratory.party);
    if (round === 2) await chain.council.suspend(second.party);
    if (round === 4) await chain.council.reinstate(second.party);
    if (round !== 4) return;
    await chain.council.enrolNames({ party: laboratory.party, identifiers: ["FR-MF-000012345"] });
  };
  const pool: Pooled[] = [];
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await chain.advance(2 * DAY);
    if (round === 5) await gone.controller.revokeKey(await gone.signer.getAddress());
    if (round === 6) await chain.council.suspend(shut.party);
    if (round === 8) await chain.council.reinstate(shut.party);
    await relate(round);
    const now = planned.filter((one) => one.round === round);
    const [whole, elsewhere, drawer, strange] = dossiers.slice(FIRST_FROM_STOCK);
    if (round === 5) {
      await use(chain, store, whole);
      await use(chain, store, elsewhere, dossiers[0]?.id);
      await use(chain, other, drawer); // No use of the store's.
      await use(chain, store, strange);
    }
    if (round === 9)
      await use(chain, store, drawer && { ...drawer, stock: { left: drawer.stock?.left as Uint8Array } });
    times.push(await anchorRound(chain, chance, now, smart, pool));
  }
  const replaced = new Set(corrections.map(({ statement }) => statement.supersedes as Hex));
  const withdrawn = await withdrawSome(chain, chance, planned, replaced);
  // All that it withdrew is void, and it can take back no more.
  await chain.council.declareCompromise((await robbed.signer.getAddress()).toLowerCase() as Hex, (times[4] ?? 0) + 1);
  await settleSome(chain, insurers, dossiers, pool);
  await settleMore(chain, chance, insurers, dossiers, pool);
  return {
    chain,
    pool,
    insurers,
    signers: parties.map(({ signer }) => signer),
    dossiers,
    makers: named,
    units,
    withdrawn,
  };
}

/** What is shown of a dossier of this world when all its receipts are. */
export function evidenceIn({ pool, dossiers, makers, units }: OddWorld, number: number): Evidence {
  const receipts = pool.filter(({ dossier }) => dossier === number).map(({ receipt }) => receipt);
  const stock = receipts.flatMap(({ statement }, receipt) => {
    const unit = units.get(statement.dossier);
    return unit ? [{ receipt, ...unit }] : [];
  });
  return evidenceWith(dossiers[number] as Dossier, makers[number] ?? {}, receipts, stock);
}

async function linked(one: TestParty, other: TestParty, kind: LinkKind): Promise<void> {
  await one.controller.consentToLink(other.party, kind);
  await other.controller.consentToLink(one.party, kind);
}

/** The equipment, of these makers. */
function madeBy(file: EquipmentFile, makers: Readonly<Record<Eye, TestParty>>): EquipmentFile {
  const eyes = EYES.flatMap((eye) => {
    const lens = file.eyes[eye];
    return lens ? [[eye, { ...lens, maker: makers[eye].identity.identifier }] as const] : [];
  });
  return { ...file, eyes: Object.fromEntries(eyes) };
}

/** A delivery of this maker. */
function from<D extends object>(maker: TestParty, delivery: D): D {
  const lenses = Object.entries(delivery).map(([eye, lens]) => [eye, { ...lens, maker: maker.identity.identifier }]);
  return Object.fromEntries(lenses) as D;
}

/** Lawful corrections of a statement, now and then: one, one of the other, or two that both replace it. */
function correct(chance: Chance, of: Planned): Planned[] {
  const corrected = ({ statement }: Planned, rounds: number): Planned => {
    const stated = Object.keys(statement.aspects) as AspectName[];
    const isChanged = chance.next() < 0.3;
    const aspects = isChanged ? { [chance.pick(stated)]: toHex(chance.bytes(`corrected ${chance.next()}`)) } : {};
    const supersedes = hashStatement(statement);
    const round = Math.min(ROUNDS - 1, of.round + rounds);
    return {
      ...of,
      statement: restated(statement, { aspects, supersedes, reason: chance.whole(1, 7) }),
      isBase: false,
      round,
    };
  };
  const draw = chance.next();
  if (draw > 0.3) return [];
  const first = corrected(of, chance.pick([0, 0, 1]));
  if (draw > 0.2) return [first];
  return [first, corrected(draw > 0.1 ? first : of, chance.pick([0, 1, 2]))];
}

/** Another statement made of one that goes as it should: mostly by the same party, mostly of the same stage. */
function vary(chance: Chance, of: Planned, planned: readonly Planned[], parties: readonly TestParty[]): Planned {
  const { statement } = of;
  const aspects: Partial<Record<AspectName, Hex>> = {};
  const stage = STAGES[statement.stage] ?? "quote";
  const placed = ASPECTS.filter((aspect) => isStatedAt(aspect, stage));
  const changes = chance.pick([0, 0, 1, 1, 2]);
  for (let i = 0; i < changes; i++) {
    const at = chance.next() < 0.9 ? chance.pick(placed) : chance.pick(ASPECTS);
    const taken = chance.pick(planned).statement.aspects;
    aspects[at] = chance.pick([
      ZERO,
      ZERO,
      toHex(chance.bytes(`aspect ${chance.next()}`)),
      taken[at] ?? ZERO,
      statement.aspects[chance.pick(ASPECTS)] ?? ZERO,
    ]);
  }
  if (statement.supersedes !== undefined && chance.next() < 0.2) {
    // A fork: another of the party's statements that replaces the same one.
    return { ...of, statement: restated(statement, { aspects, reason: chance.pick([1, 2, 6, 7]) }), isBase: false };
  }
  const replaces = chance.next() < 0.5;
  const alike = planned.filter((one) => one.dossier === of.dossier && one.statement.stage === statement.stage);
  const own = planned.filter((one) => one.dossier === of.dossier && one.by === of.by);
  const replaced = chance.next() < 0.7 ? alike : chance.next() < 0.8 ? own : planned;
  const supersedes = replaces ? (hashStatement(chance.pick(replaced).statement) as Hex) : ZERO;
  const draws = chance.next();
  const isMaker = (party: TestParty) => MAKERS.includes(party.identity.identifier);
  const isOfRole = (party: TestParty) => isMaker(party) === (stage === "shipment" || stage === "stock");
  const isMisplaced = chance.next() < 0.06;
  return {
    by: draws < 0.7 ? of.by : chance.pick(draws < 0.9 ? parties.filter(isOfRole) : parties),
    statement: restated(statement, {
      aspects,
      stage: isMisplaced ? chance.whole(0, 6) : statement.stage,
      supersedes,
      reason: replaces ? chance.pick([0, 1, 2, 3, 4, 5, 6, 7, chance.whole(0, 9)]) : chance.pick(ALMOST_NEVER),
    }),
    dossier: of.dossier,
    isBase: false,
    round: chance.next() < 0.5 ? of.round : chance.whole(0, ROUNDS - 1),
  };
}

/** Each party's statements of a round as one or two batches; all under one root but for what is endorsed. */
async function anchorRound(
  chain: TestChain,
  chance: Chance,
  round: readonly Planned[],
  smart: TestParty,
  pool: Pooled[],
): Promise<number> {
  const { suite } = chain;
  const now = (await suite.provider.getBlock("latest"))?.timestamp ?? 0;
  const groups = new Map<string, Planned[]>();
  for (const one of round) {
    const isOdd = !one.isBase && chance.next() < 0.15;
    const name = `${one.by.party}/${isOdd ? chance.pick([-3 * DAY, 3600]) : 0}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const sealed: [SealedBatch, Planned[]][] = [];
  for (const [name, group] of groups) {
    const signer = group[0]?.by.signer ?? smart.signer;
    const issuedAt = now + Number(name.split("/")[1]);
    const batch = await sealStatements(
      suite,
      signer,
      group.map(({ statement }) => statement),
      issuedAt,
    );
    if (group[0]?.by !== smart) {
      sealed.push([batch, group]);
      continue;
    }
    const domain = { chainId: suite.reference.chainId, verifyingContract: suite.reference.partyRegistry };
    const digest = batchDigest(domain, batch.batch);
    await (await suite.anchors.connect(signer).endorse(digest)).wait();
    const time = Number(await suite.anchors.endorsedAt(batch.batch.key, digest));
    const endorsed = receiptsOf({ ...batch, signature: "0x" }, []);
    for (const [i, receipt] of endorsed.entries()) pool.push({ receipt, ...of(group[i]), time });
  }
  if (sealed.length === 0) return now;
  const { receipts, time } = await anchorBatches(
    suite,
    sealed.map(([batch]) => batch),
  );
  for (const [i, [, group]] of sealed.entries()) {
    for (const [j, receipt] of (receipts[i] ?? []).entries()) pool.push({ receipt, ...of(group[j]), time });
  }
  return time;
}

function of(planned: Planned | undefined): { dossier: number; isBase: boolean } {
  return { dossier: planned?.dossier ?? 0, isBase: planned?.isBase ?? false };
}

const hashOf = ({ statement }: Planned) => hashStatement(statement);

/** Withdraws what is superseded, mostly, and some of what is not. The first dossiers' own statements mostly stay. */
async function withdrawSome(
  chain: TestChain,
  chance: Chance,
  planned: readonly Planned[],
  replaced: ReadonlySet<Hex>,
): Promise<Set<Hex>> {
  const withdrawn = new Set<Hex>();
  const superseded = new Set(planned.flatMap(({ statement }) => statement.supersedes ?? []));
  const kept = new Set(planned.filter(({ isBase, dossier }) => isBase && dossier < 4).map(hashOf));
  for (const { by, statement, isBase } of planned) {
    const hash = hashStatement(statement);
    if (kept.has(hash) && chance.next() < 0.8) continue; // So that some dossiers are as they should be.
    const often = replaced.has(hash) ? 1 : superseded.has(hash) ? (isBase ? 0.15 : 0.6) : isBase ? 0 : 0.1;
    if (chance.next() >= often || by.party === ZERO || withdrawn.has(hash)) continue;
    await (await chain.suite.withdrawals.connect(by.signer).withdraw(by.party, hash, chance.whole(1, 5))).wait();
    withdrawn.add(hash);
  }
  return withdrawn;
}

/** Consumes the units of a dossier, for it or for another. */
async function use(chain: TestChain, by: TestParty, dossier: Dossier | undefined, id = dossier?.id ?? ZERO) {
  const uses = EYES.flatMap((eye) => {
    const secret = dossier?.stock?.[eye];
    return secret ? [stockUseOf(secret, id, eye)] : [];
  });
  await (await stockOf(chain.suite).connect(by.signer).use(uses)).wait();
}

/** Settled, settled by both, released, settled for another invoice, and moved to one. */
async function settleSome(
  chain: TestChain,
  [payer, otherPayer]: readonly TestParty[],
  dossiers: readonly Dossier[],
  pool: readonly Pooled[],
): Promise<void> {
  if (!payer || !otherPayer) throw new Error("two insurers are needed");
  const settlements = chain.suite.settlements;
  const rounds = new Map<number, number>();
  const record = (dossier: number, rank: 1 | 2, invoice?: Hex) => {
    const known = dossiers[dossier];
    const base = pool.find((one) => one.isBase && one.dossier === dossier && one.receipt.statement.stage === 3);
    if (!base || !known) throw new Error("a dossier has no invoice");
    const tag = settlementTag(known.id, invoice ?? hashStatement(base.receipt.statement), dossier === 6 ? ZERO : SPLIT);
    return { secret: known.secret, tag, rank, round: rounds.get(dossier) ?? 0 };
  };
  const settle = async (by: TestParty, one: ReturnType<typeof record>) =>
    (await settlements.connect(by.signer).settle([granted(chain.suite, by.party, one.secret, one)])).wait();
  const release = async (by: TestParty, dossier: number, rank: 1 | 2) => {
    const settler = settlerAddress(record(dossier, rank).secret);
    await (await settlements.connect(by.signer).release(settler, rank)).wait();
    rounds.set(dossier, (rounds.get(dossier) ?? 0) + 1);
  };
  await settle(payer, record(0, 1));
  await settle(payer, record(1, 1));
  await settle(otherPayer, record(1, 2));
  await release(payer, 1, 1);
  const another = pool.find((one) => !one.isBase && one.dossier === 2 && one.receipt.statement.stage === 3);
  await settle(payer, record(2, 1, another && hashStatement(another.receipt.statement)));
  await settle(otherPayer, record(3, 1));
  await release(otherPayer, 3, 1);
  await settle(otherPayer, record(6, 1));
  await settle(otherPayer, record(5, 1));
  const moved = record(5, 1, another && hashStatement(another.receipt.statement));
  const grant = granted(chain.suite, otherPayer.party, moved.secret, moved);
  await (await settlements.connect(otherPayer.signer).move(grant)).wait();
}

/** Whatever insurers settle, of the other dossiers: the invoice that stands or an odd one, twice, for the wrong rank. */
async function settleMore(
  chain: TestChain,
  chance: Chance,
  insurers: readonly TestParty[],
  dossiers: readonly Dossier[],
  pool: readonly Pooled[],
): Promise<void> {
  for (const [number, dossier] of dossiers.entries()) {
    const invoices = pool.filter(({ dossier, receipt }) => dossier === number && receipt.statement.stage === 3);
    for (let times = number < FIRST_CORRECTED ? 0 : chance.pick([0, 1, 1, 2]); times > 0; times--) {
      const invoice = chance.pick(invoices.filter(({ isBase }) => isBase || chance.next() < 0.3));
      const tag = settlementTag(
        dossier.id,
        hashStatement(invoice.receipt.statement),
        chance.next() < 0.8 ? SPLIT : ZERO,
      );
      const by = chance.pick(insurers);
      const settlement = granted(chain.suite, by.party, dossier.secret, { tag, rank: chance.pick([1, 2] as const) });
      await (await chain.suite.settlements.connect(by.signer).settle([settlement])).wait();
    }
  }
}
