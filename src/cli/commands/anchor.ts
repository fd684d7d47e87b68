import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import { anchorBatches, parseBatch, RECEIPTS_FORMAT } from "../../parties/index.js";
import type { Builder } from "../command.js";
import { openSigning, type SigningOptions, signingOptions } from "../options/signing.js";

/** `clairevoie anchor`: write the root of any number of batches, of anyone. */
export function addAnchor(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = signingOptions(program.command("anchor"), builder)
    .description(texts.anchor.description)
    .argument("<batches...>", texts.anchor.arguments.batches)
    .addOption(option("-o, --out <file>", texts.anchor.options.out));
  builder.onCall<SigningOptions>(command, async (session, files) => {
    session.requireFiles(...files);
    const batches = await Promise.all(files.map(async (file) => parseBatch(await session.read(file), file)));
    const { deployment, provider, signer } = await openSigning(session);
    const { root, time, gasUsed, receipts } = await anchorBatches(
      await connect({ deployment, provider, signer }),
      batches,
    );
    const at = new Date(time * 1000).toISOString();
    session.note(session.texts.anchor.anchored({ root, at, gas: gasUsed }));
    session.document({ format: RECEIPTS_FORMAT, receipts: receipts.flat() }, { root, time, gas: gasUsed });
  });
}
