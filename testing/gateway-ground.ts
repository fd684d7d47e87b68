import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { JsonRpcProvider, Wallet } from "ethers";
import { openStore } from "../gateway/index.js";
import {
  type Deployment,
  deploySuite,
  parametersFor,
  planDeployment,
  type Suite,
  suiteOf,
} from "../src/chain/index.js";
import type { BatchState } from "../src/gateway/index.js";
import { Controller, Council } from "../src/parties/index.js";
import { batchDigest, type Hex, partyId } from "../src/protocol/index.js";
import { aBatch, PARTY_KEY, signed } from "./gateways.js";
import { freePort, type RunningNode, startNode } from "./node.js";

const FUNDED = "test test test test test test test test test test test junk";
const KEY = `0x${"5a".repeat(32)}`;

interface Instance {
  readonly url: string;
  readonly config: string;
  child?: ChildProcess;
}

/** A node of its own, the contracts, a party that is enrolled, and gateways in processes that may be killed. */
export class GatewayGround {
  readonly provider: JsonRpcProvider;
  readonly suite: Suite;
  /** Digests that a gateway acknowledged. */
  acknowledged: Hex[] = [];
  /** Of the anchoring account. */
  readonly account = new Wallet(KEY).address;
  readonly #node: RunningNode;
  readonly #folder: string;
  readonly #instances: readonly Instance[];
  #database = "";
  #sequence = 1;
  /** Transactions of the account before the present database began. */
  #sentBefore = 0;
  #renewals = 0;

  private constructor(
    node: RunningNode,
    provider: JsonRpcProvider,
    suite: Suite,
    folder: string,
    instances: readonly Instance[],
  ) {
    this.#node = node;
    this.provider = provider;
    this.suite = suite;
    this.#folder = folder;
    this.#instances = instances;
  }

  /** @param database A file of SQLite below a folder of its own, or an address of PostgreSQL. */
  static async open({
    database,
    instances = 1,
  }: {
    database?: string;
    instances?: number;
  } = {}): Promise<GatewayGround> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "clairevoie-gateway-"));
    const node = await startNode();
    const provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
    const deployment = await deploy(provider);
    writeFileSync(path.join(folder, "deployment.json"), JSON.stringify(deployment));
    const all: Instance[] = [];
    for (let i = 0; i < instances; i++) {
      all.push({ url: `http://127.0.0.1:${await freePort()}`, config: path.join(folder, `config-${i}.json`) });
    }
    const suite = suiteOf(deployment, Wallet.fromPhrase(FUNDED).connect(provider));
    const ground = new GatewayGround(node, provider, suite, folder, all);
    await ground.renew(database);
    return ground;
  }

  /** Begins with an empty database, on the same chain. */
  async renew(database?: string): Promise<void> {
    this.acknowledged = [];
    this.#sentBefore = await this.provider.getTransactionCount(this.account);
    this.#database = database ?? path.join(this.#folder, `gateway-${this.#renewals++}.sqlite`);
    for (const { url, config } of this.#instances) {
      const settings = {
        deployment: path.join(this.#folder, "deployment.json"),
        database: this.#database,
        rpc: [this.#node.url],
        port: Number(new URL(url).port),
        metricsPort: 0,
        intervalSeconds: 1,
        pollSeconds: 0.05,
      };
      writeFileSync(config, JSON.stringify(settings));
    }
  }

  get url(): string {
    return (this.#instances[0] as Instance).url;
  }

  /** Starts an instance, unless it runs. False when it was killed before it listened. */
  async start(
    number = 0,
    { preload, env = {} }: { readonly preload?: string; readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<boolean> {
    const instance = this.#instances[number] as Instance;
    const { child: running } = instance;
    if (running && running.exitCode === null && running.signalCode === null) return true;
    const all = { ...process.env, CLAIREVOIE_GATEWAY_KEY: KEY, ...env };
    const before = preload === undefined ? [] : ["--import", path.resolve(preload)];
    const child = spawn(process.execPath, [...before, "gateway/dist/main.js", instance.config], {
      env: all,
      stdio: "ignore",
    });
    instance.child = child;
    for (let tries = 0; tries < 1_200; tries++) {
      const isUp = await fetch(`${instance.url}/livez`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isUp) return true;
      if (child.signalCode !== null) return false;
      if (child.exitCode !== null) throw new Error(`the gateway ended with ${child.exitCode}`);
      await new Promise((next) => setTimeout(next, 25));
    }
    throw new Error("the gateway does not listen");
  }

  /** Ends an instance with a signal, and gives its exit code. */
  async stop(signal: NodeJS.Signals, number = 0): Promise<number | null> {
    const { child } = this.#instances[number] as Instance;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, "exit");
    }
    return child.exitCode;
  }

  /** Whether an instance is dead, or dies within a second. */
  async isDead(number = 0): Promise<boolean> {
    const { child } = this.#instances[number] as Instance;
    for (let tries = 0; child && child.signalCode === null && tries < 20; tries++) {
      await new Promise((next) => setTimeout(next, 50));
    }
    return child?.signalCode === "SIGKILL";
  }

  /** Posts a batch of its own. An answer is kept among what was acknowledged. */
  async post(number = 0): Promise<{ digest: Hex; answer: BatchState | undefined }> {
    const time = (await this.provider.getBlock("latest"))?.timestamp ?? 0;
    const { batch } = aBatch(this.#sequence++, time);
    const digest = batchDigest({ chainId: 31337, verifyingContract: this.suite.reference.partyRegistry }, batch);
    const answer: BatchState | undefined = await fetch(`${(this.#instances[number] as Instance).url}/v1/batches`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ batch, signature: signed(digest, PARTY_KEY) }),
    }).then(
      (response) => (response.status === 202 ? response.json() : undefined),
      () => undefined,
    );
    if (answer) this.acknowledged.push(digest);
    return { digest, answer };
  }

  async stateOf(digest: Hex): Promise<BatchState | undefined> {
    return fetch(`${this.url}/v1/batches/${digest}?wait=2`).then((response) =>
      response.ok ? response.json() : undefined,
    );
  }

  /** Waits until all that was acknowledged is final. @throws {Error} naming one that is not. */
  async untilFinal(digests: readonly Hex[] = this.acknowledged): Promise<void> {
    for (const digest of digests) {
      let state = await this.stateOf(digest);
      for (let tries = 0; tries < 20 && state?.state !== "final"; tries++) state = await this.stateOf(digest);
      if (state?.state !== "final") throw new Error(`${digest} is ${state?.state ?? "not known"}`);
    }
  }

  /** What is wrong with rounds and chain, once no instance runs: a batch in no round or in two, a root anchored twice. */
  async faults(): Promise<string[]> {
    const store = await openStore(this.#database);
    try {
      const rounds = (await store.lastRound())?.number ?? 0;
      const placed: Hex[] = [];
      const found: string[] = [];
      for (let number = 1; number <= rounds; number++) {
        placed.push(...(await store.digestsOf(number)));
        const root = (await store.round({ number }))?.root as Hex;
        if ((await this.suite.anchors.anchoredAt(root)) === 0n) found.push(`round ${number} is not anchored`);
      }
      const set = new Set(placed);
      if (set.size !== placed.length) found.push("a batch is in two rounds");
      for (const digest of this.acknowledged) if (!set.has(digest)) found.push(`${digest} is in no round`);
      // One transaction of the account for each round: nothing was doubled on chain.
      const sent = (await this.provider.getTransactionCount(this.account)) - this.#sentBefore;
      if (sent !== rounds) found.push(`${sent} transactions for ${rounds} rounds`);
      return found;
    } finally {
      await store.close();
    }
  }

  async close(): Promise<void> {
    for (const number of this.#instances.keys()) await this.stop("SIGKILL", number);
    this.provider.destroy();
    await this.#node.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function deploy(provider: JsonRpcProvider): Promise<Deployment> {
  const deployer = Wallet.fromPhrase(FUNDED).connect(provider);
  const plan = await planDeployment(deployer, "local", (who) =>
    parametersFor(who, { makerDelaySeconds: 0, guardDelaySeconds: 0 }),
  );
  const deployment = await deploySuite(deployer, plan);
  const key = new Wallet(PARTY_KEY, provider);
  for (const to of [key.address, new Wallet(KEY).address]) {
    await (await deployer.sendTransaction({ to, value: 10n ** 18n })).wait();
  }
  const council = await Council.connect({ deployment, provider, signer: deployer });
  const party = partyId(`0x${"01".repeat(32)}`, "optician", "12345678200010");
  await council.enrol(party, "optician", key.address);
  const controller = await Controller.connect({ deployment, provider, signer: key, party });
  await controller.addKey(key.address);
  return deployment;
}
