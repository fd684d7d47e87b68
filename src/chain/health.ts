import type { Provider } from "ethers";
import { ClairevoieError, type Hex } from "../protocol/index.js";
import type { Suite } from "./suite.js";

/**
 * How far the clock of this machine may be behind the chain, seconds.
 * @internal
 */
export const CLOCK_TOLERANCE_S = 120;
/** An anchor and a withdrawal, with room to spare. */
const GAS_TO_WORK_WITH = 200_000n;

/**
 * How many seconds the clock of this machine is ahead of the latest block; 0 where they agree.
 * @throws {ClairevoieError} when it is behind the chain: what is sealed would look signed before.
 *
 * @example
 * ```ts
 * import { checkClock } from "clairevoie/chain";
 * const secondsOld = await checkClock(provider);
 * ```
 */
export async function checkClock(provider: Provider): Promise<number> {
  const block = await provider.getBlock("latest");
  const ahead = Math.floor(Date.now() / 1000) - (block?.timestamp ?? 0);
  if (ahead < -CLOCK_TOLERANCE_S) throw new ClairevoieError("clock-behind", { seconds: -ahead });
  return ahead > CLOCK_TOLERANCE_S ? ahead : 0;
}

/**
 * The chain's time, unix seconds: that of the block that would come next where the node says it, for the latest may be old where
 * little happens.
 * @internal
 */
export async function presentTime(provider: Provider): Promise<number> {
  const next = provider.getBlock("pending").catch(() => null);
  const blocks = await Promise.all([provider.getBlock("latest"), next]);
  return Math.max(...blocks.map((block) => block?.timestamp ?? 0));
}

/** What an account has, and what it needs to anchor or withdraw, in wei. */
export interface Funds {
  readonly balance: bigint;
  readonly needed: bigint;
}

/**
 * Whether an account can pay for an anchor and a withdrawal.
 *
 * @example
 * ```ts
 * import { fundsOf } from "clairevoie/chain";
 * const { balance, needed } = await fundsOf(provider, address);
 * ```
 */
export async function fundsOf(provider: Provider, address: string): Promise<Funds> {
  const [balance, { gasPrice }] = await Promise.all([provider.getBalance(address), provider.getFeeData()]);
  return { balance, needed: GAS_TO_WORK_WITH * (gasPrice ?? 0n) };
}

/**
 * Makes sure that a key may sign for a party now.
 * @throws {ClairevoieError} when the key is not a valid one of the party, or the party is suspended.
 *
 * @example
 * ```ts
 * import { checkActing } from "clairevoie/chain";
 * await checkActing(suite, await signer.getAddress(), party);
 * ```
 */
export async function checkActing(suite: Suite, key: string, party: Hex): Promise<void> {
  const acting = await suite.parties.actingParty(key);
  if (acting.party !== party) throw new ClairevoieError("key-not-of-party");
  if (acting.suspended) throw new ClairevoieError("party-suspended");
}
