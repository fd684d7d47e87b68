import { z } from "zod";
import { CATALOGUES, reasonIn } from "../../src/language/index.js";
import { LONGEST_JSON } from "../../src/protocol/index.js";
import { saidBy } from "../../src/protocol/schema.js";

/** A rule of the code that JSON Schema has no words for, and where it holds. */
interface Rule {
  readonly path: string;
  readonly rule: string;
}

/** Every `refine` in a schema. Read from the schema itself, so that none is forgotten when one is added. */
function rulesOf(schema: z.core.$ZodType, path = ""): Rule[] {
  const { def } = schema._zod as { def: z.core.$ZodTypes["_zod"]["def"] };
  const own = (def.checks ?? []).flatMap((check): Rule[] => {
    const { check: kind, error, path: inside = [] } = check._zod.def as z.core.$ZodCustomDef;
    if (kind !== "custom") return [];
    const message = error?.({ code: "custom", input: undefined, path: [], params: {} } as never);
    if (typeof message !== "string") throw new Error(`${path}: a refinement has no message to publish`);
    return [
      {
        path: [path, ...inside].filter((part) => part !== "").join("."),
        rule: reasonIn(CATALOGUES.en, saidBy(message)),
      },
    ];
  });
  return [...own, ...rulesInside(def, path)];
}

function rulesInside(def: z.core.$ZodTypes["_zod"]["def"], path: string): Rule[] {
  switch (def.type) {
    case "object":
      return Object.entries(def.shape).flatMap(([name, field]) =>
        rulesOf(field, path === "" ? name : `${path}.${name}`),
      );
    case "array":
      return rulesOf(def.element, `${path}[]`);
    case "record":
      return rulesOf(def.valueType, `${path}.*`);
    case "optional":
      return rulesOf(def.innerType, path);
    case "pipe": // A codec: JSON is what goes in.
      return rulesOf(def.in, path);
    case "string":
    case "number":
    case "boolean":
    case "literal":
    case "enum":
    case "template_literal":
      return [];
    default:
      throw new Error(`${path}: what to publish of ${def.type} is not known`);
  }
}

/** The JSON Schema (draft 2020-12) of what a file holds. */
export function jsonSchema(name: string, schema: z.ZodType, longest = LONGEST_JSON): object {
  const { $schema, title, description, ...body } = z.toJSONSchema(schema, { io: "input" });
  const rules = new Map<string, string[]>();
  for (const { path, rule } of rulesOf(schema)) rules.set(rule, [...(rules.get(rule) ?? []), path]);
  const unsaid = [...rules].map(([rule, paths]) => `${paths.join(", ")}: ${rule}`);
  const sentences = [
    description?.replace(/\.$/, "") ?? name,
    ...(unsaid.length > 0 ? [`Refused, though this schema cannot say it: ${unsaid.join("; ")}`] : []),
    ...("format" in (body.properties ?? {})
      ? [`Refused as a text: a repeated key, a number with a fraction or an exponent, more than ${longest} characters`]
      : []),
  ];
  return {
    $schema,
    $id: `urn:clairevoie:${name}:1`,
    title,
    description: sentences.map((sentence) => `${sentence}.`).join(" "),
    ...body,
  };
}
