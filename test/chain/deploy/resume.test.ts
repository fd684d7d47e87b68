import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { AbstractSigner, HDNodeWallet, JsonRpcProvider, type Provider, type TransactionRequest } from "ethers";
import {
  ChainError,
  checkDeployment,
  deploySuite,
  parametersFor,
  parseDeployment,
  parsePlan,
  planDeployment,
} from "../../../src/chain/index.js";
import { aFolder } from "../../../testing/cli.js";
import { bundleCommand } from "../../../testing/command-process.js";
import { oneIn, representativeOf } from "../../../testing/effort.js";
import { type RunningNode, startNode } from "../../../testing/node.js";

const STEPS = 11;
/** Where a deployment stops: at one of its steps at effort 1, at each in the whole gate. */
const STOPS = representativeOf(Array.from({ length: STEPS }, (_, i) => i + 1));
/** Where the command is killed, in processes of its own: at fewer. */
const KILLS = representativeOf(STOPS.filter((_, i) => i % oneIn(10) === 0));
/** Accounts that a development node funds. */
const FUNDED = 10;
/** The mnemonic of development nodes, known to everyone: each account has coins. */
const MNEMONIC = "test test test test test test test test test test test junk";
const account = (index: number) => HDNodeWallet.fromPhrase(MNEMONIC, undefined, `m/44'/60'/0'/0/${index}`);

/** A signer whose machine dies at its `step`th transaction: before it is sent, or after. */
class DyingSigner extends AbstractSigner {
  #left: number;

  constructor(
    readonly wallet: HDNodeWallet,
    provider: Provider,
    step: number,
    readonly isSent: boolean,
  ) {
    super(provider);
    this.#left = step;
  }

  override connect(): never {
    throw new Error("not needed");
  }
  override getAddress(): Promise<string> {
    return this.wallet.getAddress();
  }
  override signTransaction(): never {
    throw new Error("not needed");
  }
  override signMessage(): never {
    throw new Error("not needed");
  }
  override signTypedData(): never {
    throw new Error("not needed");
  }
  override async sendTransaction(transaction: TransactionRequest) {
    this.#left -= 1;
    if (this.#left === 0 && !this.isSent) throw new Error("the machine died");
    const response = await this.wallet.connect(this.provider).sendTransaction(transaction);
    if (this.#left === 0) throw new Error("the machine died");
    return response;
  }
}

describe("a deployment that is cut off", () => {
  let node: RunningNode;
  let provider: JsonRpcProvider;

  before(async () => {
    node = await startNode();
    provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1, pollingInterval: 50 });
  });
  after(async () => {
    provider.destroy();
    await node.stop();
  });

  for (const isSent of [false, true]) {
    it(`goes on where it stopped, when it stops ${isSent ? "after" : "before"} any of its transactions`, async () => {
      const wallet = account(isSent ? 1 : 2);
      for (const step of STOPS) {
        const plan = await planDeployment(wallet.connect(provider), "local", (who) => parametersFor(who));
        const failure = await deploySuite(new DyingSigner(wallet, provider, step, isSent), plan).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(failure).to.be.instanceOf(ChainError);
        const done: boolean[] = [];
        const deployment = await deploySuite(wallet.connect(provider), plan, (_, number, of, isDone) => {
          expect([number, of]).to.deep.equal([done.length + 1, STEPS]);
          done.push(isDone);
        });
        expect(done.filter(Boolean)).to.have.lengthOf(isSent ? step : step - 1);
        await checkDeployment(deployment, provider);
        expect(await provider.getTransactionCount(wallet.address)).to.equal(plan.nonce + STEPS);
      }
    });
  }

  it("says so when the account sent something else meanwhile", async () => {
    const wallet = account(3).connect(provider);
    const plan = await planDeployment(wallet, "local", (who) => parametersFor(who));
    await (await wallet.sendTransaction({ to: wallet.address })).wait();
    const failure = await deploySuite(wallet, plan).then(
      () => "deployed",
      (error: Error) => error.message,
    );
    expect(failure).to.contain("sent something else with nonce");
  });

  it("survives a kill of the command at its steps", async () => {
    const [folder, main] = [aFolder(), await bundleCommand()];
    for (const step of KILLS) {
      const wallet = account(step % FUNDED);
      const out = folder.file(`deployments-${step}`);
      const run = (killAt?: number) =>
        new Promise<number | null>((resolve) => {
          const child = spawn(process.execPath, [main, "deploy", "--folder", out, "--rpc", node.url], {
            env: { ...process.env, CLAIREVOIE_PRIVATE_KEY: wallet.privateKey },
            detached: true,
            stdio: "pipe",
          });
          child.stdout.on("data", (chunk: Buffer) => {
            if (killAt !== undefined && chunk.toString().includes(` ${killAt}/${STEPS} `) && child.pid) {
              process.kill(-child.pid, "SIGKILL");
            }
          });
          child.on("close", (code) => resolve(code));
        });
      expect(await run(step), "killed").to.equal(null);
      const file = path.join(out, "31337.json");
      const plan = parsePlan(readFileSync(path.join(out, "31337.plan.json"), "utf8"));
      expect(existsSync(file)).to.equal(false);
      expect(await run()).to.equal(0);
      await checkDeployment(parseDeployment(readFileSync(file, "utf8")), provider);
      expect(await provider.getTransactionCount(wallet.address)).to.equal(plan.nonce + STEPS);
    }
    folder.remove();
  });
});
