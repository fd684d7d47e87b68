import { type ContractRunner, keccak256 } from "ethers";
import { AccessManager__factory } from "../../typechain-types/index.js";
import type { Deployment } from "./deployment.js";
import { ChainError } from "./errors.js";
import { FUNCTIONS, ROLES } from "./roles.js";
import { suiteOf } from "./suite.js";

/**
 * Makes sure that what is on chain is what the deployment file says: code, wiring, roles and delays.
 * @throws {ChainError} naming the first thing that differs, and the remedy.
 */
export async function checkDeployment(deployment: Deployment, runner: ContractRunner): Promise<void> {
  const suite = suiteOf(deployment, runner);
  const { contracts, parameters } = deployment;
  for (const [name, { address, codeHash }] of Object.entries(contracts)) {
    const code = await suite.provider.getCode(address);
    if (code === "0x") differs(`there is no code at ${name} (${address})`);
    if (keccak256(code) !== codeHash) differs(`the code of ${name} (${address}) is not what was recorded`);
  }
  const wiring = [
    [await suite.parties.authority(), contracts.accessManager.address, "the party registry's authority"],
    [await suite.withdrawals.parties(), contracts.partyRegistry.address, "the withdrawal registry's parties"],
    [await suite.settlements.parties(), contracts.partyRegistry.address, "the settlement registry's parties"],
    [await suite.verifier.parties(), contracts.partyRegistry.address, "the verifier's parties"],
    [await suite.verifier.anchors(), contracts.anchorRegistry.address, "the verifier's anchors"],
    [await suite.verifier.withdrawals(), contracts.withdrawalRegistry.address, "the verifier's withdrawals"],
    [await suite.verifier.settlements(), contracts.settlementRegistry.address, "the verifier's settlements"],
  ] as const;
  for (const [found, expected, name] of wiring) if (found !== expected) differs(`${name} is ${found}`);
  if (Number(await suite.parties.lookBack()) !== parameters.lookBackSeconds) differs("the look-back");

  const manager = AccessManager__factory.connect(contracts.accessManager.address, runner);
  const holders = [
    [ROLES.admin, parameters.admin, 0, "admin"],
    [ROLES.enroller, parameters.enroller, 0, "enroller"],
    [ROLES.lensEnroller, parameters.lensEnroller, parameters.lensEnrolDelaySeconds, "lensEnroller"],
    [ROLES.guard, parameters.guard, 0, "guard"],
  ] as const;
  for (const [role, account, delay, name] of holders) {
    const { isMember, executionDelay } = await manager.hasRole(role, account);
    if (!isMember) differs(`${account} does not hold the role ${name}`);
    if (Number(executionDelay) !== delay) differs(`the delay of the role ${name} is ${executionDelay} seconds`);
  }
  for (const name of ["enroller", "lensEnroller", "guard"] as const) {
    for (const called of FUNCTIONS[name]) {
      const { selector } = suite.parties.interface.getFunction(called as "enrol");
      const role = await manager.getTargetFunctionRole(contracts.partyRegistry.address, selector);
      if (role !== ROLES[name]) differs(`${called} is not bound to the role ${name}`);
    }
  }
}

function differs(what: string): never {
  throw new ChainError(
    "wrong-chain",
    `${what}: not as the deployment file says; remove the file if the chain was started anew, correct it if the council changed this`,
  );
}
