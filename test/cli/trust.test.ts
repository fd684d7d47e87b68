import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { Deployment } from "../../src/chain/index.js";
import { hashStatement } from "../../src/protocol/index.js";
import { aFolder, type Ran } from "../../testing/cli.js";
import { type RunningNode, startNode } from "../../testing/node.js";
import { type NodeProxy, startLiar, startProxy } from "../../testing/proxy.js";
import { aSandbox, playDossier, type Sandbox } from "../../testing/sandbox.js";

const HASH = `0x${"12".repeat(32)}`;

describe("clairevoie verify --trust", () => {
  const folder = aFolder();
  const play = (name: string) => folder.file(`play/${name}`);
  let node: RunningNode;
  let sandbox: Sandbox;
  const proxies: NodeProxy[] = [];
  /** Hashes of blocks: before the invoice, when all conforms, and now that the invoice is withdrawn. */
  let [unbilled, conforming, now] = ["", "", ""];

  const asked = async (method: string, ...params: unknown[]) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(node.url, { method: "POST", headers: { "content-type": "application/json" }, body });
    return ((await response.json()) as { result: Record<string, string> }).result;
  };
  const newest = async () => String((await asked("eth_getBlockByNumber", "latest", false))["hash"]);
  const ok = (ran: Ran) => {
    expect(ran.code, ran.err).to.equal(0);
    return ran;
  };
  const verify = (...args: string[]) =>
    sandbox.run("insurer", "verify", play("certificate.json"), "--claim", play("insurer/claim.json"), ...args);
  /** A node that keeps every withdrawal to itself: from the contract, from the logs and from the proofs. */
  const liar = async () => {
    const { contracts } = JSON.parse(readFileSync(play("deployment.json"), "utf8")) as Deployment;
    const hidden = contracts.withdrawalRegistry.address.toLowerCase();
    const proxy = await startLiar(node.url, (method, [first], result) => {
      if (method === "eth_getLogs") return [];
      if (method === "eth_call") {
        const { to } = first as { to: string };
        return to.toLowerCase() === hidden ? `0x${"0".repeat(192)}` : undefined;
      }
      if (method !== "eth_getProof" || first !== hidden) return undefined;
      const { storageProof, ...account } = result as { storageProof: object[] };
      return { ...account, storageProof: storageProof.map((one) => ({ ...one, value: "0x0", proof: ["0x80"] })) };
    });
    proxies.push(proxy);
    return proxy.url;
  };
  /** Another honest address of the same node. */
  const mirror = async () => {
    const proxy = await startProxy(node.url);
    proxies.push(proxy);
    return proxy.url;
  };

  before(async () => {
    node = await startNode();
    sandbox = await aSandbox(folder.file("play"), node.url);
    const { invoice } = await playDossier(sandbox, async () => {
      unbilled = await newest();
    });
    conforming = await newest();
    await sandbox.ok("optician", "withdraw", hashStatement(invoice.statement), "--reason", "return");
    now = await newest();
  });
  after(async () => {
    for (const proxy of proxies) await proxy.stop();
    await node.stop();
    folder.remove();
  });

  it("proves all facts against the block that is given, from a real client", async () => {
    const proven = ok(await verify("--trust", "proof", "--block-hash", conforming));
    expect(proven.out).to.contain("certificate.json: ✓ conforming");
    expect(proven.err).to.contain(`Proven against block ${conforming}`);
    const later = await verify("--trust", "proof", "--block-hash", now);
    expect([later.code, later.out.includes("withdrawn")]).to.deep.equal([1, true]);
    const earlier = await verify("--trust", "proof", "--block-hash", unbilled);
    expect([earlier.code, earlier.out.includes("not-anchored")]).to.deep.equal([4, true]); // It may still be anchored.
  });

  it("is not deceived by a node that hides a withdrawal, where the node alone would be believed", async () => {
    const url = await liar();
    expect(ok(await verify("--rpc", url)).out).to.contain("conforming");
    const proven = await verify("--rpc", url, "--trust", "proof", "--block-hash", now);
    expect([proven.code, proven.out]).to.deep.equal([3, ""]);
    expect(proven.err).to.match(/^clairevoie: a slot of withdrawalRegistry is not proven from the trusted block/);
  });

  it("does what docs/trust.md says, command by command", async () => {
    const page = readFileSync("docs/trust.md", "utf8");
    const commands = [...page.matchAll(/^clairevoie (verify .+)$/gm)].map(([, command = ""]) => command);
    expect(commands).to.have.lengthOf(6);
    const others = [await mirror(), await mirror()];
    for (const command of commands) {
      const args = command
        .replace("certificate.json", play("certificate.json"))
        .replace("claim.json", play("insurer/claim.json"))
        .replace(/https:\/\/a\.example|http:\/\/127\.0\.0\.1:8545/, node.url)
        .replace("https://b.example", others[0] ?? "")
        .replace("https://c.example", others[1] ?? "")
        .replace(/0x…|\$HASH/, now)
        .replace("--block finalized", "--block latest"); // The play is too short for a block to be final.
      const { code, out, err } = await sandbox.run("insurer", ...args.split(" "));
      expect([code, out.includes("withdrawn")], `${command}: ${err}`).to.deep.equal([1, true]);
    }
  });

  it("indexes what a real client proves, and refuses one that keeps logs to itself", async () => {
    const index = (file: string, ...args: string[]) => sandbox.run("insurer", "index", play(file), "--once", ...args);
    const proxy = await startLiar(node.url, (method, _, result) => {
      const silent = (receipt: unknown) => ({ ...(receipt as object), logs: [] });
      if (method === "eth_getLogs") return [];
      if (method === "eth_getBlockReceipts") return (result as object[]).map(silent);
      return method === "eth_getTransactionReceipt" ? silent(result) : undefined;
    });
    proxies.push(proxy);
    const proof = ["--trust", "proof", "--block-hash", now];
    const refused = await index("silent.index", "--rpc", proxy.url, ...proof);
    expect(refused.code).to.equal(3);
    expect(refused.err).to.match(/block \d+ is not proven \(has other receipts than its header says\)/);
    // The node alone would be believed, and there would be nothing.
    expect(ok(await index("believed.index", "--rpc", proxy.url)).out).to.contain("0 in all");
    const proven = ok(await index("facts.index", "--rpc", node.url, ...proof));
    expect(proven.err).to.contain(`Proven against block ${now}`);
    const agreed = ok(await index("agreed.index", "--rpc", node.url, "--rpc", await mirror(), "--trust", "proof"));
    expect(agreed.out).to.equal(
      proven.out.replace(/\(\d+ a second\)/, agreed.out.match(/\(\d+ a second\)/)?.[0] ?? ""),
    );
    for (const [args, said] of [
      [["--trust", "quorum"], "must be rpc or proof"],
      [["--block-hash", now], "add --trust proof"],
      [["--rpc", node.url, "--rpc", proxy.url], "more than once"],
      [["--trust", "proof"], "one node cannot vouch for itself"],
    ] as const) {
      const wrong = await index("facts.index", ...args);
      expect([wrong.code, wrong.err.includes(said)], wrong.err).to.deep.equal([2, true]);
    }
  });

  it("refuses a block of another chain", async () => {
    const { code, err } = await verify("--trust", "proof", "--block-hash", HASH);
    expect(code).to.equal(3);
    expect(err).to.contain("another header for the trusted block hash");
  });

  it("believes two of three nodes, and names the third", async () => {
    const url = await liar();
    const nodes = ["--rpc", node.url, "--rpc", url, "--rpc", await mirror()];
    const agreed = await verify(...nodes, "--trust", "quorum");
    expect([agreed.code, agreed.out.includes("withdrawn")]).to.deep.equal([1, true]);
    expect(agreed.err).to.contain(`Not believed, for it was silent or said otherwise: ${url}`);
    const { code, err } = await verify(...nodes, "--trust", "quorum", "--agree", "3");
    expect(code).to.equal(3);
    expect(err).to.contain(`fewer than 3 of 3 nodes agree on a fact (`).and.to.contain(url);
  });

  it("proves against the block on which nodes agree", async () => {
    const { code, out, err } = await verify("--rpc", node.url, "--rpc", await mirror(), "--trust", "proof");
    expect([code, out.includes("withdrawn")]).to.deep.equal([1, true]);
    expect(err).to.contain(`Proven against block ${now}`);
  });

  const usage: readonly (readonly [string, readonly string[], string])[] = [
    ["a block hash that nothing is proven against", ["--block-hash", HASH], "--block-hash: is what proofs are held to"],
    [
      "several nodes that are not to agree",
      ["--rpc", "http://a", "--rpc", "http://b"],
      "--rpc: is given more than once",
    ],
    ["one node that vouches for itself", ["--trust", "proof"], "--block-hash: is needed: one node cannot vouch"],
    ["a quorum of one", ["--trust", "quorum"], "--rpc: is needed: one node cannot vouch"],
    ["a hash that is none", ["--trust", "proof", "--block-hash", "0x12"], "--block-hash: must be a block hash"],
    ["two blocks", ["--trust", "proof", "--block-hash", HASH, "--block", "3"], "--block: says another block"],
    ["a node that is named twice", ["--trust", "quorum", "--rpc", "NODE/key"], "--rpc: names one node twice"],
    [
      "more that agree than there are",
      ["--trust", "quorum", "--agree", "3", "--rpc", "http://a"],
      "--agree: must be 1",
    ],
  ];
  for (const [what, args, expected] of usage) {
    it(`refuses ${what}`, async () => {
      const several = args.includes("--rpc") ? ["--rpc", node.url] : [];
      const { code, err } = await verify(...several, ...args.map((arg) => arg.replace("NODE", node.url)));
      expect([code, err.includes(expected)], err).to.deep.equal([2, true]);
    });
  }
});
