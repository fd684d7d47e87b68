import type { Signer } from "ethers";
import { asChainError } from "../chain/errors.js";
import { type Connection, connect, type Suite } from "../chain/index.js";
import { managerAt } from "../chain/manager.js";
import { transact } from "../chain/transactions.js";
import { roleNumber } from "../protocol/identifiers.js";
import { type Hex, PARTY_ROLES, type PartyRole } from "../protocol/index.js";

/**
 * What the council's programs call. The signer holds the role that each act needs; the access manager says with what delay.
 *
 * @example
 * ```ts
 * import { Council } from "clairevoie/parties";
 * const council = await Council.connect({ rpc, deployment, signer });
 * await council.suspend(party);
 * ```
 */
export class Council {
  readonly #suite: Suite;
  readonly #signer: Signer;
  readonly #manager: string;

  private constructor(suite: Suite, signer: Signer, manager: string) {
    this.#suite = suite;
    this.#signer = signer;
    this.#manager = manager;
  }

  static async connect(connection: Connection & { readonly signer: Signer }): Promise<Council> {
    const { accessManager } = connection.deployment.contracts;
    return new Council(await connect(connection), connection.signer, accessManager.address);
  }

  /** Enrols an optician or an insurer. Idempotent: a run whose answer was lost may be run again. */
  async enrol(party: Hex, role: Exclude<PartyRole, "lens-maker">, controller: string): Promise<void> {
    const { parties } = this.#suite;
    if (await this.#isEnrolled(party, role, controller)) return;
    await transact(parties, "enrolling-party", () => parties.enrol(party, roleNumber(role), controller));
  }

  /**
   * Announces the enrolment of a lens maker, or carries it out when it was announced and its delay is over.
   * @returns `announced`, or `enrolled`.
   */
  async enrolLensMaker(party: Hex, controller: string): Promise<"announced" | "enrolled"> {
    const { parties } = this.#suite;
    if (await this.#isEnrolled(party, "lens-maker", controller)) return "enrolled";
    const manager = managerAt(this.#manager, this.#signer);
    const call = parties.interface.encodeFunctionData("enrolLensMaker", [party, controller]);
    const target = await parties.getAddress();
    const [immediate, delay] = await manager.canCall(
      await this.#signer.getAddress(),
      target,
      parties.interface.getFunction("enrolLensMaker").selector,
    );
    const id = await manager.hashOperation(await this.#signer.getAddress(), target, call);
    if (!immediate && delay > 0n && (await manager.getSchedule(id)) === 0n) {
      await transact(manager, "announcing-lens-maker", () => manager.schedule(target, call, 0));
      return "announced";
    }
    await transact(parties, "enrolling-lens-maker", () => parties.enrolLensMaker(party, controller));
    return "enrolled";
  }

  /** Suspends a party from now on. */
  async suspend(party: Hex): Promise<void> {
    const { parties } = this.#suite;
    await transact(parties, "suspending-party", () => parties.suspend(party));
  }

  /** Ends a suspension from now on. */
  async reinstate(party: Hex): Promise<void> {
    const { parties } = this.#suite;
    await transact(parties, "reinstating-party", () => parties.reinstate(party));
  }

  /** Declares that a key was in other hands from a past time on (unix seconds). */
  async declareCompromise(key: Hex, from: number): Promise<void> {
    const { parties } = this.#suite;
    await transact(parties, "declaring-compromise", () => parties.declareCompromise(key, from));
  }

  async #isEnrolled(party: Hex, role: PartyRole, controller: string): Promise<boolean> {
    const { parties } = this.#suite;
    try {
      const known = await parties.partyOf(party);
      return known.role === BigInt(roleNumber(role)) && known.controller.toLowerCase() === controller.toLowerCase();
    } catch (error) {
      throw asChainError(error, parties.interface, "reading-party");
    }
  }
}

/** A party that was enrolled, as the register has it now. */
export interface EnrolledParty {
  readonly party: Hex;
  readonly role: PartyRole | "none";
  /** Who manages its keys. */
  readonly controller: string;
  /** How many keys it was ever given. */
  readonly keys: number;
  readonly suspended: boolean;
}

/**
 * The parties that were enrolled, in that order.
 * @param fromBlock The block of the deployment: nothing is before it.
 * @throws {ChainError} when the chain cannot be reached.
 *
 * @example
 * ```ts
 * import { listParties } from "clairevoie/parties";
 * const opticians = (await listParties(suite, deployment.block)).filter(({ role }) => role === "optician");
 * ```
 */
export async function listParties({ parties }: Suite, fromBlock: number): Promise<EnrolledParty[]> {
  try {
    const [enrolled, keys] = await Promise.all([
      parties.queryFilter(parties.filters.PartyEnrolled(), fromBlock),
      parties.queryFilter(parties.filters.KeyAdded(), fromBlock),
    ]);
    return await Promise.all(
      enrolled.map(async ({ args }) => ({
        party: args.party as Hex,
        role: PARTY_ROLES[Number(args.role) - 1] ?? "none",
        controller: (await parties.partyOf(args.party)).controller,
        keys: keys.filter((key) => key.args.party === args.party).length,
        suspended: (await parties.suspensionsOf(args.party)).at(-1)?.suspended ?? false,
      })),
    );
  } catch (error) {
    throw asChainError(error, parties.interface, "reading-party");
  }
}

/** A key of a party, with its times in unix seconds; 0 for what did not happen. */
export interface PartyKey {
  readonly key: Hex;
  readonly validFrom: number;
  readonly revokedAt: number;
  readonly compromisedFrom: number;
}

/**
 * The keys that a party was ever given, in that order.
 * @param fromBlock The block of the deployment: nothing is before it.
 * @throws {ChainError} when the chain cannot be reached.
 *
 * @example
 * ```ts
 * import { listKeys } from "clairevoie/parties";
 * const valid = (await listKeys(suite, party, deployment.block)).filter(({ revokedAt }) => revokedAt === 0);
 * ```
 */
export async function listKeys({ parties }: Suite, party: Hex, fromBlock: number): Promise<PartyKey[]> {
  try {
    const added = await parties.queryFilter(parties.filters.KeyAdded(party), fromBlock);
    return await Promise.all(
      added.map(async ({ args }) => {
        const { validFrom, revokedAt, compromisedFrom } = await parties.keyOf(args.key);
        return {
          key: args.key as Hex,
          validFrom: Number(validFrom),
          revokedAt: Number(revokedAt),
          compromisedFrom: Number(compromisedFrom),
        };
      }),
    );
  } catch (error) {
    throw asChainError(error, parties.interface, "reading-keys");
  }
}
