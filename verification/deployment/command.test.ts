import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import { freePort, type RunningNode, startNode } from "../../testing/node.js";

describe("npm run deploy, against a node", () => {
  let node: RunningNode;
  let out: string;

  before(async () => {
    node = await startNode();
    out = mkdtempSync(path.join(tmpdir(), "clairevoie-"));
  });
  after(async () => {
    await node.stop();
    rmSync(out, { recursive: true, force: true });
  });

  /** Runs the command; gives its exit code and what it printed. */
  function deploy(
    args: readonly string[],
    url = node.url,
    script = "scripts/deploy.ts",
  ): Promise<{ code: number; text: string; out: string }> {
    const run = [script, ...args];
    const env = { ...process.env, LOCALHOST_RPC_URL: url };
    return new Promise((resolve) => {
      execFile(path.resolve("node_modules/.bin/tsx"), run, { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, text: stdout + stderr, out: stdout }),
      );
    });
  }

  /** What is told to an explorer ends the bytes that each contract was made with. */
  async function expectEachAsMade(file: string): Promise<void> {
    const told = await deploy([file], node.url, "scripts/explorers.ts");
    expect(told.code, told.text).to.equal(0);
    const provider = new JsonRpcProvider(node.url);
    const made = new Map<string, string>();
    for (let block = await provider.getBlockNumber(); block > 0; block--) {
      for (const hash of (await provider.getBlock(block))?.transactions ?? []) {
        const [transaction, receipt] = await Promise.all([
          provider.getTransaction(hash),
          provider.getTransactionReceipt(hash),
        ]);
        if (receipt?.contractAddress) made.set(receipt.contractAddress, transaction?.data ?? "");
      }
    }
    provider.destroy();
    const rows = [...told.out.matchAll(/sol:(\w+)\n {2}address {4}(\S+)\n {2}arguments {2}(\S+)/g)];
    expect(rows).to.have.length(10);
    for (const [, name, address = "", encoded] of rows) {
      const { bytecode } = JSON.parse(readFileSync(artifact(name ?? ""), "utf8")) as { bytecode: string };
      expect(made.get(address), name).to.equal(bytecode + (encoded === "-" ? "" : encoded));
    }
  }
  const artifact = (name: string) =>
    name === "AccessManager"
      ? "artifacts/@openzeppelin/contracts/access/manager/AccessManager.sol/AccessManager.json"
      : `artifacts/contracts/${name}.sol/${name}.json`;

  it("deploys, says so again when run again, and finds a file that is not true", async () => {
    const rehearsed = await deploy(["--network", "localhost", "--folder", out, "--dry-run"]);
    expect(rehearsed).to.have.property("code", 0);
    expect(rehearsed.text).to.contain("Nothing was sent");
    const first = await deploy(["--network", "localhost", "--folder", out]);
    expect(first).to.have.property("code", 0);
    const again = await deploy(["--network", "localhost", "--folder", out, "--json"]);
    expect(again).to.have.property("code", 0);
    expect(JSON.parse(again.out)).to.have.property("action", "checked");
    const file = path.join(out, "31337.json");
    const text = readFileSync(file, "utf8");
    await expectEachAsMade(file);
    writeFileSync(file, text.replace(/"codeHash": "0x./, '"codeHash": "0xf'));
    const changed = await deploy(["--network", "localhost", "--folder", out]);
    expect(changed.code).to.equal(3);
    expect(changed.text).to.contain("is not what was recorded");
    writeFileSync(file, text.slice(0, 200));
    const cut = await deploy(["--network", "localhost", "--folder", out]);
    expect(cut).to.deep.include({ code: 2 });
    expect(cut.text).to.contain("deployment: is not valid JSON");
  });

  it("says in one line what is wrong with an option or a node", async () => {
    const dead = `http://127.0.0.1:${await freePort()}`;
    const cases: [string[], string, number, string][] = [
      [["--network", "localhost"], dead, 3, "does not answer"],
      [["--network", "nowhere"], node.url, 2, "--network: name one of localhost, sepolia"],
      [["--network", "sepolia"], node.url, 2, '"SEPOLIA_RPC_URL" not found. Set it'],
      [["--network", "localhost", "--bad"], node.url, 2, "unknown option '--bad'"],
      [[], node.url, 2, "--network: name one of"],
      [["--network", "localhost", "--keystore", "nowhere.json"], dead, 2, "nowhere.json: "],
      [["--network", "localhost", "--admin", "0x12"], node.url, 2, "--admin: is not an address"],
    ];
    for (const [args, url, code, message] of cases) {
      const result = await deploy(args, url);
      expect(result).to.deep.include({ code });
      expect(result.text).to.match(/^(deploy|clairevoie): [^\n]+\n$/);
      expect(result.text).to.contain(message);
    }
  });
});
