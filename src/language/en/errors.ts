import { anchoring } from "./errors/anchoring.js";
import { chain } from "./errors/chain.js";
import { commands } from "./errors/commands.js";
import { deployments } from "./errors/deployments.js";
import { documents } from "./errors/documents.js";
import { enclosing } from "./errors/enclosing.js";
import { keeping } from "./errors/keeping.js";
import { values } from "./errors/values.js";

/**
 * What is wrong with an input, or why the chain did not do what was asked; after the field, where there is one. By code: a code
 * never changes its meaning once published.
 */
export const errors: typeof values &
  typeof documents &
  typeof keeping &
  typeof chain &
  typeof deployments &
  typeof enclosing &
  typeof anchoring &
  typeof commands = {
  ...values,
  ...documents,
  ...keeping,
  ...chain,
  ...deployments,
  ...enclosing,
  ...anchoring,
  ...commands,
};
