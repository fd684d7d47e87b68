import { ChainError, oneLine } from "./errors.js";

/** A call of JSON-RPC 2.0. */
export interface Call {
  readonly jsonrpc: "2.0";
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

/** What a node gives for a call: nothing of it is checked. */
export interface Answer {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: Fault;
}

/** Why a node gives no result. */
export interface Fault {
  readonly code?: number;
  readonly message?: string;
  /** What a contract refused with, where one did. */
  readonly data?: unknown;
}

/** Times that a node which asks for patience is asked. */
const TRIES = 6;
const FIRST_PAUSE_MS = 250;
/** A node that asks for more patience is one that refuses. */
const LONGEST_PAUSE_MS = 10_000;
/** Statuses by which nodes say that a request holds too much. */
const TOO_MUCH = [400, 413, 422];

const RATE =
  /rate.?limit|too many requests|(?:request|capacity|throughput|compute units?)[\w ]* (?:limit|exceeded)|slow down/i;

/**
 * Posts calls to a JSON-RPC node, and stands what nodes limit: one that takes fewer calls at once gets fewer from then on, and one
 * that asks for patience is asked again a little later, for what it has not answered.
 * @internal
 */
export class Transport {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #timeoutMs: number;
  #most: number;

  constructor(url: string, timeoutMs: number, most: number) {
    [this.#url, this.#headers] = withoutCredentials(url);
    this.#timeoutMs = timeoutMs;
    this.#most = most;
  }

  /**
   * An answer for each call, in their order.
   * @throws {ChainError} `node-silent`, `node-garbled`, or `node-limits` when it goes on asking for patience.
   */
  async post(calls: readonly Call[]): Promise<readonly Answer[]> {
    const parts: Promise<readonly Answer[]>[] = [];
    for (let from = 0; from < calls.length; from += this.#most)
      parts.push(this.#part(calls.slice(from, from + this.#most)));
    return (await Promise.all(parts)).flat();
  }

  async #part(calls: readonly Call[]): Promise<readonly Answer[]> {
    const answers = new Map<number, Answer>();
    for (let tries = 1; ; tries++) {
      const open = calls.filter(({ id }) => !answers.has(id));
      const { given, isTooMuch, waitMs } = await this.#once(open);
      for (const answer of given) {
        if (!isForPatience(answer.error)) answers.set(answer.id as number, answer);
      }
      const left = calls.filter(({ id }) => !answers.has(id));
      if (isTooMuch && left.length > 0) {
        this.#most = Math.min(this.#most, Math.ceil(open.length / 2));
        for (const answer of await this.post(left)) answers.set(answer.id as number, answer);
      }
      if (isTooMuch || left.length === 0) return calls.map(({ id }) => answers.get(id) as Answer);
      if (tries === TRIES) throw new ChainError("unreachable", "node-limits");
      await new Promise((resolve) => setTimeout(resolve, Math.max(waitMs, FIRST_PAUSE_MS * 2 ** (tries - 1))));
    }
  }

  async #once(calls: readonly Call[]): Promise<Outcome> {
    let response: Response;
    let answer: unknown;
    const [single] = calls;
    const isOne = calls.length === 1;
    try {
      response = await fetch(this.#url, {
        method: "POST",
        headers: { "content-type": "application/json", ...this.#headers },
        // A node that knows no batches takes one call.
        body: JSON.stringify(isOne ? single : calls),
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      if (response.status === 429) return { given: [], isTooMuch: false, waitMs: patience(response.headers) };
      const isTooMuch = !isOne && TOO_MUCH.includes(response.status);
      if (!response.ok && !TOO_MUCH.includes(response.status)) throw silent();
      answer = await response.json().catch(() => (isTooMuch ? null : undefined));
      if (answer === undefined) throw silent();
      if (isTooMuch && !Array.isArray(answer)) return { given: [], isTooMuch, waitMs: 0 };
    } catch (error) {
      throw error instanceof ChainError ? error : silent();
    }
    if (Array.isArray(answer)) {
      const given = answer.filter((one) => isAnswer(one) && calls.some(({ id }) => id === one.id)) as Answer[];
      if (isOne && given.length === 0) throw garbled();
      // One that leaves out answers takes fewer calls than that.
      return { given, isTooMuch: given.length < calls.length, waitMs: 0 };
    }
    if (!isAnswer(answer)) throw garbled();
    if (isOne) return { given: [{ ...answer, id: single?.id }], isTooMuch: false, waitMs: 0 };
    return { given: [], isTooMuch: !isForPatience(answer.error), waitMs: 0 };
  }
}

/** What one request gives: answers, whether it held too much, and how long to wait, milliseconds. */
interface Outcome {
  readonly given: readonly Answer[];
  readonly isTooMuch: boolean;
  readonly waitMs: number;
}

/** An address without user and password, which `fetch` refuses in one, and the header that says them. */
function withoutCredentials(url: string): [string, Readonly<Record<string, string>>] {
  if (!/^https?:\/\/[^/@]*@/.test(url)) return [url, {}];
  const parsed = new URL(url);
  const [user, password] = [decodeURIComponent(parsed.username), decodeURIComponent(parsed.password)];
  Object.assign(parsed, { username: "", password: "" });
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return [parsed.href, { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` }];
}

const isAnswer = (value: unknown): value is Answer =>
  typeof value === "object" && value !== null && ("result" in value || "error" in value);

/** Whether a node asks for patience: some do so within an answer of status 200. */
function isForPatience(fault: Fault | undefined): boolean {
  return fault !== undefined && (fault.code === 429 || RATE.test(oneLine(String(fault.message ?? ""))));
}

/** How long to wait, milliseconds. Retry-After is of seconds here; a date is taken for none. @throws {ChainError} when it is too long. */
function patience(headers: Headers): number {
  const waitMs = 1_000 * (Number(headers.get("retry-after")) || 0);
  if (waitMs > LONGEST_PAUSE_MS) throw new ChainError("unreachable", "node-limits");
  return waitMs;
}

/** The address may hold a key: it is not repeated. */
const silent = () => new ChainError("unreachable", "node-silent");

/**
 * The error of an answer that is none.
 * @internal
 */
export function garbled(): ChainError {
  return new ChainError("unreachable", "node-garbled");
}
