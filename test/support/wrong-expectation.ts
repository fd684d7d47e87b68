import { CASES } from "../../scripts/demo/cases.js";

/** Loaded before the demonstration: its first case then expects what it does not find. */
const [first] = CASES;
if (!first) throw new Error("the demonstration has no case");
Object.assign(first, { expected: ["other-dossier"] });
