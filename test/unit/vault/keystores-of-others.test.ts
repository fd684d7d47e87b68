import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { keccak256, Wallet } from "ethers";
import { addressOf, createKeystore, findPassphrase, importKeystore, loadSigner } from "../../../src/vault/index.js";
import { aFolder } from "../../../testing/cli.js";
import { LIGHT } from "../../../testing/vault-records.js";

const PASSPHRASE = "four words of a store";

describe("a keystore that another program made", () => {
  const folder = aFolder();
  after(() => folder.remove());

  /** As `cast wallet new` writes it: no address, `crypto` in lower case, nothing else. */
  async function ofCast(): Promise<{ readonly file: string; readonly account: string }> {
    const file = folder.file(`cast-${randomBytes(4).toString("hex")}`);
    const account = await createKeystore(file, PASSPHRASE, { cost: LIGHT });
    const { crypto, id, version } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ crypto, id, version }));
    return { file, account };
  }

  /** As geth's `--lightkdf` ancestors and some key services write it. */
  function ofPbkdf2(wallet: Wallet): string {
    const [salt, iv] = [randomBytes(32), randomBytes(16)];
    const key = pbkdf2Sync(PASSPHRASE, salt, 1_000, 32, "sha256");
    const cipher = createCipheriv("aes-128-ctr", key.subarray(0, 16), iv);
    const ciphertext = Buffer.concat([cipher.update(Buffer.from(wallet.privateKey.slice(2), "hex")), cipher.final()]);
    const mac = keccak256(Buffer.concat([key.subarray(16), ciphertext])).slice(2);
    const file = folder.file(`pbkdf2-${randomBytes(4).toString("hex")}`);
    writeFileSync(
      file,
      JSON.stringify({
        version: 3,
        id: "3198bc9c-6672-5ab3-d995-4942343ae5b6",
        address: wallet.address.slice(2).toLowerCase(),
        crypto: {
          cipher: "aes-128-ctr",
          cipherparams: { iv: iv.toString("hex") },
          ciphertext: ciphertext.toString("hex"),
          kdf: "pbkdf2",
          kdfparams: { c: 1_000, dklen: 32, prf: "hmac-sha256", salt: salt.toString("hex") },
          mac,
        },
      }),
    );
    return file;
  }

  it("signs though it says no address, which only its opening shows", async () => {
    const { file, account } = await ofCast();
    const signer = await loadSigner({ keystore: file, passphrase: PASSPHRASE });
    expect(await signer.getAddress()).to.equal(account);
    const asked = await addressOf(file).catch((error: Error) => error.message);
    expect(asked).to.contain("does not say its address").and.to.contain("clairevoie key convert");
  });

  it("is converted where PBKDF2 derives it, by a command that its refusal names", async () => {
    const wallet = new Wallet(`0x${randomBytes(32).toString("hex")}`);
    const old = ofPbkdf2(wallet);
    const refused = await loadSigner({ keystore: old, passphrase: PASSPHRASE }).catch((error: Error) => error.message);
    expect(refused).to.contain("must be scrypt").and.to.contain("clairevoie key convert");
    const file = folder.file("converted.json");
    expect(await importKeystore(file, { keystore: old, passphrase: PASSPHRASE }, PASSPHRASE, { cost: LIGHT })).to.equal(
      wallet.address,
    );
    expect(await addressOf(file)).to.equal(wallet.address);
  });

  it("reads ours: `crypto` in the spelling of the standard", async () => {
    const file = folder.file("ours.json");
    await createKeystore(file, PASSPHRASE, { cost: LIGHT });
    expect(JSON.parse(readFileSync(file, "utf8"))).to.include.keys("address", "crypto", "id", "version");
  });

  it("is read by its mark, as Windows' tools save it", async () => {
    const { file, account } = await ofCast();
    writeFileSync(file, `\ufeff${readFileSync(file, "utf8")}`);
    expect(await (await loadSigner({ keystore: file, passphrase: PASSPHRASE })).getAddress()).to.equal(account);
  });
});

describe("a file of a passphrase", () => {
  const folder = aFolder();
  after(() => folder.remove());

  const saved: Readonly<Record<string, Uint8Array>> = {
    "UTF-8": Buffer.from("phrase de passe à retenir\n"),
    "UTF-8 with its mark (Notepad)": Buffer.from("\ufeffphrase de passe à retenir\r\n"),
    "UTF-16 (PowerShell 5)": Buffer.from("\ufeffphrase de passe à retenir\r\n", "utf16le"),
    "UTF-16, high byte first": Buffer.from("\ufeffphrase de passe à retenir\r\n", "utf16le").swap16(),
  };
  for (const [name, bytes] of Object.entries(saved)) {
    it(`holds the same passphrase in ${name}: a mark is no part of it`, async () => {
      const file = folder.file("passphrase");
      writeFileSync(file, bytes, { mode: 0o600 });
      const found = await findPassphrase("", { env: {}, passphraseFile: file });
      expect(found.reveal()).to.equal("phrase de passe à retenir");
    });
  }

  it("is refused where its bytes are no text: two passphrases must not become one", async () => {
    const file = folder.file("passphrase");
    writeFileSync(file, Buffer.from("phrase de passe \xe0 retenir", "latin1"), { mode: 0o600 });
    const said = await findPassphrase("", { env: {}, passphraseFile: file }).catch((error: Error) => error.message);
    expect(said).to.contain("damaged or unknown encoding");
    writeFileSync(file, Buffer.from("phrase de passe", "utf16le"), { mode: 0o600 });
    const unmarked = await findPassphrase("", { env: {}, passphraseFile: file }).catch((error: Error) => error.message);
    expect(unmarked).to.contain("UTF-16 without its mark");
  });
});
