import type { ContractRunner, Provider } from "ethers";
import {
  type AnchorRegistry,
  AnchorRegistry__factory,
  type ConformityVerifier,
  ConformityVerifier__factory,
  type PartyRegistry,
  PartyRegistry__factory,
  type SettlementRegistry,
  SettlementRegistry__factory,
  type WithdrawalRegistry,
  WithdrawalRegistry__factory,
} from "../../typechain-types/index.js";
import type { ChainReference, Hex } from "../protocol/index.js";
import type { Deployment } from "./deployment.js";
import { ChainError } from "./errors.js";

/** The deployed contracts, typed, and what refers to them in certificates. */
export interface Suite {
  readonly reference: ChainReference;
  readonly provider: Provider;
  readonly parties: PartyRegistry;
  readonly anchors: AnchorRegistry;
  readonly withdrawals: WithdrawalRegistry;
  readonly settlements: SettlementRegistry;
  readonly verifier: ConformityVerifier;
}

const lower = (address: string) => address.toLowerCase() as Hex;

/** What a certificate says of the chain, from a deployment. */
export function chainReference({ chainId, contracts }: Deployment): ChainReference {
  return {
    chainId,
    partyRegistry: lower(contracts.partyRegistry.address),
    anchorRegistry: lower(contracts.anchorRegistry.address),
    withdrawalRegistry: lower(contracts.withdrawalRegistry.address),
    settlementRegistry: lower(contracts.settlementRegistry.address),
  };
}

/**
 * Typed clients of a deployment. No call is made.
 * @param runner A signer with a provider, to write; a provider is enough to read.
 * @throws {ChainError} when the runner has no provider.
 */
export function suiteOf(deployment: Deployment, runner: ContractRunner): Suite {
  const { provider } = runner;
  if (!provider) throw new ChainError("unreachable", "the signer is connected to no node; connect it to a provider");
  const { contracts } = deployment;
  return {
    reference: chainReference(deployment),
    provider,
    parties: PartyRegistry__factory.connect(contracts.partyRegistry.address, runner),
    anchors: AnchorRegistry__factory.connect(contracts.anchorRegistry.address, runner),
    withdrawals: WithdrawalRegistry__factory.connect(contracts.withdrawalRegistry.address, runner),
    settlements: SettlementRegistry__factory.connect(contracts.settlementRegistry.address, runner),
    verifier: ConformityVerifier__factory.connect(contracts.conformityVerifier.address, runner),
  };
}
