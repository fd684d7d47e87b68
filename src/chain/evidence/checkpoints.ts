import type { Signer } from "ethers";
import * as z from "zod";
import { recoverSigner } from "../../protocol/batches.js";
import { type Hex, word } from "../../protocol/bytes.js";
import { DOMAIN_NAMES, fieldsOf, hashStruct, member, TYPES, typedDataDigest, typeHash } from "../../protocol/eip712.js";
import { normalizeSignature, read } from "../../protocol/index.js";
import { parseJson } from "../../protocol/json.js";
import { address, bytes32, chainId, hexOf, says } from "../../protocol/schema.js";
import type { Deployment } from "../deployment.js";
import { ChainError } from "../errors.js";
import { chainReference } from "../reference.js";

export const CHECKPOINTS_FORMAT = "clairevoie-checkpoints/1";
export const CHECKPOINT_SIGNERS_FORMAT = "clairevoie-checkpoint-signers/1";

const MOST_SIGNERS = 64;
const MOST_CHECKPOINTS = 10_000;

const format = <F extends string>(name: F) =>
  z.literal(name, says("wrong-version", { format: name })).meta({ description: "What the file is, and its version" });

export const checkpointsSchema = z
  .strictObject({
    format: format(CHECKPOINTS_FORMAT),
    chain: z
      .strictObject({
        chainId,
        partyRegistry: address.meta({ description: "Address of PartyRegistry, lower case" }),
      })
      .meta({ description: "The chain, and the deployment in whose domain the signatures are made" }),
    checkpoints: z
      .array(
        z.strictObject({
          number: z.int().min(0).max(Number.MAX_SAFE_INTEGER).meta({ description: "Number of the block" }),
          hash: bytes32.meta({ description: "Hash of the block" }),
          signatures: z
            .array(hexOf(65))
            .max(MOST_SIGNERS)
            .meta({ description: "EIP-712 signatures of Checkpoint, 65 bytes r, s, v each" }),
        }),
      )
      .max(MOST_CHECKPOINTS),
  })
  .meta({ title: "Checkpoints", description: "Blocks of which keys say that they are the chain's" });
/** Blocks of which keys say that they are the chain's. Whether those keys are believed is the reader's own choice. */
export type CheckpointsFile = z.infer<typeof checkpointsSchema>;

export const checkpointSignersSchema = z
  .strictObject({
    format: format(CHECKPOINT_SIGNERS_FORMAT),
    threshold: z.int().min(1).max(MOST_SIGNERS).meta({ description: "How many of them must have signed a block" }),
    signers: z
      .array(address)
      .min(1)
      .max(MOST_SIGNERS)
      .refine((signers) => new Set(signers).size === signers.length, says("listed-twice"))
      .meta({ description: "Accounts of the keys that you trust, lower case, each once" }),
  })
  .refine(({ threshold, signers }) => threshold <= signers.length, {
    message: says("threshold-unreachable"),
    path: ["threshold"],
  })
  .meta({
    title: "Checkpoint signers",
    description: "The keys that a reader of checkpoints trusts, and how many must agree",
  });
/** The keys that a reader of checkpoints trusts, and how many of them must agree. */
export type CheckpointSigners = z.infer<typeof checkpointSignersSchema>;

/**
 * Reads checkpoints from their text or from parsed JSON. Nobody is believed yet.
 * @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseCheckpoints } from "clairevoie/evidence";
 * const { checkpoints } = parseCheckpoints(text);
 * ```
 */
export function parseCheckpoints(input: unknown): CheckpointsFile {
  return read(checkpointsSchema, typeof input === "string" ? parseJson(input, "checkpoints") : input, "checkpoints");
}

/**
 * Reads the list of the keys that a reader trusts.
 * @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseCheckpointSigners } from "clairevoie/evidence";
 * const { threshold, signers } = parseCheckpointSigners(text);
 * ```
 */
export function parseCheckpointSigners(input: unknown): CheckpointSigners {
  const given = typeof input === "string" ? parseJson(input, "signers") : input;
  return read(checkpointSignersSchema, given, "signers");
}

/** The types of a checkpoint for `signTypedData` of any wallet, in the domain of batches. */
export const CHECKPOINT_TYPES = { Checkpoint: fieldsOf(TYPES.Checkpoint) };

const CHECKPOINT_TYPE = typeHash(TYPES.Checkpoint);

/** A block, and its hash. */
export interface BlockHash {
  readonly number: number;
  readonly hash: Hex;
}

/** What a key signs of a block. */
function digestOf({ chainId: id, partyRegistry }: CheckpointsFile["chain"], { number, hash }: BlockHash): Hex {
  const domain = { chainId: id, verifyingContract: partyRegistry };
  return typedDataDigest(domain, hashStruct(CHECKPOINT_TYPE, word(id), word(number), member(hash)));
}

/**
 * Signs that a block is the chain's. Sign only what a node of your own, or several that agree, hold for final.
 * @throws {ChainError} when the key cannot sign.
 *
 * @example
 * ```ts
 * import { signCheckpoint } from "clairevoie/evidence";
 * const file = await signCheckpoint(signer, deployment, { number: 21_000_000, hash: blockHash });
 * ```
 */
export async function signCheckpoint(
  signer: Signer,
  deployment: Deployment,
  block: BlockHash,
): Promise<CheckpointsFile> {
  const { chainId: id, partyRegistry } = chainReference(deployment);
  const { number, hash } = block;
  const domain = { ...DOMAIN_NAMES, chainId: id, verifyingContract: partyRegistry };
  const given = await signer.signTypedData(domain, CHECKPOINT_TYPES, { chainId: id, number, hash });
  const digest = digestOf({ chainId: id, partyRegistry }, block);
  const signature = normalizeSignature(digest, given, await signer.getAddress());
  return parseCheckpoints({
    format: CHECKPOINTS_FORMAT,
    chain: { chainId: id, partyRegistry },
    checkpoints: [{ number, hash, signatures: [signature] }],
  });
}

/** A block, and who of the reader's keys vouches for it. */
export interface CheckedCheckpoint extends BlockHash {
  readonly signers: readonly Hex[];
  /** As many of them as the reader asks for. */
  readonly isTrusted: boolean;
}

/**
 * Counts which of the keys that the reader trusts signed which block, over any number of files. A key counts once for a block; one
 * that signed two hashes of one number counts for neither.
 * @throws {ChainError} when the files are of another chain or deployment, or enough keys vouch for two hashes of one number.
 *
 * @example
 * ```ts
 * import { checkCheckpoints, parseCheckpointSigners, parseCheckpoints } from "clairevoie/evidence";
 * const [checked] = checkCheckpoints([parseCheckpoints(text)], parseCheckpointSigners(text), deployment);
 * if (checked?.isTrusted) console.log(checked.hash);
 * ```
 */
export function checkCheckpoints(
  files: readonly CheckpointsFile[],
  { signers, threshold }: CheckpointSigners,
  deployment: Deployment,
): readonly CheckedCheckpoint[] {
  const { chainId: id, partyRegistry } = chainReference(deployment);
  const found = new Map<string, BlockHash & { readonly by: Set<Hex> }>();
  const signed = new Map<string, Set<Hex>>();
  for (const { chain, checkpoints } of files) {
    if (chain.chainId !== id || chain.partyRegistry !== partyRegistry) {
      throw new ChainError("wrong-chain", "checkpoints-of-another-chain", { found: chain.chainId, expected: id });
    }
    for (const { number, hash, signatures } of checkpoints) {
      const name = `${number}/${hash}`;
      const block = found.get(name) ?? { number, hash, by: new Set<Hex>() };
      found.set(name, block);
      for (const signature of signatures) {
        const by = recoverSigner(digestOf(chain, block), signature);
        if (by === null || !signers.includes(by)) continue;
        block.by.add(by);
        const said = `${number}/${by}`;
        signed.set(said, (signed.get(said) ?? new Set<Hex>()).add(hash));
      }
    }
  }
  const isOfOneWord = (number: number, by: Hex) => signed.get(`${number}/${by}`)?.size === 1;
  const checked = [...found.values()].map(({ number, hash, by }): CheckedCheckpoint => {
    const counted = [...by].filter((key) => isOfOneWord(number, key)).sort();
    return { number, hash, signers: counted, isTrusted: counted.length >= threshold };
  });
  const trusted = new Set<number>();
  for (const { number } of checked.filter(({ isTrusted }) => isTrusted)) {
    if (trusted.has(number)) throw new ChainError("contradicted", "checkpoints-contradict", { block: number });
    trusted.add(number);
  }
  return checked.sort((a, b) => a.number - b.number || (a.hash < b.hash ? -1 : 1));
}
