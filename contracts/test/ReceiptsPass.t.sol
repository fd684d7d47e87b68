// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Dossier, Policy, Receipt} from "../interfaces/IConformityVerifier.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Code, Codes, Severity} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 1: what is wrong with one receipt alone, and beside each finding the near miss that is right.
contract ReceiptsPassTest is DossierTest {
    uint256 private constant UNKNOWN_KEY = 0xDEAD;
    uint64 private constant TODAY = uint64(START + 4 * STEP);

    // Rule 1.1

    function testFuzz_1_1_AnAspectHasItsPlaceOnlyAtItsStages(uint8 aspect, uint8 stage, bytes32 commitment) public {
        aspect = aspect % 15;
        stage = stage % 4;
        if (commitment == 0) commitment = _commitment(aspect);
        Statement memory statement;
        (statement.dossier, statement.stage) = (DOSSIER, stage);
        statement.aspects[aspect] = commitment;
        Receipt[] memory receipts = new Receipt[](1);
        receipts[0] = _anchored(statement, _keyOf(stage));
        assertEq(_has(_assess(receipts), Codes.MALFORMED_STATEMENT), !_isStatedAt(aspect, stage));
    }

    function testFuzz_1_1_AnUnknownStageOrReasonIsMalformed(uint8 stage, uint8 reason, bytes32 supersedes) public {
        Statement memory statement;
        statement.dossier = DOSSIER;
        (statement.stage, statement.reason, statement.supersedes) = (stage, reason, supersedes);
        Receipt[] memory receipts = new Receipt[](1);
        receipts[0] = _anchored(statement, STORE_KEY);
        Finding[] memory found = _assess(receipts);
        bool isElsewhere = (reason == 2 || reason == 7) && stage != 2;
        bool wellFormed = stage < 4 && reason < 8 && (reason == 0 || supersedes != 0) && !isElsewhere;
        assertEq(_has(found, Codes.MALFORMED_STATEMENT), !wellFormed);
        if (wellFormed) return;
        Finding memory expected = _finding(
            Codes.MALFORMED_STATEMENT,
            stage < 5 ? stage : NONE,
            NONE,
            _hash(receipts[0])
        );
        assertEq(abi.encode(found[0]), abi.encode(expected));
    }

    function test_1_1_TheFirstStageAndTheFirstReasonThatAreNoneAreMalformed() public {
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(0);
        statement.stage = 5;
        Receipt memory odd = _anchored(statement, STORE_KEY);
        _expectOne(_with(receipts, odd), Codes.MALFORMED_STATEMENT, NONE, NONE, _hash(odd));
        odd = _correction(receipts[2], 8);
        _expectOne(_with(receipts, odd), Codes.MALFORMED_STATEMENT, 2, NONE, _hash(odd));
        odd = _correction(receipts[2], 7);
        assertEq(_has(_assess(_with(receipts, odd)), Codes.MALFORMED_STATEMENT), false);
    }

    function test_1_1_ReasonsOfALensMakerAreMalformedElsewhere() public {
        Receipt[] memory receipts = _dossier();
        for (uint8 stage = 0; stage < 4; ++stage) {
            for (uint8 reason = 1; reason < 8; ++reason) {
                Receipt memory odd = _correction(receipts[stage], reason);
                bool isMalformed = stage != 2 && (reason == 2 || reason == 7);
                assertEq(_has(_assess(_with(receipts, odd)), Codes.MALFORMED_STATEMENT), isMalformed);
            }
        }
    }

    function test_1_1_AReasonWithoutWhatItReplacesIsMalformed() public {
        Statement memory statement = _statement(0);
        statement.reason = 1;
        Receipt[] memory receipts = _dossierWith(statement);
        // A statement that is malformed is not placed: its stage is missing as well.
        Finding[] memory expected = _one(Codes.MALFORMED_STATEMENT, 0, NONE, _hash(receipts[0]));
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(receipts, _andPending(expected, Codes.MISSING_STATEMENT, 0, NONE, 0, until));
    }

    function test_1_1_AStockStatementWithoutItsOpeningIsMalformed() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory unit = _anchored(_statement(4), MAKER_KEY);
        _expectOne(_with(receipts, unit), Codes.MALFORMED_STATEMENT, 4, NONE, _hash(unit));
    }

    // Rule 1.2

    function testFuzz_1_2_AReceiptOfAnotherDossierIsFound(bytes32 other, uint8 stage) public {
        stage %= 4;
        vm.assume(other != DOSSIER);
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(stage);
        statement.dossier = other;
        Receipt memory strange = _anchored(statement, _keyOf(stage));
        _expectOne(_with(receipts, strange), Codes.OTHER_DOSSIER, stage, NONE, _hash(strange));
    }

    /// @dev It need not come first: what is opened decides.
    function test_1_2_AReceiptOfAnotherDossierMayComeFirst() public {
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(0);
        statement.dossier = "another dossier";
        Receipt memory strange = _anchored(statement, STORE_KEY);
        _expectOne(_swapped(_with(receipts, strange), 0, 4), Codes.OTHER_DOSSIER, 0, NONE, _hash(strange));
    }

    function testFuzz_1_2_AnIdThatIsNotOpenedIsOfAnotherDossier(bytes32 seed, address settler) public {
        vm.assume(seed != SEED || settler != SETTLER);
        Dossier memory dossier = _shown(_dossier());
        (dossier.seed, dossier.settler) = (seed, settler);
        assertEq(_count(_assess(dossier), Codes.OTHER_DOSSIER), 4);
        assertEq(verifier.conforms(dossier, _policy(), _asker()), false);
    }

    // Rule 1.3

    function testFuzz_1_3_AStatementInNoBatchIsFound(bytes32 sibling, uint8 stage) public {
        stage %= 4;
        Receipt[] memory receipts = _dossier();
        receipts[stage].statementProof = new bytes32[](1);
        receipts[stage].statementProof[0] = sibling;
        assertEq(_has(_assess(receipts), Codes.BAD_INCLUSION), true);
    }

    function testFuzz_1_3_AStatementAmongOthersIsFoundInItsBatch(bytes32[3] memory others) public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + STEP);
        Receipt memory invoice = receipts[3];
        invoice.statementProof = new bytes32[](3);
        bytes32 node = _hash(invoice);
        for (uint256 i = 0; i < 3; ++i) {
            invoice.statementProof[i] = others[i];
            node = _parent(node, others[i]);
        }
        invoice.batch.root = node;
        invoice.batch.issuedAt = uint64(vm.getBlockTimestamp());
        bytes32 digest = verifier.batchDigest(invoice.batch);
        invoice.signature = signature(STORE_KEY, digest);
        invoice.anchorProof = new bytes32[](2);
        (invoice.anchorProof[0], invoice.anchorProof[1]) = (others[2], others[0]);
        anchors.anchor(_parent(_parent(digest, others[2]), others[0]));
        _expectNone(receipts);
        invoice.anchorProof[1] = ~others[0];
        uint256 until = vm.getBlockTimestamp() + LAG;
        _expectAll(receipts, _pending(Codes.NOT_ANCHORED, 3, NONE, _hash(invoice), until));
    }

    // Rule 1.4

    function testFuzz_1_4_AnyOtherSignatureIsRefused(uint8 stage, bytes calldata signature) public {
        stage %= 4;
        Receipt[] memory receipts = _dossier();
        vm.assume(signature.length != 0 && keccak256(signature) != keccak256(receipts[stage].signature));
        receipts[stage].signature = signature;
        _expectFirst(receipts, Codes.BAD_SIGNATURE, stage, _hash(receipts[stage]));
    }

    function testFuzz_1_4_AFlippedBitOfASignatureIsRefused(uint8 stage, uint256 bit) public {
        stage %= 4;
        bit %= 65 * 8;
        Receipt[] memory receipts = _dossier();
        receipts[stage].signature[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        _expectFirst(receipts, Codes.BAD_SIGNATURE, stage, _hash(receipts[stage]));
    }

    function test_1_4_TheOtherSpellingOfASignatureIsRefused() public {
        Receipt[] memory receipts = _dossier();
        bytes32 digest = verifier.batchDigest(receipts[0].batch);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(STORE_KEY, digest);
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        // The same point with s mirrored recovers the same account; EIP-2 forbids it.
        receipts[0].signature = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        _expectOne(receipts, Codes.BAD_SIGNATURE, 0, NONE, _hash(receipts[0]));
    }

    function test_1_4_NoSignatureIsThatOfTheZeroAccount() public {
        Receipt[] memory receipts = _dossier();
        receipts[0].batch.key = address(0); // What recovery gives when it fails.
        receipts[0].signature = new bytes(65);
        assertEq(_has(_assess(receipts), Codes.BAD_SIGNATURE), true);
    }

    function testFuzz_1_4_ABatchSignedByAnotherKeyIsRefused(uint256 key, uint8 stage) public {
        stage %= 4;
        key = 1 + (key % type(uint128).max);
        vm.assume(key != _keyOf(stage));
        Receipt[] memory receipts = _dossier();
        receipts[stage].signature = signature(key, verifier.batchDigest(receipts[stage].batch));
        _expectFirst(receipts, Codes.BAD_SIGNATURE, stage, _hash(receipts[stage]));
    }

    function testFuzz_1_4_ASignatureForAnotherChainIsRefused(uint64 chain) public {
        vm.assume(chain != block.chainid && chain != 0);
        Receipt[] memory receipts = _dossier();
        uint256 here = block.chainid;
        vm.chainId(chain);
        bytes32 elsewhere = verifier.batchDigest(receipts[0].batch);
        vm.chainId(here);
        assertTrue(elsewhere != verifier.batchDigest(receipts[0].batch), "one digest for two chains");
        receipts[0].signature = signature(STORE_KEY, elsewhere);
        _expectOne(receipts, Codes.BAD_SIGNATURE, 0, NONE, _hash(receipts[0]));
    }

    /// @dev No code of a party is asked: an account that would accept anything signs nothing.
    function test_1_4_NoCodeOfAPartyIsCalled() public {
        Receipt[] memory receipts = _dossier();
        vm.etch(vm.addr(STORE_KEY), hex"fe"); // Whoever calls it reverts.
        vm.etch(vm.addr(MAKER_KEY), hex"fe");
        vm.etch(SETTLER, hex"fe");
        _expectNone(receipts);
    }

    // Rule 1.5

    function test_1_5_ABatchMayBeAnchoredUntilItsLagIsOver() public {
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(0);
        statement.aspects[Aspects.FRAME] = 0;
        Receipt memory late = _signed(statement, STORE_KEY);
        uint256 until = vm.getBlockTimestamp() + LAG;
        _expectAll(_with(receipts, late), _pending(Codes.NOT_ANCHORED, 0, NONE, _hash(late), until));
        vm.warp(until);
        _expectAll(_with(receipts, late), _pending(Codes.NOT_ANCHORED, 0, NONE, _hash(late), until));
        vm.warp(until + 1);
        _expectOne(_with(receipts, late), Codes.NOT_ANCHORED, 0, NONE, _hash(late));
    }

    function test_1_5_AnEndorsedBatchNeedsNoSignature() public {
        Receipt[] memory receipts = _dossier();
        receipts[3].signature = "";
        bytes32 digest = verifier.batchDigest(receipts[3].batch);
        vm.prank(vm.addr(STORE_KEY));
        anchors.endorse(digest);
        _expectNone(receipts);
    }

    function test_1_5_AnotherAccountsEndorsementIsWorthNothing() public {
        Receipt[] memory receipts = _dossier();
        receipts[0].signature = "";
        bytes32 digest = verifier.batchDigest(receipts[0].batch);
        vm.prank(vm.addr(OTHER_STORE_KEY));
        anchors.endorse(digest);
        _expectOne(receipts, Codes.NOT_ANCHORED, 0, NONE, _hash(receipts[0]));
    }

    function test_1_5_AnAnchoredBatchStillNeedsItsSignature() public {
        Receipt[] memory receipts = _dossier();
        receipts[0].signature = "";
        _expectOne(receipts, Codes.NOT_ANCHORED, 0, NONE, _hash(receipts[0]));
    }

    // Rule 1.6

    function testFuzz_1_6_AnAnchorComesFromIssueToIssueAndLag(uint32 before, uint32 later) public {
        vm.warp(vm.getBlockTimestamp() + STEP);
        Receipt[] memory receipts = _dossier();
        uint256 present = vm.getBlockTimestamp();
        uint256 age = before % 4 days;
        receipts[0] = _issuedAt(present - age, _statement(0), STORE_KEY);
        assertEq(_has(_assess(receipts), Codes.LATE_ANCHOR), age > LAG);
        receipts[0] = _issuedAt(present + 1 + (later % 600), _statement(0), STORE_KEY);
        assertEq(_has(_assess(receipts), Codes.ANCHOR_BEFORE_ISSUE), true);
    }

    function test_1_6_TheLagHoldsToTheSecond() public {
        Receipt[] memory receipts = _dossier();
        uint256 present = vm.getBlockTimestamp();
        receipts[3] = _issuedAt(present - LAG, _statement(3), STORE_KEY);
        _expectNone(receipts);
        receipts[3] = _issuedAt(present - LAG - 1, _statement(3), STORE_KEY);
        _expectOne(receipts, Codes.LATE_ANCHOR, 3, NONE, _hash(receipts[3]));
        receipts[3] = _issuedAt(present, _statement(3), STORE_KEY);
        _expectNone(receipts);
        receipts[3] = _issuedAt(present + 1, _statement(3), STORE_KEY);
        _expectOne(receipts, Codes.ANCHOR_BEFORE_ISSUE, 3, NONE, _hash(receipts[3]));
    }

    // Rule 1.7

    function test_1_7_AClockMayRunTenMinutesAhead() public {
        Receipt[] memory receipts = _dossier();
        uint256 present = vm.getBlockTimestamp();
        receipts[3] = _issuedAt(present + 600, _statement(3), STORE_KEY);
        _expectOne(receipts, Codes.ANCHOR_BEFORE_ISSUE, 3, NONE, _hash(receipts[3]));
        receipts[3] = _issuedAt(present + 601, _statement(3), STORE_KEY);
        Finding[] memory expected = _one(Codes.ANCHOR_BEFORE_ISSUE, 3, NONE, _hash(receipts[3]));
        _expectAll(receipts, _and(expected, Codes.ISSUED_IN_FUTURE, 3, NONE, _hash(receipts[3])));
    }

    /// @dev A future date must not stay pending for ever.
    function test_1_7_WhatIsNotAnchoredMayNotComeFromTheFutureEither() public {
        Receipt[] memory receipts = _dossier();
        uint256 present = vm.getBlockTimestamp();
        receipts[0] = _signed(_statement(0), STORE_KEY);
        receipts[0].batch.issuedAt = uint64(present + 601);
        receipts[0].signature = signature(STORE_KEY, verifier.batchDigest(receipts[0].batch));
        bytes32 hash = _hash(receipts[0]);
        Finding[] memory expected = _pending(Codes.NOT_ANCHORED, 0, NONE, hash, present + 601 + LAG);
        _expectAll(receipts, _and(expected, Codes.ISSUED_IN_FUTURE, 0, NONE, hash));
        vm.warp(present + 1);
        _expectAll(receipts, _pending(Codes.NOT_ANCHORED, 0, NONE, hash, present + 601 + LAG));
    }

    function test_1_7_TheLargestTimesDoNotOverflow() public {
        Receipt[] memory receipts = _dossier();
        receipts[0] = _issuedAt(type(uint64).max, _statement(0), STORE_KEY);
        Policy memory policy = _policy();
        (policy.lagSeconds, policy.toleranceSeconds) = (type(uint64).max, type(uint64).max);
        Finding[] memory expected = _one(Codes.ANCHOR_BEFORE_ISSUE, 0, NONE, _hash(receipts[0]));
        _expect(_assess(receipts, policy), _and(expected, Codes.ISSUED_IN_FUTURE, 0, NONE, _hash(receipts[0])));
        receipts[0].anchorProof = new bytes32[](1); // No longer anchored.
        expected = _pending(Codes.NOT_ANCHORED, 0, NONE, _hash(receipts[0]), type(uint64).max);
        _expect(_assess(receipts, policy), _and(expected, Codes.ISSUED_IN_FUTURE, 0, NONE, _hash(receipts[0])));
    }

    // Rule 1.8

    function testFuzz_1_8_AnUnknownKeyIsFound(uint256 key, uint8 stage) public {
        stage %= 4;
        key = 0x10000 + (key % type(uint128).max);
        vm.assume(parties.keyOf(vm.addr(key)).party == 0);
        Receipt[] memory receipts = _dossier();
        receipts[stage] = _anchored(receipts[stage].statement, key);
        assertEq(_has(_assess(receipts), Codes.UNKNOWN_KEY), true);
        assertEq(_conforms(receipts), false);
    }

    function test_1_8_AKeyAddedAfterTheAnchorIsNotValid() public {
        Receipt[] memory receipts = _dossier();
        uint256 key = 0xFACE;
        vm.warp(vm.getBlockTimestamp() + 1);
        receipts[3] = _anchored(_statement(3), key);
        vm.warp(vm.getBlockTimestamp() + 1);
        _addKey(STORE, STORE_KEY, key);
        _expectOne(receipts, Codes.KEY_NOT_VALID, 3, NONE, _hash(receipts[3]));
    }

    function test_1_8_AKeyIsValidFromTheSecondItIsAdded() public {
        Receipt[] memory receipts = _dossier();
        _addKey(STORE, STORE_KEY, 0xFACE);
        receipts[3] = _anchored(_statement(3), 0xFACE);
        _expectNone(receipts);
    }

    function test_1_8_ARevokedKeyIsNotValidFromThatSecondOn() public {
        Receipt[] memory receipts = _dossier();
        vm.prank(vm.addr(STORE_KEY));
        parties.revokeKey(vm.addr(STORE_KEY));
        _expectOne(receipts, Codes.KEY_NOT_VALID, 3, NONE, _hash(receipts[3])); // Anchored in the second of the revocation.
    }

    function test_1_8_RevokingAKeyDoesNotUndoThePast() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 1);
        vm.prank(vm.addr(STORE_KEY));
        parties.revokeKey(vm.addr(STORE_KEY));
        vm.warp(vm.getBlockTimestamp() + 3650 days);
        _expectNone(receipts);
    }

    function test_1_8_ACompromiseReachesBackToItsSecondAndNoFurther() public {
        Receipt[] memory receipts = _dossier();
        uint48 from = uint48(vm.getBlockTimestamp() + 1);
        vm.warp(vm.getBlockTimestamp() + 5 days);
        parties.declareCompromise(MAKER, vm.addr(MAKER_KEY), from);
        _expectNone(receipts);
        parties.declareCompromise(STORE, vm.addr(STORE_KEY), from - 1);
        _expectOne(receipts, Codes.KEY_NOT_VALID, 3, NONE, _hash(receipts[3]));
    }

    function testFuzz_1_8_EachStageAsksForItsRole(uint8 stage, uint8 by) public {
        stage %= 4;
        uint256[3] memory keys = [STORE_KEY, MAKER_KEY, INSURER_KEY];
        uint256 key = keys[by % 3];
        Receipt[] memory receipts = _dossier();
        receipts[stage] = _anchored(receipts[stage].statement, key);
        bool right = key == _keyOf(stage);
        assertEq(_has(_assess(receipts), Codes.WRONG_ROLE), !right);
        if (right) assertEq(_has(_assess(receipts), Codes.KEY_NOT_VALID), false);
        else assertEq(_conforms(receipts), false);
    }

    function test_1_8_AnchoringWhileSuspendedIsFoundAndOtherwiseNot() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(vm.getBlockTimestamp() + 1);
        parties.suspend(STORE);
        _expectNone(receipts); // Suspended after the fact.
        Receipt memory meanwhile = _anchored(_statement(3), STORE_KEY);
        vm.warp(vm.getBlockTimestamp() + 1);
        parties.reinstate(STORE);
        Receipt memory afterwards = _anchored(_statement(3), STORE_KEY);
        receipts[3] = meanwhile;
        _expectOne(receipts, Codes.PARTY_SUSPENDED, 3, NONE, _hash(meanwhile));
        receipts[3] = afterwards;
        _expectNone(receipts);
    }

    function test_1_8_AllThatIsWrongWithAKeyIsTold() public {
        Receipt[] memory receipts = _dossier();
        bytes32 hash = _hash(receipts[0]);
        vm.warp(vm.getBlockTimestamp() + 1);
        parties.suspend(MAKER);
        vm.prank(vm.addr(MAKER_KEY));
        parties.revokeKey(vm.addr(MAKER_KEY));
        receipts = _with(receipts, _anchored(_statement(0), MAKER_KEY));
        Finding[] memory expected = _one(Codes.KEY_NOT_VALID, 0, NONE, hash);
        expected = _and(expected, Codes.WRONG_ROLE, 0, NONE, hash);
        _expectAll(receipts, _and(expected, Codes.PARTY_SUSPENDED, 0, NONE, hash));
    }

    // Rule 1.9

    function testFuzz_1_9_ACorrectionNeedsItsReasonAndAWithdrawal(uint8 stage, uint8 reason, uint8 accepted) public {
        stage %= 4;
        reason = 1 + (reason % 6);
        if (reason == 2 && stage != 2) reason = 6;
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[stage], reason);
        Receipt[] memory all = _with(receipts, second);
        assertEq(_has(_assess(all), Codes.SUPERSEDED_WITHOUT_JUSTIFICATION), true); // Not withdrawn yet.
        bool isOfMaker = stage == 2;
        _withdraw(
            isOfMaker ? OTHER_MAKER : OTHER_STORE,
            isOfMaker ? OTHER_MAKER_KEY : OTHER_STORE_KEY,
            _hash(receipts[stage])
        );
        assertEq(_has(_assess(all), Codes.SUPERSEDED_WITHOUT_JUSTIFICATION), true); // Withdrawn by another than its party.
        _withdraw(receipts[stage]);
        _expectOne(all, Codes.JUSTIFIED, stage, NONE, _hash(second));
        Policy memory policy = _policy();
        policy.reasons = accepted;
        bool isAccepted = (uint256(accepted) >> reason) & 1 == 1;
        assertEq(verifier.conforms(_shown(all), policy, _asker()), isAccepted);
    }

    function test_1_9_ACorrectionWithoutAReasonIsNotJustified() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[2], 0);
        _withdraw(receipts[2]);
        Policy memory policy = _policy();
        policy.reasons = type(uint256).max; // Not even a policy that accepts reason 0.
        Finding[] memory expected = _one(Codes.SUPERSEDED_WITHOUT_JUSTIFICATION, 2, NONE, _hash(second));
        expected = _and(expected, Codes.WITHDRAWN, 2, NONE, _hash(receipts[2]));
        _expect(_assess(_with(receipts, second), policy), expected);
    }

    function test_1_9_NothingIsSaidOfTheCorrectionOfAnUnknownKey() public {
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(0);
        (statement.supersedes, statement.reason) = (_hash(receipts[0]), 1);
        Receipt memory odd = _anchored(statement, UNKNOWN_KEY);
        _expectOne(_with(receipts, odd), Codes.UNKNOWN_KEY, 0, NONE, _hash(odd));
    }

    function test_EachFindingOfAReceiptSaysWhereItIs() public {
        for (uint8 stage = 0; stage < 4; ++stage) {
            Receipt[] memory receipts = _dossier();
            bytes32 hash = _hash(receipts[stage]);
            receipts[stage].statementProof = new bytes32[](1);
            _expectOne(_with(receipts, _again(receipts, stage)), Codes.BAD_INCLUSION, stage, NONE, hash);
            receipts[stage] = _anchored(_statement(stage), UNKNOWN_KEY);
            _expectOne(_with(receipts, _again(receipts, stage)), Codes.UNKNOWN_KEY, stage, NONE, hash);
            receipts[stage] = _anchored(_statement(stage), stage == 2 ? OTHER_STORE_KEY : OTHER_MAKER_KEY);
            _expectOne(_with(receipts, _again(receipts, stage)), Codes.WRONG_ROLE, stage, NONE, hash);
        }
    }

    // T, the end of waiting

    function test_T_IsTheEarliestSoundInvoicePlusTheTolerance() public {
        Receipt[] memory receipts = _without(_dossier(), 0);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(receipts, _pending(Codes.MISSING_STATEMENT, 0, NONE, 0, until));
        // A later one, corrected or not, gives no more time.
        vm.warp(until);
        receipts = _with(receipts, _anchored(_statement(3), STORE_KEY));
        _expectAll(receipts, _pending(Codes.MISSING_STATEMENT, 0, NONE, 0, until));
        _expectAll(_swapped(receipts, 2, 3), _pending(Codes.MISSING_STATEMENT, 0, NONE, 0, until));
        vm.warp(until + 1);
        _expectOne(receipts, Codes.MISSING_STATEMENT, 0, NONE, 0);
    }

    function test_T_CountsAWithdrawnInvoiceToo() public {
        Receipt[] memory receipts = _without(_dossier(), 0);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        vm.warp(until);
        Receipt memory second = _correction(receipts[2], 6);
        _withdraw(receipts[2]);
        receipts = _with(receipts, second);
        Finding memory missing = _found(_assess(receipts), Codes.MISSING_STATEMENT);
        assertEq(missing.until, until);
        vm.warp(until + 1);
        missing = _found(_assess(receipts), Codes.MISSING_STATEMENT);
        assertEq(uint256(missing.severity), uint256(Severity.Blocking));
    }

    function test_T_WithoutASoundInvoiceIsTheEndOfItsLag() public {
        Receipt[] memory receipts = _without(_dossier(), 0);
        receipts[2] = _signed(_statement(3), STORE_KEY);
        uint256 until = vm.getBlockTimestamp() + LAG;
        vm.warp(vm.getBlockTimestamp() + 1);
        receipts = _with(receipts, _signed(_statement(3), STORE_KEY));
        receipts[2].anchorProof = new bytes32[](1);
        bytes32 hash = _hash(receipts[2]);
        Finding[] memory expected = _pending(Codes.NOT_ANCHORED, 3, NONE, hash, until);
        expected = _andPending(expected, Codes.NOT_ANCHORED, 3, NONE, hash, until + 1);
        expected = _andPending(expected, Codes.MISSING_STATEMENT, 0, NONE, 0, until);
        _expectAll(receipts, expected);
        vm.warp(until + 1); // The second one may still come.
        expected = _one(Codes.NOT_ANCHORED, 3, NONE, hash);
        expected = _andPending(expected, Codes.NOT_ANCHORED, 3, NONE, hash, until + 1);
        expected = _andPending(expected, Codes.MISSING_STATEMENT, 0, NONE, 0, until + 1);
        _expectAll(receipts, expected);
        vm.warp(until + 2);
        assertEq(uint256(_found(_assess(receipts), Codes.MISSING_STATEMENT).severity), uint256(Severity.Blocking));
    }

    /// @dev Nobody waits for an invoice in which anything else is wrong.
    function test_T_IsNothingForAFlawedInvoice() public {
        for (uint256 flaw = 0; flaw < 5; ++flaw) {
            Receipt[] memory receipts = _without(_dossier(), 0);
            Receipt memory invoice = _signed(_statement(3), STORE_KEY);
            if (flaw == 1) invoice.statementProof = new bytes32[](1);
            if (flaw == 2) invoice.signature[0] ^= 0x01;
            if (flaw == 3) {
                invoice.batch.issuedAt += 601;
                invoice.signature = signature(STORE_KEY, verifier.batchDigest(invoice.batch));
            }
            if (flaw == 4) invoice = _anchored(_statement(3), UNKNOWN_KEY);
            else invoice.anchorProof = new bytes32[](1);
            receipts[2] = invoice;
            Severity severity = _found(_assess(receipts), Codes.MISSING_STATEMENT).severity;
            assertEq(uint256(severity), uint256(flaw == 0 ? Severity.Pending : Severity.Blocking));
        }
    }

    // Parts

    /// @dev Whoever else is asked then for the lenses is another pass's matter.
    function _expectFirst(Receipt[] memory receipts, Code code, uint8 stage, bytes32 subject) private view {
        Finding[] memory found = _assess(receipts);
        assertEq(abi.encode(found[0]), abi.encode(_finding(code, stage, NONE, subject)));
        assertEq(found.length, stage == Aspects.SHIPMENT ? 3 : 1);
        assertEq(_conforms(receipts), false);
    }

    /// @dev The same statement as it should be, so that nothing is missing.
    function _again(Receipt[] memory receipts, uint8 stage) private returns (Receipt memory) {
        uint256 ago = vm.getBlockTimestamp() - receipts[3].batch.issuedAt + (3 - stage) * STEP;
        return _anchoredAgo(ago, _statement(stage), _keyOf(stage));
    }

    function _parent(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encodePacked(a, b)) : keccak256(abi.encodePacked(b, a));
    }
}
