import { expect } from "chai";
import { exitCodeFor } from "../../../src/cli/options/judging.js";
import { CATALOGUES } from "../../../src/language/index.js";
import { DEFAULT_POLICY, FINDINGS, hashStatement } from "../../../src/protocol/index.js";
import { iso, type Report, reportPage, SYMBOLS } from "../../../src/report/index.js";
import { type Draft, MAKERS, word } from "../../../testing/drafts.js";
import { at } from "../../../testing/judged-drafts.js";
import { reported } from "../../../testing/reported-drafts.js";

const DAY = 86_400;

const withoutShipment = (made: Draft) => {
  made.statements = made.statements.filter(({ stage }) => stage !== 2);
};
const soonAfterTheInvoice = (made: Draft) => {
  made.blockTime = at(made, "invoice").anchoredAt + DAY;
};
const outside = (made: Draft) => {
  withoutShipment(made);
  made.enrolled = made.enrolled.filter(({ by }) => by !== "maker");
};

/** Each verdict, from the mildest. */
const CASES = {
  conforming: () => reported(),
  justified: () =>
    reported((made) => {
      const quote = at(made, "quote");
      const before = {
        ...quote,
        isWithdrawn: true,
        withdrawnAt: quote.anchoredAt + 60,
        issuedAt: quote.issuedAt - DAY,
      };
      before.anchoredAt -= DAY;
      made.statements.unshift(before);
      quote.supersedes = hashStatement({ dossier: before.dossier, stage: 0, aspects: before.aspects });
      quote.reason = 6;
    }),
  "not-verifiable": () => reported(outside),
  pending: () =>
    reported((made) => {
      withoutShipment(made);
      soonAfterTheInvoice(made);
    }),
  "not-conforming": () => reported(withoutShipment),
} as const;
type Outcome = keyof typeof CASES;
const OUTCOMES = Object.keys(CASES) as Outcome[];

const read = (page: string) =>
  page
    .replace(/<style>[^<]*<\/style>/, "")
    .replaceAll("\u00a0", " ")
    .replaceAll("&#39;", "'");

describe("the five verdicts", () => {
  for (const outcome of OUTCOMES) {
    it(`${outcome}: has its word, its symbol and its colour, in both languages`, () => {
      const one = CASES[outcome]();
      expect(one.verdict.outcome).to.equal(outcome);
      for (const language of ["en", "fr"] as const) {
        const word = CATALOGUES[language].report.outcomes[outcome];
        const page = read(reportPage(one, language));
        const badge = new RegExp(`<span class="badge">\\${SYMBOLS[outcome]} ${word}</span>`, "i");
        expect(page).to.match(badge);
        expect(page).to.not.match(/undefined|NaN/);
        for (const line of Object.values(one.summary)) {
          expect(line[language])
            .to.match(/^[A-ZÀÉ].*[.)]$/)
            .and.not.match(/undefined|[{}]/);
        }
      }
    });
  }

  it("look different from each other, but for justified", () => {
    const heads = OUTCOMES.map(
      (outcome) => /<header class="verdict (\w+)">/.exec(reportPage(CASES[outcome](), "en"))?.[1],
    );
    expect(heads).to.deep.equal(["conforming", "justified", "unverifiable", "pending", "refused"]);
    expect(new Set(Object.values(SYMBOLS)).size).to.equal(4);
  });

  it("have exit codes 0, 0, 5, 4 and 1; of several, that of the worst", () => {
    const judged = (outcome: Outcome) => ({ file: "f", report: CASES[outcome]() });
    expect(OUTCOMES.map((outcome) => exitCodeFor([judged(outcome)]))).to.deep.equal([0, 0, 5, 4, 1]);
    for (const [i, outcome] of OUTCOMES.entries()) {
      const several = OUTCOMES.slice(0, i + 1).map(judged);
      expect(exitCodeFor(several)).to.equal(exitCodeFor([judged(outcome)]));
      expect(exitCodeFor(several.toReversed())).to.equal(exitCodeFor([judged(outcome)]));
    }
  });
});

describe("a pending verdict", () => {
  it("says what it waits for and until when, here and for programs, and accuses nobody", () => {
    const one = CASES.pending();
    const { until } = one.verdict;
    expect(until).to.equal(Math.max(...one.findings.flatMap((finding) => finding.until ?? [])));
    expect(one.summary.what.en).to.match(
      /takes part \(111222337\), and has not stated its delivery yet.*may still come until \d/,
    );
    expect(one.summary.what.fr).to.match(/n'a pas encore déclaré sa livraison.*peut encore venir jusqu'au \d/);
    expect(one.summary.ask.fr).to.match(/^Ne payez rien encore/);
    const page = read(reportPage(one, "fr"));
    expect(page).to.contain(`En attente jusqu'au :</b> <time datetime="${iso(until ?? 0)}">`);
    expect(page).to.contain(">attendu<").and.not.contain(">manque<");
    for (const { cause } of one.findings) expect(`${cause.en} ${cause.fr}`).to.not.match(/fictitious|fictif|fraud/i);
    expect(one.timeline.missing).to.deep.equal([{ stage: "shipment", severity: "pending", until }]);
  });

  it("has words of its own for all that may still come", () => {
    const sooner: Readonly<Record<string, (made: Draft) => void>> = {
      "missing-statement": (made) => {
        made.statements = made.statements.filter(({ stage }) => stage !== 0);
      },
      "missing-aspect": (made) => {
        delete at(made, "shipment").aspects.prescriptionLeft;
      },
      "maker-statement-missing": withoutShipment,
      "not-anchored": (made) => {
        at(made, "invoice").anchoredAt = 0;
        made.blockTime = at(made, "invoice").issuedAt + DAY;
      },
      "not-final": (made) => {
        made.policy = { ...DEFAULT_POLICY, finalitySeconds: 7 * DAY };
      },
    };
    for (const [code, change] of Object.entries(sooner)) {
      const one = reported((made) => {
        soonAfterTheInvoice(made);
        change(made);
      });
      expect(one.verdict.outcome, code).to.equal("pending");
      const found = one.findings.find((finding) => finding.code === code);
      expect(found?.severity, code).to.equal("pending");
      expect(found?.cause.en, code).to.match(/until \d/);
      expect(found?.cause.fr, code).to.match(/jusqu'au \d/);
      expect(found?.ask.fr, code).to.match(/^Ne payez rien encore/);
    }
  });
});

describe("a verdict that is not verifiable", () => {
  it("names the maker, says what it would need, and accuses nobody", () => {
    const one = CASES["not-verifiable"]();
    expect(one.summary.what.en).to.match(
      new RegExp(`did not take part.*\\(${MAKERS.maker}\\).*That is no accusation\\.`),
    );
    expect(one.summary.ask.en).to.match(new RegExp(`^Ask the maker that is named \\(${MAKERS.maker}\\).*the council`));
    expect(one.summary.ask.fr).to.match(/au conseil si et quand il participe/);
    expect(one.summary.who.fr).to.contain(`la commande désigne le verrier ${MAKERS.maker}`);
    expect(one.timeline.makers).to.deep.equal({ right: MAKERS.maker, left: MAKERS.maker });
    expect(one.timeline.missing).to.deep.equal([{ stage: "shipment", severity: "not-verifiable" }]);
    expect(read(reportPage(one, "fr")))
      .to.contain(">dehors<")
      .and.contain(">ne participe pas<");
    const lens = one.timeline.comparison.find(({ aspect }) => aspect === "lensRight");
    expect(lens?.stages.find(({ stage }) => stage === "shipment")).to.deep.equal({
      stage: "shipment",
      absence: "outside",
    });
  });

  it("says of one eye what it says of one eye", () => {
    const one = reported(
      (made) => {
        made.statements = made.statements.filter(({ by }) => by !== "other maker");
        made.enrolled = made.enrolled.filter(({ by }) => by !== "other maker");
      },
      { eyes: ["Right", "Left"], isFramed: true, disclosed: [], rank: 1, payers: 1, isShared: true },
    );
    expect(one.verdict.outcome).to.equal("not-verifiable");
    expect(one.summary.what.en).to.contain(MAKERS["other maker"]).and.not.contain(MAKERS.maker);
    const at = (aspect: string) =>
      one.timeline.comparison
        .find((compared) => compared.aspect === aspect)
        ?.stages.find(({ stage }) => stage === "shipment");
    expect(at("lensLeft")).to.have.property("absence", "outside");
    expect(at("lensRight")).to.have.property("value", 1);
  });
});

describe("an enrolled maker that stated nothing", () => {
  it("is who is asked once it is too late: the statement that is missing is its own", () => {
    const one = CASES["not-conforming"]();
    expect(one.summary.what.en).to.match(/its statement of the delivery is missing.*says nothing against the optician/);
    expect(one.summary.ask.fr).to.match(/^Demandez au verrier \(111222337\)/);
    expect(read(reportPage(one, "en"))).to.contain(">missing<");
  });
});

describe("what is told beside the verdict", () => {
  const codesOf = (one: Report) => one.verdict.findings.map(({ code }) => code);

  it("counts what is to review, and says that a share without a grant cannot be marked", () => {
    const one = reported((made) => {
      made.grant = null;
      made.insurer = { party: word("insurer") };
    });
    expect(codesOf(one)).to.deep.equal(["grant-missing"]);
    expect(one.verdict.outcome).to.equal("conforming");
    expect(one.summary.what.fr).to.contain("À examiner : 1 constat ci-dessous.");
    expect(one.summary.ask.en).to.match(/^Ask the optician for a certificate that is made for you/);
  });

  it("tells a substitution by the maker as one, with no sign of a difference that is at fault", () => {
    const one = reported((made) => {
      const shipment = at(made, "shipment");
      const before = {
        ...shipment,
        aspects: { ...shipment.aspects },
        isWithdrawn: true,
        withdrawnAt: shipment.anchoredAt + 60,
      };
      const other = word("an equal lens");
      for (const each of made.statements) if (each.stage >= 2) each.aspects.lensRight = other;
      shipment.supersedes = hashStatement({ dossier: before.dossier, stage: 2, aspects: before.aspects });
      shipment.reason = 7;
      shipment.issuedAt += 7_200;
      shipment.anchoredAt += 7_200;
      made.statements.splice(2, 0, before);
    });
    expect(codesOf(one)).to.deep.equal(["justified"]);
    expect(one.findings[0]?.cause.en).to.match(/^The lens maker delivered another product than the one ordered/);
    expect(one.timeline.comparison.find(({ aspect }) => aspect === "lensRight")?.isSubstituted).to.equal(true);
    const page = reportPage(one, "en");
    expect(page).to.not.contain("≠</text>").and.not.contain('class="odd"');
  });

  it("tells a void withdrawal as one, of a statement that counts", () => {
    const one = reported((made) => {
      Object.assign(at(made, "invoice"), { isWithdrawn: true, isVoid: true });
    });
    expect(codesOf(one)).to.deep.equal(["void-withdrawal"]);
    expect(one.verdict.outcome).to.equal("conforming");
    expect(read(reportPage(one, "fr"))).to.contain("retrait sans effet le");
  });

  it("says that the maker of each lens is opened, and by the certificate", () => {
    const maker = reported().timeline.comparison.find(({ aspect }) => aspect === "makerLeft");
    expect(maker).to.deep.include({ claim: "opened", isSubstituted: false });
    expect(maker?.stages.map(({ stage }) => stage)).to.deep.equal(["order", "shipment"]);
  });

  it("explains every finding that can be pending as pending too", () => {
    for (const catalogue of Object.values(CATALOGUES)) {
      const pending = Object.entries(catalogue.explanations).flatMap(([code, one]) => ("pending" in one ? [code] : []));
      expect(pending.toSorted()).to.deep.equal([
        "maker-statement-missing",
        "missing-aspect",
        "missing-statement",
        "not-anchored",
        "not-final",
        "stock-not-used",
      ]);
      for (const code of pending) expect(FINDINGS).to.have.property(code);
    }
  });
});
