import { expect } from "chai";
import type { Provider, TransactionReceipt, TransactionResponse } from "ethers";
import { HDNodeWallet, JsonRpcProvider } from "ethers";
import { followTransactions, type TransactionProgress } from "../../src/chain/index.js";
import { mined, transact } from "../../src/chain/transactions.js";
import { type RunningNode, startNode } from "../../testing/node.js";

const SEPOLIA = 11_155_111n;
const HASH = `0x${"ab".repeat(32)}`;
const LOOK_MS = 10;

/** A node that says what it is told, and whether it has mined the transaction; its head moves where it is told to. */
function scripted({ head, isMined }: { head: () => number; isMined: boolean }) {
  const provider = {
    pollingInterval: LOOK_MS,
    getTransactionReceipt: async () =>
      isMined ? ({ hash: HASH, blockNumber: 7, status: 1 } as TransactionReceipt) : null,
    getBlockNumber: async () => head(),
    getTransactionCount: async () => (isMined ? 6 : 5),
    getTransaction: async () => ({}) as TransactionResponse,
  } as unknown as Provider;
  const sent = { provider, hash: HASH, from: "0x01", nonce: 5, chainId: SEPOLIA } as TransactionResponse;
  const seen: TransactionProgress[] = [];
  followTransactions(provider, (progress) => seen.push(progress));
  return { sent, seen };
}

const codeOf = (done: Promise<unknown>) =>
  done.then(
    () => "done",
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

describe("waiting for a transaction", () => {
  it("tells its hash at once, then each confirmation that its chain asks for", async () => {
    let looks = 0;
    const { sent, seen } = scripted({ head: () => (++looks < 4 ? 7 : 8), isMined: true });
    await mined(sent, "anchoring");
    const about = { transaction: HASH, doing: "anchoring", block: 7, needed: 2 };
    expect(seen).to.deep.equal([
      { transaction: HASH, doing: "anchoring", is: "sent" },
      { ...about, is: "mined", confirmations: 1 },
      { ...about, is: "mined", confirmations: 2 },
    ]);
  });

  it("says that no block follows where a development node has the number of a public network", async () => {
    const { sent, seen } = scripted({ head: () => 7, isMined: true });
    const started = Date.now();
    expect(await codeOf(mined(sent, "anchoring"))).to.equal("no-new-block");
    expect(seen.at(-1)).to.include({ is: "mined", confirmations: 1, needed: 2 });
    // A tenth of the time that a transaction may wait to be mined.
    expect(Date.now() - started).to.be.lessThan(150 * LOOK_MS);
  });

  it("blames no fee where a transaction waits because no block comes", async () => {
    const { sent } = scripted({ head: () => 7, isMined: false });
    expect(await codeOf(mined(sent, "anchoring"))).to.equal("no-block-comes");
    let head = 7;
    const alive = scripted({ head: () => ++head, isMined: false });
    expect(await codeOf(mined(alive.sent, "anchoring"))).to.equal("transaction-waits");
  });

  describe("on a real node", () => {
    let node: RunningNode;
    after(() => node.stop());

    it("of a public network's number, once a block follows: two confirmations, then done", async () => {
      node = await startNode({ chainId: Number(SEPOLIA) });
      const provider = new JsonRpcProvider(node.url, SEPOLIA, {
        staticNetwork: true,
        cacheTimeout: -1,
        pollingInterval: 100,
      });
      const phrase = "test test test test test test test test test test test junk";
      const wallet = HDNodeWallet.fromPhrase(phrase).connect(provider);
      const seen: TransactionProgress[] = [];
      followTransactions(provider, (progress) => {
        seen.push(progress);
        // It makes a block only when a transaction comes, or when it is told to.
        if (progress.is === "mined" && progress.confirmations === 1) void provider.send("evm_mine", []);
      });
      const { hash } = await transact("anchoring", () => wallet.sendTransaction({ to: wallet.address }));
      expect(
        seen.map((progress) => [progress.is, "confirmations" in progress && progress.confirmations]),
      ).to.deep.equal([
        ["sent", false],
        ["mined", 1],
        ["mined", 2],
      ]);
      expect(seen.every(({ transaction }) => transaction === hash)).to.equal(true);
      provider.destroy();
    });
  });
});
