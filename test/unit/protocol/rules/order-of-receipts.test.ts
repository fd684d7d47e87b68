import { expect } from "chai";
import {
  assess,
  type Certificate,
  hashStatement,
  InputError,
  OUTCOMES,
  parseCertificate,
  parseClaim,
  type Verdict,
} from "../../../../src/protocol/index.js";
import { type Chance, chance } from "../../../../testing/chance.js";
import { DEVIATIONS, TRADE_DEVIATIONS } from "../../../../testing/deviations.js";
import { type Draft, draft, type Shape, seal } from "../../../../testing/drafts.js";
import { EFFORT } from "../../../../testing/effort.js";
import { ONE_LENS, PAIR } from "../../../../testing/judged-drafts.js";

const SHAPES: readonly Shape[] = [PAIR, ONE_LENS, { ...PAIR, isShared: true }, { ...PAIR, eyes: [] }];
const CASES = 50 * EFFORT;

/** What is found, whatever receipt of equals is named. */
const said = ({ findings }: Verdict) =>
  [
    ...new Set(
      findings.map(({ code, stage, aspect, severity, until }) =>
        JSON.stringify([code, stage, aspect, severity, until]),
      ),
    ),
  ].sort();

/** A dossier with some things that are not as usual. */
function odd(drawing: Chance, name: string): Draft {
  const made = draft(name, drawing.pick(SHAPES));
  const kinds = drawing.next() < 0.6 ? TRADE_DEVIATIONS : DEVIATIONS;
  for (let i = drawing.whole(1, 3); i > 0; i--) drawing.pick(kinds)[1](made);
  return made;
}

/** A certificate, unless no reader takes it or its claim. */
function readable(text: string, claim: string): Certificate | undefined {
  try {
    parseClaim(claim);
    return parseCertificate(text);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Hashes of the invoices that are shown. */
function invoicesOf({ receipts }: Certificate): Set<string> {
  return new Set(
    receipts.filter(({ statement }) => statement.stage === 3).map(({ statement }) => hashStatement(statement)),
  );
}

/** The same receipts in another order, some of them again. */
function reordered<R>(receipts: readonly R[], drawing: Chance): R[] {
  const all = [...receipts, ...receipts.filter(() => drawing.next() < 0.3)];
  return all
    .map((receipt) => [drawing.next(), receipt] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}

describe("the verdict of receipts in any order, shown once or more often", () => {
  it("is the same", () => {
    const drawing = chance("order of receipts");
    const outcomes = new Map<string, number>();
    for (let i = 0; i < CASES; i++) {
      const { certificate: text, claim, facts, policy, insurer } = seal(odd(drawing, `odd ${i}`));
      const certificate = readable(text, claim);
      // Of several invoices the first is the one that is settled: which one that is may be said by who presents them.
      if (!certificate || invoicesOf(certificate).size > 1) continue;
      const judge = (receipts: Certificate["receipts"]) =>
        assess({ ...certificate, receipts }, parseClaim(claim), facts, policy, insurer);
      const before = judge(certificate.receipts);
      const after = judge(reordered(certificate.receipts, drawing));
      outcomes.set(before.outcome, (outcomes.get(before.outcome) ?? 0) + 1);
      const about = `case ${i}: ${said(before)} became ${said(after)}`;
      expect([after.outcome, after.until], about).to.deep.equal([before.outcome, before.until]);
      // Of two values of one aspect the first stands: then what differs from it depends on which is first.
      if (!before.findings.some(({ code }) => code === "ambiguous-statement")) {
        expect(said(after), about).to.deep.equal(said(before));
      }
    }
    expect([...outcomes.keys()]).to.include.members([...OUTCOMES]);
  });
});
