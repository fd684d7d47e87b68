import {
  canonicalPrescription,
  commit,
  EYES,
  type Eye,
  type Hex,
  LENS_TYPES,
  ofEye,
  type Prescription,
} from "../src/protocol/index.js";
import { bandInputs, type EyeCommitments, renewalInputs } from "../src/protocol/predicates.js";
import type { Input } from "./witness.js";

/** A prescription and the salt of its commitment: what only optician and lens maker have. */
export interface Opening {
  readonly prescription: Prescription;
  readonly salt: Hex;
}

/** The openings of an equipment: both eyes, or one. */
export interface EyeOpenings {
  readonly right?: Opening | undefined;
  readonly left?: Opening | undefined;
}

const FIELDS = ["lensType", "sphere", "cylinder", "axis", "addition", "prism", "prismBase"] as const;

/** The values of a prescription as the circuits take them. */
export function values(prescription: Prescription): Readonly<Record<(typeof FIELDS)[number], number>> {
  const canonical = canonicalPrescription(prescription);
  return { ...canonical, lensType: LENS_TYPES.indexOf(canonical.lensType) };
}

export function commitmentOf(eye: Eye, { prescription, salt }: Opening): Hex {
  return commit(ofEye("prescription", eye), salt, prescription);
}

export function commitmentsOf(openings: EyeOpenings): EyeCommitments {
  const { right, left } = openings;
  return { right: right && commitmentOf("right", right), left: left && commitmentOf("left", left) };
}

/** What the circuit of bands takes, public and private. */
export function bandWitness(dossier: Hex, eye: Eye, opening: Opening, mask: number): Record<string, Input> {
  const statement = { dossier, eye, commitment: commitmentOf(eye, opening), mask };
  const [commitment = 0n, aspect = 0n, bands = 0n, binding = 0n] = bandInputs(statement);
  return { commitment, aspect, mask: bands, binding, salt: BigInt(opening.salt), ...values(opening.prescription) };
}

const NOTHING: Opening = {
  prescription: { lensType: "unifocal", sphere: 0, cylinder: 0, axis: 0, addition: 0, prism: 0, prismBase: 0 },
  salt: `0x${"00".repeat(32)}`,
};

/** What the circuit of renewals takes, public and private. An eye that is not in both is not compared. */
export function renewalWitness(dossier: Hex, before: EyeOpenings, after: EyeOpenings): Record<string, Input> {
  const compared = EYES.map((eye) => (before[eye] && after[eye] ? 1 : 0));
  const pairs = EYES.map((eye, i) =>
    [before[eye], after[eye]].map((opening) => (compared[i] === 1 && opening) || NOTHING),
  );
  const publics = renewalInputs({ dossier, before: commitmentsOf(before), after: commitmentsOf(after) });
  const field = (name: (typeof FIELDS)[number]) => pairs.map((pair) => pair.map((o) => values(o.prescription)[name]));
  return {
    before: publics.slice(0, 2),
    after: publics.slice(2, 4),
    binding: publics[4] ?? 0n,
    compared,
    salt: pairs.map((pair) => pair.map(({ salt }) => BigInt(salt))),
    ...Object.fromEntries(FIELDS.map((name) => [name, field(name)])),
  };
}
