import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import type { CallFigures } from "./calls.js";
import type { DepthFigures } from "./depth.js";
import type { GasFigures } from "./gas.js";
import type { ScalingFigures, Verification, WrappingFigures } from "./measure.js";

/** What was measured, committed beside the document that tells it. */
const RESULTS = "docs/performance/results.json";

/** The machine and the versions: figures are to be read with them. */
interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly ethers: string;
}

/** What an audit took, as the command was watched from outside. */
export interface AuditFigures {
  readonly count: number;
  readonly jobs: number;
  readonly kills: number;
  readonly perSecond: number;
  readonly perProcessorSecond: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly megabytesAtMost: number;
  /** Medians of the last run, once it is warm. */
  readonly megabytesInFirstHalf: number;
  readonly megabytesInSecondHalf: number;
  readonly memory: readonly (readonly [seconds: number, megabytes: number])[];
}

/** All results, by section. */
export interface Results {
  readonly machine: Machine;
  readonly verification: {
    readonly count: number;
    readonly bytesPerCertificate: number;
    readonly fastest: Verification;
    readonly portable: Verification;
    readonly plain: Verification;
    readonly straightforward: number;
    readonly limit: number;
  };
  readonly workers: { readonly workers: number; readonly perSecond: number; readonly megabytes: number };
  readonly sealing: {
    readonly fast: number;
    readonly plain: number;
    readonly leaves: number;
    readonly seconds: number;
    readonly megabytes: number;
    readonly proofs: number;
  };
  readonly peers: Readonly<Record<string, number>>;
  readonly wrapping: readonly WrappingFigures[];
  readonly scaling: readonly ScalingFigures[];
  readonly depth: readonly DepthFigures[];
  readonly gas: readonly GasFigures[];
  readonly calls: readonly CallFigures[];
  readonly audit: AuditFigures;
}

export type Section = Exclude<keyof Results, "machine">;

function machine(): Machine {
  const { version } = JSON.parse(readFileSync("node_modules/ethers/package.json", "utf8")) as { version: string };
  const [cpu] = cpus();
  return { cpu: cpu?.model.trim() ?? "unknown", cores: cpus().length, node: process.version, ethers: version };
}

export function readResults(): Results {
  return JSON.parse(readFileSync(RESULTS, "utf8")) as Results;
}

/**
 * Puts sections into the results in the place of those of before. The others stay, but for those of another machine or version:
 * figures of two do not compare.
 */
export function saveResults(sections: Partial<Omit<Results, "machine">>): void {
  const before = readResults();
  const here = machine();
  const kept = JSON.stringify(before.machine) === JSON.stringify(here) ? before : {};
  writeFileSync(RESULTS, `${JSON.stringify({ ...kept, machine: here, ...sections }, null, 2)}\n`);
}
