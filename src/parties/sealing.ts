import type { Signer } from "ethers";
import type { Suite } from "../chain/index.js";
import { asRefusal } from "../chain/refusals.js";
import { transact } from "../chain/transactions.js";
import { DOMAIN_NAMES } from "../protocol/eip712.js";
import {
  BATCH_TYPES,
  type Batch,
  batchDigest,
  type Hex,
  hashStatement,
  makeTree,
  normalizeSignature,
  proofOf,
  type Receipt,
  rootOf,
  type Statement,
  type Tree,
} from "../protocol/index.js";

/** Statements that a key has signed together. Give it to whoever anchors: it holds no value and no salt. */
export interface SealedBatch {
  readonly batch: Batch;
  /** 65 bytes, or `0x` when the key is a smart account that endorses the digest instead. */
  readonly signature: Hex;
  readonly statements: readonly Statement[];
}

/** What an anchor gives back: the time it holds, and the receipts of each batch in the order of its statements. */
export interface Anchoring {
  readonly root: Hex;
  /** Unix seconds. */
  readonly time: number;
  readonly receipts: readonly (readonly Receipt[])[];
  /** Gas that was used; 0 when the root was anchored already. */
  readonly gasUsed: bigint;
}

/**
 * Signs statements as one batch.
 * @param issuedAt Unix seconds; by default the time of the latest block, so that a clock that runs ahead of the chain
 * does not make a batch look anchored before it was signed. Without a node, of this machine's clock.
 * @throws {InputError} when the signer gives no signature of its key.
 *
 * @example
 * ```ts
 * import { sealStatements } from "clairevoie/parties";
 * const sealed = await sealStatements(suite, signer, [statement]);
 * ```
 */
export async function sealStatements(
  suite: Pick<Suite, "reference"> & Partial<Pick<Suite, "provider">>,
  signer: Pick<Signer, "getAddress" | "signTypedData">,
  statements: readonly Statement[],
  issuedAt?: number,
): Promise<SealedBatch> {
  const tree = makeTree(statements.map(hashStatement));
  const time = issuedAt ?? (await suite.provider?.getBlock("latest"))?.timestamp ?? Math.floor(Date.now() / 1000);
  const key = (await signer.getAddress()).toLowerCase() as Hex;
  const batch: Batch = { key, root: tree.root, issuedAt: time };
  const domain = {
    ...DOMAIN_NAMES,
    chainId: suite.reference.chainId,
    verifyingContract: suite.reference.partyRegistry,
  };
  const digest = batchDigest({ chainId: domain.chainId, verifyingContract: domain.verifyingContract }, batch);
  const signature = normalizeSignature(digest, await signer.signTypedData(domain, BATCH_TYPES, batch), key);
  return { batch, signature, statements };
}

/** The tree over the batches of any number of parties, whose root is anchored. */
function treeOfBatches(suite: Suite, batches: readonly SealedBatch[]): Tree {
  const domain = { chainId: suite.reference.chainId, verifyingContract: suite.reference.partyRegistry };
  return makeTree(batches.map(({ batch }) => batchDigest(domain, batch)));
}

/**
 * Anchors batches, of any number of parties, under one root. Idempotent: what is anchored already costs nothing.
 * @throws {ChainError} when the chain cannot be reached or refuses.
 *
 * @example
 * ```ts
 * import { anchorBatches } from "clairevoie/parties";
 * const { receipts: anchored } = await anchorBatches(suite, [sealed]);
 * ```
 */
export async function anchorBatches(suite: Suite, batches: readonly SealedBatch[]): Promise<Anchoring> {
  const tree = treeOfBatches(suite, batches);
  const { time, gasUsed } = await anchorRoot(suite, tree.root);
  return { root: tree.root, time, gasUsed, receipts: batches.map((sealed, i) => receiptsOf(sealed, proofOf(tree, i))) };
}

/**
 * Anchors a root, of anyone. Idempotent.
 * @returns When it was anchored, in unix seconds, and the gas that was used.
 * @throws {ChainError} when the chain cannot be reached or refuses.
 * @internal
 */
export async function anchorRoot(suite: Suite, root: Hex): Promise<Pick<Anchoring, "time" | "gasUsed">> {
  const before = await anchorTime(suite, root);
  if (before !== 0) return { time: before, gasUsed: 0n };
  const { gasUsed } = await transact("anchoring", () => suite.anchors.anchor(root));
  return { time: await anchorTime(suite, root), gasUsed };
}

async function anchorTime({ anchors }: Suite, root: Hex): Promise<number> {
  try {
    return Number(await anchors.anchoredAt(root));
  } catch (error) {
    throw asRefusal(error, "reading-anchor");
  }
}

/**
 * Of the receipts of each statement the one that was anchored first, in the order given. A batch may be anchored under several
 * roots, and a statement sealed again: shown with the later time, a quote comes after its order.
 * @throws {ChainError} when the node does not answer.
 *
 * @example
 * ```ts
 * import { earliestReceipts } from "clairevoie/parties";
 * const shown = await earliestReceipts(suite, receipts);
 * ```
 */
export async function earliestReceipts(suite: Suite, receipts: readonly Receipt[]): Promise<Receipt[]> {
  const { chainId, partyRegistry } = suite.reference;
  const timeOf = async ({ batch, anchorProof }: Receipt) => {
    const digest = batchDigest({ chainId, verifyingContract: partyRegistry }, batch);
    return (await anchorTime(suite, rootOf(digest, anchorProof))) || Number.POSITIVE_INFINITY;
  };
  const byStatement = new Map<Hex, Receipt[]>();
  for (const receipt of receipts) {
    const hash = hashStatement(receipt.statement);
    byStatement.set(hash, [...(byStatement.get(hash) ?? []), receipt]);
  }
  const first: Receipt[] = [];
  for (const same of byStatement.values()) {
    const times = same.length > 1 ? await Promise.all(same.map(timeOf)) : [0];
    const earliest = same[times.indexOf(Math.min(...times))];
    if (earliest) first.push(earliest);
  }
  return first;
}

/**
 * The receipts of a batch, given the path from its digest to the anchored root.
 * @internal
 */
export function receiptsOf(sealed: SealedBatch, anchorProof: Hex[]): Receipt[] {
  const tree = makeTree(sealed.statements.map(hashStatement));
  return sealed.statements.map((statement, i) => ({
    statement,
    statementProof: proofOf(tree, i),
    batch: sealed.batch,
    signature: sealed.signature,
    anchorProof,
  }));
}
