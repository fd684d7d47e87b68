import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { hashStatement, type Receipt } from "../../../src/protocol/index.js";
import { aFolder, clairevoie } from "../../../testing/cli.js";
import { bundleCommand } from "../../../testing/command-process.js";
import { laboratoryDay } from "../../../testing/laboratory-day.js";
import { type RunningNode, startNode } from "../../../testing/node.js";
import { aSandbox } from "../../../testing/sandbox.js";

const ROWS = 1_500;

describe("an import that is killed", () => {
  const folder = aFolder();
  let node: RunningNode;
  let env: Record<string, string>;

  before(async () => {
    node = await startNode();
    const { keys } = await aSandbox(folder.file("play"), node.url);
    env = { CLAIREVOIE_RPC_URL: node.url, CLAIREVOIE_PRIVATE_KEY: keys.maker };
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  const typed = ["--home", folder.file("play/maker"), "import", folder.file("day.csv"), "--anchor", "--json"];

  /** Runs the command in a process of its own, and kills it once it has got so far, and some milliseconds more. */
  async function killed(isFar: () => boolean, milliseconds: number): Promise<boolean> {
    const child = spawn(process.execPath, [await bundleCommand(), ...typed], {
      stdio: "ignore",
      env: { ...process.env, ...env },
    });
    const ended = once(child, "exit");
    while (child.exitCode === null && !isFar()) await sleep(2);
    await sleep(milliseconds);
    child.kill("SIGKILL");
    const [, signal] = await ended;
    return signal === "SIGKILL";
  }

  const sheets = () => {
    const journal = folder.file("play/maker/vault/journal");
    try {
      return readdirSync(journal).filter((name) => name.endsWith(".sealed")).length;
    } catch {
      return 0;
    }
  };

  it("goes on where it was, and states, seals and anchors every document once", async () => {
    writeFileSync(folder.file("day.csv"), [...laboratoryDay(ROWS, "killed")].join(""));
    expect(await killed(() => sheets() >= 1, 0)).to.equal(true);
    const first = sheets();
    expect(first).to.be.within(1, 2);
    // All three sheets of statements, then the seal: killed while it anchors or writes receipts.
    await killed(() => sheets() >= 4, 15);

    const last = await clairevoie(typed, env);
    expect(last.code, last.err).to.equal(0);
    const files = readdirSync(folder.path).filter((name) => name.endsWith(".receipts.json"));
    const { receipts } = JSON.parse(readFileSync(folder.file(files.at(-1) ?? ""), "utf8")) as { receipts: Receipt[] };
    const hashes = receipts.map(({ statement }) => hashStatement(statement));
    expect(hashes).to.have.lengthOf(ROWS);
    expect(new Set(hashes).size).to.equal(ROWS);
    expect(new Set(receipts.map(({ statement }) => statement.dossier)).size).to.equal(ROWS);

    const again = await clairevoie(typed, env);
    expect(again.json()).to.deep.include({ stated: 0, already: ROWS, written: [] });
  });
});
