import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { reach, sourceOf } from "./compiler.js";
import type { Mutation } from "./mutations.js";

/** What became of a mutant. `by` is the test that noticed it, as "file: name"; what survived a quick look is pending. */
export type Outcome =
  | { readonly result: "killed"; readonly by: string }
  | { readonly result: "survived" | "pending" | "invalid" | "same" };

interface KeptOutcome {
  readonly id: string;
  readonly outcome: Outcome;
  /** Of all that the outcome depends on: it is believed as long as that is the same. */
  readonly digest: string;
}

/** What decides how a mutant is compiled and tested, beside the sources. */
const ENGINE = [
  "package-lock.json",
  "hardhat.config.ts",
  ...["compiler", "runner"].map((name) => `verification/mutants/${name}.ts`),
];
const STATE = "cache/mutants/outcomes.jsonl";

const digest = (texts: readonly string[]): string => {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest("hex");
};
const engine = digest(ENGINE.map((name) => readFileSync(name, "utf8")));
const digests = new Map<string, string>();

/** Of a file and all that it reaches, and of what runs them. */
export function digestOf(...files: readonly string[]): string {
  const key = files.join();
  const known = digests.get(key);
  if (known) return known;
  const names = [...reach(...files)].sort();
  const made = digest([engine, ...names.flatMap((name) => [name, sourceOf(name)])]);
  digests.set(key, made);
  return made;
}

const idOf = ({ file, start, end, to }: Mutation): string => `${file}:${start}:${end}:${to}`;

/** An outcome rests on its own file when it does not compile, on the test that killed it, or on every test that did not. */
function reasonsOf({ file }: Mutation, outcome: Outcome, tests: readonly string[]): string {
  if (outcome.result === "killed") return digestOf(file, outcome.by.split(": ")[0] ?? "");
  return outcome.result === "survived" ? digestOf(file, ...tests) : digestOf(file);
}

const lines = existsSync(STATE) ? readFileSync(STATE, "utf8").split("\n").filter(Boolean) : [];
const kept = new Map(lines.map((line) => JSON.parse(line) as KeptOutcome).map((line) => [line.id, line]));

/** The outcome that an earlier run found, if nothing that it rests on has changed since. */
export function recall(mutation: Mutation, tests: readonly string[]): Outcome | undefined {
  const line = kept.get(idOf(mutation));
  return line && line.digest === reasonsOf(mutation, line.outcome, tests) ? line.outcome : undefined;
}

export function remember(mutation: Mutation, outcome: Outcome, tests: readonly string[]): void {
  const line: KeptOutcome = { id: idOf(mutation), outcome, digest: reasonsOf(mutation, outcome, tests) };
  mkdirSync(path.dirname(STATE), { recursive: true });
  appendFileSync(STATE, `${JSON.stringify(line)}\n`);
}
