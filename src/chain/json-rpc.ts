import { ChainError, oneLine, refusedOtherwise, revertOf } from "./errors.js";
import { type Fault, Transport } from "./transport.js";

/** What answers JSON-RPC. */
export interface Asks {
  /** The result of a method, as the node gives it: nothing of it is checked. */
  ask(method: string, params: readonly unknown[]): Promise<unknown>;
}

/** How a node is asked without ethers' provider. */
export interface RpcOptions {
  /** Milliseconds within which the node must answer. */
  readonly timeoutMs?: number;
  /** Most calls in one request. */
  readonly batch?: number;
}

const ANSWER_WITHIN_MS = 20_000;
const MOST_AT_ONCE = 100;

interface Question {
  readonly method: string;
  readonly params: readonly unknown[];
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * A JSON-RPC node, asked with `fetch` alone. What is asked at the same time goes in one request (JSON-RPC 2.0, section 6).
 *
 * @example
 * ```ts
 * import { JsonRpc } from "clairevoie/chain";
 * const chainId = Number(await new JsonRpc(rpc).ask("eth_chainId", []));
 * ```
 */
export class JsonRpc implements Asks {
  readonly #transport: Transport;
  readonly #batch: number;
  #waiting: Question[] = [];

  constructor(url: string, { timeoutMs = ANSWER_WITHIN_MS, batch = MOST_AT_ONCE }: RpcOptions = {}) {
    this.#transport = new Transport(url, timeoutMs, batch);
    this.#batch = batch;
  }

  ask(method: string, params: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) queueMicrotask(() => this.#send());
      this.#waiting.push({ method, params, resolve, reject });
    });
  }

  #send(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < waiting.length; from += this.#batch) {
      const questions = waiting.slice(from, from + this.#batch);
      this.#post(questions).catch((error: unknown) => {
        for (const { reject } of questions) reject(error);
      });
    }
  }

  async #post(questions: readonly Question[]): Promise<void> {
    const calls = questions.map(({ method, params }, id) => ({ jsonrpc: "2.0" as const, id, method, params }));
    const answers = await this.#transport.post(calls);
    questions.forEach(({ params, resolve, reject }, id) => {
      const { error, result = null } = answers[id] ?? {};
      if (error) reject(refusal(error, params));
      else resolve(result);
    });
  }
}

function refusal({ code, message, data }: Fault, [call]: readonly unknown[]): ChainError {
  const revert = revertOf({ data, transaction: call });
  if (revert) return refusedOtherwise(revert);
  const said = oneLine(String(message ?? "no reason"));
  return new ChainError("unreachable", "node-refuses", {
    status: code === undefined ? "?" : String(Number(code)),
    said,
  });
}
