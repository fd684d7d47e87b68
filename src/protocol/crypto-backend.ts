import type { AspectName } from "./aspects.js";
import { type Batch, batchDigest, isSignedByKey } from "./batches.js";
import type { Hex } from "./bytes.js";
import { type AspectValues, commit } from "./commitments.js";
import type { Domain } from "./eip712.js";
import { type Grant, isGranted } from "./grants.js";
import { type Obligation, verifyGroth16 } from "./groth16.js";
import { type PartyRole, partyId } from "./identifiers.js";
import { hashStatement, type Statement, settlementTag } from "./statements.js";
import { rootOf } from "./tree.js";

/**
 * The hashing, the signatures and the proofs that the rules rest on. The rules are written once, and take either `PLAIN`,
 * which is the protocol as it reads, or what `clairevoie/fast` computes in another way: the same answers, always.
 */
export interface CryptoBackend {
  hashStatement(statement: Statement): Hex;
  rootOf(leaf: Hex, proof: readonly Hex[]): Hex;
  batchDigest(domain: Domain, batch: Batch): Hex;
  isSignedByKey(digest: Hex, batch: Batch, signature: Hex): boolean;
  settlementTag(dossier: Hex, invoice: Hex, split?: Hex): Hex;
  /** Whether the settler of a grant signed it. */
  isGranted(domain: Domain, grant: Grant, signature: Hex): boolean;
  commit<A extends AspectName>(aspect: A, salt: Hex, value: AspectValues[A]): Hex;
  partyId(salt: Hex, role: PartyRole, identifier: string): Hex;
  /** Which of many proofs hold, in their order. */
  verifyProofs(obligations: readonly Obligation[]): readonly boolean[];
}

/** What all but proofs are judged with. */
export type ExaminingBackend = Omit<CryptoBackend, "verifyProofs">;

/** The protocol's own functions. */
export const PLAIN: CryptoBackend = {
  hashStatement,
  rootOf,
  batchDigest,
  isSignedByKey,
  settlementTag,
  isGranted,
  commit,
  partyId,
  verifyProofs: (obligations) => obligations.map((obligation) => verifyGroth16(...obligation)),
};
