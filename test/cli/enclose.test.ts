import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { Wallet } from "ethers";
import { chainReference } from "../../src/chain/reference.js";
import { boxOf, closeBox, readReceipts } from "../../src/gateway/index.js";
import { parseReceipts } from "../../src/parties/index.js";
import { readClaimTicket, readOrderTicket } from "../../src/protocol/index.js";
import { aFolder, type Ran } from "../../testing/cli.js";
import { type FakeGateway, startFakeGateway } from "../../testing/fake-gateway.js";
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

  describe("by a claim ticket of 50 characters", () => {
    let gateway: FakeGateway;
    let ticket: string;
    const follow = (...more: string[]) => {
      const claimed = more.includes("--claim") ? [] : claim();
      const asked = more.includes("--gateway") ? [] : ["--gateway", gateway.url];
      const at = ["--ticket", ticket, ...asked, "-o", file("fetched.age")];
      return sandbox.run("insurer", "verify", ...at, ...claimed, ...more);
    };
    const box = (number: number) => boxOf(readClaimTicket(ticket).secret, "claim", number).index;
    const cannotTell = async (said: string, ...more: string[]) => {
      const ran = await follow(...more);
      expect([ran.code, ran.out, ran.err.includes("cannot tell"), ran.err.includes(said)], ran.err).to.deep.equal([
        ...[3, "", true, true],
      ]);
      expect(ran.err).not.to.contain(ticket.slice(5));
    };

    before(async () => {
      const reference = chainReference(JSON.parse(readFileSync(file("deployment.json"), "utf8")));
      gateway = await startFakeGateway(
        reference,
        [sandbox.keys.optician, sandbox.keys.maker].map((key) => new Wallet(key).address.toLowerCase()),
      );
      const posted = await sandbox.run(
        "optician",
        ...["certify", dossier, "--receipts", file("shipment.json"), "--for", file("insurer-card.json")],
        ...["--gateway", gateway.url],
      );
      expect(posted.code, posted.err).to.equal(0);
      ticket = posted.out.trim();
    });
    after(() => gateway.close());

    it("are fetched, kept and judged as those in files are", async () => {
      expect(ticket).to.match(/^CVC1-[0-9A-Z]{45}$/);
      const judged = await follow();
      expect([judged.code, judged.out.includes("conforming")], judged.err).to.deep.equal([0, true]);
      expect(statSync(file("fetched.age")).size).to.equal(34_427);
      const kept = await sandbox.run("insurer", "verify", file("fetched.age"), ...claim());
      expect([kept.code, FINGERPRINT.exec(kept.out)?.[0]]).to.deep.equal([0, FINGERPRINT.exec(judged.out)?.[0]]);
      // What the gateway was sent says nothing of the dossier: padded requests, no ticket, no id.
      const sent = gateway.bodies.join("\n");
      for (const secret of [dossier, ticket, ticket.slice(5, 20)]) expect(sent).not.to.contain(secret);
      const read = gateway.bodies.find((body) => body.startsWith("/v1/boxes/read")) ?? "";
      expect(JSON.parse(read.slice(read.indexOf("{"))).indexes.length).to.equal(32);
    });

    it("cannot be told of when they are late, swapped, spoilt, for others or of another claim: nobody is accused", async () => {
      const stored = gateway.boxes.get(box(0)) as string;
      gateway.boxes.delete(box(0));
      await cannotTell("no certificate lies");
      gateway.boxes.set(box(0), `A${stored.slice(1)}`);
      await cannotTell("was changed");
      gateway.boxes.set(box(0), Buffer.alloc(4_096).toString("base64"));
      await cannotTell("was changed");
      gateway.boxes.set(box(0), stored);
      await cannotTell("another insurer or an older key", "--identity", file("next.key"));
      const other = JSON.parse(readFileSync(file("insurer/claim.json"), "utf8"));
      writeFileSync(file("other-claim.json"), JSON.stringify({ ...other, fileReference: "OTHER-1" }));
      await cannotTell("another claim", "--claim", file("other-claim.json"));
      gateway.refuse = { status: 503, body: "<html>down</html>" };
      await cannotTell("is no gateway");
      gateway.refuse = undefined;
      await cannotTell("does not answer", "--gateway", "http://127.0.0.1:9");
    });

    it("lie in the next box where something else lies in the first, and the newest of a claim counts", async () => {
      const again = ["certify", dossier, "--receipts", file("shipment.json"), "--for", file("insurer-card.json")];
      const posted = await sandbox.run("optician", ...again, "--gateway", gateway.url, "--json");
      expect([posted.code, posted.json()["ticket"]], posted.err).to.deep.equal([0, ticket]);
      expect(gateway.boxes.has(box(1))).to.equal(true);
      // Who carries the ticket may post behind the certificate: what it cannot make is a certificate of the claim.
      gateway.boxes.set(box(2), Buffer.alloc(4_096).toString("base64"));
      expect((await follow()).code).to.equal(0);
      gateway.boxes.delete(box(2));
    });

    it("are refused by their form before anything is asked", async () => {
      const asked = gateway.bodies.length;
      const wrong = `${ticket.slice(0, -1)}${ticket.endsWith("0") ? "1" : "0"}`;
      for (const args of [
        ["verify", "--ticket", wrong, "--gateway", gateway.url, ...claim()],
        ["verify", "--ticket", ticket, ...claim()],
        ["verify", "--ticket", ticket, "--gateway", "gateway", ...claim()],
        ["verify", "--ticket", ticket, file("certificate.json"), "--gateway", gateway.url, ...claim()],
        ["verify", ...claim()],
      ]) {
        const ran = await sandbox.run("insurer", ...args);
        expect(ran.code, ran.err).to.equal(2);
        expect(ran.err).not.to.contain(ticket.slice(5, 30));
      }
      expect(gateway.bodies.length).to.equal(asked);
    });

    it("settle as those in plain files do", async () => {
      const settled = await sandbox.run("insurer", "settle", file("certificate.age"), ...claim());
      expect([settled.code, settled.out.includes("settled")], settled.err).to.deep.equal([0, true]);
      const again = await sandbox.run("insurer", "settle", file("certificate.json"), ...claim());
      expect(again.code, again.err).to.equal(6);
    });

    it("rest on receipts that the laboratory posts when it ships, and the optician reads", async () => {
      const ship = ["ship", file("maker/delivery.json"), "--ticket", file("ticket.txt"), "--anchor"];
      const shipped = await sandbox.run("maker", ...ship, "--gateway", gateway.url, "-o", file("again.json"));
      expect([shipped.code, shipped.err.includes("Posted for the optician")], shipped.err).to.deep.equal([0, true]);
      const { eyes } = readOrderTicket(readFileSync(file("ticket.txt"), "utf8").trim());
      const secrets = [eyes.right?.secret, eyes.left?.secret] as Uint8Array[];
      const { receipts } = parseReceipts(readFileSync(file("again.json"), "utf8"));
      expect(await readReceipts({ url: gateway.url }, secrets)).to.deep.equal(receipts);
      const sent = gateway.bodies.filter((body) => body.startsWith("/v1/boxes ")).at(-1) ?? "";
      expect(sent).not.to.contain(receipts[0]?.statement.dossier.slice(2));
      // What lies there and is no receipt is nobody's fault.
      const box = boxOf(secrets[0] as Uint8Array, "delivery", 0);
      gateway.boxes.set(box.index, Buffer.from(closeBox(box, new TextEncoder().encode("[]"))).toString("base64"));
      expect(await readReceipts({ url: gateway.url }, secrets)).to.deep.equal([]);
      gateway.boxes.delete(box.index);
      gateway.refuse = { status: 500, body: "" };
      const away = await sandbox.run("maker", ...ship, "--gateway", gateway.url, "-o", file("away.json"));
      expect([away.code, away.err.includes("cannot tell"), existsSync(file("away.json"))]).to.deep.equal([
        0,
        true,
        true,
      ]);
      gateway.refuse = undefined;
    });

    it("are erased with their dossier, box first, and later where the gateway is away", async () => {
      gateway.refuse = { status: 503, body: "{}" };
      const away = await sandbox.run("optician", "dossier", "erase", dossier, "--yes", "--json");
      expect([away.code, away.json()["boxesLeft"], gateway.boxes.size], away.err).to.deep.equal([3, 2, 2]);
      expect((await sandbox.run("optician", "dossier", "claim-ticket", dossier)).code, "the secret is gone").to.equal(
        2,
      );
      gateway.refuse = undefined;
      const erased = await sandbox.run("optician", "dossier", "erase", dossier, "--yes", "--json");
      expect([erased.code, erased.json()["boxes"], gateway.boxes.size], erased.err).to.deep.equal([0, 2, 0]);
      refused(await sandbox.run("optician", "dossier", "erase", dossier, "--yes"), "dossier");
      await cannotTell("no certificate lies");
    });
  });
});
