import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import type { Provider } from "ethers";
import { ChainError, type Deployment, JsonRpc, parseDeployment } from "../../chain/index.js";
import { NodeProvider } from "../../chain/provider.js";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { type CommonOptions, readWhole, type Session } from "../session.js";

const DEFAULT_RPC = "http://127.0.0.1:8545";
const ANSWER_WITHIN_MS = 20_000;

/** Options of commands that reach the chain. */
export interface ChainOptions extends CommonOptions {
  /** Several only where a command asks several nodes. */
  readonly rpc?: string | readonly string[];
  readonly deployment?: string;
}

/** `--rpc` and `--deployment`. */
export function chainOptions(command: Command, { texts, option }: Builder): Command {
  return command
    .addOption(option("--rpc <url>", texts.options.rpc))
    .addOption(option("--deployment <file>", texts.options.deployment));
}

/** The addresses of the nodes that a run may ask. */
export function nodesOf({ options, terminal }: Session<ChainOptions>): readonly [string, ...string[]] {
  const [url, ...more] = [options.rpc ?? terminal.env["CLAIREVOIE_RPC_URL"] ?? DEFAULT_RPC].flat();
  for (const one of [url, ...more]) {
    if (!one || !/^https?:\/\//.test(one)) {
      throw new InputError("--rpc", "not-node-address");
    }
  }
  return [url as string, ...more];
}

/** A node, and what it says its chain is. */
export async function openNode(session: Session<ChainOptions>): Promise<{
  readonly provider: Provider;
  readonly chainId: number;
}> {
  const [url] = nodesOf(session);
  const asking = new JsonRpc(url as string, { timeoutMs: ANSWER_WITHIN_MS });
  let chainId: number;
  try {
    chainId = Number(await asking.ask("eth_chainId", []));
  } catch (error) {
    if (error instanceof ChainError && error.code === "node-limits") throw error;
    throw new ChainError("unreachable", "node-at-address-silent", { origin: originOf(url as string) });
  }
  return { provider: new NodeProvider(url as string, chainId, ANSWER_WITHIN_MS), chainId };
}

/** An address without what may be a key in its path or query. */
export function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return "http://…";
  }
}

/** Where the suite is on a chain: `--deployment`, else `deployments/<chain id>.json` here, else what the package knows. */
export function findDeployment(session: Session<ChainOptions>, chainId: number): Deployment {
  const deployment = deploymentFor(session, chainId);
  if (deployment.chainId !== chainId) {
    throw new ChainError("wrong-chain", "deployment-of-another-chain", {
      file: String(deploymentFile(session, chainId)),
      found: chainId,
      expected: deployment.chainId,
    });
  }
  return deployment;
}

/** The deployment that is named; undefined where none is. Fails early, before a node is asked, where it cannot be read. */
export function namedDeployment({ options, terminal }: Session<ChainOptions>): Deployment | undefined {
  const file = options.deployment ?? terminal.env["CLAIREVOIE_DEPLOYMENT"];
  return file === undefined ? undefined : parseDeployment(readWhole(file));
}

/** Whether a node is named: where gateways serve, none is assumed. */
export function hasNode({ options, terminal }: Session<ChainOptions>): boolean {
  return (options.rpc ?? terminal.env["CLAIREVOIE_RPC_URL"]) !== undefined;
}

/** The deployment that is named, or else known of a chain; whatever its chain is. */
export function knownDeployment(session: Session<ChainOptions>, chainId: number): Deployment | undefined {
  const file = deploymentFile(session, chainId);
  return file === undefined ? undefined : parseDeployment(readWhole(file));
}

/** The deployment of a file that says which chain it is of: the one that is named or known. @throws {InputError} without any. */
export function deploymentFor(session: Session<ChainOptions>, chainId: number): Deployment {
  const deployment = knownDeployment(session, chainId);
  if (!deployment) throw new InputError("--deployment", "deployment-unknown", { chainId });
  return deployment;
}

function deploymentFile({ options, terminal }: Session<ChainOptions>, chainId: number): string | undefined {
  const given = options.deployment ?? terminal.env["CLAIREVOIE_DEPLOYMENT"];
  const packaged = path.resolve(import.meta.dirname, "../../../deployments");
  const candidates = [path.resolve("deployments", `${chainId}.json`), path.join(packaged, `${chainId}.json`)];
  return given ?? candidates.find((candidate) => existsSync(candidate));
}

/** A node with the suite on it. */
export interface OpenChain {
  readonly provider: Provider;
  readonly deployment: Deployment;
  readonly chainId: number;
}

export async function openChain(session: Session<ChainOptions>): Promise<OpenChain> {
  namedDeployment(session);
  const { provider, chainId } = await openNode(session);
  return { provider, chainId, deployment: findDeployment(session, chainId) };
}

/** Of the newest block: a clock that runs ahead would make a card that is not in force yet. */
export async function timeOfChain(provider: Provider): Promise<number> {
  return (await provider.getBlock("latest"))?.timestamp ?? Math.floor(Date.now() / 1000);
}
