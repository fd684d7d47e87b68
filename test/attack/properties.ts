import { type Attack, PROPERTIES } from "./attackers.js";
import { attackVerdicts } from "./disagreement.js";

/** An attack on one of the ten properties. */
export interface Attacked {
  /** 1 to 10. */
  readonly property: number;
  readonly name: string;
  readonly attack: Attack;
  /** Rounds of a run that every change makes, and of a long one. */
  readonly share: number;
  readonly long: number;
}

/** What is said of each property, in their order. */
export const PROPERTY_NAMES: readonly string[] = PROPERTIES.map(([name], i) => `${i + 1} ${name}`);

/** Every attack, in the order of the properties. */
export const ATTACKS: readonly Attacked[] = [
  { property: 10, name: "three verifiers", attack: attackVerdicts, share: 3, long: 2_000 },
  ...PROPERTIES.map(([, attack, share, long], i) => ({ property: i + 1, name: "fixtures", attack, share, long })),
].sort((a, b) => a.property - b.property);
