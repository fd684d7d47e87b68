import { createHmac } from "node:crypto";
import type { Dossier, EquipmentFile, LensFile } from "../parties/index.js";
import { codeOfLens, EYES, type Eye, InputError } from "../protocol/index.js";
import type { PartialLens, StoreDocument } from "./documents.js";

type Lenses = { readonly [E in Eye]?: LensFile };

/** An equipment to be stated, and what is kept of it for later documents of the file. */
export interface Merged {
  readonly stated: EquipmentFile;
  readonly kept: EquipmentFile;
}

/**
 * What a document states of an equipment. A quote says all of it; an order or an invoice may leave code, lens or
 * prescription of an eye empty, which are then as last stated.
 * @param at When the lenses are or were ordered, Unix seconds: which table of codes counts.
 * @throws {InputError} naming the column, when there was nothing to continue, or a code is not that of its lens.
 */
export function mergeDocument(document: StoreDocument, last: EquipmentFile | undefined, at: number): Merged {
  const { kind, reference, billing, frame, payers } = document;
  if (kind !== "quote" && !last) throw new InputError("file", "without-quote");
  if (kind === "order" && last) {
    const eyes = orderedEyes(document, last.eyes, at);
    return { stated: { ...last, eyes }, kept: { ...last, eyes: { ...last.eyes, ...eyes } } };
  }
  for (const eye of EYES) {
    if (kind === "invoice" && document.eyes[eye] && !last?.eyes[eye]) {
      throw new InputError(`code.${eye}`, "lens-never-quoted");
    }
  }
  if (!billing) throw new InputError("price.right", "cell-empty");
  const eyes = {
    ...completed(document.eyes.right, last?.eyes.right, "right", at),
    ...completed(document.eyes.left, last?.eyes.left, "left", at),
  };
  const stated: EquipmentFile = { reference, billing, eyes, ...(frame && { frame }), ...(payers && { payers }) };
  return { stated, kept: stated };
}

function orderedEyes({ eyes, made }: StoreDocument, last: Lenses, at: number): Lenses {
  const found: { [E in Eye]?: LensFile } = {};
  for (const eye of EYES) {
    const part = made === undefined ? eyes[eye] : last[eye] && made;
    Object.assign(found, completed(part, last[eye], eye, at));
  }
  if (!found.right && !found.left) throw new InputError("order", "quoted-without-lenses");
  return found;
}

/** A lens with what the document leaves to what was stated before. */
function completed(part: PartialLens | undefined, last: LensFile | undefined, eye: Eye, at: number): Lenses {
  if (!part) return {};
  const { code, lens, prescription, orderReference, maker } = { ...last, ...part };
  if (!code) throw new InputError(`code.${eye}`, "cell-never-stated");
  if (!lens) throw new InputError(`edi.${eye}`, "cell-never-stated");
  if (!prescription) throw new InputError(`sphere.${eye}`, "cell-never-stated");
  const ordered = { ...(orderReference !== undefined && { orderReference }), ...(maker !== undefined && { maker }) };
  // What a row does not say of the correction was stated before: the code is held to that too.
  return { [eye]: { code: codeOfLens(code, prescription, at, `code.${eye}`), lens, prescription, ...ordered } };
}

/**
 * What tells whether a document was stated already. Under the dossier's secret, so that it says nothing once that is erased.
 */
export function fingerprint({ secret }: Dossier, document: StoreDocument): string {
  return createHmac("sha256", secret)
    .update(`clairevoie-import/1 ${JSON.stringify(document)}`)
    .digest("hex");
}
