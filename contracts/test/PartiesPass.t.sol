// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Receipt} from "../interfaces/IConformityVerifier.sol";
import {LinkKind} from "../interfaces/ILinkRegistry.sol";
import {Codes} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 3: who stated what, and which parties belong together.
contract PartiesPassTest is DossierTest {
    // Rule 3.1

    function test_3_1_TheOneWhoOrdersMayNotShip() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory own = _anchored(_statement(2), STORE_KEY);
        Finding[] memory expected = _one(Codes.WRONG_ROLE, 2, NONE, _hash(own));
        _expectAll(_with(receipts, own), _and(expected, Codes.SAME_PARTY, 2, NONE, _hash(own)));
    }

    /// @dev Whether the order counts does not matter.
    function test_3_1_AMakerThatOrderedIsFound() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory order = _anchoredAgo(2 * STEP, _statement(1), MAKER_KEY);
        Finding[] memory expected = _one(Codes.WRONG_ROLE, 1, NONE, _hash(order));
        expected = _and(expected, Codes.SAME_PARTY, 2, NONE, _hash(receipts[2]));
        _expectAll(_with(receipts, order), expected);
        _expectAll(_swapped(_with(receipts, order), 0, 4), expected);
        order.signature[3] ^= 0x10;
        assertEq(_has(_assess(_with(receipts, order)), Codes.SAME_PARTY), true);
        // Without an anchor it is of no party, and of another dossier it is no order of this one.
        order.anchorProof = new bytes32[](1);
        assertEq(_has(_assess(_with(receipts, order)), Codes.SAME_PARTY), false);
        Statement memory elsewhere = _statement(1);
        elsewhere.dossier = "another dossier";
        order = _anchored(elsewhere, MAKER_KEY);
        assertEq(_has(_assess(_with(receipts, order)), Codes.SAME_PARTY), false);
    }

    function test_3_1_TwoUnknownKeysAreNotOneParty() public {
        Receipt[] memory receipts = _dossier();
        receipts = _with(receipts, _anchored(_statement(1), 0xDEAD));
        Finding[] memory found = _assess(_with(receipts, _anchored(_statement(2), 0xBEEF)));
        assertEq(_count(found, Codes.UNKNOWN_KEY), 2);
        assertEq(_has(found, Codes.SAME_PARTY), false);
    }

    // Rule 3.2

    function testFuzz_3_2_AnotherStoresStatementIsFound(uint8 stage) public {
        stage %= 2;
        Receipt[] memory receipts = _dossier();
        receipts[stage] = _anchoredAgo((3 - stage) * STEP, _statement(stage), OTHER_STORE_KEY);
        _expectOne(receipts, Codes.STORE_MISMATCH, stage, NONE, _hash(receipts[stage]));
    }

    /// @dev The claimant is the invoice's signer, wherever its receipt stands.
    function test_3_2_TheStoreIsTheSignerOfTheFirstInvoiceThatCounts() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory other = _anchored(_statement(3), OTHER_STORE_KEY);
        _expectOne(_with(receipts, other), Codes.STORE_MISMATCH, 3, NONE, _hash(other));
        Receipt[] memory first = _with(receipts, receipts[3]);
        first[3] = other;
        Finding[] memory expected = _one(Codes.STORE_MISMATCH, 0, NONE, _hash(receipts[0]));
        expected = _and(expected, Codes.STORE_MISMATCH, 1, NONE, _hash(receipts[1]));
        _expectAll(first, _and(expected, Codes.STORE_MISMATCH, 3, NONE, _hash(receipts[3])));
        first[3].signature[0] ^= 0x01; // It does not count.
        _expectOne(first, Codes.BAD_SIGNATURE, 3, NONE, _hash(other));
    }

    function test_3_2_WithoutAnInvoiceTheFirstQuoteOrOrderMakesTheStore() public {
        Receipt[] memory receipts = _without(_dossier(), 3);
        receipts[1] = _anchoredAgo(2 * STEP, _statement(1), OTHER_STORE_KEY);
        bytes32 order = _hash(receipts[1]);
        Finding[] memory expected = _one(Codes.STORE_MISMATCH, 1, NONE, order);
        _expectAll(receipts, _and(expected, Codes.MISSING_STATEMENT, 3, NONE, 0));
        expected = _one(Codes.STORE_MISMATCH, 0, NONE, _hash(receipts[0]));
        _expectAll(_swapped(receipts, 0, 1), _and(expected, Codes.MISSING_STATEMENT, 3, NONE, 0));
    }

    function test_3_2_AMakersReceiptMakesNoStore() public {
        Receipt[] memory receipts = _without(_dossier(), 3);
        _expectOne(_swapped(receipts, 0, 2), Codes.MISSING_STATEMENT, 3, NONE, 0);
    }

    /// @dev A quote in one shop and the invoice in another of the same enterprise; likewise after a takeover.
    function test_3_2_LinkedStoresAreTold() public {
        for (uint8 kind = 1; kind < 3; ++kind) {
            uint256 before = vm.snapshotState();
            _link(LinkKind(kind));
            Receipt[] memory receipts = _dossier();
            receipts[0] = _anchoredAgo(3 * STEP, _statement(0), OTHER_STORE_KEY);
            _expectOne(receipts, Codes.LINKED_STORE, 0, NONE, _hash(receipts[0]));
            vm.revertToState(before);
        }
    }

    function test_3_2_ALinkIsNotRetroactive() public {
        Receipt[] memory receipts = _dossier();
        receipts[0] = _anchoredAgo(3 * STEP, _statement(0), OTHER_STORE_KEY);
        uint256 before = vm.snapshotState();
        _link(LinkKind.SameEnterprise); // In the second of the invoice, which is the later statement.
        _expectOne(receipts, Codes.LINKED_STORE, 0, NONE, _hash(receipts[0]));
        vm.revertToState(before);
        vm.warp(vm.getBlockTimestamp() + 1);
        _link(LinkKind.SameEnterprise);
        _expectOne(receipts, Codes.STORE_MISMATCH, 0, NONE, _hash(receipts[0]));
    }

    /// @dev The link of a central workshop ended the day before: the later of the two anchors decides.
    function test_3_2_ALinkThatEndedBeforeTheLaterStatementIsNone() public {
        _link(LinkKind.SameEnterprise);
        Receipt[] memory receipts = _dossier();
        receipts[0] = _anchoredAgo(3 * STEP, _statement(0), OTHER_STORE_KEY);
        vm.warp(vm.getBlockTimestamp() + 1);
        vm.prank(vm.addr(STORE_KEY));
        links.end(STORE, OTHER_STORE, LinkKind.SameEnterprise);
        _expectOne(receipts, Codes.LINKED_STORE, 0, NONE, _hash(receipts[0]));
        Receipt memory order = _anchored(_statement(1), OTHER_STORE_KEY); // After the invoice: its own anchor is the later.
        assertEq(_has(_assess(_with(receipts, order)), Codes.STORE_MISMATCH), true);
        receipts[3] = _anchored(_statement(3), STORE_KEY);
        _expectOne(receipts, Codes.STORE_MISMATCH, 0, NONE, _hash(receipts[0]));
    }

    function test_3_2_AnAffiliationLinksNoStores() public {
        links.affiliate(STORE, MAKER);
        Receipt[] memory receipts = _dossier();
        receipts[0] = _anchoredAgo(3 * STEP, _statement(0), OTHER_STORE_KEY);
        assertEq(_has(_assess(receipts), Codes.STORE_MISMATCH), true);
    }

    // Rule 3.3

    function test_3_3_AMakerThatIsNotIndependentIsToldToAPerson() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 1);
        links.affiliate(STORE, MAKER);
        _expectNone(receipts); // Declared after its shipment.
        Receipt memory again = _anchored(_statement(2), MAKER_KEY);
        _expectOne(_with(receipts, again), Codes.AFFILIATED_MAKER, 2, NONE, _hash(again));
        links.endAffiliation(STORE, MAKER);
        vm.warp(vm.getBlockTimestamp() + 1);
        _expectNone(_with(receipts, _anchored(_statement(2), MAKER_KEY)));
        // What does not count is of nobody's interest.
        again.signature[0] ^= 0x01;
        _expectOne(_with(receipts, again), Codes.BAD_SIGNATURE, 2, NONE, _hash(again));
    }

    function test_3_3_AnotherStoresMakerIsIndependent() public {
        links.affiliate(OTHER_STORE, MAKER);
        _expectNone(_dossier());
    }

    function test_3_BothAreSaidOfOneReceipt() public {
        links.affiliate(STORE, MAKER);
        Receipt[] memory receipts = _dossier();
        receipts = _with(receipts, _anchored(_statement(1), MAKER_KEY));
        bytes32 shipment = _hash(receipts[2]);
        Finding[] memory expected = _one(Codes.WRONG_ROLE, 1, NONE, _hash(receipts[4]));
        expected = _and(expected, Codes.SAME_PARTY, 2, NONE, shipment);
        _expectAll(receipts, _and(expected, Codes.AFFILIATED_MAKER, 2, NONE, shipment));
    }

    // Parts

    function _link(LinkKind kind) private {
        vm.prank(vm.addr(STORE_KEY));
        links.consent(STORE, OTHER_STORE, kind);
        vm.prank(vm.addr(OTHER_STORE_KEY));
        links.consent(OTHER_STORE, STORE, kind);
    }
}
