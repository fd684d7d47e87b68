import { ASPECTS, FINDINGS, type Finding, STAGES, ZERO } from "../../src/protocol/index.js";
import type { Found } from "../oracle/receipts.js";

/** Findings of the SDK as the oracle writes its own: by number. */
export function numbered(findings: readonly Finding[]): Found[] {
  return findings.map(({ code, severity, stage, aspect, subject, until }) => ({
    code: FINDINGS[code].number,
    severity,
    stage: stage ? STAGES.indexOf(stage) : 255,
    aspect: aspect ? ASPECTS.indexOf(aspect) : 255,
    subject: subject ?? ZERO,
    until: until ?? 0,
  }));
}
