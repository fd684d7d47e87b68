import { getAddress, type Interface, type Log, type Provider, type Result } from "ethers";
import { IAccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/IAccessManager__factory.js";
import { ILinkRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/ILinkRegistry__factory.js";
import { IPartyRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IPartyRegistry__factory.js";
import type { Hex } from "../protocol/index.js";
import { type ContractName, contractsOf, type Deployment } from "./deployment.js";
import { ChainError } from "./errors.js";
import { readLogsInParts } from "./logs.js";
import { managerAt } from "./manager.js";
import { FUNCTIONS, ROLES } from "./roles.js";

/** Something that the council announced, and that takes effect unless somebody stops it. Times in unix seconds. */
export type AnnouncedAct =
  | {
      readonly kind: "maker" | "names";
      readonly announcement: Hex;
      readonly party: Hex;
      readonly identifiers: readonly string[];
      readonly announcedAt: number;
      readonly readyAt: number;
    }
  | { readonly kind: "guard"; readonly next: string; readonly readyAt: number }
  | {
      /** A call that the AccessManager holds for its delay. */
      readonly kind: "operation";
      readonly operation: Hex;
      readonly caller: string;
      /** `accessManager.grantRole`, where contract and function are known. */
      readonly call: string;
      /** What it is called with; a role by its name. */
      readonly values: readonly string[];
      readonly readyAt: number;
    };

const MANAGER = IAccessManager__factory.createInterface();
const PARTIES = IPartyRegistry__factory.createInterface();
const LINKS = ILinkRegistry__factory.createInterface();
const INTERFACES: Readonly<Partial<Record<ContractName, Interface>>> = {
  accessManager: MANAGER,
  partyRegistry: PARTIES,
  linkRegistry: LINKS,
};

/**
 * A week: how long what is ready may be carried out (`PartyRegistry`).
 * @internal
 */
export const READY_FOR = 7 * 86_400;

const roleNames = new Map<bigint, string>(Object.entries(ROLES).map(([name, role]) => [role, name]));

/** What the AccessManager's events name: whatever may ever have been changed. How it stands now, it is asked. */
interface Touched {
  readonly roles: ReadonlyMap<bigint, ReadonlySet<string>>;
  readonly targets: ReadonlyMap<string, ReadonlySet<string>>;
  readonly operations: ReadonlyMap<string, Result>;
}

/**
 * Everything in which the council differs from the deployment file: members, delays, admins and guardians of each role, which
 * function is whose, closed targets. All events of the AccessManager since its first are read, so that what was done before the
 * hand-over is found too; what stands of it, the contract is asked.
 * @internal
 */
export async function councilDeviations(deployment: Deployment, provider: Provider): Promise<ChainError[]> {
  const { contracts, parameters } = deployment;
  const manager = managerAt(contracts.accessManager.address, provider);
  const touched = await readTouched(deployment, provider);
  const found: ChainError[] = [];
  const expected = new Map<bigint, readonly [name: string, account: string, delay: number]>([
    [ROLES.admin, ["admin", parameters.admin, parameters.adminDelaySeconds]],
    [ROLES.enroller, ["enroller", parameters.enroller, 0]],
    [ROLES.lensEnroller, ["lensEnroller", parameters.lensEnroller, 0]],
  ]);
  for (const [role, [name, account]] of expected) {
    const { isMember } = await manager.hasRole(role, account);
    if (!isMember) found.push(differs("deployed-role-not-held", { account, role: name }));
  }
  for (const [role, accounts] of touched.roles) {
    const [name, holder, delay] = expected.get(role) ?? [String(role), undefined, 0];
    for (const account of accounts) {
      const [since, present, pending, effect] = await manager.getAccess(role, account);
      if (since === 0n) continue;
      if (account !== holder) {
        found.push(differs("deployed-other-member", { account, role: name }));
        continue;
      }
      // A delay that is about to change is told as what it will be.
      const delays = effect === 0n ? [present] : [present, pending];
      const other = delays.find((one) => Number(one) !== delay);
      if (other !== undefined) found.push(differs("deployed-other-delay", { role: name, found: Number(other) }));
    }
    const admin = await manager.getRoleAdmin(role);
    if (admin !== ROLES.admin) found.push(differs("deployed-role-admin", { role: name, found: String(admin) }));
    const guardian = await manager.getRoleGuardian(role);
    if (guardian !== ROLES.admin) {
      found.push(differs("deployed-role-guardian", { role: name, found: String(guardian) }));
    }
    const grantDelay = Number(await manager.getRoleGrantDelay(role));
    if (grantDelay !== 0) found.push(differs("deployed-grant-delay", { role: name, found: grantDelay }));
  }
  const nameOf = namesOf(deployment);
  for (const [target, selectors] of touched.targets) {
    const contract = nameOf(target);
    if (await manager.isTargetClosed(target)) found.push(differs("deployed-target-closed", { contract }));
    const delay = Number(await manager.getTargetAdminDelay(target));
    if (delay !== 0) found.push(differs("deployed-target-delay", { contract, found: delay }));
    for (const selector of selectors) {
      const role = await manager.getTargetFunctionRole(target, selector);
      const lawful = roleFor(contract, selector);
      if (role === lawful) continue;
      const called = nameOfFunction(contract, selector);
      found.push(
        differs("deployed-other-binding", {
          called: `${contract}.${called}`,
          role: expected.get(role)?.[0] ?? String(role),
        }),
      );
    }
  }
  return found;
}

/** Who holds a role of the council, or is the guard, and what kind of account that is. */
export interface RoleHolder {
  /** `admin`, `enroller`, `lensEnroller`, `guard`, or the number of a role that the file does not know. */
  readonly role: string;
  readonly account: string;
  /** `delegated`: a plain account that acts by a contract's code (EIP-7702). */
  readonly kind: "account" | "contract" | "delegated";
  /** The contract whose code a delegated account acts by. */
  readonly delegate?: string;
  /** How long what it does in this role is announced before it is done, seconds. */
  readonly delaySeconds: number;
}

/** EIP-7702: what stands as code at an account that delegates. */
const DELEGATION = /^0xef0100([0-9a-f]{40})$/i;

/**
 * Who holds each role: whoever the AccessManager's events name, as it stands now; the guard last, whom the registry names.
 * @internal
 */
export async function heldRoles(deployment: Deployment, provider: Provider): Promise<RoleHolder[]> {
  const { contracts } = deployment;
  const manager = managerAt(contracts.accessManager.address, provider);
  const { roles } = await readTouched(deployment, provider);
  const held: RoleHolder[] = [];
  for (const [role, accounts] of roles) {
    for (const account of accounts) {
      const { isMember, executionDelay } = await manager.hasRole(role, account);
      const delaySeconds = Number(executionDelay);
      if (isMember) {
        held.push({
          role: roleNames.get(role) ?? String(role),
          account,
          ...(await kindOf(account, provider)),
          delaySeconds,
        });
      }
    }
  }
  const guard = await IPartyRegistry__factory.connect(contracts.partyRegistry.address, provider).guard();
  return [...held, { role: "guard", account: guard, ...(await kindOf(guard, provider)), delaySeconds: 0 }];
}

async function kindOf(account: string, provider: Provider): Promise<Pick<RoleHolder, "kind" | "delegate">> {
  const code = await provider.getCode(account);
  const [, delegate] = DELEGATION.exec(code) ?? [];
  if (delegate !== undefined) return { kind: "delegated", delegate: getAddress(`0x${delegate}`) };
  return { kind: code === "0x" ? "account" : "contract" };
}

/**
 * What is announced and open: by the registry, and by the AccessManager.
 * @internal
 */
export async function announcedActs(deployment: Deployment, provider: Provider): Promise<AnnouncedAct[]> {
  const { contracts, parameters } = deployment;
  const manager = managerAt(contracts.accessManager.address, provider);
  const parties = IPartyRegistry__factory.connect(contracts.partyRegistry.address, provider);
  const acts: AnnouncedAct[] = [];
  const present = (await provider.getBlock("latest"))?.timestamp ?? 0;
  const made = [PARTIES.getEvent("MakerAnnounced").topicHash, PARTIES.getEvent("NamesAnnounced").topicHash];
  const logs = await logsSince(provider, contracts.partyRegistry.address, deployment.block, [made]);
  // What was announced again after it expired is one announcement.
  const told = new Map(logs.map((log) => [log.topics[1] as Hex, PARTIES.parseLog(log)]));
  for (const [announcement, event] of told) {
    if (!event) continue;
    const { announcedAt } = await parties.announcementOf(announcement);
    const readyAt = Number(announcedAt) + parameters.makerDelaySeconds;
    if (announcedAt === 0n || present >= readyAt + READY_FOR) continue;
    const kind = event.name === "MakerAnnounced" ? "maker" : "names";
    const identifiers = [...(event.args["identifiers"] as Result)] as string[];
    acts.push({
      ...{ kind, announcement, party: event.args["party"] as Hex, identifiers },
      ...{ announcedAt: Number(announcedAt), readyAt },
    });
  }
  const { next, readyAt } = await parties.nextGuard();
  if (readyAt !== 0n && present < Number(readyAt) + READY_FOR) {
    acts.push({ kind: "guard", next, readyAt: Number(readyAt) });
  }
  const nameOf = namesOf(deployment);
  const { operations } = await readTouched(deployment, provider);
  for (const [operation, args] of operations) {
    const at = await manager.getSchedule(operation);
    if (at === 0n) continue;
    const contract = nameOf(args["target"] as string);
    const data = args["data"] as string;
    const call = `${contract}.${nameOfFunction(contract, data.slice(0, 10))}`;
    acts.push({
      kind: "operation",
      operation: operation as Hex,
      caller: args["caller"] as string,
      call,
      values: valuesOf(contract, data),
      readyAt: Number(at),
    });
  }
  return acts;
}

async function readTouched({ contracts, block }: Deployment, provider: Provider): Promise<Touched> {
  const logs = await logsSince(provider, contracts.accessManager.address, block);
  const roles = new Map<bigint, Set<string>>();
  const targets = new Map<string, Set<string>>();
  const operations = new Map<string, Result>();
  const add = <K>(map: Map<K, Set<string>>, key: K, value?: string) => {
    const values = map.get(key) ?? new Set();
    if (value !== undefined) values.add(value);
    map.set(key, values);
  };
  for (const role of Object.values(ROLES)) add(roles, role);
  const bound = Object.values(FUNCTIONS).flatMap((of) => Object.entries(of) as [ContractName, readonly string[]][]);
  for (const [contract, called] of bound) {
    for (const one of called) add(targets, contracts[contract].address, selectorOf(contract, one));
  }
  for (const [i, log] of logs.entries()) {
    const event = MANAGER.parseLog(log);
    // The first thing that an AccessManager does is to make its first admin.
    if (i === 0 && event?.args["roleId"] !== ROLES.admin) throw differs("deployed-before", { block });
    if (!event) continue;
    const { args } = event;
    switch (event.name) {
      case "RoleGranted":
      case "RoleRevoked":
        add(roles, args["roleId"], args["account"]);
        break;
      case "RoleAdminChanged":
      case "RoleGuardianChanged":
      case "RoleGrantDelayChanged":
        add(roles, args["roleId"]);
        break;
      case "TargetFunctionRoleUpdated":
        add(targets, args["target"], args["selector"]);
        break;
      case "TargetClosed":
      case "TargetAdminDelayUpdated":
        add(targets, args["target"]);
        break;
      case "OperationScheduled":
        operations.set(args["operationId"], args);
        break;
    }
  }
  if (logs.length === 0) throw differs("deployed-before", { block });
  return { roles, targets, operations };
}

/**
 * The logs of a contract since a block.
 * @internal
 */
export async function logsSince(
  provider: Provider,
  address: string,
  from: number,
  topics?: readonly (readonly string[])[],
): Promise<Log[]> {
  const head = await provider.getBlockNumber();
  return head < from ? [] : readLogsInParts(provider, { address, ...(topics && { topics }) }, from, head);
}

function namesOf(deployment: Deployment): (address: string) => string {
  const names = new Map(contractsOf(deployment).map(([name, { address }]) => [address, name as string]));
  return (address) => names.get(address) ?? address;
}

function roleFor(contract: string, selector: string): bigint {
  for (const [role, of] of Object.entries(FUNCTIONS)) {
    const called = (of as Readonly<Partial<Record<string, readonly string[]>>>)[contract] ?? [];
    if (called.some((one) => selectorOf(contract as ContractName, one) === selector)) {
      return ROLES[role as keyof typeof ROLES];
    }
  }
  return ROLES.admin;
}

const selectorOf = (contract: ContractName, called: string) =>
  INTERFACES[contract]?.getFunction(called)?.selector ?? "";

/** What a function is called with, where it is known. */
function valuesOf(contract: string, data: string): string[] {
  try {
    const parsed = INTERFACES[contract as ContractName]?.parseTransaction({ data });
    return (parsed?.fragment.inputs ?? []).map(({ name }, i) => {
      const value: unknown = parsed?.args[i];
      return (name === "roleId" && roleNames.get(value as bigint)) || String(value);
    });
  } catch {
    return []; // Anyone with a role may announce data that is not a call.
  }
}

const nameOfFunction = (contract: string, selector: string) =>
  INTERFACES[contract as ContractName]?.getFunction(selector)?.name ?? selector;

const differs = <C extends keyof CouncilValues>(code: C, values: CouncilValues[C]): ChainError =>
  new ChainError("wrong-chain", code as "deployed-before", values as CouncilValues["deployed-before"]);

interface CouncilValues {
  "deployed-role-not-held": { account: string; role: string };
  "deployed-other-member": { account: string; role: string };
  "deployed-other-delay": { role: string; found: number };
  "deployed-role-admin": { role: string; found: string };
  "deployed-role-guardian": { role: string; found: string };
  "deployed-grant-delay": { role: string; found: number };
  "deployed-target-closed": { contract: string };
  "deployed-target-delay": { contract: string; found: number };
  "deployed-other-binding": { called: string; role: string };
  "deployed-before": { block: number };
}
