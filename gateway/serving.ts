import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Gateway, Log } from "./gateway.js";
import { gatewayApp } from "./http.js";
import { metricsText } from "./metrics.js";

/** Where a service listens, and how it ends. */
export interface Served {
  readonly url: string;
  readonly metricsUrl: string | undefined;
  close(): Promise<void>;
}

/** An address, or a socket of this machine in its place. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly socket?: string | undefined;
  readonly metricsPort?: number | undefined;
}

async function listen(server: Server, { host, port, socket }: Place): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (socket === undefined) server.listen(port, host, resolve);
    else server.listen(socket, resolve);
  });
  if (socket !== undefined) return `unix:${socket}`;
  const { port: found } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${found}`;
}

/** Serves a gateway. */
export function serve(gateway: Gateway, { log, ...place }: Place & { log?: Log }): Promise<Served> {
  return serveApp(gatewayApp(gateway, log).fetch, () => metricsText(gateway), place);
}

/** Serves an interface. Slow heads and bodies are cut; the metrics have a port of their own. */
export async function serveApp(
  answer: Parameters<typeof getRequestListener>[0],
  metricsOf: () => string,
  place: Place,
  drainMs = 3_000,
): Promise<Served> {
  const limits = { headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 30_000, maxHeaderSize: 8_192 };
  const server = createServer(limits, getRequestListener(answer, { overrideGlobalObjects: false }));
  server.maxConnections = 10_000;
  const url = await listen(server, place);
  const metrics = createServer(limits, (_, reply) => {
    reply.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(metricsOf());
  });
  const { host, metricsPort } = place;
  const metricsUrl = metricsPort === undefined ? undefined : await listen(metrics, { host, port: metricsPort });
  return {
    url,
    metricsUrl,
    close: async () => {
      metrics.close();
      metrics.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), drainMs).unref();
      });
    },
  };
}
