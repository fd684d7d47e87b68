import { curves, powersOfTau, zKey } from "snarkjs";

/** 2^11 is enough: the larger circuit, that of renewals, has some 1950 constraints. */
const POWER = 11;

/** What anyone can compute from the text: the secrets of the development setup are public, and it is reproducible. */
const DEVELOPMENT_BEACON = `${"00".repeat(31)}01`;

/** 2^n hashes between the beacon and what it gives; for a beacon that is drawn in public, so that nobody can foresee it. */
export const BEACON_EXPONENT = 10;

/** Ends the threads that snarkjs keeps, so that the program can end. */
export async function endThreads(): Promise<void> {
  await (await curves.getCurveFromName("bn128")).terminate();
}

/** The first accumulator, to which nobody has contributed. */
export async function newPowers(made: string): Promise<void> {
  await powersOfTau.newAccumulator(await curves.getCurveFromName("bn128"), POWER, made);
}

/** The powers of tau of the development setup. `made` is what proving keys are made from. */
export async function developmentPowers(made: string): Promise<void> {
  await newPowers(`${made}.new`);
  await powersOfTau.beacon(`${made}.new`, `${made}.done`, "development", DEVELOPMENT_BEACON, BEACON_EXPONENT);
  await powersOfTau.preparePhase2(`${made}.done`, made);
}

/** The proving key of the development setup for a circuit. */
export async function developmentKey(constraints: string, powers: string, made: string): Promise<void> {
  await zKey.newZKey(constraints, powers, `${made}.new`);
  await zKey.beacon(`${made}.new`, made, "development", DEVELOPMENT_BEACON, BEACON_EXPONENT);
}
