import type { Command } from "commander";
import { type Asks, type ChainReader, JsonRpc, networkOf, ProofReader, QuorumReader } from "../../chain/index.js";
import { type Hex, InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import type { Session } from "../session.js";
import { type ChainOptions, nodesOf, type OpenChain, originOf } from "./chain.js";

/** Options that say what is believed of what nodes answer. */
export interface TrustOptions extends ChainOptions {
  readonly trust: "rpc" | "quorum" | "proof";
  readonly agree?: string;
  readonly block?: string;
  readonly blockHash?: string;
}

/** How facts are read, and what there is to say of it once they were. */
interface Trusted {
  readonly reading: { readonly reader?: ChainReader; readonly blockTag?: string | number };
  tell(): void;
}

/** `--trust`, with what belongs to it. `--rpc` may then be given more than once. */
export function addTrust(command: Command, { texts, option }: Builder): Command {
  const rpc = command.options.find(({ long }) => long === "--rpc");
  rpc?.argParser((url: string, before: readonly string[] | undefined) => [...(before ?? []), url]);
  return command
    .addOption(option("--trust <whom>", texts.options.trust).choices(["rpc", "quorum", "proof"]).default("rpc"))
    .addOption(option("--agree <count>", texts.options.agree))
    .addOption(option("--block-hash <hash>", texts.options.blockHash));
}

/**
 * What reads the facts of a run, as `--trust` asks. @throws {InputError} when its options do not fit together.
 * @throws {ChainError} when too few nodes agree on a block.
 */
export async function openTrusted(session: Session<TrustOptions>, chain: OpenChain): Promise<Trusted> {
  const { options } = session;
  const urls = nodesOf(session);
  const given = options.block === undefined ? undefined : blockTag(options.block);
  if (options.blockHash !== undefined && options.trust !== "proof") {
    throw new InputError("--block-hash", "block-hash-without-proof");
  }
  if (options.trust === "rpc") {
    if (urls.length > 1) throw new InputError("--rpc", "several-nodes-to-verify");
    return { reading: given === undefined ? {} : { blockTag: given }, tell: () => undefined };
  }
  const { deployment, chainId } = chain;
  if (options.trust === "proof") {
    const { hash, node, tell } = await trustedBlock(session, chainId);
    return { reading: { reader: new ProofReader(node, deployment, hash) }, tell };
  }
  const reader = quorumOf(session, "--rpc");
  const agreed = await reader.block(given ?? networkOf(chainId).settleAt);
  return {
    reading: { reader, blockTag: agreed.number },
    tell: () => {
      tellDissent(session, reader.dissenters);
      session.note(session.texts.trust.agreed({ block: agreed.number }));
    },
  };
}

/**
 * The block that `--trust proof` holds everything to, and the node that is to prove it. @throws {InputError} when there is none.
 * @throws {ChainError} when too few nodes agree on a block.
 */
export async function trustedBlock(
  session: Session<TrustOptions>,
  chainId: number,
): Promise<{ readonly hash: Hex; readonly node: Asks; tell(): void }> {
  const { block, blockHash } = session.options;
  const node = new JsonRpc(nodesOf(session)[0]);
  const provenAt = (hash: Hex, dissenters: readonly string[]) => ({
    hash,
    node,
    tell: () => {
      tellDissent(session, dissenters);
      session.note(session.texts.trust.proven({ hash }));
    },
  });
  if (blockHash !== undefined) {
    if (block !== undefined) throw new InputError("--block", "two-blocks");
    return provenAt(hashOf(blockHash), []);
  }
  const reader = quorumOf(session, "--block-hash");
  const { hash } = await reader.block(block === undefined ? networkOf(chainId).settleAt : blockTag(block));
  return provenAt(hash, reader.dissenters);
}

/** The nodes of `--rpc`, asked together. @throws {InputError} naming `missing` when there is but one. */
function quorumOf(session: Session<TrustOptions>, missing: string): QuorumReader {
  const urls = nodesOf(session);
  if (urls.length < 2) {
    throw new InputError(missing, "one-node-vouches");
  }
  const witnesses = urls.map((url) => ({ name: originOf(url), node: new JsonRpc(url) }));
  if (new Set(witnesses.map(({ name }) => name)).size < witnesses.length) {
    throw new InputError("--rpc", "node-twice");
  }
  return new QuorumReader(witnesses, agreeing(session.options.agree, urls.length));
}

function tellDissent(session: Session, dissenters: readonly string[]): void {
  if (dissenters.length === 0) return;
  const names = dissenters.join(", ");
  session.note(session.texts.trust.dissent({ nodes: names }));
}

function agreeing(text: string | undefined, nodes: number): number {
  const count = text === undefined ? Math.floor(nodes / 2) + 1 : /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > nodes)
    throw new InputError("--agree", "not-in-range", { least: 1, most: nodes, of: "nodes" });
  return count;
}

/** The hash of a block, as it is typed. @throws {InputError} */
export function hashOf(text: string): Hex {
  if (!/^0x[0-9a-fA-F]{64}$/.test(text)) {
    throw new InputError("--block-hash", "not-block-hash");
  }
  return text.toLowerCase() as Hex;
}

/** A block, as it is typed. @throws {InputError} */
export function blockTag(text: string): string | number {
  if (["latest", "safe", "finalized"].includes(text)) return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InputError("--block", "not-block-tag");
}
