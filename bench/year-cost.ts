import { readFileSync } from "node:fs";
import { figure } from "./figure.js";
import type { Results } from "./results.js";

/** What is assumed of a year and of prices; docs/performance.md states it. */
const YEAR = { dossiers: 15_000_000, statementsPerDossier: 4, minutes: 365 * 24 * 60 } as const;
const PRICES = { l2Gwei: 0.01, l1Gwei: 10, blobGwei: 1 } as const;
/** Of an anchoring transaction, signed and compressed, as a rollup posts it. */
const POSTED_BYTES = 120;
/** One unit of blob gas a byte (EIP-4844); 40 of gas a byte where a transaction is mostly calldata (EIP-7623). */
const CALLDATA_GAS = 40;

const coins = (gas: number, gwei: number) =>
  ((gas * gwei) / 1e9).toLocaleString("en-US", { maximumSignificantDigits: 3 });

/** What settling one of a hundred shares costs, as docs/gas.md has it. */
function settlementGas(): number {
  const row = /\| settle, for each of a hundred together \| ([\d,]+) \|/.exec(readFileSync("docs/gas.md", "utf8"));
  return Number(row?.[1]?.replaceAll(",", "") ?? Number.NaN);
}

/** Rows of the table of a national year: what, how much, and what it costs in the coin of an L2 and of an L1. */
export function nationalYear({ verification, gas }: Results): readonly (readonly string[])[] {
  const anchor = gas.at(-1)?.gas ?? Number.NaN;
  const statements = YEAR.dossiers * YEAR.statementsPerDossier;
  const cost = (what: string, units: number) =>
    [what, `${figure(units)} gas`, coins(units, PRICES.l2Gwei), coins(units, PRICES.l1Gwei)] as const;
  const posted = YEAR.minutes * POSTED_BYTES;
  return [
    cost("a root a minute", YEAR.minutes * anchor),
    cost("a root an hour", (YEAR.minutes / 60) * anchor),
    [
      "data that the L2 posts of a root a minute, in blobs",
      `${figure(posted)} bytes`,
      coins(posted, PRICES.blobGwei),
      "",
    ],
    ["the same as calldata", `${figure(posted)} bytes`, coins(posted * CALLDATA_GAS, PRICES.l1Gwei), ""],
    cost("settling every dossier once, a hundred together", YEAR.dossiers * settlementGas()),
    ["a statement, of a root a minute", `${figure((YEAR.minutes * anchor) / statements)} gas`, "", ""],
    ["auditing all of it, one core", `${figure(YEAR.dossiers / verification.fastest.cold / 60)} minutes`, "", ""],
    ["the archive", `${figure((YEAR.dossiers * verification.bytesPerCertificate) / 1e9)} GB`, "", ""],
  ];
}
