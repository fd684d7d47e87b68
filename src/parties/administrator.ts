import type { Provider, Signer } from "ethers";
import { heldRoles, READY_FOR } from "../chain/council-state.js";
import { ChainError } from "../chain/errors.js";
import { presentTime } from "../chain/health.js";
import { type Connection, connect, type Deployment, ROLES } from "../chain/index.js";
import { type IAccessManager, managerAt } from "../chain/manager.js";
import { asRefusal } from "../chain/refusals.js";
import { transact } from "../chain/transactions.js";
import type { Doing } from "../language/telling.js";
import type { Hex } from "../protocol/index.js";

/** A role of the council. The guard is none: `announceGuard` and `takeGuard` replace it. */
export type CouncilRole = keyof typeof ROLES;

/**
 * What became of an act. What takes a delay is announced first; the same call made again once the delay is over does it. `already`:
 * there was nothing to do.
 */
export type Acted =
  | { readonly outcome: "done" | "already" }
  | {
      readonly outcome: "announced" | "pending";
      /** Names the announcement at the AccessManager: `cancel` takes it. */
      readonly operation: Hex;
      /** From when it may be done, for a week, unix seconds. */
      readonly readyAt: number;
    };

/**
 * What the programs of the council's admin call: who holds which role, and who may replace the guard. Each act may be made again:
 * it goes on where it stands.
 *
 * @example
 * ```ts
 * import { Administrator } from "clairevoie/parties";
 * const administrator = await Administrator.connect({ rpc, deployment, signer });
 * const { outcome } = await administrator.grant("enroller", address); // "announced"; three days later "done"
 * ```
 */
export class Administrator {
  readonly #signer: Signer;
  readonly #provider: Provider;
  readonly #manager: IAccessManager;
  readonly #deployment: Deployment;
  readonly #parties: Awaited<ReturnType<typeof connect>>["parties"];

  private constructor(
    signer: Signer,
    { provider, parties }: Awaited<ReturnType<typeof connect>>,
    deployment: Deployment,
  ) {
    this.#signer = signer.provider ? signer : signer.connect(provider);
    this.#provider = provider;
    this.#manager = managerAt(deployment.contracts.accessManager.address, this.#signer);
    this.#deployment = deployment;
    this.#parties = parties;
  }

  static async connect(connection: Connection & { readonly signer: Signer }): Promise<Administrator> {
    return new Administrator(connection.signer, await connect(connection), connection.deployment);
  }

  /** Who acts. */
  account(): Promise<string> {
    return this.#signer.getAddress();
  }

  /**
   * Gives a role. An admin acts with the delay that the deployment file says, or that of a lens maker where it says none; the other
   * roles act at once.
   */
  async grant(role: CouncilRole, account: string): Promise<Acted> {
    const delay = this.#delayOf(role);
    const { isMember, executionDelay } = await this.#asked(() => this.#manager.hasRole(ROLES[role], account));
    if (isMember && Number(executionDelay) === delay) return { outcome: "already" };
    const call = this.#manager.interface.encodeFunctionData("grantRole", [ROLES[role], account, delay]);
    return this.#act("granting-role", await this.#manager.getAddress(), call);
  }

  /** Takes a role away. @throws {ChainError} when nobody would be left who gives roles. */
  async revoke(role: CouncilRole, account: string): Promise<Acted> {
    if (!(await this.#holds(role, account))) return { outcome: "already" };
    await this.#requireAnotherAdmin(role, account);
    const call = this.#manager.interface.encodeFunctionData("revokeRole", [ROLES[role], account]);
    return this.#act("revoking-role", await this.#manager.getAddress(), call);
  }

  /** Gives up a role of one's own, at once. @throws {ChainError} when nobody would be left who gives roles. */
  async renounce(role: CouncilRole): Promise<Acted> {
    const account = await this.#signer.getAddress();
    if (!(await this.#holds(role, account))) return { outcome: "already" };
    await this.#requireAnotherAdmin(role, account);
    await transact("renouncing-role", () => this.#manager.renounceRole(ROLES[role], account));
    return { outcome: "done" };
  }

  /**
   * Hands the administration over. The first call gives the role to the next admin; once it holds it, and has shown that it can act,
   * the same call gives up one's own.
   */
  async handOver(next: string): Promise<Acted | { readonly outcome: "granted" }> {
    const account = await this.#signer.getAddress();
    if (next === account || !(await this.#holds("admin", next))) {
      const granted = await this.grant("admin", next);
      return granted.outcome === "done" ? { outcome: "granted" } : granted;
    }
    return this.renounce("admin");
  }

  /** Announces who replaces the guard. It takes the place of an earlier announcement; nobody cancels it. */
  async announceGuard(next: string): Promise<Acted & { readonly takesFrom?: number }> {
    const guard = await this.#asked(() => this.#parties.guard());
    const announced = await this.#asked(() => this.#parties.nextGuard());
    if (guard === next) return { outcome: "already" };
    const isOpen =
      announced.next === next && (await presentTime(this.#provider)) < Number(announced.readyAt) + READY_FOR;
    if (isOpen) return { outcome: "already", takesFrom: Number(announced.readyAt) };
    const call = this.#parties.interface.encodeFunctionData("announceGuard", [next]);
    const acted = await this.#act("announcing-guard", await this.#parties.getAddress(), call);
    if (acted.outcome !== "done") return acted;
    return { ...acted, takesFrom: Number((await this.#asked(() => this.#parties.nextGuard())).readyAt) };
  }

  /** Does what the account may do at once; announces what it may do after a delay, or does it once that is over. */
  async #act(doing: Doing, to: string, data: string): Promise<Acted> {
    const caller = await this.#signer.getAddress();
    const { delay } = await this.#asked(() => this.#manager.canCall(caller, to, data.slice(0, 10)));
    // Whoever may not do it at all is refused by the contract, in words.
    if (delay === 0n) {
      await transact(doing, () => this.#signer.sendTransaction({ to, data }));
      return { outcome: "done" };
    }
    const operation = (await this.#asked(() => this.#manager.hashOperation(caller, to, data))) as Hex;
    const readyAt = Number(await this.#asked(() => this.#manager.getSchedule(operation)));
    if (readyAt === 0) {
      await transact("announcing-act", () => this.#manager.schedule(to, data, 0));
      const announced = Number(await this.#asked(() => this.#manager.getSchedule(operation)));
      return { outcome: "announced", operation, readyAt: announced };
    }
    if ((await presentTime(this.#provider)) < readyAt) return { outcome: "pending", operation, readyAt };
    await transact(doing, () => this.#manager.execute(to, data));
    return { outcome: "done" };
  }

  #delayOf(role: CouncilRole): number {
    const { adminDelaySeconds, makerDelaySeconds } = this.#deployment.parameters;
    return role === "admin" ? adminDelaySeconds || makerDelaySeconds : 0;
  }

  async #holds(role: CouncilRole, account: string): Promise<boolean> {
    return (await this.#asked(() => this.#manager.hasRole(ROLES[role], account))).isMember;
  }

  async #requireAnotherAdmin(role: CouncilRole, leaving: string): Promise<void> {
    if (role !== "admin") return;
    const held = await this.#asked(() => heldRoles(this.#deployment, this.#provider));
    const others = held.filter((one) => one.role === "admin" && one.account !== leaving);
    if (others.length === 0) throw new ChainError("refused", "last-admin", { account: leaving });
  }

  async #asked<A>(ask: () => Promise<A>): Promise<A> {
    try {
      return await ask();
    } catch (error) {
      throw asRefusal(error, "reading-roles");
    }
  }
}
