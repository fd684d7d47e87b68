import { isError } from "ethers";
import type { Doing } from "../language/telling.js";
import { ClairevoieError, type ErrorArguments, type ErrorCode, type ErrorValues } from "../protocol/index.js";

/** Why the chain did not do what was asked. `contradicted`: nodes, or a node and the proofs that it gives, do not agree. */
export type ChainErrorKind = "unreachable" | "wrong-chain" | "contradicted" | "reverted" | "refused";

/**
 * The chain could not be reached, is not the one meant, or refused. The message ends with the remedy.
 *
 * @example
 * ```ts
 * import { ChainError } from "clairevoie/chain";
 * const isDown = (error: unknown) => error instanceof ChainError && error.kind === "unreachable";
 * ```
 */
export class ChainError<C extends ErrorCode = ErrorCode> extends ClairevoieError<C> {
  override readonly name = "ChainError";
  readonly kind: ChainErrorKind;
  /** What was being done, where that is known. */
  readonly doing: Doing | undefined;

  constructor(kind: ChainErrorKind, code: C, ...values: ErrorArguments<C, Doing>);
  constructor(kind: ChainErrorKind, code: C, values?: ErrorValues<C>, doing?: Doing) {
    super(code, ...([values, { doing }] as ErrorArguments<C>));
    this.kind = kind;
    this.doing = doing;
  }
}

const UNREACHABLE = ["NETWORK_ERROR", "SERVER_ERROR", "TIMEOUT", "ECONNREFUSED", "ECONNRESET", "ENOTFOUND"];

function codeOf(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
}

/** Selector and values of a custom error. */
const REVERT = /^0x[0-9a-f]{8,}$/i;

/**
 * What a contract that refused said, and which: `data` begins with the selector of its error. It stands in the failure of ethers,
 * or of the node, or within it.
 * @internal
 */
export function revertOf(error: unknown): { readonly data: string; readonly contract: string } | undefined {
  const inner = fieldOf(error, "error") ?? fieldOf(fieldOf(error, "info"), "error");
  const data = [error, inner].map((one) => fieldOf(one, "data")).find((one) => REVERT.test(String(one)));
  return data === undefined
    ? undefined
    : { data: String(data), contract: String(fieldOf(fieldOf(error, "transaction"), "to") ?? "?") };
}

const SELECTOR_LENGTH = 10;

/** `Groth16.TooLittleGas(uint256)`, by which a verifier refuses to call a proof false that it has no gas for. */
const TOO_LITTLE_GAS = "0x34edfe31";

/** A node has no code of its own for it: geth, Hardhat, anvil and others say so in words. What a contract said comes first. */
function isForWantOfGas(error: unknown): boolean {
  const revert = revertOf(error);
  if (revert) return revert.data.startsWith(TOO_LITTLE_GAS);
  return /\bout ?of ?gas\b|\bgas required exceeds\b|\bexceeds (?:the )?(?:block|transaction) gas limit\b/i.test(
    firstLine(error),
  );
}

/** The gas that an account without coin can pay for, as geth says it: what a node grants is millions. */
function isForWantOfCoin(error: unknown): boolean {
  const [, allowance] = /\bgas required exceeds allowance \((\d{1,5})\)/i.exec(firstLine(error)) ?? [];
  return isError(error, "INSUFFICIENT_FUNDS") || allowance !== undefined;
}

/**
 * Says in one line why a call or a transaction failed. Errors that are ours already pass as they are.
 * @internal
 */
export function asChainError(error: unknown, doing: Doing): ClairevoieError {
  if (error instanceof ClairevoieError) return error;
  const code = codeOf(error);
  if (code !== undefined && UNREACHABLE.includes(code)) {
    return new ChainError("unreachable", "node-silent", {}, doing);
  }
  if (isError(error, "BAD_DATA")) {
    return new ChainError("wrong-chain", "contract-missing", {}, doing);
  }
  if (isForWantOfCoin(error)) {
    return new ChainError("refused", "cannot-pay", {}, doing);
  }
  if (isError(error, "NONCE_EXPIRED") || isError(error, "REPLACEMENT_UNDERPRICED")) {
    return new ChainError("refused", "key-used-twice", {}, doing);
  }
  if (isForWantOfGas(error)) {
    return new ChainError("refused", "too-much-gas", {}, doing);
  }
  const revert = revertOf(error);
  if (revert) return refusedOtherwise(revert, doing);
  const said = firstLine(error);
  if (/max fee per gas less than|fee too low|underpriced/i.test(said)) {
    return new ChainError("refused", "fees-rose", { said }, doing);
  }
  return new ChainError("refused", "node-unhelpful", { said }, doing);
}

/**
 * An error of a contract that is not decoded here, or of none of the suite.
 * @internal
 */
export function refusedOtherwise({ data, contract }: { data: string; contract: string }, doing?: Doing): ChainError {
  const selector = data.slice(0, SELECTOR_LENGTH);
  return new ChainError("reverted", "contract-refused-otherwise", { selector, contract }, ...(doing ? [doing] : []));
}

/** What a library or a node says, in one line that fits a terminal: calldata, stacks and escapes stay out. */
function firstLine(error: unknown): string {
  // What a node says stands within the error that ethers makes of it.
  const inner = fieldOf(error, "error");
  const message = fieldOf(inner, "message") ?? fieldOf(error, "shortMessage") ?? fieldOf(error, "message");
  return oneLine(typeof message === "string" ? message : "unknown failure");
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[field] : undefined;
}

/**
 * The first line of what another program says, without what a terminal would obey.
 * @internal
 */
export function oneLine(text: string): string {
  return (text.split("\n")[0] ?? "").replaceAll(/\p{C}/gu, "").slice(0, 160);
}
