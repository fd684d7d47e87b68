// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Policy, Receipt} from "../interfaces/IConformityVerifier.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 9: how old statements are, and whether a quote was changed after the fact.
contract AgePassTest is DossierTest {
    // Rule 9.1

    function testFuzz_9_1_AnOldQuoteIsFound(uint64 most, uint32 age) public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + age);
        receipts[3] = _anchored(_statement(3), STORE_KEY);
        Policy memory policy = _policy();
        policy.quoteSeconds = most;
        Finding[] memory found = _assess(receipts, policy);
        uint256 gap = _timeOf(receipts[3]) - _timeOf(receipts[0]);
        if (most == 0 || gap <= most) _expect(found, new Finding[](0));
        else _expect(found, _one(Codes.QUOTE_TOO_OLD, 3, NONE, _hash(receipts[3])));
    }

    function test_9_1_TheAgeOfAQuoteHoldsToTheSecond() public {
        Receipt[] memory receipts = _dossier();
        Policy memory policy = _policy();
        Finding[] memory expected = _one(Codes.QUOTE_TOO_OLD, 3, NONE, _hash(receipts[3]));
        policy.quoteSeconds = uint64(3 * STEP);
        _expect(_assess(receipts, policy), new Finding[](0));
        policy.quoteSeconds = uint64(3 * STEP - 1);
        _expect(_assess(receipts, policy), expected);
        policy.quoteSeconds = uint64(2 * STEP + 1); // The order is not too old.
        _expect(_assess(receipts, policy), expected);
        policy.quoteSeconds = 0; // However old.
        _expect(_assess(receipts, policy), new Finding[](0));
    }

    function test_9_1_TheLatestQuoteThatCountsDecides() public {
        Receipt[] memory receipts = new Receipt[](3);
        for (uint8 i = 0; i < 3; ++i) receipts[i] = _next(_frameAlone(i < 2 ? 0 : 3));
        Policy memory policy = _policy();
        policy.quoteSeconds = uint64(STEP);
        _expect(_assess(receipts, policy), new Finding[](0));
        _expect(_assess(_swapped(receipts, 0, 1), policy), new Finding[](0));
        receipts[1].signature[0] ^= 0x01;
        Finding[] memory expected = _one(Codes.BAD_SIGNATURE, 0, NONE, _hash(receipts[1]));
        _expect(_assess(receipts, policy), _and(expected, Codes.QUOTE_TOO_OLD, 3, NONE, _hash(receipts[2])));
    }

    /// @dev F5: a correction that changes nothing, or not the bill, renews no quote; link by link.
    function test_9_1_ACorrectionThatLeavesTheBillRenewsNoQuote() public {
        (Receipt[] memory receipts, Policy memory policy) = _requoted(false);
        Finding[] memory found = _assess(receipts, policy);
        assertEq(_count(found, Codes.QUOTE_TOO_OLD), 1);
        policy.quoteSeconds = uint64(_timeOf(receipts[4]) - _timeOf(receipts[0]));
        assertEq(_count(_assess(receipts, policy), Codes.QUOTE_TOO_OLD), 0);
        policy.quoteSeconds -= 1;
        assertEq(_count(_assess(receipts, policy), Codes.QUOTE_TOO_OLD), 1);
        // The middle is hidden: nobody sees what changed, and a person is told.
        found = _assess(_without(receipts, 1), policy);
        assertEq(_count(found, Codes.QUOTE_TOO_OLD), 0);
        assertEq(_count(found, Codes.MISSING_LINK), 2); // Of the last one, which is shown twice.
    }

    function test_9_1_ANewBillIsANewQuote() public {
        (Receipt[] memory receipts, Policy memory policy) = _requoted(true);
        assertEq(_count(_assess(receipts, policy), Codes.QUOTE_TOO_OLD), 0);
    }

    function test_9_1_AFlawedQuoteLendsNoTime() public {
        (Receipt[] memory receipts, Policy memory policy) = _requoted(false);
        receipts[0].signature[0] ^= 0x01;
        policy.quoteSeconds = uint64(_timeOf(receipts[4]) - _timeOf(receipts[1]));
        assertEq(_count(_assess(receipts, policy), Codes.QUOTE_TOO_OLD), 0);
        policy.quoteSeconds -= 1;
        assertEq(_count(_assess(receipts, policy), Codes.QUOTE_TOO_OLD), 1);
    }

    function test_9_1_AQuoteWithoutABillLendsItsTimeToo() public {
        Statement memory quote = _frameAlone(0);
        quote.aspects[Aspects.BILLING] = 0;
        Receipt[] memory receipts = new Receipt[](3);
        receipts[0] = _next(quote);
        _withdraw(receipts[0]);
        vm.warp(vm.getBlockTimestamp() + 10 days);
        receipts[1] = _correction(receipts[0], 6);
        receipts[2] = _next(_frameAlone(3));
        Policy memory policy = _policy();
        policy.quoteSeconds = uint64(10 days);
        assertEq(_count(_assess(receipts, policy), Codes.QUOTE_TOO_OLD), 1);
    }

    // Rule 9.2

    function testFuzz_9_2_AYoungAnchorIsWaitedFor(uint32 least, uint32 wait) public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + wait);
        Policy memory policy = _policy();
        policy.finalitySeconds = least;
        Finding[] memory expected;
        for (uint8 stage = 0; stage < 4; ++stage) {
            uint256 final_ = _timeOf(receipts[stage]) + least;
            if (vm.getBlockTimestamp() >= final_) continue;
            expected = _andPending(expected, Codes.NOT_FINAL, stage, NONE, _hash(receipts[stage]), final_ - 1);
        }
        _expect(_assess(receipts, policy), expected);
    }

    function test_9_2_FinalityHoldsToTheSecond() public {
        Receipt[] memory receipts = _dossier();
        Policy memory policy = _policy();
        policy.finalitySeconds = 1000;
        uint256 until = vm.getBlockTimestamp() + 999;
        vm.warp(until);
        _expect(_assess(receipts, policy), _pending(Codes.NOT_FINAL, 3, NONE, _hash(receipts[3]), until));
        assertEq(verifier.conforms(_shown(receipts), policy, _asker()), false);
        vm.warp(until + 1);
        _expect(_assess(receipts, policy), new Finding[](0));
    }

    function test_9_2_OnlyWhatCountsMustBeFinal() public {
        Receipt[] memory receipts = _dossier();
        receipts[0].signature[0] ^= 0x01;
        Policy memory policy = _policy();
        policy.finalitySeconds = 100 days;
        Finding[] memory expected = _one(Codes.BAD_SIGNATURE, 0, NONE, _hash(receipts[0]));
        for (uint8 stage = 1; stage < 4; ++stage) {
            uint256 until = _timeOf(receipts[stage]) + 100 days - 1;
            expected = _andPending(expected, Codes.NOT_FINAL, stage, NONE, _hash(receipts[stage]), until);
        }
        _expect(_assess(receipts, policy), expected);
    }

    function test_9_2_TheLargestFinalityDoesNotOverflow() public {
        Receipt[] memory receipts = _dossier();
        Policy memory policy = _policy();
        policy.finalitySeconds = type(uint64).max;
        Finding[] memory found = _assess(receipts, policy);
        assertEq(found.length, 4);
        assertEq(found[0].until, type(uint64).max);
    }

    // Rule 9.3

    /// @dev F5: a quote is priced after the invoice; to the second, and whether it is called a correction or not.
    function test_9_3_AQuoteIsNotPricedAfterTheInvoice() public {
        for (uint256 isCorrected = 0; isCorrected < 2; ++isCorrected) {
            for (uint256 late = 0; late < 2; ++late) {
                Receipt[] memory receipts = _dossier();
                vm.warp(vm.getBlockTimestamp() + late);
                if (isCorrected == 1) {
                    Receipt memory second = _correction(receipts[0], 6);
                    _withdraw(receipts[0]);
                    receipts = _with(receipts, second);
                } else receipts[0] = _issuedAt(vm.getBlockTimestamp(), _statement(0), STORE_KEY);
                Finding[] memory found = _assess(receipts);
                assertEq(_count(found, Codes.QUOTE_AFTER_INVOICE), late);
            }
        }
    }

    function test_9_3_AQuoteThatStatesNoBillPricesNothing() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 1);
        Statement memory quote = _statement(0);
        (quote.aspects[Aspects.BILLING], quote.aspects[Aspects.REFERENCE]) = (0, 0);
        assertEq(_count(_assess(_with(receipts, _anchored(quote, STORE_KEY))), Codes.QUOTE_AFTER_INVOICE), 0);
    }

    function test_9_3_AnyInvoiceThatCountsWillDo() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 1);
        receipts = _with(receipts, _anchored(_statement(0), STORE_KEY));
        Receipt memory invoice = _correction(receipts[3], 6);
        assertEq(_count(_assess(_with(receipts, invoice)), Codes.QUOTE_AFTER_INVOICE), 1);
        // The invoice before it no longer counts.
        _withdraw(receipts[3]);
        assertEq(_count(_assess(_with(receipts, invoice)), Codes.QUOTE_AFTER_INVOICE), 0);
    }

    // Rule 9.4

    function testFuzz_9_4_AQuoteThatChangesAfterTheOrderIsTold(uint8 aspect, bool isLate) public {
        aspect %= 11;
        vm.assume(_isStatedAt(aspect, 0));
        Receipt[] memory receipts = new Receipt[](2);
        (receipts[0], receipts[1]) = (_next(_statement(0)), _next(_statement(1)));
        if (isLate) vm.warp(vm.getBlockTimestamp() + 1);
        Statement memory content = _statement(0);
        content.aspects[aspect] = "another value";
        _withdraw(receipts[0]);
        Receipt memory second = _correctionWith(receipts[0], content, 6);
        receipts = _with(receipts, second);
        Finding[] memory found = _assess(receipts);
        bool isPriced = aspect == Aspects.BILLING || aspect == Aspects.FRAME;
        assertEq(_count(found, Codes.QUOTE_CHANGED_AFTER_ORDER), isLate && isPriced ? 1 : 0);
        assertEq(_count(found, Codes.QUOTE_REFERENCE_CHANGED), isLate && aspect == Aspects.REFERENCE ? 1 : 0);
        // The severity of each, and that it names the quote.
        Finding memory last = found[found.length - 1];
        if (isLate && isPriced) {
            Finding memory expected = _finding(Codes.QUOTE_CHANGED_AFTER_ORDER, 0, NONE, _hash(second));
            assertEq(abi.encode(last), abi.encode(expected));
        } else if (isLate && aspect == Aspects.REFERENCE) {
            Finding memory expected = _finding(Codes.QUOTE_REFERENCE_CHANGED, 0, NONE, _hash(second));
            assertEq(abi.encode(last), abi.encode(expected));
        }
    }

    function test_9_4_TheEarliestSoundOrderDecides() public {
        Receipt[] memory receipts = new Receipt[](3);
        receipts[0] = _next(_statement(0));
        receipts[1] = _next(_statement(1));
        _withdraw(receipts[1]); // Withdrawn or not.
        _withdraw(receipts[0]);
        vm.warp(vm.getBlockTimestamp() + 1);
        Statement memory content = _statement(0);
        content.aspects[Aspects.FRAME] = "another frame";
        receipts[2] = _correctionWith(receipts[0], content, 6);
        receipts = _with(receipts, _next(_statement(1)));
        assertEq(_count(_assess(receipts), Codes.QUOTE_CHANGED_AFTER_ORDER), 1);
        receipts[1].signature[0] ^= 0x01;
        assertEq(_count(_assess(receipts), Codes.QUOTE_CHANGED_AFTER_ORDER), 0);
    }

    function test_9_4_WhatChangedMustBeShown() public {
        Receipt[] memory receipts = new Receipt[](2);
        (receipts[0], receipts[1]) = (_next(_statement(0)), _next(_statement(1)));
        _withdraw(receipts[0]);
        vm.warp(vm.getBlockTimestamp() + 1);
        Statement memory content = _statement(0);
        content.aspects[Aspects.BILLING] = "another bill";
        Receipt memory second = _correctionWith(receipts[0], content, 6);
        receipts = _with(receipts, second);
        receipts[0].signature[0] ^= 0x01; // It is shown though it is not sound.
        assertEq(_count(_assess(receipts), Codes.QUOTE_CHANGED_AFTER_ORDER), 1);
        Finding[] memory found = _assess(_without(receipts, 0));
        assertEq(_count(found, Codes.QUOTE_CHANGED_AFTER_ORDER), 0);
        assertEq(_count(found, Codes.MISSING_LINK), 1);
    }

    function test_9_AllThatIsSaidOfOneQuoteComesInOrder() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 1);
        Statement memory content = _statement(0);
        content.aspects[Aspects.BILLING] = "another bill";
        _withdraw(receipts[0]);
        receipts[0] = _correctionWith(receipts[0], content, 6);
        receipts = _with(receipts, _original());
        Policy memory policy = _policy();
        policy.finalitySeconds = 1000;
        Finding[] memory found = _assess(receipts, policy);
        bytes32 quote = _hash(receipts[0]);
        Finding[] memory expected = _pending(Codes.NOT_FINAL, 0, NONE, quote, vm.getBlockTimestamp() + 999);
        expected = _and(expected, Codes.QUOTE_AFTER_INVOICE, 0, NONE, quote);
        expected = _and(expected, Codes.QUOTE_CHANGED_AFTER_ORDER, 0, NONE, quote);
        for (uint256 i = 0; i < found.length; ++i) {
            if (found[i].code != Codes.NOT_FINAL) continue;
            for (uint256 j = 0; j < 3; ++j) assertEq(abi.encode(found[i + j]), abi.encode(expected[j]));
            return;
        }
        revert("nothing is young");
    }

    // Parts

    function _original() private returns (Receipt memory) {
        return _anchoredAgo(3 * STEP + 1, _statement(0), STORE_KEY);
    }

    /// @dev A quote that is corrected twice, a year apart, and its invoice. Before the order.
    function _requoted(bool isRepriced) private returns (Receipt[] memory receipts, Policy memory policy) {
        receipts = new Receipt[](5);
        receipts[0] = _next(_frameAlone(0));
        Statement memory content = _frameAlone(0);
        for (uint256 i = 1; i < 3; ++i) {
            vm.warp(vm.getBlockTimestamp() + 365 days);
            _withdraw(receipts[i - 1]);
            content.aspects[Aspects.FRAME] = bytes32(i);
            if (isRepriced && i == 2) content.aspects[Aspects.BILLING] = "another bill";
            receipts[i] = _correctionWith(receipts[i - 1], content, 6);
        }
        receipts[3] = receipts[2]; // Shown twice, which changes nothing.
        Statement memory invoice = _frameAlone(3);
        (invoice.aspects[3], invoice.aspects[4]) = (content.aspects[3], content.aspects[4]);
        receipts[4] = _next(invoice);
        policy = _policy();
    }
}
