/**
 * Every sentence in English, by what says it: a section a file. A section calls nothing while it is made, so that a program
 * which says little bundles little.
 */
export { activities } from "./en/activities.js";
export { audit } from "./en/audit.js";
export { command } from "./en/command.js";
export { errors } from "./en/errors.js";
export { deviations, explanations } from "./en/explanations.js";
export { findings } from "./en/findings.js";
export { about, names } from "./en/names.js";
export { refusals } from "./en/refusals.js";
export { report } from "./en/report.js";
