import { expect } from "chai";
import { z } from "zod";
import { parseDeployment } from "../../../src/chain/index.js";
import { parseReceipts } from "../../../src/parties/index.js";
import {
  type Certificate,
  canonicalIdentifier,
  certificateText,
  commit,
  InputError,
  makerName,
  makeStatement,
  makeTree,
  parseCertificate,
  parseClaim,
  partyId,
  policy,
  proofOf,
  read,
  ZERO,
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
  dossier: { seed: hash, settler: address },
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
    ["receipts.0.statement.stage", 5, "certificate.receipts[0].statement.stage"],
    ["receipts.0.statement.reason", -1, "certificate.receipts[0].statement.reason"],
    ["receipts.0.statement.reason", 0, "certificate.receipts[0].statement.reason"],
    ["receipts.0.statement.reason", 8, "certificate.receipts[0].statement.reason"],
    ["receipts.0.statement.supersedes", ZERO, "certificate.receipts[0].statement.supersedes: must not be zero"],
    ["receipts.0.statement.aspects", [hash], "certificate.receipts[0].statement.aspects"],
    ["receipts.0.statement.aspects", undefined, "certificate.receipts[0].statement.aspects: is needed"],
    ["receipts.0.statement.aspects.billing", "0x12", "certificate.receipts[0].statement.aspects.billing"],
    ["receipts.0.statement.aspects.billing", ZERO, "certificate.receipts[0].statement.aspects.billing: must not be"],
    ["receipts.0.statement.aspects.price", hash, "certificate.receipts[0].statement.aspects"],
    ["receipts.0.statement.aspects.billing", "=", 'aspects.billing: is "="'],
    ["receipts.0.statement.aspects", { billing: hash, reference: hash }, "aspects: are not in the order"],
    ["dossier", undefined, "certificate.dossier: is needed"],
    ["dossier.settler", hash, "certificate.dossier.settler"],
    ["makers", {}, "certificate.makers: must name"],
    ["makers", { right: { salt: hash, identifier: "a" } }, "certificate.makers.right.identifier"],
    ["stock", {}, "certificate.stock: must name"],
    ["grant", { insurer: hash, round: 0, signature: "0x" }, "certificate.grant.signature"],
    ["grant", { insurer: hash, round: 2 ** 32, signature: `0x${"00".repeat(65)}` }, "certificate.grant.round"],
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

  const text = JSON.stringify(certificate);
  const claimed = JSON.stringify(CLAIM);
  for (const number of ["1.0", "1e0", "1E2", "10e-1", "1.00000000000000000001", "1e-400", "-0", "0.0"]) {
    it(`refuses ${number} where a whole number is meant, in every file`, () => {
      for (const [whole, parse] of [
        [text.replace('"chainId":1', `"chainId":${number}`), parseCertificate],
        [text.replace('"issuedAt":1', `"issuedAt":${number}`), parseCertificate],
        [text.replace('"stage":0', `"stage":${number}`), parseCertificate],
        [claimed.replace('"rank":1', `"rank":${number}`), parseClaim],
      ] as const) {
        expect(whole).to.include(number);
        expect(() => parse(whole)).to.throw("is not written as a whole one");
      }
      expect(() => parseJson(`{"lagSeconds":${number}}`, "policy")).to.throw("is not written as a whole one");
      expect(() => parseReceipts(`{"format":"clairevoie-receipts/1","receipts":[${number}]}`)).to.throw(
        "is not written as a whole one",
      );
    });
  }

  it("takes whole numbers, and text that looks like others", () => {
    expect(parseJson('{"a":-12,"b":0,"c":"1.0 [1e5, -0.5]","1.5":10}', "text")).to.deep.equal({
      ...{ a: -12, b: 0, c: "1.0 [1e5, -0.5]", "1.5": 10 },
    });
    expect(parseJson('{"sphere":-2.25}', "documents", undefined, "any")).to.deep.equal({ sphere: -2.25 });
  });

  it("may say of an aspect that it is as in the nearest receipt before", () => {
    const [first] = certificate.receipts;
    const of = (aspects: object) => ({ ...first, statement: { ...first?.statement, aspects } });
    const other = `0x${"ef".repeat(32)}`;
    const full = {
      ...certificate,
      receipts: [
        of({ reference: hash }),
        of({ billing: hash }),
        of({ reference: other }),
        of({ reference: other, billing: hash }),
      ],
    };
    const short = certificateText(parseCertificate(full));
    expect(short.match(/"="/g)).to.have.length(2);
    expect(parseCertificate(short)).to.deep.equal(full);
    // Only receipts before count, and only of a certificate's own list.
    expect(() =>
      parseCertificate({ ...certificate, receipts: [of({ reference: "=" }), of({ reference: hash })] }),
    ).to.throw("certificate.receipts[0].statement.aspects.reference");
    expect(() =>
      parseReceipts({ format: "clairevoie-receipts/1", receipts: [of({ billing: hash }), of({ billing: "=" })] }),
    ).to.throw("receipts.receipts[1].statement.aspects.billing");
  });

  it("has at most 1,024 siblings in all its paths", () => {
    const [first] = certificate.receipts;
    const path = (length: number) => Array.from({ length }, () => hash);
    const long = (last: number) => ({
      ...certificate,
      receipts: [...Array(16)].map((_, i) => ({ ...first, statementProof: path(i === 0 ? last : 64) })),
    });
    expect(parseCertificate(long(64)).receipts).to.have.length(16);
    const more = long(64);
    more.receipts[1] = { ...first, statementProof: path(64), anchorProof: path(1) } as never;
    expect(() => parseCertificate(more)).to.throw("certificate.receipts: have paths of more than 1024");
  });

  it("takes keys for keys and strings for strings", () => {
    expect(parseJson('{"a":"b","c":["a","a"],"d":{"a":"\\"a\\":1"}}', "text")).to.have.property("a", "b");
  });

  it("is refused where identifiers, salts, statements, trees and policies are made", () => {
    expect(() => partyId(hash, "optician", "12345678200011")).to.throw("party.identifier");
    expect(() => partyId(hash, "insurer", STORE)).to.throw("party.identifier");
    expect(() => partyId(hash, "lens-maker", STORE)).to.throw("party.identifier");
    expect(() => partyId(hash, "lens-maker", "111222338")).to.throw("is not a SIREN");
    for (const identifier of ["111222337", "FR-MF-000012345"]) {
      expect(partyId(ZERO, "lens-maker", identifier)).to.equal(makerName(identifier));
    }
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
    expect(() => commit("reference", salt as typeof hash, { siret: STORE, fileReference: "A" }))
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
