import { existsSync } from "node:fs";
import type { Command } from "commander";
import { connect, type Deployment } from "../../chain/index.js";
import { type Alarm, type Alert, type Cursor, parseCursor, REMAKE_DAYS } from "../../parties/index.js";
import { alertsFor, cursorFrom, partiesOfKeys, readOn, startAlarms } from "../../parties/watching.js";
import { InputError, parseCertificate } from "../../protocol/index.js";
import { inParisAndUtc } from "../../report/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { type ChainOptions, chainOptions, openChain } from "../options/chain.js";
import { type AskerOptions, openAsker } from "../options/identity.js";
import { AlertLog } from "../output/alert-log.js";
import { writeWhole } from "../output/files.js";
import { readNamed, readWhole, type Session } from "../session.js";

interface WatchOptions extends ChainOptions, AskerOptions {
  readonly remakeDays: string;
  readonly cursor?: string;
  readonly log?: string;
  readonly from?: string;
  readonly once?: boolean;
  readonly interval: string;
}

/** `clairevoie watch`: what happens to certificates after they were paid. */
export function addWatch(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = chainOptions(program.command("watch"), builder)
    .description(texts.watch.description)
    .argument("<certificates...>", texts.watch.arguments.certificates)
    .addOption(option("--cursor <file>", texts.watch.options.cursor))
    .addOption(option("--log <file>", texts.watch.options.log))
    .addOption(option("--from <block>", texts.watch.options.from))
    .addOption(option("--identity <file>", texts.watch.options.identity))
    .addOption(option("--remake-days <days>", texts.watch.options.remakeDays).default(String(REMAKE_DAYS)))
    .addOption(option("--once", texts.options.once))
    .addOption(option("--interval <seconds>", texts.options.interval).default("12"));
  builder.onCall<WatchOptions>(command, async (session, files) => {
    const { interval, once, remakeDays } = session.options;
    if (!/^\d{1,4}$/.test(remakeDays)) {
      throw new InputError("--remake-days", "not-in-range", { least: 0, most: 9_999, of: "days" });
    }
    const { party } = openAsker(session).insurer;
    if (!/^\d{1,5}$/.test(interval) || Number(interval) < 1)
      throw new InputError("--interval", "not-in-range", { least: 1, most: 99_999, of: "seconds" });
    const certificates = await Promise.all(files.map(async (file) => readNamed(session, file, parseCertificate)));
    const log = session.options.log === undefined ? undefined : new AlertLog(session.options.log);
    const kept = keptCursor(session);
    const { deployment, provider } = await openChain(session);
    const suite = await connect({ deployment, provider });
    certificates.forEach(({ chain }, i) => {
      if (chain.chainId !== deployment.chainId || chain.partyRegistry !== suite.reference.partyRegistry) {
        throw new InputError(`${files[i]}.chain`, "certificate-of-another-deployment");
      }
    });
    const parties = await partiesOfKeys(suite, certificates);
    let cursor = cursorOf(session, deployment, kept);
    const remakeSeconds = 86_400 * Number(remakeDays);
    const alarmsOf = startAlarms(suite, certificates, { remakeSeconds, ...(party && { party }) });
    let standing = new Set<string>();
    let alerted = false;
    for (;;) {
      const found = await readOn(suite, cursor);
      if (found.reorganised) {
        session.note(session.texts.said.reorganised);
      }
      const alerts = alertsFor(certificates, found.events, parties);
      for (const alert of alerts) {
        const { certificate, id, event } = alert;
        if (log && !log.add({ id, certificate: files[certificate] ?? "", ...event })) continue;
        tell(session, files, alert);
        alerted = true;
      }
      cursor = found.cursor;
      const alarms = await alarmsOf(cursor, alerts);
      for (const alarm of alarms) if (!standing.has(keyOf(alarm))) tellAlarm(session, files, alarm);
      standing = new Set(alarms.map(keyOf));
      // Kept after the alerts were written: a process that dies in between loses none, and the log repeats none.
      saveCursor(session, cursor);
      if (once || session.terminal.isClosed()) {
        if (alerted || alarms.some(({ kind }) => kind !== "remake-awaited")) return EXIT.notConforming;
        return alarms.length > 0 ? EXIT.pending : EXIT.ok;
      }
      await new Promise((resolve) => setTimeout(resolve, Number(interval) * 1000));
    }
  });
}

/** One line an alert: with `--json` one object a line. */
function tell(session: Session, files: readonly string[], { certificate, id, event }: Alert): void {
  const name = files[certificate] ?? "";
  const { kind, block, transaction } = event;
  const why = event.kind === "withdrawn" ? ` (${event.reason})` : "";
  session.say(session.texts.watch.alert({ file: name, kind: session.paint("yellow", kind), why, block, transaction }));
  session.result({ id, certificate: name, ...event });
}

const keyOf = ({ certificate, id }: Alarm): string => `${certificate}/${id}`;

/** One line an alarm, at each start and whenever one begins to stand. */
function tellAlarm(session: Session, files: readonly string[], { certificate, until, ...alarm }: Alarm): void {
  const { catalogue, paint, texts } = session;
  const file = files[certificate] ?? "";
  const told = texts.watch.alarms[alarm.kind]({
    stage: catalogue.names.stages[alarm.stage],
    reason: catalogue.names.reasons[alarm.reason],
    when: inParisAndUtc(alarm.since, catalogue),
    until: until === undefined ? "" : inParisAndUtc(until, catalogue),
  });
  const colour = alarm.kind === "remake-awaited" ? "yellow" : "red";
  session.say(catalogue.about({ subject: file, sentence: paint(colour, told) }));
  session.result({ alarm: { ...alarm, ...(until !== undefined && { until }) }, certificate: file });
}

function firstBlock(session: Session<WatchOptions>, deployment: Deployment): number {
  const { from } = session.options;
  if (from === undefined) return deployment.block;
  if (!/^\d{1,15}$/.test(from)) throw new InputError("--from", "not-block-number");
  return Number(from);
}

/** Where an earlier run stopped, where one is kept. */
function keptCursor(session: Session<WatchOptions>): Cursor | undefined {
  const { cursor: file } = session.options;
  return file && existsSync(file) ? parseCursor(readWhole(file), file) : undefined;
}

function cursorOf(session: Session<WatchOptions>, deployment: Deployment, kept: Cursor | undefined): Cursor {
  const { cursor: file = "" } = session.options;
  if (!kept) return cursorFrom(deployment.chainId, firstBlock(session, deployment));
  if (kept.chainId !== deployment.chainId) {
    throw new InputError(file, "cursor-of-chain", { chainId: kept.chainId });
  }
  return kept;
}

function saveCursor(session: Session<WatchOptions>, cursor: Cursor): void {
  const { cursor: file } = session.options;
  if (file) writeWhole(file, `${JSON.stringify(cursor)}\n`, 0o600);
}
