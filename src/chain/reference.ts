import type { ChainReference, Hex } from "../protocol/index.js";
import type { Deployment } from "./deployment.js";

const lower = (address: string) => address.toLowerCase() as Hex;

/**
 * What a certificate says of the chain, from a deployment.
 * @internal
 */
export function chainReference({ chainId, contracts }: Deployment): ChainReference {
  return {
    chainId,
    partyRegistry: lower(contracts.partyRegistry.address),
    anchorRegistry: lower(contracts.anchorRegistry.address),
    withdrawalRegistry: lower(contracts.withdrawalRegistry.address),
    settlementRegistry: lower(contracts.settlementRegistry.address),
    stockRegistry: lower(contracts.stockRegistry.address),
  };
}
