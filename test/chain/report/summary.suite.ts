import { expect } from "chai";
import { catalogue, type PlayedReport, playedReports } from "../../../scenarios/played.js";

const LANGUAGES = ["en", "fr"] as const;
let reports: ReadonlyMap<string, PlayedReport>;
const of = (name: string) => {
  const found = reports.get(name)?.report;
  if (!found) throw new Error(`there is no scenario ${name}`);
  return found;
};

describe("the three lines of a verdict", () => {
  before(async () => {
    reports = await playedReports();
  });

  for (const { name, expected } of catalogue) {
    it(`say of ${name} what is wrong, who stated what, and what to ask`, () => {
      const { summary, verdict, store } = of(name);
      expect(verdict.outcome).to.equal(expected.outcome);
      for (const language of LANGUAGES) {
        for (const line of [summary.what, summary.who, summary.ask]) {
          expect(line[language])
            .to.match(/^[^\n]{10,}[.]\)?$/)
            .and.not.match(/undefined|null|\{|\}|NaN/);
        }
        const who = summary.who[language];
        const actors = /SIRET|verrier|lens maker|optici|author|auteur|signer|signataire/i;
        expect(who)
          .to.match(actors)
          .and.match(/\b2[01]\d\d\b/);
        expect(who).to.match(
          language === "fr" ? /devis|commande|livraison|facture|stock/ : /quote|order|shipment|invoice|stock/,
        );
        expect(store.siret).to.have.lengthOf(14);
      }
      if (!verdict.conform) {
        expect(summary.ask.en).to.match(/Ask|Compare|Pay nothing/);
        expect(summary.ask.fr).to.match(/Demandez|Comparez|Ne payez rien/);
      } else expect(summary.what.fr).to.match(/^Aucun écart/);
    });
  }

  it("name another cause for each fraud", () => {
    const what = (name: string) => of(name).summary.what.fr;
    const told = {
      "fictitious-equipment": /^Le verrier désigné dans la commande participe .* \(deux verres\)/,
      "cheaper-lens": /^Les verres livrés ne sont pas ceux devisés, commandés et facturés/,
      "cheaper-lens-ordered": /^Le verre droit commandé et livré n'est pas celui devisé et facturé/,
      "code-raised-on-the-invoice":
        /^Le code de regroupement du verre droit facturé n'est pas celui du verre devisé, commandé et livré/,
      "raised-correction": /^La correction du verre droit livré n'est pas celle du verre devisé et commandé/,
      "raised-correction-on-the-quote":
        /^La correction du verre gauche devisé n'est pas celle du verre commandé et livré/,
      "another-order-s-lenses": /autre référence de commande/,
      "price-raised-on-the-invoice": /prix facturés ne sont pas ceux du devis/,
      "frame-exchanged": /^La monture facturée n'est pas celle du devis/,
      "stolen-key": /^Livraison : la clé de signature est déclarée volée/,
      "revoked-key": /^Facture : la clé de signature était déjà révoquée/,
      "shipment-by-the-optician": /^L'opticien a déclaré lui-même la livraison/,
      "claim-after-return": /Le verrier a retiré sa livraison.*Motif : retour/,
      "one-lens-shipped-two-billed": /^Le verrier désigné dans la commande participe .* \(verre gauche\)/,
      "claimed-twice-from-the-same-insurer": /^Vous avez déjà réglé cette part/,
      "audit-finds-another-payer": /^Cette part de la facture est déjà réglée/,
    };
    for (const [name, expected] of Object.entries(told)) expect(what(name), name).to.match(expected);
    expect(new Set(Object.keys(told).map(what)).size).to.equal(Object.keys(told).length);
  });

  it("start from what explains the rest", () => {
    const codes = (name: string) => of(name).findings.map(({ code }) => code);
    expect(codes("replaced-without-withdrawal")[0]).to.equal("superseded-without-justification");
    expect(codes("reason-not-accepted")[0]).to.equal("superseded-without-justification");
    expect(codes("store-sold-before-the-invoice")[0]).to.equal("store-mismatch");
    expect(codes("two-insurers-same-rank")[0]).to.equal("already-settled");
    expect(codes("one-shipment-for-two-dossiers")[0]).to.equal("other-dossier");
    expect(codes("shipment-by-the-optician")[0]).to.equal("same-party");
    expect(codes("unifocal-billed-as-progressive")[0]).to.equal("aspect-mismatch");
    expect(of("unifocal-billed-as-progressive").summary.what.en).to.match(/^The grouped codes of the lenses delivered/);
  });

  it("tell who paid, when a share is paid already", () => {
    expect(of("claimed-twice-from-the-same-insurer").summary.who.en).to.match(/paid by you\./);
    expect(of("two-insurers-same-rank").summary.who.en).to.match(/paid by insurer 0x[0-9a-f]{8}…\./);
  });

  it("never send anyone to ask for a prescription", () => {
    for (const { report: one } of reports.values()) {
      for (const { ask } of [one.summary, ...one.findings]) {
        expect(ask.fr.replace(/Ne demandez pas l'ordonnance/g, "")).to.not.match(/ordonnance/);
        expect(ask.en.replace(/Do not ask for the prescription/g, "")).to.not.match(/prescription/);
      }
    }
  });

  it("have findings by severity below them, all of them and explained", () => {
    const rank = { blocking: 0, pending: 1, "not-verifiable": 2, review: 3, info: 4 };
    for (const [name, { report: one }] of reports) {
      const severities = one.findings.map(({ severity }) => rank[severity]);
      expect(severities, name).to.deep.equal(severities.toSorted());
      expect(one.findings.length, name).to.equal(one.verdict.findings.length);
      for (const { cause, ask } of one.findings) {
        for (const language of LANGUAGES) {
          expect(cause[language], name).to.not.equal("");
          expect(ask[language], name).to.not.match(/[{}]|undefined/);
        }
      }
    }
  });
});

describe("the timeline of a dossier", () => {
  it("says who stated what and when, what replaced it and why it does not count", () => {
    const { entries } = of("breakage-and-remake").timeline;
    const times = entries.map(({ anchoredAt = 0 }) => anchoredAt);
    expect(times).to.deep.equal(times.toSorted((a, b) => a - b));
    expect(entries.map(({ stage, counts }) => `${stage} ${counts}`)).to.include.members(["order false", "order true"]);
    const remade = entries.find(({ stage, supersedes }) => stage === "order" && supersedes);
    const broken = entries.find(({ statement }) => statement === remade?.supersedes?.statement);
    expect(remade?.supersedes?.reason).to.equal("breakage");
    expect(broken?.withdrawn?.reason).to.equal("superseded");
    expect(broken?.counts).to.equal(false);
    const stolen = of("stolen-key").timeline.entries.find(({ stage }) => stage === "shipment");
    expect(stolen?.signer).to.include({ keyStatus: "compromised", role: "lens-maker" });
    expect(stolen?.findings).to.deep.equal(["key-not-valid"]);
  });

  it("says of each aspect whether it was opened, equal, mismatched or hidden", () => {
    const seen = (name: string, stage: string) =>
      Object.fromEntries(
        (of(name).timeline.entries.find((entry) => entry.stage === stage)?.aspects ?? []).map((one) => [
          one.aspect,
          one.seen,
        ]),
      );
    expect(seen("progressive-pair", "invoice")).to.include({
      billing: "opened",
      codeRight: "opened",
      lensRight: "equal",
    });
    expect(seen("progressive-pair", "shipment")).to.include({ prescriptionLeft: "equal", orderRight: "equal" });
    expect(seen("cheaper-lens", "shipment")).to.include({ lensRight: "mismatched", codeRight: "opened" });
    expect(seen("raised-correction", "shipment")).to.include({
      prescriptionRight: "mismatched",
      prescriptionLeft: "equal",
    });
    expect(seen("two-insurers-first", "invoice")).to.include({ payerFirst: "opened", payerSecond: "hidden" });
  });

  it("holds no salt of the certificate, and no value", () => {
    for (const [name, { report: one, judged }] of reports) {
      const text = JSON.stringify({ summary: one.summary, timeline: one.timeline, findings: one.findings });
      const { openings, optician, payer } = judged.certificate;
      for (const salt of [...Object.values(openings), optician.salt, payer.salt])
        expect(text, name).to.not.contain(salt);
    }
  });
});
