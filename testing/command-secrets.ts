import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { SAMPLE_EQUIPMENT } from "../src/cli/samples.js";
import { claimTicket, type Hex, orderTicket } from "../src/protocol/index.js";
import { keptDossier, Vault } from "../src/vault/index.js";
import type { CommandWorld } from "./commands.js";
import { type Kept, secretsOf } from "./dossier-secrets.js";
import { Scanner, type Secret, type Sight, secretBytes, secretText, textSight } from "./leaks.js";
import { LIGHT } from "./vault-records.js";

/** All that is secret in the folders of a world: values and salts of its dossiers, tickets, keys, passphrases, salts of parties. */
export interface CommandSecrets {
  readonly kept: readonly Kept[];
  /** Of whoever holds them alone. */
  readonly own: readonly Secret[];
}

/** Reads them where they are kept. */
export async function commandSecrets(world: CommandWorld, folder: string): Promise<CommandSecrets> {
  const kept: Kept[] = [];
  const own: Secret[] = [];
  const vault = await Vault.open(path.join(folder, "optician/vault"), world.passphrases.optician, { cost: LIGHT });
  try {
    for (const { id } of await vault.list()) {
      const record = await vault.get(id);
      if (record?.kind !== "dossier") continue;
      const dossier = keptDossier(record);
      kept.push(...secretsOf(`dossier ${kept.length}`, dossier, SAMPLE_EQUIPMENT));
      own.push(secretText("order ticket", orderTicket(dossier.secret, ["right", "left"])));
      own.push(secretText("claim ticket", claimTicket(dossier.secret, 1)));
    }
  } finally {
    await vault.close();
  }
  for (const who of ["optician", "maker", "insurer"] as const) {
    const identity = JSON.parse(readFileSync(path.join(folder, who, "identity.json"), "utf8")) as { salt: Hex };
    own.push(secretBytes(`salt of the ${who}`, bytesOf(identity.salt)));
    own.push(secretBytes(`key of the ${who}`, bytesOf(world.keys[who])));
    own.push(secretText(`passphrase of the ${who}`, world.passphrases[who]));
  }
  return { kept, own };
}

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.slice(2), "hex"));

/** A search for everything but ids of dossiers, which receipts name. */
export function scannerOf({ kept, own }: CommandSecrets): Scanner {
  return new Scanner([...kept.filter(({ kind }) => kind !== "dossierId").map(({ secret }) => secret), ...own]);
}

/** A file, as text and as bytes. */
export function fileSights(folder: string, file: string): Sight[] {
  const bytes = readFileSync(path.join(folder, file));
  return [textSight(file, bytes.toString("utf8")), { where: file, bytes: Uint8Array.from(bytes), isText: false }];
}

/** The files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Whether any account but its owner's may read a file: by its own mode, wherever it is. */
export function isOpenToOthers(folder: string, file: string): boolean {
  return (statSync(path.join(folder, file)).mode & 0o077) !== 0;
}
