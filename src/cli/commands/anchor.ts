import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import { anchorBatches, parseBatch, RECEIPTS_FORMAT } from "../../parties/index.js";
import type { Builder } from "../command.js";
import { openChain } from "../options/chain.js";
import { openSigner, type SigningOptions, signingOptions } from "../options/signing.js";

/** `clairevoie anchor`: write the root of any number of batches, of anyone. */
export function addAnchor(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const command = signingOptions(program.command("anchor"), builder)
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
