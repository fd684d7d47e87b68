import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { expect } from "chai";
import { HDNodeWallet, Wallet } from "ethers";
import { aFolder, clairevoie } from "../../../testing/cli.js";
import { freePort, type RunningNode, startNode } from "../../../testing/node.js";

const SEPOLIA = 11_155_111;
const DEPLOYER = HDNodeWallet.fromPhrase("test test test test test test test test test test test junk");

/** The two ways to deploy are one: what goes wrong is told in the same words, with the same exit codes. */
describe("deploying from the repository, beside the command", () => {
  const folder = aFolder();
  let node: RunningNode;
  before(async () => {
    node = await startNode({ chainId: SEPOLIA });
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
  }
  const script = (env: Record<string, string>, ...argv: string[]) =>
    new Promise<Ended>((resolve) => {
      const { PATH, HOME } = process.env;
      const args = ["--import", "tsx", "scripts/deploy.ts", "--network", "sepolia", "--folder", folder.path, ...argv];
      const set = { PATH, HOME, SEPOLIA_RPC_URL: node.url, ...env };
      execFile(process.execPath, args, { env: set }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  const command = (key: string, ...argv: string[]) =>
    clairevoie(["deploy", "--folder", folder.path, ...argv], {
      CLAIREVOIE_RPC_URL: node.url,
      CLAIREVOIE_PRIVATE_KEY: key,
    });

  it("names the key that is missing, and where it may be set", async () => {
    const { code, err } = await script({});
    expect([code, err.trim().split("\n").length]).to.deep.equal([2, 1]);
    expect(err).to.contain("DEPLOYER_PRIVATE_KEY").and.contain("npx hardhat keystore set");
  });

  it("refuses a node of another chain, and says which it is", async () => {
    const other = await startNode();
    const { code, err } = await script({ DEPLOYER_PRIVATE_KEY: DEPLOYER.privateKey, SEPOLIA_RPC_URL: other.url });
    await other.stop();
    expect(code).to.equal(2);
    expect(err).to.contain("sepolia is chain 11155111").and.contain("on chain 31337");
  });

  it("says the same of a node that does not answer", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, err } = await script({ DEPLOYER_PRIVATE_KEY: DEPLOYER.privateKey, SEPOLIA_RPC_URL: url });
    const told = await clairevoie(["deploy"], { CLAIREVOIE_RPC_URL: url, CLAIREVOIE_PRIVATE_KEY: DEPLOYER.privateKey });
    expect([code, err]).to.deep.equal([3, told.err]);
    expect([told.code, err]).to.deep.equal([3, told.err]);
  });

  it("refuses an account without coin before anything is sent or written, and says how much it takes", async () => {
    const poor = Wallet.createRandom();
    const { code, err } = await script({ DEPLOYER_PRIVATE_KEY: poor.privateKey });
    const told = await command(poor.privateKey);
    expect([code, err]).to.deep.equal([3, told.err]);
    expect(err).to.match(new RegExp(`${poor.address} has 0 ETH, and a deployment takes at most 0\\.\\d+ ETH`));
    expect(existsSync(folder.file(`${SEPOLIA}.plan.json`))).to.equal(false);
  });

  it("signs with a keystore that is named, and asks for no key then", async () => {
    const { code, err } = await script({}, "--keystore", folder.file("nowhere.json"));
    expect([code, err.includes("nowhere.json")]).to.deep.equal([2, true]);
  });
});
