import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "esbuild";

/** A server on loopback, of any free port. */
export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.resolve(entry)],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

async function listen(server: Server): Promise<Serving> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a page may do: run its own scripts and workers, those that the prover starts for its threads too, and fetch from here. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' data: blob:; connect-src 'self'";

/** Serves a page with the prover's worker and the artefacts, and nothing else. */
export async function servePage(): Promise<Serving> {
  const [page, worker] = [await bundle("testing/prover-page.ts"), await bundle("circuits/worker.ts")];
  const artefact = (name: string): [string, [string, Buffer]] => [
    `/${name}`,
    ["application/octet-stream", readFileSync(path.resolve("circuits/artefacts", name))],
  ];
  const files = new Map<string, [type: string, content: string | Buffer]>([
    ["/", ["text/html", '<!doctype html><title>Proving</title><script type="module" src="/page.js"></script>']],
    ["/page.js", ["text/javascript", page]],
    ["/worker.js", ["text/javascript", worker]],
    ...["band.wasm", "band.zkey", "renewal.wasm", "renewal.zkey"].map(artefact),
  ]);
  const answer: RequestListener = ({ url = "" }, response) => {
    const [type, content] = files.get(url) ?? [];
    if (!type) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(content);
  };
  return listen(createServer(answer));
}

/** A proxy that lets nothing through, and notes what was to go. */
export async function refuseAll(): Promise<Serving & { readonly refused: readonly string[] }> {
  const refused: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    refused.push(url);
    response.writeHead(403).end();
  });
  server.on("connect", ({ url = "" }, socket) => {
    refused.push(url);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  return { ...(await listen(server)), refused };
}
