import { ASPECTS, type AspectName, type Hex, type Statement, ZERO } from "../src/protocol/index.js";

/** What of a statement is to be other; zero is "not stated". */
export interface Restating extends Partial<Omit<Statement, "aspects">> {
  readonly aspects?: Readonly<Partial<Record<AspectName, Hex>>>;
}

/** A statement with some of it changed: aspects are added to its own, and what is zero is left out, as in a file. */
export function restated(statement: Statement, { aspects, ...change }: Restating): Statement {
  const stated = { ...statement.aspects, ...aspects };
  const { supersedes = ZERO, reason = 0, ...whole } = { ...statement, ...change };
  return {
    ...whole,
    aspects: Object.fromEntries(
      ASPECTS.flatMap((aspect) => ((stated[aspect] ?? ZERO) === ZERO ? [] : [[aspect, stated[aspect]]])),
    ),
    ...(supersedes !== ZERO && { supersedes }),
    ...(reason !== 0 && { reason }),
  };
}
