import { pbkdf2Sync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { scrypt, type Wallet } from "ethers";
import { parseCertificate, type Receipt } from "../src/protocol/index.js";
import { loadSigner, Vault } from "../src/vault/index.js";
import { clairevoie, type Ran } from "./cli.js";
import { useNativeScrypt } from "./native-scrypt.js";
import { LIGHT } from "./vault-records.js";

/** Who runs a command: a folder of the sandbox. */
export type Who = "optician" | "maker" | "insurer";

/** A sandbox on a node: three parties with keys, and vaults that cost no scrypt, which would be most of the time of a test. */
export interface Sandbox {
  readonly keys: Readonly<Record<Who, string>>;
  file(name: string): string;
  /** Runs a command as somebody. */
  run(who: Who, ...argv: readonly string[]): Promise<Ran>;
  /** The same. @throws where it does not end with 0. */
  ok(who: Who, ...argv: readonly string[]): Promise<Ran>;
}

/** Plays `clairevoie sandbox` in a folder. */
export async function aSandbox(folder: string, url: string): Promise<Sandbox> {
  const file = (name: string) => path.join(folder, name);
  const keys = await withoutScrypt(async () => {
    succeeded(await clairevoie(["sandbox", folder], { CLAIREVOIE_RPC_URL: url }));
    return {
      optician: await lighten(file("optician")),
      maker: await lighten(file("maker")),
      insurer: await lighten(file("insurer")),
    };
  });
  const run = (who: Who, ...argv: readonly string[]) =>
    clairevoie(["--home", file(who), ...argv], { CLAIREVOIE_RPC_URL: url, CLAIREVOIE_PRIVATE_KEY: keys[who] });
  return { keys, file, run, ok: async (who, ...argv) => succeeded(await run(who, ...argv)) };
}

/** Keystores made meanwhile cost next to nothing, and open meanwhile only: ethers takes a second for each otherwise. */
async function withoutScrypt<Made>(work: () => Promise<Made>): Promise<Made> {
  scrypt.register(async (passphrase, salt, _n, _r, _p, length) => pbkdf2Sync(passphrase, salt, 1, length, "sha256"));
  try {
    return await work();
  } finally {
    useNativeScrypt();
  }
}

/** What ran, where it went well. */
export function succeeded(ran: Ran): Ran {
  if (ran.code !== 0) throw new Error(`exit ${ran.code}: ${ran.err}`);
  return ran;
}

/**
 * Quotes, orders, ships, invoices and certifies a dossier by the insurer's card of the sandbox: `certificate.json`,
 * `ticket.txt` and `shipment.json`.
 * @param beforeInvoice What happens between the shipment and the invoice.
 */
export async function playDossier(
  { ok, file }: Sandbox,
  beforeInvoice: () => Promise<void> = async () => undefined,
): Promise<{ readonly dossier: string; readonly invoice: Receipt }> {
  const quoted = await ok("optician", "dossier", "quote", "new", "--file", file("optician/equipment.json"), "--anchor");
  const dossier = quoted.out.trim();
  await ok("optician", "dossier", "order", dossier, "--anchor", "--ticket", file("ticket.txt"));
  const ship = ["ship", file("maker/delivery.json"), "--ticket", file("ticket.txt")];
  await ok("maker", ...ship, "--anchor", "-o", file("shipment.json"));
  await beforeInvoice();
  await ok("optician", "dossier", "invoice", dossier, "--anchor");
  const certify = [
    "certify",
    dossier,
    "--receipts",
    file("shipment.json"),
    "--insurer-card",
    file("insurer-card.json"),
  ];
  await ok("optician", ...certify, "-o", file("certificate.json"));
  const { receipts } = parseCertificate(readFileSync(file("certificate.json"), "utf8"));
  const invoice = receipts.find(({ statement }) => statement.stage === 3);
  if (!invoice) throw new Error("the certificate has no invoice");
  return { dossier, invoice };
}

/** A vault that costs no scrypt, for commands that open it with its passphrase. */
export async function aLightVault(folder: string, passphrase: string): Promise<void> {
  await (await Vault.create(folder, passphrase, { cost: LIGHT })).close();
}

/** Gives a party a vault, and the right to a key in the environment, that cost no scrypt. Returns the private key. */
async function lighten(home: string): Promise<string> {
  const passphrase = readFileSync(path.join(home, "passphrase"), "utf8").trim();
  const wallet = (await loadSigner({ keystore: path.join(home, "key.json"), passphrase, env: {} })) as Wallet;
  await aLightVault(path.join(home, "vault"), passphrase);
  const settings = path.join(home, "clairevoie.json");
  const { keystore: _, ...rest } = JSON.parse(readFileSync(settings, "utf8"));
  writeFileSync(settings, JSON.stringify(rest));
  return wallet.privateKey;
}
