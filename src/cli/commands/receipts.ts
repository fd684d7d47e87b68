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
  const { texts, option } = builder;
  const command = program
    .command("receipts")
    .description(texts.receipts.description)
    .argument("<files...>", texts.receipts.arguments.files)
    .addOption(option("--dossier <id>", texts.receipts.options.dossier))
    .addOption(option("-o, --out <file>", texts.receipts.options.out));
  builder.onCall<ReceiptsOptions>(command, async (session, files) => {
    const { dossier } = session.options;
    if (dossier !== undefined) read(bytes32, dossier, "--dossier");
    const all = await Promise.all(files.map(async (file) => parseReceipts(await session.read(file), file).receipts));
    const receipts = uniqueReceipts(all.flat()).filter(({ statement }) => !dossier || statement.dossier === dossier);
    session.note(session.texts.receipts.gathered({ count: receipts.length }));
    session.document({ format: RECEIPTS_FORMAT, receipts });
  });
}
