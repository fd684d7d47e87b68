import type { Command } from "commander";
import type { Builder } from "../command.js";
import { loadService } from "../options/services.js";
import type { CommonOptions } from "../session.js";

interface GatewayOptions extends CommonOptions {
  readonly config?: string;
  readonly printConfig?: boolean;
  readonly newEpoch?: boolean;
  readonly rpc?: readonly string[];
  readonly deployment?: string;
  readonly database?: string;
  readonly host?: string;
  readonly port?: string;
  readonly interval?: string;
  readonly keyFile?: string;
  readonly relayKeyFile?: string;
}

/** What the package of the service gives. */
interface Service {
  defaults(): object;
  runGateway(flags: object, run: object): Promise<0>;
}

/** `clairevoie gateway`: run a gateway. */
export function addGateway(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const { options: said, description } = texts.gateway;
  const command = program
    .command("gateway")
    .description(description)
    .addOption(option("--config <file>", said.config))
    .addOption(option("--print-config", said.printConfig))
    .addOption(option("--rpc <urls...>", said.rpc))
    .addOption(option("--deployment <file>", texts.options.deployment))
    .addOption(option("--database <place>", said.database))
    .addOption(option("--host <address>", said.host))
    .addOption(option("--port <number>", said.port))
    .addOption(option("--interval <seconds>", said.interval))
    .addOption(option("--key-file <file>", said.keyFile))
    .addOption(option("--relay-key-file <file>", said.relayKeyFile))
    .addOption(option("--new-epoch", said.newEpoch));
  builder.onCall<GatewayOptions>(command, async (session) => {
    const { config, printConfig, newEpoch, rpc, database, host, port, interval, keyFile, relayKeyFile } =
      session.options;
    const service = await loadService<Service>("gateway");
    if (printConfig) {
      session.document(service.defaults());
      return;
    }
    const { env } = session.terminal;
    const deployment = session.options.deployment ?? env["CLAIREVOIE_DEPLOYMENT"];
    const given = { rpc, deployment, database, host, port, intervalSeconds: interval, keyFile, relayKeyFile };
    const flags = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const { language } = session.speech;
    return service.runGateway(flags, { env, file: config, language, newEpoch, write: session.terminal.out });
  });
}
