import { ChainError, DryRun } from "../chain/index.js";
import { CannotTell } from "../gateway/index.js";
import { ClairevoieError } from "../protocol/index.js";

/** What the command's exit code says. Documented in `--help` and docs/cli.md; stable. */
export const EXIT = {
  /** Done; conforming. */
  ok: 0,
  /** Judged, and not conforming. */
  notConforming: 1,
  /** Bad input or usage. */
  input: 2,
  /** The chain or a gateway cannot be reached, is not the one meant, or refused: nothing can be told. */
  chain: 3,
  /** Judged: something may still come, or it is too early to rely on it. */
  pending: 4,
  /** Judged: a lens maker that does not take part was named. */
  notVerifiable: 5,
  /** Settled before by the same insurer: nothing is due. */
  alreadyYours: 6,
  /** Our own fault. */
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of a failure. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof DryRun) return EXIT.ok;
  if (error instanceof ChainError || error instanceof CannotTell) return EXIT.chain;
  if (error instanceof ClairevoieError) return EXIT.input;
  return EXIT.internal;
}
