import * as z from "zod";
import { fromHex, type Hex, toHex } from "../../protocol/bytes.js";
import { keccak } from "../../protocol/eip712.js";
import { chainId, InputError, read } from "../../protocol/index.js";
import { parseJson } from "../../protocol/json.js";
import { says } from "../../protocol/schema.js";
import { ChainError } from "../errors.js";
import { decodedHeader, type TrustedHeader } from "../proving/header.js";
import { childrenOf, type TrieNodes } from "../proving/trie.js";
import { INDEX_BYTES } from "./masks.js";

export const EVIDENCE_FORMAT = "clairevoie-evidence/1";

/** Longest text of an evidence file, in UTF-16 units: of fifty thousand certificates. */
export const LONGEST_EVIDENCE = 64_000_000;

const HEADER_BYTES = 2048;
const NODE_BYTES = 1024;
const LEAF_BYTES = 256;
const MOST_NODES = 500_000;

const bytes = (least: number, most: number) =>
  z.templateLiteral(
    ["0x", z.string().regex(new RegExp(`^(?:[0-9a-f]{2}){${least},${most}}$`))],
    says("not-lower-case-hex"),
  );

export const evidenceFileSchema = z
  .strictObject({
    format: z
      .literal(EVIDENCE_FORMAT, says("wrong-version", { format: EVIDENCE_FORMAT }))
      .meta({ description: "What the file is, and its version" }),
    chainId,
    header: bytes(1, HEADER_BYTES).meta({
      description: "The block's header, in RLP: keccak256 of it is the block's hash",
    }),
    nodes: z
      .array(bytes(1, NODE_BYTES))
      .max(MOST_NODES)
      .meta({ description: "Nodes of tries, in RLP, in ascending order of their keccak256, each once" }),
    leaves: z
      .array(bytes(INDEX_BYTES + 1, INDEX_BYTES + LEAF_BYTES))
      .max(MOST_NODES)
      .meta({ description: "16 bytes of index, then the masked leaf; ascending, each index once (docs/evidence.md)" }),
  })
  .meta({
    title: "Evidence file",
    description: "What proves, at one block, the facts that verdicts rest on; without a list of what was asked",
  });
/** Proof, at one block, of the facts that verdicts rest on. It is worth something only where its block's hash is known from elsewhere. */
export type EvidenceFile = z.infer<typeof evidenceFileSchema>;

/**
 * Reads an evidence file from its text or from parsed JSON. Nothing is believed of it yet.
 * @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseEvidence } from "clairevoie/evidence";
 * const { chainId } = parseEvidence(text);
 * ```
 */
export function parseEvidence(input: unknown): EvidenceFile {
  const given = typeof input === "string" ? parseJson(input, "evidence", LONGEST_EVIDENCE) : input;
  return read(evidenceFileSchema, given, "evidence");
}

/** An evidence file whose parts belong together; who vouches for its block is another question. */
export interface OpenEvidence {
  readonly header: TrustedHeader & { readonly hash: Hex };
  readonly nodes: TrieNodes;
  /** The masked leaf of an index. */
  readonly leaves: ReadonlyMap<Hex, Hex>;
}

/**
 * Puts the parts of a file in their places.
 * @throws {InputError} when its header is not a block header, or its parts are not in order.
 * @throws {ChainError} when it holds nodes that its header does not lead to.
 * @internal
 */
export function openEvidence(file: EvidenceFile): OpenEvidence {
  const header = decodedHeader(file.header);
  if (!header) throw new InputError("evidence.header", "not-header");
  const nodes = new Map<Hex, Hex>();
  let before = "";
  file.nodes.forEach((node, i) => {
    const hash = toHex(keccak(fromHex(node)));
    if (hash <= before) throw new InputError(`evidence.nodes[${i}]`, "not-ascending");
    nodes.set(hash, node);
    before = hash;
  });
  refuseStray(nodes, header.stateRoot);
  const leaves = new Map<Hex, Hex>();
  before = "";
  file.leaves.forEach((leaf, i) => {
    const index = leaf.slice(0, 2 + 2 * INDEX_BYTES) as Hex;
    if (index <= before) throw new InputError(`evidence.leaves[${i}]`, "not-ascending");
    leaves.set(index, `0x${leaf.slice(index.length)}`);
    before = index;
  });
  return { header, nodes, leaves };
}

/** Whatever the header does not lead to proves nothing, and is no accident. */
function refuseStray(nodes: ReadonlyMap<Hex, Hex>, root: Hex): void {
  const reached = new Set<Hex>();
  const open = [root];
  for (let hash = open.pop(); hash !== undefined; hash = open.pop()) {
    const node = nodes.get(hash);
    if (node === undefined || reached.has(hash)) continue;
    reached.add(hash);
    open.push(...childrenIn(node));
  }
  if (reached.size < nodes.size)
    throw new ChainError("contradicted", "evidence-stray", { count: nodes.size - reached.size });
}

function childrenIn(node: Hex): readonly Hex[] {
  try {
    return childrenOf(node);
  } catch {
    return []; // What it should lead to is missing then.
  }
}
