import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { statedLine } from "../../../src/documents/history.js";
import { finishedLine, forgetDossiers, sealedLine, stateDocuments } from "../../../src/documents/index.js";
import { openDossier } from "../../../src/parties/index.js";
import { toHex } from "../../../src/protocol/bytes.js";
import { EYES, type Hex, makeStatement, stockNullifier, stockTicket, stockUnit } from "../../../src/protocol/index.js";
import { dossierRecord, eraseDossier, eraseUnit, takeUnit, unitRecord, Vault } from "../../../src/vault/index.js";
import { aReceipt, errorOf, LIGHT, PASSPHRASE, withFolder } from "../../../testing/vault-records.js";

const STORE = `0x${"5e".repeat(32)}` as const;
const HASH = `0x${"cd".repeat(32)}` as const;
const SECRETS = { right: new Uint8Array(24).fill(0x31), left: new Uint8Array(24).fill(0x32) };
const SPARE = new Uint8Array(24).fill(0x33);
const DOSSIER = openDossier(new Uint8Array(32).fill(0x41));
const OTHER = openDossier(new Uint8Array(32).fill(0x42));
const LENS = {
  code: { code: "VFA1", class: "A" },
  lens: { ediCode: "STK-1500", diameterMm: 65, index: 1500, treatments: [], lensType: "unifocal" },
  orderReference: "BL-2026-0417",
  prescription: { lensType: "unifocal", sphere: -150 },
};

const unitOf = (secret: Uint8Array) =>
  unitRecord(stockTicket(secret), LENS, [aReceipt(stockUnit(stockNullifier(secret), STORE))]);

/** A vault with two dossiers and three units, of which the first dossier has taken two. */
async function withStock(use: (vault: Vault) => Promise<void>): Promise<void> {
  await withFolder(async (parent) => {
    const vault = await Vault.create(path.join(parent, "vault"), PASSPHRASE, { cost: LIGHT });
    await vault.putMany([dossierRecord(DOSSIER), dossierRecord(OTHER)]);
    await vault.putMany([SECRETS.right, SECRETS.left, SPARE].map(unitOf));
    for (const eye of EYES) await takeUnit(vault, stockNullifier(SECRETS[eye]), DOSSIER.id, eye);
    await use(vault);
    await vault.close();
  });
}

/** All that can be read with the passphrase, as text. */
async function readable(vault: Vault): Promise<string> {
  const texts: string[] = [];
  for (const { id } of await vault.list()) {
    const record = await vault.get(id);
    const secrets = [
      ...(record?.kind === "unit" ? [record.ticket.reveal()] : []),
      ...(record?.kind === "dossier" ? [toHex(record.secret.reveal())] : []),
      ...(record?.kind === "dossier"
        ? EYES.flatMap((eye) => (record.stock?.[eye] ? [toHex(record.stock[eye].reveal())] : []))
        : []),
    ];
    texts.push(JSON.stringify([record, secrets]));
  }
  for await (const lines of vault.journal()) texts.push(...lines);
  return texts.join("\n");
}

/** What a unit can be known by: its secret, in bytes and as a ticket, its nullifier, what its maker stated. */
function namesOf(secret: Uint8Array): readonly string[] {
  const nullifier = stockNullifier(secret);
  return [
    toHex(secret).slice(2),
    Buffer.from(secret).toString("base64"),
    stockTicket(secret),
    nullifier.slice(2),
    stockUnit(nullifier, STORE).slice(2),
  ];
}

const filesOf = async (vault: Vault): Promise<number> =>
  (await readdir(vault.folder, { recursive: true })).filter((name) => /\.(key|sealed|gone|tmp)$/.test(name)).length;

describe("erasing a dossier", () => {
  it("erases the stock lenses that were taken for it: secret, eye, dossier and correction", async () => {
    await withStock(async (vault) => {
      const before = await readable(vault);
      for (const name of [...namesOf(SECRETS.right).slice(2), DOSSIER.id.slice(2)]) expect(before).to.include(name);
      const files = await filesOf(vault);
      expect((await eraseDossier(vault, DOSSIER.id)).sort()).to.deep.equal(
        EYES.map((eye) => stockNullifier(SECRETS[eye])).sort(),
      );
      const after = await readable(vault);
      for (const eye of EYES) for (const name of namesOf(SECRETS[eye])) expect(after).to.not.include(name);
      expect(after).to.not.include(DOSSIER.id.slice(2)).and.not.include(toHex(DOSSIER.secret).slice(2));
      expect(await filesOf(vault)).to.equal(files - 6);
      expect(after).to.include(stockTicket(SPARE)).and.include(OTHER.id);
    });
  });

  it("can be begun again after it was cut off between the units and the dossier", async () => {
    await withStock(async (vault) => {
      await vault.erase(stockNullifier(SECRETS.left));
      expect(await eraseDossier(vault, DOSSIER.id)).to.deep.equal([stockNullifier(SECRETS.right)]);
      expect(await readable(vault)).to.not.include(DOSSIER.id);
      expect(await errorOf(eraseDossier(vault, DOSSIER.id))).to.include("is not in the vault");
    });
  });

  it("takes what imports wrote of it out of the journal, and nothing else", async () => {
    await withStock(async (vault) => {
      const stated = (id: Hex) => makeStatement(id, "quote", { reference: HASH });
      await vault.append([DOSSIER.id, OTHER.id].map((id) => statedLine(stated(id))));
      const batch = { key: `0x${"ab".repeat(20)}`, root: HASH, issuedAt: 1 } as const;
      const unfinished = "was cut off; run that import again first";
      expect(await errorOf(forgetDossiers(vault, [DOSSIER.id]))).to.include(unfinished);
      await vault.append([sealedLine({ batch, signature: "0x", statements: [] })]);
      expect(await errorOf(forgetDossiers(vault, [DOSSIER.id]))).to.include(unfinished);
      await vault.append([finishedLine(1)]);
      expect(await forgetDossiers(vault, [DOSSIER.id])).to.equal(1);
      expect(await forgetDossiers(vault, [DOSSIER.id])).to.equal(0);
      const lines: string[] = [];
      for await (const some of vault.journal()) lines.push(...some);
      expect(lines).to.have.length(3);
      expect(lines[0]).to.equal(statedLine(stated(OTHER.id)));
      expect((await stateDocuments(vault, [], {})).history).to.deep.include({ pending: [], batches: [] });
    });
  });

  it("leaves a journal that can be read when a sheet of it becomes empty", async () => {
    await withStock(async (vault) => {
      await vault.append(["one"]);
      await vault.append(["two"]);
      expect(await vault.forget((line) => line === "one")).to.equal(1);
      await vault.append(["three"]);
      const sheets: (readonly string[])[] = [];
      for await (const lines of vault.journal()) sheets.push(lines);
      expect(sheets).to.deep.equal([[], ["two"], ["three"]]);
    });
  });
});

describe("erasing a stock lens alone", () => {
  it("erases one that serves no dossier, and refuses one that does", async () => {
    await withStock(async (vault) => {
      await eraseUnit(vault, stockNullifier(SPARE));
      const after = await readable(vault);
      for (const name of namesOf(SPARE)) expect(after).to.not.include(name);
      expect(await errorOf(eraseUnit(vault, stockNullifier(SPARE)))).to.include("is not in the vault");
      const taken = stockNullifier(SECRETS.right);
      expect(await errorOf(eraseUnit(vault, taken))).to.include(`serves ${DOSSIER.id}`);
      await vault.erase(DOSSIER.id);
      await eraseUnit(vault, taken);
      expect(await errorOf(eraseUnit(vault, OTHER.id))).to.include("is not in the vault");
    });
  });
});
