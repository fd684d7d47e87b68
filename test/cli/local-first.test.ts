import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { aFolder, clairevoie } from "../../testing/cli.js";

/** Nobody listens there. */
const DEAD = { CLAIREVOIE_RPC_URL: "http://127.0.0.1:1" };
const KEY = `0x${"11".repeat(32)}`;

describe("a command with an unreadable file and a dead node", () => {
  const folder = aFolder();
  const broken = folder.file("broken.json");
  const lost = folder.file("lost.json");
  const identity = folder.file("identity.json");
  before(async () => {
    const made = await clairevoie(["party", "new", "--role", "insurer", "--identifier", "12345678", "-o", identity]);
    expect(made.code, made.err).to.equal(0);
    writeFileSync(broken, "{ cut short");
    writeFileSync(folder.file("mailed.json"), "<html><body>Certificate</body></html>");
    writeFileSync(folder.file("day.csv"), "N° de devis;N° de dossier\nDV-1;#N/A\n");
  });
  after(() => folder.remove());

  const commands: Readonly<Record<string, readonly string[]>> = {
    verify: ["verify", broken, "--claim", broken],
    "verify, of several": ["verify", broken, broken, "--claim", broken, broken],
    "verify without a claim for each": ["verify", broken, broken, "--claim", broken],
    settle: ["settle", broken, "--claim", broken],
    "settle --release": ["settle", broken, "--release"],
    "audit with a policy": ["audit", broken, "--policy", broken],
    certify: ["certify", `0x${"00".repeat(32)}`, "--receipts", broken],
    watch: ["watch", broken],
    anchor: ["anchor", broken],
    seal: ["seal", broken],
    "party keys consent with a lost keystore": ["party", "keys", "consent", "--keystore", lost],
    "doctor of a broken deployment": ["party", "list", "--deployment", broken],
    "import of rows that are all wrong": ["import", folder.file("day.csv"), "--vault", folder.file("vault")],
    "import of another format": ["import", folder.file("mailed.json")],
  };
  for (const [name, args] of Object.entries(commands)) {
    it(`names the file, and asks no node: ${name}`, async () => {
      const env = { ...DEAD, CLAIREVOIE_PRIVATE_KEY: KEY, CLAIREVOIE_VAULT_PASSPHRASE: "four words of a store" };
      const mine = args[0] === "import" || args[0] === "certify" ? {} : { CLAIREVOIE_IDENTITY: identity };
      const ran = await clairevoie(args, { ...env, ...mine });
      expect(ran.code, ran.err).to.equal(2);
      expect(ran.err).to.not.contain("127.0.0.1:1");
    });
  }

  it("is told which format it has in truth", async () => {
    const page = folder.file("mailed.json");
    const ran = await clairevoie(["verify", page, "--claim", page], DEAD);
    expect(ran.err).to.contain("is a web page (HTML), whatever its name says; name the JSON file");
  });
});

describe("what a command prints", () => {
  const folder = aFolder();
  after(() => folder.remove());
  const HOSTILE = "a\u001b[2K\u009b1A\u202e\nclairevoie: all is well.json";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what may not be there.
  const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

  it("holds nothing that a terminal obeys of the name of a file, in errors, notes and JSON", async () => {
    const file = folder.file(HOSTILE);
    writeFileSync(file, "{}");
    const csv = folder.file(`${HOSTILE}.csv`);
    writeFileSync(csv, "N° de devis;N° de dossier;Nom\u009b2K\nDV-1;D-1;x\n");
    for (const args of [
      ["inspect", file],
      ["verify", file, "--claim", file],
      ["key", "address", file],
      ["import", csv, "--dry-run", "--vault", folder.file("none")],
      ["import", csv, "--dry-run", "--json", "--vault", folder.file("none")],
      ["policy", "--kind", HOSTILE],
      [HOSTILE],
    ]) {
      const ran = await clairevoie(args, { ...DEAD, CLAIREVOIE_PRIVATE_KEY: KEY });
      expect(ran.code).to.equal(2);
      for (const said of [ran.out, ran.err]) {
        expect(said, args.join(" ")).to.not.match(OBEYED);
        expect(said.split("\n")).to.not.include("clairevoie: all is well.json");
      }
    }
  });
});
