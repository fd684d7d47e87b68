import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parentPort } from "node:worker_threads";
import { type Certificate, type Hex, hashStatement, type Receipt } from "../src/protocol/index.js";
import { drawWave, type LoadFacts, type Pair } from "../testing/load.js";
import { lineOf, type Planted, plantedAt } from "./planted.js";

/** A wave of a year that is to be written, by its number from 0. */
export interface WaveOrder {
  readonly folder: string;
  readonly number: number;
  readonly count: number;
  /** Number of the block at which an audit will judge: it stands in each verdict. */
  readonly block: number;
}

/** What was written: the stream, the verdicts that it must get, and what the chain says of it. */
export interface WrittenWave {
  readonly stream: string;
  readonly expected: string;
  readonly facts: LoadFacts;
  /** Party and statement of invoices that are withdrawn. */
  readonly withdrawn: readonly (readonly [Hex, Hex])[];
}

const END = "\n";

function writeWave({ folder, number, count, block }: WaveOrder): WrittenWave {
  const name = `wave-${String(number).padStart(3, "0")}-${count}`;
  const [stream, expected, about] = [`${name}.ndjson`, `${name}.expected`, path.join(folder, `${name}.facts.json`)];
  if (existsSync(about)) return JSON.parse(readFileSync(about, "utf8")) as WrittenWave;
  const load = drawWave(`year ${number}`, count, number);
  const parties = new Map(load.facts.keys.map(([key, party]) => [key, party]));
  const withdrawn: (readonly [Hex, Hex])[] = [];
  const [lines, verdicts]: [string[], string[]] = [[], []];
  for (const [i, pair] of load.pairs.entries()) {
    const planted = plantedAt(i);
    lines.push(planted?.line(pair) ?? lineOf(pair));
    verdicts.push(JSON.stringify({ file: stream, line: i + 1, ...verdictOf(pair, planted, block) }));
    if (!planted?.isWithdrawn) continue;
    const { batch, statement } = invoiceOf(pair);
    withdrawn.push([parties.get(batch.key as Hex) as Hex, hashStatement(statement)]);
  }
  writeFileSync(path.join(folder, stream), `${lines.join(END)}${END}`);
  writeFileSync(path.join(folder, expected), `${verdicts.join(END)}${END}`);
  const written: WrittenWave = { stream, expected, facts: load.facts, withdrawn };
  // Last, under another name first: a wave whose facts are there is whole.
  writeFileSync(`${about}.part`, JSON.stringify(written));
  renameSync(`${about}.part`, about);
  return written;
}

function invoiceOf({ certificate }: Pair): Receipt {
  return (JSON.parse(certificate) as Certificate).receipts.at(-1) as Receipt;
}

const after = (text: string, name: string, length: number) => {
  const at = text.lastIndexOf(name) + name.length;
  return text.slice(at, at + length);
};

/** What an audit must write of a pair; its texts are as this project writes them. */
function verdictOf({ certificate, claim }: Pair, planted: Planted | undefined, block: number) {
  if (planted && !planted.findings) {
    return { unreadable: { field: "line", reason: "is not valid JSON (truncated or edited?)" } };
  }
  return {
    dossier: after(certificate, '"dossier":"', 66),
    rank: Number(after(claim, '"rank":', 1)),
    outcome: planted === undefined ? "conforming" : "not-conforming",
    findings: planted?.findings ?? [],
    store: after(claim, '"siret":"', 14),
    month: new Date(Number(after(certificate, '"issuedAt":', 10)) * 1_000).toISOString().slice(0, 7),
    makers: [after(certificate, '"identifier":"', 9)],
    block,
  };
}

parentPort?.on("message", (order: WaveOrder) => parentPort?.postMessage(writeWave(order)));
parentPort?.postMessage("a wave");
