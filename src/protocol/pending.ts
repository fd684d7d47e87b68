import type { Obligation } from "./groth16.js";

/** What is judged but for its proofs: those that must be verified, and what it comes to once they are. */
export interface Pending<Result> {
  readonly obligations: readonly Obligation[];
  /** @param holds Of each obligation, whether it holds. */
  conclude(holds: readonly boolean[]): Result;
}

/**
 * What rests on no proof.
 * @internal
 */
export function unconditional<Result>(result: Result): Pending<Result> {
  return { obligations: [], conclude: () => result };
}

/**
 * What follows from something pending.
 * @internal
 */
export function mapPending<From, To>({ obligations, conclude }: Pending<From>, map: (from: From) => To): Pending<To> {
  return { obligations, conclude: (holds) => map(conclude(holds)) };
}

/**
 * Verifies the proofs of all at once, and gives what each comes to, in their order.
 * @param verifyProofs Which of many proofs hold.
 * @internal
 */
export function concludeAll<Result>(
  pending: readonly Pending<Result>[],
  verifyProofs: (obligations: readonly Obligation[]) => readonly boolean[],
): Result[] {
  const obligations = pending.flatMap((one) => one.obligations);
  const holds = obligations.length === 0 ? [] : verifyProofs(obligations);
  let next = 0;
  return pending.map((one) => {
    const from = next;
    next += one.obligations.length;
    return one.conclude(holds.slice(from, next));
  });
}
