import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import { aFolder } from "../../testing/cli.js";
import { bundleCommand, NODE_COMPILE_CACHE } from "../../testing/command-process.js";
import { freePort, type RunningNode, startNode } from "../../testing/node.js";

const MOST_COMMANDS = 12;
/** A transfer leaves what its fee might have been: no transaction can be paid with it. */
const DUST = 10n ** 15n;

describe("the walk-through of the README, through gateways", () => {
  const folder = aFolder();
  let node: RunningNode;
  let main: string;

  before(async () => {
    execFileSync(process.execPath, ["--import", "tsx/esm", "gateway/build.ts"]);
    [node, main] = [await startNode({ blockSeconds: 1 }), await bundleCommand()];
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  it("takes a store and a laboratory without ether and node to a verdict by ticket, in at most twelve commands", async () => {
    const block = /## Through gateways[\s\S]*?```sh\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8"))?.[1] ?? "";
    const lines = block.trim().split("\n");
    expect(lines.length).to.be.within(9, MOST_COMMANDS);
    // The package is installed and built, and a node runs already: the rest is as a newcomer types it.
    const ports = [await freePort(), await freePort()];
    const typed = lines
      .filter((line) => line.includes("npx clairevoie"))
      .map((line) => line.replaceAll("8788", `${ports[0]}`).replaceAll("8789", `${ports[1]}`))
      // In the background it is the process itself, which is ended in the end.
      .map((line) => (line.endsWith("&") ? line.replace("npx clairevoie", `${process.execPath} ${main}`) : line))
      // The sandbox looks for its node where a node usually is.
      .map((line) => (line.includes("sandbox") ? `CLAIREVOIE_RPC_URL=${node.url} ${line}` : line));
    expect(typed).to.have.lengthOf(lines.length - 2);
    const waiting = ports.map(
      (port) => `until curl -sf http://127.0.0.1:${port}/readyz > /dev/null; do sleep 0.2; done`,
    );
    const script = [
      "set -u",
      `npx() { shift; ${process.execPath} ${main} "$@"; }`,
      "trap 'kill $(jobs -p)' EXIT",
      ...typed.flatMap((line) => (line.includes("DOSSIER=") ? [...waiting, line] : [line])),
      "echo exit $?",
    ].join("\n");
    const { CLAIREVOIE_RPC_URL: _, ...env } = process.env;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], {
      cwd: folder.path,
      encoding: "utf8",
      timeout: 240_000,
      env: { ...env, NODE_COMPILE_CACHE },
    });
    expect(stdout, stderr).to.contain("✓ conforming").and.to.contain("exit 0");
    // Each says what happened, and what to do next.
    for (const said of ["promised to be anchored by", "`clairevoie sync` finishes it", "Posted for the optician"]) {
      expect(stderr, said).to.contain(said);
    }
    expect(stderr).to.contain("1 receipt from laboratories").and.to.contain("take the card from the insurer itself");
    const provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true });
    for (const who of ["optician", "maker"]) {
      const home = JSON.parse(readFileSync(folder.file(`play/${who}/clairevoie.json`), "utf8"));
      expect([home.rpc, home.gateway.length], who).to.deep.equal([undefined, 2]);
      const { address } = JSON.parse(readFileSync(folder.file(`play/${who}/key.json`), "utf8"));
      const account = String(address).startsWith("0x") ? address : `0x${address}`;
      expect((await provider.getBalance(account)) < DUST, `${who} holds no ether`).to.equal(true);
      expect(await provider.getTransactionCount(account), `${who} sends nothing but to be enrolled`).to.be.at.most(3);
    }
    provider.destroy();
  });
});
