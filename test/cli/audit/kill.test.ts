import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { aFolder, clairevoie } from "../../../testing/cli.js";
import { bundleCommand } from "../../../testing/command-process.js";
import { liveDossier } from "../../../testing/live-dossier.js";
import { drawWave } from "../../../testing/load.js";
import { type RunningNode, startNode } from "../../../testing/node.js";

const COUNT = 800;

describe("an audit that is killed", () => {
  const folder = aFolder();
  let node: RunningNode;
  let env: Record<string, string>;

  before(async () => {
    node = await startNode();
    const { deployment } = await liveDossier(node.url);
    writeFileSync(folder.file("deployment.json"), JSON.stringify(deployment));
    env = { CLAIREVOIE_RPC_URL: node.url, CLAIREVOIE_DEPLOYMENT: folder.file("deployment.json") };
    const lines = drawWave("killed", COUNT).pairs.map((p) => `{"certificate":${p.certificate},"claim":${p.claim}}\n`);
    writeFileSync(folder.file("stream.ndjson"), lines.join(""));
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  const typed = (out: string) => [
    ...["audit", folder.file("stream.ndjson"), "--out", folder.file(out), "--jobs", "1", "--json"],
    ...["--summary", folder.file("summary.json"), "--html", folder.file("summary.html")],
  ];

  it("goes on where it was, and writes what an audit writes that was not", async () => {
    const whole = await clairevoie(typed("whole"), env);
    expect(whole.code, whole.err).to.equal(1); // The load is of another chain.
    expect(whole.json()).to.deep.include({ lines: COUNT, unreadable: 0, findings: { "wrong-chain": COUNT } });

    const child = spawn(process.execPath, [await bundleCommand(), ...typed("out")], {
      stdio: "ignore",
      env: { ...process.env, ...env },
    });
    const ended = once(child, "exit");
    const size = () => statSync(folder.file("out"), { throwIfNoEntry: false })?.size ?? 0;
    while (child.exitCode === null && size() === 0) await sleep(2);
    child.kill("SIGKILL");
    const [, signal] = await ended;
    expect(signal).to.equal("SIGKILL");
    expect(size()).to.be.within(1, statSync(folder.file("whole")).size - 1);

    const resumed = await clairevoie([...typed("out"), "--resume"], env);
    expect(resumed.code, resumed.err).to.equal(1);
    expect(resumed.json()).to.deep.equal(whole.json());
    expect(readFileSync(folder.file("out"), "utf8")).to.equal(readFileSync(folder.file("whole"), "utf8"));
    // What it says is kept from another run that names the same file.
    const again = await clairevoie(typed("out"), env);
    expect([again.code, again.err]).to.deep.equal([
      2,
      `clairevoie: ${folder.file("out")}: holds an audit already; name another file, remove it, or go on with it by --resume\n`,
    ]);
    expect(readFileSync(folder.file("out"), "utf8")).to.equal(readFileSync(folder.file("whole"), "utf8"));
    expect(JSON.parse(readFileSync(folder.file("summary.json"), "utf8"))).to.deep.equal(whole.json());
  });

  it("reads standard input, and says what it cannot go on with", async () => {
    const [line = ""] = readFileSync(folder.file("stream.ndjson"), "utf8").split("\n");
    const piped = await clairevoie(["audit", "-"], env, `${line}\n{\n`);
    expect(piped.code).to.equal(2);
    expect(
      piped.out
        .trim()
        .split("\n")
        .map((one) => JSON.parse(one).line),
    ).to.deep.equal([1, 2]);
    const nothing = await clairevoie(["audit", "-", "--resume"], env, line);
    expect([nothing.code, nothing.err]).to.deep.equal([
      2,
      "clairevoie: --resume: needs --out, the file to go on with\n",
    ]);
  });
});
