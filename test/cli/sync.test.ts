import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { HDNodeWallet, JsonRpcProvider, Wallet } from "ethers";
import { readConfig } from "../../gateway/config.js";
import { type Running, startGateway } from "../../gateway/index.js";
import { pursue, readReceipts } from "../../src/gateway/index.js";
import { parseIdentity, parseReceipts } from "../../src/parties/index.js";
import { hashStatement, parseCertificate, readOrderTicket } from "../../src/protocol/index.js";
import { notePendingBatch, Vault } from "../../src/vault/index.js";
import { aFolder, clairevoie, type Ran } from "../../testing/cli.js";
import { MAKER } from "../../testing/dossiers.js";
import { freePort, type RunningNode, startNode } from "../../testing/node.js";
import { aSandbox, type Sandbox, type Who } from "../../testing/sandbox.js";
import { LIGHT } from "../../testing/vault-records.js";

const MNEMONIC = "test test test test test test test test test test test junk";
const keyOf = (account: number) => HDNodeWallet.fromPhrase(MNEMONIC, undefined, `m/44'/60'/0'/0/${account}`).privateKey;

describe("parties without ether and without a node, who use gateways", () => {
  const folder = aFolder();
  let node: RunningNode;
  let provider: JsonRpcProvider;
  let sandbox: Sandbox;
  const gateways: Running[] = [];
  const file = (name: string) => sandbox.file(name);
  /** As somebody: the home names two gateways, and no node. */
  const as = (who: Who, ...argv: readonly string[]): Promise<Ran> =>
    clairevoie(["--home", file(who), ...argv], { CLAIREVOIE_PRIVATE_KEY: sandbox.keys[who] });
  const ok = async (who: Who, ...argv: readonly string[]): Promise<Ran> => {
    const ran = await as(who, ...argv);
    if (ran.code !== 0) throw new Error(`${argv.join(" ")}: exit ${ran.code}: ${ran.err}`);
    return ran;
  };
  const only = (...urls: string[]) => urls.flatMap((url) => ["--gateway", url]);
  const away = "http://127.0.0.1:9";

  async function aGatewayAt(account: number): Promise<Running> {
    const config = readConfig(
      {
        deployment: file("deployment.json"),
        rpc: [node.url],
        database: ":memory:",
        port: await freePort(),
        ...{ metricsPort: 0, intervalSeconds: 1, pollSeconds: 0.05 },
      },
      {},
    );
    const env = { CLAIREVOIE_GATEWAY_KEY: keyOf(account), CLAIREVOIE_GATEWAY_RELAY_KEY: keyOf(account + 1) };
    const running = await startGateway(config, { env });
    gateways.push(running);
    return running;
  }

  before(async () => {
    node = await startNode();
    provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
    sandbox = await aSandbox(folder.file("play"), node.url);
    const urls = [(await aGatewayAt(5)).url, (await aGatewayAt(7)).url];
    for (const who of ["optician", "maker"] as const) {
      const home = file(`${who}/clairevoie.json`);
      const { rpc: _, ...rest } = JSON.parse(readFileSync(home, "utf8"));
      writeFileSync(home, JSON.stringify({ ...rest, gateway: urls }));
      const { address } = new Wallet(sandbox.keys[who]);
      await provider
        .send("anvil_setBalance", [address, "0x0"])
        .catch(() => provider.send("hardhat_setBalance", [address, "0x0"]));
    }
  });
  after(async () => {
    for (const gateway of gateways) await gateway.close();
    provider.destroy();
    await node.stop();
    folder.remove();
  });
  const passphrase = () => readFileSync(file("optician/passphrase"), "utf8").trim();
  let dossier: string;

  it("state a dossier from quote to invoice, and have it certified and verified", async () => {
    const quoted = await ok("optician", "dossier", "quote", "new", "--file", file("optician/equipment.json"));
    dossier = quoted.out.trim();
    expect(quoted.err).to.match(/promised to be anchored by 20.*clairevoie sync/);
    const ordered = await ok("optician", "dossier", "order", dossier, "--ticket", file("ticket.txt"), "--json");
    expect(ordered.json()).to.have.nested.property("batches[0].promises[0].gateway", gateways[0]?.url);
    const synced = (await ok("optician", "sync", "--wait", "30", "--json")).json() as { finished: { by: string[] }[] };
    expect(synced.finished.map(({ by }) => by)).to.deep.equal([
      gateways.map(({ url }) => url),
      gateways.map(({ url }) => url),
    ]);

    await ok("maker", "ship", file("maker/delivery.json"), "--ticket", file("ticket.txt"));
    const shipped = await ok("maker", "sync", "--wait", "30", "-o", file("shipment.json"));
    expect(shipped.err).to.contain("Posted for the optician");
    expect(parseReceipts(readFileSync(file("shipment.json"), "utf8")).receipts).to.have.length(1);

    await ok("optician", "dossier", "invoice", dossier);
    const finished = await ok("optician", "sync", "--wait", "30");
    expect(finished.err).to.contain("1 receipt from laboratories");
    const again = await ok("optician", "sync");
    expect(again.err).to.equal("Nothing waits.\n");

    const certified = await ok("optician", "certify", dossier, "--for", file("insurer-card.json"));
    const [ticket = ""] = certified.out.trim().split("\n");
    expect([ticket.length, certified.err.includes("take the card from the insurer itself")]).to.deep.equal([50, true]);
    const follow = ["verify", "--ticket", ticket, "--claim", file("insurer/claim.json"), "-o", file("fetched.age")];
    const [away, first] = [only("http://127.0.0.1:9"), only(gateways[0]?.url ?? "")];
    const judged = await sandbox.run("insurer", ...follow, ...away, ...first);
    expect([judged.code, judged.out.includes("✓ conforming")], judged.out + judged.err).to.deep.equal([0, true]);
    await ok("optician", "certify", dossier, "--insurer-card", file("insurer-card.json"), "-o", file("plain.json"));
    expect(parseCertificate(readFileSync(file("plain.json"), "utf8")).receipts).to.have.length(4);
  });

  it("keep in the vault what no gateway takes, and post it later, once", async () => {
    const stated = await as("optician", "dossier", "quote", dossier, ...only(away), "--json");
    expect([stated.code, stated.json()["batches"]], stated.err).to.have.nested.property("[1][0].state", "kept");
    expect([stated.code, stated.err.includes("accepted by no gateway yet")]).to.deep.equal([3, true]);
    const waiting = await as("optician", "sync", ...only(away));
    expect([waiting.code, waiting.err.includes("does not answer")]).to.deep.equal([4, true]);
    await provider.send("evm_mine", []); // It was signed by this machine's clock: the chain must have reached it.
    const synced = await ok("optician", "sync", "--wait", "30", "--json");
    expect(synced.json()).to.have.nested.property("finished[0].state", "anchored");
  });

  it("go to the next gateway where the first does not answer, and are told so", async () => {
    const stated = await as("optician", "dossier", "quote", dossier, ...only(away, gateways[1]?.url ?? ""));
    const next = await as("optician", "sync", ...only(away, gateways[1]?.url ?? ""));
    expect([stated.code, stated.err.includes(`${away} does not answer`)], stated.err).to.deep.equal([3, true]);
    expect(next.err).to.match(/promised|by the word of/);
    await ok("optician", "sync", "--wait", "30");
  });

  it("do not take one gateway's word for an anchor, and take that of a node", async () => {
    const [url = ""] = gateways.map((one) => one.url);
    await ok("optician", "dossier", "quote", dossier, ...only(url));
    const synced = await as("optician", "sync", "--wait", "8", ...only(url), "--json");
    expect([synced.code, synced.json()]).to.have.nested.property("[1].waiting[0].state", "unconfirmed");
    expect([synced.code, synced.err.includes("by the word of")]).to.deep.equal([4, true]);
    const confirmed = await ok("optician", "sync", ...only(url), "--rpc", node.url, "--json");
    expect(confirmed.json()).to.have.nested.property("finished[0].by").that.deep.equals(["node"]);
  });

  it("import a day and state stock; receipts of no dossier of the vault wait for a file", async () => {
    const imported = await ok("optician", "import", "docs/documents/devis.csv", "--json");
    expect(imported.json()).to.have.nested.property("batches[0].promises").with.lengthOf(1);
    const synced = (await ok("optician", "sync", "--wait", "30", "--json")).json();
    expect(synced).to.have.nested.property("finished[0].statements", imported.json()["stated"]);
    const again = await ok("optician", "import", "docs/documents/devis.csv", "--json");
    expect(again.json()).to.include({ stated: 0, already: 2 });

    const { party } = parseIdentity(readFileSync(file("optician/identity.json"), "utf8"));
    writeFileSync(
      file("stock.json"),
      JSON.stringify({
        format: "clairevoie-stock/1",
        store: party,
        lenses: [
          {
            code: { code: "V01", class: "A" },
            lens: { ediCode: "STK-1500", diameterMm: 65, index: 1500, treatments: [], lensType: "unifocal" },
            maker: MAKER,
            orderReference: "BL-2026-0417",
            units: 2,
          },
        ],
      }),
    );
    await ok("maker", "stock", "state", file("stock.json"), "--units", file("units.json"));
    const waiting = await as("maker", "sync", "--wait", "8");
    expect([waiting.code, waiting.err.split("name -o FILE").length], waiting.err).to.deep.equal([4, 2]);
    await ok("maker", "sync", "-o", file("stated.json"));
    expect(parseReceipts(readFileSync(file("stated.json"), "utf8")).receipts).to.have.length(2);
  });

  it("import a laboratory's day, whose receipts go into the boxes of its tickets, once", async () => {
    const imported = await ok("maker", "import", "docs/documents/livraisons.csv", "--wait", "60", "--json");
    expect(imported.json(), imported.err).to.have.nested.property("finished[0].state", "anchored");
    const [ticket = ""] = /CVO1-[0-9A-Z-]+/.exec(readFileSync("docs/documents/livraisons.csv", "utf8")) ?? [];
    const { dossier: ordered, eyes } = readOrderTicket(ticket);
    const secrets = [eyes.right?.secret, eyes.left?.secret].filter((secret) => secret !== undefined);
    const read = await readReceipts({ url: gateways[0]?.url ?? "" }, secrets);
    expect(read.map(({ statement }) => [statement.dossier, statement.stage])).to.deep.equal([[ordered, 2]]);
    expect((await ok("maker", "sync")).err).to.equal("Nothing waits.\n");
  });

  it("withdraw by the relay, which is believed when two gateways see it", async () => {
    const { receipts } = parseCertificate(readFileSync(file("plain.json"), "utf8"));
    const invoice = receipts.find(({ statement }) => statement.stage === 3);
    if (!invoice) throw new Error("the certificate has no invoice");
    const statement = hashStatement(invoice.statement);
    const dry = await ok("optician", "withdraw", statement, "--reason", "return", "--dry-run");
    expect(dry.out).to.contain("Nothing was sent");
    const posted = await ok("optician", "withdraw", statement, "--reason", "return", "--json");
    expect(posted.json()).to.have.nested.property("gateways[0].state", "received");
    const synced = (await ok("optician", "sync", "--wait", "60", "--json")).json();
    expect(synced)
      .to.have.nested.property("relayed[0].by")
      .that.deep.equals(gateways.map(({ url }) => url));
    const found = await sandbox.run("insurer", "verify", file("plain.json"), "--claim", file("insurer/claim.json"));
    expect([found.code, found.out.includes("withdrawn")], found.out).to.deep.equal([1, true]);
    const away = await as("optician", "withdraw", statement, "--reason", "return", ...only("http://127.0.0.1:9"));
    expect([away.code, away.err.includes("accepted by no gateway yet")], away.err).to.deep.equal([3, true]);
    expect((await ok("optician", "sync", "--wait", "60")).err).to.contain("on chain, as");
  });

  it("consume stock lenses by the relay", async () => {
    await ok("optician", "stock", "receive", file("units.json"), "--receipts", file("stated.json"));
    const { units } = (await ok("optician", "stock", "list", "--json")).json() as { units: { unit: string }[] };
    const unit = units[0]?.unit ?? "";
    await ok("optician", "stock", "take", unit, dossier, "--eye", "right");
    await ok("optician", "stock", "use", dossier);
    const [first = ""] = gateways.map(({ url }) => url);
    const alone = await as("optician", "sync", "--wait", "10", ...only(first));
    expect([alone.code, alone.err.includes("consumed by the word of")], alone.err).to.deep.equal([4, true]);
    const synced = (await ok("optician", "sync", "--rpc", node.url, "--json")).json();
    expect(synced).to.have.nested.property("relayed[0].by").that.deep.equals(["node"]);
    const shown = await ok("optician", "stock", "show", unit, "--rpc", node.url, "--json");
    expect(shown.json()["consumed"]).to.match(/^20/);
  });

  it("are told by doctor of gateways that are away, and of what waits too long", async () => {
    // A vault opens without a question where its passphrase is in the home.
    const well = await ok("optician", "doctor");
    expect(well.out)
      .to.match(/gateway +http/)
      .and.not.to.match(/node|waiting/);
    const away = await as("optician", "doctor", ...only("http://127.0.0.1:9"));
    expect([away.code, away.out.includes("does not answer")], away.out).to.deep.equal([3, true]);
    const vault = await Vault.open(file("optician/vault"), passphrase(), { cost: LIGHT });
    const statement = { dossier: `0x${"77".repeat(32)}`, stage: 0, aspects: {} } as const;
    const issuedAt = Math.floor(Date.now() / 1000) - 6_000;
    const batch = { key: `0x${"11".repeat(20)}`, root: `0x${"22".repeat(32)}`, issuedAt } as const;
    const chain = { chainId: 31337, partyRegistry: `0x${"33".repeat(20)}` } as const;
    const pursuit = pursue(chain, { batch, signature: "0x" }, 21_600);
    await notePendingBatch(vault, { statements: [statement], pursuit });
    await vault.close();
    const late = await as("optician", "doctor");
    expect([late.code, late.out.includes("longer than a quarter")], late.out).to.deep.equal([3, true]);
    const again = await Vault.open(file("optician/vault"), passphrase(), { cost: LIGHT });
    await again.forget((line) => line.includes("22".repeat(32)));
    await again.close();
  });

  it("send nothing in a dry run, and keep nothing", async () => {
    const dry = await ok("optician", "dossier", "quote", dossier, "--dry-run");
    expect(dry.out).to.contain("Would post 1 statement");
    expect((await ok("optician", "sync")).err).to.equal("Nothing waits.\n");
    expect(existsSync(file("optician/vault"))).to.equal(true);
  });
});
