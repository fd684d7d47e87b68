import { type ChainView, gatherFactsOf } from "../chain/index.js";
import { makeAssessor } from "../fast/index.js";
import type { Judged, Pair } from "../fast/workers.js";
import { startAuditor } from "../fast/workers.js";
import {
  type AskingInsurer,
  type Evidence,
  evidenceOf,
  InputError,
  type Policy,
  parseCertificate,
} from "../protocol/index.js";

/** Where the facts of an audit are, for each worker to open: an index on this machine, for example. */
interface FactsModule {
  /** Exports `openFacts(data)`, which gives the `ChainFacts`. */
  readonly module: URL;
  /** What a worker can be sent: names of files, no connection. */
  readonly data: unknown;
}

/** What judges a stream, in its order. An `Auditor` is one. */
export interface Judge {
  judge(pairs: AsyncIterable<Pair>): AsyncIterable<Judged>;
  close(): Promise<void>;
}

/** Against what an audit judges. */
interface Judging {
  readonly policy: Policy;
  readonly insurer?: AskingInsurer;
}

/** Judges on every core, with facts that each worker opens for itself. */
export function judgeFrom(facts: FactsModule, judging: Judging, workers: number): Promise<Judge> {
  return startAuditor({ facts, workers, ...judging });
}

/** Certificates whose facts are read together: what is held at once is bounded by it. */
const WINDOW = 500;

/**
 * Judges with facts read from a node, a window after another, all at one block. The node sets the pace: this takes one core,
 * and reads as many windows at the same time as it is told.
 */
export function judgeLive(view: ChainView, blockNumber: number, judging: Judging, windows: number): Judge {
  const judgeWindow = async (pairs: readonly Pair[]): Promise<readonly Judged[]> => {
    const evidence = pairs.map(({ certificate }) => evidenceIn(certificate)).filter((one) => one !== undefined);
    const facts = await gatherFactsOf(view, evidence, blockNumber);
    const assessor = await makeAssessor({ facts, ...judging });
    return pairs.map(({ certificate, claim }): Judged => {
      try {
        return { verdict: assessor.assess(certificate, claim) };
      } catch (error) {
        if (error instanceof InputError) return { unreadable: { field: error.field, reason: error.reason } };
        throw error;
      }
    });
  };
  return { judge: (pairs) => inWindows(pairs, judgeWindow, windows), close: async () => undefined };
}

function evidenceIn(certificate: string): Evidence | undefined {
  try {
    return evidenceOf(parseCertificate(certificate));
  } catch (error) {
    if (error instanceof InputError) return undefined; // Said when it is judged.
    throw error;
  }
}

async function* inWindows(
  pairs: AsyncIterable<Pair>,
  judgeWindow: (pairs: readonly Pair[]) => Promise<readonly Judged[]>,
  most: number,
): AsyncGenerator<Judged> {
  const running: Promise<readonly Judged[]>[] = [];
  let window: Pair[] = [];
  const send = () => {
    const answer = judgeWindow(window);
    answer.catch(() => undefined); // It is thrown where it is awaited, in its turn.
    running.push(answer);
    window = [];
  };
  for await (const pair of pairs) {
    window.push(pair);
    if (window.length < WINDOW) continue;
    send();
    if (running.length >= most) yield* await (running.shift() as Promise<readonly Judged[]>);
  }
  if (window.length > 0) send();
  for (const answer of running) yield* await answer;
}
