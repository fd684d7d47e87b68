import { readFileSync } from "node:fs";
import { expect } from "chai";
import { hideable, measureOmissions, omissionsTable } from "./omissions.js";

describe("what a presenter gains by leaving something out", () => {
  const gains = measureOmissions();

  it("is what docs/threats.md lists, measured", () => {
    expect(readFileSync("docs/threats.md", "utf8")).to.contain(omissionsTable(gains));
  });

  it("is a receipt's own flaw, or a contradiction between two, and nothing else", () => {
    expect(hideable(gains)).to.deep.equal([
      "affiliated-maker",
      "ambiguous-statement",
      "forked-correction",
      "late-anchor",
      "maker-mismatch",
      "other-dossier",
      "out-of-order",
      "quote-after-invoice",
      "quote-changed-after-order",
      "store-mismatch",
      "withdrawn",
    ]);
  });

  it("is never an opening", () => {
    expect(gains.filter(({ omitted }) => omitted === "the maker's opening")).to.deep.equal([]);
  });
});
