import { Vault } from "../src/vault/index.js";
import { aRecord, LIGHT, PASSPHRASE } from "./vault-records.js";

/** A program that puts one version after another of a record, and tells each once it is kept. A test kills it. */
const [, , folder = ""] = process.argv;
const vault = await Vault.open(folder, PASSPHRASE, { cost: LIGHT });
const last = (await vault.get(aRecord(1).id))?.payload;
for (let version = typeof last === "number" ? last + 1 : 0; ; version++) {
  await vault.put(aRecord(1, version));
  process.stdout.write(`${version}\n`);
}
