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
  const { text, option } = builder;
  const group = program.command("dossier").description(text("Dossiers of an optician", "Dossiers d'un opticien"));

  const open = vaultOptions(group.command("open"), builder).description(
    text("Open a dossier: draw its secret and keep it", "Ouvrir un dossier : tirer son secret et le garder"),
  );
  builder.onCall<Options>(open, async (session) => {
    const dossier = openDossier();
    await withVault(session, (vault) => vault.put(dossierRecord(dossier)), true);
    session.say(dossier.id, dossier.id);
    session.result({ dossier: dossier.id });
  });

  const list = vaultOptions(group.command("list"), builder).description(
    text("List the dossiers of the vault", "Lister les dossiers du coffre"),
  );
  builder.onCall<Options>(list, async (session) => {
    const kept = await withVault(session, (vault) => vault.list());
    for (const { id, kind } of kept.filter((one) => one.kind !== "unit"))
      session.say(`${id}  ${kind}`, `${id}  ${kind}`);
    session.result({ dossiers: kept.filter((one) => one.kind !== "unit") });
  });

  const stages = [
    ["quote", "State the quote", "Déclarer le devis"],
    [
      "order",
      "State the order; order references must be known",
      "Déclarer la commande ; ses références doivent être connues",
    ],
    ["invoice", "State the invoice; payers must be known", "Déclarer la facture ; les organismes doivent être connus"],
  ] as const;
  for (const [stage, en, fr] of stages) {
    const command = vaultOptions(group.command(stage), builder)
      .description(text(en, fr))
      .argument("<dossier>", text("dossier id, or new", "identifiant du dossier, ou new (nouveau)"))
      .addOption(
        option(
          "--file <equipment>",
          "equipment file, or - (default: what was stated last)",
          "fichier d'équipement, ou - (par défaut : le dernier déclaré)",
        ),
      );
    correctionOptions(command, builder);
    anchorOption(signingOptions(command, builder), builder);
    if (stage === "order") {
      command.addOption(
        option(
          "--ticket <file>",
          "write the ticket for the maker of both lenses here",
          "écrire ici le ticket pour le verrier des deux verres",
        ),
      );
    }
    builder.onCall<Options>(command, (session, [id]) => state(session, stage, id));
  }

  const ticket = vaultOptions(group.command("ticket"), builder)
    .description(
      text("The line that goes with the order to a lens maker", "La ligne qui accompagne la commande au verrier"),
    )
    .argument("<dossier>")
    .addOption(
      option("--eyes <eyes>", "right, left or right,left", "right (droit), left (gauche) ou right,left").default(
        "right,left",
      ),
    );
  builder.onCall<Options>(ticket, async (session, [id]) => {
    const eyes = (session.options.eyes ?? "").split(",") as Eye[];
    if (!eyes.every((eye) => EYES.includes(eye))) throw new InputError("--eyes", "not-eyes");
    const line = ticketForOrder(await secretOf(session, id), eyes);
    session.say(line, line);
    session.result({ ticket: line });
  });

  const claim = vaultOptions(group.command("claim-ticket"), builder)
    .description(
      text("The line that goes with the claim to an insurer", "La ligne qui accompagne la demande à un organisme"),
    )
    .argument("<dossier>")
    .addOption(option("--rank <rank>", "1 or 2", "1 ou 2").choices(["1", "2"]).default("1"));
  builder.onCall<Options>(claim, async (session, [id]) => {
    const { secret } = await secretOf(session, id);
    const line = claimTicket(secret, Number(session.options.rank) as Rank);
    session.say(line, line);
    session.result({ ticket: line });
  });

  const erase = vaultOptions(group.command("erase"), builder)
    .description(
      text(
        "Destroy the secret of a dossier: all that remains of it anywhere is meaningless",
        "Détruire le secret d'un dossier : tout ce qui en reste ailleurs perd son sens",
      ),
    )
    .argument("<dossier>");
  builder.onCall<Options>(erase, async (session, [id]) => {
    await withVault(session, async (vault) => {
      if (!(await vault.erase(readId(id)))) throw new InputError("dossier", "not-in-vault", { id: String(id) });
    });
    session.say(`${id}: erased`, `${id} : effacé`);
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
      if (isNew) session.note(`Dossier ${dossier.id}.`, `Dossier ${dossier.id}.`);
      const hash = hashStatement(statement);
      session.note(`Statement ${hash}.`, `Déclaration ${hash}.`);
      if (ticket !== undefined) {
        writeWhole(ticket, `${ticketForOrder(dossier, eyesToMake(dossier, equipment))}\n`, 0o600);
        session.note(`Ticket written to ${ticket}.`, `Ticket écrit dans ${ticket}.`);
      }
      if (!anchor) {
        session.document({ format: STATEMENT_FORMAT, statement }, { statement: hash });
        return;
      }
      const anchored = await anchorNow(session, statement);
      await keepReceipts(vault, anchored.receipts);
      if (isNew && !session.options.json) session.say(dossier.id, dossier.id);
      else if (session.options.out || session.options.json) session.document(anchored);
    },
    isNew,
  );
}
