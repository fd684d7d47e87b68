import { ClairevoieError } from "../../src/protocol/index.js";
import { ScenarioError } from "../errors.js";
import { readOptions, USAGE } from "./options.js";
import { printReport, summarise } from "./report.js";
import { type Progress, runDemo, writeFiles } from "./run.js";

const WIDTH = 30;

/** Where a command prints: its results, and what people read beside them. */
export interface Printing {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** It is watched: progress may be drawn over itself. */
  readonly isWatched: boolean;
}

function showProgress(write: (text: string) => void, isWatched: boolean): Progress {
  let last = "";
  return {
    step(name, done, of) {
      if (isWatched) {
        const filled = Math.round((done / of) * WIDTH);
        write(`\r\u001b[K${name === "done" ? "" : `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${name}`}`);
      } else if (name !== last && name !== "done" && !name.startsWith("case: ")) write(`${name} …\n`);
      last = name;
    },
  };
}

/** Plays the demonstration, as `npm run demo`. Returns the exit code. */
export async function demo(args: readonly string[], { out, err, isWatched }: Printing): Promise<number> {
  try {
    const options = readOptions(args);
    if (options.help) {
      out(`${USAGE}\n`);
      return 0;
    }
    const write = options.json ? err : out;
    const print = (line: string) => write(`${line}\n`);
    print(
      `Clairevoie: opticians and lens makers state, ${options.direct ? "anyone with ether anchors" : "a gateway anchors"}, insurers verify and settle, on a chain in this process.`,
    );
    const result = await runDemo(options, showProgress(write, isWatched));
    printReport(result, print);
    if (options.out !== undefined) {
      writeFiles(options.out, result);
      print(`Certificates, claims and verdicts are in ${options.out}.`);
    }
    const summary = summarise(result);
    if (options.json) out(`${JSON.stringify(summary)}\n`);
    return summary.unexpected === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ClairevoieError || error instanceof ScenarioError)) throw error;
    err(`demo: ${error.message}\n`);
    return 2;
  }
}
