export * from "./building.js";
export * from "./checking.js";
export * from "./facts.js";
export { type CheckedFacts, type IndexWishes, openCheckedFacts } from "./opening.js";
