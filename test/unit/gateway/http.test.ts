import { connect } from "node:net";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { TypedDataEncoder, Wallet } from "ethers";
import { gatewayApp } from "../../../gateway/http.js";
import { metricsText } from "../../../gateway/metrics.js";
import { openApi, ROUTES } from "../../../gateway/routes.js";
import { type Served, serve } from "../../../gateway/serving.js";
import { typedDigest } from "../../../gateway/signing.js";
import {
  BOX_BYTES,
  BOX_POST_TYPES,
  boxPostDigest,
  contentHash,
  eraserOf,
  gatewayDomain,
  PROMISE_TYPES,
  type ProblemCode,
  promiseDigest,
} from "../../../src/gateway/index.js";
import { TYPES } from "../../../src/protocol/eip712.js";
import { type Hex, recoverSigner } from "../../../src/protocol/index.js";
import {
  ADDRESSES,
  aBatch,
  addressOf,
  aGateway,
  DOMAIN,
  GATEWAY_KEY,
  type GatewayBench,
  OTHER_KEY,
  PARTY_KEY,
  signed,
} from "../../../testing/gateways.js";
import { ScriptedChain } from "../../../testing/scripted-chain.js";

const hash = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;
const JSON_TYPE = { "content-type": "application/json" };

const ajv = new Ajv2020({ strict: false, formats: { base64: true } });
const paths = openApi()["paths"] as Record<string, Record<string, { responses: Record<string, { content?: object }> }>>;

/** Asks a gateway without a network, and holds every answer to the description that it publishes. */
function asking(bench: GatewayBench) {
  const app = gatewayApp(bench.gateway);
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = JSON_TYPE) => {
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const answer = await app.request(path, init);
    const route = ROUTES.find((one) => {
      const pattern = new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, "[^/?]+")}(?:\\?.*)?$`);
      return one.method === method.toLowerCase() && pattern.test(path);
    });
    const text = await answer.text();
    const json = text === "" ? undefined : JSON.parse(text);
    if (route) {
      const described = paths[route.path]?.[route.method]?.responses[answer.status];
      expect(described, `${method} ${path}: ${answer.status} ${text}`).to.not.equal(undefined);
      const [[type, { schema }] = ["", { schema: undefined }]] = Object.entries(
        (described?.content ?? {}) as Record<string, { schema: object }>,
      );
      if (schema) {
        expect(answer.headers.get("content-type")).to.contain(type);
        expect(ajv.validate(schema, json), `${ajv.errorsText()} ${text}`).to.equal(true);
      }
    }
    return { status: answer.status, json, headers: answer.headers };
  };
}

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The same signature in its other form, which recovers the same key, and which no verifier takes. */
function withHighS(signature: Hex): Hex {
  const s = ORDER - BigInt(`0x${signature.slice(66, 130)}`);
  const v = signature.endsWith("1b") ? "1c" : "1b";
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, "0")}${v}` as Hex;
}

const post = (bench: GatewayBench, number: number, issuedAt = bench.chain.head.time, key = PARTY_KEY) => {
  const { batch, signature, digest } = aBatch(number, issuedAt, key);
  return { body: { batch, signature }, digest };
};

function aBox(
  bench: GatewayBench,
  number: number,
  { key = PARTY_KEY, fill = 7, bytes = 4_096, time = 0, eraser = number } = {},
) {
  const content = Buffer.alloc(bytes, fill);
  const token = hash(900 + eraser);
  const said = {
    gateway: addressOf(GATEWAY_KEY as Hex),
    index: hash(number),
    content: contentHash(content),
    eraser: eraserOf(token),
    days: 120,
    time: time || bench.chain.head.time,
  };
  const { gateway: _, content: __, ...rest } = said;
  const signature = signed(boxPostDigest(DOMAIN, said), key);
  return { body: { ...rest, content: content.toString("base64"), signature }, token, content };
}

describe("the interface of a gateway", () => {
  it("signs typed data as any wallet does, in a domain of its own", async () => {
    const promise = { digest: hash(1), anchorBy: 5 };
    const said = {
      gateway: ADDRESSES.partyRegistry,
      index: hash(1),
      content: hash(2),
      eraser: hash(3),
      days: 4,
      time: 5,
    };
    const domain = gatewayDomain(DOMAIN);
    expect(promiseDigest(DOMAIN, promise)).to.equal(TypedDataEncoder.hash(domain, PROMISE_TYPES, promise));
    expect(boxPostDigest(DOMAIN, said)).to.equal(TypedDataEncoder.hash(domain, BOX_POST_TYPES, said));
  });

  it("accepts a batch with 202 and a promise by its account, and answers 200 afterwards, never 409", async () => {
    const bench = await aGateway();
    const ask = asking(bench);
    const { body, digest } = post(bench, 1);
    const first = await ask("POST", "/v1/batches", body);
    expect([first.status, first.json.state]).to.deep.equal([202, "received"]);
    const { anchorBy, signature } = first.json.promise;
    expect(anchorBy).to.equal(bench.chain.head.time + 5_400);
    expect(recoverSigner(promiseDigest(DOMAIN, { digest, anchorBy }), signature)).to.equal(bench.gateway.account);
    expect((await ask("POST", "/v1/batches", body)).status).to.equal(200);
    for (let i = 0; i < 6; i++) {
      await bench.round();
      expect((await ask("GET", `/v1/batches/${digest}`)).status).to.equal(200);
    }
    const { json } = await ask("GET", `/v1/batches/${digest}`);
    expect(json.state).to.equal("final");
    expect((await ask("GET", `/v1/rounds/${json.root}`)).json.digests).to.deep.equal([digest]);
    expect((await ask("GET", `/v1/anchors/${json.root}`)).json).to.include({ time: json.time, isFinal: true });
    expect((await ask("GET", `/v1/anchors/${hash(5)}`)).json).to.include({ time: 0, isFinal: false });
    expect((await ask("GET", `/v1/batches/${hash(5)}`)).status).to.equal(404);
    expect((await ask("GET", "/v1/rounds/0x12")).status).to.equal(404);
  });

  it("waits with ?wait until the batch is further", async () => {
    const bench = await aGateway();
    const ask = asking(bench);
    const digest = await bench.post(1);
    const waiting = ask("GET", `/v1/batches/${digest}?wait=20`);
    await new Promise((next) => setTimeout(next, 20));
    await bench.gateway.tick();
    expect((await waiting).json.state).to.equal("frozen");
  });

  it("refuses before it stores what can never count", async () => {
    const bench = await aGateway();
    bench.chain.enrol(addressOf(OTHER_KEY), hash(1), 3);
    const suspended: Hex = `0x${"23".repeat(32)}`;
    bench.chain.enrol(addressOf(suspended), hash(2), 2, true);
    const ask = asking(bench);
    const now = bench.chain.head.time;
    const { body } = post(bench, 1);
    const other = post(bench, 2).body;
    const cases: readonly (readonly [ProblemCode, unknown])[] = [
      ["malformed", {}],
      ["malformed", { ...body, more: 1 }],
      ["malformed", { ...body, batch: { ...body.batch, issuedAt: 1.5 } }],
      ["wrong-signature", { ...body, signature: other.signature }],
      ["wrong-signature", { ...body, signature: `${body.signature.slice(0, -2)}00` }],
      ["wrong-signature", { ...body, signature: withHighS(body.signature) }],
      ["smart-account", { ...body, signature: "0x" }],
      ["unknown-key", post(bench, 1, now, `0x${"77".repeat(32)}`).body],
      ["key-not-valid", post(bench, 1, now, OTHER_KEY).body],
      ["party-suspended", post(bench, 1, now, suspended).body],
      ["issued-ahead", post(bench, 1, now + 601).body],
      ["issued-too-early", post(bench, 1, now - 21_600 + 5_399).body],
    ];
    for (const [code, input] of cases) {
      const { status, json } = await ask("POST", "/v1/batches", input);
      expect([status, json.code], code).to.deep.equal([422, code]);
      expect(json.type).to.equal(`urn:clairevoie:problem:${code}`);
    }
    expect((await bench.store.pending()).count).to.equal(0);
    expect((await ask("POST", "/v1/batches", body, { "content-type": "text/plain" })).status).to.equal(415);
    expect((await ask("POST", "/v1/batches", post(bench, 3, now - 21_600 + 5_400).body)).status).to.equal(202);
  });

  it("tells a problem in the reader's language", async () => {
    const ask = asking(await aGateway());
    const titleIn = async (language: string) =>
      (await ask("POST", "/v1/batches", {}, { ...JSON_TYPE, "accept-language": language })).json.title;
    expect(await titleIn("fr-FR,fr;q=0.9,en;q=0.5")).to.contain("La requête");
    expect(await titleIn("de")).to.contain("The request");
  });

  it("answers 503 and not 500 while it cannot ask its chain", async () => {
    const chain = new ScriptedChain();
    let isAway = false;
    const bench = await aGateway({ chain, nodes: [chain.node(() => (isAway ? new Error("away") : undefined))] });
    isAway = true;
    const { status, json, headers } = await asking(bench)("POST", "/v1/batches", post(bench, 1).body);
    expect([status, json.code]).to.deep.equal([503, "chain-away"]);
    expect(Number(headers.get("retry-after"))).to.be.greaterThan(0);
    expect((await asking(bench)("GET", `/v1/anchors/${hash(1)}`)).json.code).to.equal("chain-away");
  });

  it("leaves each key its own part of a quota, whatever another key of the party uses (rule 21)", async () => {
    const bench = await aGateway({ rules: { batchQuota: { perDay: 3, perKey: 1 } } });
    bench.chain.enrol(addressOf(OTHER_KEY));
    const ask = asking(bench);
    const statuses = [];
    for (let number = 1; number <= 6; number++) {
      statuses.push((await ask("POST", "/v1/batches", post(bench, number).body)).status);
    }
    expect(statuses).to.deep.equal([202, 202, 202, 202, 429, 429]);
    const { body } = post(bench, 9, bench.chain.head.time, OTHER_KEY);
    expect((await ask("POST", "/v1/batches", body)).status).to.equal(202);
    const refused = await ask("POST", "/v1/batches", post(bench, 7).body);
    expect(Number(refused.headers.get("retry-after"))).to.be.greaterThan(0);
  });

  it("goes red at /readyz for each cause alone, and green again (rule 14; bundler#643)", async () => {
    const chain = new ScriptedChain();
    let script: (method: string) => unknown = () => undefined;
    const bench = await aGateway({
      chain,
      nodes: [chain.node((method) => script(method))],
      rules: { headAgeSeconds: 300 },
    });
    const ask = asking(bench);
    const alarms = async () => {
      const { status, json } = await ask("GET", "/readyz");
      expect(status).to.equal(json.ready ? 200 : 503);
      return json.alarms.join();
    };
    const step = async (seconds: number) => {
      bench.wait(seconds);
      await bench.gateway.tick();
    };
    const back = async () => {
      [script, chain.balance, chain.baseFee] = [() => undefined, 10n ** 18n, 10n ** 9n];
      chain.mine(1, 400);
      await step(61);
      await step(1);
      expect(await alarms()).to.equal("");
    };
    await back();
    script = () => new Error("away");
    await step(61);
    expect(await alarms()).to.equal("node-away");
    await back();
    script = (method) => (method === "eth_chainId" ? "0x1" : undefined);
    await step(61);
    expect(await alarms()).to.equal("wrong-chain");
    await back();
    await step(301);
    expect(await alarms()).to.equal("head-too-old");
    await back();
    chain.balance = 1n;
    await step(1);
    expect(await alarms()).to.equal("balance");
    await back();
    chain.baseFee = 10n ** 15n;
    await step(1);
    expect(await alarms()).to.contain("fee-cap");
    await back();
    bench.wait(121);
    expect(await alarms()).to.equal("loop-late");
    await back();
    const { probe } = bench.store;
    Object.assign(bench.store, { probe: () => Promise.reject(new Error("disk full")) });
    expect(await alarms()).to.equal("store");
    Object.assign(bench.store, { probe });
    await back();
    await bench.post(1);
    script = (method) => (method === "eth_sendRawTransaction" ? new Error("no") : undefined);
    await step(2_701);
    expect(await alarms()).to.contain("oldest-too-old");
    expect((await ask("POST", "/v1/batches", post(bench, 2).body)).json.code).to.equal("cannot-anchor-in-time");
    script = () => undefined;
    for (let i = 0; i < 6; i++) {
      chain.mine(1, 400);
      await step(61);
    }
    expect(await alarms()).to.equal("");
  });

  it("stores a box once, and gives it to whoever knows its index", async () => {
    const bench = await aGateway();
    const ask = asking(bench);
    const { body, token } = aBox(bench, 1);
    expect((await ask("POST", "/v1/boxes", body)).status).to.equal(201);
    expect((await ask("POST", "/v1/boxes", body)).status).to.equal(200);
    expect((await ask("POST", "/v1/boxes", aBox(bench, 1, { fill: 8 }).body)).status).to.equal(409);
    // Who posts the same content with another eraser is not told that it may erase it.
    expect((await ask("POST", "/v1/boxes", aBox(bench, 1, { eraser: 2 }).body)).status).to.equal(409);
    const read = async (...indexes: Hex[]) => (await ask("POST", "/v1/boxes/read", { indexes })).json.contents;
    expect(await read(hash(2), hash(1))).to.deep.equal([null, body.content]);
    expect((await ask("POST", "/v1/boxes/erase", { index: hash(1), token: hash(5) })).json.code).to.equal(
      "wrong-token",
    );
    expect((await ask("POST", "/v1/boxes/erase", { index: hash(1), token })).status).to.equal(204);
    expect((await ask("POST", "/v1/boxes/erase", { index: hash(1), token })).status).to.equal(204);
    expect((await ask("POST", "/v1/boxes/erase", { index: hash(44), token })).status).to.equal(204);
    // Erased, unknown and expired ones answer alike, and the recorded post restores nothing.
    expect(await read(hash(1), hash(44))).to.deep.equal([null, null]);
    expect((await ask("POST", "/v1/boxes", body)).status).to.equal(409);
    expect(await read(hash(1))).to.deep.equal([null]);
  });

  it("refuses a box of another size, time, gateway or of nobody's key", async () => {
    const bench = await aGateway();
    const ask = asking(bench);
    const codeOf = async (body: unknown) => (await ask("POST", "/v1/boxes", body)).json.code;
    expect(await codeOf(aBox(bench, 1, { bytes: 4_095 }).body)).to.equal("box-size");
    expect(await codeOf(aBox(bench, 1, { time: bench.chain.head.time - 601 }).body)).to.equal("box-time");
    expect(await codeOf(aBox(bench, 1, { key: OTHER_KEY }).body)).to.equal("unknown-key");
    expect(await codeOf({ ...aBox(bench, 1).body, index: hash(2) })).to.equal("unknown-key"); // Another signer.
    expect(await codeOf({ ...aBox(bench, 1).body, days: 401 })).to.equal("malformed");
    for (const bytes of BOX_BYTES) {
      expect((await ask("POST", "/v1/boxes", aBox(bench, bytes, { bytes }).body)).status).to.equal(201);
    }
    const many = Array.from({ length: 257 }, (_, i) => hash(i));
    expect((await ask("POST", "/v1/boxes/read", { indexes: many })).json.code).to.equal("malformed");
  });

  it("counts the bytes of boxes against a party's quota", async () => {
    const bench = await aGateway({ rules: { boxQuota: { perDay: 4_096, perKey: 4_096 } } });
    const statuses = [];
    for (const number of [1, 2, 3]) {
      statuses.push((await asking(bench)("POST", "/v1/boxes", aBox(bench, number).body)).status);
    }
    expect(statuses).to.deep.equal([201, 201, 429]);
  });

  it("hands out no path that does not verify, and counts it (rule 11)", async () => {
    const bench = await aGateway();
    const digest = await bench.post(1);
    await bench.round();
    await bench.restart(); // What it remembers of the round is read anew.
    Object.assign(bench.store, { digestsOf: async () => [hash(1), digest].sort() });
    const { status, json } = await asking(bench)("GET", `/v1/batches/${digest}`);
    expect([status, json.code]).to.deep.equal([500, "internal"]);
    expect(bench.gateway.counters.pathFailures).to.equal(1);
  });

  it("publishes metrics and logs that name no batch's content, box, key or party", async () => {
    const bench = await aGateway();
    await bench.post(1);
    const { body } = aBox(bench, 1);
    await asking(bench)("POST", "/v1/boxes", body);
    const text = metricsText(bench.gateway);
    expect(text).to.contain("clairevoie_gateway_accepted_total 1");
    expect(text).to.match(/^clairevoie_gateway_pending_batches 1$/m);
    expect(text).to.not.match(/0x[0-9a-f]{8}/);
  });
});

describe("the relay of a gateway", () => {
  const withdrawal = (bench: GatewayBench, number: number, seconds = 3_600) => {
    const said = {
      party: `0x${"a1".repeat(32)}` as Hex,
      statement: hash(0xabc000 + number),
      reason: 1,
      signer: addressOf(PARTY_KEY),
      deadline: bench.chain.head.time + seconds,
    };
    const domain = { chainId: 31337, verifyingContract: ADDRESSES.withdrawalRegistry };
    const digest = typedDigest(domain, TYPES.Withdrawal, said);
    return { body: { ...said, signature: signed(digest, PARTY_KEY) }, digest };
  };
  const until = async (bench: GatewayBench, digest: Hex, state: string) => {
    for (let i = 0; i < 20 && (await bench.gateway.relay("withdrawal", digest))?.state !== state; i++)
      await bench.round();
    expect(await bench.gateway.relay("withdrawal", digest)).to.include({ state });
  };

  it("relays a withdrawal from an account of its own, while a round is in flight (rule 19)", async () => {
    const bench = await aGateway({ relays: true });
    const ask = asking(bench);
    await bench.gateway.tick();
    const { body, digest } = withdrawal(bench, 1);
    expect((await ask("POST", "/v1/withdrawals", body)).status).to.equal(202);
    expect((await ask("POST", "/v1/withdrawals", body)).status).to.equal(200);
    const batch = await bench.post(1);
    await until(bench, digest, "final");
    expect((await bench.gateway.batch(batch))?.state).to.equal("final");
    expect(new Set(bench.chain.sent).size).to.equal(2);
    expect((await ask("GET", `/v1/withdrawals/${digest}`)).json.state).to.equal("final");
    expect((await ask("GET", `/v1/stock-uses/${digest}`)).status).to.equal(404);
  });

  it("stops nothing when one relay reverts, and sends none that would (rule 19)", async () => {
    const bench = await aGateway({ relays: true });
    const ask = asking(bench);
    await bench.gateway.tick();
    const [first, second] = [withdrawal(bench, 1), withdrawal(bench, 2)];
    await ask("POST", "/v1/withdrawals", first.body);
    await ask("POST", "/v1/withdrawals", second.body);
    bench.chain.reverting.add(first.body.statement);
    await until(bench, first.digest, "failed");
    await until(bench, second.digest, "final");
    expect(bench.chain.sent).to.have.length(1);
    const third = withdrawal(bench, 3);
    bench.chain.reverting.add(third.body.statement);
    expect((await ask("POST", "/v1/withdrawals", third.body)).json.code).to.equal("would-revert");
  });

  it("refuses deadlines that are too near or too far, other signers, more gas than the quota, and all without an account", async () => {
    const bench = await aGateway({ relays: true, rules: { relayGasQuota: { perDay: 100_000, perKey: 1 } } });
    const ask = asking(bench);
    const codeOf = async (body: unknown) => (await ask("POST", "/v1/withdrawals", body)).json.code;
    expect(await codeOf(withdrawal(bench, 1, 10).body)).to.equal("deadline-passed");
    expect(await codeOf(withdrawal(bench, 1, 172_801).body)).to.equal("deadline-too-far");
    const { body } = withdrawal(bench, 1);
    expect(await codeOf({ ...body, reason: 2 })).to.equal("wrong-signature");
    expect((await ask("POST", "/v1/withdrawals", body)).status).to.equal(202);
    expect(await codeOf(withdrawal(bench, 2).body)).to.equal("quota");
    const without = await aGateway();
    expect((await asking(without)("POST", "/v1/withdrawals", body)).json.code).to.equal("not-offered");
  });

  it("drops a relay whose deadline passed before it was sent", async () => {
    const bench = await aGateway({ relays: true });
    await bench.gateway.tick();
    const { body, digest } = withdrawal(bench, 1, 100);
    await asking(bench)("POST", "/v1/withdrawals", body);
    bench.chain.mine(1, 200);
    await until(bench, digest, "expired");
    expect(bench.chain.sent).to.deep.equal([]);
  });

  it("refuses one account for anchors and relay", async () => {
    const { Gateway } = await import("../../../gateway/gateway.js");
    const bench = await aGateway();
    const wallet = new Wallet(GATEWAY_KEY);
    const { Nodes } = await import("../../../gateway/nodes.js");
    const parts = {
      store: bench.store,
      nodes: new Nodes([bench.chain.node()]),
      addresses: ADDRESSES,
      rules: bench.gateway.rules,
      wallet,
      relayWallet: wallet,
    };
    const error = await Gateway.start(parts).catch(({ code }) => code);
    expect(error).to.equal("one-account-for-both");
  });
});

describe("a gateway on a socket", () => {
  let bench: GatewayBench;
  let served: Served;
  before(async () => {
    bench = await aGateway();
    served = await serve(bench.gateway, { host: "127.0.0.1", port: 0, metricsPort: 0 });
  });
  after(() => served.close());

  /** What comes back for bytes as they are. */
  const raw = (parts: readonly string[], everyMs = 0): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(served.url).port), "127.0.0.1");
      let text = "";
      socket.on("data", (bytes) => {
        text += bytes.toString();
      });
      socket.on("close", () => resolve(text));
      socket.on("error", () => resolve(text));
      socket.setTimeout(20_000, () => reject(new Error("no end")));
      const write = (i: number) => {
        if (i >= parts.length || socket.destroyed) return;
        socket.write(parts[i] as string);
        setTimeout(() => write(i + 1), everyMs);
      };
      write(0);
    });
  const HEAD = "POST /v1/batches HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n";

  it("counts the bytes of bodies, and believes no header (rule 17; GHSA-9vqf-7f2p-gf9v)", async () => {
    const chunk = `400\r\n${"a".repeat(1024)}\r\n`;
    expect(await raw([`${HEAD}transfer-encoding: chunked\r\n\r\n`, ...Array(50).fill(chunk)])).to.contain("413");
    expect(await raw([`${HEAD}content-length: 5000\r\n\r\n`, "a".repeat(5000)])).to.contain("413");
    expect(await raw([`${HEAD}content-length: 5\r\ncontent-length: 50\r\n\r\n`, "a".repeat(50)])).to.contain("400");
    expect(await raw([`${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n`, chunk])).to.contain("400");
    expect(await raw([`${HEAD}\r\n`])).to.match(/ 4(?:15|22) /);
  });

  it("keeps its memory flat under endless bodies", async () => {
    const before = process.memoryUsage().rss;
    const chunk = `10000\r\n${"a".repeat(65_536)}\r\n`;
    await Promise.all(
      Array.from({ length: 20 }, () => raw([`${HEAD}transfer-encoding: chunked\r\n\r\n`, ...Array(40).fill(chunk)])),
    );
    expect(process.memoryUsage().rss - before).to.be.below(120_000_000);
  });

  it("serves metrics on a port of their own", async () => {
    expect(await (await fetch(served.metricsUrl as string)).text()).to.contain("clairevoie_gateway_pending_batches");
    expect((await fetch(`${served.url}/metrics`)).status).to.equal(404);
  });

  it("accepts nothing after it was told to stop, and finishes what it began (rule 13)", async () => {
    const other = await aGateway();
    const { body, digest } = post(other, 1);
    const accepted = other.gateway.postBatch(body);
    await new Promise((next) => setTimeout(next, 0));
    await other.gateway.stop();
    await accepted.catch(() => undefined);
    expect(await other.gateway.postBatch(post(other, 2).body).catch(({ code }) => code)).to.equal("stopping");
    expect(await other.store.batch(digest)).to.not.equal(undefined);
  });
});
