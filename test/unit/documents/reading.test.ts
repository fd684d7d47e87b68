import { readFileSync } from "node:fs";
import { expect } from "chai";
import { openDocuments } from "../../../src/documents/index.js";
import { InputError, type Row } from "../../../src/protocol/index.js";
import { chance } from "../../../testing/chance.js";
import { csv, example, understood, windows1252 } from "../../../testing/trade-files.js";

const QUOTES = example("devis.csv");
const INVOICES = example("factures.csv");
const DELIVERIES = example("livraisons.csv");
const OTHER_CODE = "is not the grouped code of this lens, which is";
const CORRECT_IT = "correct the code, or the class or the type of the lens";
const documentsOf = (content: string | Uint8Array, kind?: Row) => {
  const { found, faults } = understood(content, kind);
  expect(faults).to.deep.equal([]);
  return found.map(({ document }) => document);
};

describe("a file of documents", () => {
  const plain = csv(QUOTES.titles, QUOTES.rows);
  const expected = documentsOf(plain);

  it("says the same in every encoding, delimiter, line ending and decimal mark", () => {
    expect(expected).to.have.lengthOf(2);
    const quoted = plain.replaceAll(/[^;\n]+/g, (cell) => `"${cell}"`);
    const variants: Record<string, string | Uint8Array> = {
      "UTF-8 with its mark": `\ufeff${plain}`,
      "Windows-1252": windows1252(plain),
      "UTF-16": Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(plain, "utf16le")]),
      CRLF: plain.replaceAll("\n", "\r\n"),
      CR: plain.replaceAll("\n", "\r"),
      quoted,
      tabs: plain.replaceAll(";", "\t"),
      commas: quoted.replaceAll(";", ","),
      "points as decimal marks": plain.replaceAll(/(\d),(\d)/g, "$1.$2"),
      "currency and spaces": plain.replaceAll("540,00", " 540,00 € ").replaceAll("1,600", " 1,6"),
      units: plain.replaceAll(";65;", ";65 mm;").replaceAll("+1,25", "+1,25 D"),
      "blank lines": plain.replaceAll("\n", "\n\n"),
      "empty cells at the end": plain.replaceAll("\n", ";;\n"),
    };
    for (const [name, content] of Object.entries(variants)) {
      expect(documentsOf(content), name).to.deep.equal(expected);
    }
    expect(windows1252(plain).equals(Buffer.from(plain))).to.equal(false);
  });

  it("says the same in both cylinder notations, in columns or in one cell", () => {
    const [first = {}] = QUOTES.rows;
    const other = { ...first, "Sphère OD": "-3", "Cylindre OD": "+1.00", "Axe OD": "110" };
    expect(documentsOf(csv(QUOTES.titles, [other]))).to.deep.equal(expected.slice(0, 1));
    for (const written of ["-2,00 (-1,00) 20° Add 2,00", "-2.00(-1)20 add +2.00", "-3,00 (+1,00) à 110° Addition 2"]) {
      const { "Sphère OD": _, "Cylindre OD": __, "Axe OD": ___, "Addition OD": ____, ...rest } = first;
      const titles = [...QUOTES.titles, "Correction OD"];
      expect(documentsOf(csv(titles, [{ ...rest, "Correction OD": written }])), written).to.deep.equal(
        expected.slice(0, 1),
      );
    }
  });

  it("says the same under its English titles, in any order and case", () => {
    const english: Record<string, string> = {
      "N° de devis": "QUOTE NUMBER",
      "N° de dossier": "file_reference",
      "Code de regroupement OD": "Grouped code right",
      "Classe OD": "right class",
      "Sphère OD": "Sphere (right eye)",
      "Total TTC": "total",
    };
    const renamed = QUOTES.titles.map((title) => english[title] ?? title).reverse();
    const rows = QUOTES.rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([title, cell]) => [english[title] ?? title, cell])),
    );
    expect(documentsOf(csv(renamed, rows))).to.deep.equal(expected);
  });

  it("says the same as JSON, flat or eye by eye, with numbers or texts", () => {
    const flat = JSON.stringify(QUOTES.rows);
    expect(documentsOf(flat)).to.deep.equal(expected);
    const byEye = QUOTES.rows.map((row) => {
      const document: Record<string, unknown> = { OD: {}, OG: {} };
      for (const [title, cell] of Object.entries(row)) {
        const [, name = "", eye = ""] = /^(.*) (OD|OG)$/.exec(title) ?? [];
        const value = /^[+-]?\d+,\d+$/.test(cell) ? Number(cell.replace(",", ".")) : cell;
        if (eye) (document[eye] as Record<string, unknown>)[name] = value;
        else document[title] = value;
      }
      return document;
    });
    expect(documentsOf(JSON.stringify({ format: "clairevoie-documents/1", documents: byEye }))).to.deep.equal(expected);
  });

  it("tells its kind by its columns, row by row, or not at all", () => {
    expect(documentsOf(csv(INVOICES.titles, INVOICES.rows)).map(({ kind }) => kind)).to.deep.equal([
      "invoice",
      "invoice",
    ]);
    const mixed = ["Type de document", ...QUOTES.titles.slice(1)];
    const rows = [
      { ...QUOTES.rows[0], "Type de document": "Devis" },
      { ...QUOTES.rows[0], "Type de document": "commande", Type: "" },
    ];
    expect(understood(csv(mixed, rows)).found.map(({ document }) => document.kind)).to.deep.equal(["quote"]);
    const untold = QUOTES.titles.slice(1);
    expect(() => understood(csv(untold, QUOTES.rows))).to.throw("--kind: is needed");
    expect(documentsOf(csv(untold, QUOTES.rows), "quote")).to.deep.equal(expected);
    expect(() => understood(csv(["N° de facture", ...QUOTES.titles], QUOTES.rows))).to.throw("--kind: is needed");
  });
});

describe("the grouped code of a lens", () => {
  const [first = {}] = QUOTES.rows;
  const read = (change: Record<string, string>) => documentsOf(csv(QUOTES.titles, [{ ...first, ...change }]));

  it("is computed where the cell is empty, for the lens and for its line of the bill", () => {
    expect(read({ "Code de regroupement OD": "", "Code de regroupement OG": "" })).to.deep.equal(read({}));
  });

  it("is understood with the letter O, and is computed for the class", () => {
    const [quote] = read({ "Code de regroupement OD": "VO3", "Classe OD": "A" });
    const code = { code: "V03", class: "A" };
    expect(quote).to.deep.include({ kind: "quote" });
    if (quote?.kind !== "quote") return;
    expect(quote.eyes.right?.code).to.deep.equal(code);
    expect(quote.billing?.lines[0]).to.deep.include(code);
  });

  it("is the same in both notations: -5,50 (-1,00) is VU6, and not VU2", () => {
    const unifocal = { "Type de verre OD": "unifocal", "Addition OD": "", "Code de regroupement OD": "" };
    const codes = [
      { "Sphère OD": "-5,50", "Cylindre OD": "-1,00", "Axe OD": "20" },
      { "Sphère OD": "-6,50", "Cylindre OD": "+1,00", "Axe OD": "110" },
    ].map((power) => {
      const [quote] = read({ ...unifocal, ...power });
      return quote?.kind === "quote" ? quote.eyes.right?.code?.code : undefined;
    });
    expect(codes).to.deep.equal(["VU6", "VU6"]);
  });

  it("of a delivery note is the maker's own: checked, and computed where the cell is empty", () => {
    const [note = {}] = DELIVERIES.rows;
    const plain = documentsOf(csv(DELIVERIES.titles, [note]));
    const rows = [{ ...note, "Code de regroupement OD": "" }];
    expect(documentsOf(csv(DELIVERIES.titles, rows))).to.deep.equal(plain);
    const { faults } = understood(csv(DELIVERIES.titles, [{ ...note, "Code de regroupement OD": "VM5" }]));
    expect(faults).to.deep.equal([`2 code.right: ${OTHER_CODE} VM2; ${CORRECT_IT}`]);
  });
});

/** A change of a good row, and what must be said of it. */
type Case = readonly [change: Record<string, string>, ...faults: string[]];

function refuses(name: string, { titles, rows }: ReturnType<typeof example>, cases: readonly Case[]): void {
  describe(name, () => {
    const [good = {}] = rows;
    for (const [change, ...told] of cases) {
      it(`is refused alone, in its column, with the remedy: ${JSON.stringify(change)}`, () => {
        const all = [...titles, ...Object.keys(change).filter((title) => !titles.includes(title))];
        const { found, faults } = understood(csv(all, [good, { ...good, ...change }, good]));
        expect(found.map(({ line }) => line)).to.deep.equal([2, 4]);
        expect(faults).to.deep.equal(told.map((fault) => `3 ${fault}`));
        for (const value of Object.values(change)) {
          if (value.length > 2) expect(told.join()).to.not.contain(value);
        }
      });
    }
  });
}

const DIOPTRES = "must be dioptres with at most two decimals, such as -1.25";

refuses("a quote with a wrong cell", QUOTES, [
  [{ "N° de dossier": "" }, "file: is empty; fill it in"],
  [{ "N° de dossier": "D#1" }, "file: must be 1 to 40 upper-case letters, digits or . / _ -"],
  [{ SIRET: "98765432400019" }, "siret: is another store's than the identity; import it with that store's identity"],
  [{ SIRET: "12345678200011" }, "siret: is not a SIRET: its check digit is wrong"],
  [{ SIRET: "1,23457E+13" }, "siret: was turned into a rounded number by a spreadsheet; format the column as text"],
  [{ "Sphère OD": "-2,005" }, `sphere.right: ${DIOPTRES}`],
  [{ "Sphère OD": "moins deux" }, `sphere.right: ${DIOPTRES}`],
  [{ "Sphère OD": "" }, "sphere.right: is empty; fill it in"],
  [{ "Sphère OD": "-45" }, "sphere.right: must be -40 to 40 dioptres; was a decimal mark lost?"],
  [
    { "Sphère OD": "-39,75", "Cylindre OD": "-1,00" },
    "sphere.right: is out of range once the cylinder is written positive",
  ],
  [{ "Cylindre OD": "-1,00", "Axe OD": "" }, "axis.right: is empty; fill it in"],
  [{ "Axe OD": "181" }, "axis.right: must be whole degrees, 0 to 180"],
  [{ "Axe OD": "20,5" }, "axis.right: must be whole degrees, 0 to 180"],
  [{ "Addition OD": "" }, "addition.right: must be zero for a unifocal lens and positive for any other"],
  [{ "Prisme OD": "1,5" }, "prismBase.right: is empty; fill it in"],
  [{ "Correction OD": "-2,00" }, "correction.right: is given beside sphere, cylinder and axis; keep one of the two"],
  [{ "Type de verre OG": "bizarre" }, "type.left: must be unifocal, multifocal or progressif (progressive)"],
  [{ "Classe OD": "C" }, "class.right: must be A or B"],
  [{ "Code de regroupement OD": "VM3" }, `code.right: ${OTHER_CODE} VM2; ${CORRECT_IT}`],
  [{ "Code de regroupement OD": "VP2" }, `code.right: ${OTHER_CODE} VM2; ${CORRECT_IT}`],
  [{ "Classe OG": "A" }, `code.left: ${OTHER_CODE} V03; ${CORRECT_IT}`],
  [{ "Code de regroupement OD": "VP2VP2VP2VP2" }, "code.right: must be 1 to 10 upper-case letters, digits or . / _ -"],
  [{ "Diamètre OD": "650" }, "diameter.right: must be whole millimetres, 40 to 90"],
  [{ "Indice OD": "16" }, "index.right: must be a refractive index, such as 1,600"],
  [
    { "Traitements OD": "anti-reflet très résistant" },
    "treatments.right: must be 1 to 20 upper-case letters, digits or . / _ -",
  ],
  [{ "Prix OD": "210,005" }, "price.right: must be euros with at most two decimals, such as 1234,50"],
  [{ "Prix OD": "" }, "price.right: is empty; fill it in"],
  [{ "Prix OD": "-210" }, "price.right: must be euros with at most two decimals, such as 1234,50"],
  [{ "Total TTC": "541" }, "total: is not the sum of the prices; correct a price or the total"],
  [{ "Prix monture": "" }, "framePrice: is empty; fill it in"],
  [{ "Référence monture": "" }, "frame: is empty; fill it in"],
  [{ "Code supplément": "SUP" }, "extraClass.1: is empty; fill it in", "extraPrice.1: is empty; fill it in"],
  [{ "N° de dossier": "D\u00001" }, "file: holds a control character; type it again"],
]);

refuses("an invoice with a wrong cell", INVOICES, [
  [{ "N° AMC": "" }, "amc.1: is empty; fill it in"],
  [{ "N° AMC": "1234" }, "amc.1: must be 8 to 10 digits"],
  [{ "Part AMC": "" }, "share.1: is empty; fill it in"],
  [{ "N° AMC 2": "87654321" }, "share.2: is empty; fill it in"],
]);

refuses("a delivery note with a wrong cell", DELIVERIES, [
  [{ "Ticket de commande": "" }, "ticket: is empty; fill it in"],
  [{ "Ticket de commande": "CVO1-ABC" }, "ticket: has a wrong length or ending"],
  [
    { "Ticket de commande": `${DELIVERIES.rows[0]?.["Ticket de commande"]?.slice(0, -1)}Z` },
    "ticket: has a wrong length or ending",
  ],
  [
    { "Ticket de commande": DELIVERIES.rows[1]?.["Ticket de commande"] ?? "" },
    "edi.right: is of an eye that the ticket does not order; empty the cells of that eye",
  ],
  [{ "N° de commande OG": "" }, "order: is empty; fill it in"],
  [{ "Code EDI OG": "" }, "edi.left: is empty; fill it in"],
]);

describe("a hostile file", () => {
  const [good = {}] = QUOTES.rows;
  const [head, row] = csv(QUOTES.titles, [good]).split("\n") as [string, string];
  const lines = (...all: string[]) => understood([head, ...all].join("\n"));
  const QUOTATION = "has a quotation mark that is not closed, or stands within a cell; write it twice, or remove it";

  it("stops at none of its rows, whatever a row is", () => {
    const cases: readonly (readonly [string, string])[] = [
      ['"', QUOTATION],
      [`"${row}`, QUOTATION],
      [row.replace("DV-1", 'DV"1'), QUOTATION],
      [row.replace("DV-1", '"DV"1"'), QUOTATION],
      [row.slice(0, 40), "has fewer cells than there are titles; is the row cut short?"],
      [`${row};x`, "has more cells than there are titles; is a delimiter within a cell that has no quotation marks?"],
      ["x".repeat(70_000), "is longer than 65536 characters"],
      [`"${"x".repeat(70_000)}"`, "is longer than 65536 characters"],
      [row.replace("D-2026-000123", "D".repeat(60_000)), "file: is longer than 500 characters"],
    ];
    for (const [bad, fault] of cases) {
      const { found, faults } = lines(row, bad, row, row);
      expect(
        found.map(({ line }) => line),
        bad.slice(0, 50),
      ).to.deep.equal([2, 4, 5]);
      expect(
        faults.map((one) => one.replace(/^3:? /, "")),
        bad.slice(0, 50),
      ).to.deep.equal([fault]);
    }
  });

  it("keeps a cell of several lines together, and counts lines right after it", () => {
    const spread = row.replace("DV-1", '"DV\n1"');
    const { found, faults } = lines(spread, row, row.replace("-2,00", "x"));
    expect(found.map(({ line }) => line)).to.deep.equal([2, 4]);
    expect(faults).to.deep.equal([`5 sphere.right: ${DIOPTRES}`]);
  });

  it("does not lose the rows between two stray quotation marks", () => {
    const stray = row.replace("DV-1", 'DV"1');
    const { found, faults } = lines(stray, row, row, stray, row);
    expect(found.map(({ line }) => line)).to.deep.equal([3, 4, 6]);
    expect(faults).to.deep.equal([`2: ${QUOTATION}`, `5: ${QUOTATION}`]);
  });

  it("is refused as a whole, in one line, when it is no file of documents", () => {
    const open = (content: string | Uint8Array) => () =>
      openDocuments(typeof content === "string" ? Buffer.from(content) : content, "day.csv");
    expect(open("")).to.throw("day.csv: is empty");
    expect(open("PK\u0003\u0004 and so on")).to.throw("day.csv: is a workbook or an archive; save it as CSV first");
    expect(open("a;b;c\n1;2;3")).to.throw("day.csv: has no title for the file reference or the ticket");
    expect(open(new Uint8Array(5_000_000))).to.throw("day.csv: ");
    expect(open("Sphère OD;".repeat(1_000_000))).to.throw("day.csv: has a first line that is too long for titles");
    expect(open(`${head};${"x;".repeat(2_000)}`)).to.throw("day.csv: has more than 1000 columns");
    expect(open("N° de dossier;Numéro de dossier\n1;2")).to.throw("day.csv: has two columns for the same thing");
    expect(open("[1, 2")).to.throw("day.csv: is not valid JSON");
    expect(open('{"documents": 5}')).to.throw("day.csv");
    const wide = JSON.stringify([Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`x${i}`, 1]))]);
    expect(open(wide)).to.throw("day.csv: has more than 1000 columns");
    expect(open('[{"a": 1}]')).to.throw("day.csv: has no title for the file reference or the ticket");
    expect(open(`${"[".repeat(100_000)}`)).to.throw("day.csv: is not valid JSON");
  });

  it("has its JSON documents refused one by one", () => {
    const documents = [
      QUOTES.rows[0],
      5,
      null,
      { "N° de dossier": {} },
      { "N° de dossier": "A", "Numéro de dossier": "A" },
      QUOTES.rows[0],
    ];
    const { found, faults } = understood(JSON.stringify(documents));
    expect(found.map(({ line }) => line)).to.deep.equal([1, 6]);
    expect(faults).to.deep.equal([
      "2: must be an object of texts and numbers",
      "3: must be an object of texts and numbers",
      "4 file: is empty; fill it in",
      "4 price.right: is empty, and so is every price; fill in what is billed",
      "5 file: is there twice, under two names; remove one",
    ]);
  });

  it("is refused or understood, and nothing else, however its bytes are altered", () => {
    const luck = chance("altered");
    const originals = ["devis.csv", "commandes.csv", "factures.csv", "livraisons.csv", "livraisons.json"].map((name) =>
      readFileSync(`docs/documents/${name}`),
    );
    for (let i = 0; i < 600; i++) {
      const bytes = Buffer.from(luck.pick(originals));
      for (let n = luck.whole(1, 6); n > 0; n--) {
        const at = luck.whole(0, bytes.length - 1);
        if (luck.next() < 0.5) bytes[at] = luck.whole(0, 255);
        else bytes.copy(bytes, at, luck.whole(0, bytes.length - 1));
      }
      try {
        understood(bytes.subarray(0, luck.whole(1, bytes.length)));
      } catch (error) {
        expect(error, String(error)).to.be.instanceOf(InputError);
      }
    }
  });

  it("is read in the time that its length takes", () => {
    const many = [head, ...Array.from({ length: 20_000 }, () => '"')].join("\n");
    const started = performance.now();
    expect(understood(many).faults).to.have.lengthOf(20_000);
    expect(performance.now() - started).to.be.below(10_000);
  });
});
