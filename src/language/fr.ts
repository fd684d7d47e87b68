/** Chaque phrase en français. */
export { activities, remedies } from "./fr/activities.js";
export { audit } from "./fr/audit.js";
export { command } from "./fr/command.js";
export { errors } from "./fr/errors.js";
export { deviations, explanations } from "./fr/explanations.js";
export { findings } from "./fr/findings.js";
export { about, names } from "./fr/names.js";
export { report } from "./fr/report.js";
