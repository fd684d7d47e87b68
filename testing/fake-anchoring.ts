import { type BatchPost, type BatchState, promiseDigest } from "../src/gateway/index.js";
import { batchDigest, type Hex, makeTree, proofOf } from "../src/protocol/index.js";
import { ADDRESSES, addressOf, DOMAIN, signed } from "./gateways.js";

/** How a gateway of a test behaves. */
export type Behaviour =
  | "honest"
  | "silent"
  | "never anchors"
  | "withholds the path"
  | "says anchored and does not"
  | "gives a wrong path"
  | "gives the root of another round"
  | "changes its root"
  | "forgets"
  | "signs with another key"
  | "refuses for ever"
  | "does not know the key"
  | "is at the quota"
  | "is at its limit"
  | "is of another chain"
  | "answers nonsense";

/** A chain of roots, and a clock that the test moves. */
export class VirtualWorld {
  now = 1_800_000_000;
  readonly anchors = new Map<Hex, number>();
  get block(): number {
    return Math.floor(this.now / 12);
  }
}

const INTERVAL = 60;
const KEYS = [..."123456789"].map((digit) => `0x${digit.repeat(64)}` as Hex);
const TAKEN: readonly Hex[] = [`0x${"77".repeat(32)}`, `0x${"78".repeat(32)}`];

/** The batches of a gateway, in virtual time, without a network: behind the `fetch` of a client. */
export class FakeAnchoring {
  readonly url: string;
  behaviour: Behaviour;
  readonly posts: Hex[] = [];
  /** All that a client sent: addresses and bodies. */
  readonly requests: string[] = [];
  readonly #world: VirtualWorld;
  readonly #key: Hex;
  readonly #accepted = new Map<Hex, { readonly at: number; readonly anchorBy: number }>();
  #rounds: { readonly root: Hex; readonly digests: readonly Hex[]; readonly at: number }[] = [];

  constructor(world: VirtualWorld, number: number, behaviour: Behaviour = "honest") {
    this.#world = world;
    this.url = `https://gateway-${number}.example`;
    this.#key = KEYS[number] as Hex;
    this.behaviour = behaviour;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    if (this.behaviour === "silent") throw new TypeError("fetch failed");
    this.requests.push(`${input} ${init?.body ?? ""}`);
    this.#work();
    const path = String(input).slice(this.url.length);
    const answer = this.behaviour === "answers nonsense" ? "<html>" : this.#answer(path, init?.body as string);
    const status = typeof answer === "object" && "status" in answer ? Number(answer.status) : 200;
    return new Response(typeof answer === "string" ? answer : JSON.stringify(answer), { status });
  };

  /** Freezes and anchors what waited long enough. */
  #work(): void {
    const { now, anchors } = this.#world;
    const frozen = new Set(this.#rounds.flatMap(({ digests }) => digests));
    const waiting = [...this.#accepted].filter(([digest, { at }]) => !frozen.has(digest) && at + INTERVAL <= now);
    if (waiting.length > 0) {
      // Each has other customers: no two have the same root.
      const digests = [...waiting.map(([digest]) => digest), this.#key].sort();
      this.#rounds.push({ root: makeTree(digests).root, digests, at: now });
    }
    if (this.behaviour !== "honest") return;
    for (const { root, at } of this.#rounds) if (at + 12 <= now && !anchors.has(root)) anchors.set(root, now);
  }

  #answer(path: string, body: string | undefined): object {
    const { now, anchors, block } = this.#world;
    if (path === "/v1/status") return this.#status();
    const [, root] = /^\/v1\/anchors\/(.*)$/.exec(path) ?? [];
    if (root) return { root, time: anchors.get(root as Hex) ?? 0, block, isFinal: anchors.has(root as Hex) };
    if (path.startsWith("/v1/rounds/")) return { root: makeTree(TAKEN).root, round: 9, digests: [...TAKEN] };
    const refusal = this.#refusal();
    if (path === "/v1/batches" && refusal) return refusal;
    const posted = body === undefined ? undefined : (JSON.parse(body) as BatchPost);
    const digest = posted ? batchDigest(DOMAIN, posted.batch) : (path.split("/").pop() as Hex);
    if (posted) {
      this.posts.push(digest);
      if (!this.#accepted.has(digest)) this.#accepted.set(digest, { at: now, anchorBy: now + 5_400 });
    }
    const accepted = this.#accepted.get(digest);
    if (this.behaviour === "forgets") this.#accepted.delete(digest);
    if (!accepted) return problem(404, "not-found");
    return this.#state(digest, accepted.anchorBy);
  }

  #state(digest: Hex, anchorBy: number): BatchState {
    const { now, anchors, block } = this.#world;
    const key = this.behaviour === "signs with another key" ? (KEYS[0] as Hex) : this.#key;
    const promise = { anchorBy, signature: signed(promiseDigest(DOMAIN, { digest, anchorBy }), key) };
    const common = { digest, promise, retryAfter: 15 };
    const round = this.#rounds.find(({ digests }) => digests.includes(digest));
    if (!round || this.behaviour === "withholds the path") return { state: "received", ...common };
    const { root, digests, at } = round;
    let path = { root, anchorProof: proofOf(makeTree(digests), digests.indexOf(digest)), round: 1 };
    if (this.behaviour === "gives a wrong path") path = { ...path, anchorProof: [digest] };
    if (this.behaviour === "gives the root of another round") path = { ...path, root: makeTree(TAKEN).root };
    if (this.behaviour === "changes its root" && now > at + 60) {
      const tree = makeTree([digest, TAKEN[0] as Hex]);
      path = { root: tree.root, anchorProof: proofOf(tree, 0), round: 2 };
    }
    const time = this.behaviour === "says anchored and does not" ? at + 12 : anchors.get(root);
    if (time === undefined || time > now) return { state: "frozen", ...common, ...path };
    return { state: "anchored", ...common, ...path, block, time };
  }

  #refusal(): object | undefined {
    if (this.behaviour === "refuses for ever") return problem(422, "smart-account");
    if (this.behaviour === "does not know the key") return problem(422, "unknown-key");
    if (this.behaviour === "is at the quota") return problem(429, "quota", 300);
    if (this.behaviour === "is at its limit") return problem(503, "cannot-anchor-in-time", 30);
    return undefined;
  }

  #status(): object {
    const { now, block } = this.#world;
    return {
      format: "clairevoie-gateway/1",
      gateway: addressOf(this.#key),
      chainId: this.behaviour === "is of another chain" ? 1 : DOMAIN.chainId,
      contracts: ADDRESSES,
      head: { block, time: now },
      ...{ ready: true, intervalSeconds: INTERVAL, confirmations: 1, promiseSeconds: 5_400 },
      ...{ pending: 0, oldestPendingSeconds: 0, roundsPaid: 9, offers: ["batches"], boxBytes: [] },
    };
  }
}

function problem(status: number, code: string, retryAfter?: number): object {
  const type = `urn:clairevoie:problem:${code}`;
  return { type, code, status, title: code, ...(retryAfter !== undefined && { retryAfter }) };
}
