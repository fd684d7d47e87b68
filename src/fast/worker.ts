import { parentPort, workerData } from "node:worker_threads";
import { type ChainFacts, InputError } from "../protocol/index.js";
import { type Assessor, makeAssessor } from "./assessor.js";
import type { Judged, Pair, WorkerStart } from "./workers.js";

/** What each worker runs: it opens the facts, says what it computes with, and judges chunk after chunk. */
const { facts, ...rest } = workerData as WorkerStart;
const { openFacts } = (await import(facts.module)) as {
  openFacts(data: unknown): ChainFacts | Promise<ChainFacts>;
};
const assessor = await makeAssessor({ ...rest, facts: await openFacts(facts.data) });

function judge(by: Assessor, { certificate, claim }: Pair): Judged {
  try {
    return { verdict: by.assess(certificate, claim) };
  } catch (error) {
    if (error instanceof InputError) return { unreadable: { field: error.field, reason: error.reason } };
    throw error;
  }
}

parentPort?.on("message", (pairs: readonly Pair[]) => {
  parentPort?.postMessage(assessor.together(() => pairs.map((pair) => judge(assessor, pair))));
});
parentPort?.postMessage(assessor.engine);
