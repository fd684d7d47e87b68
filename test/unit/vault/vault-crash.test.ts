import { expect } from "chai";
import { type DossierRecord, Vault } from "../../../src/vault/index.js";
import { FragileDisk } from "../../../testing/fragile-disk.js";
import { aRecord, LIGHT, PASSPHRASE } from "../../../testing/vault-records.js";

const FOLDER = "/vault";
const NEXT_PASSPHRASE = "another horse battery";
const OLD = aRecord(1, { version: "old" });
const NEW: DossierRecord = { ...OLD, payload: { version: "new" } };
const OTHER = aRecord(2);
const THIRD = aRecord(3);

/** The same order of choices for the same seed (mulberry32). */
function choices(seed: number): () => boolean {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) & 1) === 1;
  };
}

/** Every way in which a disk may be found again. */
function found(disk: FragileDisk): FragileDisk[] {
  const seeds = Array.from({ length: 12 }, (_, seed) => seed);
  return [
    disk.afterKill(),
    disk.afterPowerLoss(() => false),
    ...seeds.map((seed) => disk.afterPowerLoss(choices(seed))),
  ];
}

const open = (disk: FragileDisk, passphrase = PASSPHRASE) => Vault.open(FOLDER, passphrase, { disk, cost: LIGHT });

/** A disk with a vault that holds OLD and OTHER. */
async function aDisk(): Promise<FragileDisk> {
  const disk = new FragileDisk();
  const vault = await Vault.create(FOLDER, PASSPHRASE, { disk, cost: LIGHT });
  await vault.putMany([OLD, OTHER]);
  await vault.close();
  return disk.afterKill();
}

/** Stops a change before each of its steps in turn; `look` is shown each disk that may be found then. */
async function stopEverywhere(
  change: (vault: Vault) => Promise<unknown>,
  look: (disk: FragileDisk, done: boolean) => Promise<void>,
): Promise<number> {
  for (let steps = 0; ; steps++) {
    const disk = await aDisk();
    const vault = await open(disk);
    disk.stepsLeft = steps;
    const done = await change(vault).then(
      () => true,
      () => false,
    );
    for (const left of found(disk)) await look(left, done);
    if (done) return steps;
  }
}

async function payloadOf(vault: Vault): Promise<unknown> {
  return (await vault.get(OLD.id))?.payload ?? null;
}

/** No file is left that no record needs. */
function expectTidy(disk: FragileDisk, records: number): void {
  const names = [...disk.files().keys()];
  expect(names.filter((name) => name.endsWith(".key"))).to.have.length(records);
  expect(names.filter((name) => /tmp|gone/.test(name))).to.deep.equal([]);
}

describe("a vault whose process is killed, or whose machine loses power, at any step", () => {
  it("holds the old record or the new one, and the new one once put has ended", async () => {
    const seen = new Set<unknown>();
    const steps = await stopEverywhere(
      (vault) => vault.put(NEW),
      async (disk, done) => {
        const vault = await open(disk);
        const payload = await payloadOf(vault);
        seen.add(payload === null ? "none" : JSON.stringify(payload));
        if (done) expect(payload).to.deep.equal(NEW.payload);
        expect((await vault.get(OTHER.id))?.payload).to.deep.equal(OTHER.payload);
        expect(await vault.list()).to.have.length(2);
        expectTidy(disk, 2);
        await vault.put(OLD);
        expect(await payloadOf(vault)).to.deep.equal(OLD.payload);
      },
    );
    expect([...seen].sort()).to.deep.equal(['{"version":"new"}', '{"version":"old"}']);
    expect(steps).to.be.greaterThan(8);
  });

  it("holds the new record from when its key file has its name, though the old one is still there", async () => {
    let seen = 0;
    await stopEverywhere(
      (vault) => vault.put(NEW),
      async (disk) => {
        const both = [...disk.files().keys()].filter((name) => name.endsWith(".key")).length === 3;
        const vault = await open(disk);
        if (!both) return;
        seen++;
        expect(await payloadOf(vault)).to.deep.equal(NEW.payload);
      },
    );
    expect(seen).to.be.greaterThan(0);
  });

  it("holds each of many records, old or new", async () => {
    const seen = new Set<string>();
    await stopEverywhere(
      (vault) => vault.putMany([NEW, THIRD]),
      async (disk, done) => {
        const vault = await open(disk);
        const third = await vault.get(THIRD.id);
        const payload = await payloadOf(vault);
        expect([OLD.payload, NEW.payload]).to.deep.include(payload);
        if (done) expect([payload, third?.payload]).to.deep.equal([NEW.payload, THIRD.payload]);
        seen.add(`${JSON.stringify(payload)} ${third === null}`);
        expectTidy(disk, third ? 3 : 2);
      },
    );
    expect(seen.size).to.be.greaterThan(2);
  });

  it("holds the record or nothing of it while it is erased, and nothing once erase has ended", async () => {
    const seen = new Set<boolean>();
    await stopEverywhere(
      (vault) => vault.erase(OLD.id),
      async (disk, done) => {
        const vault = await open(disk);
        const payload = await payloadOf(vault);
        if (payload !== null) expect(payload).to.deep.equal(OLD.payload);
        if (done) expect(payload).to.equal(null);
        seen.add(payload !== null);
        expect((await vault.get(OTHER.id))?.payload).to.deep.equal(OTHER.payload);
        expectTidy(disk, payload === null ? 1 : 2);
        expect([...disk.files().keys()].filter((name) => name.endsWith(".sealed"))).to.have.length(
          payload === null ? 1 : 2,
        );
      },
    );
    expect(seen.size).to.equal(2);
  });

  it("opens with the old passphrase or the new one, never with none", async () => {
    const seen = new Set<string>();
    await stopEverywhere(
      (vault) => vault.changePassphrase(PASSPHRASE, NEXT_PASSPHRASE),
      async (disk, done) => {
        const opened = [];
        for (const passphrase of [PASSPHRASE, NEXT_PASSPHRASE]) {
          const vault = await open(disk, passphrase).catch(() => null);
          if (!vault) continue;
          opened.push(passphrase);
          expect(await payloadOf(vault)).to.deep.equal(OLD.payload);
          await vault.close();
        }
        expect(opened).to.have.length(1);
        if (done) expect(opened).to.deep.equal([NEXT_PASSPHRASE]);
        seen.add(opened.join());
        expectTidy(disk, 2);
      },
    );
    expect(seen.size).to.equal(2);
  });

  it("is made, or can be made again in the same folder", async () => {
    for (let steps = 0, done = false; !done; steps++) {
      const disk = new FragileDisk();
      await disk.makeFolder(FOLDER);
      disk.stepsLeft = steps;
      done = await Vault.create(FOLDER, PASSPHRASE, { disk, cost: LIGHT }).then(
        () => true,
        () => false,
      );
      for (const left of found(disk)) {
        if (done) await open(left).then((vault) => vault.close());
        const vault = await open(left).catch(() => Vault.create(FOLDER, PASSPHRASE, { disk: left, cost: LIGHT }));
        expect(await vault.list()).to.deep.equal([]);
      }
    }
  });

  it("finishes what was begun even when it is stopped again while it does", async () => {
    for (let first = 0; first < 14; first++) {
      for (let second = 0; second < 8; second++) {
        const disk = await aDisk();
        const vault = await open(disk);
        disk.stepsLeft = first;
        await vault.put(NEW).catch(() => undefined);
        const again = disk.afterKill();
        again.stepsLeft = second;
        await open(again).catch(() => undefined);
        const last = again.afterKill();
        const reopened = await open(last);
        expect([OLD.payload, NEW.payload]).to.deep.include(await payloadOf(reopened));
        expectTidy(last, 2);
      }
    }
  });

  it("goes on in the same process when a step failed, as on a full disk", async () => {
    for (let steps = 0; steps < 14; steps++) {
      const disk = await aDisk();
      const vault = await open(disk);
      disk.stepsLeft = steps;
      await vault.put(NEW).catch(() => undefined);
      disk.heal();
      expect([OLD.payload, NEW.payload]).to.deep.include(await payloadOf(vault));
      await vault.put(NEW);
      expect(await payloadOf(vault)).to.deep.equal(NEW.payload);
      expectTidy(disk, 2);
    }
  });

  it("overwrites every key file before it goes", async () => {
    const disk = await aDisk();
    const before = [...disk.files()].filter(([name]) => name.endsWith(".key"));
    const vault = await open(disk);
    await vault.put(NEW);
    await vault.erase(OLD.id);
    await vault.erase(OTHER.id);
    expect(before).to.have.length(2);
    for (const [, bytes] of before) expect(bytes.every((byte) => byte === 0)).to.equal(true);
  });
});
