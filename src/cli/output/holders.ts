import { type Deployment, ROLES, type RoleHolder } from "../../chain/index.js";
import type { Catalogue } from "../../language/index.js";

/** A role of the council, or the guard, with one of its holders. */
export interface ToldHolder {
  /** Whether the deployment file says the same. */
  readonly isAsRecorded: boolean;
  detail(catalogue: Catalogue): string;
}

/** Who holds each role, one line each; a role that nobody holds has one too. */
export function holdersToTell(holders: readonly RoleHolder[], { parameters }: Deployment): ToldHolder[] {
  const recorded: Readonly<Record<string, string>> = {
    admin: parameters.admin,
    enroller: parameters.enroller,
    lensEnroller: parameters.lensEnroller,
    guard: parameters.guard,
  };
  const missing = Object.keys(ROLES).filter((role) => !holders.some((one) => one.role === role));
  return [
    ...holders.map(({ role, account, kind, delegate, delaySeconds }) => ({
      isAsRecorded:
        recorded[role] === account && delaySeconds === (role === "admin" ? parameters.adminDelaySeconds : 0),
      detail: ({ command: { holders } }: Catalogue) =>
        holders.held({ role, account, kind: holders[kind]({ delegate: delegate ?? "" }), delaySeconds }),
    })),
    ...missing.map((role) => ({
      isAsRecorded: false,
      detail: ({ command: { holders } }: Catalogue) => holders.nobody({ role }),
    })),
  ];
}
