import { AbstractSigner, type Provider, resolveAddress, type Signer, type TransactionRequest } from "ethers";
import { ClairevoieError } from "../protocol/index.js";

/**
 * Thrown instead of sending: what the transaction would have used. Not a failure.
 *
 * @example
 * ```ts
 * import { DryRun } from "clairevoie/chain";
 * const costOf = (error: unknown) => (error instanceof DryRun ? error.gas * error.gasPrice : 0n);
 * ```
 */
export class DryRun extends ClairevoieError<"dry-run"> {
  override readonly name = "DryRun";
  /** Gas that the node estimates. */
  readonly gas: bigint;
  /** Price of a unit of gas now, in wei. */
  readonly gasPrice: bigint;
  /** What would be called, and with what: another account may send it, a multisig say. */
  readonly call: Readonly<Record<"to" | "data", string>> | undefined;

  constructor(gas: bigint, gasPrice: bigint, call?: DryRun["call"]) {
    super("dry-run", { gas, gasPrice });
    this.gas = gas;
    this.gasPrice = gasPrice;
    this.call = call;
  }
}

/**
 * A signer that signs messages as the other does, and estimates transactions instead of sending them.
 *
 * @example
 * ```ts
 * import { DryRunSigner } from "clairevoie/chain";
 * const harmless = new DryRunSigner(signer); // estimates, and sends nothing
 * ```
 */
export class DryRunSigner extends AbstractSigner {
  readonly #signer: Signer;

  constructor(signer: Signer, provider: Provider | null = signer.provider) {
    super(provider);
    this.#signer = signer;
  }

  override connect(provider: Provider | null): DryRunSigner {
    return new DryRunSigner(this.#signer, provider);
  }

  override getAddress(): Promise<string> {
    return this.#signer.getAddress();
  }

  override signTransaction(): Promise<string> {
    throw new ClairevoieError("dry-run-signs-nothing");
  }

  override signMessage(message: string | Uint8Array): Promise<string> {
    return this.#signer.signMessage(message);
  }

  override signTypedData(...typed: Parameters<Signer["signTypedData"]>): Promise<string> {
    return this.#signer.signTypedData(...typed);
  }

  /**
   * Never sends.
   * @throws {DryRun} with what it would use; or the error of the node, when the transaction would fail.
   */
  override async sendTransaction(transaction: TransactionRequest): Promise<never> {
    const gas = await this.estimateGas(transaction);
    const { gasPrice, maxFeePerGas } = (await this.provider?.getFeeData()) ?? {};
    const to = transaction.to && (await resolveAddress(transaction.to, this.provider));
    throw new DryRun(gas, gasPrice ?? maxFeePerGas ?? 0n, to ? { to, data: transaction.data ?? "0x" } : undefined);
  }
}
