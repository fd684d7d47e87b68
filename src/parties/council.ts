import type { Result, Signer, TransactionResponse } from "ethers";
import { type AnnouncedAct, announcedActs, logsSince, READY_FOR } from "../chain/council-state.js";
import { ChainError } from "../chain/errors.js";
import { presentTime } from "../chain/health.js";
import { type Connection, connect, type Deployment, type Suite } from "../chain/index.js";
import { type IAccessManager, managerAt } from "../chain/manager.js";
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

/** How far the enrolment of a lens maker, or of names, has come. `already`: it was enrolled before. */
export type Enrolling = {
  readonly party: Hex;
  /** Names the announcement: `enrolAnnounced` and `cancel` take it. */
  readonly announcement: Hex;
} & (
  | { readonly outcome: "enrolled" | "already" }
  | {
      readonly outcome: "announced" | "pending";
      readonly announcedAt: number;
      /** From when it may be carried out, for a week, unix seconds. */
      readonly readyAt: number;
    }
);

/** What is announced, then enrolled. */
interface Entry {
  readonly party: Hex;
  readonly names: readonly string[];
  readonly announcement: Hex;
  announce(): Promise<TransactionResponse>;
  enrol(): Promise<TransactionResponse>;
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
  readonly #signer: Signer;
  readonly #manager: IAccessManager;

  private constructor(suite: Suite, deployment: Deployment, signer: Signer) {
    this.#suite = suite;
    this.#deployment = deployment;
    this.#signer = signer.provider ? signer : signer.connect(suite.provider);
    this.#manager = managerAt(deployment.contracts.accessManager.address, this.#signer);
  }

  static async connect(connection: Connection & { readonly signer: Signer }): Promise<Council> {
    return new Council(await connect(connection), connection.deployment, connection.signer);
  }

  /** Enrols an optician or an insurer. Idempotent: a run whose answer was lost may be run again. */
  async enrol(party: Hex, role: Exclude<PartyRole, "lens-maker">, controller: string): Promise<void> {
    const { parties } = this.#suite;
    if (await this.#isEnrolled(party, role, controller)) return;
    await transact("enrolling-party", () => parties.enrol(party, roleNumber(role), controller));
  }

  /**
   * Announces a lens maker, and enrols it when the same call is made again once the delay is over: `readyAt` says when. Whoever has
   * the role announces; anyone may finish. Where there is no delay, one call does both.
   * @throws {InputError} for a wrong identifier.
   */
  async enrolLensMaker({ identifiers, controller, statesFrom = 0 }: NewMaker): Promise<Enrolling> {
    const { parties } = this.#suite;
    const names = this.#checked(identifiers);
    const about = [names, controller, statesFrom, LENSES] as const;
    return this.#announceThenEnrol({
      party: makerName(names[0] ?? ""),
      names,
      announcement: (await this.#asked(() => parties.makerAnnouncement(...about))) as Hex,
      announce: () => parties.announceMaker(...about),
      enrol: () => parties.enrolMaker(...about),
    });
  }

  /** Announces further names of a lens maker, then enrols them, in the same way. @throws {InputError} for a wrong identifier. */
  async enrolNames({ party, identifiers, statesFrom = 0 }: NewNames): Promise<Enrolling> {
    const { parties } = this.#suite;
    const names = this.#checked(identifiers);
    const about = [party, names, statesFrom] as const;
    return this.#announceThenEnrol({
      ...{ party, names },
      announcement: (await this.#asked(() => parties.namesAnnouncement(...about))) as Hex,
      announce: () => parties.announceNames(...about),
      enrol: () => parties.enrolNames(...about),
    });
  }

  /**
   * Carries out an announcement of a lens maker or of names, once its delay is over. Whoever sends it: the announcement says it all.
   * @returns False when it was carried out already.
   * @throws {ChainError} when nothing was announced so, or the registry refuses.
   */
  async enrolAnnounced(announcement: Hex): Promise<boolean> {
    const { parties, provider } = this.#suite;
    const topics = ANNOUNCED.map((name) => parties.interface.getEvent(name).topicHash);
    const logs = await this.#asked(async () =>
      logsSince(provider, await parties.getAddress(), this.#deployment.block, [topics, [announcement]]),
    );
    const event = logs[0] && parties.interface.parseLog(logs[0]);
    if (!event) throw new ChainError("refused", "not-announced", { announcement });
    const { party, controller, statesFrom, makes } = event.args;
    const identifiers = [...event.args["identifiers"]] as string[];
    if (await this.#areEnrolled(party, identifiers)) return false;
    await transact("enrolling-lens-maker", () =>
      event.name === "MakerAnnounced"
        ? parties.enrolMaker(identifiers, controller, statesFrom, makes)
        : parties.enrolNames(party, identifiers, statesFrom),
    );
    return true;
  }

  /**
   * Cancels announcements: of lens makers and names, the guard or who made them; of what the AccessManager holds, the admin or who
   * announced it. What is cancelled or done already stays as it is.
   * @returns Of each whether it was cancelled now.
   * @throws {ChainError} when one was never announced, or another must cancel it.
   */
  async cancel(announcements: readonly Hex[]): Promise<boolean[]> {
    const { parties } = this.#suite;
    const acts = await Promise.all(announcements.map((one) => this.#find(one)));
    const own = announcements.filter((_, i) => acts[i] === "open");
    if (own.length > 0) await transact("cancelling-announcements", () => parties.cancel([...own]));
    for (const act of acts) {
      if (typeof act === "string") continue;
      await transact("cancelling-announcements", () => this.#manager.cancel(act.caller, act.target, act.data));
    }
    return acts.map((act) => act !== "over");
  }

  /** What is announced and open, the AccessManager's operations and a new guard among it. */
  async announced(): Promise<AnnouncedAct[]> {
    return this.#asked(() => announcedActs(this.#deployment, this.#suite.provider));
  }

  /** Takes the guard's place, once the longest delay is over: the one who was announced. @returns Whether it was taken now. */
  async takeGuard(): Promise<boolean> {
    const { parties } = this.#suite;
    const account = await this.#signer.getAddress();
    if ((await this.#asked(() => parties.guard())) === account) return false;
    await transact("taking-guard", () => parties.takeGuard());
    return true;
  }

  /** Suspends a party from now on (guard). @returns False when it is suspended already. */
  async suspend(party: Hex): Promise<boolean> {
    const { parties } = this.#suite;
    if (await this.#isSuspended(party)) return false;
    await transact("suspending-party", () => parties.suspend(party));
    return true;
  }

  /** Ends a suspension from now on (guard). @returns False when it ended already. */
  async reinstate(party: Hex): Promise<boolean> {
    const { parties } = this.#suite;
    const suspensions = await this.#asked(() => parties.suspensionsOf(party));
    if (suspensions.at(-1)?.suspended === false) return false;
    await transact("reinstating-party", () => parties.reinstate(party));
    return true;
  }

  /**
   * Declares that an account was in other hands from a past time on, unix seconds (guard). As the party's controller it then
   * controls nothing more: a party moves control away first.
   * @param party The party of which it is a controller, or was; of a key, its own party is taken.
   * @returns False when exactly this is declared already.
   */
  async declareCompromise(account: Hex, from: number, party?: Hex): Promise<boolean> {
    const { parties } = this.#suite;
    const whose = party ?? (await this.#asked(() => parties.keyOf(account))).party;
    const { compromisedFrom } = await this.#asked(() => parties.accountOf(whose, account));
    if (from !== 0 && Number(compromisedFrom) === from) return false;
    await transact("declaring-compromise", () => parties.declareCompromise(whose, account, from));
    return true;
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

  async #announceThenEnrol({ party, names, announcement, announce, enrol }: Entry): Promise<Enrolling> {
    const { parties, provider } = this.#suite;
    const { makerDelaySeconds } = this.#deployment.parameters;
    if (await this.#areEnrolled(party, names)) return { party, announcement, outcome: "already" };
    const announcedAt = async () => Number((await this.#asked(() => parties.announcementOf(announcement))).announcedAt);
    const known = await announcedAt();
    const present = await this.#asked(() => presentTime(provider));
    const isOpen = known !== 0 && present < known + makerDelaySeconds + READY_FOR;
    if (!isOpen) await transact("announcing-lens-maker", announce);
    const since = isOpen ? known : await announcedAt();
    const readyAt = since + makerDelaySeconds;
    if (present < readyAt && makerDelaySeconds > 0) {
      return { party, announcement, outcome: isOpen ? "pending" : "announced", announcedAt: since, readyAt };
    }
    await transact("enrolling-lens-maker", enrol);
    return { party, announcement, outcome: "enrolled" };
  }

  /** What an id names: an announcement of the registry, open or over, or an open operation of the AccessManager. */
  async #find(
    id: Hex,
  ): Promise<"open" | "over" | { readonly caller: string; readonly target: string; readonly data: string }> {
    const { parties, provider } = this.#suite;
    const { block } = this.#deployment;
    const manager = this.#manager;
    return this.#asked(async () => {
      if ((await parties.announcementOf(id)).announcedAt !== 0n) return "open";
      const topics = ANNOUNCED.map((name) => parties.interface.getEvent(name).topicHash);
      if ((await logsSince(provider, await parties.getAddress(), block, [topics, [id]])).length > 0) return "over";
      const scheduled = manager.interface.getEvent("OperationScheduled").topicHash;
      const [log] = await logsSince(provider, await manager.getAddress(), block, [[scheduled], [id]]);
      if (!log) throw new ChainError("refused", "not-announced", { announcement: id });
      if ((await manager.getSchedule(id)) === 0n) return "over";
      const { caller, target, data } = manager.interface.decodeEventLog("OperationScheduled", log.data, log.topics);
      return { caller, target, data };
    });
  }

  async #areEnrolled(party: Hex, names: readonly string[]): Promise<boolean> {
    const { parties } = this.#suite;
    const makers = await this.#asked(() => Promise.all(names.map((one) => parties.makerOf(makerName(one)))));
    return makers.every((maker) => maker.party === party);
  }

  async #isSuspended(party: Hex): Promise<boolean> {
    return (await this.#asked(() => this.#suite.parties.suspensionsOf(party))).at(-1)?.suspended ?? false;
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
export async function listParties(suite: Suite, fromBlock: number): Promise<EnrolledParty[]> {
  const { parties } = suite;
  try {
    const [enrolled, keys, names] = await Promise.all([
      toldOf(suite, "PartyEnrolled", fromBlock),
      toldOf(suite, "KeyAdded", fromBlock),
      toldOf(suite, "NameEnrolled", fromBlock),
    ]);
    const namesOf = (party: Hex): string[] =>
      names.flatMap((name) => (name["party"] === party ? [String(name["identifier"])] : []));
    return await Promise.all(
      enrolled.map(async (args) => {
        const party = args["party"] as Hex;
        const role = PARTY_ROLES[Number(args["role"]) - 1] ?? "none";
        return {
          party,
          role,
          ...(role === "lens-maker" && { identifiers: namesOf(party) }),
          controller: (await parties.partyOf(party)).controller,
          keys: keys.filter((key) => key["party"] === party).length,
          suspended: (await parties.suspensionsOf(party)).at(-1)?.suspended ?? false,
        };
      }),
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

/** What the events of one name say since a block, of all parties or of one. */
async function toldOf(
  { parties, provider }: Suite,
  name: "PartyEnrolled" | "KeyAdded" | "NameEnrolled",
  fromBlock: number,
  party?: Hex,
): Promise<Result[]> {
  const { topicHash } = parties.interface.getEvent(name as "KeyAdded");
  const topics = [[topicHash], ...(party ? [[party]] : [])];
  const logs = await logsSince(provider, await parties.getAddress(), fromBlock, topics);
  return logs.map(({ data, topics: found }) => parties.interface.decodeEventLog(name as "KeyAdded", data, found));
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
export async function listKeys(suite: Suite, party: Hex, fromBlock: number): Promise<PartyKey[]> {
  try {
    const added = await toldOf(suite, "KeyAdded", fromBlock, party);
    return await Promise.all(
      added.map(async (args) => {
        const key = args["key"] as Hex;
        const { validFrom, revokedAt, compromisedFrom } = await suite.parties.keyOf(key);
        return {
          key,
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
