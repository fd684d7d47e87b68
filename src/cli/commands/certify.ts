import type { Command } from "commander";
import { chainReference } from "../../chain/reference.js";
import { type Disclosure, makeCertificate, parseReceipts } from "../../parties/index.js";
import { InputError, type Rank } from "../../protocol/index.js";
import { receiptsToCertify } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { chainOptions, findDeployment, openNode } from "../options/chain.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { readId, type VaultOptions, vaultOptions, withVault } from "../options/vault.js";

interface CertifyOptions extends PartyOptions, VaultOptions {
  readonly rank?: string;
  readonly receipts?: readonly string[];
  readonly disclose?: string;
}

/** `clairevoie certify`: the certificate for the insurer of one rank. */
export function addCertify(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = chainOptions(vaultOptions(program.command("certify"), builder), builder)
    .description(texts.certify.description)
    .argument("<dossier>", texts.arguments.dossier)
    .addOption(option("--receipts <files...>", texts.certify.options.receipts))
    .addOption(option("--rank <rank>", texts.options.rank).choices(["1", "2"]).default("1"))
    .addOption(option("--disclose <what>", texts.certify.options.disclose))
    .addOption(option("--identity <file>", texts.options.identity))
    .addOption(option("-o, --out <file>", texts.options.out));
  builder.onCall<CertifyOptions>(command, async (session, [id]) => {
    const { rank, receipts: files = [], disclose } = session.options;
    const read = await Promise.all(files.map(async (file) => parseReceipts(await session.read(file), file).receipts));
    const { identity, party } = openIdentity(session, "optician");
    const { dossier, receipts, makers } = await withVault(session, (vault) =>
      receiptsToCertify(vault, readId(id), party, read.flat()),
    );
    const deployment = findDeployment(session, (await openNode(session)).chainId);
    session.document(
      makeCertificate(chainReference(deployment), identity, dossier, receipts, Number(rank) as Rank, {
        disclosure: disclosureOf(disclose),
        makers,
      }),
      { dossier: dossier.id, rank: Number(rank) },
      true,
    );
  });
}

function disclosureOf(text: string | undefined): Disclosure {
  const parts = text === undefined ? [] : text.split(",");
  const unknown = parts.find((part) => part !== "frame" && part !== "lenses");
  if (unknown !== undefined) throw new InputError("--disclose", "not-disclosure");
  return { frame: parts.includes("frame"), lenses: parts.includes("lenses") };
}
