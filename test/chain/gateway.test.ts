import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { Interface, JsonRpcProvider, Wallet } from "ethers";
import { GATEWAY_ABI } from "../../gateway/contracts.js";
import { openSqlite } from "../../gateway/store/sqlite.js";
import {
  type Deployment,
  deploySuite,
  parametersFor,
  planDeployment,
  type Suite,
  suiteOf,
} from "../../src/chain/index.js";
import type { BatchState, GatewayStatus } from "../../src/gateway/index.js";
import { Controller, Council } from "../../src/parties/index.js";
import { batchDigest, type Hex, partyId } from "../../src/protocol/index.js";
import { EFFORT } from "../../testing/effort.js";
import { aBatch, addressOf, OTHER_KEY, PARTY_KEY, signed } from "../../testing/gateways.js";
import { freePort, type RunningNode, startNode } from "../../testing/node.js";

const FUNDED = "test test test test test test test test test test test junk";
const KEY = `0x${"5a".repeat(32)}`;

describe("a gateway on a chain", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "clairevoie-gateway-"));
  const at = (name: string) => path.join(folder, name);
  let node: RunningNode;
  let provider: JsonRpcProvider;
  let deployment: Deployment;
  let suite: Suite;
  let url: string;
  let child: ChildProcess | undefined;
  let sequence = 1;

  before(async () => {
    execFileSync(process.execPath, ["--import", "tsx/esm", "gateway/build.ts"]);
    node = await startNode();
    provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
    const deployer = Wallet.fromPhrase(FUNDED).connect(provider);
    const plan = await planDeployment(deployer, "local", (who) =>
      parametersFor(who, { makerDelaySeconds: 0, guardDelaySeconds: 0 }),
    );
    deployment = await deploySuite(deployer, plan);
    suite = suiteOf(deployment, deployer);
    const key = new Wallet(PARTY_KEY, provider);
    for (const to of [key.address, new Wallet(KEY).address]) {
      await (await deployer.sendTransaction({ to, value: 10n ** 18n })).wait();
    }
    const council = await Council.connect({ deployment, provider, signer: deployer });
    const party = partyId(`0x${"01".repeat(32)}`, "optician", "12345678200010");
    await council.enrol(party, "optician", key.address);
    const controller = await Controller.connect({ deployment, provider, signer: key, party });
    await controller.addKey(key.address);
    writeFileSync(at("deployment.json"), JSON.stringify(deployment));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const config = {
      deployment: at("deployment.json"),
      database: at("gateway.sqlite"),
      rpc: [node.url],
      port,
      metricsPort: 0,
      intervalSeconds: 1,
      pollSeconds: 0.05,
    };
    writeFileSync(at("config.json"), JSON.stringify(config));
  });
  after(async () => {
    child?.kill("SIGKILL");
    provider.destroy();
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async () => {
    const env = { ...process.env, CLAIREVOIE_GATEWAY_KEY: KEY };
    child = spawn(process.execPath, ["gateway/dist/main.js", at("config.json")], { env, stdio: "ignore" });
    for (let tries = 0; tries < 400; tries++) {
      if (
        await fetch(`${url}/livez`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}`);
      await new Promise((next) => setTimeout(next, 25));
    }
    throw new Error("the gateway does not listen");
  };
  const stop = async (signal: NodeJS.Signals) => {
    const ended = child as ChildProcess;
    if (ended.exitCode === null && ended.signalCode === null) {
      ended.kill(signal);
      await once(ended, "exit");
    }
    return ended.exitCode;
  };
  const post = async (): Promise<{ digest: Hex; answer?: BatchState }> => {
    const time = (await provider.getBlock("latest"))?.timestamp ?? 0;
    const { batch } = aBatch(sequence++, time);
    const domain = { chainId: 31337, verifyingContract: suite.reference.partyRegistry };
    const digest = batchDigest(domain, batch);
    const answer = await fetch(`${url}/v1/batches`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ batch, signature: signed(digest, PARTY_KEY) }),
    }).then(
      (response) => (response.status === 202 ? response.json() : undefined),
      () => undefined,
    );
    return { digest, answer };
  };
  const stateOf = async (digest: Hex): Promise<BatchState | undefined> =>
    fetch(`${url}/v1/batches/${digest}?wait=2`).then((response) => (response.ok ? response.json() : undefined));

  it("calls the contracts by their own interface", () => {
    const own = new Interface(GATEWAY_ABI);
    const contracts = [suite.anchors, suite.parties, suite.withdrawals, suite.stock].map(
      (one) => one.interface as Interface,
    );
    own.forEachFunction(({ name, selector, outputs }) => {
      const found = contracts.flatMap((one) => one.getFunction(selector) ?? []);
      expect(found, name).to.have.length(1);
      expect(outputs.map((one) => one.format()).join(), name).to.equal(
        found[0]?.outputs.map((one) => one.format()).join(),
      );
    });
  });

  it("anchors for a store without ether, and ends with 0 on SIGTERM (rule 13)", async () => {
    await start();
    const { digest, answer } = await post();
    expect(answer?.state).to.equal("received");
    let state: BatchState | undefined;
    for (let i = 0; i < 10 && state?.state !== "final"; i++) state = await stateOf(digest);
    if (state?.state !== "final") throw new Error(`it is ${state?.state}`);
    expect(Number(await suite.anchors.anchoredAt(state.root))).to.equal(state.time);
    const status = (await (await fetch(`${url}/v1/status`)).json()) as GatewayStatus;
    expect([status.ready, status.gateway]).to.deep.equal([true, addressOf(KEY as Hex)]);
    expect(await stop("SIGTERM")).to.equal(0);
    expect(addressOf(OTHER_KEY)).to.not.equal(status.gateway);
  });

  it("keeps every batch that it acknowledged, in exactly one round, when it is killed under load (ruflo#2736)", async function () {
    this.timeout(60_000 * EFFORT);
    const acknowledged: Hex[] = [];
    for (let i = 0; i < 3 * EFFORT; i++) {
      await start();
      const enough = acknowledged.length + 3 + (i % 5);
      let isOver = false;
      const posting = Array.from({ length: 4 }, async () => {
        while (!isOver) {
          const { digest, answer } = await post();
          if (answer) acknowledged.push(digest);
          isOver ||= acknowledged.length >= enough;
        }
      });
      while (!isOver) await new Promise((next) => setTimeout(next, 1 + ((i * 7) % 20)));
      await stop("SIGKILL");
      await Promise.all(posting);
    }
    await start();
    for (const digest of acknowledged) {
      let state = await stateOf(digest);
      for (let tries = 0; tries < 10 && state?.state !== "final"; tries++) state = await stateOf(digest);
      expect(state?.state, digest).to.equal("final");
    }
    await stop("SIGTERM");
    const store = openSqlite(at("gateway.sqlite"));
    const rounds = (await store.lastRound())?.number ?? 0;
    const placed: Hex[] = [];
    for (let number = 1; number <= rounds; number++) placed.push(...(await store.digestsOf(number)));
    await store.close();
    expect(new Set(placed).size).to.equal(placed.length);
    for (const digest of acknowledged) expect(placed).to.include(digest);
    // One transaction of the account for each round: nothing was doubled on chain.
    expect(await provider.getTransactionCount(new Wallet(KEY).address)).to.equal(rounds);
  });
});
