import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { toHex } from "../../../src/protocol/bytes.js";
import {
  assess,
  DEFAULT_POLICY,
  parseCertificate,
  parseClaim,
  readClaimTicket,
  readOrderTicket,
} from "../../../src/protocol/index.js";
import { type RecordedFacts, replaying } from "../../../testing/recorded-facts.js";

const FOLDER = "testing/fixtures";
const read = (...parts: string[]) => JSON.parse(readFileSync(path.join(FOLDER, ...parts), "utf8"));
const versions = readdirSync(FOLDER);

describe("what earlier versions made", () => {
  it("is kept for this version too", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(versions).to.include(version);
  });

  for (const version of versions) {
    for (const file of readdirSync(path.join(FOLDER, version)).filter((name) => name !== "tickets.json")) {
      it(`has the verdict that it had: ${version}, ${file.replace(".json", "")}`, () => {
        const { certificate, claim, facts, codes } = read(version, file) as {
          certificate: unknown;
          claim: unknown;
          facts: RecordedFacts;
          codes: string[];
        };
        const verdict = assess(parseCertificate(certificate), parseClaim(claim), replaying(facts), DEFAULT_POLICY);
        expect(verdict.findings.map(({ code }) => code)).to.deep.equal(codes);
      });
    }

    it(`has tickets that are still read: ${version}`, () => {
      const tickets = read(version, "tickets.json") as Record<string, string>;
      const orders = ["orderBoth", "orderRight", "orderLeft"].map(
        (name) => readOrderTicket(tickets[name] ?? "").dossier,
      );
      expect(new Set(orders)).to.have.lengthOf(1);
      const claims = ["claimFirst", "claimSecond"].map((name) => toHex(readClaimTicket(tickets[name] ?? "").secret));
      expect(new Set(claims)).to.have.lengthOf(2);
    });
  }
});
