import type { Eye, Hex } from "../src/protocol/index.js";
import type { Opening } from "./inputs.js";
import { type Artefacts, proveCategory } from "./prove.js";

/** What a page asks of the worker; the artefacts are bytes that the page fetched. */
export interface Asked {
  readonly artefacts: Artefacts;
  readonly dossier: Hex;
  readonly eye: Eye;
  readonly opening: Opening;
}

/** The part of a worker's scope that is used; TypeScript's library of pages has another. */
interface Scope {
  onmessage: ((event: { readonly data: Asked }) => void) | null;
  postMessage(message: unknown): void;
}

// A browser's worker: bundled with esbuild, the page stays responsive while it proves.
const scope = globalThis as unknown as Scope;
scope.onmessage = async ({ data: { artefacts, dossier, eye, opening } }) => {
  try {
    scope.postMessage(await proveCategory(artefacts, dossier, eye, opening));
  } catch (error) {
    scope.postMessage({ error: error instanceof Error ? error.message : "the proof could not be made" });
  }
};
