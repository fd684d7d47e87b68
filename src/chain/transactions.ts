import type { ContractTransactionReceipt, ContractTransactionResponse, Interface } from "ethers";
import { asChainError, ChainError } from "./errors.js";
import { networkOf } from "./networks.js";

/**
 * Sends a transaction and waits until as many blocks hold it as its chain asks for (`networkOf`).
 * @param doing What it is for, for an error to say.
 * @throws {ChainError} with the contract's reason and the remedy.
 * @internal
 */
export async function transact(
  contract: { readonly interface: Interface },
  doing: string,
  send: () => Promise<ContractTransactionResponse>,
): Promise<ContractTransactionReceipt> {
  try {
    const response = await send();
    const receipt = await response.wait(networkOf(Number(response.chainId)).confirmations);
    if (!receipt) throw new ChainError("refused", `${doing}: the transaction was dropped; send it again`);
    return receipt;
  } catch (error) {
    throw asChainError(error, contract.interface, doing);
  }
}
