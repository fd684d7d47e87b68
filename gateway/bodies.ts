import type { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import { Refusal } from "./refusing.js";

/** A body that takes longer is cut. */
const BODY_MS = 10_000;

export type Env = { Bindings: HttpBindings };
/** A request, and the connection that it came by. */
export type Called = Context<Env>;

/** Reads JSON. @throws {Refusal} when the text is not JSON, or more than so many bytes. */
export async function jsonOf(c: Called, most: number): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await jsonBytesOf(c, most)));
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal("malformed", { field: "body" });
  }
}

/** Reads a body that says it is JSON. Bytes are counted as they come: a header may say anything, and a body may have no end. */
export async function jsonBytesOf(c: Called, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (!/^application\/json\s*(?:;|$)/i.test(c.req.header("content-type") ?? "")) throw new Refusal("not-json");
  const body = c.req.raw.body;
  if (!body) throw new Refusal("malformed", { field: "body" });
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new Refusal("too-large", { field: "body" })), BODY_MS);
    timer.unref();
    reader.closed.then(
      () => clearTimeout(timer),
      () => clearTimeout(timer),
    );
  });
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) break;
      size += value.length;
      if (size > most) throw new Refusal("too-large", { field: "body" });
      chunks.push(value);
    }
  } catch (error) {
    cut(c.env?.incoming);
    reader.cancel().catch(() => undefined);
    throw error instanceof Refusal ? error : new Refusal("malformed", { field: "body" });
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Ends a connection whose body is not read to its end, once the answer is out. */
export function cut(incoming: IncomingMessage | undefined): void {
  const socket = incoming?.socket;
  if (socket) setTimeout(() => socket.destroy(), 200).unref();
}
