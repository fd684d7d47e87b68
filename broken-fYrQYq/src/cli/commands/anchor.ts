import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import { anchorBatches, parseBatch, RECEIPTS_FORMAT, type ReceiptsFile, sealStatements } from "../../parties/index.js";
import type { Statement } from "../../protocol/index.js";
import { openChain, openSigner, type SigningOptions } from "../network.js";
import type { Builder } from "../program.js";
import type { Session } from "../session.js";

/** `clairevoie anchor`: write the root of any number of batches, of anyone. */
export function addAnchor(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const command = builder
    .signingOptions(program.command("anchor"))
    .description(
      text(
        "Anchor batches, yours or anyone's, under one root, and make their receipts; doing it again costs nothing",
        "Ancrer des lots, les vôtres ou non, sous une racine, et établir leurs reçus ; recommencer ne coûte rien",
      ),
    )
    .argument("<batches...>", text("batch files, or -", "fichiers de lots, ou -"))
    .addOption(option("-o, --out <file>", "where to write the receipts", "où écrire les reçus"));
  builder.onCall<SigningOptions>(command, async (session, files) => {
    session.requireFiles(...files);
    const batches = await Promise.all(files.map(async (file) => parseBatch(await session.read(file), file)));
    const { deployment, provider } = await openChain(session);
    const signer = await openSigner(session, provider);
    const { root, time, gasUsed, receipts } = await anchorBatches(
      await connect({ deployment, provider, signer }),
      batches,
    );
    const at = new Date(time * 1000).toISOString();
    session.note(
      gasUsed === 0n ? `Root ${root} was anchored already, ${at}.` : `Root ${root} anchored, ${at}, ${gasUsed} gas.`,
      gasUsed === 0n ? `La racine ${root} était déjà ancrée, ${at}.` : `Racine ${root} ancrée, ${at}, ${gasUsed} gaz.`,
    );
    session.document({ format: RECEIPTS_FORMAT, receipts: receipts.flat() }, { root, time, gas: gasUsed });
  });
}

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
