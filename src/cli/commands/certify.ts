import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import type { Provider } from "ethers";
import { connect, type Deployment } from "../../chain/index.js";
import { chainReference } from "../../chain/reference.js";
import { BOX_DAYS, encloseCertificate, Gateway, postCertificate } from "../../gateway/index.js";
import { CATALOGUES, tell } from "../../language/index.js";
import { invoiceToGrant, roundOf } from "../../parties/granting.js";
import {
  type Disclosure,
  type Dossier,
  earliestReceipts,
  foresee,
  grantShare,
  type Identity,
  makeCertificate,
  parseReceipts,
  readInsurerCard,
  verifyInsurerCard,
} from "../../parties/index.js";
import { findingMessage } from "../../protocol/findings.js";
import {
  type Certificate,
  type ChainReference,
  type Finding,
  fingerprintOf,
  type GrantShown,
  type Hex,
  hashStatement,
  InputError,
  type InsurerCard,
  type Payer,
  type Rank,
  type Receipt,
  settlerAddress,
} from "../../protocol/index.js";
import { notePostedBox, pendingBatches, receiptsToCertify } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { EXIT, type ExitCode } from "../exit.js";
import { chainOptions, findDeployment, hasNode, namedDeployment, openNode } from "../options/chain.js";
import { type GatewayOptions, gatewayOf, gatewayOption, gatewaysOf } from "../options/gateway.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { Gateways } from "../options/posting.js";
import { openSigner } from "../options/signing.js";
import { readId, type VaultOptions, vaultOptions, withVault } from "../options/vault.js";
import type { Session } from "../session.js";

interface CertifyOptions extends PartyOptions, VaultOptions, GatewayOptions {
  readonly rank?: string;
  readonly receipts?: readonly string[];
  readonly disclose?: string;
  readonly insurerCard?: string;
  readonly for?: string;
  readonly round?: string;
}

/** `clairevoie certify`: the certificates of dossiers for the insurer of one rank. */
export function addCertify(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = gatewayOption(chainOptions(vaultOptions(program.command("certify"), builder), builder), builder)
    .description(texts.certify.description)
    .argument("<dossiers...>", texts.certify.arguments.dossiers)
    .addOption(option("--receipts <files...>", texts.certify.options.receipts))
    .addOption(option("--rank <rank>", texts.options.rank).choices(["1", "2"]).default("1"))
    .addOption(option("--disclose <what>", texts.certify.options.disclose))
    .addOption(option("--insurer-card <file>", texts.certify.options.insurerCard).conflicts("for"))
    .addOption(option("--for <file>", texts.certify.options.for))
    .addOption(option("--round <number>", texts.certify.options.round))
    .addOption(option("--identity <file>", texts.options.identity))
    .addOption(option("--keystore <file>", texts.options.keystore))
    .addOption(option("--passphrase-file <file>", texts.options.passphraseFile))
    .addOption(option("-o, --out <file>", texts.certify.options.out));
  builder.onCall<CertifyOptions>(command, (session, ids) => certifyAll(session, ids));
}

async function certifyAll(session: Session<CertifyOptions>, given: readonly string[]): Promise<ExitCode> {
  const { receipts: files = [], disclose, for: forCard, out = "-" } = session.options;
  const hasGateway = gatewaysOf(session).length > 0;
  if (forCard !== undefined && out === "-" && !hasGateway) throw new InputError("--out", "enclosed-needs-file");
  const ids = await idsGiven(session, given);
  const isOne = ids.length === 1;
  if (!isOne) requireFolderFor(session, out);
  session.requireFolder();
  const read = await Promise.all(files.map(async (file) => parseReceipts(await session.read(file), file).receipts));
  const { identity, party } = openIdentity(session, "optician");
  const disclosure = disclosureOf(disclose);
  namedDeployment(session);
  const gathered = await withVault(session, async (vault) => {
    const awaited = (await pendingBatches(vault)).flatMap(({ statements }) => statements);
    const all: Gathered[] = [];
    for (const id of ids) {
      all.push(
        await attempt(isOne, async () => ({
          ...(await receiptsToCertify(vault, readId(id), party, read.flat())),
          unanchored: awaited.filter(({ dossier }) => dossier === id).length,
        })),
      );
    }
    return all;
  });
  const chain = await openCertifying(session);
  const made: Made[] = [];
  const refused: { readonly dossier: string; readonly code: string; readonly reason: string }[] = [];
  for (const [i, one] of gathered.entries()) {
    const id = ids[i] ?? "";
    session.progress(session.texts.certify.certifying, i, ids.length);
    const of = isOne
      ? session
      : session.with({ out: path.join(out, `${id}.${session.options.rank}.${forCard ? "age" : "json"}`) });
    const done =
      "failure" in one ? one : await attempt(isOne, () => certifyOne(of, chain, identity, one, disclosure, isOne));
    if (!("failure" in done)) made.push(done);
    else {
      const { failure } = done;
      refused.push({ dossier: id, code: failure.code, reason: tell(failure, CATALOGUES.en) });
      session.note(session.catalogue.about({ subject: id, sentence: tell(failure, session.catalogue) }));
    }
  }
  session.progress(session.texts.certify.certifying, ids.length, ids.length);
  if (!chain.node) session.note(session.texts.certify.withoutNode);
  if (!isOne) {
    session.say(session.texts.certify.made({ made: made.length, refused: refused.length, folder: out }));
    session.result({ certificates: made, refused });
  }
  return refused.length > 0 ? EXIT.input : EXIT.ok;
}

/** What `--json` says of a certificate. */
interface Made {
  readonly dossier: Hex;
  readonly rank: Rank;
  readonly granted: boolean;
  readonly fingerprint: string;
  readonly findings: readonly object[];
  readonly written?: string;
  readonly ticket?: string;
}
interface Failed {
  readonly failure: InputError;
}
type ToCertify = Awaited<ReturnType<typeof receiptsToCertify>> & { readonly unanchored: number };
type Gathered = ToCertify | Failed;

/** What fails of one dossier of several stops no other; a chain that fails stops all. */
async function attempt<T extends object>(isOne: boolean, act: () => Promise<T>): Promise<T | Failed> {
  try {
    return await act();
  } catch (failure) {
    if (isOne || !(failure instanceof InputError)) throw failure;
    return { failure };
  }
}

/** Dossiers, each once; `-` is a list of them on standard input. */
async function idsGiven(session: Session<CertifyOptions>, given: readonly string[]): Promise<readonly string[]> {
  if (!given.includes("-")) return [...new Set(given)];
  const listed = (await session.read("-")).split(/\s+/).filter(Boolean);
  const ids = new Set([...given.filter((one) => one !== "-"), ...listed]);
  if (ids.size === 0) throw new InputError("dossiers", "certificates-of-none");
  return [...ids];
}

/** Several certificates go into a folder, which is made where it is not there. */
function requireFolderFor(session: Session<CertifyOptions>, out: string): void {
  if (out === "-" || statSync(out, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new InputError("--out", "certificates-need-folder");
  }
  session.requireFolder();
  mkdirSync(out, { recursive: true, mode: 0o700 });
}

/** Makes, and gives or posts, the certificate of one dossier; tells what its insurer will find. */
async function certifyOne(
  session: Session<CertifyOptions>,
  chain: Certifying,
  identity: Identity,
  { dossier, receipts, makers, payers, unanchored }: ToCertify,
  disclosure: Disclosure,
  isOne: boolean,
): Promise<Made> {
  const { insurerCard, for: forCard, out = "-" } = session.options;
  const rank = Number(session.options.rank) as Rank;
  const payer = payers.find((one) => one.rank === rank);
  const file = forCard ?? insurerCard;
  const granted = file === undefined ? undefined : await grantByCard(session, chain, file, dossier, receipts, payer);
  const shown = chain.node ? await earliestReceipts(await connect(chain.node), receipts) : receipts;
  const certificate = makeCertificate(chain.reference, identity, dossier, shown, rank, {
    disclosure,
    makers,
    ...(granted && { grant: granted.grant }),
  });
  const findings = chain.node ? await foreseen(chain.node, certificate) : [];
  const fingerprint = fingerprintOf(certificate);
  const found = findings.map(({ message: _, ...finding }) => finding);
  const about = { dossier: dossier.id, rank, granted: granted !== undefined, fingerprint, findings: found };
  const to = isOne ? session : session.with({ json: false });
  let told: Made = about;
  if (granted && forCard !== undefined) {
    const enclosed = await encloseCertificate(certificate, granted.card);
    const hasGateway = gatewaysOf(session).length > 0;
    const ticket = hasGateway ? { ticket: await post(session, chain, dossier, rank, enclosed) } : {};
    told = { ...about, ...ticket };
    if (out === "-") to.result(told);
    else to.bytes(enclosed, told);
    if (ticket.ticket !== undefined) session.say(isOne ? ticket.ticket : `${dossier.id}  ${ticket.ticket}`);
  } else to.certificate(certificate, about);
  session.note(session.texts.certify.fingerprint({ fingerprint }));
  if (unanchored > 0) session.note(session.texts.certify.unanchored({ count: unanchored }));
  for (const line of remarksOn(session, findings, receipts)) session.note(line);
  return { written: out, ...told };
}

async function foreseen(node: NonNullable<Certifying["node"]>, certificate: Certificate): Promise<readonly Finding[]> {
  const [findings = []] = await foresee(await connect(node), [certificate]);
  return findings;
}

/** What an insurer would find now, each with the act that is still to be done, where it is the store's. */
function remarksOn(
  { texts, catalogue }: Session<CertifyOptions>,
  findings: readonly Finding[],
  receipts: readonly Receipt[],
): readonly string[] {
  const { foreseen: said, remedies } = texts.certify;
  return findings.map(({ code, stage, aspect, subject }) => {
    const own = receipts.find(({ statement }) => hashStatement(statement) === subject)?.statement;
    const replaced = own?.supersedes;
    const remedy =
      code === "superseded-without-justification" && replaced
        ? remedies.withdraw({ statement: replaced })
        : code === "missing-link" && replaced
          ? remedies.showReplaced({ statement: replaced })
          : code === "withdrawn" && subject
            ? remedies.replace({ statement: subject })
            : undefined;
    const sentence = findingMessage(code, { ...(stage && { stage }), ...(aspect && { aspect }) }, catalogue);
    return said({ sentence, remedy: remedy ?? "" });
  });
}

/** The chain that a certificate is of, and a node on it; without a node where gateways are named and no node is. */
interface Certifying {
  readonly reference: ChainReference;
  readonly node?: { readonly provider: Provider; readonly deployment: Deployment };
}

async function openCertifying(session: Session<CertifyOptions>): Promise<Certifying> {
  if (!hasNode(session) && gatewaysOf(session).length > 0) return { reference: (await Gateways.of(session)).reference };
  const { provider, chainId } = await openNode(session);
  const deployment = findDeployment(session, chainId);
  return { reference: chainReference(deployment), node: { provider, deployment } };
}

/** Posts what is enclosed, and gives the ticket that leads to it. What erases the box is in the vault before it is posted. */
async function post(
  session: Session<CertifyOptions>,
  { reference }: Certifying,
  dossier: Dossier,
  rank: Rank,
  enclosed: Uint8Array,
) {
  const url = gatewayOf(session);
  const signer = await openSigner(session);
  const { status } = await Gateway.open({ url }, reference);
  const [days, time] = [BOX_DAYS.default, Math.floor(Date.now() / 1000)];
  const posting = { gateway: status.gateway, chain: reference, signer, days, time };
  return withVault(session, (vault) =>
    postCertificate({ url }, dossier.secret, rank, enclosed, posting, ({ index, token }) =>
      notePostedBox(vault, { dossier: dossier.id, gateway: url, index, token, until: time + days * DAY }),
    ),
  );
}

const DAY = 86_400;

/** What lets the insurer of a card settle its share of the invoice that stands. */
async function grantByCard(
  session: Session<CertifyOptions>,
  { reference, node }: Certifying,
  file: string,
  dossier: Dossier,
  receipts: readonly Receipt[],
  payer: Payer | undefined,
): Promise<{ readonly grant: GrantShown; readonly card: InsurerCard }> {
  const text = await session.read(file);
  const suite = node && (await connect(node));
  const { card, insurer } = suite
    ? await verifyInsurerCard(suite, text, file)
    : readInsurerCard(reference, text, Math.floor(Date.now() / 1000), file);
  if (!payer) throw new InputError("--rank", "rank-without-payer");
  if (payer.amc !== card.amc) throw new InputError(`${file}.amc`, "card-of-another-insurer");
  if (session.options.for !== undefined && card.recipient === undefined) {
    throw new InputError(`${file}.recipient`, "card-without-recipient");
  }
  const { round: given } = session.options;
  if (given !== undefined && !/^\d{1,9}$/.test(given)) {
    throw new InputError("--round", "not-count", { limit: 999_999_999 });
  }
  const asked = suite && given === undefined ? await roundOf(suite, settlerAddress(dossier.secret)) : 0;
  const round = given === undefined ? asked : Number(given);
  const share = { invoice: invoiceToGrant(dossier.id, receipts), payer, insurer, round };
  return { grant: grantShare(reference, dossier, share), card };
}

function disclosureOf(text: string | undefined): Disclosure {
  const parts = text === undefined ? [] : text.split(",");
  const unknown = parts.find((part) => part !== "frame" && part !== "lenses");
  if (unknown !== undefined) throw new InputError("--disclose", "not-disclosure");
  return { frame: parts.includes("frame"), lenses: parts.includes("lenses") };
}
