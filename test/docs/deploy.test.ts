import { readFileSync } from "node:fs";
import { expect } from "chai";
import { JsonRpcProvider } from "ethers";
import { aFolder, clairevoie } from "../../testing/cli.js";
import { type RunningNode, startNode } from "../../testing/node.js";

const DAY = 86_400;
/** What a comment in a block means. */
const LATER: Readonly<Record<string, number>> = { "# three days later": 3 * DAY, "# a month later": 30 * DAY };
/** Whom the page names, by the keystore of each. */
const HOLDERS = ["admin", "enroller", "lens-enroller", "guard", "store", "maker", "next"];

const BLOCKS = [...readFileSync("docs/deploy.md", "utf8").matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
/** All that is typed with the command, in the order of the page; what needs the repository is tried elsewhere. */
const LINES = BLOCKS.flatMap(([, text = ""]) => text.trim().split("\n")).filter((line) => !/^(?:npx|npm) /.test(line));

describe("what docs/deploy.md says to type", () => {
  const folder = aFolder();
  const env: Record<string, string> = {};
  let node: RunningNode | undefined;

  /** What is typed, in this process: files are in the folder of the test, and variables are filled in. */
  const type = (line: string) => {
    const words = line.split(" ").map((word) => {
      const filled = word.replace(/^\$(\w+)$/, (_, name: string) => env[name] ?? `no ${name}`);
      return /^[\w-]+\.(?:key|json)$/.test(filled) ? folder.file(filled) : filled;
    });
    const [, ...argv] = words;
    return clairevoie(argv[0] === "deploy" ? [...argv, "--folder", folder.file("deployments")] : argv, env);
  };

  before(async () => {
    node = await startNode();
    Object.assign(env, {
      RPC: node.url,
      DEPLOYMENT: folder.file("deployments/31337.json"),
      CLAIREVOIE_PASSPHRASE: "correct horse battery",
    });
  });
  after(async () => {
    await node?.stop();
    folder.remove();
  });

  it("is done as it says, from a key to the next administration", async () => {
    const provider = new JsonRpcProvider(node?.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
    const open = async (name: string) => {
      const address = (await type(`clairevoie key address ${name}.key`)).out.trim();
      await provider.send("hardhat_setBalance", [address, "0x56bc75e2d63100000"]);
      return address;
    };
    for (const name of HOLDERS) {
      expect((await type(`clairevoie key new ${name}.key`)).code).to.equal(0);
      env[name.toUpperCase().replace("-", "_")] = await open(name);
    }
    expect(LINES.length).to.be.greaterThan(30);
    for (const line of LINES) {
      if (line.startsWith("#")) {
        expect(LATER).to.have.property(line);
        await provider.send("evm_increaseTime", [LATER[line]]);
        await provider.send("evm_mine", []);
        continue;
      }
      env["SINCE"] = String(((await provider.getBlock("latest"))?.timestamp ?? 0) - DAY);
      const { out, err, code } = await type(line);
      expect(code, `${line}\n${out}${err}`).to.equal(0);
      if (line.startsWith("clairevoie key new ")) await open("deployer");
      env["PARTY"] = /^Party id (0x[0-9a-f]{64})/m.exec(err)?.[1] ?? env["PARTY"] ?? "";
      env["ANNOUNCEMENT"] = /announcement (0x[0-9a-f]{64})/.exec(out)?.[1] ?? env["ANNOUNCEMENT"] ?? "";
    }
    provider.destroy();
    const ended = await type("clairevoie doctor --rpc $RPC --deployment $DEPLOYMENT");
    expect(ended.code).to.equal(3);
    for (const changed of [
      `${env["NEXT"]} holds the role admin`,
      `${env["ADMIN"]} does not hold the role admin`,
      `${env["ENROLLER"]} does not hold the role enroller`,
      `${env["LENS_ENROLLER"]} does not hold the role lensEnroller`,
      `the guard is ${env["NEXT"]}`,
    ]) {
      expect(ended.out).to.contain(changed);
    }
  });
});
