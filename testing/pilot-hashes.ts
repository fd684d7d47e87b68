import { createHash } from "node:crypto";
import { keccak_256 } from "@noble/hashes/sha3.js";
import type { EquipmentFile } from "../src/parties/index.js";
import { canonicalPrescription, EYES } from "../src/protocol/index.js";
import { type Form, type Secret, utf8 } from "./leaks.js";

const BETWEEN = ["", "|", ";", ","];
const HASHES: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  md5: (bytes) => createHash("md5").update(bytes).digest(),
  sha1: (bytes) => createHash("sha1").update(bytes).digest(),
  sha256: (bytes) => createHash("sha256").update(bytes).digest(),
  "sha3-256": (bytes) => createHash("sha3-256").update(bytes).digest(),
  keccak256: keccak_256,
};

/**
 * What the profession's pilots are said to write of a dossier: hashes of several of its values together, without a salt. Whoever
 * guesses the values finds them, so none of these may stand anywhere.
 */
export function pilotSecret(file: EquipmentFile): Secret {
  const { reference, payers, eyes } = file;
  const lenses = EYES.flatMap((eye) => (eyes[eye] ? [eyes[eye]] : []));
  const codes = lenses.map(({ code }) => code.code);
  const corrections = lenses.flatMap(({ prescription }) => {
    const { sphere, cylinder, axis, addition } = canonicalPrescription(prescription);
    return [sphere, cylinder, axis, addition].map(String);
  });
  const products = lenses.flatMap(({ lens }) => [lens.ediCode, String(lens.diameterMm), ...lens.treatments]);
  const orders = lenses.flatMap(({ orderReference }) => (orderReference === undefined ? [] : [orderReference]));
  const who = [reference.siret, reference.fileReference];
  const [authorisation = ""] = (payers ?? []).map(({ priorAuthorisation }) => priorAuthorisation);
  const records = [
    [...who, authorisation],
    [...who, authorisation, ...codes],
    [...who, authorisation, ...codes, ...corrections],
    [...who, authorisation, ...codes, ...corrections, ...products],
    [...who, ...codes],
    [...who, ...corrections],
    [...orders, ...products],
    [...orders, ...products, ...corrections],
    [...corrections, ...products],
  ];
  // Of a frame alone there are no lenses: a hash of nothing is everywhere.
  const forms = records
    .filter(({ length }) => length > 1)
    .flatMap((fields) =>
      BETWEEN.flatMap((between) => {
        const bytes = utf8(fields.join(between));
        return Object.entries(HASHES).map(
          ([hash, of]): Form => ({ name: `${hash} of values joined`, bytes: of(bytes) }),
        );
      }),
    );
  return { what: "hash of several values", forms };
}
