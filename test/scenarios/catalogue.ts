import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseJson } from "../../src/protocol/index.js";
import { GROUPS, readScenario, type Scenario } from "./scenario.js";

const FOLDER = path.join(import.meta.dirname, "data");

/** Every scenario, by group and name. @throws {InputError} naming the file and the field that is wrong. */
export function readCatalogue(): Scenario[] {
  return GROUPS.flatMap((group) =>
    readdirSync(path.join(FOLDER, group))
      .sort()
      .map((file) => {
        const name = path.basename(file, ".json");
        return readScenario(parseJson(readFileSync(path.join(FOLDER, group, file), "utf8"), file), name, group);
      }),
  );
}
