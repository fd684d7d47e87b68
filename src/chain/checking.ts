import { Contract, type ContractRunner, keccak256, type Provider } from "ethers";
import { type AnnouncedAct, announcedActs, councilDeviations, heldRoles, type RoleHolder } from "./council-state.js";
import { type ContractName, contractsOf, type Deployment } from "./deployment.js";
import { ChainError } from "./errors.js";
import { asRefusal } from "./refusals.js";
import { suiteOf } from "./suite.js";

/** How a deployment stands. */
export interface DeploymentState {
  /** All in which it differs from its file; each names the thing and the remedy. */
  readonly deviations: readonly ChainError[];
  /** What the council announced and nobody stopped: it is lawful, and changes the deployment once its time is over. */
  readonly announced: readonly AnnouncedAct[];
  /** Who holds each role of the council, and is the guard. */
  readonly holders: readonly RoleHolder[];
}

/**
 * Compares what is on chain with the deployment file: code, wiring, fixed delays, the guard, and of the AccessManager, whose
 * events are read since its first, every member, admin, guardian and delay of each role, every function's role, every closed
 * target.
 * @throws {ChainError} when the node does not answer.
 *
 * @example
 * ```ts
 * import { examineDeployment } from "clairevoie/chain";
 * const { deviations, announced } = await examineDeployment(deployment, provider);
 * ```
 */
export async function examineDeployment(deployment: Deployment, runner: ContractRunner): Promise<DeploymentState> {
  try {
    const { provider } = suiteOf(deployment, runner);
    const wrongCode = await codeDeviations(deployment, provider);
    // What is not the suite's code answers nothing that could be compared.
    if (wrongCode.length > 0) return { deviations: wrongCode, announced: [], holders: [] };
    const deviations = [
      ...(await wiringDeviations(deployment, provider)),
      ...(await fixedDeviations(deployment, provider)),
      ...(await councilDeviations(deployment, provider)),
    ];
    return {
      deviations,
      announced: await announcedActs(deployment, provider),
      holders: await heldRoles(deployment, provider),
    };
  } catch (error) {
    throw asRefusal(error, "checking-deployment");
  }
}

/**
 * Makes sure that what is on chain is what the deployment file says, as `examineDeployment` compares them.
 * @throws {ChainError} naming the first thing that differs, and the remedy.
 *
 * @example
 * ```ts
 * import { checkDeployment } from "clairevoie/chain";
 * await checkDeployment(deployment, provider); // throws when anything differs
 * ```
 */
export async function checkDeployment(deployment: Deployment, runner: ContractRunner): Promise<void> {
  const [first] = (await examineDeployment(deployment, runner)).deviations;
  if (first) throw first;
}

async function codeDeviations(deployment: Deployment, provider: Provider): Promise<ChainError[]> {
  const compared = contractsOf(deployment).map(async ([contract, { address, codeHash }]) => {
    const code = await provider.getCode(address);
    if (code === "0x") return [new ChainError("wrong-chain", "deployed-no-code", { contract, address })];
    if (keccak256(code) === codeHash) return [];
    return [new ChainError("wrong-chain", "deployed-other-code", { contract, address })];
  });
  return (await Promise.all(compared)).flat();
}

/** How the contracts refer to each other. */
const WIRING: readonly (readonly [of: ContractName, getter: string, to: ContractName])[] = [
  ["partyRegistry", "authority", "accessManager"],
  ["linkRegistry", "authority", "accessManager"],
  ["linkRegistry", "parties", "partyRegistry"],
  ["withdrawalRegistry", "parties", "partyRegistry"],
  ["settlementRegistry", "parties", "partyRegistry"],
  ["stockRegistry", "parties", "partyRegistry"],
  ["conformityVerifier", "parties", "partyRegistry"],
  ["conformityVerifier", "links", "linkRegistry"],
  ["conformityVerifier", "anchors", "anchorRegistry"],
  ["conformityVerifier", "withdrawals", "withdrawalRegistry"],
  ["conformityVerifier", "settlements", "settlementRegistry"],
  ["conformityVerifier", "stock", "stockRegistry"],
  ["conformityVerifier", "bands", "bandVerifier"],
  ["conformityVerifier", "renewals", "renewalVerifier"],
];

async function wiringDeviations({ contracts }: Deployment, provider: Provider): Promise<ChainError[]> {
  const compared = WIRING.map(async ([of, getter, to]) => {
    // How contracts refer to each other only this check asks; their interfaces leave it out.
    const contract = new Contract(contracts[of].address, [`function ${getter}() view returns (address)`], provider);
    const found: string = await contract.getFunction(getter)();
    if (found === contracts[to].address) return [];
    return [new ChainError("wrong-chain", "deployed-other-wiring", { getter: `${of}.${getter}`, found })];
  });
  return (await Promise.all(compared)).flat();
}

/** What nobody can change, and the guard, whom only the longest delay replaces. */
async function fixedDeviations(deployment: Deployment, provider: Provider): Promise<ChainError[]> {
  const { parties } = suiteOf(deployment, provider);
  const { parameters } = deployment;
  const fixed = [
    ["lookBack", parameters.lookBackSeconds],
    ["makerDelay", parameters.makerDelaySeconds],
    ["guardDelay", parameters.guardDelaySeconds],
  ] as const;
  const compared = fixed.map(async ([getter, seconds]) => {
    const found = Number(await parties[getter]());
    if (found === seconds) return [];
    return [new ChainError("wrong-chain", "deployed-other-fixed", { getter, found })];
  });
  const guard = await parties.guard();
  const replaced =
    guard === parameters.guard ? [] : [new ChainError("wrong-chain", "deployed-other-guard", { found: guard })];
  return [...(await Promise.all(compared)).flat(), ...replaced];
}
