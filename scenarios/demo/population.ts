import type { EquipmentFile, LensFile } from "../../src/parties/index.js";
import {
  type BillingLine,
  type Eye,
  groupedCode,
  type Payer,
  type Prescription,
  passesLuhn,
} from "../../src/protocol/index.js";
import type { Chance } from "../../testing/chance.js";

/** What a dossier is about, as its optician knows it, and who takes part. */
export interface Drawn {
  readonly store: number;
  /** The lens maker of each eye. */
  readonly makers: { readonly [E in Eye]?: number };
  /** The insurer of each payer, first first. */
  readonly insurers: readonly number[];
  readonly file: EquipmentFile;
}

/** A SIRET with a good check digit that belongs to a number of this demonstration, not to a business. */
export function fictitiousSiret(number: number): string {
  const body = `9${String(number).padStart(7, "0")}00001`;
  const digit = "0123456789".split("").find((last) => passesLuhn(body + last));
  return body + (digit ?? "0");
}

/** The SIREN of the lens maker of this number, public as it is. */
function fictitiousSiren(number: number): string {
  const body = `9${String(number).padStart(7, "0")}`;
  const digit = "0123456789".split("").find((last) => passesLuhn(body + last));
  return body + (digit ?? "0");
}

/** The SIREN of the lens maker of this number: it stands on chain, and no correction is written like it. */
export const makerNumber = (maker: number): string => fictitiousSiren(5_917_264 + maker);

/** An AMC number of this demonstration. */
export function fictitiousAmc(number: number): string {
  return String(99_000_000 + number);
}

/**
 * A correction such as French opticians see: mostly between -6 and +4, half of them astigmatic, an addition from the
 * forties on. The shape is plausible and not a statistic.
 */
function drawPrescription(chance: Chance, age: number, lensType: Prescription["lensType"]): Prescription {
  const bell = chance.next() + chance.next() + chance.next() - 1.5; // In (-1.5, 1.5), mostly near 0.
  const sphere = Math.round((bell * (age > 45 ? 300 : 400) - (age > 45 ? -50 : 100)) / 25) * 25;
  const cylinder = chance.next() < 0.5 ? 0 : chance.whole(1, chance.next() < 0.85 ? 6 : 14) * 25;
  return {
    lensType,
    sphere: sphere + 0,
    cylinder,
    axis: cylinder === 0 ? 0 : chance.whole(1, 36) * 5,
    addition: lensType === "unifocal" ? 0 : Math.min(350, Math.max(75, Math.round((age - 38) / 6) * 25 + 75)),
    prism: chance.next() < 0.02 ? chance.whole(1, 8) * 50 : 0,
    prismBase: 90,
  };
}

/** 1 January 2026: by which table of codes. */
const YEAR = 1_767_225_600;

const TREATMENTS = ["AR", "DUR", "BLEU", "PHOTO", "HYDRO"];
const INDICES = [1500, 1600, 1670, 1740];

/** Draws the dossier of this number. */
export function drawDossier(chance: Chance, number: number, stores: number, makers: number, insurers: number): Drawn {
  const age = chance.whole(7, 88);
  const lensType = age > 45 && chance.next() < 0.8 ? "progressive" : "unifocal";
  const basket = chance.next() < 0.17 ? "A" : "B";
  const shape = chance.next();
  const eyes: readonly Eye[] =
    shape < 0.04 ? [] : shape < 0.08 ? ["right"] : shape < 0.12 ? ["left"] : ["right", "left"];
  const index = chance.pick(INDICES);
  const treatments = TREATMENTS.filter(() => chance.next() < 0.5);
  const files: { [E in Eye]?: LensFile } = {};
  const maker = chance.whole(0, makers - 1);
  const other = chance.next() < 0.08 ? (maker + 1) % makers : maker;
  for (const eye of eyes) {
    const prescription = drawPrescription(chance, age, lensType);
    const code = groupedCode(basket, prescription, YEAR);
    if (code === undefined) throw new Error("a correction that no code covers was drawn");
    files[eye] = {
      code: { code, class: basket },
      lens: {
        ediCode: `${lensType === "unifocal" ? "UNI" : "PRO"}-${index}-${chance.whole(10, 99)}`,
        diameterMm: chance.pick([60, 65, 70, 75]),
        index,
        treatments,
        lensType,
      },
      prescription,
      orderReference: `CMD-${String(number).padStart(6, "0")}-${eye === "right" ? "D" : "G"}`,
      maker: makerNumber(eye === "right" ? maker : other),
    };
  }
  const lensPrice = (lensType === "unifocal" ? chance.whole(35, 120) : chance.whole(90, 320)) * 100;
  const lines: BillingLine[] = [
    ...eyes.flatMap((eye) => {
      const code = files[eye]?.code;
      return code ? [{ item: `${eye}Lens` as const, ...code, priceCents: lensPrice }] : [];
    }),
    { item: "frame", code: basket === "A" ? "M01" : "M03", class: basket, priceCents: chance.whole(30, 260) * 100 },
  ];
  const totalCents = lines.reduce((sum, { priceCents }) => sum + priceCents, 0);
  const first = chance.whole(0, insurers - 1);
  const paying = chance.next() < 0.06 ? [first, (first + 1) % insurers] : [first];
  const sharesCents = Math.floor((totalCents * chance.whole(50, 100)) / 100);
  const secondShare = paying.length === 2 ? Math.floor(sharesCents / 4) : 0;
  const payers = paying.map(
    (insurer, i): Payer => ({
      amc: fictitiousAmc(insurer),
      priorAuthorisation: chance.next() < 0.1 ? "" : `PEC-${chance.whole(100_000, 999_999)}`,
      rank: i === 0 ? 1 : 2,
      payers: paying.length === 2 ? 2 : 1,
      shareCents: i === 0 ? sharesCents - secondShare : secondShare,
      sharesCents,
    }),
  );
  const store = chance.whole(0, stores - 1);
  return {
    store,
    makers: { ...(files.right && { right: maker }), ...(files.left && { left: other }) },
    insurers: paying,
    file: {
      reference: { siret: fictitiousSiret(store), fileReference: `D-2026-${String(number).padStart(6, "0")}` },
      billing: { lines, totalCents },
      frame: { frameReference: `FR-${chance.whole(1000, 9999)}`, class: basket },
      payers,
      eyes: files,
    },
  };
}

/** The same correction in the other cylinder notation, as a lens maker's system may hold it. */
export function transposed(prescription: Prescription): Prescription {
  if (prescription.cylinder === 0) return prescription;
  return {
    ...prescription,
    sphere: prescription.sphere + prescription.cylinder,
    cylinder: -prescription.cylinder,
    axis: prescription.axis > 90 ? prescription.axis - 90 : prescription.axis + 90,
  };
}
