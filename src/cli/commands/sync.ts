import type { Command } from "commander";
import type { Builder } from "../command.js";
import { gatewayOf } from "../options/gateway.js";
import { signingOptions } from "../options/signing.js";
import { finishWaiting, postingOptions, type SyncOptions, secondsToWait } from "../options/syncing.js";
import { vaultOptions, withVault } from "../options/vault.js";

/** `clairevoie sync`: finish what waits at gateways. */
export function addSync(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = postingOptions(signingOptions(vaultOptions(program.command("sync"), builder), builder), builder)
    .description(texts.sync.description)
    .addOption(option("--anchor", texts.sync.options.anchor))
    .addOption(option("-o, --out <file>", texts.sync.options.out));
  builder.onCall<SyncOptions>(command, async (session) => {
    gatewayOf(session);
    const wait = secondsToWait(session) ?? 0;
    return withVault(session, async (vault) => {
      const { about, exit } = await finishWaiting(session, vault, wait);
      session.result(about);
      return exit;
    });
  });
}
