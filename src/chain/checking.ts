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
  const parties = PartyRegistry__factory.connect(contracts.partyRegistry.address, runner);
  const withdrawals = WithdrawalRegistry__factory.connect(contracts.withdrawalRegistry.address, runner);
  const settlements = SettlementRegistry__factory.connect(contracts.settlementRegistry.address, runner);
  const verifier = ConformityVerifier__factory.connect(contracts.conformityVerifier.address, runner);
  const wiring: [found: string, expected: string | undefined, getter: string][] = [
    [await parties.authority(), contracts.accessManager.address, "partyRegistry.authority"],
    [await withdrawals.parties(), contracts.partyRegistry.address, "withdrawalRegistry.parties"],
    [await settlements.parties(), contracts.partyRegistry.address, "settlementRegistry.parties"],
    [await verifier.parties(), contracts.partyRegistry.address, "conformityVerifier.parties"],
    [await verifier.anchors(), contracts.anchorRegistry.address, "conformityVerifier.anchors"],
    [await verifier.withdrawals(), contracts.withdrawalRegistry.address, "conformityVerifier.withdrawals"],
    [await verifier.settlements(), contracts.settlementRegistry.address, "conformityVerifier.settlements"],
  ];
  if (contracts.stockRegistry) {
    const stock = StockRegistry__factory.connect(contracts.stockRegistry.address, runner);
    wiring.push([await stock.parties(), contracts.partyRegistry.address, "stockRegistry.parties"]);
    wiring.push([await verifier.stock(), contracts.stockRegistry.address, "conformityVerifier.stock"]);
  }
  const { proofs } = suite;
  if (proofs) {
    wiring.push([await proofs.conformity(), contracts.conformityVerifier.address, "proofAssessor.conformity"]);
    wiring.push([await proofs.categories(), contracts.categoryVerifier?.address, "proofAssessor.categories"]);
    wiring.push([await proofs.renewals(), contracts.renewalVerifier?.address, "proofAssessor.renewals"]);
  }
  for (const [found, expected, getter] of wiring) {
    if (found !== expected) throw new ChainError("wrong-chain", "deployed-other-wiring", { getter, found });
  }
  const lookBack = Number(await parties.lookBack());
  if (lookBack !== parameters.lookBackSeconds) {
    throw new ChainError("wrong-chain", "deployed-other-look-back", { found: lookBack });
  }

  const manager = AccessManager__factory.connect(contracts.accessManager.address, runner);
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
