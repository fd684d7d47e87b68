import {
  assessReceipts,
  type Certificate,
  type ChainFacts,
  DEFAULT_POLICY,
  evidenceOf,
  type Hex,
  hashDossier,
  type Stage,
  type WithdrawalReason,
} from "../protocol/index.js";
import { type ExaminedReceipt, isCounted, isLink, stageOf } from "../protocol/rules/examined-receipt.js";

/** How many days the remake of a lens is awaited, where nobody says otherwise. */
export const REMAKE_DAYS = 60;

/** Something that stands against a share that is marked as paid, for as long as the mark stands. */
export interface Alarm {
  /** Position of the certificate in what is watched. */
  readonly certificate: number;
  /**
   * The invoice under the mark was withdrawn: move the mark, or release it. Or a lens was returned or broken and nothing replaces
   * it: its remake is awaited, or did not come in time.
   */
  readonly kind: "invoice-withdrawn" | "remake-awaited" | "remake-missing";
  /** Names it, the same at every reading. */
  readonly id: string;
  readonly stage: Stage;
  /** Hash of what was withdrawn. */
  readonly statement: Hex;
  readonly reason: WithdrawalReason;
  /** When it was withdrawn, unix seconds. */
  readonly since: number;
  /** Until when a remake is awaited, unix seconds. */
  readonly until?: number;
}

/** Whose marks are watched, and how patiently. */
export interface AlarmOptions {
  /** Party id of the insurer; without it, the marks of all. */
  readonly party?: Hex;
  /** How long after a return or a breakage the remake is awaited. */
  readonly remakeSeconds: number;
}

/**
 * What stands against certificates whose share is marked as paid. A remake is found in any of the certificates: watch the new one
 * too. A withdrawal that is void counts for nothing, and what is released or moved is watched no more. Pure.
 *
 * @example
 * ```ts
 * import { alarmsIn } from "clairevoie/parties";
 * const alarms = alarmsIn([certificate], facts, { party, remakeSeconds: 60 * 86_400 });
 * ```
 */
export function alarmsIn(
  certificates: readonly Certificate[],
  facts: ChainFacts,
  { party, remakeSeconds }: AlarmOptions,
): Alarm[] {
  const read = certificates.map((certificate) => {
    const { receipts } = assessReceipts(evidenceOf(certificate), facts, DEFAULT_POLICY);
    return { certificate, dossier: hashDossier(certificate.dossier), receipts };
  });
  return read.flatMap(({ certificate, dossier, receipts }, position) => {
    if (!isMarked(certificate, facts, party)) return [];
    const others = read.filter((other) => other.dossier === dossier).flatMap((other) => other.receipts);
    return receipts.flatMap((one): Alarm[] => {
      const withdrawal = one.isWithdrawn ? facts.withdrawal(one.party, one.hash) : null;
      if (!withdrawal) return [];
      const { time: since, reason } = withdrawal;
      const stage = stageOf(one);
      const about = { certificate: position, stage, statement: one.hash, reason, since };
      const alarm = (kind: Alarm["kind"], until?: number): Alarm[] => [
        { ...about, kind, id: `${kind}/${one.hash}`, ...(until !== undefined && { until }) },
      ];
      if (stage === "invoice") return alarm("invoice-withdrawn");
      if ((stage !== "shipment" && stage !== "stock") || isReplaced(one, others)) return [];
      const until = since + remakeSeconds;
      return facts.block.time <= until ? alarm("remake-awaited", until) : alarm("remake-missing");
    });
  });
}

/** Whether the share of a certificate is marked, and by the grant that it shows: a mark that was moved is another's. */
function isMarked({ dossier, payer, grant }: Certificate, facts: ChainFacts, party: Hex | undefined): boolean {
  const { ranks, round } = facts.settlement(dossier.settler);
  const by = ranks[payer.rank];
  return by !== undefined && (party === undefined || by === party) && (grant === undefined || grant.round === round);
}

function isReplaced(one: ExaminedReceipt, others: readonly ExaminedReceipt[]): boolean {
  return others.some((other) => isCounted(other) && isLink(other, one));
}
