import type { Command } from "commander";
import { type ChainReader, JsonRpc, networkOf, ProofReader, QuorumReader } from "../chain/index.js";
import { type Hex, InputError } from "../protocol/index.js";
import { type ChainOptions, nodesOf, type OpenChain, originOf } from "./network.js";
import type { Builder } from "./program.js";
import type { Session } from "./session.js";

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
export function addTrust(command: Command, { option }: Builder): Command {
  const rpc = command.options.find(({ long }) => long === "--rpc");
  rpc?.argParser((url: string, before: readonly string[] | undefined) => [...(before ?? []), url]);
  return command
    .addOption(
      option(
        "--trust <whom>",
        "the node, several nodes that agree (--rpc more than once), or nobody: proofs against a block",
        "le nœud, plusieurs nœuds qui s'accordent (--rpc répété), ou personne : des preuves contre un bloc",
      )
        .choices(["rpc", "quorum", "proof"])
        .default("rpc"),
    )
    .addOption(
      option(
        "--agree <count>",
        "how many nodes must agree (default: more than half)",
        "combien de nœuds doivent s'accorder (par défaut : plus de la moitié)",
      ),
    )
    .addOption(
      option(
        "--block-hash <hash>",
        "the block that you trust, for --trust proof (default: what several nodes agree on)",
        "le bloc de confiance, pour --trust proof (par défaut : celui sur lequel plusieurs nœuds s'accordent)",
      ),
    );
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
    throw new InputError("--block-hash", "is what proofs are held to; add --trust proof");
  }
  if (options.trust === "rpc") {
    if (urls.length > 1) throw new InputError("--rpc", "is given more than once; add --trust quorum or --trust proof");
    return { reading: given === undefined ? {} : { blockTag: given }, tell: () => undefined };
  }
  const { deployment, chainId } = chain;
  const provenAt = (hash: Hex, dissenters: readonly string[]): Trusted => {
    const reader = new ProofReader(new JsonRpc(urls[0]), deployment, hash);
    return {
      reading: { reader },
      tell: () => {
        tellDissent(session, dissenters);
        session.note(`Proven against block ${hash}.`, `Prouvé contre le bloc ${hash}.`);
      },
    };
  };
  if (options.blockHash !== undefined) {
    if (given !== undefined) throw new InputError("--block", "says another block than --block-hash; leave it out");
    return provenAt(hashOf(options.blockHash), []);
  }
  if (urls.length < 2) {
    throw new InputError(
      options.trust === "proof" ? "--block-hash" : "--rpc",
      "is needed: one node cannot vouch for itself; give a block that you trust, or --rpc for each of several nodes",
    );
  }
  const witnesses = urls.map((url) => ({ name: originOf(url), node: new JsonRpc(url) }));
  if (new Set(witnesses.map(({ name }) => name)).size < witnesses.length) {
    throw new InputError("--rpc", "names one node twice; it would agree with itself");
  }
  const reader = new QuorumReader(witnesses, agreeing(options.agree, urls.length));
  const agreed = await reader.block(given ?? networkOf(chainId).settleAt);
  if (options.trust === "proof") return provenAt(agreed.hash, reader.dissenters);
  return {
    reading: { reader, blockTag: agreed.number },
    tell: () => {
      tellDissent(session, reader.dissenters);
      session.note(`Agreed at block ${agreed.number}.`, `Accord au bloc ${agreed.number}.`);
    },
  };
}

function tellDissent(session: Session, dissenters: readonly string[]): void {
  if (dissenters.length === 0) return;
  const names = dissenters.join(", ");
  session.note(
    `Not believed, for it was silent or said otherwise: ${names}.`,
    `Non cru, car muet ou en désaccord : ${names}.`,
  );
}

function agreeing(text: string | undefined, nodes: number): number {
  const count = text === undefined ? Math.floor(nodes / 2) + 1 : /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > nodes) throw new InputError("--agree", `must be 1 to ${nodes}, the nodes that --rpc names`);
  return count;
}

function hashOf(text: string): Hex {
  if (!/^0x[0-9a-fA-F]{64}$/.test(text)) {
    throw new InputError("--block-hash", "must be a block hash: 0x and 64 hexadecimal digits");
  }
  return text.toLowerCase() as Hex;
}

function blockTag(text: string): string | number {
  if (["latest", "safe", "finalized"].includes(text)) return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InputError("--block", "must be latest, safe, finalized or a block number");
}
