import * as z from "zod";
import { recoverSigner } from "../batches.js";
import { type Hex, word } from "../bytes.js";
import { fieldsOf, hashStruct, keccak, TYPES, textHash, typedDataDigest, typeHash } from "../eip712.js";
import { InputError } from "../errors.js";
import type { MakerFact, Standing } from "../facts.js";
import { canonicalIdentifier, ediCodeSchema, makerIdentifierSchema } from "../identifiers.js";
import { parseJson } from "../json.js";
import { address, chainId, hexOf, read, says, seconds } from "../schema.js";

export const ALIAS_FORMAT = "clairevoie-alias/1";

const MOST_ALIASES = 20_000;

const aliasSchema = z
  .strictObject({
    alias: ediCodeSchema.meta({ description: "The code under which a chain or a purchasing centre sells the lens" }),
    ediCode: ediCodeSchema.meta({ description: "The maker's own code of the lens" }),
    from: seconds.meta({ description: "First second at which the alias stands for the lens" }),
    until: seconds.meta({ description: "Last second at which the alias stands for the lens" }),
  })
  .refine(({ from, until }) => from <= until, { message: says("ends-before-it-starts"), path: ["until"] });
/** A private-label code, and the lens that it stands for. */
export type Alias = z.infer<typeof aliasSchema>;

export const aliasTableSchema = z
  .strictObject({
    format: z
      .literal(ALIAS_FORMAT, says("wrong-version", { format: ALIAS_FORMAT }))
      .meta({ description: "What the file is, and its version" }),
    chain: z
      .strictObject({ chainId, partyRegistry: address.meta({ description: "Address of PartyRegistry, lower case" }) })
      .meta({ description: "Where the maker is enrolled" }),
    maker: makerIdentifierSchema,
    aliases: z.array(aliasSchema).min(1).max(MOST_ALIASES),
    key: address.meta({ description: "The key of the maker that signed, lower case" }),
    signature: hexOf(65).meta({ description: "65 bytes r, s, v" }),
  })
  .meta({
    title: "Alias table",
    description:
      "Which of its own lenses a maker's private-label codes stand for, and when. Signed by a key of the maker",
  });
/** Which of its own lenses a maker's private-label codes stand for, and when. It holds no health data and no secret. */
export type AliasTable = z.infer<typeof aliasTableSchema>;

/** What of a table is signed. */
export type AliasTableContent = Pick<AliasTable, "chain" | "maker" | "aliases">;

const [TABLE_TYPE, ALIAS_TYPE] = [typeHash(TYPES.AliasTable), typeHash(TYPES.Alias)];

/** The types of a table for `signTypedData` of any wallet. */
export const ALIAS_TYPES = { AliasTable: fieldsOf(TYPES.AliasTable), Alias: fieldsOf(TYPES.Alias) };

/**
 * What the maker's key signs, in the domain of batches.
 *
 * @example
 * ```ts
 * import { aliasTableDigest, parseAliasTable } from "clairevoie/protocol";
 * const digest = aliasTableDigest(parseAliasTable(text));
 * ```
 */
export function aliasTableDigest({ chain, maker, aliases }: AliasTableContent): Hex {
  const rows = aliases.map(({ alias, ediCode, from, until }) =>
    hashStruct(ALIAS_TYPE, textHash(alias), textHash(ediCode), word(from), word(until)),
  );
  const domain = { chainId: chain.chainId, verifyingContract: chain.partyRegistry };
  return typedDataDigest(domain, hashStruct(TABLE_TYPE, textHash(maker), keccak(...rows)));
}

/**
 * Reads a table, and makes sure that its key signed it and that each code stands for one lens at a time. Whether the key is the
 * maker's only the chain knows: `checkAliasTable`.
 * @param input Its text, or its parsed JSON.
 * @param what What errors call it.
 * @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseAliasTable } from "clairevoie/protocol";
 * const { maker, aliases } = parseAliasTable(text);
 * ```
 */
export function parseAliasTable(input: unknown, what = "aliases"): AliasTable {
  const table = read(aliasTableSchema, typeof input === "string" ? parseJson(input, what) : input, what);
  requireUnambiguous(table.aliases, `${what}.aliases`);
  if (recoverSigner(aliasTableDigest(table), table.signature) !== table.key) {
    throw new InputError(`${what}.signature`, "not-signed-by-key");
  }
  return table;
}

/** An alias stands for one lens at a time, and for a lens, not for another alias. */
function requireUnambiguous(aliases: readonly Alias[], what: string): void {
  const names = new Set(aliases.map(({ alias }) => alias));
  const ends = new Map<string, number>();
  const inTime = aliases.map((row, i) => ({ ...row, i })).sort((a, b) => a.from - b.from);
  for (const { alias, ediCode, from, until, i } of inTime) {
    if (names.has(ediCode)) throw new InputError(`${what}[${i}].ediCode`, "alias-of-alias");
    if (from <= (ends.get(alias) ?? -1)) throw new InputError(`${what}[${i}].alias`, "alias-twice");
    ends.set(alias, until);
  }
}

/** What the chain says of a table's key and maker, at one block. */
export interface AliasFacts {
  readonly chain: { readonly chainId: number; readonly partyRegistry: Hex };
  /** How the table's key stands now. */
  readonly standing: Standing;
  /** The lens maker that the table's identifier finds, if any. */
  readonly maker: MakerFact | null;
}

/**
 * Makes sure that a table is of this chain, and signed by a valid key of the lens maker that it names.
 * @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { checkAliasTable, makerName, parseAliasTable } from "clairevoie/protocol";
 * const table = parseAliasTable(text);
 * const standing = facts.standing(table.key, facts.block.time);
 * checkAliasTable(table, { chain: facts.chain, standing, maker: facts.maker(makerName(table.maker)) });
 * ```
 */
export function checkAliasTable(table: AliasTable, { chain, standing, maker }: AliasFacts, what = "aliases"): void {
  if (table.chain.chainId !== chain.chainId || table.chain.partyRegistry !== chain.partyRegistry) {
    throw new InputError(`${what}.chain`, "aliases-of-another-chain");
  }
  const isMakers = standing.status === "valid" && standing.role === "lens-maker" && standing.party === maker?.party;
  if (!isMakers || standing.suspended) throw new InputError(`${what}.key`, "aliases-key-of-nobody");
}

/**
 * The maker's own code of a lens that is ordered from it: what its private-label code stands for at that time, else the code as
 * it is. A table speaks of the lenses of its own maker only.
 * @param tables Those that were checked.
 * @param ordered The maker that the order names, and the code that it is ordered under.
 * @param at When it was ordered, Unix seconds.
 * @throws {InputError} when two tables of the maker say that it is two lenses.
 *
 * @example
 * ```ts
 * import { ownCodeOf, parseAliasTable } from "clairevoie/protocol";
 * ownCodeOf([parseAliasTable(text)], { maker: "111222337", ediCode: "CHAIN-PRO-1" }, at);
 * ```
 */
export function ownCodeOf(
  tables: readonly Pick<AliasTable, "maker" | "aliases">[],
  ordered: { readonly maker: string; readonly ediCode: string },
  at: number,
): string {
  const code = canonicalIdentifier(ordered.ediCode);
  const found = new Set(
    tables
      .filter(({ maker }) => maker === ordered.maker)
      .flatMap(({ aliases }) => aliases)
      .filter(({ alias, from, until }) => alias === code && from <= at && at <= until)
      .map(({ ediCode }) => ediCode),
  );
  const [own, other] = found;
  if (other !== undefined) throw new InputError("ediCode", "alias-twice");
  return own ?? code;
}
