import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const PACKAGE = "clairevoie";

/** The version of this package: from its package.json, which stands above the source, the build and the installation alike. */
export function packageVersion(): string {
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const file = path.join(folder, "package.json");
    if (existsSync(file)) {
      const { name, version } = JSON.parse(readFileSync(file, "utf8")) as { name?: string; version?: string };
      if (name === PACKAGE && version !== undefined) return version;
    }
    if (folder === path.dirname(folder)) return "unknown";
  }
}
