import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import type { Interval } from "../src/protocol/codes/interval.js";
import type { BandRow, CodeRow, Validity } from "../src/protocol/codes/rows.js";

const ROOT = path.resolve(import.meta.dirname, "..");
/** What is generated. */
export const CODES_FILE = path.join(ROOT, "src/protocol/codes/table.ts");

type Line = Readonly<Record<string, string>>;

/** The files that are the tables. */
const FILES = { groupedCodes: "data/grouped-codes.csv", extras: "data/extras.csv" } as const;

const bytesOf = (file: string) => readFileSync(path.join(ROOT, file));
const linesOf = (file: string): Line[] => parse(bytesOf(file), { columns: true });
const words = (text = ""): string[] => text.split(" ").filter(Boolean);

/** `-600..0`, `..-601`, `25..`, or one number. */
function intervalOf(text: string): Interval {
  const [, least, most] = /^(-?\d+)?\.\.(-?\d+)?$/.exec(text) ?? [undefined, text, text];
  return { ...(least && { least: Number(least) }), ...(most && { most: Number(most) }) };
}

function validityOf({ valid_from = "", valid_until = "" }: Line): Validity {
  const seconds = (text: string) => {
    const value = Date.parse(text) / 1000;
    if (!Number.isSafeInteger(value)) throw new Error(`not a date with its offset: ${text}`);
    return value;
  };
  return { validFrom: seconds(valid_from), ...(valid_until && { validUntil: seconds(valid_until) }) };
}

function bandOf(line: Line): BandRow {
  return {
    name: line["code"] ?? "",
    kind: line["focal"] === "unifocal" ? "unifocal" : "multifocal-or-progressive",
    category: line["category"] as BandRow["category"],
    sphere: words(line["sphere"]).map(intervalOf),
    cylinder: intervalOf(line["cylinder"] ?? ""),
    sum: intervalOf(line["sum"] ?? ""),
  };
}

function codeOf(line: Line, item: CodeRow["item"], names: readonly string[]): CodeRow {
  const bands = words(line["bands"]).map((name) => names.indexOf(name));
  if (bands.includes(-1)) throw new Error(`${line["code"]} names a band that there is not`);
  return {
    code: line["code"] ?? "",
    ...(line["class"] && { class: line["class"] as "A" | "B" }),
    item,
    bands,
    also: words(line["also"]),
    ...validityOf(line),
  };
}

/** The source of the module that holds the tables. */
export function bandsAndCodes(): string {
  const lenses = linesOf(FILES.groupedCodes);
  const bands = lenses.filter(({ sphere }) => sphere).map(bandOf);
  const names = bands.map(({ name }) => name);
  const codes = [
    ...lenses.map((line) => codeOf(line, line["kind"] as CodeRow["item"], names)),
    ...linesOf(FILES.extras).map((line) => codeOf(line, "extra", names)),
  ];
  const hashes = Object.fromEntries(
    Object.entries(FILES).map(([name, file]) => [name, createHash("sha256").update(bytesOf(file)).digest("hex")]),
  );
  const source = `import type { BandRow, CodeRow } from "./rows.js";

// Made by scripts/grouped-codes.ts from data/grouped-codes.csv and data/extras.csv.

/** The bands in the order of their numbers: 0 to 6 of unifocal lenses, 7 to 13 of multifocal and progressive ones. */
export const BANDS: readonly BandRow[] = ${JSON.stringify(bands)};

/** Every grouped code of a lens or a frame, and every extra. */
export const CODES: readonly CodeRow[] = ${JSON.stringify(codes)};

/** SHA-256 of the files that the tables are made from, for who compares theirs with ours. */
export const CODE_TABLES = ${JSON.stringify(hashes)} as const;
`;
  const biome = path.join(ROOT, "node_modules/.bin/biome");
  const args = ["format", "--stdin-file-path=src/protocol/codes/table.ts"];
  return execFileSync(biome, args, { input: source, encoding: "utf8", cwd: ROOT });
}
