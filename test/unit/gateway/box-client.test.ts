import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { CannotTell, isOfClaim, readBoxes, readGatewayStatus } from "../../../src/gateway/index.js";
import { type Hex, parseCertificate } from "../../../src/protocol/index.js";
import { CLAIM } from "../../../testing/dossiers.js";
import { draft, seal } from "../../../testing/drafts.js";
import { PAIR } from "../../../testing/judged-drafts.js";

const hash = (number: number): Hex => `0x${number.toString(16).padStart(64, "0")}`;

describe("what a client asks of a gateway, and believes of it", () => {
  let answer: (indexes: readonly Hex[]) => unknown;
  let asked: Hex[][] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { indexes = [] } = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
    asked.push(indexes);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer(indexes)));
  });
  let url = "";
  const causeOf = (asking: Promise<unknown>) =>
    asking.then(
      () => "believed",
      (error) => (error instanceof CannotTell ? error.code : String(error)),
    );

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("hides how many boxes it reads, and which, among random indexes", async () => {
    answer = (indexes) => ({ contents: indexes.map(() => null) });
    await readBoxes({ url }, [hash(1), hash(2)]);
    await readBoxes({ url }, [hash(1), hash(2)]);
    await readBoxes({ url }, []);
    const lengths = asked.map((one) => one.length);
    expect(lengths).to.deep.equal([32, 32, 32]);
    const [first = [], second = []] = asked;
    expect(first.filter((index) => second.includes(index)).sort()).to.deep.equal([hash(1), hash(2)]);
    expect(new Set(first).size).to.equal(32);
    // Their order tells nothing either.
    expect(first).to.deep.equal([...first].sort());
  });

  it("takes nothing that it did not ask for, and no answer of another length", async () => {
    answer = (indexes) => ({ contents: indexes.map(() => "AAAA") });
    expect([...(await readBoxes({ url }, [hash(1)])).keys()]).to.deep.equal([hash(1)]);
    answer = (indexes) => ({ contents: indexes.slice(1).map(() => null) });
    expect(await causeOf(readBoxes({ url }, [hash(1)]))).to.equal("gateway-garbled");
    answer = (indexes) => ({ contents: [...indexes, hash(1)].map(() => null) });
    expect(await causeOf(readBoxes({ url }, [hash(1)]))).to.equal("gateway-garbled");
  });

  it("reads no answer to its end that is longer than one may be", async () => {
    const status = {
      ...{ format: "clairevoie-gateway/1", gateway: hash(0).slice(0, 42), chainId: 1, ready: true, pending: 0 },
      contracts: Object.fromEntries(
        ["partyRegistry", "anchorRegistry", "withdrawalRegistry", "stockRegistry"].map((one) => [
          one,
          `0x${"01".repeat(20)}`,
        ]),
      ),
      head: { block: 1, time: 1 },
      ...{ intervalSeconds: 60, confirmations: 1, promiseSeconds: 60, oldestPendingSeconds: 0, roundsPaid: 9 },
      ...{ offers: ["boxes"], boxBytes: [4_096] },
    };
    answer = () => status;
    expect(await causeOf(readGatewayStatus({ url }))).to.equal("believed");
    answer = () => ({ ...status, offers: Array.from({ length: 4_000 }, () => "boxes") });
    expect(await causeOf(readGatewayStatus({ url }))).to.equal("gateway-garbled");
  });
});

describe("a certificate that a ticket leads to", () => {
  it("is of a claim by its rank and its reference: another may have been put in its place", () => {
    const certificate = parseCertificate(seal(draft("a ticket", PAIR)).certificate);
    expect(isOfClaim(certificate, CLAIM)).to.equal(true);
    expect(isOfClaim(certificate, { ...CLAIM, rank: 2 })).to.equal(false);
    expect(isOfClaim(certificate, { ...CLAIM, fileReference: `${CLAIM.fileReference}0` })).to.equal(false);
    expect(isOfClaim(certificate, { ...CLAIM, siret: "73282932000074" })).to.equal(false);
  });
});
