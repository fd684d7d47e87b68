import type { ChainFacts } from "../src/protocol/index.js";

/** What a chain answered, by question: enough to judge the same certificate again without the chain. */
export interface RecordedFacts {
  readonly chain: ChainFacts["chain"];
  readonly block: ChainFacts["block"];
  readonly answers: Readonly<Record<string, unknown>>;
}

const QUESTIONS = [
  "anchoredAt",
  "endorsedAt",
  "standing",
  "withdrawal",
  "settlement",
  "stockUse",
  "maker",
  "isSuspended",
  "links",
] as const;

/** Facts that remember what they were asked. */
export function recording(facts: ChainFacts): { readonly facts: ChainFacts; recorded(): RecordedFacts } {
  const answers: Record<string, unknown> = {};
  const asked = Object.fromEntries(
    QUESTIONS.map((question) => [
      question,
      (...args: never[]) => {
        const answer = (facts[question] as (...given: never[]) => unknown)(...args);
        answers[[question, ...args].join("/")] = answer;
        return answer;
      },
    ]),
  );
  const { chain, block } = facts;
  return { facts: { chain, block, ...asked } as unknown as ChainFacts, recorded: () => ({ chain, block, answers }) };
}

/** Facts from a record. What was not asked then must not be asked now. */
export function replaying({ chain, block, answers }: RecordedFacts): ChainFacts {
  const asked = Object.fromEntries(
    QUESTIONS.map((question) => [
      question,
      (...args: readonly (string | number)[]) => {
        const key = [question, ...args].join("/");
        if (!(key in answers)) throw new Error(`${key} was not asked when this was recorded`);
        return answers[key];
      },
    ]),
  );
  return { chain, block, ...asked } as unknown as ChainFacts;
}
