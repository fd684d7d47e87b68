export * from "./building.js";
export * from "./checking.js";
export * from "./facts.js";
