import { groth16 } from "snarkjs";
import { bandMask, type Code, type Eye, type Hex, InputError, MOST_MASK, powerBand } from "../src/protocol/index.js";
import { renewalCriteria } from "../src/zk/rules/decide.js";
import { bandWitness, type EyeOpenings, type Opening, renewalWitness } from "./inputs.js";
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

/** A proof of power bands, as a certificate holds it. */
export interface BandProven {
  /** Bit n for band n. */
  readonly mask: number;
  readonly proof: Hex;
}

/** Whether a mask is one that may be proven: of bands of one kind of lens. The circuit refuses every other too. */
const isMask = (mask: number): boolean => mask <= MOST_MASK && (mask < 1 << 7 || (mask & 0b1111111) === 0);

/**
 * Proves that the power of the lens of an eye is in one of the bands of a mask, and does not tell which.
 * @throws {InputError} when it is in none of them: then it cannot be proven.
 */
export async function proveBand(
  artefacts: Artefacts,
  dossier: Hex,
  eye: Eye,
  opening: Opening,
  mask: number,
): Promise<BandProven> {
  const band = powerBand(opening.prescription);
  if (band === undefined || !isMask(mask) || (mask & (1 << band)) === 0) {
    throw new InputError("prescription", "not-in-bands");
  }
  return { mask, proof: await prove(bandWitness(dossier, eye, opening, mask), artefacts) };
}

/**
 * Proves that the power of the lens of an eye is in the bands of the code that is billed for it, and tells no more than the code.
 * @param at When the lens was ordered, Unix seconds: which table counts.
 * @throws {InputError} when the code is of no lens, or not of this one.
 */
export async function proveBandOfCode(
  artefacts: Artefacts,
  dossier: Hex,
  eye: Eye,
  opening: Opening,
  code: Code,
  at: number,
): Promise<BandProven> {
  const mask = bandMask(code, at);
  if (mask === undefined) throw new InputError("code", "code-without-bands");
  return proveBand(artefacts, dossier, eye, opening, mask);
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
