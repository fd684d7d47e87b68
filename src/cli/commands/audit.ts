import { availableParallelism } from "node:os";
import type { Command } from "commander";
import {
  audit,
  auditPage,
  type Before,
  fileSource,
  type Judge,
  judgeFromIndex,
  judgeLive,
  type Output,
  outputToFile,
  readBefore,
  type Source,
  startTally,
} from "../../audit/index.js";
import { ChainError, connect } from "../../chain/index.js";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { chainOptions, openChain } from "../options/chain.js";
import { addIndex, type IndexOptions, openLocalIndex, tellAge } from "../options/local-index.js";
import { readPolicy } from "../options/policy.js";
import { addTrust, openTrusted } from "../options/trust.js";
import { writeWhole } from "../output/files.js";
import type { Session } from "../session.js";

interface AuditOptions extends IndexOptions {
  readonly policy?: string;
  readonly resume?: boolean;
  readonly jobs?: string;
  readonly summary?: string;
  readonly html?: string;
}

/** `clairevoie audit year.ndjson.gz --out verdicts.ndjson --summary summary.json --html summary.html`. */
export function addAudit(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const command = chainOptions(program.command("audit"), builder)
    .description(
      text(
        "Judge a stream of certificates and claims, of any length (insurer)",
        "Juger un flux de certificats et de demandes, de toute longueur (organisme complémentaire)",
      ),
    )
    .argument(
      "<files...>",
      text(
        'NDJSON, {"certificate", "claim"} a line, gzip or not; - for standard input',
        'NDJSON, {"certificate", "claim"} par ligne, gzip ou non ; - pour l\'entrée standard',
      ),
    );
  addIndex(addTrust(command, builder), builder)
    .addOption(option("--block <tag>", "latest, safe, finalized or a number", "latest, safe, finalized ou un numéro"))
    .addOption(
      option("--policy <file>", "what is accepted, as JSON (default: see docs)", "ce qui est accepté, en JSON"),
    )
    .addOption(
      option("-o, --out <file>", "where to write the verdicts, one a line", "où écrire les verdicts, un par ligne"),
    )
    .addOption(
      option(
        "--resume",
        "go on where --out ends, after an interruption",
        "reprendre où --out s'arrête, après une interruption",
      ),
    )
    .addOption(
      option(
        "--jobs <count>",
        "how much is read and judged at the same time (default: one for each core)",
        "combien de lots lus et jugés en même temps (par défaut : un par cœur)",
      ),
    )
    .addOption(option("--summary <file>", "write the summary, as JSON", "écrire le bilan, en JSON"))
    .addOption(option("--html <file>", "write the summary as a page", "écrire le bilan en une page"));
  builder.onCall<AuditOptions>(command, async (session, files) => {
    const { options } = session;
    const jobs = jobsOf(options.jobs);
    const out = options.out === "-" ? undefined : options.out;
    if (options.resume && out === undefined) throw new InputError("--resume", "resume-without-out");
    session.requireFiles(...files);
    session.requireFolder(options.summary, "--summary");
    session.requireFolder(options.html, "--html");
    const sources = files.map((file) => (file === "-" ? standardInput(session) : fileSource(file)));
    const tally = startTally();
    const before: Before = options.resume && out !== undefined ? await readBefore(out, tally.add) : { entries: 0 };

    const { judge, tell } = (await fromIndex(session, jobs)) ?? (await fromNode(session, jobs));

    const toTerminal: Output = { write: (lines) => session.terminal.out(lines), close: () => undefined };
    const output = out === undefined ? toTerminal : outputToFile(out, options.resume === true);
    const progress = startProgress(session, sources, before.entries);
    try {
      for await (const { entries, counts } of audit(sources, judge, before, progress.read)) {
        output.write(entries);
        tally.merge(counts);
        progress.judged(counts.lines);
      }
    } finally {
      output.close();
      progress.end();
      await judge.close();
    }
    tell();
    const summary = tally.summary();
    if (options.summary) writeWhole(options.summary, `${JSON.stringify(summary, null, 2)}\n`, 0o600);
    if (options.html) writeWhole(options.html, auditPage(summary, session.language), 0o600);
    const { total, unreadable } = summary;
    const against = total.judged - total.conform;
    session.note(
      `${total.judged} judged, ${against} not conforming, ${unreadable} unreadable.`,
      `${total.judged} jugés, ${against} non conformes, ${unreadable} illisibles.`,
    );
    if (out !== undefined) session.result(summary);
    if (unreadable > 0) return EXIT.input;
    return against > 0 ? EXIT.notConforming : EXIT.ok;
  });
}

interface From {
  readonly judge: Judge;
  tell(): void;
}

/** Facts from a node, all at one block. */
async function fromNode(session: Session<AuditOptions>, jobs: number): Promise<From> {
  const chain = await openChain(session);
  const { reading, tell } = await openTrusted(session, chain);
  const { provider, deployment } = chain;
  const view = await connect({ provider, deployment, ...(reading.reader && { reader: reading.reader }) });
  const tag = reading.blockTag ?? "latest";
  const block = await view.reader.block(tag);
  if (!block) throw new ChainError("unreachable", "node-without-block", { block: String(tag) });
  return { judge: judgeLive(view, block.number, { policy: await readPolicy(session) }, jobs), tell };
}

/** Facts from an index on this machine, where one is named: no node is asked, and each worker opens it for itself. */
async function fromIndex(session: Session<AuditOptions>, jobs: number): Promise<From | undefined> {
  const index = await openLocalIndex(session);
  if (!index) return undefined;
  index.facts.close();
  const judge = await judgeFromIndex(session.options.index ?? "", { policy: await readPolicy(session) }, jobs);
  return { judge, tell: () => tellAge(session, index) };
}

function jobsOf(text: string | undefined): number {
  const count = text === undefined ? availableParallelism() : /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > 256) throw new InputError("--jobs", "not-in-range", { least: 1, most: 256, of: "number" });
  return count;
}

function standardInput({ terminal }: Session): Source {
  return {
    name: "-",
    async *open() {
      if (terminal.stream) yield* terminal.stream();
      else yield Buffer.from(await terminal.input());
    },
  };
}

/** How far it is, how fast, and how long it takes yet, by the bytes that were read. Drawn where a person looks. */
function startProgress({ terminal, options, language }: Session, sources: readonly Source[], before: number) {
  const isDrawn = terminal.isWatched && !options.json;
  const sizes = sources.map(({ size }) => size);
  const size = sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const start = Date.now();
  let [bytes, lines, drawn] = [0, 0, start];
  const draw = (now: number) => {
    const seconds = Math.max(0.001, (now - start) / 1_000);
    const left = size && bytes > 0 ? Math.max(0, Math.round((seconds * (size - bytes)) / bytes)) : undefined;
    const share = size ? `${Math.floor((100 * bytes) / size)} % ` : "";
    const yet = left === undefined ? "" : language === "fr" ? `, reste ${left} s` : `, ${left} s left`;
    terminal.err(`\r\x1b[2K${share}${before + lines}, ${Math.round(lines / seconds)}/s${yet}`);
  };
  return {
    read: (count: number) => {
      bytes += count;
    },
    judged: (count: number) => {
      lines += count;
      if (!isDrawn) return;
      const now = Date.now();
      if (now - drawn < 250) return;
      drawn = now;
      draw(now);
    },
    end: () => {
      if (isDrawn) terminal.err("\r\x1b[2K");
    },
  };
}
