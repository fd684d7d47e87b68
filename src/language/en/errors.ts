import { commands } from "./errors/commands.js";
import { library } from "./errors/library.js";

/**
 * What is wrong with an input, or why the chain did not do what was asked; after the field, where there is one. By code: a code
 * never changes its meaning once published.
 */
export const errors: typeof library & typeof commands = { ...library, ...commands };
