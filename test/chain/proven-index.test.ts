import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { encodeRlp, type JsonRpcProvider, keccak256, toBeArray } from "ethers";
import { type Asks, ChainError, type Suite } from "../../src/chain/index.js";
import { checkIndex, openFacts, updateIndex } from "../../src/chain/local-index/index.js";
import { logsOf } from "../../src/chain/proving/receipts.js";
import { type Hex, InputError } from "../../src/protocol/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "../../testing/chain.js";
import { chance } from "../../testing/chance.js";
import { AMC, STORE } from "../../testing/dossiers.js";
import { granted } from "../../testing/granting.js";
import { makeOddWorld } from "../../testing/odd-world.js";

const HASH: Hex = `0x${"a1".repeat(32)}`;
const TAG: Hex = `0x${"a2".repeat(32)}`;

type Json = Record<string, unknown>;
type Log = { address: string; topics: string[]; data: string };
/** What becomes of an answer. */
type Lie = (answer: Json, method: string) => unknown;

const nodeOf = ({ provider }: Suite): Asks => ({
  ask: (method, params) => (provider as JsonRpcProvider).send(method, [...params]),
});

/** A node that tells one kind of lie wherever it can. */
const lying = (node: Asks, lie: Lie): Asks => ({
  ask: async (method, params) => {
    const answer = await node.ask(method, params);
    return typeof answer === "object" && answer ? lie(answer as Json, method) : answer;
  },
});

const isReceipt = (method: string) => method === "eth_getTransactionReceipt";
const isBlock = (method: string) => method === "eth_getBlockByNumber";
const ofLogs =
  (change: (logs: readonly Log[]) => unknown): Lie =>
  (answer, method) =>
    isReceipt(method) && (answer["logs"] as Log[]).length > 0
      ? { ...answer, logs: change(answer["logs"] as Log[]) }
      : answer;
const ofBlocks =
  (change: (block: Json) => Json): Lie =>
  (answer, method) =>
    isBlock(method) ? change(answer) : answer;

const NO_BLOOM = `0x${"00".repeat(256)}`;
const NO_RECEIPTS = keccak256("0x80");

/** The hash that a header has with other fields: a liar computes it too. */
const FIELDS =
  "parentHash sha3Uncles miner stateRoot transactionsRoot receiptsRoot logsBloom difficulty number gasLimit gasUsed timestamp extraData mixHash nonce baseFeePerGas withdrawalsRoot blobGasUsed excessBlobGas parentBeaconBlockRoot requestsHash".split(
    " ",
  );
const INTEGERS = "difficulty number gasLimit gasUsed timestamp baseFeePerGas blobGasUsed excessBlobGas".split(" ");
function hashed(block: Json): Json {
  const fields = FIELDS.filter((name) => block[name] !== undefined).map((name) =>
    INTEGERS.includes(name) ? toBeArray(String(block[name])) : String(block[name]),
  );
  return { ...block, hash: keccak256(encodeRlp(fields)) };
}

/** A chain of headers of the liar's own, each of which names the one before, that says of no block that it has a log. */
function ownChain(): Lie {
  const parents = new Map<number, unknown>();
  return ofBlocks((block) => {
    const number = Number(block["number"]);
    const parentHash = parents.get(number - 1) ?? block["parentHash"];
    const own = hashed({ ...block, parentHash, logsBloom: NO_BLOOM, receiptsRoot: NO_RECEIPTS });
    parents.set(number, own["hash"]);
    return own;
  });
}

/** Each would hide or change an event. */
const LIES: Readonly<Record<string, () => Lie>> = {
  "leaves a log out of a receipt": () => ofLogs((logs) => logs.slice(0, -1)),
  "leaves out all logs": () => ofLogs(() => []),
  "changes a log": () =>
    ofLogs((logs) =>
      logs.map((log) => ({ ...log, topics: [...log.topics.slice(0, 1), ...log.topics.slice(1).map(() => TAG)] })),
    ),
  "moves a log to another contract": () =>
    ofLogs((logs) => logs.map((log) => ({ ...log, address: `0x${"12".repeat(20)}` }))),
  "adds a log": () => ofLogs((logs) => [...logs, ...logs]),
  "gives logs that are none": () => ofLogs(() => [{ address: "0x", topics: [], data: "0x" }]),
  "says that a block has no transaction": () => (answer, method) =>
    method === "eth_getBlockByHash" ? { ...answer, transactions: [] } : answer,
  "gives the receipts of another block": () => (answer, method) =>
    isReceipt(method) ? { ...answer, cumulativeGasUsed: "0x1234" } : answer,
  "empties the blooms": () => ofBlocks((block) => ({ ...block, logsBloom: NO_BLOOM })),
  "empties the blooms, and hashes the headers anew": () =>
    ofBlocks((block) => hashed({ ...block, logsBloom: NO_BLOOM })),
  "has headers of its own, all the way": ownChain,
  "has headers of its own, but for the last": () => {
    const own = ownChain();
    return (answer, method) => (answer["hash"] === head ? answer : own(answer, method));
  },
  "changes the times": () => ofBlocks((block) => hashed({ ...block, timestamp: "0x1" })),
  "gives another block for each": () => ofBlocks((block) => ({ ...block, number: "0x7" })),
  "gives no header": () => ofBlocks(() => ({})),
};

/** The newest block of the chain of these tests: what is trusted. */
let head: Hex;

describe("a local index that believes no node", () => {
  let folder: string;
  let file: string;
  let chain: TestChain;
  let honest: Asks;
  let [store, payer]: [TestParty?, TestParty?] = [];

  before(async () => {
    chain = await aChain();
    [store, payer] = [await aParty(chain, "optician", STORE), await aParty(chain, "insurer", AMC)];
    const { suite } = chain;
    await (await suite.anchors.anchor(HASH)).wait();
    await (await suite.withdrawals.connect(store.signer).withdraw(store.party, HASH, 1)).wait();
    const share = granted(suite, payer.party, new Uint8Array(32).fill(7), { tag: TAG });
    await (await suite.settlements.connect(payer.signer).settle([share])).wait();
    await store.controller.revokeKey(await store.signer.getAddress());
    await chain.council.suspend(store.party);
    honest = nodeOf(suite);
    await newHead();
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "clairevoie-index-"));
    file = path.join(folder, "facts.index");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function newHead(): Promise<void> {
    const block = (await honest.ask("eth_getBlockByNumber", ["latest", false])) as { hash: Hex };
    head = block.hash;
  }
  const build = (node: Asks, blockHash = head, at = file) =>
    updateIndex(chain.suite, { file: at, since: chain.deployment.block, proof: { node, blockHash } });
  const rowsOf = (at: string) => {
    const database = new DatabaseSync(at);
    const rows = database.prepare("select * from rows join blocks on number = block order by block, log").all();
    database.close();
    return rows;
  };

  /** That nothing false can be read from the file. */
  async function expectNothingFalse(): Promise<void> {
    const plain = `${file}.plain`;
    await updateIndex(chain.suite, { file: plain, since: chain.deployment.block });
    try {
      const facts = openFacts({ file });
      facts.close();
      expect(rowsOf(file)).to.deep.equal(rowsOf(plain));
    } catch (error) {
      expect(error).to.be.instanceOf(InputError);
    }
  }

  it("has the rows that a believed node's has, on a chain on which much went wrong", async () => {
    const world = await makeOddWorld(chance("proven index"), 30);
    const { suite, deployment } = world.chain;
    const node = nodeOf(suite);
    const { hash } = (await node.ask("eth_getBlockByNumber", ["latest", false])) as { hash: Hex };
    const plain = `${file}.plain`;
    await updateIndex(suite, { file: plain, since: deployment.block });
    await updateIndex(suite, { file, since: deployment.block, proof: { node, blockHash: hash } });
    expect(rowsOf(file)).to.deep.equal(rowsOf(plain)).and.to.have.length.greaterThan(60);
    expect((await checkIndex({ file, suite })).problems).to.deep.equal([]);
  });

  for (const [name, lie] of Object.entries(LIES)) {
    it(`refuses a node that ${name}`, async () => {
      const failure = await build(lying(honest, lie())).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(ChainError);
      expect((failure as ChainError).kind).to.equal("contradicted");
      await expectNothingFalse();
      // An honest node then makes it whole.
      await build(honest);
      expect(openFactsOnce().withdrawal(store?.party as Hex, HASH)).not.to.equal(null);
    });
  }

  const openFactsOnce = () => {
    const facts = openFacts({ file });
    return { withdrawal: (...asks: Parameters<typeof facts.withdrawal>) => closing(facts, facts.withdrawal(...asks)) };
  };
  function closing<A>(facts: { close(): void }, answer: A): A {
    facts.close();
    return answer;
  }

  it("finds the withdrawal that an index without proofs does not miss", async () => {
    const forgetful = new Proxy(chain.suite.provider, {
      get: (target, name) => {
        if (name !== "getLogs") {
          const own = Reflect.get(target, name);
          return typeof own === "function" ? own.bind(target) : own;
        }
        const withdrawn = chain.suite.withdrawals.interface.getEvent("Withdrawn").topicHash;
        return async (filter: never) => (await target.getLogs(filter)).filter(({ topics }) => topics[0] !== withdrawn);
      },
    });
    const suite = { ...chain.suite, provider: forgetful };
    await updateIndex(suite, { file, since: chain.deployment.block });
    expect((await checkIndex({ file, suite })).problems).to.deep.equal([]);
    expect(openFactsOnce().withdrawal(store?.party as Hex, HASH)).to.equal(null);
    rmSync(file);
    await updateIndex(suite, { file, since: chain.deployment.block, proof: { node: honest, blockHash: head } });
    expect(openFactsOnce().withdrawal(store?.party as Hex, HASH)).not.to.equal(null);
  });

  it("reads on to a newer block, and refuses a hash that is of no block or of another chain", async () => {
    await build(honest);
    const before = rowsOf(file).length;
    await (await chain.suite.anchors.anchor(TAG)).wait();
    await newHead();
    const added = await build(honest);
    expect([added.added, rowsOf(file).length]).to.deep.equal([1, before + 1]);
    expect((await build(honest)).added).to.equal(0);
    for (const other of [HASH, await hashElsewhere()]) {
      const failure = await build(honest, other).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(ChainError).with.property("kind", "contradicted");
    }
  });

  async function hashElsewhere(): Promise<Hex> {
    const { suite, advance } = await aChain();
    await advance(12_345); // Until then it is the same chain.
    return (await suite.provider.getBlock("latest"))?.hash as Hex;
  }

  it("answers nothing while it does not reach the trusted block, and goes on when it was stopped", async () => {
    const block = Number((await chain.suite.provider.getBlock(head))?.number);
    let asked = 0;
    const dying: Asks = {
      ask: async (method, params) => {
        if (isReceipt(method) && ++asked > 3) throw new ChainError("unreachable", "node-silent");
        return honest.ask(method, params);
      },
    };
    const failure = await build(dying).catch((error: unknown) => error);
    expect((failure as ChainError).kind).to.equal("unreachable");
    expect(existsSync(file)).to.equal(true);
    expect(() => openFacts({ file })).to.throw(InputError);
    // Read whole, and then the note of the trusted block lost: as if it was killed just before.
    await build(honest);
    const database = new DatabaseSync(file);
    database.exec("delete from meta where name = 'proven'");
    database.close();
    expect(() => openFacts({ file })).to.throw("not read up to the block that is trusted");
    // An older block that is trusted says nothing of newer ones.
    const older = (await chain.suite.provider.getBlock(block - 2))?.hash as Hex;
    await build(honest, older);
    expect(() => openFacts({ file })).to.throw("not read up to the block that is trusted");
    expect((await build(honest)).block).to.equal(block);
    openFacts({ file }).close();
  });

  it("is not led from a block that was replaced to the chain that replaced it", async () => {
    const rpc = (method: string, params: unknown[] = []) => honest.ask(method, params);
    const fork = await rpc("evm_snapshot");
    await (await chain.suite.anchors.anchor(`0x${"a3".repeat(32)}`)).wait();
    await newHead();
    const replaced = (await rpc("eth_getBlockByHash", [head, false])) as Json;
    await build(honest);
    await rpc("evm_revert", [fork]);
    await chain.advance(50_000);
    await (await chain.suite.anchors.anchor(`0x${"a4".repeat(32)}`)).wait();
    await newHead();
    const liar = lying(
      honest,
      ofBlocks((block) => (block["number"] === replaced["number"] ? replaced : block)),
    );
    const failure = await build(liar).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ChainError).with.property("kind", "contradicted");
    expect((await build(honest)).reorganised).to.equal(true);
    await expectNothingFalse();
  });

  it("is not mixed with one that was read without proofs", async () => {
    const since = chain.deployment.block;
    await build(honest);
    expect(await updateIndex(chain.suite, { file, since }).catch(String)).to.contain(
      "with proofs; go on with --trust proof",
    );
    const plain = `${file}.plain`;
    await updateIndex(chain.suite, { file: plain, since });
    expect(await build(honest, head, plain).catch(String)).to.contain("without proofs; build a new one");
    // An index of before there were proofs has no note of how it was read.
    const database = new DatabaseSync(plain);
    database.exec("delete from meta where name = 'read'");
    database.close();
    expect(await build(honest, head, plain).catch(String)).to.contain("without proofs; build a new one");
  });

  it("computes the root of hundreds of receipts as the chain does, and of no other list", async () => {
    const { suite, funder } = await aChain();
    const rpc = (method: string, params: unknown[] = []) => (suite.provider as JsonRpcProvider).send(method, params);
    for (const count of [1, 2, 17, 130]) {
      await rpc("evm_setAutomine", [false]);
      for (let i = 0; i < count; i++) {
        await rpc("eth_sendTransaction", [
          {
            from: await funder.getAddress(),
            to: await suite.anchors.getAddress(),
            data: suite.anchors.interface.encodeFunctionData("anchor", [keccak256(toBeArray(count * 1000 + i))]),
            gas: "0x19000",
            ...(i % 3 === 0 && { gasPrice: "0x77359400" }),
          },
        ]);
      }
      await rpc("evm_mine");
      const block = await rpc("eth_getBlockByNumber", ["latest", false]);
      expect(block.transactions.length).to.equal(count);
      const receipts = await Promise.all(
        block.transactions.map((one: string) => rpc("eth_getTransactionReceipt", [one])),
      );
      expect(logsOf(receipts, block.receiptsRoot)?.length).to.equal(count);
      expect(logsOf(receipts.slice(1), block.receiptsRoot)).to.equal(null);
      expect(logsOf([...receipts, receipts[0]], block.receiptsRoot)).to.equal(null);
      if (count > 1) expect(logsOf([...receipts].reverse(), block.receiptsRoot)).to.equal(null);
    }
  });
});
