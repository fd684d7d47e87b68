import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import { BATCH_FORMAT, parseStatement, sealStatements } from "../../parties/index.js";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { openSigning, type SigningOptions, signingOptions } from "../options/signing.js";

/** How far a clock may run ahead, in seconds: further is a slip of the finger, such as milliseconds. */
const MOST_AHEAD = 86_400;

interface SealOptions extends SigningOptions {
  readonly issuedAt?: string;
}

/** `clairevoie seal`: sign statements as one batch. */
export function addSeal(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = signingOptions(program.command("seal"), builder)
    .description(texts.seal.description)
    .argument("<statements...>", texts.seal.arguments.statements)
    .addOption(option("--issued-at <seconds>", texts.seal.options.issuedAt))
    .addOption(option("-o, --out <file>", texts.seal.options.out));
  builder.onCall<SealOptions>(command, async (session, files) => {
    session.requireFiles(...files);
    const statements = await Promise.all(
      files.map(async (file) => parseStatement(await session.read(file), file).statement),
    );
    const { issuedAt } = session.options;
    if (issuedAt !== undefined && !/^\d{1,11}$/.test(issuedAt)) throw new InputError("--issued-at", "not-unix-seconds");
    if (Number(issuedAt ?? 0) > Date.now() / 1000 + MOST_AHEAD) {
      throw new InputError("--issued-at", "issued-too-far-ahead");
    }
    const { deployment, provider, signer } = await openSigning(session);
    const suite = await connect({ deployment, provider, signer });
    const sealed = await sealStatements(
      suite,
      signer,
      statements,
      issuedAt === undefined ? undefined : Number(issuedAt),
    );
    session.document({ format: BATCH_FORMAT, ...sealed });
  });
}
