import type { Command } from "commander";
import { CannotTell, eraseBox } from "../../gateway/index.js";
import { tell } from "../../language/index.js";
import {
  type Dossier,
  eyesToMake,
  openDossier,
  parseCorrection,
  STATEMENT_FORMAT,
  ticketForOrder,
} from "../../parties/index.js";
import {
  claimTicket,
  EYES,
  type Eye,
  type Hex,
  hashStatement,
  InputError,
  type Rank,
  type Row,
} from "../../protocol/index.js";
import {
  dossierIn,
  dossierRecord,
  dossiersIn,
  eraseDossier,
  forgetPostedBoxes,
  invoicedAt,
  keepReceipts,
  keptDossier,
  postedBoxes,
  stateInVault,
  type Vault,
} from "../../vault/index.js";
import type { Builder } from "../command.js";
import { EXIT, type ExitCode } from "../exit.js";
import { anchorNow, anchorOption } from "../options/anchor.js";
import { type CorrectionOptions, correctionOptions } from "../options/correction.js";
import { goesToGateways, openPosting, wouldPost } from "../options/posting.js";
import { signingOptions } from "../options/signing.js";
import { postAndFinish, postingOptions, type SyncOptions, tellPosted } from "../options/syncing.js";
import { readId, vaultOptions, withVault } from "../options/vault.js";
import { writeWhole } from "../output/files.js";
import type { Session } from "../session.js";

interface Options extends CorrectionOptions, SyncOptions {
  readonly ticket?: string;
  readonly file?: string;
  readonly eyes?: string;
  readonly rank?: string;
  readonly settlementDays?: string;
  readonly yes?: boolean;
}

/**
 * How long a share may still be claimed after the invoice: what an insurer owes lapses after two years (Code des assurances,
 * L. 114-1; Code de la mutualité, L. 221-11).
 */
const SETTLEMENT_DAYS = "730";
const DAY = 86_400;

/** `clairevoie dossier`: what an optician states, from secrets that stay in its vault. */
export function addDossier(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const group = program.command("dossier").description(texts.dossier.description);

  const open = vaultOptions(group.command("open"), builder).description(texts.dossier.open.description);
  builder.onCall<Options>(open, async (session) => {
    const dossier = openDossier();
    await withVault(session, (vault) => vault.put(dossierRecord(dossier)), true);
    session.say(dossier.id);
    session.result({ dossier: dossier.id });
  });

  const list = vaultOptions(group.command("list"), builder).description(texts.dossier.list.description);
  builder.onCall<Options>(list, async (session) => {
    const dossiers = await withVault(session, dossiersIn);
    const { states, line } = session.texts.dossier.list;
    const { stages } = session.catalogue.names;
    for (const { id, kind, fileReference = "-", state, stage, issuedAt } of dossiers) {
      const far = stage === undefined ? "" : stages[stage];
      const day = issuedAt === undefined ? "" : new Date(issuedAt * 1000).toISOString().slice(0, 10);
      session.say(
        line({
          id,
          kind: kind === "order" ? stages.order : "",
          reference: fileReference,
          stage: far,
          state: states[state],
          day,
        }),
      );
    }
    session.result({ dossiers });
  });

  for (const stage of ["quote", "order", "invoice"] as const) {
    const command = vaultOptions(group.command(stage), builder)
      .description(texts.dossier.stages[stage])
      .argument("<dossier>", texts.dossier.arguments.dossier)
      .addOption(option("--file <equipment>", texts.dossier.options.file));
    correctionOptions(command, builder);
    postingOptions(anchorOption(signingOptions(command, builder), builder), builder);
    if (stage === "order") {
      command.addOption(option("--ticket <file>", texts.dossier.options.ticket));
    }
    builder.onCall<Options>(command, (session, [id]) => state(session, stage, id));
  }

  const ticket = vaultOptions(group.command("ticket"), builder)
    .description(texts.dossier.ticket.description)
    .argument("<dossier>")
    .addOption(option("--eyes <eyes>", texts.dossier.ticket.options.eyes).default("right,left"));
  builder.onCall<Options>(ticket, async (session, [id]) => {
    const eyes = (session.options.eyes ?? "").split(",") as Eye[];
    if (!eyes.every((eye) => EYES.includes(eye))) throw new InputError("--eyes", "not-eyes");
    const line = ticketForOrder(await secretOf(session, id), eyes);
    session.say(line);
    session.result({ ticket: line });
  });

  const claim = vaultOptions(group.command("claim-ticket"), builder)
    .description(texts.dossier.claimTicket.description)
    .argument("<dossier>")
    .addOption(option("--rank <rank>", texts.options.rank).choices(["1", "2"]).default("1"));
  builder.onCall<Options>(claim, async (session, [id]) => {
    const { secret } = await secretOf(session, id);
    const line = claimTicket(secret, Number(session.options.rank) as Rank);
    session.say(line);
    session.result({ ticket: line });
  });

  const erase = vaultOptions(group.command("erase"), builder)
    .description(texts.dossier.erase.description)
    .argument("<dossier>")
    .addOption(option("--settlement-days <days>", texts.dossier.erase.options.settlementDays).default(SETTLEMENT_DAYS))
    .addOption(option("--yes", texts.options.yes));
  builder.onCall<Options>(erase, (session, [id]) => eraseFrom(session, readId(id)));
}

async function eraseFrom(session: Session<Options>, id: Hex): Promise<ExitCode> {
  const { settlementDays = SETTLEMENT_DAYS, yes } = session.options;
  if (!/^\d{1,5}$/.test(settlementDays)) {
    throw new InputError("--settlement-days", "not-in-range", { least: 0, most: 99_999, of: "days" });
  }
  const { erase } = session.texts.dossier;
  return withVault(session, async (vault) => {
    if (!yes) {
      const warning = await warningBefore(vault, id, Number(settlementDays) * DAY);
      if (warning && !session.terminal.ask) throw warning;
      if (warning && session.terminal.ask) {
        const answer = await session.terminal.ask(erase.question({ warning: tell(warning, session.catalogue) }));
        if (answer.trim().toLowerCase() !== erase.answer) {
          session.note(erase.kept);
          return EXIT.interrupted;
        }
      }
    }
    const boxes = await eraseBoxes(vault, id);
    // The journal first: as long as the record is there, whoever is cut off can begin again.
    const { forgetDossiers } = await import("../../documents/index.js");
    const lines = await forgetDossiers(vault, [id]);
    const isKept = (await vault.list()).some((one) => one.id === id && one.kind !== "unit");
    if (!isKept && lines === 0 && boxes.known === 0) throw new InputError("dossier", "not-in-vault", { id });
    const units = isKept ? await eraseDossier(vault, id) : [];
    session.say(erase.erased({ id, units: units.length }));
    session.result({ dossier: id, erased: true, units, boxes: boxes.known - boxes.left, boxesLeft: boxes.left });
    if (boxes.left === 0) return EXIT.ok;
    session.note(erase.boxesLeft({ boxes: boxes.left }));
    return EXIT.chain;
  });
}

/** Erases the boxes of a dossier before its secret goes. The list of them holds none: those of a gateway that is away stay on it. */
async function eraseBoxes(vault: Vault, id: Hex): Promise<{ readonly known: number; readonly left: number }> {
  const known = await postedBoxes(vault, id);
  const gone: Hex[] = [];
  for (const { gateway, index, token, until } of known) {
    try {
      if (until * 1000 > Date.now()) await eraseBox({ url: gateway }, { index, token });
      gone.push(index);
    } catch (error) {
      if (!(error instanceof CannotTell)) throw error;
      // Not what was posted for the dossier lies there: nothing is left to erase.
      if ("problem" in error && error.problem === "wrong-token") gone.push(index);
    }
  }
  if (gone.length > 0) await forgetPostedBoxes(vault, gone);
  return { known: known.length, left: known.length - gone.length };
}

/** Why one should think twice: the key that grants the shares of a dossier goes with its secret. */
async function warningBefore(vault: Vault, id: Hex, windowSeconds: number): Promise<InputError | undefined> {
  const record = await vault.get(id).catch((error: unknown) => {
    if (error instanceof InputError) return null; // What is damaged grants nothing any more.
    throw error;
  });
  if (record?.kind !== "dossier") return undefined;
  const time = invoicedAt(record);
  if (time === null) return undefined;
  if (time === undefined) return new InputError("dossier", "erased-before-invoice");
  const end = time + windowSeconds;
  if (end * 1000 < Date.now()) return undefined;
  return new InputError("dossier", "erased-while-settling", { until: new Date(end * 1000).toISOString().slice(0, 10) });
}

async function secretOf(session: Session<Options>, id: string | undefined): Promise<Dossier> {
  return withVault(session, async (vault) => keptDossier(await dossierIn(vault, readId(id))));
}

async function state(
  session: Session<Options>,
  stage: Exclude<Row, "shipment">,
  id: string | undefined,
): Promise<ExitCode> {
  const { file, supersedes, reason, anchor, ticket } = session.options;
  const isNew = id === "new";
  return withVault(
    session,
    async (vault) => {
      const { dossier, equipment, statement } = await stateInVault(
        vault,
        stage,
        isNew ? undefined : readId(id),
        file && (await session.read(file)),
        parseCorrection(supersedes, reason),
      );
      if (isNew) session.note(session.texts.dossier.opened({ id: dossier.id }));
      const hash = hashStatement(statement);
      session.note(session.texts.said.statement({ hash }));
      if (ticket !== undefined) {
        writeWhole(ticket, `${ticketForOrder(dossier, eyesToMake(dossier, equipment))}\n`, 0o600);
        session.note(session.texts.dossier.ticketWritten({ file: ticket }));
      }
      if (goesToGateways(session)) {
        const posting = await openPosting(session);
        const sealed = await posting.seal([statement]);
        if (session.options.dryRun) return wouldPost(session, posting, [statement]);
        const { about, exit } = await postAndFinish(session, vault, posting, [sealed]);
        if (isNew && !session.options.json) session.say(dossier.id);
        tellPosted(session, statement, { dossier: dossier.id, statement: hash, ...about });
        return exit;
      }
      if (!anchor) {
        session.document({ format: STATEMENT_FORMAT, statement }, { statement: hash });
        return EXIT.ok;
      }
      const anchored = await anchorNow(session, statement);
      await keepReceipts(vault, anchored.receipts);
      if (isNew && !session.options.json) session.say(dossier.id);
      else if (session.options.out || session.options.json) session.document(anchored);
      return EXIT.ok;
    },
    isNew,
  );
}
