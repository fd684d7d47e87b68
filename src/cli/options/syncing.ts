import type { Command } from "commander";
import type { Signer } from "ethers";
import {
  CannotTell,
  type Gateway,
  latenessOf,
  postReceipts,
  type Relay,
  readReceipts,
  relayLateness,
} from "../../gateway/index.js";
import {
  RECEIPTS_FORMAT,
  type SealedBatch,
  STATEMENT_FORMAT,
  type StockUsesAct,
  type WithdrawalAct,
} from "../../parties/index.js";
import {
  EYES,
  type Hex,
  hashStatement,
  InputError,
  type Receipt,
  readOrderTicket,
  type Statement,
  uniqueReceipts,
} from "../../protocol/index.js";
import {
  awaitedDeliveries,
  keepReceipts,
  type SyncedBatch,
  syncBatches,
  syncRelays,
  type Vault,
} from "../../vault/index.js";
import type { Builder } from "../command.js";
import { EXIT, type ExitCode } from "../exit.js";
import { describe } from "../failures.js";
import { writeItems } from "../output/files.js";
import { aboutBatch, aboutRelay, tellBatch, tellRelay } from "../output/pending.js";
import type { Session } from "../session.js";
import { gatewayOption } from "./gateway.js";
import {
  Gateways,
  nowSeconds,
  type Posting,
  type PostingOptions,
  postBatches,
  postRelay,
  relayingBy,
  syncingBy,
} from "./posting.js";
import { openSigner } from "./signing.js";
import type { VaultOptions } from "./vault.js";

/** Options of commands that finish what waits at gateways. */
export interface SyncOptions extends PostingOptions, VaultOptions {
  readonly wait?: string;
}

/** `--gateway` and `--wait`, of commands whose statements gateways anchor. */
export function postingOptions(command: Command, builder: Builder): Command {
  const { texts, option } = builder;
  return gatewayOption(command, builder).addOption(option("--wait <seconds>", texts.sync.options.wait));
}

/** What `--wait` says; undefined where it is not given. */
export function secondsToWait({ options: { wait } }: Session<SyncOptions>): number | undefined {
  if (wait === undefined) return undefined;
  if (/^\d{1,6}$/.test(wait)) return Number(wait);
  throw new InputError("--wait", "not-in-range", { least: 0, most: 999_999, of: "seconds" });
}

/**
 * Posts what a command sealed, and with `--wait` finishes it as `clairevoie sync` does.
 * @returns What a program is told, and the exit code: 3 where no gateway accepted it.
 */
export async function postAndFinish(
  session: Session<SyncOptions>,
  vault: Vault,
  posting: Posting,
  sealed: readonly SealedBatch[],
): Promise<{ readonly about: object; readonly exit: ExitCode }> {
  const wait = secondsToWait(session);
  const { posted, isAccepted } = await postBatches(session, vault, posting, sealed);
  if (wait === undefined) return { about: { batches: posted }, exit: isAccepted ? EXIT.ok : EXIT.chain };
  const { about, exit } = await finishWaiting(session, vault, wait);
  return { about: { batches: posted, ...about }, exit };
}

/** Signs what gateways are to send, posts it, and with `--wait` finishes it. */
export async function relayAndFinish(
  session: Session<SyncOptions>,
  vault: Vault,
  gateways: Gateways,
  signer: Signer,
  act: WithdrawalAct | StockUsesAct,
): Promise<{ readonly about: object; readonly exit: ExitCode }> {
  const wait = secondsToWait(session);
  const { posted, exit } = await postRelay(session, vault, gateways, signer, act);
  if (wait === undefined) return { about: posted, exit };
  const finished = await finishWaiting(session, vault, wait);
  return { about: { ...posted, ...finished.about }, exit: finished.exit };
}

/** What a command that stated one thing ends with: the statement in `--out`, where `--wait` writes no receipts there. */
export function tellPosted(session: Session<SyncOptions>, statement: Statement, about: object): void {
  const { out, wait } = session.options;
  if (out !== undefined && wait === undefined) session.document({ format: STATEMENT_FORMAT, statement }, about);
  else session.result(about);
}

/** Between two rounds of asking, in milliseconds. */
const PAUSE_MS = 2_000;
/** Secrets whose boxes are read together. */
const SECRETS_AT_ONCE = 16;

/**
 * Takes all that waits as far as it goes within some seconds, and reads the boxes of what was ordered.
 * @returns What a program is told, and the exit code.
 */
export async function finishWaiting(
  session: Session<SyncOptions>,
  vault: Vault,
  waitSeconds: number,
): Promise<{ readonly about: object; readonly exit: ExitCode }> {
  const until = Date.now() + 1000 * waitSeconds;
  const gateways = await Gateways.of(session);
  const finishing = new Finishing(session, vault, gateways);
  const syncing = {
    ...(await syncingBy(session, gateways)),
    handOver: (receipts: readonly Receipt[]) => finishing.handOver(receipts),
    progress: (done: number, of: number) => session.progress(session.texts.sync.working, done, of),
  };
  const finished: SyncedBatch[] = [];
  const relaying = await relayingBy(session, gateways);
  const relayed: Relay[] = [];
  let waiting: readonly SyncedBatch[] = [];
  let relaysLeft: readonly Relay[] = [];
  for (;;) {
    const relays = await syncRelays(vault, relaying);
    relayed.push(...relays.filter(({ done }) => done));
    relaysLeft = relays.filter(({ done }) => !done);
    const synced = await syncBatches(vault, syncing);
    finished.push(...synced.filter(({ isDone }) => isDone));
    waiting = synced.filter(({ isDone }) => !isDone);
    if (waiting.length + relaysLeft.length === 0 || Date.now() + PAUSE_MS > until) break;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const now = nowSeconds();
  for (const one of [...finished, ...waiting]) tellBatch(session, one, now);
  for (const one of [...relayed, ...relaysLeft]) tellRelay(session, one, now);
  const received = await readDeliveries(session, vault, gateways);
  const told = finished.length + waiting.length + relayed.length + relaysLeft.length;
  if (told + received === 0) session.note(session.texts.sync.nothing);
  const about = {
    finished: finished.map((one) => aboutBatch(one, now)),
    waiting: waiting.map((one) => aboutBatch(one, now)),
    relayed: relayed.map((one) => aboutRelay(one, now)),
    relaying: relaysLeft.map((one) => aboutRelay(one, now)),
    received,
    ...(finishing.isWritten && { written: session.options.out }),
  };
  const isLate = waiting.some(({ pursuit }) => latenessOf(pursuit, now).alarm);
  if (isLate || relaysLeft.some((one) => relayLateness(one, now).alarm)) return { about, exit: EXIT.chain };
  return { about, exit: waiting.length + relaysLeft.length === 0 ? EXIT.ok : EXIT.pending };
}

/** What is done with the receipts of a batch that is anchored. */
class Finishing {
  isWritten = false;
  readonly #session: Session<SyncOptions>;
  readonly #vault: Vault;
  readonly #gateways: Gateways;
  readonly #told = new Set<string>();
  #written: readonly Receipt[] = [];

  constructor(session: Session<SyncOptions>, vault: Vault, gateways: Gateways) {
    this.#session = session;
    this.#vault = vault;
    this.#gateways = gateways;
  }

  /** Writes them to `--out`, and posts those of shipments for the optician. Those of the vault's dossiers are there already. */
  async handOver(receipts: readonly Receipt[]): Promise<boolean> {
    const { out } = this.#session.options;
    if (out !== undefined) {
      this.#written = uniqueReceipts([...this.#written, ...receipts]);
      writeItems(out, { format: RECEIPTS_FORMAT }, "receipts", this.#written);
      this.isWritten = true;
    }
    const kinds = new Map((await this.#vault.list()).map(({ id, kind }) => [id, kind]));
    const others = receipts.filter(({ statement }) => !kinds.has(statement.dossier));
    if (others.length > 0 && out === undefined) {
      this.#noteOnce(this.#session.texts.sync.outNeeded({ count: others.length }));
      return false;
    }
    const shipped = new Set(
      receipts.flatMap(({ statement }) => (kinds.get(statement.dossier) === "order" ? [statement.dossier] : [])),
    );
    let isPosted = true;
    for (const dossier of shipped) {
      const own = receipts.filter(({ statement }) => statement.dossier === dossier);
      isPosted = (await this.#post(dossier, own)) && isPosted;
    }
    return isPosted;
  }

  /** What keeps a batch waiting is told once, however often it is tried. */
  #noteOnce(line: string): void {
    if (!this.#told.has(line)) this.#session.note(line);
    this.#told.add(line);
  }

  /** Posts receipts of a shipment in a box of the first eye of its order, once. */
  async #post(dossier: Hex, receipts: readonly Receipt[]): Promise<boolean> {
    const record = await this.#vault.get(dossier);
    if (record?.kind !== "order") return true;
    const { eyes } = readOrderTicket(record.tickets[0]?.reveal() ?? "", "ticket");
    const secrets = EYES.flatMap((eye) => eyes[eye]?.secret ?? []);
    const [secret] = secrets;
    if (!secret) return true;
    const { chainId, partyRegistry } = this.#gateways.reference;
    for (const url of this.#gateways.urls) {
      try {
        const { status }: Gateway = await this.#gateways.open(url);
        // A run that was cut off may have posted them: a box is written once.
        const there = (await readReceipts({ url }, secrets)).map(({ statement }) => hashStatement(statement));
        const missing = receipts.filter(({ statement }) => !there.includes(hashStatement(statement)));
        if (missing.length === 0) return true;
        const signer = await openSigner(this.#session);
        const posting = { gateway: status.gateway, chain: { chainId, partyRegistry }, signer };
        const until = await postReceipts({ url }, secret, missing, posting);
        this.#session.note(
          this.#session.texts.ship.posted({ until: new Date(until * 1000).toISOString().slice(0, 10) }),
        );
        return true;
      } catch (error) {
        if (!(error instanceof CannotTell)) throw error;
        this.#noteOnce(`clairevoie: ${describe(error, this.#session.catalogue)}`);
      }
    }
    return false;
  }
}

/** Reads the boxes of what was ordered and has not come, at every gateway. */
async function readDeliveries(session: Session<SyncOptions>, vault: Vault, { urls }: Gateways): Promise<number> {
  const awaited = await awaitedDeliveries(vault);
  const secrets = awaited.flatMap((one) => one.secrets);
  const found: Receipt[] = [];
  for (const url of urls) {
    try {
      for (let from = 0; from < secrets.length; from += SECRETS_AT_ONCE) {
        session.progress(session.texts.sync.reading, from, secrets.length);
        found.push(...(await readReceipts({ url }, secrets.slice(from, from + SECRETS_AT_ONCE))));
      }
    } catch (error) {
      if (!(error instanceof CannotTell)) throw error;
      session.note(`clairevoie: ${describe(error, session.catalogue)}`);
    }
  }
  session.progress(session.texts.sync.reading, secrets.length, secrets.length);
  const dossiers = new Set<Hex>(awaited.map(({ dossier }) => dossier));
  const shipped = found.filter(({ statement }) => statement.stage === SHIPMENT && dossiers.has(statement.dossier));
  const received = new Map(shipped.map((receipt) => [hashStatement(receipt.statement), receipt]));
  await keepReceipts(vault, [...received.values()]);
  if (received.size > 0) session.note(session.texts.sync.received({ count: received.size }));
  return received.size;
}

const SHIPMENT = 2;
