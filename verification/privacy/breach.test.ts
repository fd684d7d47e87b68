import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { type JsonRpcApiProvider, Wallet } from "ethers";
import { addressesOf } from "../../gateway/contracts.js";
import { Gateway } from "../../gateway/gateway.js";
import { metricsText } from "../../gateway/metrics.js";
import { Nodes } from "../../gateway/nodes.js";
import { type Served, serve } from "../../gateway/serving.js";
import { openSqlite } from "../../gateway/store/sqlite.js";
import type { Store } from "../../gateway/store/store.js";
import { type PlayedDossier, playedDossiers } from "../../scenarios/demo/dossiers.js";
import { type DemoResult, runDemo } from "../../scenarios/demo/run.js";
import {
  type BoxPosting,
  boxesOf,
  CannotTell,
  drawEnclosingKey,
  encloseCertificate,
  eraseBox,
  fetchCertificates,
  openBox,
  openEnclosed,
  postCertificate,
  postReceipts,
  readReceipts,
} from "../../src/gateway/index.js";
import { fromHex } from "../../src/protocol/bytes.js";
import {
  type Claim,
  EYES,
  eyeSecret,
  grantCall,
  type Hex,
  type Rank,
  type Receipt,
  readClaimTicket,
  settlerAddress,
} from "../../src/protocol/index.js";
import { type Rpc, readChain } from "../../testing/chain-record.js";
import { type Kept, secretsOf } from "../../testing/dossier-secrets.js";
import { RULES } from "../../testing/gateways.js";
import { Scanner, type Sight, secretBytes, textSight } from "../../testing/leaks.js";

const SEED = "breach 1";
const LONG = 10 * 365 * 86_400;
/** The registry names every lens maker, and a settlement its settler: of which dossier shows in neither. */
const ON_CHAIN = ["maker", "settler"];

/** Passes requests on, and notes all that a proxy can note without reading bodies. */
async function startLoggingProxy(target: string, lines: string[]): Promise<Server> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      lines.push(JSON.stringify({ method, url, headers, status: answer.statusCode, answer: answer.headers }));
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

describe("a breach of a gateway and of a platform", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "clairevoie-breach-"));
  const log: string[] = [];
  const proxied: string[] = [];
  const carried: { readonly name: string; readonly ticket: string; readonly file: Uint8Array }[] = [];
  let result: DemoResult;
  let rpc: Rpc;
  let played: PlayedDossier[];
  let receipts: Receipt[];
  let kept: Kept[];
  let store: Store;
  let gateway: Gateway;
  let served: Served;
  let proxy: Server;
  let [accepted, opened] = [0, 0];

  const receiptsOf = (dossier: Hex) => receipts.filter(({ statement }) => statement.dossier === dossier);

  before(async () => {
    result = await runDemo({ dossiers: 10, seed: SEED }, { step: () => undefined });
    const { world } = result;
    rpc = world.provider as unknown as Rpc;
    played = playedDossiers(SEED, result);
    receipts = [...result.judged, ...result.cases].flatMap(({ certificate }) => certificate.receipts);
    const stated = receipts.flatMap(({ statement }) => Object.values(statement.aspects));
    kept = played.flatMap(({ name, dossier, files }) => files.flatMap((file) => secretsOf(name, dossier, file)));
    kept.push(
      ...[...new Set(stated.filter((one): one is Hex => /^0x[0-9a-f]{64}$/.test(String(one))))].map(
        (one): Kept => ({ dossier: one, kind: "code", secret: secretBytes("commitment", fromHex(one)) }),
      ),
    );

    const wallet = Wallet.createRandom();
    await (rpc as unknown as JsonRpcApiProvider).send("hardhat_setBalance", [wallet.address, "0xde0b6b3a7640000"]);
    store = openSqlite(path.join(folder, "gateway.sqlite"));
    gateway = await Gateway.start({
      store,
      nodes: new Nodes([{ ask: (method, params) => rpc.send(method, [...params]) }]),
      addresses: addressesOf(world.deployment),
      // The demonstration lasted longer than a batch may wait.
      rules: { ...RULES, lagSeconds: LONG, toleranceSeconds: LONG, intervalSeconds: 1 },
      wallet: new Wallet(wallet.privateKey),
      log: (event, fields) => log.push(JSON.stringify({ event, ...fields })),
    });
    served = await serve(gateway, {
      host: "127.0.0.1",
      port: 0,
      log: (event, fields) => log.push(JSON.stringify({ event, ...fields })),
    });
    proxy = await startLoggingProxy(served.url, proxied);
    await useIt({ url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
  });
  after(async () => {
    proxy.close();
    proxy.closeAllConnections();
    await gateway.stop();
    await served.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** All that passes through a gateway: batches, shipments, certificates, what is read and what is erased. */
  async function useIt(address: { readonly url: string }): Promise<void> {
    const { world } = result;
    const batches = new Map(receipts.map(({ batch, signature }) => [JSON.stringify(batch), { batch, signature }]));
    for (const body of batches.values()) {
      const answer = await fetch(`${address.url}/v1/batches`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (answer.status === 202) accepted++;
    }
    await gateway.tick();
    await gateway.tick();
    const [optician, maker] = [world.opticians[0], world.makers[0]];
    if (!optician || !maker) throw new Error("the demonstration has stores and makers");
    const { deployment } = world;
    const posting = (signer: typeof optician.key): BoxPosting => ({
      gateway: gateway.account,
      chain: { chainId: 31337, partyRegistry: deployment.contracts.partyRegistry.address.toLowerCase() as Hex },
      signer,
      time: gateway.status().head.time,
    });
    for (const { name, dossier, drawn } of played) {
      for (const eye of EYES) {
        const made = receiptsOf(dossier.id).filter(({ statement }) => statement.stage === 2);
        if (made.length > 0) await postReceipts(address, eyeSecret(dossier.secret, eye), made, posting(maker.key));
      }
      for (const rank of drawn.insurers.map((_, i) => (i + 1) as Rank)) {
        const shown = [...result.judged, ...result.cases].find(
          ({ certificate }) =>
            certificate.payer.rank === rank && certificate.receipts[0]?.statement.dossier === dossier.id,
        );
        if (!shown) continue;
        const { identity, recipient } = await drawEnclosingKey();
        const file = await encloseCertificate(shown.certificate, { recipient });
        const erasers: { index: Hex; token: Hex }[] = [];
        const note = async (closed: { index: Hex; token: Hex }) => {
          erasers.push(closed);
        };
        const ticket = await postCertificate(address, dossier.secret, rank, file, posting(optician.key), note);
        carried.push({ name, ticket, file });
        const [fetched] = await fetchCertificates(address, [{ ticket, claim: shown.claim as Claim }], [identity]);
        if (!(fetched instanceof CannotTell)) opened++;
        // What is erased leaves freed pages behind.
        if (carried.length % 4 === 0) for (const one of erasers) await eraseBox(address, one);
      }
      await readReceipts(address, [eyeSecret(dossier.secret, "right")]);
    }
    for (const where of ["/v1/status", "/readyz", "/v1/batches/0x12", "/openapi.json"])
      await fetch(address.url + where);
  }

  /** What the thief of the disk and of all logs has, and all that a platform ever carried, opened as far as tickets open it. */
  async function loot(): Promise<Sight[]> {
    const send = await store.lastSend("round/1");
    const disk = readdirSync(folder).map((name) => {
      const bytes = readFileSync(path.join(folder, name));
      // The fees of a transaction are written in digits, and many zeros, as is a correction of which little is not zero.
      for (const fee of [String(send?.maxFee), String(send?.tip)]) {
        for (let at = bytes.indexOf(fee); at >= 0; at = bytes.indexOf(fee)) bytes.fill(" ", at, at + fee.length);
      }
      return { where: name, bytes: Uint8Array.from(bytes), isText: false };
    });
    return [
      ...disk,
      textSight("log", log.join("\n")),
      textSight("log of proxies", proxied.join("\n")),
      textSight("metrics", metricsText(gateway)),
      ...carried.flatMap(({ name, ticket, file }) => [
        textSight(`ticket of ${name}`, ticket),
        { where: `file of ${name}`, bytes: file, isText: false },
      ]),
    ];
  }

  it("is exercised on what was really stored: batches, boxes, erased ones, logs and the log's files", async () => {
    expect(accepted).to.be.greaterThan(20);
    expect(carried.length).to.be.greaterThan(10);
    expect(opened, "by the insurers that they are for").to.be.greaterThan(5);
    expect(readdirSync(folder)).to.include.members(["gateway.sqlite", "gateway.sqlite-wal"]);
    expect(log.length).to.be.greaterThan(20);
    expect(proxied.length).to.be.greaterThan(60);
    expect(gateway.counters.boxesStored).to.be.greaterThan(20);
    expect((await store.lastRound())?.size).to.be.greaterThan(20);
    // The thief of the disk finds the closed files there, by the tickets.
    const tickets = carried.map(({ ticket }) => readClaimTicket(ticket).secret);
    const found = await Promise.all(
      tickets.map(async (secret) => {
        const [first] = boxesOf(secret, "claim");
        const row = first && (await store.box(first.index));
        return row?.content && first && openBox(first, row.content);
      }),
    );
    expect(found.filter((file) => file !== undefined && file !== null).length).to.be.greaterThan(5);
    for (const [i, file] of found.entries()) if (file) expect(file).to.deep.equal(carried[i]?.file);
  });

  it("shows the thief of disk, logs, tickets and files no commitment, dossier, value, store or lens", async () => {
    const scanner = new Scanner(kept.map(({ secret }) => secret));
    const sights = await loot();
    expect(sights.reduce((size, { bytes }) => size + bytes.length, 0)).to.be.greaterThan(1_000_000);
    expect(scanner.scan(sights)).to.deep.equal([]);
  });

  it("is searched in every encoding: each is found where it is planted", () => {
    const [dossier] = played;
    const secrets = kept.filter((one) => one.dossier === dossier?.dossier.id).map(({ secret }) => secret);
    const scanner = new Scanner(secrets);
    const siret = dossier?.drawn.file.reference.siret ?? "";
    const id = fromHex(dossier?.dossier.id ?? "0x");
    const padding = Buffer.alloc(5, 9);
    for (const planted of [
      Buffer.from(siret),
      Buffer.from(Buffer.from(siret).toString("base64")),
      Buffer.from(Buffer.from(siret).toString("hex")),
      Buffer.from(id),
      Buffer.from(Buffer.from(id).toString("base64")),
      Buffer.from(Buffer.from(id).toString("hex")),
    ]) {
      const bytes = Uint8Array.from(Buffer.concat([padding, planted, padding]));
      expect(scanner.scan([{ where: "planted", bytes, isText: false }]).length).to.be.greaterThan(0);
    }
  });

  it("shows nothing more with the chain", async () => {
    const chain = await readChain(rpc);
    const secrets = kept.filter(({ kind }) => !ON_CHAIN.includes(kind)).map(({ secret }) => secret);
    expect(new Scanner(secrets).scan(chain.sights)).to.deep.equal([]);
  });

  it("opens no file and settles nothing with an enrolled insurer's keys besides", async () => {
    const { world } = result;
    const [thief] = world.insurers;
    if (!thief) throw new Error("the demonstration has insurers");
    const { identity } = await drawEnclosingKey();
    for (const { file } of carried) {
      const error = await openEnclosed(file, [identity]).then(
        () => undefined,
        (one: Error) => one,
      );
      expect(error).to.be.instanceOf(Error);
    }
    // Even told whose share it is: no signature of all that was taken is a grant.
    const bytes = Buffer.concat((await loot()).map((sight) => Buffer.from(sight.bytes)));
    const signatures = [...new Set(bytes.toString("latin1").match(/0x[0-9a-f]{130}(?![0-9a-f])/g) ?? [])] as Hex[];
    const stored = receipts.map(({ signature }) => signature).filter((one) => one.length === 132);
    const tried = [...new Set([...signatures, ...stored])];
    expect(tried.length).to.be.greaterThan(20);
    const settlements = world.suite.settlements.connect(thief.key);
    const held = async () =>
      Promise.all(
        played.map(async ({ dossier }) =>
          JSON.stringify(await settlements.settlementOf(settlerAddress(dossier.secret)), (_, value) =>
            typeof value === "bigint" ? String(value) : value,
          ),
        ),
      );
    const before = await held();
    expect(new Set(before).size).to.be.greaterThan(1);
    for (const { dossier } of played) {
      const settler = settlerAddress(dossier.secret);
      const tag: Hex = `0x${"5e".repeat(32)}`;
      const shares = tried.slice(0, 24).flatMap((signature) => {
        try {
          return [grantCall({ settler, tag, rank: 1, round: 0 }, signature)];
        } catch {
          return [];
        }
      });
      await settlements.settle(shares).then(
        (sent) => sent.wait(),
        () => undefined,
      );
    }
    expect(await held()).to.deep.equal(before);
  });
});
