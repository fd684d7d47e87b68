import { createHash } from "node:crypto";
import { expect } from "chai";
import { catalogue, type PlayedReport, playedReports } from "../../../scenarios/played.js";
import { hashStatement, type Receipt } from "../../../src/protocol/index.js";
import { type Report, report, reportPage } from "../../../src/report/index.js";

const LANGUAGES = ["en", "fr"] as const;

/** How the first line tells the verdict, by sign and word, in either language. */
const BEGINNINGS = {
  conforming: /^✓ Confor/,
  justified: /^✓ Confor/,
  "not-verifiable": /^\? (?:Non vérifiable|Not verifiable)/,
  pending: /^… (?:En attente|Pending)/,
  "not-conforming": /^✗ (?:Non conforme|Not conforming)/,
} as const;

/** Every tag is closed in its order, and every ampersand begins a reference: what an XML reader would ask, too. */
function isWellFormed(page: string): true | string {
  const open: string[] = [];
  const body = page.replace(/^<!doctype html>\n/, "").replace(/<style>[^<]*<\/style>/, "");
  if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(body)) return "a bare ampersand";
  const tag = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g;
  const rest = body.replace(tag, (_, closes: string, name: string, _attributes: string, ends: string) => {
    if (closes) return open.pop() === name ? "" : "<";
    if (!ends) open.push(name);
    return "";
  });
  if (rest.includes("<")) return `a tag out of place near ${rest.slice(rest.indexOf("<"), rest.indexOf("<") + 60)}`;
  return open.length === 0 ? true : `open: ${open.join()}`;
}

/** What is read of a page, line by line. */
function linesOf(page: string): string[] {
  return page
    .replace(/^[\s\S]*<main>/, "")
    .replace(/<svg[\s\S]*?<\/svg>/g, "")
    .replace(/<\/(?:h\d|p|dd|li|tr|caption)>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replaceAll("\u00a0", " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

describe("the page of a report", () => {
  let reports: ReadonlyMap<string, PlayedReport>;
  const of = (name: string): PlayedReport => {
    const found = reports.get(name);
    if (!found) throw new Error(`there is no scenario ${name}`);
    return found;
  };
  before(async function () {
    this.timeout(600_000);
    reports = await playedReports();
  });

  for (const { name, expected } of catalogue) {
    it(`of ${name} begins with the three lines, is well formed, loads nothing and holds no salt`, () => {
      const { report: one, judged } = of(name);
      const { openings, optician, payer } = judged.certificate;
      for (const language of LANGUAGES) {
        const page = reportPage(one, language);
        expect(isWellFormed(page)).to.equal(true);
        expect(page).to.match(new RegExp(`^<!doctype html>\n<html lang="${language}">`));
        expect(page).to.not.match(/https?:|\/\/|<script|javascript:|\son\w+=|url\(|@import|style="|undefined|NaN/);
        for (const salt of [...Object.values(openings), optician.salt, payer.salt]) expect(page).to.not.contain(salt);
        const [what = "", ...lines] = linesOf(page);
        if (expected.outcome === "pending")
          expect(lines.shift()).to.match(/^(?:En attente jusqu'au|Pending until) ?: /);
        const [who = "", ask = ""] = lines;
        const told = (text: string) => text.replaceAll("\u00a0", " ");
        expect(what).to.contain(told(one.summary.what[language]));
        expect(what).to.match(BEGINNINGS[expected.outcome]);
        expect(who).to.contain(told(one.summary.who[language]));
        expect(ask).to.contain(told(one.summary.ask[language]));
        const read = linesOf(page);
        const messages = one.findings.map(({ message }) => told(message[language]));
        const at = messages.map((message) => read.findIndex((line) => line.endsWith(message) && line !== what));
        expect(at).to.not.include(-1);
      }
    });
  }

  it("allows its own style and nothing else", () => {
    const page = reportPage(of("progressive-pair").report, "en");
    const style = /<style>([^<]*)<\/style>/.exec(page)?.[1] ?? "";
    const allowed = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(allowed.replaceAll("&#39;", "'")).to.equal(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
  });

  it("can be read in both themes: every pair of colours has a contrast of 4.5 or more", () => {
    const page = reportPage(of("progressive-pair").report, "en");
    const themes = [...page.matchAll(/:root\{([^}]*)\}/g)].map(
      ([, declared = ""]) =>
        new Map([...declared.matchAll(/--(\w+):#(\w+)/g)].map(([, name = "", colour = ""]) => [name, colour])),
    );
    expect(themes).to.have.lengthOf(2);
    const light = (hex = "") => {
      const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
      const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
        const part = Number.parseInt(wide.slice(at, at + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const pairs = ["text page", "text panel", "soft page", "soft panel", "on soft"].concat(
      ["good", "bad", "note"].flatMap((tone) => [
        `on ${tone}`,
        `${tone} page`,
        `${tone} ${tone}wash`,
        `text ${tone}wash`,
      ]),
    );
    for (const colours of themes) {
      for (const pair of pairs) {
        const [dark = 0, bright = 0] = pair
          .split(" ")
          .map((name) => light(colours.get(name)))
          .toSorted((a, b) => a - b);
        expect((bright + 0.05) / (dark + 0.05), pair).to.be.at.least(4.5);
      }
    }
  });

  it("escapes whatever a claim says", () => {
    const { report: one } = of("cheaper-lens");
    const hostile = `"><script>alert('x')</script>&`;
    const claim = { ...one.claim, fileReference: hostile, amc: hostile, priorAuthorisation: hostile };
    const page = reportPage(
      { ...one, claim: { ...claim, lines: [{ ...claim.lines[0], code: hostile } as never] } },
      "fr",
    );
    expect(page).to.not.contain("<script");
    expect(page.split("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;")).to.have.lengthOf(6);
    expect(isWellFormed(page)).to.equal(true);
  });

  it("says when in Paris and in UTC, in summer and in winter", () => {
    const { report: one } = of("progressive-pair");
    const at = (iso: string): Report => {
      const time = Date.parse(iso) / 1000;
      const entries = one.timeline.entries.map((entry) => ({ ...entry, anchoredAt: time }));
      return { ...one, timeline: { ...one.timeline, entries } };
    };
    const summer = reportPage(at("2026-07-01T08:05:00Z"), "fr").replaceAll("\u00a0", " ");
    expect(summer).to.contain('<time datetime="2026-07-01T08:05:00Z">1er juillet 2026 à 10:05 (08:05 UTC)</time>');
    const winter = reportPage(at("2026-12-31T23:30:00Z"), "en").replaceAll("\u00a0", " ");
    expect(winter).to.contain("1 January 2027, 00:30 (31 December 2026, 23:30 UTC)");
  });

  it("draws what is missing, what differs, what replaces and who paid", () => {
    const drawn = (name: string) =>
      /<svg class="wide"[\s\S]*?<\/svg>/.exec(reportPage(of(name).report, "en"))?.[0] ?? "";
    expect(drawn("fictitious-equipment")).to.contain(">missing<").and.contain(">?<");
    expect(drawn("cheaper-lens").match(/>≠</g)).to.have.lengthOf(2);
    expect(drawn("progressive-pair")).to.not.contain("≠");
    expect(drawn("breakage-and-remake").match(/class="arc"/g)).to.have.lengthOf(2);
    expect(drawn("claimed-twice-from-the-same-insurer")).to.contain(">€<").and.contain("by you");
  });

  it("stays readable with as many receipts as a certificate may hold", () => {
    const { judged } = of("breakage-and-remake");
    const { certificate, claim, facts, policy } = judged;
    const receipts: Receipt[] = [...certificate.receipts];
    // A long chain of corrections, none of which is anchored.
    while (receipts.length < 64) {
      const last = receipts.at(-1) as Receipt;
      const statement = { ...last.statement, supersedes: hashStatement(last.statement), reason: 1 };
      receipts.push({ ...last, statement });
    }
    const one = report({ ...certificate, receipts }, claim, tolerant(facts), policy);
    expect(one.timeline.entries).to.have.lengthOf(64);
    const page = reportPage(one, "fr");
    expect(isWellFormed(page)).to.equal(true);
    const [, width, height] = /<svg class="narrow" viewBox="0 0 (\d+) (\d+)"/.exec(page) ?? [];
    expect(Number(width)).to.equal(360);
    expect(Number(height)).to.be.greaterThan(16 * 150);
    expect(page.length).to.be.below(250_000);
  });
});

/** Facts of a chain on which nothing else was withdrawn. */
function tolerant(facts: PlayedReport["judged"]["facts"]): PlayedReport["judged"]["facts"] {
  return {
    ...facts,
    withdrawal: (party, statement) => {
      try {
        return facts.withdrawal(party, statement);
      } catch {
        return null;
      }
    },
  };
}
