import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { hashStatement } from "../../src/protocol/index.js";
import { aFolder, clairevoie } from "../../testing/cli.js";
import { freePort, type RunningNode, startNode } from "../../testing/node.js";
import { aSandbox, playDossier, type Sandbox } from "../../testing/sandbox.js";

const HASH = `0x${"12".repeat(32)}`;

describe("clairevoie evidence, and verify --evidence", () => {
  const folder = aFolder();
  const play = (name: string) => folder.file(`play/${name}`);
  let node: RunningNode;
  let sandbox: Sandbox;
  /** The blocks at which the certificate conformed, and was withdrawn. */
  let [conforming, withdrawn] = ["", ""];
  let live: Record<string, unknown>;
  /** Nobody answers there: what is verified by evidence asks no node. */
  let offline: Record<string, string>;

  const make = async (file: string, ...args: readonly string[]) => {
    const certificates = ["evidence", play("certificate.json"), "--block", "latest", "-o", folder.file(file)];
    const made = await sandbox.run("insurer", ...certificates, ...args, "--json");
    expect(made.code, made.err).to.equal(0);
    return String(made.json()["blockHash"]);
  };
  const verify = (file: string, ...args: readonly string[]) => {
    const judged = ["verify", play("certificate.json"), "--claim", play("insurer/claim.json")];
    const by = ["--evidence", folder.file(file), "--deployment", play("deployment.json")];
    return clairevoie([...judged, ...by, ...args], offline);
  };

  before(async () => {
    node = await startNode();
    offline = { CLAIREVOIE_RPC_URL: `http://127.0.0.1:${await freePort()}` };
    sandbox = await aSandbox(folder.file("play"), node.url);
    const { invoice } = await playDossier(sandbox);
    const judged = ["verify", play("certificate.json"), "--claim", play("insurer/claim.json"), "--amc", "12345678"];
    live = (await sandbox.run("insurer", ...judged, "--json")).json();
    conforming = await make("evidence.json", "--settlements");
    await make("unsettled.json");
    await sandbox.ok("optician", "withdraw", hashStatement(invoice.statement), "--reason", "return");
    withdrawn = await make("withdrawn.json", "--settlements");
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  it("repeats the verdict that a node gave, finding by finding, and says as of when", async () => {
    const told = await verify("evidence.json", "--block-hash", conforming, "--amc", "12345678");
    expect(told.code, told.err).to.equal(0);
    const [first = "", second = ""] = told.out.split("\n");
    expect(first).to.match(/^As of .+, block \d+, by evidence alone: nothing later is in it\.$/);
    expect(second).to.contain("✓ conforming");
    expect(told.out).to.contain("before you pay, verify with a node").and.not.to.contain("can be settled");
    const ran = await verify("evidence.json", "--block-hash", conforming, "--amc", "12345678", "--json");
    const { asOf, summary, block, ...verdict } = ran.json();
    const { summary: _, block: __, ...theirs } = live;
    expect(verdict).to.deep.equal(theirs);
    expect(asOf).to.deep.equal({ isPast: false, settlements: true });
    expect(summary).to.have.nested.property("ask.fr").that.contains("vérifiez auprès d'un nœud");
    expect(block).to.have.property("number");
  });

  it("says so on the page too", async () => {
    const page = folder.file("report.html");
    await verify("evidence.json", "--block-hash", conforming, "--html", page, "--lang", "fr");
    expect(readFileSync(page, "utf8"))
      .to.contain("sur preuves seules")
      .and.to.contain("avant de payer, vérifiez auprès");
  });

  it("knows a withdrawal in its block, and none of a later one", async () => {
    const later = await verify("withdrawn.json", "--block-hash", withdrawn);
    expect([later.code, later.out.includes("withdrawn")], later.err).to.deep.equal([1, true]);
    expect((await verify("evidence.json", "--block-hash", conforming)).out).to.contain("✓ conforming");
  });

  it("cannot tell without the hash of the block, against another, and without settlements unless they are left out", async () => {
    const unvouched = await verify("evidence.json");
    expect([unvouched.code, unvouched.out]).to.deep.equal([3, ""]);
    expect(unvouched.err).to.contain("cannot tell: nobody vouches for block");
    const other = await verify("evidence.json", "--block-hash", withdrawn);
    expect([other.code, other.out]).to.deep.equal([3, ""]);
    expect(other.err).to.contain(`with the hash ${conforming}, not of the one that you trust`);
    const unsettled = await verify("unsettled.json", "--block-hash", conforming);
    expect([unsettled.code, unsettled.out]).to.deep.equal([3, ""]);
    expect(unsettled.err).to.contain("does not prove what was settled (--settlements)");
    const left = await verify("unsettled.json", "--block-hash", conforming, "--without-settlements");
    expect(left.code, left.err).to.equal(0);
    expect(left.out.split("\n")[0]).to.contain("What was settled is left out.");
  });

  it("takes the word of checkpoints that enough of the reader's keys signed, and of nothing less", async () => {
    const { block } = (await verify("evidence.json", "--block-hash", conforming, "--json")).json() as {
      block: { number: number };
    };
    const sign = async (who: "optician" | "maker" | "insurer", at = block.number) => {
      const file = folder.file(`${who}-${at}.json`);
      const made = await sandbox.run(who, "checkpoint", "sign", "--block", String(at), "-o", file, "--json");
      expect(made.code, made.err).to.equal(0);
      return { file, by: String(made.json()["by"]).toLowerCase() };
    };
    const signed = [await sign("optician"), await sign("maker"), await sign("insurer", block.number - 1)] as const;
    const [first, second, earlier] = signed;
    const list = folder.file("signers.json");
    const signers = signed.map(({ by }) => by);
    writeFileSync(list, JSON.stringify({ format: "clairevoie-checkpoint-signers/1", threshold: 2, signers }));
    const judge = (...files: readonly string[]) =>
      verify("evidence.json", "--checkpoints", ...files, "--signers", list);
    expect((await judge(first.file, second.file)).out).to.contain("✓ conforming");
    for (const files of [[first.file], [earlier.file, first.file], [earlier.file]]) {
      const few = await judge(...files);
      expect([few.code, few.out], few.err).to.deep.equal([3, ""]);
      expect(few.err).to.match(/cannot tell: [01] of the keys that you trust vouch for block \d+, and you ask for 2/);
    }
    const wrong = await verify("withdrawn.json", "--checkpoints", first.file, second.file, "--signers", list);
    expect(wrong.code).to.equal(3);
    const check = ["checkpoint", "check", first.file, second.file, "--signers", list];
    const checked = await clairevoie([...check, "--deployment", play("deployment.json")], offline);
    expect([checked.code, checked.out.includes("✓ block")], checked.err).to.deep.equal([0, true]);
    const half = ["checkpoint", "check", first.file, "--signers", list, "--deployment", play("deployment.json")];
    expect((await clairevoie(half, offline)).code).to.equal(3);
  });

  it("pays nothing", async () => {
    const judged = ["settle", play("certificate.json"), "--claim", play("insurer/claim.json")];
    const by = ["--evidence", folder.file("evidence.json"), "--block-hash", conforming];
    const { code, out, err } = await sandbox.run("insurer", ...judged, ...by);
    expect([code, out]).to.deep.equal([2, ""]);
    expect(err).to.contain("no payment rests on it");
  });

  it("is never written over another file, and is cut for one certificate with no node", async () => {
    const again = ["evidence", play("certificate.json"), "-o", folder.file("evidence.json")];
    const refused = await sandbox.run("insurer", ...again);
    expect([refused.code, refused.err.includes("is there already")], refused.err).to.deep.equal([2, true]);
    const cut = ["evidence", "cut", folder.file("evidence.json"), play("certificate.json")];
    const to = ["-o", folder.file("cut.json"), "--deployment", play("deployment.json")];
    const made = await clairevoie([...cut, ...to, "--settlements", "--json"], offline);
    expect(made.code, made.err).to.equal(0);
    expect(made.json()).to.have.property("certificates", 1);
    expect((await verify("cut.json", "--block-hash", conforming)).code).to.equal(0);
  });

  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    ["a node beside it", ["--rpc", "http://127.0.0.1:1"], "--rpc: asks elsewhere, and --evidence asks nobody"],
    ["proofs of a node", ["--trust", "proof"], "--trust: asks elsewhere"],
    ["an index beside it", ["--index", "facts.index"], "--index: asks elsewhere"],
    ["checkpoints that nobody is trusted to sign", ["--checkpoints", "c.json"], "--signers: are the keys"],
    ["keys that are to sign nothing", ["--signers", "s.json"], "--signers: are the keys"],
    [
      "two that vouch",
      ["--checkpoints", "c.json", "--signers", "s.json", "--block-hash", HASH],
      "--block-hash: vouches for the block already",
    ],
    ["a hash that is none", ["--block-hash", "0x12"], "--block-hash: must be a block hash"],
  ];
  for (const [what, args, said] of wrong) {
    it(`refuses ${what}`, async () => {
      const { code, err } = await verify("evidence.json", ...args);
      expect([code, err.includes(said)], err).to.deep.equal([2, true]);
    });
  }

  it("refuses --without-settlements of no evidence", async () => {
    const judged = ["verify", play("certificate.json"), "--claim", play("insurer/claim.json")];
    const { code, err } = await sandbox.run("insurer", ...judged, "--without-settlements");
    expect([code, err.includes("--without-settlements: is of evidence")], err).to.deep.equal([2, true]);
  });

  it("is one sentence and an exit code where the file is hostile", async () => {
    const whole = readFileSync(folder.file("evidence.json"), "utf8");
    const file = JSON.parse(whole) as { nodes: string[]; leaves: string[] };
    const changed = (change: object) => JSON.stringify({ ...file, ...change });
    const hostile: readonly (readonly [string, string, number, string])[] = [
      ["cut short", whole.slice(0, whole.length / 2), 2, "JSON"],
      ["100 MB", " ".repeat(100_000_000), 2, "longer than"],
      ["deep", `${"[".repeat(90_000)}${"]".repeat(90_000)}`, 2, "nest"],
      ["of another chain", changed({ chainId: 1 }), 3, "is of chain 1, the deployment of chain 31337"],
      ["of a newer version", changed({ format: "clairevoie-evidence/2" }), 2, "another version?"],
      ["with a node twice", changed({ nodes: [file.nodes[0], ...file.nodes] }), 2, "there twice"],
      ["with a leaf more", changed({ leaves: [...file.leaves, file.leaves[0]] }), 2, "out of order"],
      ["without its leaves", changed({ leaves: [] }), 3, "does not prove"],
      ["without its nodes", changed({ nodes: [] }), 3, "does not prove"],
      ["with a field more", changed({ note: "\u001b[31m" }), 2, "note"],
      ["with a prototype", whole.replace("{", '{"__proto__":{},'), 2, "__proto__"],
    ];
    for (const [what, text, code, said] of hostile) {
      writeFileSync(folder.file("hostile.json"), text);
      const ran = await verify("hostile.json", "--block-hash", conforming);
      expect([what, ran.code, ran.out], ran.err).to.deep.equal([what, code, ""]);
      expect(ran.err.trim().split("\n"), what).to.have.lengthOf(1);
      expect(ran.err, what).to.contain(said);
    }
    expect((await verify("evidence.json", "--block-hash", HASH)).code).to.equal(3);
  });

  it("says what it cannot make: no node, no such certificate", async () => {
    const to = ["-o", folder.file("never.json"), "--deployment", play("deployment.json")];
    const dead = await clairevoie(["evidence", play("certificate.json"), ...to], offline);
    expect([dead.code, dead.err.includes("does not answer")], dead.err).to.deep.equal([3, true]);
    const missing = await clairevoie(["evidence", play("nowhere.json"), ...to], offline);
    expect([missing.code, missing.err.includes("nowhere.json")], missing.err).to.deep.equal([2, true]);
    expect(existsSync(folder.file("never.json"))).to.equal(false);
  });
});
