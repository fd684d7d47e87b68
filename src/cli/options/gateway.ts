import type { Command } from "commander";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import type { CommonOptions, Session } from "../session.js";

/** Options of commands that use a gateway. */
export interface GatewayOptions extends CommonOptions {
  readonly gateway?: string;
}

/** `--gateway`. */
export function gatewayOption(command: Command, { texts, option }: Builder): Command {
  return command.addOption(option("--gateway <url>", texts.options.gateway));
}

/** The address of the gateway: `--gateway`, else CLAIREVOIE_GATEWAY. */
export function gatewayOf({ options, terminal }: Session<GatewayOptions>): string {
  const url = options.gateway ?? terminal.env["CLAIREVOIE_GATEWAY"];
  if (!url) throw new InputError("--gateway", "ticket-needs-gateway");
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new InputError("--gateway", "not-gateway-address");
  return url;
}
