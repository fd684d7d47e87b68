import type { Command } from "commander";
import { isEnclosed, openEnclosed } from "../../gateway/index.js";
import type { Insurer } from "../../parties/index.js";
import {
  type Certificate,
  type Claim,
  InputError,
  parseCertificate,
  parseClaim,
  type Verdict,
} from "../../protocol/index.js";
import { asOfLine, type Report, WORST_FIRST } from "../../report/index.js";
import type { Builder } from "../command.js";
import { EXIT, type ExitCode } from "../exit.js";
import { describe } from "../failures.js";
import { tellVerdict } from "../output/verdict.js";
import { named, readNamed, type Session } from "../session.js";
import { type AskerOptions, openingKeys } from "./identity.js";
import type { IndexOptions } from "./local-index.js";
import { addTrust } from "./trust.js";

/** Options of commands that judge certificates. */
export interface VerifyOptions extends IndexOptions, AskerOptions {
  readonly claim?: readonly string[];
  readonly policy?: string;
  readonly html?: string;
}

/** The options that say against what certificates are judged. */
export function addJudging(command: Command, builder: Builder): Command {
  const { texts, option } = builder;
  return addTrust(command, builder)
    .addOption(option("--claim <files...>", texts.options.claim))
    .addOption(option("--policy <file>", texts.options.policy));
}

const AT_ONCE = 50;

/** What became of one certificate of several: it was judged, or it or its claim cannot be read. */
export type CertificateOutcome =
  | { readonly file: string; readonly report: Report }
  | { readonly file: string; readonly failure: InputError };

/** A certificate with its claim. */
interface Readable {
  readonly file: string;
  readonly certificate: Certificate;
  readonly claim: Claim;
}
type Unreadable = Extract<CertificateOutcome, { readonly failure: InputError }>;
/** A certificate that was read with its claim, or why it was not. */
export type ReadCertificate = Readable | Unreadable;

/**
 * Reads certificates with their claims: all of them before a node is asked, which may be down.
 * @throws {InputError} when the only one cannot be read.
 */
export async function readCertificates(
  session: Session<VerifyOptions>,
  files: readonly string[],
): Promise<readonly ReadCertificate[]> {
  const claims = session.options.claim ?? [];
  if (claims.length !== files.length) throw new InputError("--claim", "claims-not-paired", { count: files.length });
  const read: ReadCertificate[] = [];
  for (const [i, file] of files.entries()) {
    try {
      const certificate = await readCertificate(session, file);
      read.push({ file, certificate, claim: await readNamed(session, claims[i] ?? "", parseClaim) });
    } catch (failure) {
      if (!(failure instanceof InputError) || files.length === 1) throw failure;
      read.push({ file, failure });
    }
  }
  return read;
}

/** A certificate from a file, which may be enclosed. @throws {InputError} with the name of the file. */
export async function readCertificate(session: Session<VerifyOptions>, file: string): Promise<Certificate> {
  const bytes = await session.readBytes(file);
  if (!isEnclosed(bytes)) return readNamed(session, file, parseCertificate);
  const name = file === "-" ? "standard input" : file;
  const keys = openingKeys(session);
  if (keys.length === 0) throw new InputError(name, "enclosed-needs-key");
  const text = await openEnclosed(bytes, keys, name);
  return named(name, () => parseCertificate(text));
}

/**
 * Judges certificates, and tells a person of each. Of several, one that cannot be read does not keep the others from being judged.
 * @param open The insurer; not asked where nothing can be read.
 * @param told What else there is to say of each.
 */
export async function judgeAll(
  session: Session<VerifyOptions>,
  open: () => Insurer | Promise<Insurer>,
  read: readonly ReadCertificate[],
  told: (report: Report) => Report = (report) => report,
): Promise<readonly CertificateOutcome[]> {
  const insurer = read.some((one) => "certificate" in one) ? await open() : undefined;
  const judged: CertificateOutcome[] = [];
  for (let from = 0; from < read.length; from += AT_ONCE) {
    session.progress(session.texts.verify.verified, from, read.length);
    const some = read.slice(from, from + AT_ONCE);
    const readable = some.filter((one): one is Readable => "certificate" in one);
    const reports = insurer && readable.length > 0 ? await insurer.reportMany(readable) : [];
    for (const one of some) {
      judged.push("failure" in one ? one : { file: one.file, report: told(reports[readable.indexOf(one)] as Report) });
    }
  }
  session.progress(session.texts.verify.verified, read.length, read.length);
  const asOf = judged.flatMap((one) => ("report" in one ? [asOfLine(one.report, session.catalogue)] : []))[0];
  if (asOf) session.say(asOf);
  for (const one of judged) {
    if ("report" in one) tellVerdict(session, one.file, one.report, read.length === 1);
    else session.note(`clairevoie: ${describe(one.failure, session.catalogue)}`);
  }
  return judged;
}

const EXITS: Readonly<Record<Verdict["outcome"], ExitCode>> = {
  "not-conforming": EXIT.notConforming,
  pending: EXIT.pending,
  "not-verifiable": EXIT.notVerifiable,
  justified: EXIT.ok,
  conforming: EXIT.ok,
};

/** The exit code of several: that of the worst. What cannot be read is worse than what does not conform. */
export function exitCodeFor(judged: readonly CertificateOutcome[]): ExitCode {
  if (judged.some((one) => "failure" in one)) return EXIT.input;
  const found = judged.flatMap((one) => ("report" in one ? [one.report.verdict.outcome] : []));
  const worst = WORST_FIRST.find((outcome) => found.includes(outcome));
  return worst ? EXITS[worst] : EXIT.ok;
}
