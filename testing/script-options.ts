import { type ParseArgsConfig, parseArgs } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>["values"];

/** Ends a script whose options are wrong, with one sentence. */
export function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

/** The options of a script. What is no option of it ends it. */
export function readOptions<const O extends Options>(options: O): Values<O> {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const [said = ""] = String(error instanceof Error ? error.message : error).split(". ");
    return refuse(`${said}; see --help`);
  }
}

/** A whole number above 0 that an option gives. */
export function readCount(name: string, text: string): number {
  const count = Number(text);
  return Number.isSafeInteger(count) && count > 0
    ? count
    : refuse(`--${name}: must be a whole number above 0; see --help`);
}
