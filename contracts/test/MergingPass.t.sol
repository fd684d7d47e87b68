// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Dossier, MakerOpening, Receipt} from "../interfaces/IConformityVerifier.sol";
import {Codes} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 4: what the statements of a stage say together.
contract MergingPassTest is DossierTest {
    function test_4_TwoLensMakersMayEachShipOneLens() public {
        Statement memory order = _statement(1);
        order.aspects[14] = _makerCommitment(14, OTHER_MAKER_IDENTIFIER);
        Receipt[] memory receipts = _dossierWith(order);
        receipts[2] = _anchoredAgo(STEP, _statementOf(2, 0), MAKER_KEY);
        Statement memory left = _statementOf(2, 1);
        left.aspects[14] = order.aspects[14];
        receipts = _with(receipts, _anchoredAgo(STEP / 2, left, OTHER_MAKER_KEY));
        Dossier memory dossier = _shown(receipts);
        dossier.makers[1] = MakerOpening(MAKER_SALT, OTHER_MAKER_IDENTIFIER);
        _expectNone(dossier);
    }

    function testFuzz_4_TwoValuesOfOneAspectAreAmbiguous(uint8 aspect, bytes32 other) public {
        aspect = 5 + (aspect % 10);
        vm.assume(other != 0 && other != _commitment(aspect));
        Receipt[] memory receipts = _dossier();
        Statement memory again;
        (again.dossier, again.stage) = (DOSSIER, 2);
        again.aspects[aspect] = _commitment(aspect);
        _expectNone(_with(receipts, _anchoredAgo(STEP / 2, again, MAKER_KEY)));
        again.aspects[aspect] = other;
        Receipt memory second = _anchoredAgo(STEP / 2, again, MAKER_KEY);
        _expectOne(_with(receipts, second), Codes.AMBIGUOUS_STATEMENT, 2, aspect, _hash(second));
    }

    function test_4_TheFirstValueStands() public {
        Receipt[] memory receipts = _dossier();
        Statement memory again;
        (again.dossier, again.stage) = (DOSSIER, 2);
        (again.aspects[6], again.aspects[7]) = (bytes32("another code"), bytes32("another lens"));
        Receipt memory second = _anchoredAgo(STEP / 2, again, MAKER_KEY);
        Finding[] memory expected = _one(Codes.AMBIGUOUS_STATEMENT, 2, 6, _hash(second));
        _expectAll(_with(receipts, second), _and(expected, Codes.AMBIGUOUS_STATEMENT, 2, 7, _hash(second)));
        Finding[] memory found = _assess(_swapped(_with(receipts, second), 0, 4));
        assertEq(_found(found, Codes.AMBIGUOUS_STATEMENT).subject, _hash(receipts[2]));
        assertEq(_count(found, Codes.AMBIGUOUS_STATEMENT), 2);
        // The others are held to the invoice: the lens and the code of the first that stands differ.
        assertEq(_count(found, Codes.ASPECT_MISMATCH), 2);
    }

    function test_4_WhatDoesNotCountIsNotMerged() public {
        Receipt[] memory receipts = _dossier();
        Statement memory other = _statement(0);
        other.aspects[3] = "another bill";
        Receipt memory second = _anchored(other, STORE_KEY);
        second.signature[0] ^= 0x01;
        _expectOne(_with(receipts, second), Codes.BAD_SIGNATURE, 0, NONE, _hash(second));
    }
}
