/**
 * Every sentence in English, by what says it. `errors` are by their code: a code never changes its meaning once published.
 * A section is a constant of its own, so that a program which says little loads little.
 */

/** What is wrong with an input, or why the chain did not do what was asked; after the field, where there is one. */
export const errors = {
  "not-there": "is not there; check the path",
};

/** What a finding means. */
export const findings = {};

/** Reports, summaries and pages. */
export const report = {};

/** The command: help, options, what it prints. */
export const command = {};
