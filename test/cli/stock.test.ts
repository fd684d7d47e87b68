import { readFileSync, statSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { aFolder, clairevoie, type Ran } from "../../testing/cli.js";
import { CLAIM, FILE, MAKER } from "../../testing/dossiers.js";
import { type RunningNode, startNode } from "../../testing/node.js";
import { aSandbox, type Sandbox, succeeded, type Who } from "../../testing/sandbox.js";

const CODE = { code: "V01", class: "A" };
const LENS = { ediCode: "STK-1500", diameterMm: 65, index: 1500, treatments: [], lensType: "unifocal" };
const SPHERE = { lensType: "unifocal", sphere: -150, cylinder: 0, axis: 0, addition: 0, prism: 0, prismBase: 0 };
const BILLED = {
  lines: [{ item: "rightLens", ...CODE, priceCents: 3_000 }],
  totalCents: 3_000,
};
const SHARE = { shareCents: 2_000, sharesCents: 2_000 };
const EQUIPMENT = {
  format: "clairevoie-equipment/1",
  reference: FILE.reference,
  billing: BILLED,
  payers: FILE.payers?.map((payer) => ({ ...payer, ...SHARE })),
  eyes: { right: { code: CODE, lens: LENS, prescription: SPHERE, orderReference: "BL-2026-0417", maker: MAKER } },
};

describe("stock lenses, from the shell", () => {
  const folder = aFolder();
  let node: RunningNode;
  let sandbox: Sandbox;
  let units: string[] = [];
  let dossier = "";

  const run = (who: Who, ...args: string[]): Promise<Ran> => sandbox.run(who, ...args, "--json");
  const ok = async (who: Who, ...args: string[]): Promise<Ran> => succeeded(await run(who, ...args));
  const write = (name: string, value: unknown) => {
    writeFileSync(folder.file(name), JSON.stringify(value));
    return folder.file(name);
  };

  before(async () => {
    node = await startNode();
    sandbox = await aSandbox(folder.file("play"), node.url);
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  it("are stated by the maker, and their tickets are for the store's eyes only", async () => {
    const { party } = (await ok("optician", "inspect", folder.file("play/optician/identity.json"))).json();
    const lens = { code: CODE, lens: LENS, prescription: SPHERE, orderReference: "BL-2026-0417", maker: MAKER };
    const lenses = [{ ...lens, units: 2 }];
    const stock = write("stock.json", { format: "clairevoie-stock/1", store: party, lenses });
    const tickets = folder.file("units.json");
    const out = folder.file("stock.receipts.json");
    await ok("maker", "stock", "state", stock, "--units", tickets, "--anchor", "-o", out);
    expect(statSync(tickets).mode & 0o077).to.equal(0);
    const shown = (await clairevoie(["inspect", tickets], {})).out;
    expect(shown).to.contain("[hidden]").and.not.contain("CVS1");
    expect(JSON.parse(readFileSync(out, "utf8")).receipts).to.have.lengthOf(2);
  });

  it("are not stated anew when the command is run again, and their tickets are never overwritten", async () => {
    const [tickets, out] = [folder.file("units.json"), folder.file("again.json")];
    const before = readFileSync(tickets, "utf8");
    await ok("maker", "stock", "state", folder.file("stock.json"), "--units", tickets, "--anchor", "-o", out);
    expect(readFileSync(tickets, "utf8")).to.equal(before);
    const statements = (file: string) =>
      JSON.parse(readFileSync(file, "utf8")).receipts.map(({ statement }: { statement: unknown }) => statement);
    expect(statements(out)).to.deep.equal(statements(folder.file("stock.receipts.json")));
    const { lenses, ...stock } = JSON.parse(readFileSync(folder.file("stock.json"), "utf8"));
    const more = write("more.json", { ...stock, lenses: [{ ...lenses[0], units: 3 }] });
    const refused = await run("maker", "stock", "state", more, "--units", tickets, "-o", out);
    expect([refused.code, refused.err]).to.deep.equal([
      2,
      `clairevoie: ${tickets}: holds the tickets of another delivery; name another file\n`,
    ]);
    expect(readFileSync(tickets, "utf8")).to.equal(before);
  });

  it("enter the store's vault, and no other store's", async () => {
    const of = (store: string) =>
      write("others.json", { ...JSON.parse(readFileSync(folder.file("units.json"), "utf8")), store });
    const refused = await run("optician", "stock", "receive", of(`0x${"12".repeat(32)}`));
    expect([refused.code, refused.err]).to.deep.equal([
      2,
      "clairevoie: units.store: is another store; only that store can use these units\n",
    ]);
    const receipts = folder.file("stock.receipts.json");
    await ok("optician", "stock", "receive", folder.file("units.json"), "--receipts", receipts);
    const listed = (await ok("optician", "stock", "list")).json()["units"] as { unit: string; receipt: boolean }[];
    expect(listed.map(({ receipt }) => receipt)).to.deep.equal([true, true]);
    units = listed.map(({ unit }) => unit);
    expect((await ok("optician", "dossier", "list")).json()).to.deep.equal({ dossiers: [] });
  });

  it("are taken for one eye of one dossier: a second time is refused before the chain hears of it", async () => {
    const [unit = "", spare = ""] = units;
    dossier = (await ok("optician", "dossier", "open")).json()["dossier"] as string;
    const other = (await ok("optician", "dossier", "open")).json()["dossier"] as string;
    await ok("optician", "stock", "take", unit, dossier, "--eye", "right");
    await ok("optician", "stock", "take", unit, dossier, "--eye", "right");
    const twice = await run("optician", "stock", "take", unit, other, "--eye", "right");
    expect(twice.code).to.equal(2);
    expect(twice.err).to.equal(`clairevoie: unit: is taken for the right eye of ${dossier}; take another unit\n`);
    await ok("optician", "stock", "take", spare, other, "--eye", "left");
    await ok("optician", "stock", "put-back", spare);
    await ok("optician", "stock", "take", spare, other, "--eye", "right");
    await ok("optician", "stock", "put-back", spare);
    await ok("optician", "stock", "take", spare, other, "--eye", "left");
    const none = await run("optician", "dossier", "ticket", other, "--eyes", "left");
    expect(none.err).to.contain("comes from stock");
  });

  it("are quoted, ordered, consumed, invoiced, certified and found conforming", async () => {
    const file = write("equipment.json", EQUIPMENT);
    const claim = write("claim.json", { ...CLAIM, ...BILLED, ...SHARE });
    const certificate = folder.file("certificate.json");
    for (const stage of ["quote", "order", "invoice"]) {
      await ok("optician", "dossier", stage, dossier, "--file", file, "--anchor", "-o", folder.file(`${stage}.json`));
    }
    await ok("optician", "certify", dossier, "-o", certificate);
    const early = await run("insurer", "verify", certificate, "--claim", claim);
    expect(early.code).to.equal(4);
    expect(early.out).to.contain("stock-not-used");
    expect((await ok("optician", "stock", "show", units[0] ?? "")).json()["consumed"]).to.equal(null);
    expect((await ok("optician", "stock", "use", dossier)).json()["results"]).to.have.nested.property(
      "[0].outcome",
      "used",
    );
    expect((await ok("optician", "stock", "show", units[0] ?? "")).json()["consumed"]).to.match(/^20/);
    await ok("insurer", "verify", certificate, "--claim", claim);
    const shown = (await clairevoie(["inspect", certificate], {})).out;
    expect(shown).to.contain(`unit: ${units[0]}`);
  });

  it("are erased with the dossier that took them: ticket, eye, dossier and correction", async () => {
    expect((await run("optician", "stock", "erase", units[0] ?? "")).err).to.contain(`serves ${dossier}`);
    const { units: erased } = (await ok("optician", "dossier", "erase", dossier, "--yes")).json();
    expect(erased).to.deep.equal([units[0]]);
    const listed = (await ok("optician", "stock", "list")).json()["units"] as { unit: string }[];
    expect(listed.map(({ unit }) => unit)).to.deep.equal([units[1]]);
  });
});
