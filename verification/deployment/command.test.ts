import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
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
  function deploy(args: readonly string[], url = node.url): Promise<{ code: number; text: string; out: string }> {
    const run = ["scripts/deploy.ts", ...args];
    const env = { ...process.env, LOCALHOST_RPC_URL: url };
    return new Promise((resolve) => {
      execFile(path.resolve("node_modules/.bin/tsx"), run, { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, text: stdout + stderr, out: stdout }),
      );
    });
  }

  it("deploys, says so again when run again, and finds a file that is not true", async () => {
    const rehearsed = await deploy(["--network", "localhost", "--out", out, "--dry-run"]);
    expect(rehearsed).to.have.property("code", 0);
    expect(rehearsed.text).to.contain("Nothing was sent");
    const first = await deploy(["--network", "localhost", "--out", out]);
    expect(first).to.have.property("code", 0);
    const again = await deploy(["--network", "localhost", "--out", out, "--json"]);
    expect(again).to.have.property("code", 0);
    expect(JSON.parse(again.out)).to.have.property("action", "checked");
    const file = path.join(out, "31337.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/"codeHash": "0x./, '"codeHash": "0xf'));
    const changed = await deploy(["--network", "localhost", "--out", out]);
    expect(changed.code).to.equal(3);
    expect(changed.text).to.contain("is not what was recorded");
    writeFileSync(file, text.slice(0, 200));
    const cut = await deploy(["--network", "localhost", "--out", out]);
    expect(cut).to.deep.include({ code: 2 });
    expect(cut.text).to.contain("deployment: is not valid JSON");
  });

  it("says in one line what is wrong with an option or a node", async () => {
    const dead = `http://127.0.0.1:${await freePort()}`;
    const cases: [string[], string, number, string][] = [
      [["--network", "localhost"], dead, 3, "the node does not answer"],
      [["--network", "nowhere"], node.url, 2, "--network: nowhere cannot be used"],
      [["--bad"], node.url, 2, "Unknown option '--bad'"],
      [[], node.url, 2, "--network: is needed"],
      [["--network", "localhost", "--admin", "0x12"], node.url, 2, "--admin: is not an address"],
    ];
    for (const [args, url, code, message] of cases) {
      const result = await deploy(args, url);
      expect(result).to.deep.include({ code });
      expect(result.text).to.match(/^deploy: [^\n]+\n$/);
      expect(result.text).to.contain(message);
    }
  });
});
