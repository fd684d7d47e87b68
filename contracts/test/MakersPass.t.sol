// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Dossier, IConformityVerifier, MakerOpening, Receipt} from "../interfaces/IConformityVerifier.sol";
import {Codes} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Makers} from "../libraries/Makers.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 6: whether the lens maker that the order names stated its delivery; each finding at its second.
contract MakersPassTest is DossierTest {
    string private constant OUTSIDER = "732829320";
    string private constant EUDAMED = "FR-MF-000012345";

    // Rule 6.1

    function testFuzz_6_1_TheMakerOfEachEyeIsOpened(bool isLeft) public {
        uint8 eye = isLeft ? 1 : 0;
        Dossier memory dossier = _shown(_dossier());
        delete dossier.makers[eye];
        _expectOne(dossier, Codes.MAKER_NOT_OPENED, 1, 13 + eye, 0);
        dossier.makers[eye] = MakerOpening(MAKER_SALT, OTHER_MAKER_IDENTIFIER);
        _expectOne(dossier, Codes.MAKER_NOT_OPENED, 1, 13 + eye, 0);
        dossier.makers[eye] = MakerOpening("another salt", MAKER_IDENTIFIER);
        _expectOne(dossier, Codes.MAKER_NOT_OPENED, 1, 13 + eye, 0);
        dossier.makers[1 - eye] = dossier.makers[eye];
        Finding[] memory expected = _one(Codes.MAKER_NOT_OPENED, 1, 13, 0);
        _expectAll(dossier, _and(expected, Codes.MAKER_NOT_OPENED, 1, 14, 0));
    }

    function test_6_1_WhatIsNotOpenedIsNotJudgedFurther() public {
        Receipt[] memory receipts = _without(_dossier(), 2);
        Dossier memory dossier = _shown(receipts);
        delete dossier.makers;
        Finding[] memory expected = _one(Codes.MAKER_NOT_OPENED, 1, 13, 0);
        _expectAll(dossier, _and(expected, Codes.MAKER_NOT_OPENED, 1, 14, 0));
        // Another maker shipped, and nobody can tell.
        receipts = _with(receipts, _anchored(_statement(2), OTHER_MAKER_KEY));
        dossier = _shown(receipts);
        delete dossier.makers;
        _expectAll(dossier, _and(expected, Codes.MAKER_NOT_OPENED, 1, 14, 0));
    }

    function testFuzz_6_1_AnIdentifierIsOfOneTo40Characters(bytes1 one, uint8 length) public {
        length = length % 41;
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = i == length / 2 ? one : bytes1("9");
        bool isOne = _isLetter(one);
        Finding[] memory found = _assess(_named(string(text)));
        assertEq(_has(found, Codes.MAKER_NOT_OPENED), length == 0 || !isOne);
        assertEq(_has(found, Codes.MAKER_NOT_ENROLLED), length != 0 && isOne);
    }

    function test_6_1_EveryCharacterIsOneOrNot() public {
        for (uint256 i = 0; i < 256; ++i) {
            string memory identifier = string(abi.encodePacked(bytes1(uint8(i))));
            assertEq(Makers.isWellFormed(identifier), _isLetter(bytes1(uint8(i))));
        }
    }

    function test_6_1_ALongerOneIsRefused() public {
        Dossier memory dossier = _named("1234567890123456789012345678901234567890");
        assertEq(_has(_assess(dossier), Codes.MAKER_NOT_ENROLLED), true);
        dossier.makers[1].identifier = "12345678901234567890123456789012345678901";
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.IdentifierTooLong.selector, 41, 40));
        _assess(dossier);
    }

    // Rule 6.2

    function testFuzz_6_2_WhoShipsIsTheMakerNamed(bool isLeft) public {
        uint8 eye = isLeft ? 1 : 0;
        Receipt[] memory receipts = _dossier();
        receipts[2] = _anchoredAgo(STEP, _statementOf(2, 1 - eye), MAKER_KEY);
        receipts = _with(receipts, _anchoredAgo(STEP, _statementOf(2, eye), OTHER_MAKER_KEY));
        _expectOne(receipts, Codes.MAKER_MISMATCH, 2, 13 + eye, _hash(receipts[4]));
    }

    function test_6_2_EveryShipmentOfTheEyeIsHeldToIt() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory other = _anchored(_statement(2), OTHER_MAKER_KEY);
        Finding[] memory expected = _one(Codes.MAKER_MISMATCH, 2, 13, _hash(other));
        _expectAll(_with(receipts, other), _and(expected, Codes.MAKER_MISMATCH, 2, 14, _hash(other)));
        other.signature[0] ^= 0x01; // What does not count is not.
        _expectOne(_with(receipts, other), Codes.BAD_SIGNATURE, 2, NONE, _hash(other));
    }

    function test_6_2_AMakerHasSeveralNames() public {
        string[] memory names = new string[](1);
        names[0] = EUDAMED;
        parties.announceNames(MAKER, names, 0);
        parties.enrolNames(MAKER, names, 0);
        _expectNone(_namedAndShipped(EUDAMED));
    }

    function test_6_2_AnUnknownNameIsNobodysOfThoseWhoShip() public {
        Dossier memory dossier = _namedAndShipped(OUTSIDER);
        bytes32 shipment = _hash(dossier.receipts[2]);
        Finding[] memory expected = _one(Codes.MAKER_MISMATCH, 2, 13, shipment);
        _expectAll(dossier, _and(expected, Codes.MAKER_MISMATCH, 2, 14, shipment));
    }

    // Rules 6.3 and 6.4

    function test_6_3_AnOutsideMakerCannotBeVerified() public {
        Finding[] memory expected = _one(Codes.MAKER_NOT_ENROLLED, 2, 13, 0);
        _expectAll(_named(OUTSIDER), _and(expected, Codes.MAKER_NOT_ENROLLED, 2, 14, 0));
        vm.warp(vm.getBlockTimestamp() + 365 days); // For ever.
        _expectAll(_named(OUTSIDER), _and(expected, Codes.MAKER_NOT_ENROLLED, 2, 14, 0));
    }

    function test_6_3_OneEyeMayBeVerifiedAndTheOtherNot() public {
        Statement memory order = _statement(1);
        order.aspects[14] = _makerCommitment(14, OUTSIDER);
        Receipt[] memory receipts = _dossierWith(order);
        receipts[2] = _anchoredAgo(STEP, _statementOf(2, 0), MAKER_KEY);
        Dossier memory dossier = _shown(receipts);
        dossier.makers[1].identifier = OUTSIDER;
        _expectOne(dossier, Codes.MAKER_NOT_ENROLLED, 2, 14, 0);
    }

    /// @dev It joined between the order and the shipment that it did not state, or in the second of the order.
    function test_6_3_AMakerThatJoinedAfterTheOrderWasNotEnrolled() public {
        Dossier memory dossier = _named(OUTSIDER);
        vm.warp(_timeOf(dossier.receipts[1]));
        uint256 before = vm.snapshotState();
        _enrolMakerFrom(OUTSIDER, 0xFACE, 0);
        vm.warp(vm.getBlockTimestamp() + 10 * STEP);
        _expectTwice(dossier, 41);
        vm.revertToState(before);
        vm.warp(vm.getBlockTimestamp() + 1);
        _enrolMakerFrom(OUTSIDER, 0xFACE, 0);
        vm.warp(vm.getBlockTimestamp() + 10 * STEP);
        _expectTwice(dossier, 40);
    }

    function test_6_3_AMakerMayBeEnrolledBeforeItStatesEveryDelivery() public {
        uint256 ordered = START + 2 * STEP;
        for (uint256 late = 0; late < 2; ++late) {
            uint256 before = vm.snapshotState();
            _enrolMakerFrom(OUTSIDER, 0xFACE, ordered + late);
            Dossier memory dossier = _named(OUTSIDER);
            assertEq(_timeOf(dossier.receipts[1]), ordered);
            vm.warp(vm.getBlockTimestamp() + 10 * STEP);
            _expectTwice(dossier, late == 0 ? 41 : 40);
            vm.revertToState(before);
        }
    }

    function test_6_3_AMakerThatWasSuspendedThenIsToldToAPerson() public {
        Receipt[] memory receipts = _without(_dossier(), 2);
        uint256 ordered = _timeOf(receipts[1]);
        vm.warp(ordered);
        uint256 before = vm.snapshotState();
        parties.suspend(MAKER);
        vm.warp(ordered + 10 * STEP);
        Finding[] memory expected;
        for (uint8 aspect = 13; aspect < 15; ++aspect) {
            expected = _and(expected, Codes.MAKER_NOT_ENROLLED, 2, aspect, 0);
            expected = _and(expected, Codes.MAKER_SUSPENDED, 2, aspect, 0);
        }
        _expectAll(receipts, expected);
        vm.revertToState(before);
        vm.warp(ordered + 1);
        parties.suspend(MAKER); // A second after the order.
        vm.warp(ordered + 10 * STEP);
        _expectTwice(_shown(receipts), 41);
    }

    function test_6_3_TheEarliestSoundOrderThatNamesItDecides() public {
        Dossier memory dossier = _named(OUTSIDER);
        Receipt[] memory receipts = dossier.receipts;
        Statement memory order = receipts[1].statement;
        vm.warp(vm.getBlockTimestamp() + 10 * STEP);
        _enrolMakerFrom(OUTSIDER, 0xFACE, 0);
        dossier.receipts = _with(receipts, _anchored(order, STORE_KEY)); // Anchored again: nothing is won.
        assertEq(_count(_assess(dossier), Codes.MAKER_NOT_ENROLLED), 2);
        // A withdrawn order said it too; one that names another maker did not, and a flawed one says nothing.
        _withdraw(receipts[1]);
        dossier.receipts = _with(receipts, _correction(receipts[1], 5));
        assertEq(_count(_assess(dossier), Codes.MAKER_NOT_ENROLLED), 2);
        dossier.receipts = _without(dossier.receipts, 1);
        assertEq(_count(_assess(dossier), Codes.MAKER_STATEMENT_MISSING), 2);
        receipts[1].signature[0] ^= 0x01;
        dossier.receipts = _with(dossier.receipts, receipts[1]);
        assertEq(_count(_assess(dossier), Codes.MAKER_STATEMENT_MISSING), 2);
    }

    function test_6_4_AnEnrolledMakerIsWaitedForUntilT() public {
        Receipt[] memory receipts = _without(_dossier(), 2);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        Finding[] memory expected = _pending(Codes.MAKER_STATEMENT_MISSING, 2, 13, 0, until);
        expected = _andPending(expected, Codes.MAKER_STATEMENT_MISSING, 2, 14, 0, until);
        _expectAll(receipts, expected);
        vm.warp(until);
        _expectAll(receipts, expected);
        vm.warp(until + 1);
        _expectTwice(_shown(receipts), 41);
    }

    /// @dev A maker whose outage outlasted the tolerance: its shipment comes before a justified invoice that is issued after it.
    function test_6_4_ALateShipmentIsCuredByACorrectedInvoice() public {
        Receipt[] memory receipts = _without(_dossier(), 2);
        vm.warp(vm.getBlockTimestamp() + TOLERANCE + 1 days);
        _expectTwice(_shown(receipts), 41);
        Receipt memory shipment = _anchored(_statement(2), MAKER_KEY);
        receipts = _with(receipts, shipment);
        _expectOne(receipts, Codes.OUT_OF_ORDER, 3, NONE, _hash(receipts[2]));
        vm.warp(vm.getBlockTimestamp() + 1);
        Receipt memory invoice = _correction(receipts[2], 6);
        _withdraw(receipts[2]);
        _expectOne(_with(receipts, invoice), Codes.JUSTIFIED, 3, NONE, _hash(invoice));
    }

    // Rule 6.5

    function test_6_5_WithoutAMakerAMissingShipmentIsWaitedFor() public {
        Statement memory order = _statement(1);
        (order.aspects[13], order.aspects[14]) = (0, 0);
        Receipt[] memory receipts = _without(_dossierWith(order), 2);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        Finding[] memory expected = _pending(Codes.MISSING_STATEMENT, 2, 13, 0, until);
        expected = _andPending(expected, Codes.MISSING_STATEMENT, 2, 14, 0, until);
        expected = _andPending(expected, Codes.MISSING_ASPECT, 1, 13, 0, until);
        _expectAll(receipts, _andPending(expected, Codes.MISSING_ASPECT, 1, 14, 0, until));
        vm.warp(until + 1);
        expected = _one(Codes.MISSING_STATEMENT, 2, 13, 0);
        expected = _and(expected, Codes.MISSING_STATEMENT, 2, 14, 0);
        expected = _and(expected, Codes.MISSING_ASPECT, 1, 13, 0);
        _expectAll(receipts, _and(expected, Codes.MISSING_ASPECT, 1, 14, 0));
    }

    /// @dev An order that names nobody does not let just anybody ship: it is asked for the name.
    function test_6_5_WithoutAMakerAShipmentIsNotHeldToIt() public {
        Statement memory order = _statement(1);
        (order.aspects[13], order.aspects[14]) = (0, 0);
        Receipt[] memory receipts = _dossierWith(order);
        receipts[2] = _anchoredAgo(STEP, _statement(2), OTHER_MAKER_KEY);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        Finding[] memory expected = _pending(Codes.MISSING_ASPECT, 1, 13, 0, until);
        _expectAll(receipts, _andPending(expected, Codes.MISSING_ASPECT, 1, 14, 0, until));
    }

    function test_6_WhatIsNotInvoicedIsNotAsked() public {
        Receipt[] memory receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) receipts[stage] = _next(_statementOf(stage, 1));
        Dossier memory dossier = _shown(receipts);
        delete dossier.makers[0];
        _expectNone(dossier);
        dossier.receipts = _without(receipts, 2);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(dossier, _pending(Codes.MAKER_STATEMENT_MISSING, 2, 14, 0, until));
    }

    function test_6_WithoutAnInvoiceThatCountsNoMakerIsJudged() public {
        Dossier memory dossier = _named(OUTSIDER);
        dossier.receipts[2].signature[0] ^= 0x01;
        _expectOne(dossier, Codes.BAD_SIGNATURE, 3, NONE, _hash(dossier.receipts[2]));
    }

    // Parts

    /// @dev Quote, order and invoice of a pair, ordered under this name; nobody stated the shipment.
    function _named(string memory identifier) private returns (Dossier memory dossier) {
        dossier = _namedAndShipped(identifier);
        dossier.receipts = _without(dossier.receipts, 2);
    }

    function _namedAndShipped(string memory identifier) private returns (Dossier memory dossier) {
        Receipt[] memory receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) {
            Statement memory statement = _statement(stage);
            for (uint256 aspect = 13; aspect < 15; ++aspect) {
                if (stage == 1 || stage == 2) statement.aspects[aspect] = _makerCommitment(aspect, identifier);
            }
            receipts[stage] = _next(statement);
        }
        dossier = _shown(receipts);
        for (uint256 eye = 0; eye < 2; ++eye) dossier.makers[eye].identifier = identifier;
    }

    /// @dev The same, of both eyes.
    function _expectTwice(Dossier memory dossier, uint8 code) private view {
        Finding[] memory expected;
        for (uint8 aspect = 13; aspect < 15; ++aspect) {
            expected = _and(
                expected,
                code == 40 ? Codes.MAKER_NOT_ENROLLED : Codes.MAKER_STATEMENT_MISSING,
                2,
                aspect,
                0
            );
        }
        _expectAll(dossier, expected);
    }

    function _isLetter(bytes1 one) private pure returns (bool) {
        bytes memory letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-";
        for (uint256 i = 0; i < letters.length; ++i) if (letters[i] == one) return true;
        return false;
    }
}
