import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { JsonRpcProvider, verifyTypedData, Wallet } from "ethers";
import { type Deployment, parseDeployment, type Suite, suiteOf } from "../src/chain/index.js";
import { parseBatch, parseCursor, parseIdentity, parseReceipts, parseUnits } from "../src/parties/index.js";
import {
  BATCH_TYPES,
  batchDigest,
  hashStatement,
  parseCertificate,
  type Receipt,
  rootOf,
} from "../src/protocol/index.js";
import { Vault } from "../src/vault/index.js";
import { aFolder, clairevoie } from "./cli.js";
import { MAKER } from "./dossiers.js";
import { aSandbox, playDossier, type Who } from "./sandbox.js";
import { LIGHT } from "./vault-records.js";

/** A chain and the folders of three parties on it, to be copied for each fault. */
export interface CommandWorld {
  readonly url: string;
  readonly admin: JsonRpcProvider;
  readonly deployment: Deployment;
  readonly suite: Suite;
  readonly keys: Readonly<Record<Who, string>>;
  readonly passphrases: Readonly<Record<Who, string>>;
  /** Where commands work: made anew by `renew`. */
  readonly work: string;
  /** A dossier that is ordered, shipped, invoiced and certified. */
  readonly dossier: string;
  /** Hash of its invoice. */
  readonly invoice: string;
  /** A dossier of which nothing is stated. */
  readonly empty: string;
  renew(): void;
  close(): void;
}

/** A command that is tried under faults. Files are named from the working folder. */
export interface CommandTried {
  readonly who: Who;
  argv(world: CommandWorld): readonly string[];
  /** Codes that it may end with when nothing is wrong. 0 by default. */
  readonly exits?: readonly number[];
  /** What happened before. */
  readonly before?: (world: CommandWorld) => Promise<unknown>;
  /** What there is once it is done, on chain and in its files: the same after any fault and one more run. */
  effect(world: CommandWorld): Promise<unknown>;
}

const EQUIPMENT = "optician/equipment.json";

/** Makes the world on a fresh node. */
export async function makeCommandWorld(url: string): Promise<CommandWorld> {
  const folder = aFolder();
  const [base, work] = [folder.file("base"), folder.file("work")];
  const sandbox = await aSandbox(base, url);
  const { keys, file: at, ok: as } = sandbox;
  const passphraseOf = (who: Who) => readFileSync(at(`${who}/passphrase`), "utf8").trim();
  const { dossier, invoice } = await playDossier(sandbox);
  const empty = (await as("optician", "dossier", "open")).out.trim();
  await as("optician", "dossier", "quote", empty, "--file", at(EQUIPMENT), "-o", at("statement.json"));
  await as("optician", "seal", at("statement.json"), "-o", at("batch.json"));
  const { party } = parseIdentity(readFileSync(at("optician/identity.json"), "utf8"));
  writeFileSync(at("stock.json"), JSON.stringify(stockFor(party)));
  // Other files than the store has a dossier of already.
  writeFileSync(at("devis.csv"), readFileSync("docs/documents/devis.csv", "utf8").replaceAll("D-2026", "D-2027"));

  const admin = new JsonRpcProvider(url, 31337, { staticNetwork: true, cacheTimeout: -1 });
  const deployment = parseDeployment(readFileSync(at("deployment.json"), "utf8"));
  return {
    url,
    admin,
    deployment,
    suite: suiteOf(deployment, admin),
    keys,
    passphrases: { optician: passphraseOf("optician"), maker: passphraseOf("maker"), insurer: passphraseOf("insurer") },
    work,
    dossier,
    invoice: hashStatement(invoice.statement),
    empty,
    renew: () => {
      rmSync(work, { recursive: true, force: true });
      execFileSync("cp", ["-a", base, work]); // With the rights of each folder, which cpSync does not keep.
    },
    close: () => {
      admin.destroy();
      folder.remove();
    },
  };
}

function stockFor(store: string) {
  const lens = { ediCode: "STK-1500", diameterMm: 65, index: 1500, treatments: [], lensType: "unifocal" };
  const code = { code: "V01", class: "A" };
  return {
    format: "clairevoie-stock/1",
    store,
    lenses: [{ code, lens, maker: MAKER, orderReference: "BL-2026-0417", units: 2 }],
  };
}

const fileOf = ({ work }: CommandWorld, name: string) => readFileSync(path.join(work, name), "utf8");

async function emitted({ suite, admin }: CommandWorld, contract: "anchors" | "withdrawals" | "settlements") {
  return (await admin.getLogs({ address: await suite[contract].getAddress(), fromBlock: 0 })).length;
}

/** Whether all receipts are of roots that are anchored. */
async function areAnchored({ suite }: CommandWorld, receipts: readonly Receipt[]): Promise<boolean> {
  const { chainId, partyRegistry } = suite.reference;
  const domain = { chainId, verifyingContract: partyRegistry };
  const roots = receipts.map(({ batch, anchorProof }) => rootOf(batchDigest(domain, batch), anchorProof));
  const times = await Promise.all(roots.map((root) => suite.anchors.anchoredAt(root)));
  return times.every((time) => time > 0n);
}

/** What a vault keeps of dossiers, by what is stated of each. */
async function inVault({ work, passphrases }: CommandWorld): Promise<Receipt[][]> {
  const vault = await Vault.open(path.join(work, "optician/vault"), passphrases.optician, { cost: LIGHT });
  try {
    const records = [];
    for (const { id } of await vault.list()) records.push(await vault.get(id));
    return records.map((record) => [...(record?.receipts ?? [])]);
  } finally {
    await vault.close();
  }
}

const differentStatements = (receipts: readonly Receipt[]) =>
  new Set(receipts.map(({ statement }) => hashStatement(statement))).size;

const withdrawInvoice = ({ url, work, keys, invoice }: CommandWorld) =>
  clairevoie(["--home", path.join(work, "optician"), "withdraw", invoice, "--reason", "return"], {
    CLAIREVOIE_RPC_URL: url,
    CLAIREVOIE_PRIVATE_KEY: keys.optician,
  });

/** The commands, by what a person types first. */
export const COMMANDS: Readonly<Record<string, CommandTried>> = {
  seal: {
    who: "optician",
    argv: () => ["seal", "statement.json", "-o", "sealed.json"],
    effect: async (world) => {
      const { batch, signature, statements } = parseBatch(fileOf(world, "sealed.json"));
      const domain = {
        name: "Clairevoie",
        version: "1",
        chainId: world.deployment.chainId,
        verifyingContract: world.deployment.contracts.partyRegistry.address,
      };
      const signer = verifyTypedData(domain, BATCH_TYPES, batch, signature);
      return [signer === new Wallet(world.keys.optician).address, statements.map(hashStatement)];
    },
  },
  anchor: {
    who: "maker",
    argv: () => ["anchor", "batch.json", "-o", "receipts.json"],
    effect: async (world) => {
      const { receipts } = parseReceipts(fileOf(world, "receipts.json"));
      return [receipts, await areAnchored(world, receipts), await emitted(world, "anchors")];
    },
  },
  "ship --anchor": {
    who: "maker",
    argv: () => ["ship", "maker/delivery.json", "--ticket", "ticket.txt", "--anchor", "-o", "shipped.json"],
    effect: async (world) => {
      const { receipts } = parseReceipts(fileOf(world, "shipped.json"));
      return [receipts.map(({ statement }) => statement), await areAnchored(world, receipts)];
    },
  },
  "stock state --anchor": {
    who: "maker",
    argv: () => ["stock", "state", "stock.json", "--units", "units.json", "--anchor", "-o", "stated.json"],
    effect: async (world) => {
      const { units } = parseUnits(fileOf(world, "units.json"));
      const { receipts } = parseReceipts(fileOf(world, "stated.json"));
      const uses = `${units.length} tickets, ${differentStatements(receipts)} receipts`;
      return [uses, await areAnchored(world, receipts)];
    },
  },
  certify: {
    who: "optician",
    argv: ({ dossier }) => [
      ...["certify", dossier, "--receipts", "shipment.json"],
      ...["--insurer-card", "insurer-card.json", "-o", "certificate.json"],
    ],
    effect: async (world) => parseCertificate(fileOf(world, "certificate.json")),
  },
  "party new": {
    who: "optician",
    argv: () => ["party", "new", "--role", "optician", "--identifier", "98765432400019", "-o", "other.json"],
    // Once the file is there it is never overwritten: it may be the only copy.
    exits: [0, 2],
    effect: async (world) => parseIdentity(fileOf(world, "other.json")).identifier,
  },
  "verify --html": {
    who: "insurer",
    argv: () => ["verify", "certificate.json", "--claim", "insurer/claim.json", "--html", "report.html"],
    effect: async (world) => fileOf(world, "report.html").includes("</html>"),
  },
  settle: {
    who: "insurer",
    argv: () => ["settle", "certificate.json", "--claim", "insurer/claim.json"],
    // What a run settled before it was cut off is already its own in the next.
    exits: [0, 6],
    effect: async (world) => {
      const { dossier } = parseCertificate(fileOf(world, "certificate.json"));
      const { first } = await world.suite.settlements.settlementOf(dossier.settler);
      return [first, await emitted(world, "settlements")];
    },
  },
  withdraw: {
    who: "optician",
    argv: ({ invoice }) => ["withdraw", invoice, "--reason", "return"],
    effect: (world) => emitted(world, "withdrawals"),
  },
  watch: {
    who: "insurer",
    argv: () => ["watch", "certificate.json", "--once", "--cursor", "cursor.json", "--log", "alerts.ndjson"],
    exits: [0, 1],
    before: withdrawInvoice,
    effect: async (world) => {
      const alerts = fileOf(world, "alerts.ndjson").trimEnd().split("\n");
      const { checkpoints } = parseCursor(fileOf(world, "cursor.json"));
      return [alerts.map((line) => JSON.parse(line).kind), checkpoints.length > 0];
    },
  },
  "import --anchor": {
    who: "optician",
    argv: () => ["import", "devis.csv", "--anchor", "--tickets", "tickets.csv", "-o", "imported.json"],
    effect: async (world) => {
      const kept = await inVault(world);
      const known = [world.dossier, world.empty];
      const imported = kept.filter(([receipt]) => receipt && !known.includes(receipt.statement.dossier));
      const written = parseReceipts(fileOf(world, "imported.json")).receipts;
      return {
        dossiers: kept.length,
        imported: imported.map((receipts) => differentStatements(receipts)),
        written: differentStatements(written),
        anchored: await areAnchored(world, imported.flat()),
        tickets: fileOf(world, "tickets.csv").trim().split("\n").length,
      };
    },
  },
  "index --once": {
    who: "insurer",
    argv: () => ["index", "facts.index", "--once", "--check", "100"],
    before: withdrawInvoice,
    effect: async ({ work }) => existsSync(path.join(work, "facts.index")),
  },
};
