import type { BlockTag } from "ethers";
import { ChainError, type Connection, connect, gatherFactsOf, type Suite } from "../chain/index.js";
import { transact } from "../chain/transactions.js";
import { splitOf } from "../protocol/asker.js";
import { examine, type Judgement } from "../protocol/assess.js";
import {
  type AskingInsurer,
  amcSchema,
  assessReceipts,
  type Certificate,
  type ChainFacts,
  type Claim,
  policy as completePolicy,
  evidenceOf,
  type Hex,
  InputError,
  PLAIN,
  type Policy,
  parseCertificate,
  parseClaim,
  partyId,
  type Rank,
  read,
  settlementMarker,
  settlementTag,
  type Verdict,
} from "../protocol/index.js";
import { concludeAll } from "../protocol/pending.js";
import { invoiceOf } from "../protocol/rules/examined-receipt.js";
import { type Report, reportOf } from "../report/report.js";
import { startPairing } from "../zk/pairing.js";
import type { Identity } from "./member.js";
import { type Alert, alertsFor, type Cursor, cursorFrom, partiesOfKeys, readOn } from "./watching.js";

/** How an insurer's program connects. Verifying needs no key and no identity; settling needs both. */
export type InsurerConnection = Connection & {
  readonly identity?: Identity;
  /** The AMC number of whoever asks without an identity: claims on other insurers are then found. */
  readonly amc?: string;
  readonly policy?: Partial<Policy>;
  /** The block at which facts are read: `latest` by default, `finalized` where a reorganisation would cost money. */
  readonly blockTag?: BlockTag;
};

/** What became of a settlement. The last two are double claims, reported on chain. */
export type SettlementOutcome = "settled" | "already-yours" | "rank-taken" | "other-invoice";
const OUTCOMES: readonly SettlementOutcome[] = ["settled", "already-yours", "rank-taken", "other-invoice"];

/** What an optician presents: a certificate, and the claim that the insurer holds; as text, parsed JSON or read already. */
export interface Presented {
  readonly certificate: unknown;
  readonly claim: unknown;
}

/** A share of a dossier as it stands in `SettlementRegistry`. */
export interface SettlementRecord {
  readonly marker: Hex;
  readonly tag: Hex;
  readonly rank: Rank;
}

export interface SettlementResult extends SettlementRecord {
  readonly outcome: SettlementOutcome;
}

/**
 * What an insurer's program calls: verify a certificate against the claim that it holds, then settle.
 *
 * @example
 * ```ts
 * const insurer = await Insurer.connect({ rpc, deployment });
 * const verdict = await insurer.verify(certificate, claim);
 * if (verdict.conform) await insurer.settle([{ certificate, claim }]);
 * ```
 */
export class Insurer {
  readonly #source: { readonly suite: Suite } | { readonly facts: ChainFacts };
  readonly #policy: Policy;
  readonly #blockTag: BlockTag;
  readonly #asker: AskingInsurer;
  readonly #canWrite: boolean;

  private constructor(
    source: { readonly suite: Suite } | { readonly facts: ChainFacts },
    { policy, identity, amc, blockTag = "latest", signer }: Partial<InsurerConnection>,
  ) {
    this.#source = source;
    this.#policy = completePolicy(policy);
    this.#blockTag = blockTag;
    this.#asker = identity
      ? { party: partyId(identity.salt, "insurer", identity.identifier), amc: identity.identifier }
      : amc === undefined
        ? {}
        : { amc: read(amcSchema, amc, "amc") };
    this.#canWrite = signer !== undefined;
  }

  /**
   * Connects an insurer's program to a deployment.
   * @throws {ChainError} when the node does not answer or is on another chain.
   * @throws {InputError} when the policy or the AMC number is malformed.
   */
  static async connect(connection: InsurerConnection): Promise<Insurer> {
    return new Insurer({ suite: await connect(connection) }, connection);
  }

  /**
   * Judges with facts at hand, and asks no node: those of a local index are as old as the block that it has read to.
   * @throws {InputError} when the policy or the AMC number is malformed.
   *
   * @example
   * ```ts
   * import { openFacts } from "clairevoie/local-index";
   * import { Insurer } from "clairevoie/insurer";
   * const insurer = Insurer.withFacts(openFacts({ file: "clairevoie.index" }));
   * const verdict = await insurer.verify(certificate, claim);
   * ```
   */
  static withFacts(facts: ChainFacts, given: Pick<InsurerConnection, "identity" | "amc" | "policy"> = {}): Insurer {
    return new Insurer({ facts }, given);
  }

  /** The contracts. @throws {ChainError} when only facts were given. */
  get #suite(): Suite {
    if ("suite" in this.#source) return this.#source.suite;
    throw new ChainError("refused", "insurer-without-node");
  }

  /** Its party id, when it gave an identity. */
  get party(): Hex | undefined {
    return this.#asker.party;
  }

  /**
   * Judges a certificate against a claim.
   * @param certificate Its text, parsed JSON, or what `parseCertificate` gave.
   * @param claim The same, of the claim.
   * @throws {InputError} naming what is malformed.
   * @throws {ChainError} when the chain cannot be read: no verdict is better than a wrong one.
   */
  async verify(certificate: unknown, claim: unknown): Promise<Verdict> {
    const [verdict] = await this.verifyMany([{ certificate, claim }]);
    return verdict as Verdict;
  }

  /**
   * Judges many certificates at one block, in as many rounds of calls as one takes.
   * @throws as `verify` does, for the first that cannot be read.
   */
  async verifyMany(claims: readonly Presented[]): Promise<readonly Verdict[]> {
    const { read, facts } = await this.#gather(claims);
    return (await this.#judge(read, facts)).map(({ verdict }) => verdict);
  }

  /**
   * Judges many certificates as `verifyMany` does, and tells each to a person: in three lines, and in the order of time.
   * @throws as `verify` does, for the first that cannot be read.
   */
  async reportMany(claims: readonly Presented[]): Promise<readonly Report[]> {
    const { read, facts } = await this.#gather(claims);
    const judgements = await this.#judge(read, facts);
    return judgements.map((judgement, i) => {
      const { certificate, claim } = read[i] as ReadClaim;
      return reportOf(judgement, certificate, claim, facts, this.#asker);
    });
  }

  /**
   * Marks the shares that are claimed with these certificates as paid, in one transaction. Nothing is ever overwritten: a
   * double claim is an outcome, and an event on chain; so is a claim that shares the invoice otherwise than the other
   * insurer was told.
   * @throws {InputError} when a certificate is malformed or none of its invoices counts.
   * @throws {ChainError} when there is no key, or the chain refuses.
   */
  async settle(claims: readonly Presented[]): Promise<SettlementResult[]> {
    if (!this.#canWrite) {
      throw new ChainError("refused", "settling-without-key");
    }
    if (claims.length === 0) return [];
    const { read, facts } = await this.#gather(claims);
    const records = read.map((one, i) => this.#recordOf(one, i, facts));
    const { settlements } = this.#suite;
    const receipt = await transact(settlements, "settling", () => settlements.settle(records));
    const reported = new Map<string, SettlementOutcome>();
    for (const log of receipt.logs) {
      const event = settlements.interface.parseLog(log);
      if (event?.name === "Marked") reported.set(shareOf(event.args["marker"], event.args["rank"]), "settled");
      if (event?.name === "DoubleClaim") {
        reported.set(
          shareOf(event.args["marker"], event.args["rank"]),
          OUTCOMES[Number(event.args["outcome"])] ?? "rank-taken",
        );
      }
    }
    return records.map((record) => ({
      ...record,
      outcome: reported.get(shareOf(record.marker, record.rank)) ?? "already-yours",
    }));
  }

  /** Takes back the mark that it set for this certificate's share. Returns the gas used. */
  async release(certificate: unknown): Promise<bigint> {
    const { payer, receipts } = parseCertificate(certificate);
    const [first] = receipts;
    if (!first) throw new InputError("certificate.receipts", "empty");
    const { settlements } = this.#suite;
    const receipt = await transact(settlements, "releasing-settlement", () =>
      settlements.release(settlementMarker(first.statement.dossier), payer.rank),
    );
    return receipt.gasUsed;
  }

  /**
   * Follows what happens to certificates that were settled: withdrawals, compromised keys, second claims.
   * Each step gives what is new, and the cursor to keep once that is dealt with; a program that starts again with that
   * cursor misses nothing, and is told nothing twice, whatever reorganisations came between.
   * @param certificates What is watched, by position.
   * @param options `cursor`: where to go on; from the block `since` without one.
   * @throws {ChainError} when the node does not answer: call it again with the cursor kept last.
   *
   * @example
   * ```ts
   * for await (const { alerts, cursor } of insurer.watch(certificates, { since, everyMs: 12_000 })) {
   *   for (const { certificate, event } of alerts) console.log(certificate, event.kind);
   *   await keep(cursor);
   * }
   * ```
   */
  async *watch(
    certificates: readonly unknown[],
    options: {
      readonly cursor?: Cursor;
      readonly since?: number;
      /** Milliseconds between two readings; without it, it reads once. */
      readonly everyMs?: number;
      readonly signal?: AbortSignal;
    } = {},
  ): AsyncGenerator<{ readonly alerts: readonly Alert[]; readonly cursor: Cursor; readonly reorganised: boolean }> {
    const watched = certificates.map((certificate) => parseCertificate(certificate));
    let cursor = options.cursor ?? cursorFrom(this.#suite.reference.chainId, options.since ?? 0);
    while (!options.signal?.aborted) {
      const found = await readOn(this.#suite, cursor);
      cursor = found.cursor;
      yield {
        alerts: alertsFor(watched, found.events, await partiesOfKeys(this.#suite, watched)),
        cursor,
        reorganised: found.reorganised,
      };
      if (options.everyMs === undefined) return;
      await pause(options.everyMs, options.signal);
    }
  }

  async #gather(claims: readonly Presented[]) {
    const read = claims.map(readPresented);
    if ("facts" in this.#source) return { read, facts: this.#source.facts };
    const dossiers = read.map(({ certificate }) => evidenceOf(certificate));
    return { read, facts: await gatherFactsOf(this.#suite, dossiers, this.#blockTag) };
  }

  /** Where there are proofs they are verified fast, and all at once: starting that takes a fifth of a second, once. */
  async #judge(read: readonly ReadClaim[], facts: ChainFacts): Promise<Judgement[]> {
    const examined = read.map(({ certificate, claim }) =>
      examine(certificate, claim, facts, this.#policy, this.#asker),
    );
    const hasProofs = examined.some(({ obligations }) => obligations.length > 0);
    return concludeAll(examined, hasProofs ? (await startPairing()).verifyProofs : PLAIN.verifyProofs);
  }

  #recordOf({ certificate, claim }: ReadClaim, index: number, facts: ChainFacts): SettlementRecord {
    const invoice = invoiceOf(assessReceipts(evidenceOf(certificate), facts, this.#policy).receipts);
    if (!invoice) throw new InputError(`claims[${index}].certificate`, "without-invoice");
    const { dossier } = invoice.receipt.statement;
    return {
      marker: settlementMarker(dossier),
      tag: settlementTag(dossier, invoice.hash, splitOf(certificate, claim)),
      rank: certificate.payer.rank,
    };
  }
}

interface ReadClaim {
  readonly certificate: Certificate;
  readonly claim: Claim;
}

function readPresented({ certificate, claim }: Presented): ReadClaim {
  return { certificate: parseCertificate(certificate), claim: parseClaim(claim) };
}

function shareOf(marker: string, rank: bigint | number): string {
  return `${marker}/${rank}`;
}

/** Waits, or ends early when it is no longer wanted. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
