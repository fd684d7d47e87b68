import type { Translation } from "./catalogue.js";
import type * as en from "./en.js";

/** Chaque phrase en français. */

export const errors: Translation<typeof en.errors> = {
  "not-there": "n'existe pas ; vérifiez le chemin",
};

export const findings: Translation<typeof en.findings> = {};

export const report: Translation<typeof en.report> = {};

export const command: Translation<typeof en.command> = {};
