// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConformityVerifier} from "../ConformityVerifier.sol";
import {AnchorRegistry} from "../AnchorRegistry.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {SettlementRegistry} from "../SettlementRegistry.sol";
import {StockRegistry} from "../StockRegistry.sol";
import {WithdrawalRegistry} from "../WithdrawalRegistry.sol";
import {Asker, IConformityVerifier, Policy, Receipt} from "../interfaces/IConformityVerifier.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Code, Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice What mutants of the verifier got away with: bounds to the last unit, receipts in an unusual order, and what must
/// not be said a second time.
contract CornersTest is DossierTest {
    uint8 private constant NONE = 255;
    uint256 private constant UNKNOWN_KEY = 0xDEAD;

    // One receipt

    function test_EachFindingOfAReceiptSaysWhereItIs() public {
        Receipt[] memory receipts = _dossier();
        for (uint8 stage = 0; stage < 4; ++stage) {
            Receipt memory right = receipts[stage];
            bytes32 hash = _hash(right);
            bytes32[] memory proof = new bytes32[](1);
            receipts[stage].statementProof = proof;
            _expectOne(receipts, Code.BadInclusion, stage, NONE, hash);
            receipts[stage].statementProof = new bytes32[](0);
            receipts[stage] = _anchoredAgo((3 - stage) * STEP, _statement(stage), UNKNOWN_KEY);
            _expectOne(receipts, Code.UnknownKey, stage, NONE, hash);
            uint256 key = stage == Aspects.SHIPMENT ? OTHER_STORE_KEY : OTHER_MAKER_KEY;
            receipts[stage] = _anchoredAgo((3 - stage) * STEP, _statement(stage), key);
            _expectOne(receipts, Code.WrongRole, stage, NONE, hash);
            receipts[stage] = right;
        }
    }

    function test_TheFirstStageAndTheFirstReasonThatAreNoneAreMalformed() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory odd = _anchored(_statement(4), STORE_KEY);
        _expectOne(_with(receipts, odd), Code.MalformedStatement, NONE, NONE, _hash(odd));
        odd = _correction(receipts[0], 7);
        _expectOne(_with(receipts, odd), Code.MalformedStatement, 0, NONE, _hash(odd));
    }

    function test_NothingIsSaidOfTheCorrectionOfAnUnknownKey() public {
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(0);
        (statement.supersedes, statement.reason) = (_hash(receipts[0]), 1);
        Receipt memory odd = _anchored(statement, UNKNOWN_KEY);
        _expectOne(_with(receipts, odd), Code.UnknownKey, 0, NONE, _hash(odd));
    }

    function test_TheFirstProofIsBoundedToo() public {
        Receipt[] memory receipts = _dossier();
        receipts[0].statementProof = new bytes32[](65);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.ProofTooLong.selector, 0, 65, 64));
        _assess(receipts);
    }

    function test_TheFirstOfTheSuiteThatIsNoContractIsNamed() public {
        for (uint160 missing = 0; missing < 5; ++missing) {
            vm.expectRevert(
                abi.encodeWithSelector(IConformityVerifier.NotAContract.selector, address(0xE00 + missing))
            );
            new ConformityVerifier(
                missing > 0 ? parties : PartyRegistry(address(0xE00)),
                missing > 1 ? anchors : AnchorRegistry(address(0xE01)),
                missing > 2 ? withdrawals : WithdrawalRegistry(address(0xE02)),
                missing > 3 ? settlements : SettlementRegistry(address(0xE03)),
                StockRegistry(address(0xE04))
            );
        }
    }

    // Corrections

    function test_ACorrectionMayComeFirst() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[2], 1);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        Receipt[] memory all = _swapped(_with(receipts, second), 0, 4);
        _expectOne(all, Code.Justified, 2, NONE, _hash(second));
        // What it replaces is not shown.
        Finding[] memory expected = _about(Code.Justified, 2, _hash(second));
        _expect(_assess(_without(all, 2)), _and(expected, Code.MissingLink, 2, _hash(second)));
    }

    function test_AFlawedCorrectionIsNotAskedForWhatItReplaces() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[2], 1);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        second.signature[0] ^= 0x01;
        receipts[2] = second;
        _expectOne(receipts, Code.BadSignature, 2, NONE, _hash(second));
    }

    function test_AStatementOfAnotherDossierIsNotShown() public {
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(3);
        statement.dossier = "another dossier";
        Receipt memory strange = _anchored(statement, STORE_KEY);
        statement = _statement(3);
        (statement.supersedes, statement.reason) = (_hash(strange), 6);
        _withdraw(STORE, STORE_KEY, _hash(strange));
        receipts[3] = _anchored(statement, STORE_KEY);
        Finding[] memory expected = _about(Code.OtherDossier, 3, _hash(strange));
        expected = _and(expected, Code.Justified, 3, _hash(receipts[3]));
        expected = _and(expected, Code.MissingLink, 3, _hash(receipts[3]));
        _expect(_assess(_with(receipts, strange)), expected);
    }

    function test_AForkIsToldOnceOfEachThatComesLater() public {
        Receipt[] memory receipts = _dossier();
        bytes32 first = _hash(receipts[2]);
        _withdraw(MAKER, MAKER_KEY, first);
        Receipt[] memory all = new Receipt[](7);
        // The first of them stands before all else.
        for (uint8 i = 0; i < 3; ++i) all[i] = _correction(receipts[2], i + 1);
        for (uint8 i = 0; i < 4; ++i) all[3 + i] = receipts[i];
        Finding[] memory expected = new Finding[](0);
        for (uint256 i = 0; i < 3; ++i) expected = _and(expected, Code.Justified, 2, _hash(all[i]));
        for (uint256 i = 1; i < 3; ++i) expected = _and(expected, Code.ForkedCorrection, 2, _hash(all[i]));
        _expect(_assess(all), expected);
    }

    function test_TwoThatStateTheReferenceAreAFork() public {
        Receipt[] memory receipts = _dossier();
        _withdraw(STORE, STORE_KEY, _hash(receipts[0]));
        Receipt[2] memory halves;
        for (uint8 eye = 0; eye < 2; ++eye) {
            Statement memory half;
            (half.dossier, half.supersedes, half.reason) = (DOSSIER, _hash(receipts[0]), 6);
            half.aspects[Aspects.REFERENCE] = _commitment(Aspects.REFERENCE);
            half.aspects[Aspects.CODE_RIGHT + eye] = _commitment(Aspects.CODE_RIGHT + eye);
            halves[eye] = _anchored(half, STORE_KEY);
        }
        Finding[] memory found = _assess(_with(_with(receipts, halves[0]), halves[1]));
        assertEq(_count(found, Code.ForkedCorrection), 1);
    }

    function test_ACorrectionIsNoForkOfItselfNorOfWhatDoesNotCount() public {
        Receipt[] memory receipts = _dossier();
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        Receipt memory second = _correction(receipts[2], 1);
        Receipt[] memory all = _with(receipts, second);
        assertEq(_count(_assess(_with(all, second)), Code.ForkedCorrection), 0);
        Receipt memory third = _correction(receipts[2], 2);
        all = _with(all, third);
        assertEq(_count(_assess(all), Code.ForkedCorrection), 1);
        _withdraw(MAKER, MAKER_KEY, _hash(third));
        assertEq(_count(_assess(all), Code.ForkedCorrection), 0);
    }

    function test_TwoMakersAreNoFork() public {
        Receipt[] memory receipts = _dossier();
        bytes32 first = _hash(receipts[2]);
        _withdraw(MAKER, MAKER_KEY, first);
        _withdraw(OTHER_MAKER, OTHER_MAKER_KEY, first);
        Receipt memory second = _correction(receipts[2], 1);
        Statement memory other = _statement(2);
        (other.supersedes, other.reason) = (first, 2);
        Receipt memory third = _anchored(other, OTHER_MAKER_KEY);
        Finding[] memory expected = _about(Code.Justified, 2, _hash(second));
        expected = _and(expected, Code.Justified, 2, _hash(third));
        expected = _and(expected, Code.BrokenLink, 2, _hash(third));
        _expect(_assess(_with(_with(receipts, second), third)), expected);
    }

    // Parties, presence and aspects

    function test_AMakerThatOrderedFirstIsFound() public {
        Receipt[] memory receipts = _dossier();
        receipts[1] = _anchoredAgo(2 * STEP, _statement(1), MAKER_KEY);
        Finding[] memory found = _assess(_swapped(receipts, 0, 1));
        assertEq(_count(found, Code.SameParty), 1);
    }

    function test_AFrameAloneIsQuotedToo() public {
        Receipt[] memory receipts = new Receipt[](1);
        receipts[0] = _next(_frameAlone(3));
        _expectOne(receipts, Code.MissingStatement, 0, NONE, 0);
    }

    function test_WithoutAnInvoiceNoAspectIsMissed() public {
        Statement memory quote = _statement(0);
        quote.aspects[Aspects.REFERENCE] = 0;
        Receipt[] memory receipts = _dossierWith(quote);
        _expectOne(_without(receipts, 3), Code.MissingStatement, 3, NONE, 0);
    }

    function test_ALeftLensAloneIsNoFrameAlone() public {
        Receipt[] memory receipts = new Receipt[](2);
        Statement memory quote = _frameAlone(0);
        Statement memory invoice = _frameAlone(3);
        invoice.aspects[Aspects.LENS_LEFT] = _commitment(Aspects.LENS_LEFT);
        (receipts[0], receipts[1]) = (_next(quote), _next(invoice));
        assertEq(_count(_assess(receipts), Code.MissingStatement), 2);
    }

    function test_ACodeCallsForItsLensAndALensForItsCode() public {
        for (uint8 eye = 0; eye < 2; ++eye) {
            for (uint8 missing = Aspects.CODE_RIGHT; missing <= Aspects.LENS_RIGHT; missing += 2) {
                Receipt[] memory receipts = new Receipt[](4);
                for (uint8 stage = 0; stage < 4; ++stage) {
                    Statement memory statement = _statement(stage);
                    statement.aspects[Aspects.FRAME] = 0;
                    for (uint8 aspect = Aspects.CODE_RIGHT; aspect < Aspects.COUNT; ++aspect) {
                        if (Aspects.eyeOf(aspect) != eye) statement.aspects[aspect] = 0;
                    }
                    if (stage == 3) statement.aspects[missing + eye] = 0;
                    receipts[stage] = _next(statement);
                }
                _expectOne(receipts, Code.MissingAspect, 3, missing + eye, 0);
            }
        }
    }

    // Order in time

    function test_AnInvoiceBeforeItsQuoteIsFoundInEitherOrder() public {
        Receipt[] memory receipts = new Receipt[](2);
        receipts[0] = _next(_frameAlone(0));
        receipts[1] = _anchoredAgo(2 days, _frameAlone(3), STORE_KEY);
        _expectOne(receipts, Code.OutOfOrder, 3, NONE, _hash(receipts[1]));
        bytes32 invoice = _hash(receipts[1]);
        _expectOne(_swapped(receipts, 0, 1), Code.OutOfOrder, 3, NONE, invoice);
    }

    function test_AnInvoiceBeforeAllElseIsToldOnce() public {
        vm.warp(START + 100 days);
        Receipt memory invoice = _anchored(_statement(3), STORE_KEY);
        Receipt[] memory receipts = _dossier();
        receipts[3] = invoice;
        _expectOne(receipts, Code.OutOfOrder, 3, NONE, _hash(invoice));
    }

    /// @dev The invoice came a day before the shipment, as it may; so it may before the shipment's correction.
    function test_ACorrectionLendsItsTimeToTheSecond() public {
        Receipt[] memory receipts = _dossier();
        receipts[3] = _anchoredAgo(STEP + 1 days, _statement(3), STORE_KEY);
        vm.warp(block.timestamp + 10 days);
        Receipt memory second = _correction(receipts[2], 1);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        _expectOne(_with(receipts, second), Code.Justified, 2, NONE, _hash(second));
    }

    function test_ACorrectionThatAddsWhatWasInvoicedIsFittedToIt() public {
        Statement memory shipment = _statement(2);
        shipment.aspects[Aspects.CODE_RIGHT] = 0;
        Receipt[] memory receipts = _dossierWith(shipment);
        assertEq(_count(_assessLateCorrection(receipts, _statement(2)), Code.OutOfOrder), 1);
    }

    function test_ACorrectionThatDropsWhatWasInvoicedIsNotFittedToIt() public {
        Receipt[] memory receipts = _dossier();
        Statement memory shipment = _statement(2);
        shipment.aspects[Aspects.CODE_RIGHT] = 0;
        Finding[] memory found = _assessLateCorrection(receipts, shipment);
        assertEq(_count(found, Code.OutOfOrder), 0);
        assertEq(_count(found, Code.MissingAspect), 1);
    }

    function test_ACorrectedReferenceIsFittedToTheInvoiceToo() public {
        Receipt[] memory receipts = _dossier();
        Statement memory quote = _statement(0);
        quote.aspects[Aspects.REFERENCE] = "another reference";
        assertEq(_count(_assessLateCorrection(receipts, quote), Code.OutOfOrder), 1);
    }

    function test_AStatementAnchoredTwiceLendsItsFirstTimeWhicheverIsShownFirst() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(block.timestamp + 10 days);
        receipts = _with(receipts, _anchored(_statement(2), MAKER_KEY));
        Receipt memory second = _correction(receipts[2], 1);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        _expectOne(_with(receipts, second), Code.Justified, 2, NONE, _hash(second));
    }

    // Age and finality

    function test_TheAgeOfAQuoteHoldsToTheSecond() public {
        Receipt[] memory receipts = _dossier();
        Policy memory policy = _policy();
        bytes32 invoice = _hash(receipts[3]);
        policy.quoteSeconds = uint64(3 * STEP);
        _expectBy(policy, receipts, new Finding[](0));
        policy.quoteSeconds = uint64(3 * STEP - 1);
        _expectBy(policy, receipts, _about(Code.QuoteTooOld, 3, invoice));
        policy.quoteSeconds = uint64(2 * STEP + 1); // The order is not too old.
        _expectBy(policy, receipts, _about(Code.QuoteTooOld, 3, invoice));
        policy.quoteSeconds = 0; // However old.
        _expectBy(policy, receipts, new Finding[](0));
    }

    function test_TheLatestQuoteThatCountsDecides() public {
        Receipt[] memory receipts = new Receipt[](3);
        for (uint8 i = 0; i < 3; ++i) receipts[i] = _next(_frameAlone(i < 2 ? 0 : 3));
        Policy memory policy = _policy();
        policy.quoteSeconds = uint64(STEP);
        _expectBy(policy, receipts, new Finding[](0));
        _expectBy(policy, _swapped(receipts, 0, 1), new Finding[](0));
        receipts[1].signature[0] ^= 0x01;
        Finding[] memory expected = _about(Code.BadSignature, 0, _hash(receipts[1]));
        _expectBy(policy, receipts, _and(expected, Code.QuoteTooOld, 3, _hash(receipts[2])));
    }

    function test_OnlyWhatCountsMustBeFinal() public {
        Receipt[] memory receipts = _dossier();
        receipts[2].signature[0] ^= 0x01;
        Policy memory policy = _policy();
        policy.finalitySeconds = 100 days;
        Finding[] memory expected = _about(Code.BadSignature, 2, _hash(receipts[2]));
        for (uint8 stage = 0; stage < 4; ++stage) {
            if (stage != 2) expected = _and(expected, Code.NotFinal, stage, _hash(receipts[stage]));
        }
        _expectBy(policy, receipts, expected);
    }

    // Settlement

    function test_WhoNamesNoRankIsToldOfNoSettlement() public {
        Receipt[] memory receipts = _dossier();
        _settle(INSURER_KEY, "another invoice", 1);
        _expect(verifier.assess(receipts, _policy(), Asker(INSURER, 0, SPLIT)), new Finding[](0));
        _expectOne(receipts, Code.OtherInvoiceSettled, 3, NONE, _hash(receipts[3]));
    }

    function test_ASettledInvoiceMayComeFirst() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(INSURER_KEY, invoice, 1);
        _expectOne(_swapped(receipts, 0, 3), Code.AlreadySettled, 3, 1, invoice);
    }

    function test_OnlyItsOwnSettlementIsAcceptedByAnAsker() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(OTHER_INSURER_KEY, invoice, 1);
        Policy memory policy = _policy();
        policy.acceptOwnSettlement = true;
        Finding[] memory expected = new Finding[](1);
        expected[0] = _finding(Code.AlreadySettled, 3, 1, invoice);
        _expectBy(policy, receipts, expected);
    }

    // Room for findings

    /// @dev Sixty-two invoices by another store, of which each says all that can be wrong with one that counts, and what they
    /// leave unsaid: there must be room for all of it.
    function test_AsMuchAsCanBeWrongIsTold() public {
        Receipt[] memory receipts = new Receipt[](64);
        // A quote and an order of nothing.
        (Statement memory quote, Statement memory order) = (_empty(Aspects.QUOTE), _empty(Aspects.ORDER));
        receipts[0] = _anchored(quote, STORE_KEY);
        _withdraw(OTHER_STORE, OTHER_STORE_KEY, "an invoice that is not shown");
        vm.warp(block.timestamp + 366 days);
        for (uint256 i = 1; i < 63; ++i) receipts[i] = _anchored(_wrongInvoice(i), OTHER_STORE_KEY);
        vm.warp(block.timestamp + 2 days);
        receipts[63] = _anchored(order, OTHER_STORE_KEY);
        _settle(INSURER_KEY, "another invoice", 1);
        Policy memory policy = _policy();
        policy.finalitySeconds = 1000 days;
        Finding[] memory found = verifier.assess(receipts, policy, Asker(INSURER, 1, SPLIT));
        assertEq(_count(found, Code.AmbiguousStatement), 61 * 9);
        Code[6] memory ofEach = [
            Code.Justified,
            Code.MissingLink,
            Code.StoreMismatch,
            Code.OutOfOrder,
            Code.QuoteTooOld,
            Code.NotFinal
        ];
        for (uint256 i = 0; i < ofEach.length; ++i) assertEq(_count(found, ofEach[i]) >= 62, true);
        assertEq(_count(found, Code.ForkedCorrection), 61);
        assertEq(_count(found, Code.MissingAspect), 17);
        assertEq(found.length, 1004); // For which 15 a receipt, and 37, would be no room.
    }

    // Parts

    function _empty(uint8 stage) private pure returns (Statement memory statement) {
        (statement.dossier, statement.stage) = (DOSSIER, stage);
    }

    function _wrongInvoice(uint256 i) private pure returns (Statement memory statement) {
        statement = _empty(Aspects.INVOICE);
        (statement.supersedes, statement.reason) = ("an invoice that is not shown", 6);
        for (uint256 aspect = 0; aspect <= Aspects.LENS_LEFT; ++aspect) {
            statement.aspects[aspect] = keccak256(abi.encode(i, aspect));
        }
    }

    /// @dev What a stage states of a frame without lenses.
    function _frameAlone(uint8 stage) private pure returns (Statement memory statement) {
        statement = _statement(stage);
        for (uint256 aspect = Aspects.CODE_RIGHT; aspect < Aspects.COUNT; ++aspect) statement.aspects[aspect] = 0;
    }

    function _correction(Receipt memory of_, uint8 reason) private returns (Receipt memory) {
        Statement memory statement = of_.statement;
        Statement memory next = Statement(statement.dossier, statement.stage, statement.aspects, _hash(of_), reason);
        return _anchored(next, _keyOf(next.stage));
    }

    /// @dev With a lawful correction of its stage, ten days after the last receipt.
    function _assessLateCorrection(
        Receipt[] memory receipts,
        Statement memory corrected
    ) private returns (Finding[] memory) {
        vm.warp(block.timestamp + 10 days);
        uint256 key = _keyOf(corrected.stage);
        (corrected.supersedes, corrected.reason) = (_hash(receipts[corrected.stage]), 6);
        _withdraw(key == MAKER_KEY ? MAKER : STORE, key, corrected.supersedes);
        return _assess(_with(receipts, _anchored(corrected, key)));
    }

    function _swapped(Receipt[] memory receipts, uint256 i, uint256 j) private pure returns (Receipt[] memory other) {
        other = new Receipt[](receipts.length);
        for (uint256 k = 0; k < receipts.length; ++k) other[k] = receipts[k];
        (other[i], other[j]) = (receipts[j], receipts[i]);
    }

    function _expectBy(Policy memory policy, Receipt[] memory receipts, Finding[] memory expected) private view {
        _expect(verifier.assess(receipts, policy, Asker(INSURER, 1, SPLIT)), expected);
    }

    function _about(Code code, uint8 stage, bytes32 subject) private pure returns (Finding[] memory) {
        return _and(new Finding[](0), code, stage, subject);
    }

    function _and(
        Finding[] memory found,
        Code code,
        uint8 stage,
        bytes32 subject
    ) private pure returns (Finding[] memory more) {
        more = new Finding[](found.length + 1);
        for (uint256 i = 0; i < found.length; ++i) more[i] = found[i];
        more[found.length] = _finding(code, stage, NONE, subject);
    }

    function _count(Finding[] memory found, Code code) private pure returns (uint256 count) {
        for (uint256 i = 0; i < found.length; ++i) if (found[i].code == code) ++count;
    }
}
