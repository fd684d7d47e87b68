import type { Command } from "commander";
import type { Provider } from "ethers";
import { connect, type Deployment } from "../../chain/index.js";
import { chainReference } from "../../chain/reference.js";
import { BOX_DAYS, encloseCertificate, Gateway, postCertificate } from "../../gateway/index.js";
import { invoiceToGrant, roundOf } from "../../parties/granting.js";
import {
  type Disclosure,
  type Dossier,
  grantShare,
  makeCertificate,
  parseReceipts,
  readInsurerCard,
  verifyInsurerCard,
} from "../../parties/index.js";
import {
  type ChainReference,
  fingerprintOf,
  type GrantShown,
  InputError,
  type InsurerCard,
  type Payer,
  type Rank,
  type Receipt,
  settlerAddress,
} from "../../protocol/index.js";
import { notePostedBox, pendingBatches, receiptsToCertify } from "../../vault/index.js";
import type { Builder } from "../command.js";
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

/** `clairevoie certify`: the certificate for the insurer of one rank. */
export function addCertify(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = gatewayOption(chainOptions(vaultOptions(program.command("certify"), builder), builder), builder)
    .description(texts.certify.description)
    .argument("<dossier>", texts.arguments.dossier)
    .addOption(option("--receipts <files...>", texts.certify.options.receipts))
    .addOption(option("--rank <rank>", texts.options.rank).choices(["1", "2"]).default("1"))
    .addOption(option("--disclose <what>", texts.certify.options.disclose))
    .addOption(option("--insurer-card <file>", texts.certify.options.insurerCard).conflicts("for"))
    .addOption(option("--for <file>", texts.certify.options.for))
    .addOption(option("--round <number>", texts.certify.options.round))
    .addOption(option("--identity <file>", texts.options.identity))
    .addOption(option("--keystore <file>", texts.options.keystore))
    .addOption(option("--passphrase-file <file>", texts.options.passphraseFile))
    .addOption(option("-o, --out <file>", texts.options.out));
  builder.onCall<CertifyOptions>(command, async (session, [id]) => {
    const { rank, receipts: files = [], disclose, insurerCard, for: forCard, out = "-" } = session.options;
    const hasGateway = gatewaysOf(session).length > 0;
    if (forCard !== undefined && out === "-" && !hasGateway) throw new InputError("--out", "enclosed-needs-file");
    session.requireFolder();
    const read = await Promise.all(files.map(async (file) => parseReceipts(await session.read(file), file).receipts));
    const { identity, party } = openIdentity(session, "optician");
    const { dossier, receipts, makers, payers, awaited } = await withVault(session, async (vault) => ({
      ...(await receiptsToCertify(vault, readId(id), party, read.flat())),
      awaited: (await pendingBatches(vault)).flatMap(({ statements }) => statements),
    }));
    const disclosure = disclosureOf(disclose);
    namedDeployment(session);
    const chain = await openCertifying(session);
    const payer = payers.find((one) => one.rank === Number(rank));
    const file = forCard ?? insurerCard;
    const granted = file === undefined ? undefined : await grantByCard(session, chain, file, dossier, receipts, payer);
    const certificate = makeCertificate(chain.reference, identity, dossier, receipts, Number(rank) as Rank, {
      disclosure,
      makers,
      ...(granted && { grant: granted.grant }),
    });
    const fingerprint = fingerprintOf(certificate);
    const about = { dossier: dossier.id, rank: Number(rank), granted: granted !== undefined, fingerprint };
    if (granted && forCard !== undefined) {
      const enclosed = await encloseCertificate(certificate, granted.card);
      const ticket = hasGateway ? { ticket: await post(session, chain, dossier, Number(rank) as Rank, enclosed) } : {};
      if (out === "-") session.result({ ...about, ...ticket });
      else session.bytes(enclosed, { ...about, ...ticket });
      if (ticket.ticket !== undefined) session.say(ticket.ticket);
    } else session.certificate(certificate, about);
    session.note(session.texts.certify.fingerprint({ fingerprint }));
    if (!chain.node) session.note(session.texts.certify.withoutNode);
    const unanchored = awaited.filter((statement) => statement.dossier === dossier.id).length;
    if (unanchored > 0) session.note(session.texts.certify.unanchored({ count: unanchored }));
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
