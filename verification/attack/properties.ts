import { type Attack, PROPERTIES } from "./attackers.js";
import { attackConservation } from "./conservation.js";
import { attackIntegrityOnChain, attackTimeOnChain, attackWithdrawalsOnChain } from "./contracts.js";
import { attackVerdicts } from "./disagreement.js";
import { attackMutants } from "./mutants.js";

/** An attack on one of the eleven properties. */
export interface Attacked {
  /** 1 to 11. */
  readonly property: number;
  readonly name: string;
  readonly attack: Attack;
  /** Rounds of a run that every change makes, and of a long one. */
  readonly share: number;
  readonly long: number;
}

/** What is said of each property, in their order. */
export const PROPERTY_NAMES: readonly string[] = [
  ...PROPERTIES.map(([name]) => name),
  "conservation: no more is billed than was made",
].map((name, i) => `${i + 1} ${name}`);

/** Every attack, in the order of the properties. */
export const ATTACKS: readonly Attacked[] = [
  { property: 2, name: "mutants, by both paths", attack: attackMutants, share: 10, long: 2_000 },
  { property: 4, name: "contracts", attack: attackIntegrityOnChain, share: 60, long: 20_000 },
  { property: 5, name: "contracts", attack: attackTimeOnChain, share: 40, long: 10_000 },
  { property: 6, name: "contracts", attack: attackWithdrawalsOnChain, share: 60, long: 20_000 },
  { property: 10, name: "three verifiers", attack: attackVerdicts, share: 3, long: 2_000 },
  { property: 11, name: "a cheat's choices", attack: attackConservation, share: 25, long: 20_000 },
  ...PROPERTIES.map(([, attack, share, long], i) => ({ property: i + 1, name: "fixtures", attack, share, long })),
].sort((a, b) => a.property - b.property);
