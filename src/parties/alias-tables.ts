import type { Signer } from "ethers";
import { ChainError } from "../chain/errors.js";
import type { Suite } from "../chain/index.js";
import { askingAt } from "../chain/live.js";
import { asRefusal } from "../chain/refusals.js";
import { DOMAIN_NAMES } from "../protocol/eip712.js";
import {
  ALIAS_FORMAT,
  ALIAS_TYPES,
  type Alias,
  type AliasFacts,
  type AliasTable,
  aliasTableDigest,
  checkAliasTable,
  makerName,
  normalizeSignature,
  parseAliasTable,
} from "../protocol/index.js";

/**
 * Signs a lens maker's table of private-label codes, and makes sure that the chain knows the key as a valid one of the maker.
 * @param maker The identifier that orders name.
 * @throws {InputError} naming what is wrong. @throws {ChainError} when the node does not answer.
 *
 * @example
 * ```ts
 * import { makeAliasTable } from "clairevoie/parties";
 * const row = { alias: "CHAIN-PRO-1", ediCode: "EDI-1600-A", from: 1_767_225_600, until: 1_798_761_600 };
 * const table = await makeAliasTable(suite, signer, "111222337", [row]);
 * ```
 */
export async function makeAliasTable(
  suite: Suite,
  signer: Signer,
  maker: string,
  aliases: readonly Alias[],
): Promise<AliasTable> {
  const { chainId, partyRegistry } = suite.reference;
  const domain = { ...DOMAIN_NAMES, chainId, verifyingContract: partyRegistry };
  const content = { chain: { chainId, partyRegistry }, maker, aliases: [...aliases] };
  const key = await signer.getAddress();
  const given = await signer.signTypedData(domain, ALIAS_TYPES, { maker, aliases });
  const table = parseAliasTable({
    format: ALIAS_FORMAT,
    ...content,
    key: key.toLowerCase(),
    signature: normalizeSignature(aliasTableDigest(content), given, key),
  });
  checkAliasTable(table, await aliasFacts(suite, table));
  return table;
}

/**
 * Reads a table of private-label codes, and makes sure that the chain knows its key as a valid one of the maker, now.
 * @param input Its text, or its parsed JSON.
 * @throws {InputError} naming what is wrong. @throws {ChainError} when the node does not answer.
 *
 * @example
 * ```ts
 * import { verifyAliasTable } from "clairevoie/parties";
 * const { aliases } = await verifyAliasTable(suite, text);
 * ```
 */
export async function verifyAliasTable(suite: Suite, input: unknown, what = "aliases"): Promise<AliasTable> {
  const table = parseAliasTable(input, what);
  checkAliasTable(table, await aliasFacts(suite, table), what);
  return table;
}

async function aliasFacts(suite: Suite, { key, maker }: AliasTable): Promise<AliasFacts> {
  try {
    const block = await suite.reader.block("latest");
    if (!block) throw new ChainError("unreachable", "node-without-block", { block: "latest" });
    const live = askingAt(suite, block.number);
    const [standing, found] = await Promise.all([live.standing(key, block.timestamp), live.maker(makerName(maker))]);
    return { chain: suite.reference, standing, maker: found };
  } catch (error) {
    throw asRefusal(error, "reading-key");
  }
}
