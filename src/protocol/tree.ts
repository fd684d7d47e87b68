import { fromHex, type Hex, toHex } from "./bytes.js";
import { keccak } from "./eip712.js";
import { InputError } from "./errors.js";

/** Longest path that is accepted: a tree of 2^64 leaves. */
export const LONGEST_PROOF = 64;

function isBefore(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < 32; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** A node: keccak256 of its two children, the smaller first, as OpenZeppelin's `MerkleProof` has it. */
function parent(a: Uint8Array, b: Uint8Array): Uint8Array {
  return isBefore(a, b) ? keccak(a, b) : keccak(b, a);
}

/** A Merkle tree. Its levels go from the leaves, 32 bytes each, to the root; an odd node rises as it is. */
export interface Tree {
  readonly root: Hex;
  readonly levels: readonly (readonly Uint8Array[])[];
}

/**
 * Builds a tree over 32-byte leaves, in their order. One leaf is its own root.
 * @throws {InputError} when there is no leaf.
 *
 * @example
 * ```ts
 * import { makeTree } from "clairevoie/protocol";
 * const { root } = makeTree([leaf]); // one leaf is its own root
 * ```
 */
export function makeTree(leaves: readonly Hex[]): Tree {
  if (leaves.length === 0) throw new InputError("tree.leaves", "too-few", { limit: 1, of: "leaves" });
  let level = leaves.map((leaf, i) => fromHex(leaf, 32, `tree.leaves[${i}]`));
  const levels = [level];
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i], level[i + 1]];
      if (left) next.push(right ? parent(left, right) : left);
    }
    levels.push(next);
    level = next;
  }
  return { root: toHex(level[0] as Uint8Array), levels };
}

/**
 * The path from a leaf to the root.
 * @throws {InputError} when there is no such leaf.
 *
 * @example
 * ```ts
 * import { makeTree, proofOf } from "clairevoie/protocol";
 * proofOf(makeTree([leaf]), 0).length; // 0
 * ```
 */
export function proofOf(tree: Tree, leaf: number): Hex[] {
  if (!tree.levels[0]?.[leaf]) throw new InputError("tree.leaf", "no-such-leaf", { leaf });
  const proof: Hex[] = [];
  for (let depth = 0, at = leaf; depth < tree.levels.length - 1; depth++, at >>= 1) {
    const sibling = tree.levels[depth]?.[at ^ 1];
    if (sibling) proof.push(toHex(sibling));
  }
  return proof;
}

/**
 * The root that a leaf and its path lead to.
 *
 * @example
 * ```ts
 * import { makeTree, proofOf, rootOf } from "clairevoie/protocol";
 * const tree = makeTree([leaf, other]);
 * rootOf(leaf, proofOf(tree, 0)) === tree.root; // true
 * ```
 */
export function rootOf(leaf: Hex, proof: readonly Hex[]): Hex {
  return toHex(proof.reduce((node, sibling) => parent(node, fromHex(sibling, 32, "proof")), fromHex(leaf, 32, "leaf")));
}
