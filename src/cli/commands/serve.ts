import type { Command } from "commander";
import type { Builder } from "../command.js";
import { loadService } from "../options/services.js";
import type { CommonOptions } from "../session.js";

interface ServeOptions extends CommonOptions {
  readonly config?: string;
  readonly printConfig?: boolean;
  readonly rpc?: readonly string[];
  readonly deployment?: string;
  readonly index?: string;
  readonly host?: string;
  readonly port?: string;
  readonly socket?: string;
  readonly settle?: boolean;
}

/** What the package of the service gives. */
interface Service {
  serveDefaults(): object;
  runServe(flags: object, run: object): Promise<0>;
}

/** `clairevoie serve`: verdicts over HTTP, within an insurer's walls. */
export function addServe(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const { options: said, description } = texts.serve;
  const command = program
    .command("serve")
    .description(description)
    .addOption(option("--config <file>", said.config))
    .addOption(option("--print-config", said.printConfig))
    .addOption(option("--rpc <urls...>", said.rpc))
    .addOption(option("--deployment <file>", texts.options.deployment))
    .addOption(option("--index <file>", texts.options.index))
    .addOption(option("--host <address>", said.host))
    .addOption(option("--port <number>", said.port))
    .addOption(option("--socket <path>", said.socket))
    .addOption(option("--settle", said.settle));
  builder.onCall<ServeOptions>(command, async (session) => {
    const { config, printConfig, rpc, index, host, port, socket, settle } = session.options;
    const service = await loadService<Service>("serve");
    if (printConfig) {
      session.document(service.serveDefaults());
      return;
    }
    const { env, out: write } = session.terminal;
    const deployment = session.options.deployment ?? env["CLAIREVOIE_DEPLOYMENT"];
    const facts = index === undefined ? undefined : "index";
    const given = { rpc, deployment, facts, index, host, port, socket, settle };
    const flags = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return service.runServe(flags, { env, file: config, write });
  });
}
