import { type Interface, isCallException, isError } from "ethers";
import { ClairevoieError } from "../protocol/index.js";

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
export class ChainError extends ClairevoieError {
  override readonly name = "ChainError";
  readonly kind: ChainErrorKind;

  constructor(kind: ChainErrorKind, message: string) {
    super(message);
    this.kind = kind;
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

/**
 * Says in one line why a call or a transaction failed. Errors that are ours already pass as they are.
 * @internal
 */
export function asChainError(error: unknown, contract: Interface | null, doing: string): ClairevoieError {
  if (error instanceof ClairevoieError) return error;
  const code = codeOf(error);
  if (code !== undefined && UNREACHABLE.includes(code)) {
    return new ChainError("unreachable", `${doing}: the node does not answer; check the RPC address and that it runs`);
  }
  if (isError(error, "BAD_DATA")) {
    return new ChainError(
      "wrong-chain",
      `${doing}: there is no such contract; check the chain and the deployment file`,
    );
  }
  if (isError(error, "INSUFFICIENT_FUNDS")) {
    return new ChainError("refused", `${doing}: the account cannot pay for the transaction; send it some of the coin`);
  }
  const reason = revertReason(error, contract);
  if (reason) return new ChainError("reverted", `${doing}: the contract refused with ${reason}`);
  return new ChainError("refused", `${doing}: ${firstLine(error)}`);
}

/** What a library says, in one line that fits a terminal: calldata and stacks stay out. */
function firstLine(error: unknown): string {
  const message =
    typeof error === "object" && error !== null && "shortMessage" in error
      ? String(error.shortMessage)
      : error instanceof Error
        ? error.message
        : "unknown failure";
  return (message.split("\n")[0] ?? "").slice(0, 200);
}
