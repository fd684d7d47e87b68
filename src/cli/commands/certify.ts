import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import { chainReference } from "../../chain/reference.js";
import { BOX_DAYS, encloseCertificate, postCertificate, readGatewayStatus } from "../../gateway/index.js";
import { invoiceToGrant, roundOf } from "../../parties/granting.js";
import {
  type Disclosure,
  type Dossier,
  grantShare,
  makeCertificate,
  parseReceipts,
  verifyInsurerCard,
} from "../../parties/index.js";
import {
  fingerprintOf,
  type GrantShown,
  InputError,
  type InsurerCard,
  type Payer,
  type Rank,
  type Receipt,
  settlerAddress,
} from "../../protocol/index.js";
import { notePostedBox, receiptsToCertify } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { chainOptions, findDeployment, openChain, openNode, requireDeployment } from "../options/chain.js";
import { type GatewayOptions, gatewayOf, gatewayOption } from "../options/gateway.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
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
    const { rank, receipts: files = [], disclose, insurerCard, for: forCard, out = "-", gateway } = session.options;
    if (gateway !== undefined && forCard === undefined) throw new InputError("--gateway", "gateway-without-for");
    if (forCard !== undefined && out === "-" && gateway === undefined)
      throw new InputError("--out", "enclosed-needs-file");
    session.requireFolder();
    const read = await Promise.all(files.map(async (file) => parseReceipts(await session.read(file), file).receipts));
    const { identity, party } = openIdentity(session, "optician");
    const { dossier, receipts, makers, payers } = await withVault(session, (vault) =>
      receiptsToCertify(vault, readId(id), party, read.flat()),
    );
    const disclosure = disclosureOf(disclose);
    requireDeployment(session);
    const deployment = findDeployment(session, (await openNode(session)).chainId);
    const payer = payers.find((one) => one.rank === Number(rank));
    const file = forCard ?? insurerCard;
    const granted = file === undefined ? undefined : await grantByCard(session, file, dossier, receipts, payer);
    const certificate = makeCertificate(chainReference(deployment), identity, dossier, receipts, Number(rank) as Rank, {
      disclosure,
      makers,
      ...(granted && { grant: granted.grant }),
    });
    const fingerprint = fingerprintOf(certificate);
    const about = { dossier: dossier.id, rank: Number(rank), granted: granted !== undefined, fingerprint };
    if (granted && forCard !== undefined) {
      const enclosed = await encloseCertificate(certificate, granted.card);
      const ticket =
        gateway === undefined ? {} : { ticket: await post(session, dossier, Number(rank) as Rank, enclosed) };
      if (out === "-") session.result({ ...about, ...ticket });
      else session.bytes(enclosed, { ...about, ...ticket });
      if (ticket.ticket !== undefined) session.say(ticket.ticket);
    } else session.certificate(certificate, about);
    session.note(session.texts.certify.fingerprint({ fingerprint }));
  });
}

/** Posts what is enclosed, and gives the ticket that leads to it. What erases the box is in the vault before it is posted. */
async function post(session: Session<CertifyOptions>, dossier: Dossier, rank: Rank, enclosed: Uint8Array) {
  const url = gatewayOf(session);
  const signer = await openSigner(session);
  const { gateway, chainId, contracts } = await readGatewayStatus({ url });
  const { chainId: own } = await openNode(session);
  const deployed = chainReference(findDeployment(session, own)).partyRegistry;
  if (chainId !== own || contracts.partyRegistry !== deployed)
    throw new InputError("--gateway", "gateway-of-other-chain");
  const [days, time] = [BOX_DAYS.default, Math.floor(Date.now() / 1000)];
  const posting = { gateway, chain: { chainId: own, partyRegistry: deployed }, signer, days, time };
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
  file: string,
  dossier: Dossier,
  receipts: readonly Receipt[],
  payer: Payer | undefined,
): Promise<{ readonly grant: GrantShown; readonly card: InsurerCard }> {
  const { provider, deployment } = await openChain(session);
  const suite = await connect({ provider, deployment });
  const { card, insurer } = await verifyInsurerCard(suite, await session.read(file), file);
  if (!payer) throw new InputError("--rank", "rank-without-payer");
  if (payer.amc !== card.amc) throw new InputError(`${file}.amc`, "card-of-another-insurer");
  if (session.options.for !== undefined && card.recipient === undefined) {
    throw new InputError(`${file}.recipient`, "card-without-recipient");
  }
  const { round: given } = session.options;
  if (given !== undefined && !/^\d{1,9}$/.test(given)) {
    throw new InputError("--round", "not-count", { limit: 999_999_999 });
  }
  const round = given === undefined ? await roundOf(suite, settlerAddress(dossier.secret)) : Number(given);
  const share = { invoice: invoiceToGrant(dossier.id, receipts), payer, insurer, round };
  return { grant: grantShare(suite.reference, dossier, share), card };
}

function disclosureOf(text: string | undefined): Disclosure {
  const parts = text === undefined ? [] : text.split(",");
  const unknown = parts.find((part) => part !== "frame" && part !== "lenses");
  if (unknown !== undefined) throw new InputError("--disclose", "not-disclosure");
  return { frame: parts.includes("frame"), lenses: parts.includes("lenses") };
}
