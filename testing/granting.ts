import type { Suite } from "../src/chain/index.js";
import {
  type GrantCall,
  grantCall,
  type Hex,
  type Rank,
  settlerAddress,
  settlerKey,
  signGrant,
} from "../src/protocol/index.js";

/** What an insurer presents of a share that the settler of a dossier granted it. */
export function granted(
  { reference }: Pick<Suite, "reference">,
  insurer: Hex,
  secret: Uint8Array,
  { tag, rank = 1, round = 0 }: { readonly tag: Hex; readonly rank?: Rank; readonly round?: number },
): GrantCall {
  const domain = { chainId: reference.chainId, verifyingContract: reference.settlementRegistry };
  const signature = signGrant(settlerKey(secret), domain, { insurer, tag, rank, round });
  return grantCall({ settler: settlerAddress(secret), tag, rank, round }, signature);
}
