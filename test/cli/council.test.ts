import { readFileSync } from "node:fs";
import { expect } from "chai";
import { HDNodeWallet, JsonRpcProvider } from "ethers";
import { makerName } from "../../src/protocol/index.js";
import { aFolder, clairevoie, type Ran } from "../../testing/cli.js";
import { type RunningNode, startNode } from "../../testing/node.js";

const DAY = 86_400;
const MAKER = "900000001";
const STORE = `0x${"12".repeat(32)}`;
const PHRASE = "test test test test test test test test test test test junk";
const WHO = ["deployer", "admin", "enroller", "lensEnroller", "guard", "stranger", "next"] as const;
type Who = (typeof WHO)[number];

const accounts = Object.fromEntries(
  WHO.map((who, i) => [who, HDNodeWallet.fromPhrase(PHRASE, undefined, `m/44'/60'/0'/0/${i}`)]),
) as Record<Who, HDNodeWallet>;

describe("the council, by command", () => {
  const folder = aFolder();
  let node: RunningNode;
  let provider: JsonRpcProvider;
  let snapshot: string;

  const run = (who: Who, ...argv: string[]): Promise<Ran> =>
    clairevoie(argv, {
      CLAIREVOIE_RPC_URL: node.url,
      CLAIREVOIE_PRIVATE_KEY: accounts[who].privateKey,
      CLAIREVOIE_DEPLOYMENT: folder.file("31337.json"),
    });
  /** What a command that succeeds says to a program. */
  const done = async (who: Who, ...argv: string[]) => {
    const ran = await run(who, ...argv, "--json");
    expect(ran.code, ran.err).to.equal(0);
    return ran.json();
  };
  const refused = async (who: Who, ...argv: string[]) => {
    const ran = await run(who, ...argv);
    expect(ran.code, ran.out).to.equal(3);
    return ran.err;
  };
  const pass = async (seconds: number) => {
    await provider.send("evm_increaseTime", [seconds]);
    await provider.send("evm_mine", []);
  };
  const doctor = async () => (await run("stranger", "doctor")).out;
  const sent = (who: Who) => provider.getTransactionCount(accounts[who].address);

  before(async () => {
    node = await startNode();
    provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
    const named = (["admin", "enroller", "lensEnroller", "guard"] as const).flatMap((who) => [
      `--${who === "lensEnroller" ? "lens-enroller" : who}`,
      accounts[who].address,
    ]);
    const deployed = await clairevoie(["deploy", "--folder", folder.path, ...named], {
      CLAIREVOIE_RPC_URL: node.url,
      CLAIREVOIE_PRIVATE_KEY: accounts.deployer.privateKey,
    });
    expect(deployed.code, deployed.err).to.equal(0);
  });
  beforeEach(async () => {
    snapshot = await provider.send("evm_snapshot", []);
  });
  afterEach(() => provider.send("evm_revert", [snapshot]));
  after(async () => {
    provider.destroy();
    await node.stop();
    folder.remove();
  });

  const announce = ["party", "announce", MAKER, "--controller", accounts.stranger.address];

  it("announces a lens maker, lists it with its dates, and enrols it by the same command once the delay is over", async () => {
    const announced = await done("lensEnroller", ...announce);
    expect(announced).to.include({ outcome: "announced", party: makerName(MAKER) });
    expect(announced["readyAt"]).to.equal(Number(announced["announcedAt"]) + 3 * DAY);
    const [listed] = (await done("stranger", "party", "list")) as unknown as Record<string, unknown>[];
    expect(listed).to.include({ party: makerName(MAKER), state: "pending", readyAt: announced["readyAt"] });
    const shown = (await run("stranger", "party", "list")).out;
    const [since, at] = [announced["announcedAt"], announced["readyAt"]].map((time) =>
      new Date(Number(time) * 1000).toISOString().slice(0, 19),
    );
    expect(shown).to.contain(`pending: announced ${since}, may be enrolled from ${at}`);

    expect(await done("lensEnroller", ...announce)).to.deep.equal({ ...announced, outcome: "pending" });
    await pass(3 * DAY);
    // Anyone may finish it.
    expect(await done("stranger", ...announce)).to.include({ outcome: "enrolled" });
    expect(await done("lensEnroller", ...announce)).to.include({ outcome: "already" });
    const [enrolled] = (await done("stranger", "party", "list")) as unknown as Record<string, unknown>[];
    expect(enrolled).to.include({ party: makerName(MAKER), state: "enrolled" });
  });

  it("announces further names of a lens maker in the same way", async () => {
    await done("lensEnroller", ...announce);
    await pass(3 * DAY);
    await done("lensEnroller", ...announce);
    const names = ["party", "announce", "FR-MF-000012345", "--party", makerName(MAKER)];
    expect(await done("lensEnroller", ...names)).to.include({ outcome: "announced", party: makerName(MAKER) });
    await pass(3 * DAY);
    expect(await done("stranger", ...names)).to.include({ outcome: "enrolled" });
    expect(await done("stranger", ...names)).to.include({ outcome: "already" });
  });

  it("announces anew what nobody finished within a week", async () => {
    const { announcement } = await done("lensEnroller", ...announce);
    await pass(11 * DAY);
    expect(await done("lensEnroller", ...announce)).to.include({ outcome: "announced", announcement });
  });

  it("tells the hash of what it sends at once, and then that it is mined", async () => {
    const { err } = await run("lensEnroller", ...announce);
    expect(err).to.match(/^Transaction (0x[0-9a-f]{64}): sent\.\nTransaction \1: mined in block \d+\.\n$/);
  });

  it("sends nothing in a dry run, and says what it would use", async () => {
    const before = await sent("lensEnroller");
    expect((await done("lensEnroller", ...announce, "--dry-run"))["gas"]).to.match(/^\d+$/);
    expect(
      (await done("admin", "party", "role", "grant", "enroller", accounts.next.address, "--dry-run"))["dryRun"],
    ).to.equal(true);
    expect(await sent("lensEnroller")).to.equal(before);
    expect(await done("stranger", "party", "announced")).to.deep.equal([]);
  });

  it("cancels an announcement, and says so when it is cancelled already", async () => {
    const { announcement } = await done("lensEnroller", ...announce);
    expect(await refused("stranger", "party", "cancel", String(announcement))).to.contain("the guard cancels it");
    expect(await done("guard", "party", "cancel", String(announcement))).to.include({
      cancelled: true,
      already: false,
    });
    expect(await done("guard", "party", "cancel", String(announcement))).to.include({ cancelled: true, already: true });
    expect(await refused("guard", "party", "cancel", STORE)).to.contain("party announced");
    expect(await done("stranger", "party", "list")).to.deep.equal([]);
  });

  it("gives a role after the admin's delay, by the same command, and doctor tells it from the file", async () => {
    const grant = ["party", "role", "grant", "enroller", accounts.next.address];
    const announced = await done("admin", ...grant);
    expect(announced).to.include({ outcome: "announced", role: "enroller", account: accounts.next.address });
    expect(await done("admin", ...grant)).to.include({ outcome: "pending", operation: announced["operation"] });
    expect((await run("stranger", "doctor")).code).to.equal(0);
    expect(await refused("next", "party", "enrol", STORE, "--role", "optician", "--controller", accounts.next.address))
      .to.contain("AccessManagedUnauthorized(caller")
      .and.contain("sign with the one that does");
    await pass(3 * DAY);
    const ran = await run("admin", ...grant);
    expect(ran.out).to.contain("holds the role enroller");
    expect(ran.err).to.contain("Correct parameters.enroller in the deployment file");
    expect(await done("admin", ...grant)).to.include({ outcome: "already" });
    await done("next", "party", "enrol", STORE, "--role", "optician", "--controller", accounts.next.address);
    expect(await doctor()).to.contain(`${accounts.next.address} holds the role enroller`);
  });

  it("takes a role away, and lets its holder give it up at once", async () => {
    const revoke = ["party", "role", "revoke", "lens-enroller", accounts.lensEnroller.address];
    expect(await done("admin", ...revoke)).to.include({ outcome: "announced" });
    await pass(3 * DAY);
    expect(await done("admin", ...revoke)).to.include({ outcome: "done" });
    expect(await done("admin", ...revoke)).to.include({ outcome: "already" });
    expect(await refused("lensEnroller", ...announce)).to.contain("does not hold the role");
    const renounce = ["party", "role", "renounce", "enroller"];
    expect(await done("enroller", ...renounce)).to.include({ outcome: "done", account: accounts.enroller.address });
    expect(await done("enroller", ...renounce)).to.include({ outcome: "already" });
  });

  it("cancels what the AccessManager holds", async () => {
    const { operation } = await done("admin", "party", "role", "grant", "admin", accounts.stranger.address);
    expect((await run("stranger", "party", "announced")).out).to.match(
      new RegExp(
        `may call accessManager.grantRole\\(admin, ${accounts.stranger.address}, ${3 * DAY}\\) .*; announcement ${operation}`,
      ),
    );
    expect(await refused("stranger", "party", "cancel", String(operation))).to.contain("the admin cancels it");
    expect(await done("admin", "party", "cancel", String(operation))).to.include({ already: false });
    expect(await done("admin", "party", "cancel", String(operation))).to.include({ already: true });
    await pass(3 * DAY);
    expect(await done("admin", "party", "role", "grant", "admin", accounts.stranger.address)).to.include({
      outcome: "announced",
    });
  });

  it("takes the key of an account that acts by code too (EIP-7702) by what that key signed", async () => {
    const identity = folder.file("optician.json");
    const made = await run(
      "next",
      "party",
      "new",
      "--role",
      "optician",
      "--identifier",
      "12345678200010",
      "--out",
      identity,
      "--json",
    );
    const party = String(made.json()["party"]);
    await done("enroller", "party", "enrol", party, "--role", "optician", "--controller", accounts.next.address);
    // It acts by the code of a contract that answers to nobody's signature.
    const { contracts } = JSON.parse(readFileSync(folder.file("31337.json"), "utf8"));
    const code = `0xef0100${contracts.anchorRegistry.address.slice(2).toLowerCase()}`;
    await provider.send("hardhat_setCode", [accounts.stranger.address, code]);
    const { consent } = await done("stranger", "party", "keys", "consent", "--identity", identity);
    const add = ["party", "keys", "add", accounts.stranger.address, "--identity", identity, "--consent"];
    expect(await done("next", ...add, String(consent))).to.include({ added: true });
    expect(await done("next", ...add, String(consent))).to.include({ already: true });
    const { consent: another } = await done("guard", "party", "keys", "consent", "--identity", identity);
    const other = [
      "party",
      "keys",
      "add",
      accounts.lensEnroller.address,
      "--identity",
      identity,
      "--consent",
      String(another),
    ];
    expect(await refused("next", ...other))
      .to.contain("KeyConsentInvalid")
      .and.contain("the consent is not that key's");
  });

  it("lets a controller repeat what it did: what is so already stays so", async () => {
    const identity = folder.file("other.json");
    const drawn = ["party", "new", "--role", "optician", "--identifier", "12345678200010", "--out", identity];
    const party = String((await done("next", ...drawn))["party"]);
    await done("enroller", "party", "enrol", party, "--role", "optician", "--controller", accounts.next.address);
    const named = ["--identity", identity];
    const own = await done("next", "party", "keys", "add", ...named);
    for (const [who, ...act] of [
      ["next", "keys", "revoke", String(own["key"])],
      ["next", "control", "offer", accounts.guard.address],
      ["guard", "control", "take"],
    ] as const) {
      for (const already of [false, true]) expect(await done(who, "party", ...act, ...named)).to.include({ already });
    }
    const other = String((await done("next", ...drawn.slice(0, -1), folder.file("another.json")))["party"]);
    await done("enroller", "party", "enrol", other, "--role", "optician", "--controller", accounts.next.address);
    const takeover = ["--kind", "takeover"];
    await done("guard", "party", "link", "consent", other, ...takeover, ...named);
    for (let twice = 0; twice < 2; twice++) {
      const consent = ["party", "link", "consent", party, ...takeover, "--identity", folder.file("another.json")];
      expect(await done("next", ...consent)).to.include({ outcome: "linked" });
    }
  });

  it("is not changed by deploying again with another admin: that is refused, and told how it is done", async () => {
    const again = ["deploy", "--folder", folder.path];
    expect((await done("deployer", ...again, "--admin", accounts.admin.address))["action"]).to.equal("checked");
    const ran = await run("deployer", ...again, "--admin", accounts.next.address);
    expect([ran.code, ran.out]).to.deep.equal([2, ""]);
    expect(ran.err).to.match(/--admin: is not as .*31337.json records; the council changes roles and delays on chain/);
  });

  it("refuses in words whoever is not the admin", async () => {
    expect(await refused("stranger", "party", "role", "grant", "admin", accounts.stranger.address))
      .to.contain("AccessManagerUnauthorizedAccount(msgsender")
      .and.contain("0 is the admin");
  });

  it("hands the administration over in steps, none of which leaves it to nobody", async () => {
    for (const alone of [
      ["renounce", "admin"],
      ["revoke", "admin", accounts.admin.address],
    ])
      expect(await refused("admin", "party", "role", ...alone)).to.contain("is the only admin");
    const handOver = ["party", "role", "hand-over", accounts.next.address];
    expect(await done("admin", ...handOver)).to.include({ outcome: "announced" });
    await pass(3 * DAY);
    expect(await done("admin", ...handOver)).to.include({ outcome: "granted" });
    expect(await done("admin", ...handOver)).to.include({ outcome: "done" });
    expect(await done("admin", ...handOver)).to.include({ outcome: "already" });
    expect(await done("next", "party", "role", "grant", "enroller", accounts.stranger.address)).to.include({
      outcome: "announced",
    });
    expect(await refused("admin", "party", "role", "grant", "enroller", accounts.stranger.address)).to.contain(
      "0 is the admin",
    );
  });

  it("replaces the guard: the admin's delay, then the longest one, each by the same command", async () => {
    const replace = ["party", "guard", "announce", accounts.next.address];
    expect(await done("admin", ...replace)).to.include({ outcome: "announced" });
    await pass(3 * DAY);
    const announced = await done("admin", ...replace);
    expect(announced).to.include({ outcome: "done" });
    expect(await done("admin", ...replace)).to.include({ outcome: "already", takesFrom: announced["takesFrom"] });
    expect(await refused("next", "party", "guard", "take")).to.match(/NotReady\(readyAt \d{4}-\d\d-\d\dT.*wait until/);
    await pass(30 * DAY);
    expect(await done("next", "party", "guard", "take")).to.include({ guard: accounts.next.address, already: false });
    expect(await done("next", "party", "guard", "take")).to.include({ already: true });
    expect(await done("admin", ...replace)).to.include({ outcome: "already" });
    expect(await refused("guard", "party", "suspend", STORE)).to.contain("sign with the guard's account");
  });

  it("prints what a multisig is to call, step by step, and takes no key for it", async () => {
    const env = { CLAIREVOIE_RPC_URL: node.url, CLAIREVOIE_DEPLOYMENT: folder.file("31337.json") };
    const { address } = accounts.admin;
    const grant = ["party", "role", "grant", "enroller", accounts.next.address, "--as", address];
    // It sends what was printed, as its interface would.
    const call = async () => {
      const { code, out, err } = await clairevoie(grant, env);
      expect(code, err).to.equal(0);
      const [, to = "", data = ""] =
        /Let 0x\w+ call (0x\w{40}), with value 0 and this data:\n(0x[0-9a-f]+)/.exec(out) ?? [];
      const before = await provider.getBlockNumber();
      await provider.send("eth_sendTransaction", [{ from: address, to, data }]);
      while ((await provider.getBlockNumber()) === before) await new Promise((next) => setTimeout(next, 20));
    };
    await call();
    expect((await clairevoie([...grant, "--json"], env)).json()).to.include({ outcome: "pending" });
    await pass(3 * DAY);
    await call();
    expect((await clairevoie([...grant, "--json"], env)).json()).to.include({ outcome: "already" });
    expect(await doctor()).to.contain(`${accounts.next.address} holds the role enroller`);

    const suspend = ["party", "suspend", STORE, "--as"];
    const refusal = await clairevoie([...suspend, accounts.stranger.address], env);
    expect([refusal.code, refusal.err.includes("UnknownParty") || refusal.err.includes("NotGuard")]).to.deep.equal([
      3,
      true,
    ]);
    const both = await clairevoie([...suspend, address, "--keystore", "a.json"], env);
    expect([both.code, both.err.includes("--as")]).to.deep.equal([2, true]);
    expect((await clairevoie([...suspend, "0x12"], env)).code).to.equal(2);
  });

  it("suspends and reinstates, and finds nothing to do the second time", async () => {
    await done("enroller", "party", "enrol", STORE, "--role", "optician", "--controller", accounts.next.address);
    for (const act of ["suspend", "reinstate"])
      for (const already of [false, true]) expect(await done("guard", "party", act, STORE)).to.include({ already });
  });

  describe("is told by doctor", () => {
    const told = async () => {
      const ran = await run("stranger", "doctor");
      return {
        code: ran.code,
        lines: ran.out
          .trim()
          .split("\n")
          .map((line) => line.replaceAll(/ +/g, " ")),
      };
    };
    const { admin, enroller, lensEnroller, guard, next, stranger } = accounts;

    it("with each role, who holds it, what kind of account that is, and the delays", async () => {
      const code = `0xef0100${stranger.address.slice(2).toLowerCase()}`;
      await provider.send("hardhat_setCode", [admin.address, "0x00"]);
      await provider.send("hardhat_setCode", [guard.address, code]);
      const { code: exit, lines } = await told();
      expect(exit).to.equal(0);
      expect(lines).to.include.members([
        `ok role admin: ${admin.address}, a contract, acts after 3 days`,
        `ok role enroller: ${enroller.address}, a plain account, acts at once`,
        `ok role lensEnroller: ${lensEnroller.address}, a plain account, acts at once`,
        `ok role guard: ${guard.address}, a plain account that acts by the code of ${stranger.address} too (EIP-7702), acts at once`,
        "ok delays a lens maker 3 days, a new guard 30 days; a compromise reaches back 30 days",
      ]);
      const { roles } = await done("stranger", "doctor");
      expect(roles).to.deep.include({
        role: "guard",
        account: guard.address,
        kind: "delegated",
        delegate: stranger.address,
        delaySeconds: 0,
      });
    });

    it("without a fault, where something is announced", async () => {
      await done("lensEnroller", ...announce);
      await done("admin", "party", "role", "grant", "admin", next.address);
      const { code, lines } = await told();
      expect(code).to.equal(0);
      expect(lines.filter((line) => line.startsWith("ok announced"))).to.have.length(2);
    });

    it("as a fault, with exit code 3, where the file says otherwise: another holder, a role that nobody holds", async () => {
      for (const act of [
        ["grant", "admin", next.address],
        ["revoke", "enroller", enroller.address],
      ]) {
        await done("admin", "party", "role", ...act);
        await pass(3 * DAY);
        await done("admin", "party", "role", ...act);
      }
      const { code, lines } = await told();
      expect(code).to.equal(3);
      expect(lines).to.include.members([
        `FAIL role admin: ${next.address}, a plain account, acts after 3 days`,
        "FAIL role enroller: nobody",
      ]);
      expect(lines.join("\n")).to.contain(`FAIL contracts ${next.address} holds the role admin`);
      expect((await run("stranger", "doctor", "--lang", "fr")).out).to.contain("enroller : personne");
    });
  });

  it("speaks French", async () => {
    const ran = await run("admin", "party", "role", "grant", "enroller", accounts.next.address, "--lang", "fr");
    expect(ran.out).to.contain("Relancez la même commande");
    expect((await run("stranger", "party", "role", "renounce", "enroller", "--lang", "fr")).out).to.contain(
      "n'a pas le rôle",
    );
  });
});
