export { audit, type Before } from "./audit.js";
export { type Judge, type Judging, judgeFrom, judgeFromIndex, judgeLive } from "./judges.js";
export { type Block, fileSource, LONGEST_LINE, type Source, type Spare } from "./lines.js";
export type { Opener } from "./opening.js";
export { type Output, outputToFile, readBefore } from "./output.js";
export { auditPage } from "./page.js";
export { type AuditRecord, parseAuditRecord } from "./record.js";
export { type AuditSummary, type Count, type Counts, type Rated, startTally, type Tally } from "./summary.js";
