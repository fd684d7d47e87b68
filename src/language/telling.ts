import type { Catalogue } from "./catalogue.js";
import type { activities, errors } from "./en.js";
import { visible } from "./visible.js";

/** Says which error it is, to a program. Stable: a code never changes its meaning. */
export type ErrorCode = keyof typeof errors;

/** What the sentence of a code is filled in with: a limit, a name, a count. Never a secret. */
export type ErrorValues<C extends ErrorCode> = (typeof errors)[C] extends (values: infer V) => string
  ? Readonly<V>
  : Readonly<Record<never, never>>;

/** What was being done when an error came up, with a name where there are several of the kind. */
export type Activity = keyof typeof activities;
export type Doing = Activity | readonly [Activity, name: string];

/** What an error says of itself, for it to be told in any language. */
export interface Coded {
  readonly code: ErrorCode;
  readonly values: Readonly<Record<string, unknown>>;
  /** What it is about: a path within an input, a file, an option. */
  readonly field?: string;
  readonly doing?: Doing | undefined;
}

/** The sections of a catalogue that errors are told from; the last where contracts are called. */
export type ErrorCatalogue = Pick<Catalogue, "activities" | "about"> &
  Partial<Pick<Catalogue, "refusals">> & { readonly errors: Partial<Catalogue["errors"]> };

/**
 * The sentence of an error, without what it is about.
 *
 * @example
 * ```ts
 * import { CATALOGUES, reasonIn } from "clairevoie/language";
 * const french = reasonIn(CATALOGUES.fr, error);
 * ```
 */
export function reasonIn(
  { errors, refusals }: Pick<ErrorCatalogue, "errors" | "refusals">,
  { code, values }: Pick<Coded, "code" | "values">,
): string {
  const sentence = errors[code] as string | ((values: unknown) => string) | undefined;
  if (sentence === undefined) return code;
  if (typeof sentence === "string") return sentence;
  return sentence({ ...harmless(values), ...(code === "contract-refused" && meaningOf(values["refusal"], refusals)) });
}

/** What the error of a contract means, by its name: `NotReady(...)`. */
function meaningOf(refusal: unknown, refusals: Readonly<Record<string, string>> = {}): { meaning?: string } {
  const meaning = refusals[String(refusal).split("(")[0] ?? ""];
  return meaning === undefined ? {} : { meaning };
}

/**
 * An error in a language: what it is about, what is wrong, and the remedy.
 *
 * @example
 * ```ts
 * import { CATALOGUES, tell } from "clairevoie/language";
 * const french = tell(error, CATALOGUES.fr);
 * ```
 */
export function tell(error: Coded, catalogue: ErrorCatalogue): string {
  const sentence = reasonIn(catalogue, error);
  const subject = error.field ?? nameOf(error.doing, catalogue);
  return subject === undefined ? sentence : catalogue.about({ subject: visible(subject), sentence });
}

/** Values may be the words of others: a node, a file, a prover. */
function harmless(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const shown = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? visible(value) : value,
  ]);
  return Object.fromEntries(shown);
}

function nameOf(doing: Doing | undefined, { activities }: ErrorCatalogue): string | undefined {
  if (doing === undefined || typeof doing === "string") return doing && activities[doing];
  return `${activities[doing[0]]} (${doing[1]})`;
}
