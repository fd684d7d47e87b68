import { writeFileSync } from "node:fs";
import { expect } from "chai";
import type { Terminal } from "../../src/cli/output/terminal.js";
import { run } from "../../src/cli/run.js";
import { openDossier } from "../../src/parties/index.js";
import { makeStatement } from "../../src/protocol/index.js";
import { dossierRecord, Vault } from "../../src/vault/index.js";
import { aFolder, clairevoie } from "../../testing/cli.js";
import { FILE } from "../../testing/dossiers.js";
import { aLightVault } from "../../testing/sandbox.js";
import { aReceipt } from "../../testing/vault-records.js";

describe("erasing, from the shell", () => {
  const folder = aFolder();
  const env = {
    CLAIREVOIE_VAULT: folder.file("vault"),
    CLAIREVOIE_VAULT_PASSPHRASE: "correct horse battery staple",
  };
  const equipment = folder.file("equipment.json");

  const opened = async (): Promise<string> =>
    (await clairevoie(["dossier", "open", "--json"], env)).json()["dossier"] as string;
  const quoted = async (): Promise<string> => {
    const id = await opened();
    await clairevoie(["dossier", "quote", id, "--file", equipment], env);
    return id;
  };
  const listed = async (): Promise<string> => (await clairevoie(["dossier", "list"], env)).out;
  /** The command as a person runs it who gives an answer. */
  const answering = async (answer: string, ...argv: string[]) => {
    let [asked, err] = ["", ""];
    const terminal: Terminal = {
      env,
      hasColour: false,
      isWatched: false,
      isClosed: () => false,
      out: () => undefined,
      err: (text) => {
        err += text;
      },
      input: async () => "",
      ask: async (question) => {
        asked += question;
        return answer;
      },
    };
    return { code: await run(argv, terminal), asked, err };
  };

  before(async () => {
    await aLightVault(env.CLAIREVOIE_VAULT, env.CLAIREVOIE_VAULT_PASSPHRASE);
    writeFileSync(equipment, JSON.stringify({ format: "clairevoie-equipment/1", ...FILE }));
  });
  after(() => folder.remove());

  it("asks nothing of a dossier of which nothing was stated", async () => {
    const id = await opened();
    const ran = await clairevoie(["dossier", "erase", id], env);
    expect([ran.code, ran.out]).to.deep.equal([0, `${id}: erased\n`]);
    expect(await listed()).to.not.contain(id);
  });

  it("refuses a dossier whose shares may still be claimed, where nobody can be asked", async () => {
    const id = await quoted();
    const refused = await clairevoie(["dossier", "erase", id, "--lang", "fr"], env);
    expect(refused.code).to.equal(2);
    expect(refused.err).to.contain("la clé qui accorde ses parts disparaît avec son secret");
    expect(await listed()).to.contain(id);
    expect((await clairevoie(["dossier", "erase", id, "--yes", "--json"], env)).json()).to.deep.equal({
      dossier: id,
      erased: true,
      units: [],
      boxes: 0,
      boxesLeft: 0,
    });
    expect(await listed()).to.not.contain(id);
  });

  it("asks a person, and keeps the dossier unless the answer is yes", async () => {
    const id = await quoted();
    const kept = await answering("no", "dossier", "erase", id);
    expect(kept).to.deep.include({ code: 130, err: "Nothing was erased.\n" });
    expect(kept.asked).to.match(/keeps no receipt of its invoice.*\nErase it\? \(yes\/no\) $/);
    expect(await listed()).to.contain(id);
    expect((await answering(" Oui\n", "dossier", "erase", id, "--lang", "fr")).code).to.equal(0);
    expect(await listed()).to.not.contain(id);
  });

  it("asks as long as an insurer may be owed a share, from the invoice on", async () => {
    const dossier = openDossier();
    const issuedAt = Math.floor(Date.now() / 1000) - 10 * 86_400;
    const [invoice] = [aReceipt(dossier.id)].map((one) => ({
      ...one,
      statement: makeStatement(dossier.id, "invoice", { billing: `0x${"cd".repeat(32)}` }),
      batch: { ...one.batch, issuedAt },
    }));
    const vault = await Vault.open(env.CLAIREVOIE_VAULT, env.CLAIREVOIE_VAULT_PASSPHRASE);
    await vault.put(dossierRecord(dossier, FILE, invoice ? [invoice] : []));
    await vault.close();
    const until = new Date((issuedAt + 730 * 86_400) * 1_000).toISOString().slice(0, 10);
    const early = await clairevoie(["dossier", "erase", dossier.id], env);
    expect([early.code, early.err.includes(`may still be settled until ${until}`)]).to.deep.equal([2, true]);
    const days = ["dossier", "erase", dossier.id, "--settlement-days"];
    expect((await clairevoie([...days, "11"], env)).code).to.equal(2);
    expect((await clairevoie([...days, "9"], env)).code).to.equal(0);
    expect(await listed()).to.not.contain(dossier.id);
  });

  it("says what is not there, and what is no number of days", async () => {
    const id = `0x${"12".repeat(32)}`;
    expect((await clairevoie(["dossier", "erase", id], env)).err).to.contain("is not in the vault");
    expect((await clairevoie(["dossier", "erase", id, "--settlement-days", "x"], env)).code).to.equal(2);
    expect((await clairevoie(["stock", "erase", id], env)).err).to.contain("is not in the vault");
  });
});
