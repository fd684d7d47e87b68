import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import http from "node:http";
import { Ajv2020 } from "ajv/dist/2020.js";
import { serveOpenApi } from "../gateway/serve.js";
import { SERVE_ROUTES } from "../gateway/verdicts/routes.js";
import { aFolder } from "./cli.js";
import { liveDossier } from "./live-dossier.js";
import { startNode } from "./node.js";

/** Tokens of tests alone. */
export const TOKEN = "a-token-of-tests";
export const STRICT_TOKEN = "a-token-of-tests-for-one-policy";
const sha256 = (token: string) => createHash("sha256").update(token).digest("hex");

/** A node with a dossier that may be paid, and the files of a service that judges it. */
export async function verdictGround() {
  const [folder, node] = [aFolder(), await startNode()];
  const { deployment, certificate, insurer } = await liveDossier(node.url);
  const write = (name: string, content: unknown) => {
    writeFileSync(folder.file(name), JSON.stringify(content), { mode: 0o600 });
    return folder.file(name);
  };
  const config = {
    deployment: write("deployment.json", deployment),
    rpc: [node.url],
    policies: { strict: write("strict.json", { require: ["frame"] }) },
    tokens: [
      { name: "claims", sha256: sha256(TOKEN) },
      { name: "strict-claims", sha256: sha256(STRICT_TOKEN), policies: ["strict"] },
    ],
    ...{ amc: insurer.identity.identifier, port: 0, metricsPort: 0, workers: 1 },
  };
  return {
    ...{ certificate, config, deployment, folder, insurer, node, write },
    close: async () => {
      await node.stop();
      folder.remove();
    },
  };
}

const ajv = new Ajv2020({ strict: false, formats: { base64: true } });
type Described = Record<
  string,
  Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
>;

/** An answer of the service. */
export interface Answered {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  json(): Record<string, unknown>;
}

/** What is asked of it. */
interface Asking {
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly token?: string | null;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly socket?: string;
}

/** Asks a service as a program does, with any headers, and holds every answer to the description that it publishes. */
export async function askService(
  url: string,
  { method = "POST", path = "/v1/verdicts", body, token = TOKEN, headers = {}, socket }: Asking,
): Promise<Answered> {
  const answered = await new Promise<Answered>((resolve, reject) => {
    const { hostname, port } = socket === undefined ? new URL(url) : { hostname: "localhost", port: undefined };
    const to = socket === undefined ? { hostname, port } : { socketPath: socket };
    const all = {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    };
    const request = http.request({ ...to, path, method, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode: status = 0, headers: found } = response;
        resolve({ status, headers: found, text, json: () => JSON.parse(text) });
      });
    });
    request.on("error", reject);
    request.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
  });
  requireDescribed(method, path, answered);
  return answered;
}

function requireDescribed(method: string, path: string, { status, headers, text }: Answered): void {
  if (!SERVE_ROUTES.some((route) => route.path === path && route.method === method.toLowerCase())) return;
  const paths = (serveOpenApi() as { readonly paths?: Described }).paths ?? {};
  const content = paths[path]?.[method.toLowerCase()]?.responses[status]?.content ?? {};
  const type = headers["content-type"]?.split(";")[0] ?? "";
  const schema = content[type]?.schema;
  if (!schema) throw new Error(`${method} ${path} answers ${status} ${type}, which it does not describe`);
  if (type.endsWith("json") && !ajv.validate(schema, JSON.parse(text))) throw new Error(`${ajv.errorsText()} ${text}`);
}
