import type { Command } from "commander";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import type { CommonOptions, Session } from "../session.js";

/** Options of commands that use gateways. */
export interface GatewayOptions extends CommonOptions {
  readonly gateway?: readonly string[];
}

/** `--gateway`, which may be given more than once. */
export function gatewayOption(command: Command, { texts, option }: Builder): Command {
  const again = (url: string, before: readonly string[] | undefined) => [...(before ?? []), url];
  return command.addOption(option("--gateway <url>", texts.options.gateway).argParser(again));
}

/** The addresses of the gateways, the preferred one first: `--gateway`, else CLAIREVOIE_GATEWAY; there may be none. */
export function gatewaysOf({ options, terminal }: Session<GatewayOptions>): readonly string[] {
  const urls = options.gateway ?? (terminal.env["CLAIREVOIE_GATEWAY"] ?? "").split(/[\s,]+/).filter(Boolean);
  for (const url of urls) {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new InputError("--gateway", "not-gateway-address");
  }
  return [...new Set(urls.map((url) => url.replace(/\/+$/, "")))];
}

/** The preferred gateway. @throws {InputError} when none is named. */
export function gatewayOf(session: Session<GatewayOptions>): string {
  const [url] = gatewaysOf(session);
  if (!url) throw new InputError("--gateway", "ticket-needs-gateway");
  return url;
}
