import type { Signer } from "ethers";
import { asChainError } from "../chain/errors.js";
import { type Connection, connect, type Suite } from "../chain/index.js";
import { transact } from "../chain/transactions.js";
import { DOMAIN_NAMES, fieldsOf, TYPES } from "../protocol/eip712.js";
import type { Hex } from "../protocol/index.js";

const KEY_CONSENT_TYPES = { KeyConsent: fieldsOf(TYPES.KeyConsent) };

/**
 * What the controller of a party calls, to manage the party's keys.
 *
 * @example
 * ```ts
 * import { Controller } from "clairevoie/parties";
 * const controller = await Controller.connect({ rpc, deployment, signer, party });
 * await controller.addKey(await signer.getAddress());
 * ```
 */
export class Controller {
  readonly #suite: Suite;
  readonly #party: Hex;

  private constructor(suite: Suite, party: Hex) {
    this.#suite = suite;
    this.#party = party;
  }

  static async connect(connection: Connection & { readonly signer: Signer; readonly party: Hex }): Promise<Controller> {
    return new Controller(await connect(connection), connection.party);
  }

  /** Signs, with the key itself, that it may be added to a party. */
  async consent(key: Signer): Promise<Hex> {
    const domain = {
      ...DOMAIN_NAMES,
      chainId: this.#suite.reference.chainId,
      verifyingContract: this.#suite.reference.partyRegistry,
    };
    return (await key.signTypedData(domain, KEY_CONSENT_TYPES, {
      party: this.#party,
      key: await key.getAddress(),
    })) as Hex;
  }

  /**
   * Adds a key, valid from now on. Idempotent: a key that is the party's already, and not revoked, is left as it is.
   * @param consent What `consent` gave; `0x` when the controller adds its own account.
   */
  async addKey(key: string, consent: Hex = "0x"): Promise<void> {
    const { parties } = this.#suite;
    if (await this.#has(key)) return;
    await transact(parties, "adding-key", () => parties.addKey(this.#party, key, consent));
  }

  /** Revokes a key from now on, for ever. */
  async revokeKey(key: string): Promise<void> {
    const { parties } = this.#suite;
    await transact(parties, "revoking-key", () => parties.revokeKey(key));
  }

  async #has(key: string): Promise<boolean> {
    const { parties } = this.#suite;
    try {
      const { party, revokedAt, compromisedFrom } = await parties.keyOf(key);
      return party === this.#party && revokedAt === 0n && compromisedFrom === 0n;
    } catch (error) {
      throw asChainError(error, parties.interface, "reading-key");
    }
  }
}
