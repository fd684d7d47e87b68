import * as z from "zod";
import { batchSchema } from "./batches.js";
import { bytes32, signature } from "./schema.js";
import { hashStatement, statementSchema } from "./statements.js";
import { LONGEST_PROOF } from "./tree.js";

const proof = z.array(bytes32).max(LONGEST_PROOF);

export const receiptSchema = z
  .strictObject({
    statement: statementSchema,
    statementProof: proof.meta({ description: "Siblings from the statement's hash up to the batch's root" }),
    batch: batchSchema,
    signature,
    anchorProof: proof.meta({ description: "Siblings from the batch's digest up to an anchored root" }),
  })
  .meta({
    title: "Receipt",
    description: "A statement with all that ties it to a key and a time. It holds no value and no salt.",
  });
/** A statement with all that ties it to a key and a time. It holds no value and no salt. The same struct as in Solidity. */
export type Receipt = z.infer<typeof receiptSchema>;

/** Most receipts that a certificate may hold. */
export const MOST_RECEIPTS = 64;

/**
 * Receipts in the order of their stages, each once. One statement may have several, in other batches or under other anchors: which of
 * them was anchored first only the chain knows (`earliestReceipts` of `clairevoie/parties`).
 *
 * @example
 * ```ts
 * import { uniqueReceipts } from "clairevoie/protocol";
 * const once = uniqueReceipts([...receipts, ...receipts]);
 * ```
 */
export function uniqueReceipts(receipts: readonly Receipt[]): Receipt[] {
  const known = new Map(
    receipts.map((one) => {
      const { batch, statement, anchorProof } = one;
      return [[hashStatement(statement), batch.root, batch.key, batch.issuedAt, ...anchorProof].join(), one];
    }),
  );
  return [...known.values()].sort((a, b) => a.statement.stage - b.statement.stage);
}
