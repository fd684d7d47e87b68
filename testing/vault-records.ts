import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDossier } from "../src/parties/index.js";
import { type Hex, makeStatement, type Receipt } from "../src/protocol/index.js";
import { dossierRecord } from "../src/vault/index.js";
import { FILE } from "./dossiers.js";

/** The least that scrypt does, so that tests are fast. Its place as an option is the only thing that they test of it. */
export const LIGHT = { n: 2, r: 1, p: 1 };
export const PASSPHRASE = "correct horse battery";

const address = `0x${"ab".repeat(20)}` as const;
const hash = `0x${"cd".repeat(32)}` as const;

export function aReceipt(dossier: Hex): Receipt {
  return {
    statement: makeStatement(dossier, "quote", { reference: hash }),
    statementProof: [],
    batch: { key: address, root: hash, issuedAt: 1 },
    signature: "0x",
    anchorProof: [],
  };
}

/** A dossier with the secret of 32 equal bytes, and its record. */
export function aRecord(byte: number, payload: unknown = FILE) {
  const dossier = openDossier(new Uint8Array(32).fill(byte));
  return dossierRecord(dossier, payload, [aReceipt(dossier.id)]);
}

/** A new folder for its owner only, removed after use. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "clairevoie-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The one line of the error that a promise ends with. */
export async function errorOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "no error",
    (error: unknown) => String(error),
  );
}
