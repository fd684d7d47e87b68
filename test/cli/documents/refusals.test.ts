import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { aFolder, clairevoie, type Ran } from "../../../testing/cli.js";
import { STORE } from "../../../testing/dossiers.js";
import { csv, example } from "../../../testing/trade-files.js";

const { titles: TITLES, rows } = example("devis.csv");
const [, SECOND = {}] = rows;
const ROW: Record<string, string> = { ...SECOND, SIRET: STORE };
const titles = ["SIRET", ...TITLES];

describe("rows that an import does not state", () => {
  const folder = aFolder();
  after(() => folder.remove());

  const dry = (content: string | Uint8Array, ...args: readonly string[]): Promise<Ran> => {
    const file = folder.file("day.csv");
    writeFileSync(file, content);
    return clairevoie(["import", file, "--dry-run", "--json", "--vault", folder.file("none"), ...args]);
  };
  const refusedIn = (ran: Ran) => ran.json()["refused"] as { line: number; column?: string; reason: string }[];

  it("have all their faults told at once, each with its column", async () => {
    const bad = { ...ROW, "Classe OD": "C", "Sphère OD": "42€50", "Prix OG": "1.234", "Diamètre OG": "650" };
    const ran = await dry(csv(titles, [ROW, bad]));
    expect(refusedIn(ran).map(({ line, column }) => [line, column])).to.deep.equal([
      [3, "Classe OD"],
      [3, "Sphère OD"],
      [3, "Diamètre OG"],
      [3, "Prix OG"],
    ]);
    expect(ran.json()).to.include({ stated: 1 });
  });

  it("are told as contradictory where two rows of one file are, in a dry run too", async () => {
    const other = { ...ROW, "Prix OD": "50,00", "Total TTC": "122,50" };
    const ran = await dry(csv(titles, [ROW, { ...ROW, "N° de dossier": "D-9" }, other, ROW]));
    expect(refusedIn(ran)).to.deep.equal([
      { line: 2, reason: "says something else than line 4 of the same file; keep the right one" },
      { line: 4, reason: "says something else than line 2 of the same file; keep the right one" },
      { line: 5, reason: "says something else than line 4 of the same file; keep the right one" },
    ]);
    expect(ran.json()).to.include({ stated: 1 });
    expect((await dry(csv(titles, [ROW, ROW]))).json()).to.include({ stated: 1, already: 1 });
  });

  it("are warned of, and stated, where a spreadsheet seems to have damaged their reference", async () => {
    const named = (reference: string) => ({ ...ROW, "N° de dossier": reference });
    const ran = await dry(csv(titles, [named("000124"), named("124"), named("12-mars"), named("VRAI"), named("125")]));
    expect(ran.code).to.equal(0);
    expect(ran.json()).to.include({ stated: 5 });
    const warnings = ran.json()["warnings"] as { line: number; column: string; reason: string }[];
    expect(warnings.map(({ line, column, reason }) => [line, column, reason.split(";")[0]])).to.deep.equal([
      [3, "N° de dossier", "differs from that of line 2 by zeros or punctuation alone"],
      [4, "N° de dossier", "looks like the date that a spreadsheet makes of a reference or a number"],
      [5, "N° de dossier", "looks like what a spreadsheet makes of a word (VRAI, TRUE)"],
    ]);
    expect(ran.err).to.contain("warning: line 3, column N° de dossier: ");
    for (const value of ["000124", "12-mars"]) expect(ran.err + ran.out).to.not.contain(value);
  });

  it("stop the file where a column that is not read holds an eye, until a person says what it is", async () => {
    const foreign = titles.map((title) => title.replace(/ OG$/, " OE"));
    const cells = Object.fromEntries(Object.entries(ROW).map(([title, cell]) => [title.replace(/ OG$/, " OE"), cell]));
    const file = csv(foreign, [cells]);
    const stopped = await dry(file);
    expect([stopped.code, stopped.out]).to.deep.equal([2, ""]);
    expect(stopped.err).to.contain("has columns that are not read").and.to.contain('"Sphère OE" ~ "Sphère OD"');
    const choices = foreign.flatMap((title) => (title.endsWith(" OE") ? [`${title}=${title.replace(/E$/, "G")}`] : []));
    expect((await dry(file, "--column", ...choices)).json()).to.include({ stated: 1 });
    const wrong = await dry(file, "--column", "Sphère OE=Sphère ouest");
    expect(wrong.err).to.contain('--column: "Sphère ouest" is no name of a column');
    const absent = await dry(csv(titles, [ROW]), "--column", "Rien=");
    expect(absent.err).to.contain('--column: "Rien" is no title of the file');
  });

  it("hold no formula in --rejects that a spreadsheet runs, and come back as they were", async () => {
    const hostile = '=HYPERLINK("http://example.org";"D")';
    const cells = { ...ROW, "Référence monture": hostile, "N° de devis": "@SUM(A1)", "Code EDI OD": "+1+cmd" };
    const quoted = Object.fromEntries(
      Object.entries(cells).map(([title, cell]) => [
        title,
        /[";]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
      ]),
    );
    const rejects = folder.file("rejects.csv");
    const broken = `=HYPERLINK("x;-2+3;@x"`;
    const first = await dry(`${csv(titles, [quoted])}${broken}\n`, "--rejects", rejects);
    const written = readFileSync(rejects, "utf8");
    expect(written).to.contain(`"'=HYPERLINK(""http://example.org"";""D"")"`).and.to.contain("'@SUM(A1)");
    for (const line of written.replace("\ufeff", "").split("\r\n")) {
      for (const cell of line.split(";")) expect(cell).to.not.match(/^"?(?:[=@]|[+-](?![\d.,]))/);
    }
    expect(written).to.contain(";-0,75;"); // Numbers stay numbers.
    const again = await dry(written);
    expect(refusedIn(again).map(({ column, reason }) => [column, reason])).to.deep.equal(
      refusedIn(first).map(({ column, reason }) => [column, reason]),
    );
  });

  it("are read again from the file of the other language, and keep one column of faults", async () => {
    const bad = { ...ROW, "Classe OD": "C" };
    const [french, english] = [folder.file("fr.csv"), folder.file("en.csv")];
    await dry(csv(titles, [bad]), "--rejects", french, "--lang", "fr");
    const head = (file: string) => readFileSync(file, "utf8").split("\r\n")[0] ?? "";
    expect(head(french)).to.match(/;Erreur$/);
    await dry(readFileSync(french), "--rejects", english, "--lang", "en");
    expect(head(english))
      .to.match(/;Error$/)
      .and.not.contain("Erreur");
    const corrected = readFileSync(english, "utf8").replace(";C;", ";A;");
    expect((await dry(corrected)).json()).to.include({ stated: 1 });
  });

  it("are corrected where they could not be taken apart, though the column of faults is not in them", async () => {
    const rejects = folder.file("torn.csv");
    const torn = csv(titles, [ROW]).replace("DV-2", 'DV"2');
    await dry(torn, "--rejects", rejects);
    expect((await dry(readFileSync(rejects, "utf8").replace('DV"2', "DV-2"))).json()).to.include({ stated: 1 });
  });
});
