import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { computeAddress, Interface, type JsonRpcApiProvider, type Signer } from "ethers";
import { assessOnChain, gatherFactsOf } from "../../src/chain/index.js";
import {
  type Dossier,
  type EquipmentFile,
  LensMaker,
  makersOf,
  Optician,
  openDossier,
  type SealedBatch,
} from "../../src/parties/index.js";
import { receiptsOf } from "../../src/parties/sealing.js";
import { toHex } from "../../src/protocol/bytes.js";
import {
  assess,
  batchDigest,
  DEFAULT_POLICY,
  evidenceOf,
  grantCall,
  type Hex,
  hashStatement,
  parseCertificate,
  parseClaim,
  type Receipt,
  signGrant,
} from "../../src/protocol/index.js";
import type { verify } from "../../src/verify.js";
import { aChain, aParty, type TestChain, type TestParty } from "../../testing/chain.js";
import { type Chance, chance } from "../../testing/chance.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, OTHER_AMC, OTHER_STORE, STORE } from "../../testing/dossiers.js";
import { asAsker, asDossier, asPolicy } from "../agreement/arguments.js";
import type { Count } from "./count.js";

const YEAR = 365 * 86_400;

/** What an insurer kept: two texts. */
interface Archive {
  readonly certificate: string;
  readonly claim: string;
}

/** A chain on which certificates were made once, and life goes on. */
interface Years {
  readonly chain: TestChain;
  readonly archives: readonly Archive[];
  readonly parties: readonly TestParty[];
  readonly strangers: readonly TestParty[];
  /** The current key of each party, its controller's by default. */
  readonly keys: Map<Hex, Signer>;
  readonly node: { readonly url: string; readonly server: Server };
  readonly verify: typeof verify;
}

let made: Promise<Years> | undefined;

/** Waits no longer for a round: the server of the node is closed. */
export async function endYears(): Promise<void> {
  (await made)?.node.server.close();
  made = undefined;
}

async function makeYears(): Promise<Years> {
  const chain = await aChain();
  const [store, other, maker] = [
    await aParty(chain, "optician", STORE),
    await aParty(chain, "optician", OTHER_STORE),
    await aParty(chain, "lens-maker", MAKER),
  ];
  const archives: Archive[] = [];
  const frameOnly: EquipmentFile = {
    ...FILE,
    eyes: {},
    billing: { lines: FILE.billing.lines.filter(({ item }) => item === "frame"), totalCents: 12_000 },
    payers: FILE.payers?.map((payer) => ({ ...payer, shareCents: 8_000, sharesCents: 8_000 })) ?? [],
  };
  const frameClaim = {
    ...CLAIM,
    lines: frameOnly.billing.lines,
    totalCents: 12_000,
    shareCents: 8_000,
    sharesCents: 8_000,
  };
  archives.push(await archiveOf(chain, store, maker, FILE, CLAIM, false));
  archives.push(await archiveOf(chain, store, maker, frameOnly, frameClaim, false));
  archives.push(await archiveOf(chain, store, maker, FILE, CLAIM, true)); // As a smart account states.
  const parties = [store, maker];
  const insurers = [await aParty(chain, "insurer", AMC), await aParty(chain, "insurer", OTHER_AMC)];
  return {
    chain,
    archives,
    parties,
    strangers: [other, ...insurers],
    keys: new Map(parties.map(({ party, signer }) => [party, signer])),
    node: await prunedNode(chain),
    verify: await bundledVerifier(),
  };
}

async function archiveOf(
  chain: TestChain,
  store: TestParty,
  maker: TestParty,
  file: EquipmentFile,
  claim: object,
  isEndorsed: boolean,
): Promise<Archive> {
  const { deployment, suite } = chain;
  const optician = await Optician.connect({ deployment, signer: store.signer, identity: store.identity });
  const laboratory = await LensMaker.connect({ deployment, signer: maker.signer, identity: maker.identity });
  const dossier: Dossier = openDossier();
  const anchored = async (by: Optician | LensMaker, signer: Signer, sealed: SealedBatch): Promise<Receipt[]> => {
    if (!isEndorsed) return (await by.anchor([sealed])).receipts.flat();
    const { chainId, partyRegistry } = suite.reference;
    const digest = batchDigest({ chainId, verifyingContract: partyRegistry }, sealed.batch);
    await (await suite.anchors.connect(signer).endorse(digest)).wait();
    return receiptsOf({ ...sealed, signature: "0x" }, []);
  };
  const receipts = await anchored(optician, store.signer, await optician.seal([optician.quote(dossier, file)]));
  if (file.eyes.right) {
    receipts.push(
      ...(await anchored(optician, store.signer, await optician.seal([optician.order(dossier, file)]))),
      ...(await anchored(
        laboratory,
        maker.signer,
        await laboratory.seal([laboratory.ship(optician.orderTicket(dossier, ["right", "left"]), DELIVERY)]),
      )),
    );
  }
  const invoice = await optician.seal([optician.invoice(dossier, file)]);
  receipts.push(...(await anchored(optician, store.signer, invoice)));
  const certificate = optician.certify(dossier, receipts, 1, { makers: makersOf(file) });
  return { certificate: JSON.stringify(certificate), claim: JSON.stringify(claim) };
}

/** What a node without history answers: calls at its newest block, and nothing of the past, no log and no transaction. */
async function prunedNode({ suite }: TestChain): Promise<Years["node"]> {
  const provider = suite.provider as unknown as JsonRpcApiProvider;
  const answer = async ({ id, method, params }: { id: unknown; method: string; params: unknown[] }) => {
    const head = `0x${(await suite.provider.getBlockNumber()).toString(16)}`;
    const isOfNow =
      method === "eth_chainId" ||
      (method === "eth_getBlockByNumber" && ["latest", head].includes(String(params[0]))) ||
      (method === "eth_call" && ["latest", head].includes(String(params[1])));
    if (!isOfNow) return { jsonrpc: "2.0", id, error: { code: -32000, message: "missing trie node" } };
    return { jsonrpc: "2.0", id, result: await provider.send(method, params) };
  };
  const server = createServer(async (request, response) => {
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    type Asked = Parameters<typeof answer>[0];
    const asked = JSON.parse(Buffer.concat(body).toString()) as Asked | Asked[];
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(await (Array.isArray(asked) ? Promise.all(asked.map(answer)) : answer(asked))));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** The verifier as one file, which is all that an archive needs beside it. */
async function bundledVerifier(): Promise<typeof verify> {
  const outfile = path.resolve(`cache/attack/verify-${process.pid}.mjs`);
  await build({
    entryPoints: ["src/verify.ts"],
    bundle: true,
    platform: "browser",
    format: "esm",
    outfile,
    logLevel: "error",
  });
  return ((await import(pathToFileURL(outfile).href)) as { verify: typeof verify }).verify;
}

/** What happens to others, and to the same parties later. None of it may change what was true. */
const EVENTS: Readonly<Record<string, (years: Years, drawing: Chance) => Promise<unknown>>> = {
  "years pass": ({ chain }, drawing) => chain.advance(drawing.whole(1, 10) * YEAR),
  "a party changes its key": async ({ chain, parties, keys }, drawing) => {
    const { party, controller } = drawing.pick(parties);
    const fresh = await chain.account();
    const old = await keys.get(party)?.getAddress();
    await controller.addKey(await fresh.getAddress(), await controller.consent(fresh));
    if (old) await controller.revokeKey(old);
    keys.set(party, fresh);
  },
  "a party is suspended": ({ chain, parties }, drawing) => suspend(chain, drawing.pick(parties).party),
  "others withdraw the same statements": async ({ chain, strangers, archives }, drawing) => {
    const { party, signer } = drawing.pick(strangers.slice(0, 1));
    for (const hash of hashesOf(drawing.pick(archives))) {
      await (await chain.suite.withdrawals.connect(signer).withdraw(party, hash, 1)).wait();
    }
  },
  "a key is declared stolen from now on": async ({ chain, parties, keys }, drawing) => {
    const { party, controller } = drawing.pick(parties);
    const lost = await chain.account();
    await controller.addKey(await lost.getAddress(), await controller.consent(lost));
    const now = (await chain.suite.provider.getBlock("latest"))?.timestamp ?? 0;
    await chain.council.declareCompromise((await lost.getAddress()).toLowerCase() as Hex, now);
    keys.delete(party);
  },
  "the council changes": async ({ chain }) => {
    const [guard] = [await chain.account()];
    const manager = chain.deployment.contracts.accessManager.address;
    const abi = new Interface(JSON.parse(readFileSync("docs/abi/AccessManager.json", "utf8")));
    const data = abi.encodeFunctionData("grantRole", [3n, await guard.getAddress(), 0]);
    await (await chain.funder.sendTransaction({ to: manager, data })).wait();
  },
  "strangers settle other dossiers": async ({ chain, strangers }, drawing) => {
    const [, insurer] = strangers;
    if (!insurer) return;
    const domain = {
      chainId: chain.suite.reference.chainId,
      verifyingContract: chain.suite.reference.settlementRegistry,
    };
    const secret = drawing.bytes("settler");
    const share = { insurer: insurer.party, tag: toHex(drawing.bytes("tag")), rank: 1 as const, round: 0 };
    const settler = computeAddress(toHex(secret)).toLowerCase() as Hex;
    const call = grantCall({ ...share, settler }, signGrant(secret, domain, share));
    await (await chain.suite.settlements.connect(insurer.signer).settle([call])).wait();
  },
  "somebody anchors the same roots again": async ({ chain, archives }, drawing) => {
    for (const { batch } of parseCertificate(drawing.pick(archives).certificate).receipts) {
      await (await chain.suite.anchors.anchor(batch.root)).wait();
    }
  },
};

async function suspend(chain: TestChain, party: Hex): Promise<void> {
  const isSuspended = (await chain.suite.parties.suspensionsOf(party)).at(-1)?.suspended ?? false;
  await (isSuspended ? chain.council.reinstate(party) : chain.council.suspend(party));
}

const hashesOf = ({ certificate }: Archive) =>
  parseCertificate(certificate).receipts.map(({ statement }) => hashStatement(statement));

/** The same document as another program would keep it: members in another order, spaces, escapes, receipts in another order. */
function rewritten(text: string, drawing: Chance): string {
  const shuffled = (value: unknown, key = ""): unknown => {
    if (Array.isArray(value)) {
      const items = value.map((item) => shuffled(item));
      return key === "receipts" ? items.sort(() => drawing.next() - 0.5) : items;
    }
    // Aspects stand in the order of their numbers.
    if (typeof value !== "object" || value === null || key === "aspects") return value;
    const members = Object.entries(value).map(([name, inner]) => [name, shuffled(inner, name)] as const);
    return Object.fromEntries(members.sort(() => drawing.next() - 0.5));
  };
  const written = JSON.stringify(shuffled(JSON.parse(text)), null, drawing.pick([0, 1, 2, "\t"]));
  const escaped = drawing.next() < 0.5 ? written.replaceAll("0x", "\\u0030x") : written;
  return drawing.next() < 0.5 ? escaped.replaceAll("\n", "\r\n") : escaped;
}

/** How a verdict is come by: each gives whether the archive still conforms. */
const WAYS: Readonly<Record<string, (years: Years, archive: Archive) => Promise<boolean>>> = {
  "the library, from a node": async ({ chain }, archive) => {
    const certificate = parseCertificate(archive.certificate);
    const facts = await gatherFactsOf(chain.suite, [evidenceOf(certificate)]);
    return assess(certificate, parseClaim(archive.claim), facts, DEFAULT_POLICY).conform;
  },
  "the chain's own verdict": async ({ chain }, archive) =>
    (await assessOnChain(chain.suite, evidenceOf(parseCertificate(archive.certificate)), DEFAULT_POLICY)).length === 0,
  "one eth_call from the published ABI": async ({ chain, node }, archive) => {
    const abi = new Interface(JSON.parse(readFileSync("docs/abi/ConformityVerifier.json", "utf8")));
    const evidence = evidenceOf(parseCertificate(archive.certificate));
    const data = abi.encodeFunctionData("assess", [asDossier(evidence), asPolicy(DEFAULT_POLICY), asAsker({})]);
    const to = chain.deployment.contracts.conformityVerifier.address;
    const body = JSON.stringify([{ jsonrpc: "2.0", id: 1, method: "eth_call", params: [{ to, data }, "latest"] }]);
    const response = await fetch(node.url, { method: "POST", body });
    const [{ result }] = (await response.json()) as [{ result: string }];
    return abi.decodeFunctionResult("assess", result)[0].length === 0;
  },
  "the bundled verifier, from a node without history": async ({ chain, node, verify: judge }, archive) =>
    (await judge(archive.certificate, archive.claim, { rpc: node.url, deployment: chain.deployment })).conform,
};

/**
 * One round: something happens, then what was kept is judged in every way from its two texts, with no server but a node. It comes off when
 * an archive conforms no more.
 */
export async function attackArchives(seed: string, round: number): Promise<Count> {
  made ??= makeYears();
  const years = await made;
  const drawing = chance(`${seed}/archives/${round}`);
  for (let count = drawing.whole(1, 3); count > 0; count--) {
    await EVENTS[drawing.pick(Object.keys(EVENTS))]?.(years, drawing);
  }
  const { certificate, claim } = drawing.pick(years.archives);
  const archive = { certificate: rewritten(certificate, drawing), claim: rewritten(claim, drawing) };
  let [attempts, successes] = [0, 0];
  for (const judge of Object.values(WAYS)) {
    attempts++;
    if (!(await judge(years, archive))) successes++;
  }
  return { attempts, successes };
}

/** The control: once the store itself withdraws its invoice, each way must say so, or its silence would mean nothing. */
export async function withdrawAndJudge(): Promise<Readonly<Record<string, boolean>>> {
  const years = await makeYears();
  const [archive] = years.archives as [Archive];
  const { receipts } = parseCertificate(archive.certificate);
  const invoice = receipts.find(({ statement }) => statement.stage === 3) as Receipt;
  const [{ party, signer }] = years.parties as [TestParty];
  const { withdrawals } = years.chain.suite;
  await (await withdrawals.connect(signer).withdraw(party, hashStatement(invoice.statement), 1)).wait();
  const judged = Object.entries(WAYS).map(async ([way, judge]) => [way, await judge(years, archive)] as const);
  const found = Object.fromEntries(await Promise.all(judged));
  years.node.server.close();
  return found;
}
