import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { zKey } from "snarkjs";
import { compile, SOURCES } from "./compile.js";
import { poseidonConstants } from "./constants.js";
import { CIRCUITS, type Exported, keyLibrary, solidityKey, typescriptKeys } from "./exported.js";
import { developmentKey, developmentPowers, endThreads } from "./setup.js";
import { keyWords } from "./words.js";

/**
 * Makes every artefact from source: constants, circuits, development keys, and what SDK and contracts hold of them. The same
 * bytes each time; `--check` makes them again from nothing and compares.
 */
const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const ROOT = path.resolve(import.meta.dirname, "..");
const BUILD = path.join(import.meta.dirname, values.check ? "build/check" : "build");
const ARTEFACTS = path.join(import.meta.dirname, "artefacts");
const POWERS = path.join(BUILD, "powers.ptau");

const wrong: string[] = [];
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** Writes a file, or says that what is there is not what the source gives. */
function put(file: string, content: Uint8Array | string): void {
  if (!values.check) writeFileSync(file, content);
  else if (!existsSync(file) || sha256(readFileSync(file)) !== sha256(content)) wrong.push(path.relative(ROOT, file));
}

mkdirSync(BUILD, { recursive: true });
put(path.join(SOURCES, "poseidon-constants.circom"), poseidonConstants());
if (values.check || !existsSync(POWERS)) await developmentPowers(POWERS);

const made = await Promise.all(
  CIRCUITS.map(async (circuit) => {
    const compiled = compile(path.join(SOURCES, `main-${circuit}.circom`), BUILD);
    const key = path.join(BUILD, `${circuit}.zkey`);
    await developmentKey(compiled.constraints, POWERS, key);
    put(path.join(ARTEFACTS, `${circuit}.wasm`), readFileSync(compiled.program));
    put(path.join(ARTEFACTS, `${circuit}.zkey`), readFileSync(key));
    return [circuit, keyWords(await zKey.exportVerificationKey(key))] as const;
  }),
);
const keys = Object.fromEntries(made) as Exported["keys"];
const exported: Exported = { id: "development", isDevelopment: true, keys };
put(path.join(ROOT, "src/protocol/keys/development.ts"), typescriptKeys(exported));
for (const circuit of CIRCUITS) {
  put(path.join(ROOT, "contracts/libraries", `${keyLibrary(circuit)}.sol`), solidityKey(circuit, exported));
}
await endThreads();

if (wrong.length > 0) {
  console.error(`not what the source gives: ${wrong.join(", ")}; run npm run build -w circuits`);
  process.exit(1);
}
console.log(values.check ? "every artefact is what the source gives" : "artefacts made");
process.exit(0); // snarkjs leaves handles open.
