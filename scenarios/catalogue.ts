import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseJson } from "../src/protocol/json.js";
import { ScenarioError } from "./errors.js";
import { GROUPS, readScenario, type Scenario } from "./scenario.js";

export const FOLDER = path.join(import.meta.dirname, "data");

/** Every scenario of a folder, by group and name. @throws {ScenarioError} naming the file and the field that is wrong. */
export function readCatalogue(folder = FOLDER): Scenario[] {
  const groups = GROUPS.filter((group) => existsSync(path.join(folder, group)));
  if (groups.length === 0) throw new ScenarioError(folder, `has no folder ${GROUPS.join(", ")}`);
  return groups.flatMap((group) =>
    readdirSync(path.join(folder, group))
      .filter((file) => file.endsWith(".json"))
      .sort()
      .map((file) => {
        const text = readFileSync(path.join(folder, group, file), "utf8");
        return readScenario(parseJson(text, file, undefined, "any"), path.basename(file, ".json"), group);
      }),
  );
}
