import type { Signer } from "ethers";
import { ChainError, type Deployment, networkOf, type Suite, suiteOf } from "../../chain/index.js";
import { chainReference } from "../../chain/reference.js";
import { Gateway, pursue, type Relay, readGatewayStatus, windowOf } from "../../gateway/index.js";
import {
  isOnChain,
  type SealedBatch,
  type StockUsesAct,
  sealStatements,
  signToRelay,
  type WithdrawalAct,
} from "../../parties/index.js";
import { anchorRoot } from "../../parties/sealing.js";
import type { ChainReference, Hex, Statement } from "../../protocol/index.js";
import {
  notePendingBatch,
  notePendingRelays,
  type PendingBatch,
  type SyncedBatch,
  type Syncing,
  type SyncingRelays,
  syncBatches,
  syncRelays,
  type Vault,
} from "../../vault/index.js";
import { EXIT, type ExitCode } from "../exit.js";
import { describe } from "../failures.js";
import { aboutBatch, aboutRelay, tellBatch, tellRelay } from "../output/pending.js";
import type { Session } from "../session.js";
import { type ChainOptions, findDeployment, hasNode, namedDeployment, openNode, originOf } from "./chain.js";
import { type GatewayOptions, gatewaysOf } from "./gateway.js";
import { openSigner, type SigningOptions } from "./signing.js";

/** Options of commands that have statements anchored. */
export interface PostingOptions extends SigningOptions, GatewayOptions {
  readonly anchor?: boolean;
}

/** Whether statements go to gateways: some are named, and `--anchor` does not ask for one's own ether. */
export function goesToGateways(session: Session<PostingOptions>): boolean {
  return session.options.anchor !== true && gatewaysOf(session).length > 0;
}

export const nowSeconds = () => Math.floor(Date.now() / 1000);
/** Further from this machine's clock, the time of a gateway's head is not believed. */
const MOST_APART = 600;

/** The gateways of a run, all of one chain, each asked once what it is. */
export class Gateways {
  readonly urls: readonly string[];
  readonly deployment: Deployment;
  readonly reference: ChainReference;
  readonly #opened = new Map<string, Promise<Gateway>>();

  private constructor(urls: readonly string[], deployment: Deployment) {
    this.urls = urls;
    this.deployment = deployment;
    this.reference = chainReference(deployment);
  }

  /** On the chain of the deployment that is named, else on that of the first gateway that answers. */
  static async of(session: Session<ChainOptions & GatewayOptions>): Promise<Gateways> {
    const urls = gatewaysOf(session);
    const named = namedDeployment(session);
    if (named) return new Gateways(urls, named);
    let cause: unknown;
    for (const url of urls) {
      try {
        const { chainId } = await readGatewayStatus({ url });
        return new Gateways(urls, findDeployment(session, chainId));
      } catch (error) {
        cause ??= error;
      }
    }
    throw cause;
  }

  open(url: string): Promise<Gateway> {
    const opened = this.#opened.get(url) ?? Gateway.open({ url }, this.reference);
    this.#opened.set(url, opened);
    opened.catch(() => this.#opened.delete(url)); // It is asked again in the next round.
    return opened;
  }

  /** What those say that answer. */
  async #statuses() {
    const opened = await Promise.allSettled(this.urls.map((url) => this.open(url)));
    return opened.flatMap((one) => (one.status === "fulfilled" ? [one.value.status] : []));
  }

  /** Signs statements, at a time that the chain has reached. */
  async seal(signer: Signer, statements: readonly Statement[]): Promise<SealedBatch> {
    const now = nowSeconds();
    const heads = (await this.#statuses()).map(({ head }) => head.time);
    const near = heads.filter((time) => Math.abs(now - time) <= MOST_APART);
    return sealStatements({ reference: this.reference }, signer, statements, Math.min(now, ...near));
  }

  /** A batch as the vault keeps it until it is anchored. */
  async awaiting({ statements, ...post }: SealedBatch): Promise<PendingBatch> {
    const window = windowOf((await this.#statuses()).map(({ intervalSeconds }) => intervalSeconds));
    return { statements, pursuit: pursue(this.reference, post, window) };
  }
}

/** What finishing batches asks: of gateways, of a node where one is named, of the key once it is needed. */
export async function syncingBy(session: Session<PostingOptions>, gateways: Gateways): Promise<Syncing> {
  const suite = await namedNode(session, gateways);
  let signer: Promise<Signer> | undefined;
  const key = () => {
    signer ??= openSigner(session, suite?.provider);
    return signer;
  };
  const { anchor } = session.options;
  return {
    chain: gateways.reference,
    urls: gateways.urls,
    open: (url) => gateways.open(url),
    now: nowSeconds,
    sealAgain: async (statements) => gateways.seal(await key(), statements),
    ...(suite && { node: (root: Hex) => anchoredAtDepth(session, suite, root) }),
    ...(suite && anchor && { anchorAlone: async (root: Hex) => anchorAlone(session, gateways, await key(), root) }),
  };
}

/** A node that was named, as a second source: one that does not answer is told, and stops nothing. */
async function namedNode(session: Session<ChainOptions>, { deployment }: Gateways): Promise<Suite | undefined> {
  if (!hasNode(session)) return undefined;
  try {
    const { provider, chainId } = await openNode(session);
    if (chainId === deployment.chainId) return suiteOf(deployment, provider);
    throw new ChainError("wrong-chain", "deployment-of-another-chain", {
      file: "--deployment",
      found: chainId,
      expected: deployment.chainId,
    });
  } catch (error) {
    if (!(error instanceof ChainError) || error.kind !== "unreachable") throw error;
    session.note(`clairevoie: ${describe(error, session.catalogue)}`);
    return undefined;
  }
}

/** When a root was anchored, as deep as its network asks for; undefined when the node does not answer. */
async function anchoredAtDepth(session: Session, { anchors, provider, reference }: Suite, root: Hex) {
  try {
    const { confirmations } = networkOf(reference.chainId);
    const head = await provider.getBlockNumber();
    return Number(await anchors.anchoredAt(root, { blockTag: Math.max(0, head - confirmations + 1) }));
  } catch {
    session.note(`clairevoie: ${describe(new ChainError("unreachable", "node-failed"), session.catalogue)}`);
    return undefined;
  }
}

async function anchorAlone(session: Session, { deployment }: Gateways, signer: Signer, root: Hex) {
  try {
    const { time, gasUsed } = await anchorRoot(suiteOf(deployment, signer), root);
    session.note(session.texts.said.anchored({ root, gas: gasUsed }));
    return time;
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    session.note(`clairevoie: ${describe(error, session.catalogue)}`);
    return undefined;
  }
}

/** What signs for gateways: the key, before any of them is asked, and they. */
export async function openPosting(session: Session<PostingOptions>) {
  const signer = await openSigner(session);
  const gateways = await Gateways.of(session);
  return { gateways, seal: (statements: readonly Statement[]) => gateways.seal(signer, statements) };
}
export type Posting = Awaited<ReturnType<typeof openPosting>>;

/** What a dry run would do. */
export function wouldPost(
  session: Session<PostingOptions>,
  { gateways }: Posting,
  statements: readonly Statement[],
): ExitCode {
  const gateway = originOf(gateways.urls[0] ?? "");
  session.say(session.texts.sync.wouldPost({ count: statements.length, gateway }));
  session.result({ dryRun: true, gateway, statements: statements.length });
  return EXIT.ok;
}

/** What a dry run of what is relayed would do. */
export function wouldRelay(session: Session<PostingOptions>, { urls }: Gateways): ExitCode {
  const gateway = originOf(urls[0] ?? "");
  session.say(session.texts.sync.wouldRelay({ gateway }));
  session.result({ dryRun: true, gateway });
  return EXIT.ok;
}

/**
 * Posts sealed batches: they are in the vault first. What no gateway takes stays there, and `clairevoie sync` goes on.
 * @returns What a program is told, and whether each was accepted by some gateway.
 */
export async function postBatches(
  session: Session<PostingOptions>,
  vault: Vault,
  { gateways }: Posting,
  sealed: readonly SealedBatch[],
): Promise<{ readonly posted: readonly object[]; readonly isAccepted: boolean }> {
  for (const batch of sealed) await notePendingBatch(vault, await gateways.awaiting(batch));
  const roots = new Set(sealed.map(({ batch }) => batch.root));
  const syncing = await syncingBy(session, gateways);
  const synced = await syncBatches(vault, { ...syncing, handOver: async () => false }, ({ pursuit }) =>
    roots.has(pursuit.post.batch.root),
  );
  for (const one of synced) tellBatch(session, one, nowSeconds());
  return {
    posted: synced.map((one) => aboutBatch(one, nowSeconds())),
    isAccepted: synced.every(isAccepted),
  };
}

/** How long gateways have to send what a party signed. */
const RELAY_SECONDS = 86_400;

/** Signs, keeps and posts what gateways are to send. */
export async function postRelay(
  session: Session<PostingOptions>,
  vault: Vault,
  gateways: Gateways,
  signer: Signer,
  act: WithdrawalAct | StockUsesAct,
): Promise<{ readonly posted: object; readonly exit: ExitCode }> {
  const signed = await signToRelay(gateways.reference, signer, act, nowSeconds() + RELAY_SECONDS);
  const relay: Relay = { ...signed, signedAt: nowSeconds(), tried: {} };
  await notePendingRelays(vault, [relay]);
  const syncing = await relayingBy(session, gateways);
  const [synced = relay] = await syncRelays(vault, syncing, relay.digest);
  tellRelay(session, synced, nowSeconds());
  const isAccepted = Object.values(synced.tried).some(({ state, complaint }) => state && !complaint);
  return { posted: aboutRelay(synced, nowSeconds()), exit: isAccepted || synced.done ? EXIT.ok : EXIT.chain };
}

/** What finishing relays asks: of gateways, of a node where one is named, of the key where something ran out. */
export async function relayingBy(session: Session<PostingOptions>, gateways: Gateways): Promise<SyncingRelays> {
  const suite = await namedNode(session, gateways);
  return {
    urls: gateways.urls,
    open: (url) => gateways.open(url),
    now: nowSeconds,
    signAgain: async ({ post: { signature: _, deadline: __, signer: ___, ...act } }) => {
      const deadline = nowSeconds() + RELAY_SECONDS;
      const again = await signToRelay(gateways.reference, await openSigner(session), act, deadline);
      return { ...again, signedAt: nowSeconds(), tried: {} };
    },
    ...(suite && { node: (post: Relay["post"]) => isOnChain(suite, post).catch(() => undefined) }),
  };
}

const isAccepted = ({ pursuit }: SyncedBatch) => Object.values(pursuit.tried).some(({ promise }) => promise);
