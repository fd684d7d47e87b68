import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { type Chance, chance } from "../../testing/chance.js";
import { clairevoie } from "../../testing/cli.js";
import {
  type CommandSecrets,
  commandSecrets,
  fileSights,
  filesBelow,
  isOpenToOthers,
  scannerOf,
} from "../../testing/command-secrets.js";
import { type CommandWorld, makeCommandWorld } from "../../testing/commands.js";
import type { Kind } from "../../testing/dossier-secrets.js";
import { Scanner, textSight } from "../../testing/leaks.js";
import { type RunningNode, startNode } from "../../testing/node.js";
import { type NodeProxy, startProxy } from "../../testing/proxy.js";
import { mutateText, mutateValue } from "../attack/mutations.js";

const NEVER_AN_INSURERS: readonly Kind[] = [
  ...(["prescription", "order", "lens", "frame", "pilot", "dossierSecret", "settlerKey", "eyeSecret"] as const),
  ...(["salt/prescription", "salt/order", "salt/lens", "salt/frame"] as const),
];
const NEVER_A_LENS_MAKERS: readonly Kind[] = [
  ...(["siret", "fileReference", "amc", "priorAuthorisation", "share", "billing", "frame", "pilot"] as const),
  ...(["dossierSecret", "seed", "settler", "settlerKey", "insurerSecret", "payerSecret"] as const),
  ...(["salt/reference", "salt/billing", "salt/frame", "salt/payer"] as const),
];
const MUTANTS = 6;

type Who = "optician" | "maker" | "insurer";

/** What each actor types in the life of a dossier, with every file that a command can write. */
const LIFE: readonly (readonly [who: Who, argv: string])[] = [
  ["optician", "dossier quote EMPTY --file optician/equipment.json -o out.statement.json"],
  ["optician", "seal out.statement.json -o out.batch.json"],
  ["maker", "anchor out.batch.json -o out.receipts.json"],
  ["optician", "dossier order EMPTY --anchor --ticket out.ticket.txt -o out.order.json"],
  ["maker", "ship maker/delivery.json --ticket out.ticket.txt --anchor -o out.shipment.json"],
  ["optician", "receipts out.receipts.json out.shipment.json -o out.all.json"],
  ["optician", "certify DOSSIER --receipts shipment.json --insurer-card insurer-card.json -o out.certificate.json"],
  ["optician", "import devis.csv --anchor --tickets out.tickets.csv --rejects out.rejects.csv -o out.imported.json"],
  ["optician", "import bad.csv --rejects out.bad.csv --dry-run"],
  ["optician", "party new --role optician --identifier 98765432400019 -o out.identity.json"],
  ["maker", "stock state stock.json --units out.units.json --anchor -o out.stock.json"],
  ["insurer", "verify out.certificate.json --claim insurer/claim.json --html out.report.html"],
  ["insurer", "verify out.certificate.json --claim insurer/raised-claim.json --html out.refused.html --lang fr"],
  ["insurer", "settle out.certificate.json --claim insurer/claim.json"],
  ["insurer", "watch out.certificate.json --once --cursor out.cursor.json --log out.alerts.ndjson"],
  ["insurer", "index out.index --once"],
  [
    "insurer",
    "audit pairs.ndjson --out out.verdicts.ndjson --summary out.summary.json --html out.summary.html --jobs 1",
  ],
  ["insurer", "policy -o out.policy.json"],
  ["optician", "withdraw INVOICE --reason return"],
  ["insurer", "watch out.certificate.json --once --cursor out.cursor.json --log out.alerts.ndjson"],
];
/** What is given to each, by the names of the files above. */
const GIVEN_TO_ALL = /^out\.(statement|batch|receipts|order|shipment|all|imported|stock)\.json$/;
const GIVEN_TO_INSURER = /^(insurer\/|out\.(certificate|report|refused|cursor|alerts|index|verdicts|summary|policy))/;
const GIVEN_TO_MAKER = /^out\.ticket\.txt/;

/** Commands and a file of theirs that may be anything. */
const READERS: readonly (readonly [who: Who, argv: string, file: string])[] = [
  ["optician", "dossier quote EMPTY --file FILE", "optician/equipment.json"],
  ["optician", "inspect FILE", "optician/equipment.json"],
  ["maker", "ship FILE --ticket ticket.txt", "maker/delivery.json"],
  ["maker", "ship maker/delivery.json --ticket FILE", "ticket.txt"],
  ["maker", "inspect FILE", "ticket.txt"],
  ["insurer", "verify FILE --claim insurer/claim.json", "certificate.json"],
  ["insurer", "verify certificate.json --claim FILE", "insurer/claim.json"],
  ["insurer", "settle certificate.json --claim insurer/claim.json --identity FILE", "insurer/identity.json"],
  ["insurer", "watch FILE --once", "certificate.json"],
  ["insurer", "audit FILE --jobs 1", "pairs.ndjson"],
  ["optician", "import FILE --dry-run", "devis.csv"],
  ["maker", "stock state FILE --units out.other.json", "stock.json"],
  ["optician", "seal FILE", "statement.json"],
  ["maker", "anchor FILE", "batch.json"],
  ["optician", "certify DOSSIER --receipts FILE", "shipment.json"],
  ["optician", "prove DOSSIER --certificate FILE --prover cat", "certificate.json"],
  ["optician", "dossier list --vault-passphrase-file FILE", "optician/passphrase"],
  ["optician", "key address FILE", "optician/key.json"],
];

/** A JSON text with one thing changed: in its value, or in its characters. */
function mutantOf(text: string, drawing: Chance): string {
  if (drawing.next() < 0.4) return mutateText(text, drawing);
  const value = JSON.parse(text) as unknown;
  return JSON.stringify(mutateValue(value, [value], drawing)) ?? "";
}

/** A text that is no JSON, with some of it gone, repeated or turned round. */
function cutOrSwapped(text: string, drawing: Chance): string {
  const at = drawing.whole(0, text.length - 1);
  const to = drawing.whole(at, text.length);
  return drawing.pick([
    text.slice(0, at),
    text.slice(0, at) + text.slice(to),
    text.slice(0, to) + text.slice(at),
    `${text.slice(0, at)}${drawing.pick(['"', ";", "0", "\u0000", "é"])}${text.slice(at)}`,
    [...text].reverse().join(""),
  ]);
}

describe("what commands print and leave", () => {
  let node: RunningNode;
  let world: CommandWorld;
  let secrets: CommandSecrets;
  let scanner: Scanner;
  let mask: number;

  before(async () => {
    mask = process.umask(0); // Nothing is closed by the account's own habits.
    node = await startNode();
    world = await makeCommandWorld(node.url);
    world.renew();
    const at = (name: string) => path.join(world.work, name);
    const pair = `{"certificate":${readFileSync(at("certificate.json"), "utf8").replaceAll("\n", "")},"claim":${readFileSync(at("insurer/claim.json"), "utf8").replaceAll("\n", "")}}`;
    writeFileSync(at("pairs.ndjson"), `${pair}\n`, { mode: 0o600 });
    writeFileSync(at("bad.csv"), readFileSync(at("devis.csv"), "utf8").replaceAll("-2,00", "-2,005"), { mode: 0o600 });
    secrets = await commandSecrets(world, world.work);
    scanner = scannerOf(secrets);
  });
  after(async () => {
    process.umask(mask);
    world.close();
    await node.stop();
  });

  const run = (who: Who, argv: string, more: Record<string, string> = {}) => {
    const named: Record<string, string> = { DOSSIER: world.dossier, EMPTY: world.empty, INVOICE: world.invoice };
    const typed = argv
      .split(" ")
      .map((word) => named[word] ?? (/[/.]/.test(word) ? path.join(world.work, word) : word));
    return clairevoie(["--home", path.join(world.work, who), ...typed], {
      CLAIREVOIE_RPC_URL: node.url,
      CLAIREVOIE_PRIVATE_KEY: world.keys[who],
      CLAIREVOIE_DEBUG: "1",
      ...more,
    });
  };
  const withKind = (kinds: readonly Kind[]) =>
    new Scanner(secrets.kept.filter(({ kind }) => kinds.includes(kind)).map(({ secret }) => secret));
  const leaksIn = (search: Scanner, files: RegExp) =>
    filesBelow(world.work)
      .filter((file) => files.test(file))
      .flatMap((file) => search.scan(fileSights(world.work, file)));

  it("writes what is secret for its owner only, whatever the account lets others read", async () => {
    for (const [who, argv] of LIFE) {
      const ran = await run(who, argv);
      expect(ran.code, `${argv}: ${ran.err}`).to.be.oneOf(/refused|pairs|bad|out\.cursor/.test(argv) ? [0, 1, 2] : [0]);
    }
    const files = filesBelow(world.work);
    const written = LIFE.flatMap(([, argv]) => argv.split(" ").filter((word) => word.startsWith("out.")));
    expect([...new Set(written)].filter((file) => !files.includes(file)).sort()).to.deep.equal(["out.rejects.csv"]); // Nothing was refused.
    const open = files.filter((file) => isOpenToOthers(world.work, file));
    // Their writers: this test, and who exported the day's documents.
    const ours = files.filter((file) => !["devis.csv", "stock.json"].includes(file));
    // A settlement names its settler on chain, and an index is a copy of what the chain shows.
    const kept = new Scanner(secrets.kept.filter(({ kind }) => kind !== "settler").map(({ secret }) => secret));
    const told = ours.filter((file) => {
      const search = file === "out.index" ? kept : scanner;
      return open.includes(file) && search.scan(fileSights(world.work, file)).length > 0;
    });
    expect(told).to.deep.equal([]);
    for (const file of open.filter((one) => ours.includes(one)))
      expect(statSync(path.join(world.work, file)).mode & 0o022, file).to.equal(0);
    // The search does find what is in the files that are closed.
    for (const file of ["out.certificate.json", "out.ticket.txt", "out.units.json", "out.tickets.csv"]) {
      expect(open).to.not.contain(file);
    }
    for (const file of ["out.certificate.json", "out.ticket.txt", "out.report.html", "optician/identity.json"]) {
      expect(scanner.scan(fileSights(world.work, file)), file).to.not.deep.equal([]);
    }
  });

  it("gives each what is its own: no file for an insurer, a lens maker or an anchorer holds another's", () => {
    expect(leaksIn(withKind(NEVER_AN_INSURERS), GIVEN_TO_INSURER)).to.deep.equal([]);
    expect(leaksIn(withKind(NEVER_A_LENS_MAKERS), GIVEN_TO_MAKER)).to.deep.equal([]);
    expect(leaksIn(scanner, GIVEN_TO_ALL)).to.deep.equal([]);
    // Each file planted with one value is found.
    for (const [file, files, kinds] of [
      ["out.report.html", GIVEN_TO_INSURER, NEVER_AN_INSURERS],
      ["out.summary.json", GIVEN_TO_INSURER, NEVER_AN_INSURERS],
      ["out.alerts.ndjson", GIVEN_TO_INSURER, NEVER_AN_INSURERS],
      ["out.index", GIVEN_TO_INSURER, NEVER_AN_INSURERS],
      ["out.ticket.txt", GIVEN_TO_MAKER, NEVER_A_LENS_MAKERS],
      ["out.receipts.json", GIVEN_TO_ALL, undefined],
    ] as const) {
      const whole = readFileSync(path.join(world.work, file));
      const value = kinds === NEVER_A_LENS_MAKERS ? "12345678200010" : "EDI-1600-A";
      writeFileSync(path.join(world.work, file), Buffer.concat([whole, Buffer.from(`"${value}"`)]));
      const found = leaksIn(kinds ? withKind(kinds) : scanner, files);
      writeFileSync(path.join(world.work, file), whole);
      expect(
        found.map(({ where }) => where),
        file,
      ).to.include(file);
    }
  });

  it("says nothing secret when it fails, whatever is wrong with a file, and not when it is asked for the origin", async () => {
    const drawing = chance("failing");
    let failed = 0;
    for (const [who, argv, file] of READERS) {
      const whole = readFileSync(path.join(world.work, file), "utf8");
      for (let i = 0; i < MUTANTS; i++) {
        const mutant = file.endsWith("json") ? mutantOf(whole, drawing) : cutOrSwapped(whole, drawing);
        writeFileSync(path.join(world.work, "mutant"), mutant);
        chmodSync(path.join(world.work, "mutant"), 0o600);
        const { code, out, err } = await run(who, argv.replace("FILE", "./mutant"));
        if (code === 0 || code === 1) continue; // It is as good as the original, or judged.
        failed++;
        const leaks = scanner.scan([textSight(argv, out), textSight(argv, err)]);
        expect(leaks, `${argv}: mutant ${i}`).to.deep.equal([]);
        expect(code, `${argv}: ${err}`).to.be.oneOf([2, 3]);
      }
    }
    expect(failed).to.be.greaterThan(READERS.length * 2);
  });

  it("says nothing secret when the node repeats what it is sent, the passphrase is wrong, or the key is no key", async () => {
    const echo: NodeProxy = await startProxy(node.url, async ({ calls, forward, answer }) => {
      if (calls.every(({ method }) => method === "eth_chainId")) return answer(await forward());
      const error = (params: unknown) => ({ code: -32000, message: `refused \u001b[31m${JSON.stringify(params)}` });
      const said = calls.map(({ id, params }) => ({ jsonrpc: "2.0", id, error: error(params) }));
      answer(JSON.stringify(said.length === 1 ? said[0] : said));
    });
    const wrong: readonly (readonly [string, Record<string, string>])[] = [
      ["a node that repeats", { CLAIREVOIE_RPC_URL: echo.url }],
      ["no node", { CLAIREVOIE_RPC_URL: "http://127.0.0.1:1/s3cr3t-of-the-address" }],
      ["another passphrase", { CLAIREVOIE_VAULT_PASSPHRASE_FILE: path.join(world.work, "insurer/passphrase") }],
      ["no key", { CLAIREVOIE_PRIVATE_KEY: `${world.keys.optician}00` }],
    ];
    for (const [what, env] of wrong) {
      for (const [who, argv] of LIFE) {
        const { code, out, err } = await run(who, argv.replaceAll("out.", "failed."), env);
        if (code === 0 || code === 1) continue;
        const leaks = scanner.scan([textSight(argv, out), textSight(argv, err)]);
        expect(leaks, `${what}: ${argv}`).to.deep.equal([]);
        expect(err, `${what}: ${argv}`).to.not.contain("s3cr3t").and.not.contain("\u001b");
      }
    }
    await echo.stop();
  });

  it("would find a value in what it says", () => {
    const planted = 'TypeError: cannot read "EDI-1600-A" at Object.<anonymous>';
    expect(scanner.scan([textSight("a stack", planted)]).length).to.be.greaterThan(0);
    expect(existsSync(path.join(world.work, "mutant"))).to.equal(true);
    rmSync(path.join(world.work, "mutant"));
  });
});
