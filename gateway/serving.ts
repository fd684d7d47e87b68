import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Gateway, Log } from "./gateway.js";
import { gatewayApp } from "./http.js";
import { metricsText } from "./metrics.js";

/** Where a gateway listens, and how it ends. */
export interface Served {
  readonly url: string;
  readonly metricsUrl: string | undefined;
  close(): Promise<void>;
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const { port: found } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${found}`;
}

/** Serves a gateway. Slow heads and bodies are cut; the metrics have a port of their own. */
export async function serve(
  gateway: Gateway,
  { host, port, metricsPort, log }: { host: string; port: number; metricsPort?: number | undefined; log?: Log },
): Promise<Served> {
  const limits = { headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 30_000, maxHeaderSize: 8_192 };
  const server = createServer(
    limits,
    getRequestListener(gatewayApp(gateway, log).fetch, { overrideGlobalObjects: false }),
  );
  server.maxConnections = 10_000;
  const url = await listen(server, host, port);
  const metrics = createServer(limits, (_, answer) => {
    answer.writeHead(200, { "content-type": "text/plain; version=0.0.4" }).end(metricsText(gateway));
  });
  const metricsUrl = metricsPort === undefined ? undefined : await listen(metrics, host, metricsPort);
  return {
    url,
    metricsUrl,
    close: async () => {
      metrics.close();
      metrics.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 3_000).unref();
      });
    },
  };
}
