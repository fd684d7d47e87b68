import { parentPort, workerData } from "node:worker_threads";
import { type ChainFacts, InputError, type Pending } from "../protocol/index.js";
import { mapPending, unconditional } from "../protocol/pending.js";
import { makeAssessor } from "./assessor.js";
import type { Outcome, Pair, WorkerStart } from "./workers.js";

/** What each worker runs: it opens the facts, says what it computes with, and judges chunk after chunk. */
const { facts, ...rest } = workerData as WorkerStart;
const { openFacts } = (await import(facts.module)) as {
  openFacts(data: unknown): ChainFacts | Promise<ChainFacts>;
};
const assessor = await makeAssessor({ ...rest, facts: await openFacts(facts.data) });

function examine({ certificate, claim }: Pair): Pending<Outcome> {
  try {
    return mapPending(assessor.examine(certificate, claim), (verdict) => ({ verdict }));
  } catch (error) {
    if (error instanceof InputError) return unconditional({ unreadable: { field: error.field, reason: error.reason } });
    throw error;
  }
}

parentPort?.on("message", (pairs: readonly Pair[]) => {
  parentPort?.postMessage(assessor.conclude(pairs.map(examine)));
});
parentPort?.postMessage(assessor.engine);
