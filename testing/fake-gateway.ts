import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import {
  BOX_BYTES,
  boxEraseSchema,
  boxPostDigest,
  boxPostSchema,
  boxReadSchema,
  contentHash,
  eraserOf,
} from "../src/gateway/index.js";
import { recoverSigner } from "../src/protocol/batches.js";
import type { Hex } from "../src/protocol/index.js";

/** The boxes of a gateway, in this process: what clients need of one, and what tests do to it. */
export interface FakeGateway {
  readonly url: string;
  /** Contents by index, in base64. A test may change them. */
  readonly boxes: Map<Hex, string>;
  /** Whatever clients sent. */
  readonly bodies: string[];
  /** Answers every request with this instead. */
  refuse?: { readonly status: number; readonly body: string } | undefined;
  close(): Promise<void>;
}

const ACCOUNT = `0x${"9a".repeat(20)}` as Hex;

/** Starts one for the parties of a registry. */
export async function startFakeGateway(
  chain: { readonly chainId: number; readonly partyRegistry: Hex },
  keys: readonly string[],
): Promise<FakeGateway> {
  const boxes = new Map<Hex, string>();
  const erasers = new Map<Hex, Hex>();
  const erased = new Set<Hex>();
  const refused = (status: number, code: string) => ({
    status,
    body: { type: `urn:clairevoie:problem:${code}`, code, status, title: code },
  });
  const answer = (path: string, text: string): { status: number; body: unknown } => {
    if (path === "/v1/status") return { status: 200, body: status(chain) };
    const body: unknown = JSON.parse(text);
    if (path === "/v1/boxes/read") {
      const { indexes } = boxReadSchema.parse(body);
      return { status: 200, body: { contents: indexes.map((index) => boxes.get(index) ?? null) } };
    }
    if (path === "/v1/boxes/erase") {
      const { index, token } = boxEraseSchema.parse(body);
      if (erasers.has(index) && erasers.get(index) !== eraserOf(token)) return refused(422, "wrong-token");
      boxes.delete(index);
      erased.add(index);
      return { status: 204, body: "" };
    }
    const { index, content, signature, ...post } = boxPostSchema.parse(body);
    const bytes = Buffer.from(content, "base64");
    if (!BOX_BYTES.some((size) => size === bytes.length)) return refused(422, "box-size");
    const domain = { chainId: chain.chainId, verifyingContract: chain.partyRegistry };
    const digest = boxPostDigest(domain, { ...post, gateway: ACCOUNT, index, content: contentHash(bytes) });
    if (!keys.includes(recoverSigner(digest, signature) ?? "")) return refused(422, "unknown-key");
    if (erased.has(index) || (boxes.has(index) && boxes.get(index) !== content)) return refused(409, "box-taken");
    boxes.set(index, content);
    erasers.set(index, post.eraser);
    return { status: 200, body: { until: post.time + 86_400 * post.days } };
  };
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const text = await textOf(request);
    bodies.push(`${request.url} ${text}`);
    const { status, body } = gateway.refuse ?? answer(request.url ?? "", text);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const gateway: FakeGateway = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    boxes,
    bodies,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gateway;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function status({ chainId, partyRegistry }: { readonly chainId: number; readonly partyRegistry: Hex }) {
  const other = `0x${"01".repeat(20)}`;
  return {
    format: "clairevoie-gateway/1",
    gateway: ACCOUNT,
    chainId,
    contracts: { partyRegistry, anchorRegistry: other, withdrawalRegistry: other, stockRegistry: other },
    head: { block: 1, time: 1 },
    ready: true,
    intervalSeconds: 60,
    confirmations: 1,
    promiseSeconds: 60,
    pending: 0,
    oldestPendingSeconds: 0,
    roundsPaid: 9,
    offers: ["boxes"],
    boxBytes: [...BOX_BYTES],
  };
}
