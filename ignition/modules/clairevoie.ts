import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { boundFunctions } from "../../src/chain/deploying.js";
import { ROLES } from "../../src/chain/index.js";

/** The suite with its council. The delays are the registry's own; the roles act at once. */
export default buildModule("Clairevoie", (m) => {
  const deployer = m.getAccount(0);
  const accounts = {
    enroller: m.getParameter<string>("enroller"),
    lensEnroller: m.getParameter<string>("lensEnroller"),
  };

  const accessManager = m.contract("AccessManager", [deployer]);
  const partyRegistry = m.contract("PartyRegistry", [
    accessManager,
    m.getParameter<string>("guard"),
    m.getParameter<number>("lookBackSeconds"),
    m.getParameter<number>("makerDelaySeconds"),
    m.getParameter<number>("guardDelaySeconds"),
  ]);
  const linkRegistry = m.contract("LinkRegistry", [accessManager, partyRegistry]);
  const anchorRegistry = m.contract("AnchorRegistry", []);
  const withdrawalRegistry = m.contract("WithdrawalRegistry", [partyRegistry]);
  const settlementRegistry = m.contract("SettlementRegistry", [partyRegistry]);
  const stockRegistry = m.contract("StockRegistry", [partyRegistry]);
  const bandVerifier = m.contract("BandVerifier", []);
  const renewalVerifier = m.contract("RenewalVerifier", []);
  const conformityVerifier = m.contract("ConformityVerifier", [
    {
      parties: partyRegistry,
      links: linkRegistry,
      anchors: anchorRegistry,
      withdrawals: withdrawalRegistry,
      settlements: settlementRegistry,
      stock: stockRegistry,
      bands: bandVerifier,
      renewals: renewalVerifier,
    },
  ]);

  const managed = { partyRegistry, linkRegistry };
  for (const name of ["enroller", "lensEnroller"] as const) {
    const bound = boundFunctions(name).map(([contract, selectors]) =>
      m.call(accessManager, "setTargetFunctionRole", [managed[contract], selectors, ROLES[name]], {
        id: `bind_${name}_${contract}`,
      }),
    );
    const label = m.call(accessManager, "labelRole", [ROLES[name], name], { id: `label_${name}`, after: bound });
    m.call(accessManager, "grantRole", [ROLES[name], accounts[name], 0], { id: `grant_${name}`, after: [label] });
  }

  return {
    accessManager,
    partyRegistry,
    linkRegistry,
    anchorRegistry,
    withdrawalRegistry,
    settlementRegistry,
    stockRegistry,
    bandVerifier,
    renewalVerifier,
    conformityVerifier,
  };
});
