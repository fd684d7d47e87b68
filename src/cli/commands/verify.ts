import type { Command } from "commander";
import { Insurer } from "../../parties/index.js";
import {
  FINDINGS,
  type Finding,
  InputError,
  type Policy,
  parseCertificate,
  parseClaim,
  parseJson,
  policy,
  type Verdict,
} from "../../protocol/index.js";
import { EXIT } from "../exit.js";
import { nameOf } from "../names.js";
import { openChain } from "../network.js";
import type { Builder } from "../program.js";
import type { Session } from "../session.js";
import { addTrust, openTrusted, type TrustOptions } from "../trust.js";

export interface VerifyOptions extends TrustOptions {
  readonly claim?: readonly string[];
  readonly policy?: string;
}

/** `clairevoie verify certificate.json --claim claim.json --rpc URL`. */
export function addVerify(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const command = builder
    .chainOptions(program.command("verify"))
    .description(
      text(
        "Judge certificates against the claims that you hold (insurer)",
        "Juger des certificats face aux demandes que vous détenez (organisme complémentaire)",
      ),
    )
    .argument("<certificates...>", text("certificate files, or - for standard input", "fichiers de certificats, ou -"));
  addJudging(command, builder).addOption(
    option(
      "--block <tag>",
      "latest, safe, finalized or a number (default latest; what is agreed on: that of settlements)",
      "latest, safe, finalized ou un numéro (par défaut latest ; à plusieurs nœuds : celui des règlements)",
    ),
  );
  builder.onCall<VerifyOptions>(command, async (session, certificates) => {
    session.requireFiles(...certificates, ...(session.options.claim ?? []));
    const chain = await openChain(session);
    const trusted = await openTrusted(session, chain);
    const { deployment, provider } = chain;
    const insurer = await Insurer.connect({
      provider,
      deployment,
      policy: await readPolicy(session),
      ...trusted.reading,
    });
    const verdicts = await judgeAll(session, insurer, certificates);
    trusted.tell();
    session.result(certificates.length === 1 ? verdicts[0] : verdicts);
    return verdicts.every(({ conform }) => conform) ? EXIT.ok : EXIT.notConforming;
  });
}

/** The options that say against what certificates are judged. */
export function addJudging(command: Command, builder: Builder): Command {
  const { option } = builder;
  return addTrust(command, builder)
    .addOption(
      option(
        "--claim <files...>",
        "the claim of each certificate, in the same order",
        "la demande de chaque certificat, dans le même ordre",
      ),
    )
    .addOption(
      option("--policy <file>", "what is accepted, as JSON (default: see docs)", "ce qui est accepté, en JSON"),
    );
}

/** Reads `--policy`, completed with the defaults. */
export async function readPolicy(session: Session<VerifyOptions>): Promise<Policy> {
  const { policy: file } = session.options;
  if (file === undefined) return policy();
  const changes = parseJson(await session.read(file), file);
  if (typeof changes !== "object" || changes === null || Array.isArray(changes)) {
    throw new InputError(file, "must be a JSON object, with what is to differ from the default policy");
  }
  return policy(changes as Partial<Policy>);
}

const AT_ONCE = 50;

/** Judges certificates with their claims, and tells a person of each. */
export async function judgeAll(
  session: Session<VerifyOptions>,
  insurer: Insurer,
  certificates: readonly string[],
): Promise<Verdict[]> {
  const claims = session.options.claim ?? [];
  if (claims.length !== certificates.length) {
    throw new InputError("--claim", `must name ${certificates.length} file(s), one for each certificate`);
  }
  const verdicts: Verdict[] = [];
  for (let from = 0; from < certificates.length; from += AT_ONCE) {
    session.progress(["verified", "vérifiés"], from, certificates.length);
    const some = await Promise.all(
      certificates.slice(from, from + AT_ONCE).map(async (file, i) => ({
        certificate: await readNamed(session, file, parseCertificate),
        claim: await readNamed(session, claims[from + i] ?? "", parseClaim),
      })),
    );
    verdicts.push(...(await insurer.verifyMany(some)));
  }
  session.progress(["verified", "vérifiés"], certificates.length, certificates.length);
  for (const [i, verdict] of verdicts.entries()) tell(session, certificates[i] ?? "", verdict);
  return verdicts;
}

/** Reads a document of several: what is wrong is said with the name of its file. */
export async function readNamed<T>(session: Session, file: string, parse: (text: string) => T): Promise<T> {
  const text = await session.read(file);
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(file === "-" ? "standard input" : file, error.message);
  }
}

/** One verdict, for a person. */
export function tell(session: Session, name: string, verdict: Verdict): void {
  const { paint } = session;
  const outcome = verdict.conform
    ? verdict.justified
      ? paint("green", session.text("conforming, with justification", "conforme, avec justification"))
      : paint("green", session.text("conforming", "conforme"))
    : paint("red", session.text("not conforming", "non conforme"));
  session.say(`${paint("bold", name)}: ${outcome}`, `${paint("bold", name)} : ${outcome}`);
  for (const finding of verdict.findings) session.say(line(session, finding, "en"), line(session, finding, "fr"));
}

function line({ paint }: Session, { code, severity, stage, aspect }: Finding, language: "en" | "fr"): string {
  const colour = severity === "blocking" ? "red" : severity === "review" ? "yellow" : "dim";
  const place = [stage, aspect]
    .map((part) => part && nameOf(part, language))
    .filter(Boolean)
    .join(", ");
  return `  ${paint(colour, code.padEnd(26))} ${FINDINGS[code].message[language]}${place ? ` (${place})` : ""}`;
}
