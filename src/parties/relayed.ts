import { type Signer, TypedDataEncoder } from "ethers";
import { ChainError } from "../chain/errors.js";
import type { Suite } from "../chain/index.js";
import { DOMAIN_NAMES, fieldsOf, TYPES } from "../protocol/eip712.js";
import {
  type ChainReference,
  EYES,
  type Hex,
  stockUseOf,
  WITHDRAWAL_REASONS,
  type WithdrawalReason,
} from "../protocol/index.js";
import { normalizedSignature } from "../protocol/signatures.js";
import type { Dossier } from "./lens.js";
import { stockOf } from "./stock.js";

/** What a party signed for others to send: anyone may, until the deadline. */
export interface SignedFor<Act> {
  /** EIP-712 digest of it. */
  readonly digest: Hex;
  readonly post: Act & { readonly signer: Hex; readonly deadline: number; readonly signature: Hex };
}

/** What a withdrawal is, to be signed. */
export interface WithdrawalAct {
  readonly party: Hex;
  readonly statement: Hex;
  /** Its number on chain. */
  readonly reason: number;
}

/** What uses of stock lenses are, to be signed. */
export interface StockUsesAct {
  readonly uses: { readonly marker: Hex; readonly tag: Hex }[];
}

/**
 * The withdrawal of a statement.
 *
 * @example
 * ```ts
 * import { withdrawalOf } from "clairevoie/parties";
 * const { reason } = withdrawalOf(party, statementHash, "return");
 * ```
 */
export function withdrawalOf(party: Hex, statement: Hex, reason: Exclude<WithdrawalReason, "none">): WithdrawalAct {
  return { party, statement, reason: WITHDRAWAL_REASONS.indexOf(reason) };
}

/**
 * The uses of the stock lenses of a dossier. They are consumed for ever: do it when they are mounted.
 *
 * @example
 * ```ts
 * import { stockUsesOf } from "clairevoie/parties";
 * const { uses } = stockUsesOf(dossierFile);
 * ```
 */
export function stockUsesOf({ id, stock }: Dossier): StockUsesAct {
  return { uses: EYES.flatMap((eye) => (stock?.[eye] ? [stockUseOf(stock[eye], id, eye)] : [])) };
}

const WITHDRAWAL = { Withdrawal: fieldsOf(TYPES.Withdrawal) };
const STOCK_USES = { StockUses: fieldsOf(TYPES.StockUses), StockUse: fieldsOf(TYPES.StockUse) };

/**
 * Signs a withdrawal or stock uses for a gateway to send: the party needs no ether.
 * @param deadline Last second at which it may be sent; gateways take at most 48 hours.
 * @throws {ChainError} when the suite was deployed without a registry of stock.
 *
 * @example
 * ```ts
 * import { signToRelay, withdrawalOf } from "clairevoie/parties";
 * const act = withdrawalOf(party, statementHash, "return");
 * const { digest, post } = await signToRelay(suite.reference, signer, act, 1_800_000_000);
 * ```
 */
export async function signToRelay<Act extends WithdrawalAct | StockUsesAct>(
  chain: ChainReference,
  signer: Pick<Signer, "getAddress" | "signTypedData">,
  act: Act,
  deadline: number,
): Promise<SignedFor<Act>> {
  const isWithdrawal = "statement" in act;
  const verifyingContract = isWithdrawal ? chain.withdrawalRegistry : chain.stockRegistry;
  if (!verifyingContract) throw new ChainError("refused", "stock-without-registry");
  const domain = { ...DOMAIN_NAMES, chainId: chain.chainId, verifyingContract };
  const types = isWithdrawal ? WITHDRAWAL : STOCK_USES;
  const post = { ...act, signer: (await signer.getAddress()).toLowerCase() as Hex, deadline };
  const digest = TypedDataEncoder.hash(domain, types, post) as Hex;
  const given = await signer.signTypedData(domain, types, post);
  // The registry asks a smart account itself.
  return { digest, post: { ...post, signature: normalizedSignature(digest, given, post.signer) ?? (given as Hex) } };
}

/**
 * Whether the chain shows a withdrawal, or that units of stock are consumed: by whom for what, `useOf` of the contract says.
 * @throws {ChainError} when the node does not answer.
 *
 * @example
 * ```ts
 * import { isOnChain, withdrawalOf } from "clairevoie/parties";
 * const isWithdrawn = await isOnChain(suite, withdrawalOf(party, statementHash, "return"));
 * ```
 */
export async function isOnChain(
  suite: Suite,
  act: WithdrawalAct | (StockUsesAct & { readonly signer: Hex }),
): Promise<boolean> {
  if ("statement" in act) return (await suite.withdrawals.withdrawalOf(act.party, act.statement)).time !== 0n;
  const { party } = await suite.parties.keyOf(act.signer);
  const uses = await Promise.all(act.uses.map(({ marker }) => stockOf(suite).useOf(party, marker)));
  return uses.every(({ time }) => time !== 0n);
}
