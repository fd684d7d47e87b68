import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { powersOfTau, zKey } from "snarkjs";
import { compile, SOURCES } from "./compile.js";
import { CIRCUITS, type Exported, solidityKey, typescriptKeys } from "./exported.js";
import { BEACON_EXPONENT, newPowers } from "./setup.js";
import { keyWords } from "./words.js";

/**
 * The ceremony for production keys, one step a call: README.md tells the order. A folder goes from hand to hand; each step adds
 * files, numbered, and overwrites none. First half: powers of tau. Second half: the keys of both circuits.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { name: { type: "string" }, value: { type: "string" } },
});
const [step = "", folder = ""] = positionals;

function stop(said: string): never {
  console.error(said);
  process.exit(2);
}
if (folder === "") stop("name the folder of the ceremony: npm run ceremony -w circuits -- <step> <folder>");
const file = (name: string) => path.join(folder, name);
const files = () => (existsSync(folder) ? readdirSync(folder).sort() : []);
const constraintsOf = (circuit: string) =>
  compile(path.join(SOURCES, `main-${circuit}.circom`), file("build")).constraints;

/** The last of what was contributed, and the number and name of the next. */
function last(what: string, extension: string): string | undefined {
  return files().findLast((name) => new RegExp(`^${what}-\\d{3}-[a-z0-9-]+\\.${extension}$`).test(name));
}
function next(previous: string, what: string, name: string): string {
  const number = Number(previous.slice(what.length + 1, what.length + 4)) + 1;
  return file(`${what}-${String(number).padStart(3, "0")}-${name}.${previous.split(".").at(-1)}`);
}

const PREPARED = "prepared.ptau";
const FINAL = "beacon";
/** The halves of the ceremony: which files are contributed to now. */
const inKeys = () => files().includes(PREPARED);
const current = (): (readonly [what: string, name: string])[] => {
  const found = inKeys()
    ? CIRCUITS.map((c) => [c, last(c, "zkey")] as const)
    : [["powers", last("powers", "ptau")] as const];
  const known = found.flatMap(([what, name]) => (name === undefined ? [] : [[what, name] as const]));
  if (known.length === 0) stop(`${folder} holds no ceremony: begin with the step start`);
  if (known.some(([, name]) => name.includes(`-${FINAL}.`))) stop("this half of the ceremony is over");
  return known;
};
const tell = (made: string) =>
  console.log(`${path.basename(made)} sha256 ${createHash("sha256").update(readFileSync(made)).digest("hex")}`);

async function contribute(): Promise<void> {
  const name = values.name ?? "";
  if (!/^[a-z][a-z0-9-]{1,30}$/.test(name) || name === FINAL) stop("--name must be 2 to 31 of a-z, 0-9 and -");
  for (const [what, previous] of current()) {
    const made = next(previous, what, name);
    // snarkjs mixes this with randomness of its own; it is kept nowhere.
    const entropy = randomBytes(64).toString("hex");
    const half = inKeys() ? zKey : powersOfTau;
    await half.contribute(file(previous), made, name, entropy);
    tell(made);
  }
}

async function beacon(): Promise<void> {
  const value = values.value ?? "";
  if (!/^[0-9a-f]{64}$/.test(value))
    stop("--value must be 64 lower-case hexadecimal digits, such as a block's hash without 0x");
  const half = inKeys() ? zKey : powersOfTau;
  const finals: string[] = [];
  for (const [what, previous] of current()) {
    const made = next(previous, what, FINAL);
    await half.beacon(file(previous), made, FINAL, value, BEACON_EXPONENT);
    tell(made);
    finals.push(made);
  }
  if (inKeys()) return exportKeys();
  await powersOfTau.preparePhase2(finals[0] ?? "", file(PREPARED));
  for (const circuit of CIRCUITS) {
    const made = file(`${circuit}-000-start.zkey`);
    await zKey.newZKey(constraintsOf(circuit), file(PREPARED), made);
    tell(made);
  }
}

/** Writes what SDK and contracts hold, for a person to put in their place. */
async function exportKeys(): Promise<void> {
  const made = await Promise.all(
    CIRCUITS.map(async (circuit) => {
      const key = await zKey.exportVerificationKey(file(last(circuit, "zkey") ?? ""));
      return [circuit, keyWords(key)] as const;
    }),
  );
  const exported: Exported = {
    id: "ceremony",
    isDevelopment: false,
    keys: Object.fromEntries(made) as Exported["keys"],
  };
  writeFileSync(file("ceremony.ts"), typescriptKeys(exported));
  for (const circuit of CIRCUITS) writeFileSync(file(`${circuit}-key.sol`), solidityKey(circuit, exported));
}

/** What fails is named; the digests are for contributors to compare. */
async function verify(): Promise<void> {
  const powers = last("powers", "ptau") ?? stop(`${folder} holds no ceremony`);
  const wrong: string[] = [];
  if (!(await powersOfTau.verify(file(powers)))) wrong.push(powers);
  if (inKeys()) {
    // Verifies the whole chain of contributions, and that it began with these circuits.
    for (const circuit of CIRCUITS) {
      const key = last(circuit, "zkey") ?? "";
      if (!(await zKey.verifyFromR1cs(constraintsOf(circuit), file(PREPARED), file(key)))) wrong.push(key);
    }
    const rebuilt = file("build/rebuilt.ptau");
    await powersOfTau.preparePhase2(file(powers), rebuilt);
    if (!readFileSync(rebuilt).equals(readFileSync(file(PREPARED)))) wrong.push(PREPARED);
  }
  for (const name of files().filter((one) => /\.(?:ptau|zkey)$/.test(one))) tell(file(name));
  if (wrong.length > 0) stop(`does not verify: ${wrong.join(", ")}`);
  console.log("every contribution verifies");
}

if (step === "start") {
  if (files().length > 0) stop(`${folder} is not empty`);
  mkdirSync(folder, { recursive: true });
  await newPowers(file("powers-000-start.ptau"));
} else if (step === "contribute") await contribute();
else if (step === "beacon") await beacon();
else if (step === "verify") await verify();
else stop("the steps are start, contribute, beacon and verify");
process.exit(0); // snarkjs leaves threads.
