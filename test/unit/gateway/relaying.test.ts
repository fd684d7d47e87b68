import { expect } from "chai";
import {
  advanceRelay,
  CannotTell,
  complaintsOf,
  type Relay,
  type Relaying,
  type RelayState,
  relayLateness,
} from "../../../src/gateway/index.js";
import { chance } from "../../../testing/chance.js";

const HOUR = 3_600;
const SIGNED_AT = 1_800_000_000;
const DIGEST = `0x${"d1".repeat(32)}` as const;
const RELAY: Relay = {
  digest: DIGEST,
  post: {
    ...{ party: `0x${"01".repeat(32)}`, statement: `0x${"02".repeat(32)}`, reason: 1 },
    ...{ signer: `0x${"03".repeat(20)}`, deadline: SIGNED_AT + 24 * HOUR, signature: `0x${"04".repeat(65)}` },
  },
  signedAt: SIGNED_AT,
  tried: {},
};

type Behaviour =
  | "honest"
  | "silent"
  | "sends nothing"
  | "says done and is not"
  | "refuses"
  | "lets it expire"
  | "forgets";

/** Gateways that relay, a chain that shows it or does not, and a party that syncs. */
class Party {
  relay: Relay = RELAY;
  now = SIGNED_AT;
  onChain = false;
  readonly posts: string[] = [];
  readonly behaviours: Map<string, Behaviour>;
  readonly #states = new Map<string, RelayState["state"]>();

  constructor(...behaviours: Behaviour[]) {
    this.behaviours = new Map(behaviours.map((one, i) => [`https://gateway-${i + 1}.example`, one]));
  }

  async run(seconds: number, more: Partial<Relaying> = {}, every = 300): Promise<void> {
    const world: Relaying = { urls: [...this.behaviours.keys()], open: async (url) => this.#gateway(url), ...more };
    for (const until = this.now + seconds; this.now < until && !this.relay.done; this.now += every) {
      this.relay = await advanceRelay(JSON.parse(JSON.stringify(this.relay)), world, this.now);
    }
  }

  #gateway(url: string): Awaited<ReturnType<Relaying["open"]>> {
    const behaviour = this.behaviours.get(url);
    const origin = url;
    if (behaviour === "silent") throw new CannotTell("gateway-silent", { origin });
    const known = (): RelayState | undefined => {
      const state = this.#states.get(url);
      if (!state || behaviour === "forgets") return undefined;
      if (behaviour === "honest") this.onChain = true;
      const isDone = behaviour === "says done and is not" || (this.onChain && behaviour === "honest");
      return { digest: DIGEST, state: isDone ? "final" : behaviour === "lets it expire" ? "expired" : state };
    };
    return {
      relayed: async () => known(),
      relay: async () => {
        if (behaviour === "refuses") {
          throw new CannotTell("gateway-refuses-for-ever", { origin, problem: "would-revert" });
        }
        this.posts.push(url);
        this.#states.set(url, "received");
        return known() ?? { digest: DIGEST, state: "received" };
      },
    };
  }
}

describe("a withdrawal that a client has relayed by gateways", () => {
  it("is done when two gateways see it", async () => {
    const party = new Party("honest", "honest", "honest");
    await party.run(HOUR);
    expect(party.relay.done).to.deep.equal(["https://gateway-1.example", "https://gateway-2.example"]);
    expect(party.posts).to.deep.equal(party.relay.done);
  });

  it("is not done by the word of one, and an alarm is raised after a quarter of its time", async () => {
    const party = new Party("says done and is not");
    await party.run(24 * HOUR);
    expect(party.relay.done).to.equal(undefined);
    const alarms = [1, 5, 6, 7].map((hours) => relayLateness(party.relay, SIGNED_AT + hours * HOUR).alarm);
    expect(alarms).to.deep.equal([false, false, true, true]);
    await party.run(2 * HOUR);
    expect(relayLateness(party.relay, party.now).signAgain).to.equal(true);
  });

  it("is done by one's own node, and not against it", async () => {
    const party = new Party("honest");
    await party.run(HOUR, { node: async () => party.onChain });
    expect(party.relay.done).to.deep.equal(["node"]);
    const lied = new Party("says done and is not", "sends nothing");
    await lied.run(4 * HOUR, { node: async () => lied.onChain });
    expect(lied.relay.done).to.equal(undefined);
  });

  for (const behaviour of ["silent", "refuses", "lets it expire", "forgets"] as const) {
    it(`goes to the next gateway where the first ${behaviour.replace("silent", "is silent")}, and says so`, async () => {
      const party = new Party(behaviour, "honest", "honest");
      await party.run(2 * HOUR);
      expect(party.relay.done).to.deep.equal(["https://gateway-2.example", "https://gateway-3.example"]);
      expect(complaintsOf(party.relay).map(({ code }) => code)).to.have.lengthOf(1);
    });
  }

  it("goes to a second gateway after an eighth of its time, to all after a quarter", async () => {
    const party = new Party("sends nothing", "sends nothing", "sends nothing", "sends nothing");
    const posted = async (hours: number) => {
      await party.run(hours * HOUR - (party.now - SIGNED_AT));
      return new Set(party.posts).size;
    };
    expect([await posted(2.9), await posted(3.3), await posted(5.9), await posted(6.3)]).to.deep.equal([1, 2, 2, 4]);
  });

  it("ends done with any gateways of which two become honest by a quarter", async () => {
    const lies = ["says done and is not", "sends nothing", "refuses", "lets it expire", "forgets", "silent"] as const;
    for (let seed = 0; seed < 50; seed++) {
      const drawn = chance(`relay ${seed}`);
      const party = new Party(drawn.pick(lies), drawn.pick(["silent", "honest"]), drawn.pick(["silent", "honest"]));
      await party.run(drawn.whole(0, 6 * HOUR), {}, drawn.whole(60, 1_200));
      const [, second = "", third = ""] = party.behaviours.keys();
      party.behaviours.set(second, "honest").set(third, "honest");
      await party.run(8 * HOUR - (party.now - SIGNED_AT));
      expect([party.relay.done !== undefined, party.onChain], `seed ${seed}`).to.deep.equal([true, true]);
    }
  });
});
