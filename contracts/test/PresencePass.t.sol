// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Receipt} from "../interfaces/IConformityVerifier.sol";
import {Codes} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 5: whether quote, order and invoice are there, and for how long they are waited for.
contract PresencePassTest is DossierTest {
    function test_5_NoReceiptAtAllIsThreeMissingStatements() public view {
        Finding[] memory expected = _one(Codes.MISSING_STATEMENT, 0, NONE, 0);
        expected = _and(expected, Codes.MISSING_STATEMENT, 1, NONE, 0);
        _expectAll(new Receipt[](0), _and(expected, Codes.MISSING_STATEMENT, 3, NONE, 0));
    }

    function testFuzz_5_AMissingQuoteOrOrderIsWaitedFor(bool isOrder, uint32 wait) public {
        uint8 stage = isOrder ? 1 : 0;
        Receipt[] memory receipts = _without(_dossier(), stage);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        vm.warp(vm.getBlockTimestamp() + wait);
        Finding[] memory found = _assess(receipts);
        if (vm.getBlockTimestamp() <= until) {
            _expectAll(receipts, _pending(Codes.MISSING_STATEMENT, stage, NONE, 0, until));
        } else _expectOne(receipts, Codes.MISSING_STATEMENT, stage, NONE, 0);
        assertEq(found.length, 1);
    }

    function test_5_AMissingInvoiceIsNot() public {
        _expectOne(_without(_dossier(), 3), Codes.MISSING_STATEMENT, 3, NONE, 0);
    }

    function test_5_AFlawedOrWithdrawnStatementIsThere() public {
        Receipt[] memory receipts = _dossier();
        receipts[0].signature[0] ^= 0x01;
        _expectOne(receipts, Codes.BAD_SIGNATURE, 0, NONE, _hash(receipts[0]));
        receipts[0].signature[0] ^= 0x01;
        _withdraw(receipts[0]);
        _expectOne(receipts, Codes.WITHDRAWN, 0, NONE, _hash(receipts[0]));
    }

    function test_5_AFrameAloneNeedsNoOrderAndNoShipment() public {
        Receipt[] memory receipts = new Receipt[](2);
        (receipts[0], receipts[1]) = (_next(_frameAlone(0)), _next(_frameAlone(3)));
        _expectNone(receipts);
        // Without the invoice, nothing says that no lens was made.
        Finding[] memory expected = _one(Codes.MISSING_STATEMENT, 1, NONE, 0);
        _expectAll(_without(receipts, 1), _and(expected, Codes.MISSING_STATEMENT, 3, NONE, 0));
        // Its quote is asked for all the same.
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(_without(receipts, 0), _pending(Codes.MISSING_STATEMENT, 0, NONE, 0, until));
    }

    function test_5_AnInvoiceThatDoesNotCountSaysNotThatNoLensWasMade() public {
        Receipt[] memory receipts = new Receipt[](2);
        (receipts[0], receipts[1]) = (_next(_frameAlone(0)), _next(_frameAlone(3)));
        receipts[1].signature[0] ^= 0x01;
        Finding[] memory expected = _one(Codes.BAD_SIGNATURE, 3, NONE, _hash(receipts[1]));
        _expectAll(receipts, _and(expected, Codes.MISSING_STATEMENT, 1, NONE, 0));
    }

    function testFuzz_5_AnyCodeOrLensOnTheInvoiceCallsForAnOrder(uint8 aspect) public {
        aspect = 5 + (aspect % 4);
        Statement memory invoice = _frameAlone(3);
        invoice.aspects[aspect] = _commitment(aspect);
        Receipt[] memory receipts = _dossierWith(invoice);
        Finding[] memory found = _assess(_without(receipts, 1));
        assertEq(found[0].stage, 1);
        assertTrue(found[0].code == Codes.MISSING_STATEMENT, "the order is missing");
    }

    /// @dev Of the shipment, pass 6 speaks.
    function test_5_NoShipmentIsMissedHere() public {
        Finding[] memory found = _assess(_without(_dossier(), 2));
        assertEq(_has(found, Codes.MISSING_STATEMENT), false);
    }
}
