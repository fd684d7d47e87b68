import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Writes a folder of JSON files that others build on, or with `--check` says which are not what the code gives: a file
 * that changed, that is missing, or that nothing makes any more.
 */
export function publish(folder: string, files: ReadonlyMap<string, unknown>, check: boolean): string[] {
  mkdirSync(folder, { recursive: true });
  const present = readdirSync(folder);
  const stale = present.filter((name) => !files.has(name));
  for (const [name, content] of files) {
    const text = `${JSON.stringify(content, null, 2)}\n`;
    if (!check) writeFileSync(`${folder}/${name}`, text);
    else if (!present.includes(name) || readFileSync(`${folder}/${name}`, "utf8") !== text) stale.push(name);
  }
  return stale.map((name) => `${folder}/${name}`);
}
