import { InputError } from "../protocol/index.js";
import type { FoundDocument } from "./documents.js";

/** What two references share when one is the other after a spreadsheet: no zeros before a number, no punctuation; a letter O beside a digit is a zero. */
function core(reference: string): string {
  return reference
    .replaceAll(/(?<=\d)O+|O+(?=\d)/g, (run) => "0".repeat(run.length))
    .replaceAll(/(?<!\d)0+(?=\d)/g, "")
    .replaceAll(/[./_-]/g, " ")
    .trim();
}

/** File references of a store that differ so little that one may be the other, damaged. */
export class AlikeReferences {
  /** By store and core: the references, with the line that each came from; 0 of the vault. */
  readonly #known = new Map<string, Map<string, number>>();

  /** @param kept Store and reference of the dossiers that are kept, as `siret/reference`. */
  constructor(kept: readonly string[]) {
    for (const place of kept) {
      const cut = place.indexOf("/");
      this.#add(place.slice(0, cut), place.slice(cut + 1), 0);
    }
  }

  /** What is to be said of a document whose reference is new, and nearly one that is known. */
  of({ line, document }: FoundDocument): InputError | undefined {
    if (document.kind === "shipment") return undefined;
    const { siret, fileReference } = document.reference;
    const others = this.#add(siret, fileReference, line);
    if (others.get(fileReference) !== line) return undefined; // Known by this very name.
    const other = [...others].find(([reference]) => reference !== fileReference);
    if (!other) return undefined;
    return other[1] === 0
      ? new InputError("file", "reference-like-kept")
      : new InputError("file", "reference-like-line", { line: other[1] });
  }

  #add(siret: string, reference: string, line: number): ReadonlyMap<string, number> {
    const key = `${siret}/${core(reference)}`;
    const same = this.#known.get(key) ?? new Map<string, number>();
    this.#known.set(key, same);
    if (!same.has(reference)) same.set(reference, line);
    return same;
  }
}
