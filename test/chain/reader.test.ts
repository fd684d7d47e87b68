import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { Interface } from "ethers";
import { ChainError, READING_ABI, RpcReader } from "../../src/chain/index.js";
import {
  IAnchorRegistry__factory,
  ILinkRegistry__factory,
  IPartyRegistry__factory,
  ISettlementRegistry__factory,
  IStockRegistry__factory,
  IWithdrawalRegistry__factory,
} from "../../typechain-types/index.js";

/** A node that answers what it is told to. */
async function aNode(answer: (body: unknown) => { status?: number; text: string }) {
  const seen: unknown[] = [];
  const server: Server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      // One question is not sent as a batch.
      const body = [JSON.parse(text)].flat();
      seen.push(body);
      const { status = 200, text: answered } = answer(body);
      response.writeHead(status, { "content-type": "application/json" }).end(answered);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?key=topsecret`;
  return { url, seen, stop: () => new Promise((resolve) => server.close(resolve)) };
}

const CONTRACT = `0x${"11".repeat(20)}` as const;
const answersOf = (body: unknown, result: unknown) =>
  JSON.stringify((body as { id: number }[]).map(({ id }) => ({ jsonrpc: "2.0", id, result })).reverse());

describe("reading the chain without a provider", () => {
  it("asks exactly what the contracts answer", () => {
    const ours = new Interface(READING_ABI);
    const theirs = [
      IAnchorRegistry__factory,
      ILinkRegistry__factory,
      IPartyRegistry__factory,
      ISettlementRegistry__factory,
      IStockRegistry__factory,
      IWithdrawalRegistry__factory,
    ].map((factory) => factory.createInterface() as unknown as Interface);
    ours.forEachFunction((asked) => {
      const known = theirs.map((one) => one.getFunction(asked.selector)).find((found) => found !== null);
      expect(known?.format("full").replace(/^function /, ""), asked.name).to.equal(
        asked.format("full").replace(/^function /, ""),
      );
    });
  });

  it("puts what is asked together into one request, and matches answers in any order", async () => {
    const node = await aNode((body) => ({
      text: JSON.stringify(
        (body as { id: number; params: [{ data: string }] }[])
          .map(({ id, params }) => ({ id, result: params[0].data }))
          .reverse(),
      ),
    }));
    const reader = new RpcReader(node.url);
    const answers = await Promise.all(["0x01", "0x02", "0x03"].map((data) => reader.call(CONTRACT, data, 7)));
    expect(answers).to.deep.equal(["0x01", "0x02", "0x03"]);
    expect(node.seen).to.have.lengthOf(1);
    await node.stop();
  });

  it("splits what is more than a node takes at once", async () => {
    const node = await aNode((body) => ({ text: answersOf(body, "0x") }));
    const reader = new RpcReader(node.url, { batch: 2 });
    await Promise.all(Array.from({ length: 5 }, () => reader.call(CONTRACT, "0x", 1)));
    expect(node.seen.map((body) => (body as unknown[]).length).sort()).to.deep.equal([1, 2, 2]);
    await node.stop();
  });

  const failures: readonly [string, (body: unknown) => { status?: number; text: string }, string][] = [
    ["an error of the server", () => ({ status: 503, text: "busy" }), "does not answer"],
    ["a page instead of JSON", () => ({ text: "<html>" }), "does not answer"],
    ["an object instead of a batch", () => ({ text: "{}" }), "what is no answer"],
    ["no answer to the question", () => ({ text: "[]" }), "what is no answer"],
    ["a number instead of bytes", (body) => ({ text: answersOf(body, 5) }), "what is no answer"],
    ["text that is no bytes", (body) => ({ text: answersOf(body, "0xzz") }), "what is no answer"],
    [
      "a refusal",
      (body) => ({
        text: JSON.stringify([{ id: (body as { id: number }[])[0]?.id, error: { code: -32005, message: "limit\nx" } }]),
      }),
      "refuses (-32005: limit)",
    ],
    [
      "a contract that refuses",
      (body) => ({
        text: JSON.stringify([
          { id: (body as { id: number }[])[0]?.id, error: { code: 3, message: "reverted", data: "0x068ca9d800" } },
        ]),
      }),
      `the contract ${CONTRACT} refused with an error that this version does not know (0x068ca9d8)`,
    ],
  ];
  for (const [name, answer, expected] of failures) {
    it(`takes for no verdict: ${name}`, async () => {
      const node = await aNode(answer);
      const failure = await new RpcReader(node.url).call(CONTRACT, "0x", 1).then(
        () => expect.fail("it answered"),
        (error: unknown) => error as ChainError,
      );
      expect(failure).to.be.instanceOf(ChainError);
      expect(failure.message).to.contain(expected).and.not.contain("topsecret");
      await node.stop();
    });
  }

  it("gives up on a node that never answers, without repeating its address", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/?key=topsecret`;
    const failure = await new RpcReader(url, { timeoutMs: 200 }).chainId().then(
      () => expect.fail("it answered"),
      (error: unknown) => error as ChainError,
    );
    expect(failure.kind).to.equal("unreachable");
    expect(failure.message).to.not.contain("topsecret");
    silent.closeAllConnections();
    silent.close();
  });
});
