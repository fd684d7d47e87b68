import type { JsonRpcProvider, TransactionResponse, Wallet } from "ethers";

/** Where a circumstance is made: a node whose clock, pool and balances can be set, and the account that sends. */
export interface Ground {
  readonly admin: JsonRpcProvider;
  readonly sender: Wallet;
}

/** What a chain, or who shares an account with a program, does to a transaction. */
export interface Circumstance {
  /** Blocks are made only when asked for, until the first run has ended. */
  readonly isSlow?: boolean;
  /** Milliseconds by which the machine's clock is wrong during the first run. */
  readonly clockMs?: number;
  /** The program is run twice at the same time. */
  readonly isTwice?: boolean;
  before?(ground: Ground): Promise<unknown>;
  /** The node says that the account has sent so many more than it has. */
  readonly countsAhead?: number;
  /** The program has signed the transaction, and the node does not have it yet. */
  onSending?(ground: Ground): Promise<unknown>;
  /** The node has it, and the program does not know that. */
  onSent?(ground: Ground, hash: string): Promise<unknown>;
  /** The first run has ended. */
  after?(ground: Ground): Promise<unknown>;
}

let passing: NodeJS.Timeout | undefined;

/** From now on blocks come, without what waits for another. */
async function passOver({ admin }: Ground): Promise<void> {
  passing = setInterval(() => void admin.send("evm_mine", []).catch(() => undefined), 20);
}

async function passNoMore(): Promise<void> {
  clearInterval(passing);
}

const DAY = 86_400;
const YEAR_MS = 365 * DAY * 1000;
const RICH = "0x8ac7230489e80000";
const NOBODY = `0x${"0d".repeat(20)}`;

async function replace(
  { admin, sender }: Ground,
  hash: string,
  change: (sent: TransactionResponse) => { to: string | null; data: string; value: bigint },
): Promise<void> {
  const sent = await admin.getTransaction(hash);
  if (!sent) throw new Error("the node does not have the transaction");
  await sender.sendTransaction({
    ...change(sent),
    nonce: sent.nonce,
    gasLimit: sent.gasLimit,
    maxFeePerGas: 3n * (sent.maxFeePerGas ?? 1n),
    maxPriorityFeePerGas: 3n * (sent.maxPriorityFeePerGas ?? 1n),
  });
  await admin.send("evm_mine", []);
}

/** The circumstances, by name. A snapshot is put back after each. */
export const CIRCUMSTANCES: Readonly<Record<string, Circumstance>> = {
  "its fee raised in a wallet": {
    isSlow: true,
    onSent: (ground, hash) => replace(ground, hash, ({ to, data, value }) => ({ to, data, value })),
  },
  "cancelled in a wallet": {
    isSlow: true,
    onSent: (ground, hash) => replace(ground, hash, () => ({ to: ground.sender.address, data: "0x", value: 0n })),
  },
  "replaced by another act": {
    isSlow: true,
    onSent: (ground, hash) => replace(ground, hash, () => ({ to: NOBODY, data: "0x", value: 1n })),
  },
  "dropped from the pool": {
    isSlow: true,
    onSent: ({ admin }, hash) => admin.send("hardhat_dropTransaction", [hash]),
  },
  "not mined, for no block comes": { isSlow: true },
  "mined when nobody waits any more": { isSlow: true, after: ({ admin }) => admin.send("evm_mine", []) },
  "the one before it dropped": {
    isSlow: true,
    before: ({ sender }) => sender.sendTransaction({ to: NOBODY }),
    onSent: async ({ admin, sender }) => {
      const pending = (await admin.send("eth_getBlockByNumber", ["pending", true])) as {
        transactions: { hash: string; from: string; to: string }[];
      };
      const one = pending.transactions.find(({ from, to }) => from === sender.address.toLowerCase() && to === NOBODY);
      await admin.send("hardhat_dropTransaction", [one?.hash]);
    },
  },
  "a node that knows of one that nobody has": { isSlow: true, countsAhead: 1, onSent: passOver, after: passNoMore },
  "a nonce left out before": {
    before: async ({ admin, sender }) =>
      sender.sendTransaction({ to: NOBODY, nonce: (await admin.getTransactionCount(sender.address)) + 1 }),
  },
  "taken out by a reorganisation": {
    before: async ({ admin }) => snapshots.set(admin, await admin.send("evm_snapshot", [])),
    after: ({ admin }) => admin.send("evm_revert", [snapshots.get(admin)]),
  },
  "an account that cannot pay": {
    before: ({ admin, sender }) => admin.send("hardhat_setBalance", [sender.address, "0x0"]),
    after: ({ admin, sender }) => admin.send("hardhat_setBalance", [sender.address, RICH]),
  },
  "an account emptied meanwhile": {
    onSending: ({ admin, sender }) => admin.send("hardhat_setBalance", [sender.address, "0x1"]),
    after: ({ admin, sender }) => admin.send("hardhat_setBalance", [sender.address, RICH]),
  },
  "fees a thousand times as high meanwhile": {
    onSending: async ({ admin }) => {
      await admin.send("hardhat_setNextBlockBaseFeePerGas", ["0xe8d4a51000"]);
      await admin.send("evm_mine", []);
    },
    after: async ({ admin }) => {
      await admin.send("hardhat_setNextBlockBaseFeePerGas", ["0x1"]);
      await admin.send("evm_mine", []);
    },
  },
  "two programs with one key at once": { isTwice: true },
  "the chain's clock a day ahead": {
    before: async ({ admin }) => {
      await admin.send("evm_increaseTime", [DAY]);
      await admin.send("evm_mine", []);
    },
  },
  "the machine's clock a year ahead": { clockMs: YEAR_MS },
  "the machine's clock a year behind": { clockMs: -YEAR_MS },
};

const snapshots = new WeakMap<JsonRpcProvider, unknown>();
