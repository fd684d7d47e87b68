import { Vault } from "../../../src/vault/index.js";
import { aRecord, LIGHT, PASSPHRASE } from "../../../testing/vault-records.js";

/** What makes this file a program: test runners import all files. */
export const WRITE = "write-until-killed";

/** Puts one version after another of a record, and tells each once it is kept. For a test that kills it. */
async function write(folder: string): Promise<void> {
  const vault = await Vault.open(folder, PASSPHRASE, { cost: LIGHT });
  const last = (await vault.get(aRecord(1).id))?.payload;
  for (let version = typeof last === "number" ? last + 1 : 0; ; version++) {
    await vault.put(aRecord(1, version));
    process.stdout.write(`${version}\n`);
  }
}

const [, , command, folder] = process.argv;
if (command === WRITE && folder) await write(folder);
