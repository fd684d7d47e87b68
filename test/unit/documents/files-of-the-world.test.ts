import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import type { BusinessDocument } from "../../../src/documents/documents.js";
import {
  type ColumnChoices,
  documentKind,
  openDocuments,
  ROW,
  readDocuments,
  stateDocuments,
} from "../../../src/documents/index.js";
import { CATALOGUES, reasonIn } from "../../../src/language/index.js";
import { EYES, InputError, type Prescription } from "../../../src/protocol/index.js";
import { STORE } from "../../../testing/dossiers.js";

const FOLDER = "test/unit/documents/files-of-the-world";
/** By file: what each of its rows states, or the sentence that is said of it. */
const GIVEN = JSON.parse(readFileSync(`${FOLDER}.json`, "utf8")) as Readonly<Record<string, readonly string[]>>;
/** What a person chose for titles that nobody else knows. */
const CHOSEN: Readonly<Record<string, ColumnChoices>> = {
  "chosen-columns.csv": {
    columns: new Map([
      ["Puissance prismatique", "Prisme OD"],
      ["Direction", "Base OD"],
      ["Sphère OE", ""],
    ]),
  },
};

const eur = (cents: number) => (cents / 100).toFixed(2);

function powers({ lensType, sphere, cylinder, axis, addition, prism, prismBase }: Prescription): string {
  const far = `${sphere} (+${cylinder}) ${axis}°`;
  return `${lensType} ${far}${addition === 0 ? "" : ` add ${addition}`}${prism === 0 ? "" : ` prism ${prism} at ${prismBase}°`}`;
}

/** A document in one line, with all that is stated of it. */
function told(document: BusinessDocument): string {
  const parts: string[] = [];
  const eyes = document.kind === "shipment" ? document.delivery : document.eyes;
  for (const eye of EYES) {
    const { code, lens, prescription, orderReference, maker } = { ...eyes[eye] };
    if (!eyes[eye]) continue;
    const { ediCode, diameterMm, index, treatments } = { ...lens };
    parts.push(
      [
        eye,
        code && `${code.code} ${code.class}`,
        lens && `${ediCode} ${diameterMm} ${index} [${treatments?.join("+")}] ${lens.lensType}`,
        prescription && powers(prescription),
        orderReference && `${orderReference} of ${maker}`,
      ]
        .filter(Boolean)
        .join(" "),
    );
  }
  if (document.kind === "shipment") return `shipment: ${parts.join("; ")}`;
  const { kind, reference, billing, payers = [] } = document;
  if (billing) parts.push(billing.lines.map(({ item, priceCents }) => `${item} ${eur(priceCents)}`).join(" + "));
  for (const { amc, rank, shareCents } of payers) parts.push(`${rank}: ${amc} ${eur(shareCents)}`);
  return `${kind} ${reference.fileReference}: ${parts.join("; ")}`;
}

async function understand(name: string, language: "en" | "fr"): Promise<string[]> {
  const say = (fault: InputError) => {
    const sentence = reasonIn(CATALOGUES[language], fault);
    return fault.field === ROW ? sentence : `${fault.field}: ${sentence}`;
  };
  try {
    const file = openDocuments(readFileSync(`${FOLDER}/${name}`), "FILE", CHOSEN[name]);
    const { found, bad } = readDocuments(file, documentKind(file, undefined), STORE);
    const stated = await stateDocuments(
      null,
      found.filter(({ document: { kind } }) => kind === "quote"),
      { dryRun: true },
    );
    const lines = [
      ...found.map(({ line, document }) => [line, told(document)] as const),
      ...stated.warnings.flatMap(({ line, faults }) =>
        faults.map((fault) => [line, `warning, ${say(fault)}`] as const),
      ),
      ...bad.flatMap(({ line, faults }) => faults.map((fault) => [line, `refused, ${say(fault)}`] as const)),
    ];
    return lines.sort(([a], [b]) => a - b).map(([line, text]) => `${line} ${text}`);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [say(error)];
  }
}

describe("a file as it comes", () => {
  const names = readdirSync(FOLDER).sort();
  it("is one of at least sixty, each with what it must give", () => {
    expect(names.length).to.be.at.least(60);
    expect(Object.keys(GIVEN).sort()).to.deep.equal(names);
  });

  for (const name of names) {
    it(`gives its statements or its sentence: ${name}`, async () => {
      expect(await understand(name, "en")).to.deep.equal(GIVEN[name]);
      expect(await understand(name, "fr")).to.have.lengthOf(GIVEN[name]?.length ?? 0);
    });
  }
});
