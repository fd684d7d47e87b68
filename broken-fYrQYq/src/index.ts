export * from "./chain/index.js";
export * from "./parties/index.js";
export * from "./protocol/index.js";
