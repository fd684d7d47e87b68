import { readFileSync } from "node:fs";

/** Fails when a package of the lock file has a licence that is not known here, or one of our own is not pinned and documented. */

/** What Apache-2.0 software may carry along: permissive, without copyleft. */
const SHIPPED = ["MIT", "Apache-2.0", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause"];
/** Tools may have these besides: they run here and are not passed on. */
const TOOLS = [
  "Artistic-2.0",
  "BlueOak-1.0.0",
  "CC-BY-3.0",
  "CC0-1.0",
  "Python-2.0",
  "WTFPL",
  "Apache-2.0 WITH LLVM-exception",
];
/** Packages whose lock entry names no licence, or one that is not known here, with the licence that their own files name. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  "node_modules/@nomicfoundation/ignition-ui": "MIT",
  "node_modules/esprima": "BSD-2-Clause",
  "node_modules/memorystream": "MIT",
};
/** What makes proofs, in the package `circuits` alone (docs/decisions/008-proof-system.md). */
const PROVER =
  /^node_modules\/(?:@iden3\/[a-z]+|circom2|fastfile|ffjavascript|r1csfile|snarkjs|wasm(?:builder|curves))(?:\/|$)/;

interface Locked {
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}
const parse = (name: string) => JSON.parse(readFileSync(name, "utf8"));
const { packages } = parse("package-lock.json") as { packages: Record<string, Locked> };
const { dependencies, devDependencies } = parse("package.json") as Record<string, Record<string, string>>;
const table = readFileSync("docs/dependencies.md", "utf8");

/** Whether one side of every "or" is allowed as a whole. */
const isAllowed = (licence: string, allowed: readonly string[]): boolean =>
  licence
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((side) => side.split(" AND ").every((one) => allowed.includes(one)));

const installed = Object.entries(packages).filter(([name, { link }]) => name.includes("node_modules/") && !link);
const wrong = installed.flatMap(([name, { license, dev, devOptional, optional }]) => {
  const licence = READ_BY_HAND[name] ?? license ?? "none";
  const allowed = dev || devOptional || optional ? [...SHIPPED, ...TOOLS] : SHIPPED;
  const ofProver = PROVER.test(name) ? ["GPL-3.0"] : [];
  return isAllowed(licence, [...allowed, ...ofProver]) ? [] : [`${name}: licence ${licence} is not allowed here`];
});
const direct = Object.entries({ ...dependencies, ...devDependencies });
const unpinned = direct
  .filter(([, version]) => !/^(?:npm:\w+@)?\d+\.\d+\.\d+$/.test(version))
  .map(([name]) => `${name}: not pinned`);
const undocumented = direct
  .filter(([name]) => !name.startsWith("@types/") && !table.includes(name))
  .map(([name]) => `${name}: not in docs/dependencies.md`);

const faults = [...wrong, ...unpinned, ...undocumented];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(`licences: ${installed.length} packages, each with one that is allowed`);
