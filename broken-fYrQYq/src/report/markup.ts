/** Text that is markup already; anything else is escaped where it is put in. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[] | undefined;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function written(part: Part): string {
  if (part === undefined) return "";
  if (Array.isArray(part)) return part.map((one: Markup) => one.markup).join("");
  if (typeof part === "object") return (part as Markup).markup;
  return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}

/**
 * Markup with values put in, each escaped: for text and for quoted attributes.
 * @internal
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: texts.map((text, i) => `${text}${written(parts[i])}`).join("") };
}
