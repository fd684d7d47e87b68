import { shownName } from "../language/visible.js";
import { InputError } from "./errors.js";

/** Largest text that is read, in UTF-16 units. A certificate of 64 receipts with the longest proofs stays below. */
export const LONGEST_JSON = 4_000_000;
const DEEPEST_JSON = 32;

/**
 * Parses JSON from outside. Stricter than `JSON.parse`: a repeated key, a key that would reach a prototype, a number with
 * a fraction or an exponent, too deep a nesting or too long a text is refused, so that no two readers see two different
 * documents (RFC 8259, sections 4 and 6).
 * @param what What the text is, for the error to name.
 * @param longest Longest text, in UTF-16 units.
 * @param numbers `any` for files of people, in which a number may have decimals.
 * @throws {InputError}
 * @internal
 */
export function parseJson(
  text: string,
  what: string,
  longest = LONGEST_JSON,
  numbers: "whole" | "any" = "whole",
): unknown {
  if (text.length > longest) throw new InputError(what, "too-long", { limit: longest, unit: "characters" });
  if (text.trim() === "") throw new InputError(what, "empty");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(what, "not-json");
  }
  refuseTwoReadings(text, what, numbers);
  return value;
}

/** Walks a text that is known to be valid JSON, token by token: strings, brackets and numbers are all it has to tell apart. */
function refuseTwoReadings(text: string, what: string, numbers: "whole" | "any"): void {
  const open: (Set<string> | null)[] = []; // A set of keys for an object, null for an array.
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]|-?\d[\d.eE+-]*/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match;
    if (found === "{" || found === "[") {
      open.push(found === "{" ? new Set() : null);
      if (open.length > DEEPEST_JSON) throw new InputError(what, "too-deep", { limit: DEEPEST_JSON });
    } else if (found === "}" || found === "]") {
      open.pop();
    } else if (!found.startsWith('"')) {
      if (numbers === "whole" && !/^-?[1-9]\d*$|^0$/.test(found)) throw new InputError(what, "not-whole-number");
    } else {
      const keys = open.at(-1);
      if (!keys || !isFollowedByColon(text, token.lastIndex)) continue;
      const key: string = JSON.parse(found);
      if (keys.has(key)) throw new InputError(what, "field-twice", { given: shownName(key) });
      if (key === "__proto__" || key === "constructor" || key === "prototype") {
        throw new InputError(what, "forbidden-field", { given: key });
      }
      keys.add(key);
    }
  }
}

function isFollowedByColon(text: string, from: number): boolean {
  let at = from;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return text[at] === ":";
}
