import { AccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import { AnchorRegistry__factory } from "../../typechain-types/factories/contracts/AnchorRegistry__factory.js";
import { BandVerifier__factory } from "../../typechain-types/factories/contracts/BandVerifier__factory.js";
import { ConformityVerifier__factory } from "../../typechain-types/factories/contracts/ConformityVerifier__factory.js";
import { LinkRegistry__factory } from "../../typechain-types/factories/contracts/LinkRegistry__factory.js";
import { PartyRegistry__factory } from "../../typechain-types/factories/contracts/PartyRegistry__factory.js";
import { RenewalVerifier__factory } from "../../typechain-types/factories/contracts/RenewalVerifier__factory.js";
import { SettlementRegistry__factory } from "../../typechain-types/factories/contracts/SettlementRegistry__factory.js";
import { StockRegistry__factory } from "../../typechain-types/factories/contracts/StockRegistry__factory.js";
import { WithdrawalRegistry__factory } from "../../typechain-types/factories/contracts/WithdrawalRegistry__factory.js";

/** What creates each contract of the suite: bytecode, ABI and types. */
export const FACTORIES = {
  accessManager: AccessManager__factory,
  partyRegistry: PartyRegistry__factory,
  linkRegistry: LinkRegistry__factory,
  anchorRegistry: AnchorRegistry__factory,
  withdrawalRegistry: WithdrawalRegistry__factory,
  settlementRegistry: SettlementRegistry__factory,
  stockRegistry: StockRegistry__factory,
  bandVerifier: BandVerifier__factory,
  renewalVerifier: RenewalVerifier__factory,
  conformityVerifier: ConformityVerifier__factory,
} as const;
