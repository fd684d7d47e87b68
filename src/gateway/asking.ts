import type * as z from "zod";
import { ClairevoieError, type ErrorArguments, type ErrorCode } from "../protocol/errors.js";
import { type GatewayStatus, gatewayStatusSchema, type Problem, problemSchema } from "./wire.js";

/**
 * Why nothing can be told of what a gateway carries: it does not answer, refuses, or does not have it. Never a finding against
 * anyone; the remedy is the certificate itself.
 *
 * @example
 * ```ts
 * import { CannotTell } from "clairevoie/gateway";
 * const isNoVerdict = (thrown: unknown) => thrown instanceof CannotTell;
 * ```
 */
export class CannotTell<C extends ErrorCode = ErrorCode> extends ClairevoieError<C> {
  override readonly name = "CannotTell";
  constructor(code: C, ...values: ErrorArguments<C>) {
    super(code, ...values);
  }
}

/** What is asked of a gateway, and how. A program gives `fetch` where it has one of its own. */
export interface GatewayAddress {
  readonly url: string;
  readonly fetch?: typeof fetch;
}

/**
 * A gateway refuses, and says why.
 * @internal
 */
export class GatewayRefusal extends CannotTell<"gateway-refuses"> {
  readonly refused: Problem;
  constructor(origin: string, refused: Problem) {
    super("gateway-refuses", { origin, problem: refused.code });
    this.refused = refused;
  }
}

/**
 * An address without what may be a key in its path or query.
 * @internal
 */
export function originOf({ url }: Pick<GatewayAddress, "url">): string {
  return URL.canParse(url) ? new URL(url).origin : "gateway";
}

const ANSWER_WITHIN_MS = 20_000;
const NO_CONTENT = 204;

/** Most bytes of an answer that holds no box. */
export const SMALL_ANSWER = 16_384;

/**
 * Asks a gateway, and reads its answer, or why it refuses.
 * @throws {CannotTell} when it does not answer, refuses or answers nonsense.
 * @internal
 */
export async function ask<T>(
  { url, fetch: fetching = fetch }: GatewayAddress,
  path: string,
  body: object | undefined,
  schema: z.ZodType<T>,
  most: number,
): Promise<T> {
  const origin = originOf({ url });
  const unreachable = () => new CannotTell("gateway-silent", { origin });
  const answer = await fetching(`${url.replace(/\/$/, "")}${path}`, {
    headers: { "content-type": "application/json", accept: "application/json" },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).catch(() => {
    throw unreachable();
  });
  if (answer.status === NO_CONTENT) return schema.parse(undefined);
  const text = await readUpTo(answer, most).catch(() => {
    throw unreachable();
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text ?? "");
  } catch {
    throw new CannotTell("gateway-garbled", { origin });
  }
  if (!answer.ok) {
    const problem = problemSchema.safeParse(parsed).data;
    if (!problem) throw new CannotTell("gateway-garbled", { origin });
    throw new GatewayRefusal(origin, problem);
  }
  const read = schema.safeParse(parsed);
  if (!read.success) throw new CannotTell("gateway-garbled", { origin });
  return read.data;
}

/** The text of an answer, counted as it arrives. */
async function readUpTo(answer: Response, most: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return new TextDecoder().decode(all);
}

/**
 * What a gateway says it is: the account that boxes are posted for, and its chain.
 * @throws {CannotTell} when it does not answer, or is no gateway.
 *
 * @example
 * ```ts
 * import { readGatewayStatus } from "clairevoie/gateway";
 * const { gateway, chainId } = await readGatewayStatus({ url: "https://gateway.example" });
 * ```
 */
export function readGatewayStatus(address: GatewayAddress): Promise<GatewayStatus> {
  return ask(address, "/v1/status", undefined, gatewayStatusSchema, SMALL_ANSWER);
}
