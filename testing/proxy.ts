import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One call of a JSON-RPC request. */
interface Call {
  readonly id?: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** A request that came to a proxy, and what may be done with it. */
export interface Exchange {
  readonly calls: readonly Call[];
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Asks the node behind, and gives what it answers, as text. */
  forward(): Promise<string>;
  /** Answers with this text. */
  answer(text: string, status?: number): void;
}

/** A server that stands before a node. */
export interface NodeProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a proxy on a free port. By default it lets all through. */
export async function startProxy(
  node: string,
  handle: (exchange: Exchange) => Promise<void> = async ({ forward, answer }) => answer(await forward()),
): Promise<NodeProxy> {
  const server = createServer(async (request, response) => {
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    const text = Buffer.concat(body).toString();
    const headers = { "content-type": "application/json" };
    const exchange: Exchange = {
      calls: [JSON.parse(text) as Call | Call[]].flat(),
      request,
      response,
      forward: async () => (await fetch(node, { method: "POST", headers, body: text })).text(),
      answer: (answered, status = 200) => {
        response.writeHead(status, headers).end(answered);
      },
    };
    await handle(exchange).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A proxy that changes results: what `change` gives instead, or the result as it was when that is undefined. */
export function startLiar(
  node: string,
  change: (method: string, params: readonly unknown[], result: unknown) => unknown,
): Promise<NodeProxy> {
  return startProxy(node, async ({ calls, forward, answer }) => {
    const parsed = JSON.parse(await forward()) as { id: unknown; result?: unknown }[] | { id: unknown };
    const answers = [parsed].flat().map((one: { id: unknown; result?: unknown }) => {
      const call = calls.find(({ id }) => id === one.id);
      const lie = call && change(call.method, call.params, one.result);
      return lie === undefined ? one : { ...one, result: lie };
    });
    answer(JSON.stringify(Array.isArray(parsed) ? answers : answers[0]));
  });
}
