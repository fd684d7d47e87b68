// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Receipt} from "../interfaces/IConformityVerifier.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 8: whether what a statement relies on was there before it.
contract OrderPassTest is DossierTest {
    // Rule 8.1

    function testFuzz_8_1_ALaterStageMayNotComeFirst(uint32 early) public {
        early = early % uint32(2 * STEP);
        Receipt[] memory receipts = _dossier();
        Receipt memory invoice = _anchoredAgo(STEP + early, _statement(3), STORE_KEY);
        receipts[3] = invoice;
        // The shipment is what comes before it; after more than one step the order as well.
        if (early <= TOLERANCE) _expectNone(receipts);
        else assertEq(_count(_assess(receipts), Codes.OUT_OF_ORDER), 1);
    }

    function test_8_1_TheToleranceHoldsToTheSecond() public {
        Receipt[] memory receipts = _dossier();
        receipts[3] = _anchoredAgo(STEP + TOLERANCE, _statement(3), STORE_KEY);
        _expectNone(receipts);
        receipts[3] = _anchoredAgo(STEP + TOLERANCE + 1, _statement(3), STORE_KEY);
        _expectOne(receipts, Codes.OUT_OF_ORDER, 3, NONE, _hash(receipts[3]));
    }

    /// @dev F8: the later statement counts from its own signature, whenever somebody anchors it.
    function test_8_1_TheLaterStatementCountsFromItsIssue() public {
        Receipt[] memory receipts = _dossier();
        uint256 present = vm.getBlockTimestamp();
        receipts[2] = _anchored(_statement(2), MAKER_KEY);
        receipts[3] = _issuedAt(present - TOLERANCE, _statement(3), STORE_KEY);
        _expectNone(receipts);
        vm.warp(present + 1);
        receipts[2] = _anchored(_statement(2), MAKER_KEY);
        _expectOne(receipts, Codes.OUT_OF_ORDER, 3, NONE, _hash(receipts[3]));
    }

    /// @dev F8: a maker's receipt is anchored again in a root of its own, and only the later root is shown. The time of the
    /// earlier statement moves by the lag at most, which the tolerance forgives.
    function test_8_1_AnchoringAgainMakesNothingOutOfOrder() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory shipment = receipts[2];
        vm.warp(_timeOf(shipment) + LAG);
        bytes32 digest = verifier.batchDigest(shipment.batch);
        bytes32 sibling = "chosen by whoever anchors";
        bytes memory pair = digest < sibling ? abi.encodePacked(digest, sibling) : abi.encodePacked(sibling, digest);
        anchors.anchor(keccak256(pair));
        shipment.anchorProof = new bytes32[](1);
        shipment.anchorProof[0] = sibling;
        vm.warp(vm.getBlockTimestamp() + 1 days);
        // An invoice that was issued with the shipment, which an hourly anchor brought later.
        receipts[3] = _issuedAt(vm.getBlockTimestamp() - LAG, _statement(3), STORE_KEY);
        _expectNone(receipts);
    }

    function test_8_1_AnInvoiceBeforeItsQuoteIsFoundInEitherOrder() public {
        Receipt[] memory receipts = new Receipt[](2);
        receipts[0] = _next(_frameAlone(0));
        receipts[1] = _anchoredAgo(TOLERANCE + 1, _frameAlone(3), STORE_KEY);
        bytes32 invoice = _hash(receipts[1]);
        Finding[] memory expected = _one(Codes.OUT_OF_ORDER, 3, NONE, invoice);
        // It was priced after the fact, too.
        expected = _and(expected, Codes.QUOTE_AFTER_INVOICE, 0, NONE, _hash(receipts[0]));
        _expectAll(receipts, expected);
        _expectAll(_swapped(receipts, 0, 1), expected);
    }

    function test_8_1_AnInvoiceBeforeAllElseIsToldOnce() public {
        vm.warp(START + 100 days);
        Receipt memory invoice = _anchored(_statement(3), STORE_KEY);
        Receipt[] memory receipts = _dossier();
        receipts[3] = invoice;
        assertEq(_count(_assess(receipts), Codes.OUT_OF_ORDER), 1);
    }

    function test_8_1_StatementsOfOneStageHaveNoOrder() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 10 days);
        _expectNone(_with(receipts, _anchored(_statement(3), STORE_KEY)));
    }

    function test_8_1_WhatDoesNotCountIsNotJudged() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 10 days);
        Receipt memory late = _anchored(_statement(2), MAKER_KEY);
        assertEq(_has(_assess(_with(receipts, late)), Codes.OUT_OF_ORDER), true);
        late.signature[0] ^= 0x01;
        _expectOne(_with(receipts, late), Codes.BAD_SIGNATURE, 2, NONE, _hash(late));
    }

    // Rule 8.2

    function test_8_2_ACorrectionMayFollowWhatCameAfterWhatItReplaces() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 10 days);
        Receipt memory second = _correction(receipts[2], 3);
        _withdraw(receipts[2]);
        Receipt[] memory all = _with(receipts, second);
        _expectOne(all, Codes.JUSTIFIED, 2, NONE, _hash(second));
        // What it corrects is not shown: it has only its own time.
        assertEq(_has(_assess(_without(all, 2)), Codes.OUT_OF_ORDER), true);
        // An invoice that was corrected in the meantime changes nothing of that.
        Statement memory corrected = _statement(3);
        (corrected.supersedes, corrected.reason) = (_hash(receipts[3]), 6);
        Receipt memory invoice = _anchoredAgo(5 days, corrected, STORE_KEY);
        _withdraw(receipts[3]);
        assertEq(_has(_assess(_with(all, invoice)), Codes.OUT_OF_ORDER), false);
    }

    /// @dev Aspects that the invoice does not state may change after it; what it states may not be fitted to it.
    function testFuzz_8_2_ACorrectionMayNotBeFittedToWhatFollowed(uint8 aspect, bytes32 stated) public {
        aspect = 5 + (aspect % 10);
        vm.assume(stated != 0 && stated != _commitment(aspect));
        Receipt[] memory receipts = _dossier();
        Statement memory fitted = _statement(2);
        fitted.aspects[aspect] = stated;
        Finding[] memory found = _assessLateCorrection(receipts, fitted);
        assertEq(_has(found, Codes.OUT_OF_ORDER), _statement(3).aspects[aspect] != 0);
    }

    function test_8_2_ACorrectionThatAddsWhatWasInvoicedIsFittedToIt() public {
        Statement memory shipment = _statement(2);
        shipment.aspects[Aspects.CODE_RIGHT] = 0;
        Receipt[] memory receipts = _dossierWith(shipment);
        assertEq(_count(_assessLateCorrection(receipts, _statement(2)), Codes.OUT_OF_ORDER), 1);
    }

    function test_8_2_ACorrectionThatDropsWhatWasInvoicedIsNotFittedToIt() public {
        Receipt[] memory receipts = _dossier();
        Statement memory shipment = _statement(2);
        shipment.aspects[Aspects.CODE_RIGHT] = 0;
        Finding[] memory found = _assessLateCorrection(receipts, shipment);
        assertEq(_count(found, Codes.OUT_OF_ORDER), 0);
        assertEq(_count(found, Codes.MISSING_ASPECT), 1);
    }

    function test_8_2_ACorrectedReferenceIsFittedToTheInvoiceToo() public {
        Receipt[] memory receipts = _dossier();
        Statement memory quote = _statement(0);
        quote.aspects[Aspects.REFERENCE] = "another reference";
        assertEq(_count(_assessLateCorrection(receipts, quote), Codes.OUT_OF_ORDER), 1);
    }

    function test_8_2_AChainOfCorrectionsKeepsTheFirstTimeLinkByLink() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 10 days);
        Receipt memory second = _correction(receipts[2], 1);
        vm.warp(vm.getBlockTimestamp() + 10 days);
        Receipt memory third = _correction(second, 2);
        _withdraw(receipts[2]);
        _withdraw(second);
        Receipt[] memory all = _with(_with(receipts, second), third);
        _expectOne(all, Codes.JUSTIFIED, 2, NONE, _hash(third));
        assertEq(_has(_assess(_without(all, 4)), Codes.OUT_OF_ORDER), true); // The middle is hidden.
        all[4] = all[2]; // The first, twice, with the middle hidden.
        assertEq(_has(_assess(all), Codes.OUT_OF_ORDER), true);
    }

    function test_8_2_AFlawedStatementLendsNoTime() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 10 days);
        Receipt memory second = _correction(receipts[2], 1);
        _withdraw(receipts[2]);
        Receipt[] memory all = _with(receipts, second);
        all[2].signature[0] ^= 0x01;
        assertEq(_has(_assess(all), Codes.OUT_OF_ORDER), true);
    }

    /// @dev Anchored twice, it was said the first time; in whatever order the receipts come.
    function test_8_2_AStatementAnchoredTwiceLendsItsFirstTime() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory early = receipts[2];
        vm.warp(vm.getBlockTimestamp() + 10 days);
        receipts[2] = _anchored(_statement(2), MAKER_KEY);
        Receipt memory second = _correction(early, 1);
        _withdraw(early);
        Receipt[] memory all = _with(receipts, second);
        assertEq(_has(_assess(all), Codes.OUT_OF_ORDER), true);
        assertEq(_has(_assess(_with(all, early)), Codes.OUT_OF_ORDER), false);
        assertEq(_has(_assess(_swapped(_with(all, early), 0, 5)), Codes.OUT_OF_ORDER), false);
    }

    /// @dev The invoice came two days before the shipment, as it may; so it may before the shipment's correction.
    function test_8_2_ACorrectionLendsItsTimeToTheSecond() public {
        for (uint256 early = 0; early < 2; ++early) {
            Receipt[] memory receipts = _dossier();
            receipts[3] = _anchoredAgo(STEP + TOLERANCE + early, _statement(3), STORE_KEY);
            vm.warp(vm.getBlockTimestamp() + 10 days);
            Receipt memory second = _correction(receipts[2], 1);
            _withdraw(receipts[2]);
            assertEq(_count(_assess(_with(receipts, second)), Codes.OUT_OF_ORDER), early);
        }
    }

    // Parts

    /// @dev With a lawful correction of its stage, ten days after the last receipt.
    function _assessLateCorrection(
        Receipt[] memory receipts,
        Statement memory corrected
    ) private returns (Finding[] memory) {
        vm.warp(vm.getBlockTimestamp() + 10 days);
        Receipt memory second = _correctionWith(receipts[corrected.stage], corrected, 6);
        _withdraw(receipts[corrected.stage]);
        return _assess(_with(receipts, second));
    }
}
