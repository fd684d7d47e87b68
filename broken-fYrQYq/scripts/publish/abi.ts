import { Fragment } from "ethers";

const KINDS = ["constructor", "function", "event", "error"];

/**
 * An ABI in one order, whatever the compiler's: by kind, then by signature. `internalType` stays: generators of other
 * languages name their structs by it.
 */
export function sortedAbi(abi: readonly { readonly type: string }[]): readonly object[] {
  return abi
    .map((entry) => ({ entry, kind: KINDS.indexOf(entry.type), signature: Fragment.from(entry).format("minimal") }))
    .sort((a, b) => a.kind - b.kind || (a.signature < b.signature ? -1 : 1))
    .map(({ entry }) => entry);
}
