import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ClairevoieError } from "../protocol/index.js";

const PACKAGE = "clairevoie";
/** `engines` of package.json: a test holds them to each other. */
export const OLDEST_NODE = "22.13";

/**
 * The command's own words, in place of what breaks later on.
 * @param found As `process.versions.node` says it.
 */
export function refuseOldNode(found: string): void {
  const [major = 0, minor = 0] = found.split(".").map(Number);
  const [oldest = 0, least = 0] = OLDEST_NODE.split(".").map(Number);
  if (major < oldest || (major === oldest && minor < least)) {
    throw new ClairevoieError("node-too-old", { found, needed: OLDEST_NODE });
  }
}

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
