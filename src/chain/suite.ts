import type { ContractRunner, Provider } from "ethers";
import type { IAnchorRegistry } from "../../typechain-types/contracts/interfaces/IAnchorRegistry.js";
import type { IConformityVerifier } from "../../typechain-types/contracts/interfaces/IConformityVerifier.js";
import type { ILinkRegistry } from "../../typechain-types/contracts/interfaces/ILinkRegistry.js";
import type { IPartyRegistry } from "../../typechain-types/contracts/interfaces/IPartyRegistry.js";
import type { ISettlementRegistry } from "../../typechain-types/contracts/interfaces/ISettlementRegistry.js";
import type { IStockRegistry } from "../../typechain-types/contracts/interfaces/IStockRegistry.js";
import type { IWithdrawalRegistry } from "../../typechain-types/contracts/interfaces/IWithdrawalRegistry.js";
import { IAnchorRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IAnchorRegistry__factory.js";
import { IConformityVerifier__factory } from "../../typechain-types/factories/contracts/interfaces/IConformityVerifier__factory.js";
import { ILinkRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/ILinkRegistry__factory.js";
import { IPartyRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IPartyRegistry__factory.js";
import { ISettlementRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/ISettlementRegistry__factory.js";
import { IStockRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IStockRegistry__factory.js";
import { IWithdrawalRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IWithdrawalRegistry__factory.js";
import type { ChainReference, Hex } from "../protocol/index.js";
import type { Deployment } from "./deployment.js";
import { ChainError } from "./errors.js";
import { type ChainReader, readerOf } from "./reader.js";
import { chainReference } from "./reference.js";

/** The deployed contracts, typed, and what refers to them in certificates. */
export interface Suite {
  readonly reference: ChainReference;
  /** Address of the registry of links, in lower case: no certificate names it. */
  readonly linkRegistry: Hex;
  readonly provider: Provider;
  readonly reader: ChainReader;
  readonly parties: IPartyRegistry;
  readonly links: ILinkRegistry;
  readonly anchors: IAnchorRegistry;
  readonly withdrawals: IWithdrawalRegistry;
  readonly settlements: ISettlementRegistry;
  readonly stock: IStockRegistry;
  readonly verifier: IConformityVerifier;
}

/**
 * Typed clients of a deployment. No call is made.
 * @param runner A signer with a provider, to write; a provider is enough to read.
 * @throws {ChainError} when the runner has no provider.
 *
 * @example
 * ```ts
 * import { suiteOf } from "clairevoie/chain";
 * const { anchors } = suiteOf(deployment, provider);
 * ```
 */
export function suiteOf(deployment: Deployment, runner: ContractRunner): Suite {
  const { provider } = runner;
  if (!provider) throw new ChainError("unreachable", "signer-without-node");
  const { contracts } = deployment;
  return {
    reference: chainReference(deployment),
    linkRegistry: contracts.linkRegistry.address.toLowerCase() as Hex,
    provider,
    reader: readerOf(provider),
    parties: IPartyRegistry__factory.connect(contracts.partyRegistry.address, runner),
    links: ILinkRegistry__factory.connect(contracts.linkRegistry.address, runner),
    anchors: IAnchorRegistry__factory.connect(contracts.anchorRegistry.address, runner),
    withdrawals: IWithdrawalRegistry__factory.connect(contracts.withdrawalRegistry.address, runner),
    settlements: ISettlementRegistry__factory.connect(contracts.settlementRegistry.address, runner),
    stock: IStockRegistry__factory.connect(contracts.stockRegistry.address, runner),
    verifier: IConformityVerifier__factory.connect(contracts.conformityVerifier.address, runner),
  };
}
