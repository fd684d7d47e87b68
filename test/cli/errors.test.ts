import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { JsonRpcProvider, Wallet } from "ethers";
import { asKnown, describe as describeFailure } from "../../src/cli/failures.js";
import { writeWhole } from "../../src/cli/output/files.js";
import { CATALOGUES } from "../../src/language/index.js";
import { InputError } from "../../src/protocol/index.js";
import { aFolder, clairevoie, type Ran } from "../../testing/cli.js";
import { CLAIM, DELIVERY, FILE, STORE } from "../../testing/dossiers.js";
import { type RunningNode, startNode } from "../../testing/node.js";

/** First account of the development mnemonic, known to everyone. */
const DEPLOYER = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const TICKET = `CVO1-${"0FPF68QYDEK1SJETVFS5KQBYAE2WC0TJ2FWW874DBZ53B771GD93"}`;
const ID = `0x${"12".repeat(32)}`;
/** Refusals of what the command never sends: it checks before, or another function is for it. */
const ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

describe("the command, when something is wrong", () => {
  const folder = aFolder();
  const at = folder.file;
  let node: RunningNode;
  let env: Record<string, string>;
  const stranger = Wallet.createRandom().privateKey;

  const write = (name: string, content: unknown) => {
    writeFileSync(at(name), typeof content === "string" ? content : JSON.stringify(content));
    return at(name);
  };
  /** What every failure owes: its code, one line that names the thing, and nothing secret. */
  const expectLine = ({ code, out, err }: Ran, exit: number, ...named: string[]) => {
    expect(code, err).to.equal(exit);
    expect(out).to.equal("");
    expect(err).to.match(/^clairevoie: [^\n]+\n$/);
    for (const text of named) expect(err).to.contain(text);
    for (const secret of [DEPLOYER.slice(2), stranger.slice(2), TICKET, "at Object.", ".js:"]) {
      expect(err).to.not.contain(secret);
    }
  };

  before(async () => {
    node = await startNode();
    env = {
      CLAIREVOIE_RPC_URL: node.url,
      CLAIREVOIE_DEPLOYMENT: at("deployments/31337.json"),
      CLAIREVOIE_PRIVATE_KEY: DEPLOYER,
      CLAIREVOIE_VAULT: at("vault"),
      CLAIREVOIE_VAULT_PASSPHRASE: "correct horse battery",
    };
    const { code, err } = await clairevoie(["deploy", "--folder", at("deployments")], env);
    expect(code, err).to.equal(0);
    write("claim.json", CLAIM);
    write("equipment.json", { format: "clairevoie-equipment/1", ...FILE });
    write("delivery.json", { format: "clairevoie-delivery/1", ...DELIVERY });
    write("truncated.json", '{"format": "clairevoie-cert');
    write("number.json", "3");
    const deployment = JSON.parse(readFileSync(at("deployments/31337.json"), "utf8"));
    write("another.json", { ...deployment, chainId: 1 });
    await clairevoie(["party", "new", "--role", "optician", "--identifier", STORE, "-o", at("identity.json")]);
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  const cases: readonly {
    readonly of: string;
    readonly argv: () => readonly string[];
    readonly exit: 2 | 3;
    readonly says: readonly string[];
    readonly input?: string;
    readonly with?: () => Record<string, string | undefined>;
  }[] = [
    { of: "an unknown command", argv: () => ["verfy"], exit: 2, says: ["verfy", "did you mean verify"] },
    { of: "an unknown option", argv: () => ["verify", "x", "--nope"], exit: 2, says: ["--nope", "verify --help"] },
    { of: "a missing argument", argv: () => ["verify"], exit: 2, says: ["certificates"] },
    { of: "a missing option", argv: () => ["ship", "x"], exit: 2, says: ["--ticket"] },
    { of: "a wrong choice", argv: () => ["party", "new", "--role", "king"], exit: 2, says: ["king", "optician"] },
    { of: "too much", argv: () => ["completion", "bash", TICKET], exit: 2, says: ["too many arguments"] },
    { of: "a wrong shell", argv: () => ["completion", "csh"], exit: 2, says: ["bash, zsh, fish"] },
    {
      of: "a mistake in French",
      argv: () => ["--lang", "fr", "party", "new", "--identifier", STORE],
      exit: 2,
      says: ["il manque l'option « --role <role> »", "voyez `clairevoie party new --help`"],
    },
    {
      of: "a missing file",
      argv: () => ["verify", at("no.json"), "--claim", at("claim.json")],
      exit: 2,
      says: ["no.json"],
    },
    {
      of: "a truncated certificate, by the name of its file",
      argv: () => ["verify", at("truncated.json"), "--claim", at("claim.json")],
      exit: 2,
      says: ["truncated.json", "certificate: is not valid JSON"],
    },
    {
      of: "standard input for two documents",
      argv: () => ["verify", "-", "--claim", "-"],
      exit: 2,
      says: ["named twice"],
    },
    {
      of: "a policy that is no object",
      argv: () => ["policy", at("number.json")],
      exit: 2,
      says: ["number.json", "must be a JSON object"],
    },
    {
      of: "a node that does not answer, without the key in its address",
      argv: () => ["party", "list"],
      with: () => ({ CLAIREVOIE_RPC_URL: "http://127.0.0.1:1/s3cr3t" }),
      exit: 3,
      says: ["http://127.0.0.1:1 does not answer", "--rpc"],
    },
    {
      of: "another chain",
      argv: () => ["party", "list", "--deployment", at("another.json")],
      exit: 3,
      says: ["chain 31337", "chain 1"],
    },
    { of: "a ticket for a file", argv: () => ["inspect", TICKET], exit: 2, says: ["put a ticket in a file"] },
    {
      of: "a ticket on the command line",
      argv: () => ["ship", at("delivery.json"), "--ticket", TICKET],
      exit: 2,
      says: ["put a ticket in a file"],
    },
    { of: "a key for a file", argv: () => ["seal", DEPLOYER], exit: 2, says: ["not a path"] },
    {
      of: "an identity file that is there",
      argv: () => ["party", "new", "--role", "optician", "--identifier", STORE, "-o", at("identity.json")],
      exit: 2,
      says: ["identity.json", "another name"],
    },
    {
      of: "a folder that is not there, before anything is done",
      argv: () => ["party", "new", "--role", "optician", "--identifier", STORE, "-o", at("none/identity.json")],
      exit: 2,
      says: ["--out", "none"],
    },
    {
      of: "a key in a folder that is not there",
      argv: () => ["key", "new", at("none/key.json")],
      with: () => ({ CLAIREVOIE_PASSPHRASE: "correct horse battery" }),
      exit: 2,
      says: ["none", "ENOENT"],
    },
    {
      of: "no key",
      argv: () => ["party", "suspend", ID],
      with: () => ({ CLAIREVOIE_PRIVATE_KEY: "" }),
      exit: 2,
      says: ["CLAIREVOIE_PRIVATE_KEY"],
    },
    {
      of: "a key without coins or role",
      argv: () => ["party", "suspend", ID],
      with: () => ({ CLAIREVOIE_PRIVATE_KEY: stranger }),
      exit: 3,
      says: ["suspending a party"],
    },
    {
      of: "a party that nobody knows",
      argv: () => ["party", "suspend", ID],
      exit: 3,
      says: ["UnknownParty", "party list"],
    },
    {
      of: "a refusal in French",
      argv: () => ["party", "suspend", ID, "--lang", "fr"],
      exit: 3,
      says: ["UnknownParty", "voyez `party list`"],
    },
    {
      of: "the identity of another role",
      argv: () => ["settle", at("claim.json"), "--claim", at("claim.json"), "--identity", at("identity.json")],
      exit: 2,
      says: ["optician", "insurer"],
    },
    {
      of: "a wrong address",
      argv: () => ["party", "keys", "add", "0x12", "--identity", at("identity.json")],
      exit: 2,
      says: ["key"],
    },
    {
      of: "a deployment that is there, with other options",
      argv: () => ["deploy", "--folder", at("deployments"), "--guard", ADDRESS],
      exit: 2,
      says: ["--guard", "31337.json"],
    },
    {
      of: "a cursor that is none",
      argv: () => ["watch", at("truncated.json"), "--once", "--cursor", at("claim.json")],
      exit: 2,
      says: ["truncated.json"],
    },
  ];
  for (const { of, argv, exit, says, input, with: more } of cases) {
    it(`says in one line: ${of}`, async () => {
      expectLine(await clairevoie(argv(), { ...env, ...more?.() }, input), exit, ...says);
    });
  }

  it("names a folder without rights", async function () {
    if (process.getuid?.() === 0) this.skip();
    mkdirSync(at("locked"));
    chmodSync(at("locked"), 0o500);
    const made = ["party", "new", "--role", "optician", "--identifier", STORE, "-o", at("locked/identity.json")];
    expectLine(await clairevoie(made), 2, "locked", "EACCES");
  });

  it("takes the options of a deployment again, and says what another would cost at most", async () => {
    const again = ["deploy", "--folder", at("deployments"), "--maker-delay-days", "3", "--json"];
    expect((await clairevoie(again, env)).json()["action"]).to.equal("checked");
    const poor = { ...env, CLAIREVOIE_PRIVATE_KEY: stranger };
    const dry = await clairevoie(["deploy", "--folder", at("elsewhere"), "--dry-run", "--json"], poor);
    expect(dry.code, dry.err).to.equal(0);
    const provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true });
    const blocks = await Promise.all(
      Array.from({ length: 11 }, (_, i) => i + 1).map((number) => provider.getBlock(number)),
    );
    const used = blocks.reduce((sum, block) => sum + (block?.gasUsed ?? 0n), 0n);
    expect(Number(dry.json()["gas"])).to.be.within(Number(used), Number(used) * 1.15);
    expect(dry.err).to.contain("send it more");
    expect(existsSync(at("elsewhere"))).to.equal(false);
  });

  it("keeps identity files for their owner, and tells programs what was written", async () => {
    const made = ["party", "new", "--role", "optician", "--identifier", STORE, "-o", at("new.json"), "--json"];
    const ran = await clairevoie(made);
    expect(ran.json()).to.include({ written: at("new.json"), role: "optician" });
    expect(ran.json()["party"]).to.match(/^0x[0-9a-f]{64}$/);
    if (process.platform !== "win32") expect(statSync(at("new.json")).mode & 0o077).to.equal(0);
  });

  it("closes a file to others before it writes what is private into it", function () {
    if (process.platform === "win32") this.skip();
    writeFileSync(at("open.json"), "{}", { mode: 0o644 });
    writeWhole(at("open.json"), "private", 0o600);
    expect(statSync(at("open.json")).mode & 0o077).to.equal(0);
  });

  it("has a help text for every command, in two languages", async () => {
    const { out: script } = await clairevoie(["completion", "bash"]);
    const commands = [...script.matchAll(/^ {4}"([a-z -]*)"\)/gm)].map(([, name = ""]) =>
      name.split(" ").filter(Boolean),
    );
    expect(commands.length).to.be.greaterThan(30);
    for (const command of commands) {
      const [en, fr] = await Promise.all(
        ["en", "fr"].map((language) => clairevoie([...command, "--help", "--lang", language])),
      );
      expect(en?.code, command.join(" ")).to.equal(0);
      const [about, inFrench] = [en, fr].map((ran) => ran?.out.split("\n\n")[1]);
      expect(about).to.not.equal(inFrench);
      expect(fr?.out).to.contain("Usage :").and.not.contain("display help").and.not.contain("Options:");
    }
  });

  it("is known though the package that threw it brings a copy of its class", () => {
    const foreign = Object.assign(new Error("inner"), {
      ...{ name: "InputError", code: "not-there", field: "deployment", values: {} },
    });
    expect(asKnown(foreign)).to.be.instanceOf(InputError).and.to.include({ field: "deployment", code: "not-there" });
  });

  it("says where a fault of the disk is, and doubts contracts that answer nonsense", () => {
    const fault = (fields: object) =>
      describeFailure(asKnown(Object.assign(new Error("inner"), fields)), CATALOGUES.en);
    expect(fault({ code: "ENOSPC", syscall: "write", path: "certificate.json" }))
      .to.contain("certificate.json")
      .and.contain("space");
    expect(fault({ code: "EACCES", syscall: "open", path: "keys/.a.json.12.tmp" })).to.contain("keys: ");
    for (const code of ["CALL_EXCEPTION", "BAD_DATA", "BUFFER_OVERRUN"]) expect(fault({ code })).to.contain("doctor");
    expect(fault({ code: "TIMEOUT" })).to.contain("run it again");
    expect(fault({})).to.contain("unexpected").and.not.contain("inner");
  });
});
