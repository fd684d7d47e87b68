import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { expect } from "chai";
import { aFolder, clairevoie } from "../../testing/cli.js";
import { bundleCommand, NODE_COMPILE_CACHE } from "../../testing/command-process.js";
import { type RunningNode, startNode } from "../../testing/node.js";

const COMMANDS = 10;

describe("the walk-through of docs/cli.md", () => {
  const folder = aFolder();
  let node: RunningNode;
  let main: string;

  before(async () => {
    [node, main] = [await startNode(), await bundleCommand()];
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  it("plays three parties in ten commands, and finds the claim that was raised", () => {
    const block = /## In ten commands[\s\S]*?```sh\n([\s\S]*?)```/.exec(readFileSync("docs/cli.md", "utf8"))?.[1] ?? "";
    const lines = block.trim().split("\n");
    expect(lines).to.have.lengthOf(COMMANDS);
    // The package is installed and built, and a node runs already: the rest is as a newcomer types it.
    const typed = lines.filter((line) => line.includes("npx clairevoie"));
    expect(typed).to.have.lengthOf(COMMANDS - 3);
    const script = `set -u\nnpx() { shift; ${process.execPath} ${main} "$@"; }\n${typed.join(" && \\\n")}`;
    const { stdout, stderr, status } = spawnSync("bash", ["-c", script], {
      cwd: folder.path,
      encoding: "utf8",
      env: { ...process.env, CLAIREVOIE_RPC_URL: node.url, NODE_COMPILE_CACHE },
    });
    const verdicts = stdout.split("\n").filter((line) => line.startsWith("play/certificate.json"));
    expect(verdicts, stderr).to.deep.equal([
      "play/certificate.json: ✓ conforming",
      "play/certificate.json: ✗ not conforming. The lines or prices claimed are not those that were invoiced: the claim was changed.",
    ]);
    expect(stdout).to.contain("claim-does-not-open");
    expect(status).to.equal(1);
  });

  it("leaves each party with a key and secrets of its own, for its eyes only", () => {
    for (const name of ["optician", "maker", "insurer"]) {
      expect(statSync(folder.file(`play/${name}`)).mode & 0o077).to.equal(0);
      for (const file of ["key.json", "passphrase"]) {
        expect(statSync(folder.file(`play/${name}/${file}`)).mode & 0o077, file).to.equal(0);
      }
    }
    expect(statSync(folder.file("play/ticket.txt")).mode & 0o077).to.equal(0);
    expect(readdirSync(folder.file("play/maker"))).to.not.include("vault");
  });

  it("refuses to play where there is something already, and on a chain that is no development chain", async () => {
    const env = { CLAIREVOIE_RPC_URL: node.url };
    const play = folder.file("play");
    const { code, err } = await clairevoie(["sandbox", play], env);
    expect([code, err]).to.deep.equal([2, `clairevoie: folder: ${play} is not empty; name another one\n`]);
    const nowhere = await clairevoie(["--home", "nowhere", "dossier", "list"], env);
    expect([nowhere.code, nowhere.err]).to.deep.equal([2, "clairevoie: --home: nowhere has no clairevoie.json\n"]);
  });
});
