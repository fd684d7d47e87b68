import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import { anchorBatches, RECEIPTS_FORMAT, type ReceiptsFile, sealStatements } from "../../parties/index.js";
import type { Statement } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import type { Session } from "../session.js";
import { openSigning, type SigningOptions } from "./signing.js";

/** `--anchor`, of commands that state. */
export function anchorOption(command: Command, { texts, option }: Builder): Command {
  return command.addOption(option("--anchor", texts.options.anchor));
}

/** Seals one statement and anchors it, alone. Many at a time cost far less: `seal`, then `anchor`. */
export async function anchorNow(session: Session<SigningOptions>, statement: Statement): Promise<ReceiptsFile> {
  const { deployment, provider, signer } = await openSigning(session);
  const suite = await connect({ deployment, provider, signer });
  const sealed = await sealStatements(suite, signer, [statement]);
  const { receipts, root, gasUsed } = await anchorBatches(suite, [sealed]);
  session.note(session.texts.said.anchored({ root, gas: gasUsed }));
  return { format: RECEIPTS_FORMAT, receipts: receipts.flat() };
}
