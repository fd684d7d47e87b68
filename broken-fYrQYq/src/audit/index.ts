export * from "./audit.js";
export * from "./entry.js";
export * from "./judges.js";
export * from "./lines.js";
export * from "./output.js";
export * from "./page.js";
export * from "./pairs.js";
export * from "./summary.js";
