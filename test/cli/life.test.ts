import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { JsonRpcProvider, Wallet } from "ethers";
import { DEFAULT_POLICY } from "../../src/protocol/index.js";
import { aFolder, clairevoie, type Ran } from "../../testing/cli.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, STORE } from "../../testing/dossiers.js";
import { type RunningNode, startNode } from "../../testing/node.js";
import { aLightVault } from "../../testing/sandbox.js";

/** First account of the development mnemonic, known to everyone. */
const DEPLOYER = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const PASSPHRASE = "correct horse battery";
const STRANGER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

describe("the command, from deployment to settlement", () => {
  const folder = aFolder();
  let node: RunningNode;
  let env: Record<string, string>;
  const keys: Record<string, Wallet> = {};

  const as = (who: string, more: Record<string, string> = {}) => ({
    ...env,
    CLAIREVOIE_PRIVATE_KEY: keys[who]?.privateKey ?? "",
    CLAIREVOIE_IDENTITY: folder.file(`${who}.identity.json`),
    ...more,
  });
  const ok = (ran: Ran): Ran => {
    if (ran.code !== 0) expect.fail(`exit ${ran.code}: ${ran.err}`);
    return ran;
  };
  const write = (name: string, value: unknown) => {
    writeFileSync(folder.file(name), JSON.stringify(value));
    return folder.file(name);
  };
  let dossier = "";
  const receipts: string[] = [];

  before(async () => {
    node = await startNode();
    await aLightVault(folder.file("vault"), PASSPHRASE);
    keys["council"] = new Wallet(DEPLOYER);
    env = {
      CLAIREVOIE_RPC_URL: node.url,
      CLAIREVOIE_VAULT: folder.file("vault"),
      CLAIREVOIE_VAULT_PASSPHRASE: PASSPHRASE,
      CLAIREVOIE_PASSPHRASE: PASSPHRASE,
      CLAIREVOIE_DEPLOYMENT: folder.file("deployments/31337.json"),
    };
    const funder = new Wallet(
      DEPLOYER,
      new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1 }),
    );
    for (const who of ["optician", "maker", "insurer"]) {
      keys[who] = Wallet.createRandom() as unknown as Wallet;
      await (await funder.sendTransaction({ to: keys[who].address, value: 10n ** 18n })).wait();
    }
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  it("says what a deployment would cost, deploys, and finds it as recorded when run again", async () => {
    const args = ["deploy", "--folder", folder.file("deployments"), "--maker-delay-days", "0", "--json"];
    const dry = ok(await clairevoie([...args, "--dry-run"], as("council"))).json();
    expect(Number(dry["gas"])).to.be.greaterThan(5_000_000);
    expect(readdirSync(folder.path)).to.not.include("deployments");
    expect(ok(await clairevoie(args, as("council"))).json()["action"]).to.equal("deployed");
    expect(ok(await clairevoie(args, as("council"))).json()["action"]).to.equal("checked");
    expect(readdirSync(folder.file("deployments"))).to.deep.equal(["31337.json"]);
  });

  it("enrols parties by ids that name nobody, and adds their keys", async () => {
    const announce = ["party", "announce", MAKER, "--controller", keys["maker"]?.address ?? "", "--json"];
    const { announcement } = ok(await clairevoie(announce, as("council"))).json();
    ok(await clairevoie(["party", "enrol", String(announcement)], as("council")));
    const made = [
      "party",
      "new",
      "--role",
      "lens-maker",
      "--identifier",
      MAKER,
      "-o",
      folder.file("maker.identity.json"),
    ];
    ok(await clairevoie(made, env));
    ok(await clairevoie(["party", "keys", "add"], as("maker")));
    for (const [who, role, identifier] of [
      ["optician", "optician", STORE],
      ["insurer", "insurer", AMC],
    ] as const) {
      const identity = folder.file(`${who}.identity.json`);
      const made = ok(
        await clairevoie(["party", "new", "--role", role, "--identifier", identifier, "-o", identity], env),
      );
      const party = /0x[0-9a-f]{64}/.exec(made.err)?.[0] ?? "";
      const enrol = ["party", "enrol", party, "--role", role, "--controller", keys[who]?.address ?? ""];
      ok(await clairevoie(enrol, as("council")));
      ok(await clairevoie(["party", "keys", "add"], as(who)));
      expect(ok(await clairevoie(enrol, as("council"))).out).to.contain("already enrolled so");
      expect(ok(await clairevoie(["party", "keys", "add"], as(who))).out).to.contain("already a key");
      expect((await clairevoie([...enrol.slice(0, -1), STRANGER], as("council"))).code).to.equal(3);
      const listed = ok(await clairevoie(["party", "keys", "list", "--json"], as(who))).json();
      expect((listed["keys"] as { key: string }[])[0]?.key).to.equal(keys[who]?.address);
    }
    const { out } = ok(await clairevoie(["party", "list"], env));
    expect(out.trim().split("\n")).to.have.lengthOf(3);
    expect(out).to.not.contain(STORE);
  });

  it("finds nothing wrong with a party that is ready", async () => {
    const { code, out } = await clairevoie(["doctor"], as("optician"));
    expect(code, out).to.equal(0);
    for (const check of ["node", "clock", "contracts", "key", "balance", "party"])
      expect(out).to.contain(`ok   ${check}`);
  });

  it("states, seals and anchors each stage", async () => {
    dossier = ok(await clairevoie(["dossier", "open"], as("optician"))).out.trim();
    const equipment = write("equipment.json", { format: "clairevoie-equipment/1", ...FILE });
    const delivery = write("delivery.json", { format: "clairevoie-delivery/1", ...DELIVERY });
    const anchor = async (who: string, name: string, statement: string[]) => {
      ok(await clairevoie([...statement, "-o", folder.file(`${name}.json`)], as(who)));
      ok(await clairevoie(["seal", folder.file(`${name}.json`), "-o", folder.file(`${name}.batch.json`)], as(who)));
      const anchored = ["anchor", folder.file(`${name}.batch.json`), "-o", folder.file(`${name}.receipts.json`)];
      const dry = ok(await clairevoie([...anchored, "--dry-run", "--json"], as(who))).json();
      expect(Number(dry["gas"])).to.be.within(40_000, 60_000);
      ok(await clairevoie(anchored, as(who)));
      expect((await clairevoie(anchored, as(who))).err).to.contain("already");
      receipts.push(folder.file(`${name}.receipts.json`));
    };
    await anchor("optician", "quote", ["dossier", "quote", dossier, "--file", equipment]);
    await anchor("optician", "order", ["dossier", "order", dossier]);
    const ticket = ok(await clairevoie(["dossier", "ticket", dossier], as("optician"))).out;
    writeFileSync(folder.file("ticket.txt"), ticket);
    await anchor("maker", "shipment", ["ship", delivery, "--ticket", folder.file("ticket.txt")]);
    await anchor("optician", "invoice", ["dossier", "invoice", dossier]);
  });

  it("certifies, and verifies with one command", async () => {
    const certificate = folder.file("certificate.json");
    const card = folder.file("card.json");
    const until = String(Math.floor(Date.now() / 1000) + 86_400);
    ok(await clairevoie(["party", "card", "--until", until, "-o", card], as("insurer")));
    const certify = ["certify", dossier, "--receipts", ...receipts, "--insurer-card", card, "-o", certificate];
    ok(await clairevoie(certify, as("optician")));
    const claim = write("claim.json", CLAIM);
    const verify = ["verify", certificate, "--claim", claim, "--rpc", node.url];
    const verdict = await clairevoie(verify, { CLAIREVOIE_DEPLOYMENT: env["CLAIREVOIE_DEPLOYMENT"] });
    const [what, who, ask, ...told] = (verdict.out + verdict.err).trimEnd().split("\n");
    expect(what).to.equal(
      `${certificate}: ✓ conforming. No deviation: what is invoiced is what was quoted, ordered and delivered, as each party stated.`,
    );
    expect(who).to.match(/^ {2}Who stated it: The store \(SIRET 123.456.782.00010\) stated the quote \(/);
    expect(ask).to.equal("  What to ask: Nothing: your share (€400.00) can be settled.");
    expect(told.filter((line) => /^ {3}\d {2}\d.* UTC\) {2}/.test(line))).to.have.lengthOf(4);
    expect(told.join("\n")).to.match(/shipment, lens maker 0x[0-9a-f]{8}…: counts\n.*equal, value hidden: both lenses/);
    expect(verdict.code).to.equal(0);
    const piped = await clairevoie(["verify", "-", "--claim", claim, "--json"], env, readFileSync(certificate, "utf8"));
    expect(piped.json()["conform"]).to.equal(true);
    expect(piped.json()["timeline"]).to.have.property("entries").with.lengthOf(4);
  });

  it("writes the report as a page, for its owner's eyes", async () => {
    const certificate = folder.file("certificate.json");
    const claim = folder.file("claim.json");
    const page = folder.file("report.html");
    const written = ok(
      await clairevoie(["verify", certificate, "--claim", claim, "--html", page, "--lang", "fr"], env),
    );
    expect(written.err).to.equal(`Écrit dans ${page}.\n`);
    expect(readFileSync(page, "utf8")).to.match(/^<!doctype html>\n<html lang="fr">/);
    expect(statSync(page).mode & 0o077).to.equal(0);
    const several = ["verify", certificate, certificate, "--claim", claim, claim, "--html"];
    const refused = await clairevoie([...several, page], env);
    expect([refused.code, refused.err]).to.deep.equal([
      2,
      "clairevoie: --html: must be a folder where there are several certificates; make it first\n",
    ]);
    mkdirSync(folder.file("pages"));
    ok(await clairevoie([...several, folder.file("pages")], env));
    expect(readdirSync(folder.file("pages"))).to.have.members(["certificate.html", "certificate-2.html"]);
    const nowhere = await clairevoie(
      [...several.slice(0, 2), "--claim", claim, "--html", folder.file("no/x.html")],
      env,
    );
    expect(nowhere.code).to.equal(2);
    expect(nowhere.err).to.contain("--html").and.contain("is no folder");
  });

  it("judges the others when one of several cannot be read, names it, and exits with 2", async () => {
    const certificate = folder.file("certificate.json");
    const claim = folder.file("claim.json");
    const cut = folder.file("cut.json");
    writeFileSync(cut, readFileSync(certificate, "utf8").slice(0, -9));
    const several = ["verify", certificate, cut, folder.file("no.json"), certificate];
    const claims = ["--claim", claim, claim, claim, cut];
    const ran = await clairevoie([...several, ...claims], env);
    expect(ran.code).to.equal(2);
    expect(ran.out).to.equal(`${certificate}: ✓ conforming\n`);
    const said = ran.err.trimEnd().split("\n");
    expect(said).to.have.lengthOf(3);
    expect(said[0]).to.contain(`clairevoie: ${cut}: certificate: is not valid JSON`);
    expect(said[1]).to.contain(`clairevoie: ${folder.file("no.json")}: cannot be read`);
    expect(said[2]).to.contain(`clairevoie: ${cut}: claim: is not valid JSON`);
    const asJson = await clairevoie([...several, ...claims, "--json"], env);
    const told = JSON.parse(asJson.out) as { conform?: boolean; file?: string; error?: string }[];
    expect(told.map(({ conform }) => conform)).to.deep.equal([true, undefined, undefined, undefined]);
    expect(told[1]).to.have.all.keys("file", "error").and.include({ file: cut });
    const paid = await clairevoie(["settle", certificate, cut, "--claim", claim, claim], as("insurer"));
    expect(paid.code).to.equal(2);
    expect(paid.err).to.contain("Nothing was settled");
  });

  it("adds proofs, which the insurer asks for, and tells of a prover that makes none", async () => {
    const [certificate, proven] = [folder.file("certificate.json"), folder.file("proven.json")];
    const prove = ["prove", dossier, "--certificate", certificate, "-o", proven, "--prover"];
    const prover = `${process.execPath} --import tsx circuits/main.ts`;
    ok(await clairevoie([...prove, prover], as("optician")));
    const policy = write("proofs.policy.json", { require: ["band"] });
    const verify = (file: string) =>
      clairevoie(["verify", file, "--claim", folder.file("claim.json"), "--policy", policy, "--json"], as("insurer"));
    const codes = async (file: string) =>
      ((await verify(file)).json()["findings"] as { code: string }[]).map(({ code }) => code);
    expect(await codes(certificate)).to.deep.equal(["band-not-proven", "band-not-proven"]);
    expect(await codes(proven)).to.deep.equal(["development-keys"]);
    const own = { CLAIREVOIE_VAULT_PASSPHRASE: PASSPHRASE };
    // It waits for ever, having said what it was given; its own child goes on.
    const hanging = folder.file("hanging.mjs");
    writeFileSync(
      hanging,
      `let given = ""; process.stdin.on("data", (text) => { given += text; });
       process.stdin.on("end", () => { console.error("waiting for a lock, " + given.slice(-400).replaceAll("\\n", "")); setInterval(() => {}, 1e6); });`,
    );
    const before = Date.now();
    const slow = await clairevoie([...prove, `${process.execPath} ${hanging}`, "--prover-seconds", "2"], {
      ...as("optician"),
      ...own,
    });
    expect([slow.code, Date.now() - before < 30_000], slow.err).to.deep.equal([2, true]);
    expect(slow.err).to.contain("made no proof in 2 seconds").and.contain("waiting for a lock");
    expect(slow.err).not.to.match(/[0-9a-f]{12}/);
    for (const [program, said] of [
      ["false", "ended without a proof"],
      ["no-such-program", "cannot be run"],
      ["cat", "made no proof"],
    ] as const) {
      const refused = await clairevoie([...prove, program], { ...as("optician"), ...own });
      expect([refused.code, refused.err.includes(said)], refused.err).to.deep.equal([2, true]);
    }
    const unchanged = await clairevoie([...prove, prover, "--before", dossier], as("optician"));
    expect([unchanged.code, unchanged.err.includes("no criterion of early renewal")]).to.deep.equal([2, true]);
  });

  it("exits with 1 and says in French what does not conform", async () => {
    const wrong = write("wrong.json", { ...CLAIM, shareCents: CLAIM.shareCents - 1 });
    const ran = await clairevoie(["verify", folder.file("certificate.json"), "--claim", wrong, "--lang", "fr"], env);
    expect(ran.code).to.equal(1);
    expect(ran.out).to.contain("non conforme");
    expect(ran.out.split("\n")[0]).to.contain("La demande et la facture diffèrent sur votre part");
    expect(ran.out.split("\n")[2]).to.contain("À demander : Comparez");
    expect(ran.out).to.contain("part du premier organisme");
  });

  it("settles once, and tells of a withdrawal afterwards", async () => {
    const certificate = folder.file("certificate.json");
    const settle = ["settle", certificate, "--claim", folder.file("claim.json"), "--json"];
    const outcomes = async () => {
      const { code, json } = await clairevoie(settle, as("insurer"));
      return [code, ...(json() as { settled: { outcome: string }[] }).settled.map(({ outcome }) => outcome)];
    };
    expect(await outcomes()).to.deep.equal([0, "settled"]);
    expect(await outcomes()).to.deep.equal([6, "already-yours"]);
    const cursor = folder.file("cursor.json");
    const watch = ["watch", certificate, "--once", "--cursor", cursor, "--json"];
    expect((await clairevoie(watch, env)).out).to.equal("");
    const { statement } = JSON.parse(readFileSync(folder.file("shipment.json"), "utf8"));
    expect(statement.stage).to.equal(2);
    const inspected = ok(await clairevoie(["inspect", folder.file("shipment.json"), "--json"], env)).json();
    ok(await clairevoie(["withdraw", String(inspected["hash"]), "--reason", "return"], as("maker")));
    const alerted = await clairevoie(watch, env);
    expect(alerted.code).to.equal(1);
    const told = (out: string) =>
      out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    expect(told(alerted.out)[0]).to.include({ kind: "withdrawn", reason: "return" });
    expect(told(alerted.out)[1].alarm).to.include({ kind: "remake-awaited", stage: "shipment", reason: "return" });
    // The event is told once; what stands is told at each start, while one's own mark does.
    const standing = await clairevoie(watch, env);
    expect([standing.code, told(standing.out).length]).to.deep.equal([4, 1]);
    const late = await clairevoie([...watch, "--remake-days", "0"], as("insurer"));
    expect(late.code).to.be.oneOf([1, 4]);
    // The cursor is lost, or was not kept in time: the log tells each alert once all the same.
    const log = folder.file("alerts.ndjson");
    const logged = [...watch, "--log", log];
    rmSync(cursor);
    expect((await clairevoie(logged, env)).code).to.equal(1);
    rmSync(cursor);
    appendFileSync(log, '{"id":"cut sho');
    const again = await clairevoie(logged, env);
    expect([again.code, told(again.out).map(({ alarm }) => alarm?.kind)]).to.deep.equal([4, ["remake-awaited"]]);
    const alerts = readFileSync(log, "utf8").trimEnd().split("\n");
    expect(alerts.map((line) => JSON.parse(line).kind)).to.deep.equal(["withdrawn"]);
    appendFileSync(log, "{}\n");
    const refused = await clairevoie(logged, env);
    expect(refused.code).to.equal(2);
    expect(refused.err).to.contain("line 2 is no alert");
    const after = await clairevoie(["verify", certificate, "--claim", folder.file("claim.json")], env);
    expect(after.code).to.equal(1);
    expect(after.out).to.contain("withdrawn");
  });

  it("prints the policy that verify uses, whole and explained, and refuses one that is wrong", async () => {
    const printed = ok(await clairevoie(["policy", "--json", "--lang", "fr"], env));
    expect(printed.json()).to.deep.equal(DEFAULT_POLICY);
    expect(printed.err).to.contain("âge admis du devis");
    const file = folder.file("policy.json");
    writeFileSync(file, '{"quoteSeconds": 86400}');
    expect(ok(await clairevoie(["policy", file, "--json"], env)).json()).to.include({
      quoteSeconds: 86_400,
      lagSeconds: 172_800,
    });
    writeFileSync(file, '{"quoteSeconds": -1}');
    const refused = await clairevoie(["policy", file], env);
    expect([refused.code, refused.err.includes("quoteSeconds")]).to.deep.equal([2, true]);
  });

  it("says what a withdrawal of another's statement is worth, before it is sent", async () => {
    const { hash } = ok(await clairevoie(["inspect", folder.file("shipment.json"), "--json"], env)).json();
    const withdraw = (statement: unknown) =>
      clairevoie(["withdraw", String(statement), "--reason", "error", "--dry-run"], as("optician"));
    const doubt = "has no effect for anyone";
    expect(ok(await withdraw(hash)).err).to.contain(doubt);
    ok(await clairevoie(["dossier", "quote", dossier, "--anchor"], as("optician")));
    const own = ok(await clairevoie(["dossier", "quote", dossier, "-o", folder.file("own.json")], as("optician"))).err;
    expect(ok(await withdraw(/0x[0-9a-f]{64}/.exec(own)?.[0])).err).to.not.contain(doubt);
  });

  it("refuses to date a batch more than a day ahead", async () => {
    const seal = (ahead: number) => {
      const time = String(Math.floor(Date.now() / 1000) + ahead);
      return clairevoie(["seal", folder.file("shipment.json"), "--issued-at", time, "--json"], as("maker"));
    };
    ok(await seal(80_000));
    const refused = await seal(90_000);
    expect(refused.code).to.equal(2);
    expect(refused.err).to.contain("--issued-at: is more than a day ahead");
  });

  it("reads files that begin with the mark of an editor", async () => {
    const marked = folder.file("marked.json");
    writeFileSync(marked, `\uFEFF${readFileSync(folder.file("shipment.json"), "utf8")}`);
    const { out } = ok(await clairevoie(["seal", marked, "--json"], as("maker")));
    ok(await clairevoie(["seal", "-", "--json"], as("maker"), readFileSync(marked, "utf8")));
    expect(JSON.parse(out)).to.have.property("batch");
  });

  it("knows a keystore when it sees one, and shows its address only", async () => {
    const keystore = folder.file("a.keystore.json");
    ok(await clairevoie(["key", "new", keystore], env));
    const { address, crypto, Crypto = crypto } = JSON.parse(readFileSync(keystore, "utf8"));
    const { out } = ok(await clairevoie(["inspect", keystore, "--reveal"], env));
    expect(out).to.match(/^kind: keystore\naddress: 0x[0-9a-fA-F]{40}\n$/);
    expect(out.toLowerCase()).to.contain(address).and.to.not.contain(Crypto.ciphertext);
  });

  it("audits a stream with a node, and with an index that asks none, to the same verdicts", async () => {
    const pair = (file: string) =>
      `{"certificate":${JSON.stringify(JSON.parse(readFileSync(folder.file(file), "utf8")))},"claim":${JSON.stringify(CLAIM)}}`;
    writeFileSync(folder.file("pairs.ndjson"), `${pair("certificate.json")}\n${pair("proven.json")}\n`);
    const audit = ["audit", folder.file("pairs.ndjson")];
    const online = await clairevoie(audit, env);
    expect(online.out.trim().split("\n")).to.have.lengthOf(2);
    ok(await clairevoie(["index", folder.file("facts.index"), "--once"], env));
    const offline = await clairevoie([...audit, "--index", folder.file("facts.index")], { CLAIREVOIE_RPC: "" });
    expect({ code: offline.code, out: offline.out }).to.deep.equal({ code: online.code, out: online.out });
    const none = await clairevoie([...audit, "--index", folder.file("none.index")], env);
    expect(none.code).to.equal(2);
  });

  it("keeps secrets out of what it shows, unless it is asked", async () => {
    const ticket = readFileSync(folder.file("ticket.txt"), "utf8");
    const hidden = ok(await clairevoie(["inspect", "-"], env, ticket));
    expect(hidden.out).to.contain("[hidden]").and.to.contain(dossier);
    const revealed = ok(await clairevoie(["inspect", "-", "--reveal"], env, ticket));
    const secret = /secret: ([0-9a-f]{48})/.exec(revealed.out)?.[1] ?? "none";
    expect(hidden.out).to.not.contain(secret);
    for (const name of ["equipment.json", "delivery.json", "certificate.json", "optician.identity.json"]) {
      const { out } = ok(await clairevoie(["inspect", folder.file(name)], env));
      expect(out).to.contain("[hidden]").and.to.not.contain('"sphere"');
    }
  });

  it("erases a dossier for good", async () => {
    const early = await clairevoie(["dossier", "erase", dossier], as("optician"));
    expect(early.code).to.equal(2);
    expect(early.err).to.match(/keeps no receipt of its invoice.*--yes erases it all the same/);
    ok(await clairevoie(["dossier", "erase", dossier, "--yes"], as("optician")));
    const gone = await clairevoie(["dossier", "ticket", dossier], as("optician"));
    expect(gone.code).to.equal(2);
    expect(gone.err).to.contain("is not in the vault");
    for (const kept of ["keys", "records"]) expect(readdirSync(folder.file(`vault/${kept}`))).to.deep.equal([]);
  });
});
