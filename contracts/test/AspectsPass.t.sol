// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Asker, Policy, Receipt} from "../interfaces/IConformityVerifier.sol";
import {WithdrawalReason} from "../interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 7: whether every stage states what the invoice calls for, and the same.
contract AspectsPassTest is DossierTest {
    uint8 private constant SUBSTITUTION = 7;

    // Rule 7.1

    function testFuzz_7_1_AnAspectThatDiffersIsFoundAtItsStage(uint8 aspect, uint8 stage, bytes32 other) public {
        aspect %= 13; // A maker that differs is not opened either: pass 6.
        stage %= 4;
        vm.assume(_isStatedAt(aspect, stage) && aspect != Aspects.PAYER_SECOND && aspect != Aspects.PAYER_FIRST);
        vm.assume(other != 0 && other != _commitment(aspect));
        Statement memory statement = _statement(stage);
        statement.aspects[aspect] = other;
        Finding[] memory expected;
        // The latest stage that states the aspect is the measure: what differs from it is found, from the invoice back.
        uint256 latest = 4;
        for (uint8 back = 1; back <= 4; ++back) {
            uint8 compared = 4 - back;
            if (!_isStatedAt(aspect, compared)) continue;
            if (latest == 4) {
                latest = compared;
                continue;
            }
            if ((compared == stage) == (latest == stage)) continue;
            expected = _and(expected, Codes.ASPECT_MISMATCH, compared, aspect, 0);
        }
        assertEq(expected.length > 0, true);
        _expectAll(_dossierWith(statement), expected);
    }

    function testFuzz_7_1_AnAspectThatIsNotStatedIsWaitedFor(uint8 aspect, uint8 stage) public {
        aspect %= 13;
        stage %= 4;
        vm.assume(_isStatedAt(aspect, stage) && aspect != Aspects.PAYER_SECOND);
        Statement memory statement = _statement(stage);
        statement.aspects[aspect] = 0;
        Receipt[] memory receipts = _dossierWith(statement);
        // A frame that is not invoiced is not asked for.
        if (stage == Aspects.INVOICE && aspect == Aspects.FRAME) {
            _expectNone(receipts);
            return;
        }
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(receipts, _pending(Codes.MISSING_ASPECT, stage, aspect, 0, until));
        vm.warp(until);
        _expectAll(receipts, _pending(Codes.MISSING_ASPECT, stage, aspect, 0, until));
        vm.warp(until + 1);
        _expectOne(receipts, Codes.MISSING_ASPECT, stage, aspect, 0);
    }

    function testFuzz_7_1_TheMakerIsStatedByTheShipmentToo(bool isLeft) public {
        uint8 aspect = isLeft ? 14 : 13;
        Statement memory shipment = _statement(2);
        shipment.aspects[aspect] = 0;
        Receipt[] memory receipts = _dossierWith(shipment);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(receipts, _pending(Codes.MISSING_ASPECT, 2, aspect, 0, until));
        shipment.aspects[aspect] = "another maker";
        receipts[2] = _anchoredAgo(STEP, shipment, MAKER_KEY);
        _expectOne(receipts, Codes.ASPECT_MISMATCH, 1, aspect, 0);
    }

    function testFuzz_7_1_AnInvoicedLensNeedsAllItsAspects(bool left) public {
        uint256 eye = left ? 1 : 0;
        Receipt[] memory receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) {
            receipts[stage] = _next(stage == 3 ? _statement(3) : _statementOf(stage, 1 - eye));
        }
        // Code and lens at quote and order; prescription at these two; the order's reference and maker at one.
        Finding[] memory found = _assess(receipts);
        assertEq(_count(found, Codes.MISSING_ASPECT), 2 + 2 + 2 + 1 + 1);
        // The shipment states nothing of it, and no maker was named.
        assertEq(_count(found, Codes.MISSING_STATEMENT), 1);
        assertEq(found.length, 9);
        for (uint256 i = 0; i < found.length; ++i) assertEq((found[i].aspect - 5) % 2, eye);
    }

    function test_7_1_ACodeCallsForItsLensAndALensForItsCode() public {
        for (uint8 eye = 0; eye < 2; ++eye) {
            for (uint8 missing = Aspects.CODE_RIGHT; missing <= Aspects.LENS_RIGHT; missing += 2) {
                Receipt[] memory receipts = new Receipt[](4);
                for (uint8 stage = 0; stage < 4; ++stage) {
                    Statement memory statement = _statementOf(stage, eye);
                    statement.aspects[Aspects.FRAME] = 0;
                    if (stage == 3) statement.aspects[missing + eye] = 0;
                    receipts[stage] = _next(statement);
                }
                uint256 until = vm.getBlockTimestamp() + TOLERANCE;
                _expectAll(receipts, _pending(Codes.MISSING_ASPECT, 3, missing + eye, 0, until));
            }
        }
    }

    function test_7_1_TheShareOfTheAskersRankIsAskedFor() public {
        Receipt[] memory receipts = _dossier(); // It states the first payer's share only.
        _expectMissingFor(receipts, 0, NONE);
        _expectMissingFor(receipts, 1, NONE);
        _expectMissingFor(receipts, 2, Aspects.PAYER_SECOND);
        Statement memory second = _statement(3);
        second.aspects[Aspects.PAYER_FIRST] = 0;
        second.aspects[Aspects.PAYER_SECOND] = _commitment(Aspects.PAYER_SECOND);
        receipts[3] = _anchored(second, STORE_KEY);
        _expectMissingFor(receipts, 0, NONE);
        _expectMissingFor(receipts, 1, Aspects.PAYER_FIRST);
        _expectMissingFor(receipts, 2, NONE);
        second.aspects[Aspects.PAYER_SECOND] = 0;
        receipts[3] = _anchored(second, STORE_KEY);
        _expectMissingFor(receipts, 0, Aspects.PAYER_FIRST);
    }

    function test_7_1_WithoutAnInvoiceNoAspectIsMissed() public {
        Statement memory quote = _statement(0);
        quote.aspects[Aspects.REFERENCE] = 0;
        Receipt[] memory receipts = _dossierWith(quote);
        _expectOne(_without(receipts, 3), Codes.MISSING_STATEMENT, 3, NONE, 0);
    }

    // Rule 7.2

    function testFuzz_7_2_AShipmentIsAskedForEveryAspectOfALensOfWhichItStatesOne(uint8 aspect) public {
        aspect = 5 + (aspect % 10);
        Statement memory shipment = _statement(2);
        for (uint256 other = 5; other < 15; ++other) {
            if (other != aspect && (other + aspect) % 2 == 0) shipment.aspects[other] = 0;
        }
        Finding[] memory found = _assess(_dossierWith(shipment));
        assertEq(found.length, 4); // Of five aspects of this lens.
        for (uint256 i = 0; i < found.length; ++i) {
            assertTrue(found[i].code == Codes.MISSING_ASPECT, "another finding");
            assertEq(found[i].stage, 2);
        }
    }

    // Rule 7.3

    /// @dev The maker withdraws what it shipped, and then states an equal product: the invoice states what was made.
    function testFuzz_7_3_AMakerMayShipAnEqualProduct(bool isLeft) public {
        (Receipt[] memory receipts, Receipt memory second) = _substituted(isLeft ? 2 : 1, SUBSTITUTION);
        _expectOne(receipts, Codes.JUSTIFIED, 2, NONE, _hash(second));
        (receipts, second) = _substituted(3, SUBSTITUTION); // One product, discontinued for both eyes.
        _expectOne(receipts, Codes.JUSTIFIED, 2, NONE, _hash(second));
    }

    function test_7_3_AnyOtherReasonIsNoSubstitution() public {
        for (uint8 reason = 1; reason < SUBSTITUTION; ++reason) {
            (Receipt[] memory receipts, Receipt memory second) = _substituted(1, reason);
            Finding[] memory expected = _one(Codes.JUSTIFIED, 2, NONE, _hash(second));
            expected = _and(expected, Codes.ASPECT_MISMATCH, 1, 7, 0);
            _expectAll(receipts, _and(expected, Codes.ASPECT_MISMATCH, 0, 7, 0));
        }
    }

    function test_7_3_APolicyMayRefuseSubstitutions() public {
        (Receipt[] memory receipts, ) = _substituted(1, SUBSTITUTION);
        Policy memory policy = _policy();
        policy.reasons = 126;
        Finding[] memory found = _assess(receipts, policy);
        assertEq(_has(found, Codes.SUPERSEDED_WITHOUT_JUSTIFICATION), true);
        assertEq(_count(found, Codes.ASPECT_MISMATCH), 2);
    }

    function test_7_3_TheQuoteIsHeldToTheOrder() public {
        (Receipt[] memory receipts, Receipt memory second) = _substituted(1, SUBSTITUTION);
        Statement memory quote = _statement(0);
        quote.aspects[7] = "an equal lens"; // As shipped, and not as ordered.
        receipts[0] = _anchoredAgo(4 * STEP, quote, STORE_KEY);
        Finding[] memory expected = _one(Codes.JUSTIFIED, 2, NONE, _hash(second));
        _expectAll(receipts, _and(expected, Codes.ASPECT_MISMATCH, 0, 7, 0));
    }

    /// @dev Code, class and prescription are equal throughout, and so is all else that the shipment states.
    function testFuzz_7_3_NothingElseMayChange(uint8 aspect) public {
        aspect = 5 + (aspect % 10);
        vm.assume(aspect != 7 && aspect != 8);
        Receipt[] memory receipts = _ordered();
        Statement memory content = _statement(2);
        content.aspects[aspect] = bytes32("another value");
        Receipt memory first = _next(content);
        receipts = _with(receipts, first);
        _withdraw(first);
        vm.warp(vm.getBlockTimestamp() + 1);
        receipts = _with(receipts, _correctionWith(first, _equal(1), SUBSTITUTION));
        receipts = _with(receipts, _next(_invoiceOf(1)));
        Finding[] memory found = _assess(receipts);
        assertEq(_count(found, Codes.ASPECT_MISMATCH), 2);
        assertEq(found[found.length - 1].aspect, 7);
    }

    function test_7_3_WhatItReplacesIsTheLensOrdered() public {
        Receipt[] memory receipts = _ordered();
        Statement memory content = _statement(2);
        content.aspects[7] = "neither ordered nor shipped";
        Receipt memory first = _next(content);
        _withdraw(first);
        vm.warp(vm.getBlockTimestamp() + 1);
        receipts = _with(_with(receipts, first), _correctionWith(first, _equal(1), SUBSTITUTION));
        assertEq(_count(_assess(_with(receipts, _next(_invoiceOf(1)))), Codes.ASPECT_MISMATCH), 2);
    }

    function test_7_3_WhatItReplacesIsShown() public {
        (Receipt[] memory receipts, Receipt memory second) = _substituted(1, SUBSTITUTION);
        Finding[] memory expected = _one(Codes.JUSTIFIED, 2, NONE, _hash(second));
        expected = _and(expected, Codes.MISSING_LINK, 2, NONE, _hash(second));
        expected = _and(expected, Codes.ASPECT_MISMATCH, 1, 7, 0);
        _expectAll(_without(receipts, 2), _and(expected, Codes.ASPECT_MISMATCH, 0, 7, 0));
        receipts[2].signature[0] ^= 0x01; // And sound.
        assertEq(_count(_assess(receipts), Codes.ASPECT_MISMATCH), 2);
    }

    /// @dev To the second: the maker withdrew the lens ordered before it signed for another.
    function test_7_3_TheWithdrawalComesFirst() public {
        for (uint256 late = 0; late < 2; ++late) {
            uint256 before = vm.snapshotState();
            Receipt[] memory receipts = _ordered();
            Receipt memory first = _next(_statement(2));
            vm.warp(vm.getBlockTimestamp() + 1 days);
            uint256 issuedAt = vm.getBlockTimestamp();
            Statement memory content = _equal(1);
            (content.supersedes, content.reason) = (_hash(first), SUBSTITUTION);
            vm.warp(issuedAt + late);
            _withdraw(first);
            receipts = _with(_with(receipts, first), _issuedAt(issuedAt, content, MAKER_KEY));
            receipts = _with(receipts, _next(_invoiceOf(1)));
            assertEq(_count(_assess(receipts), Codes.ASPECT_MISMATCH), 2 * late);
            vm.revertToState(before);
        }
    }

    /// @dev Billing the better lens that was ordered, when a cheaper one was made.
    function test_7_3_TheInvoiceStatesWhatWasMade() public {
        (Receipt[] memory receipts, Receipt memory second) = _substituted(1, SUBSTITUTION);
        receipts[4] = _next(_statement(3));
        Finding[] memory expected = _one(Codes.JUSTIFIED, 2, NONE, _hash(second));
        _expectAll(receipts, _and(expected, Codes.ASPECT_MISMATCH, 2, 7, 0));
    }

    function test_7_3_AnotherMakersShipmentIsNotReplaced() public {
        Receipt[] memory receipts = _ordered();
        Receipt memory first = _next(_statement(2));
        bytes32 hash = _hash(first);
        _withdraw(first);
        vm.prank(vm.addr(OTHER_MAKER_KEY));
        withdrawals.withdraw(OTHER_MAKER, hash, WithdrawalReason.Superseded);
        vm.warp(vm.getBlockTimestamp() + 1);
        Statement memory content = _equal(1);
        (content.supersedes, content.reason) = (hash, SUBSTITUTION);
        receipts = _with(_with(receipts, first), _anchored(content, OTHER_MAKER_KEY));
        Finding[] memory found = _assess(_with(receipts, _next(_invoiceOf(1))));
        assertEq(_has(found, Codes.BROKEN_LINK), true);
        assertEq(_count(found, Codes.ASPECT_MISMATCH), 2);
    }

    /// @dev Between order and shipment, once: an order that differs from its own quote stays found.
    function test_7_3_OnlyTheOrderMayDiffer() public {
        (Receipt[] memory receipts, Receipt memory second) = _substituted(1, SUBSTITUTION);
        Statement memory order = _statement(1);
        order.aspects[7] = "an equal lens"; // The order was changed as well, so that nothing was substituted for it.
        receipts[1] = _anchoredAgo(3 * STEP, order, STORE_KEY);
        Finding[] memory expected = _one(Codes.JUSTIFIED, 2, NONE, _hash(second));
        _expectAll(receipts, _and(expected, Codes.ASPECT_MISMATCH, 0, 7, 0));
    }

    // Parts

    function _expectMissingFor(Receipt[] memory receipts, uint8 rank, uint8 aspect) private view {
        Finding[] memory found = verifier.assess(_shown(receipts), _policy(), Asker(INSURER, rank, SPLIT));
        assertEq(_count(found, Codes.MISSING_ASPECT), aspect == NONE ? 0 : 1);
        if (aspect != NONE) assertEq(_found(found, Codes.MISSING_ASPECT).aspect, aspect);
    }

    function _ordered() private returns (Receipt[] memory receipts) {
        receipts = new Receipt[](2);
        (receipts[0], receipts[1]) = (_next(_statement(0)), _next(_statement(1)));
    }

    /// @dev A shipment in which the lenses of these eyes (1 right, 2 left, 3 both) are others than those ordered.
    function _equal(uint256 eyes) private pure returns (Statement memory statement) {
        statement = _statement(2);
        if (eyes & 1 != 0) statement.aspects[7] = "an equal lens";
        if (eyes & 2 != 0) statement.aspects[8] = "an equal lens";
    }

    function _invoiceOf(uint256 eyes) private pure returns (Statement memory statement) {
        statement = _statement(3);
        Statement memory shipment = _equal(eyes);
        (statement.aspects[7], statement.aspects[8]) = (shipment.aspects[7], shipment.aspects[8]);
    }

    /// @dev Quote, order, the shipment withdrawn, what is shipped in its place, and the invoice of that.
    function _substituted(
        uint256 eyes,
        uint8 reason
    ) private returns (Receipt[] memory receipts, Receipt memory second) {
        receipts = _ordered();
        Receipt memory first = _next(_statement(2));
        _withdraw(first);
        second = _correctionWith(first, _equal(eyes), reason);
        receipts = _with(_with(receipts, first), second);
        receipts = _with(receipts, _next(_invoiceOf(eyes)));
    }
}
