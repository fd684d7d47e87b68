import { SigningKey } from "ethers";
import { type Delivery, deliverLenses, type LensFile, stateStock } from "../../src/parties/index.js";
import { toHex } from "../../src/protocol/bytes.js";
import {
  ASPECTS,
  type AspectName,
  type Billing,
  type Certificate,
  type Claim,
  CORRECTION_REASONS,
  type CorrectionReason,
  codeSalt,
  codeSecret,
  type DossierOpening,
  dossierId,
  dossierSeed,
  EYES,
  type Eye,
  eyeSalt,
  eyeSecret,
  type GrantShown,
  type Hex,
  insurerSalt,
  insurerSecret,
  isStatedAt,
  type MakerOpenings,
  ofEye,
  type PartyRole,
  type Payer,
  partyId,
  payerSalt,
  payerSecret,
  prescriptionSalt,
  type Receipt,
  STAGES,
  type Stage,
  type Statement,
  settlementSplit,
  settlerKey,
  stockNullifier,
  stockUnit,
  ZERO,
} from "../../src/protocol/index.js";
import { AMC, OTHER_AMC } from "../../testing/dossiers.js";
import { accountOf, CHAIN, committed, grant, type Key, Ledger, type Presented, remembered } from "./ledger.js";

export const DAY = 86_400;
/** Day 0 of every play. */
export const DAY_ZERO = 1_800_000_000;

const SALT: Hex = `0x${"a5".repeat(32)}`;
const keyOf = (party: Hex, role: PartyRole, byte: string): Key => {
  const secret = new SigningKey(`0x${byte.repeat(32)}`);
  return { address: accountOf(secret), secret, party, role };
};

/** A store, and the number that it claims under. */
export interface Store extends Key {
  readonly siret: string;
}
const store = (siret: string, byte: string): Store => ({
  ...keyOf(partyId(SALT, "optician", siret), "optician", byte),
  siret,
});
/** The cheat's store, one of the same enterprise, and one of an accomplice. */
export const STORE = store("12345678200010", "51");
export const SIBLING = store("12345678200028", "52");
export const ACCOMPLICE = store("98765432400019", "53");

/** A lens maker, and the name that orders give it. */
export interface Maker extends Key {
  readonly identifier: string;
}
const maker = (identifier: string, byte: string): Maker => ({
  ...keyOf(partyId(ZERO, "lens-maker", identifier), "lens-maker", byte),
  identifier,
});
export const MAKER = maker("111222337", "61");
export const SECOND = maker("222333445", "62");
/** A maker that belongs to the cheat's store, and is honest. */
export const AFFILIATE = maker("333444552", "63");
/** A maker that takes no part. */
export const OUTSIDE = maker("555666775", "64");

const insurer = (amc: string, byte: string): Key => keyOf(partyId(SALT, "insurer", amc), "insurer", byte);
export const INSURER = insurer(AMC, "71");
export const OTHER_INSURER = insurer(OTHER_AMC, "72");
/** A platform that carries everybody's files, and is an insurer too. */
export const PLATFORM = insurer("11223344", "73");

/** A ledger on which everybody is enrolled who takes part. */
export function newLedger(): Ledger {
  const ledger = new Ledger(DAY_ZERO - 1000 * DAY);
  for (const key of [STORE, SIBLING, ACCOMPLICE, INSURER, OTHER_INSURER, PLATFORM]) ledger.enrol(key);
  for (const one of [MAKER, SECOND, AFFILIATE]) ledger.enrolMaker(one, one.identifier);
  ledger.link(STORE.party, AFFILIATE.party, "affiliation");
  ledger.now = DAY_ZERO;
  return ledger;
}

/** Secrets that the cheat drew: any bytes will do, and it may use one for another. */
export const DOSSIER_SECRETS = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
/** A unit secret that the cheat invented: no lens belongs to it. */
export const INVENTED = new Uint8Array(24).fill(9);
/** Unit secrets that the lens maker drew for lenses that it ships to the store. */
export const UNITS = [21, 22].map((byte) => new Uint8Array(24).fill(byte));

export const ORDERED: Omit<LensFile, "maker"> & { readonly orderReference: string } = {
  code: { code: "V01", class: "A" },
  lens: { ediCode: "EDI-1500-S", diameterMm: 65, index: 1500, treatments: ["AR"], lensType: "unifocal" },
  prescription: {
    lensType: "unifocal",
    sphere: -200,
    cylinder: 0,
    axis: 0,
    addition: 0,
    prism: 0,
    prismBase: 0,
  },
  orderReference: "CMD-1",
};
/** Another product of the same code, class and correction. */
export const SUBSTITUTE: typeof ORDERED = { ...ORDERED, lens: { ...ORDERED.lens, ediCode: "EDI-1500-T" } };

/** What a lens maker stated: its statement, and how many lenses it made for it. */
export interface Made {
  readonly statement: Statement;
  readonly lenses: number;
  readonly maker: Maker;
  /** It is a finished lens, shipped before anyone ordered it. */
  readonly isStock: boolean;
  /** What the cheat can open: it gave these secrets away, or they came with the lens. */
  readonly eyes: { readonly [E in Eye]?: { readonly codeSalt: Hex; readonly makerSalt: Hex } };
}

/** What the cheat asks an honest lens maker for. The secrets are in a ticket, which is the cheat's to write. */
export interface Asked {
  readonly dossier: Hex;
  readonly eyes: { readonly [E in Eye]?: Uint8Array };
  readonly codeSecret: Uint8Array;
  readonly maker?: Maker;
  /** What is made, where it is not what was ordered. */
  readonly made?: typeof ORDERED;
  readonly correction?: Correcting;
}

/** An honest lens maker makes what a ticket orders, and states it with the SDK. */
export const ship = remembered(
  ({ dossier, eyes, codeSecret: secret, maker: by = MAKER, made = ORDERED, correction }: Asked): Made => {
    const asked = EYES.filter((eye) => eyes[eye]);
    const opened = Object.fromEntries(
      asked.map((eye) => [
        eye,
        { codeSalt: codeSalt(secret, eye), makerSalt: eyeSalt(eyes[eye] as Uint8Array, "maker") },
      ]),
    );
    const ticket = {
      dossier,
      eyes: Object.fromEntries(
        asked.map((eye) => [eye, { secret: eyes[eye] as Uint8Array, codeSalt: opened[eye]?.codeSalt as Hex }]),
      ),
    };
    const delivery: Delivery = Object.fromEntries(asked.map((eye) => [eye, { ...made, maker: by.identifier }]));
    return {
      statement: deliverLenses(ticket, delivery, correction),
      lenses: asked.length,
      maker: by,
      isStock: false,
      eyes: opened,
    };
  },
  ({ dossier, eyes, codeSecret: secret, maker: by, made, correction }) =>
    `${dossier}${eyes.right}/${eyes.left}/${secret}${by?.identifier}${made?.lens.ediCode}${correction?.supersedes}${correction?.reason}`,
);

/** An honest lens maker ships one finished lens to the store, and states it with the SDK. */
export const shipStock = remembered(
  (unitSecret: Uint8Array): Made => {
    const opened = (eye: Eye) => ({ codeSalt: codeSalt(unitSecret, eye), makerSalt: eyeSalt(unitSecret, "maker") });
    return {
      statement: stateStock({ ...ORDERED, maker: MAKER.identifier }, STORE.party, unitSecret).statement,
      lenses: 1,
      maker: MAKER,
      isStock: true,
      eyes: { right: opened("right"), left: opened("left") },
    };
  },
  (unitSecret) => `${unitSecret}`,
);

/** The name of a unit that would be shipped to the store. */
export const unitOf = (unitSecret: Uint8Array): Hex => stockUnit(stockNullifier(unitSecret), STORE.party);

const KINDS = ["code", "lens", "prescription", "order", "maker"] as const;

/** A lens as the cheat writes it into its own statements. */
export interface Written {
  readonly commitments: { readonly [A in AspectName]?: Hex };
  readonly codeSalt: Hex;
  /** The name that the order gives its maker, opened. */
  readonly named?: { readonly salt: Hex; readonly identifier: string };
  /** What it was copied from; absent where nobody made such a lens. */
  readonly from?: Made;
}

/** Copied from what a lens maker stated. */
export const copied = (from: Made, eye: Eye): Written => {
  const opened = from.eyes[eye];
  return {
    commitments: Object.fromEntries(KINDS.map((kind) => [ofEye(kind, eye), from.statement.aspects[ofEye(kind, eye)]])),
    codeSalt: opened?.codeSalt ?? ZERO,
    named: { salt: opened?.makerSalt ?? ZERO, identifier: from.maker.identifier },
    from,
  };
};

/** What the store writes of a lens that it orders, or pretends to. */
export const written: (secret: Uint8Array, eye: Eye, named?: Maker, of?: typeof ORDERED) => Written = remembered(
  (secret: Uint8Array, eye: Eye, named: Maker | undefined = undefined, of: typeof ORDERED = ORDERED): Written => {
    const own = eyeSecret(secret, eye);
    const salt = codeSalt(codeSecret(secret), eye);
    const nameSalt = eyeSalt(own, "maker");
    return {
      commitments: {
        [ofEye("code", eye)]: committed(ofEye("code", eye), salt, of.code),
        [ofEye("lens", eye)]: committed(ofEye("lens", eye), eyeSalt(own, "lens"), of.lens),
        [ofEye("prescription", eye)]: committed(ofEye("prescription", eye), prescriptionSalt(own), of.prescription),
        [ofEye("order", eye)]: committed(ofEye("order", eye), eyeSalt(own, "order"), {
          orderReference: of.orderReference,
        }),
        ...(named && {
          [ofEye("maker", eye)]: committed(ofEye("maker", eye), nameSalt, { identifier: named.identifier }),
        }),
      },
      codeSalt: salt,
      ...(named && { named: { salt: nameSalt, identifier: named.identifier } }),
    };
  },
  (secret, eye, named, of) => `${secret}${eye}${named?.identifier}${of?.lens.ediCode}`,
);

const makerSalt = remembered(
  (secret: Uint8Array, eye: Eye) => eyeSalt(eyeSecret(secret, eye), "maker"),
  (secret, eye) => `${secret}${eye}`,
);

/** The same lens under another maker's name. */
export function renamed(lens: Written, secret: Uint8Array, eye: Eye, named: Maker): Written {
  const salt = makerSalt(secret, eye);
  const aspect = ofEye("maker", eye);
  const maker = committed(aspect, salt, { identifier: named.identifier });
  return {
    ...lens,
    commitments: { ...lens.commitments, [aspect]: maker },
    named: { salt, identifier: named.identifier },
  };
}

/** The cheat's file of a dossier. */
export interface Sale {
  /** What the certificate says that the id is the hash of. */
  readonly opening: DossierOpening;
  /** The dossier that its statements name. */
  readonly id: Hex;
  readonly secret: Uint8Array;
  readonly eyes: { readonly [E in Eye]?: Written };
  readonly priceCents: number;
  /** What insurers pay, of two shares. */
  readonly shares?: readonly [number, number];
}

const PAYER: Payer = {
  amc: AMC,
  priorAuthorisation: "PEC-1",
  rank: 1,
  payers: 1,
  shareCents: 1000,
  sharesCents: 1000,
};
const ITEM_OF = { right: "rightLens", left: "leftLens" } as const;

function billingOf({ eyes, priceCents }: Sale): Billing {
  const lenses = EYES.filter((eye) => eyes[eye]).map(
    (eye) => ({ item: ITEM_OF[eye], code: ORDERED.code.code, class: "A", priceCents }) as const,
  );
  const frame = { item: "frame", code: "M01", class: "A", priceCents } as const;
  const lines = lenses.length > 0 ? lenses : [frame];
  return { lines, totalCents: priceCents * lines.length };
}

interface Salts {
  readonly reference: Hex;
  readonly billing: Hex;
  readonly payer: Hex;
}
/** What derives from a dossier's secret, computed once. */
const saltsOf: (secret: Uint8Array) => Salts = remembered(
  (secret: Uint8Array) => ({
    reference: insurerSalt(insurerSecret(secret), "reference"),
    billing: insurerSalt(insurerSecret(secret), "billing"),
    payer: payerSalt(payerSecret(secret, 1)),
  }),
  (secret) => `${secret}`,
);

const fileReferenceOf = ({ secret }: Sale) => `D-${secret[0]}`;

/** A statement: the same object for the same words, so that it is hashed once. */
const statement = remembered(
  (dossier: Hex, stage: Stage, aspects: Statement["aspects"], supersedes?: Hex, reason?: number): Statement => ({
    dossier,
    stage: STAGES.indexOf(stage),
    aspects,
    ...(supersedes && { supersedes }),
    ...(reason && { reason }),
  }),
  (dossier, stage, aspects, supersedes, reason) =>
    `${dossier}${stage}${Object.entries(aspects).join("")}${supersedes}${reason}`,
);

/** A correction of an earlier statement. */
export interface Correcting {
  readonly supersedes: Hex;
  readonly reason: Exclude<CorrectionReason, "none">;
}

/** What a store states at a stage: what it writes of the lenses, and its own of the rest. */
export function state(
  sale: Sale,
  stage: Stage,
  { correction, claimant = STORE }: { readonly correction?: Correcting; readonly claimant?: Store } = {},
): Statement {
  const salts = saltsOf(sale.secret);
  const all: { [A in AspectName]?: Hex | undefined } = {
    reference: committed("reference", salts.reference, {
      siret: claimant.siret,
      fileReference: fileReferenceOf(sale),
    }),
    billing: committed("billing", salts.billing, billingOf(sale)),
    payerFirst: committed("payerFirst", salts.payer, PAYER),
    ...sale.eyes.right?.commitments,
    ...sale.eyes.left?.commitments,
  };
  const aspects = Object.fromEntries(
    ASPECTS.filter((aspect) => all[aspect] && isStatedAt(aspect, stage)).map((aspect) => [aspect, all[aspect]]),
  ) as Statement["aspects"];
  const reason = correction && CORRECTION_REASONS.indexOf(correction.reason);
  return statement(sale.id, stage, aspects, correction?.supersedes, reason);
}

/** A stock lens as a certificate presents it. */
export interface Unit {
  readonly nullifier: Hex;
  readonly receipt: Receipt;
}

/** What a certificate shows besides its receipts. */
export interface Shown {
  readonly stock?: { readonly [E in Eye]?: Unit };
  readonly grant?: GrantShown | undefined;
  /** Makers that are not opened. */
  readonly isWithoutMakers?: boolean;
}

/** The certificate of a sale, from receipts of the cheat's choice. */
export function certify(sale: Sale, receipts: readonly Receipt[], shown: Shown = {}): Certificate {
  const { stock = {}, grant: granted, isWithoutMakers } = shown;
  const salts = saltsOf(sale.secret);
  const { right, left } = sale.eyes;
  const named: MakerOpenings = {
    ...(right?.named && { right: right.named }),
    ...(left?.named && { left: left.named }),
  };
  const hasNames = Object.keys(named).length > 0 && !isWithoutMakers;
  return {
    format: "clairevoie-certificate/1",
    chain: CHAIN,
    dossier: sale.opening,
    receipts: [...receipts],
    optician: { salt: SALT },
    payer: { rank: 1, salt: salts.payer },
    openings: {
      reference: salts.reference,
      billing: salts.billing,
      ...(right && { codeRight: right.codeSalt }),
      ...(left && { codeLeft: left.codeSalt }),
    },
    ...(hasNames && { makers: named }),
    ...(granted && { grant: granted }),
    ...(Object.keys(stock).length > 0 && { stock }),
  };
}

/** What the insurer holds of a sale. */
export function claimOf(sale: Sale, claimant: Store = STORE): Claim {
  return {
    format: "clairevoie-claim/1",
    siret: claimant.siret,
    fileReference: fileReferenceOf(sale),
    ...PAYER,
    ...billingOf(sale),
  };
}

/** How the insurer was told that an invoice of a sale is shared. */
export const splitOf = (sale: Sale): Hex => split(saltsOf(sale.secret).billing);
const split = remembered(
  (salt: Hex) => settlementSplit(salt, PAYER.shareCents, 0),
  (salt) => salt,
);

/** The settler's keys of the secrets, and of nobody's. */
export const settlerOf: (secret: Uint8Array) => SigningKey = remembered(
  (secret: Uint8Array) => new SigningKey(toHex(settlerKey(secret))),
  (secret) => `${secret}`,
);

/** Grants an insurer the share of a sale's invoice, as the certificate shows it and as the registry takes it. */
export function grantOf(
  secret: SigningKey,
  settler: Hex,
  tag: Hex,
  { to = INSURER, rank = 1, round = 0 }: { to?: Key; rank?: 1 | 2; round?: number } = {},
): { readonly shown: GrantShown; readonly presented: Presented } {
  const presented = grant(secret, { insurer: to.party, tag, rank, settler, round });
  return { shown: { insurer: to.party, round, signature: presented.signature }, presented };
}

/** What an honest optician uses for a dossier of this secret. */
export const honest = {
  id: remembered(dossierId, (secret) => `${secret}`),
  opening: remembered(
    (secret: Uint8Array): DossierOpening => ({ seed: dossierSeed(secret), settler: accountOf(settlerOf(secret)) }),
    (secret) => `${secret}`,
  ),
  eye: remembered(eyeSecret, (secret, eye) => `${secret}${eye}`),
  code: remembered(codeSecret, (secret) => `${secret}`),
};
