import { fromHex, type Hex, toHex } from "../../protocol/bytes.js";
import { keccak } from "../../protocol/eip712.js";
import type { ChainFacts, Evidence } from "../../protocol/index.js";
import type { Deployment } from "../deployment.js";
import { ChainError } from "../errors.js";
import { gatherFactsOf } from "../live.js";
import { answerFrom } from "../proving/answers.js";
import { type ProvenContract, slotHex } from "../proving/layout.js";
import type { ProofWitness } from "../proving/reader.js";
import { followed, type SlotReader, slotIn, storageRootIn } from "../proving/state.js";
import type { TrieNodes } from "../proving/trie.js";
import type { ChainReader } from "../reader.js";
import { readingAbi } from "../reading.js";
import { chainReference } from "../reference.js";
import { type CheckpointSigners, type CheckpointsFile, checkCheckpoints } from "./checkpoints.js";
import { type EvidenceFile, type OpenEvidence, openEvidence } from "./file.js";
import { indexOf, type LeafName, masked } from "./masks.js";

/** Against what an evidence file is read. */
export interface EvidenceOptions {
  /** Where the suite is, from a source that you trust: never from the file or the certificate. */
  readonly deployment: Deployment;
  /** The hash of the block, from elsewhere: a whole header and its tries can be made up. */
  readonly blockHash?: Hex;
  /** In place of the hash: checkpoints, and whom you trust to sign them. */
  readonly checkpoints?: { readonly files: readonly CheckpointsFile[]; readonly signers: CheckpointSigners };
  /**
   * Whether the file must prove what was settled. `true` by default: what was paid before is a finding. With `false` nobody looks,
   * and the verdict is worth that much less.
   */
  readonly settlements?: boolean;
}

/**
 * The facts that dossiers are judged by, from an evidence file: no node is asked. They hold at the file's block, and say nothing of
 * what came later: no payment rests on them.
 * @param dossiers What is shown of each (`evidenceOf`): the file does not say what it answers.
 * @throws {ChainError} when nobody vouches for the block, or the file does not prove one of the facts: nothing can be told then.
 *
 * @example
 * ```ts
 * import { evidenceFacts, parseEvidence } from "clairevoie/evidence";
 * import { assess, DEFAULT_POLICY, evidenceOf, parseCertificate, parseClaim } from "clairevoie/protocol";
 * const read = parseCertificate(certificate);
 * const facts = await evidenceFacts(parseEvidence(text), [evidenceOf(read)], { deployment, blockHash });
 * const verdict = assess(read, parseClaim(claim), facts, DEFAULT_POLICY);
 * ```
 */
export async function evidenceFacts(
  file: EvidenceFile,
  dossiers: readonly Evidence[],
  options: EvidenceOptions,
): Promise<ChainFacts> {
  const { deployment, settlements = true } = options;
  if (file.chainId !== deployment.chainId) {
    throw new ChainError("wrong-chain", "evidence-of-another-chain", {
      found: file.chainId,
      expected: deployment.chainId,
    });
  }
  const open = openEvidence(file);
  vouch(open.header, options);
  return factsOver(readerOver(open, deployment), deployment, dossiers, settlements);
}

/** @throws {ChainError} when nobody but the file itself says that its block is the chain's. */
function vouch({ number, hash }: OpenEvidence["header"], options: EvidenceOptions): void {
  const { blockHash, checkpoints, deployment } = options;
  if (checkpoints) {
    const { files, signers } = checkpoints;
    const checked = checkCheckpoints(files, signers, deployment).filter((one) => one.number === number);
    const trusted = checked.find(({ isTrusted }) => isTrusted);
    if (!trusted) {
      const found = checked.find((one) => one.hash === hash)?.signers.length ?? 0;
      throw new ChainError("contradicted", "evidence-without-checkpoint", {
        block: number,
        found,
        needed: signers.threshold,
      });
    }
    if (trusted.hash !== hash)
      throw new ChainError("contradicted", "evidence-of-another-block", { block: number, hash });
  }
  if (blockHash === undefined && !checkpoints) {
    throw new ChainError("contradicted", "evidence-unvouched", { block: number });
  }
  if (blockHash !== undefined && blockHash.toLowerCase() !== hash) {
    throw new ChainError("contradicted", "evidence-of-another-block", { block: number, hash });
  }
}

/**
 * The facts of dossiers through a reader, with what was settled or without.
 * @internal
 */
export async function factsOver(
  reader: ChainReader,
  deployment: Deployment,
  dossiers: readonly Evidence[],
  settlements: boolean,
): Promise<ChainFacts> {
  const linkRegistry = deployment.contracts.linkRegistry.address.toLowerCase() as Hex;
  const view = { reference: chainReference(deployment), linkRegistry };
  if (settlements) return gatherFactsOf({ ...view, reader }, dossiers);
  const facts = await gatherFactsOf({ ...view, reader: unsettled(reader) }, dossiers);
  const rounds = new Map(dossiers.map(({ dossier, grant }) => [dossier.settler, grant?.round ?? 0]));
  return { ...facts, settlement: (settler) => ({ ...facts.settlement(settler), round: rounds.get(settler) ?? 0 }) };
}

const NOTHING_SETTLED = [`0x${"00".repeat(20)}`, 0, `0x${"00".repeat(32)}`, `0x${"00".repeat(32)}`];

/** Answers that nothing is settled, and looks nowhere. */
function unsettled(reader: ChainReader): ChainReader {
  return {
    block: (tag) => reader.block(tag),
    call: async (to, data, block) =>
      readingAbi.parseTransaction({ data })?.name === "settlementOf"
        ? readingAbi.encodeFunctionResult("settlementOf", [NOTHING_SETTLED])
        : reader.call(to, data, block),
  };
}

/**
 * Answers from an evidence file alone.
 * @internal
 */
export function readerOver(open: OpenEvidence, deployment: Deployment, witness?: ProofWitness): ChainReader {
  const { header, nodes } = open;
  const accounts = new Map<ProvenContract, { readonly root: Hex; readonly path: readonly Hex[] }>();
  const accountOf = (contract: ProvenContract) => {
    const known = accounts.get(contract);
    if (known) return known;
    const { nodes: account, path } = followed(nodes);
    const root = storageRootIn(account, header.stateRoot, contract, deployment.contracts[contract]);
    const found = { root, path };
    accounts.set(contract, found);
    return found;
  };
  const read: SlotReader = async (contract, slot, under = slot) => {
    const account = accountOf(contract);
    const { address } = deployment.contracts[contract];
    const name = { block: header.hash, address, slot, under };
    const storage = followed(withLeaf(open, name));
    const value = slotIn(storage.nodes, account.root, contract, slotHex(slot));
    witness?.(contract, slot, under, { value, account: account.path, storage: storage.path });
    return value;
  };
  return {
    block: async () => header,
    call: async (to, data) => {
      try {
        return await answerFrom(read, deployment, to, data);
      } catch (error) {
        const lacking = error instanceof ChainError && error.code === "state-not-proven";
        if (!lacking) throw error;
        const fact = readingAbi.parseTransaction({ data })?.name ?? "";
        throw new ChainError("contradicted", "evidence-lacks", { fact: fact as never, block: header.number });
      }
    },
  };
}

/** The nodes, and the one leaf that ends the way to a slot. Like any node it is believed for its hash alone. */
function withLeaf({ nodes, leaves }: OpenEvidence, name: LeafName): TrieNodes {
  const get = (hash: Hex) => {
    const node = nodes.get(hash);
    if (node !== undefined) return node;
    const leaf = leaves.get(indexOf(name));
    const unmasked = leaf && masked(name, leaf);
    return unmasked && toHex(keccak(fromHex(unmasked))) === hash ? unmasked : undefined;
  };
  return { get };
}
