import { PROBLEM_TYPE, PROBLEMS, type Problem, type ProblemCode } from "../src/gateway/index.js";
import type { Called } from "./bodies.js";
import { CATALOGUES, languageOf } from "./language/choosing.js";
import type { Refusal } from "./refusing.js";

/** A refusal as RFC 9457 has it, in the reader's language. */
export function problem(c: Called, { code, field, retryAfter }: Refusal): Response {
  const status = PROBLEMS[code as ProblemCode];
  const language = languageOf(c.req.header("accept-language"));
  const body: Problem = {
    type: `urn:clairevoie:problem:${code}`,
    code,
    status,
    title: CATALOGUES[language].problems[code],
    ...(field !== undefined && { field }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
  return c.body(JSON.stringify(body), status, {
    "content-type": PROBLEM_TYPE,
    "content-language": language,
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    ...(code === "too-large" && { connection: "close" }),
  });
}
