import { readFileSync } from "node:fs";
import { expect } from "chai";
import {
  openDocuments,
  readPartyDocuments,
  type SealedDocuments,
  sealDocuments,
  stateDocuments,
} from "../../../src/documents/index.js";
import { InputError, type Row } from "../../../src/protocol/index.js";
import { dossierIn, receiptsToCertify, Vault } from "../../../src/vault/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "../../../testing/chain.js";
import { STORE } from "../../../testing/dossiers.js";
import { FragileDisk } from "../../../testing/fragile-disk.js";
import { LIGHT, PASSPHRASE } from "../../../testing/vault-records.js";

const FOLDER = "/vault";
const BAD_ROW = "DV-3;D-2026-000125;VP2;Z;210,00";

/** What a software editor writes to import a day, with the SDK alone. */
describe("a day's CSV, imported through the SDK", function () {
  this.timeout(60_000);
  let chain: TestChain;
  let store: TestParty;
  let vault: Vault;
  const importer = { role: "optician", identifier: STORE } as const;
  const quotes = readFileSync("docs/documents/devis.csv", "utf8");

  before(async () => {
    chain = await aChain();
    store = await aParty(chain, "optician", STORE);
    vault = await Vault.create(FOLDER, PASSPHRASE, { disk: new FragileDisk(), cost: LIGHT });
  });
  after(async () => {
    await vault.close();
    await chain.close();
  });

  const tools = () => ({ vault, suite: chain.suite, signer: store.signer });
  const importing = async (text: string, handOver?: (documents: SealedDocuments) => void) => {
    const file = openDocuments(Buffer.from(text), "devis.csv");
    const { found, bad } = readPartyDocuments(file, importer);
    const imported = await stateDocuments(vault, found, {});
    const sealed = await sealDocuments(tools(), imported.history, { anchor: true, ...(handOver && { handOver }) });
    return { ...imported, ...sealed, bad: [...bad, ...imported.bad] };
  };

  it("is stated, sealed, anchored and kept, and each bad row says what is wrong of it", async () => {
    const cells = quotes.split("\n")[0]?.split(";").length ?? 0;
    const bad = BAD_ROW.split(";");
    const padded = [...bad, ...Array.from({ length: cells - bad.length }, () => "")].join(";");
    const { stated, bad: refused, sealed, anchoring } = await importing(`${quotes.trimEnd()}\n${padded}\n`);
    expect([stated, sealed.length]).to.deep.equal([2, 1]);
    expect(refused.map(({ line, faults: [first] }) => [line, first?.field, first?.reason])).to.deep.equal([
      [4, "class.right", "must be A or B"],
    ]);
    expect(await chain.suite.anchors.anchoredAt(anchoring?.root ?? "")).to.equal(anchoring?.time);

    const dossiers = (await vault.list()).map(({ id }) => id);
    expect(dossiers).to.have.lengthOf(2);
    for (const id of dossiers) {
      expect((await dossierIn(vault, id)).receipts).to.have.lengthOf(1);
      expect((await receiptsToCertify(vault, id, store.party)).receipts).to.have.lengthOf(1);
    }
  });

  it("states and anchors nothing when it is imported again", async () => {
    const again = await importing(quotes);
    expect([again.stated, again.already, again.sealed, again.anchoring]).to.deep.equal([0, 2, [], undefined]);
    expect(await vault.list()).to.have.lengthOf(2);
  });

  it("is handed over again when the run before could not write it", async () => {
    const later = quotes.replaceAll("D-2026-0001", "D-2026-0002").replaceAll("DV-", "DW-");
    const failed = await importing(later, () => {
      throw new Error("the disk is full");
    }).catch((error: unknown) => (error as Error).message);
    expect(failed).to.equal("the disk is full");
    const handed: SealedDocuments[] = [];
    const { stated, already } = await importing(later, (documents) => handed.push(documents));
    expect([stated, already]).to.deep.equal([0, 2]);
    expect(handed.map(({ sealed }) => sealed.map(({ statements }) => statements.length))).to.deep.equal([[2]]);
  });

  it("is refused where its documents are another role's to state", () => {
    const file = openDocuments(Buffer.from(quotes), "devis.csv");
    const read = (kind?: Row) => readPartyDocuments(file, { role: "lens-maker", identifier: STORE }, kind);
    for (const kind of [undefined, "quote", "order"] as const) {
      expect(() => read(kind))
        .to.throw(InputError)
        .with.property("code", "identity-of-another-role");
    }
  });
});
