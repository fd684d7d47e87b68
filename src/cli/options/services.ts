import { InputError } from "../../protocol/index.js";

/** The package of what serves: its own one, which brings a server that no other command needs. */
const PACKAGE: string = "@clairevoie/gateway";
const ENTRIES = { gateway: PACKAGE, serve: `${PACKAGE}/serve` } as const;

/** Loads what a command serves. @throws {InputError} naming the package where it is not installed. */
export async function loadService<S>(command: keyof typeof ENTRIES): Promise<S> {
  return (await import(ENTRIES[command]).catch(() => {
    throw new InputError(command, "package-needed", { needed: PACKAGE });
  })) as S;
}
