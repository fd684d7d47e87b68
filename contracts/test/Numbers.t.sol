// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DevelopmentKeys} from "../interfaces/IConformityVerifier.sol";
import {KeyStatus, Role} from "../interfaces/IPartyRegistry.sol";
import {SettlementOutcome} from "../interfaces/ISettlementRegistry.sol";
import {StockOutcome} from "../interfaces/IStockRegistry.sol";
import {WithdrawalReason} from "../interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Severity} from "../libraries/Codes.sol";
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

    function test_OfSeverities() public pure {
        assertEq(uint256(Severity.Info), 0);
        assertEq(uint256(Severity.Review), 1);
        assertEq(uint256(Severity.NotVerifiable), 2);
        assertEq(uint256(Severity.Pending), 3);
        assertEq(uint256(Severity.Blocking), 4);
    }

    function test_OfAspectsAndStages() public pure {
        uint8[15] memory aspects = [
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
            Aspects.PRESCRIPTION_LEFT,
            Aspects.ORDER_RIGHT,
            Aspects.ORDER_LEFT,
            Aspects.MAKER_RIGHT,
            Aspects.MAKER_LEFT
        ];
        for (uint256 i = 0; i < aspects.length; ++i) assertEq(aspects[i], i);
        assertEq(Aspects.COUNT, 15);
        uint8[6] memory stages = [
            Aspects.QUOTE,
            Aspects.ORDER,
            Aspects.SHIPMENT,
            Aspects.INVOICE,
            Aspects.STOCK,
            Aspects.STAGES
        ];
        for (uint256 i = 0; i < stages.length; ++i) assertEq(stages[i], i);
        assertEq(Aspects.ROWS, 4);
        assertEq(Aspects.RIGHT, 0);
        assertEq(Aspects.LEFT, 1);
        assertEq(Aspects.EYES, 2);
    }

    function test_OfAspectsThatAreOfALens() public pure {
        for (uint256 aspect = 0; aspect < 15; ++aspect) {
            assertEq(Aspects.isPrescription(aspect), aspect == 9 || aspect == 10);
            assertEq(Aspects.has(Aspects.LENSES, aspect), aspect == 7 || aspect == 8);
            assertEq(Aspects.has(Aspects.CODES_AND_LENSES, aspect), aspect > 4 && aspect < 9);
            if (aspect > 4) assertEq(Aspects.eyeOf(aspect), (aspect + 1) % 2);
            for (uint256 eye = 0; eye < 2; ++eye) {
                assertEq(Aspects.has(Aspects.ofEye(eye), aspect), aspect > 4 && (aspect + 1) % 2 == eye);
            }
        }
    }
}
