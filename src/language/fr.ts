/** Chaque phrase en français. */
export { activities } from "./fr/activities.js";
export { audit } from "./fr/audit.js";
export { command } from "./fr/command.js";
export { errors } from "./fr/errors.js";
export { deviations, explanations } from "./fr/explanations.js";
export { findings } from "./fr/findings.js";
export { about, names } from "./fr/names.js";
export { refusals } from "./fr/refusals.js";
export { report } from "./fr/report.js";
