import { Interface, type Result } from "ethers";
import type { Hex } from "../protocol/index.js";
import { ChainError } from "./errors.js";
import type { ChainReader } from "./reader.js";

/** The few functions that judging asks. A test compares them with the contracts' own. */
export const READING_ABI = [
  "function anchoredAt(bytes32 root) view returns (uint256)",
  "function endorsedAt(address account, bytes32 digest) view returns (uint256)",
  "function standing(address key, uint48 time) view returns (tuple(bytes32 party, uint8 role, uint8 status, bool suspended))",
  "function keyOf(address key) view returns (tuple(bytes32 party, uint48 validFrom, uint48 revokedAt, uint48 compromisedFrom))",
  "function withdrawalOf(bytes32 party, bytes32 statement) view returns (tuple(uint48 time, uint8 reason, address account))",
  "function isCompromised(bytes32 party, address account, uint48 time) view returns (bool)",
  "function isSuspendedAt(bytes32 party, uint48 time) view returns (bool)",
  "function makerOf(bytes32 name) view returns (tuple(bytes32 party, uint48 enrolledAt, uint48 statesFrom, uint8 makes))",
  "function linksAt(bytes32 a, bytes32 b, uint48 time) view returns (tuple(bool sameEnterprise, bool takeover, bool affiliation))",
  "function settlementOf(address settler) view returns (tuple(bytes20 tag, uint32 round, bytes32 first, bytes32 second))",
  "function useOf(bytes32 party, bytes32 marker) view returns (tuple(bytes32 tag, uint48 time))",
] as const;

/** @internal */
export const readingAbi = new Interface(READING_ABI);

/**
 * Asks a contract one thing at a block. @throws {ChainError} when there is no such contract.
 * @internal
 */
export async function ask(
  reader: ChainReader,
  block: number,
  to: Hex,
  name: string,
  values: readonly unknown[],
): Promise<Result> {
  const answer = await reader.call(to, readingAbi.encodeFunctionData(name, values), block);
  try {
    return readingAbi.decodeFunctionResult(name, answer);
  } catch {
    throw new ChainError("wrong-chain", "contract-missing", {}, "reading-chain");
  }
}
