import { type Delivery, deliverLenses, type LensFile, stateStock } from "../../src/parties/index.js";
import { aspectNumber } from "../../src/protocol/aspects.js";
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
  dossierId,
  EYES,
  type Eye,
  eyeSecret,
  type Hex,
  insurerSalt,
  insurerSecret,
  isStatedAt,
  ofEye,
  type Payer,
  partyId,
  payerSalt,
  payerSecret,
  type Receipt,
  STAGES,
  type Stage,
  type Statement,
  stockNullifier,
  stockUnit,
  ZERO,
} from "../../src/protocol/index.js";
import { AMC, MAKER as MAKER_SIRET, STORE as STORE_SIRET } from "../../testing/dossiers.js";
import { committed, type Key, Ledger } from "./ledger.js";

export const DAY = 86_400;
/** Day 0 of every play. */
export const DAY_ZERO = 1_800_000_000;

const salt: Hex = `0x${"a5".repeat(32)}`;
const party = (role: Key["role"], identifier: string, byte: string): Key => ({
  address: `0x${byte.repeat(20)}`,
  party: partyId(salt, role, identifier),
  role,
});
export const STORE = party("optician", STORE_SIRET, "51");
export const MAKER = party("lens-maker", MAKER_SIRET, "61");
export const INSURER = party("insurer", AMC, "71");

/** A ledger on which everybody is enrolled. */
export function newLedger(): Ledger {
  const ledger = new Ledger(DAY_ZERO);
  for (const key of [STORE, MAKER, INSURER]) ledger.enrol(key);
  return ledger;
}

/** Secrets that the cheat drew: any bytes will do, and it may use one for another. */
export const DOSSIER_SECRETS = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
/** A unit secret that the cheat invented: no lens belongs to it. */
export const INVENTED = new Uint8Array(24).fill(9);
/** Unit secrets that the lens maker drew for lenses that it ships to the store. */
export const UNITS = [21, 22].map((byte) => new Uint8Array(24).fill(byte));

const ORDERED: LensFile & { readonly orderReference: string } = {
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

/** What a lens maker stated: its statement, and how many lenses it made for it. */
export interface Made {
  readonly statement: Statement;
  readonly lenses: number;
  /** It is a finished lens, shipped before anyone ordered it. */
  readonly isStock: boolean;
  /** What opens the codes, which the cheat knows: it gave these secrets away, or they came with the lens. */
  readonly codeSalts: { readonly [E in Eye]?: Hex };
}

/** What the cheat asks an honest lens maker for. The secrets are in a ticket, which is the cheat's to write. */
export interface Asked {
  readonly dossier: Hex;
  readonly eyes: { readonly [E in Eye]?: Uint8Array };
  readonly codeSecret: Uint8Array;
}

const known = new Map<string, Made>();
function once(name: string, make: () => Made): Made {
  const found = known.get(name) ?? make();
  known.set(name, found);
  return found;
}

/** An honest lens maker makes what a ticket orders, and states it with the SDK. */
export function ship(asked: Asked): Made {
  const eyes = EYES.filter((eye) => asked.eyes[eye]);
  return once(`${asked.dossier}${eyes.map((eye) => `${eye}${asked.eyes[eye]}`)}${asked.codeSecret}`, () => {
    const salts = Object.fromEntries(eyes.map((eye) => [eye, codeSalt(asked.codeSecret, eye)]));
    const ticket = {
      dossier: asked.dossier,
      eyes: Object.fromEntries(
        eyes.map((eye) => [eye, { secret: asked.eyes[eye] as Uint8Array, codeSalt: salts[eye] as Hex }]),
      ),
    };
    const delivery: Delivery = Object.fromEntries(eyes.map((eye) => [eye, ORDERED]));
    return { statement: deliverLenses(ticket, delivery), lenses: eyes.length, isStock: false, codeSalts: salts };
  });
}

/** An honest lens maker ships one finished lens to the store, and states it with the SDK. */
export function shipStock(unitSecret: Uint8Array): Made {
  return once(`stock ${unitSecret}`, () => ({
    statement: stateStock(ORDERED, STORE.party, unitSecret).statement,
    lenses: 1,
    isStock: true,
    codeSalts: { right: codeSalt(unitSecret, "right"), left: codeSalt(unitSecret, "left") },
  }));
}

/** The name of a unit that would be shipped to the store. */
export const unitOf = (unitSecret: Uint8Array): Hex => stockUnit(stockNullifier(unitSecret), STORE.party);

/** A lens that the cheat bills for an eye: copied from what a lens maker stated. */
export interface Billed {
  readonly from: Made;
  /** The eye of the statement that is copied; a stock lens is stated for both. */
  readonly eye: Eye;
}

/** The cheat's file of a dossier. */
export interface Sale {
  readonly id: Hex;
  readonly secret: Uint8Array;
  readonly eyes: { readonly [E in Eye]?: Billed };
  readonly priceCents: number;
}

const payer: Payer = {
  amc: AMC,
  priorAuthorisation: "PEC-1",
  rank: 1,
  payers: 1,
  shareCents: 1000,
  sharesCents: 1000,
};
const ITEM_OF = { right: "rightLens", left: "leftLens" } as const;

function billingOf({ eyes, priceCents }: Sale): Billing {
  const lines = EYES.filter((eye) => eyes[eye]).map(
    (eye) => ({ item: ITEM_OF[eye], code: ORDERED.code.code, class: "A", priceCents }) as const,
  );
  return { lines, totalCents: priceCents * lines.length };
}

/** What derives from a dossier's secret, computed once. */
const SALTS = new Map<Uint8Array, { readonly reference: Hex; readonly billing: Hex; readonly payer: Hex }>(
  DOSSIER_SECRETS.map((secret) => {
    const insurer = insurerSecret(secret);
    return [
      secret,
      {
        reference: insurerSalt(insurer, "reference"),
        billing: insurerSalt(insurer, "billing"),
        payer: payerSalt(payerSecret(secret, 1)),
      },
    ] as const;
  }),
);
const saltsOf = ({ secret }: Sale) =>
  SALTS.get(secret) as { readonly reference: Hex; readonly billing: Hex; readonly payer: Hex };

const fileReferenceOf = ({ secret }: Sale) => `D-${secret[0]}`;

/** What the store states at a stage: the lens maker's own commitments, whatever they are of, and its own of the rest. */
export function state(
  sale: Sale,
  stage: Exclude<Stage, "shipment">,
  correction?: { readonly supersedes: Hex; readonly reason: CorrectionReason },
): Statement {
  const salts = saltsOf(sale);
  const all: { [A in AspectName]?: Hex | undefined } = {
    reference: committed("reference", salts.reference, {
      siret: STORE_SIRET,
      fileReference: fileReferenceOf(sale),
    }),
    billing: committed("billing", salts.billing, billingOf(sale)),
    payerFirst: committed("payerFirst", salts.payer, payer),
  };
  for (const eye of EYES) {
    const billed = sale.eyes[eye];
    if (!billed) continue;
    for (const kind of ["code", "lens", "prescription", "order"] as const) {
      all[ofEye(kind, eye)] = billed.from.statement.aspects[aspectNumber(ofEye(kind, billed.eye))];
    }
  }
  return {
    dossier: sale.id,
    stage: STAGES.indexOf(stage),
    aspects: ASPECTS.map((aspect) => (isStatedAt(aspect, stage) ? (all[aspect] ?? ZERO) : ZERO)),
    supersedes: correction?.supersedes ?? ZERO,
    reason: correction ? CORRECTION_REASONS.indexOf(correction.reason) : 0,
  };
}

/** A stock lens as a certificate presents it. */
export interface Presented {
  readonly nullifier: Hex;
  readonly receipt: Receipt;
}

/** The certificate of a sale, from receipts of the cheat's choice. */
export function certify(
  sale: Sale,
  receipts: readonly Receipt[],
  chain: Certificate["chain"],
  stock: { readonly [E in Eye]?: Presented } = {},
): Certificate {
  const salts = saltsOf(sale);
  const { right, left } = sale.eyes;
  const hasStock = Object.keys(stock).length > 0;
  return {
    format: "clairevoie-certificate/1",
    chain,
    receipts: [...receipts],
    optician: { salt },
    payer: { rank: 1, salt: salts.payer },
    openings: {
      reference: salts.reference,
      billing: salts.billing,
      ...(right && { codeRight: right.from.codeSalts[right.eye] as Hex }),
      ...(left && { codeLeft: left.from.codeSalts[left.eye] as Hex }),
    },
    ...(hasStock && { stock }),
  };
}

/** What the insurer holds of a sale. */
export function claimOf(sale: Sale): Claim {
  return {
    format: "clairevoie-claim/1",
    siret: STORE_SIRET,
    fileReference: fileReferenceOf(sale),
    ...payer,
    ...billingOf(sale),
  };
}

/** What an honest optician would use for a dossier of this secret. */
export const honest = {
  id: dossierId,
  eye: eyeSecret,
  code: codeSecret,
};
