import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { FUNCTIONS, ROLES } from "../../src/chain/index.js";
import { PartyRegistry__factory } from "../../typechain-types/index.js";

const parties = PartyRegistry__factory.createInterface();

/**
 * The suite with its council. Enrolling a lens maker takes the delay of its role, so that everyone sees it coming and the
 * guard may cancel it; suspending is immediate.
 */
export const clairevoie = buildModule("Clairevoie", (m) => {
  const deployer = m.getAccount(0);
  const accounts = {
    enroller: m.getParameter<string>("enroller"),
    lensEnroller: m.getParameter<string>("lensEnroller"),
    guard: m.getParameter<string>("guard"),
  };
  const lensEnrolDelaySeconds = m.getParameter<number>("lensEnrolDelaySeconds");

  const accessManager = m.contract("AccessManager", [deployer]);
  const partyRegistry = m.contract("PartyRegistry", [accessManager, m.getParameter<number>("lookBackSeconds")]);
  const anchorRegistry = m.contract("AnchorRegistry", []);
  const withdrawalRegistry = m.contract("WithdrawalRegistry", [partyRegistry]);
  const settlementRegistry = m.contract("SettlementRegistry", [partyRegistry]);
  const stockRegistry = m.contract("StockRegistry", [partyRegistry]);
  const conformityVerifier = m.contract("ConformityVerifier", [
    partyRegistry,
    anchorRegistry,
    withdrawalRegistry,
    settlementRegistry,
    stockRegistry,
  ]);
  const bandVerifier = m.contract("BandVerifier", []);
  const renewalVerifier = m.contract("RenewalVerifier", []);
  const proofAssessor = m.contract("ProofAssessor", [conformityVerifier, bandVerifier, renewalVerifier]);

  const names = ["enroller", "lensEnroller", "guard"] as const;
  const granted = names.map((name) => {
    const selectors = FUNCTIONS[name].map((called) => parties.getFunction(called)?.selector ?? "");
    const bind = m.call(accessManager, "setTargetFunctionRole", [partyRegistry, selectors, ROLES[name]], {
      id: `bind_${name}`,
    });
    const label = m.call(accessManager, "labelRole", [ROLES[name], name], { id: `label_${name}`, after: [bind] });
    const delay = name === "lensEnroller" ? lensEnrolDelaySeconds : 0;
    return m.call(accessManager, "grantRole", [ROLES[name], accounts[name], delay], {
      id: `grant_${name}`,
      after: [label],
    });
  });
  // Who may suspend may also cancel the announced enrolment of a lens maker.
  m.call(accessManager, "setRoleGuardian", [ROLES.lensEnroller, ROLES.guard], { id: "guardian", after: granted });

  return {
    accessManager,
    partyRegistry,
    anchorRegistry,
    withdrawalRegistry,
    settlementRegistry,
    stockRegistry,
    conformityVerifier,
    bandVerifier,
    renewalVerifier,
    proofAssessor,
  };
});
