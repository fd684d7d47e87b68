/** Why a gateway does not start, or stops. Each code is an exit of its own for the operator to look up in docs/gateway.md. */
export type GatewayErrorCode =
  | "store-in-use"
  | "store-too-new"
  | "store-inconsistent"
  | "sqlite-too-old"
  | "store-not-durable"
  | "pooler"
  | "wrong-chain"
  | "nonce-moved"
  | "path-does-not-verify"
  | "one-account-for-both";

/** What stops a gateway. It names no secret. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: GatewayErrorCode;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(code: GatewayErrorCode, values: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}
