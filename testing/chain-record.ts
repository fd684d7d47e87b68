import { toBeHex } from "ethers";
import { bytesSight, type Sight, textSight } from "./leaks.js";

/** What answers JSON-RPC: an ethers provider of a node. */
export interface Rpc {
  send(method: string, params: unknown[]): Promise<unknown>;
}

interface Transaction {
  readonly hash: string;
  readonly to: string | null;
  readonly input: string;
}

interface Log {
  readonly topics: readonly string[];
  readonly data: string;
}

interface Step {
  readonly op: string;
  readonly depth: number;
  readonly stack: readonly string[];
}

/** All that a chain ever recorded. */
export interface ChainRecord {
  /** Calldata, logs, code, and every slot and value that was ever written. */
  readonly sights: readonly Sight[];
  readonly calldata: number;
  readonly logs: number;
  readonly writes: number;
  /** The slots of each contract as they are now. */
  readonly storage: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const wordOf = (value: string | undefined) => toBeHex(BigInt(value ?? "0x0"), 32);
const addressOf = (value: string | undefined) => `0x${wordOf(value).slice(-40)}`;

/** The writes of one transaction, in order. Nodes that do not tell their storage still tell each SSTORE. */
function writesOf(steps: readonly Step[], contract: string): { contract: string; slot: string; value: string }[] {
  const at = [contract];
  const writes: { contract: string; slot: string; value: string }[] = [];
  for (const { op, depth, stack } of steps) {
    at.length = depth;
    const here = at[depth - 1] ?? contract;
    if (op === "CALL" || op === "STATICCALL") at[depth] = addressOf(stack.at(-2));
    if (op === "DELEGATECALL" || op === "CALLCODE") at[depth] = here;
    if (op.startsWith("CREATE")) throw new Error("a contract that creates contracts is not followed");
    if (op === "SSTORE") writes.push({ contract: here, slot: wordOf(stack.at(-1)), value: wordOf(stack.at(-2)) });
  }
  return writes;
}

/** Reads every block of a chain: what anyone who runs a node has. */
export async function readChain(rpc: Rpc): Promise<ChainRecord> {
  const sights: Sight[] = [];
  const storage = new Map<string, Map<string, string>>();
  const counted = { calldata: 0, logs: 0, writes: 0 };
  const latest = Number(await rpc.send("eth_blockNumber", []));
  for (let number = 0; number <= latest; number++) {
    const block = (await rpc.send("eth_getBlockByNumber", [`0x${number.toString(16)}`, true])) as {
      transactions: Transaction[];
    };
    sights.push(textSight(`block ${number}`, JSON.stringify(block)));
    for (const { hash, to, input } of block.transactions) {
      const where = `block ${number}, transaction`;
      const receipt = (await rpc.send("eth_getTransactionReceipt", [hash])) as {
        logs: Log[];
        contractAddress: string | null;
      };
      sights.push(bytesSight(`${where}: calldata`, input));
      counted.calldata += (input.length - 2) / 2;
      for (const { topics, data } of receipt.logs) {
        sights.push(...[...topics, data].map((part) => bytesSight(`${where}: log`, part)));
        counted.logs += 1;
      }
      sights.push(textSight(`${where}: logs`, JSON.stringify(receipt.logs)));
      const { structLogs } = (await rpc.send("debug_traceTransaction", [
        hash,
        { disableMemory: true, disableStorage: true },
      ])) as { structLogs: Step[] };
      for (const { contract, slot, value } of writesOf(structLogs, addressOf(to ?? receipt.contractAddress ?? "0x0"))) {
        sights.push(bytesSight(`${where}: slot`, slot), bytesSight(`${where}: stored`, value));
        const slots = storage.get(contract) ?? new Map<string, string>();
        storage.set(contract, slots.set(slot, value));
        counted.writes += 1;
      }
    }
  }
  for (const contract of storage.keys()) {
    sights.push(bytesSight(`code of ${contract}`, String(await rpc.send("eth_getCode", [contract, "latest"]))));
  }
  return { sights, storage, ...counted };
}
