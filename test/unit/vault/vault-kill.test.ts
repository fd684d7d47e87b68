import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Vault } from "../../../src/vault/index.js";
import { representativeOf } from "../../../testing/effort.js";
import { aRecord, errorOf, LIGHT, PASSPHRASE, withFolder } from "../../../testing/vault-records.js";

/** How long the program writes before it is killed: the whole gate tries several. */
const DELAYS = representativeOf([3, 11, 29]);
const WRITER = path.resolve("testing/vault-writer.ts");

/** Lets a program write until it is killed. Returns the last version that it told. */
async function writeAndKill(folder: string, milliseconds: number): Promise<number> {
  const writer = spawn(process.execPath, ["--import", "tsx", WRITER, folder], { stdio: "pipe" });
  let told = "";
  writer.stdout.on("data", (chunk) => {
    told += String(chunk);
  });
  await Promise.race([once(writer.stdout, "data"), once(writer, "exit")]);
  const busy = await errorOf(Vault.open(folder, PASSPHRASE, { cost: LIGHT }));
  await sleep(milliseconds);
  writer.kill("SIGKILL");
  const [, signal] = await once(writer, "close");
  expect(signal).to.equal("SIGKILL");
  expect(busy).to.include(`is used by the process ${writer.pid}`);
  return Number(told.split("\n").at(-2));
}

describe("a program that is killed while it writes to a vault", () => {
  it("leaves the last record that it told, or the one after; its lock is no hindrance", async () => {
    await withFolder(async (parent) => {
      const folder = path.join(parent, "vault");
      await (await Vault.create(folder, PASSPHRASE, { cost: LIGHT })).close();
      for (const milliseconds of DELAYS) {
        const told = await writeAndKill(folder, milliseconds);
        expect((await readdir(folder)).filter((name) => name.startsWith("lock-"))).to.have.length(1);
        const vault = await Vault.open(folder, PASSPHRASE, { cost: LIGHT });
        expect((await vault.get(aRecord(1).id))?.payload).to.be.oneOf([told, told + 1]);
        expect(await vault.list()).to.have.length(1);
        await vault.close();
        expect(await readdir(folder)).to.have.members(["keys", "records", "vault.json"]);
        expect(await readdir(path.join(folder, "keys"))).to.have.length(1);
      }
    });
  });
});
