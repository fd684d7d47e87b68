import { Hono } from "hono";
import type * as z from "zod";
import {
  batchPostSchema,
  boxEraseSchema,
  boxPostSchema,
  boxReadSchema,
  MOST_BODY_BYTES,
  MOST_READ,
  MOST_RELAY_BYTES,
  stockUsesPostSchema,
  withdrawalPostSchema,
} from "../src/gateway/index.js";
import { type Hex, InputError, read } from "../src/protocol/index.js";
import { type Called, type Env, jsonOf } from "./bodies.js";
import type { Gateway, Log } from "./gateway.js";
import { ChainAway } from "./nodes.js";
import { problem } from "./problems.js";
import { Refusal } from "./refusing.js";
import { openApi } from "./routes.js";

/** The largest box in base64, and what stands around it. */
const MOST_BOX_BYTES = 706_000;
const MOST_READ_BYTES = 72 * MOST_READ + 64;
const HASH = /^0x[0-9a-f]{64}$/;

/** The interface over HTTP. Whoever serves it counts requests and times out headers. */
export function gatewayApp(gateway: Gateway, log: Log = () => undefined): Hono<Env> {
  const app = new Hono<Env>();
  const description = JSON.stringify(openApi());

  app.post("/v1/batches", async (c) => {
    const input = await jsonOf(c, MOST_BODY_BYTES);
    if ((input as { signature?: unknown } | null)?.signature === "0x") throw new Refusal("smart-account");
    const { isNew, state } = await gateway.postBatch(parsed(batchPostSchema, input));
    return c.json(state, isNew ? 202 : 200, { "retry-after": "retryAfter" in state ? `${state.retryAfter}` : "0" });
  });
  app.get("/v1/batches/:digest", async (c) => {
    const wait = Number(/^\d{1,2}$/.exec(c.req.query("wait") ?? "")?.[0] ?? 0);
    return c.json(found(await gateway.batchAfter(hashOf(c, "digest"), Math.min(wait, 20))));
  });
  app.get("/v1/rounds/:root", async (c) => {
    const round = found(await gateway.round(hashOf(c, "root")));
    return c.json(round, 200, { "cache-control": "public, max-age=31536000, immutable" });
  });
  app.get("/v1/anchors/:root", async (c) => c.json(await gateway.anchor(hashOf(c, "root"))));
  app.post("/v1/boxes", async (c) => {
    const { isNew, stored } = await gateway.postBox(parsed(boxPostSchema, await jsonOf(c, MOST_BOX_BYTES)));
    return c.json(stored, isNew ? 201 : 200);
  });
  app.post("/v1/boxes/read", async (c) => {
    const { indexes } = parsed(boxReadSchema, await jsonOf(c, MOST_READ_BYTES));
    return c.json(await gateway.readBoxes(indexes));
  });
  app.post("/v1/boxes/erase", async (c) => {
    await gateway.eraseBox(parsed(boxEraseSchema, await jsonOf(c, MOST_BODY_BYTES)));
    return c.body(null, 204);
  });
  app.post("/v1/withdrawals", async (c) => {
    const post = parsed(withdrawalPostSchema, await jsonOf(c, MOST_RELAY_BYTES));
    const { isNew, state } = await gateway.postWithdrawal(post);
    return c.json(state, isNew ? 202 : 200);
  });
  app.get("/v1/withdrawals/:digest", async (c) =>
    c.json(found(await gateway.relay("withdrawal", hashOf(c, "digest")))),
  );
  app.post("/v1/stock-uses", async (c) => {
    const post = parsed(stockUsesPostSchema, await jsonOf(c, MOST_RELAY_BYTES));
    const { isNew, state } = await gateway.postStockUses(post);
    return c.json(state, isNew ? 202 : 200);
  });
  app.get("/v1/stock-uses/:digest", async (c) => c.json(found(await gateway.relay("stock-uses", hashOf(c, "digest")))));
  app.get("/v1/status", (c) => c.json(gateway.status()));
  app.get("/livez", (c) => c.json({ ready: true, alarms: [] }));
  app.get("/readyz", async (c) => {
    await gateway.probe();
    const alarms = gateway.alarms();
    return c.json({ ready: alarms.length === 0, alarms }, alarms.length === 0 ? 200 : 503);
  });
  app.get("/openapi.json", (c) => c.body(description, 200, { "content-type": "application/json" }));

  app.notFound((c) => problem(c, new Refusal("not-found")));
  app.onError((error, c) => {
    if (error instanceof Refusal) {
      gateway.counters.refused++;
      return problem(c, error);
    }
    if (error instanceof ChainAway) return problem(c, new Refusal("chain-away", { retryAfter: 10 }));
    // A name and no message: what a library says may quote what was sent.
    log("failed", { code: error.name });
    return problem(c, new Refusal(gateway.alarms().includes("store") ? "busy" : "internal", { retryAfter: 30 }));
  });
  return app;
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Refusal("not-found");
  return value;
}

function hashOf(c: Called, name: string): Hex {
  const hash = c.req.param(name) ?? "";
  if (!HASH.test(hash)) throw new Refusal("not-found");
  return hash as Hex;
}

function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  try {
    return read(schema, input, "body");
  } catch (error) {
    if (error instanceof InputError) throw new Refusal("malformed", { field: error.field });
    throw error;
  }
}
