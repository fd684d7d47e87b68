import { createHash } from "node:crypto";
import { Hono } from "hono";
import { type Called, cut, type Env, jsonBytesOf } from "../bodies.js";
import type { Log } from "../gateway.js";
import { languageOf } from "../language/choosing.js";
import { problem } from "../problems.js";
import { Refusal } from "../refusing.js";
import { type ServeConfig, tokenOf } from "./config.js";
import type { Judges } from "./judges.js";
import { serveOpenApi } from "./routes.js";
import type { Settler } from "./settler.js";
import { MOST_REQUEST_BYTES } from "./wire.js";

/** A report is a page without script that loads nothing; a sandbox holds whatever gets past that. */
const PAGE_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const GUARDED = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{16,128}$/;
/** An answer of a probe holds so long. */
const PROBE_MS = 5_000;

/** What an interface of verdicts needs. */
export interface Serving {
  readonly config: Pick<ServeConfig, "tokens" | "hosts" | "origins" | "socket">;
  readonly judges: Pick<Judges, "ask" | "asked">;
  /** Where it settles. */
  readonly settler?: Pick<Settler, "ask" | "ready"> | undefined;
  /** What the header `Host` may name besides those configured: where it listens. */
  readonly own: readonly string[];
  readonly counts: Counts;
  isStopping: boolean;
  readonly log: Log;
}

/** By outcome and by problem. */
type Counts = Map<string, number>;

/** Verdicts over HTTP. Who asks is checked before a byte of a body is read; what it asks is read by a judge alone. */
export function verdictApp(serving: Serving): Hono<Env> {
  const { config, judges, counts, log } = serving;
  const app = new Hono<Env>();
  const description = JSON.stringify(serveOpenApi());
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

  app.use("*", async (c, next) => {
    requireHost(c, serving);
    requireOrigin(c, config.origins);
    await next();
    for (const [header, value] of Object.entries(GUARDED)) c.res.headers.set(header, value);
    if (serving.isStopping) c.res.headers.set("connection", "close");
  });
  app.post("/v1/verdicts", async (c) => {
    const token = tokenOf(config.tokens, c.req.header("authorization"));
    if (!token && config.socket === undefined) throw new Refusal("unauthorised");
    if (serving.isStopping) throw new Refusal("stopping", { retryAfter: 5 });
    const started = performance.now();
    const body = await jsonBytesOf(c, MOST_REQUEST_BYTES);
    const answer = await judges.ask({
      body,
      ...(token?.policies && { policies: token.policies }),
      language: languageOf(c.req.header("accept-language")),
      wantsPage: prefersHtml(c.req.header("accept")),
    });
    const milliseconds = Math.round(performance.now() - started);
    const asked = { token: token?.name ?? "socket", milliseconds };
    if ("refusal" in answer) {
      log("verdict-refused", { code: answer.refusal, ...asked });
      throw new Refusal(answer.refusal, answer.field === undefined ? {} : { field: answer.field });
    }
    const { outcome, policy, type, text } = answer;
    count(outcome);
    log("verdict", { outcome, policy, ...asked });
    if (type === "json") return c.body(text, 200, { "content-type": "application/json" });
    return c.body(text, 200, { "content-type": "text/html; charset=utf-8", "content-security-policy": PAGE_POLICY });
  });
  app.post("/v1/settlements", async (c) => {
    const token = tokenOf(config.tokens, c.req.header("authorization"));
    if (!token) throw new Refusal("unauthorised");
    const { settler } = serving;
    if (!settler) throw new Refusal("not-found");
    if (!token.settle) throw new Refusal("out-of-scope");
    if (serving.isStopping) throw new Refusal("stopping", { retryAfter: 5 });
    const given = c.req.header("idempotency-key") ?? "";
    if (!IDEMPOTENCY_KEY.test(given)) throw new Refusal("malformed", { field: "Idempotency-Key" });
    const answer = await settler.ask({
      key: createHash("sha256").update(`${token.name}\n${given}`).digest("hex"),
      body: await jsonBytesOf(c, MOST_REQUEST_BYTES),
      ...(token.policies && { policies: token.policies }),
      language: languageOf(c.req.header("accept-language")),
    });
    if ("refusal" in answer) {
      log("settlement-refused", { code: answer.refusal, token: token.name });
      const { field } = answer;
      const retry = answer.refusal === "settlement-open" ? { retryAfter: 10 } : {};
      throw new Refusal(answer.refusal, { ...(field !== undefined && { field }), ...retry });
    }
    count(`settlement-${answer.outcome}`);
    log("settlement", { outcome: answer.outcome, token: token.name });
    return c.body(answer.text, 200, { "content-type": "application/json" });
  });
  app.get("/livez", (c) => c.json({ ready: true, alarms: [] }));
  let probed: { readonly until: number; readonly alarms: Promise<readonly string[]> } | undefined;
  app.get("/readyz", async (c) => {
    if (!probed || probed.until < performance.now()) {
      const asked = judges.ask({ language: "en", wantsPage: false });
      const alarms = asked.then(
        (answer) => ("outcome" in answer && answer.outcome === "ready" ? [] : ["facts"]),
        () => ["busy"],
      );
      probed = { until: performance.now() + PROBE_MS, alarms };
    }
    const cannotSettle = await serving.settler?.ready().then(
      () => false,
      () => true,
    );
    const alarms = [
      ...(cannotSettle ? ["settling"] : []),
      ...(serving.isStopping ? ["stopping"] : []),
      ...(await probed.alarms),
    ];
    return c.json({ ready: alarms.length === 0, alarms }, alarms.length === 0 ? 200 : 503);
  });
  app.get("/openapi.json", (c) => c.body(description, 200, { "content-type": "application/json" }));

  app.notFound((c) => problem(c, new Refusal("not-found")));
  app.onError((error, c) => {
    const isUnread = c.req.method === "POST" && !c.req.raw.bodyUsed;
    if (isUnread) cut(c.env?.incoming); // Nothing of a body that nobody will read is waited for.
    const refusal = error instanceof Refusal ? error : new Refusal("internal", { retryAfter: 30 });
    // A name and no message: what a library says may quote what was sent.
    if (refusal.code === "internal") log("failed", { code: error.name });
    count(refusal.code);
    const answer = problem(c, refusal);
    for (const [header, value] of Object.entries(GUARDED)) answer.headers.set(header, value);
    if (isUnread) answer.headers.set("connection", "close");
    return answer;
  });
  return app;
}

/** A page elsewhere whose name was bound to this address names itself here. */
function requireHost(c: Called, { config, own }: Serving): void {
  if (config.socket !== undefined) return; // No page reaches a socket.
  const raw = c.env?.incoming?.rawHeaders ?? [];
  const named = raw.filter((header, i) => i % 2 === 0 && header.toLowerCase() === "host").length;
  const host = c.req.header("host")?.toLowerCase() ?? "";
  if (named > 1 || ![...own, ...config.hosts].includes(host)) throw new Refusal("host-refused");
}

/** A program sends no `Origin`; a browser does with all that a page may do here. */
function requireOrigin(c: Called, origins: readonly string[]): void {
  const origin = c.req.header("origin");
  if (origin !== undefined && origins.includes(origin)) return;
  const site = c.req.header("sec-fetch-site") ?? "none";
  if (origin !== undefined || !["none", "same-origin"].includes(site)) throw new Refusal("origin-refused");
}

/** Whether HTML is asked for by name, and JSON is not asked for before it. */
function prefersHtml(accept = ""): boolean {
  const [html, json] = [accept.indexOf("text/html"), accept.indexOf("application/json")];
  return html >= 0 && (json < 0 || html < json);
}

/** What Prometheus reads: counts. It names no claim, no store and no token. */
export function serveMetrics({ counts, judges }: Serving): string {
  const lines = [...counts].map(([what, value]) => `clairevoie_serve_answers_total{answer="${what}"} ${value}`);
  return `${[
    "# TYPE clairevoie_serve_answers_total counter",
    ...lines,
    "# TYPE clairevoie_serve_requests gauge",
    `clairevoie_serve_requests ${judges.asked}`,
    "# TYPE clairevoie_serve_resident_bytes gauge",
    `clairevoie_serve_resident_bytes ${process.memoryUsage.rss()}`,
  ].join("\n")}\n`;
}
