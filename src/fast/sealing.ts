import { toHex } from "../protocol/bytes.js";
import { member } from "../protocol/eip712.js";
import { ASPECTS, type Hex, hashStatement, InputError, type Statement, ZERO } from "../protocol/index.js";
import { type Kernel, startKernel } from "./kernel.js";
import { HASH, RECEIPTS, TEXT } from "./memory-layout.js";

/** A Merkle tree of many leaves: 64 bytes for each, and no more, in one stretch of memory for each level. */
export interface LargeTree {
  readonly root: Hex;
  readonly leaves: number;
  /**
   * The path from a leaf to the root, as `proofOf` gives it.
   * @throws {InputError} when there is no such leaf.
   */
  proof(leaf: number): Hex[];
}

/** Hashes the statements of a day, and makes one tree of them: the same hashes and roots as `makeTree`. */
export interface Sealer {
  /** The leaves of these statements, 32 bytes each, one after the other. */
  hash(statements: Iterable<Statement>, count: number): Uint8Array;
  /**
   * The tree over such leaves, in their order.
   * @throws {InputError} when there is no leaf, or a part of one.
   */
  tree(leaves: Uint8Array): LargeTree;
}

/** Nodes that go through the kernel at once: one megabyte. */
const AT_ONCE = 32_768;

/**
 * Makes a sealer.
 * @throws {Error} where there is no WebAssembly with SIMD; `makeTree` serves there.
 *
 * @example
 * ```ts
 * import { makeSealer } from "clairevoie/fast";
 * const sealer = await makeSealer();
 * const { root, proof } = sealer.tree(sealer.hash([statement], 1));
 * ```
 */
export async function makeSealer(): Promise<Sealer> {
  const kernel = await startKernel();
  return {
    hash(statements, count) {
      const leaves = new Uint8Array(32 * count);
      let at = 0;
      for (const statement of statements) {
        if (at === leaves.length) throw new InputError("statements", "too-many", { limit: count, of: "statements" });
        leaves.set(leafOf(kernel, statement), at);
        at += 32;
      }
      if (at !== leaves.length) throw new InputError("statements", "too-few", { limit: count, of: "statements" });
      return leaves;
    },
    tree: (leaves) => treeOf(kernel, leaves),
  };
}

const WORD = 66;
/** The dossier, the aspects and what is superseded. */
const WORDS = ASPECTS.length + 2;

/** The words of a statement go to the kernel as one text; what is odd is left to the plain function, which says why. */
function leafOf(kernel: Kernel, statement: Statement): Uint8Array {
  const { dossier, stage, supersedes = ZERO, reason = 0 } = statement;
  const text = dossier + ASPECTS.map((aspect) => statement.aspects[aspect] ?? ZERO).join("") + supersedes;
  const isWhole = (stage & 0xff) === stage && (reason & 0xff) === reason;
  let isSound = isWhole && text.length === WORDS * WORD && kernel.write(text, TEXT, text.length) === text.length;
  // Dossier, aspects and what it supersedes follow one another in a decoded receipt.
  for (let i = 0; isSound && i < WORDS; i++) {
    const from = TEXT + WORD * i;
    isSound = text.startsWith("0x", WORD * i) && kernel.hex(from + 2, 32, RECEIPTS + 32 * i) !== 0;
  }
  if (!isSound) return member(hashStatement(statement));
  kernel.statement(RECEIPTS, stage, reason);
  return kernel.bytes.subarray(RECEIPTS + HASH, RECEIPTS + HASH + 32);
}

function treeOf(kernel: Kernel, leaves: Uint8Array): LargeTree {
  if (leaves.length === 0 || leaves.length % 32 !== 0) throw new InputError("tree.leaves", "not-words");
  const levels = [leaves];
  let level = leaves;
  while (level.length > 32) {
    const length = level.length / 32;
    const next = new Uint8Array(32 * Math.ceil(length / 2));
    for (let from = 0; from < length; from += AT_ONCE) {
      const part = level.subarray(32 * from, 32 * (from + AT_ONCE));
      kernel.bytes.set(part, TEXT);
      kernel.level(TEXT, part.length / 32, TEXT);
      const made = 32 * Math.ceil(part.length / 64);
      next.set(kernel.bytes.subarray(TEXT, TEXT + made), 16 * from);
    }
    levels.push(next);
    level = next;
  }
  return {
    root: toHex(level),
    leaves: leaves.length / 32,
    proof(leaf) {
      if (!Number.isInteger(leaf) || leaf < 0 || 32 * leaf >= leaves.length) {
        throw new InputError("tree.leaf", "no-such-leaf", { leaf });
      }
      const proof: Hex[] = [];
      let at = leaf;
      for (const nodes of levels.slice(0, -1)) {
        const sibling = 32 * (at ^ 1);
        if (sibling < nodes.length) proof.push(toHex(nodes.subarray(sibling, sibling + 32)));
        at >>= 1;
      }
      return proof;
    },
  };
}
