import {
  type ContractFactory,
  getCreateAddress,
  keccak256,
  type Provider,
  type Signer,
  type TransactionRequest,
} from "ethers";
import * as z from "zod";
import { IAccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/IAccessManager__factory.js";
import { ILinkRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/ILinkRegistry__factory.js";
import { IPartyRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IPartyRegistry__factory.js";
import { chainId as chainIdSchema, read } from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { checkDeployment } from "./checking.js";
import {
  type ContractName,
  DEPLOYMENT_FORMAT,
  type Deployment,
  deploymentSchema,
  parseDeployment,
} from "./deployment.js";
import { ChainError } from "./errors.js";
import { asRefusal } from "./refusals.js";
import { FUNCTIONS, type Parameters, ROLES } from "./roles.js";
import { mined } from "./transactions.js";

export const PLAN_FORMAT = "clairevoie-deployment-plan/1";

export const planSchema = z.strictObject({
  format: z.literal(PLAN_FORMAT),
  chainId: chainIdSchema,
  network: z.string().min(1).max(64),
  /** The block before which nothing of this deployment is. */
  block: z.int().min(0),
  deployer: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  /** Nonce of the first transaction: it fixes every address, so that a deployment that was cut off can go on. */
  nonce: z.int().min(0),
  parameters: deploymentSchema.shape.parameters,
});
/** What a deployment sets out to do. Kept before anything is sent, it makes an interrupted deployment resumable. */
export type DeploymentPlan = z.infer<typeof planSchema>;

/**
 * Reads a plan from its text.
 * @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parsePlan } from "clairevoie/chain";
 * const plan = parsePlan(text);
 * ```
 */
export function parsePlan(text: string): DeploymentPlan {
  return read(planSchema, parseJson(text, "plan"), "plan");
}

/**
 * Makes a plan for an account, from its next nonce. Nothing is sent.
 *
 * @example
 * ```ts
 * import { parametersFor, planDeployment } from "clairevoie/chain";
 * const plan = await planDeployment(signer, "sepolia", (deployer) => parametersFor(deployer));
 * ```
 */
export async function planDeployment(
  signer: Signer,
  network: string,
  parametersOf: (deployer: string) => Parameters,
): Promise<DeploymentPlan> {
  const { provider } = signer;
  if (!provider) throw new ChainError("unreachable", "signer-without-node");
  try {
    const deployer = await signer.getAddress();
    const [{ chainId }, block, nonce] = await Promise.all([
      provider.getNetwork(),
      provider.getBlockNumber(),
      provider.getTransactionCount(deployer, "pending"),
    ]);
    const parameters = parametersOf(deployer);
    return { format: PLAN_FORMAT, chainId: Number(chainId), network, block, deployer, nonce, parameters };
  } catch (error) {
    throw asRefusal(error, "planning-deployment");
  }
}

/**
 * What a whole plan uses at most. It cannot be estimated beforehand: each contract is made with the address of the one
 * before. `scripts/gas.ts` measures it, and fails when this is less, or more than a twentieth more.
 */
export const DEPLOYMENT_GAS = 21_000_000n;

/** What carrying out a plan would cost at most, and whether its deployer can pay. */
export interface DeploymentCost {
  readonly gas: bigint;
  /** Wei a unit of gas, now. */
  readonly gasPrice: bigint;
  readonly balance: bigint;
  readonly addresses: Readonly<Record<string, string>>;
}

/**
 * What a plan would cost. Measured, not asked of the node: it cannot estimate contracts on top of others that are not there.
 *
 * @example
 * ```ts
 * import { estimateDeployment } from "clairevoie/chain";
 * const { gas, gasPrice } = await estimateDeployment(plan, provider);
 * ```
 */
export async function estimateDeployment(plan: DeploymentPlan, provider: Provider): Promise<DeploymentCost> {
  const [balance, { gasPrice, maxFeePerGas }] = await Promise.all([
    provider.getBalance(plan.deployer),
    provider.getFeeData(),
  ]);
  const price = gasPrice ?? maxFeePerGas ?? 0n;
  return { gas: DEPLOYMENT_GAS, gasPrice: price, balance, addresses: plannedAddresses(plan) };
}

/** One transaction of a plan: a contract at a known address, or the configuration of the council. */
export interface DeploymentStep {
  readonly name: string;
  readonly transaction: TransactionRequest;
  readonly creates?: string;
}

const managerInterface = IAccessManager__factory.createInterface();
const INTERFACES = {
  partyRegistry: IPartyRegistry__factory.createInterface(),
  linkRegistry: ILinkRegistry__factory.createInterface(),
} as const;
const CONTRACTS = [
  "accessManager",
  "partyRegistry",
  "linkRegistry",
  "anchorRegistry",
  "withdrawalRegistry",
  "settlementRegistry",
  "stockRegistry",
  "bandVerifier",
  "renewalVerifier",
  "conformityVerifier",
] as const satisfies readonly ContractName[];

/**
 * The address of each contract of a plan.
 * @internal
 */
function plannedAddresses({ deployer, nonce }: DeploymentPlan): Record<ContractName, string> {
  const at = (i: number) => getCreateAddress({ from: deployer, nonce: nonce + i });
  return Object.fromEntries(CONTRACTS.map((name, i) => [name, at(i)])) as Record<ContractName, string>;
}

/**
 * What each contract of a suite is made with, in the order of its constructor.
 * @internal
 */
export function constructorArguments(
  at: Readonly<Record<ContractName, string>>,
  deployer: string,
  parameters: Parameters,
): Readonly<Record<ContractName, readonly unknown[]>> {
  return {
    accessManager: [deployer],
    partyRegistry: [
      at.accessManager,
      parameters.guard,
      parameters.lookBackSeconds,
      parameters.makerDelaySeconds,
      parameters.guardDelaySeconds,
    ],
    linkRegistry: [at.accessManager, at.partyRegistry],
    anchorRegistry: [],
    withdrawalRegistry: [at.partyRegistry],
    settlementRegistry: [at.partyRegistry],
    stockRegistry: [at.partyRegistry],
    bandVerifier: [],
    renewalVerifier: [],
    conformityVerifier: [
      {
        parties: at.partyRegistry,
        links: at.linkRegistry,
        anchors: at.anchorRegistry,
        withdrawals: at.withdrawalRegistry,
        settlements: at.settlementRegistry,
        stock: at.stockRegistry,
        bands: at.bandVerifier,
        renewals: at.renewalVerifier,
      },
    ],
  };
}

/**
 * The transactions of a plan, in their order: eleven, of consecutive nonces.
 * @internal
 */
async function stepsOf(plan: DeploymentPlan): Promise<DeploymentStep[]> {
  // Bytecode is large: only what deploys loads it.
  const { FACTORIES } = await import("./factories.js");
  const at = plannedAddresses(plan);
  const argumentsOf = constructorArguments(at, plan.deployer, plan.parameters);
  const steps: DeploymentStep[] = [];
  for (const name of CONTRACTS) {
    const factory: ContractFactory = new FACTORIES[name]();
    const { data } = await factory.getDeployTransaction(...argumentsOf[name]);
    steps.push({ name, transaction: { data }, creates: at[name] });
  }
  const calls = councilCalls(plan, at);
  const data = FACTORIES.accessManager.createInterface().encodeFunctionData("multicall", [calls]);
  return [...steps, { name: "council", transaction: { to: at.accessManager, data } }];
}

/**
 * What a role may call, as selectors.
 * @internal
 */
export function boundFunctions(
  role: keyof typeof FUNCTIONS,
): [contract: keyof typeof INTERFACES, selectors: string[]][] {
  return Object.entries(FUNCTIONS[role]).map(([contract, called]: [string, readonly string[]]) => {
    const name = contract as keyof typeof INTERFACES;
    const functions = called.map((one) => INTERFACES[name].getFunction(one as never) as { selector: string } | null);
    return [name, functions.map((found) => found?.selector ?? "")];
  });
}

/** All that gives the council its powers, as one transaction: the suite is never half configured. */
function councilCalls({ deployer, parameters }: DeploymentPlan, at: Record<ContractName, string>): string[] {
  const granted = (["enroller", "lensEnroller"] as const).flatMap((name) => [
    ...boundFunctions(name).map(([contract, selectors]) =>
      managerInterface.encodeFunctionData("setTargetFunctionRole", [at[contract], selectors, ROLES[name]]),
    ),
    managerInterface.encodeFunctionData("labelRole", [ROLES[name], name]),
    managerInterface.encodeFunctionData("grantRole", [ROLES[name], parameters[name], 0]),
  ]);
  if (parameters.admin === deployer) return granted;
  const handedOver = [
    managerInterface.encodeFunctionData("grantRole", [ROLES.admin, parameters.admin, parameters.adminDelaySeconds]),
    managerInterface.encodeFunctionData("renounceRole", [ROLES.admin, deployer]),
  ];
  return [...granted, ...handedOver];
}

/**
 * Carries a plan out, from wherever it stopped: what a nonce has sent already is not sent again. Checks the result.
 * @param onStep Told before each step: its number, and whether it was done already.
 * @throws {ChainError} when the node fails (run it again), or when the account was used for something else meanwhile.
 *
 * @example
 * ```ts
 * import { deploySuite, parsePlan } from "clairevoie/chain";
 * const deployment = await deploySuite(signer, parsePlan(text));
 * ```
 */
export async function deploySuite(
  signer: Signer,
  plan: DeploymentPlan,
  onStep: (step: DeploymentStep, number: number, of: number, done: boolean) => void = () => undefined,
): Promise<Deployment> {
  const { provider } = signer;
  if (!provider) throw new ChainError("unreachable", "signer-without-node");
  const steps = await stepsOf(plan);
  for (const [i, step] of steps.entries()) {
    try {
      const nonce = plan.nonce + i;
      const sent = await provider.getTransactionCount(plan.deployer, "latest");
      onStep(step, i + 1, steps.length, sent > nonce);
      if (sent <= nonce && !(await wasMined(provider, plan.deployer, nonce))) {
        await mined(await signer.sendTransaction({ ...step.transaction, nonce }), ["deploying", step.name]);
      }
      if (step.creates && (await provider.getCode(step.creates)) === "0x") {
        throw new ChainError("refused", "account-used-meanwhile", { account: plan.deployer, nonce });
      }
    } catch (error) {
      throw asRefusal(error, ["deploying", step.name]);
    }
  }
  const addresses = plannedAddresses(plan);
  const described = await describeContracts(provider, addresses);
  const deployment = parseDeployment({
    format: DEPLOYMENT_FORMAT,
    chainId: plan.chainId,
    network: plan.network,
    block: plan.block,
    contracts: Object.fromEntries(described),
    parameters: plan.parameters,
  });
  await checkDeployment(deployment, provider);
  return deployment;
}

async function describeContracts(
  provider: Provider,
  addresses: Readonly<Record<ContractName, string>>,
): Promise<readonly (readonly [ContractName, { readonly address: string; readonly codeHash: string }])[]> {
  try {
    return await Promise.all(
      CONTRACTS.map(async (name) => {
        const address = addresses[name];
        return [name, { address, codeHash: keccak256(await provider.getCode(address)) }] as const;
      }),
    );
  } catch (error) {
    throw asRefusal(error, "reading-deployed");
  }
}

const PATIENCE_MS = 120_000;

/** Waits for a transaction that an earlier run sent and did not see mined. False when there is none. */
async function wasMined(provider: Provider, account: string, nonce: number): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS;
  while ((await provider.getTransactionCount(account, "pending")) > nonce) {
    if ((await provider.getTransactionCount(account, "latest")) > nonce) return true;
    if (Date.now() > until) {
      throw new ChainError("refused", "deploying-waits", { account, nonce });
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return false;
}
