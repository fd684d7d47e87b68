import type { Command } from "commander";
import { chainReference } from "../../chain/reference.js";
import { CannotTell, postReceipts, readGatewayStatus } from "../../gateway/index.js";
import { deliverLenses, parseCorrection, parseDelivery, STATEMENT_FORMAT } from "../../parties/index.js";
import {
  EYES,
  hashStatement,
  InputError,
  type OrderTicket,
  ofEye,
  type Receipt,
  readOrderTicket,
} from "../../protocol/index.js";
import { keepOrders } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { describe } from "../failures.js";
import { anchorNow, anchorOption } from "../options/anchor.js";
import { type CorrectionOptions, correctionOptions } from "../options/correction.js";
import { gatewayOf, gatewaysOf } from "../options/gateway.js";
import { goesToGateways, openPosting, wouldPost } from "../options/posting.js";
import { openSigning, signingOptions } from "../options/signing.js";
import { postAndFinish, postingOptions, type SyncOptions, tellPosted } from "../options/syncing.js";
import { vaultOptions, withVault } from "../options/vault.js";
import type { Session } from "../session.js";

interface ShipOptions extends CorrectionOptions, SyncOptions {
  readonly ticket?: string;
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
  postingOptions(vaultOptions(anchorOption(signingOptions(command, builder), builder), builder), builder);
  builder.onCall<ShipOptions>(command, async (session, [file]) => {
    const { ticket, supersedes, reason } = session.options;
    session.requirePaths(ticket ?? "", file ?? "");
    const line = (await session.read(ticket ?? "")).trim();
    const order = readOrderTicket(line, "ticket");
    const delivery = parseDelivery(await session.read(file ?? ""));
    const statement = deliverLenses(order, delivery, parseCorrection(supersedes, reason));
    const hash = hashStatement(statement);
    session.note(session.texts.said.statement({ hash }));
    const { anchor, dryRun } = session.options;
    if (goesToGateways(session)) {
      const posting = await openPosting(session);
      const sealed = await posting.seal([statement]);
      if (dryRun) return wouldPost(session, posting, [statement]);
      return withVault(
        session,
        async (vault) => {
          await keepOrders(vault, [line]); // Its receipts go into a box that the ticket opens.
          const { about, exit } = await postAndFinish(session, vault, posting, [sealed]);
          tellPosted(session, statement, { statement: hash, ...about });
          return exit;
        },
        true,
      );
    }
    if (anchor) {
      const anchored = await anchorNow(session, statement);
      session.document(anchored);
      if (gatewaysOf(session).length > 0) await post(session, order, anchored.receipts);
    } else session.document({ format: STATEMENT_FORMAT, statement }, { statement: hash });
    return EXIT.ok;
  });
}

/** Posts the receipts for the optician: they are in the file too, so that a gateway that is away stops nothing. */
async function post(session: Session<ShipOptions>, { eyes }: OrderTicket, receipts: readonly Receipt[]): Promise<void> {
  const url = gatewayOf(session);
  const { signer, deployment, chainId } = await openSigning(session);
  const { partyRegistry } = chainReference(deployment);
  const stated = receipts.flatMap(({ statement }) => Object.keys(statement.aspects));
  const eye = EYES.find((one) => eyes[one] && stated.includes(ofEye("lens", one)));
  const secret = eye && eyes[eye]?.secret;
  if (!secret) return;
  try {
    const status = await readGatewayStatus({ url });
    if (status.chainId !== chainId || status.contracts.partyRegistry !== partyRegistry) {
      throw new InputError("--gateway", "gateway-of-other-chain");
    }
    const posting = { gateway: status.gateway, chain: { chainId, partyRegistry }, signer };
    const until = await postReceipts({ url }, secret, receipts, posting);
    session.note(session.texts.ship.posted({ until: new Date(until * 1000).toISOString().slice(0, 10) }));
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
    session.note(`clairevoie: ${describe(error, session.catalogue)}`);
  }
}
