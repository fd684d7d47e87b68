import type { Command } from "commander";
import { parseReceipts, RECEIPTS_FORMAT } from "../../parties/index.js";
import { bytes32, read, uniqueReceipts } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import type { CommonOptions } from "../session.js";

interface ReceiptsOptions extends CommonOptions {
  readonly dossier?: string;
}

/** `clairevoie receipts`: gather the receipts of a dossier from what several parties sent. */
export function addReceipts(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const command = program
    .command("receipts")
    .description(
      text(
        "Gather receipts from several files, each once, of one dossier or of all",
        "Rassembler les reçus de plusieurs fichiers, chacun une fois, d'un dossier ou de tous",
      ),
    )
    .argument("<files...>", text("receipts files, or -", "fichiers de reçus, ou -"))
    .addOption(option("--dossier <id>", "only those of this dossier", "seulement ceux de ce dossier"))
    .addOption(option("-o, --out <file>", "where to write them", "où les écrire"));
  builder.onCall<ReceiptsOptions>(command, async (session, files) => {
    const { dossier } = session.options;
    if (dossier !== undefined) read(bytes32, dossier, "--dossier");
    const all = await Promise.all(files.map(async (file) => parseReceipts(await session.read(file), file).receipts));
    const receipts = uniqueReceipts(all.flat()).filter(({ statement }) => !dossier || statement.dossier === dossier);
    session.note(`${receipts.length} receipt(s).`, `${receipts.length} reçu(s).`);
    session.document({ format: RECEIPTS_FORMAT, receipts });
  });
}
