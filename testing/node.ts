import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

const ANVIL = path.resolve("node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
const HARDHAT = path.resolve("node_modules/.bin/hardhat");

/** A node in a process of its own, on a free port of the loopback. */
export interface RunningNode {
  readonly url: string;
  stop(): Promise<void>;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Starts anvil where its binary is installed, else `hardhat node`. */
export async function startNode({
  chainId,
  blockSeconds,
}: {
  readonly chainId?: number;
  /** Anvil alone: blocks come so often, as on an L2, and not with each transaction. */
  readonly blockSeconds?: number;
} = {}): Promise<RunningNode> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const chain = chainId === undefined ? [] : ["--chain-id", String(chainId)];
  const blocks = blockSeconds === undefined ? [] : ["--block-time", String(blockSeconds)];
  const child = existsSync(ANVIL)
    ? spawn(ANVIL, ["--port", String(port), "--silent", ...chain, ...blocks], { stdio: "ignore" })
    : spawn(HARDHAT, ["node", "--port", String(port), ...chain], { stdio: "ignore" });
  for (let tries = 0; tries < 150 && !(await answers(url)); tries++) await new Promise((next) => setTimeout(next, 100));
  return { url, stop: () => stop(child) };
}

async function answers(url: string): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  const headers = { "content-type": "application/json" };
  return fetch(url, { method: "POST", body, headers }).then(
    ({ ok }) => ok,
    () => false,
  );
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(); // It is gone already.
    child.once("exit", () => resolve());
    child.kill("SIGKILL");
  });
}
