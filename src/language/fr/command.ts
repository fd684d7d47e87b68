import type * as en from "../en.js";
import type { Translation } from "../translation.js";
import { anchor } from "./command/anchor.js";
import { deploy } from "./command/deploy.js";
import { gateway } from "./command/gateway.js";
import { importing } from "./command/import.js";
import { party } from "./command/party.js";
import { policy } from "./command/policy.js";
import { program } from "./command/program.js";
import { stock } from "./command/stock.js";
import { syncing } from "./command/sync.js";

export const command: Translation<typeof en.command> = {
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
