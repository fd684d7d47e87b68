import type { Deployment } from "../../src/chain/index.js";

const DAY = 86_400;

/** Who holds what, and the delays. */
export type Parameters = Deployment["parameters"];

/** What suits a federation: a month to declare a compromise, three days to see a lens maker coming. */
export function parametersFor(deployer: string, changes: Partial<Parameters> = {}): Parameters {
  return {
    lookBackSeconds: 30 * DAY,
    lensEnrolDelaySeconds: 3 * DAY,
    admin: deployer,
    enroller: deployer,
    lensEnroller: deployer,
    guard: deployer,
    ...changes,
  };
}
