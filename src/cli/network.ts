import { existsSync } from "node:fs";
import path from "node:path";
import { FetchRequest, JsonRpcProvider, type Provider, type Signer } from "ethers";
import { ChainError, type Deployment, type DryRun, DryRunSigner, networkOf, parseDeployment } from "../chain/index.js";
import { type Identity, type IdentityFile, identityOf, parseIdentity } from "../parties/index.js";
import { type Hex, InputError, type PartyRole } from "../protocol/index.js";
import { KEY_VARIABLE, loadSigner } from "../vault/index.js";
import { type CommonOptions, readWhole, type Session } from "./session.js";
import { sourcesOf } from "./vault.js";

const DEFAULT_RPC = "http://127.0.0.1:8545";
const ANSWER_WITHIN_MS = 20_000;

/** Options of commands that reach the chain. */
export interface ChainOptions extends CommonOptions {
  /** Several only where a command asks several nodes. */
  readonly rpc?: string | readonly string[];
  readonly deployment?: string;
}

/** Options of commands that sign or send. */
export interface SigningOptions extends ChainOptions {
  readonly keystore?: string;
  readonly passphraseFile?: string;
  readonly dryRun?: boolean;
}

/** Options of commands that act for a party. */
export interface PartyOptions extends SigningOptions {
  readonly identity?: string;
}

/** The addresses of the nodes that a run may ask. */
export function nodesOf({ options, terminal }: Session<ChainOptions>): readonly [string, ...string[]] {
  const [url, ...more] = [options.rpc ?? terminal.env["CLAIREVOIE_RPC_URL"] ?? DEFAULT_RPC].flat();
  for (const one of [url, ...more]) {
    if (!one || !/^https?:\/\//.test(one)) {
      throw new InputError("--rpc", "must be the http(s) address of a JSON-RPC node");
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
  const request = new FetchRequest(url);
  request.timeout = ANSWER_WITHIN_MS;
  request.setThrottleParams({ maxAttempts: 4, slotInterval: 200 });
  const asking = new JsonRpcProvider(request, 1, { staticNetwork: true });
  let chainId: number;
  try {
    chainId = Number(await asking.send("eth_chainId", []));
  } catch {
    throw new ChainError("unreachable", `the node at ${originOf(url)} does not answer; check --rpc and that it runs`);
  } finally {
    asking.destroy();
  }
  return { provider: new JsonRpcProvider(request, chainId, { staticNetwork: true }), chainId };
}

/** An address without what may be a key in its path or query. */
export function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return "that address";
  }
}

/** Where the suite is on a chain: `--deployment`, else `deployments/<chain id>.json` here, else what the package knows. */
export function findDeployment(session: Session<ChainOptions>, chainId: number): Deployment {
  const file = deploymentFile(session, chainId);
  if (file === undefined) {
    throw new InputError(
      "--deployment",
      `is needed: nothing is known of chain ${chainId}; give the deployment file that the council publishes`,
    );
  }
  const deployment = parseDeployment(readWhole(file));
  if (deployment.chainId !== chainId) {
    throw new ChainError(
      "wrong-chain",
      `the node is on chain ${chainId}, ${file} is of chain ${deployment.chainId}; use a node of that chain`,
    );
  }
  return deployment;
}

/** The deployment that is named, or else known of a chain; whatever its chain is. */
export function knownDeployment(session: Session<ChainOptions>, chainId: number): Deployment | undefined {
  const file = deploymentFile(session, chainId);
  return file === undefined ? undefined : parseDeployment(readWhole(file));
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
  const { provider, chainId } = await openNode(session);
  return { provider, chainId, deployment: findDeployment(session, chainId) };
}

/** The key that signs: from a keystore or the environment, never from the command line. */
export async function openSigner(session: Session<SigningOptions>, provider: Provider): Promise<Signer> {
  const { options, terminal } = session;
  const keystore = options.keystore ?? terminal.env["CLAIREVOIE_KEYSTORE"];
  const signer = await loadSigner(
    keystore
      ? { keystore, ...sourcesOf(terminal.env, options.passphraseFile ?? terminal.env["CLAIREVOIE_PASSPHRASE_FILE"]) }
      : { env: { [KEY_VARIABLE]: terminal.env[KEY_VARIABLE] } },
    provider,
  );
  return options.dryRun ? new DryRunSigner(signer) : signer;
}

/** Who the party is: `--identity`, or the file that CLAIREVOIE_IDENTITY names. */
export function openIdentity(
  { options, terminal }: Session<PartyOptions>,
  role?: PartyRole,
): IdentityFile & { readonly party: Hex; readonly identity: Identity } {
  const file = options.identity ?? terminal.env["CLAIREVOIE_IDENTITY"];
  if (!file) throw new InputError("--identity", "is needed: the file that `clairevoie party new` made");
  const read = parseIdentity(readWhole(file));
  if (role && read.role !== role) {
    throw new InputError("--identity", `is that of ${article(read.role)}; this command is for ${article(role)}`);
  }
  return { ...read, identity: identityOf(read) };
}

function article(role: PartyRole): string {
  return role === "lens-maker" ? "a lens maker" : `an ${role}`;
}

/** What a dry run found, for a person and for a program. */
export async function reportDryRun(session: Session<ChainOptions>, run: DryRun): Promise<void> {
  const { chainId } = await openNode(session);
  const { coin } = networkOf(chainId);
  const cost = run.gas * run.gasPrice;
  const price = `${formatCoin(cost)} ${coin}`;
  session.say(
    `Would use ${run.gas} gas, ${price}. Nothing was sent.`,
    `Utiliserait ${run.gas} gaz, ${price}. Rien n'a été envoyé.`,
  );
  session.result({ dryRun: true, chainId, gas: run.gas, gasPriceWei: run.gasPrice, costWei: cost });
}

/** Wei as coins, with at most nine decimals. */
export function formatCoin(wei: bigint): string {
  const whole = wei / 10n ** 18n;
  const decimals = ((wei % 10n ** 18n) / 10n ** 9n).toString().padStart(9, "0").replace(/0+$/, "");
  return decimals === "" ? String(whole) : `${whole}.${decimals}`;
}
