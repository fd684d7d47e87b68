import { anchor } from "./command/anchor.js";
import { deploy } from "./command/deploy.js";
import { gateway } from "./command/gateway.js";
import { importing } from "./command/import.js";
import { party } from "./command/party.js";
import { policy } from "./command/policy.js";
import { program } from "./command/program.js";
import { stock } from "./command/stock.js";
import { syncing } from "./command/sync.js";

/** The command: help, options, what it prints. */
export const command: typeof program &
  typeof anchor &
  typeof deploy &
  typeof gateway &
  typeof importing &
  typeof party &
  typeof policy &
  typeof stock &
  typeof syncing = {
  ...program,
  ...anchor,
  ...deploy,
  ...gateway,
  ...importing,
  ...party,
  ...policy,
  ...stock,
  ...syncing,
};
