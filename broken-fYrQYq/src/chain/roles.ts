import type { Deployment } from "./deployment.js";

const DAY = 86_400;

/** Roles of the council in the AccessManager. 0 is OpenZeppelin's ADMIN_ROLE. */
export const ROLES = { admin: 0n, enroller: 1n, lensEnroller: 2n, guard: 3n } as const;

/** What each role may call on the party registry. */
export const FUNCTIONS = {
  enroller: ["enrol"],
  lensEnroller: ["enrolLensMaker"],
  guard: ["suspend", "reinstate", "declareCompromise"],
} as const;

/** Who holds what, and the delays. */
export type Parameters = Deployment["parameters"];

/**
 * What suits a federation: a month to declare a compromise, three days to see a lens maker coming. The admin could give
 * itself any role, so it gets the same delay; only a deployer that stays admin, on a testnet, acts at once.
 *
 * @example
 * ```ts
 * import { parametersFor } from "clairevoie/chain";
 * const { lensEnrolDelaySeconds } = parametersFor(admin);
 * ```
 */
export function parametersFor(
  deployer: string,
  changes: Partial<Omit<Parameters, "adminDelaySeconds">> = {},
): Parameters {
  const chosen = {
    lookBackSeconds: 30 * DAY,
    lensEnrolDelaySeconds: 3 * DAY,
    admin: deployer,
    enroller: deployer,
    lensEnroller: deployer,
    guard: deployer,
    ...changes,
  };
  return { ...chosen, adminDelaySeconds: chosen.admin === deployer ? 0 : chosen.lensEnrolDelaySeconds };
}
