import { expect } from "chai";
import {
  advance,
  CannotTell,
  complaintsOf,
  Gateway,
  isSaidByOne,
  latenessOf,
  type Pursuing,
  type Pursuit,
  pathOf,
  pursue,
  windowOf,
} from "../../../src/gateway/index.js";
import { batchDigest, rootOf } from "../../../src/protocol/index.js";
import { chance } from "../../../testing/chance.js";
import { EFFORT } from "../../../testing/effort.js";
import { type Behaviour, FakeAnchoring, VirtualWorld } from "../../../testing/fake-anchoring.js";
import { ADDRESSES, aBatch, DOMAIN } from "../../../testing/gateways.js";

const CHAIN = { chainId: DOMAIN.chainId, partyRegistry: ADDRESSES.partyRegistry };
const WINDOW = 172_800;
const HOUR = 3_600;

/** A store with some gateways, and a machine that runs `sync` now and then. */
class Store {
  readonly world = new VirtualWorld();
  readonly gateways: readonly FakeAnchoring[];
  pursuit: Pursuit;
  /** Codes of what was complained of, in their order, with the gateway's number. */
  readonly said: string[] = [];
  alarmAt: number | undefined;
  readonly more: Partial<Pursuing>;

  constructor(behaviours: readonly Behaviour[], more: Partial<Pursuing> = {}, window = WINDOW) {
    this.gateways = behaviours.map((behaviour, i) => new FakeAnchoring(this.world, i + 1, behaviour));
    this.pursuit = pursue(CHAIN, aBatch(1, this.world.now), window);
    this.more = more;
  }

  get age(): number {
    return this.world.now - this.pursuit.post.batch.issuedAt;
  }

  /** `sync`, every so many seconds, until it is confirmed or a time is over. */
  async run(seconds: number, every = 300): Promise<void> {
    const until = this.world.now + seconds;
    const urls = this.gateways.map(({ url }) => url);
    const open = (url: string) => {
      const { fetch } = this.gateways.find((one) => one.url === url) as FakeAnchoring;
      return Gateway.open({ url, fetch }, CHAIN);
    };
    for (; this.world.now <= until && !this.pursuit.anchored; this.world.now += every) {
      const kept = JSON.stringify(this.pursuit); // What is kept is all that there is.
      this.pursuit = await advance(JSON.parse(kept), { urls, open, ...this.more }, this.world.now);
      for (const { code, values } of complaintsOf(this.pursuit)) {
        const told = `${code} ${/\d/.exec(String((values as { origin: string }).origin))?.[0]}`;
        if (!this.said.includes(told)) this.said.push(told);
      }
      if (latenessOf(this.pursuit, this.world.now).alarm) this.alarmAt ??= this.age;
    }
  }
}

describe("a batch that a client has anchored by gateways", () => {
  it("is anchored when a second gateway sees it, which is not posted to", async () => {
    const store = new Store(["honest", "honest"]);
    await store.run(HOUR);
    const { digest, anchored, tried } = store.pursuit;
    expect(anchored?.by).to.deep.equal(store.gateways.map(({ url }) => url));
    expect(rootOf(digest, [...(anchored?.anchorProof ?? [])])).to.equal(anchored?.root);
    expect([store.gateways[1]?.posts, store.said]).to.deep.equal([[], []]);
    expect(tried[store.gateways[0]?.url ?? ""]?.promise?.anchorBy).to.be.greaterThan(0);
  });

  it("is not believed anchored on the word of one gateway, is told after a quarter, and not sealed again for that", async () => {
    const store = new Store(["honest"]);
    await store.run(WINDOW / 2, 900);
    expect([store.pursuit.anchored, isSaidByOne(store.pursuit)]).to.deep.equal([undefined, true]);
    expect(store.alarmAt).to.be.within(WINDOW / 4, WINDOW / 4 + 900);
    const isSealedAgain = [1, 2].map((sources) => latenessOf(store.pursuit, store.world.now, sources).sealAgain);
    expect(isSealedAgain).to.deep.equal([false, true]);
  });

  it("has its path, which verifies, before anything is anchored", async () => {
    const store = new Store(["never anchors", "silent"]);
    await store.run(HOUR);
    const path = pathOf(store.pursuit);
    expect(store.world.anchors.size).to.equal(0);
    expect(rootOf(store.pursuit.digest, [...(path?.anchorProof ?? [])])).to.equal(path?.root);
  });

  const CHEATS: readonly (readonly [Behaviour, string, mostSeconds: number])[] = [
    ["gives a wrong path", "gateway-wrong-path 1", HOUR],
    ["gives the root of another round", "gateway-other-round 1", HOUR],
    ["changes its root", "gateway-other-round 1", HOUR],
    ["says anchored and does not", "gateway-false-anchor 1", HOUR],
    ["signs with another key", "gateway-unsigned 1", HOUR],
    ["forgets", "gateway-withholds 1", HOUR],
    ["refuses for ever", "gateway-refuses-for-ever 1", HOUR],
    ["does not know the key", "gateway-unknown-key 1", HOUR],
    ["is at the quota", "gateway-quota 1", HOUR],
    ["is at its limit", "gateway-limit 1", HOUR],
    ["is of another chain", "gateway-wrong-chain 1", HOUR],
    ["answers nonsense", "gateway-garbled 1", HOUR],
    ["silent", "gateway-away 1", HOUR],
    ["never anchors", "gateway-broke-promise 1", 3 * HOUR],
    ["withholds the path", "gateway-broke-promise 1", 3 * HOUR],
  ];
  for (const [behaviour, complaint, most] of CHEATS) {
    it(`goes to the next gateway where the first ${behaviour.replace(/^silent$/, "is silent")}, and says so`, async () => {
      const store = new Store([behaviour, "honest", "honest"]);
      await store.run(most);
      expect(store.said).to.include(complaint);
      const { anchored } = store.pursuit;
      expect(anchored?.by[0]).to.equal(store.gateways[1]?.url);
      expect(store.age).to.be.lessThan(most);
      expect(store.world.anchors.get(anchored?.root ?? "0x")).to.equal(anchored?.time);
    });
  }

  it("is told as withheld after an eighth, where a promise runs on and no path comes", async () => {
    const store = new Store(["withholds the path", "honest", "honest"], {}, 21_600);
    await store.run(21_600 / 8 + 600);
    expect(store.said).to.include("gateway-withholds 1");
  });

  it("over a weekend with a lying gateway: an alarm by a quarter, confirmed elsewhere by a half", async () => {
    // Friday evening: the other two are away until Sunday noon.
    for (const lie of ["says anchored and does not", "never anchors", "withholds the path", "forgets"] as const) {
      const store = new Store([lie, "silent", "silent"]);
      await store.run(WINDOW / 4 + 600, 600);
      expect(store.alarmAt, lie).to.be.within(WINDOW / 4, WINDOW / 4 + 600);
      expect(store.pursuit.anchored, lie).to.equal(undefined);
      for (const gateway of store.gateways.slice(1)) gateway.behaviour = "honest";
      await store.run(WINDOW / 4 - 1_200, 600);
      const { anchored } = store.pursuit;
      expect(store.world.anchors.get(anchored?.root ?? "0x"), lie).to.equal(anchored?.time);
      expect(store.age, lie).to.be.lessThan(WINDOW / 2);
      expect(anchored?.by[0], lie).not.to.equal(store.gateways[0]?.url);
    }
  });

  it("is to be sealed again after half, where all gateways lie", async () => {
    const store = new Store(["says anchored and does not", "never anchors", "withholds the path"]);
    await store.run(WINDOW / 2 - 1_800, 900);
    expect(latenessOf(store.pursuit, store.world.now).sealAgain).to.equal(false);
    await store.run(1_800);
    expect([store.pursuit.anchored, latenessOf(store.pursuit, store.world.now).sealAgain]).to.deep.equal([
      undefined,
      true,
    ]);
  });

  it("is anchored alone after a quarter, by the path of a gateway that never anchored", async () => {
    const roots: string[] = [];
    const anchorAlone = async (root: string) => roots.push(root);
    const store = new Store(["never anchors"], { anchorAlone, node: async () => 0 });
    await store.run(WINDOW / 2, 900);
    expect(store.age).to.be.within(WINDOW / 4, WINDOW / 4 + 900);
    expect(roots).to.deep.equal([store.pursuit.anchored?.root]);
    expect(store.pursuit.anchored?.anchorProof).to.deep.equal(pathOf(store.pursuit)?.anchorProof);
  });

  it("is believed by one's own node, and by no gateway against it", async () => {
    const honest: Store = new Store(["honest"], { node: async (root) => honest.world.anchors.get(root) ?? 0 });
    await honest.run(HOUR);
    expect(honest.pursuit.anchored?.by).to.deep.equal(["node"]);
    const lied = new Store(["says anchored and does not", "says anchored and does not"], { node: async () => 0 });
    await lied.run(HOUR);
    expect([lied.pursuit.anchored, lied.said]).to.deep.equal([
      undefined,
      ["gateway-false-anchor 1", "gateway-false-anchor 2"],
    ]);
  });

  it("takes no anchor that came after the lag", async () => {
    const store = new Store(["never anchors", "never anchors"]);
    await store.run(WINDOW + 600, 3_600);
    for (const gateway of store.gateways) gateway.behaviour = "honest";
    await store.run(HOUR);
    expect(store.pursuit.anchored).to.equal(undefined);
  });

  it("goes to one gateway, to two after an eighth of the window, to all after a quarter", () => {
    const { pursuit, world } = new Store([]);
    const ages = [0, WINDOW / 8 - 1, WINDOW / 8, WINDOW / 4 - 1, WINDOW / 4];
    const gateways = ages.map((age) => latenessOf(pursuit, world.now + age).gateways);
    expect(gateways).to.deep.equal([1, 1, 2, 2, Number.POSITIVE_INFINITY]);
  });

  it("is refused in the words of the case", async () => {
    const world = new VirtualWorld();
    const { url, fetch } = new FakeAnchoring(world, 1, "does not know the key");
    const gateway = await Gateway.open({ url, fetch }, CHAIN);
    const thrown = await gateway.post(aBatch(1, world.now)).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(CannotTell).with.property("code", "gateway-unknown-key");
  });

  it("ends anchored by half of the window with any gateways of which two become honest by a quarter", async () => {
    const behaviours = ["honest", "silent", "is at its limit", "is at the quota", "forgets"] as const;
    const lies = ["never anchors", "withholds the path", "says anchored and does not", "answers nonsense"] as const;
    for (let seed = 0; seed < 10 * EFFORT; seed++) {
      const drawn = chance(`pursuit ${seed}`);
      const store = new Store([drawn.pick(lies), drawn.pick(behaviours), drawn.pick(behaviours)]);
      await store.run(drawn.whole(0, WINDOW / 4), drawn.whole(300, 1_200));
      for (const gateway of store.gateways.slice(1)) gateway.behaviour = "honest";
      await store.run(WINDOW / 2 - store.age, 600);
      const { anchored } = store.pursuit;
      expect(store.world.anchors.get(anchored?.root ?? "0x"), `seed ${seed}`).to.equal(anchored?.time ?? "no anchor");
    }
  });

  it("waits as long as policies of the network do, whatever one gateway says of its interval", () => {
    expect([windowOf([60]), windowOf([3600]), windowOf([3600, 60]), windowOf([])]).to.deep.equal([
      ...[21_600, 172_800, 21_600, 21_600],
    ]);
    const { digest, batch } = { ...aBatch(1, 5), digest: batchDigest(DOMAIN, aBatch(1, 5).batch) };
    expect(pursue(CHAIN, { batch, signature: "0x" }, 1).digest).to.equal(digest);
  });
});
