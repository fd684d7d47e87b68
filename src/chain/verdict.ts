import {
  ASPECTS,
  type Asker,
  type Finding,
  finding,
  findingCode,
  type Hex,
  type Policy,
  type Receipt,
  reasonBits,
  STAGES,
  ZERO,
} from "../protocol/index.js";
import { asChainError, ChainError } from "./errors.js";
import type { Suite } from "./suite.js";

/**
 * The chain's own verdict: one `eth_call` to `ConformityVerifier.assess`. It must say what `assessReceipts` says.
 * @throws {ChainError} when the node does not answer, or knows findings that this version does not.
 *
 * @example
 * ```ts
 * import { assessOnChain, connect } from "clairevoie/chain";
 * const findings = await assessOnChain(await connect({ rpc, deployment }), receipts, policy, { rank: 1 });
 * ```
 */
export async function assessOnChain(
  suite: Suite,
  receipts: readonly Receipt[],
  policy: Policy,
  asker: Asker = {},
): Promise<Finding[]> {
  try {
    const findings = await suite.verifier.assess(
      receipts.map((receipt) => ({
        ...receipt,
        statement: { ...receipt.statement, aspects: asTuple(receipt.statement.aspects) },
      })),
      {
        lagSeconds: policy.lagSeconds,
        toleranceSeconds: policy.toleranceSeconds,
        quoteSeconds: policy.quoteSeconds,
        finalitySeconds: policy.finalitySeconds,
        reasons: reasonBits(policy),
        acceptOwnSettlement: policy.acceptOwnSettlement,
      },
      { insurer: asker.insurer ?? ZERO, rank: asker.rank ?? 0, split: asker.split ?? ZERO },
    );
    return findings.map(({ code, stage, aspect, subject }) => {
      const name = findingCode(Number(code));
      if (!name) throw new ChainError("wrong-chain", `the verifier reports finding ${code}, unknown to this version`);
      const [stageName, aspectName] = [STAGES[Number(stage)], ASPECTS[Number(aspect)]];
      return finding(name, {
        ...(stageName && { stage: stageName }),
        ...(aspectName && { aspect: aspectName }),
        ...(subject !== ZERO && { subject: subject as Hex }),
      });
    });
  } catch (error) {
    throw asChainError(error, suite.verifier.interface, "asking the chain's verdict");
  }
}

type Thirteen = [Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex];

function asTuple(aspects: readonly Hex[]): Thirteen {
  return [...aspects] as Thirteen;
}
