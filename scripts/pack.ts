import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { gzip } from "@gfx/zopfli";
import { create } from "tar";

/**
 * Packs `clairevoie`, and `@clairevoie/contracts` on which it depends: the files that `npm pack` packs, in another order: each module's declarations, code and source side by side, then all
 * source maps. gzip finds what is said again within 32 kB, so the tarball is a third smaller; zopfli writes the same format in
 * fewer bytes. The manifest leaves out what builds and tests the package. `--to` names the folder.
 */
interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/**
 * `src/chain/suite` of each of `src/chain/suite.ts`, `dist/src/chain/suite.js` and `dist/src/chain/suite.d.ts`. Translations of
 * one catalogue, and a contract and its interface, come one after the other.
 */
const moduleOf = (file: string) =>
  file
    .replace(/^dist\//, "")
    .replace(/\.(?:d\.ts|ts|js|js\.map)$/, "")
    .replace(/^(src\/language)\/(en|fr)\/(.*)/, "$1/$3/$2")
    .replace(/^(typechain-types.*\/)interfaces\/I/, "$1");
const isMap = (file: string) => file.endsWith(".map");
const to = process.argv[2] === "--to" ? process.argv[3] : ".";
// npm's time for every file: the same tree gives the same bytes.
const mtime = new Date("1985-10-26T08:15:00Z");

/** What builds and tests a package is of no use to those who install it. */
const OF_THE_REPOSITORY = ["devDependencies", "packageManager", "scripts", "wireit", "workspaces"];

function manifestOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Record<string, unknown>;
  for (const name of OF_THE_REPOSITORY) delete manifest[name];
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Packs the package of a folder; prints the tarball's path. */
async function pack(folder: string): Promise<void> {
  const told = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: folder,
    encoding: "utf8",
  });
  const [packed] = JSON.parse(told) as Packed[];
  if (!packed) throw new Error(`npm names no files to pack in ${folder}`);
  const files = packed.files
    .map((file) => file.path)
    .sort(
      (a, b) =>
        Number(isMap(a)) - Number(isMap(b)) ||
        moduleOf(a).localeCompare(moduleOf(b), "en") ||
        Number(b.includes("/interfaces/")) - Number(a.includes("/interfaces/")) ||
        b.localeCompare(a, "en"),
    );
  const file = path.join(to ?? ".", packed.filename);
  const staged = mkdtempSync(path.join(tmpdir(), "clairevoie-pack-"));
  for (const name of files) cpSync(path.join(folder, name), path.join(staged, name));
  // Programs read them: people read docs/schemas.
  for (const name of files.filter((one) => one.endsWith(".schema.json"))) {
    writeFileSync(path.join(staged, name), JSON.stringify(JSON.parse(readFileSync(path.join(folder, name), "utf8"))));
  }
  writeFileSync(path.join(staged, "package.json"), manifestOf(folder));
  const options = { portable: true, prefix: "package", noDirRecurse: true, mtime, cwd: staged };
  writeFileSync(file, await promisify(gzip)(await buffer(create(options, files)), { numiterations: 4 }));
  rmSync(staged, { recursive: true });
  console.log(file);
}

await pack("packages/contracts");
await pack(".");
