import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { NEWEST } from "../../../gateway/store/migrations.js";
import { openPostgres } from "../../../gateway/store/postgres.js";
import { openSqlite, requireSafe } from "../../../gateway/store/sqlite.js";
import type { AcceptedBatch, Store } from "../../../gateway/store/store.js";
import type { Hex } from "../../../src/protocol/index.js";
import { aGateway } from "../../../testing/gateways.js";
import { ModelledDatabase } from "../../../testing/modelled-store.js";
import { type Cluster, HAS_POSTGRES, startPostgres } from "../../../testing/postgres.js";
import { ScriptedChain } from "../../../testing/scripted-chain.js";

const hash = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;
const account: Hex = `0x${"aa".repeat(20)}`;
const accepted = (number: number, more: Partial<AcceptedBatch> = {}): AcceptedBatch => ({
  digest: hash(number),
  key: account,
  root: hash(1_000 + number),
  issuedAt: 100,
  signature: `0x${"cc".repeat(65)}`,
  acceptedAt: 100 + number,
  anchorBy: 5_000,
  ...more,
});
const failed = (act: () => Promise<unknown>): Promise<{ code?: string; message?: string }> =>
  Promise.resolve()
    .then(act)
    .then(
      () => ({}),
      (error) => error,
    );

/** A kind of store: how to open an empty one, and the same once more. */
interface Kind {
  readonly name: string;
  open(name: string): Promise<Store>;
}

function contract({ name, open }: Kind): void {
  describe(`a store in ${name}`, () => {
    let store: Store;
    let term: number;
    before(async () => {
      store = await open("contract");
      term = (await store.lead()) as number;
    });
    after(() => store.close());

    it("tells what is new of what it accepts, and leaves what is known as it is", async () => {
      expect([...(await store.accept([accepted(1), accepted(2), accepted(1)]))].sort()).to.deep.equal([
        hash(1),
        hash(2),
      ]);
      expect([...(await store.accept([accepted(2, { anchorBy: 9 }), accepted(3)]))]).to.deep.equal([hash(3)]);
      expect(await store.batch(hash(2))).to.deep.equal({ digest: hash(2), anchorBy: 5_000, round: null });
      expect(await store.batch(hash(9))).to.equal(undefined);
      expect(await store.pending()).to.deep.equal({ count: 3, oldest: 101 });
    });

    it("gives what waits, oldest first, and not what was issued later", async () => {
      await store.accept([accepted(4, { issuedAt: 500 })]);
      expect(await store.waiting(499, 2)).to.deep.equal([hash(1), hash(2)]);
      expect(await store.waiting(500, 9)).to.have.length(4);
    });

    it("freezes all of a round or nothing", async () => {
      const round = await store.freeze(term, hash(77), [hash(1), hash(2)]);
      expect(round).to.deep.equal({ number: 1, root: hash(77), state: "frozen", size: 2, block: null, time: null });
      expect((await store.batch(hash(1)))?.round).to.equal(1);
      expect((await failed(() => store.freeze(term, hash(78), [hash(2), hash(3)]))).code).to.equal(
        "store-inconsistent",
      );
      expect(await store.lastRound()).to.deep.equal(round);
      expect((await store.batch(hash(3)))?.round).to.equal(null);
      expect(await store.digestsOf(1)).to.deep.equal([hash(1), hash(2)]);
    });

    it("moves a round on and back", async () => {
      await store.setRound(term, 1, "anchored", { block: 5, time: 600 });
      expect(await store.round({ root: hash(77) })).to.include({ state: "anchored", block: 5, time: 600 });
      await store.setRound(term, 1, "frozen");
      expect(await store.round({ number: 1 })).to.include({ state: "frozen", block: null, time: null });
      await store.setRound(term, 1, "final", { block: 5, time: 600 });
      expect(await store.pending()).to.deep.equal({ count: 2, oldest: 103 });
    });

    it("keeps digest, promise and round when it prunes", async () => {
      expect(await store.prune(103)).to.equal(2);
      expect(await store.prune(103)).to.equal(0);
      expect(await store.batch(hash(1))).to.deep.equal({ digest: hash(1), anchorBy: 5_000, round: 1 });
      expect(await store.digestsOf(1)).to.deep.equal([hash(1), hash(2)]);
    });

    it("keeps the newest transaction of each subject and account, and forgets at a new epoch", async () => {
      const send = { subject: "round/1", account, nonce: 3, raw: "0x0102" as Hex, maxFee: 10n ** 20n, tip: 1n };
      await store.saveSend(term, send);
      await store.saveSend(term, { ...send, raw: "0x03" });
      expect((await store.lastSend("round/1"))?.raw).to.equal("0x03");
      expect(await store.lastSendOf(account)).to.deep.equal({ ...send, raw: "0x03" });
      await store.saveSend(term, { ...send, nonce: 2, raw: "0x04" });
      expect(await store.lastSendOf(account)).to.include({ nonce: 3 });
      expect(await store.sendAt(account, 3)).to.deep.equal({ ...send, raw: "0x03" });
      expect(await store.sendAt(account, 4)).to.equal(undefined);
      expect(await store.newEpoch()).to.equal(1);
      expect(await store.sendAt(account, 3)).to.equal(undefined);
      expect(await store.lastSend("round/1")).to.equal(undefined);
      expect(await store.lastSendOf(account)).to.equal(undefined);
    });

    it("refuses the loops of a term that is over", async () => {
      expect((await failed(() => store.setRound(term - 1, 1, "frozen"))).message).to.contain("another instance");
      expect(await store.lastRound()).to.include({ state: "final" });
    });

    it("keeps relays in their order until they are over", async () => {
      const relay = { kind: "withdrawal", body: "{}", party: hash(5), gas: 7, deadline: 9 } as const;
      await store.addRelay({ digest: hash(21), ...relay });
      await store.addRelay({ digest: hash(20), ...relay });
      await store.addRelay({ digest: hash(21), ...relay, gas: 8 });
      expect((await store.openRelays(9)).map(({ digest, gas }) => [digest, gas])).to.deep.equal([
        [hash(21), 7],
        [hash(20), 7],
      ]);
      await store.setRelay(term, hash(21), "final", 12);
      expect((await store.openRelays(9)).map(({ digest }) => digest)).to.deep.equal([hash(20)]);
      expect(await store.relay(hash(21))).to.include({ state: "final", block: 12 });
    });

    it("writes a box once, erases it for good, and answers alike for what is not there", async () => {
      const box = { index: hash(30), content: Uint8Array.of(1, 2), eraser: hash(31), untilDay: 50 };
      expect(await store.putBox(box)).to.equal(undefined);
      expect((await store.putBox({ ...box, content: Uint8Array.of(3) }))?.content?.[0]).to.equal(1);
      const read = async (today: number) => (await store.readBoxes([hash(30), hash(32)], today)).map((one) => one?.[1]);
      expect(await read(50)).to.deep.equal([2, undefined]);
      expect(await read(51)).to.deep.equal([undefined, undefined]);
      await store.eraseBox(hash(30));
      expect(await read(50)).to.deep.equal([undefined, undefined]);
      expect((await store.putBox(box))?.content).to.equal(null); // The tombstone.
      expect(await store.expireBoxes(51, 10)).to.equal(1);
      expect(await store.box(hash(30))).to.equal(undefined);
    });

    it("takes what is written", () => store.probe());
  });
}

const folder = mkdtempSync(path.join(os.tmpdir(), "clairevoie-store-"));
after(() => rmSync(folder, { recursive: true, force: true }));

contract({ name: "the model that the simulation uses", open: async () => new ModelledDatabase().open() });
contract({ name: "SQLite", open: async () => openSqlite(":memory:") });

describe("SQLite of a gateway", () => {
  it("refuses a second instance (rule 10), and frees the file when the first ends", async () => {
    const file = path.join(folder, "two.sqlite");
    const first = openSqlite(file);
    expect((await failed(async () => openSqlite(file))).code).to.equal("store-in-use");
    await first.close();
    await openSqlite(file).close();
  });

  it("refuses an SQLite that loses what several connections write (rule 22)", () => {
    for (const version of ["3.51.2", "3.50.9", "3.7.17", "2.8.17"]) {
      expect(() => requireSafe(version, false), version).to.throw("sqlite-too-old");
      requireSafe(version, true);
    }
    for (const version of ["3.51.3", "3.52.0", "4.0.0"]) requireSafe(version, false);
  });

  it("refuses tables of a newer version", async () => {
    const file = path.join(folder, "new.sqlite");
    await openSqlite(file).close();
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = ${NEWEST + 1}`);
    database.close();
    expect((await failed(async () => openSqlite(file))).code).to.equal("store-too-new");
  });

  it("leaves nothing of an erased box in its files", async () => {
    const file = path.join(folder, "erased.sqlite");
    const store = openSqlite(file);
    const content = Buffer.from("a text that nobody else writes ".repeat(200));
    await store.putBox({ index: hash(1), content, eraser: hash(2), untilDay: 9 });
    await store.eraseBox(hash(1));
    const written = [file, `${file}-wal`].map((name) => readFileSync(name).toString("latin1")).join();
    await store.close();
    expect(written).to.not.contain("nobody else writes");
  });

  it("restores a backup: what was accepted later is not known, and is accepted when it is posted again", async () => {
    const store = openSqlite(path.join(folder, "live.sqlite"));
    const chain = new ScriptedChain();
    const bench = await aGateway({ store, chain });
    const before = await bench.post(1);
    const copy = path.join(folder, "copy.sqlite");
    await store.backup?.(copy);
    const later = await bench.post(2);
    for (let i = 0; i < 6; i++) await bench.round();
    await store.close();

    const restored = openSqlite(copy);
    const again = await aGateway({ store: restored, chain });
    expect(await again.gateway.batch(later)).to.equal(undefined);
    // The account sent a transaction that the copy knows nothing of: here the same root is not anchored yet.
    await restored.newEpoch();
    expect(await again.post(2)).to.not.equal(before);
    for (let i = 0; i < 40; i++) await again.round();
    expect((await again.gateway.batch(before))?.state).to.equal("final");
    await restored.close();
  });
});

if (HAS_POSTGRES) {
  describe("PostgreSQL of a gateway", () => {
    let cluster: Cluster;
    before(async () => {
      cluster = await startPostgres();
    });
    after(() => cluster.stop());
    contract({ name: "PostgreSQL", open: (name) => openPostgres(cluster.url(), `gateway_${name}`) });

    it("elects one of two instances, and another when the first ends (rule 10)", async () => {
      const [first, second] = [await openPostgres(cluster.url(), "led"), await openPostgres(cluster.url(), "led")];
      expect(await first.lead()).to.equal(1);
      expect(await second.lead()).to.equal(undefined);
      await second.accept([accepted(1)]);
      expect(await first.batch(hash(1))).to.include({ round: null });
      await first.close();
      expect(await second.lead()).to.equal(2);
      await second.close();
    });

    it("fences a leader whose backend died or that paused: it writes nothing more (wolverine#2602)", async () => {
      const [first, second] = [
        await openPostgres(cluster.url(), "fenced"),
        await openPostgres(cluster.url(), "fenced"),
      ];
      const term = (await first.lead()) as number;
      await first.accept([accepted(1)]);
      await first.freeze(term, hash(7), [hash(1)]);
      // Between the check of the lock and the write, its backend is killed.
      cluster.psql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
      let next: number | undefined;
      for (let i = 0; i < 50 && next === undefined; i++) {
        await new Promise((wait) => setTimeout(wait, 20));
        next = await second.lead();
      }
      expect(next).to.equal(term + 1);
      const send = { subject: "round/1", account, nonce: 0, raw: "0x01" as Hex, maxFee: 1n, tip: 1n };
      expect((await failed(() => first.saveSend(term, send))).message).to.contain("another instance");
      expect(await first.lead()).to.equal(undefined);
      await second.saveSend(next as number, send);
      expect(await first.lastSend("round/1")).to.deep.equal(send);
      await Promise.all([first.close(), second.close()]);
    });

    it("refuses a database that acknowledges before it has written", async () => {
      cluster.psql("ALTER ROLE gateway SET synchronous_commit = off");
      try {
        expect((await failed(() => openPostgres(cluster.url(), "lazy"))).code).to.equal("store-not-durable");
      } finally {
        cluster.psql("ALTER ROLE gateway RESET synchronous_commit");
      }
    });

    it("anchors with two instances on one database: one transaction for what both accepted", async () => {
      const chain = new ScriptedChain();
      const stores = [await openPostgres(cluster.url(), "pair"), await openPostgres(cluster.url(), "pair")];
      const [one, two] = await Promise.all(stores.map((store) => aGateway({ store, chain })));
      if (!one || !two) throw new Error("two were started");
      const digests = [await one.post(1), await two.post(2)];
      for (let i = 0; i < 6; i++) {
        await one.round();
        await two.round(0);
      }
      for (const digest of digests) expect((await two.gateway.batch(digest))?.state).to.equal("final");
      expect(new Set(chain.sent).size).to.equal(1);
      await Promise.all(stores.map((store) => store.close()));
    });
  });
} else {
  it.skip("PostgreSQL is not installed here: its tests need /usr/lib/postgresql", () => undefined);
}
