import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import { readServeConfig, startServe } from "../../gateway/serve.js";
import { settlingOf, startOf } from "../../gateway/verdicts/config.js";
import { type Journal, openJournal } from "../../gateway/verdicts/journal.js";
import type { Answer } from "../../gateway/verdicts/judging.js";
import { Settler } from "../../gateway/verdicts/settler.js";
import { Settling } from "../../gateway/verdicts/settling.js";
import { CLAIM } from "../../testing/dossiers.js";
import { askService, STRICT_TOKEN, TOKEN, verdictGround } from "../../testing/verdict-service.js";

describe("settlements over HTTP", () => {
  let ground: Awaited<ReturnType<typeof verdictGround>>;
  let provider: JsonRpcProvider;
  let snapshot: string;
  let databases = 0;

  const settings = () => ({
    ...ground.config,
    ...{ amc: undefined, settle: true, identity: ground.folder.file("identity.json") },
    ...{ settlementKeyFile: ground.folder.file("settling.key"), judgementSeconds: 30 },
    settlementDatabase: ground.folder.file(`settlements-${databases++}.sqlite`),
    tokens: ground.config.tokens.map((token) => ({ ...token, settle: token.name === "claims" })),
  });
  const body = (claim: object = CLAIM) => ({ certificate: ground.certificate, claim });
  const bytes = (claim?: object) => new TextEncoder().encode(JSON.stringify(body(claim)));
  const answerOf = (answer: Answer | undefined) =>
    answer && "text" in answer ? JSON.parse(answer.text).answer : answer && "refusal" in answer && answer.refusal;
  const marks = async () => {
    const logs = await provider.getLogs({
      fromBlock: 0,
      address: ground.deployment.contracts.settlementRegistry.address,
    });
    return logs.length;
  };
  const asked = (key: string, claim?: object) => ({ key, body: bytes(claim), language: "en" as const });

  before(async function () {
    this.timeout(60_000);
    ground = await verdictGround();
    const { salt, identifier } = ground.insurer.identity;
    ground.write("identity.json", { format: "clairevoie-identity/1", role: "insurer", salt, identifier });
    writeFileSync(ground.folder.file("settling.key"), ground.insurer.key.privateKey, { mode: 0o600 });
    provider = new JsonRpcProvider(ground.node.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
    provider.pollingInterval = 100;
    snapshot = await provider.send("evm_snapshot", []);
  });
  afterEach(async () => {
    await provider.send("evm_revert", [snapshot]);
    snapshot = await provider.send("evm_snapshot", []);
  });
  after(async () => {
    provider?.destroy();
    await ground?.close();
  });

  it("are made once: the same key gets the same answer, another key is told that it was before", async function () {
    this.timeout(60_000);
    const served = await startServe(readServeConfig(settings(), {}));
    const settle = (key: string, more: object = {}) =>
      askService(served.url, {
        ...{ path: "/v1/settlements", body: body(), headers: { "idempotency-key": key } },
        ...more,
      });
    try {
      const refused = await settle("invoice-2026-000123-c", {
        body: body({ ...CLAIM, fileReference: "D-2026-000124" }),
      });
      expect(refused.json()).to.include({ answer: "refused", reason: "refused", personMustLook: true });
      const first = await settle("invoice-2026-000123-a");
      expect([first.status, first.json()], first.text).to.deep.equal([
        200,
        { answer: "settled", personMustLook: false },
      ]);
      expect((await settle("invoice-2026-000123-a")).json()).to.deep.equal(first.json());
      expect((await settle("invoice-2026-000123-b")).json()["answer"]).to.equal("was-already-yours");
      const other = await settle("invoice-2026-000123-a", { body: body({ ...CLAIM, priorAuthorisation: "PEC-98" }) });
      expect([other.status, other.json()["code"]]).to.deep.equal([409, "key-reused"]);
      expect((await settle("invoice-2026-000123-d", { token: STRICT_TOKEN })).status).to.equal(403);
      expect((await settle("invoice-2026-000123-d", { token: null })).status).to.equal(401);
      expect((await settle("short")).status).to.equal(422);
      const ready = await askService(served.url, { method: "GET", path: "/readyz", token: null });
      expect(ready.json()).to.deep.equal({ ready: true, alarms: [] });
    } finally {
      await served.close();
    }
    expect(await marks()).to.equal(1);
  });

  it("are not offered without --settle", async () => {
    const served = await startServe(readServeConfig({ ...settings(), settle: false }, {}));
    const headers = { "idempotency-key": "invoice-2026-000123-a" };
    const answer = await askService(served.url, { path: "/v1/settlements", body: body(), headers, token: TOKEN });
    await served.close();
    expect(answer.status).to.equal(404);
  });

  it("are made once wherever the process is cut off, and answer the same afterwards", async function () {
    this.timeout(120_000);
    const config = readServeConfig(settings(), {});
    let isCutOff = true;
    let steps = 0;
    for (; isCutOff; steps++) {
      const {
        start,
        keyFile: _,
        database,
      } = settlingOf({ ...config, settlementDatabase: ground.folder.file(`cut-${steps}.sqlite`) }, startOf(config)) ??
      {};
      const key = ground.insurer.key.privateKey;
      if (!start || !database) throw new Error("nothing is settled");
      const journal = openJournal(database);
      const cut = cutOffAt(steps, journal, provider);
      await new Settling(start, cut.journal, cut.provider, key).settle(asked("a")).catch(() => undefined);
      isCutOff = cut.isOver();
      journal.close();
      const again = openJournal(database);
      const settling = new Settling(start, again, provider, key);
      const told = [
        await settling.settle(asked("a")),
        await settling.settle(asked("b")),
        await settling.settle(asked("a")),
      ];
      expect(told.map(answerOf), `cut off at step ${steps}`).to.deep.equal(["settled", "was-already-yours", "settled"]);
      expect(await marks(), `cut off at step ${steps}`).to.equal(1);
      again.close();
      await provider.send("evm_revert", [snapshot]);
      snapshot = await provider.send("evm_snapshot", []);
    }
    expect(steps).to.be.greaterThan(8);
  });

  it("survive kill -9 of their process, whenever it comes", async function () {
    this.timeout(120_000);
    const config = readServeConfig(settings(), {});
    const started = settlingOf(config, startOf(config));
    if (!started) throw new Error("nothing is settled");
    const settler = new Settler(new URL("../../gateway/settling-process.js", import.meta.url), started);
    const told: unknown[] = [];
    /** Asks until the process runs that is asked. */
    const ask = (key: string): Promise<unknown> => settler.ask(asked(key)).then(answerOf, () => ask(key));
    for (const delay of [40, 120, 200, 300, 400, 600, 900]) {
      const [pid, asking] = [await settler.pid().catch(() => undefined), ask("a")];
      await new Promise((next) => setTimeout(next, delay));
      try {
        if (pid !== undefined) process.kill(pid, "SIGKILL");
      } catch {
        // It is gone already.
      }
      told.push(await asking);
    }
    expect(told).to.include("settlement-open"); // Some were cut off.
    expect(new Set(told.filter((one) => one !== "settlement-open")).size).to.be.lessThan(2);
    expect(await ask("a")).to.equal("settled");
    expect(await ask("b")).to.equal("was-already-yours");
    await settler.stop();
    expect(await marks()).to.equal(1);
  });

  it("are refused one process at a time", () => {
    const file = ground.folder.file("one.sqlite");
    const journal = openJournal(file);
    expect(() => openJournal(file)).to.throw("store-in-use");
    journal.close();
  });
});

/** A journal and a node that are gone from the n-th step on: just before a step, or just after it. */
function cutOffAt(n: number, journal: Journal, provider: JsonRpcProvider) {
  let [count, isOver] = [0, false];
  const step = () => {
    if (count++ === n) isOver = true;
    if (isOver) throw new Error("cut off");
  };
  const around =
    <A extends unknown[], R>(act: (...given: A) => R) =>
    (...given: A): R => {
      step();
      const result = act(...given);
      step();
      return result;
    };
  const alive =
    <A extends unknown[], R>(act: (...given: A) => R) =>
    (...given: A): R => {
      if (isOver) throw new Error("cut off");
      return act(...given);
    };
  const watched: Journal = {
    ...journal,
    find: alive(journal.find),
    inFlight: alive(journal.inFlight),
    forget: alive(journal.forget),
    begin: around(journal.begin),
    keepTransaction: around(journal.keepTransaction),
    answer: around(journal.answer),
  };
  const node = new JsonRpcProvider(provider._getConnection(), 31337, { staticNetwork: true, cacheTimeout: -1 });
  node.pollingInterval = 100;
  const send = node.send.bind(node);
  node.send = async (method, params) => {
    const isStep = method === "eth_sendRawTransaction" || method === "eth_getTransactionReceipt";
    if (isStep) step();
    if (isOver) throw new Error("cut off");
    const result = await send(method, params);
    if (isStep) step();
    return result;
  };
  return { journal: watched, provider: node, isOver: () => isOver };
}
