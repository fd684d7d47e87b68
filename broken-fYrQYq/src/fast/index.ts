export { type Assessor, type AssessorOptions, makeAssessor } from "./assessor.js";
export { type LargeTree, makeSealer, type Sealer } from "./sealing.js";
