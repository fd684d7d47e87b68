import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { type Browser, chromium, type Page as Tab } from "playwright-core";
import { readServeConfig, startServe } from "../../gateway/serve.js";
import type { Served } from "../../gateway/serving.js";
import { CLAIM } from "../../testing/dossiers.js";
import { TOKEN, verdictGround } from "../../testing/verdict-service.js";

const CHROMIUM = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** What a page sends. */
interface Sent {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly mode?: "no-cors";
}

describe("clairevoie serve, asked by a page of another origin", () => {
  let browser: Browser | undefined;
  let tab: Tab;
  let served: Served;
  let ground: Awaited<ReturnType<typeof verdictGround>>;
  const logged: string[] = [];
  const answers: { readonly url: string; readonly method: string; readonly status: number }[] = [];
  const elsewhere = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Elsewhere</title>");
  });
  const port = () => new URL(served.url).port;
  /** What the service answered last to a request with a body. */
  const lastPost = () => answers.filter(({ method }) => method === "POST").at(-1)?.status;

  before(async function () {
    this.timeout(60_000);
    if (!existsSync(CHROMIUM)) {
      console.log(`      there is no Chromium at ${CHROMIUM}: pages of other origins are not tested on this machine`);
      console.log("      to test it: apt-get install chromium, or set CHROMIUM_PATH, and run this file again");
      return this.skip();
    }
    ground = await verdictGround();
    served = await startServe(readServeConfig(ground.config, {}), (event) => logged.push(event));
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        ...["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        ...["--disable-sync", "--no-first-run"],
        // As a name of the attacker's that now leads here: a rebound one.
        "--host-resolver-rules=MAP rebound.example 127.0.0.1, MAP page.example 127.0.0.1",
      ],
    });
    tab = await (await browser.newContext()).newPage();
    tab.on("response", (response) => {
      if (!response.url().includes(`:${port()}/`)) return;
      answers.push({ url: response.url(), method: response.request().method(), status: response.status() });
    });
  });
  after(async () => {
    await browser?.close();
    elsewhere.close();
    await served?.close();
    await ground?.close();
  });

  const visit = () => tab.goto(`http://page.example:${(elsewhere.address() as AddressInfo).port}/`);
  /** What a page learns of a fetch: a status, or that it was refused. */
  const fetched = (to: string, init: Sent) =>
    tab.evaluate(
      ([address, given]) =>
        fetch(address, given).then(
          ({ status, type }) => `${type} ${status}`,
          () => "refused",
        ),
      [to, init] as [string, Sent],
    );
  const body = () => JSON.stringify({ certificate: ground.certificate, claim: CLAIM });
  const authorization = `Bearer ${TOKEN}`;

  it("refuses a form before it reads it", async () => {
    await visit();
    await Promise.all([
      tab.waitForNavigation(),
      tab.evaluate(
        ([to, text]) => {
          const form = document.createElement("form");
          Object.assign(form, { action: to, method: "post", enctype: "text/plain" });
          const field = document.createElement("input");
          Object.assign(field, { name: text, value: "" });
          form.append(field);
          document.body.append(form);
          form.submit();
        },
        [`${served.url}/v1/verdicts`, body()] as [string, string],
      ),
    ]);
    expect(lastPost()).to.equal(403);
  });

  it("refuses what a page may send as plain text, and the question that comes before JSON", async () => {
    await visit();
    const to = `${served.url}/v1/verdicts`;
    const plain = { method: "POST", headers: { "content-type": "text/plain" }, body: body() };
    expect(await fetched(to, { ...plain, mode: "no-cors" })).to.equal("refused");
    expect(lastPost()).to.equal(403);
    expect(await fetched(to, plain)).to.equal("refused");
    const json = { method: "POST", headers: { "content-type": "application/json", authorization }, body: body() };
    const posts = answers.filter(({ method }) => method === "POST").length;
    expect(await fetched(to, json)).to.equal("refused");
    expect(answers.filter(({ method }) => method === "POST").length).to.equal(posts); // None went out.
  });

  it("refuses a name of the page's own that was bound to its address, token or not", async () => {
    await tab.goto(`http://rebound.example:${port()}/livez`);
    expect(answers.at(-1)).to.include({ status: 421 });
    const json = { method: "POST", headers: { "content-type": "application/json", authorization }, body: body() };
    expect(await fetched(`http://rebound.example:${port()}/v1/verdicts`, json)).to.equal("basic 421");
  });

  it("judged nothing of all that", () => {
    expect(logged).to.deep.equal([]);
  });
});
