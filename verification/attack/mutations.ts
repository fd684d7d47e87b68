import type { Chance } from "../../testing/chance.js";

type Json = unknown;
type JsonPath = readonly (string | number)[];

/** Every place of a JSON value, itself included. */
function pathsOf(value: Json, at: JsonPath = []): JsonPath[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key]))];
}

const valueAt = (value: Json, at: JsonPath): Json =>
  at.reduce<Json>((inner, key) => (inner as Record<string, Json> | undefined)?.[key], value);

/** The value with another one at a place; `undefined` removes it. */
function withAt(value: Json, [key, ...rest]: JsonPath, changed: Json): Json {
  if (key === undefined) return changed;
  const inner = withAt((value as Record<string, Json>)[key], rest, changed);
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => (i !== Number(key) ? [item] : inner === undefined ? [] : [inner]));
  }
  const { [key]: _, ...others } = value as Record<string, Json>;
  return inner === undefined ? others : { ...(value as object), [key]: inner };
}

/** What becomes of a text: mostly another text of the same form, so that it gets past the schema. */
function otherText(value: string, chance: Chance): Json {
  const at = chance.whole(2, Math.max(2, value.length - 1));
  const digit = chance.pick([..."0123456789abcdef"]);
  return chance.pick<Json>([
    `${value.slice(0, at)}${digit}${value.slice(at + 1)}`,
    `${value.slice(0, at)}${digit}${value.slice(at + 1)}`,
    `0x${"0".repeat(Math.max(0, value.length - 2))}`,
    `0x${"f".repeat(Math.max(0, value.length - 2))}`,
    value.toUpperCase(),
    `${value}00`,
    value.slice(0, -2),
    "0x",
    "",
    ` ${value}`,
    `${value.slice(0, at)}\u0000${value.slice(at)}`,
    BigInt.asUintN(53, BigInt(at)).toString(),
    [value],
  ]);
}

const otherNumber = (value: number, chance: Chance): Json =>
  chance.pick<Json>([value + 1, value - 1, -value, 0, 2 ** 40, 2 ** 53, value + 0.5, 1e308, String(value), [value]]);

function otherList(value: readonly Json[], chance: Chance): Json {
  const one = value.length > 0 ? chance.pick(value) : "0x";
  const at = chance.whole(0, value.length);
  return chance.pick<Json>([
    [...value].reverse(),
    value.slice(1),
    value.slice(0, -1),
    [...value, one],
    [...value.slice(0, at), one, ...value.slice(at)],
    [...value.slice(at), ...value.slice(0, at)],
    Array.from({ length: 70 }, () => one),
    [],
    Object.fromEntries(value.entries()),
    [value],
  ]);
}

function otherObject(value: object, chance: Chance): Json {
  const [key = "", inner] = chance.pick(Object.entries(value).concat([["", null]]));
  const [other = ""] = chance.pick(Object.entries(value).concat([["", null]]));
  return chance.pick<Json>([
    { ...value, [`${key}s`]: inner },
    { ...value, [key.toUpperCase()]: inner },
    { ...value, [key]: (value as Record<string, Json>)[other] ?? null },
    Object.fromEntries(Object.entries(value).reverse()),
    Object.values(value),
    {},
    JSON.parse(`{"__proto__":${JSON.stringify(value)}}`),
    JSON.stringify(value),
  ]);
}

/** Changes one place: its type, its value, or what stands at the same place of another document. */
export function mutateValue(value: Json, others: readonly Json[], chance: Chance): Json {
  const at = chance.pick(pathsOf(value));
  const found = valueAt(value, at);
  const draw = chance.next();
  if (draw < 0.25) return withAt(value, at, valueAt(chance.pick(others), at));
  if (draw < 0.35) {
    // From another place of some document: a root for a hash, one party's receipt for another's.
    const donor = chance.pick([value, ...others]);
    const alike = pathsOf(donor).filter((place) => place.at(-1) === at.at(-1) || typeof at.at(-1) === "number");
    return withAt(value, at, valueAt(donor, chance.pick(alike.length > 0 ? alike : [at])));
  }
  if (draw < 0.37) return withAt(value, at, undefined);
  if (draw < 0.42) return withAt(value, at, chance.pick<Json>([null, true, 0, -1, "", [], {}, [[[[[[]]]]]]]));
  if (typeof found === "string") return withAt(value, at, otherText(found, chance));
  if (typeof found === "number") return withAt(value, at, otherNumber(found, chance));
  if (Array.isArray(found)) return withAt(value, at, otherList(found, chance));
  return typeof found === "object" && found ? withAt(value, at, otherObject(found, chance)) : value;
}

/** Changes the text itself: bytes, length, nesting, notation of numbers, repeated keys. */
export function mutateText(text: string, chance: Chance): string {
  const at = chance.whole(0, text.length - 1);
  const to = Math.min(text.length, at + chance.whole(1, 80));
  const numbers = [...text.matchAll(/(?<=[:,[])-?\d+(?=[,}\]])/g)];
  const number = numbers.length > 0 ? chance.pick(numbers) : undefined;
  const notations = (n: string) => [
    `${n}.0`,
    `${n}e0`,
    `${n}.00000000000000001`,
    `0${n}`,
    `+${n}`,
    `-${n}`,
    `${n}n`,
    `"${n}"`,
  ];
  const key = chance.pick([...text.matchAll(/"(\w+)":/g)]);
  return chance.pick([
    `${text.slice(0, at)}${String.fromCharCode(chance.whole(0, 255))}${text.slice(at + 1)}`,
    `${text.slice(0, at)}${chance.pick([..."0123456789abcdef"])}${text.slice(at + 1)}`,
    text.slice(0, at),
    text.slice(0, at) + text.slice(to),
    text.slice(0, to) + text.slice(at),
    `${text.slice(0, at)}${"[".repeat(2_000)}${text.slice(at)}`,
    `[${text}]`,
    `${text}${text}`,
    `\ufeff${text}`,
    `${text.slice(0, key.index)}${key[0]}0,${text.slice(key.index)}`,
    `${text.slice(0, key.index)}"\\u00${(key[1] ?? "a").charCodeAt(0).toString(16)}${(key[1] ?? "a").slice(1)}":${text.slice(key.index + key[0].length)}`,
    number
      ? `${text.slice(0, number.index)}${chance.pick(notations(number[0]))}${text.slice(number.index + number[0].length)}`
      : text,
  ]);
}
