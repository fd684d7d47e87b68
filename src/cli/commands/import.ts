import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { connect, type Suite } from "../../chain/index.js";
import {
  DOCUMENT_KINDS,
  documentKind,
  finishedLine,
  type History,
  type Imported,
  openDocuments,
  readDocuments,
  sealedLine,
  stateDocuments,
  ticketsFile,
} from "../../documents/index.js";
import { anchorBatches, BATCH_FORMAT, RECEIPTS_FORMAT, type SealedBatch, sealStatements } from "../../parties/index.js";
import { type Hex, type Receipt, type Stage, uniqueReceipts } from "../../protocol/index.js";
import { type DossierRecord, dossierRecord, keptDossier, type Vault } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { EXIT, type ExitCode } from "../exit.js";
import { openChain } from "../options/chain.js";
import { openIdentity, type PartyOptions } from "../options/identity.js";
import { openSigner, signingOptions } from "../options/signing.js";
import { dossierIn, folderOf, type VaultOptions, vaultOptions, withVault } from "../options/vault.js";
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
  const kind = documentKind(file, options.kind);
  requireRole(session, kind ? [kind] : []);
  const siret = storeOf(session);
  tellIgnored(session, file);
  const { found, bad } = readDocuments(file, kind, siret, bar(session, "reading", "lecture"));
  requireRole(
    session,
    found.map(({ document }) => document.kind),
  );
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
    const done = vault && chain ? await finish(session, name, { ...chain, vault }, imported.history) : {};
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

/** The SIRET of the store that imports, where an identity says it. */
function storeOf(session: Session<ImportOptions>): string | undefined {
  if (!hasIdentity(session)) return undefined;
  const { role, identifier } = openIdentity(session);
  return role === "optician" ? identifier : undefined;
}

function hasIdentity({ options, terminal }: Session<ImportOptions>): boolean {
  return Boolean(options.identity ?? terminal.env["CLAIREVOIE_IDENTITY"]);
}

/** Refuses documents that are not the party's to state, where an identity says who it is. */
function requireRole(session: Session<ImportOptions>, kinds: readonly Stage[]): void {
  if (!hasIdentity(session)) return;
  const roles = kinds.map((kind) => (kind === "shipment" ? "lens-maker" : "optician"));
  for (const role of new Set(roles)) openIdentity(session, role);
}

interface SigningChain {
  readonly suite: Suite;
  readonly signer: Awaited<ReturnType<typeof openSigner>>;
}

async function openSuite(session: Session<ImportOptions>): Promise<SigningChain> {
  const { deployment, provider } = await openChain(session);
  const signer = await openSigner(session, provider);
  return { suite: await connect({ deployment, provider, signer }), signer };
}

/** Seals what is stated and not sealed, of an interrupted run too; then anchors it, or hands the batch over. */
async function finish(
  session: Session<ImportOptions>,
  name: string,
  { vault, suite, signer }: SigningChain & { readonly vault: Vault },
  { pending, batches }: History,
): Promise<object> {
  const sealed = [...batches];
  if (pending.length > 0) {
    const batch = await sealStatements(suite, signer, pending);
    await vault.append([sealedLine(batch)]);
    sealed.push(batch);
  }
  if (sealed.length === 0) return { written: [] };
  const done = session.options.anchor
    ? await anchorSealed(session, name, vault, suite, sealed)
    : { written: sealed.map((batch, i) => writeBatch(session, name, batch, i)) };
  await vault.append([finishedLine(sealed.length)]);
  return {
    ...done,
    sealed: sealed.map(({ batch, statements }) => ({ root: batch.root, statements: statements.length })),
  };
}

async function anchorSealed(
  session: Session<ImportOptions>,
  name: string,
  vault: Vault,
  suite: Suite,
  sealed: readonly SealedBatch[],
): Promise<object> {
  const { root, time, gasUsed, receipts } = await anchorBatches(suite, sealed);
  session.note(`Anchored under root ${root}, ${gasUsed} gas.`, `Ancrée sous la racine ${root}, ${gasUsed} gaz.`);
  const written = placeOf(session, name, root, "receipts");
  const all = receipts.flat();
  writeItems(written, { format: RECEIPTS_FORMAT }, "receipts", all);
  await keepReceipts(vault, all);
  session.note(`Written to ${written}.`, `Écrit dans ${written}.`);
  return { written: [written], root, time, gas: gasUsed };
}

/** Puts receipts to the dossiers of the vault; a lens maker's has none. */
async function keepReceipts(vault: Vault, receipts: readonly Receipt[]): Promise<void> {
  const kept = new Set((await vault.list()).filter(({ kind }) => kind === "dossier").map(({ id }) => id));
  const byDossier = new Map<Hex, Receipt[]>();
  for (const receipt of receipts) {
    const { dossier } = receipt.statement;
    if (kept.has(dossier)) byDossier.set(dossier, [...(byDossier.get(dossier) ?? []), receipt]);
  }
  const records: DossierRecord[] = [];
  for (const [id, own] of byDossier) {
    const record = await dossierIn(vault, id);
    records.push(dossierRecord(keptDossier(record), record.payload, uniqueReceipts([...record.receipts, ...own])));
  }
  await vault.putMany(records);
}

function writeBatch(session: Session<ImportOptions>, name: string, sealed: SealedBatch, number: number): string {
  const { batch, signature, statements } = sealed;
  const { out } = session.options;
  // Several only after an interruption; by default each has a name of its own.
  const written = out && number > 0 ? `${out}.${number + 1}` : placeOf(session, name, batch.root, "batch");
  writeItems(written, { format: BATCH_FORMAT, batch, signature }, "statements", statements);
  session.note(`Written to ${written}.`, `Écrit dans ${written}.`);
  return written;
}

/** `--out`, else beside the file under a name that no other batch has. */
function placeOf({ options }: Session<ImportOptions>, name: string, root: Hex, what: "receipts" | "batch"): string {
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
