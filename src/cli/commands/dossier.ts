import type { Command } from "commander";
import {
  type Dossier,
  eyesToMake,
  openDossier,
  parseCorrection,
  STATEMENT_FORMAT,
  ticketForOrder,
} from "../../parties/index.js";
import { claimTicket, EYES, type Eye, hashStatement, InputError, type Rank, type Stage } from "../../protocol/index.js";
import { dossierIn, dossierRecord, keepReceipts, keptDossier, stateInVault } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { anchorNow, anchorOption } from "../options/anchor.js";
import { type CorrectionOptions, correctionOptions } from "../options/correction.js";
import { type SigningOptions, signingOptions } from "../options/signing.js";
import { readId, type VaultOptions, vaultOptions, withVault } from "../options/vault.js";
import { writeWhole } from "../output/files.js";
import type { Session } from "../session.js";

interface Options extends VaultOptions, CorrectionOptions, SigningOptions {
  readonly anchor?: boolean;
  readonly ticket?: string;
  readonly file?: string;
  readonly eyes?: string;
  readonly rank?: string;
}

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
    const kept = await withVault(session, (vault) => vault.list());
    for (const { id, kind } of kept.filter((one) => one.kind !== "unit")) session.say(`${id}  ${kind}`);
    session.result({ dossiers: kept.filter((one) => one.kind !== "unit") });
  });

  for (const stage of ["quote", "order", "invoice"] as const) {
    const command = vaultOptions(group.command(stage), builder)
      .description(texts.dossier.stages[stage])
      .argument("<dossier>", texts.dossier.arguments.dossier)
      .addOption(option("--file <equipment>", texts.dossier.options.file));
    correctionOptions(command, builder);
    anchorOption(signingOptions(command, builder), builder);
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
    .argument("<dossier>");
  builder.onCall<Options>(erase, async (session, [id]) => {
    await withVault(session, async (vault) => {
      if (!(await vault.erase(readId(id)))) throw new InputError("dossier", "not-in-vault", { id: String(id) });
    });
    session.say(session.texts.dossier.erase.erased({ id: String(id) }));
    session.result({ dossier: id, erased: true });
  });
}

async function secretOf(session: Session<Options>, id: string | undefined): Promise<Dossier> {
  return withVault(session, async (vault) => keptDossier(await dossierIn(vault, readId(id))));
}

async function state(
  session: Session<Options>,
  stage: Exclude<Stage, "shipment">,
  id: string | undefined,
): Promise<void> {
  const { file, supersedes, reason, anchor, ticket } = session.options;
  const isNew = id === "new";
  await withVault(
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
      if (!anchor) {
        session.document({ format: STATEMENT_FORMAT, statement }, { statement: hash });
        return;
      }
      const anchored = await anchorNow(session, statement);
      await keepReceipts(vault, anchored.receipts);
      if (isNew && !session.options.json) session.say(dossier.id);
      else if (session.options.out || session.options.json) session.document(anchored);
    },
    isNew,
  );
}
