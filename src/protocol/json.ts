import { shownName } from "../language/visible.js";
import { InputError } from "./errors.js";

/** Largest text that is read, in UTF-16 units. A certificate of 64 receipts with the longest proofs stays below. */
export const LONGEST_JSON = 4_000_000;
const DEEPEST_JSON = 32;

/**
 * Parses JSON from outside. Stricter than `JSON.parse`: a repeated key, a key that would reach a prototype, too deep a
 * nesting or too long a text is refused, so that no two readers see two different documents (RFC 8259, section 4).
 * @param what What the text is, for the error to name.
 * @param longest Longest text, in UTF-16 units.
 * @throws {InputError}
 * @internal
 */
export function parseJson(text: string, what: string, longest = LONGEST_JSON): unknown {
  if (text.length > longest) throw new InputError(what, "too-long", { limit: longest, unit: "characters" });
  if (text.trim() === "") throw new InputError(what, "empty");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(what, "not-json");
  }
  refuseRepeatedKeys(text, what);
  return value;
}

/** Walks a text that is known to be valid JSON, token by token: strings and brackets are all it has to tell apart. */
function refuseRepeatedKeys(text: string, what: string): void {
  const open: (Set<string> | null)[] = []; // A set of keys for an object, null for an array.
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match;
    if (found === "{" || found === "[") {
      open.push(found === "{" ? new Set() : null);
      if (open.length > DEEPEST_JSON) throw new InputError(what, "too-deep", { limit: DEEPEST_JSON });
    } else if (found === "}" || found === "]") {
      open.pop();
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
