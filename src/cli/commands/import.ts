import { existsSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import type { Signer } from "ethers";
import { connect, type Suite } from "../../chain/index.js";
import { DOCUMENT_KINDS } from "../../documents/columns.js";
import type { History, Imported } from "../../documents/index.js";
import { ticketsFile } from "../../documents/sheets.js";
import { type Anchoring, BATCH_FORMAT, RECEIPTS_FORMAT, type SealedBatch } from "../../parties/index.js";
import { type Hex, InputError, type Row } from "../../protocol/index.js";
import { keepOrders, type Vault } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { EXIT, type ExitCode } from "../exit.js";
import { hasIdentity, openIdentity, type PartyOptions } from "../options/identity.js";
import { goesToGateways, openPosting, type Posting } from "../options/posting.js";
import { openSigning, signingOptions } from "../options/signing.js";
import { postAndFinish, postingOptions, type SyncOptions } from "../options/syncing.js";
import { folderOf, vaultOptions, withVault } from "../options/vault.js";
import { writeItems, writeWhole } from "../output/files.js";
import { type RejectsOptions, refusalsOf, tell, tellIgnored, tellRefusals, tellWarnings } from "../output/refusals.js";
import type { Session } from "../session.js";

interface ImportOptions extends PartyOptions, SyncOptions, RejectsOptions {
  readonly kind?: Row;
  readonly tickets?: string;
  readonly column?: readonly string[];
}

/** `clairevoie import`: a day's documents, stated and sealed at once. */
export function addImport(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = postingOptions(signingOptions(vaultOptions(program.command("import"), builder), builder), builder)
    .description(texts.import.description)
    .argument("<file>", texts.import.arguments.file)
    .addOption(option("--kind <kind>", texts.import.options.kind).choices([...DOCUMENT_KINDS]))
    .addOption(option("--identity <file>", texts.import.options.identity))
    .addOption(option("--rejects <file>", texts.import.options.rejects))
    .addOption(option("--tickets <file>", texts.import.options.tickets))
    .addOption(option("--column <title=name...>", texts.import.options.column))
    .addOption(option("--anchor", texts.import.options.anchor))
    .addOption(option("-o, --out <file>", texts.import.options.out));
  builder.onCall<ImportOptions>(command, (session, [file]) => importFile(session, file ?? ""));
}

/** What reads documents is loaded when there are some: every other command starts without it. */
const documents = () => import("../../documents/index.js");

async function importFile(session: Session<ImportOptions>, name: string): Promise<ExitCode> {
  const { options } = session;
  session.requireFolder(options.rejects ?? "-", "--rejects");
  session.requireFolder(options.tickets ?? "-", "--tickets");
  const isDry = options.dryRun === true;
  const bytes = await session.readBytes(name);
  const { openDocuments, readPartyDocuments, stateDocuments } = await documents();
  const file = openDocuments(bytes, name === "-" ? "standard input" : name, { columns: columnsIn(options.column) });
  tellIgnored(session, file);
  const importer = hasIdentity(session) ? openIdentity(session) : undefined;
  const { found, bad } = readPartyDocuments(file, importer, options.kind, bar(session, session.texts.import.reading));

  const work = async (vault: Vault | null) => {
    // What is here is read first, the vault too: a file without one good row needs no node.
    const ways = isDry || found.length === 0 ? null : await openWays(session);
    const imported = await stateDocuments(
      vault,
      found,
      { dryRun: isDry, tickets: options.tickets !== undefined },
      bar(session, session.texts.import.stating),
    );
    const outcome: Imported = { ...imported, bad: [...bad, ...imported.bad].sort((a, b) => a.line - b.line) };
    tell(session, name, outcome, isDry);
    const warnings = tellWarnings(session, file, outcome);
    const refusals = refusalsOf(session, file, outcome);
    tellRefusals(session, file, outcome, refusals);
    if (!isDry) writeTickets(session, imported.issued);
    if (vault && ways && "gateways" in ways) {
      // What gateways anchor goes into boxes that the tickets open.
      await keepOrders(
        vault,
        found.flatMap(({ document }) => (document.kind === "shipment" ? [document.ticket] : [])),
      );
    }
    const { exit = EXIT.ok, ...done } =
      vault && ways ? await seal(session, name, { ...ways, vault }, imported.history) : {};
    session.result({
      file: name,
      stated: outcome.stated,
      already: outcome.already,
      changed: outcome.changed.map(({ line, dossier, statement }) => ({ line, dossier, statement })),
      refused: refusals,
      warnings,
      dryRun: isDry,
      ...done,
    });
    if (outcome.bad.length + outcome.changed.length > 0) return EXIT.input;
    return exit;
  };
  // A dry run keeps nothing, so it needs no vault where there is none.
  return isDry && !existsSync(folderOf(session)) ? work(null) : withVault(session, work, true);
}

/** `--column "Sphère OE=Sphère OG" "Remarque="`: what titles of the file mean; nothing after the sign passes one over. */
function columnsIn(given: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(
    given.map((one) => {
      const at = one.lastIndexOf("=");
      if (at < 1) throw new InputError("--column", "column-choice");
      return [one.slice(0, at).trim(), one.slice(at + 1).trim()] as const;
    }),
  );
}

function bar(session: Session, work: string) {
  return (done: number, of: number) => session.progress(work, done, of);
}

/** What documents are sealed with, and to whom they go. */
type Ways = { readonly suite: Suite; readonly signer: Signer } | Posting;

async function openWays(session: Session<ImportOptions>): Promise<Ways> {
  if (goesToGateways(session)) return openPosting(session);
  const { deployment, provider, signer } = await openSigning(session);
  return { suite: await connect({ deployment, provider, signer }), signer };
}

/** Seals what was stated, writes it to files, and says where. */
async function seal(
  session: Session<ImportOptions>,
  name: string,
  tools: Ways & { readonly vault: Vault },
  history: History,
): Promise<{ readonly exit?: ExitCode; readonly [about: string]: unknown }> {
  const { sealDocuments } = await documents();
  if ("gateways" in tools) {
    let posted: Partial<Awaited<ReturnType<typeof postAndFinish>>> = {};
    await sealDocuments(tools, history, {
      handOver: async ({ sealed }) => {
        posted = await postAndFinish(session, tools.vault, tools, sealed);
      },
    });
    return { ...posted.about, exit: posted.exit ?? EXIT.ok };
  }
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
  session.note(session.texts.said.anchored({ root, gas: gasUsed }));
  const written = fileFor(session, name, root, "receipts");
  writeItems(written, { format: RECEIPTS_FORMAT }, "receipts", receipts.flat());
  session.note(session.texts.said.written({ file: written }));
  return written;
}

function writeBatch(session: Session<ImportOptions>, name: string, sealed: SealedBatch, number: number): string {
  const { batch, signature, statements } = sealed;
  const { out } = session.options;
  // Several only after an interruption; by default each has a name of its own.
  const written = out && number > 0 ? `${out}.${number + 1}` : fileFor(session, name, batch.root, "batch");
  writeItems(written, { format: BATCH_FORMAT, batch, signature }, "statements", statements);
  session.note(session.texts.said.written({ file: written }));
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
  session.note(session.texts.import.ticketsWritten({ file: tickets }));
}
