import type * as en from "../en.js";
import type { Translation } from "../translation.js";
import { acting } from "./errors/acting.js";
import { anchoring } from "./errors/anchoring.js";
import { chain } from "./errors/chain.js";
import { commands } from "./errors/commands.js";
import { deployments } from "./errors/deployments.js";
import { documents } from "./errors/documents.js";
import { enclosing } from "./errors/enclosing.js";
import { keeping } from "./errors/keeping.js";
import { values } from "./errors/values.js";

export const errors: Translation<typeof en.errors> = {
  ...values,
  ...documents,
  ...keeping,
  ...chain,
  ...deployments,
  ...enclosing,
  ...anchoring,
  ...acting,
  ...commands,
};
