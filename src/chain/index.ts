export * from "./connection.js";
export * from "./deployment.js";
export * from "./errors.js";
export * from "./live.js";
export * from "./suite.js";
export * from "./transactions.js";
export * from "./verdict.js";
