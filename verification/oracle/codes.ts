import { readFileSync } from "node:fs";
import type { Letter } from "./shapes.js";

type Line = { readonly [C in Column]?: string };
type Column = "code" | "class" | "kind" | "bands" | "valid_from" | "valid_until";

/** The published tables, read as they stand: the oracle takes them from no code. */
function table(name: string): readonly Line[] {
  const text = readFileSync(new URL(`../../data/${name}`, import.meta.url), "utf8");
  const [head = "", ...lines] = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const cells = (line: string) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,"]*))/g)].map(([, a, b]) => a ?? b ?? "");
  const names = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, i) => [names[i] ?? "", cell])) as Line);
}

const CODES = table("grouped-codes.csv");

/** Codes that may be billed as extras, where a policy lists none. */
export const EXTRAS: readonly string[] = table("extras.csv").flatMap(({ code = "" }) => [code]);

/** Bit n stands for band n: seven unifocal ones, then seven multifocal ones. */
const BANDS = ["VU", "VM"].flatMap((focal) => [1, 2, 3, 4, 5, 6, 7].map((n) => `${focal}${n}`));
const bitsOf = (bands: readonly string[]) => bands.reduce((mask, band) => mask | (1 << BANDS.indexOf(band)), 0);

const isInForce = ({ valid_from = "", valid_until = "" }: Line, at: number) =>
  Date.parse(valid_from) / 1000 <= at && (valid_until === "" || at < Date.parse(valid_until) / 1000);

/** The bands of a code and class, as a mask: the policy's own, else those of the table at that time; 0 where there are none. */
export function maskOf(
  code: string,
  letter: Letter,
  at: number,
  own: readonly { readonly code: string; readonly bands: readonly string[] }[] = [],
): number {
  const given = own.find((one) => one.code === code);
  if (given) return bitsOf(given.bands);
  const line = CODES.find(
    (one) => one.code === code && one.class === letter && one.kind === "lens" && isInForce(one, at),
  );
  return line ? bitsOf((line.bands ?? "").split(" ")) : 0;
}
