import type { BlockTag } from "ethers";
import type { Deployment } from "./chain/deployment.js";
import { ChainError } from "./chain/errors.js";
import { JsonRpc } from "./chain/json-rpc.js";
import { gatherFactsOf } from "./chain/live.js";
import { ProofReader } from "./chain/proving/reader.js";
import { RpcReader } from "./chain/reader.js";
import { chainReference } from "./chain/reference.js";
import {
  type AskingInsurer,
  assess,
  evidenceOf,
  type Hex,
  type Policy,
  parseCertificate,
  parseClaim,
  policy,
  type Verdict,
} from "./protocol/index.js";

/** Against what a certificate is judged. */
export interface VerifyOptions {
  /** Address of a JSON-RPC node: one that you trust, or any that answers `eth_getProof` when `blockHash` is given. */
  readonly rpc: string;
  /** Where the suite is, from a source that you trust: never from the certificate. */
  readonly deployment: Deployment;
  readonly policy?: Partial<Policy>;
  /** Who you are: what you settled yourself, and claims on other insurers, are then recognised. */
  readonly insurer?: AskingInsurer;
  /** `latest` by default, `finalized` where a reorganisation would cost money. */
  readonly blockTag?: BlockTag;
  /** A block that you trust, of a light client for example: every fact is then proven against it, whoever runs the node. */
  readonly blockHash?: Hex;
  /** Milliseconds within which the node must answer each request; 20 seconds by default. */
  readonly timeoutMs?: number;
}

/**
 * Judges one certificate, and loads nothing else: no wallet, no provider, no transaction. For browsers and small programs;
 * `Insurer` does the same, and settles.
 * @param certificate Its text, parsed JSON, or what `parseCertificate` gave.
 * @param claim The same, of the claim.
 * @throws {InputError} naming what is malformed.
 * @throws {ChainError} when the chain cannot be read: no verdict is better than a wrong one.
 *
 * @example
 * ```ts
 * import { verify } from "clairevoie/verify";
 * const { conform, findings } = await verify(certificate, claim, { rpc, deployment });
 * ```
 */
export async function verify(certificate: unknown, claim: unknown, options: VerifyOptions): Promise<Verdict> {
  const { deployment } = options;
  const accepted = policy(options.policy);
  const read = { certificate: parseCertificate(certificate), claim: parseClaim(claim) };
  const patience = options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs };
  const node = new RpcReader(options.rpc, patience);
  const chainId = await node.chainId();
  if (chainId !== deployment.chainId) {
    throw new ChainError("wrong-chain", "node-on-another-chain", {
      found: Number(chainId),
      expected: deployment.chainId,
    });
  }
  const { blockHash } = options;
  const reader = blockHash ? new ProofReader(new JsonRpc(options.rpc, patience), deployment, blockHash) : node;
  const linkRegistry = deployment.contracts.linkRegistry.address.toLowerCase() as Hex;
  const view = { reference: chainReference(deployment), linkRegistry, reader };
  const facts = await gatherFactsOf(view, [evidenceOf(read.certificate)], options.blockTag);
  return assess(read.certificate, read.claim, facts, accepted, options.insurer);
}
