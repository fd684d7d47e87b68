import type { Signer } from "ethers";
import { type AnnouncedAct, announcedActs } from "../chain/council-state.js";
import { ChainError } from "../chain/errors.js";
import { type Connection, connect, type Deployment, type Suite } from "../chain/index.js";
import { asRefusal } from "../chain/refusals.js";
import { transact } from "../chain/transactions.js";
import { makerIdentifierSchema, roleNumber } from "../protocol/identifiers.js";
import { type Hex, makerName, PARTY_ROLES, type PartyRole, read } from "../protocol/index.js";

/** A lens maker that is to be enrolled. */
export interface NewMaker {
  /** Its SIREN first, then its EUDAMED numbers: the party's id is the name of the first. */
  readonly identifiers: readonly string[];
  readonly controller: string;
  /** From when it states every delivery, unix seconds; its enrolment's own time where that is later. */
  readonly statesFrom?: number;
}

/** Further names of a lens maker that is enrolled. */
export interface NewNames {
  readonly party: Hex;
  readonly identifiers: readonly string[];
  readonly statesFrom?: number;
}

/** An announcement, as it was made. */
export interface Announced {
  /** Names the announcement: `enrolAnnounced` and `cancel` take it. */
  readonly announcement: Hex;
  readonly party: Hex;
  /** From when it may be carried out, for a week, unix seconds. */
  readonly readyAt: number;
}

/** What a maker makes, as the registry numbers it: 1 lenses. */
const LENSES = 1;

/**
 * What the council's programs call. The signer holds the role that each act needs, or is the guard.
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
  readonly #deployment: Deployment;

  private constructor(suite: Suite, deployment: Deployment) {
    this.#suite = suite;
    this.#deployment = deployment;
  }

  static async connect(connection: Connection & { readonly signer: Signer }): Promise<Council> {
    return new Council(await connect(connection), connection.deployment);
  }

  /** Enrols an optician or an insurer. Idempotent: a run whose answer was lost may be run again. */
  async enrol(party: Hex, role: Exclude<PartyRole, "lens-maker">, controller: string): Promise<void> {
    const { parties } = this.#suite;
    if (await this.#isEnrolled(party, role, controller)) return;
    await transact("enrolling-party", () => parties.enrol(party, roleNumber(role), controller));
  }

  /** Announces a lens maker. Idempotent: what is announced and open stays as it is. @throws {InputError} for a wrong identifier. */
  async announceLensMaker({ identifiers, controller, statesFrom = 0 }: NewMaker): Promise<Announced> {
    const { parties } = this.#suite;
    const names = this.#checked(identifiers);
    const about = [names, controller, statesFrom, LENSES] as const;
    const announcement = (await this.#asked(() => parties.makerAnnouncement(...about))) as Hex;
    return this.#announce(announcement, makerName(names[0] ?? ""), () => parties.announceMaker(...about));
  }

  /** Announces further names of a lens maker. Idempotent as well. @throws {InputError} for a wrong identifier. */
  async announceNames({ party, identifiers, statesFrom = 0 }: NewNames): Promise<Announced> {
    const { parties } = this.#suite;
    const about = [party, this.#checked(identifiers), statesFrom] as const;
    const announcement = (await this.#asked(() => parties.namesAnnouncement(...about))) as Hex;
    return this.#announce(announcement, party, () => parties.announceNames(...about));
  }

  /**
   * Carries out an announcement of a lens maker or of names, once its delay is over. Whoever sends it: the announcement says it all.
   * @throws {ChainError} when nothing was announced so, or the registry refuses.
   */
  async enrolAnnounced(announcement: Hex): Promise<void> {
    const { parties, provider } = this.#suite;
    const logs = await this.#asked(async () =>
      provider.getLogs({
        address: await parties.getAddress(),
        topics: [ANNOUNCED.map((name) => parties.interface.getEvent(name).topicHash), announcement],
        fromBlock: this.#deployment.block,
      }),
    );
    const event = logs[0] && parties.interface.parseLog(logs[0]);
    if (!event) throw new ChainError("refused", "not-announced", { announcement });
    const { party, controller, statesFrom, makes } = event.args;
    const identifiers = [...event.args["identifiers"]] as string[];
    await transact("enrolling-lens-maker", () =>
      event.name === "MakerAnnounced"
        ? parties.enrolMaker(identifiers, controller, statesFrom, makes)
        : parties.enrolNames(party, identifiers, statesFrom),
    );
  }

  /** Cancels announcements of lens makers and names: the guard, or who made them. */
  async cancel(announcements: readonly Hex[]): Promise<void> {
    const { parties } = this.#suite;
    await transact("cancelling-announcements", () => parties.cancel([...announcements]));
  }

  /** What is announced and open, the AccessManager's operations and a new guard among it. */
  async announced(): Promise<AnnouncedAct[]> {
    return this.#asked(() => announcedActs(this.#deployment, this.#suite.provider));
  }

  /** Announces who replaces the guard. It takes the place of an earlier announcement; nobody cancels it. */
  async announceGuard(next: string): Promise<void> {
    const { parties } = this.#suite;
    await transact("announcing-guard", () => parties.announceGuard(next));
  }

  /** Takes the guard's place, once the longest delay is over: the one who was announced. */
  async takeGuard(): Promise<void> {
    const { parties } = this.#suite;
    await transact("taking-guard", () => parties.takeGuard());
  }

  /** Suspends a party from now on (guard). */
  async suspend(party: Hex): Promise<void> {
    const { parties } = this.#suite;
    await transact("suspending-party", () => parties.suspend(party));
  }

  /** Ends a suspension from now on (guard). */
  async reinstate(party: Hex): Promise<void> {
    const { parties } = this.#suite;
    await transact("reinstating-party", () => parties.reinstate(party));
  }

  /**
   * Declares that an account was in other hands from a past time on, unix seconds (guard). As the party's controller it then
   * controls nothing more: a party moves control away first.
   * @param party The party of which it is a controller, or was; of a key, its own party is taken.
   */
  async declareCompromise(account: Hex, from: number, party?: Hex): Promise<void> {
    const { parties } = this.#suite;
    const whose = party ?? (await this.#asked(() => parties.keyOf(account))).party;
    await transact("declaring-compromise", () => parties.declareCompromise(whose, account, from));
  }

  /** Declares that a store and a lens maker are not independent, from now on. Idempotent. */
  async affiliate(store: Hex, maker: Hex): Promise<void> {
    const { links } = this.#suite;
    if (await this.#isAffiliated(store, maker)) return;
    await transact("declaring-affiliation", () => links.affiliate(store, maker));
  }

  /** Ends an affiliation, from now on. Idempotent. */
  async endAffiliation(store: Hex, maker: Hex): Promise<void> {
    const { links } = this.#suite;
    if (!(await this.#isAffiliated(store, maker))) return;
    await transact("ending-affiliation", () => links.endAffiliation(store, maker));
  }

  #checked(identifiers: readonly string[]): string[] {
    return identifiers.map((one, i) => read(makerIdentifierSchema, one, `identifiers[${i}]`));
  }

  async #announce(announcement: Hex, party: Hex, send: () => ReturnType<Suite["parties"]["announceNames"]>) {
    const { parties } = this.#suite;
    const { makerDelaySeconds } = this.#deployment.parameters;
    const openAt = await this.#openAt(announcement);
    if (openAt === undefined) await transact("announcing-lens-maker", send as never);
    const announcedAt = openAt ?? Number((await this.#asked(() => parties.announcementOf(announcement))).announcedAt);
    return { announcement, party, readyAt: announcedAt + makerDelaySeconds };
  }

  /** When an announcement that is open was made; one that expired is not open. */
  async #openAt(announcement: Hex): Promise<number | undefined> {
    const acts = await this.announced();
    const open = acts.find((act) => "announcement" in act && act.announcement === announcement);
    return open && open.readyAt - this.#deployment.parameters.makerDelaySeconds;
  }

  async #isAffiliated(store: Hex, maker: Hex): Promise<boolean> {
    const changes = await this.#asked(() => this.#suite.links.changesOf(store, maker));
    return changes.at(-1)?.links.affiliation ?? false;
  }

  async #isEnrolled(party: Hex, role: PartyRole, controller: string): Promise<boolean> {
    const known = await this.#asked(() => this.#suite.parties.partyOf(party));
    return known.role === BigInt(roleNumber(role)) && known.controller.toLowerCase() === controller.toLowerCase();
  }

  async #asked<A>(ask: () => Promise<A>): Promise<A> {
    try {
      return await ask();
    } catch (error) {
      throw asRefusal(error, "reading-party");
    }
  }
}

const ANNOUNCED = ["MakerAnnounced", "NamesAnnounced"] as const;

/** A party that was enrolled, as the register has it now. */
export interface EnrolledParty {
  readonly party: Hex;
  readonly role: PartyRole | "none";
  /** Who manages its keys. */
  readonly controller: string;
  /** Of a lens maker: its identifiers. */
  readonly identifiers?: readonly string[];
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
    const [enrolled, keys, names] = await Promise.all([
      parties.queryFilter(parties.filters.PartyEnrolled(), fromBlock),
      parties.queryFilter(parties.filters.KeyAdded(), fromBlock),
      parties.queryFilter(parties.filters.NameEnrolled(), fromBlock),
    ]);
    const namesOf = (party: string) =>
      names.flatMap((name) => (name.args.party === party ? [name.args.identifier] : []));
    return await Promise.all(
      enrolled.map(async ({ args }) => ({
        party: args.party as Hex,
        role: PARTY_ROLES[Number(args.role) - 1] ?? "none",
        ...(PARTY_ROLES[Number(args.role) - 1] === "lens-maker" && { identifiers: namesOf(args.party) }),
        controller: (await parties.partyOf(args.party)).controller,
        keys: keys.filter((key) => key.args.party === args.party).length,
        suspended: (await parties.suspensionsOf(args.party)).at(-1)?.suspended ?? false,
      })),
    );
  } catch (error) {
    throw asRefusal(error, "reading-party");
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
    throw asRefusal(error, "reading-keys");
  }
}
