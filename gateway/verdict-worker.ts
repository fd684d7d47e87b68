import { parentPort, workerData } from "node:worker_threads";
import { type Question, type Start, startJudging } from "./verdicts/judging.js";

/** What each thread of `clairevoie serve` runs: hostile bytes are read here, with limits of time and memory. */
const judge = startJudging(workerData as Start);

parentPort?.on("message", async (question: Question) => parentPort?.postMessage(await judge(question)));
parentPort?.postMessage("judging");
