import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import { anchorBatches, RECEIPTS_FORMAT, type ReceiptsFile, sealStatements } from "../../parties/index.js";
import type { Statement } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import type { Session } from "../session.js";
import { openChain } from "./chain.js";
import { openSigner, type SigningOptions } from "./signing.js";

/** `--anchor`, of commands that state. */
export function anchorOption(command: Command, { option }: Builder): Command {
  return command.addOption(
    option(
      "--anchor",
      "sign and anchor it at once; the result is its receipt",
      "le signer et l'ancrer aussitôt ; le résultat est son reçu",
    ),
  );
}

/** Seals one statement and anchors it, alone. Many at a time cost far less: `seal`, then `anchor`. */
export async function anchorNow(session: Session<SigningOptions>, statement: Statement): Promise<ReceiptsFile> {
  const { deployment, provider } = await openChain(session);
  const signer = await openSigner(session, provider);
  const suite = await connect({ deployment, provider, signer });
  const sealed = await sealStatements(suite, signer, [statement]);
  const { receipts, root, gasUsed } = await anchorBatches(suite, [sealed]);
  session.note(`Anchored under root ${root}, ${gasUsed} gas.`, `Ancrée sous la racine ${root}, ${gasUsed} gaz.`);
  return { format: RECEIPTS_FORMAT, receipts: receipts.flat() };
}
