import { readFileSync } from "node:fs";
import path from "node:path";
import { compile, SOURCES } from "../../circuits/compile.js";
import { values } from "../../circuits/inputs.js";
import { loadSolver, type Solver } from "../../circuits/witness.js";
import type { Prescription } from "../../src/protocol/index.js";
import type { Renewal } from "./domain.js";

/** Compiles a circuit and loads what solves it. */
export async function solver(circuit: string, folder: string): Promise<Solver> {
  const { program } = compile(path.join(SOURCES, `${circuit}.circom`), folder);
  return loadSolver(new Uint8Array(readFileSync(program)));
}

const BANDS = ["VU1", "VU2", "VU3", "VU4", "VU5", "VU6", "VU7", "VM1", "VM2", "VM3", "VM4", "VM5", "VM6", "VM7"];

/** The power band by the circuit, "none" when nothing satisfies it. */
export function bandInCircuit(solve: Solver, lens: Prescription): string {
  const read = solve(values(lens));
  return read ? (BANDS[Number(read(1))] ?? `number ${read(1)}`) : "none";
}

/** Whether the circuit lets a band, by its number, pass with a mask. */
export function isInMaskInCircuit(solve: Solver, band: number, mask: number | bigint): boolean {
  const is = Array.from({ length: 7 }, (_, i) => (i === band % 7 ? 1 : 0));
  return solve({ unifocal: band < 7 ? 1 : 0, is, mask }) !== undefined;
}

const PLANO: Prescription = {
  lensType: "unifocal",
  sphere: 0,
  cylinder: 0,
  axis: 0,
  addition: 0,
  prism: 0,
  prismBase: 0,
};

/** Whether the circuit finds a criterion of early renewal. */
export function isRenewableInCircuit(solve: Solver, { before, after }: Renewal): boolean {
  const eyes = (["right", "left"] as const).map((eye) => ({ old: before[eye], now: after[eye] }));
  const compared = eyes.map(({ old, now }) => (old && now ? 1 : 0));
  const pairs = eyes.map(({ old, now }) => [values((now && old) ?? PLANO), values((old && now) ?? PLANO)]);
  const field = (name: keyof ReturnType<typeof values>) => pairs.map((pair) => pair.map((lens) => lens[name]));
  return (
    solve({
      compared,
      lensType: field("lensType"),
      sphere: field("sphere"),
      cylinder: field("cylinder"),
      axis: field("axis"),
      addition: field("addition"),
      prism: field("prism"),
      prismBase: field("prismBase"),
    }) !== undefined
  );
}
