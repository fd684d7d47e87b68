import type { Command } from "commander";
import { networkOf } from "../../chain/index.js";
import { Insurer, type Presented } from "../../parties/index.js";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { EXIT, type ExitCode } from "../exit.js";
import { openIdentity, type PartyOptions, repeatable } from "../options/identity.js";
import {
  addJudging,
  exitCodeFor,
  judgeAll,
  readCertificate,
  readCertificates,
  type VerifyOptions,
} from "../options/judging.js";
import { readPolicy } from "../options/policy.js";
import { openSigning, signingOptions } from "../options/signing.js";
import { openTrusted } from "../options/trust.js";
import type { Session } from "../session.js";

type SettleOptions = PartyOptions &
  VerifyOptions & { readonly release?: boolean; readonly move?: boolean; readonly evidence?: string };

/** `clairevoie settle`: verify once more, then mark as paid. What is already yours has an exit code of its own: nothing is due on it. */
export function addSettle(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = signingOptions(program.command("settle"), builder)
    .description(texts.settle.description)
    .argument("<certificates...>", texts.settle.arguments.certificates)
    .addOption(repeatable(option("--identity <file>", texts.options.identity)))
    .addOption(option("--release", texts.settle.options.release).conflicts("move"))
    .addOption(option("--move", texts.settle.options.move))
    .addOption(option("--evidence <file>", texts.verify.options.evidence).hideHelp());
  addJudging(command, builder);
  builder.onCall<SettleOptions>(command, async (session, files) => {
    if (session.options.evidence !== undefined) throw new InputError("--evidence", "evidence-pays-nothing");
    session.requireFiles(...files, ...(session.options.claim ?? []));
    const { identity } = openIdentity(session, "insurer");
    const policy = await readPolicy(session);
    const isRelease = session.options.release === true;
    for (const file of isRelease ? files : []) await readCertificate(session, file);
    const read = isRelease ? [] : await readCertificates(session, files);
    const chain = await openSigning(session);
    const trusted = await openTrusted(session, chain);
    const { deployment, provider, chainId, signer } = chain;
    const insurer = await Insurer.connect({
      provider,
      deployment,
      signer,
      identity,
      policy,
      blockTag: networkOf(chainId).settleAt,
      ...trusted.reading,
    });
    if (session.options.release) return release(session, insurer, files);
    if (session.options.move) return move(session, insurer, files);
    const judged = await judgeAll(session, () => insurer, read);
    trusted.tell();
    const verdicts = judged.flatMap((one) => ("report" in one ? [one.report.verdict] : []));
    const isReadable = verdicts.length === files.length;
    const results = isReadable ? await insurer.settle(await presentedIn(session, files), { together: true }) : [];
    for (const [i, { outcome }] of results.entries()) {
      const { outcomes, outcome: told } = session.texts.settle;
      session.say(told({ file: String(files[i]), outcome: outcomes[outcome] }));
    }
    const unpaid = judged.filter((_, i) => !["settled", "already-yours"].includes(results[i]?.outcome ?? ""));
    if (!results.some(({ outcome }) => outcome === "settled")) session.note(session.texts.settle.nothing);
    session.result({ settled: results.map(({ verdict: _, ...result }) => result), verdicts });
    if (unpaid.length > 0) return exitCodeFor(unpaid) === EXIT.ok ? EXIT.notConforming : exitCodeFor(unpaid);
    return results.some(({ outcome }) => outcome === "already-yours") ? EXIT.alreadyYours : EXIT.ok;
  });
}

/** The certificates, each with the claim that `--claim` pairs it with. */
function presentedIn(session: Session<SettleOptions>, files: readonly string[]): Promise<readonly Presented[]> {
  const claims = session.options.claim ?? [];
  if (claims.length !== files.length) throw new InputError("--claim", "claims-not-paired", { count: files.length });
  return Promise.all(
    files.map(async (file, i) => ({
      certificate: await readCertificate(session, file),
      claim: await session.read(claims[i] ?? ""),
    })),
  );
}

async function release(session: Session<SettleOptions>, insurer: Insurer, files: readonly string[]): Promise<ExitCode> {
  for (const file of files) {
    const gas = await insurer.release(await readCertificate(session, file));
    session.say(session.texts.settle.released({ file, gas }));
  }
  session.result({ released: files.length });
  return EXIT.ok;
}

async function move(session: Session<SettleOptions>, insurer: Insurer, files: readonly string[]): Promise<ExitCode> {
  const presented = await presentedIn(session, files);
  const moved = [];
  for (const [i, one] of presented.entries()) {
    const { verdict, ...result } = await insurer.move(one);
    const file = String(files[i]);
    const { outcomes, outcome, moved: told } = session.texts.settle;
    session.say(result.outcome === "moved" ? told({ file }) : outcome({ file, outcome: outcomes[result.outcome] }));
    moved.push({ ...result, verdict });
  }
  session.result({ moved });
  return moved.every(({ outcome }) => outcome === "moved") ? EXIT.ok : EXIT.notConforming;
}
