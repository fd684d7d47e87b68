import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Wallet } from "ethers";
import { loadSigner, Vault } from "../src/vault/index.js";
import { LIGHT } from "./vault-records.js";

/**
 * Gives a party of the sandbox a vault, and the right to a key in the environment, that cost no scrypt: it would be most of
 * the time of a test. Returns the private key.
 */
export async function lighten(home: string): Promise<string> {
  const passphrase = readFileSync(path.join(home, "passphrase"), "utf8").trim();
  const wallet = (await loadSigner({ keystore: path.join(home, "key.json"), passphrase, env: {} })) as Wallet;
  await (await Vault.create(path.join(home, "vault"), passphrase, { cost: LIGHT })).close();
  const settings = path.join(home, "clairevoie.json");
  const { keystore: _, ...rest } = JSON.parse(readFileSync(settings, "utf8"));
  writeFileSync(settings, JSON.stringify(rest));
  return wallet.privateKey;
}
