import path from "node:path";
import type { Circuit } from "./exported.js";
import type { Artefacts } from "./prove.js";

const FOLDER = path.join(import.meta.dirname, "artefacts");

/** The artefacts of a circuit in this package: of the development setup. */
export function artefactsOf(circuit: Circuit): Artefacts {
  return { program: path.join(FOLDER, `${circuit}.wasm`), key: path.join(FOLDER, `${circuit}.zkey`) };
}
