import { expect } from "chai";
import { Vault } from "../../../src/vault/index.js";
import { FragileDisk } from "../../../testing/fragile-disk.js";
import { errorOf, LIGHT, PASSPHRASE } from "../../../testing/vault-records.js";

const FOLDER = "/vault";
const FIRST = ["one", "two"];
const NEXT = ["three", "four"];

const open = (disk: FragileDisk) => Vault.open(FOLDER, PASSPHRASE, { disk, cost: LIGHT });

async function linesOf(vault: Vault): Promise<string[]> {
  const all: string[] = [];
  for await (const lines of vault.journal()) all.push(...lines);
  return all;
}

async function aDisk(lines: readonly string[] = FIRST): Promise<FragileDisk> {
  const disk = new FragileDisk();
  const vault = await Vault.create(FOLDER, PASSPHRASE, { disk, cost: LIGHT });
  await vault.append(lines);
  await vault.close();
  return disk.afterKill();
}

describe("the journal of a vault", () => {
  it("gives back every line in its order, however often the vault is opened", async () => {
    const disk = await aDisk();
    for (const line of NEXT) {
      const vault = await open(disk);
      await vault.append([line]);
      await vault.close();
    }
    expect(await linesOf(await open(disk))).to.deep.equal([...FIRST, ...NEXT]);
  });

  it("is empty, and leaves no file, before something is appended", async () => {
    const disk = await aDisk([]);
    expect(await linesOf(await open(disk))).to.deep.equal([]);
    expect([...disk.files().keys()].filter((name) => name.includes("journal"))).to.deep.equal([]);
  });

  it("holds all lines of an appending or none when it is stopped at any step, and all once it has ended", async () => {
    for (const before of [[], FIRST]) {
      const seen = new Set<number>();
      for (let steps = 0, done = false; !done; steps++) {
        const disk = await aDisk(before);
        const vault = await open(disk);
        disk.stepsLeft = steps;
        done = await vault.append(NEXT).then(
          () => true,
          () => false,
        );
        for (const left of [disk.afterKill(), disk.afterPowerLoss(() => false), disk.afterPowerLoss(() => true)]) {
          const reopened = await open(left);
          const lines = await linesOf(reopened);
          expect(lines).to.be.deep.oneOf(done ? [[...before, ...NEXT]] : [[...before], [...before, ...NEXT]]);
          seen.add(lines.length);
          await reopened.append(["after"]);
          expect(await linesOf(reopened)).to.deep.equal([...lines, "after"]);
        }
        disk.heal();
        const kept = await linesOf(vault);
        await vault.append(["in the same process"]);
        expect(await linesOf(vault)).to.deep.equal([...kept, "in the same process"]);
      }
      expect(seen.size).to.equal(2);
    }
  });

  it("holds every other line when forgetting is stopped at any step, and not the forgotten one once it has ended", async () => {
    for (let steps = 0, done = false; !done; steps++) {
      const disk = await aDisk();
      const vault = await open(disk);
      await vault.append(NEXT);
      disk.stepsLeft = steps;
      const forget = (one: Vault) => one.forget((line) => line === "one" || line === "three");
      done = await forget(vault).then(
        () => true,
        () => false,
      );
      for (const left of [disk.afterKill(), disk.afterPowerLoss(() => false), disk.afterPowerLoss(() => true)]) {
        const reopened = await open(left);
        const lines = await linesOf(reopened);
        expect(lines.filter((line) => line === "two" || line === "four")).to.deep.equal(["two", "four"]);
        if (done) expect(lines).to.deep.equal(["two", "four"]);
        await forget(reopened);
        expect(await linesOf(reopened)).to.deep.equal(["two", "four"]);
      }
    }
  });

  it("shows when a sheet was changed, swapped or removed", async () => {
    const sheet = (number: number) => `${FOLDER}/journal/0000000${number}.sealed`;
    const harmed = async (harm: (files: Map<string, Buffer>, disk: FragileDisk) => unknown) => {
      const disk = await aDisk();
      const vault = await open(disk);
      await vault.append(NEXT);
      await vault.append(["seven", "nine"]); // As long as the sheet before, so that one can lie in the other's place whole.
      await vault.close();
      await harm(disk.files(), disk);
      return errorOf(linesOf(await open(disk)));
    };
    const flipped = await harmed((files) => {
      const bytes = files.get(sheet(2));
      bytes?.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
    });
    expect(flipped).to.contain("journal/00000002.sealed: was changed, swapped or cut short");
    const swapped = await harmed((files) => {
      expect(files.get(sheet(3))?.copy(files.get(sheet(2)) ?? Buffer.alloc(0))).to.equal(files.get(sheet(3))?.length);
    });
    expect(swapped).to.contain("journal/00000002.sealed: was changed");
    const removed = await harmed((_, disk) => disk.remove(sheet(2)));
    expect(removed).to.contain("journal/00000002.sealed: is missing; restore it from a backup");
  });

  it("shows nothing to who has no passphrase", async () => {
    const disk = await aDisk(["a line that is told to nobody"]);
    for (const bytes of disk.files().values()) expect(bytes.includes("told to nobody")).to.equal(false);
  });

  it("refuses a line that would be two", async () => {
    const vault = await open(await aDisk());
    expect(await errorOf(vault.append(["one\ntwo"]))).to.contain("journal: has a line break within a line");
  });
});
