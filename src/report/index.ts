export * from "./actors.js";
export * from "./causes.js";
export * from "./comparison.js";
export * from "./explanations.js";
export * from "./report.js";
export * from "./summary.js";
export * from "./timeline.js";
export * from "./words.js";
