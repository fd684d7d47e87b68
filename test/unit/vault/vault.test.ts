import { spawn } from "node:child_process";
import { createDecipheriv, createHash, createHmac, hkdfSync, scryptSync } from "node:crypto";
import { once } from "node:events";
import { chmod, copyFile, mkdir, readdir, readFile, rename, stat, truncate, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect } from "node:util";
import { expect } from "chai";
import { Optician, openDossier, takeFromStock } from "../../../src/parties/index.js";
import { fromHex, toHex } from "../../../src/protocol/bytes.js";
import {
  dossierId,
  EYES,
  eyeSalt,
  eyeSecret,
  type Hex,
  InputError,
  insurerSalt,
  insurerSecret,
  orderTicket,
  stockTicket,
} from "../../../src/protocol/index.js";
import {
  type DossierRecord,
  dossierRecord,
  keptDossier,
  orderRecord,
  Secret,
  STANDARD_COST,
  unitRecord,
  Vault,
  type VaultRecord,
} from "../../../src/vault/index.js";
import { aChain, aParty } from "../../../testing/chain.js";
import { FILE } from "../../../testing/dossiers.js";
import { aReceipt, aRecord, errorOf, LIGHT, PASSPHRASE, withFolder } from "../../../testing/vault-records.js";

const ONE = aRecord(1);
const TWO = aRecord(2);

/** A vault in a new folder, closed and removed after use. */
async function withVault(use: (vault: Vault, folder: string) => Promise<void>, records: VaultRecord[] = [ONE, TWO]) {
  await withFolder(async (parent) => {
    const vault = await Vault.create(path.join(parent, "vault"), PASSPHRASE, { cost: LIGHT });
    await vault.putMany(records);
    await use(vault, vault.folder);
    await vault.close();
  });
}

const reopen = (folder: string, passphrase: string | Secret<string> = PASSPHRASE) =>
  Vault.open(folder, passphrase, { cost: LIGHT });

/** Every file below a folder, with its path in it. */
async function filesIn(folder: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) found.set(path.relative(folder, file), await readFile(file));
  }
  return found;
}

/** The files of the only record that is in `after` and not in `before`. */
function added(before: Map<string, Buffer>, after: Map<string, Buffer>): string[] {
  return [...after.keys()].filter((file) => !before.has(file)).sort();
}

/** The key file and the ciphertext of a record that is put into a vault. */
async function filesOf(vault: Vault, record: VaultRecord): Promise<{ key: string; sealed: string }> {
  const before = await filesIn(vault.folder);
  await vault.put(record);
  const [key, sealed] = added(before, await filesIn(vault.folder));
  if (!key || !sealed) throw new Error("a record has two files");
  return { key: path.join(vault.folder, key), sealed: path.join(vault.folder, sealed) };
}

function revealed(record: VaultRecord | null): unknown {
  if (record === null) return null;
  if (record.kind === "order") return { ...record, tickets: record.tickets.map((ticket) => ticket.reveal()) };
  if (record.kind === "unit") return { ...record, ticket: record.ticket.reveal() };
  const { right, left } = record.stock ?? {};
  const stock = { right: right && toHex(right.reveal()), left: left && toHex(left.reveal()) };
  return { ...record, secret: toHex(record.secret.reveal()), stock };
}

describe("a vault", () => {
  it("gives back what was kept, also after it was closed and opened", async () => {
    await withVault(async (vault, folder) => {
      expect(revealed(await vault.get(ONE.id))).to.deep.equal(revealed(ONE));
      await vault.close();
      const again = await reopen(folder, new Secret(PASSPHRASE));
      expect(revealed(await again.get(ONE.id))).to.deep.equal(revealed(ONE));
      expect(revealed(await again.get(TWO.id))).to.deep.equal(revealed(TWO));
      expect(await again.get(aRecord(3).id)).to.equal(null);
      const kept = (await again.get(ONE.id)) as DossierRecord;
      expect(keptDossier(kept)).to.deep.equal(openDossier(new Uint8Array(32).fill(1)));
      await again.close();
    });
  });

  it("keeps the order tickets of a lens maker", async () => {
    const secret = new Uint8Array(32).fill(9);
    const tickets = EYES.map((eye) => orderTicket(secret, [eye]));
    const record = orderRecord(tickets, { made: [1] }, [aReceipt(dossierId(secret))]);
    await withVault(
      async (vault) => {
        expect(revealed(await vault.get(record.id))).to.deep.equal(revealed(record));
        expect(await vault.list()).to.deep.equal([{ id: dossierId(secret), kind: "order" }]);
      },
      [record],
    );
  });

  it("keeps stock lenses, what they were taken for, and the dossier that takes them", async () => {
    const secret = new Uint8Array(24).fill(8);
    const dossier = takeFromStock(openDossier(new Uint8Array(32).fill(6)), "left", secret);
    const takenFor = { dossier: dossier.id, eye: "left" } as const;
    const unit = unitRecord(stockTicket(secret), { article: "STK" }, [aReceipt(ONE.id)], takenFor);
    const records = [unit, dossierRecord(dossier)];
    await withVault(async (vault) => {
      for (const record of records) expect(revealed(await vault.get(record.id))).to.deep.equal(revealed(record));
      expect(keptDossier((await vault.get(dossier.id)) as DossierRecord)).to.deep.equal(dossier);
    }, records);
  });

  it("lists ids and kinds, in the order of ids", async () => {
    await withVault(async (vault) => {
      const ids = [ONE.id, TWO.id].sort();
      expect(await vault.list()).to.deep.equal(ids.map((id) => ({ id, kind: "dossier" })));
      await vault.erase(ids[0] as Hex);
      expect(await vault.list()).to.deep.equal([{ id: ids[1], kind: "dossier" }]);
    });
  });

  it("keeps the last of what was put for an id, and one pair of files for it", async () => {
    await withVault(async (vault, folder) => {
      const payloads = [1, 2, 3, 4, 5];
      await Promise.all(payloads.map((payload) => vault.put({ ...ONE, payload })));
      expect((await vault.get(ONE.id))?.payload).to.equal(5);
      expect([...(await filesIn(folder)).keys()].filter((file) => /keys|records/.test(file))).to.have.length(4);
    });
  });

  it("protects with 128 MiB of scrypt unless a test says otherwise", async () => {
    expect(STANDARD_COST).to.deep.equal({ n: 131_072, r: 8, p: 1 });
    await withFolder(async (parent) => {
      const folder = path.join(parent, "vault");
      await (await Vault.create(folder, PASSPHRASE)).close();
      const header = JSON.parse(await readFile(path.join(folder, "vault.json"), "utf8"));
      expect(header.format).to.equal("clairevoie-vault/1");
      expect(header.scrypt).to.include({ n: 131_072, r: 8, p: 1 });
      const vault = await Vault.open(folder, PASSPHRASE);
      await vault.changePassphrase(PASSPHRASE, "another horse battery");
      const next = JSON.parse(await readFile(path.join(folder, "vault.json"), "utf8"));
      expect(next.scrypt).to.include({ n: 131_072, r: 8, p: 1 });
      expect(next.scrypt.salt).to.not.equal(header.scrypt.salt);
      await vault.close();
    });
  });

  it("is for its owner only", async () => {
    await withVault(async (_vault, folder) => {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        const { mode } = await stat(path.join(entry.parentPath, entry.name));
        expect((mode & 0o777).toString(8), entry.name).to.equal(entry.isDirectory() ? "700" : "600");
      }
      expect(((await stat(folder)).mode & 0o777).toString(8)).to.equal("700");
    });
  });

  for (const mode of [0o750, 0o705, 0o710, 0o702]) {
    it(`refuses a folder of mode ${mode.toString(8)}, and says what to run`, async () => {
      await withVault(async (vault, folder) => {
        await vault.close();
        await chmod(folder, mode);
        const error = await errorOf(reopen(folder));
        expect(error).to.include("open to other accounts").and.include(`chmod 700 "${folder}"`);
        const other = path.join(folder, "other");
        await mkdir(other);
        await chmod(other, mode);
        expect(await errorOf(Vault.create(other, PASSPHRASE, { cost: LIGHT }))).to.include(`chmod 700 "${other}"`);
      });
    });
  }

  it("is not made where something is, nor over another vault", async () => {
    await withVault(async (vault, folder) => {
      await vault.close();
      expect(await errorOf(Vault.create(folder, PASSPHRASE, { cost: LIGHT }))).to.include("is not empty");
      await (await reopen(folder)).close();
    });
  });

  it("wants a passphrase of 12 characters, and repeats none", async () => {
    await withFolder(async (parent) => {
      for (const short of ["", "elevenchars", "éléphantsss", "e\u0301".repeat(11), "👓".repeat(11)]) {
        const error = await errorOf(Vault.create(path.join(parent, "vault"), short, { cost: LIGHT }));
        expect(error).to.include("passphrase: must have at least 12 characters");
        if (short) expect(error).to.not.include(short);
      }
      expect(await readdir(parent)).to.deep.equal([]);
    });
    await withVault(async (vault) => {
      expect(await errorOf(vault.changePassphrase(PASSPHRASE, "elevenchars"))).to.include("at least 12");
    });
  });

  it("takes a passphrase for the same in every spelling of Unicode", async () => {
    await withFolder(async (parent) => {
      const folder = path.join(parent, "vault");
      await (await Vault.create(folder, "caf\u00e9 caf\u00e9 caf\u00e9", { cost: LIGHT })).close();
      await (await reopen(folder, "cafe\u0301 cafe\u0301 cafe\u0301")).close();
    });
  });

  it("opens with the new passphrase only, once it was changed, and has the same records", async () => {
    await withVault(async (vault, folder) => {
      const next = "another horse battery";
      const wrong = await errorOf(vault.changePassphrase("wrong horse battery", next));
      expect(wrong).to.include("InputError: passphrase: does not open vault.json");
      await vault.changePassphrase(PASSPHRASE, next);
      expect(revealed(await vault.get(ONE.id))).to.deep.equal(revealed(ONE));
      await vault.close();
      expect(await errorOf(reopen(folder))).to.include("passphrase: does not open");
      const again = await reopen(folder, next);
      expect(revealed(await again.get(TWO.id))).to.deep.equal(revealed(TWO));
      await again.close();
    });
  });

  it("does nothing more once it is closed, and can be closed twice", async () => {
    await withVault(async (vault) => {
      await vault.close();
      await vault.close();
      const calls = [() => vault.get(ONE.id), () => vault.list(), () => vault.put(ONE), () => vault.erase(ONE.id)];
      for (const call of calls) {
        expect(await errorOf(call())).to.include("the vault is closed");
      }
    });
  });

  it("shows no key when it is printed", async () => {
    await withVault(async (vault) => {
      const record = await vault.get(ONE.id);
      expect(inspect(vault, { showHidden: true, depth: 9 })).to.not.match(/[0-9a-f]{32}/);
      const printed = inspect(record, { showHidden: true, depth: 9 }) + JSON.stringify(record);
      expect(printed)
        .to.not.include("01".repeat(16))
        .and.not.match(/1,\s*1,\s*1/);
      expect(printed).to.include("[secret]");
    });
  });

  it("opens in one process at a time, and after one that is gone", async () => {
    await withVault(async (vault, folder) => {
      expect(await errorOf(reopen(folder))).to.include(`is used by the process ${process.pid}`);
      await vault.close();
      await (await reopen(folder)).close();
      const mine = await reopen(folder);
      const [lock] = (await readdir(folder)).filter((name) => name.startsWith("lock-"));
      await mine.close();
      const parts = (lock ?? "").split("-");
      const left = (changes: Record<number, string>) => parts.map((part, i) => changes[i] ?? part).join("-");
      // Process numbers end at 2^22 on Linux; a number that was given again has another start.
      for (const stale of [left({ 3: "9999999" }), left({ 4: "1" }), left({ 2: "00000000" })]) {
        await writeFile(path.join(folder, stale), "");
        await (await reopen(folder)).close();
        expect(await readdir(folder)).to.not.include(stale);
      }
      const foreign = left({ 1: "00000000", 3: "9999999" });
      await writeFile(path.join(folder, foreign), "");
      expect(await errorOf(reopen(folder)))
        .to.include("another machine")
        .and.include(`delete ${foreign}`);
    });
  });

  it("opens after a process that ended and is not yet buried", async function () {
    if (process.platform !== "linux") return this.skip();
    await withVault(async (vault, folder) => {
      const [lock] = (await readdir(folder)).filter((name) => name.startsWith("lock-"));
      await vault.close();
      // What `exec` puts in the place of the shell never asks how the child ended.
      const parent = spawn("sh", ["-c", "sleep 30 & echo $!; exec sleep 30"]);
      const pid = String((await once(parent.stdout, "data"))[0]).trim();
      await until(async () => (await readFile(`/proc/${parent.pid}/comm`, "utf8")) === "sleep\n");
      process.kill(Number(pid), "SIGKILL");
      await until(async () => (await readFile(`/proc/${pid}/stat`, "utf8")).includes(") Z "));
      const status = await readFile(`/proc/${pid}/stat`, "utf8");
      const start = status.split(") ")[1]?.split(" ")[19] ?? "";
      const changes: Record<number, string> = { 3: pid, 4: start };
      const left = (lock ?? "").split("-").map((part, i) => changes[i] ?? part);
      await writeFile(path.join(folder, left.join("-")), "");
      await (await reopen(folder)).close();
      parent.kill();
    });
  });

  it("has the format that its files say, for who reads them by other means", async () => {
    await withVault(async (vault, folder) => {
      const { key, sealed } = await filesOf(vault, aRecord(11));
      const { scrypt, master } = JSON.parse(await readFile(path.join(folder, "vault.json"), "utf8"));
      const salt = Buffer.from(scrypt.salt.slice(2), "hex");
      const outer = scryptSync(PASSPHRASE, salt, 32, { N: scrypt.n, r: scrypt.r, p: scrypt.p });
      const format = "clairevoie-vault/1";
      const masterContext = [format, "master", "scrypt", "2", "1", "1", scrypt.salt];
      const masterKey = decrypt(outer, Buffer.from(master.slice(2), "hex"), masterContext);
      const subkey = (use: string) => Buffer.from(hkdfSync("sha256", masterKey, "", `${format}/${use}`, 32));
      const { id } = aRecord(11);
      const base = path.basename(key, ".key");
      expect(base.slice(0, 64)).to.equal(createHmac("sha256", subkey("names")).update(fromHex(id)).digest("hex"));
      const entry = decrypt(subkey("wrap"), await readFile(key), [format, "key", base]);
      expect(entry.subarray(0, 39).toString("hex")).to.equal(`00000000000100${id.slice(2)}`);
      const context = [format, "record", "dossier", id, base];
      const record = JSON.parse(decrypt(entry.subarray(39), await readFile(sealed), context).toString());
      expect(record).to.deep.equal({ ...aRecord(11), secret: `0x${"0b".repeat(32)}` });
    });
  });

  it("lets one of many open it at the same moment", async () => {
    await withVault(async (vault, folder) => {
      await vault.close();
      const tries = await Promise.allSettled([1, 2, 3, 4, 5].map(() => reopen(folder)));
      const opened = tries.filter((result) => result.status === "fulfilled");
      expect(opened.length).to.be.lessThan(2);
      for (const { value } of opened) await value.close();
      await (await reopen(folder)).close();
    });
  });
});

describe("a record", () => {
  for (const [name, record, message] of [
    ["whose secret is another dossier's", { ...ONE, id: TWO.id, receipts: [] }, "record.secret: is of another"],
    ["with another dossier's receipt", { ...ONE, receipts: TWO.receipts }, "record.receipts[0]: is of another dossier"],
    ["with a short secret", { ...ONE, secret: new Secret(new Uint8Array(31)) }, "record.secret: must be 0x and 64"],
    ["with a ticket that does not check", { ...orderOf(4), tickets: [new Secret("CVO1-ABC")] }, "record.tickets[0]"],
    [
      "with another dossier's ticket",
      { ...orderOf(4), tickets: orderOf(5).tickets },
      "record.tickets[0]: is of another",
    ],
    [
      "with another unit's ticket",
      { ...unitRecord(stockTicket(new Uint8Array(24).fill(8))), id: ONE.id },
      "record.ticket: is that of another unit",
    ],
    ["with too many receipts", { ...ONE, receipts: Array(65).fill(ONE.receipts[0]) }, "record.receipts"],
    [
      "with a secret in its payload",
      { ...ONE, payload: { deep: [new Secret("x")] } },
      "record.payload.deep[0]: cannot be written as JSON",
    ],
    ["with a date", { ...ONE, payload: new Date(0) }, "record.payload: cannot be written as JSON"],
    [
      "with undefined",
      { ...ONE, payload: { a: undefined } },
      "record.payload.a: cannot be written as JSON (undefined)",
    ],
    ["with NaN", { ...ONE, payload: [0, Number.NaN] }, "record.payload[1]: cannot be written as JSON (number)"],
    ["with a hole", { ...ONE, payload: Array(2) }, "record.payload[0]: cannot be written as JSON"],
    ["with a large integer", { ...ONE, payload: 1n }, "record.payload: cannot be written as JSON (bigint)"],
    ["that is too large", { ...ONE, payload: "x".repeat(4_000_000) }, "record: is larger"],
    ["that is too deep", { ...ONE, payload: JSON.parse("[".repeat(40) + "]".repeat(40)) }, "record.payload: is nested"],
    [
      "with a prototype",
      { ...ONE, payload: JSON.parse('{"__proto__":1}') },
      "record: has a field that may not be there",
    ],
  ] as const) {
    it(`${name} is refused before anything is written`, async () => {
      await withVault(async (vault, folder) => {
        const before = await filesIn(folder);
        const error = await errorOf(vault.putMany([aRecord(7), record as VaultRecord]));
        expect(error).to.include(`InputError: ${message}`).and.not.include("0101");
        expect(await filesIn(folder)).to.deep.equal(before);
      });
    });
  }

  it("does not take the place of one of the other kind", async () => {
    await withVault(async (vault) => {
      const order = { ...orderOf(1), payload: null };
      expect(await errorOf(vault.put(order))).to.include("record.kind: is order, but the id is kept as dossier");
      expect(revealed(await vault.get(ONE.id))).to.deep.equal(revealed(ONE));
    });
  });

  it("is given once in many", async () => {
    await withVault(async (vault) => {
      expect(await errorOf(vault.putMany([ONE, ONE]))).to.include("records: has one id twice");
    });
  });

  it("tells by the length of its file nothing of what is in it", async () => {
    await withVault(async (vault) => {
      const small = await filesOf(vault, aRecord(3, null));
      const large = await filesOf(vault, dossierRecord(openDossier(), FILE));
      const order = await filesOf(vault, orderOf(6));
      const lengths = async (file: "key" | "sealed") =>
        new Set(await Promise.all([small, large, order].map(async (files) => (await stat(files[file])).size)));
      expect((await lengths("sealed")).size).to.equal(1);
      expect((await lengths("key")).size).to.equal(1);
    });
  });

  it("has file names and bytes that reveal nothing", async () => {
    await withVault(async (vault, folder) => {
      const other = await Vault.create(path.join(folder, "..", "other"), PASSPHRASE, { cost: LIGHT });
      const names = [path.basename((await filesOf(vault, aRecord(3))).key)];
      names.push(path.basename((await filesOf(other, aRecord(3))).key));
      expect(names[0]?.slice(0, 64)).to.not.equal(names[1]?.slice(0, 64));
      await other.close();
      await expectNoTrace(folder, aRecord(3));
    });
  });
});

function orderOf(byte: number) {
  return orderRecord([orderTicket(new Uint8Array(32).fill(byte), ["right"])]);
}

/** Waits for something that happens soon; the time limit of the test ends it otherwise. */
async function until(happened: () => Promise<boolean>): Promise<void> {
  while (!(await happened())) await sleep(5);
}

/** AES-256-GCM over nonce || ciphertext || tag, with the context as JSON. */
function decrypt(key: Uint8Array, bytes: Buffer, context: readonly string[]): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12));
  decipher.setAAD(Buffer.from(JSON.stringify(context))).setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}

/** No file's name or bytes hold the id, the secret, what derives from it or a value of the file, in any form. */
async function expectNoTrace(folder: string, { id, secret }: DossierRecord): Promise<void> {
  const bytes = secret.reveal();
  const insurer = insurerSecret(bytes);
  const eye = eyeSecret(bytes, "right");
  const traces = [
    fromHex(id),
    bytes,
    insurer,
    eye,
    fromHex(insurerSalt(insurer, "billing")),
    fromHex(eyeSalt(eye, "lens")),
    createHash("sha256").update(fromHex(id)).digest(),
    createHash("sha256").update(id).digest(),
    Buffer.from(FILE.reference.fileReference),
    Buffer.from("dossier"),
  ].map((trace) => Buffer.from(trace));
  const forms = traces.flatMap((trace) => [
    trace,
    ...(["hex", "base64", "base64url"] as const).map((form) => Buffer.from(trace.toString(form).replace(/=+$/, ""))),
    Buffer.from(trace.toString("hex").toUpperCase()),
    Buffer.from(trace).reverse(),
  ]);
  const files = await filesIn(folder);
  expect(files.size).to.be.greaterThan(0);
  for (const [name, content] of files) {
    for (const form of forms) {
      expect(content.includes(form), `${name} holds ${form.toString("hex")}`).to.equal(false);
      expect(Buffer.from(name).includes(form), `the name ${name}`).to.equal(false);
    }
  }
}

describe("a vault that was tampered with", () => {
  for (const [name, damage, message] of [
    ["a ciphertext cut short", ({ sealed }: Files) => truncate(sealed, 100), "was changed, swapped or cut short"],
    ["an empty ciphertext", ({ sealed }: Files) => truncate(sealed, 0), "was changed, swapped or cut short"],
    ["a ciphertext with one bit changed", ({ sealed }: Files) => flip(sealed, 1000), "was changed, swapped or cut"],
    ["a ciphertext with bytes after it", ({ sealed }: Files) => grow(sealed), "was changed, swapped or cut short"],
    ["a ciphertext that is huge", ({ sealed }: Files) => truncate(sealed, 1e9), "is larger than"],
    ["no ciphertext", ({ sealed }: Files) => unlink(sealed), "is missing; restore it from a backup"],
    ["a key file cut short", ({ key }: Files) => truncate(key, 40), "was changed, swapped or cut short"],
    ["a key file of zeros", ({ key }: Files) => truncate(key, 0).then(() => truncate(key, 99)), "was changed"],
    ["a key file with one bit changed", ({ key }: Files) => flip(key, 50), "was changed, swapped or cut short"],
    [
      "another record's ciphertext",
      ({ sealed }: Files, two: Files) => copyFile(two.sealed, sealed),
      "was changed, swapped",
    ],
    ["another record's key", ({ key }: Files, two: Files) => copyFile(two.key, key), "was changed, swapped or cut"],
    [
      "another record in its place",
      ({ key, sealed }: Files, two: Files) => copyFile(two.key, key).then(() => copyFile(two.sealed, sealed)),
      "was changed, swapped or cut short",
    ],
  ] as const) {
    it(`names the file of ${name}, spares the others, and can erase it`, async () => {
      await withVault(async (vault, folder) => {
        const one = await filesOf(vault, aRecord(11));
        const two = await filesOf(vault, aRecord(12));
        await vault.close();
        await damage(one, two);
        const again = await reopen(folder);
        const error = await errorOf(again.get(aRecord(11).id));
        expect(error).to.match(/^InputError: .*(keys|records)\/[0-9a-f]{64}-[0-9a-f]{16}/);
        expect(error).to.include(message).and.not.include(aRecord(11).id.slice(2)).and.not.include("0b0b");
        expect(revealed(await again.get(aRecord(12).id))).to.deep.equal(revealed(aRecord(12)));
        expect(await again.erase(aRecord(11).id)).to.equal(true);
        expect(await again.get(aRecord(11).id)).to.equal(null);
        expect(await again.list()).to.have.length(3);
        await again.close();
      });
    });
  }

  it("does not take an old ciphertext for the new one", async () => {
    await withVault(async (vault) => {
      const old = await filesOf(vault, aRecord(11, "old"));
      const bytes = await readFile(old.sealed);
      const now = await filesOf(vault, aRecord(11, "new"));
      await writeFile(now.sealed, bytes);
      expect(await errorOf(vault.get(aRecord(11).id))).to.include("was changed, swapped or cut short");
    });
  });

  it("does not take a file of another vault with the same passphrase", async () => {
    await withVault(async (vault, folder) => {
      const one = await filesOf(vault, aRecord(11));
      const other = await Vault.create(path.join(folder, "..", "other"), PASSPHRASE, { cost: LIGHT });
      const two = await filesOf(other, aRecord(11));
      await other.close();
      await copyFile(two.key, one.key);
      await copyFile(two.sealed, one.sealed);
      expect(await errorOf(vault.get(aRecord(11).id))).to.include("was changed, swapped or cut short");
    });
  });

  it("keeps both files and says which is damaged when a crash left two and one does not open", async () => {
    await withVault(async (vault, folder) => {
      const { key, sealed } = await filesOf(vault, aRecord(11));
      const twin = (file: string) => file.replace(/-[0-9a-f]{16}\./, `-${"0".repeat(16)}.`);
      await vault.close();
      await copyFile(key, twin(key));
      await copyFile(sealed, twin(sealed));
      const again = await reopen(folder);
      expect(await errorOf(again.get(aRecord(11).id))).to.include(path.basename(twin(key)));
      await again.close();
      await unlink(twin(key));
      const last = await reopen(folder);
      expect(revealed(await last.get(aRecord(11).id))).to.deep.equal(revealed(aRecord(11)));
      await last.close();
    });
  });

  const header = (text: string, key: string, value: string) =>
    text.replace(new RegExp(`"${key}": [^,\n]+`), `"${key}": ${value}`);
  for (const [name, edit, message] of [
    [
      "another version",
      (text: string) => header(text, "format", '"clairevoie-vault/2"'),
      "is not clairevoie-vault/1; open it with",
    ],
    [
      "no version",
      (text: string) => header(text, "formt", "1").replace("format", "formt"),
      "vault.json.format: is not",
    ],
    ["no JSON", () => "vault", "vault.json: is not valid JSON"],
    ["nothing", () => "", "vault.json: is empty"],
    ["null", () => "null", "vault.json.format: is not clairevoie-vault/1"],
    [
      "a field twice",
      (text: string) => text.replace("{", '{"format":"clairevoie-vault/1",'),
      'the field "format" twice',
    ],
    ["an unknown field", (text: string) => text.replace("{", '{"note":1,'), "vault.json: has an unknown field"],
    [
      "64 GiB of scrypt",
      (text: string) => header(text, "n", "67108864").replace('"r": 1', '"r": 8'),
      "vault.json.scrypt: asks for more memory",
    ],
    [
      "hours of scrypt",
      (text: string) => header(text, "p", "1073741824"),
      "vault.json.scrypt: asks for more memory or time",
    ],
    ["an r beyond memory", (text: string) => header(text, "r", "9007199254740991"), "vault.json.scrypt: asks for more"],
    [
      "an n that is no power of two",
      (text: string) => header(text, "n", "3"),
      "vault.json.scrypt: is no cost of scrypt",
    ],
    ["an n of 1", (text: string) => header(text, "n", "1"), "vault.json.scrypt: is no cost of scrypt"],
    ["an n of 2^32 + 2", (text: string) => header(text, "n", "4294967298"), "vault.json.scrypt: asks for more memory"],
    ["a negative p", (text: string) => header(text, "p", "-1"), "vault.json.scrypt.p"],
    ["an n as text", (text: string) => header(text, "n", '"2"'), "vault.json.scrypt.n"],
    ["a cheaper scrypt", (text: string) => header(text, "n", "4"), "passphrase: does not open vault.json"],
    [
      "another salt",
      (text: string) => header(text, "salt", `"0x${"00".repeat(32)}"`),
      "passphrase: does not open vault.json",
    ],
    [
      "a master key cut short",
      (text: string) => header(text, "master", '"0x00"'),
      "vault.json.master: must be 60 bytes",
    ],
    [
      "another master key",
      (text: string) => header(text, "master", `"0x${"00".repeat(60)}"`),
      "passphrase: does not open",
    ],
    ["a megabyte", (text: string) => text + " ".repeat(1e6), "vault.json: is larger than 4096 bytes"],
  ] as const) {
    it(`does not open with a header that has ${name}, and leaves no lock`, async () => {
      await withVault(async (vault, folder) => {
        await vault.close();
        const file = path.join(folder, "vault.json");
        const text = await readFile(file, "utf8");
        const edited = edit(text);
        expect(edited).to.not.equal(text);
        await writeFile(file, edited);
        const started = performance.now();
        const error = await reopen(folder).catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(InputError);
        expect(String(error)).to.include(message).and.not.include(PASSPHRASE);
        expect(performance.now() - started).to.be.lessThan(1_000);
        await writeFile(file, text);
        await (await reopen(folder)).close();
      });
    });
  }

  it("says that there is no vault where there is none", async () => {
    await withFolder(async (folder) => {
      expect(await errorOf(reopen(folder))).to.include("vault.json: is missing: this is no vault");
      expect(await errorOf(reopen(path.join(folder, "nowhere")))).to.include("is no folder");
      expect(await readdir(folder)).to.deep.equal([]);
    });
  });
});

interface Files {
  readonly key: string;
  readonly sealed: string;
}

async function flip(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

async function grow(file: string): Promise<void> {
  await writeFile(file, Buffer.concat([await readFile(file), Buffer.alloc(16)]));
}

describe("an erased dossier", () => {
  it("is in no file of the vault: not its secret, its id, what derives from them, nor its sealed key", async () => {
    await withVault(async (vault, folder) => {
      const record = aRecord(11);
      const { key, sealed } = await filesOf(vault, record);
      const [keyBytes, sealedBytes] = [await readFile(key), await readFile(sealed)];
      expect(await vault.erase(record.id)).to.equal(true);
      expect(await vault.erase(record.id)).to.equal(false);
      expect(await vault.get(record.id)).to.equal(null);
      await expectNoTrace(folder, record);
      const name = path.basename(key).slice(0, 64);
      for (const [file, bytes] of await filesIn(folder)) {
        expect(file).to.not.include(name);
        for (let at = 0; at + 16 <= keyBytes.length; at++) {
          expect(bytes.includes(keyBytes.subarray(at, at + 16))).to.equal(false);
        }
        expect(bytes.includes(sealedBytes.subarray(0, 32))).to.equal(false);
      }
    });
  });

  it("cannot be opened from a copy of its ciphertext, even with the passphrase and a key file that is still there", async () => {
    await withVault(async (vault, folder) => {
      const record = aRecord(11);
      const { key, sealed } = await filesOf(vault, record);
      const other = await filesOf(vault, aRecord(12));
      const copy = path.join(folder, "..", "copy");
      await copyFile(sealed, copy);
      await vault.erase(record.id);
      await vault.close();
      await copyFile(copy, sealed);
      const again = await reopen(folder);
      expect(await again.get(record.id)).to.equal(null);
      expect(await again.list()).to.have.length(3);
      await again.close();
      await copyFile(other.key, key);
      const last = await reopen(folder);
      expect(await errorOf(last.get(record.id))).to.include("was changed, swapped or cut short");
      await last.close();
      await rename(copy, other.sealed);
      await unlink(key);
      const opened = await reopen(folder);
      expect(await errorOf(opened.get(aRecord(12).id))).to.include("was changed, swapped or cut short");
      await opened.close();
    });
  });

  it("can be certified no more: its certificate was remade from the vault before, and cannot be after", async () => {
    await withVault(async (vault) => {
      const chain = await aChain();
      const { signer, identity } = await aParty(chain, "optician", FILE.reference.siret);
      const optician = await Optician.connect({ deployment: chain.deployment, signer, identity });
      const certify = async (id: Hex) => {
        const record = await vault.get(id);
        if (record?.kind !== "dossier") throw new Error("there is no such dossier");
        return optician.certify(keptDossier(record), record.receipts, 1);
      };
      const dossier = optician.open();
      const { receipts } = await optician.anchor([await optician.seal([optician.quote(dossier, FILE)])]);
      const certificate = optician.certify(dossier, receipts.flat(), 1);
      await vault.put(dossierRecord(dossier, FILE, receipts.flat()));
      expect(await certify(dossier.id)).to.deep.equal(certificate);
      await vault.erase(dossier.id);
      expect(await errorOf(certify(dossier.id))).to.include("there is no such dossier");
      const guess = { ...openDossier(), id: dossier.id };
      const forged = optician.certify(guess, receipts.flat(), 1);
      expect(forged.openings.reference).to.not.equal(certificate.openings.reference);
      await expectNoTrace(vault.folder, dossierRecord(dossier));
    });
  });

  it("leaves no key of an earlier version either", async () => {
    await withVault(async (vault, folder) => {
      const first = await filesOf(vault, aRecord(11, "first"));
      const sealedFirst = await readFile(first.sealed);
      await vault.put(aRecord(11, "second"));
      await vault.erase(aRecord(11).id);
      await vault.close();
      await writeFile(first.sealed, sealedFirst);
      const again = await reopen(folder);
      expect(await again.get(aRecord(11).id)).to.equal(null);
      await again.close();
    });
  });
});

describe("the speed of a vault", () => {
  it("keeps a thousand records in seconds, one by one and together", async () => {
    await withVault(async (vault) => {
      const records = Array.from({ length: 1_000 }, () => dossierRecord(openDossier(), FILE));
      const started = performance.now();
      for (const record of records.slice(0, 300)) await vault.put(record);
      const between = performance.now();
      await vault.putMany(records.slice(300));
      const ended = performance.now();
      console.log(
        `        put ${((between - started) / 300).toFixed(2)} ms, putMany ${((ended - between) / 700).toFixed(2)} ms`,
      );
      expect(await vault.list()).to.have.length(1_002);
      expect(ended - started).to.be.lessThan(20_000);
    });
  });
});
