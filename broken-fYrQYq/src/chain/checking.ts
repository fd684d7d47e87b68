import { type ContractRunner, keccak256 } from "ethers";
import { AccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import { ConformityVerifier__factory } from "../../typechain-types/factories/contracts/ConformityVerifier__factory.js";
import { PartyRegistry__factory } from "../../typechain-types/factories/contracts/PartyRegistry__factory.js";
import { SettlementRegistry__factory } from "../../typechain-types/factories/contracts/SettlementRegistry__factory.js";
import { StockRegistry__factory } from "../../typechain-types/factories/contracts/StockRegistry__factory.js";
import { WithdrawalRegistry__factory } from "../../typechain-types/factories/contracts/WithdrawalRegistry__factory.js";
import { contractsOf, type Deployment } from "./deployment.js";
import { asChainError, ChainError } from "./errors.js";
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
    throw asChainError(error, null, "checking the deployment");
  }
}

async function check(deployment: Deployment, runner: ContractRunner): Promise<void> {
  const suite = suiteOf(deployment, runner);
  const { contracts, parameters } = deployment;
  for (const [name, { address, codeHash }] of contractsOf(deployment)) {
    const code = await suite.provider.getCode(address);
    if (code === "0x") differs(`there is no code at ${name} (${address})`);
    if (keccak256(code) !== codeHash) differs(`the code of ${name} (${address}) is not what was recorded`);
  }
  const parties = PartyRegistry__factory.connect(contracts.partyRegistry.address, runner);
  const withdrawals = WithdrawalRegistry__factory.connect(contracts.withdrawalRegistry.address, runner);
  const settlements = SettlementRegistry__factory.connect(contracts.settlementRegistry.address, runner);
  const verifier = ConformityVerifier__factory.connect(contracts.conformityVerifier.address, runner);
  const wiring: [found: string, expected: string, name: string][] = [
    [await parties.authority(), contracts.accessManager.address, "the party registry's authority"],
    [await withdrawals.parties(), contracts.partyRegistry.address, "the withdrawal registry's parties"],
    [await settlements.parties(), contracts.partyRegistry.address, "the settlement registry's parties"],
    [await verifier.parties(), contracts.partyRegistry.address, "the verifier's parties"],
    [await verifier.anchors(), contracts.anchorRegistry.address, "the verifier's anchors"],
    [await verifier.withdrawals(), contracts.withdrawalRegistry.address, "the verifier's withdrawals"],
    [await verifier.settlements(), contracts.settlementRegistry.address, "the verifier's settlements"],
  ];
  if (contracts.stockRegistry) {
    const stock = StockRegistry__factory.connect(contracts.stockRegistry.address, runner);
    wiring.push([await stock.parties(), contracts.partyRegistry.address, "the stock registry's parties"]);
    wiring.push([await verifier.stock(), contracts.stockRegistry.address, "the verifier's stock"]);
  }
  for (const [found, expected, name] of wiring) if (found !== expected) differs(`${name} is ${found}`);
  if (Number(await parties.lookBack()) !== parameters.lookBackSeconds) differs("the look-back");

  const manager = AccessManager__factory.connect(contracts.accessManager.address, runner);
  const holders = [
    [ROLES.admin, parameters.admin, parameters.adminDelaySeconds, "admin"],
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
      const { selector } = parties.interface.getFunction(called as "enrol");
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
