import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { run } from "../../../src/cli/run.js";
import { parseBatch } from "../../../src/parties/index.js";
import { hashStatement, type Receipt, readOrderTicket } from "../../../src/protocol/index.js";
import { aFolder, clairevoie, type Ran } from "../../../testing/cli.js";
import { FILE } from "../../../testing/dossiers.js";
import { type RunningNode, startNode } from "../../../testing/node.js";
import { aSandbox, type Sandbox, type Who } from "../../../testing/sandbox.js";
import { csv, example, windows1252 } from "../../../testing/trade-files.js";

const QUOTES = example("devis.csv");
const DELIVERIES = example("livraisons.csv");

describe("a day's documents, imported", () => {
  const folder = aFolder();
  let node: RunningNode;
  let env: Record<string, string>;
  const home = (who: string) => folder.file(`play/${who}`);
  let keys: Sandbox["keys"];

  before(async () => {
    node = await startNode();
    env = { CLAIREVOIE_RPC_URL: node.url };
    ({ keys } = await aSandbox(folder.file("play"), node.url));
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(folder.file(name), content);
    return folder.file(name);
  };
  const as = (who: Who, args: readonly string[], more: Record<string, string> = {}) =>
    clairevoie(["--home", home(who), ...args], { ...env, CLAIREVOIE_PRIVATE_KEY: keys[who], ...more });
  const told = (ran: Ran, code = 0) => {
    expect(ran.code, ran.err).to.equal(code);
    return ran.json();
  };
  const importing = (who: Who, file: string, ...args: readonly string[]) =>
    as(who, ["import", file, "--json", ...args]);
  const receiptsIn = (file: string) => (JSON.parse(readFileSync(file, "utf8")) as { receipts: Receipt[] }).receipts;

  it("go from quote to a claim that conforms, with a command for each file", async () => {
    const quoted = told(
      await importing("optician", "docs/documents/devis.csv", "--anchor", "-o", folder.file("quotes.json")),
    );
    expect(quoted).to.include({ stated: 2, already: 0, dryRun: false });
    const tickets = folder.file("tickets.csv");
    const orders = ["--anchor", "--tickets", tickets, "-o", folder.file("orders.json")];
    expect(told(await importing("optician", "docs/documents/commandes.csv", ...orders))["stated"]).to.equal(2);
    expect(statSync(tickets).mode & 0o077).to.equal(0);
    const issued = readFileSync(tickets, "utf8")
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(";"));
    expect(issued.map(([kind, file]) => [kind, file])).to.deep.equal([
      ["Commande", "D-2026-000123"],
      ["Commande", "D-2026-000124"],
    ]);

    const [pair = {}, single = {}] = DELIVERIES.rows;
    // The laboratory's second row is of one lens; the store ordered two of the same kind, in other corrections.
    const right = {
      "N° de commande OD": "CMD-2026-0003",
      "Code de regroupement OD": "V01",
      "Classe OD": "A",
      "Code EDI OD": "EDI-1500-U",
      "Diamètre OD": "65",
      "Indice OD": "1,5",
      "Traitements OD": "AR",
      "Type de verre OD": "unifocal",
      "Sphère OD": "-0,75",
    };
    const made = [pair, { ...single, ...right, "Prisme OG": "", "Base du prisme OG": "" }].map((row, i) => ({
      ...row,
      "Ticket de commande": issued[i]?.[4] ?? "",
    }));
    const notes = write("livraisons.csv", windows1252(csv(DELIVERIES.titles, made, ";", "\r\n")));
    expect(told(await importing("maker", notes, "--anchor", "-o", folder.file("shipments.json")))["stated"]).to.equal(
      2,
    );
    expect(
      told(await importing("optician", "docs/documents/factures.csv", "--anchor", "-o", folder.file("invoices.json")))[
        "stated"
      ],
    ).to.equal(2);

    for (const [i, rank] of [
      [0, 1],
      [1, 1],
      [1, 2],
    ] as const) {
      const certificate = folder.file(`certificate-${i}-${rank}.json`);
      const certify = [
        "certify",
        issued[i]?.[2] ?? "",
        "--rank",
        String(rank),
        "--receipts",
        folder.file("shipments.json"),
        "-o",
        certificate,
      ];
      told({ ...(await as("optician", [...certify, "--json"])) });
      const claim = write("claim.json", JSON.stringify(claimOf(i, rank)));
      const asks = rank === 2 ? ["--amc", "87654321"] : [];
      const verdict = await as("insurer", ["verify", certificate, "--claim", claim, ...asks]);
      expect(verdict.code, verdict.out + verdict.err).to.equal(0);
    }
  });

  it("are stated once, however often they are imported, in whatever encoding or notation", async () => {
    const { titles, rows } = QUOTES;
    const otherNotation = [
      { "Sphère OG": "+1,75", "Cylindre OG": "-0,50", "Axe OG": "5" },
      { "Sphère OG": "-0,75", "Cylindre OG": "-0,25", "Axe OG": "20" },
    ];
    const negative = csv(
      titles,
      rows.map((row, i) => ({ ...row, ...otherNotation[i] })),
    );
    for (const content of [
      csv(titles, rows),
      windows1252(csv(titles, rows)),
      `\ufeff${csv(titles, rows, "\t")}`,
      negative,
      JSON.stringify(rows),
    ]) {
      const again = told(await importing("optician", write("again", content), "--anchor"));
      expect(again).to.include({ stated: 0, already: 2 });
      expect(again["written"]).to.deep.equal([]);
    }
    const piped = { ...env, CLAIREVOIE_PRIVATE_KEY: keys.optician };
    const day = windows1252(csv(titles, rows));
    const again = await clairevoie(["--home", home("optician"), "import", "-", "--json"], piped, day);
    expect(told(again)).to.include({ file: "-", stated: 0, already: 2 });
    for (const file of ["commandes.csv", "factures.csv"]) {
      expect(told(await importing("optician", `docs/documents/${file}`))).to.include({ stated: 0, already: 2 });
    }
    const [row = {}] = rows;
    const twice = { ...row, "N° de dossier": "D-TWICE" };
    const repeated = write("twice.csv", csv(titles, [twice, twice]));
    expect(told(await importing("optician", repeated, "-o", folder.file("twice.json")))).to.include({
      stated: 1,
      already: 1,
    });
  });

  it("are told, and not stated, when what was stated has changed", async () => {
    const { titles, rows } = QUOTES;
    const changed = rows.map((row) => ({ ...row, "Prix OD": "211", "Total TTC": "" }));
    const ran = await importing("optician", write("changed.csv", csv(titles, changed)), "--anchor");
    const { stated, changed: told_, refused } = told(ran, 2) as Record<string, Record<string, string>[]>;
    expect(stated).to.equal(0);
    expect(told_).to.have.lengthOf(2);
    const hashes = receiptsIn(folder.file("quotes.json")).map(({ statement }) => hashStatement(statement));
    expect(told_?.map(({ statement }) => statement)).to.deep.equal(hashes);
    expect(refused?.[0]?.["reason"]).to.match(
      /^was stated with another content; correct it with `dossier quote 0x.* --supersedes 0x/,
    );
  });

  it("are the same document, though what they leave to an earlier one has changed since", async () => {
    const { titles, rows } = QUOTES;
    const day = (name: string, columns: readonly string[], row: Record<string, string>) =>
      importing("optician", write(name, csv(columns, [{ ...row, "N° de dossier": "D-LEFT" }])), "-o", folder.file("x"));
    const order = { "Type de document": "commande", Verrier: "111222337", "N° de commande": "CMD-1" };
    const orders = ["Type de document", "N° de dossier", "Verrier", "N° de commande"];
    const invoices = example("factures.csv");
    const billed = { ...invoices.rows[0], "Référence monture": "FR-779" };
    expect(told(await day("left-quote.csv", titles, rows[0] ?? {}))).to.include({ stated: 1 });
    expect(told(await day("left-order.csv", orders, order))).to.include({ stated: 1 });
    expect(told(await day("left-invoice.csv", invoices.titles, billed))).to.include({ stated: 1 });
    const tickets = folder.file("left-tickets.csv");
    const again = importing("optician", folder.file("left-order.csv"), "--tickets", tickets);
    expect(told(await again)).to.include({ stated: 0, already: 1 });
    const ticket = readFileSync(tickets, "utf8").split("\r\n")[1]?.split(";")[4] ?? "";
    expect(Object.keys(readOrderTicket(ticket).eyes)).to.deep.equal(["right", "left"]);
    expect(told(await day("left-order.csv", orders, { ...order, "N° de commande": "CMD-2" }), 2)).to.include({
      stated: 0,
    });
  });

  it("are known once they were corrected by hand", async () => {
    const { titles, rows } = QUOTES;
    const row = { ...rows[0], "N° de dossier": "D-CORRECTED" };
    const raised = { ...row, "Prix OD": "220", "Total TTC": "550" };
    const tickets = folder.file("corrected-tickets.csv");
    told(await importing("optician", write("c.csv", csv(titles, [row])), "--tickets", tickets, "--anchor"));
    const dossier = readFileSync(tickets, "utf8").split("\r\n")[1]?.split(";")[2] ?? "";
    const refused = told(await importing("optician", write("c.csv", csv(titles, [raised]))), 2);
    const [{ statement } = { statement: "" }] = refused["changed"] as { statement: string }[];
    const equipment = {
      format: "clairevoie-equipment/1",
      ...FILE,
      reference: { ...FILE.reference, fileReference: "D-CORRECTED" },
      billing: {
        lines: FILE.billing.lines.map((line) => (line.item === "rightLens" ? { ...line, priceCents: 22_000 } : line)),
        totalCents: 55_000,
      },
    };
    const correct = ["dossier", "quote", dossier, "--file", write("equipment.json", JSON.stringify(equipment))];
    const why = ["--supersedes", statement, "--reason", "clerical-error", "--anchor", "--json"];
    told(await as("optician", [...correct, ...why]));
    expect(told(await importing("optician", folder.file("c.csv")))).to.include({ stated: 0, already: 1 });
  });

  it("leave bad rows out, and write them for correction; corrected, these are stated alone", async () => {
    const { titles, rows } = QUOTES;
    const [row = {}] = rows;
    const day = ["D-A", "D-B", "D-C"].map((file) => ({ ...row, "N° de dossier": file }));
    const bad = day.map((one, i) => (i === 1 ? { ...one, "Sphère OD": "-2,005" } : one));
    const rejects = folder.file("rejects.csv");
    const file = write("day.csv", windows1252(`${csv(titles, bad)}"\n`));
    const ran = await as("optician", [
      "import",
      file,
      "--rejects",
      rejects,
      "-o",
      folder.file("day.json"),
      "--lang",
      "fr",
    ]);
    expect(ran.code).to.equal(2);
    expect(ran.out).to.equal(`${file} : 2 déclarées, 0 déjà déclarées, 2 refusées.\n`);
    expect(ran.err).to.contain(
      "ligne 3, colonne Sphère OD : doit être en dioptries, deux décimales au plus, comme -1.25\n",
    );
    expect(ran.err).to.contain("ligne 5 : a un guillemet non fermé");
    expect(ran.err).to.not.contain("2,005");
    expect(statSync(rejects).mode & 0o077).to.equal(0);
    const written = readFileSync(rejects, "utf8");
    expect(written).to.match(/^\ufeffN° de devis;.*;Erreur\r\n/);
    const corrected = write("corrected.csv", written.replace("-2,005", "-2,00").replace(/"\r\n$/, ""));
    expect(told(await importing("optician", corrected, "-o", folder.file("rest.json")))).to.include({
      stated: 1,
      already: 0,
    });
    expect(told(await importing("optician", write("day.csv", csv(titles, day))))).to.include({ stated: 0, already: 3 });
  });

  it("are only looked at in a dry run", async () => {
    const row = { ...QUOTES.rows[0], "N° de dossier": "D-DRY" };
    const file = write("dry.csv", csv(QUOTES.titles, [row, { ...row, "Classe OD": "" }]));
    const dead = { CLAIREVOIE_RPC_URL: "http://127.0.0.1:1" };
    const dry = told(await as("optician", ["import", file, "--dry-run", "--json"], dead), 2);
    expect(dry).to.include({ stated: 1, dryRun: true });
    expect(readdirSync(folder.path).filter((name) => name.startsWith("dry."))).to.deep.equal(["dry.csv"]);
    const nowhere = { CLAIREVOIE_VAULT: folder.file("no-vault") };
    told(await as("optician", ["import", file, "--dry-run", "--json"], { ...dead, ...nowhere }), 2);
    expect(existsSync(folder.file("no-vault"))).to.equal(false);
    expect(told(await importing("optician", file, "-o", folder.file("dry.json")), 2)).to.include({ stated: 1 });
  });

  it("are handed over as a batch that anyone anchors", async () => {
    const row = { ...QUOTES.rows[0], "N° de dossier": "D-BATCH" };
    const file = write("batch.csv", csv(QUOTES.titles, [row]));
    const { written } = told(await importing("optician", file)) as { written: string[] };
    expect(written).to.have.lengthOf(1);
    expect(written[0]).to.match(/batch\.[0-9a-f]{8}\.batch\.json$/);
    const receipts = folder.file("batch.receipts");
    told(await as("maker", ["anchor", written[0] ?? "", "-o", receipts, "--json"]));
    expect(receiptsIn(receipts)).to.have.lengthOf(1);
    expect(told(await importing("optician", file, "--anchor"))["written"]).to.deep.equal([]);
  });

  it("leave each eye its own order and delivery", async () => {
    const [, single = {}] = DELIVERIES.rows;
    const file = write("left.csv", csv(DELIVERIES.titles, [single]));
    const out = folder.file("left.json");
    expect(told(await importing("maker", file, "--anchor", "-o", out))).to.include({ stated: 1 });
    expect(told(await importing("maker", "docs/documents/livraisons.json"))).to.include({ stated: 0, already: 1 });
    const changed = write("left.csv", csv(DELIVERIES.titles, [{ ...single, "Sphère OG": "-1,25" }]));
    expect((told(await importing("maker", changed), 2)["changed"] as unknown[]).length).to.equal(1);
    const [quote = {}] = QUOTES.rows;
    const titles = ["N° de dossier", "Verrier", "N° de commande OD", "N° de commande OG"];
    told(
      await importing(
        "optician",
        write("q.csv", csv(QUOTES.titles, [{ ...quote, "N° de dossier": "D-EYES" }])),
        "-o",
        folder.file("q.json"),
      ),
    );
    const ordered = (cells: Record<string, string>) =>
      importing(
        "optician",
        write("o.csv", csv(titles, [{ "N° de dossier": "D-EYES", Verrier: "111222337", ...cells }])),
        "--kind",
        "order",
        "-o",
        folder.file("o.json"),
      );
    const orders: string[] = [];
    for (const cells of [{ "N° de commande OD": "R1" }, { "N° de commande OG": "L1" }]) {
      expect(told(await ordered(cells))).to.include({ stated: 1 });
      const { statements } = parseBatch(readFileSync(folder.file("o.json"), "utf8"));
      orders.push(...statements.map(hashStatement));
    }
    expect(told(await ordered({ "N° de commande OD": "R1", "N° de commande OG": "L1" }))).to.include({
      stated: 0,
      already: 1,
    });
    const other = told(await ordered({ "N° de commande OD": "R2" }), 2) as Record<string, Record<string, string>[]>;
    // What is to be superseded is the order of that eye, not the latest.
    expect(other["changed"]?.map(({ statement }) => statement)).to.deep.equal([orders[0]]);
  });

  it("have the columns that are not read named, and never what is in them", async () => {
    const titles = ["Nom du patient", "Treatements OD", "0123456789", ...QUOTES.titles];
    const row = { ...QUOTES.rows[0], "Nom du patient": "SECRET-NAME", "Treatements OD": "AR" };
    const ran = await as("optician", ["import", write("more.csv", csv(titles, [row]))]);
    expect(ran.err).to.contain("Columns that are not read: Nom du patient, Treatements OD, n° 3.\n");
    // One that is like a column that is read stops the file until it is said what it is.
    expect(ran.err).to.contain('are like some that are: "Treatements OD" ~ "traitements"').and.not.contain("SECRET");
    expect([ran.code, ran.out]).to.deep.equal([2, ""]);
    const named = await as("optician", ["import", folder.file("more.csv"), "--column", "Treatements OD="]);
    expect(named.out).to.contain("0 stated, 1 stated before").and.not.contain("SECRET");
  });

  it("are refused where they do not belong", async () => {
    const lost = { "N° de dossier": "D-NONE", Verrier: "111222337", "N° de commande OD": "1" };
    const orders = write("lost.csv", csv(Object.keys(lost), [lost]));
    const ran = await as("optician", ["import", orders, "--kind", "order"]);
    expect([ran.code, ran.err]).to.deep.equal([
      2,
      "line 2, column N° de dossier: has no quote that was stated; import its quote first\n",
    ]);
    const foreign = await as("maker", ["import", "docs/documents/devis.csv"]);
    expect([foreign.code, foreign.err]).to.deep.equal([
      2,
      "clairevoie: --identity: is that of a lens maker; this command is for an optician\n",
    ]);
    const [delivery = {}] = DELIVERIES.rows;
    const titles = ["Type de document", ...DELIVERIES.titles.slice(1)];
    const mixed = write("mixed.csv", csv(titles, [{ ...delivery, "Type de document": "livraison" }]));
    const other = await as("optician", ["import", mixed]);
    expect([other.code, other.err]).to.deep.equal([
      2,
      "clairevoie: --identity: is that of an optician; this command is for a lens maker\n",
    ]);
    const nowhere = await as("optician", ["import", "docs/documents/devis.csv", "--rejects", "no/where.csv"]);
    expect([nowhere.code, nowhere.err]).to.deep.equal([
      2,
      "clairevoie: --rejects: no is no folder; make it first, or name another\n",
    ]);
  });

  it("are taken by the commands of docs/documents.md", async () => {
    const block = /```sh\n([\s\S]*?)```/.exec(readFileSync("docs/documents.md", "utf8"))?.[1] ?? "";
    const lines = block.trim().split("\n");
    expect(lines).to.have.lengthOf(4);
    for (const line of lines) {
      const args = line.split(" ").slice(1);
      const placed = args.map((arg) => {
        if (!arg.endsWith(".csv")) return arg;
        return existsSync(`docs/documents/${arg}`)
          ? write(arg, readFileSync(`docs/documents/${arg}`))
          : folder.file(arg);
      });
      const ran = await as(line.includes("livraisons") ? "maker" : "optician", placed);
      expect(ran.code, line + ran.err).to.equal(0);
    }
  });

  it("show how far they are to a person, and to nobody else", async () => {
    const { titles, rows } = QUOTES;
    const many = Array.from({ length: 600 }, (_, i) => ({ ...rows[0], "N° de dossier": `D-${i}` }));
    const file = write("many.csv", csv(titles, many));
    const drawn = async (isWatched: boolean) => {
      let err = "";
      const terminal = {
        env,
        hasColour: false,
        isWatched,
        isClosed: () => false,
        out: () => undefined,
        err: (text: string) => {
          err += text;
        },
        input: async () => "",
      };
      expect(await run(["--home", home("optician"), "import", file, "--dry-run"], terminal)).to.equal(0);
      return err;
    };
    expect(await drawn(true)).to.contain("500/600 stating");
    expect(await drawn(false)).to.equal("");
  });
});

/** What the insurer of a rank holds of an invoice of the documentation. */
function claimOf(i: 0 | 1, rank: 1 | 2): object {
  const codes = i === 0 ? (["VM2", "VM3"] as const) : (["V01", "V01"] as const);
  const ofClass = i === 0 ? "B" : "A";
  const frame =
    i === 0 ? { code: "M03", class: "B", priceCents: 12_000 } : { code: "M01", class: "A", priceCents: 3_000 };
  const price = i === 0 ? 21_000 : 4_250;
  const share = i === 0 ? 40_000 : rank === 1 ? 8_000 : 3_500;
  return {
    format: "clairevoie-claim/1",
    siret: "12345678200010",
    fileReference: i === 0 ? "D-2026-000123" : "D-2026-000124",
    amc: rank === 1 ? "12345678" : "87654321",
    priorAuthorisation: i === 0 ? "PEC-99" : rank === 1 ? "PEC-100" : "",
    rank,
    payers: i === 0 ? 1 : 2,
    shareCents: share,
    sharesCents: i === 0 ? 40_000 : 11_500,
    lines: [
      { item: "rightLens", code: codes[0], class: ofClass, priceCents: price },
      { item: "leftLens", code: codes[1], class: ofClass, priceCents: price },
      { item: "frame", ...frame },
    ],
    totalCents: i === 0 ? 54_000 : 11_500,
  };
}
