import { type HDNodeWallet, type Provider, type Signer, Wallet } from "ethers";
import { Controller, type Identity } from "../src/parties/index.js";
import { toHex } from "../src/protocol/bytes.js";
import { type Hex, type PartyRole, partyId, passesLuhn, ZERO } from "../src/protocol/index.js";
import type { TestChain } from "../testing/chain.js";
import { chance } from "../testing/chance.js";
import { fictitiousAmc, fictitiousSiret } from "./demo/population.js";
import { ScenarioError } from "./errors.js";
import type { Linking, Scenario } from "./scenario.js";

/** Who a scenario may name without saying more. */
const USUAL: Readonly<Record<string, { readonly role: PartyRole; readonly number: number }>> = {
  optician: { role: "optician", number: 1 },
  otherOptician: { role: "optician", number: 2 },
  /** A firm that calls itself a lens maker, and was enrolled as an optician. */
  shell: { role: "optician", number: 3 },
  laboratory: { role: "lens-maker", number: 11 },
  otherLaboratory: { role: "lens-maker", number: 12 },
  mutual: { role: "insurer", number: 21 },
  otherMutual: { role: "insurer", number: 22 },
};

/** Who takes part with an account, and is no party. */
const BYSTANDERS = ["stranger", "platform"];

/** A party of a scenario, and its keys by name; the first is `main`. */
interface Player {
  readonly identity: Identity;
  readonly role: PartyRole | "none";
  /** Zero when it is no party. */
  readonly party: Hex;
  readonly controller: Signer;
  readonly keys: Map<string, Signer>;
}

/** A lens maker's second number: its EUDAMED registration. */
const SECOND = / 2$/;

/** The parties of one scenario: enrolled for it alone, so that no scenario depends on another. */
export class Cast {
  readonly #chain: TestChain;
  readonly #scenario: Scenario;
  readonly #players = new Map<string, Player>();

  readonly #insurers: readonly string[];
  readonly #makers: readonly string[];

  /**
   * @param insurers Who is named on the bill.
   * @param makers Who is named on the order.
   */
  constructor(chain: TestChain, scenario: Scenario, insurers: readonly string[], makers: readonly string[]) {
    this.#makers = makers.map((maker) => maker.replace(SECOND, ""));
    this.#insurers = insurers;
    this.#chain = chain;
    this.#scenario = scenario;
  }

  /** Enrols everybody that the scenario names, with a key each. */
  async enrol(): Promise<void> {
    const { acts, certificate, claim, cast } = this.#scenario;
    const named = [
      ...acts.flatMap((act) => [act.by, "suspends" in act ? act.suspends : "stocks" in act ? act.to : act.by]),
      certificate?.by ?? "optician",
      claim?.of ?? "optician",
      ...(claim?.to ? [claim.to] : this.#insurers),
      ...acts.flatMap((act) =>
        "with" in act && typeof act.with === "string" && "affiliates" in act ? [act.with] : [],
      ),
      "optician",
      ...this.#makers,
      ...Object.keys(cast ?? {}),
    ];
    for (const name of new Set(named)) if (name !== "council") await this.#enter(name);
  }

  /** Enrols a lens maker that was in the cast only. */
  async enrolMaker(name: string, statesFrom?: number): Promise<void> {
    const { controller } = this.player(name);
    const { council } = this.#chain;
    const identifiers = [
      this.makerOf(name),
      ...(this.#scenario.cast?.[name]?.numbers === 2 ? [this.makerOf(`${name} 2`)] : []),
    ];
    const address = await controller.getAddress();
    await council.enrolLensMaker({
      identifiers,
      controller: address,
      ...(statesFrom !== undefined && { statesFrom }),
    });
    await this.#addMain(name);
  }

  async #addMain(name: string): Promise<void> {
    const control = await this.control(name);
    const key = this.key(name);
    await control.addKey(await key.getAddress(), await control.consent(key));
  }

  /** The identifier that a lens maker is named by: numbers of this scenario alone, since they are public and stay. */
  makerOf(name: string): string {
    const store = this.#scenario.cast?.[name]?.sameNumberAs;
    if (store) return this.#numberOf(store, "optician").slice(0, 9);
    const digits = BigInt(toHex(chance(this.#scenario.name).bytes(`${name.replace(SECOND, "")}/number`)));
    if (SECOND.test(name)) return `FR-MF-${String(digits % 10n ** 9n).padStart(9, "0")}`;
    const body = String(digits % 10n ** 8n).padStart(8, "0");
    return body + ("0123456789".split("").find((last) => passesLuhn(body + last)) ?? "0");
  }

  async control(name: string): Promise<Controller> {
    const { party, controller } = this.player(name);
    return Controller.connect({ deployment: this.#chain.deployment, signer: controller, party });
  }

  async link(name: string, other: string, kind: Linking["kind"]): Promise<void> {
    await (await this.control(name)).consentToLink(this.player(other).party, kind);
  }

  async part(name: string, other: string, kind: Linking["kind"]): Promise<void> {
    await (await this.control(name)).endLink(this.player(other).party, kind);
  }

  player(name: string): Player {
    const player = this.#players.get(name);
    if (!player) throw new ScenarioError(this.#scenario.name, `${name} does not take part`);
    return player;
  }

  key(name: string, key = "main"): Signer {
    const signer = this.player(name).keys.get(key);
    if (!signer) throw new ScenarioError(this.#scenario.name, `${name} has no key ${key}`);
    return signer;
  }

  /** The AMC number of an insurer, whether it takes part or is only named. */
  amcOf(insurer: string): string {
    return this.#numberOf(insurer, "insurer");
  }

  async addKey(name: string, key: string): Promise<void> {
    const { keys } = this.player(name);
    const signer = await this.#account(`${name}/${key}`);
    const control = await this.control(name);
    await control.addKey(await signer.getAddress(), await control.consent(signer));
    keys.set(key, signer);
  }

  async revokeKey(name: string, key: string): Promise<void> {
    await (await this.control(name)).revokeKey(await this.key(name, key).getAddress());
  }

  async #account(name: string): Promise<HDNodeWallet | Wallet> {
    const bytes = chance(this.#scenario.name).bytes(name);
    const account = new Wallet(toHex(bytes), this.#chain.funder.provider as Provider);
    await this.#chain.funder.sendTransaction({ to: account.address, value: 10n ** 18n });
    return account;
  }

  #numberOf(name: string, role: PartyRole): string {
    const same = this.#scenario.cast?.[name]?.sameNumberAs;
    const usual = this.#scenario.cast?.[same ?? name]?.number ?? USUAL[same ?? name]?.number;
    const number = usual ?? 50 + Object.keys(this.#scenario.cast ?? {}).indexOf(name);
    return role === "insurer" ? fictitiousAmc(number) : fictitiousSiret(number);
  }

  async #enter(name: string): Promise<void> {
    const signer = await this.#account(name);
    // Where a key is stolen, whoever controls the party still has another account.
    const isStolen = this.#scenario.acts.some((act) => "declaresStolen" in act && act.declaresStolen === name);
    const controller = isStolen ? await this.#account(`${name}/controller`) : signer;
    const keys = new Map<string, Signer>([["main", signer]]);
    const salt = toHex(chance(this.#scenario.name).bytes(`${name}/salt`));
    if (BYSTANDERS.includes(name)) {
      const identity = { salt, identifier: fictitiousSiret(99) };
      this.#players.set(name, { identity, role: "none", party: ZERO, controller: signer, keys });
      return;
    }
    const role = this.#scenario.cast?.[name]?.role ?? USUAL[name]?.role;
    if (!role) throw new ScenarioError(this.#scenario.name, `${name} is nobody; the cast must say its role`);
    const identity: Identity =
      role === "lens-maker"
        ? { salt: ZERO, identifier: this.makerOf(name) }
        : { salt, identifier: this.#numberOf(name, role) };
    const party = partyId(identity.salt, role, identity.identifier);
    this.#players.set(name, { identity, role, party, controller, keys });
    if (role === "lens-maker") {
      if (this.#scenario.cast?.[name]?.enrolled !== false && this.#scenario.cast?.[name]?.statesFrom === undefined)
        await this.enrolMaker(name);
      return;
    }
    const { council } = this.#chain;
    await council.enrol(party, role, controller.address);
    await this.#addMain(name);
  }
}
