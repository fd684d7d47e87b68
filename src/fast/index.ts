export { type Assessor, type AssessorOptions, makeAssessor } from "./assessor.js";
