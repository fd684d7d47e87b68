import { readFileSync } from "node:fs";

/** Fails when a dependency, direct or not, has a licence that is not known here, or one of the package's own is not documented. */

/** What Apache-2.0 software may carry along: permissive, without copyleft. */
const IN_THE_PACKAGE = ["MIT", "Apache-2.0", "MIT OR Apache-2.0", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause"];
/** What tools may have besides: they are run here and not passed on. */
const OF_TOOLS = [
  "BlueOak-1.0.0",
  "Python-2.0",
  "WTFPL OR MIT",
  "(Apache-2.0 WITH LLVM-exception)",
  "(BSD-2-Clause OR MIT OR Apache-2.0)",
];
/** Packages whose lock entry names no licence, with the one that their own files name. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  "node_modules/@nomicfoundation/ignition-ui": "MIT", // Its LICENSE file.
  "node_modules/esprima": "BSD-2-Clause", // Likewise "BSD", and its LICENSE file.
  "node_modules/memorystream": "MIT", // The old field `licenses` of its package.json.
};

/** What makes proofs, in the package `circuits` alone: nothing of this package imports it (docs/dependencies.md). */
const OF_THE_PROVER =
  /^node_modules\/(?:@iden3\/[a-z]+|circom2|fastfile|ffjavascript|r1csfile|snarkjs|wasm(?:builder|curves))(?:\/|$)/;

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const parse = <T>(name: string): T => JSON.parse(readFileSync(name, "utf8")) as T;
const { packages } = parse<{ packages: Record<string, Locked> }>("package-lock.json");
const { dependencies = {}, devDependencies = {} } = parse<Manifest>("package.json");
const table = readFileSync("docs/dependencies.md", "utf8");

const installed = Object.entries(packages).filter(([name, { link }]) => name.includes("node_modules/") && !link);
const wrong = installed.flatMap(([name, { version, integrity, resolved, license, dev, devOptional, optional }]) => {
  const found = license ?? READ_BY_HAND[name] ?? "none";
  const allowed = dev || devOptional || optional ? [...IN_THE_PACKAGE, ...OF_TOOLS] : IN_THE_PACKAGE;
  const isOfTheProver = found.startsWith("GPL-3.0") && OF_THE_PROVER.test(name);
  return [
    ...(isOfTheProver || allowed.includes(found) ? [] : [`${name}: licence ${found} is not allowed here`]),
    ...(version && integrity ? [] : [`${name}: the lock has no version or no integrity of it`]),
    ...(resolved ? [`${name}: the lock names a host; remove "resolved"`] : []),
  ];
});
const names = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
const unpinned = Object.entries({ ...dependencies, ...devDependencies }).flatMap(([name, version]) =>
  /^\d+\.\d+\.\d+$/.test(version) ? [] : [`${name}: ${version} is not one version`],
);
/** `@types/mocha` goes with mocha. */
const isNamed = (name: string) => name.startsWith("@types/") || table.includes(name);
const undocumented = names.filter((name) => !isNamed(name)).map((name) => `${name}: not in docs/dependencies.md`);

const faults = [...wrong, ...unpinned, ...undocumented];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`licences: ${installed.length} packages, each with one that is allowed`);
