import { availableParallelism } from "node:os";
import type { Command } from "commander";
import type { Before, Judge, Judging, Output, Source } from "../../audit/index.js";
import { ChainError, connect } from "../../chain/index.js";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { chainOptions, openChain } from "../options/chain.js";
import { type GatewayOptions, gatewayOption, gatewaysOf } from "../options/gateway.js";
import { type AskerOptions, addAsker, openAsker, openingKeys } from "../options/identity.js";
import { addIndex, type IndexOptions, openLocalIndex, tellAge } from "../options/local-index.js";
import { readPolicy } from "../options/policy.js";
import { addTrust, openTrusted } from "../options/trust.js";
import { writeWhole } from "../output/files.js";
import type { Session } from "../session.js";

interface AuditOptions extends IndexOptions, AskerOptions, GatewayOptions {
  readonly every?: string;
  readonly policy?: string;
  readonly resume?: boolean;
  readonly jobs?: string;
  readonly summary?: string;
  readonly html?: string;
}

/** `clairevoie audit year.ndjson.gz --out verdicts.ndjson --summary summary.json --html summary.html`. */
export function addAudit(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = chainOptions(program.command("audit"), builder)
    .description(texts.audit.description)
    .argument("<files...>", texts.audit.arguments.files);
  addIndex(addAsker(addTrust(command, builder), builder), builder)
    .addOption(option("--block <tag>", texts.audit.options.block))
    .addOption(option("--policy <file>", texts.options.policy))
    .addOption(option("-o, --out <file>", texts.audit.options.out))
    .addOption(option("--resume", texts.audit.options.resume))
    .addOption(option("--jobs <count>", texts.audit.options.jobs))
    .addOption(option("--summary <file>", texts.audit.options.summary))
    .addOption(option("--html <file>", texts.audit.options.html));
  gatewayOption(command, builder).addOption(option("--every <seconds>", texts.audit.options.every));
  builder.onCall<AuditOptions>(command, async (session, files) => {
    const { options } = session;
    const jobs = jobsOf(options.jobs);
    const opener = {
      gateways: gatewaysOf(session).map((url) => ({ url })),
      identities: openingKeys(session),
      everyMs: everyOf(options.every),
    };
    const out = options.out === "-" ? undefined : options.out;
    if (options.resume && out === undefined) throw new InputError("--resume", "resume-without-out");
    session.requireFiles(...files);
    session.requireFolder(options.summary, "--summary");
    session.requireFolder(options.html, "--html");
    const { audit, auditPage, fileSource, outputToFile, readBefore, startTally } = await auditing();
    const sources = files.map((file) => (file === "-" ? standardInput(session) : fileSource(file)));
    const tally = startTally();
    const before: Before = options.resume && out !== undefined ? await readBefore(out, tally.add) : { records: 0 };

    const { judge, tell } = (await fromIndex(session, jobs)) ?? (await fromNode(session, jobs));

    const toTerminal: Output = { write: (lines) => session.terminal.out(lines), close: () => undefined };
    const output = out === undefined ? toTerminal : outputToFile(out, options.resume === true);
    const progress = startProgress(session, sources, before.records);
    try {
      for await (const { records, counts } of audit(sources, judge, before, progress.read, opener)) {
        output.write(records);
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
    const { total, unreadable, cannotTell } = summary;
    session.note(session.texts.audit.judged({ ...total, cannotTell, unreadable }));
    if (total.notVerifiable > 0) session.note(session.texts.audit.downgrade);
    if (out !== undefined) session.result(summary);
    if (unreadable > 0) return EXIT.input;
    if (total.notConforming > 0) return EXIT.notConforming;
    if (cannotTell > 0) return EXIT.chain;
    if (total.pending > 0) return EXIT.pending;
    return total.notVerifiable > 0 ? EXIT.notVerifiable : EXIT.ok;
  });
}

/** What audits is loaded for an audit: every other command starts without it. */
const auditing = () => import("../../audit/index.js");

interface From {
  readonly judge: Judge;
  tell(): void;
}

/** Facts from a node, all at one block. */
async function fromNode(session: Session<AuditOptions>, jobs: number): Promise<From> {
  const judging = await judgingOf(session);
  const chain = await openChain(session);
  const { reading, tell } = await openTrusted(session, chain);
  const { provider, deployment } = chain;
  const view = await connect({ provider, deployment, ...(reading.reader && { reader: reading.reader }) });
  const tag = reading.blockTag ?? "latest";
  const block = await view.reader.block(tag);
  if (!block) throw new ChainError("unreachable", "node-without-block", { block: String(tag) });
  const { judgeLive } = await auditing();
  return { judge: judgeLive(view, block.number, judging, jobs), tell };
}

/** Facts from an index on this machine, where one is named: no node is asked, and each worker opens it for itself. */
async function fromIndex(session: Session<AuditOptions>, jobs: number): Promise<From | undefined> {
  const index = await openLocalIndex(session);
  if (!index) return undefined;
  index.facts.close();
  const { judgeFromIndex } = await auditing();
  const judge = await judgeFromIndex(session.options.index ?? "", await judgingOf(session), jobs);
  return { judge, tell: () => tellAge(session, index) };
}

async function judgingOf(session: Session<AuditOptions>): Promise<Judging> {
  return { policy: await readPolicy(session), insurer: openAsker(session).insurer };
}

function jobsOf(text: string | undefined): number {
  const count = text === undefined ? availableParallelism() : /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > 256) throw new InputError("--jobs", "not-in-range", { least: 1, most: 256, of: "number" });
  return count;
}

function everyOf(text = "0"): number {
  if (!/^\d{1,5}$/.test(text))
    throw new InputError("--every", "not-in-range", { least: 0, most: 99_999, of: "number" });
  return 1000 * Number(text);
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
function startProgress({ terminal, options, texts }: Session, sources: readonly Source[], before: number) {
  const isDrawn = terminal.isWatched && !options.json;
  const sizes = sources.map(({ size }) => size);
  const size = sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const start = Date.now();
  let [bytes, lines, drawn] = [0, 0, start];
  const draw = (now: number) => {
    const seconds = Math.max(0.001, (now - start) / 1_000);
    const left = size && bytes > 0 ? Math.max(0, Math.round((seconds * (size - bytes)) / bytes)) : undefined;
    const share = size ? `${Math.floor((100 * bytes) / size)} % ` : "";
    const yet = left === undefined ? "" : texts.audit.left({ seconds: left });
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
