import { Interface, Transaction } from "ethers";
import { GATEWAY_ABI } from "../gateway/contracts.js";
import type { Asks } from "../src/chain/index.js";
import { type Hex, ZERO } from "../src/protocol/index.js";

const abi = new Interface(GATEWAY_ABI);
const ANCHOR = abi.getFunction("anchor")?.selector;
const hex = (value: number | bigint) => `0x${value.toString(16)}`;

interface Mined {
  readonly raw: string;
  readonly from: string;
  readonly nonce: number;
  readonly to: string;
  readonly data: string;
  readonly tip: bigint;
  readonly maxFee: bigint;
}
interface Block {
  readonly number: number;
  readonly time: number;
  readonly hash: string;
  readonly transactions: readonly Mined[];
}

/** What a node is told to answer otherwise. Undefined: the truth. */
type Script = (method: string, params: readonly unknown[]) => unknown;

/**
 * A chain in memory with what a gateway asks of it: registries, nonces, a pool, reorganisations. Blocks come when the test mines them.
 * A test scripts how its node lies, refuses or is silent.
 */
export class ScriptedChain {
  chainId = 31337;
  baseFee = 1_000_000_000n;
  balance = 10n ** 18n;
  /** Statements that `withdrawFor` reverts for. */
  readonly reverting = new Set<string>();
  readonly parties = new Map<string, { party: Hex; role: number; status: number; suspended: boolean }>();
  /** Every raw transaction that was handed over, the same ones again included. */
  readonly sent: string[] = [];
  #blocks: Block[];
  /** The blocks that hold transactions: few of them do. */
  #busy: Block[] = [];
  #pool: Mined[] = [];
  #forks = 0;

  constructor(time = 1_800_000_000) {
    this.#blocks = [{ number: 0, time, hash: hex(time), transactions: [] }];
  }

  get head(): Block {
    return this.#blocks.at(-1) as Block;
  }

  get pool(): readonly Mined[] {
    return this.#pool;
  }

  /** Mines blocks, each so many seconds after the one before; `take` picks what goes in, by default the dearest of each nonce. */
  mine(count = 1, seconds = 2, take: (one: Mined) => boolean = () => true): void {
    for (let i = 0; i < count; i++) {
      const taken: Mined[] = [];
      for (;;) {
        const [next] = this.#pool
          .filter((one) => one.nonce === this.#nonceOf(one.from) + taken.filter(({ from }) => from === one.from).length)
          .filter(take)
          .sort((a, b) => Number(b.tip - a.tip));
        if (!next) break;
        taken.push(next);
        this.#pool = this.#pool.filter((one) => one.from !== next.from || one.nonce !== next.nonce);
      }
      const number = this.#blocks.length;
      const time = this.head.time + seconds;
      const hash = hex(BigInt(number) * 1_000n + BigInt(this.#forks));
      const block: Block = { number, time, hash, transactions: taken };
      this.#blocks.push(block);
      if (taken.length > 0) this.#busy.push(block);
    }
  }

  /** Takes the newest blocks back; what they held is in the pool again, or lost. */
  reorganise(depth: number, isLost = false): void {
    const gone = this.#blocks.splice(-depth);
    this.#busy = this.#busy.filter((block) => !gone.includes(block));
    if (!isLost) this.#pool.push(...gone.flatMap(({ transactions }) => transactions));
    this.#forks++;
  }

  /** Empties the pool, as a node that restarts does. */
  forgetPool(): void {
    this.#pool = [];
  }

  /** Somebody else uses the account's key. */
  spend(from: string): void {
    const nonce = this.#nonceOf(from);
    this.#pool = this.#pool.filter((one) => one.from !== from || one.nonce !== nonce);
    this.#pool.push({ raw: "0x", from, nonce, to: "0x", data: "0x", tip: 10n ** 12n, maxFee: 10n ** 12n });
    this.mine();
  }

  /** Somebody else anchors a root. */
  anchor(root: string): void {
    const data = abi.encodeFunctionData("anchor", [root]);
    const other = `0x${"99".repeat(20)}`;
    this.#pool.push({ raw: "0x", from: other, nonce: this.#nonceOf(other), to: "0x", data, tip: 1n, maxFee: 1n });
    this.mine(1, 2, ({ from }) => from === other);
  }

  enrol(key: string, party: Hex = `0x${"a1".repeat(32)}`, status = 2, suspended = false): void {
    this.parties.set(key.toLowerCase(), { party, role: 1, status, suspended });
  }

  /** How often a root was anchored by a transaction of its own; of one account, where that is named. */
  anchorsOf(root: string, from?: string): number {
    return this.#busy
      .flatMap(({ transactions }) => transactions)
      .filter((one) => one.data === anchorData(root) && (from === undefined || one.from === from)).length;
  }

  /** When a root was anchored; 0 when it was not. */
  timeOf(root: string): number {
    const data = anchorData(root);
    return this.#busy.find(({ transactions }) => transactions.some((one) => one.data === data))?.time ?? 0;
  }

  /** Transactions of an account. */
  nonceOf(from: string): number {
    return this.#nonceOf(from);
  }

  /** A node of this chain. */
  node(script: Script = () => undefined): Asks {
    return {
      ask: async (method, params) => {
        const told = script(method, params);
        if (told instanceof Error) throw told;
        return told === undefined ? this.#answer(method, params) : told;
      },
    };
  }

  #nonceOf(from: string, block = Number.POSITIVE_INFINITY): number {
    return this.#busy
      .filter(({ number }) => number <= block)
      .flatMap(({ transactions }) => transactions)
      .filter((one) => one.from === from).length;
  }

  #answer(method: string, params: readonly unknown[]): unknown {
    switch (method) {
      case "eth_chainId":
        return hex(this.chainId);
      case "eth_blockNumber":
        return hex(this.head.number);
      case "eth_getBlockByNumber": {
        const block = params[0] === "latest" ? this.head : this.#blocks[Number(params[0])];
        return block
          ? {
              number: hex(block.number),
              timestamp: hex(block.time),
              hash: block.hash,
              baseFeePerGas: hex(this.baseFee),
            }
          : null;
      }
      case "eth_maxPriorityFeePerGas":
        return hex(1_000_000n);
      case "eth_getTransactionCount":
        return hex(this.#nonceOf(String(params[0]), Number(params[1])));
      case "eth_getBalance":
        return hex(this.balance);
      case "eth_estimateGas":
        this.#refuseReverting((params[0] as { data: string }).data);
        return hex(60_000);
      case "eth_call": {
        const { data } = params[0] as { data: string };
        return this.#call(data, Number(params[1]));
      }
      case "eth_sendRawTransaction":
        return this.#take(String(params[0]));
      default:
        throw new Error(`the method ${method} is not known`);
    }
  }

  #refuseReverting(data: string): void {
    for (const statement of this.reverting)
      if (data.includes(statement.slice(2))) throw new Error("execution reverted");
  }

  #call(data: string, block: number): string {
    const call = abi.parseTransaction({ data });
    if (!call) throw new Error("unknown call");
    const blocks = this.#busy.filter(({ number }) => number <= block);
    const holds = (wanted: string) =>
      blocks.find(({ transactions }) => transactions.some((one) => one.data.includes(wanted)));
    const answer = (values: unknown[]) => abi.encodeFunctionResult(call.name, values);
    switch (call.name) {
      case "anchoredAt":
        return answer([holds(anchorData(call.args[0]))?.time ?? 0]);
      case "standing": {
        const known = this.parties.get(String(call.args[0]).toLowerCase());
        return answer([known ?? { party: ZERO, role: 0, status: 0, suspended: false }]);
      }
      case "withdrawalOf":
        return answer([
          { time: holds(String(call.args[1]).slice(2))?.time ?? 0, reason: 1, account: `0x${"00".repeat(20)}` },
        ]);
      case "useOf":
        return answer([{ tag: ZERO, time: holds(String(call.args[1]).slice(2))?.time ?? 0 }]);
      default:
        this.#refuseReverting(data);
        return "0x00";
    }
  }

  #take(raw: string): string {
    this.sent.push(raw);
    const tx = Transaction.from(raw);
    const from = String(tx.from).toLowerCase();
    const { maxFeePerGas: maxFee, maxPriorityFeePerGas: tip } = tx;
    const one: Mined = {
      raw,
      from,
      nonce: tx.nonce,
      to: String(tx.to),
      data: tx.data,
      tip: BigInt(tip ?? 0),
      maxFee: BigInt(maxFee ?? 0),
    };
    if (tx.nonce < this.#nonceOf(from)) throw new Error("nonce too low");
    if (this.#pool.some((other) => other.raw === raw)) throw new Error("already known");
    const rival = this.#pool.find((other) => other.from === from && other.nonce === tx.nonce);
    const isDearer = (a: bigint, b: bigint) => a * 10n >= b * 11n;
    if (rival && !(isDearer(one.maxFee, rival.maxFee) && isDearer(one.tip, rival.tip))) {
      throw new Error("replacement transaction underpriced");
    }
    this.#pool = this.#pool.filter((other) => other !== rival);
    this.#pool.push(one);
    return String(tx.hash);
  }
}

const anchorData = (root: string) => `${ANCHOR}${root.slice(2)}`;
