import {
  ASPECTS,
  type Asker,
  eyeNumber,
  type Finding,
  finding,
  findingCode,
  type Hex,
  type Policy,
  type Receipt,
  reasonBits,
  STAGES,
  type StockOpening,
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
  openings: readonly StockOpening[] = [],
): Promise<Finding[]> {
  const judged = receipts.map((receipt) => ({
    ...receipt,
    statement: { ...receipt.statement, aspects: asTuple(receipt.statement.aspects) },
  }));
  const accepted = {
    lagSeconds: policy.lagSeconds,
    toleranceSeconds: policy.toleranceSeconds,
    quoteSeconds: policy.quoteSeconds,
    finalitySeconds: policy.finalitySeconds,
    reasons: reasonBits(policy),
    acceptOwnSettlement: policy.acceptOwnSettlement,
  };
  const from = { insurer: asker.insurer ?? ZERO, rank: asker.rank ?? 0, split: asker.split ?? ZERO };
  const units = openings.map((opening) => ({ ...opening, eye: eyeNumber(opening.eye) }));
  try {
    // A suite that was deployed before stock lenses answers for dossiers without.
    const findings =
      units.length === 0
        ? await suite.verifier.assess(judged, accepted, from)
        : await suite.verifier.assessWithStock(judged, units, accepted, from);
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
