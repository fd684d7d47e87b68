import { assess, type Finding, parseCertificate, parseClaim, type Verdict } from "../src/protocol/index.js";
import { type Draft, type DraftStatement, draft, type Shape, seal } from "./drafts.js";

/** Two lenses of one maker, a frame, one insurer. */
export const PAIR: Shape = { eyes: ["Right", "Left"], isFramed: true, disclosed: [], rank: 1, payers: 1 };
/** One lens. */
export const ONE_LENS: Shape = { ...PAIR, eyes: ["Right"] };

/** Judges a dossier that conforms but for what is changed. */
export function judged(change: (made: Draft) => void = () => {}, shape: Shape = PAIR): Verdict {
  const made = draft("rule", shape);
  change(made);
  return judgedAsIs(made);
}

/** Judges a draft. */
export function judgedAsIs(made: Draft): Verdict {
  const { certificate, claim, facts, policy, insurer } = seal(made);
  return assess(parseCertificate(certificate), parseClaim(claim), facts, policy, insurer);
}

/** A finding in a word: code, stage, aspect, and its severity where it is not blocking. */
const told = ({ code, stage, aspect, severity, until }: Finding) =>
  [
    code,
    ...(stage ? [stage] : []),
    ...(aspect ? [aspect] : []),
    ...(severity === "blocking" ? [] : [severity]),
    ...(until === undefined ? [] : [String(until)]),
  ].join(" ");

/** What was found, each in a word. */
export function found(verdict: Verdict): string[] {
  return verdict.findings.map(told);
}

/** The first statement of a stage. */
export function at({ statements }: Draft, stage: "quote" | "order" | "shipment" | "invoice"): DraftStatement {
  const number = ["quote", "order", "shipment", "invoice"].indexOf(stage);
  const one = statements.find((statement) => statement.stage === number);
  if (!one) throw new Error(`no ${stage}`);
  return one;
}
