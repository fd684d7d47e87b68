import { readFileSync } from "node:fs";
import { expect } from "chai";
import {
  documentKind,
  type FoundDocument,
  finishedLine,
  openDocuments,
  readDocuments,
  sealedLine,
  stateDocuments,
} from "../../../src/documents/index.js";
import { hashStatement } from "../../../src/protocol/index.js";
import { Vault } from "../../../src/vault/index.js";
import { STORE } from "../../../testing/dossiers.js";
import { FragileDisk } from "../../../testing/fragile-disk.js";
import { LIGHT, PASSPHRASE } from "../../../testing/vault-records.js";

const FOLDER = "/vault";
const open = (disk: FragileDisk) => Vault.open(FOLDER, PASSPHRASE, { disk, cost: LIGHT });

function documents(name: string): readonly FoundDocument[] {
  const file = openDocuments(readFileSync(`docs/documents/${name}`), name);
  return readDocuments(file, documentKind(file, undefined), STORE).found;
}

async function aDisk(...stated: readonly string[]): Promise<FragileDisk> {
  const disk = new FragileDisk();
  const vault = await Vault.create(FOLDER, PASSPHRASE, { disk, cost: LIGHT });
  for (const name of stated) await stateDocuments(vault, documents(name), {});
  await vault.close();
  return disk.afterKill();
}

describe("an import that is stopped at any step of the disk", () => {
  const days: readonly (readonly [file: string, ...before: string[]])[] = [
    ["devis.csv"],
    ["commandes.csv", "devis.csv"],
    ["factures.csv", "devis.csv", "commandes.csv"],
    ["livraisons.csv"],
  ];
  for (const [name, ...before] of days) {
    it(`leaves ${name} to be stated once by the next, in one dossier each`, async () => {
      const seen = new Set<number>();
      for (let steps = 0, done = false; !done; steps++) {
        const disk = await aDisk(...before);
        const vault = await open(disk);
        disk.stepsLeft = steps;
        done = await stateDocuments(vault, documents(name), {}).then(
          () => true,
          () => false,
        );
        for (const left of [disk.afterKill(), disk.afterPowerLoss(() => false)]) {
          const next = await open(left);
          const { stated, already, changed, bad, history } = await stateDocuments(next, documents(name), {});
          expect([stated + already, changed, bad]).to.deep.equal([2, [], []]);
          seen.add(stated);
          const hashes = history.pending.map(hashStatement);
          expect(hashes).to.have.lengthOf(2 * (before.length + 1));
          expect(new Set(hashes).size).to.equal(hashes.length);
          expect(await next.list()).to.have.lengthOf(name === "livraisons.csv" ? 0 : 2);
          expect((await stateDocuments(next, documents(name), {})).already).to.equal(2);
        }
      }
      expect([...seen].sort()).to.deep.equal([0, 2]);
    });
  }

  it("takes up what was stated and not sealed, then what was sealed and not finished, and then nothing", async () => {
    const vault = await open(await aDisk("devis.csv", "commandes.csv"));
    const history = async () => (await stateDocuments(vault, [], {})).history;
    const { pending } = await history();
    expect(pending).to.have.lengthOf(4);
    const batch = { key: `0x${"ab".repeat(20)}`, root: `0x${"cd".repeat(32)}`, issuedAt: 1 } as const;
    const sealed = { batch, signature: "0x" as const, statements: pending };
    await vault.append([sealedLine(sealed)]);
    await stateDocuments(vault, documents("factures.csv"), {});
    const later = await history();
    expect(later.batches).to.deep.equal([sealed]);
    expect(later.pending).to.have.lengthOf(2);
    await vault.append([sealedLine({ ...sealed, statements: later.pending })]);
    expect((await history()).batches.map(({ statements }) => statements.length)).to.deep.equal([4, 2]);
    await vault.append([finishedLine(1)]);
    expect((await history()).batches.map(({ statements }) => statements.length)).to.deep.equal([2]);
    await vault.append([finishedLine(1)]);
    expect(await history()).to.deep.include({ pending: [], batches: [] });
  });

  it("keeps nothing of a prescription in the journal, and nothing of a delivery in the vault", async () => {
    const vault = await open(await aDisk("devis.csv", "livraisons.csv"));
    const lines: string[] = [];
    for await (const some of vault.journal()) lines.push(...some);
    expect(lines).to.have.lengthOf(4);
    for (const line of lines) {
      expect(line).to.match(
        /^\{"stated":"0x[0-9a-f]{64}","stage":[02],"aspects":\{("[a-zA-Z]+":"0x[0-9a-f]{64}",?)+\}(,"content":"[0-9a-f]{64}")?\}$/,
      );
    }
    expect((await vault.list()).map(({ kind }) => kind)).to.deep.equal(["dossier", "dossier"]);
  });
});
