import type { Command } from "commander";
import { headerAt } from "../../chain/evidence/making.js";
import { JsonRpc, networkOf } from "../../chain/index.js";
import { checkCheckpoints, signCheckpoint } from "../../evidence.js";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { deploymentFor, nodesOf } from "../options/chain.js";
import { readCheckpoints } from "../options/evidence.js";
import { openSigning, type SigningOptions, signingOptions } from "../options/signing.js";
import { blockTag } from "../options/trust.js";

interface Options extends SigningOptions {
  readonly block?: string;
  readonly signers: string;
}

/** `clairevoie checkpoint sign` and `clairevoie checkpoint check`. */
export function addCheckpoint(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const group = program.command("checkpoint").description(texts.checkpoint.description);

  const sign = signingOptions(group.command("sign"), builder)
    .description(texts.checkpoint.sign)
    .addOption(option("--block <tag>", texts.checkpoint.options.block))
    .addOption(option("-o, --out <file>", texts.checkpoint.options.out));
  builder.onCall<Options>(sign, async (session) => {
    session.requireNew("evidence");
    const { block } = session.options;
    const at = block === undefined ? undefined : blockTag(block);
    const { deployment, chainId, signer } = await openSigning(session);
    const { number, hash } = await headerAt(new JsonRpc(nodesOf(session)[0]), at ?? networkOf(chainId).settleAt);
    const file = await signCheckpoint(signer, deployment, { number, hash });
    const by = await signer.getAddress();
    session.document(file, { block: number, hash, by });
    session.note(session.texts.checkpoint.signed({ block: number, hash, by }));
  });

  const check = group
    .command("check <checkpoints...>")
    .description(texts.checkpoint.check)
    .addOption(option("--signers <file>", texts.checkpoint.options.signers).makeOptionMandatory())
    .addOption(option("--deployment <file>", texts.options.deployment));
  builder.onCall<Options>(check, async (session, names) => {
    session.requireFiles(...names, session.options.signers);
    const { files, signers } = await readCheckpoints(session, names, session.options.signers);
    const [first] = files;
    if (!first) throw new InputError("checkpoints", "empty");
    const checked = checkCheckpoints(files, signers, deploymentFor(session, first.chain.chainId));
    for (const { number, hash, signers: by } of checked) {
      const { threshold: needed } = signers;
      session.say(session.texts.checkpoint.checked({ block: number, hash, found: by.length, needed }));
    }
    session.result({ threshold: signers.threshold, checkpoints: checked });
    return checked.every(({ isTrusted }) => isTrusted) ? EXIT.ok : EXIT.chain;
  });
}
