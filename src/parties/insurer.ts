import type { BlockTag, Result, Signer } from "ethers";
import { ChainError, type Connection, connect, gatherFactsOf, type Suite } from "../chain/index.js";
import { transact } from "../chain/transactions.js";
import { splitOf } from "../protocol/asker.js";
import { examine, type Judgement } from "../protocol/assess.js";
import {
  type AskingInsurer,
  amcSchema,
  type Certificate,
  type ChainFacts,
  type Claim,
  policy as completePolicy,
  evidenceOf,
  type GrantCall,
  grantCall,
  type Hex,
  InputError,
  type InsurerCard,
  PLAIN,
  type Policy,
  parseCertificate,
  parseClaim,
  partyId,
  type Rank,
  read,
  type SettlementFact,
  settlementTag,
  type Verdict,
} from "../protocol/index.js";
import { concludeAll } from "../protocol/pending.js";
import { type Report, reportOf } from "../report/report.js";
import { startPairing } from "../zk/pairing.js";
import { type Alarm, REMAKE_DAYS } from "./alarms.js";
import { makeInsurerCard } from "./insurer-cards.js";
import type { Identity } from "./member.js";
import { type Alert, alertsFor, type Cursor, cursorFrom, partiesOfKeys, readOn, startAlarms } from "./watching.js";

/** One step of a watch. */
export interface Watched {
  /** What happened since the step before, each once. */
  readonly alerts: readonly Alert[];
  /** What stands now, at every step until it is dealt with. */
  readonly alarms: readonly Alarm[];
  /** Keep it once this is dealt with. */
  readonly cursor: Cursor;
  readonly reorganised: boolean;
}

/** How an insurer's program connects. Verifying needs no key and no identity; settling needs both. */
export type InsurerConnection = Connection & {
  readonly identity?: Identity;
  /** The AMC number of whoever asks without an identity: claims on other insurers are then found. */
  readonly amc?: string;
  readonly policy?: Partial<Policy>;
  /** The block at which facts are read: `latest` by default, `finalized` where a reorganisation would cost money. */
  readonly blockTag?: BlockTag;
};

/** What the chain says became of a settlement, by its number in `SettlementRegistry`. */
const OUTCOMES = ["settled", "already-yours", "rank-taken", "other-invoice", "grant-refused", "round-passed"] as const;

/**
 * What became of a claim that was to be settled. **A payment is due on `settled` and on nothing else.**
 * - `settled`: this very call marked the share.
 * - `already-yours`: this insurer had marked it before, for the same invoice; it was due then.
 * - `rank-taken`, `other-invoice`: a double claim, reported on chain.
 * - `grant-refused`, `round-passed`: the store's grant is not for this insurer and claim, or older than a release or a move.
 * - `grant-missing`: the certificate shows no grant. Nothing was sent for it.
 * - `refused`: the verdict allows no payment. Nothing was sent for it.
 * - `held`: it could be settled, but not together with the others. Nothing was sent.
 */
export type SettlementOutcome = (typeof OUTCOMES)[number] | "grant-missing" | "refused" | "held";

/** What an optician presents: a certificate, and the claim that the insurer holds; as text, parsed JSON or read already. */
export interface Presented {
  readonly certificate: unknown;
  readonly claim: unknown;
}

/** What became of one claim. */
export interface SettlementResult {
  /** The dossier's settler, under which the share is filed. */
  readonly settler: Hex;
  readonly rank: Rank;
  /** Of the invoice and how it is shared; absent where no invoice counts. */
  readonly tag?: Hex;
  readonly outcome: SettlementOutcome;
  readonly verdict: Verdict;
}

/** What became of a mark that was to be moved to a corrected invoice. */
export interface MoveResult extends Omit<SettlementResult, "outcome"> {
  readonly outcome: "moved" | "grant-missing" | "refused";
}

/** Shares that one transaction marks at most: of more, a node or a chain may refuse it. */
const MOST_AT_ONCE = 400;

/**
 * What an insurer's program calls: verify a certificate against the claim that it holds, then settle.
 *
 * @example
 * ```ts
 * const insurer = await Insurer.connect({ rpc, deployment, signer, identity });
 * const [result] = await insurer.settle([{ certificate, claim }]); // verifies first
 * if (result?.outcome === "settled") console.log("pay"); // and in no other case
 * ```
 */
export class Insurer {
  readonly #source: { readonly suite: Suite } | { readonly facts: ChainFacts };
  readonly #policy: Policy;
  readonly #blockTag: BlockTag;
  readonly #asker: AskingInsurer;
  readonly #identity: Identity | undefined;
  readonly #signer: Signer | undefined;

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
    this.#identity = identity;
    this.#signer = signer;
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
   * Verifies claims, and marks the shares of those that conform as paid, in one transaction. Nothing is ever overwritten: a double
   * claim is an outcome, and an event on chain; so is a claim that shares the invoice otherwise than the other insurer was told.
   * **Pay what this call says is `settled`, and nothing else:** each share is `settled` once, by one call. What a call settled whose
   * answer was lost stands on chain as `Marked`, in a transaction of one's own key.
   * @param options `together`: send nothing unless every claim can be marked, or is marked already.
   * @returns What became of each claim, in the order given.
   * @throws {InputError} when a certificate is malformed, or two claims are of one share; nothing was sent.
   * @throws {ChainError} when there is no key or no identity, or the chain refuses.
   */
  async settle(
    claims: readonly Presented[],
    { together = false }: { readonly together?: boolean } = {},
  ): Promise<SettlementResult[]> {
    if (this.#signer === undefined) throw new ChainError("refused", "settling-without-key");
    if (this.party === undefined) throw new ChainError("refused", "settling-without-identity");
    if (claims.length > MOST_AT_ONCE) throw new InputError("claims", "too-many", { limit: MOST_AT_ONCE, of: "items" });
    if (claims.length === 0) return [];
    const { read, facts } = await this.#gather(claims, refuseRepeated);
    const judged = await this.#judge(read, facts);
    const shares = read.map((one, i) => shareOf(one, judged[i]?.verdict as Verdict));
    const known = shares.map((share) => outcomeBefore(share, facts, this.party as Hex));
    const sent = shares.filter((_, i) => known[i] === undefined);
    const isHeld = together && known.some((outcome) => outcome !== undefined && outcome !== "already-yours");
    if (isHeld || sent.length === 0) return shares.map((share, i) => resultOf(share, known[i] ?? "held"));
    const told = await this.#mark(sent);
    return shares.map((share, i) => resultOf(share, known[i] ?? (told.shift() as SettlementOutcome)));
  }

  /**
   * Moves the mark of a share to the corrected invoice that its certificate shows now: verified as if the mark were not there. Only
   * where no other insurer has marked the dossier, and by a new grant. What the correction changes of the payment is not settled
   * by it.
   * @throws {InputError} when the certificate is malformed.
   * @throws {ChainError} when there is no key or no identity, or the chain refuses, as it does when the mark is another's.
   */
  async move(presented: Presented): Promise<MoveResult> {
    if (this.#signer === undefined) throw new ChainError("refused", "settling-without-key");
    if (this.party === undefined) throw new ChainError("refused", "settling-without-identity");
    const { read, facts } = await this.#gather([presented]);
    const without: ChainFacts = { ...facts, settlement: (settler) => ({ ...facts.settlement(settler), ...UNMARKED }) };
    const [judged] = await this.#judge(read, without);
    const share = shareOf(read[0] as ReadClaim, judged?.verdict as Verdict);
    if (share.call === undefined || !share.verdict.conform) {
      return resultOf(share, share.verdict.conform ? "grant-missing" : "refused");
    }
    const { call } = share;
    const { settlements } = this.#suite;
    await transact("moving-settlement", () => settlements.move(call));
    return resultOf(share, "moved");
  }

  /**
   * Takes back the mark that it set for this certificate's share, suspended or not. Returns the gas used.
   * @throws {InputError} when the certificate is malformed.
   * @throws {ChainError} when there is no key, or the chain refuses, as it does when the mark is another's.
   */
  async release(certificate: unknown): Promise<bigint> {
    if (this.#signer === undefined) throw new ChainError("refused", "settling-without-key");
    const { payer, dossier } = parseCertificate(certificate);
    const { settlements } = this.#suite;
    const receipt = await transact("releasing-settlement", () => settlements.release(dossier.settler, payer.rank));
    return receipt.gasUsed;
  }

  /**
   * Signs the card by which opticians know this insurer on chain, and grant it shares. Hand it out, and a new one before it ends.
   * @param card `from`, `until`: unix seconds; `recipient`: to whom certificates are enclosed, where it takes enclosed ones.
   * @throws {InputError} when something of it is malformed, or the key is not a valid one of this insurer.
   * @throws {ChainError} when there is no key or no identity, or the node does not answer.
   */
  async card(card: Pick<InsurerCard, "recipient" | "from" | "until">): Promise<InsurerCard> {
    if (this.#signer === undefined) throw new ChainError("refused", "settling-without-key");
    if (this.#identity === undefined) throw new ChainError("refused", "settling-without-identity");
    return makeInsurerCard(this.#suite, this.#signer, this.#identity, card);
  }

  /**
   * Follows what happens to certificates that were settled: withdrawals, compromised keys, second claims. With each step come
   * the alarms that stand: an invoice withdrawn under this insurer's own mark, until it moves or releases the mark; a lens that
   * was returned or broken and of which no remake is shown, at first as awaited.
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
      /** How many days the remake of a lens is awaited; 60 by default. */
      readonly remakeDays?: number;
    } = {},
  ): AsyncGenerator<Watched> {
    const watched = certificates.map((certificate) => parseCertificate(certificate));
    const { party } = this.#asker;
    const remakeSeconds = 86_400 * (options.remakeDays ?? REMAKE_DAYS);
    const alarmsOf = startAlarms(this.#suite, watched, { remakeSeconds, ...(party && { party }) });
    let cursor = options.cursor ?? cursorFrom(this.#suite.reference.chainId, options.since ?? 0);
    while (!options.signal?.aborted) {
      const found = await readOn(this.#suite, cursor);
      cursor = found.cursor;
      const alerts = alertsFor(watched, found.events, await partiesOfKeys(this.#suite, watched));
      yield { alerts, alarms: await alarmsOf(cursor, alerts), cursor, reorganised: found.reorganised };
      if (options.everyMs === undefined) return;
      await pause(options.everyMs, options.signal);
    }
  }

  async #gather(claims: readonly Presented[], check?: (read: readonly ReadClaim[]) => void) {
    const read = claims.map(readPresented);
    check?.(read);
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

  /** Sends grants, and gives what the events of that very transaction say of each, in their order. */
  async #mark(shares: readonly Share[]): Promise<SettlementOutcome[]> {
    const { settlements, reference } = this.#suite;
    const calls = shares.flatMap(({ call }) => (call ? [call] : []));
    const receipt = await transact("settling", () => settlements.settle(calls));
    const events = receipt.logs.flatMap((log) => {
      const event = log.address.toLowerCase() === reference.settlementRegistry && settlements.interface.parseLog(log);
      return event ? [event] : [];
    });
    return calls.map(({ settler, tag, rank }, i) => {
      const { name, args } = events[i] ?? { name: "", args: {} as Result };
      const isOfThis =
        String(args["settler"]).toLowerCase() === settler && args["tag"] === tag && Number(args["rank"]) === rank;
      const outcome = name === "Marked" ? "settled" : OUTCOMES[Number(args["outcome"])];
      if (isOfThis && outcome && events.length === calls.length) return outcome;
      throw new ChainError("contradicted", "settlement-not-told", { transaction: receipt.hash }, "settling");
    });
  }
}

interface ReadClaim {
  readonly certificate: Certificate;
  readonly claim: Claim;
}

function readPresented({ certificate, claim }: Presented): ReadClaim {
  return { certificate: parseCertificate(certificate), claim: parseClaim(claim) };
}

/** A claim with its verdict, and what is sent of it. */
interface Share extends Omit<SettlementResult, "outcome"> {
  /** What the registry takes; absent without an invoice that counts or without a grant. */
  readonly call?: GrantCall;
}

function shareOf({ certificate, claim }: ReadClaim, verdict: Verdict): Share {
  const { dossier, payer, grant } = certificate;
  const { settler } = dossier;
  const { rank } = payer;
  const { invoice } = verdict;
  if (!invoice) return { settler, rank, verdict };
  const tag = settlementTag(verdict.dossier, invoice, splitOf(certificate, claim));
  const call = grant && grantCall({ settler, tag, rank, round: grant.round }, grant.signature);
  return { settler, rank, tag, verdict, ...(call && { call }) };
}

/** What is known of a share before anything is sent; nothing when it may be sent. */
function outcomeBefore(
  { settler, rank, tag, verdict, call }: Share,
  facts: ChainFacts,
  party: Hex,
): SettlementOutcome | undefined {
  const settled = facts.settlement(settler);
  if (settled.ranks[rank] === party && tag?.startsWith(settled.tag)) return "already-yours";
  if (!verdict.conform) return "refused";
  if (!call) return "grant-missing";
  return call.round === settled.round ? undefined : "round-passed";
}

function resultOf<O>({ call: _, ...share }: Share, outcome: O): Omit<Share, "call"> & { readonly outcome: O } {
  return { ...share, outcome };
}

/** What stands of a settler where no mark is. */
const UNMARKED = { tag: `0x${"00".repeat(20)}`, ranks: {} } as const satisfies Partial<SettlementFact>;

/** Refuses two claims of one share: the second could only be a second presentation. */
function refuseRepeated(read: readonly ReadClaim[]): void {
  const seen = new Map<string, number>();
  read.forEach(({ certificate: { dossier, payer } }, i) => {
    const share = `${dossier.settler}/${payer.rank}`;
    const first = seen.get(share);
    if (first !== undefined) throw new InputError(`claims[${i}]`, "claimed-twice", { first });
    seen.set(share, i);
  });
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
