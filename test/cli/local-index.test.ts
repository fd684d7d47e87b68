import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import type { Deployment } from "../../src/chain/index.js";
import { hashStatement, type Receipt } from "../../src/protocol/index.js";
import { aFolder, clairevoie, type Ran } from "../../testing/cli.js";
import { type RunningNode, startNode } from "../../testing/node.js";
import { aSandbox, playDossier, type Sandbox } from "../../testing/sandbox.js";

/** Where no node is: what asks one fails. */
const NOWHERE = { CLAIREVOIE_RPC_URL: "http://127.0.0.1:1" };

describe("clairevoie verify --index", () => {
  const folder = aFolder();
  const play = (name: string) => folder.file(`play/${name}`);
  const index = folder.file("facts.index");
  let node: RunningNode;
  let sandbox: Sandbox;
  let invoice: Receipt;

  const ok = (ran: Ran) => {
    expect(ran.code, ran.err).to.equal(0);
    return ran;
  };
  const follow = (file = index) => sandbox.ok("insurer", "index", file, "--once");
  const judge = (argv: readonly string[], file = index, env: Record<string, string> = {}) =>
    clairevoie([...argv, "--index", file], { ...NOWHERE, CLAIREVOIE_DEPLOYMENT: play("deployment.json"), ...env });
  const verified = [play("certificate.json"), "--claim", play("insurer/claim.json")];

  before(async () => {
    node = await startNode();
    sandbox = await aSandbox(folder.file("play"), node.url);
    ({ invoice } = await playDossier(sandbox));
    const line = (claim: string) =>
      `{"certificate":${JSON.stringify({ ...JSON.parse(readFileSync(play("certificate.json"), "utf8")) })},"claim":${JSON.stringify(JSON.parse(readFileSync(play(claim), "utf8")))}}\n`;
    writeFileSync(play("year.ndjson"), line("insurer/claim.json") + line("insurer/raised-claim.json"));
    await follow();

    writeFileSync(folder.file("corrupt"), "SQLite format 3\0 and then something else");
    copyFileSync(index, folder.file("damaged"));
    new DatabaseSync(folder.file("damaged")).exec("drop table rows; vacuum;");
    copyFileSync(index, folder.file("empty"));
    new DatabaseSync(folder.file("empty")).exec("delete from checkpoints");
    const deployment = JSON.parse(readFileSync(play("deployment.json"), "utf8")) as Deployment;
    const { anchorRegistry, withdrawalRegistry } = deployment.contracts;
    const contracts = {
      ...deployment.contracts,
      anchorRegistry: withdrawalRegistry,
      withdrawalRegistry: anchorRegistry,
    };
    writeFileSync(folder.file("swapped.json"), JSON.stringify({ ...deployment, contracts }));
    writeFileSync(folder.file("elsewhere.json"), JSON.stringify({ ...deployment, chainId: 1 }));
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  it("says what a node says, without one, and how old the index is", async () => {
    const asked = (await sandbox.ok("insurer", "verify", ...verified, "--json")).json();
    const ran = ok(await judge(["verify", ...verified, "--json"]));
    const { indexAgeSeconds, ...verdict } = ran.json();
    expect(verdict).to.deep.equal(asked);
    expect(indexAgeSeconds).to.be.within(0, 600);
    expect(ran.err)
      .to.contain("Judged with a local index up to block")
      .and.to.contain("what happened since is not seen");
    const french = ok(await judge(["verify", ...verified, "--lang", "fr"]));
    expect(french.err).to.contain("ce qui s'est passé depuis n'est pas vu");
  });

  it("needs no deployment file where none is known: the index names its contracts", async () => {
    ok(await clairevoie(["verify", ...verified, "--index", index], NOWHERE));
  });

  it("refuses an index that is older than it may be, and takes it while it is not", async () => {
    const stale = folder.file("stale");
    copyFileSync(index, stale);
    new DatabaseSync(stale).exec("update checkpoints set time = time - 7200");
    new DatabaseSync(stale).exec("update blocks set time = time - 7200");
    const refused = await judge(["verify", ...verified, "--max-age", "1"], stale);
    expect([refused.code, refused.out]).to.deep.equal([3, ""]);
    expect(refused.err).to.contain("the index ends 2 hours ago").and.to.contain("run clairevoie index first");
    const taken = await judge(["verify", ...verified, "--max-age", "3"], stale);
    expect(taken.err).to.contain("2 h old");
  });

  it("refuses to tell an index's age by a clock that is behind the chain", async () => {
    const [soon, ahead] = [folder.file("soon"), folder.file("ahead")];
    for (const [file, seconds] of [
      [soon, 60],
      [ahead, 7200],
    ] as const) {
      copyFileSync(index, file);
      const { time } = new DatabaseSync(file).prepare("select max(time) as time from blocks").get() as { time: number };
      const moved = Math.floor(Date.now() / 1000) + seconds - time;
      for (const table of ["checkpoints", "blocks"]) {
        new DatabaseSync(file).exec(`update ${table} set time = time + ${moved}`);
      }
    }
    const refused = await judge(["verify", ...verified, "--max-age", "1"], ahead);
    expect([refused.code, refused.out]).to.deep.equal([3, ""]);
    expect(refused.err)
      .to.match(/is 7[12]\d\d s ahead of this machine's clock/)
      .and.to.contain("set the clock");
    ok(await judge(["verify", ...verified, "--max-age", "1"], soon));
  });

  it("audits with the index too, and says how old it is", async () => {
    const audited = await judge(["audit", play("year.ndjson"), "--jobs", "1", "--out", folder.file("out")]);
    expect([audited.code, audited.err.includes("Judged with a local index")], audited.err).to.deep.equal([1, true]);
    const verdicts = readFileSync(folder.file("out"), "utf8").trim().split("\n");
    expect(verdicts.map((line) => JSON.parse(line).outcome)).to.deep.equal(["conforming", "not-conforming"]);
  });

  it("sees a withdrawal once the index has read it", async () => {
    await sandbox.ok("optician", "withdraw", hashStatement(invoice.statement), "--reason", "return");
    ok(await judge(["verify", ...verified]));
    await follow(index);
    const { code, out } = await judge(["verify", ...verified]);
    expect([code, out.includes("withdrawn")]).to.deep.equal([1, true]);
  });

  const faults: readonly {
    readonly of: string;
    readonly file?: string;
    readonly args?: readonly string[];
    readonly deployment?: string;
    readonly exit: 2 | 3;
    readonly says: string;
    readonly french: string;
  }[] = [
    {
      of: "an index that is missing",
      file: "none",
      exit: 2,
      says: "is not there; build it",
      french: "est introuvable",
    },
    {
      of: "a file that is no database",
      file: "corrupt",
      exit: 2,
      says: "is no index that can be opened",
      french: "n'est pas un index",
    },
    {
      of: "an index whose rows are gone",
      file: "damaged",
      exit: 3,
      says: "the index is damaged",
      french: "l'index est abîmé",
    },
    {
      of: "an index that has read nothing",
      file: "empty",
      exit: 2,
      says: "has read nothing yet",
      french: "n'a encore rien lu",
    },
    {
      of: "the index of another deployment",
      deployment: "swapped.json",
      exit: 2,
      says: "is the index of another deployment",
      french: "d'un autre déploiement",
    },
    {
      of: "the index of another chain",
      deployment: "elsewhere.json",
      exit: 3,
      says: "the index is of chain 31337, the deployment of chain 1",
      french: "de la chaîne 31337",
    },
    {
      of: "a node beside it",
      args: ["--rpc", "http://127.0.0.1:1"],
      exit: 2,
      says: "--rpc: asks a node",
      french: "interroge un nœud",
    },
    {
      of: "proofs beside it",
      args: ["--trust", "proof"],
      exit: 2,
      says: "--trust: asks a node",
      french: "interroge un nœud",
    },
    {
      of: "a block beside it",
      args: ["--block", "finalized"],
      exit: 2,
      says: "--block: asks a node",
      french: "interroge un nœud",
    },
    {
      of: "an age that is none",
      args: ["--max-age", "-1"],
      exit: 2,
      says: "--max-age: must be 0 to 99999 hours",
      french: "de 0 à 99999 heures",
    },
  ];
  for (const { of, file, args = [], deployment, exit, says, french } of faults) {
    it(`refuses ${of}, in one line, in both languages, when it verifies and when it audits`, async () => {
      const env = deployment === undefined ? {} : { CLAIREVOIE_DEPLOYMENT: folder.file(deployment) };
      const commands = [
        ["verify", ...verified],
        ["audit", play("year.ndjson"), "--jobs", "1"],
      ];
      for (const command of commands) {
        const run = (lang: string) =>
          judge([...command, ...args, "--lang", lang], file === undefined ? index : folder.file(file), env);
        const ran = await run("en");
        expect([ran.code, ran.out], ran.err).to.deep.equal([exit, ""]);
        expect(ran.err)
          .to.match(/^clairevoie: [^\n]+\n$/)
          .and.to.contain(says);
        expect((await run("fr")).err).to.contain(french);
      }
    });
  }

  it("refuses an age without an index", async () => {
    const { code, err } = await clairevoie(["verify", ...verified, "--max-age", "3"], NOWHERE);
    expect([code, err.includes("--max-age: is the age of an index")]).to.deep.equal([2, true]);
  });
});
