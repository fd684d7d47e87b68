/** What creates each contract. No other module loads bytecode, and this one is imported only to deploy. */
export { FACTORIES } from "../../packages/contracts/index.js";
