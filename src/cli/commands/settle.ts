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
  const { text, option } = builder;
  const command = signingOptions(program.command("settle"), builder)
    .description(
      text(
        "Verify certificates, then mark their shares as paid; nothing is marked unless all conform (insurer)",
        "Vérifier des certificats, puis marquer leurs parts comme payées ; rien n'est marqué si tous ne sont pas conformes (organisme complémentaire)",
      ),
    )
    .argument("<certificates...>", text("certificate files", "fichiers de certificats"))
    .addOption(
      option(
        "--identity <file>",
        "your identity file (CLAIREVOIE_IDENTITY)",
        "votre fichier d'identité (CLAIREVOIE_IDENTITY)",
      ),
    )
    .addOption(option("--release", "take the mark back instead", "retirer la marque au lieu de la poser"));
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
        session.say(`${file}: released (${gas} gas)`, `${file} : marque retirée (${gas} gaz)`);
      }
      session.result({ released: files.length });
      return EXIT.ok;
    }
    const judged = await judgeAll(session, insurer, files);
    trusted.tell();
    const verdicts = judged.flatMap((one) => ("report" in one ? [one.report.verdict] : []));
    if (exitCodeFor(judged) !== EXIT.ok) {
      session.note("Nothing was settled: not all conform.", "Rien n'a été réglé : tous ne sont pas conformes.");
      session.result({ settled: [], verdicts });
      return exitCodeFor(judged);
    }
    const presented = files.map(async (file, i) => ({
      certificate: await session.read(file),
      claim: await session.read(session.options.claim?.[i] ?? ""),
    }));
    const settled = await insurer.settle(await Promise.all(presented));
    for (const [i, { outcome }] of settled.entries()) {
      session.say(`${files[i]}: ${outcome}`, `${files[i]} : ${IN_FRENCH[outcome]}`);
    }
    session.result({ settled, verdicts });
    const isPaidOnce = settled.every(({ outcome }) => outcome === "settled" || outcome === "already-yours");
    return isPaidOnce ? EXIT.ok : EXIT.notConforming;
  });
}

const IN_FRENCH = {
  settled: "réglé",
  "already-yours": "déjà réglé par vous",
  "rank-taken": "déjà réglé par un autre organisme",
  "other-invoice": "une autre facture du dossier, ou celle-ci avec d'autres parts, est réglée",
} as const;
