// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Receipt} from "../interfaces/IConformityVerifier.sol";
import {WithdrawalReason} from "../interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes, Severity} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 2: what was taken back, what replaces it, and what a correction must show.
contract WithdrawalsPassTest is DossierTest {
    // Rule 2.1

    function testFuzz_2_1_AWithdrawnStatementIsFound(uint8 stage) public {
        stage %= 4;
        Receipt[] memory receipts = _dossier();
        bytes32 hash = _hash(receipts[stage]);
        _withdraw(OTHER_STORE, OTHER_STORE_KEY, hash);
        _withdraw(OTHER_MAKER, OTHER_MAKER_KEY, hash);
        _expectNone(receipts); // Nobody withdraws for another.
        _withdraw(receipts[stage]);
        Finding[] memory found = _assess(receipts);
        assertEq(abi.encode(found[0]), abi.encode(_finding(Codes.WITHDRAWN, stage, NONE, hash)));
        assertEq(_conforms(receipts), false);
        // Quote and order are there and do not count; nobody else shipped the lenses, which the order's maker must state.
        assertEq(found.length, stage == 2 ? 3 : 1);
    }

    function test_2_1_AChainOfCorrectionsIsJudgedLinkByLink() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[2], 1);
        vm.warp(vm.getBlockTimestamp() + 1 hours);
        Receipt memory third = _correction(second, 2);
        _withdraw(receipts[2]);
        _withdraw(second);
        Receipt[] memory all = _with(_with(receipts, second), third);
        _expectOne(all, Codes.JUSTIFIED, 2, NONE, _hash(third));
        // The link in the middle is hidden: the last one replaces what nobody shows, and the first is withdrawn.
        Finding[] memory expected = _one(Codes.WITHDRAWN, 2, NONE, _hash(receipts[2]));
        expected = _and(expected, Codes.JUSTIFIED, 2, NONE, _hash(third));
        _expectAll(_without(all, 4), _and(expected, Codes.MISSING_LINK, 2, NONE, _hash(third)));
        _withdraw(third);
        expected = _one(Codes.WITHDRAWN, 2, NONE, _hash(third));
        assertEq(abi.encode(_assess(all)[0]), abi.encode(expected[0]));
    }

    function test_2_1_ACorrectionMayComeFirst() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[2], 1);
        _withdraw(receipts[2]);
        Receipt[] memory all = _swapped(_with(receipts, second), 0, 4);
        _expectOne(all, Codes.JUSTIFIED, 2, NONE, _hash(second));
        // What it replaces is not shown.
        Finding[] memory expected = _one(Codes.JUSTIFIED, 2, NONE, _hash(second));
        _expectAll(_without(all, 2), _and(expected, Codes.MISSING_LINK, 2, NONE, _hash(second)));
    }

    function test_2_1_AnUnsoundCorrectionReplacesNothing() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[2], 1);
        _withdraw(receipts[2]);
        second.signature[0] ^= 0x01;
        Finding[] memory found = _assess(_with(receipts, second));
        assertEq(_has(found, Codes.WITHDRAWN), true);
        assertEq(_has(found, Codes.BAD_SIGNATURE), true);
        assertEq(_has(found, Codes.JUSTIFIED), false);
    }

    function test_2_1_ACorrectionOfAnotherStageReplacesNothing() public {
        Receipt[] memory receipts = _dossier();
        Statement memory invoice = _statement(3);
        (invoice.supersedes, invoice.reason) = (_hash(receipts[0]), 6);
        _withdraw(receipts[0]);
        Receipt memory second = _anchored(invoice, STORE_KEY);
        receipts[3] = second;
        Finding[] memory expected = _one(Codes.WITHDRAWN, 0, NONE, _hash(receipts[0]));
        expected = _and(expected, Codes.JUSTIFIED, 3, NONE, _hash(second));
        _expectAll(receipts, _and(expected, Codes.BROKEN_LINK, 3, NONE, _hash(second)));
    }

    function test_2_1_AnotherPartyCannotReplaceWhatWasWithdrawn() public {
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(2);
        (statement.supersedes, statement.reason) = (_hash(receipts[2]), 1);
        Receipt memory second = _anchored(statement, OTHER_MAKER_KEY);
        _withdraw(receipts[2]);
        _withdraw(OTHER_MAKER, OTHER_MAKER_KEY, _hash(receipts[2]));
        Finding[] memory expected = _one(Codes.WITHDRAWN, 2, NONE, _hash(receipts[2]));
        expected = _and(expected, Codes.JUSTIFIED, 2, NONE, _hash(second));
        expected = _and(expected, Codes.BROKEN_LINK, 2, NONE, _hash(second));
        // It is not the maker that the order names either.
        expected = _and(expected, Codes.MAKER_MISMATCH, 2, 13, _hash(second));
        _expectAll(_with(receipts, second), _and(expected, Codes.MAKER_MISMATCH, 2, 14, _hash(second)));
    }

    // Rule 2.2

    /// @dev F12: what a thief of keys took back is not taken back, and nobody is blocked by it.
    function test_2_2_AThiefsWithdrawalIsVoid() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 1 days);
        uint48 stolen = uint48(vm.getBlockTimestamp());
        _withdraw(receipts[2]);
        bytes32 hash = _hash(receipts[2]);
        assertEq(_has(_assess(receipts), Codes.WITHDRAWN), true);
        vm.warp(vm.getBlockTimestamp() + 1 days);
        uint256 before = vm.snapshotState();
        parties.declareCompromise(MAKER, vm.addr(MAKER_KEY), stolen + 1); // A second too late.
        assertEq(_has(_assess(receipts), Codes.WITHDRAWN), true);
        vm.revertToState(before);
        parties.declareCompromise(MAKER, vm.addr(MAKER_KEY), stolen);
        _expectOne(receipts, Codes.VOID_WITHDRAWAL, 2, NONE, hash);
    }

    function test_2_2_AVoidWithdrawalJustifiesNothing() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 1 days);
        uint48 stolen = uint48(vm.getBlockTimestamp());
        _withdraw(receipts[2]);
        // The party goes on with another key, under which it corrects what the thief withdrew.
        _addKey(MAKER, MAKER_KEY, 0xFACE);
        vm.warp(vm.getBlockTimestamp() + 1);
        Statement memory content = _statement(2);
        (content.supersedes, content.reason) = (_hash(receipts[2]), 1);
        Receipt memory second = _anchored(content, 0xFACE);
        parties.declareCompromise(MAKER, vm.addr(MAKER_KEY), stolen);
        Finding[] memory expected = _one(Codes.SUPERSEDED_WITHOUT_JUSTIFICATION, 2, NONE, _hash(second));
        expected = _and(expected, Codes.VOID_WITHDRAWAL, 2, NONE, _hash(receipts[2]));
        Receipt[] memory all = _with(receipts, second);
        _expectAll(all, expected);
        // Its own withdrawal takes the place of the thief's.
        vm.prank(vm.addr(0xFACE));
        withdrawals.withdraw(MAKER, _hash(receipts[2]), WithdrawalReason.Superseded);
        _expectOne(all, Codes.JUSTIFIED, 2, NONE, _hash(second));
    }

    // Rule 2.4

    function test_2_4_AFlawedCorrectionIsNotAskedForWhatItReplaces() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[0], 1);
        _withdraw(receipts[0]);
        second.signature[0] ^= 0x01;
        receipts[0] = second;
        _expectOne(receipts, Codes.BAD_SIGNATURE, 0, NONE, _hash(second));
    }

    function test_2_4_AStatementOfAnotherDossierIsNotShown() public {
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(3);
        statement.dossier = "another dossier";
        Receipt memory strange = _anchored(statement, STORE_KEY);
        statement = _statement(3);
        (statement.supersedes, statement.reason) = (_hash(strange), 6);
        _withdraw(strange);
        receipts[3] = _anchored(statement, STORE_KEY);
        Finding[] memory expected = _one(Codes.OTHER_DOSSIER, 3, NONE, _hash(strange));
        expected = _and(expected, Codes.JUSTIFIED, 3, NONE, _hash(receipts[3]));
        expected = _and(expected, Codes.MISSING_LINK, 3, NONE, _hash(receipts[3]));
        _expectAll(_with(receipts, strange), expected);
    }

    /// @dev It is of no party: neither is it linked, nor does it lend anything.
    function test_2_4_WhatHasNoAnchorIsOfNoParty() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory first = _signed(_statement(0), STORE_KEY);
        first.batch.issuedAt -= uint64(LAG + 1);
        first.signature = signature(STORE_KEY, verifier.batchDigest(first.batch));
        receipts[0] = _correction(first, 6);
        _withdraw(first);
        Finding[] memory found = _assess(_with(receipts, first));
        assertEq(_count(found, Codes.BROKEN_LINK), 1);
        assertEq(_count(found, Codes.MISSING_LINK), 0);
        assertEq(_count(found, Codes.NOT_ANCHORED), 1);
    }

    function test_2_4_TwoCorrectionsOfOneStatementAreAForkWhereTheyStateTheSame() public {
        Receipt[] memory receipts = _dossier();
        _withdraw(receipts[2]);
        Receipt memory right = _correctionWith(receipts[2], _statementOf(2, 0), 2);
        Receipt memory left = _correctionWith(receipts[2], _statementOf(2, 1), 2);
        Receipt[] memory shared = _with(_with(receipts, right), left);
        assertEq(_has(_assess(shared), Codes.FORKED_CORRECTION), false); // One lens each: nothing is said twice.
        assertEq(_conforms(shared), true);
        Receipt memory whole = _correction(receipts[2], 1);
        Finding[] memory expected = _one(Codes.JUSTIFIED, 2, NONE, _hash(right));
        expected = _and(expected, Codes.JUSTIFIED, 2, NONE, _hash(whole));
        Receipt[] memory all = _with(_with(receipts, right), whole);
        _expectAll(all, _and(expected, Codes.FORKED_CORRECTION, 2, NONE, _hash(whole)));
        _withdraw(right);
        assertEq(_has(_assess(all), Codes.FORKED_CORRECTION), false); // One no longer counts.
    }

    function test_2_4_AForkIsToldOnceOfEachThatComesLater() public {
        Receipt[] memory receipts = _dossier();
        _withdraw(receipts[2]);
        Receipt[] memory all = new Receipt[](7);
        // The first of them stands before all else.
        for (uint8 i = 0; i < 3; ++i) all[i] = _correction(receipts[2], i + 1);
        for (uint8 i = 0; i < 4; ++i) all[3 + i] = receipts[i];
        Finding[] memory expected = new Finding[](0);
        for (uint256 i = 0; i < 3; ++i) expected = _and(expected, Codes.JUSTIFIED, 2, NONE, _hash(all[i]));
        for (uint256 i = 1; i < 3; ++i) expected = _and(expected, Codes.FORKED_CORRECTION, 2, NONE, _hash(all[i]));
        _expectAll(all, expected);
    }

    function test_2_4_TwoThatStateTheReferenceAreAFork() public {
        Receipt[] memory receipts = _dossier();
        _withdraw(receipts[0]);
        Receipt[2] memory halves;
        for (uint8 eye = 0; eye < 2; ++eye) {
            Statement memory half;
            (half.dossier, half.supersedes, half.reason) = (DOSSIER, _hash(receipts[0]), 6);
            half.aspects[Aspects.REFERENCE] = _commitment(Aspects.REFERENCE);
            half.aspects[Aspects.CODE_RIGHT + eye] = _commitment(Aspects.CODE_RIGHT + eye);
            halves[eye] = _anchored(half, STORE_KEY);
        }
        Finding[] memory found = _assess(_with(_with(receipts, halves[0]), halves[1]));
        assertEq(_count(found, Codes.FORKED_CORRECTION), 1);
    }

    function test_2_4_ACorrectionIsNoForkOfItselfNorOfWhatDoesNotCount() public {
        Receipt[] memory receipts = _dossier();
        _withdraw(receipts[2]);
        Receipt memory second = _correction(receipts[2], 1);
        Receipt[] memory all = _with(receipts, second);
        assertEq(_count(_assess(_with(all, second)), Codes.FORKED_CORRECTION), 0);
        Receipt memory third = _correction(receipts[2], 2);
        all = _with(all, third);
        assertEq(_count(_assess(all), Codes.FORKED_CORRECTION), 1);
        _withdraw(third);
        assertEq(_count(_assess(all), Codes.FORKED_CORRECTION), 0);
    }

    function test_2_4_TwoMakersAreNoFork() public {
        Receipt[] memory receipts = _dossier();
        bytes32 first = _hash(receipts[2]);
        _withdraw(receipts[2]);
        _withdraw(OTHER_MAKER, OTHER_MAKER_KEY, first);
        Receipt memory second = _correction(receipts[2], 1);
        Statement memory other = _statement(2);
        (other.supersedes, other.reason) = (first, 2);
        Receipt memory third = _anchored(other, OTHER_MAKER_KEY);
        Finding[] memory found = _assess(_with(_with(receipts, second), third));
        assertEq(_count(found, Codes.FORKED_CORRECTION), 0);
        assertEq(_count(found, Codes.BROKEN_LINK), 1);
        assertEq(_found(found, Codes.BROKEN_LINK).subject, _hash(third));
        assertEq(uint256(_found(found, Codes.JUSTIFIED).severity), uint256(Severity.Info));
    }
}
