import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import type { IndexCheck, Indexed } from "../../chain/local-index/index.js";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { chainOptions, nodesOf, openChain } from "../options/chain.js";
import { addTrust, type TrustOptions, trustedBlock } from "../options/trust.js";
import type { Session } from "../session.js";

interface IndexChainOptions extends TrustOptions {
  readonly from?: string;
  readonly once?: boolean;
  readonly check?: string;
  readonly interval: string;
}

/** `clairevoie index facts.index --rpc URL`: what audits read without asking a node. */
export function addIndexChain(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = addTrust(chainOptions(program.command("index"), builder), builder)
    .description(texts.index.description)
    .argument("<file>", texts.index.arguments.file)
    .addOption(option("--from <block>", texts.index.options.from))
    .addOption(option("--once", texts.options.once))
    .addOption(option("--check <count>", texts.index.options.check))
    .addOption(option("--interval <seconds>", texts.options.interval).default("12"));
  builder.onCall<IndexChainOptions>(command, async (session, [file = ""]) => {
    const { interval, once, check } = session.options;
    if (!/^\d{1,5}$/.test(interval) || Number(interval) < 1)
      throw new InputError("--interval", "not-in-range", { least: 1, most: 99_999, of: "seconds" });
    if (check !== undefined && !/^\d{1,6}$/.test(check))
      throw new InputError("--check", "not-count", { limit: 999_999 });
    requireTrust(session);
    session.requirePaths(file);
    session.requireFolder(file, "file");
    const { deployment, provider, chainId } = await openChain(session);
    const since = firstBlock(session, deployment.block);
    const suite = await connect({ deployment, provider });
    // Loaded here alone: the other commands need no SQLite.
    const { checkIndex, updateIndex } = await import("../../chain/local-index/index.js");
    for (;;) {
      const started = performance.now();
      const onProgress = (block: number, head: number) =>
        session.progress(session.texts.index.blocks, block - since + 1, head - since + 1);
      const trusted = session.options.trust === "proof" ? await trustedBlock(session, chainId) : undefined;
      const proof = trusted && { node: trusted.node, blockHash: trusted.hash };
      const indexed = await updateIndex(suite, { file, since, onProgress, ...(proof && { proof }) });
      trusted?.tell();
      tell(session, indexed, (performance.now() - started) / 1000);
      if (check !== undefined) {
        const checked = await checkIndex({ file, suite, sample: Number(check) });
        tellCheck(session, checked);
        if (checked.problems.length > 0) return EXIT.notConforming;
      }
      if (once || session.terminal.isClosed()) return EXIT.ok;
      await new Promise((resolve) => setTimeout(resolve, Number(interval) * 1000));
    }
  });
}

/** An index is read from one node that is believed, or proven: nodes cannot agree on thousands of logs. */
function requireTrust(session: Session<IndexChainOptions>): void {
  const { trust, blockHash, once } = session.options;
  if (trust === "rpc" && nodesOf(session).length > 1) {
    throw new InputError("--rpc", "several-nodes-to-index");
  }
  if (trust === "quorum") throw new InputError("--trust", "no-quorum-to-index");
  if (blockHash === undefined) return;
  if (trust !== "proof") throw new InputError("--block-hash", "block-hash-without-proof");
  if (!once) throw new InputError("--block-hash", "block-hash-of-one-block");
}

function firstBlock({ options: { from } }: Session<IndexChainOptions>, deployed: number): number {
  if (from === undefined) return deployed;
  if (!/^\d{1,15}$/.test(from)) throw new InputError("--from", "not-block-number");
  if (Number(from) > deployed) {
    throw new InputError("--from", "block-after-deployment", { block: deployed });
  }
  return Number(from);
}

function tell(session: Session, indexed: Indexed, seconds: number): void {
  const { block, added, rows, reorganised } = indexed;
  const rate = Math.round(added / Math.max(seconds, 0.001));
  if (reorganised) {
    session.note(session.texts.said.reorganised);
  }
  session.say(session.texts.index.added({ block, added, rate, rows }));
  session.result({ ...indexed, rowsPerSecond: rate });
}

function tellCheck(session: Session, checked: IndexCheck): void {
  const { rows, compared, problems } = checked;
  session.say(session.texts.index.checked({ rows, compared, problems: problems.length }));
  for (const { kind, block } of problems) session.say(session.texts.index.problem({ kind, block }));
  session.result(checked);
}
