import { execFileSync } from "node:child_process";
import path from "node:path";

/** Makes the API documentation from TSDoc, into `docs/api`. */
const folder = path.resolve("scripts/api");
execFileSync(path.join(folder, "node_modules/.bin/typedoc"), ["--options", path.join(folder, "typedoc.json")], {
  stdio: "inherit",
});
