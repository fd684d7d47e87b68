import type { Signer } from "ethers";
import { type Connection, connect, type Suite } from "../chain/index.js";
import { transact } from "../chain/transactions.js";
import { type Hex, type PartyRole, partyId, WITHDRAWAL_REASONS, type WithdrawalReason } from "../protocol/index.js";

/** Who a party is: what its id on chain commits to. The salt is the party's own; who has it can recognise the party. */
export interface Identity {
  /** 32 bytes. */
  readonly salt: Hex;
  /** SIRET of an optician, SIREN of a lens maker, AMC number of an insurer. */
  readonly identifier: string;
}

/** A party's program, connected: the suite, its key and its id. */
export interface Member {
  readonly suite: Suite;
  readonly signer: Signer;
  readonly party: Hex;
}

/** How a party's program connects. `signer` holds one of the party's keys. */
export type MemberConnection = Connection & { readonly signer: Signer; readonly identity: Identity };

/**
 * Connects a party of a role.
 * @internal
 */
export async function connectMember(connection: MemberConnection, role: PartyRole): Promise<Member> {
  const suite = await connect(connection);
  const { signer, identity } = connection;
  const connected = signer.provider ? signer : signer.connect(suite.provider);
  return { suite, signer: connected, party: partyId(identity.salt, role, identity.identifier) };
}

/**
 * Withdraws a statement that the party made. Idempotent: the first withdrawal stands.
 * @param statement Hash of the statement.
 * @throws {ChainError} when the key is not the party's, or the chain refuses.
 * @internal
 */
export async function withdrawStatement(
  { suite, party }: Member,
  statement: Hex,
  reason: Exclude<WithdrawalReason, "none">,
): Promise<bigint> {
  const receipt = await transact("withdrawing-statement", () =>
    suite.withdrawals.withdraw(party, statement, WITHDRAWAL_REASONS.indexOf(reason)),
  );
  return receipt.gasUsed;
}
