import { parentPort, workerData } from "node:worker_threads";
import { ChainError } from "../chain/errors.js";
import { makeAssessor } from "../fast/index.js";
import type { ChainFacts } from "../protocol/index.js";
import type { ThreadAnswer, ThreadStart } from "./judges.js";
import { judgeBlock } from "./judging.js";
import type { Block } from "./lines.js";

/** What each thread of an audit runs: it opens the facts, says what it computes with, and judges block after block. */
const { facts, ...judging } = workerData as ThreadStart;
const { openFacts } = (await import(facts.module)) as {
  openFacts(data: unknown): ChainFacts | Promise<ChainFacts>;
};
const assessor = await makeAssessor({ ...judging, facts: await openFacts(facts.data) });

parentPort?.on("message", (block: Block) => {
  // The bytes go back with what came of them.
  parentPort?.postMessage(answerOf(block), [block.bytes.buffer]);
});
parentPort?.postMessage(assessor.engine);

function answerOf(block: Block): ThreadAnswer {
  const { bytes } = block;
  try {
    return { ...judgeBlock(block, assessor), bytes };
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    const { kind, code, values, doing } = error;
    return { failure: { kind, code, values, doing }, bytes };
  }
}
