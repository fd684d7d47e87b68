import { execFile, execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect } from "chai";
import { readServeConfig, startServe } from "../../gateway/serve.js";
import type { Served } from "../../gateway/serving.js";
import { drawEnclosingKey } from "../../src/gateway/index.js";
import { certificateText } from "../../src/protocol/index.js";
import { AMC, CLAIM } from "../../testing/dossiers.js";
import { verdictGround } from "../../testing/verdict-service.js";

const run = promisify(execFile);

/** A block of the page by the name in its first line. */
function blockOf(name: string): string {
  const blocks = readFileSync("docs/integrate.md", "utf8").matchAll(/^```.*\n([\s\S]*?)^```$/gm);
  const found = [...blocks].find(
    ([, text = ""]) => /^(?:\/\/|#) (\S+)$/m.exec(text.split("\n")[0] ?? "")?.[1] === name,
  );
  if (!found?.[1]) throw new Error(`docs/integrate.md has no ${name}`);
  return found[1];
}

function isThere(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("docs/integrate.md, over HTTP", () => {
  let ground: Awaited<ReturnType<typeof verdictGround>>;
  let served: Served;
  let cwd: string;
  /** Writes a block of the page to its file, for the port of this test. */
  const write = (name: string) =>
    writeFileSync(ground.folder.file(name), blockOf(name).replaceAll(":8790", `:${new URL(served.url).port}`));

  before(async function () {
    this.timeout(60_000);
    if (!isThere("openssl", "version") || !isThere("curl", "--version")) {
      console.log("      there is no openssl or no curl: the commands are not tested on this machine");
      return this.skip();
    }
    ground = await verdictGround();
    cwd = ground.folder.path;
    const { config, folder, write: keep } = ground;
    keep("with-frame.json", { require: ["frame"] });
    writeFileSync(folder.file("certificate.json"), certificateText(ground.certificate));
    keep("claim.json", CLAIM);
    writeFileSync(folder.file("insurer.key"), `${(await drawEnclosingKey()).identity}\n`, { mode: 0o600 });
    const [setup = ""] = blockOf("serve.sh").split("npx clairevoie serve");
    await run("sh", ["-ec", setup], { cwd, env: { ...process.env, RPC_URL: config.rpc[0], AMC } });
    const before = process.cwd();
    process.chdir(cwd); // The files that the configuration names lie beside it.
    try {
      served = await startServe(readServeConfig({ port: 0, metricsPort: 0 }, {}, folder.file("serve.json")));
    } finally {
      process.chdir(before);
    }
  });
  after(async () => {
    await served?.close();
    await ground?.close();
  });

  it("is asked with curl", async () => {
    write("ask.sh");
    await run("sh", ["-e", "ask.sh"], { cwd });
    const verdict = JSON.parse(readFileSync(ground.folder.file("verdict.json"), "utf8"));
    expect(verdict).to.include({ outcome: "conforming", personMustLook: false });
    expect(readFileSync(ground.folder.file("report.html"), "utf8")).to.contain("<!doctype html>");
  });

  it("is asked with Java's own HttpClient", async function () {
    this.timeout(120_000);
    if (!isThere("javac", "-version")) {
      console.log("      there is no JDK (javac): the Java client is not tested on this machine");
      return this.skip();
    }
    write("Verdict.java");
    const { stdout } = await run("java", ["Verdict.java"], { cwd });
    expect(JSON.parse(stdout)).to.include({ outcome: "conforming", personMustLook: false });
  });
});
