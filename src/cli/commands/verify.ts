import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import type { EvidenceFile } from "../../evidence.js";
import { CannotTell, type Fetched, fetchCertificates } from "../../gateway/index.js";
import { CATALOGUES, tell } from "../../language/index.js";
import { Insurer } from "../../parties/index.js";
import { fingerprintOf, InputError, parseClaim, readClaimTicket } from "../../protocol/index.js";
import { type Report, reportAsOf, reportPage, verdictForPrograms } from "../../report/index.js";
import type { Builder } from "../command.js";
import { chainOptions, openChain } from "../options/chain.js";
import { addEvidence, type EvidenceOptions, factsIn, readEvidence } from "../options/evidence.js";
import { type GatewayOptions, gatewayOf, gatewayOption, gatewaysOf } from "../options/gateway.js";
import { addAsker, openAsker, openingKeys } from "../options/identity.js";
import {
  addJudging,
  type CertificateOutcome,
  exitCodeFor,
  judgeAll,
  type ReadCertificate,
  readCertificates,
  type VerifyOptions,
} from "../options/judging.js";
import { addIndex, openLocalIndex, tellAge } from "../options/local-index.js";
import { readPolicy } from "../options/policy.js";
import { openTrusted } from "../options/trust.js";
import { writeWhole } from "../output/files.js";
import { about, readNamed, type Session } from "../session.js";

interface TicketOptions extends VerifyOptions, GatewayOptions, EvidenceOptions {
  readonly ticket?: string;
}

/** `clairevoie verify certificate.json --claim claim.json --rpc URL`. */
export function addVerify(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = chainOptions(program.command("verify"), builder)
    .description(texts.verify.description)
    .argument("[certificates...]", texts.verify.arguments.certificates);
  addEvidence(addIndex(addAsker(addJudging(command, builder), builder), builder), builder)
    .addOption(option("--block <tag>", texts.verify.options.block))
    .addOption(option("--html <file>", texts.verify.options.html));
  gatewayOption(command, builder)
    .addOption(option("--ticket <ticket>", texts.verify.options.ticket))
    .addOption(option("-o, --out <file>", texts.verify.options.out));
  builder.onCall<TicketOptions>(command, async (session, given) => {
    const { ticket } = session.options;
    if ((ticket === undefined) === (given.length === 0)) throw new InputError("certificates", "certificates-or-ticket");
    const certificates = ticket === undefined ? given : ["-"];
    const files = [...given, ...(session.options.claim ?? [])];
    if (certificates.length === 1) session.requireFiles(...files);
    else session.requirePaths(...files);
    const pages = pageNames(session, certificates);
    const read = ticket === undefined ? await readCertificates(session, given) : [await fetchByTicket(session, ticket)];
    const evidence = await readEvidence(session);
    const opened: { readonly about: object; tell(): void }[] = [];
    const open = async () => {
      const { insurer, ...rest } = await openInsurer(session, evidence, read);
      opened.push(rest);
      return insurer;
    };
    const { withoutSettlements = false } = session.options;
    const told = (report: Report) => reportAsOf(report, Date.now() / 1000, !withoutSettlements);
    const judged = await judgeAll(session, open, read, evidence && told);
    opened[0]?.tell();
    for (const [i, page] of pages.entries()) {
      const one = judged[i];
      if (!one || "failure" in one) continue;
      writeWhole(page, reportPage(one.report, session.language), 0o600);
      session.note(session.texts.said.written({ file: page }));
    }
    const results = judged.map((one) => ({ ...forPrograms(one), ...opened[0]?.about }));
    session.result(certificates.length === 1 ? results[0] : results);
    return exitCodeFor(judged);
  });
}

/** What a claim ticket leads to, kept in a file: a box is only transport. @throws {CannotTell} with its cause. */
async function fetchByTicket(session: Session<TicketOptions>, ticket: string) {
  const [claimFile, ...others] = session.options.claim ?? [];
  if (claimFile === undefined || others.length > 0) throw new InputError("--claim", "claims-not-paired", { count: 1 });
  session.requireFolder();
  about("--ticket", () => readClaimTicket(ticket));
  const claim = await readNamed(session, claimFile, parseClaim);
  const keys = openingKeys(session);
  if (keys.length === 0) throw new InputError("--ticket", "enclosed-needs-key");
  gatewayOf(session);
  let fetched: Fetched | CannotTell = new CannotTell("box-empty");
  for (const url of gatewaysOf(session)) {
    const [found]: readonly (Fetched | CannotTell)[] = await fetchCertificates(
      { url },
      [{ ticket, claim }],
      keys,
    ).catch((error: unknown) => {
      if (error instanceof CannotTell) return [error];
      throw error;
    });
    fetched = found ?? fetched;
    if (!(fetched instanceof CannotTell)) break;
  }
  if (fetched instanceof CannotTell) throw fetched;
  const { certificate, file } = fetched;
  const kept = session.options.out ?? `${fingerprintOf(certificate)}.age`;
  if (!existsSync(kept)) writeWhole(kept, file, 0o600);
  session.note(session.texts.said.written({ file: kept }));
  return { file: kept, certificate, claim };
}

/** Who judges, what there is then to say of its facts, and what `--json` says of them. */
async function openInsurer(
  session: Session<TicketOptions>,
  evidence: EvidenceFile | undefined,
  read: readonly ReadCertificate[],
): Promise<{
  readonly insurer: Insurer;
  readonly about: { readonly indexAgeSeconds?: number };
  tell(): void;
}> {
  const index = await openLocalIndex(session);
  const policy = await readPolicy(session);
  const { identity, insurer: asker } = openAsker(session);
  const asking = identity ? { identity } : asker.amc === undefined ? {} : { amc: asker.amc };
  if (evidence) {
    const certificates = read.flatMap((one) => ("certificate" in one ? [one.certificate] : []));
    const facts = await factsIn(session, evidence, certificates);
    return { insurer: Insurer.withFacts(facts, { policy, ...asking }), about: {}, tell: () => undefined };
  }
  if (index) {
    const insurer = Insurer.withFacts(index.facts, { policy, ...asking });
    return { insurer, about: { indexAgeSeconds: index.ageSeconds }, tell: () => tellAge(session, index) };
  }
  const chain = await openChain(session);
  const { reading, tell } = await openTrusted(session, chain);
  const { deployment, provider } = chain;
  return { insurer: await Insurer.connect({ provider, deployment, policy, ...asking, ...reading }), about: {}, tell };
}

/** Where the page of each certificate goes; none without `--html`. Fails before the chain is asked. */
function pageNames(session: Session<VerifyOptions>, certificates: readonly string[]): readonly string[] {
  const { html } = session.options;
  if (html === undefined) return [];
  const isFolder = statSync(html, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (certificates.length > 1 && !isFolder) {
    throw new InputError("--html", "pages-need-folder");
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

/** What `--json` says of one: the verdict, and with it the three lines and the timeline; or why it cannot be read. */
function forPrograms(judged: CertificateOutcome): object {
  if ("failure" in judged) return { file: judged.file, error: tell(judged.failure, CATALOGUES.en) };
  return verdictForPrograms(judged.report);
}
