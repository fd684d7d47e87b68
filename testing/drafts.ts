import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { hashBilling, hashFrame, hashPayer, hashReference } from "../src/protocol/aspects.js";
import { fromHex, toHex } from "../src/protocol/bytes.js";
import {
  ASPECTS,
  type AskingInsurer,
  type AspectName,
  type Batch,
  batchDigest,
  type Certificate,
  type ChainFacts,
  type ChainReference,
  type Claim,
  commit,
  DEFAULT_POLICY,
  type DossierOpening,
  EYES,
  grantDigest,
  type Hex,
  hashDossier,
  hashStatement,
  isStatedAt,
  type LinkFacts,
  makerName,
  ofEye,
  ofPayer,
  type Policy,
  partyId,
  type Receipt,
  type SettlementFact,
  STAGES,
  type Standing,
  type Statement,
  type StockUseFact,
  settlementSplit,
  settlementTag,
  stockMarker,
  stockTag,
  stockUnit,
  type WithdrawalFact,
  ZERO,
} from "../src/protocol/index.js";

export const DAY = 86_400;
export const NOON = 1_780_000_000;
const CHAIN: ChainReference = {
  chainId: 1,
  partyRegistry: `0x${"a1".repeat(20)}`,
  anchorRegistry: `0x${"a2".repeat(20)}`,
  withdrawalRegistry: `0x${"a3".repeat(20)}`,
  settlementRegistry: `0x${"a4".repeat(20)}`,
  stockRegistry: `0x${"a5".repeat(20)}`,
};
const SIRET = "12345678200010";

/** The same word for the same label, so that drafts are the same from run to run. */
export const word = (label: string): Hex => toHex(keccak_256(new TextEncoder().encode(label)));

/** Fictitious numbers with a good format. */
export const MAKERS = { maker: "111222337", "other maker": "444555668" } as const;

export type Signer = "store" | "other store" | "maker" | "other maker" | "insurer";
type Signature = "own" | "of another" | "of another digest" | "none";

/** A statement before it is sealed: all of it may be changed. */
export interface DraftStatement {
  stage: number;
  dossier: Hex;
  aspects: Partial<Record<AspectName, Hex>>;
  supersedes: Hex;
  reason: number;
  by: Signer;
  signature: Signature;
  issuedAt: number;
  /** When it is anchored, unix seconds; 0 for never. */
  anchoredAt: number;
  standing: Partial<Standing>;
  isWithdrawn: boolean;
  /** Unix seconds. */
  withdrawnAt: number;
  /** The account that withdrew was compromised then. */
  isVoid: boolean;
  /** Its receipt leads to another root than the one that was signed. */
  isElsewhere: boolean;
}

/** A stock lens before its statement is sealed. */
export interface DraftUnit {
  statement: DraftStatement;
  nullifier: Hex;
  /** To whom it was shipped. */
  store: Signer;
  /** When its use was put on chain, unix seconds; 0 for never. */
  usedAt: number;
  /** The dossier that it was used for, where it is another. */
  usedFor?: Hex;
}

/** A maker that is enrolled. */
interface DraftMaker {
  by: "maker" | "other maker";
  enrolledAt: number;
  statesFrom: number;
  suspended: boolean;
}

/** How the store stands to somebody, from a time to before another. */
export interface DraftLink extends LinkFacts {
  of: Signer;
  from: number;
  until: number;
}

/** What is granted, and by whose key. */
export interface DraftGrant {
  insurer: Hex;
  round: number;
  rank: 1 | 2;
  tag?: Hex;
  by: "settler" | Signer;
}

/** A dossier before it is sealed, and all against which it is judged. */
export interface Draft {
  /** In its dossier id and keys, so that nothing of one draft is remembered for another. */
  readonly name: string;
  statements: DraftStatement[];
  claim: Claim;
  openings: Certificate["openings"];
  payer: Certificate["payer"];
  opticianSalt: Hex;
  policy: Policy;
  insurer: AskingInsurer;
  blockTime: number;
  settled: SettlementFact;
  dossier: DossierOpening;
  makers: NonNullable<Certificate["makers"]>;
  grant: DraftGrant | null;
  stock: { right?: DraftUnit; left?: DraftUnit };
  /** Hashes of statements that the store withdrew and that are not shown. */
  withdrawn: Hex[];
  enrolled: DraftMaker[];
  links: DraftLink[];
}

/** What a draft is judged by. */
export interface Sealed {
  readonly certificate: string;
  readonly claim: string;
  readonly facts: ChainFacts;
  readonly policy: Policy;
  readonly insurer: AskingInsurer;
}

/** What is ordered. */
export interface Shape {
  readonly eyes: readonly ("Right" | "Left")[];
  readonly isFramed: boolean;
  readonly disclosed: readonly ("frame" | "lensRight" | "lensLeft")[];
  readonly rank: 1 | 2;
  readonly payers: 1 | 2;
  /** The lenses come from two makers. */
  readonly isShared?: boolean;
}

const itemOf = (eye: "Right" | "Left") => (eye === "Right" ? "rightLens" : "leftLens");

/** A dossier that conforms, of this shape. */
export function draft(name: string, { eyes, isFramed, disclosed, rank, payers, isShared = false }: Shape): Draft {
  const lines: Claim["lines"] = [
    ...eyes.map((eye) => ({ item: itemOf(eye), code: `VU${eye === "Right" ? 2 : 1}`, class: "B", priceCents: 7_000 })),
    ...(isFramed ? [{ item: "frame", code: "MB1", class: "A", priceCents: 5_000 }] : []),
    { item: "extras", code: "MS2", class: "B", priceCents: 900 },
    { item: "extras", code: "MS1", class: "B", priceCents: 1_000 },
  ] as Claim["lines"];
  const totalCents = lines.reduce((sum, { priceCents }) => sum + priceCents, 0);
  const share = payers === 2 ? Math.floor(totalCents / 3) : totalCents;
  const claim: Claim = {
    format: "clairevoie-claim/1",
    siret: SIRET,
    fileReference: "D-2026-000123",
    amc: "12345678",
    priorAuthorisation: "",
    rank,
    payers,
    shareCents: share,
    sharesCents: payers * share,
    lines,
    totalCents,
  };
  const lens = {
    ediCode: "UNI-1500-B",
    diameterMm: 65,
    index: 1_500,
    treatments: ["UV", "AR", "AR"],
    lensType: "unifocal",
  } as const;
  const frame = { frameReference: "MONTURE-7/54", class: "A" } as const;
  if (disclosed.includes("frame")) claim.frame = frame;
  for (const eye of eyes)
    if (disclosed.includes(`lens${eye}`)) claim[`lens${eye}`] = { ...lens, treatments: [...lens.treatments] };

  const salt = (aspect: AspectName) => word(`salt ${aspect}`);
  const mine = ofPayer(rank);
  const stated: Partial<Record<AspectName, Hex>> = { reference: ZERO, billing: ZERO, [mine]: ZERO };
  if (payers === 2) stated[rank === 1 ? "payerSecond" : "payerFirst"] = word("the other insurer's share");
  const makers: Draft["makers"] = {};
  if (isFramed) stated.frame = commit("frame", salt("frame"), frame);
  for (const eye of eyes) {
    const line = lines.find(({ item }) => item === itemOf(eye));
    if (!line) throw new Error("no line");
    stated[`code${eye}`] = commit(`code${eye}`, salt(`code${eye}`), { code: line.code, class: line.class });
    stated[`lens${eye}`] = commit(`lens${eye}`, salt(`lens${eye}`), { ...lens, treatments: [...lens.treatments] });
    stated[`prescription${eye}`] = word(`prescription ${eye}`);
    stated[`order${eye}`] = word(`order ${eye}`);
    const identifier = isShared && eye === "Left" ? MAKERS["other maker"] : MAKERS.maker;
    stated[`maker${eye}`] = commit(`maker${eye}`, salt(`maker${eye}`), { identifier });
    makers[eye === "Right" ? "right" : "left"] = { salt: salt(`maker${eye}`), identifier };
  }
  const atStage = (stage: number, aspects: readonly AspectName[] = ASPECTS) =>
    Object.fromEntries(
      aspects.flatMap((aspect) => {
        const value = stated[aspect];
        const name = STAGES[stage];
        return value && name && isStatedAt(aspect, name) ? [[aspect, value]] : [];
      }),
    );
  const dossier = { seed: word(`seed of ${name}`), settler: keyOf(name, "settler").account };
  const statement = (stage: number, by: Signer, aspects = atStage(stage)): DraftStatement => ({
    stage,
    dossier: hashDossier(dossier),
    aspects,
    supersedes: ZERO,
    reason: 0,
    by,
    signature: "own",
    issuedAt: NOON + stage * 3 * DAY,
    anchoredAt: NOON + stage * 3 * DAY + 3_600,
    standing: {},
    isWithdrawn: false,
    withdrawnAt: 1,
    isVoid: false,
    isElsewhere: false,
  });
  const ofEnding = (eye: string) => ASPECTS.filter((aspect) => aspect.endsWith(eye));
  const shipments = isShared
    ? [statement(2, "maker", atStage(2, ofEnding("Right"))), statement(2, "other maker", atStage(2, ofEnding("Left")))]
    : [statement(2, "maker")];
  const ordered = eyes.length > 0 ? [statement(1, "store"), ...shipments] : [];
  const made: Draft = {
    name,
    statements: [statement(0, "store"), ...ordered, statement(3, "store")],
    claim,
    openings: {
      reference: salt("reference"),
      billing: salt("billing"),
      ...(disclosed.includes("frame") && { frame: salt("frame") }),
      ...(eyes.includes("Right") && { codeRight: salt("codeRight") }),
      ...(eyes.includes("Left") && { codeLeft: salt("codeLeft") }),
      ...(disclosed.includes("lensRight") && eyes.includes("Right") && { lensRight: salt("lensRight") }),
      ...(disclosed.includes("lensLeft") && eyes.includes("Left") && { lensLeft: salt("lensLeft") }),
    },
    payer: { rank, salt: salt(mine) },
    opticianSalt: word("salt of the store"),
    policy: DEFAULT_POLICY,
    insurer: {},
    blockTime: NOON + 30 * DAY,
    settled: { tag: `0x${"00".repeat(20)}`, round: 0, ranks: {} },
    dossier,
    makers,
    grant: { insurer: word("insurer"), round: 0, rank, by: "settler" },
    stock: {},
    withdrawn: [],
    enrolled: (["maker", "other maker"] as const).map((by) => ({
      by,
      enrolledAt: NOON - 400 * DAY,
      statesFrom: NOON - 300 * DAY,
      suspended: false,
    })),
    links: [],
  };
  restate(made);
  return made;
}

/** Has the statements say what the claim says, where they say anything of it, even what no schema lets through. */
export function restate({ claim, openings, payer, statements }: Draft): void {
  const { siret, fileReference, amc, priorAuthorisation, rank, payers, shareCents, sharesCents } = claim;
  const share = { amc, priorAuthorisation, rank, payers, shareCents, sharesCents };
  const said: Partial<Record<AspectName, Hex>> = {
    reference: toHex(hashReference(openings.reference, { siret, fileReference })),
    billing: toHex(hashBilling(openings.billing, { lines: claim.lines, totalCents: claim.totalCents })),
    [ofPayer(rank)]: toHex(hashPayer(payer.salt, share)),
    ...(claim.frame && openings.frame && { frame: toHex(hashFrame(openings.frame, claim.frame)) }),
  };
  for (const { aspects } of statements) {
    for (const [aspect, value] of Object.entries(said) as [AspectName, Hex][]) {
      if (aspects[aspect] !== undefined) aspects[aspect] = value;
    }
  }
}

function keyOf(name: string, signer: Signer | "settler"): { readonly secret: Uint8Array; readonly account: Hex } {
  const secret = fromHex(word(`key of the ${signer} of ${name}`));
  return { secret, account: toHex(keccak_256(secp256k1.getPublicKey(secret, false).subarray(1)).subarray(12)) };
}

const ROLES = {
  store: "optician",
  "other store": "optician",
  maker: "lens-maker",
  "other maker": "lens-maker",
  insurer: "insurer",
} as const;

function sign(name: string, { by, signature }: DraftStatement, digest: Hex): Hex {
  if (signature === "none") return "0x";
  return signed(
    name,
    signature === "of another" ? "insurer" : by,
    signature === "of another digest" ? word("another digest") : digest,
  );
}

function signed(name: string, by: Signer | "settler", digest: Hex): Hex {
  const made = secp256k1.sign(fromHex(digest), keyOf(name, by).secret, { prehash: false, format: "recovered" });
  return toHex(Uint8Array.of(...made.subarray(1), 27 + (made[0] ?? 0)));
}

/** The party of a signer. */
export function partyOf(signer: Signer): Hex {
  if (signer === "store") return partyId(word("salt of the store"), "optician", SIRET);
  if (signer === "maker" || signer === "other maker") return makerName(MAKERS[signer]);
  return word(`party of the ${signer}`);
}

/** How the shares of a draft were told. */
export function splitOf({ claim, openings, payer }: Draft): Hex {
  const other = Math.max(0, claim.sharesCents - claim.shareCents);
  const [first, second] = payer.rank === 1 ? [claim.shareCents, other] : [other, claim.shareCents];
  return settlementSplit(openings.billing, first, second);
}

/** The statement of a draft, as it is sealed. */
export function statementOf({ dossier, stage, aspects, supersedes, reason }: DraftStatement): Statement {
  const stated = ASPECTS.flatMap((aspect) => {
    const value = aspects[aspect] ?? ZERO;
    return value === ZERO ? [] : [[aspect, value]];
  });
  return {
    dossier,
    stage,
    aspects: Object.fromEntries(stated),
    ...(supersedes !== ZERO && { supersedes }),
    ...(reason !== 0 && { reason }),
  };
}

/** A stock lens of a maker for an eye of this draft, which the draft's statements already say. */
export function stockUnitOf(made: Draft, eye: "right" | "left"): DraftUnit {
  const nullifier = word(`nullifier ${eye} of ${made.name}`);
  const ending = eye === "right" ? "Right" : "Left";
  const order = made.statements.find(({ stage }) => stage === 1);
  const aspects = Object.fromEntries(Object.entries(order?.aspects ?? {}).filter(([name]) => name.endsWith(ending)));
  return {
    statement: {
      ...structuredClone(made.statements[0] as DraftStatement),
      stage: 4,
      dossier: stockUnit(nullifier, partyOf("store")),
      aspects,
      by: "maker",
      issuedAt: NOON - 20 * DAY,
      anchoredAt: NOON - 20 * DAY + 3_600,
    },
    nullifier,
    store: "store",
    usedAt: NOON + 8 * DAY,
  };
}

/** Signs and anchors each statement by itself, and gives what the chain then says. */
export function seal(made: Draft): Sealed {
  const anchors = new Map<Hex, number>();
  const standings = new Map<Hex, Standing>();
  const withdrawals = new Map<string, WithdrawalFact>();
  const uses = new Map<string, StockUseFact>();
  const sealOne = (one: DraftStatement): Receipt => {
    const { issuedAt } = one;
    const statement = statementOf(one);
    const hash = hashStatement(statement);
    const { account } = keyOf(made.name, one.by);
    const batch: Batch = { key: account, root: one.isElsewhere ? word("elsewhere") : hash, issuedAt };
    const digest = batchDigest({ chainId: CHAIN.chainId, verifyingContract: CHAIN.partyRegistry }, batch);
    anchors.set(digest, one.anchoredAt);
    const standing: Standing = {
      party: partyOf(one.by),
      role: ROLES[one.by],
      status: "valid",
      suspended: false,
      ...one.standing,
    };
    standings.set(`${account}/${one.anchoredAt}` as Hex, standing);
    const withdrawal: WithdrawalFact = { time: one.withdrawnAt, reason: "error", account, isVoid: one.isVoid };
    if (one.isWithdrawn) withdrawals.set(`${standing.party}/${hash}`, withdrawal);
    return { statement, statementProof: [], batch, signature: sign(made.name, one, digest), anchorProof: [] };
  };
  const receipts = made.statements.map(sealOne);
  for (const hash of made.withdrawn) {
    const { account } = keyOf(made.name, "store");
    withdrawals.set(`${partyOf("store")}/${hash}`, { time: 1, reason: "error", account, isVoid: false });
  }
  const id = hashDossier(made.dossier);
  const units = EYES.flatMap((eye) => {
    const unit = made.stock[eye];
    if (!unit) return [];
    const { nullifier, usedAt, usedFor = id, store } = unit;
    const use = { tag: stockTag(usedFor, nullifier, eye), time: usedAt };
    if (usedAt !== 0) uses.set(`${partyOf(store)}/${stockMarker(nullifier)}`, use);
    return [[eye, { nullifier, receipt: sealOne(unit.statement) }] as const];
  });
  const invoice = receipts.find(({ statement }) => statement.stage === 3);
  const certificate: Certificate = {
    format: "clairevoie-certificate/1",
    chain: CHAIN,
    dossier: made.dossier,
    receipts,
    optician: { salt: made.opticianSalt },
    payer: made.payer,
    openings: made.openings,
    ...(Object.keys(made.makers).length > 0 && { makers: made.makers }),
    ...(made.grant && { grant: grantOf(made, made.grant, invoice ? hashStatement(invoice.statement) : ZERO) }),
    ...(units.length > 0 && { stock: Object.fromEntries(units) }),
  };
  const unknown: Standing = { party: ZERO, role: "none", status: "unknown", suspended: false };
  const enrolled = new Map(made.enrolled.map((maker) => [partyOf(maker.by), maker]));
  const store = partyOf("store");
  return {
    certificate: JSON.stringify(certificate),
    claim: JSON.stringify(made.claim),
    policy: made.policy,
    insurer: made.insurer,
    facts: {
      chain: CHAIN,
      block: { number: 7, time: made.blockTime },
      anchoredAt: (root) => anchors.get(root) ?? 0,
      endorsedAt: () => 0,
      standing: (key, time) => {
        if (time === 0) throw new Error("what a key is worth at no time is not gathered");
        return standings.get(`${key}/${time}` as Hex) ?? unknown;
      },
      withdrawal: (party, statement) => withdrawals.get(`${party}/${statement}`) ?? null,
      settlement: (settler) => (settler === made.dossier.settler ? made.settled : UNTOUCHED),
      stockUse: (party, marker) => uses.get(`${party}/${marker}`) ?? null,
      maker: (name) => {
        const found = enrolled.get(name);
        return found ? { party: name, enrolledAt: found.enrolledAt, statesFrom: found.statesFrom } : null;
      },
      isSuspended: (party) => enrolled.get(party)?.suspended ?? false,
      links: (one, other, time) => {
        const of = [one, other].includes(store) ? (one === store ? other : one) : ZERO;
        const found = made.links.filter((link) => partyOf(link.of) === of && link.from <= time && time < link.until);
        const has = (kind: keyof LinkFacts) => found.some((link) => link[kind]);
        return { sameEnterprise: has("sameEnterprise"), takeover: has("takeover"), affiliation: has("affiliation") };
      },
    },
  };
}

const UNTOUCHED: SettlementFact = { tag: `0x${"00".repeat(20)}`, round: 0, ranks: {} };

function grantOf(made: Draft, { insurer, round, rank, tag, by }: DraftGrant, invoice: Hex): Certificate["grant"] {
  const { settler } = made.dossier;
  const granted = tag ?? settlementTag(hashDossier(made.dossier), invoice, splitOf(made));
  const domain = { chainId: CHAIN.chainId, verifyingContract: CHAIN.settlementRegistry };
  const digest = grantDigest(domain, { insurer, tag: granted, rank, settler, round });
  return { insurer, round, signature: signed(made.name, by, digest) };
}

/** The hash of a statement of a draft. */
export function hashOf(one: DraftStatement): Hex {
  return hashStatement(statementOf(one));
}

/** Adds a correction of a statement, an hour after it, and has it withdrawn where that is said. */
export function replaced(
  { statements }: Draft,
  one: DraftStatement,
  { isWithdrawn = true, ...change }: Partial<DraftStatement> & { readonly isWithdrawn?: boolean },
): DraftStatement {
  const correction = {
    ...structuredClone(one),
    issuedAt: one.issuedAt + 7_200,
    anchoredAt: one.anchoredAt + 7_200,
    reason: 6,
    supersedes: hashOf(one),
    ...change,
  };
  one.isWithdrawn = isWithdrawn;
  one.withdrawnAt = one.anchoredAt + 3_600;
  statements.push(correction);
  return correction;
}

/** Has the order, and what is shipped, name another maker for an eye. */
export function namesMaker({ statements, makers }: Draft, eye: "right" | "left", identifier: string): void {
  const aspect = ofEye("maker", eye);
  const salt = word(`salt ${aspect}`);
  makers[eye] = { salt, identifier };
  for (const { aspects } of statements) if (aspects[aspect]) aspects[aspect] = commit(aspect, salt, { identifier });
}
