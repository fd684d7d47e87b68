import type { Certificate } from "../certificate.js";
import type { ChainReference } from "../facts.js";
import { type Finding, finding } from "../findings.js";

const FIELDS = ["partyRegistry", "anchorRegistry", "withdrawalRegistry", "settlementRegistry"] as const;

/**
 * The pass before all others: a certificate of another chain or of other contracts is not read.
 * @internal
 */
export function judgeChain(certificate: Certificate, chain: ChainReference): Finding[] {
  return isOfChain(certificate, chain) ? [] : [finding("wrong-chain")];
}

function isOfChain({ chain: named, stock }: Certificate, chain: ChainReference): boolean {
  return (
    named.chainId === chain.chainId &&
    FIELDS.every((field) => named[field] === chain[field]) &&
    (!stock || named.stockRegistry === chain.stockRegistry)
  );
}
