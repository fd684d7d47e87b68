import { fromHex, type Hex, toHex } from "../../protocol/bytes.js";
import { keccak } from "../../protocol/eip712.js";
import type { Evidence } from "../../protocol/index.js";
import type { Deployment } from "../deployment.js";
import { ChainError } from "../errors.js";
import type { Asks } from "../json-rpc.js";
import { hashedHeader } from "../proving/header.js";
import { ProofReader, type ProofWitness } from "../proving/reader.js";
import { isLeafNode } from "../proving/trie.js";
import { type ChainReader, tagged } from "../reader.js";
import { EVIDENCE_FORMAT, type EvidenceFile, openEvidence } from "./file.js";
import { indexOf, masked } from "./masks.js";
import { factsOver, readerOver } from "./reading.js";

/** Dossiers whose facts are asked for at once. */
const AT_ONCE = 50;

/** What goes into an evidence file. */
export interface EvidenceContent {
  /** Where the suite is. */
  readonly deployment: Deployment;
  /** Whether it proves what was settled: it then tells who knows a dossier which insurers paid. `false` by default. */
  readonly settlements?: boolean;
  /** Is told how many dossiers are done. */
  readonly progress?: (done: number, of: number) => void;
}

/**
 * Collects what proves the facts that dossiers are judged by, at one block. The node is not trusted: what it makes up proves
 * nothing to a reader who knows the block's hash.
 * @param node One that answers `eth_getProof` at that block.
 * @param dossiers What is shown of each (`evidenceOf`); the file does not name them.
 * @param block `finalized`, `latest` or a number.
 * @throws {ChainError} when the node does not answer, or its proofs do not hold.
 *
 * @example
 * ```ts
 * import { JsonRpc } from "clairevoie/chain";
 * import { makeEvidence } from "clairevoie/evidence";
 * import { evidenceOf } from "clairevoie/protocol";
 * const { file, blockHash } = await makeEvidence(new JsonRpc(rpc), [evidenceOf(certificate)], "latest", { deployment });
 * ```
 */
export async function makeEvidence(
  node: Asks,
  dossiers: readonly Evidence[],
  block: string | number,
  content: EvidenceContent,
): Promise<{ readonly file: EvidenceFile; readonly blockHash: Hex; readonly number: number }> {
  const header = await headerAt(node, block);
  const readerWith = (witness: ProofWitness) => new ProofReader(node, content.deployment, header.hash, witness);
  const file = await collect(header, readerWith, dossiers, content);
  return { file, blockHash: header.hash, number: header.number };
}

/**
 * A header as a node gives it, whose hash is computed here. @throws {ChainError} when there is none, or its hash is another.
 * @internal
 */
export async function headerAt(node: Asks, block: string | number) {
  const given = await node.ask("eth_getBlockByNumber", [tagged(block), false]);
  if (given === null) throw new ChainError("unreachable", "node-without-block", { block: String(block) });
  const header = hashedHeader(given);
  if (header === null || header.hash !== (given as { readonly hash?: unknown }).hash) {
    throw new ChainError("contradicted", "other-header");
  }
  return header;
}

/**
 * What of an evidence file proves the facts of these dossiers, and nothing else of it. No node is asked.
 * @throws {ChainError} when the file does not prove one of them.
 *
 * @example
 * ```ts
 * import { cutEvidence, parseEvidence } from "clairevoie/evidence";
 * import { evidenceOf } from "clairevoie/protocol";
 * const ofOne = await cutEvidence(parseEvidence(text), [evidenceOf(certificate)], { deployment });
 * ```
 */
export async function cutEvidence(
  file: EvidenceFile,
  dossiers: readonly Evidence[],
  content: EvidenceContent,
): Promise<EvidenceFile> {
  const { deployment } = content;
  if (file.chainId !== deployment.chainId) {
    throw new ChainError("wrong-chain", "evidence-of-another-chain", {
      found: file.chainId,
      expected: deployment.chainId,
    });
  }
  const open = openEvidence(file);
  const header = { hash: open.header.hash, rlp: file.header };
  return collect(header, (witness) => readerOver(open, deployment, witness), dossiers, content);
}

async function collect(
  header: { readonly hash: Hex; readonly rlp: Hex },
  readerWith: (witness: ProofWitness) => ChainReader,
  dossiers: readonly Evidence[],
  { deployment, settlements = false, progress }: EvidenceContent,
): Promise<EvidenceFile> {
  const nodes = new Map<Hex, Hex>();
  const leaves = new Map<Hex, Hex>();
  const known = new Set<Hex>();
  const keep = (node: Hex) => {
    if (known.has(node)) return;
    known.add(node);
    nodes.set(toHex(keccak(fromHex(node))), node);
  };
  const reader = readerWith((contract, slot, under, { account, storage }) => {
    account.forEach(keep);
    const last = storage.at(-1);
    const hasLeaf = last !== undefined && isLeafNode(last);
    (hasLeaf ? storage.slice(0, -1) : storage).forEach(keep);
    if (!hasLeaf) return;
    const name = { block: header.hash, address: deployment.contracts[contract].address, slot, under };
    leaves.set(indexOf(name), masked(name, last));
  });
  for (let from = 0; from < dossiers.length; from += AT_ONCE) {
    progress?.(from, dossiers.length);
    await factsOver(reader, deployment, dossiers.slice(from, from + AT_ONCE), settlements);
  }
  progress?.(dossiers.length, dossiers.length);
  const sorted = (entries: ReadonlyMap<Hex, Hex>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    format: EVIDENCE_FORMAT,
    chainId: deployment.chainId,
    header: header.rlp,
    nodes: sorted(nodes).map(([, node]) => node),
    leaves: sorted(leaves).map(([index, leaf]): Hex => `${index}${leaf.slice(2)}`),
  };
}
