import { parseCertificate, parseClaim } from "../src/protocol/index.js";
import { type Report, report } from "../src/report/index.js";
import { type Draft, draft, type Shape, seal } from "./drafts.js";
import { PAIR } from "./judged-drafts.js";

/** Reports a dossier that conforms but for what is changed. */
export function reported(change: (made: Draft) => void = () => {}, shape: Shape = PAIR): Report {
  const made = draft("report", shape);
  change(made);
  const { certificate, claim, facts, policy, insurer } = seal(made);
  return report(parseCertificate(certificate), parseClaim(claim), facts, policy, insurer);
}
