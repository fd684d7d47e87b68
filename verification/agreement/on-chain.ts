import type { JsonRpcApiProvider } from "ethers";
import type { Suite } from "../../src/chain/index.js";
import type { Found } from "../oracle/receipts.js";
import { asAsker, asDossier, asPolicy, foundBy } from "./arguments.js";
import type { Question } from "./questions.js";

/** Asks the Solidity verifier, as `assessOnChain` does, without a wrapper in between: tens of thousands of dossiers are judged. */
export async function verifierOf(suite: Suite): Promise<(question: Question) => Promise<readonly Found[]>> {
  const { verifier } = suite;
  const to = await verifier.getAddress();
  return async ({ evidence, policy, asker }) => {
    const given = [asDossier(evidence) as never, asPolicy(policy) as never, asAsker(asker) as never] as const;
    const data = verifier.interface.encodeFunctionData("assess", [...given]);
    const node = suite.provider as JsonRpcApiProvider;
    return foundBy((await node.send("eth_call", [{ to, data }, "latest"])) as string);
  };
}
