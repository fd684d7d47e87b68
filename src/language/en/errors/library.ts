import { acting } from "./acting.js";
import { anchoring } from "./anchoring.js";
import { chain } from "./chain.js";
import { deployments } from "./deployments.js";
import { documents } from "./documents.js";
import { enclosing } from "./enclosing.js";
import { keeping } from "./keeping.js";
import { values } from "./values.js";

/** What the library throws: a page that verifies loads these sentences, and not those of the command alone. */
export const library: typeof values &
  typeof documents &
  typeof keeping &
  typeof chain &
  typeof deployments &
  typeof enclosing &
  typeof anchoring &
  typeof acting = {
  ...values,
  ...documents,
  ...keeping,
  ...chain,
  ...deployments,
  ...enclosing,
  ...anchoring,
  ...acting,
};
