import { createHash } from "node:crypto";
import { network } from "hardhat";
import { makeSealer } from "../src/fast/index.js";
import { AnchorRegistry__factory } from "../typechain-types/index.js";

/** What an anchor costs, and each statement under it. Exact: the chain, the account and the values are always the same. */
export interface GasFigures {
  readonly batches: number;
  readonly statementsPerBatch: number;
  readonly gas: number;
  readonly gasPerStatement: number;
}

/** A hundred statements a second, in batches of five: the shapes from the smallest to a root of a minute's peak. */
const SHAPES: readonly (readonly [batches: number, statementsPerBatch: number])[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].map((statements) => [1, statements] as const),
  ...[4, 16, 64, 256, 1_024, 4_096].map((batches) => [batches, 5] as const),
  [4_096, 1_000],
];

/** Anchors a root of each shape on a chain of its own. A root's own zero bytes change its cost by a few units of gas. */
export async function measureGas(): Promise<GasFigures[]> {
  const { ethers, networkHelpers } = await network.create("local");
  await networkHelpers.time.increaseTo(2_000_000_000); // Times with as many non-zero bytes as in years to come.
  const [anchorer] = await ethers.getSigners();
  if (!anchorer) throw new Error("the simulated chain has no account");
  const anchors = await new AnchorRegistry__factory(anchorer).deploy();
  const sealer = await makeSealer();
  const rootOf = (what: string, leaves: number) =>
    sealer.tree(
      createHash("shake256", { outputLength: 32 * leaves })
        .update(what)
        .digest(),
    ).root;
  const figures: GasFigures[] = [];
  for (const [batches, statementsPerBatch] of SHAPES) {
    const root = rootOf(`${batches} of ${statementsPerBatch}`, batches === 1 ? statementsPerBatch : batches);
    const receipt = await (await anchors.anchor(root)).wait();
    const gas = Number(receipt?.gasUsed ?? 0);
    const gasPerStatement = Math.round((1_000 * gas) / (batches * statementsPerBatch)) / 1_000;
    figures.push({ batches, statementsPerBatch, gas, gasPerStatement });
  }
  return figures;
}
