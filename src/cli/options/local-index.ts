import { existsSync } from "node:fs";
import type { Command } from "commander";
import { ChainError } from "../../chain/index.js";
import type { IndexFacts } from "../../chain/local-index/index.js";
import { chainReference } from "../../chain/reference.js";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import type { Session } from "../session.js";
import { knownDeployment } from "./chain.js";
import type { TrustOptions } from "./trust.js";

/** Options of commands that may take the facts from a local index. */
export interface IndexOptions extends TrustOptions {
  readonly index?: string;
  readonly maxAge?: string;
}

/** `--index`, with what belongs to it. */
export function addIndex(command: Command, { option }: Builder): Command {
  return command
    .addOption(
      option(
        "--index <file>",
        "take the facts from a local index (clairevoie index), and ask no node",
        "prendre les faits d'un index local (clairevoie index), sans interroger de nœud",
      ),
    )
    .addOption(
      option(
        "--max-age <hours>",
        "refuse an index whose last block is older",
        "refuser un index dont le dernier bloc est plus ancien",
      ),
    );
}

/** An index that was opened, and how old its newest block is. */
interface LocalIndex {
  readonly facts: IndexFacts;
  readonly ageSeconds: number;
}

/**
 * Opens the index of `--index`; nothing where none is named. No node is asked: the deployment is the one that is named or known,
 * if any is.
 * @throws {InputError} when it is no index, that of another deployment, or other options ask a node.
 * @throws {ChainError} when it is older than `--max-age`, or of another chain than the deployment.
 */
export async function openLocalIndex(session: Session<IndexOptions>): Promise<LocalIndex | undefined> {
  const { index, maxAge, ...asked } = session.options;
  const longest = maxAge === undefined ? undefined : hoursOf(maxAge);
  if (index === undefined) {
    if (longest !== undefined) throw new InputError("--max-age", "is the age of an index; add --index");
    return undefined;
  }
  const asking = [
    ["--rpc", asked.rpc],
    ["--trust", asked.trust === "rpc" ? undefined : asked.trust],
    ["--agree", asked.agree],
    ["--block", asked.block],
    ["--block-hash", asked.blockHash],
  ].find(([, value]) => value !== undefined);
  if (asking) throw new InputError(String(asking[0]), "asks a node, and --index asks none; leave one of them out");
  session.requirePaths(index);
  if (!existsSync(index)) throw new InputError(index, "is not there; build it with clairevoie index");
  // Loaded here alone: the other commands need no SQLite.
  const { openFacts } = await import("../../chain/local-index/index.js");
  const facts = openFacts({ file: index });
  try {
    requireDeployment(session, index, facts);
    const ageSeconds = Math.max(0, Math.floor(Date.now() / 1000) - facts.block.time);
    if (longest !== undefined && ageSeconds > 3600 * longest) {
      throw new ChainError(
        "refused",
        `the index ends ${Math.floor(ageSeconds / 3600)} hours ago, more than --max-age; run clairevoie index first`,
      );
    }
    return { facts, ageSeconds };
  } catch (error) {
    facts.close();
    throw error;
  }
}

/** Says up to when the facts go: what happened since is not in them. */
export function tellAge(session: Session, { facts, ageSeconds }: LocalIndex): void {
  const { number } = facts.block;
  const hours = Math.floor(ageSeconds / 3600);
  const [age, ancien] = hours >= 1 ? [`${hours} h old`, `vieux de ${hours} h`] : ["fresh", "récent"];
  session.note(
    `Judged with a local index up to block ${number}, ${age}: what happened since is not seen.`,
    `Jugé avec un index local jusqu'au bloc ${number}, ${ancien} : ce qui s'est passé depuis n'est pas vu.`,
  );
}

function requireDeployment(session: Session<IndexOptions>, index: string, { chain }: IndexFacts): void {
  const deployment = knownDeployment(session, chain.chainId);
  if (deployment === undefined) return;
  if (deployment.chainId !== chain.chainId) {
    throw new ChainError(
      "wrong-chain",
      `the index is of chain ${chain.chainId}, the deployment of chain ${deployment.chainId}; name another file`,
    );
  }
  const reference = chainReference(deployment);
  if ((Object.keys({ ...chain, ...reference }) as (keyof typeof chain)[]).some((it) => chain[it] !== reference[it])) {
    throw new InputError(index, "is the index of another deployment; name another file");
  }
}

function hoursOf(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InputError("--max-age", "must be 0 to 99999 hours");
  return Number(text);
}
