import { statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { expect } from "chai";
import { readServeConfig, startServe } from "../../gateway/serve.js";
import type { Served } from "../../gateway/serving.js";
import { connect as connectSuite } from "../../src/chain/index.js";
import { updateIndex } from "../../src/chain/local-index/index.js";
import { chainReference } from "../../src/chain/reference.js";
import { boxOf, closeBox, drawEnclosingKey, encloseCertificate } from "../../src/gateway/index.js";
import { claimSecret, claimTicket } from "../../src/protocol/index.js";
import { CLAIM } from "../../testing/dossiers.js";
import { type FakeGateway, startFakeGateway } from "../../testing/fake-gateway.js";
import { type Answered, askService, STRICT_TOKEN, TOKEN, verdictGround } from "../../testing/verdict-service.js";

describe("clairevoie serve", () => {
  let ground: Awaited<ReturnType<typeof verdictGround>>;
  let gateway: FakeGateway;
  let served: Served;
  let enclosed: string;
  const logged: string[] = [];
  const secret = new Uint8Array(32).fill(7);
  const ticket = claimTicket(secret, 1);
  const start = (changes: object = {}) =>
    startServe(readServeConfig({ ...ground.config, ...changes }, {}), (event, fields) => {
      logged.push(JSON.stringify({ event, ...fields }));
    });
  const ask = (asking: Parameters<typeof askService>[1], of = served) => askService(of.url, asking);
  const valid = () => ({ certificate: ground.certificate, claim: CLAIM });
  const problemOf = ({ status, json }: Answered) => [status, json()["code"]];
  /** Starts one for a test. */
  const within = async (changes: object, act: (service: Served) => Promise<void>) => {
    const service = await start(changes);
    try {
      await act(service);
    } finally {
      await service.close();
    }
  };

  before(async function () {
    this.timeout(60_000);
    ground = await verdictGround();
    const { identity, recipient } = await drawEnclosingKey();
    const { deployment } = ground;
    const file = await encloseCertificate(ground.certificate, { recipient });
    enclosed = Buffer.from(file).toString("base64");
    gateway = await startFakeGateway(chainReference(deployment), []);
    const box = boxOf(claimSecret(secret, 1), "claim", 0);
    gateway.boxes.set(box.index, Buffer.from(closeBox(box, file)).toString("base64"));
    writeFileSync(ground.folder.file("insurer.key"), `${identity}\n`, { mode: 0o600 });
    Object.assign(ground.config, { keys: [ground.folder.file("insurer.key")], gateways: [gateway.url] });
    served = await start({ origins: ["https://desk.example"], hosts: ["verdicts.example"] });
  });
  after(async () => {
    await served?.close();
    await gateway?.close();
    await ground?.close();
  });

  describe("judges", () => {
    it("a certificate, an enclosed one and a ticket alike", async () => {
      const answers = [valid(), { enclosed, claim: CLAIM }, { ticket, claim: CLAIM }].map((body) => ask({ body }));
      const [first, ...others] = (await Promise.all(answers)).map(({ status, json }) => ({ status, ...json() }));
      expect(first).to.include({ status: 200, outcome: "conforming", conform: true, personMustLook: false });
      for (const other of others) expect(other).to.deep.equal(first);
    });

    it("with a person to look for every outcome but conforming, in the language asked for", async () => {
      const answer = await ask({
        body: { ...valid(), claim: { ...CLAIM, priorAuthorisation: "PEC-98" } },
        headers: { "accept-language": "fr" },
      });
      expect(answer.status, answer.text).to.equal(200);
      expect(answer.json()).to.include({ personMustLook: true, notice: "une personne doit regarder" });
      expect(answer.json()["outcome"]).not.to.equal("conforming");
    });

    it("for people too, in a page that a sandbox holds", async () => {
      const page = await ask({ body: valid(), headers: { accept: "text/html" } });
      expect([page.status, page.headers["content-type"]]).to.deep.equal([200, "text/html; charset=utf-8"]);
      expect(page.headers["content-security-policy"]).to.match(/^sandbox; default-src 'none'/);
      expect(page.headers).to.include({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
      expect(page.text).to.contain("<h1>");
    });

    it("nothing where something cannot be read: with its cause, and against nobody", async () => {
      const newer = { ...ground.certificate, format: "clairevoie-certificate/2" };
      const changed = `${enclosed.slice(0, -8)}AAAAAAA=`;
      const of = async (body: object) => {
        const { status, json } = await ask({ body: { claim: CLAIM, ...body } });
        const { outcome, personMustLook, about, cause } = json() as Record<string, unknown> & {
          cause: { code: string };
        };
        return [status, outcome, personMustLook, about, cause.code];
      };
      const lost = [200, "cannot-tell", true];
      expect(await of({ certificate: newer })).to.deep.equal([...lost, "certificate", "wrong-version"]);
      expect(await of({ enclosed: changed })).to.deep.equal([...lost, "certificate", "enclosed-changed"]);
      const elsewhere = claimTicket(new Uint8Array(32).fill(8), 1);
      expect(await of({ ticket: elsewhere })).to.deep.equal([...lost, "box", "box-empty"]);
      const other = { ...CLAIM, fileReference: "D-2026-000124" };
      expect(await of({ ticket, claim: other })).to.deep.equal([...lost, "box", "box-of-another-claim"]);
      gateway.refuse = { status: 502, body: "<html>down</html>" };
      const down = await of({ ticket });
      gateway.refuse = undefined;
      expect(down).to.deep.equal([...lost, "box", "gateway-garbled"]);
    });

    it("nothing without a node, and is then not ready", async () => {
      await within({ rpc: ["http://127.0.0.1:9"] }, async (service) => {
        const answer = await ask({ body: valid() }, service);
        expect(answer.json()).to.include({ outcome: "cannot-tell", about: "chain", personMustLook: true });
        const ready = await ask({ method: "GET", path: "/readyz", token: null }, service);
        expect([ready.status, ready.json()["alarms"]]).to.deep.equal([503, ["facts"]]);
        expect((await ask({ method: "GET", path: "/livez", token: null }, service)).status).to.equal(200);
      });
    });

    it("by proofs, by nodes that agree, and with an index", async function () {
      this.timeout(30_000);
      const { deployment, folder, node } = ground;
      const index = folder.file("facts.index");
      await updateIndex(await connectSuite({ rpc: node.url, deployment }), { file: index, since: deployment.block });
      const rpc = [node.url, node.url.replace("127.0.0.1", "localhost")];
      const block = "latest";
      for (const changes of [
        { facts: "proof", rpc, block },
        { facts: "quorum", rpc, block },
        { facts: "index", index, rpc: undefined, maxAgeHours: 0 },
      ]) {
        await within(changes, async (service) => {
          const answer = await ask({ body: valid() }, service);
          expect(answer.json()["outcome"], `${changes.facts} ${answer.text}`).to.equal("conforming");
        });
      }
      // The chain of this test is minutes ahead of the clock: no age can be told.
      await within({ facts: "index", index, rpc: undefined }, async (service) => {
        const answer = await ask({ body: valid() }, service);
        expect(answer.json()).to.include({ outcome: "cannot-tell", about: "chain" });
      });
      await within({ facts: "quorum", rpc: [node.url, "http://127.0.0.1:9"], block }, async (service) => {
        expect((await ask({ body: valid() }, service)).json()).to.include({ outcome: "cannot-tell", about: "chain" });
      });
    });
  });

  describe("refuses before it reads a body", () => {
    /** Announces a body and sends none: an answer shows that none was waited for. */
    const unread = (asking: { token?: string | null; headers?: Record<string, string> }) =>
      new Promise<number>((resolve, reject) => {
        const { hostname, port, host } = new URL(served.url);
        const headers = {
          ...{ host, "content-type": "application/json", "content-length": "4000" },
          ...(asking.token === null ? {} : { authorization: `Bearer ${asking.token ?? TOKEN}` }),
          ...asking.headers,
        };
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
        const socket = connect(Number(port), hostname, () => {
          socket.write(`POST /v1/verdicts HTTP/1.1\r\n${lines.join("")}\r\n`);
        });
        socket.setTimeout(3_000, () => reject(new Error("a body is waited for")));
        socket.once("data", (data) => {
          resolve(Number(data.toString().split(" ")[1]));
          socket.destroy();
        });
        socket.once("error", reject);
      });

    it("whoever has no token, or a wrong one", async () => {
      expect(await unread({ token: null })).to.equal(401);
      expect(await unread({ token: `${TOKEN}x` })).to.equal(401);
      expect(problemOf(await ask({ body: valid(), token: "" }))).to.deep.equal([401, "unauthorised"]);
    });

    it("another host, a page of another origin, and what is no JSON", async () => {
      expect(await unread({ headers: { host: "attacker.example" } })).to.equal(421);
      expect(await unread({ headers: { origin: "https://attacker.example" } })).to.equal(403);
      expect(await unread({ headers: { "sec-fetch-site": "cross-site" } })).to.equal(403);
      expect(await unread({ headers: { "content-type": "text/plain" } })).to.equal(415);
      expect(await unread({ headers: { "content-type": "application/x-www-form-urlencoded" } })).to.equal(415);
      const headers = { host: "verdicts.example", origin: "https://desk.example" };
      expect((await ask({ body: valid(), headers })).status).to.equal(200);
    });
  });

  it("takes no address, path, policy or hash from a request", async () => {
    for (const more of [
      { rpc: "http://127.0.0.1:1" },
      { deployment: "/etc/passwd" },
      { blockHash: `0x${"0".repeat(64)}` },
    ]) {
      expect(problemOf(await ask({ body: { ...valid(), ...more } }))).to.deep.equal([422, "malformed"]);
    }
    expect(problemOf(await ask({ body: { ...valid(), policy: "../strict.json" } }))).to.deep.equal([
      422,
      "unknown-policy",
    ]);
    expect(problemOf(await ask({ body: { ...valid(), policy: "__proto__" } }))).to.deep.equal([422, "unknown-policy"]);
    expect(problemOf(await ask({ body: { ...valid(), policy: { require: [] } } }))).to.deep.equal([422, "malformed"]);
    expect(problemOf(await ask({ body: { ...valid(), ticket } }))).to.deep.equal([422, "malformed"]);
    expect(problemOf(await ask({ method: "GET", path: "/etc/passwd" }))).to.deep.equal([404, "not-found"]);
  });

  it("holds a token to its policies", async () => {
    expect(problemOf(await ask({ body: valid(), token: STRICT_TOKEN }))).to.deep.equal([403, "out-of-scope"]);
    expect((await ask({ body: { ...valid(), policy: "strict" }, token: STRICT_TOKEN })).status).to.equal(200);
  });

  it("reads hostile bodies apart, and goes on", async () => {
    expect(problemOf(await ask({ body: `{"claim":${"[".repeat(100_000)}` }))).to.deep.equal([422, "malformed"]);
    expect(problemOf(await ask({ body: `"${"x".repeat(4_000_001)}"` }))).to.deep.equal([413, "too-large"]);
    expect(problemOf(await ask({ body: JSON.stringify(valid()).replace('"rank":1', '"rank":1.0') }))).to.deep.equal([
      ...[422, "malformed"],
    ]);
    expect((await ask({ body: valid() })).json()["outcome"]).to.equal("conforming");
  });

  it("ends a judgement that takes too long, tells nothing by it, and judges the next", async function () {
    this.timeout(20_000);
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const rpc = [`http://127.0.0.1:${(silent.address() as { port: number }).port}`];
    await within({ rpc, judgementSeconds: 1, waiting: 0 }, async (service) => {
      const first = ask({ body: valid() }, service);
      await new Promise((next) => setTimeout(next, 300));
      expect(problemOf(await ask({ body: valid() }, service))).to.deep.equal([503, "busy"]);
      const late = (await first).json() as { cause: { code: string } };
      expect(late).to.include({ outcome: "cannot-tell", about: "limits" });
      expect(late.cause.code).to.equal("took-too-long");
      const { outcome } = (await ask({ body: { ...valid(), certificate: {} } }, service)).json();
      expect(outcome).to.equal("cannot-tell");
    });
    silent.close();
  });

  it("needs no token on a socket that its owner alone may open", async () => {
    const socket = ground.folder.file("verdicts.sock");
    await within({ socket, tokens: [] }, async (service) => {
      expect(statSync(socket).mode & 0o777).to.equal(0o600);
      const answer = await ask({ body: valid(), token: null, socket }, service);
      expect(answer.json()["outcome"]).to.equal("conforming");
    });
  });

  it("finishes what it judges when it is stopped", async () => {
    const service = await start();
    const asked = ask({ body: valid() }, service);
    await new Promise((next) => setTimeout(next, 50));
    await service.close();
    const { headers, json } = await asked;
    expect([headers.connection, json()["outcome"]]).to.deep.equal(["close", "conforming"]);
  });

  it("counts answers, and logs neither ticket nor claim nor reference", async () => {
    await within({ metricsPort: 19_465 }, async (service) => {
      await ask({ body: { ticket, claim: CLAIM } }, service);
      const metrics = await (await fetch(service.metricsUrl as string)).text();
      expect(metrics).to.contain('clairevoie_serve_answers_total{answer="conforming"} 1');
    });
    const all = logged.join("\n");
    expect(all).to.contain('"outcome":"conforming"').and.to.contain('"token":"claims"');
    const { dossier } = ground.certificate;
    for (const secretText of [
      ticket,
      CLAIM.fileReference,
      CLAIM.siret,
      CLAIM.amc,
      TOKEN,
      dossier.settler,
      dossier.seed,
    ]) {
      expect(all).not.to.contain(secretText);
    }
  });

  it("starts with a configuration that fits together alone", () => {
    const refused = (changes: object) => {
      expect(() => startServeSync(changes)).to.throw();
    };
    const startServeSync = (changes: object) => readServeConfig({ ...ground.config, ...changes }, {});
    refused({ tokens: [{ name: "claims", sha256: "secret" }] });
    refused({ facts: "belief" });
    refused({ policies: { "../x": "strict.json" } });
  });
});
