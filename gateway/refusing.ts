import type { ProblemCode } from "../src/gateway/index.js";

/** A request that is refused; the answer is a problem in the reader's language. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly field: string | undefined;
  /** Seconds after which it may be tried again. */
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, about: { readonly field?: string; readonly retryAfter?: number } = {}) {
    super(code);
    this.code = code;
    this.field = about.field;
    this.retryAfter = about.retryAfter;
  }
}
