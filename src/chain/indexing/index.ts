export * from "./building.js";
export * from "./facts.js";
