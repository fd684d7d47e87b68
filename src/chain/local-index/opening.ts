import { existsSync } from "node:fs";
import { InputError } from "../../protocol/index.js";
import type { Deployment } from "../deployment.js";
import { ChainError } from "../errors.js";
import { CLOCK_TOLERANCE_S } from "../health.js";
import { chainReference } from "../reference.js";
import { type IndexFacts, openFacts } from "./facts.js";

/** What an index is held to before anything is judged with it. */
export interface IndexWishes {
  readonly file: string;
  /** The deployment that is known of a chain, which the index must be of; undefined where none is known. */
  deploymentOf?(chainId: number): Deployment | undefined;
  /** How old its newest block may be. */
  readonly maxAgeSeconds?: number;
}

/** Facts of an index that is what it should be, and how old its newest block is. */
export interface CheckedFacts {
  readonly facts: IndexFacts;
  readonly ageSeconds: number;
}

/**
 * Opens an index as `openFacts` does, and refuses one of another deployment or that is too old.
 * @throws {InputError} when it is not there, is no index, or of another deployment.
 * @throws {ChainError} when it is too old, or its last block is more than two minutes ahead of this machine's clock, by which its
 * age is told, or it is of another chain than the deployment.
 *
 * @example
 * ```ts
 * import { openCheckedFacts } from "clairevoie/local-index";
 * const { facts } = openCheckedFacts({ file: "clairevoie.index", maxAgeSeconds: 86_400 });
 * ```
 */
export function openCheckedFacts({ file, deploymentOf, maxAgeSeconds }: IndexWishes): CheckedFacts {
  if (!existsSync(file)) throw new InputError(file, "index-not-there");
  const facts = openFacts({ file });
  try {
    requireDeployment(file, facts, deploymentOf?.(facts.chain.chainId));
    const sinceBlock = Math.floor(Date.now() / 1000) - facts.block.time;
    const ageSeconds = Math.max(0, sinceBlock);
    // An age by a clock that is behind the chain would be none, whatever happened since.
    if (maxAgeSeconds !== undefined && sinceBlock < -CLOCK_TOLERANCE_S) {
      throw new ChainError("refused", "index-of-the-future", { seconds: -sinceBlock });
    }
    if (maxAgeSeconds !== undefined && ageSeconds > maxAgeSeconds) {
      throw new ChainError("refused", "index-too-old", { hours: Math.floor(ageSeconds / 3600) });
    }
    return { facts, ageSeconds };
  } catch (error) {
    facts.close();
    throw error;
  }
}

function requireDeployment(file: string, { chain }: IndexFacts, deployment: Deployment | undefined): void {
  if (deployment === undefined) return;
  if (deployment.chainId !== chain.chainId) {
    throw new ChainError("wrong-chain", "index-of-another-chain", {
      found: chain.chainId,
      expected: deployment.chainId,
    });
  }
  const reference = chainReference(deployment);
  if ((Object.keys({ ...chain, ...reference }) as (keyof typeof chain)[]).some((it) => chain[it] !== reference[it])) {
    throw new InputError(file, "index-of-another-deployment");
  }
}
