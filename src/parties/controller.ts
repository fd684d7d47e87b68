import { type Signer, TypedDataEncoder } from "ethers";
import { type Connection, connect, type Suite } from "../chain/index.js";
import { asRefusal } from "../chain/refusals.js";
import { transact } from "../chain/transactions.js";
import { DOMAIN_NAMES, fieldsOf, TYPES } from "../protocol/eip712.js";
import type { Hex } from "../protocol/index.js";
import { normalizedSignature } from "../protocol/signatures.js";

/** How opticians may be linked; the numbers are the contract's. */
export type LinkKind = "same-enterprise" | "takeover";
export const LINK_KINDS: readonly LinkKind[] = ["same-enterprise", "takeover"];
const kindNumber = (kind: LinkKind) => LINK_KINDS.indexOf(kind) + 1;

const KEY_CONSENT_TYPES = { KeyConsent: fieldsOf(TYPES.KeyConsent) };

/**
 * What the controller of a party calls, to manage its keys, its control and its links.
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
  readonly #signer: Signer;

  private constructor(suite: Suite, party: Hex, signer: Signer) {
    this.#suite = suite;
    this.#party = party;
    this.#signer = signer;
  }

  static async connect(connection: Connection & { readonly signer: Signer; readonly party: Hex }): Promise<Controller> {
    return new Controller(await connect(connection), connection.party, connection.signer);
  }

  /** Signs, with the key itself, that it may be added to a party. */
  async consent(key: Signer): Promise<Hex> {
    const domain = {
      ...DOMAIN_NAMES,
      chainId: this.#suite.reference.chainId,
      verifyingContract: this.#suite.reference.partyRegistry,
    };
    const consent = { party: this.#party, key: await key.getAddress() };
    const digest = TypedDataEncoder.hash(domain, KEY_CONSENT_TYPES, consent) as Hex;
    const given = await key.signTypedData(domain, KEY_CONSENT_TYPES, consent);
    // The registry asks a smart account itself.
    return normalizedSignature(digest, given, consent.key) ?? (given as Hex);
  }

  /**
   * Adds a key, valid from now on. Idempotent: a key that is the party's already, and not revoked, is left as it is.
   * @param consent What `consent` gave; `0x` when the controller adds its own account.
   */
  async addKey(key: string, consent: Hex = "0x"): Promise<void> {
    const { parties } = this.#suite;
    if (await this.#has(key)) return;
    await transact("adding-key", () => parties.addKey(this.#party, key, consent));
  }

  /** Revokes a key from now on, for ever. @returns False when it was revoked before. */
  async revokeKey(key: string): Promise<boolean> {
    const { parties } = this.#suite;
    const known = await this.#asked(() => parties.keyOf(key));
    if (known.party === this.#party && known.revokedAt !== 0n) return false;
    await transact("revoking-key", () => parties.revokeKey(key));
    return true;
  }

  /**
   * Offers control of the party to another account. Nothing changes until that one takes it; zero takes the offer back.
   * @returns False when it was offered before.
   */
  async offerControl(candidate: string): Promise<boolean> {
    const { parties } = this.#suite;
    const offered = await this.#asked(() => parties.candidateOf(this.#party));
    if (offered.toLowerCase() === candidate.toLowerCase()) return false;
    await transact("offering-control", () => parties.offerControl(this.#party, candidate));
    return true;
  }

  /** Takes the control that was offered: the signer is the candidate. @returns False when it controls the party already. */
  async takeControl(): Promise<boolean> {
    const { parties } = this.#suite;
    const { controller } = await this.#asked(() => parties.partyOf(this.#party));
    if (controller === (await this.#signer.getAddress())) return false;
    await transact("taking-control", () => parties.takeControl(this.#party));
    return true;
  }

  /**
   * Consents to a link with another optician; it begins with the second consent. Idempotent.
   * @returns `linked` when the other had consented, else `consented`.
   */
  async consentToLink(other: Hex, kind: LinkKind): Promise<"linked" | "consented"> {
    const { links } = this.#suite;
    if (await this.#isLinked(other, kind)) return "linked";
    await transact("consenting-to-link", () => links.consent(this.#party, other, kindNumber(kind)));
    return (await this.#isLinked(other, kind)) ? "linked" : "consented";
  }

  /** Ends a link from now on, or takes back a consent that the other did not meet. Idempotent. */
  async endLink(other: Hex, kind: LinkKind): Promise<void> {
    const { links } = this.#suite;
    const waits = await this.#asked(() => links.consentOf(this.#party, other, kindNumber(kind)));
    if (BigInt(waits) === 0n && !(await this.#isLinked(other, kind))) return;
    await transact("ending-link", () => links.end(this.#party, other, kindNumber(kind)));
  }

  async #isLinked(other: Hex, kind: LinkKind): Promise<boolean> {
    const changes = await this.#asked(() => this.#suite.links.changesOf(this.#party, other));
    const links = changes.at(-1)?.links;
    return (kind === "takeover" ? links?.takeover : links?.sameEnterprise) ?? false;
  }

  async #asked<A>(ask: () => Promise<A>): Promise<A> {
    try {
      return await ask();
    } catch (error) {
      throw asRefusal(error, "reading-party");
    }
  }

  async #has(key: string): Promise<boolean> {
    const { parties } = this.#suite;
    try {
      const { party, revokedAt, compromisedFrom } = await parties.keyOf(key);
      return party === this.#party && revokedAt === 0n && compromisedFrom === 0n;
    } catch (error) {
      throw asRefusal(error, "reading-key");
    }
  }
}
