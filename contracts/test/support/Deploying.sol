// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {AnchorRegistry} from "../../AnchorRegistry.sol";
import {BandVerifier} from "../../BandVerifier.sol";
import {ConformityVerifier} from "../../ConformityVerifier.sol";
import {LinkRegistry} from "../../LinkRegistry.sol";
import {PartyRegistry} from "../../PartyRegistry.sol";
import {RenewalVerifier} from "../../RenewalVerifier.sol";
import {SettlementRegistry} from "../../SettlementRegistry.sol";
import {StockRegistry} from "../../StockRegistry.sol";
import {WithdrawalRegistry} from "../../WithdrawalRegistry.sol";
import {Suite} from "../../interfaces/IConformityVerifier.sol";
import {IPartyRegistry} from "../../interfaces/IPartyRegistry.sol";
import {Vm} from "./Vm.sol";

/// @title Creates the contracts under test from the bytecode that is deployed.
/// @dev With `new`, each test would hold copies of its own, and be tested as it is compiled itself: without the optimizer.
library Deploying {
    Vm private constant VM = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    function accessManager(address admin) internal returns (AccessManager) {
        return AccessManager(_create("AccessManager", abi.encode(admin)));
    }

    function partyRegistry(
        address authority,
        address guard,
        uint48 lookBack,
        uint48 makerDelay,
        uint48 guardDelay
    ) internal returns (PartyRegistry) {
        return PartyRegistry(_create("PartyRegistry", abi.encode(authority, guard, lookBack, makerDelay, guardDelay)));
    }

    function linkRegistry(address authority, IPartyRegistry parties) internal returns (LinkRegistry) {
        return LinkRegistry(_create("LinkRegistry", abi.encode(authority, parties)));
    }

    function anchorRegistry() internal returns (AnchorRegistry) {
        return AnchorRegistry(_create("AnchorRegistry", ""));
    }

    function withdrawalRegistry(IPartyRegistry parties) internal returns (WithdrawalRegistry) {
        return WithdrawalRegistry(_create("WithdrawalRegistry", abi.encode(parties)));
    }

    function settlementRegistry(IPartyRegistry parties) internal returns (SettlementRegistry) {
        return SettlementRegistry(_create("SettlementRegistry", abi.encode(parties)));
    }

    function stockRegistry(IPartyRegistry parties) internal returns (StockRegistry) {
        return StockRegistry(_create("StockRegistry", abi.encode(parties)));
    }

    function conformityVerifier(Suite memory suite) internal returns (ConformityVerifier) {
        return ConformityVerifier(_create("ConformityVerifier", abi.encode(suite)));
    }

    function bandVerifier() internal returns (BandVerifier) {
        return BandVerifier(_create("BandVerifier", ""));
    }

    function renewalVerifier() internal returns (RenewalVerifier) {
        return RenewalVerifier(_create("RenewalVerifier", ""));
    }

    /// @dev A constructor that reverts is told as it is.
    function _create(string memory name, bytes memory arguments) private returns (address made) {
        bytes memory code = abi.encodePacked(VM.getCode(name), arguments);
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
            if iszero(made) {
                returndatacopy(code, 0, returndatasize())
                revert(code, returndatasize())
            }
        }
    }
}
