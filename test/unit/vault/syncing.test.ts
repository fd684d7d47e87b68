import { expect } from "chai";
import { Wallet } from "ethers";
import { forgetDossiers } from "../../../src/documents/index.js";
import { type BatchPost, complaintsOf, Gateway, pursue, type Relay } from "../../../src/gateway/index.js";
import { sealStatements } from "../../../src/parties/index.js";
import {
  batchDigest,
  type Hex,
  hashStatement,
  makeStatement,
  rootOf,
  type Statement,
} from "../../../src/protocol/index.js";
import {
  notePendingBatch,
  notePendingRelays,
  pendingBatches,
  pendingRelays,
  type Syncing,
  type SyncingRelays,
  syncBatches,
  syncRelays,
  Vault,
} from "../../../src/vault/index.js";
import { type Behaviour, FakeAnchoring, VirtualWorld } from "../../../testing/fake-anchoring.js";
import { FragileDisk } from "../../../testing/fragile-disk.js";
import { ADDRESSES, DOMAIN, PARTY_KEY } from "../../../testing/gateways.js";
import { aRecord, LIGHT, PASSPHRASE } from "../../../testing/vault-records.js";

const FOLDER = "/vault";
const WINDOW = 21_600;
const CHAIN = { chainId: DOMAIN.chainId, partyRegistry: ADDRESSES.partyRegistry };
const REFERENCE = { ...CHAIN, ...ADDRESSES, settlementRegistry: `0x${"05".repeat(20)}` as Hex };
const NEW = { ...aRecord(1), receipts: [] };
const STATEMENTS: readonly Statement[] = [
  makeStatement(NEW.id, "quote", { reference: `0x${"ce".repeat(32)}` }),
  makeStatement(`0x${"99".repeat(32)}`, "quote", { reference: `0x${"cf".repeat(32)}` }),
];
const wallet = new Wallet(PARTY_KEY);
const open = (disk: FragileDisk) => Vault.open(FOLDER, PASSPHRASE, { disk, cost: LIGHT });

/** A store's machine: its disk, gateways, and the time. */
class Machine {
  readonly world = new VirtualWorld();
  readonly gateways: readonly FakeAnchoring[];
  /** What was handed over, by root of the anchor. */
  readonly handedOver: Hex[] = [];
  sealed = 0;

  constructor(...behaviours: Behaviour[]) {
    this.gateways = behaviours.map((behaviour, i) => new FakeAnchoring(this.world, i + 1, behaviour));
  }

  seal(statements: readonly Statement[] = STATEMENTS) {
    this.sealed++;
    return sealStatements({ reference: REFERENCE }, wallet, statements, this.world.now);
  }

  get syncing(): Syncing {
    return {
      chain: CHAIN,
      urls: this.gateways.map(({ url }) => url),
      open: (url) => {
        const { fetch } = this.gateways.find((one) => one.url === url) as FakeAnchoring;
        return Gateway.open({ url, fetch }, CHAIN);
      },
      now: () => this.world.now,
      sealAgain: (statements) => this.seal(statements),
      handOver: async (_, { pursuit }) => {
        this.handedOver.push(pursuit.anchored?.root as Hex);
        return true;
      },
    };
  }

  async note(vault: Vault): Promise<void> {
    const sealed = await this.seal();
    await notePendingBatch(vault, { statements: STATEMENTS, pursuit: pursue(CHAIN, sealed, WINDOW) });
  }

  /** `sync` until nothing waits, or so long. */
  async finish(vault: Vault, seconds = 2 * WINDOW, every = 90): Promise<void> {
    for (const until = this.world.now + seconds; this.world.now < until; this.world.now += every) {
      await syncBatches(vault, this.syncing);
      if ((await pendingBatches(vault)).length === 0) return;
    }
  }

  /** The receipts of the dossier in a vault, each with the time of its anchor. */
  async anchored(vault: Vault): Promise<(number | undefined)[]> {
    const { receipts = [] } = (await vault.get(NEW.id)) ?? {};
    const roots = receipts.map(({ batch, anchorProof }) => rootOf(batchDigest(DOMAIN, batch), anchorProof));
    return roots.map((root) => this.world.anchors.get(root));
  }
}

async function aDisk(): Promise<FragileDisk> {
  const disk = new FragileDisk();
  const vault = await Vault.create(FOLDER, PASSPHRASE, { disk, cost: LIGHT });
  await vault.put(NEW);
  await vault.close();
  return disk.afterKill();
}

describe("batches that a vault keeps until they are anchored", () => {
  it("end as one receipt of an anchored root, and leave nothing in the journal", async () => {
    const machine = new Machine("honest", "honest");
    const vault = await open(await aDisk());
    await machine.note(vault);
    await machine.finish(vault);
    const [time, ...more] = await machine.anchored(vault);
    expect([time === undefined, more, machine.handedOver.length]).to.deep.equal([false, [], 1]);
    const lines: string[] = [];
    for await (const some of vault.journal()) lines.push(...some);
    expect(lines).to.deep.equal([]);
  });

  it("show gateways a key, a root, a time and a signature, and no statement, dossier or commitment", async () => {
    const machine = new Machine("honest", "honest");
    const vault = await open(await aDisk());
    await machine.note(vault);
    await machine.finish(vault);
    const sent = machine.gateways.flatMap(({ requests }) => requests).join("\n");
    const { batch, signature } = (JSON.parse(/\{.*\}/.exec(sent)?.[0] ?? "{}") ?? {}) as BatchPost;
    expect(Object.keys(batch).sort()).to.deep.equal(["issuedAt", "key", "root"]);
    const shown = [batch.key, batch.root, signature, batchDigest(DOMAIN, batch), machine.handedOver[0] ?? ""];
    const values = new Set(sent.match(/0x[0-9a-f]{40,}/g) ?? []);
    expect([...values].filter((value) => !shown.includes(value))).to.deep.equal([]);
    const hidden = STATEMENTS.flatMap((one) => [one.dossier, hashStatement(one), ...Object.values(one.aspects)]);
    expect(hidden.filter((value) => sent.includes(value.slice(2)))).to.deep.equal([]);
  });

  it("have receipts before the anchor, of the path that is known, and the anchored one in their place after it", async () => {
    const machine = new Machine("never anchors", "honest");
    const vault = await open(await aDisk());
    await machine.note(vault);
    await machine.finish(vault, 300);
    expect(await machine.anchored(vault)).to.deep.equal([undefined]);
    await machine.finish(vault);
    const [time, ...more] = await machine.anchored(vault);
    expect([time === undefined, more]).to.deep.equal([false, []]);
  });

  it("are sealed again after half of the window, once, and replace what was sealed before", async () => {
    const machine = new Machine("says anchored and does not", "never anchors");
    const vault = await open(await aDisk());
    await machine.note(vault);
    await machine.finish(vault, WINDOW / 2 + 300, 600);
    expect(machine.sealed).to.equal(2);
    const [batch, ...others] = await pendingBatches(vault);
    expect([
      others,
      complaintsOf((batch as { pursuit: Parameters<typeof complaintsOf>[0] }).pursuit).length,
    ]).to.deep.equal([[], 0]);
    for (const gateway of machine.gateways) gateway.behaviour = "honest";
    await machine.finish(vault);
    const [time, ...more] = await machine.anchored(vault);
    expect([time === undefined, more, machine.sealed]).to.deep.equal([false, [], 2]);
  });

  it("wait on where there is no key to seal them again with", async () => {
    const machine = new Machine("never anchors");
    const vault = await open(await aDisk());
    await machine.note(vault);
    machine.world.now += WINDOW;
    const { sealAgain: _, ...syncing } = machine.syncing;
    const [batch] = await syncBatches(vault, syncing);
    expect([batch?.isDone, batch?.isSealedAgain]).to.deep.equal([false, false]);
  });

  it("are kept while what they became is not handed over", async () => {
    const machine = new Machine("honest", "honest");
    const vault = await open(await aDisk());
    await machine.note(vault);
    for (let round = 0; round < 5; round++, machine.world.now += 90) {
      await syncBatches(vault, { ...machine.syncing, handOver: async () => false });
    }
    const [batch] = await pendingBatches(vault);
    expect(batch?.pursuit.anchored).not.to.equal(undefined);
    expect((await syncBatches(vault, machine.syncing)).map(({ isDone }) => isDone)).to.deep.equal([true]);
  });

  it("of many statements are kept whole", async () => {
    const vault = await open(await aDisk());
    const many = Array.from({ length: 2_500 }, (_, i) =>
      makeStatement(`0x${i.toString(16).padStart(64, "0")}`, "quote", { reference: `0x${"ce".repeat(32)}` }),
    );
    const machine = new Machine("honest", "honest");
    const sealed = await machine.seal(many);
    await notePendingBatch(vault, { statements: many, pursuit: pursue(CHAIN, sealed, WINDOW) });
    await notePendingBatch(vault, { statements: many, pursuit: pursue(CHAIN, sealed, WINDOW) });
    expect((await pendingBatches(vault)).map(({ statements }) => statements)).to.deep.equal([many]);
  });

  it("keep their dossiers from being erased", async () => {
    const machine = new Machine("honest", "honest");
    const vault = await open(await aDisk());
    await machine.note(vault);
    const thrown = await forgetDossiers(vault, [NEW.id]).catch((error: unknown) => error);
    expect(thrown).to.have.property("code", "anchor-awaited");
    await machine.finish(vault);
    expect(await forgetDossiers(vault, [NEW.id])).to.equal(0);
  });

  it("killed or without power at any write: what was noted is anchored once, and nothing is doubled", async () => {
    let noted = 0;
    for (let steps = 0, isWhole = false; !isWhole; steps++) {
      const disk = await aDisk();
      const machine = new Machine("forgets", "honest", "honest");
      const vault = await open(disk);
      disk.stepsLeft = steps;
      let isNoted = false;
      isWhole = await machine
        .note(vault)
        .then(() => {
          isNoted = true;
          return machine.finish(vault);
        })
        .then(
          () => true,
          () => false,
        );
      noted += isNoted ? 1 : 0;
      for (const left of [disk.afterKill(), disk.afterPowerLoss(() => false), disk.afterPowerLoss(() => true)]) {
        const again = await open(left);
        await machine.finish(again);
        const times = await machine.anchored(again);
        const isLost = isNoted && times.length === 0;
        expect([isLost, times.length > 1, times.includes(undefined)], `step ${steps}`).to.deep.equal([
          false,
          false,
          false,
        ]);
        expect(await pendingBatches(again), `step ${steps}`).to.deep.equal([]);
        const digests = machine.gateways.map(({ posts }) => new Set(posts).size);
        expect(Math.max(...digests), `step ${steps}`).to.be.at.most(1);
      }
    }
    expect(noted).to.be.greaterThan(20);
  });

  it("killed while they are sealed again: no gateway is ever posted to what the vault does not know", async () => {
    for (let steps = 0, isWhole = false; !isWhole; steps++) {
      const disk = await aDisk();
      const machine = new Machine("never anchors", "never anchors");
      const vault = await open(disk);
      await machine.note(vault);
      await machine.finish(vault, WINDOW / 2 - 600, 600);
      machine.world.now += 1_200;
      disk.stepsLeft = steps;
      isWhole = await syncBatches(vault, machine.syncing).then(
        () => true,
        () => false,
      );
      for (const gateway of machine.gateways) gateway.behaviour = "honest";
      const again = await open(disk.afterKill());
      machine.world.now += 90;
      await machine.finish(again);
      const times = await machine.anchored(again);
      const posted = new Set(machine.gateways.flatMap(({ posts }) => posts)).size;
      expect([times.length, times.includes(undefined), posted], `step ${steps}`).to.deep.equal([1, false, 2]);
    }
  });
});

describe("withdrawals that a vault keeps until the chain shows them", () => {
  const relayed = (deadline: number): Relay => ({
    digest: `0x${"d1".repeat(32)}`,
    post: {
      ...{ party: `0x${"01".repeat(32)}`, statement: `0x${"02".repeat(32)}`, reason: 1 },
      ...{ signer: `0x${"03".repeat(20)}`, deadline, signature: `0x${"04".repeat(65)}` },
    },
    signedAt: deadline - 86_400,
    tried: {},
  });
  const world = (now: number, posts: string[]): SyncingRelays => ({
    urls: ["https://gateway-1.example", "https://gateway-2.example"],
    open: async (url) => ({
      relay: async ({ deadline }) => {
        posts.push(`${url} ${deadline}`);
        return { digest: `0x${"d1".repeat(32)}`, state: "final" };
      },
      relayed: async () => undefined,
    }),
    now: () => now,
    signAgain: async () => relayed(now + 86_400),
  });

  it("killed at any write: what was noted is posted, and forgotten once two see it", async () => {
    for (let steps = 0, isWhole = false; !isWhole; steps++) {
      const disk = await aDisk();
      const vault = await open(disk);
      disk.stepsLeft = steps;
      let isNoted = false;
      const before: string[] = [];
      isWhole = await notePendingRelays(vault, [relayed(86_400)])
        .then(() => {
          isNoted = true;
          return syncRelays(vault, world(10, before));
        })
        .then(
          () => true,
          () => false,
        );
      const again = await open(disk.afterPowerLoss(() => false));
      const posts: string[] = [];
      const waiting = await pendingRelays(again);
      expect(isNoted && waiting.length === 0 && before.length < 2, `step ${steps}`).to.equal(false);
      await syncRelays(again, world(20, posts));
      expect([posts.length, (await pendingRelays(again)).length], `step ${steps}`).to.deep.equal([
        ...[waiting.some(({ done }) => !done) ? 2 : 0, 0],
      ]);
    }
  });

  it("are signed again once their deadline is over, and stay one", async () => {
    const vault = await open(await aDisk());
    await notePendingRelays(vault, [relayed(86_400)]);
    const posts: string[] = [];
    const [synced] = await syncRelays(vault, world(86_401, posts));
    expect([synced?.post.deadline, posts.length]).to.deep.equal([86_401 + 86_400, 2]);
    expect(await pendingRelays(vault)).to.deep.equal([]);
  });
});
