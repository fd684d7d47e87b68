import { accessSync, constants, mkdirSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { ScenarioError } from "../errors.js";

export const USAGE = `npm run demo -- [options]

Plays a population of dossiers and the named cases on an in-process chain, and checks every verdict.

  --dossiers N   how many dossiers are drawn (default 120, at most 20000)
  --seed TEXT    what they are drawn from (default "clairevoie"); the same seed draws the same dossiers
  --direct       anchor and withdraw with ether, without the gateway in this process
  --out DIR      write certificates, claims and verdicts as files; DIR must be empty or absent
  --json         last line of standard output is one JSON object; what people read goes to standard error
  --help         this

Exit code: 0 when every verdict is as expected, 1 when one is not, 2 on a bad option.`;

export interface DemoOptions {
  readonly dossiers: number;
  readonly seed: string;
  readonly out?: string;
  readonly direct: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the command line. @throws {ScenarioError} naming the option. */
export function readOptions(args: readonly string[]): DemoOptions {
  let values: { dossiers?: string; seed?: string; out?: string; direct?: boolean; json?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        dossiers: { type: "string" },
        seed: { type: "string" },
        out: { type: "string" },
        direct: { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }));
  } catch (error) {
    throw new ScenarioError(
      "option",
      `${error instanceof Error ? error.message.split("\n")[0] : "unknown"}; see --help`,
    );
  }
  const dossiers = Number(values.dossiers ?? 120);
  if (!/^\d{1,5}$/.test(values.dossiers ?? "120") || dossiers < 1 || dossiers > 20_000) {
    throw new ScenarioError("--dossiers", "must be a whole number from 1 to 20000");
  }
  if (values.out !== undefined) requireRoom(values.out);
  return {
    dossiers,
    seed: values.seed ?? "clairevoie",
    ...(values.out !== undefined && { out: values.out }),
    direct: values.direct ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

/** Makes the folder before anything is played: a run of minutes must not end for want of a place to write. */
function requireRoom(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new ScenarioError("--out", "is no folder that can be written; name an empty or a new folder");
  }
  if (readdirSync(folder).length > 0) throw new ScenarioError("--out", "is not empty; name an empty or a new folder");
}
