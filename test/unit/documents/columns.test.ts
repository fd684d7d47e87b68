import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { COLUMNS, columnOf, nameOfColumn } from "../../../src/documents/columns.js";
import { understood } from "../../../testing/trade-files.js";

const PAGE = readFileSync("docs/documents.md", "utf8");
const LETTERS = { quote: "d", order: "c", shipment: "l", invoice: "f" } as const;

describe("docs/documents.md", () => {
  it("has every column with its names and documents, in the order of the code, and no other", () => {
    const table = PAGE.slice(PAGE.indexOf("| French | English |"));
    const rows = [...table.matchAll(/^\| (?!French)(.+?) \| (.+?) \|(.*?)\| ([dclfDCLF ]+?) \|/gm)];
    const documented = rows.map(([, fr, en, also = "", kinds = ""]) => [fr, en, also.trim(), kinds.toLowerCase()]);
    expect(documented).to.deep.equal(
      COLUMNS.map(({ fr, en, also, kinds }) => [
        fr,
        en,
        also.join(", "),
        kinds.map((kind) => LETTERS[kind as keyof typeof LETTERS]).join(" "),
      ]),
    );
  });

  it("links to examples that are understood without a fault, one of each kind", () => {
    const kinds = readdirSync("docs/documents").map((name) => {
      expect(PAGE).to.contain(`(documents/${name})`);
      const { found, faults } = understood(readFileSync(`docs/documents/${name}`));
      expect(faults, name).to.deep.equal([]);
      return found[0]?.document.kind;
    });
    expect(new Set(kinds)).to.deep.equal(new Set(Object.keys(LETTERS)));
  });
});

describe("a title", () => {
  it("means one column, in all its spellings", () => {
    const spelled: Record<string, string> = {
      "Sphère OD": "sphere.right",
      "SPHERE  (Œil Droit)": "sphere.right",
      OG_Sph: "sphere.left",
      "oeil gauche - axe": "axis.left",
      "N° PEC 2": "authorisation.2",
      "N°AMC": "amc.1",
      "prix supplément 13": "extraPrice.13",
      "right eye sphere": "sphere.right",
    };
    for (const [title, key] of Object.entries(spelled)) expect(columnOf(title), title).to.equal(key);
    for (const title of ["", "Nom du patient", "Sphère", "Prix supplément 14"])
      expect(columnOf(title), title).to.equal(undefined);
  });

  it("is what a message says when the file has no such column", () => {
    expect(nameOfColumn("sphere.right", "fr")).to.equal("Sphère OD");
    expect(nameOfColumn("amc.1", "en")).to.equal("AMC number");
    expect(nameOfColumn("share.2", "fr")).to.equal("Part AMC 2");
    expect(nameOfColumn("order", "en")).to.equal("Order reference");
    expect(nameOfColumn("order.left", "fr")).to.equal("N° de commande OG");
  });

  it("is of no two columns", () => {
    const seen = new Map<string, string>();
    for (const { key, fr, en, also } of COLUMNS) {
      for (const name of new Set([fr, en, ...also])) {
        const plain = name.toLowerCase();
        expect(seen.get(plain), name).to.equal(undefined);
        seen.set(plain, key);
      }
    }
  });
});
