import type { Signer } from "ethers";
import { IAccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/IAccessManager__factory.js";
import { asChainError } from "../chain/errors.js";
import { type Connection, connect, type Suite } from "../chain/index.js";
import { transact } from "../chain/transactions.js";
import { type Hex, type PartyRole, roleNumber } from "../protocol/index.js";

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
    const manager = IAccessManager__factory.connect(this.#manager, this.#signer);
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
