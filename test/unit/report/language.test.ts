import { expect } from "chai";
import { CATALOGUES, completed } from "../../../src/language/index.js";
import { finding } from "../../../src/protocol/findings.js";
import { FINDINGS, type FindingCode } from "../../../src/protocol/index.js";
import { explainInGeneral, ordered, ROOTS, reportPage } from "../../../src/report/index.js";
import { word } from "../../../testing/drafts.js";
import { at } from "../../../testing/judged-drafts.js";
import { reported } from "../../../testing/reported-drafts.js";

/** The report of a dossier in which another lens was delivered than invoiced. */
const substituted = () =>
  reported((made) => {
    at(made, "shipment").aspects.lensRight = word("another lens");
  });

/** What is read of a page, line by line. */
const textOf = (page: string) =>
  page
    .replace(/<style>[^<]*<\/style>/, "")
    .replace(/<svg[\s\S]*?<\/svg>/g, "")
    .replace(/<[^>]*>/g, "")
    .replaceAll("\u00a0", " ")
    .replaceAll("&#39;", "'")
    .split("\n")
    .filter((line) => line.trim() !== "");

describe("what is said of findings", () => {
  it("rest on an explanation for every code, of one root, which needs no stage to read well", () => {
    expect(Object.values(ROOTS).flat().toSorted()).to.deep.equal(Object.keys(FINDINGS).toSorted());
    for (const [code, { severity }] of Object.entries(FINDINGS) as [FindingCode, { severity: string }][]) {
      if (severity === "info") expect(ROOTS.information, code).to.include(code);
      for (const catalogue of Object.values(CATALOGUES)) {
        for (const sentence of Object.values(explainInGeneral(code, catalogue))) {
          expect(sentence, code).to.match(/^[A-ZÀÉ][^{}]{3,}[.]$/);
          expect(sentence, code).to.not.match(/undefined|\(\)| [.,]|: ?[.]/);
        }
      }
    }
  });
  it("put the author before the time, the time before what is missing, and the insurer's claim after both", () => {
    const codes = [
      "not-disclosed",
      "claim-does-not-open",
      "missing-aspect",
      "not-anchored",
      "other-invoice-settled",
    ] as const;
    const all = [...codes, "justified", "key-not-valid", "wrong-chain"] as const;
    expect(ordered(all.map((code) => finding(code))).map(({ code }) => code)).to.deep.equal([
      "wrong-chain",
      "key-not-valid",
      "other-invoice-settled",
      "not-anchored",
      "missing-aspect",
      "claim-does-not-open",
      "not-disclosed",
      "justified",
    ]);
  });
});

describe("a page in another language", () => {
  it("is told in a third language where that has words, and in English elsewhere", () => {
    const one = substituted();
    const german = completed({
      names: { stages: { quote: "Kostenvoranschlag", shipment: "Lieferung" } },
      findings: { "aspect-mismatch": "Die Angabe weicht von späteren ab." },
      deviations: { twoValues: ({ behind }) => `Die Gläser weichen ab (${behind}).` },
      report: { language: "de", outcomes: { "not-conforming": "nicht konform" }, page: { ask: "Zu fragen:" } },
    });
    const page = reportPage(one, german);
    expect(page).to.match(/^<!doctype html>\n<html lang="de">/);
    const read = textOf(page);
    const [, what, who, ask] = read;
    const { maker } = CATALOGUES.en.deviations.behind.lens;
    expect(what).to.match(new RegExp(`^✗ Nicht konform Die Gläser weichen ab \\(${maker}\\)\\.`));
    expect(who).to.match(/^Who stated it: The store \(.*\) stated the quote \(/);
    expect(ask).to.match(/^Zu fragen: Ask the lens maker for its delivery note/);
    expect(read.join("\n")).to.match(/Blocking Lieferung, right lens: Die Angabe weicht von späteren ab\./);
    expect(read.join("\n")).to.contain(CATALOGUES.en.report.page.notProven);
    expect(reportPage(one, CATALOGUES.fr)).to.equal(reportPage(one, "fr"));
  });
});
