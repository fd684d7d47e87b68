import { readOptions, USAGE } from "../scenarios/demo/options.js";
import { printReport, summarise } from "../scenarios/demo/report.js";
import { type Progress, runDemo, writeFiles } from "../scenarios/demo/run.js";
import { ScenarioError } from "../scenarios/errors.js";
import { ClairevoieError } from "../src/protocol/index.js";

const WIDTH = 30;

function showProgress(stream: NodeJS.WriteStream): Progress {
  let last = "";
  return {
    step(name, done, of) {
      if (stream.isTTY) {
        const filled = Math.round((done / of) * WIDTH);
        stream.write(
          `\r\u001b[K${name === "done" ? "" : `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${name}`}`,
        );
      } else if (name !== last && name !== "done" && !name.startsWith("case: ")) stream.write(`${name} …\n`);
      last = name;
    },
  };
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const stream = options.json ? process.stderr : process.stdout;
  const print = (line: string) => stream.write(`${line}\n`);
  print(
    "Clairevoie: opticians and lens makers state and anchor, insurers verify and settle, on a chain in this process.",
  );
  const result = await runDemo(options, showProgress(stream));
  printReport(result, print);
  if (options.out !== undefined) {
    writeFiles(options.out, result);
    print(`Certificates, claims and verdicts are in ${options.out}.`);
  }
  const summary = summarise(result);
  if (options.json) console.log(JSON.stringify(summary));
  return summary.unexpected === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ClairevoieError || error instanceof ScenarioError)) throw error;
  console.error(`demo: ${error.message}`);
  process.exitCode = 2;
}
