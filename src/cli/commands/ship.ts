import type { Command } from "commander";
import { deliverLenses, parseCorrection, parseDelivery, STATEMENT_FORMAT } from "../../parties/index.js";
import { hashStatement, readOrderTicket } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { anchorNow, anchorOption } from "../options/anchor.js";
import { type CorrectionOptions, correctionOptions } from "../options/correction.js";
import { type SigningOptions, signingOptions } from "../options/signing.js";

interface ShipOptions extends CorrectionOptions, SigningOptions {
  readonly ticket?: string;
  readonly anchor?: boolean;
}

/** `clairevoie ship`: what a lens maker states when lenses leave. */
export function addShip(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = program
    .command("ship")
    .description(texts.ship.description)
    .argument("<delivery>", texts.ship.arguments.delivery)
    .addOption(option("--ticket <file>", texts.ship.options.ticket).makeOptionMandatory());
  correctionOptions(command, builder);
  anchorOption(signingOptions(command, builder), builder);
  builder.onCall<ShipOptions>(command, async (session, [file]) => {
    const { ticket, supersedes, reason } = session.options;
    session.requirePaths(ticket ?? "", file ?? "");
    const order = readOrderTicket((await session.read(ticket ?? "")).trim(), "ticket");
    const delivery = parseDelivery(await session.read(file ?? ""));
    const statement = deliverLenses(order, delivery, parseCorrection(supersedes, reason));
    const hash = hashStatement(statement);
    session.note(session.texts.said.statement({ hash }));
    if (session.options.anchor) session.document(await anchorNow(session, statement));
    else session.document({ format: STATEMENT_FORMAT, statement }, { statement: hash });
  });
}
