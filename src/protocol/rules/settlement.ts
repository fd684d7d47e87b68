import type { Asker } from "../asker.js";
import { ofPayer } from "../aspects.js";
import type { Hex } from "../bytes.js";
import type { Evidence } from "../certificate.js";
import type { ExaminingBackend } from "../crypto-backend.js";
import type { ChainFacts } from "../facts.js";
import type { Policy } from "../policy.js";
import { type AddFinding, type ExaminedReceipt, invoiceOf } from "./examined-receipt.js";

/** How many characters of a tag the registry keeps: `0x` and 20 bytes. */
const STORED_TAG = 2 + 2 * 20;
const NO_TAG: Hex = `0x${"00".repeat(20)}`;

/**
 * Pass 10: the share that is asked is not paid already, and its store granted it to who asks.
 * @param dossier Its id.
 * @internal
 */
export function judgeSettlement(
  receipts: readonly ExaminedReceipt[],
  dossier: Hex,
  { dossier: { settler }, grant }: Pick<Evidence, "dossier" | "grant">,
  facts: ChainFacts,
  policy: Policy,
  asker: Asker,
  backend: ExaminingBackend,
  add: AddFinding,
): void {
  const invoice = invoiceOf(receipts);
  const { rank } = asker;
  if (!invoice || rank === undefined) return;
  const settled = facts.settlement(settler);
  const by = settled.ranks[rank];
  const isUntouched = settled.tag === NO_TAG;
  const isGrantJudged = asker.insurer !== undefined;
  // Hashed only where it is compared.
  const tag =
    isUntouched && !(isGrantJudged && grant) ? undefined : backend.settlementTag(dossier, invoice.hash, asker.split);
  const subject = { stage: "invoice", subject: invoice.hash } as const;
  const place = { ...subject, aspect: ofPayer(rank) };
  // Rules 10.1 and 10.2
  if (!isUntouched && settled.tag !== tag?.slice(0, STORED_TAG)) add("other-invoice-settled", subject);
  else if (by !== undefined) {
    add(policy.acceptOwnSettlement && by === asker.insurer ? "settled-by-asker" : "already-settled", place);
  }
  // Rule 10.3
  if (by === undefined && settled.round > 0) add("released-before", place);
  // Rule 10.4: who asks without a party settles nothing.
  if (!isGrantJudged) return;
  if (!grant || tag === undefined) {
    add("grant-missing", place);
    return;
  }
  const { insurer, round, signature } = grant;
  const domain = { chainId: facts.chain.chainId, verifyingContract: facts.chain.settlementRegistry };
  const isGranted = () => backend.isGranted(domain, { insurer, tag, rank, settler, round }, signature);
  if (insurer !== asker.insurer || !isGranted()) add("grant-invalid", place);
  else if (round !== settled.round && by !== insurer) add("grant-outdated", place);
}
