import { expect } from "chai";
import { Transaction } from "ethers";
import { deepBlock } from "../../../gateway/sending.js";
import { type Hex, rootOf } from "../../../src/protocol/index.js";
import { aBatch, addressOf, aGateway, GATEWAY_KEY, type GatewayBench } from "../../../testing/gateways.js";
import { ModelledDatabase } from "../../../testing/modelled-store.js";
import { ScriptedChain } from "../../../testing/scripted-chain.js";

const ACCOUNT = addressOf(GATEWAY_KEY as Hex);

const stateOf = async ({ gateway }: GatewayBench, digest: Hex) => (await gateway.batch(digest))?.state;
const rootFor = async ({ gateway }: GatewayBench, digest: Hex): Promise<Hex> => {
  const state = await gateway.batch(digest);
  if (!state || state.state === "received") throw new Error("not frozen yet");
  return state.root;
};
/** Rounds of the loops until a batch is final. */
async function untilFinal(bench: GatewayBench, digest: Hex, most = 40): Promise<void> {
  for (let i = 0; i < most && (await stateOf(bench, digest)) !== "final"; i++) await bench.round();
  expect(await stateOf(bench, digest)).to.equal("final");
}
const noncesOf = (chain: ScriptedChain) => [...new Set(chain.sent.map((raw) => Transaction.from(raw).nonce))];
const failed = (act: Promise<unknown>): Promise<{ code?: string }> =>
  act.then(
    () => ({}),
    (error) => error,
  );

describe("a gateway that anchors", () => {
  it("anchors what it accepted, and hands out a path that verifies before the anchor is there", async () => {
    const bench = await aGateway();
    const digests = [await bench.post(1), await bench.post(2), await bench.post(3)];
    expect(await stateOf(bench, digests[0] as Hex)).to.equal("received");
    await bench.gateway.tick();
    for (const digest of digests) {
      const state = await bench.gateway.batch(digest);
      if (state?.state !== "frozen") throw new Error("not frozen");
      expect(rootOf(digest, state.anchorProof)).to.equal(state.root);
    }
    await untilFinal(bench, digests[0] as Hex);
    expect(bench.chain.sent).to.have.length(1);
    expect(bench.gateway.counters.pathFailures).to.equal(0);
  });

  it("says anchored at the head and final at the network's depth (rule 6)", async () => {
    const bench = await aGateway();
    const digest = await bench.post(1);
    await bench.gateway.tick();
    await bench.round();
    expect(await stateOf(bench, digest)).to.equal("anchored");
    await bench.round();
    expect(await stateOf(bench, digest)).to.equal("anchored");
    await bench.round();
    expect(await stateOf(bench, digest)).to.equal("final");
    expect(deepBlock({ number: 10, time: 0 }, 3)).to.equal(8);
  });

  it("sends the same bytes after a restart, also where the node knows them already (rule 2)", async () => {
    const bench = await aGateway();
    const digest = await bench.post(1);
    await bench.gateway.tick();
    await bench.restart();
    await bench.gateway.tick();
    bench.chain.forgetPool();
    await bench.restart();
    await bench.gateway.tick();
    expect(new Set(bench.chain.sent).size).to.equal(1);
    expect(bench.chain.sent).to.have.length(3);
    await untilFinal(bench, digest);
  });

  it("stores the signed transaction before it is sent: a send that never returns is found again (rule 2)", async () => {
    const chain = new ScriptedChain();
    let isCut = true;
    const script = (method: string) =>
      isCut && method === "eth_sendRawTransaction" ? new Error("the connection is cut") : undefined;
    const bench = await aGateway({ chain, nodes: [chain.node(script)] });
    const digest = await bench.post(1);
    await bench.gateway.tick();
    const stored = await bench.store.lastSend("round/1");
    expect(stored?.nonce).to.equal(0);
    isCut = false;
    await bench.restart();
    await untilFinal(bench, digest);
    expect(chain.sent).to.deep.equal([stored?.raw]);
  });

  it("uses the chain's nonce after sends that were refused (rule 3; openzeppelin-relayer#818)", async () => {
    const chain = new ScriptedChain();
    let refusals = 3;
    const script = (method: string) =>
      method === "eth_sendRawTransaction" && refusals-- > 0 ? new Error("internal error") : undefined;
    const bench = await aGateway({ chain, nodes: [chain.node(script)] });
    const digest = await bench.post(1);
    for (let i = 0; i < 4; i++) {
      await bench.gateway.tick();
      await bench.restart();
    }
    await untilFinal(bench, digest);
    expect(noncesOf(chain)).to.deep.equal([0]);
  });

  it("leaves no gap after a failed send: nonces n, n + 1 (viem#4364)", async () => {
    const bench = await aGateway({ rules: { intervalSeconds: 1 } });
    for (let number = 1; number <= 3; number++) {
      const digest = await bench.post(number);
      if (number === 2) bench.chain.forgetPool();
      await untilFinal(bench, digest);
    }
    expect(noncesOf(bench.chain)).to.deep.equal([0, 1, 2]);
  });

  it("raises both fees by an eighth, and keeps nonce and calldata (rule 4)", async () => {
    const bench = await aGateway();
    await bench.post(1);
    await bench.gateway.tick();
    for (let i = 0; i < 5; i++) {
      bench.wait(61);
      await bench.gateway.tick();
    }
    const sent = bench.chain.sent.map((raw) => Transaction.from(raw));
    expect(sent).to.have.length(6);
    sent.slice(1).forEach((tx, i) => {
      const before = sent[i] as Transaction;
      expect([tx.nonce, tx.data, tx.to]).to.deep.equal([before.nonce, before.data, before.to]);
      expect(Number(tx.maxFeePerGas) / Number(before.maxFeePerGas)).to.be.at.least(1.125);
      expect(Number(tx.maxPriorityFeePerGas) / Number(before.maxPriorityFeePerGas)).to.be.at.least(1.125);
    });
    expect(bench.chain.pool).to.have.length(1);
  });

  it("waits at the cap with an alarm, refuses what comes, and goes on when fees fall (rules 4 and 9; opentimestamps#116)", async () => {
    const bench = await aGateway({ rules: { maxFeePerGas: 3_000_000_000n } });
    const digest = await bench.post(1);
    bench.chain.baseFee = 50_000_000_000n;
    await bench.gateway.tick();
    expect(bench.gateway.alarms()).to.deep.equal(["fee-cap"]);
    expect(bench.chain.sent).to.deep.equal([]);
    expect((await failed(bench.post(2))).code).to.equal("cannot-anchor-in-time");
    expect(await stateOf(bench, digest)).to.equal("frozen");
    bench.chain.baseFee = 1_000_000_000n;
    await untilFinal(bench, digest);
    await bench.round();
    expect(bench.gateway.alarms()).to.deep.equal([]);
    await bench.post(2);
  });

  it("asks the contract when the nonce is too low, and sends nothing else (rule 5; alto#747)", async () => {
    const bench = await aGateway();
    const digest = await bench.post(1);
    await bench.gateway.tick();
    const [original] = bench.chain.sent;
    bench.wait(61);
    await bench.gateway.tick();
    expect(bench.chain.sent).to.have.length(2);
    // The original is mined while the dearer one waits.
    bench.chain.forgetPool();
    await bench.chain.node().ask("eth_sendRawTransaction", [original]);
    await untilFinal(bench, digest);
    expect(bench.chain.anchorsOf(await rootFor(bench, digest))).to.equal(1);
    expect(noncesOf(bench.chain)).to.deep.equal([0]);
  });

  it("ends anchored, with nothing sent twice, where the node says nothing of the transaction (openzeppelin-relayer#817)", async () => {
    const chain = new ScriptedChain();
    let silent = 5;
    const script = (method: string) => (method === "eth_call" && silent-- > 0 ? null : undefined);
    const bench = await aGateway({ chain });
    const digest = await bench.post(1);
    await bench.gateway.tick();
    const deaf = await aGateway({ chain, store: bench.store, nodes: [chain.node(script)] });
    for (let i = 0; i < 12; i++) await deaf.round();
    expect(await stateOf(deaf, digest)).to.equal("final");
    expect(new Set(chain.sent).size).to.equal(1);
  });

  it("believes no single node: one of three that lies says neither anchored nor moved (rule 6)", async () => {
    const chain = new ScriptedChain();
    const liar = chain.node((method, params) => {
      if (method === "eth_getTransactionCount") return "0x63";
      return method === "eth_call" && params.length > 0 ? `0x${"ff".repeat(32)}` : undefined;
    });
    const bench = await aGateway({ chain, nodes: [liar, chain.node(), chain.node()] });
    const digest = await bench.post(1);
    await bench.gateway.tick();
    expect(await stateOf(bench, digest)).to.equal("frozen");
    await untilFinal(bench, digest);
  });

  it("goes visibly back in a reorganisation, and sends the same root again (rule 6)", async () => {
    const bench = await aGateway();
    const digest = await bench.post(1);
    await bench.gateway.tick();
    await bench.round();
    expect(await stateOf(bench, digest)).to.equal("anchored");
    const root = await rootFor(bench, digest);
    bench.chain.reorganise(1, true);
    bench.chain.mine(2);
    bench.wait(31);
    await bench.gateway.tick();
    expect(await stateOf(bench, digest)).to.equal("frozen");
    expect(bench.gateway.counters.reorganisations).to.equal(1);
    bench.wait(31);
    await untilFinal(bench, digest);
    expect(await rootFor(bench, digest)).to.equal(root);
    expect(noncesOf(bench.chain)).to.deep.equal([0]);
  });

  it("opens a final round again that a deep reorganisation took back", async () => {
    const bench = await aGateway();
    const digest = await bench.post(1);
    await bench.gateway.tick();
    await untilFinal(bench, digest);
    bench.chain.reorganise(3, true);
    bench.chain.mine(5);
    await bench.gateway.tick();
    expect(await stateOf(bench, digest)).to.equal("frozen");
    bench.wait(61);
    await untilFinal(bench, digest);
    expect(noncesOf(bench.chain)).to.deep.equal([0]);
  });

  it("sends no transaction where nothing is pending, and one for all that waits (rule 7)", async () => {
    const bench = await aGateway();
    for (let i = 0; i < 5; i++) await bench.round();
    expect(bench.chain.sent).to.deep.equal([]);
    const first = await bench.post(1);
    await untilFinal(bench, first);
    const later = [await bench.post(2), await bench.post(3)];
    await bench.round();
    expect(await stateOf(bench, later[0] as Hex)).to.equal("received");
    bench.wait(60);
    await untilFinal(bench, later[0] as Hex);
    expect(await stateOf(bench, later[1] as Hex)).to.equal("final");
    expect(bench.chain.sent).to.have.length(2);
  });

  it("freezes before its interval where enough waits (rule 7)", async () => {
    const bench = await aGateway({ rules: { enoughBatches: 3 } });
    await untilFinal(bench, await bench.post(1));
    const digests = [await bench.post(2), await bench.post(3), await bench.post(4)];
    await bench.gateway.tick();
    expect(await stateOf(bench, digests[0] as Hex)).to.equal("frozen");
  });

  it("knows a duplicate of what is open, in flight and done (rule 8; dcrtime#42, cosign#4851)", async () => {
    const bench = await aGateway();
    const { digest, ...post } = aBatch(1, bench.chain.head.time);
    const first = await bench.gateway.postBatch(post);
    expect(first.isNew).to.equal(true);
    for (let i = 0; i < 10; i++) {
      const again = await bench.gateway.postBatch(post);
      expect([again.isNew, again.state.digest, again.state.promise]).to.deep.equal([
        false,
        digest,
        first.state.promise,
      ]);
      await bench.round(i % 2);
    }
    await untilFinal(bench, digest);
    expect((await bench.gateway.postBatch(post)).state.state).to.equal("final");
    expect((await bench.gateway.round(await rootFor(bench, digest)))?.digests).to.deep.equal([digest]);
  });

  it("stores one leaf of a batch that is posted many times at once", async () => {
    const bench = await aGateway();
    const { digest, ...post } = aBatch(1, bench.chain.head.time);
    const answers = await Promise.all(Array.from({ length: 10 }, () => bench.gateway.postBatch(post)));
    expect(answers.filter(({ isNew }) => isNew)).to.have.length(1);
    expect(new Set(answers.map(({ state }) => JSON.stringify(state))).size).to.equal(1);
    await untilFinal(bench, digest);
  });

  it("keeps a batch that is ahead of the head's time until the head is there (rule 18)", async () => {
    const bench = await aGateway();
    const { digest, ...post } = aBatch(1, bench.chain.head.time + 100);
    await bench.gateway.postBatch(post);
    const now = await bench.post(2);
    await bench.gateway.tick();
    expect(await stateOf(bench, now)).to.equal("frozen");
    expect(await stateOf(bench, digest)).to.equal("received");
    bench.chain.mine(1, 100);
    bench.wait(100);
    await untilFinal(bench, now);
    await untilFinal(bench, digest, 60);
  });

  it("stops with a code where the nonce moved without it (rule 20)", async () => {
    const bench = await aGateway();
    await bench.post(1);
    await bench.gateway.tick();
    bench.chain.spend(ACCOUNT);
    bench.chain.mine(2);
    expect((await failed(bench.gateway.tick())).code).to.equal("nonce-moved");
    await bench.restart();
    expect((await failed(bench.gateway.tick())).code).to.equal("nonce-moved");
    await bench.store.newEpoch();
    await bench.restart();
    for (let i = 0; i < 8; i++) await bench.round();
    expect((await bench.store.lastRound())?.state).to.equal("final");
  });

  it("stops where a nonce was used between two rounds, and waits where a node only lags", async () => {
    const bench = await aGateway();
    await untilFinal(bench, await bench.post(1));
    bench.chain.spend(ACCOUNT);
    await bench.post(2);
    bench.wait(61);
    await bench.gateway.tick();
    expect(bench.chain.sent).to.have.length(1);
    bench.chain.mine(2);
    expect((await failed(bench.gateway.tick())).code).to.equal("nonce-moved");
  });

  it("goes on where somebody else anchored its root first: its own transaction is mined before the next", async () => {
    const bench = await aGateway();
    const digest = await bench.post(1);
    await bench.gateway.tick();
    bench.chain.anchor(await rootFor(bench, digest));
    for (let i = 0; i < 3; i++) bench.chain.mine(1, 2, () => false);
    await bench.gateway.tick();
    expect(await stateOf(bench, digest)).to.equal("final");
    bench.chain.forgetPool(); // The node lost it: the nonce must still be filled by the same call.
    const next = await bench.post(2);
    bench.wait(61);
    await untilFinal(bench, next);
    expect(noncesOf(bench.chain)).to.deep.equal([0, 1]);
    expect(bench.chain.pool).to.deep.equal([]);
  });

  it("stands a week without a node: nothing is lost, doubled or accepted in vain", async () => {
    const chain = new ScriptedChain();
    let isAway = false;
    const bench = await aGateway({ chain, nodes: [chain.node(() => (isAway ? new Error("away") : undefined))] });
    const digest = await bench.post(1);
    isAway = true;
    for (let hour = 0; hour < 168; hour++) {
      bench.wait(3_600);
      await bench.gateway.tick();
      if (hour % 24 === 0) await bench.restart();
    }
    expect(bench.gateway.alarms()).to.include("node-away");
    expect((await failed(bench.post(2))).code).to.be.oneOf(["chain-away", "cannot-anchor-in-time"]);
    expect(await stateOf(bench, digest)).to.equal("received");
    isAway = false;
    bench.chain.mine(1, 7 * 86_400);
    await untilFinal(bench, digest);
    expect(noncesOf(chain)).to.deep.equal([0]);
  });

  it("fills a nonce that a deep reorganisation took from an older round", async () => {
    const bench = await aGateway({ rules: { intervalSeconds: 1, confirmations: 1 } });
    const digests: Hex[] = [];
    for (let number = 1; number <= 2; number++) {
      digests.push(await bench.post(number));
      await untilFinal(bench, digests.at(-1) as Hex);
    }
    bench.chain.reorganise(bench.chain.head.number, true);
    bench.chain.mine(20);
    for (let i = 0; i < 10; i++) {
      bench.wait(31);
      await bench.round();
    }
    for (const digest of digests) expect(bench.chain.timeOf(await rootFor(bench, digest))).to.be.greaterThan(0);
    expect(noncesOf(bench.chain)).to.deep.equal([0, 1]);
  });

  it("takes nothing back for a node that is behind, nor turns its clock back", async () => {
    const chain = new ScriptedChain();
    let behind = 0;
    const script = (method: string) =>
      method === "eth_blockNumber" && behind ? `0x${behind.toString(16)}` : undefined;
    const bench = await aGateway({ chain, nodes: [chain.node(script)] });
    behind = 0;
    chain.mine(3);
    const digest = await bench.post(1);
    await untilFinal(bench, digest);
    const { time } = bench.gateway.status().head;
    behind = 2;
    await bench.gateway.tick();
    expect(await stateOf(bench, digest)).to.equal("final");
    expect(bench.gateway.status().head.time).to.equal(time);
    await bench.restart(); // It has not seen a later head itself.
    await bench.gateway.tick();
    expect(await stateOf(bench, digest)).to.equal("final");
    expect(bench.gateway.counters.reorganisations).to.equal(0);
  });

  it("neither signs nor stops nor goes back for what a node says that changed to another chain", async () => {
    const chain = new ScriptedChain();
    let isOther = false;
    const other: Record<string, unknown> = {
      eth_chainId: "0x1",
      eth_getTransactionCount: "0x39",
      eth_call: `0x${"00".repeat(128)}`,
    };
    const nodes = [chain.node((method) => (isOther ? other[method] : undefined))];
    const bench = await aGateway({ chain, nodes });
    const digest = await bench.post(1);
    isOther = true;
    await bench.gateway.tick();
    expect(await stateOf(bench, digest)).to.equal("frozen");
    expect(await bench.store.lastSend("round/1")).to.equal(undefined);
    isOther = false;
    await bench.gateway.tick();
    isOther = true;
    await bench.gateway.tick();
    isOther = false;
    await untilFinal(bench, digest);
    isOther = true;
    await bench.gateway.tick();
    expect(await stateOf(bench, digest)).to.equal("final");
    expect(noncesOf(chain)).to.deep.equal([0]);
  });

  it("tells that the balance is too low or fees too high also while a transaction waits", async () => {
    const bench = await aGateway();
    await bench.post(1);
    await bench.gateway.tick();
    bench.chain.balance = 1n;
    await bench.gateway.tick();
    expect(bench.gateway.alarms()).to.deep.equal(["balance"]);
    bench.chain.balance = 10n ** 18n;
    bench.chain.baseFee = 10n ** 15n;
    await bench.gateway.tick();
    expect(bench.gateway.alarms()).to.deep.equal(["fee-cap"]);
  });

  it("clears its alarms when another instance leads", async () => {
    const database = new ModelledDatabase();
    const bench = await aGateway({ store: database.open() });
    bench.chain.baseFee = 10n ** 15n;
    await bench.gateway.tick();
    expect(bench.gateway.alarms()).to.deep.equal(["fee-cap"]);
    database.dropLock();
    expect(await database.open().lead()).to.be.greaterThan(0);
    bench.chain.baseFee = 10n ** 9n;
    await bench.gateway.tick();
    expect([bench.gateway.isLeading, bench.gateway.alarms()]).to.deep.equal([false, []]);
    await bench.post(1);
  });

  it("lets no liar among three nodes choose the time or the fee", async () => {
    const chain = new ScriptedChain();
    const liar = chain.node((method) => {
      if (method === "eth_maxPriorityFeePerGas") return "0xffffffffffffff";
      if (method !== "eth_getBlockByNumber") return undefined;
      return { hash: chain.head.hash, timestamp: "0xffffffff", baseFeePerGas: "0xffffffffffffff" };
    });
    const bench = await aGateway({ chain, nodes: [liar, chain.node(), chain.node()] });
    const digest = await bench.post(1);
    await bench.gateway.tick();
    expect(bench.gateway.status().head.time).to.equal(chain.head.time);
    expect(bench.gateway.alarms()).to.deep.equal([]);
    await untilFinal(bench, digest);
  });

  it("takes a node that answers nonsense for one that is away", async () => {
    const chain = new ScriptedChain();
    let nonsense: unknown;
    const methods = ["eth_getBalance", "eth_getTransactionCount", "eth_blockNumber", "eth_getBlockByNumber"];
    for (const method of methods) {
      for (nonsense of ["zz", {}, [], "0x", true, `0x${"ff".repeat(40)}`]) {
        const bench = await aGateway({
          chain,
          nodes: [chain.node((asked) => (asked === method ? nonsense : undefined))],
        });
        await bench.gateway.tick(); // It throws nothing.
        bench.wait(61);
        await bench.gateway.tick();
      }
    }
  });
});
