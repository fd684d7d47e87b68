import { groth16 } from "snarkjs";
import { type Eye, type Hex, InputError, type ProvenCategory } from "../src/protocol/index.js";
import { lensCategory, renewalCriteria } from "../src/zk/rules/decide.js";
import { categoryWitness, type EyeOpenings, type Opening, renewalWitness } from "./inputs.js";
import { proofBytes } from "./words.js";

/** What proves one statement: the program that solves the circuit, and the proving key. A path, or the bytes. */
export interface Artefacts {
  readonly program: string | Uint8Array;
  readonly key: string | Uint8Array;
}

async function prove(inputs: unknown, { program, key }: Artefacts): Promise<Hex> {
  const { proof } = await groth16.fullProve(inputs, program, key);
  return proofBytes(proof);
}

/**
 * Proves the category of the lens of an eye.
 * @throws {InputError} when the article covers no such lens: then nothing can be proven of it.
 */
export async function proveCategory(
  artefacts: Artefacts,
  dossier: Hex,
  eye: Eye,
  opening: Opening,
): Promise<{ readonly category: ProvenCategory; readonly proof: Hex }> {
  const category = lensCategory(opening.prescription);
  if (category === "none") {
    throw new InputError("prescription", "without-category");
  }
  return { category, proof: await prove(categoryWitness(dossier, eye, opening, category), artefacts) };
}

/**
 * Proves that a criterion of early renewal holds, and does not tell which.
 * @throws {InputError} when none holds.
 */
export async function proveRenewal(
  artefacts: Artefacts,
  dossier: Hex,
  before: EyeOpenings,
  after: EyeOpenings,
): Promise<{ readonly proof: Hex }> {
  const prescriptions = ({ right, left }: EyeOpenings) => ({ right: right?.prescription, left: left?.prescription });
  if (renewalCriteria(prescriptions(before), prescriptions(after)).length === 0) {
    throw new InputError("prescription", "without-renewal-criterion");
  }
  return { proof: await prove(renewalWitness(dossier, before, after), artefacts) };
}
