import { statSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { Insurer } from "../../parties/index.js";
import {
  type Certificate,
  type Claim,
  InputError,
  type Policy,
  parseCertificate,
  parseClaim,
  parseJson,
  policy,
} from "../../protocol/index.js";
import { type Report, reportPage } from "../../report/index.js";
import { EXIT, type ExitCode } from "../exit.js";
import { describe } from "../failures.js";
import { openChain } from "../network.js";
import type { Builder } from "../program.js";
import { type CommonOptions, type Session, writeWhole } from "../session.js";
import { addTrust, openTrusted, type TrustOptions } from "../trust.js";
import { tellVerdict } from "../verdict.js";

export interface VerifyOptions extends TrustOptions {
  readonly claim?: readonly string[];
  readonly policy?: string;
  readonly html?: string;
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
  addJudging(command, builder)
    .addOption(
      option(
        "--block <tag>",
        "latest, safe, finalized or a number (default latest; what is agreed on: that of settlements)",
        "latest, safe, finalized ou un numéro (par défaut latest ; à plusieurs nœuds : celui des règlements)",
      ),
    )
    .addOption(
      option(
        "--html <file>",
        "write the report as a page that needs nothing else; of several certificates, a folder",
        "écrire le rapport en une page autonome ; pour plusieurs certificats, un dossier",
      ),
    );
  builder.onCall<VerifyOptions>(command, async (session, certificates) => {
    const files = [...certificates, ...(session.options.claim ?? [])];
    if (certificates.length === 1) session.requireFiles(...files);
    else session.requirePaths(...files);
    const pages = pageNames(session, certificates);
    const chain = await openChain(session);
    const trusted = await openTrusted(session, chain);
    const { deployment, provider } = chain;
    const insurer = await Insurer.connect({
      provider,
      deployment,
      policy: await readPolicy(session),
      ...trusted.reading,
    });
    const judged = await judgeAll(session, insurer, certificates);
    trusted.tell();
    for (const [i, page] of pages.entries()) {
      const one = judged[i];
      if (!one || "failure" in one) continue;
      writeWhole(page, reportPage(one.report, session.language), 0o600);
      session.note(`Written to ${page}.`, `Écrit dans ${page}.`);
    }
    session.result(certificates.length === 1 ? forPrograms(judged[0] as Judged) : judged.map(forPrograms));
    return exitCodeFor(judged);
  });
}

/** Where the page of each certificate goes; none without `--html`. Fails before the chain is asked. */
function pageNames(session: Session<VerifyOptions>, certificates: readonly string[]): readonly string[] {
  const { html } = session.options;
  if (html === undefined) return [];
  const isFolder = statSync(html, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (certificates.length > 1 && !isFolder) {
    throw new InputError("--html", "must be a folder where there are several certificates; make it first");
  }
  session.requireFolder(html, "--html");
  if (!isFolder) return [html];
  const names = certificates.map((file) => (file === "-" ? "certificate" : path.basename(file, ".json")));
  // Certificates of different folders may have one name.
  return names.map((name, i) => {
    const before = names.slice(0, i).filter((other) => other === name).length;
    return path.join(html, `${name}${before === 0 ? "" : `-${before + 1}`}.html`);
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

/** Reads the policy of a file, by default that of `--policy`, completed with the defaults. */
export async function readPolicy(
  session: Session<CommonOptions & { readonly policy?: string }>,
  file = session.options.policy,
): Promise<Policy> {
  if (file === undefined) return policy();
  const changes = parseJson(await session.read(file), file);
  if (typeof changes !== "object" || changes === null || Array.isArray(changes)) {
    throw new InputError(file, "must be a JSON object, with what is to differ from the default policy");
  }
  return policy(changes as Partial<Policy>);
}

const AT_ONCE = 50;

/** What became of one certificate of several: it was judged, or it or its claim cannot be read. */
export type Judged =
  | { readonly file: string; readonly report: Report }
  | { readonly file: string; readonly failure: InputError };

/**
 * Judges certificates with their claims, and tells a person of each. Of several, one that cannot be read does not keep the others
 * from being judged.
 * @throws {InputError} when the only one cannot be read.
 */
export async function judgeAll(
  session: Session<VerifyOptions>,
  insurer: Insurer,
  certificates: readonly string[],
): Promise<readonly Judged[]> {
  const claims = session.options.claim ?? [];
  if (claims.length !== certificates.length) {
    throw new InputError("--claim", `must name ${certificates.length} file(s), one for each certificate`);
  }
  const judged: Judged[] = [];
  for (let from = 0; from < certificates.length; from += AT_ONCE) {
    session.progress(["verified", "vérifiés"], from, certificates.length);
    const some = certificates.slice(from, from + AT_ONCE);
    judged.push(...(await judgeSome(session, insurer, some, claims.slice(from, from + AT_ONCE))));
  }
  session.progress(["verified", "vérifiés"], certificates.length, certificates.length);
  for (const one of judged) {
    if ("report" in one) tellVerdict(session, one.file, one.report, certificates.length === 1);
    else if (certificates.length === 1) throw one.failure;
    else session.note(`clairevoie: ${describe(one.failure, "en")}`, `clairevoie: ${describe(one.failure, "fr")}`);
  }
  return judged;
}

interface Readable {
  readonly file: string;
  readonly certificate: Certificate;
  readonly claim: Claim;
}
type Read = Readable | Extract<Judged, { readonly failure: InputError }>;

async function judgeSome(
  session: Session<VerifyOptions>,
  insurer: Insurer,
  files: readonly string[],
  claims: readonly string[],
): Promise<readonly Judged[]> {
  const read = await Promise.all(
    files.map(async (file, i): Promise<Read> => {
      try {
        const certificate = await readNamed(session, file, parseCertificate);
        return { file, certificate, claim: await readNamed(session, claims[i] ?? "", parseClaim) };
      } catch (failure) {
        if (!(failure instanceof InputError)) throw failure;
        return { file, failure };
      }
    }),
  );
  const readable = read.filter((one): one is Readable => "certificate" in one);
  const reports = await insurer.reportMany(readable);
  return read.map((one) =>
    "failure" in one ? one : { file: one.file, report: reports[readable.indexOf(one)] as Report },
  );
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

/** What `--json` says of one: the verdict, and with it the three lines and the timeline; or why it cannot be read. */
function forPrograms(judged: Judged): object {
  if ("failure" in judged) return { file: judged.file, error: judged.failure.message };
  const { verdict, summary, timeline } = judged.report;
  return { ...verdict, summary, timeline };
}

/** The exit code of several: what cannot be read is worse than what does not conform. */
export function exitCodeFor(judged: readonly Judged[]): ExitCode {
  if (judged.some((one) => "failure" in one)) return EXIT.input;
  return judged.every((one) => "report" in one && one.report.verdict.conform) ? EXIT.ok : EXIT.notConforming;
}
