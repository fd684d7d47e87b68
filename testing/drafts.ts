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
  type Hex,
  hashStatement,
  isStatedAt,
  ofPayer,
  type Policy,
  partyId,
  type SettlementFact,
  STAGES,
  type Standing,
  settlementMarker,
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

type Signer = "store" | "other store" | "maker" | "other maker" | "insurer";
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
  /** Its receipt leads to another root than the one that was signed. */
  isElsewhere: boolean;
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
  settled: SettlementFact | null;
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
    { item: "extras", code: "SUP2", class: "B", priceCents: 900 },
    { item: "extras", code: "SUP1", class: "B", priceCents: 1_000 },
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
  if (isFramed) stated.frame = commit("frame", salt("frame"), frame);
  for (const eye of eyes) {
    const line = lines.find(({ item }) => item === itemOf(eye));
    if (!line) throw new Error("no line");
    stated[`code${eye}`] = commit(`code${eye}`, salt(`code${eye}`), { code: line.code, class: line.class });
    stated[`lens${eye}`] = commit(`lens${eye}`, salt(`lens${eye}`), { ...lens, treatments: [...lens.treatments] });
    stated[`prescription${eye}`] = word(`prescription ${eye}`);
    stated[`order${eye}`] = word(`order ${eye}`);
  }
  const atStage = (stage: number, aspects: readonly AspectName[] = ASPECTS) =>
    Object.fromEntries(
      aspects.flatMap((aspect) => {
        const value = stated[aspect];
        const name = STAGES[stage];
        return value && name && isStatedAt(aspect, name) ? [[aspect, value]] : [];
      }),
    );
  const statement = (stage: number, by: Signer, aspects = atStage(stage)): DraftStatement => ({
    stage,
    dossier: word(`dossier ${name}`),
    aspects,
    supersedes: ZERO,
    reason: 0,
    by,
    signature: "own",
    issuedAt: NOON + stage * 3 * DAY,
    anchoredAt: NOON + stage * 3 * DAY + 3_600,
    standing: {},
    isWithdrawn: false,
    isElsewhere: false,
  });
  const ofEye = (eye: string) => ASPECTS.filter((aspect) => aspect.endsWith(eye));
  const shipments = isShared
    ? [statement(2, "maker", atStage(2, ofEye("Right"))), statement(2, "other maker", atStage(2, ofEye("Left")))]
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
    settled: null,
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

function keyOf(name: string, signer: Signer): { readonly secret: Uint8Array; readonly account: Hex } {
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
  const { secret } = keyOf(name, signature === "of another" ? "insurer" : by);
  const signed = fromHex(signature === "of another digest" ? word("another digest") : digest);
  const made = secp256k1.sign(signed, secret, { prehash: false, format: "recovered" });
  return toHex(Uint8Array.of(...made.subarray(1), 27 + (made[0] ?? 0)));
}

/** Signs and anchors each statement by itself, and gives what the chain then says. */
export function seal(made: Draft): Sealed {
  const anchors = new Map<Hex, number>();
  const standings = new Map<Hex, Standing>();
  const withdrawn = new Set<string>();
  const store = partyId(word("salt of the store"), "optician", SIRET);
  const partyOf = (signer: Signer) => (signer === "store" ? store : word(`party of the ${signer}`));
  const receipts = made.statements.map((one): Certificate["receipts"][number] => {
    const { stage, dossier, supersedes, reason, issuedAt } = one;
    const aspects = ASPECTS.map((aspect) => one.aspects[aspect] ?? ZERO);
    const statement = { dossier, stage, aspects, supersedes, reason };
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
    if (one.isWithdrawn) withdrawn.add(`${standing.party}/${hash}`);
    return { statement, statementProof: [], batch, signature: sign(made.name, one, digest), anchorProof: [] };
  });
  const certificate: Certificate = {
    format: "clairevoie-certificate/1",
    chain: CHAIN,
    receipts,
    optician: { salt: made.opticianSalt },
    payer: made.payer,
    openings: made.openings,
  };
  const unknown: Standing = { party: ZERO, role: "none", status: "unknown", suspended: false };
  const marker = settlementMarker(receipts[0]?.statement.dossier ?? ZERO);
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
      withdrawal: (party, statement) => (withdrawn.has(`${party}/${statement}`) ? { time: 1, reason: "error" } : null),
      settlement: (asked) => (asked === marker ? made.settled : null),
      stockUse: () => null,
    },
  };
}
