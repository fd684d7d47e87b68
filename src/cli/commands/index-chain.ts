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
  const { text, option } = builder;
  const command = addTrust(chainOptions(program.command("index"), builder), builder)
    .description(
      text(
        "Follow the chain into a local file, so that audits ask no node (insurer)",
        "Suivre la chaîne dans un fichier local, pour que les audits n'interrogent aucun nœud (organisme complémentaire)",
      ),
    )
    .argument("<file>", text("the index; made where there is none", "l'index ; créé s'il n'existe pas"))
    .addOption(
      option(
        "--from <block>",
        "first block (default: that of the deployment, and at most that)",
        "premier bloc (par défaut, et au plus : celui du déploiement)",
      ),
    )
    .addOption(option("--once", "read to the newest block, then stop", "lire jusqu'au dernier bloc, puis s'arrêter"))
    .addOption(
      option(
        "--check <count>",
        "then check the index, and compare so many of its facts with the contracts",
        "puis vérifier l'index, et comparer autant de ses faits avec les contrats",
      ),
    )
    .addOption(option("--interval <seconds>", "between two readings", "entre deux lectures").default("12"));
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
        session.progress(["blocks", "blocs"], block - since + 1, head - since + 1);
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
    session.note(
      "The chain was reorganised: what changed was read again.",
      "La chaîne a été réorganisée : ce qui a changé a été relu.",
    );
  }
  session.say(
    `block ${block ?? "none"}: ${added} rows added (${rate} a second), ${rows} in all`,
    `bloc ${block ?? "aucun"} : ${added} lignes ajoutées (${rate} par seconde), ${rows} en tout`,
  );
  session.result({ ...indexed, rowsPerSecond: rate });
}

function tellCheck(session: Session, checked: IndexCheck): void {
  const { rows, compared, problems } = checked;
  session.say(
    `checked: ${rows} rows, ${compared} facts compared with the contracts, ${problems.length} problems`,
    `vérifié : ${rows} lignes, ${compared} faits comparés aux contrats, ${problems.length} problèmes`,
  );
  for (const { kind, block } of problems) session.say(`${kind}: block ${block}`, `${kind} : bloc ${block}`);
  session.result(checked);
}
