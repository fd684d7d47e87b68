import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { connect } from "../../chain/index.js";
import {
  DOCUMENT_KINDS,
  type History,
  type Imported,
  openDocuments,
  readPartyDocuments,
  type SealingTools,
  sealDocuments,
  stateDocuments,
  ticketsFile,
} from "../../documents/index.js";
import { type Anchoring, BATCH_FORMAT, RECEIPTS_FORMAT, type SealedBatch } from "../../parties/index.js";
import type { Hex, Stage } from "../../protocol/index.js";
import type { Vault } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { EXIT, type ExitCode } from "../exit.js";
import { openChain } from "../options/chain.js";
import { hasIdentity, openIdentity, type PartyOptions } from "../options/identity.js";
import { openSigner, signingOptions } from "../options/signing.js";
import { folderOf, type VaultOptions, vaultOptions, withVault } from "../options/vault.js";
import { writeItems, writeWhole } from "../output/files.js";
import { type RejectsOptions, refusalsOf, tell, tellIgnored, tellRefusals } from "../output/refusals.js";
import type { Session } from "../session.js";

interface ImportOptions extends VaultOptions, PartyOptions, RejectsOptions {
  readonly kind?: Stage;
  readonly anchor?: boolean;
  readonly tickets?: string;
}

/** `clairevoie import`: a day's documents, stated and sealed at once. */
export function addImport(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const command = signingOptions(vaultOptions(program.command("import"), builder), builder)
    .description(
      text(
        "State and seal a file of quotes, orders, invoices (optician) or delivery notes (lens maker), CSV or JSON; again states nothing twice",
        "Déclarer et sceller un fichier de devis, commandes, factures (opticien) ou bons de livraison (verrier), CSV ou JSON ; recommencer ne déclare rien deux fois",
      ),
    )
    .argument(
      "<file>",
      text(
        "file of documents (docs/documents.md says its columns)",
        "fichier de documents (colonnes : docs/documents.md)",
      ),
    )
    .addOption(
      option(
        "--kind <kind>",
        "what its documents are (default: what its columns tell)",
        "ce que sont ses documents (par défaut : ce qu'en disent les colonnes)",
      ).choices([...DOCUMENT_KINDS]),
    )
    .addOption(
      option(
        "--identity <file>",
        "your identity file (CLAIREVOIE_IDENTITY): the store of rows without a SIRET",
        "votre fichier d'identité (CLAIREVOIE_IDENTITY) : le magasin des lignes sans SIRET",
      ),
    )
    .addOption(
      option("--rejects <file>", "write the rows that were not stated here", "écrire ici les lignes non déclarées"),
    )
    .addOption(
      option(
        "--tickets <file>",
        "write the ids of dossiers and the tickets of orders and claims here (optician); they are secret",
        "écrire ici les identifiants et les tickets de commande et de demande (opticien) ; ils sont secrets",
      ),
    )
    .addOption(option("--anchor", "anchor the batch at once", "ancrer le lot aussitôt"))
    .addOption(
      option(
        "-o, --out <file>",
        "where to write the receipts, or the batch (default: beside the file)",
        "où écrire les reçus, ou le lot (par défaut : à côté du fichier)",
      ),
    );
  builder.onCall<ImportOptions>(command, (session, [file]) => importFile(session, file ?? ""));
}

async function importFile(session: Session<ImportOptions>, name: string): Promise<ExitCode> {
  const { options } = session;
  session.requireFolder(options.rejects ?? "-", "--rejects");
  session.requireFolder(options.tickets ?? "-", "--tickets");
  const isDry = options.dryRun === true;
  const file = openDocuments(await session.readBytes(name), name);
  tellIgnored(session, file);
  const importer = hasIdentity(session) ? openIdentity(session) : undefined;
  const { found, bad } = readPartyDocuments(file, importer, options.kind, bar(session, "reading", "lecture"));
  const chain = isDry ? null : await openSuite(session);

  const work = async (vault: Vault | null) => {
    const imported = await stateDocuments(
      vault,
      found,
      { dryRun: isDry, tickets: options.tickets !== undefined },
      bar(session, "stating", "déclaration"),
    );
    const outcome: Imported = { ...imported, bad: [...bad, ...imported.bad].sort((a, b) => a.line - b.line) };
    tell(session, name, outcome, isDry);
    const refusals = refusalsOf(session, file, outcome);
    tellRefusals(session, file, outcome, refusals);
    if (!isDry) writeTickets(session, imported.issued);
    const done = vault && chain ? await seal(session, name, { ...chain, vault }, imported.history) : {};
    session.result({
      file: name,
      stated: outcome.stated,
      already: outcome.already,
      changed: outcome.changed.map(({ line, dossier, statement }) => ({ line, dossier, statement })),
      refused: refusals,
      dryRun: isDry,
      ...done,
    });
    return outcome.bad.length + outcome.changed.length === 0 ? EXIT.ok : EXIT.input;
  };
  // A dry run keeps nothing, so it needs no vault where there is none.
  return isDry && !existsSync(folderOf(session)) ? work(null) : withVault(session, work, true);
}

function bar(session: Session, ...said: readonly [en: string, fr: string]) {
  return (done: number, of: number) => session.progress(said, done, of);
}

async function openSuite(session: Session<ImportOptions>): Promise<Omit<SealingTools, "vault">> {
  const { deployment, provider } = await openChain(session);
  const signer = await openSigner(session, provider);
  return { suite: await connect({ deployment, provider, signer }), signer };
}

/** Seals what was stated, writes it to files, and says where. */
async function seal(
  session: Session<ImportOptions>,
  name: string,
  tools: SealingTools,
  history: History,
): Promise<object> {
  const written: string[] = [];
  const { sealed, anchoring } = await sealDocuments(tools, history, {
    anchor: session.options.anchor === true,
    handOver: (documents) => {
      if (documents.anchoring) written.push(writeReceipts(session, name, documents.anchoring));
      else written.push(...documents.sealed.map((batch, i) => writeBatch(session, name, batch, i)));
    },
  });
  if (sealed.length === 0) return { written };
  return {
    written,
    ...(anchoring && { root: anchoring.root, time: anchoring.time, gas: anchoring.gasUsed }),
    sealed: sealed.map(({ batch, statements }) => ({ root: batch.root, statements: statements.length })),
  };
}

function writeReceipts(session: Session<ImportOptions>, name: string, { root, gasUsed, receipts }: Anchoring): string {
  session.note(`Anchored under root ${root}, ${gasUsed} gas.`, `Ancrée sous la racine ${root}, ${gasUsed} gaz.`);
  const written = fileFor(session, name, root, "receipts");
  writeItems(written, { format: RECEIPTS_FORMAT }, "receipts", receipts.flat());
  session.note(`Written to ${written}.`, `Écrit dans ${written}.`);
  return written;
}

function writeBatch(session: Session<ImportOptions>, name: string, sealed: SealedBatch, number: number): string {
  const { batch, signature, statements } = sealed;
  const { out } = session.options;
  // Several only after an interruption; by default each has a name of its own.
  const written = out && number > 0 ? `${out}.${number + 1}` : fileFor(session, name, batch.root, "batch");
  writeItems(written, { format: BATCH_FORMAT, batch, signature }, "statements", statements);
  session.note(`Written to ${written}.`, `Écrit dans ${written}.`);
  return written;
}

/** `--out`, else beside the file under a name that no other batch has. */
function fileFor({ options }: Session<ImportOptions>, name: string, root: Hex, what: "receipts" | "batch"): string {
  if (options.out) return options.out;
  const base = name === "-" ? "import" : path.join(path.dirname(name), path.parse(name).name);
  return `${base}.${root.slice(2, 10)}.${what}.json`;
}

function writeTickets(session: Session<ImportOptions>, issued: Imported["issued"]): void {
  const { tickets } = session.options;
  if (!tickets) return;
  writeWhole(tickets, ticketsFile(issued), 0o600);
  session.note(`Tickets written to ${tickets}.`, `Tickets écrits dans ${tickets}.`);
}
