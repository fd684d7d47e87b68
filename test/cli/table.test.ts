import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import type { Command } from "commander";
import type { Terminal } from "../../src/cli/output/terminal.js";
import { makeProgram } from "../../src/cli/program.js";
import { CATALOGUES } from "../../src/language/index.js";
import { parseCertificate } from "../../src/protocol/index.js";
import { aFolder, clairevoie, type Ran } from "../../testing/cli.js";
import { CLAIM, DELIVERY, FILE } from "../../testing/dossiers.js";
import { draft, seal } from "../../testing/drafts.js";
import { PAIR } from "../../testing/judged-drafts.js";
import { freePort, type RunningNode, startNode } from "../../testing/node.js";
import { aLightVault } from "../../testing/sandbox.js";

const HASH = `0x${"12".repeat(32)}`;
const ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
/** Second account of the development mnemonic, known to everyone. */
const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const FILES = { certificate: "certificate.json", claim: "claim.json", statement: "statement.json" } as const;

/** How each command is called when all is well with its input. `@name` is a file of the test's folder. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  verify: ["@certificate.json", "--claim", "@claim.json"],
  audit: ["@audit.ndjson"],
  settle: ["@certificate.json", "--claim", "@claim.json", "--identity", "@sandbox/insurer/identity.json"],
  watch: ["@certificate.json", "--once"],
  index: ["@facts.index", "--once"],
  "evidence make": ["@certificate.json", "-o", "@new-evidence.json"],
  "evidence cut": ["@evidence.json", "@certificate.json", "-o", "@new-evidence.json"],
  "checkpoint sign": ["--block", "latest"],
  "checkpoint check": ["@checkpoints.json", "--signers", "@signers.json"],
  policy: [],
  "dossier open": [],
  "dossier list": [],
  "dossier quote": ["new", "--file", "@equipment.json"],
  "dossier order": ["new", "--file", "@equipment.json"],
  "dossier invoice": ["new", "--file", "@equipment.json"],
  "dossier ticket": [HASH],
  "dossier claim-ticket": [HASH],
  "dossier erase": [HASH],
  ship: ["@delivery.json", "--ticket", "@ticket.txt"],
  "stock state": ["@stock.json", "--units", "@new-units.json"],
  "stock receive": ["@units.json"],
  "stock list": [],
  "stock take": [HASH, HASH, "--eye", "right"],
  "stock put-back": [HASH],
  "stock erase": [HASH],
  "stock use": [HASH],
  "stock show": [HASH],
  sync: ["--gateway", "http://127.0.0.1:9"],
  import: ["@devis.csv"],
  seal: ["@statement.json"],
  anchor: ["@batch.json"],
  receipts: ["@receipts.json"],
  certify: [HASH, "--receipts", "@receipts.json"],
  prove: [HASH, "--certificate", "@certificate.json", "--prover", "true"],
  withdraw: [HASH, "--reason", "return"],
  "party new": ["--role", "optician", "--identifier", "12345678200010"],
  "party card": ["--until", "2100000000", "--identity", "@sandbox/insurer/identity.json"],
  "party announce": ["900000001", "--controller", ADDRESS],
  "party announced": [],
  "party cancel": [HASH],
  "party affiliate": [HASH, HASH],
  "party guard announce": [ADDRESS],
  "party guard take": [],
  "party role grant": ["enroller", ADDRESS],
  "party role revoke": ["enroller", ADDRESS],
  "party role renounce": ["enroller"],
  "party role hand-over": [ADDRESS],
  "party control offer": [ADDRESS],
  "party control take": [],
  "party link consent": [HASH, "--kind", "takeover"],
  "party link end": [HASH, "--kind", "takeover"],
  "party enrol": [HASH, "--role", "optician", "--controller", ADDRESS],
  "party suspend": [HASH],
  "party reinstate": [HASH],
  "party compromise": [ADDRESS, "--from", "1790000000"],
  "party list": [],
  "party keys list": [HASH],
  "party keys consent": [],
  "party keys add": [],
  "party keys revoke": [ADDRESS],
  "key new": ["@new-key.json"],
  "key import": ["@new-key.json"],
  "key convert": ["@key.json", "@new-key.json"],
  "key address": ["@key.json"],
  deploy: [],
  gateway: [],
  serve: [],
  sandbox: ["@play"],
  doctor: [],
  inspect: ["@certificate.json"],
  completion: ["bash"],
};
/** Commands that a call without arguments must refuse, by what it must say. */
const NEEDS: Readonly<Record<string, string>> = {
  verify: "certificates",
  audit: "files",
  settle: "certificates",
  watch: "certificates",
  index: "file",
  "evidence make": "--out",
  "evidence cut": "--out",
  "checkpoint check": "--signers",
  "dossier quote": "dossier",
  "dossier order": "dossier",
  "dossier invoice": "dossier",
  "dossier ticket": "dossier",
  "dossier claim-ticket": "dossier",
  "dossier erase": "dossier",
  ship: "--ticket",
  "stock state": "--units",
  "stock receive": "units",
  "stock take": "--eye",
  "stock put-back": "unit",
  "stock erase": "unit",
  "stock use": "dossier",
  "stock show": "unit",
  sync: "--gateway",
  import: "file",
  seal: "statements",
  anchor: "batches",
  receipts: "files",
  certify: "dossier",
  prove: "--certificate",
  withdraw: "--reason",
  "party new": "--role",
  "party card": "--until",
  "party announce": "identifiers",
  "party cancel": "announcements",
  "party affiliate": "store",
  "party guard announce": "next",
  "party role grant": "role",
  "party role revoke": "role",
  "party role renounce": "role",
  "party role hand-over": "account",
  "party control offer": "candidate",
  "party link consent": "--kind",
  "party link end": "--kind",
  "party enrol": "party",
  "party suspend": "party",
  "party reinstate": "party",
  "party compromise": "--from",
  "party keys revoke": "key",
  "key new": "file",
  "key import": "file",
  "key convert": "old",
  "key address": "file",
  sandbox: "folder",
  inspect: "file",
  completion: "shell",
};
/** Files that each command reads, which may be missing, empty or cut short. */
const READS: Readonly<Record<string, readonly string[]>> = {
  verify: ["certificate.json", "claim.json"],
  settle: ["certificate.json", "claim.json"],
  watch: ["certificate.json"],
  "evidence make": ["certificate.json"],
  "evidence cut": ["evidence.json", "certificate.json"],
  "checkpoint check": ["checkpoints.json", "signers.json"],
  "dossier quote": ["equipment.json"],
  "dossier order": ["equipment.json"],
  "dossier invoice": ["equipment.json"],
  ship: ["delivery.json", "ticket.txt"],
  "stock state": ["stock.json"],
  "stock receive": ["units.json"],
  seal: ["statement.json"],
  anchor: ["batch.json"],
  receipts: ["receipts.json"],
  certify: ["receipts.json"],
  prove: ["certificate.json"],
  "key convert": ["key.json"],
  "key address": ["key.json"],
  inspect: ["certificate.json"],
};
const REACHES_CHAIN = [
  ...[
    "verify",
    "audit",
    "settle",
    "watch",
    "index",
    "evidence make",
    "checkpoint sign",
    "import",
    "seal",
    "anchor",
    "withdraw",
    "deploy",
    "sandbox",
    "doctor",
  ],
  ...["party card", "party enrol", "party suspend", "party reinstate", "party compromise", "party list"],
  ...[
    "party announce",
    "party announced",
    "party cancel",
    "party affiliate",
    "party guard announce",
    "party guard take",
    "party role grant",
    "party role revoke",
    "party role renounce",
    "party role hand-over",
  ],
  ...["party control offer", "party control take", "party link consent", "party link end"],
  ...["stock state", "party keys list", "party keys consent", "party keys add", "party keys revoke"],
];

/** Every command that does something, by its full name. */
function leaves(command: Command, path: readonly string[] = []): string[] {
  const inner = command.commands.filter((one) => one.name() !== "help");
  return inner.length === 0 ? [path.join(" ")] : inner.flatMap((one) => leaves(one, [...path, one.name()]));
}

const NO_TERMINAL: Terminal = {
  env: {},
  hasColour: false,
  isWatched: false,
  out: () => undefined,
  err: () => undefined,
  input: async () => "",
  isClosed: () => false,
};
const COMMANDS = leaves(
  makeProgram(NO_TERMINAL, { language: "en", catalogue: CATALOGUES.en, languages: ["en", "fr"] }, () => undefined),
);

describe("every command, given what is wrong", () => {
  const folder = aFolder();
  let node: RunningNode;
  let env: Record<string, string>;

  before(async () => {
    node = await startNode();
    env = {
      CLAIREVOIE_RPC_URL: node.url,
      CLAIREVOIE_PRIVATE_KEY: KEY,
      CLAIREVOIE_PASSPHRASE: "correct horse battery",
      CLAIREVOIE_VAULT_PASSPHRASE: "correct horse battery",
      CLAIREVOIE_VAULT: folder.file("vault"),
      CLAIREVOIE_IDENTITY: folder.file("sandbox/optician/identity.json"),
      CLAIREVOIE_DEPLOYMENT: folder.file("deployment.json"),
    };
    await aLightVault(folder.file("vault"), "correct horse battery");
    const written = await clairevoie(["sandbox", folder.file("sandbox")], env);
    expect(written.code, written.err).to.equal(0);
    const home = JSON.parse(readFileSync(folder.file("sandbox/insurer/clairevoie.json"), "utf8")) as { rpc: string };
    expect(home.rpc).to.equal(env["CLAIREVOIE_RPC_URL"]);
    const made = (name: string, text: string) => writeFileSync(folder.file(name), text);
    const { certificate: sealed } = seal(draft("table", PAIR));
    const fixture = { certificate: parseCertificate(sealed) };
    made(FILES.certificate, JSON.stringify(fixture.certificate));
    made("audit.ndjson", `${JSON.stringify({ certificate: fixture.certificate, claim: CLAIM })}\n`);
    made(FILES.claim, JSON.stringify(CLAIM));
    const [receipt] = fixture.certificate.receipts;
    if (!receipt) throw new Error("the certificate has no receipt");
    made(FILES.statement, JSON.stringify({ format: "clairevoie-statement/1", statement: receipt.statement }));
    const { batch, signature, statement } = receipt;
    made("evidence.json", JSON.stringify({ format: "clairevoie-evidence/1", chainId: 31337, header: "0xc0" }));
    made("checkpoints.json", JSON.stringify({ format: "clairevoie-checkpoints/1", checkpoints: [] }));
    made("signers.json", JSON.stringify({ format: "clairevoie-checkpoint-signers/1", threshold: 1, signers: [] }));
    made("batch.json", JSON.stringify({ format: "clairevoie-batch/1", batch, signature, statements: [statement] }));
    made("receipts.json", JSON.stringify({ format: "clairevoie-receipts/1", receipts: fixture.certificate.receipts }));
    made("equipment.json", JSON.stringify({ format: "clairevoie-equipment/1", ...FILE }));
    made("delivery.json", JSON.stringify({ format: "clairevoie-delivery/1", ...DELIVERY }));
    const { prescription: _, ...stocked } = DELIVERY.right;
    const lens = { ...stocked, lens: { ...stocked.lens, lensType: "unifocal" } };
    made("stock.json", JSON.stringify({ format: "clairevoie-stock/1", store: HASH, lenses: [{ ...lens, units: 2 }] }));
    const unit = { ticket: JSON.parse(readFileSync("docs/vectors/tickets.json", "utf8")).stock, lens };
    made("units.json", JSON.stringify({ format: "clairevoie-units/1", store: HASH, units: [unit] }));
    made("ticket.txt", JSON.parse(readFileSync("docs/vectors/tickets.json", "utf8")).orderBoth);
    made("devis.csv", readFileSync("docs/documents/devis.csv", "utf8"));
    made("deployment.json", readFileSync(folder.file("sandbox/deployment.json"), "utf8"));
    made("key.json", readFileSync(folder.file("sandbox/optician/key.json"), "utf8"));
    await clairevoie(["dossier", "open"], env);
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  const argv = (name: string, swap: Readonly<Record<string, string>> = {}) => [
    ...name.split(" "),
    ...(CALLS[name] ?? []).map((arg) => (arg.startsWith("@") ? folder.file(swap[arg.slice(1)] ?? arg.slice(1)) : arg)),
  ];
  /** One clear line, no stack, nothing secret, no second voice on standard output. */
  const refused = (ran: Ran, code: number, naming: string) => {
    expect(ran.code, ran.err + ran.out).to.equal(code);
    expect(ran.err.trim().split("\n"), ran.err).to.have.lengthOf(1);
    expect(ran.err).to.contain(naming);
    expect(ran.err).to.not.match(/\bat .*:\d+:\d+|undefined|\[object|Error:/);
    expect(ran.err).to.not.contain(KEY.slice(2, 20));
  };

  it("is in this table", () => {
    expect(Object.keys(CALLS).sort()).to.deep.equal([...COMMANDS].sort());
  });

  for (const name of COMMANDS) {
    it(`${name}: explains itself`, async () => {
      const ran = await clairevoie([...name.split(" "), "--help"], {});
      expect(ran.code).to.equal(0);
      expect(ran.out).to.contain("Usage: clairevoie");
      const french = await clairevoie([...name.split(" "), "--help", "--lang", "fr"], {});
      expect(french.out).to.not.equal(ran.out);
    });

    it(`${name}: refuses a flag that it does not know`, async () => {
      refused(await clairevoie([...argv(name), "--no-such-flag"], env), 2, "--no-such-flag");
    });

    if (NEEDS[name] !== undefined) {
      it(`${name}: says what it needs when nothing is given`, async () => {
        refused(await clairevoie(name.split(" "), env), 2, NEEDS[name] ?? "");
      });
    }

    for (const file of READS[name] ?? []) {
      it(`${name}: names ${file} when it is missing, empty or cut short`, async () => {
        refused(await clairevoie(argv(name, { [file]: "nowhere.json" }), env), 2, "nowhere.json");
        writeFileSync(folder.file("empty"), "");
        refused(await clairevoie(argv(name, { [file]: "empty" }), env), 2, "");
        const whole = readFileSync(folder.file(file), "utf8");
        writeFileSync(folder.file("cut"), whole.slice(0, Math.floor(whole.length / 2)));
        refused(await clairevoie(argv(name, { [file]: "cut" }), env), 2, "");
      });
    }

    if (REACHES_CHAIN.includes(name)) {
      it(`${name}: says that the node does not answer`, async () => {
        const dead = { ...env, CLAIREVOIE_RPC_URL: `http://127.0.0.1:${await freePort()}` };
        const ran = await clairevoie(argv(name), dead);
        expect(ran.code, ran.err).to.equal(3);
        const said = name === "doctor" ? ran.out : ran.err;
        expect(said.trim().split("\n")).to.have.lengthOf(1);
        expect(said).to.contain("does not answer");
      });
    }
  }

  it("verify and settle find a certificate of another deployment, and watch refuses it", async () => {
    const elsewhere = JSON.parse(readFileSync(folder.file(FILES.certificate), "utf8"));
    elsewhere.chain.chainId = 1;
    writeFileSync(folder.file("elsewhere.json"), JSON.stringify(elsewhere));
    for (const name of ["verify", "settle"]) {
      const ran = await clairevoie(argv(name, { [FILES.certificate]: "elsewhere.json" }), env);
      expect(ran.code, ran.err).to.equal(1);
      expect(ran.out).to.contain("wrong-chain");
    }
    const watched = await clairevoie(argv("watch", { [FILES.certificate]: "elsewhere.json" }), env);
    refused(watched, 2, "elsewhere.json.chain");
  });

  it("refuses a key on the command line without repeating it", async () => {
    for (const flag of [`--private-key=${KEY}`, `--key=${KEY}`]) {
      refused(await clairevoie(["seal", folder.file("statement.json"), flag], env), 2, "key");
    }
  });
});
