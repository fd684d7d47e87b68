import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { inspect } from "node:util";
import { expect } from "chai";
import { encryptKeystoreJsonSync, JsonRpcProvider, Wallet } from "ethers";
import { InputError } from "../../../src/protocol/index.js";
import {
  addressOf,
  createKeystore,
  findPassphrase,
  importKeystore,
  loadSigner,
  refuseKeyOnCommandLine,
  Secret,
} from "../../../src/vault/index.js";
import { errorOf, LIGHT, PASSPHRASE, withFolder } from "../../../testing/vault-records.js";

/** A key that everyone can see here: it protects nothing. */
const KEY = `0x${"5e".repeat(32)}`;
const ACCOUNT = new Wallet(KEY).address;
const NO_ENV = { env: {} };
const light = { cost: LIGHT };
const WEAK = { scrypt: { N: 2, r: 1, p: 1 } };

/** A keystore as ethers writes it. */
function aKeystore(passphrase = PASSPHRASE): string {
  return encryptKeystoreJsonSync({ address: ACCOUNT, privateKey: KEY }, passphrase, WEAK);
}

/** A keystore in a file of a new folder. */
function withKeystore(text: string, use: (file: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const file = path.join(folder, "key.json");
    await writeFile(file, text);
    await use(file);
  });
}

describe("a keystore", () => {
  it("is made with a new key, for its owner only, and read by ethers", async () => {
    await withFolder(async (folder) => {
      const file = path.join(folder, "key.json");
      const account = await createKeystore(file, new Secret(PASSPHRASE), light);
      expect(await readdir(folder)).to.deep.equal(["key.json"]);
      expect(((await stat(file)).mode & 0o777).toString(8)).to.equal("600");
      const wallet = await Wallet.fromEncryptedJson(await readFile(file, "utf8"), PASSPHRASE);
      expect(wallet.address).to.equal(account);
      expect(await addressOf(file)).to.equal(account);
      expect(await createKeystore(path.join(folder, "other.json"), PASSPHRASE, light)).to.not.equal(account);
    });
  });

  it("costs 128 MiB of scrypt for each guess unless a test says otherwise", async () => {
    await withFolder(async (folder) => {
      const file = path.join(folder, "key.json");
      await createKeystore(file, PASSPHRASE);
      const { kdfparams } = JSON.parse(await readFile(file, "utf8")).crypto;
      expect(kdfparams).to.include({ n: 131_072, r: 8, p: 1 });
    });
  });

  it("never takes the place of a file", async () => {
    await withKeystore("my only key", async (file) => {
      expect(await errorOf(createKeystore(file, PASSPHRASE, light))).to.include("is there already");
      expect(await readFile(file, "utf8")).to.equal("my only key");
      const made = await Promise.allSettled([1, 2, 3].map(() => createKeystore(`${file}.new`, PASSPHRASE, light)));
      expect(made.filter(({ status }) => status === "fulfilled")).to.have.length(1);
      expect(await readdir(path.dirname(file))).to.deep.equal(["key.json", "key.json.new"]);
    });
  });

  it("wants a passphrase of 12 characters", async () => {
    await withFolder(async (folder) => {
      const made = createKeystore(path.join(folder, "key.json"), "elevenchars", light);
      expect(await errorOf(made))
        .to.include("at least 12")
        .and.not.include("elevenchars");
      expect(await readdir(folder)).to.deep.equal([]);
    });
  });

  it("is made of a key that there is, or of another keystore", async () => {
    await withKeystore(aKeystore("short"), async (file) => {
      const [a, b] = [`${file}.a`, `${file}.b`];
      expect(await importKeystore(a, { privateKey: new Secret(KEY) }, PASSPHRASE, light)).to.equal(ACCOUNT);
      expect(await importKeystore(b, { keystore: file, passphrase: "short" }, PASSPHRASE, light)).to.equal(ACCOUNT);
      for (const made of [a, b]) {
        const signer = await loadSigner({ keystore: made, passphrase: PASSPHRASE });
        expect(await signer.getAddress()).to.equal(ACCOUNT);
      }
      for (const bad of [`0x${"00".repeat(32)}`, `0x${"ff".repeat(32)}`, KEY.slice(0, -1), `${KEY}5e`, "five"]) {
        const error = await errorOf(importKeystore(`${file}.c`, { privateKey: new Secret(bad) }, PASSPHRASE, light));
        expect(error).to.equal("InputError: privateKey: is no private key (32 bytes in hexadecimal)");
      }
    });
  });

  it("says its account without a passphrase, in the form of geth too", async () => {
    const geth = JSON.parse(aKeystore().replace('"Crypto"', '"crypto"'));
    await withKeystore(JSON.stringify(geth), async (file) => {
      expect(await addressOf(file)).to.equal(ACCOUNT);
      const signer = await loadSigner({ keystore: file, passphrase: PASSPHRASE });
      expect(await signer.getAddress()).to.equal(ACCOUNT);
    });
  });

  it("opens without its mnemonic, and without a word on the console", async () => {
    const phrase = "test test test test test test test test test test test junk";
    const { entropy } = Wallet.fromPhrase(phrase).mnemonic ?? { entropy: "" };
    const text = encryptKeystoreJsonSync(
      { address: ACCOUNT, privateKey: KEY, mnemonic: { entropy } },
      PASSPHRASE,
      WEAK,
    );
    const log = console.log;
    const lines: unknown[] = [];
    console.log = (...line: unknown[]) => lines.push(line);
    try {
      await withKeystore(text, async (file) => {
        const signer = await loadSigner({ keystore: file, passphrase: PASSPHRASE });
        expect(await signer.getAddress()).to.equal(ACCOUNT);
        expect(signer).to.not.have.property("mnemonic");
      });
    } finally {
      console.log = log;
    }
    expect(lines).to.deep.equal([]);
  });

  const kdf = (key: string, value: unknown) => (json: Keystore) => {
    json.Crypto.kdfparams[key] = value;
  };
  for (const [name, edit, message] of [
    ["64 GiB of scrypt", kdf("n", 2 ** 26), "crypto.kdfparams: asks for more memory or time"],
    ["hours of scrypt", kdf("p", 2 ** 28), "crypto.kdfparams: asks for more memory or time"],
    ["an n as text", kdf("n", "67108864"), "crypto.kdfparams.n"],
    ["an n of 3", kdf("n", 3), "crypto.kdfparams: is no cost of scrypt"],
    ["a second Crypto, hostile", (json: Keystore) => hostile(json), "has a field twice, in two spellings"],
    ["a second n, hostile", kdf("N", 2 ** 26), "has a field twice, in two spellings"],
    ["another kdf", (json: Keystore) => set(json.Crypto, "kdf", "pbkdf2"), "crypto.kdf: must be scrypt"],
    ["another version", (json: Keystore) => set(json, "version", 4), "version: must be 3"],
    ["a long ciphertext", (json: Keystore) => set(json.Crypto, "ciphertext", "00".repeat(64)), "crypto.ciphertext"],
    ["megabytes", (json: Keystore) => set(json, "note", "x".repeat(1e6)), "is larger than 16384 bytes"],
  ] as const) {
    it(`is refused before any work when it has ${name}`, async () => {
      const json: Keystore = JSON.parse(aKeystore());
      edit(json);
      await withKeystore(JSON.stringify(json), async (file) => {
        const started = performance.now();
        for (const call of [addressOf, (keystore: string) => loadSigner({ keystore, passphrase: PASSPHRASE })]) {
          expect(await errorOf(call(file)))
            .to.match(/^InputError: /)
            .and.include(message);
        }
        expect(performance.now() - started).to.be.lessThan(300);
      });
    });
  }

  for (const [name, edit] of [
    ["another passphrase", (json: Keystore) => json],
    ["another account in it", (json: Keystore) => set(json, "address", "00".repeat(20))],
    ["a changed ciphertext", (json: Keystore) => set(json.Crypto, "ciphertext", "00".repeat(32))],
    ["a cheaper scrypt", kdf("n", 4)],
  ] as const) {
    it(`does not open with ${name}, and nothing of it is in the error`, async () => {
      const json: Keystore = JSON.parse(aKeystore());
      edit(json);
      await withKeystore(JSON.stringify(json), async (file) => {
        const passphrase = name === "another passphrase" ? "wrong horse battery" : PASSPHRASE;
        const error = await loadSigner({ keystore: file, passphrase }).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(InputError);
        const printed = inspect(error, { showHidden: true, depth: 9 });
        expect(printed).to.include(`passphrase: does not open ${file}`);
        for (const secret of [PASSPHRASE, "horse", "5e5e", json.Crypto["ciphertext"], json.Crypto["mac"]]) {
          expect(printed).to.not.include(String(secret));
        }
      });
    });
  }
});

interface Keystore extends Record<string, unknown> {
  readonly Crypto: Record<string, unknown> & { readonly kdfparams: Record<string, unknown> };
}

function set(object: Record<string, unknown>, key: string, value: unknown): void {
  object[key] = value;
}

function hostile(json: Keystore): void {
  set(json, "crypto", { ...json.Crypto, kdfparams: { ...json.Crypto.kdfparams, n: 2 ** 26 } });
}

describe("a signer", () => {
  it("comes from the keystore that is named, even when the environment has a key", async () => {
    await withKeystore(aKeystore(), async (keystore) => {
      const env = { CLAIREVOIE_PRIVATE_KEY: `0x${"11".repeat(32)}`, CLAIREVOIE_PASSPHRASE: PASSPHRASE };
      expect(await (await loadSigner({ keystore, env })).getAddress()).to.equal(ACCOUNT);
    });
  });

  it("comes from the environment without a keystore, with 0x or without, and has its provider", async () => {
    const provider = new JsonRpcProvider("http://127.0.0.1:1", 1, { staticNetwork: true });
    for (const key of [KEY, KEY.slice(2), `${KEY}\n`]) {
      const signer = await loadSigner({ env: { CLAIREVOIE_PRIVATE_KEY: key } }, provider);
      expect(await signer.getAddress()).to.equal(ACCOUNT);
      expect(signer.provider).to.equal(provider);
    }
    provider.destroy();
  });

  it("says what to set when there is no key, and repeats none that is wrong", async () => {
    expect(await errorOf(loadSigner(NO_ENV))).to.equal(
      "InputError: signer: has no key; name a keystore file, or set CLAIREVOIE_PRIVATE_KEY",
    );
    const wrong = await errorOf(loadSigner({ env: { CLAIREVOIE_PRIVATE_KEY: KEY.slice(0, -2) } }));
    expect(wrong).to.equal("InputError: CLAIREVOIE_PRIVATE_KEY: is no private key (32 bytes in hexadecimal)");
    const nowhere = await errorOf(loadSigner({ keystore: "/nowhere/key.json", ...NO_ENV }));
    expect(nowhere).to.include("/nowhere/key.json: is missing");
  });

  it("does not show its key when it is printed", async () => {
    const signer = await loadSigner({ env: { CLAIREVOIE_PRIVATE_KEY: KEY } });
    const printed = inspect(signer, { showHidden: true, depth: 9 }) + JSON.stringify(signer) + String(signer);
    expect(printed).to.include(ACCOUNT).and.not.include("5e5e5e");
  });
});

describe("a passphrase", () => {
  it("is what is given, else in the environment, else in the file", async () => {
    await withFolder(async (folder) => {
      const passphraseFile = path.join(folder, "passphrase");
      await writeFile(passphraseFile, "in the file \n", { mode: 0o600 });
      const env = { CLAIREVOIE_PASSPHRASE: "in the environment" };
      const found = async (sources: object) => (await findPassphrase("?", { env: {}, ...sources })).reveal();
      expect(await found({ passphrase: "given", env, passphraseFile })).to.equal("given");
      expect(await found({ passphrase: new Secret("given"), env })).to.equal("given");
      expect(await found({ env, passphraseFile })).to.equal("in the environment");
      expect(await found({ passphraseFile })).to.equal("in the file ");
    });
  });

  for (const [name, text, mode, message] of [
    ["open to a group", "a passphrase", 0o640, "run: chmod 600"],
    ["open to all", "a passphrase", 0o604, "run: chmod 600"],
    ["empty", "", 0o600, "must hold one line"],
    ["of two lines", "one\ntwo\n", 0o600, "must hold one line"],
    ["too large", "x".repeat(5_000), 0o600, "is larger than 4096 bytes"],
  ] as const) {
    it(`is not read from a file that is ${name}`, async () => {
      await withFolder(async (folder) => {
        const passphraseFile = path.join(folder, "passphrase");
        await writeFile(passphraseFile, text);
        await chmod(passphraseFile, mode);
        const error = await errorOf(findPassphrase("?", { env: {}, passphraseFile }));
        expect(error).to.include(`InputError: ${passphraseFile}: `).and.include(message);
        if (text) expect(error).to.not.include(text.trim());
      });
    });
  }

  it("is not read from a folder or from nothing", async () => {
    await withFolder(async (folder) => {
      for (const passphraseFile of [folder, path.join(folder, "nothing")]) {
        expect(await errorOf(findPassphrase("?", { env: {}, passphraseFile }))).to.include("is no file");
      }
    });
  });
});

describe("a command line", () => {
  const bare = KEY.slice(2);
  for (const argv of [
    ["--key", KEY],
    ["--private-key", KEY],
    ["--private-key", bare],
    [`--private-key=${KEY}`],
    ["--privateKey", bare.toUpperCase()],
    ["--PRIVATE_KEY", `0X${bare}`],
    ["-k", KEY],
    ["--signer", KEY],
    ["--from", KEY],
    ["--dossier-secret", KEY],
    ["--wallet", `"${KEY}"`],
    ["state", "quote", "--rpc", "http://127.0.0.1:8545", "--optician-key", ` ${KEY}\n`],
  ]) {
    it(`is refused with ${argv
      .join(" ")
      .replace(/(0x)?(5e){32}/gi, "a key")
      .trim()}, and the key is not repeated`, () => {
      expect(() => refuseKeyOnCommandLine(argv))
        .to.throw(InputError, /^-+[\w-]+: takes no private key/)
        .with.property("message")
        .that.does.not.match(/5e5e/i);
    });
  }

  for (const [name, argv] of [
    ["a dossier", ["--dossier", KEY]],
    ["a statement and a root", ["--statement", KEY, `--root=${KEY}`]],
    ["a hash alone", ["withdraw", KEY]],
    ["an account", ["--key", ACCOUNT, "--from", ACCOUNT]],
    ["a keystore", ["--keystore", "key.json", "--key", "key.json"]],
    ["a flag without a value", ["--key"]],
    ["zero, which is no key", ["--key", `0x${"00".repeat(32)}`]],
    [
      "the order of the curve, which is no key",
      ["--key", "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"],
    ],
    ["33 bytes", ["--key", `${KEY}5e`]],
  ] as const) {
    it(`may hold ${name}`, () => {
      expect(() => refuseKeyOnCommandLine(argv)).to.not.throw();
    });
  }
});
