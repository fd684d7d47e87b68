import { expect } from "chai";
import { z } from "zod";
import { parseDeployment } from "../../../src/chain/index.js";
import {
  type Certificate,
  canonicalIdentifier,
  commit,
  InputError,
  makeStatement,
  makeTree,
  parseCertificate,
  parseClaim,
  partyId,
  policy,
  proofOf,
  read,
  type ZERO,
} from "../../../src/protocol/index.js";
import { parseJson } from "../../../src/protocol/json.js";
import { CLAIM, STORE } from "../../../testing/dossiers.js";

const address = `0x${"ab".repeat(20)}` as const;
const hash = `0x${"cd".repeat(32)}` as const;

const certificate: Certificate = {
  format: "clairevoie-certificate/1",
  chain: {
    chainId: 1,
    partyRegistry: address,
    anchorRegistry: address,
    withdrawalRegistry: address,
    settlementRegistry: address,
  },
  receipts: [
    {
      statement: makeStatement(hash, "quote", { reference: hash }),
      statementProof: [],
      batch: { key: address, root: hash, issuedAt: 1 },
      signature: "0x",
      anchorProof: [],
    },
  ],
  optician: { salt: hash },
  payer: { rank: 1, salt: hash },
  openings: { reference: hash, billing: hash },
};

/** A copy with one thing changed, by its path. */
function changed(value: unknown, path: string, to: unknown): unknown {
  const copy = structuredClone(value) as Record<string, unknown>;
  const parts = path.split(".");
  const last = parts.pop() ?? "";
  let at = copy;
  for (const part of parts) at = at[part] as Record<string, unknown>;
  if (to === undefined) delete at[last];
  else at[last] = to;
  return copy;
}

describe("input from outside", () => {
  it("is accepted as it should be", () => {
    expect(parseCertificate(JSON.stringify(certificate))).to.deep.equal(certificate);
    expect(parseClaim(JSON.stringify(CLAIM))).to.deep.equal(CLAIM);
  });

  for (const [path, to, message] of [
    ["format", "clairevoie-certificate/2", "certificate.format: must be"],
    ["chain.chainId", 0, "certificate.chain.chainId"],
    ["chain.chainId", 1.5, "certificate.chain.chainId"],
    ["chain.chainId", 2 ** 60, "certificate.chain.chainId"],
    ["chain.chainId", "1", "certificate.chain.chainId"],
    ["chain.partyRegistry", address.toUpperCase(), "certificate.chain.partyRegistry"],
    ["chain.partyRegistry", `0x${"aB".repeat(20)}`, "certificate.chain.partyRegistry"],
    ["receipts", [], "certificate.receipts"],
    ["receipts", {}, "certificate.receipts"],
    ["receipts", undefined, "certificate.receipts"],
    ["receipts.0.signature", "0x00", "certificate.receipts[0].signature"],
    ["receipts.0.statement.stage", 4, "certificate.receipts[0].statement.stage"],
    ["receipts.0.statement.reason", -1, "certificate.receipts[0].statement.reason"],
    ["receipts.0.statement.aspects", [], "certificate.receipts[0].statement.aspects"],
    ["receipts.0.statement.aspects.3", "0x12", "certificate.receipts[0].statement.aspects[3]"],
    ["receipts.0.statement.dossier", `${hash}00`, "certificate.receipts[0].statement.dossier"],
    ["receipts.0.statementProof", Array(65).fill(hash), "certificate.receipts[0].statementProof"],
    ["receipts.0.batch.issuedAt", 1e300, "certificate.receipts[0].batch.issuedAt"],
    ["receipts.0.batch.extra", 1, 'certificate.receipts[0].batch: has an unknown field "extra"'],
    ["payer.rank", 3, "certificate.payer.rank"],
    ["openings.prescriptionRight", hash, 'certificate.openings: has an unknown field "prescriptionRight"'],
    ["openings.billing", hash.slice(2), "certificate.openings.billing"],
  ] as const) {
    it(`names ${path} of a certificate when it is ${JSON.stringify(to)?.slice(0, 40)}`, () => {
      expect(() => parseCertificate(changed(certificate, path, to))).to.throw(message);
    });
  }

  for (const [path, to, message] of [
    ["format", "clairevoie-claim/9", "claim.format: must be"],
    ["siret", "12345678200011", "claim.siret: is not a SIRET"],
    ["siret", "123", "claim.siret: must be 14 digits"],
    ["siret", 12345678200010, "claim.siret"],
    ["amc", "12", "claim.amc"],
    ["fileReference", "d-2026", "claim.fileReference"],
    ["fileReference", "É", "claim.fileReference"],
    ["fileReference", "", "claim.fileReference"],
    ["shareCents", -1, "claim.shareCents"],
    ["shareCents", 1.5, "claim.shareCents"],
    ["shareCents", 1e15, "claim.shareCents"],
    ["rank", "1", "claim.rank"],
    ["totalCents", 54_001, "claim.lines: do not add up"],
    ["lines", [], "claim.lines"],
    ["lines.0.class", "C", "claim.lines[0].class"],
    ["lines.1.item", "rightLens", "claim.lines"],
    ["prescription", {}, 'claim: has an unknown field "prescription"'],
    ["lensRight", { ediCode: "A" }, "claim.lensRight.diameterMm"],
  ] as const) {
    it(`names ${path} of a claim when it is ${JSON.stringify(to)}`, () => {
      expect(() => parseClaim(changed(CLAIM, path, to))).to.throw(message);
    });
  }

  for (const [name, text, message] of [
    ["empty", "", "certificate: is empty"],
    ["cut short", JSON.stringify(certificate).slice(0, -5), "certificate: is not valid JSON"],
    ["a repeated key", '{"format":"a","format":"b"}', 'certificate: has the field "format" twice'],
    ["a repeated key, escaped", '{"format":"a","f\\u006frmat":"b"}', 'certificate: has the field "format" twice'],
    ["a repeated key, deep", '{"a":[{"b":1,"b" : 2}]}', 'certificate: has the field "b" twice'],
    ["a prototype", '{"__proto__":{"conform":true}}', "certificate: has a field that may not be there: __proto__"],
    ["too deep", "[".repeat(40) + "]".repeat(40), "certificate: is nested deeper"],
    ["too long", " ".repeat(4_000_001), "certificate: is longer"],
    ["a number", "3", "certificate: "],
    ["null", "null", "certificate: "],
  ] as const) {
    it(`refuses a text that is ${name}`, () => {
      expect(() => parseCertificate(text)).to.throw(message);
    });
  }

  it("takes keys for keys and strings for strings", () => {
    expect(parseJson('{"a":"b","c":["a","a"],"d":{"a":"\\"a\\":1"}}', "text")).to.have.property("a", "b");
  });

  it("is refused where identifiers, salts, statements, trees and policies are made", () => {
    expect(() => partyId(hash, "optician", "12345678200011")).to.throw("party.identifier");
    expect(() => partyId(hash, "insurer", STORE)).to.throw("party.identifier");
    expect(() => partyId(hash, "council" as "insurer", STORE)).to.throw("party.role");
    expect(() => commit("reference", "0x12", { siret: STORE, fileReference: "A" })).to.throw("salt");
    expect(() => makeStatement(hash, "quote", { orderRight: hash })).to.throw("statement.aspects.orderRight");
    expect(() => makeStatement("0x12", "quote", {})).to.throw("statement.dossier");
    expect(() => makeTree([])).to.throw("tree.leaves");
    expect(() => makeTree([hash, "0x12"])).to.throw("tree.leaves[1]");
    expect(() => proofOf(makeTree([hash]), 1)).to.throw("tree.leaf");
    expect(() => policy({ lagSeconds: -1 })).to.throw("policy.lagSeconds");
    expect(() => parseDeployment({ format: "clairevoie-deployment/2" })).to.throw("deployment.format");
  });

  it("never repeats a secret in an error", () => {
    const salt = `0x${"5e".repeat(31)}XY`;
    expect(() => commit("reference", salt as typeof ZERO, { siret: STORE, fileReference: "A" }))
      .to.throw()
      .with.property("message")
      .that.does.not.include("5e5e");
  });

  it("is refused by its field where a caller's schema has a sentence of its own", () => {
    const never = z.string().refine(() => false, "must have 2 to 4 sentences");
    expect(() => read(never, "text", "story")).to.throw(InputError, /^story: /);
  });

  it("has one spelling once it is canonical", () => {
    expect(canonicalIdentifier(" d-2026 / 12 ")).to.equal("D-2026/12");
  });
});
