export { type Indexed, type IndexOptions, type IndexProof, updateIndex } from "./building.js";
export { type CheckOptions, checkIndex, type IndexCheck, type IndexProblem } from "./checking.js";
export { type IndexFacts, openFacts } from "./facts.js";
export { type CheckedFacts, type IndexWishes, openCheckedFacts } from "./opening.js";
