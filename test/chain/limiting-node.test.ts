import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { isError } from "ethers";
import { ChainError, JsonRpc } from "../../src/chain/index.js";
import { NodeProvider } from "../../src/chain/provider.js";

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: unknown[];
}
interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

const answered = ({ id, params }: Call) => ({ jsonrpc: "2.0", id, result: params[0] });
const refused = (id: number, code: number, message: string) => ({ jsonrpc: "2.0", id, error: { code, message } });

/** Kinds of nodes, as public ones are: what they make of the requests that came so far. */
const NODES: Readonly<Record<string, (calls: Call | readonly Call[], requests: number) => Reply>> = {
  "takes three calls at once, and says so in words": (calls) => {
    if (!Array.isArray(calls)) return { body: answered(calls as Call) };
    return calls.length > 3
      ? { body: refused(null as never, -32600, "batch too large") }
      : { body: calls.map(answered) };
  },
  "takes three calls at once, and says so by 413": (calls) => {
    if (!Array.isArray(calls)) return { body: answered(calls as Call) };
    return calls.length > 3 ? { status: 413, body: "payload too large" } : { body: calls.map(answered) };
  },
  "takes no batch": (calls) =>
    Array.isArray(calls) ? { status: 400, body: "not supported" } : { body: answered(calls as Call) },
  "leaves out what is too much": (calls) => {
    if (!Array.isArray(calls)) return { body: answered(calls as Call) };
    return { body: calls.slice(0, 2).map(answered) };
  },
  "asks for patience by 429": (calls, requests) =>
    requests <= 2
      ? { status: 429, headers: { "retry-after": "0" }, body: "" }
      : { body: Array.isArray(calls) ? calls.map(answered) : answered(calls as Call) },
  "asks for patience within an answer": (calls, requests) => {
    const each = (call: Call, i: number) =>
      requests === 1 && i % 2 === 1 ? refused(call.id, -32005, "rate limit exceeded") : answered(call);
    return { body: Array.isArray(calls) ? calls.map(each) : each(calls as Call, 1) };
  },
  "answers a batch that came too soon with one refusal": (calls, requests) =>
    requests === 1 && Array.isArray(calls)
      ? { body: refused(null as never, 429, "Too Many Requests") }
      : { body: Array.isArray(calls) ? calls.map(answered) : answered(calls as Call) },
};

describe("a node that limits what it is asked", () => {
  let server: Server;
  let [url, requests] = ["", 0];
  let answer: (calls: Call | readonly Call[], requests: number) => Reply;

  beforeEach(async () => {
    requests = 0;
    server = createServer(async (request, response) => {
      let text = "";
      for await (const chunk of request) text += chunk;
      const { status = 200, headers = {}, body } = answer(JSON.parse(text), ++requests);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const [kind, node] of Object.entries(NODES)) {
    it(`is asked so that it answers: it ${kind}`, async () => {
      answer = node;
      const values = Array.from({ length: 10 }, (_, i) => `0x${i.toString(16)}`);
      const own = new JsonRpc(url);
      expect(await Promise.all(values.map((value) => own.ask("echo", [value])))).to.deep.equal(values);
      requests = 0;
      const provider = new NodeProvider(url, 31337);
      expect(await Promise.all(values.map((value) => provider.send("echo", [value])))).to.deep.equal(values);
      provider.destroy();
    });
  }

  it("is left alone, and named, when it goes on asking for patience", async () => {
    answer = () => ({ status: 429, headers: { "retry-after": "600" }, body: "" });
    const failure = await new JsonRpc(url).ask("echo", ["0x1"]).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ChainError).with.property("code", "node-limits");
    expect(requests).to.equal(1);
  });

  it("refuses a call that it takes alone too with its own words, and what is no answer is named", async () => {
    answer = (calls) => ({ body: refused((calls as Call).id, -32000, "query returned more than 10000 results") });
    const provider = new NodeProvider(url, 31337);
    const said = await provider.send("eth_getLogs", [{}]).catch((error: unknown) => error);
    expect(isError(said, "UNKNOWN_ERROR"), String(said)).to.equal(true);
    expect(String(said)).to.contain("10000 results");
    provider.destroy();
    answer = () => ({ body: "<html>" });
    const garbled = await new JsonRpc(url).ask("echo", ["0x1"]).catch((error: unknown) => error);
    expect(garbled).to.be.instanceOf(ChainError).with.property("kind", "unreachable");
  });

  it("is given user and password of its address in a header", async () => {
    let header: string | undefined;
    server.prependListener("request", (request) => {
      header = request.headers.authorization;
    });
    answer = (calls) => ({ body: answered(calls as Call) });
    await new JsonRpc(url.replace("//", "//user:p%40ss@")).ask("echo", ["0x1"]);
    expect(header).to.equal(`Basic ${Buffer.from("user:p@ss").toString("base64")}`);
  });
});
