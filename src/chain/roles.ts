import type { Deployment } from "./deployment.js";

const DAY = 86_400;

/** Roles of the council in the AccessManager. 0 is OpenZeppelin's ADMIN_ROLE. The guard is no role: the registry names it. */
export const ROLES = { admin: 0n, enroller: 1n, lensEnroller: 2n } as const;

/** What each role may call, on which contract. All that is left, the admin may call. */
export const FUNCTIONS = {
  enroller: { partyRegistry: ["enrol"], linkRegistry: ["affiliate", "endAffiliation"] },
  lensEnroller: { partyRegistry: ["announceMaker", "announceNames"] },
} as const;

/** Who holds what, and the delays. */
export type Parameters = Deployment["parameters"];

/**
 * What suits a federation: a month to declare a compromise, three days to see a lens maker coming, a month to see a new guard
 * coming. The admin could give itself any role, so it gets a delay too, which it may change: what protects the public from it
 * are the delays of the registry. Only a deployer that stays admin, on a testnet, acts at once.
 *
 * @example
 * ```ts
 * import { parametersFor } from "clairevoie/chain";
 * const { makerDelaySeconds } = parametersFor(admin);
 * ```
 */
export function parametersFor(
  deployer: string,
  changes: Partial<Omit<Parameters, "adminDelaySeconds">> = {},
): Parameters {
  const chosen = {
    lookBackSeconds: 30 * DAY,
    makerDelaySeconds: 3 * DAY,
    guardDelaySeconds: 30 * DAY,
    admin: deployer,
    enroller: deployer,
    lensEnroller: deployer,
    guard: deployer,
    ...changes,
  };
  return { ...chosen, adminDelaySeconds: chosen.admin === deployer ? 0 : chosen.makerDelaySeconds };
}
