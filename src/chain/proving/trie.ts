import { decodeRlp } from "ethers";
import { fromHex, type Hex, toHex } from "../../protocol/bytes.js";
import { keccak } from "../../protocol/eip712.js";
import type { ErrorValues } from "../../protocol/errors.js";
import { ChainError } from "../errors.js";

/** The root of a trie that holds nothing: keccak of the empty RLP string. */
const EMPTY_ROOT = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

/** Nodes of Merkle-Patricia tries, each by its hash: what is under a hash can be nothing else, whoever sent it. */
export type TrieNodes = Pick<ReadonlyMap<Hex, Hex>, "get">;

type Node = string | readonly Node[];

/** Names the nodes of a proof by their hashes. Their order is nothing that is believed. */
export function nodesByHash(nodes: readonly Hex[]): ReadonlyMap<Hex, Hex> {
  return new Map(nodes.map((node) => [toHex(keccak(fromHex(node))), node]));
}

/**
 * What a trie holds under a key (Yellow Paper, appendix D), or null where the nodes prove that it holds nothing.
 * @param key What is hashed to find the path: an address, or a slot.
 * @param sought What is looked up, for an error to say: the account of a contract, or a slot of it.
 * @throws {ChainError} when the nodes do not lead from the root to an answer.
 */
export function lookUp(nodes: TrieNodes, root: Hex, key: Hex, sought: ErrorValues<"state-not-proven">): Hex | null {
  if (root === EMPTY_ROOT) return null;
  try {
    return walk(nodes, nodeAt(nodes, root), toHex(keccak(fromHex(key))).slice(2));
  } catch {
    throw new ChainError("contradicted", "state-not-proven", sought);
  }
}

function walk(nodes: TrieNodes, node: Node, path: string): Hex | null {
  if (node === "0x") return null;
  if (typeof node === "string") throw new Error("no node");
  if (node.length === 17) {
    const child = path === "" ? undefined : node[Number.parseInt(path[0] as string, 16)];
    if (child === undefined) throw new Error("a path that ends in a branch"); // All keys are 32 bytes: none does.
    return walk(nodes, resolved(nodes, child), path.slice(1));
  }
  const [prefix, child] = node;
  if (node.length !== 2 || typeof prefix !== "string" || child === undefined) throw new Error("no node");
  const { nibbles, isLeaf } = partOf(prefix);
  if (isLeaf) {
    if (typeof child !== "string") throw new Error("a leaf without a value");
    return nibbles === path ? (child as Hex) : null;
  }
  if (nibbles === "") throw new Error("an extension by nothing");
  return path.startsWith(nibbles) ? walk(nodes, resolved(nodes, child), path.slice(nibbles.length)) : null;
}

/** A child stands in its parent when it is short, else by its hash. */
function resolved(nodes: TrieNodes, child: Node): Node {
  return typeof child === "string" && child !== "0x" ? nodeAt(nodes, child as Hex) : child;
}

/**
 * The hashes of what stands under a node: its children, and of the leaf of an account the root of its storage.
 * @throws when it is no node.
 */
export function childrenOf(node: Hex): readonly Hex[] {
  const under = (one: Node): readonly Hex[] => {
    if (typeof one === "string") return [];
    if (one.length === 17) return one.slice(0, 16).flatMap(reference);
    const [prefix, child] = one;
    if (one.length !== 2 || typeof prefix !== "string" || child === undefined) throw new Error("no node");
    if (!partOf(prefix).isLeaf) return reference(child);
    const value = typeof child === "string" ? (decodeRlp(child) as Node) : child;
    return typeof value !== "string" && value.length === 4 ? reference(value[2] as Node) : [];
  };
  const reference = (child: Node): readonly Hex[] =>
    typeof child === "string" ? (child.length === 66 ? [child as Hex] : []) : under(child);
  return under(decodeRlp(node) as Node);
}

/** Whether a node is a leaf: it states a value. */
export function isLeafNode(node: Hex): boolean {
  const decoded = decodeRlp(node) as Node;
  return decoded.length === 2 && typeof decoded[0] === "string" && partOf(decoded[0]).isLeaf;
}

function nodeAt(nodes: TrieNodes, hash: Hex): Node {
  const found = nodes.get(hash);
  if (found === undefined) throw new Error("a node is missing");
  return decodeRlp(found) as Node;
}

/** The part of a path that a node holds (hex-prefix encoding: Yellow Paper, appendix C). */
function partOf(prefix: string): { readonly nibbles: string; readonly isLeaf: boolean } {
  const flag = Number.parseInt(prefix[2] ?? "", 16);
  if (!(flag <= 3)) throw new Error("no path");
  return { nibbles: prefix.slice(flag % 2 === 1 ? 3 : 4), isLeaf: flag >= 2 };
}
