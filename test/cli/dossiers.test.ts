import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { hashStatement, parseCertificate, type Receipt } from "../../src/protocol/index.js";
import { aFolder } from "../../testing/cli.js";
import { type RunningNode, startNode } from "../../testing/node.js";
import { aSandbox, playDossier, type Sandbox } from "../../testing/sandbox.js";

const UNKNOWN = `0x${"12".repeat(32)}`;
describe("an optician's dossiers, from the shell", () => {
  const folder = aFolder();
  let node: RunningNode;
  let sandbox: Sandbox;
  let dossier: string;
  let invoice: Receipt;
  let quoted: string;
  const file = (name: string) => sandbox.file(name);
  const certify = (...argv: readonly string[]) =>
    sandbox.run("optician", "certify", ...argv, "--receipts", file("shipment.json"));
  const findingsOf = (json: Record<string, unknown>) =>
    (json["findings"] as { code: string }[]).map(({ code }) => code);

  before(async () => {
    node = await startNode();
    sandbox = await aSandbox(folder.file("play"), node.url);
    ({ dossier, invoice } = await playDossier(sandbox));
    quoted = (
      await sandbox.ok("optician", "dossier", "quote", "new", "--file", file("optician/equipment.json"))
    ).err.slice("Dossier ".length, "Dossier ".length + UNKNOWN.length);
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  it("are listed with reference, stage, state and date, those with the newest statements first", async () => {
    const opened = (await sandbox.ok("optician", "dossier", "open")).out.trim();
    const day = new Date(invoice.batch.issuedAt * 1000).toISOString().slice(0, 10);
    const { fileReference, siret } = JSON.parse(readFileSync(file("optician/equipment.json"), "utf8")).reference;
    const list = await sandbox.ok("optician", "dossier", "list");
    const [first, ...others] = list.out.trim().split("\n");
    expect(first).to.equal(`${dossier}  ${fileReference}  invoice  anchored  ${day}`);
    expect(others.sort()).to.deep.equal(
      [`${quoted}  ${fileReference}  stated, no receipt kept yet`, `${opened}  -  opened`].sort(),
    );
    const { dossiers } = (await sandbox.ok("optician", "dossier", "list", "--json")).json();
    expect((dossiers as object[])[0]).to.deep.equal({
      ...{ id: dossier, kind: "dossier", store: siret, fileReference, state: "anchored", stage: "invoice" },
      issuedAt: invoice.batch.issuedAt,
    });
    const french = await sandbox.ok("optician", "dossier", "list", "--lang", "fr");
    expect(french.out).to.contain(`${dossier}  ${fileReference}  facture  ancré  ${day}`);
  });

  it("hide no other when the record of one is damaged", async () => {
    const opened = (await sandbox.ok("optician", "dossier", "open")).out.trim();
    const vault = file("optician/vault/records");
    const changedAt = (name: string) => statSync(`${vault}/${name}`).mtimeMs;
    const [damaged = ""] = readdirSync(vault).sort((a, b) => changedAt(b) - changedAt(a));
    const whole = readFileSync(`${vault}/${damaged}`);
    writeFileSync(`${vault}/${damaged}`, whole.subarray(0, 40));
    const list = await sandbox.ok("optician", "dossier", "list");
    expect(list.out).to.contain(`${opened}  -  its record cannot be read`).and.to.contain(dossier);
    writeFileSync(`${vault}/${damaged}`, whole);
  });

  it("are certified many in one run: one that is wrong stops itself alone, and the exit code says so", async () => {
    const many = await certify(dossier, UNKNOWN, "nonsense", quoted, "-o", file("certificates"), "--json");
    const { certificates, refused } = many.json() as {
      certificates: { written: string }[];
      refused: { dossier: string; code: string }[];
    };
    expect(many.code).to.equal(2);
    expect(certificates.map(({ written }) => written)).to.deep.equal([file(`certificates/${dossier}.1.json`)]);
    expect(refused.map(({ dossier: id, code }) => [id, code])).to.deep.equal([
      [UNKNOWN, "not-in-vault"],
      ["nonsense", "not-hex"],
      [quoted, "receipts-of-other-dossiers"],
    ]);
    expect(readdirSync(file("certificates"))).to.deep.equal([`${dossier}.1.json`]);
    expect(parseCertificate(readFileSync(file(`certificates/${dossier}.1.json`), "utf8")).receipts).to.have.lengthOf(4);
    for (const id of [UNKNOWN, "nonsense", quoted]) expect(many.err).to.contain(`${id}: `);
    const piped = await sandbox.run("optician", "certify", dossier, UNKNOWN, "--receipts", file("shipment.json"));
    expect([piped.code, piped.err]).to.deep.equal([
      2,
      "clairevoie: --out: must be a folder where there are several dossiers; name one, it is made\n",
    ]);
    expect(existsSync(file("-"))).to.equal(false);
  });

  it("tell, before the insurer does, that a statement was withdrawn, and each act that its correction still lacks", async () => {
    const whole = await certify(dossier, "-o", file("whole.json"), "--json");
    expect([whole.code, findingsOf(whole.json())]).to.deep.equal([0, []]);
    const statement = hashStatement(invoice.statement);
    const correct = [
      "dossier",
      "invoice",
      dossier,
      "--anchor",
      "--supersedes",
      statement,
      "--reason",
      "clerical-error",
    ];
    await sandbox.ok("optician", ...correct);
    const forgotten = await certify(dossier, "-o", file("forgotten.json"), "--json");
    expect(forgotten.code).to.equal(0);
    expect(findingsOf(forgotten.json())).to.include("superseded-without-justification");
    expect(forgotten.err)
      .to.contain("An insurer that verifies it now finds")
      .and.to.contain(`clairevoie withdraw ${statement} --reason superseded`);
    await sandbox.ok("optician", "withdraw", statement, "--reason", "superseded");
    const done = await certify(dossier, "-o", file("done.json"), "--json");
    expect(findingsOf(done.json())).to.deep.equal([]);
    const last = await standingInvoice();
    await sandbox.ok("optician", "withdraw", last, "--reason", "error");
    const withdrawn = await certify(dossier, "-o", file("withdrawn.json"), "--lang", "fr");
    expect(withdrawn.err)
      .to.contain("Un organisme qui le vérifie maintenant constate")
      .and.to.contain(`--supersedes ${last}`);
  });

  async function standingInvoice(): Promise<string> {
    const { receipts } = parseCertificate(readFileSync(file("done.json"), "utf8"));
    const invoices = receipts.filter(({ statement }) => statement.stage === 3).map(({ statement }) => statement);
    const replaced = invoices.map(({ supersedes }) => supersedes);
    const standing = invoices.map(hashStatement).find((hash) => !replaced.includes(hash));
    return standing ?? "";
  }
});
