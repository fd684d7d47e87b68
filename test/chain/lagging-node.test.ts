import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Log, Provider } from "ethers";
import { readEvents, type Suite } from "../../src/chain/index.js";
import { openFacts, updateIndex } from "../../src/chain/local-index/index.js";
import { cursorFrom, readOn } from "../../src/parties/watching.js";
import type { Hex } from "../../src/protocol/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "../../testing/chain.js";
import { STORE } from "../../testing/dossiers.js";

const STATEMENT: Hex = `0x${"a1".repeat(32)}`;

type Lag = "whole" | "logs";

/**
 * A suite whose node is one of several behind one address. While it lags it has nothing after a block: `whole` in logs and
 * headers, as when one node answers a request; `logs` where other nodes answer for headers.
 */
function behindOneAddress(suite: Suite, lag: { at?: number; of: Lag }): Suite {
  const { provider } = suite;
  const answers: Partial<Record<keyof Provider, unknown>> = {
    getLogs: async (filter: never): Promise<Log[]> => {
      const logs = await provider.getLogs(filter);
      return logs.filter(({ blockNumber }) => blockNumber <= (lag.at ?? Number.POSITIVE_INFINITY));
    },
    getBlock: async (tag: never) => {
      const block = await provider.getBlock(tag);
      return lag.of === "whole" && lag.at !== undefined && (block?.number ?? 0) > lag.at ? null : block;
    },
  };
  const behind = new Proxy(provider, {
    get: (target, name) => {
      const own = answers[name as "getLogs"] ?? Reflect.get(target, name);
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
  return { ...suite, provider: behind };
}

describe("a node that lags behind others at its address", () => {
  let [chain, store, folder] = [undefined as unknown as TestChain, undefined as unknown as TestParty, ""];
  let withdrawn: number;
  const now = () => chain.suite.provider.getBlockNumber();

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "clairevoie-lag-"));
    chain = await aChain();
    store = await aParty(chain, "optician", STORE);
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await chain.close();
  });
  const withdraw = async () => {
    await (await chain.suite.withdrawals.connect(store.signer).withdraw(store.party, STATEMENT, 1)).wait();
    withdrawn = await now();
  };
  const failureOf = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );

  it("is not believed on what it does not have, by watch, by the index or by who reads events", async () => {
    const before = await now();
    await withdraw();
    const lag = { at: before, of: "whole" as Lag };
    const suite = behindOneAddress(chain.suite, lag);
    const [since, file] = [chain.deployment.block, path.join(folder, "facts.index")];
    for (const reading of [
      () => readEvents(suite, since, withdrawn),
      () => readOn(suite, cursorFrom(31337, since)),
      () => updateIndex(suite, { file, since }),
    ]) {
      const failure = await failureOf(reading());
      expect(failure).to.have.property("kind", "unreachable");
    }
    const waiting = readEvents(suite, since, withdrawn);
    setTimeout(() => Object.assign(lag, { at: undefined }), 400);
    expect((await waiting).map(({ kind }) => kind)).to.include("withdrawn");
  });

  it("hides nothing for long from watch, though other nodes answer for headers", async () => {
    const lag: { at?: number; of: Lag } = { of: "logs" };
    const suite = behindOneAddress(chain.suite, lag);
    const { cursor } = await readOn(suite, cursorFrom(31337, chain.deployment.block));
    lag.at = await now();
    await withdraw();
    const lagging = await readOn(suite, cursor);
    expect(lagging.events).to.deep.equal([]);
    delete lag.at;
    const later = await readOn(suite, lagging.cursor);
    expect(later.events).to.deep.equal([]); // No block is new.
    await chain.advance(1);
    const found = await readOn(suite, lagging.cursor);
    expect(found.events.map(({ kind }) => kind)).to.deep.equal(["withdrawn"]);
    await chain.advance(1);
    expect((await readOn(suite, found.cursor)).events).to.deep.equal([]);
  });

  it("hides nothing for long from an index, though other nodes answer for headers", async () => {
    const [since, file] = [chain.deployment.block, path.join(folder, "facts.index")];
    const lag: { at?: number; of: Lag } = { of: "logs" };
    const suite = behindOneAddress(chain.suite, lag);
    await updateIndex(suite, { file, since });
    lag.at = await now();
    await withdraw();
    await updateIndex(suite, { file, since });
    const known = () => {
      const facts = openFacts({ file });
      const fact = facts.withdrawal(store.party, STATEMENT);
      facts.close();
      return fact !== null;
    };
    expect(known()).to.equal(false);
    delete lag.at;
    const repaired = await updateIndex(suite, { file, since });
    expect([known(), repaired.reorganised]).to.deep.equal([true, false]);
    expect(await updateIndex(suite, { file, since })).to.include({ added: 0 });
  });

  it("is no reorganisation when it does not have what was read before", async () => {
    const [since, file] = [chain.deployment.block, path.join(folder, "facts.index")];
    const lag: { at?: number; of: Lag } = { of: "whole" };
    const suite = behindOneAddress(chain.suite, lag);
    const { cursor } = await readOn(suite, cursorFrom(31337, since));
    const { rows } = await updateIndex(suite, { file, since });
    lag.at = (await now()) - 2;
    expect(await readOn(suite, cursor)).to.include({ reorganised: false });
    expect(await failureOf(updateIndex(suite, { file, since }))).to.have.property("code", "node-lags");
    delete lag.at;
    expect(await updateIndex(suite, { file, since })).to.include({ rows, reorganised: false });
  });
});
