import { COLUMNS, EYE_NAMES, plainHeader } from "./columns.js";

/** A title that is not read although it looks as if it should be, and the name that it looks like. */
interface Suspect {
  readonly at: number;
  readonly like: string;
}

/** Words for an eye: ours, and those of other languages, of which no meaning is certain. */
const THINGS = new Set(["verre", "lens", "oeil", "eye"]);
const EYE_WORDS = new Set([
  ...[...EYE_NAMES.right, ...EYE_NAMES.left]
    .flatMap((name) => plainHeader(name).split(" "))
    .filter((word) => !THINGS.has(word)),
  ...[
    "eye",
    "eyes",
    "oeil",
    "yeux",
    "oe",
    "oi",
    "ou",
    "odg",
    "ods",
    "ogd",
    "ra",
    "la",
    "esq",
    "izq",
    "der",
    "dx",
    "sx",
  ],
  ...["e", "i", "s", "dt", "dte", "gch", "gche"],
]);
/** Short ones are words of the language as well: they say an eye only at an end of a title. */
const ALWAYS_AN_EYE = /^(?:o[dgse]|v[dg]|.{3,})$/;
/** Words beside a price or a code that say no eye. */
const NO_EYE = new Set("ht ttc tva lpp ss amo amc ro rac net mm 1 2 3".split(" "));
/** Words that change nothing of what a title means. */
const FILLERS = new Set("de du des le les l d n no num numero of the a en verre lens valeur value".split(" "));
/** What many titles have that mean something else. */
const GENERAL = new Set(["code", "type", "numero"]);

interface Stem {
  readonly name: string;
  readonly words: readonly string[];
  /** The key without its eye or number. */
  readonly base: string;
  readonly isOfEye: boolean;
}

/** Every name without its eye or number. */
const STEMS: readonly Stem[] = COLUMNS.filter(({ key }) => key !== "error").flatMap(({ key, fr, en, also }) =>
  [fr, en, ...also].map((written): Stem => {
    const name = plainHeader(written.replace(/\{\w+\}/, ""));
    return { name, words: telling(name.split(" ")), base: key.replace(/\{\w+\}/, ""), isOfEye: key.endsWith("{eye}") };
  }),
);

/**
 * Titles that mean nothing here and yet resemble one that does, or stand beside their twin of the other eye. Passed over, an eye, a
 * price or a power would be dropped in silence.
 */
export function suspectsOf(titles: readonly string[], keys: readonly (string | undefined)[]): readonly Suspect[] {
  const read = titles.filter((_, i) => keys[i] !== undefined);
  const twins = new Map(read.map((title) => [withoutEye(title).join(" "), title] as const));
  const found = new Set(keys);
  return titles.flatMap((title, at) => {
    if (keys[at] !== undefined || plainHeader(title) === "") return [];
    const like = likenessOf(title, twins, found);
    return like === undefined ? [] : [{ at, like }];
  });
}

function likenessOf(
  title: string,
  twins: ReadonlyMap<string, string>,
  keys: ReadonlySet<string | undefined>,
): string | undefined {
  const bare = withoutEye(title);
  const hasEye = bare.length < wordsOf(title).length;
  const twin = twins.get(bare.join(" "));
  if (hasEye && (twin !== undefined || bare.length === 0)) return twin ?? title;
  const words = telling(bare);
  if (words.length === 0) return undefined;
  const found = STEMS.find((stem) =>
    // A name that needs an eye, and has none here, is known by itself alone: `Code article` is none of ours.
    stem.isOfEye && !hasEye ? plainHeader(title) === stem.name : isSame(words, stem.words),
  );
  if (found) return found.name;
  // `Prisme horizontal OD`: more than a name, where the name itself is not there.
  const within = STEMS.find(
    (stem) =>
      hasEye &&
      stem.isOfEye &&
      !keys.has(`${stem.base}.right`) &&
      !keys.has(`${stem.base}.left`) &&
      !stem.words.every((word) => GENERAL.has(word)) &&
      stem.words.every((word) => words.some((one) => isAlike(one, word))),
  );
  return within?.name ?? shortLikeness(title, keys);
}

const LONGEST_EYE = 3;

/** `Sphère 0G`: a name of one eye with a short word that is perhaps the other eye, which the file lacks. */
function shortLikeness(title: string, keys: ReadonlySet<string | undefined>): string | undefined {
  const words = plainHeader(title).split(" ");
  return [words.slice(0, -1), words.slice(1)].flatMap((rest, i) => {
    const word = (i === 0 ? words.at(-1) : words[0]) ?? "";
    if (word.length > LONGEST_EYE || NO_EYE.has(word) || FILLERS.has(word)) return [];
    const lacks = ({ base }: Stem) => keys.has(`${base}.right`) !== keys.has(`${base}.left`);
    const stem = STEMS.find((one) => one.isOfEye && lacks(one) && isSame(telling(rest), one.words));
    return stem && !stem.words.every((one) => GENERAL.has(one)) ? [stem.name] : [];
  })[0];
}

function wordsOf(title: string): readonly string[] {
  return plainHeader(title.replaceAll(/(\p{Ll})(?=\p{Lu})/gu, "$1 ")).split(" ");
}

/** The words of a title but for those that say an eye. */
function withoutEye(title: string): readonly string[] {
  const words = wordsOf(title);
  return words.filter((word, i) => {
    const isAtEnd = i === 0 || i === words.length - 1;
    const isOfThing = THINGS.has(words[i - 1] ?? "") || THINGS.has(words[i + 1] ?? "");
    return !EYE_WORDS.has(word) || !(ALWAYS_AN_EYE.test(word) || isAtEnd || isOfThing);
  });
}

function telling(words: readonly string[]): readonly string[] {
  return words.filter((word) => !FILLERS.has(word) && !/^\d+$/.test(word));
}

/** Whether two names are the same but for a letter or two, abbreviations or the order of words. */
function isSame(some: readonly string[], others: readonly string[]): boolean {
  return (
    some.length > 0 &&
    some.length === others.length &&
    some.every((word) => others.some((other) => isAlike(word, other)))
  );
}

const SHORTEST_ABBREVIATION = 3;

function isAlike(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short === long || (short.length >= SHORTEST_ABBREVIATION && long.startsWith(short))) return true;
  return isMistyped(short, long);
}

const SHORTEST_MISTYPED = 4;
const LONG_WORD = 8;

/** One letter wrong, missing, surplus or in its neighbour's place; two of a long word. `AMO` is no mistyped `AMC`. */
function isMistyped(short: string, long: string): boolean {
  if (short.length < SHORTEST_MISTYPED) return false;
  return distance(short, long) <= (short.length >= LONG_WORD ? 2 : 1);
}

/** Edits from one word to another (Damerau and Levenshtein), of words that are about as long. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return 3;
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      const changed = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost);
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(isSwapped ? Math.min(changed, (before[j - 2] ?? 0) + 1) : changed);
    }
    [before, above] = [above, row];
  }
  return above[other.length] ?? 0;
}
