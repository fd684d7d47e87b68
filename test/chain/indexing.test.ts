import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import type { JsonRpcProvider } from "ethers";
import type { Suite } from "../../src/chain/index.js";
import { askingAt } from "../../src/chain/live.js";
import { checkIndex, openFacts, updateIndex } from "../../src/chain/local-index/index.js";
import { Controller } from "../../src/parties/index.js";
import { stockOf } from "../../src/parties/stock.js";
import {
  batchDigest,
  type Hex,
  hashStatement,
  makerName,
  rootOf,
  settlerAddress,
  stockMarker,
  ZERO,
} from "../../src/protocol/index.js";
import { aChain, aParty } from "../../testing/chain.js";
import { chance } from "../../testing/chance.js";
import { AMC, STORE } from "../../testing/dossiers.js";
import { granted } from "../../testing/granting.js";
import { makeOddWorld, type OddWorld } from "../../testing/odd-world.js";

const HASH: Hex = `0x${"a1".repeat(32)}`;
const TAG: Hex = `0x${"a2".repeat(32)}`;
const SECRET = new Uint8Array(32).fill(7);

/** A suite whose node is asked through something else. */
function through(suite: Suite, answers: Partial<Record<"getLogs" | "getBlock", (...asks: never[]) => unknown>>): Suite {
  const provider = new Proxy(suite.provider, {
    get: (target, name) => {
      const own = answers[name as "getLogs"] ?? Reflect.get(target, name);
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
  return { ...suite, provider };
}

describe("a local index", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "clairevoie-index-"));
    file = path.join(folder, "facts.index");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  describe("of a chain on which much went wrong", () => {
    let world: OddWorld;
    before(async () => {
      world = await makeOddWorld(chance("index"), 60);
    });

    /** Every fact of the world, asked of both. */
    async function agree(): Promise<number> {
      const { suite } = world.chain;
      const facts = openFacts({ file });
      const live = askingAt(suite, facts.block.number);
      const domain = { chainId: suite.reference.chainId, verifyingContract: suite.reference.partyRegistry };
      const times = new Set([0, 1, facts.block.time, ...world.pool.flatMap(({ time }) => [time - 1, time, time + 1])]);
      // What was told of keys and parties changes answers at its own time.
      for (const { blockNumber } of await suite.parties.queryFilter("*" as never, world.chain.deployment.block)) {
        const at = (await suite.provider.getBlock(blockNumber))?.timestamp ?? 0;
        for (const time of [at - 1, at, at + 1]) times.add(time);
      }
      const timesOf = async (events: readonly { blockNumber: number }[]) =>
        Promise.all(events.map(async (one) => (await suite.provider.getBlock(one.blockNumber))?.timestamp ?? 0));
      const { parties: registry, links } = suite;
      const suspended = await timesOf(await registry.queryFilter(registry.filters.PartySuspended(), 0));
      const linked = [
        ...(await timesOf(await links.queryFilter(links.filters.LinkBegan(), 0))),
        ...(await timesOf(await links.queryFilter(links.filters.LinkEnded(), 0))),
      ];
      expect(linked).to.have.length.greaterThan(4);
      const keys = await Promise.all(
        world.signers.map(async (signer) => (await signer.getAddress()).toLowerCase() as Hex),
      );
      let asked = 0;
      const same = async (question: string, own: unknown, theirs: Promise<unknown>) => {
        expect(own, question).to.deep.equal(await theirs);
        asked++;
      };
      const parties = new Set<Hex>([ZERO]);
      for (const key of [...keys, `0x${"77".repeat(20)}` as Hex]) {
        for (const time of times) {
          if (time > facts.block.time) continue;
          const standing = facts.standing(key, time);
          parties.add(standing.party);
          await same(`standing ${key} ${time}`, standing, live.standing(key, time));
        }
      }
      for (const { receipt } of world.pool) {
        const digest = batchDigest(domain, receipt.batch);
        const root = rootOf(digest, receipt.anchorProof);
        await same("anchor", facts.anchoredAt(root), live.anchoredAt(root));
        const { key } = receipt.batch;
        await same("endorsement", facts.endorsedAt(key, digest), live.endorsedAt(key, digest));
        const statement = hashStatement(receipt.statement);
        for (const party of parties) {
          await same("withdrawal", facts.withdrawal(party, statement), live.withdrawal(party, statement));
        }
      }
      const all = await suite.parties.queryFilter(suite.parties.filters.PartyEnrolled(), world.chain.deployment.block);
      const enrolled = [`0x${"78".repeat(32)}` as Hex, ...all.map(({ args }) => args.party as Hex)];
      const changes = [...new Set([...suspended, ...linked])].flatMap((time) => [time - 1, time, time + 1]);
      for (const party of enrolled) {
        for (const time of changes) {
          await same("suspension", facts.isSuspended(party, time), live.isSuspended(party, time));
          for (const other of enrolled) {
            if (party === other) continue;
            await same("links", facts.links(party, other, time), live.links(party, other, time));
          }
        }
      }
      for (const identifier of ["111222337", "900000001", "000000018", "FR-MF-000012345", "FR-MF-000012346"]) {
        const name = makerName(identifier);
        await same("maker", facts.maker(name), live.maker(name));
      }
      expect(facts.maker(makerName("FR-MF-000012345"))?.party).to.equal(makerName("111222337"));
      const settlers = world.dossiers.map(({ secret }) => settlerAddress(secret));
      for (const settler of [`0x${"77".repeat(20)}` as Hex, ...settlers]) {
        await same("settlement", facts.settlement(settler), live.settlement(settler));
      }
      for (const marker of [HASH, ...[...world.units.values()].map(({ nullifier }) => stockMarker(nullifier))]) {
        for (const party of parties) await same("use", facts.stockUse(party, marker), live.stockUse(party, marker));
      }
      facts.close();
      return asked;
    }

    it("answers every question as the contracts do, and no other", async () => {
      const { suite, deployment } = world.chain;
      await updateIndex(suite, { file, since: deployment.block });
      expect(await agree()).to.be.greaterThan(1_000);
    });

    it("is the same when it is read in small pieces by a node that refuses, and killed between them", async () => {
      const { suite, deployment } = world.chain;
      let calls = 0;
      const narrow = through(suite, {
        getLogs: (async (filter: { fromBlock: number; toBlock: number }) => {
          if (filter.toBlock - filter.fromBlock >= 7) throw new Error("query returned more than 10000 results");
          if (++calls % 5 === 0) throw Object.assign(new Error("gone"), { code: "NETWORK_ERROR" });
          return suite.provider.getLogs(filter);
        }) as never,
      });
      let runs = 0;
      for (;;) {
        runs++;
        try {
          await updateIndex(narrow, { file, since: deployment.block });
          break;
        } catch (error) {
          expect(String(error)).to.contain("does not answer");
        }
      }
      expect(runs).to.be.greaterThan(2);
      await agree();
    });
  });

  it("has the valid withdrawal that took the place of a thief's, and says of each whose it is", async () => {
    const chain = await aChain();
    const [store, owner] = [await aParty(chain, "optician", STORE), await chain.account()];
    const { suite, deployment, council } = chain;
    const thief = (await store.signer.getAddress()).toLowerCase() as Hex;
    await store.controller.offerControl(await owner.getAddress());
    const taking = await Controller.connect({ deployment, signer: owner, party: store.party });
    await taking.takeControl();
    const withdraw = async (signer: typeof owner, statement: Hex, reason: number) =>
      (await suite.withdrawals.connect(signer).withdraw(store.party, statement, reason)).wait();
    await withdraw(store.signer, HASH, 1);
    await withdraw(store.signer, TAG, 1);
    const from = (await suite.provider.getBlock("latest"))?.timestamp ?? 0;
    const withdrawals = async () => {
      await updateIndex(suite, { file, since: deployment.block });
      const facts = openFacts({ file });
      const live = askingAt(suite, facts.block.number);
      const found = [facts.withdrawal(store.party, HASH), facts.withdrawal(store.party, TAG)];
      facts.close();
      const there = [await live.withdrawal(store.party, HASH), await live.withdrawal(store.party, TAG)];
      expect(found).to.deep.equal(there);
      return found.map((one) => [one?.account, one?.isVoid, one?.reason]);
    };
    expect(await withdrawals()).to.deep.equal([
      [thief, false, "return"],
      [thief, false, "return"],
    ]);
    await council.declareCompromise(thief, from);
    await withdraw(owner, HASH, 5);
    const mine = (await owner.getAddress()).toLowerCase();
    // The second withdrawal was made in the very second from which the key is held compromised.
    expect(await withdrawals()).to.deep.equal([
      [thief, false, "return"],
      [thief, true, "return"],
    ]);
    await withdraw(owner, TAG, 5);
    expect(await withdrawals()).to.deep.equal([
      [thief, false, "return"],
      [mine, false, "error"],
    ]);
  });

  it("forgets what a reorganisation replaced, and reads what came instead", async () => {
    const chain = await aChain();
    const rpc = (method: string, params: unknown[] = []) =>
      (chain.suite.provider as unknown as JsonRpcProvider).send(method, params);
    const [store, payer] = [await aParty(chain, "optician", STORE), await aParty(chain, "insurer", AMC)];
    const { suite, deployment } = chain;
    const index = () => updateIndex(suite, { file, since: deployment.block });
    await index();
    const snapshot = await rpc("evm_snapshot");
    await (await suite.anchors.anchor(HASH)).wait();
    await (
      await suite.settlements.connect(payer.signer).settle([granted(suite, payer.party, SECRET, { tag: TAG })])
    ).wait();
    await (
      await stockOf(suite)
        .connect(store.signer)
        .use([{ marker: HASH, tag: TAG }])
    ).wait();
    await chain.council.suspend(store.party);
    expect((await index()).reorganised).to.equal(false);
    let facts = openFacts({ file });
    expect(facts.anchoredAt(HASH)).to.be.greaterThan(0);
    expect(facts.settlement(settlerAddress(SECRET)).ranks[1]).to.equal(payer.party);
    expect(facts.stockUse(store.party, HASH)?.tag).to.equal(TAG);
    facts.close();

    await rpc("evm_revert", [snapshot]);
    await chain.advance(1000);
    await (await suite.anchors.anchor(TAG)).wait();
    expect((await index()).reorganised).to.equal(true);
    facts = openFacts({ file });
    const live = askingAt(suite, facts.block.number);
    expect(facts.anchoredAt(HASH)).to.equal(0);
    expect(facts.anchoredAt(TAG))
      .to.equal(await live.anchoredAt(TAG))
      .and.to.be.greaterThan(0);
    const settler = settlerAddress(SECRET);
    expect(facts.settlement(settler)).to.deep.equal(await live.settlement(settler));
    expect(facts.settlement(settler).ranks).to.deep.equal({});
    expect(facts.stockUse(store.party, HASH)).to.equal(null);
    const key = (await store.signer.getAddress()).toLowerCase() as Hex;
    expect(facts.standing(key, facts.block.time)).to.deep.equal(await live.standing(key, facts.block.time));
    facts.close();
  });

  it("is of one chain, when a reorganisation comes between two ranges of blocks that are read", async () => {
    const { suite, deployment } = await aChain();
    const rpc = (method: string, params: unknown[]) =>
      (suite.provider as unknown as JsonRpcProvider).send(method, params);
    const mine = async (blocks: number) => {
      for (let i = 0; i < blocks; i++) await rpc("evm_mine", []);
    };
    const snapshot = await rpc("evm_snapshot", []);
    await (await suite.anchors.anchor(HASH)).wait();
    const replaced = await suite.provider.getBlockNumber();
    await mine(40);
    let reorganisation: Promise<void> | undefined;
    const answers = new Map<number, { readonly since: number; readonly answer: unknown }>();
    const replace = async () => {
      await rpc("evm_revert", [snapshot]);
      await (await suite.anchors.anchor(TAG)).wait();
      await mine(50);
    };
    const meanwhile = through(suite, {
      getLogs: (async (filter: { fromBlock: number; toBlock: number }) => {
        if (filter.toBlock - filter.fromBlock >= 7) throw new Error("query returned more than 10000 results");
        return suite.provider.getLogs(filter);
      }) as never,
      getBlock: (async (block: number) => {
        await reorganisation;
        const known = answers.get(block);
        // As ethers' provider of a node does.
        if (known && performance.now() - known.since < 250) return known.answer;
        const answer = await suite.provider.getBlock(block);
        answers.set(block, { since: performance.now(), answer });
        return answer;
      }) as never,
    });
    const { reorganised } = await updateIndex(meanwhile, {
      file,
      since: deployment.block,
      onProgress: (block) => {
        if (block > replaced) reorganisation ??= replace();
      },
    });
    expect(reorganisation).not.to.equal(undefined);
    expect(reorganised).to.equal(true);
    const facts = openFacts({ file });
    expect(facts.anchoredAt(HASH)).to.equal(0);
    expect(facts.anchoredAt(TAG)).to.be.greaterThan(0);
    facts.close();
    expect((await checkIndex({ file, suite })).problems).to.deep.equal([]);
  });

  it("finds a row that was changed, taken away or added, and what the contracts do not confirm", async () => {
    const chain = await aChain();
    const [store, payer] = [await aParty(chain, "optician", STORE), await aParty(chain, "insurer", AMC)];
    const { suite, deployment } = chain;
    await (await suite.anchors.anchor(HASH)).wait();
    await (
      await suite.settlements.connect(payer.signer).settle([granted(suite, payer.party, SECRET, { tag: TAG })])
    ).wait();
    await chain.council.suspend(store.party);
    await updateIndex(suite, { file, since: deployment.block });
    const problems = async () => {
      const found = await checkIndex({ file, suite });
      return [...new Set(found.problems.map(({ kind }) => kind))];
    };
    expect(await problems()).to.deep.equal([]);
    expect((await checkIndex({ file, suite })).compared).to.equal((await checkIndex({ file })).rows);
    for (const [change, found] of [
      [`update rows set subject = x'${TAG.slice(2)}' where kind = 1`, ["rows-changed", "contradicted"]],
      ["delete from rows where kind = 1", ["rows-changed"]],
      ["delete from rows where kind = 6", ["rows-changed"]],
      ["delete from rows where kind = 3", ["rows-changed", "gap", "contradicted"]],
      ["update blocks set time = time + 1", ["contradicted"]],
      ["update checkpoints set hash = zeroblob(32)", ["replaced"]],
      ["update checkpoints set count = count + 1", ["rows-changed"]],
    ] as const) {
      copyFileSync(file, `${file}.kept`);
      const database = new DatabaseSync(file);
      database.exec(change);
      database.close();
      expect(await problems(), change).to.deep.equal(found);
      copyFileSync(`${file}.kept`, file);
    }
  });

  it("refuses the file of another deployment, and one that is no index", async () => {
    const chain = await aChain();
    await updateIndex(chain.suite, { file, since: chain.deployment.block });
    const other = {
      ...chain.suite,
      reference: { ...chain.suite.reference, anchorRegistry: `0x${"12".repeat(20)}` as Hex },
    };
    const text = path.join(folder, "notes.txt");
    writeFileSync(text, "a file of someone else's, which stays as it is");
    for (const [suite, at, said] of [
      [other, file, "another deployment"],
      [chain.suite, text, "is no index"],
    ] as const) {
      const error = await updateIndex(suite, { file: at, since: chain.deployment.block }).catch(String);
      expect(error).to.contain(said);
    }
    expect(readFileSync(text, "utf8")).to.contain("stays as it is");
    expect(() => openFacts({ file: path.join(folder, "none") })).to.throw("is not there");
  });
});
