import { existsSync } from "node:fs";
import { expect } from "chai";
import { type Browser, chromium, type Page as Tab } from "playwright-core";
import { commitmentOf, commitmentsOf, type EyeOpenings } from "../../circuits/inputs.js";
import { bandMask, type Hex } from "../../src/protocol/index.js";
import { DEVELOPMENT_KEYS, verifyBand, verifyRenewal } from "../../src/zk/index.js";
import type { Page } from "../../testing/prover-page.js";
import { refuseAll, type Serving, servePage } from "../../testing/serving.js";
import { aLens } from "../../testing/zk/domain.js";

const CHROMIUM = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
/** Services that Chromium asks whatever page is open. The proxy refuses them too: nothing leaves the machine. */
const OF_THE_BROWSER = /^(?:https?:\/\/)?(?:[a-z0-9-]+\.)*(?:google|googleapis|gvt1)\.com[:/]/;
const DOSSIER: Hex = `0x${"d1".repeat(32)}`;
/** Values that are found nowhere by chance. */
const open = (byte: string, sphere: number) =>
  ({ prescription: aLens({ sphere, cylinder: 275, axis: 163 }), salt: `0x00${byte.repeat(31)}` }) as const;
const NOW = { right: open("a7", -1175), left: open("b8", -1050) };
const BEFORE: EyeOpenings = { right: open("c9", -1125), left: open("da", -1050) };
const SECRETS = [NOW.right, NOW.left, BEFORE.right, BEFORE.left].flatMap((opening) => {
  const { sphere = 0 } = opening?.prescription ?? {};
  const salt = opening?.salt ?? "0x";
  return [salt.slice(4), String(BigInt(salt)), String(Math.abs(sphere))];
});

describe("proving in a browser", () => {
  let browser: Browser | undefined;
  let tab: Tab;
  let page: Serving;
  let outside: Awaited<ReturnType<typeof refuseAll>>;
  const [requested, said]: [string[], string[]] = [[], []];

  before(async function () {
    if (!existsSync(CHROMIUM)) {
      console.log(`      there is no Chromium at ${CHROMIUM}: proving in a browser is not tested on this machine`);
      console.log("      to test it: apt-get install chromium, or set CHROMIUM_PATH, and run this file again");
      return this.skip();
    }
    [page, outside] = [await servePage(), await refuseAll()];
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      proxy: { server: outside.url, bypass: "127.0.0.1" },
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    });
    const context = await browser.newContext();
    context.on("request", (request) => requested.push(request.url()));
    context.on("console", (message) => said.push(message.text()));
    context.on("weberror", (error) => said.push(String(error.error())));
    tab = await context.newPage();
    await tab.goto(page.url);
  });

  after(async () => {
    await browser?.close();
    await page?.close();
    await outside?.close();
  });

  const prove = (wanted: Parameters<Page["prove"]>[0]) =>
    tab.evaluate((asked) => (globalThis as unknown as Page).prove(asked), wanted);
  const verifies = (statement: Parameters<Page["verifies"]>[0], proof: Hex) =>
    tab.evaluate(([of, shown]) => (globalThis as unknown as Page).verifies(of, shown), [statement, proof] as const);

  it("proves a power band in a worker, and the SDK verifies it there and here", async () => {
    const mask = bandMask({ code: "V02", class: "A" }, 1_790_000_000) ?? 0;
    const made = await prove({ predicate: "band", dossier: DOSSIER, eye: "right", opening: NOW.right, mask });
    if (!("mask" in made)) throw new Error("no proof was made");
    expect(made.mask).to.equal(mask);
    const commitment = commitmentOf("right", NOW.right);
    const statement = { dossier: DOSSIER, eye: "right", commitment, mask } as const;
    expect(verifyBand(DEVELOPMENT_KEYS, statement, made.proof)).to.equal(true);
    expect(await verifies(statement, made.proof)).to.deep.equal([true, true, "WebAssembly mcl"]);
    expect(await verifies({ ...statement, mask: 127 }, made.proof)).to.deep.equal([false, false, "WebAssembly mcl"]);
  });

  it("proves an early renewal in a worker, and the SDK verifies it there and here", async () => {
    const made = await prove({ predicate: "renewal", dossier: DOSSIER, before: BEFORE, after: NOW });
    if (!("proof" in made)) throw new Error("no proof was made");
    const statement = { dossier: DOSSIER, before: commitmentsOf(BEFORE), after: commitmentsOf(NOW) };
    expect(verifyRenewal(DEVELOPMENT_KEYS, statement, made.proof)).to.equal(true);
    expect(await verifies(statement, made.proof)).to.deep.equal([true, true, "WebAssembly mcl"]);
    expect(await verifies({ ...statement, before: statement.after }, made.proof)).to.deep.equal([
      false,
      false,
      "WebAssembly mcl",
    ]);
  });

  it("says what it cannot prove without a value of the prescription", async () => {
    const unchanged = await prove({ predicate: "renewal", dossier: DOSSIER, before: NOW, after: NOW });
    expect(unchanged).to.deep.equal({
      error: "prescription: differs from the earlier one by no criterion of early renewal",
    });
    const broken = { ...NOW.right, salt: "0xa7" as const };
    const refused = await prove({ predicate: "band", dossier: DOSSIER, eye: "right", opening: broken, mask: 120 });
    expect(refused).to.have.property("error").that.does.not.contain("a7");
  });

  it("asks nobody but the page's own server, and shows no secret in a URL, on the console or in the page", async () => {
    expect(requested).to.include(`${page.url}/worker.js`);
    expect(requested.filter((url) => !/^(?:data|blob):/.test(url) && !url.startsWith(`${page.url}/`))).to.deep.equal(
      [],
    );
    expect(outside.refused.filter((address) => !OF_THE_BROWSER.test(address))).to.deep.equal([]);
    expect(said).to.deep.equal([]); // A refusal of the page's policy would be said.
    const seen = [...requested, ...said, await tab.content(), tab.url()].join("\n");
    for (const secret of SECRETS) expect(seen).not.to.contain(secret);
  });
});
