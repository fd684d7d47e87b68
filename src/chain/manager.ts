import type { ContractRunner } from "ethers";
import type { IAccessManager } from "../../typechain-types/@openzeppelin/contracts/access/manager/IAccessManager.js";
import { IAccessManager__factory } from "../../typechain-types/factories/@openzeppelin/contracts/access/manager/IAccessManager__factory.js";

export type { IAccessManager };

/** The contract that binds the council's powers to roles and delays. */
export const managerAt = (address: string, runner: ContractRunner): IAccessManager =>
  IAccessManager__factory.connect(address, runner);
