import { type Dossier, type EquipmentFile, type LensFile, openDossier } from "../../src/parties/index.js";
import { EYES } from "../../src/protocol/index.js";
import { chance } from "../../testing/chance.js";
import { CASES } from "./cases.js";
import { type Drawn, drawDossier } from "./population.js";
import type { DemoResult } from "./run.js";

/** A dossier that the demonstration played, as its optician held it. */
export interface PlayedDossier {
  readonly name: string;
  readonly dossier: Dossier;
  readonly drawn: Drawn;
  /** What was stated of it, where a case changes something on the way. */
  readonly files: readonly EquipmentFile[];
}

function withLens(file: EquipmentFile, change: (lens: LensFile) => Partial<LensFile>): EquipmentFile {
  const eyes = EYES.flatMap((eye) => {
    const lens = file.eyes[eye];
    return lens ? [[eye, { ...lens, ...change(lens) }] as const] : [];
  });
  return { ...file, eyes: Object.fromEntries(eyes) };
}

/** What a case states besides what it drew. */
const ALSO_STATED: Readonly<Record<string, (file: EquipmentFile) => EquipmentFile>> = {
  "substituted lens": (file) => withLens(file, ({ lens }) => ({ lens: { ...lens, ediCode: "UNI-1500-00" } })),
  "changed correction": (file) =>
    withLens(file, ({ prescription: p }) => ({ prescription: { ...p, sphere: p.sphere + 50 } })),
  "breakage and remake": (file) => withLens(file, ({ orderReference }) => ({ orderReference: `${orderReference}-R` })),
  "adaptation warranty": (file) =>
    withLens(file, ({ prescription: p, orderReference }) => ({
      prescription: { ...p, prism: p.prism + 50 },
      orderReference: `${orderReference}-R`,
    })),
};

/** Draws again what a run drew: certificates hold no value, so this is the only way to know what must not be in them. */
export function playedDossiers(seed: string, { world, dossiers, cases }: DemoResult): PlayedDossier[] {
  const drawing = chance(seed);
  const [stores, makers, insurers] = [world.opticians.length - 1, world.makers.length, world.insurers.length];
  const draw = (number: number) => drawDossier(drawing, number, stores, makers, insurers);
  const drawnPlain = (number: number): Drawn => {
    const drawn = draw(number);
    const { right, left } = drawn.makers;
    return right !== undefined && right === left && drawn.insurers.length === 1 ? drawn : drawnPlain(number);
  };
  const population = dossiers.map(({ number, dossier }): PlayedDossier => {
    const drawn = draw(number);
    return { name: `dossier ${number}`, dossier, drawn, files: [drawn.file] };
  });
  const played = CASES.map(({ name }, i): PlayedDossier => {
    const number = dossiers.length + 1 + i;
    const drawn = drawnPlain(number);
    const claim = cases[i]?.claim;
    const also = ALSO_STATED[name]?.(drawn.file);
    // The claim's own bill, store and authorisation count too: some cases change them.
    const claimed: EquipmentFile = claim
      ? {
          ...drawn.file,
          reference: { siret: claim.siret, fileReference: claim.fileReference },
          billing: { lines: claim.lines, totalCents: claim.totalCents },
        }
      : drawn.file;
    const dossier = openDossier(drawing.bytes(`dossier/${number}`));
    return { name: `case ${name}`, dossier, drawn, files: [claimed, ...(also ? [also] : [])] };
  });
  return [...population, ...played];
}
