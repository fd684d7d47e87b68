import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { extract } from "tar";
import { aFolder } from "./cli.js";

/** What of package.json the tests of the package look at. */
export interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export const manifestIn = (folder: string) =>
  JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;

const linked = (name: string) => path.resolve("node_modules", name);

/** Runs a command; its output. What it printed is the failure when it fails. */
export function output(command: string, args: readonly string[], cwd = "."): string {
  try {
    return execFileSync(command, args, { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
  }
}

/**
 * A program's folder with the packed packages in it, `clairevoie` and `@clairevoie/contracts`, beside the oldest ethers of the range: `ethers-other`. Dependencies are
 * links to those that are installed here, so that no registry is asked.
 */
export async function installPackage() {
  const folder = aFolder();
  const packed = output(path.resolve("node_modules/.bin/tsx"), ["scripts/pack.ts", "--to", folder.path]).trim();
  const unpack = async (name: string, file = "") => {
    const installed = folder.file(`node_modules/${name}`);
    mkdirSync(installed, { recursive: true });
    await extract({ file, cwd: installed, strip: 1 });
    return { tarball: file, installed };
  };
  const [contractsTarball, tarball] = packed.split("\n");
  const contracts = await unpack("@clairevoie/contracts", contractsTarball);
  const { installed } = await unpack("clairevoie", tarball);
  for (const name of [...Object.keys(manifestIn(installed).dependencies ?? {}), "ethers", "@types/node"]) {
    if (name === "@clairevoie/contracts") continue;
    const link = folder.file(`node_modules/${name}`);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(linked(name === "ethers" ? "ethers-other" : name), link);
  }
  writeFileSync(folder.file("package.json"), JSON.stringify({ name: "program", private: true, type: "module" }));
  return { ...folder, tarball: tarball ?? "", installed, contracts };
}

/** All packages that come with one, by what their package.json names. */
export function packagesWith(folder: string, found = new Set<string>()): Set<string> {
  const { dependencies, peerDependencies } = manifestIn(folder);
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    if (found.has(name) || !existsSync(linked(name))) continue;
    found.add(name);
    packagesWith(linked(name), found);
  }
  return found;
}
