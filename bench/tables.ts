import { figure } from "./figure.js";
import type { Results, Section } from "./results.js";
import { nationalYear } from "./year-cost.js";

/** A table of docs/performance.md, made from the results. */
interface Table {
  readonly name: string;
  /** The sections that it is made from. */
  readonly needs: readonly Section[];
  make(results: Results): string;
}

type Cell = string | number;

function table(titles: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) =>
    `| ${cells.map((cell) => (typeof cell === "number" ? figure(cell) : cell)).join(" | ")} |`;
  return [
    line(titles),
    `|---|${titles
      .slice(1)
      .map(() => "---:")
      .join("|")}|`,
    ...rows.map(line),
  ].join("\n");
}

/** All tables, by the name that stands in the document. */
export const TABLES: readonly Table[] = [
  {
    name: "verification",
    needs: ["verification"],
    make: ({ verification: { fastest, portable, plain, straightforward, limit } }) =>
      table(
        ["certificates", "a second of one core", "times the straightforward one"],
        (
          [
            [`fast path, nothing known before (${fastest.engine})`, fastest.cold],
            ["fast path, every batch seen before", fastest.seen],
            [`fast path, nothing known before (${portable.engine})`, portable.cold],
            ["plain path (`assess` of `clairevoie/protocol`)", plain.cold],
            ["straightforward: ethers v6, `JSON.parse`, no cache, no schema, no reasons", straightforward],
            ["limit: the same permutations and recoveries, and nothing else", limit],
          ] as const
        ).map(([what, rate]) => [what, rate, Number((rate / straightforward).toFixed(1))]),
      ),
  },
  {
    name: "counts",
    needs: ["verification"],
    make: ({ verification: { bytesPerCertificate, fastest } }) =>
      table(
        ["one certificate of this load", ""],
        [
          ["bytes", bytesPerCertificate],
          ["keccak permutations", Number(fastest.permutations.toFixed(2))],
          ["signatures recovered", Number(fastest.recoveries.toFixed(2))],
        ],
      ),
  },
  {
    name: "workers",
    needs: ["workers"],
    make: ({ workers: { workers, perSecond, megabytes } }) =>
      table(
        ["workers of `clairevoie/fast/workers`", "certificates a second, by the clock", "MB, the load included"],
        [[String(workers), perSecond, megabytes]],
      ),
  },
  {
    name: "audit",
    needs: ["audit"],
    make: ({ audit }) =>
      table(
        ["`clairevoie audit`", ""],
        [
          ["certificates, every one distinct", audit.count],
          ["threads that judge", audit.jobs],
          ["killed and resumed, times", audit.kills],
          ["certificates a second, by the clock of this machine, shared", audit.perSecond],
          ["certificates a second of processor time, of all threads", audit.perProcessorSecond],
          ["resident memory of all threads, MB, at most", audit.megabytesAtMost],
          ["the same in the first half of the last run, once warm, median", audit.megabytesInFirstHalf],
          ["the same in the second half", audit.megabytesInSecondHalf],
        ],
      ),
  },
  {
    name: "scaling",
    needs: ["scaling"],
    make: ({ scaling }) =>
      table(
        ["certificates", "a second of one core", "MB, the wave at hand included"],
        scaling.map(({ size, perSecond, megabytes }) => [figure(size), perSecond, megabytes]),
      ),
  },
  {
    name: "depth",
    needs: ["depth"],
    make: ({ depth }) =>
      table(
        ["nodes of each path", "fast path, µs a certificate", "plain path, µs"],
        depth.map(({ depth: nodes, fast, plain }) => [String(nodes), fast, plain]),
      ),
  },
  {
    name: "sealing",
    needs: ["sealing"],
    make: ({ sealing }) =>
      table(
        ["sealing, on one core", ""],
        [
          ["statements hashed into a tree, a second", sealing.fast],
          ["the same, plain", sealing.plain],
          [`a tree of ${figure(sealing.leaves)} leaves, seconds`, sealing.seconds],
          ["its memory, MB", sealing.megabytes],
          ["paths from it, a second", sealing.proofs],
        ],
      ),
  },
  {
    name: "wrapping",
    needs: ["wrapping"],
    make: ({ wrapping }) =>
      table(
        ["documents of a batch", "ours, a second", "OpenAttestation, wrapDocuments, a second"],
        wrapping.map(({ size, ours, openAttestation }) => [figure(size), ours, openAttestation ?? "not measured"]),
      ),
  },
  {
    name: "peers",
    needs: ["peers"],
    make: ({ peers }) => table(["peers", "a second of one core"], Object.entries(peers)),
  },
  {
    name: "gas",
    needs: ["gas"],
    make: ({ gas }) =>
      table(
        ["statements in a batch", "batches under a root", "gas of the anchor", "gas a statement"],
        gas.map((one) => [figure(one.statementsPerBatch), figure(one.batches), one.gas, one.gasPerStatement]),
      ),
  },
  {
    name: "calls",
    needs: ["calls"],
    make: ({ calls }) =>
      table(
        ["facts from", "round trips", "calls in them"],
        calls.map(({ mode, requests, calls: asked }) => [
          { rpc: "a node", proof: "proofs against a block", index: "a local index" }[mode],
          String(requests),
          String(asked),
        ]),
      ),
  },
  {
    name: "year",
    needs: ["verification", "gas"],
    make: (results) => table(["a year of France", "", "L2", "L1"], nationalYear(results)),
  },
];
