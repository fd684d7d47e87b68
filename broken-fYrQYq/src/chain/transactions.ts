import {
  type ContractTransactionResponse,
  type Interface,
  isError,
  type TransactionReceipt,
  type TransactionResponse,
} from "ethers";
import { asChainError, ChainError } from "./errors.js";
import { networkOf } from "./networks.js";

/** How long a transaction is waited for: longer than a busy chain takes, shorter than a person's patience. */
const PATIENCE_MS = 600_000;

/**
 * Sends a transaction and waits until as many blocks hold it as its chain asks for (`networkOf`).
 * @param doing What it is for, for an error to say.
 * @param patienceMs Milliseconds to wait for it.
 * @throws {ChainError} with the contract's reason and the remedy.
 * @internal
 */
export async function transact(
  contract: { readonly interface: Interface },
  doing: string,
  send: () => Promise<ContractTransactionResponse>,
  patienceMs = PATIENCE_MS,
): Promise<TransactionReceipt> {
  try {
    const response = await send();
    return await mined(response, doing, patienceMs);
  } catch (error) {
    throw asChainError(error, contract.interface, doing);
  }
}

/**
 * Waits until a transaction is mined.
 * @throws {ChainError} when it is not, within `patienceMs`.
 * @internal
 */
export async function mined(
  response: TransactionResponse,
  doing: string,
  patienceMs = PATIENCE_MS,
): Promise<TransactionReceipt> {
  try {
    const receipt = await response.wait(networkOf(Number(response.chainId)).confirmations, patienceMs);
    if (receipt) return receipt;
  } catch (error) {
    if (isError(error, "TIMEOUT")) {
      throw new ChainError(
        "refused",
        `${doing}: the transaction ${response.hash} waits to be mined; raise its fee in the wallet or wait, then run it again`,
      );
    }
    throw error;
  }
  throw new ChainError("refused", `${doing}: the transaction was dropped; send it again`);
}
