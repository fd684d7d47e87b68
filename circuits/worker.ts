import { type Eye, type Hex, InputError } from "../src/protocol/index.js";
import type { EyeOpenings, Opening } from "./inputs.js";
import { type Artefacts, type BandProven, proveBand, proveRenewal } from "./prove.js";

/** What a page asks of the worker; the artefacts are bytes that the page fetched. */
export type Asked =
  | {
      readonly predicate: "band";
      readonly artefacts: Artefacts;
      readonly dossier: Hex;
      readonly eye: Eye;
      readonly opening: Opening;
      readonly mask: number;
    }
  | {
      readonly predicate: "renewal";
      readonly artefacts: Artefacts;
      /** The new one. */
      readonly dossier: Hex;
      readonly before: EyeOpenings;
      readonly after: EyeOpenings;
    };

/** What it answers: what a certificate holds of the proof, or why there is none, with no value of the prescription. */
export type Answered = BandProven | Awaited<ReturnType<typeof proveRenewal>> | { readonly error: string };

/** The part of a worker's scope that is used; TypeScript's library of pages has another. */
interface Scope {
  onmessage: ((event: { readonly data: Asked }) => void) | null;
  postMessage(message: Answered): void;
}

const prove = (asked: Asked) =>
  asked.predicate === "band"
    ? proveBand(asked.artefacts, asked.dossier, asked.eye, asked.opening, asked.mask)
    : proveRenewal(asked.artefacts, asked.dossier, asked.before, asked.after);

// A browser's worker: bundled with esbuild, the page stays responsive while it proves.
const scope = globalThis as unknown as Scope;
scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(await prove(data));
  } catch (error) {
    // Of what the library says nothing is passed on: it has seen the prescription.
    scope.postMessage({ error: error instanceof InputError ? error.message : "the proof could not be made" });
  }
};
