import {
  assess,
  ClairevoieError,
  DEFAULT_POLICY,
  hashStatement,
  parseCertificate,
  type Receipt,
} from "../../src/protocol/index.js";
import { type Chance, chance } from "../../testing/chance.js";
import { meansTheSame } from "./meaning.js";
import { mutateText, mutateValue } from "./mutations.js";
import { type Original, readOriginals } from "./originals.js";

/** No mutant may take longer, milliseconds: far above what any takes, far below a hang. */
const LONGEST = 5_000;

/** What came of many mutants. A success of the attack is written down so that it can be made again. */
interface Tally {
  attempts: number;
  /** Mutants that the schema refused, that the verdict refused, and that say the same in another way. */
  unread: number;
  refused: number;
  equivalent: number;
  readonly successes: string[];
}

export const emptyTally = (): Tally => ({ attempts: 0, unread: 0, refused: 0, equivalent: 0, successes: [] });

/** Mutants of certificates from number `from` on. Each is drawn from the seed and its number alone: a run can go on. */
export function attackCertificates(seed: string, from: number, count: number, tally: Tally): void {
  const { originals, all } = readOriginals();
  const documents = all.map(({ certificate }) => certificate as unknown);
  for (let number = from; number < from + count; number++) {
    const drawing = chance(`${seed}/${number}`);
    const original = drawing.pick(originals);
    const text = draw(original, documents, drawing);
    const started = performance.now();
    const outcome = judge(text, original);
    const isSlow = performance.now() - started > LONGEST;
    tally.attempts++;
    if (isSlow || outcome === "thrown" || outcome === "conforming") {
      tally.successes.push(`${isSlow ? "slow" : outcome}: mutant ${number} of seed ${seed}, of ${original.name}`);
    } else tally[outcome]++;
  }
}

function draw(original: Original, documents: readonly unknown[], drawing: Chance): string {
  let mutant: unknown = original.certificate;
  if (drawing.next() < 0.3) return mutateText(JSON.stringify(mutant), drawing);
  for (let times = drawing.pick([1, 1, 1, 2, 3]); times > 0; times--) {
    if (typeof mutant === "object" && mutant) mutant = mutateValue(mutant, documents, drawing);
  }
  return JSON.stringify(mutant) ?? "";
}

function judge(text: string, original: Original): "unread" | "refused" | "equivalent" | "thrown" | "conforming" {
  try {
    const mutant = parseCertificate(text);
    const { conform } = assess(mutant, original.claim, original.facts, DEFAULT_POLICY);
    if (!conform) return "refused";
    const replaced = new Set(original.certificate.receipts.map(({ statement }) => statement.supersedes));
    const isReplaced = ({ statement }: Receipt) => replaced.has(hashStatement(statement));
    return meansTheSame(mutant, original.certificate, original.claim, isReplaced) ? "equivalent" : "conforming";
  } catch (error) {
    return error instanceof ClairevoieError ? "unread" : "thrown";
  }
}
