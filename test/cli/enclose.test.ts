import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { aFolder, type Ran } from "../../testing/cli.js";
import { type RunningNode, startNode } from "../../testing/node.js";
import { aSandbox, playDossier, type Sandbox } from "../../testing/sandbox.js";

const FINGERPRINT = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}/;

describe("certificates enclosed for one insurer", () => {
  const folder = aFolder();
  let node: RunningNode;
  let sandbox: Sandbox;
  let dossier: string;
  const file = (name: string) => sandbox.file(name);
  const certify = (card: string, out: string, ...more: string[]) =>
    sandbox.run(
      "optician",
      ...["certify", dossier, "--receipts", file("shipment.json"), "--for", file(card), "-o", file(out), ...more],
    );
  const claim = () => ["--claim", file("insurer/claim.json")];
  const refused = (ran: Ran, said: string) =>
    expect([ran.code, ran.err.includes(said)], ran.err).to.deep.equal([2, true]);

  before(async () => {
    node = await startNode();
    sandbox = await aSandbox(folder.file("play"), node.url);
    ({ dossier } = await playDossier(sandbox));
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  it("open for the insurer of the card alone, and show the fingerprint that the store was told", async () => {
    const made = await certify("insurer-card.json", "certificate.age");
    expect(made.code, made.err).to.equal(0);
    const [told] = FINGERPRINT.exec(made.err) ?? [];
    expect([statSync(file("certificate.age")).size, statSync(file("certificate.age")).mode & 0o777]).to.deep.equal([
      ...[34_427, 0o600],
    ]);
    const judged = await sandbox.run("insurer", "verify", file("certificate.age"), ...claim());
    expect([judged.code, FINGERPRINT.exec(judged.out)?.[0]], judged.err).to.deep.equal([0, told]);
    const { fingerprint } = (
      await sandbox.run("insurer", "verify", file("certificate.json"), ...claim(), "--json")
    ).json();
    expect(fingerprint, "of the same certificate in a plain file").to.equal(told);
    refused(await sandbox.run("optician", "verify", file("certificate.age"), ...claim()), "--identity");
  });

  it("open with the old key and the new while an insurer changes them, and never replace a key or a card", async () => {
    const card = [
      "party",
      "card",
      "--until",
      "2099-12-31",
      "--enclosing-key",
      file("next.key"),
      "-o",
      file("next.json"),
    ];
    const made = await sandbox.run("insurer", ...card);
    expect([made.code, statSync(file("next.key")).mode & 0o777], made.err).to.deep.equal([0, 0o600]);
    expect(made.out + made.err + readFileSync(file("next.json"), "utf8")).not.to.contain("AGE-SECRET-KEY");
    refused(await sandbox.run("insurer", ...card), "others may have it");
    const renewed = await sandbox.run("insurer", ...card.slice(0, -1), file("renewed.json"));
    const recipient = (name: string) => JSON.parse(readFileSync(file(name), "utf8")).recipient as string;
    expect([renewed.code, recipient("renewed.json")]).to.deep.equal([0, recipient("next.json")]);

    expect((await certify("next.json", "next.age")).code).to.equal(0);
    const verify = (name: string, ...keys: string[]) =>
      sandbox.run("insurer", "verify", file(name), ...claim(), ...keys.flatMap((key) => ["--identity", file(key)]));
    refused(await verify("next.age"), "none of your keys");
    const both = ["insurer/identity.json", "insurer/enclosing.key", "next.key"];
    expect([(await verify("next.age", ...both)).code, (await verify("certificate.age", ...both)).code]).to.deep.equal([
      ...[0, 0],
    ]);
    refused(await verify("next.age", "insurer/identity.json", "insurer/identity.json"), "two identities");
    chmodSync(file("next.key"), 0o644);
    refused(await verify("next.age", "next.key"), "chmod 600");
    chmodSync(file("next.key"), 0o600);
  });

  it("are made for no card that is damaged, has ended, names nobody to enclose for, or is another insurer's", async () => {
    const card = JSON.parse(readFileSync(file("insurer-card.json"), "utf8"));
    const changed = (change: object) => writeFileSync(file("changed.json"), JSON.stringify({ ...card, ...change }));
    for (const [change, said] of [
      [{ recipient: card.recipient.replace(/^age1pq1/, "age1") }, "no post-quantum recipient"],
      [{ recipient: `${card.recipient}${card.recipient}` }, "several recipients"],
      [{ until: card.until + 1 }, "changed.json.signature"],
      [{ amc: "99999999" }, "changed.json.signature"],
    ] as const) {
      changed(change);
      refused(await certify("changed.json", "none.age"), said);
    }
    const plain = await sandbox.run("insurer", "party", "card", "--until", "2099-12-31", "-o", file("plain.json"));
    expect(plain.code, plain.err).to.equal(0);
    refused(await certify("plain.json", "none.age"), "takes no enclosed certificates yet");
    const later = ["--from", "2098-01-01", "--until", "2099-12-31", "-o", file("later.json")];
    expect((await sandbox.run("insurer", "party", "card", ...later)).code).to.equal(0);
    refused(await certify("later.json", "none.age"), "not in force yet");
    refused(await certify("insurer-card.json", "none.age", "--rank", "2"), "--rank");
    refused(await certify("insurer-card.json", "none.age", "--insurer-card", file("plain.json")), "insurer-card");
    refused(await sandbox.run("optician", "certify", dossier, "--for", file("insurer-card.json")), "--out");
    expect(existsSync(file("none.age"))).to.equal(false);
  });

  it("settle as those in plain files do", async () => {
    const settled = await sandbox.run("insurer", "settle", file("certificate.age"), ...claim());
    expect([settled.code, settled.out.includes("settled")], settled.err).to.deep.equal([0, true]);
    const again = await sandbox.run("insurer", "settle", file("certificate.json"), ...claim());
    expect(again.code, again.err).to.equal(6);
  });
});
