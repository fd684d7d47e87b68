import { Contract, type ContractRunner, keccak256 } from "ethers";
import { contractsOf, type Deployment } from "./deployment.js";
import { asChainError, ChainError } from "./errors.js";
import { managerAt } from "./manager.js";
import { FUNCTIONS, ROLES } from "./roles.js";
import { suiteOf } from "./suite.js";

/**
 * Makes sure that what is on chain is what the deployment file says: code, wiring, roles and delays.
 * @throws {ChainError} naming the first thing that differs, and the remedy.
 *
 * @example
 * ```ts
 * import { checkDeployment } from "clairevoie/chain";
 * await checkDeployment(deployment, provider); // throws when anything differs
 * ```
 */
export async function checkDeployment(deployment: Deployment, runner: ContractRunner): Promise<void> {
  try {
    await check(deployment, runner);
  } catch (error) {
    throw asChainError(error, null, "checking-deployment");
  }
}

async function check(deployment: Deployment, runner: ContractRunner): Promise<void> {
  const suite = suiteOf(deployment, runner);
  const { contracts, parameters } = deployment;
  for (const [name, { address, codeHash }] of contractsOf(deployment)) {
    const code = await suite.provider.getCode(address);
    if (code === "0x") throw new ChainError("wrong-chain", "deployed-no-code", { contract: name, address });
    if (keccak256(code) !== codeHash)
      throw new ChainError("wrong-chain", "deployed-other-code", { contract: name, address });
  }
  const { parties, proofs } = suite;
  const registry = contracts.partyRegistry.address;
  const wiring: [of: keyof Deployment["contracts"], getter: string, expected: string | undefined][] = [
    ["partyRegistry", "authority", contracts.accessManager.address],
    ["withdrawalRegistry", "parties", registry],
    ["settlementRegistry", "parties", registry],
    ["conformityVerifier", "parties", registry],
    ["conformityVerifier", "anchors", contracts.anchorRegistry.address],
    ["conformityVerifier", "withdrawals", contracts.withdrawalRegistry.address],
    ["conformityVerifier", "settlements", contracts.settlementRegistry.address],
  ];
  if (contracts.stockRegistry) {
    wiring.push(["stockRegistry", "parties", registry]);
    wiring.push(["conformityVerifier", "stock", contracts.stockRegistry.address]);
  }
  if (proofs) {
    wiring.push(["proofAssessor", "conformity", contracts.conformityVerifier.address]);
    wiring.push(["proofAssessor", "categories", contracts.bandVerifier?.address]);
    wiring.push(["proofAssessor", "renewals", contracts.renewalVerifier?.address]);
  }
  for (const [of, getter, expected] of wiring) {
    const address = contracts[of]?.address ?? "";
    // How contracts refer to each other only this check asks; their interfaces leave it out.
    const contract = new Contract(address, [`function ${getter}() view returns (address)`], runner);
    const found: string = await contract.getFunction(getter)();
    if (found !== expected) {
      throw new ChainError("wrong-chain", "deployed-other-wiring", { getter: `${of}.${getter}`, found });
    }
  }
  const lookBack = Number(await parties.lookBack());
  if (lookBack !== parameters.lookBackSeconds) {
    throw new ChainError("wrong-chain", "deployed-other-look-back", { found: lookBack });
  }

  const manager = managerAt(contracts.accessManager.address, runner);
  const holders = [
    [ROLES.admin, parameters.admin, parameters.adminDelaySeconds, "admin"],
    [ROLES.enroller, parameters.enroller, 0, "enroller"],
    [ROLES.lensEnroller, parameters.lensEnroller, parameters.lensEnrolDelaySeconds, "lensEnroller"],
    [ROLES.guard, parameters.guard, 0, "guard"],
  ] as const;
  for (const [role, account, delay, name] of holders) {
    const { isMember, executionDelay } = await manager.hasRole(role, account);
    if (!isMember) throw new ChainError("wrong-chain", "deployed-role-not-held", { account, role: name });
    if (Number(executionDelay) !== delay) {
      throw new ChainError("wrong-chain", "deployed-other-delay", { role: name, found: Number(executionDelay) });
    }
  }
  for (const name of ["enroller", "lensEnroller", "guard"] as const) {
    for (const called of FUNCTIONS[name]) {
      const { selector } = parties.interface.getFunction(called as "enrol");
      const role = await manager.getTargetFunctionRole(contracts.partyRegistry.address, selector);
      if (role !== ROLES[name]) {
        throw new ChainError("wrong-chain", "deployed-function-not-bound", { called, role: name });
      }
    }
  }
}
