// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyStatus, Role} from "../interfaces/IPartyRegistry.sol";
import {DevelopmentKeys} from "../interfaces/IProofAssessor.sol";
import {SettlementOutcome} from "../interfaces/ISettlementRegistry.sol";
import {StockOutcome} from "../interfaces/IStockRegistry.sol";
import {WithdrawalReason} from "../interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Test} from "./support/Test.sol";

/// @notice Numbers that travel in statements, calls and events: names may change, these may not (docs/protocol.md).
contract NumbersTest is Test {
    function test_OfWhatAPartyIs() public pure {
        assertEq(uint256(Role.None), 0);
        assertEq(uint256(Role.Optician), 1);
        assertEq(uint256(Role.LensMaker), 2);
        assertEq(uint256(Role.Insurer), 3);
    }

    function test_OfWhatAKeyIsWorth() public pure {
        assertEq(uint256(KeyStatus.Unknown), 0);
        assertEq(uint256(KeyStatus.NotYet), 1);
        assertEq(uint256(KeyStatus.Valid), 2);
        assertEq(uint256(KeyStatus.Revoked), 3);
        assertEq(uint256(KeyStatus.Compromised), 4);
    }

    function test_OfReasons() public pure {
        assertEq(uint256(WithdrawalReason.None), 0);
        assertEq(uint256(WithdrawalReason.Return), 1);
        assertEq(uint256(WithdrawalReason.Cancellation), 2);
        assertEq(uint256(WithdrawalReason.Breakage), 3);
        assertEq(uint256(WithdrawalReason.Superseded), 4);
        assertEq(uint256(WithdrawalReason.Error), 5);
    }

    function test_OfOutcomes() public pure {
        assertEq(uint256(SettlementOutcome.Settled), 0);
        assertEq(uint256(SettlementOutcome.AlreadyYours), 1);
        assertEq(uint256(SettlementOutcome.RankTaken), 2);
        assertEq(uint256(SettlementOutcome.OtherInvoice), 3);
        assertEq(uint256(SettlementOutcome.GrantRefused), 4);
        assertEq(uint256(SettlementOutcome.RoundPassed), 5);
        assertEq(uint256(StockOutcome.Used), 0);
        assertEq(uint256(StockOutcome.AlreadyUsed), 1);
        assertEq(uint256(StockOutcome.UsedElsewhere), 2);
    }

    function test_OfWhatDevelopmentKeysAreTakenFor() public pure {
        assertEq(uint256(DevelopmentKeys.OnLocalChains), 0);
        assertEq(uint256(DevelopmentKeys.Accepted), 1);
        assertEq(uint256(DevelopmentKeys.Refused), 2);
    }

    function test_OfAspectsAndStages() public pure {
        uint8[11] memory aspects = [
            Aspects.REFERENCE,
            Aspects.PAYER_FIRST,
            Aspects.PAYER_SECOND,
            Aspects.BILLING,
            Aspects.FRAME,
            Aspects.CODE_RIGHT,
            Aspects.CODE_LEFT,
            Aspects.LENS_RIGHT,
            Aspects.LENS_LEFT,
            Aspects.PRESCRIPTION_RIGHT,
            Aspects.PRESCRIPTION_LEFT
        ];
        for (uint256 i = 0; i < aspects.length; ++i) assertEq(aspects[i], i);
        uint8[5] memory stages = [Aspects.QUOTE, Aspects.ORDER, Aspects.SHIPMENT, Aspects.INVOICE, Aspects.STAGES];
        for (uint256 i = 0; i < stages.length; ++i) assertEq(stages[i], i);
        assertEq(Aspects.COUNT, 13);
    }

    function test_OfAspectsThatAreOfALens() public pure {
        for (uint256 aspect = 0; aspect < 13; ++aspect) {
            assertEq(Aspects.isOfLens(aspect), aspect > 4);
            assertEq(Aspects.isPrescription(aspect), aspect == 9 || aspect == 10);
            if (aspect > 4) assertEq(Aspects.eyeOf(aspect), (aspect + 1) % 2);
        }
    }
}
