import { type Interface, isCallException, isError } from "ethers";
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

/** What a contract's custom error says: `NotInsurer(0x…)`. */
function revertReason(error: unknown, contract: Interface | null): string | undefined {
  if (!contract || !isCallException(error) || (error.data?.length ?? 0) < 10 || !error.data) return undefined;
  const parsed = contract.parseError(error.data);
  return parsed ? `${parsed.name}(${parsed.args.map(String).join(", ")})` : `error ${error.data.slice(0, 10)}`;
}

/** `Groth16.TooLittleGas(uint256)`, by which a verifier refuses to call a proof false that it has no gas for. */
const TOO_LITTLE_GAS = "0x34edfe31";

/** A node has no code of its own for it: geth, Hardhat, anvil and others say so in words. */
function isForWantOfGas(error: unknown): boolean {
  if (isCallException(error) && error.data?.startsWith(TOO_LITTLE_GAS)) return true;
  return /\bout ?of ?gas\b/i.test(firstLine(error));
}

/**
 * Says in one line why a call or a transaction failed. Errors that are ours already pass as they are.
 * @internal
 */
export function asChainError(error: unknown, contract: Interface | null, doing: Doing): ClairevoieError {
  if (error instanceof ClairevoieError) return error;
  const code = codeOf(error);
  if (code !== undefined && UNREACHABLE.includes(code)) {
    return new ChainError("unreachable", "node-silent", {}, doing);
  }
  if (isError(error, "BAD_DATA")) {
    return new ChainError("wrong-chain", "contract-missing", {}, doing);
  }
  if (isError(error, "INSUFFICIENT_FUNDS")) {
    return new ChainError("refused", "cannot-pay", {}, doing);
  }
  if (isError(error, "NONCE_EXPIRED") || isError(error, "REPLACEMENT_UNDERPRICED")) {
    return new ChainError("refused", "key-used-twice", {}, doing);
  }
  if (isForWantOfGas(error)) {
    return new ChainError("refused", "too-much-gas", {}, doing);
  }
  const reason = revertReason(error, contract);
  if (reason) return new ChainError("reverted", "contract-refused", { refusal: reason }, doing);
  const said = firstLine(error);
  if (/max fee per gas less than|fee too low|underpriced/i.test(said)) {
    return new ChainError("refused", "fees-rose", { said }, doing);
  }
  return new ChainError("refused", "node-unhelpful", { said }, doing);
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
