import type { Suite } from "../chain/index.js";
import { asRefusal } from "../chain/refusals.js";
import { splitTold } from "../protocol/asker.js";
import {
  type ChainReference,
  dossierId,
  type GrantShown,
  type Hex,
  hashStatement,
  InputError,
  insurerSalt,
  insurerSecret,
  type Payer,
  type Receipt,
  settlementTag,
  settlerKey,
  signGrant,
} from "../protocol/index.js";
import type { Dossier } from "./lens.js";

/** A share of an invoice, and the insurer that may settle it. */
export interface ShareToGrant {
  /** Hash of the invoice, or its receipt. */
  readonly invoice: Hex | Receipt;
  /** What the invoice states of this insurer: its rank and how the shares are told. */
  readonly payer: Pick<Payer, "rank" | "shareCents" | "sharesCents">;
  /** Party id of the insurer. */
  readonly insurer: Hex;
  /** The settler's present round: how often its marks were released or moved. */
  readonly round: number;
}

/**
 * Grants a share of an invoice to one insurer, for its certificate. It says nothing of who else pays.
 *
 * @example
 * ```ts
 * import { grantShare } from "clairevoie/parties";
 * const grant = grantShare(chain, dossierFile, { invoice, payer, insurer: party, round: 0 });
 * ```
 */
export function grantShare(chain: ChainReference, dossier: Dossier, share: ShareToGrant): GrantShown {
  const { payer, insurer, round } = share;
  const invoice = typeof share.invoice === "string" ? share.invoice : hashStatement(share.invoice.statement);
  const split = splitTold(insurerSalt(insurerSecret(dossier.secret), "billing"), payer.rank, payer);
  const tag = settlementTag(dossierId(dossier.secret), invoice, split);
  const domain = { chainId: chain.chainId, verifyingContract: chain.settlementRegistry };
  const signature = signGrant(settlerKey(dossier.secret), domain, { insurer, tag, rank: payer.rank, round });
  return { insurer, round, signature };
}

/**
 * The invoice of a dossier that its share is granted of: of those that no other replaces, the one signed last.
 * @throws {InputError} when there is none.
 * @internal
 */
export function invoiceToGrant(dossier: Hex, receipts: readonly Receipt[]): Receipt {
  const invoices = receipts.filter(({ statement }) => statement.dossier === dossier && statement.stage === 3);
  const replaced = new Set(invoices.map(({ statement }) => statement.supersedes));
  const standing = invoices.filter(({ statement }) => !replaced.has(hashStatement(statement)));
  const [last] = standing.sort((a, b) => b.batch.issuedAt - a.batch.issuedAt);
  if (!last) throw new InputError("receipts", "invoice-needed");
  return last;
}

/**
 * The settler's round of a dossier on chain: grants of another round settle nothing.
 * @throws {ChainError} when the node does not answer.
 * @internal
 */
export async function roundOf(suite: Suite, settler: Hex): Promise<number> {
  try {
    return Number((await suite.settlements.settlementOf(settler)).round);
  } catch (error) {
    throw asRefusal(error, "reading-settlement");
  }
}
