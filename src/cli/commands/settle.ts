import type { Command } from "commander";
import { networkOf } from "../../chain/index.js";
import { Insurer } from "../../parties/index.js";
import type { Builder } from "../command.js";
import { EXIT } from "../exit.js";
import { openChain } from "../options/chain.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { addJudging, exitCodeFor, judgeAll, type VerifyOptions } from "../options/judging.js";
import { readPolicy } from "../options/policy.js";
import { openSigner, signingOptions } from "../options/signing.js";
import { openTrusted } from "../options/trust.js";

type SettleOptions = PartyOptions & VerifyOptions & { readonly release?: boolean };

/** `clairevoie settle`: verify once more, then mark as paid. */
export function addSettle(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = signingOptions(program.command("settle"), builder)
    .description(texts.settle.description)
    .argument("<certificates...>", texts.settle.arguments.certificates)
    .addOption(option("--identity <file>", texts.options.identity))
    .addOption(option("--release", texts.settle.options.release));
  addJudging(command, builder);
  builder.onCall<SettleOptions>(command, async (session, files) => {
    session.requireFiles(...files, ...(session.options.claim ?? []));
    const chain = await openChain(session);
    const trusted = await openTrusted(session, chain);
    const { deployment, provider, chainId } = chain;
    const { identity } = openIdentity(session, "insurer");
    const signer = await openSigner(session, provider);
    const insurer = await Insurer.connect({
      provider,
      deployment,
      signer,
      identity,
      // What was settled by oneself is no reason to stop: settling again changes nothing.
      policy: { ...(await readPolicy(session)), acceptOwnSettlement: true },
      blockTag: networkOf(chainId).settleAt,
      ...trusted.reading,
    });
    if (session.options.release) {
      for (const file of files) {
        const gas = await insurer.release(await session.read(file));
        session.say(session.texts.settle.released({ file, gas }));
      }
      session.result({ released: files.length });
      return EXIT.ok;
    }
    const judged = await judgeAll(session, insurer, files);
    trusted.tell();
    const verdicts = judged.flatMap((one) => ("report" in one ? [one.report.verdict] : []));
    if (exitCodeFor(judged) !== EXIT.ok) {
      session.note(session.texts.settle.nothing);
      session.result({ settled: [], verdicts });
      return exitCodeFor(judged);
    }
    const presented = files.map(async (file, i) => ({
      certificate: await session.read(file),
      claim: await session.read(session.options.claim?.[i] ?? ""),
    }));
    const settled = await insurer.settle(await Promise.all(presented));
    for (const [i, { outcome }] of settled.entries()) {
      session.say(
        session.texts.settle.outcome({ file: String(files[i]), outcome: session.texts.settle.outcomes[outcome] }),
      );
    }
    session.result({ settled, verdicts });
    const isPaidOnce = settled.every(({ outcome }) => outcome === "settled" || outcome === "already-yours");
    return isPaidOnce ? EXIT.ok : EXIT.notConforming;
  });
}
