import { Contract, type ContractRunner, Interface, keccak256 } from "ethers";
import { IAccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/IAccessManager__factory.js";
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

/** How contracts refer to each other. Only this check asks; their interfaces leave it out. */
const REFERENCES = new Interface(
  ["authority", "parties", "anchors", "withdrawals", "settlements", "stock"].map(
    (name) => `function ${name}() view returns (address)`,
  ),
);

async function check(deployment: Deployment, runner: ContractRunner): Promise<void> {
  const suite = suiteOf(deployment, runner);
  const { contracts, parameters } = deployment;
  for (const [name, { address, codeHash }] of contractsOf(deployment)) {
    const code = await suite.provider.getCode(address);
    if (code === "0x") differs(`there is no code at ${name} (${address})`);
    if (keccak256(code) !== codeHash) differs(`the code of ${name} (${address}) is not what was recorded`);
  }
  const { parties, proofs } = suite;
  const referred = (address: string, getter: string): Promise<string> =>
    new Contract(address, REFERENCES, runner).getFunction(getter)();
  const registry = contracts.partyRegistry.address;
  const verifier = contracts.conformityVerifier.address;
  const wiring: [found: string, expected: string | undefined, name: string][] = [
    [await referred(registry, "authority"), contracts.accessManager.address, "the party registry's authority"],
    [await referred(contracts.withdrawalRegistry.address, "parties"), registry, "the withdrawal registry's parties"],
    [await referred(contracts.settlementRegistry.address, "parties"), registry, "the settlement registry's parties"],
    [await referred(verifier, "parties"), registry, "the verifier's parties"],
    [await referred(verifier, "anchors"), contracts.anchorRegistry.address, "the verifier's anchors"],
    [await referred(verifier, "withdrawals"), contracts.withdrawalRegistry.address, "the verifier's withdrawals"],
    [await referred(verifier, "settlements"), contracts.settlementRegistry.address, "the verifier's settlements"],
  ];
  if (contracts.stockRegistry) {
    const { address } = contracts.stockRegistry;
    wiring.push([await referred(address, "parties"), registry, "the stock registry's parties"]);
    wiring.push([await referred(verifier, "stock"), address, "the verifier's stock"]);
  }
  if (proofs) {
    wiring.push([await proofs.conformity(), verifier, "the proof assessor's verifier"]);
    wiring.push([await proofs.categories(), contracts.categoryVerifier?.address, "the proof assessor's categories"]);
    wiring.push([await proofs.renewals(), contracts.renewalVerifier?.address, "the proof assessor's renewals"]);
  }
  for (const [found, expected, name] of wiring) if (found !== expected) differs(`${name} is ${found}`);
  if (Number(await parties.lookBack()) !== parameters.lookBackSeconds) differs("the look-back");

  const manager = IAccessManager__factory.connect(contracts.accessManager.address, runner);
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
