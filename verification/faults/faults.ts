import type { Exchange } from "../../testing/proxy.js";

/** What goes wrong between a program and its node. */
type Fault = (exchange: Exchange, before: string) => Promise<void>;

/** Longer than the programs under test wait. */
const STALL_MS = 4_000;
const LATE_MS = 40;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The faults, by name. Those that forward first let the node do what was asked, and lose that it did. */
export const FAULTS = {
  "request dropped": async ({ response }) => {
    response.destroy();
  },
  "answer dropped": async ({ forward, response }) => {
    await forward();
    response.destroy();
  },
  "answer late": async ({ forward, answer }) => {
    await pause(LATE_MS);
    answer(await forward());
  },
  "request sent twice": async ({ forward, answer }) => {
    await forward();
    answer(await forward());
  },
  "answer cut short": async ({ forward, response }) => {
    const text = await forward();
    response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
    response.write(text.slice(0, text.length / 2), () => response.destroy());
  },
  "answer cut to valid length": async ({ forward, answer }) => {
    const text = await forward();
    answer(text.slice(0, text.length / 2));
  },
  "429 once": async ({ answer }) => answer("slow down", 429),
  "503": async ({ answer }) => answer("busy", 503),
  "503 after it was done": async ({ forward, answer }) => {
    await forward();
    answer("busy", 503);
  },
  garbage: async ({ answer }) => answer("<html>\u0000"),
  "an error of the node": async ({ calls, answer }) => {
    const errors = calls.map(({ id }) => ({
      jsonrpc: "2.0",
      id,
      error: { code: -32000, message: "header not found" },
    }));
    answer(JSON.stringify(errors.length === 1 ? errors[0] : errors));
  },
  "answer to another request": async ({ answer }, before) => answer(before),
  "no answer": async ({ forward, response }) => {
    await forward();
    setTimeout(() => response.destroy(), STALL_MS).unref();
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;
