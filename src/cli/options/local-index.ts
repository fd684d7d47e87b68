import type { Command } from "commander";
import type { CheckedFacts } from "../../chain/local-index/index.js";
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
export function addIndex(command: Command, { texts, option }: Builder): Command {
  return command
    .addOption(option("--index <file>", texts.options.index))
    .addOption(option("--max-age <hours>", texts.options.maxAge));
}

/**
 * Opens the index of `--index`; nothing where none is named. No node is asked: the deployment is the one that is named or known,
 * if any is.
 * @throws {InputError} when it is no index, that of another deployment, or other options ask a node.
 * @throws {ChainError} when it is older than `--max-age`, or of another chain than the deployment.
 */
export async function openLocalIndex(session: Session<IndexOptions>): Promise<CheckedFacts | undefined> {
  const { index, maxAge } = session.options;
  const longest = maxAge === undefined ? undefined : hoursOf(maxAge);
  if (index === undefined) {
    if (longest !== undefined) throw new InputError("--max-age", "age-without-index");
    return undefined;
  }
  refuseAsking(session.options, "index-asks-no-node", ["--rpc", "--trust", "--agree", "--block", "--block-hash"]);
  session.requirePaths(index);
  // Loaded here alone: the other commands need no SQLite.
  const { openCheckedFacts } = await import("../../chain/local-index/index.js");
  return openCheckedFacts({
    file: index,
    deploymentOf: (chainId) => knownDeployment(session, chainId),
    ...(longest !== undefined && { maxAgeSeconds: 3600 * longest }),
  });
}

/** @throws {InputError} naming the first of these options that is given: facts at hand answer in place of what it asks. */
export function refuseAsking(
  options: IndexOptions,
  code: "index-asks-no-node" | "evidence-asks-no-node",
  refused: readonly Asking[],
): void {
  const given: Readonly<Record<Asking, unknown>> = {
    "--rpc": options.rpc,
    "--trust": options.trust === "rpc" ? undefined : options.trust,
    "--agree": options.agree,
    "--block": options.block,
    "--block-hash": options.blockHash,
    "--index": options.index,
    "--max-age": options.maxAge,
  };
  const asking = refused.find((name) => given[name] !== undefined);
  if (asking) throw new InputError(asking, code);
}

type Asking = "--rpc" | "--trust" | "--agree" | "--block" | "--block-hash" | "--index" | "--max-age";

/** Says up to when the facts go: what happened since is not in them. */
export function tellAge(session: Session, { facts, ageSeconds }: CheckedFacts): void {
  const { number } = facts.block;
  const hours = Math.floor(ageSeconds / 3600);
  session.note(session.texts.index.judgedWith({ block: number, hours }));
}

function hoursOf(text: string): number {
  if (!/^\d{1,5}$/.test(text))
    throw new InputError("--max-age", "not-in-range", { least: 0, most: 99_999, of: "hours" });
  return Number(text);
}
