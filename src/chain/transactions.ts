import type { ContractTransactionReceipt, ContractTransactionResponse, Interface } from "ethers";
import { asChainError, ChainError } from "./errors.js";

/**
 * Sends a transaction and waits until it is in a block.
 * @param doing What it is for, for an error to say.
 * @throws {ChainError} with the contract's reason and the remedy.
 */
export async function transact(
  contract: { readonly interface: Interface },
  doing: string,
  send: () => Promise<ContractTransactionResponse>,
): Promise<ContractTransactionReceipt> {
  try {
    const receipt = await (await send()).wait();
    if (!receipt) throw new ChainError("refused", `${doing}: the transaction was dropped; send it again`);
    return receipt;
  } catch (error) {
    throw asChainError(error, contract.interface, doing);
  }
}
