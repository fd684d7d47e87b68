// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnchorRegistry} from "../AnchorRegistry.sol";
import {ConformityVerifier} from "../ConformityVerifier.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {SettlementRegistry} from "../SettlementRegistry.sol";
import {StockRegistry} from "../StockRegistry.sol";
import {WithdrawalRegistry} from "../WithdrawalRegistry.sol";
import {IConformityVerifier, Asker, Policy, Receipt} from "../interfaces/IConformityVerifier.sol";

import {Aspects} from "../libraries/Aspects.sol";
import {Code, Finding, Severity} from "../libraries/Findings.sol";
import {Batch, Statement, Statements} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Reading one receipt: what is wrong with it alone, and beside each finding the near miss that is right.
contract ReceiptTest is DossierTest {
    uint8 private constant NONE = 255;

    function test_AWholeDossierConforms() public {
        _expectNone(_dossier());
    }

    function testFuzz_TheOrderOfReceiptsDoesNotMatter(uint256 seed) public {
        Receipt[] memory receipts = _dossier();
        for (uint256 i = receipts.length - 1; i > 0; --i) {
            uint256 j = uint256(keccak256(abi.encode(seed, i))) % (i + 1);
            (receipts[i], receipts[j]) = (receipts[j], receipts[i]);
        }
        _expectNone(receipts);
    }

    function test_ARepeatedReceiptChangesNothing() public {
        Receipt[] memory receipts = _dossier();
        _expectNone(_with(_with(receipts, receipts[3]), receipts[2]));
    }

    // Malformed statements

    function testFuzz_AnAspectHasItsPlaceOnlyAtItsStages(uint8 aspect, uint8 stage, bytes32 commitment) public {
        aspect = aspect % 13;
        stage = stage % 4;
        if (commitment == 0) commitment = _commitment(aspect);
        Statement memory statement;
        statement.dossier = DOSSIER;
        statement.stage = stage;
        statement.aspects[aspect] = commitment;
        Receipt[] memory receipts = new Receipt[](1);
        receipts[0] = _anchored(statement, _keyOf(stage));
        assertEq(_has(_assess(receipts), Code.MalformedStatement), !_isStatedAt(aspect, stage));
    }

    function testFuzz_AnUnknownStageOrReasonIsMalformed(uint8 stage, uint8 reason, bytes32 supersedes) public {
        Statement memory statement;
        statement.dossier = DOSSIER;
        (statement.stage, statement.reason, statement.supersedes) = (stage, reason, supersedes);
        Receipt[] memory receipts = new Receipt[](1);
        receipts[0] = _anchored(statement, STORE_KEY);
        Finding[] memory found = _assess(receipts);
        bool wellFormed = stage < 4 && reason < 7 && (reason == 0 || supersedes != 0);
        assertEq(_has(found, Code.MalformedStatement), !wellFormed);
        if (wellFormed) return;
        _expect(_first(found, 1), _one(Code.MalformedStatement, stage < 4 ? stage : NONE, _hash(receipts[0])));
    }

    function test_AReasonWithoutWhatItReplacesIsMalformed() public {
        Statement memory statement = _statement(0);
        statement.reason = 1;
        Receipt[] memory receipts = _dossierWith(statement);
        Finding[] memory found = _assess(receipts);
        // A statement that is malformed is not placed: its stage is missing as well.
        assertEq(found.length, 2);
        _expect(_first(found, 1), _one(Code.MalformedStatement, 0, _hash(receipts[0])));
        assertEq(uint256(found[1].code), uint256(Code.MissingStatement));
    }

    // Another dossier

    function testFuzz_AReceiptOfAnotherDossierIsFound(bytes32 other, uint8 stage) public {
        stage = 1 + (stage % 3);
        vm.assume(other != DOSSIER);
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(stage);
        statement.dossier = other;
        Receipt memory strange = _anchored(statement, _keyOf(stage));
        _expectOne(_with(receipts, strange), Code.OtherDossier, stage, NONE, _hash(strange));
    }

    // Inclusion

    function testFuzz_AStatementInNoBatchIsFound(bytes32 sibling, uint8 stage) public {
        stage %= 4;
        Receipt[] memory receipts = _dossier();
        receipts[stage].statementProof = new bytes32[](1);
        receipts[stage].statementProof[0] = sibling;
        assertEq(_has(_assess(receipts), Code.BadInclusion), true);
    }

    function testFuzz_AStatementAmongOthersIsFoundInItsBatch(bytes32[3] memory others) public {
        Receipt[] memory receipts = _dossier();
        vm.warp(block.timestamp + STEP);
        Receipt memory invoice = receipts[3];
        invoice.statementProof = new bytes32[](3);
        bytes32 node = _hash(invoice);
        for (uint256 i = 0; i < 3; ++i) {
            invoice.statementProof[i] = others[i];
            node = _parent(node, others[i]);
        }
        invoice.batch.root = node;
        invoice.batch.issuedAt = uint64(block.timestamp);
        bytes32 digest = verifier.batchDigest(invoice.batch);
        invoice.signature = signature(STORE_KEY, digest);
        invoice.anchorProof = new bytes32[](2);
        (invoice.anchorProof[0], invoice.anchorProof[1]) = (others[2], others[0]);
        anchors.anchor(_parent(_parent(digest, others[2]), others[0]));
        _expectNone(receipts);
        invoice.anchorProof[1] = ~others[0];
        _expectOne(receipts, Code.NotAnchored, 3, NONE, _hash(invoice));
    }

    // Signatures

    function testFuzz_AnyOtherSignatureIsRefused(uint8 stage, bytes calldata signature) public {
        stage %= 4;
        Receipt[] memory receipts = _dossier();
        vm.assume(keccak256(signature) != keccak256(receipts[stage].signature));
        receipts[stage].signature = signature;
        Code code = signature.length == 0 ? Code.NotAnchored : Code.BadSignature;
        _expectOne(receipts, code, stage, NONE, _hash(receipts[stage]));
    }

    function testFuzz_AFlippedBitOfASignatureIsRefused(uint8 stage, uint256 bit) public {
        stage %= 4;
        bit %= 65 * 8;
        Receipt[] memory receipts = _dossier();
        receipts[stage].signature[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        _expectOne(receipts, Code.BadSignature, stage, NONE, _hash(receipts[stage]));
    }

    function test_TheOtherSpellingOfASignatureIsRefused() public {
        Receipt[] memory receipts = _dossier();
        bytes32 digest = verifier.batchDigest(receipts[0].batch);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(STORE_KEY, digest);
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        // The same point with s mirrored recovers the same account; EIP-2 forbids it.
        receipts[0].signature = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        _expectOne(receipts, Code.BadSignature, 0, NONE, _hash(receipts[0]));
    }

    function test_NoSignatureIsThatOfTheZeroAccount() public {
        Receipt[] memory receipts = _dossier();
        receipts[0].batch.key = address(0); // What recovery gives when it fails.
        receipts[0].signature = new bytes(65);
        assertEq(_has(_assess(receipts), Code.BadSignature), true);
    }

    function testFuzz_ABatchSignedByAnotherKeyIsRefused(uint256 key, uint8 stage) public {
        stage %= 4;
        key = 1 + (key % type(uint128).max);
        vm.assume(key != _keyOf(stage));
        Receipt[] memory receipts = _dossier();
        receipts[stage].signature = signature(key, verifier.batchDigest(receipts[stage].batch));
        _expectOne(receipts, Code.BadSignature, stage, NONE, _hash(receipts[stage]));
    }

    function testFuzz_ASignatureForAnotherChainIsRefused(uint64 chain) public {
        vm.assume(chain != block.chainid && chain != 0);
        Receipt[] memory receipts = _dossier();
        uint256 here = block.chainid;
        vm.chainId(chain);
        bytes32 elsewhere = verifier.batchDigest(receipts[0].batch);
        vm.chainId(here);
        assertTrue(elsewhere != verifier.batchDigest(receipts[0].batch), "one digest for two chains");
        receipts[0].signature = signature(STORE_KEY, elsewhere);
        _expectOne(receipts, Code.BadSignature, 0, NONE, _hash(receipts[0]));
    }

    // Anchors and endorsements

    function test_ABatchThatIsNotAnchoredIsFound() public {
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(3);
        statement.aspects[Aspects.FRAME] = 0;
        receipts[3] = _signed(statement, STORE_KEY);
        _expectOne(receipts, Code.NotAnchored, 3, NONE, _hash(receipts[3]));
    }

    function test_AnEndorsedBatchNeedsNoSignature() public {
        Receipt[] memory receipts = _dossier();
        receipts[3].signature = "";
        bytes32 digest = verifier.batchDigest(receipts[3].batch);
        vm.prank(vm.addr(STORE_KEY));
        anchors.endorse(digest);
        _expectNone(receipts);
    }

    function test_AnotherAccountsEndorsementIsWorthNothing() public {
        Receipt[] memory receipts = _dossier();
        receipts[3].signature = "";
        bytes32 digest = verifier.batchDigest(receipts[3].batch);
        vm.prank(vm.addr(OTHER_STORE_KEY));
        anchors.endorse(digest);
        _expectOne(receipts, Code.NotAnchored, 3, NONE, _hash(receipts[3]));
    }

    function test_AnAnchoredBatchStillNeedsItsSignature() public {
        Receipt[] memory receipts = _dossier();
        receipts[3].signature = "";
        _expectOne(receipts, Code.NotAnchored, 3, NONE, _hash(receipts[3]));
    }

    function testFuzz_AnAnchorComesFromIssueToIssueAndLag(uint32 before, uint32 later) public {
        vm.warp(block.timestamp + STEP);
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(3);
        uint256 present = block.timestamp;
        receipts[3] = _issuedAt(statement, uint64(present - (before % 4 days)));
        uint256 age = before % 4 days;
        if (age <= 2 days) _expectNone(receipts);
        else _expectOne(receipts, Code.LateAnchor, 3, NONE, _hash(receipts[3]));
        statement.aspects[Aspects.FRAME] = 0;
        receipts[3] = _issuedAt(statement, uint64(present) + 1 + later);
        _expectOne(receipts, Code.AnchorBeforeIssue, 3, NONE, _hash(receipts[3]));
    }

    function test_TheLagHoldsToTheSecond() public {
        Receipt[] memory receipts = _dossier();
        uint64 present = uint64(block.timestamp);
        receipts[3] = _issuedAt(_statement(3), present - 2 days);
        _expectNone(receipts);
        receipts[3] = _issuedAt(_statement(3), present - 2 days - 1);
        _expectOne(receipts, Code.LateAnchor, 3, NONE, _hash(receipts[3]));
        receipts[3] = _issuedAt(_statement(3), present);
        _expectNone(receipts);
        receipts[3] = _issuedAt(_statement(3), present + 1);
        _expectOne(receipts, Code.AnchorBeforeIssue, 3, NONE, _hash(receipts[3]));
    }

    function test_TheLargestTimesDoNotOverflow() public {
        Receipt[] memory receipts = _dossier();
        receipts[3] = _issuedAt(_statement(3), type(uint64).max);
        Policy memory policy = _policy();
        (policy.lagSeconds, policy.toleranceSeconds) = (type(uint64).max, type(uint64).max);
        Finding[] memory found = verifier.assess(receipts, policy, Asker(INSURER, 1, SPLIT));
        _expect(found, _one(Code.AnchorBeforeIssue, 3, _hash(receipts[3])));
    }

    // Keys and parties at the anchor's time

    function testFuzz_AnUnknownKeyIsFound(uint256 key, uint8 stage) public {
        stage %= 4;
        key = 0x10000 + (key % type(uint128).max);
        vm.assume(parties.keyOf(vm.addr(key)).party == 0);
        Receipt[] memory receipts = _dossier();
        receipts[stage] = _reissued(receipts[stage], key);
        assertEq(_has(_assess(receipts), Code.UnknownKey), true);
        assertEq(verifier.conforms(receipts, _policy(), Asker(INSURER, 1, SPLIT)), false);
    }

    function test_AKeyAddedAfterTheAnchorIsNotValid() public {
        Receipt[] memory receipts = _dossier();
        uint256 key = 0xFACE;
        vm.warp(block.timestamp + 1);
        receipts[3] = _anchored(_statement(3), key);
        vm.warp(block.timestamp + 1);
        _addKey(STORE, STORE_KEY, key);
        _expectOne(receipts, Code.KeyNotValid, 3, NONE, _hash(receipts[3]));
    }

    function test_AKeyIsValidFromTheSecondItIsAdded() public {
        Receipt[] memory receipts = _dossier();
        _addKey(STORE, STORE_KEY, 0xFACE);
        receipts[3] = _anchored(_statement(3), 0xFACE);
        _expectNone(receipts);
    }

    function test_ARevokedKeyIsNotValidFromThatSecondOn() public {
        Receipt[] memory receipts = _dossier();
        vm.prank(vm.addr(STORE_KEY));
        parties.revokeKey(vm.addr(STORE_KEY));
        _expectOne(receipts, Code.KeyNotValid, 3, NONE, _hash(receipts[3])); // Anchored in the second of the revocation.
    }

    function test_RevokingAKeyDoesNotUndoThePast() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(block.timestamp + 1);
        vm.prank(vm.addr(STORE_KEY));
        parties.revokeKey(vm.addr(STORE_KEY));
        vm.warp(block.timestamp + 3650 days);
        _expectNone(receipts);
    }

    function test_ACompromiseReachesBackToItsSecondAndNoFurther() public {
        Receipt[] memory receipts = _dossier();
        uint48 from = uint48(block.timestamp + 1);
        vm.warp(block.timestamp + 5 days);
        parties.declareCompromise(vm.addr(MAKER_KEY), from);
        _expectNone(receipts);
        parties.declareCompromise(vm.addr(STORE_KEY), from - 1);
        _expectOne(receipts, Code.KeyNotValid, 3, NONE, _hash(receipts[3]));
    }

    function testFuzz_EachStageAsksForItsRole(uint8 stage, uint8 by) public {
        stage %= 4;
        uint256[3] memory keys = [STORE_KEY, MAKER_KEY, INSURER_KEY];
        uint256 key = keys[by % 3];
        Receipt[] memory receipts = _dossier();
        receipts[stage] = _reissued(receipts[stage], key);
        bool right = key == _keyOf(stage);
        assertEq(_has(_assess(receipts), Code.WrongRole), !right);
        if (right) assertEq(_has(_assess(receipts), Code.KeyNotValid), false);
        else assertEq(verifier.conforms(receipts, _policy(), Asker(INSURER, 1, SPLIT)), false);
    }

    function test_AnchoringWhileSuspendedIsFoundAndOtherwiseNot() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(block.timestamp + 1);
        parties.suspend(STORE);
        _expectNone(receipts); // Suspended after the fact.
        Receipt memory meanwhile = _anchored(_statement(3), STORE_KEY);
        vm.warp(block.timestamp + 1);
        parties.reinstate(STORE);
        Receipt memory afterwards = _anchored(_statement(3), STORE_KEY);
        receipts[3] = meanwhile;
        _expectOne(receipts, Code.PartySuspended, 3, NONE, _hash(meanwhile));
        receipts[3] = afterwards;
        _expectNone(receipts);
    }

    // Construction

    function testFuzz_ASuiteWithoutOneOfItsContractsIsRefused(uint8 missing, address nothing) public {
        vm.assume(nothing.code.length == 0);
        address[5] memory suite = [
            address(parties),
            address(anchors),
            address(withdrawals),
            address(settlements),
            address(stock)
        ];
        suite[missing % 5] = nothing;
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.NotAContract.selector, nothing));
        new ConformityVerifier(
            PartyRegistry(suite[0]),
            AnchorRegistry(suite[1]),
            WithdrawalRegistry(suite[2]),
            SettlementRegistry(suite[3]),
            StockRegistry(suite[4])
        );
    }

    function testFuzz_RegistriesWithoutTheirContractAreRefused(address nothing) public {
        vm.assume(nothing.code.length == 0);
        bytes memory refused = abi.encodeWithSelector(IConformityVerifier.NotAContract.selector, nothing);
        vm.expectRevert(refused);
        new WithdrawalRegistry(PartyRegistry(nothing));
        vm.expectRevert(refused);
        new SettlementRegistry(PartyRegistry(nothing));
        vm.expectRevert(refused);
        new StockRegistry(PartyRegistry(nothing));
        vm.expectRevert(refused);
        new PartyRegistry(nothing, LOOK_BACK);
    }

    // Bounds

    function test_MoreThan64ReceiptsAreRefused() public {
        Receipt[] memory receipts = new Receipt[](65);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.TooManyReceipts.selector, 65, 64));
        verifier.assess(receipts, _policy(), Asker(INSURER, 1, SPLIT));
    }

    function test_ARankThatIsNoneIsRefused() public {
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.RankOutOfRange.selector, 3));
        verifier.assess(new Receipt[](0), _policy(), Asker(INSURER, 3, SPLIT));
    }

    function test_APathOfMoreThan64StepsIsRefused() public {
        Receipt[] memory receipts = new Receipt[](2);
        receipts[1].statementProof = new bytes32[](65);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.ProofTooLong.selector, 1, 65, 64));
        verifier.assess(receipts, _policy(), Asker(INSURER, 1, SPLIT));
        receipts[1].statementProof = new bytes32[](64);
        receipts[1].anchorProof = new bytes32[](66);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.ProofTooLong.selector, 1, 66, 64));
        verifier.assess(receipts, _policy(), Asker(INSURER, 1, SPLIT));
        receipts[1].anchorProof = new bytes32[](64);
        verifier.assess(receipts, _policy(), Asker(INSURER, 1, SPLIT));
    }

    /// @dev The list of findings has room for the worst: 63 invoices that agree on nothing, before the quote.
    function test_64ReceiptsWithAllThatCanBeWrongFit() public {
        vm.warp(block.timestamp + 30 days);
        Receipt[] memory receipts = new Receipt[](64);
        for (uint256 i = 0; i < 63; ++i) {
            Statement memory invoice = _statement(3);
            for (uint256 aspect = 0; aspect < 9; ++aspect) invoice.aspects[aspect] = keccak256(abi.encode(i, aspect));
            (invoice.supersedes, invoice.reason) = (bytes32(i + 1), 1);
            receipts[i] = _anchoredAgo(10 days, invoice, i == 0 ? STORE_KEY : OTHER_STORE_KEY);
        }
        receipts[63] = _anchored(_statement(0), STORE_KEY);
        assertEq(_assess(receipts).length > 64 * 11 + 37, true);
    }

    // Parts

    function _issuedAt(Statement memory statement, uint64 issuedAt) private returns (Receipt memory receipt) {
        receipt = _signed(statement, STORE_KEY);
        receipt.batch.issuedAt = issuedAt;
        bytes32 digest = verifier.batchDigest(receipt.batch);
        receipt.signature = signature(STORE_KEY, digest);
        anchors.anchor(digest);
    }

    /// @dev The same statement, signed by another key and anchored now.
    function _reissued(Receipt memory receipt, uint256 key) private returns (Receipt memory) {
        return _anchored(receipt.statement, key);
    }

    function _addKey(bytes32 party, uint256 controller, uint256 key) private {
        bytes memory consent = signature(key, parties.keyConsentDigest(party, vm.addr(key)));
        vm.prank(vm.addr(controller));
        parties.addKey(party, vm.addr(key), consent);
    }

    function _parent(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encodePacked(a, b)) : keccak256(abi.encodePacked(b, a));
    }

    function _one(Code code, uint8 stage, bytes32 subject) private pure returns (Finding[] memory one) {
        one = new Finding[](1);
        one[0] = _finding(code, stage, NONE, subject);
    }

    function _first(Finding[] memory found, uint256 count) private pure returns (Finding[] memory first) {
        first = new Finding[](count);
        for (uint256 i = 0; i < count && i < found.length; ++i) first[i] = found[i];
    }
}

/// @notice What the receipts of a dossier say when taken together.
contract DossierVerdictTest is DossierTest {
    uint8 private constant NONE = 255;

    // Presence

    function test_NoReceiptAtAllIsFourMissingStatements() public view {
        Finding[] memory found = _assess(new Receipt[](0));
        assertEq(found.length, 4);
        for (uint8 stage = 0; stage < 4; ++stage) {
            assertEq(uint256(found[stage].code), uint256(Code.MissingStatement));
            assertEq(uint256(found[stage].stage), uint256(stage));
        }
    }

    function testFuzz_AMissingStageIsFound(uint8 stage) public {
        stage %= 4;
        _expectOne(_without(_dossier(), stage), Code.MissingStatement, stage, NONE, 0);
    }

    function test_AFrameAloneNeedsNoOrderAndNoShipment() public {
        Statement memory quote = _statement(0);
        Statement memory invoice = _statement(3);
        for (uint256 aspect = Aspects.CODE_RIGHT; aspect < 13; ++aspect) {
            quote.aspects[aspect] = 0;
            invoice.aspects[aspect] = 0;
        }
        Receipt[] memory receipts = new Receipt[](2);
        receipts[0] = _next(quote);
        receipts[1] = _next(invoice);
        _expectNone(receipts);
        // Without the invoice, nothing says that no lens was made.
        _expectMissing(_without(receipts, 1), [false, true, true, true]);
    }

    function testFuzz_OneLensNeedsOrderAndShipment(bool left) public {
        Receipt[] memory receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) {
            Statement memory statement = _statement(stage);
            for (uint256 aspect = Aspects.CODE_RIGHT; aspect < 13; ++aspect) {
                if ((Aspects.eyeOf(aspect) == 1) != left) statement.aspects[aspect] = 0;
            }
            receipts[stage] = _next(statement);
        }
        _expectNone(receipts);
        _expectMissing(_without(_without(receipts, 2), 1), [false, true, true, false]);
    }

    function testFuzz_AnyAspectOfALensOnTheInvoiceCallsForItsShipment(uint8 aspect) public {
        aspect = Aspects.CODE_RIGHT + (aspect % 4);
        Statement memory invoice = _statement(3);
        for (uint256 other = Aspects.CODE_RIGHT; other < 13; ++other) {
            if (other != aspect) invoice.aspects[other] = 0;
        }
        Receipt[] memory receipts = _dossierWith(invoice);
        Finding[] memory found = _assess(_without(_without(receipts, 2), 1));
        assertEq(_has(found, Code.MissingStatement), true);
    }

    // Aspects

    function testFuzz_AnAspectThatDiffersIsFoundAtItsStage(uint8 aspect, uint8 stage, bytes32 other) public {
        aspect %= 13;
        stage %= 4;
        vm.assume(_isStatedAt(aspect, stage) && aspect != Aspects.PAYER_SECOND && aspect != Aspects.PAYER_FIRST);
        vm.assume(other != 0 && other != _commitment(aspect));
        Statement memory statement = _statement(stage);
        statement.aspects[aspect] = other;
        Finding[] memory found = _assess(_dossierWith(statement));
        // The latest stage that states the aspect is the measure: what differs from it is found, from the invoice back.
        uint256 seen = 0;
        uint256 latest = 4;
        for (uint8 back = 1; back <= 4; ++back) {
            uint8 compared = 4 - back;
            if (!_isStatedAt(aspect, compared)) continue;
            if (latest == 4) {
                latest = compared;
                continue;
            }
            if ((compared == stage) == (latest == stage)) continue;
            _expect(_slice(found, seen++), _just(Code.AspectMismatch, compared, aspect));
        }
        assertEq(found.length, seen);
        assertEq(seen > 0, true);
    }

    function testFuzz_AnAspectThatIsNotStatedIsFound(uint8 aspect, uint8 stage) public {
        aspect %= 13;
        stage %= 4;
        vm.assume(_isStatedAt(aspect, stage) && aspect != Aspects.PAYER_SECOND);
        Statement memory statement = _statement(stage);
        statement.aspects[aspect] = 0;
        Receipt[] memory receipts = _dossierWith(statement);
        // A frame that is not invoiced is not asked for.
        if (stage == Aspects.INVOICE && aspect == Aspects.FRAME) _expectNone(receipts);
        else _expectOne(receipts, Code.MissingAspect, stage, aspect, 0);
    }

    function testFuzz_AnInvoicedLensNeedsAllItsAspects(bool left) public {
        uint256 eye = left ? 1 : 0;
        Receipt[] memory receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) {
            Statement memory statement = _statement(stage);
            if (stage != Aspects.INVOICE) {
                for (uint256 aspect = Aspects.CODE_RIGHT + eye; aspect < 13; aspect += 2) statement.aspects[aspect] = 0;
            }
            receipts[stage] = _next(statement);
        }
        // Code and lens at quote, order and shipment; prescription at these three; the order's reference at two.
        Finding[] memory found = _assess(receipts);
        assertEq(found.length, 3 + 3 + 3 + 2);
        for (uint256 i = 0; i < found.length; ++i) {
            assertEq(uint256(found[i].code), uint256(Code.MissingAspect));
            assertEq(Aspects.eyeOf(found[i].aspect), eye);
        }
    }

    function test_TheShareOfTheAskersRankIsAskedFor() public {
        Receipt[] memory receipts = _dossier(); // It states the first payer's share only.
        _expectFor(receipts, 0, new Finding[](0));
        _expectFor(receipts, 1, new Finding[](0));
        _expectFor(receipts, 2, _just(Code.MissingAspect, 3, Aspects.PAYER_SECOND));
        Statement memory second = _statement(3);
        second.aspects[Aspects.PAYER_FIRST] = 0;
        second.aspects[Aspects.PAYER_SECOND] = _commitment(Aspects.PAYER_SECOND);
        receipts[3] = _anchored(second, STORE_KEY);
        _expectFor(receipts, 0, new Finding[](0));
        _expectFor(receipts, 1, _just(Code.MissingAspect, 3, Aspects.PAYER_FIRST));
        _expectFor(receipts, 2, new Finding[](0));
        second.aspects[Aspects.PAYER_SECOND] = 0;
        receipts[3] = _anchored(second, STORE_KEY);
        _expectFor(receipts, 0, _just(Code.MissingAspect, 3, Aspects.PAYER_FIRST));
    }

    // Two statements at one stage

    function test_TwoLensMakersMayEachShipOneLens() public {
        Receipt[] memory receipts = _dossier();
        Statement memory right = _statement(2);
        Statement memory left = _statement(2);
        for (uint256 aspect = Aspects.CODE_RIGHT; aspect < 13; ++aspect) {
            if (Aspects.eyeOf(aspect) == 0) left.aspects[aspect] = 0;
            else right.aspects[aspect] = 0;
        }
        receipts[2] = _anchoredAgo(STEP, right, MAKER_KEY);
        _expectNone(_with(receipts, _anchoredAgo(STEP / 2, left, OTHER_MAKER_KEY)));
    }

    function testFuzz_TwoValuesOfOneAspectAreAmbiguous(uint8 aspect, bytes32 other) public {
        aspect = Aspects.CODE_RIGHT + (aspect % 8);
        vm.assume(other != 0 && other != _commitment(aspect));
        Receipt[] memory receipts = _dossier();
        Statement memory again;
        (again.dossier, again.stage) = (DOSSIER, 2);
        again.aspects[aspect] = _commitment(aspect);
        _expectNone(_with(receipts, _anchoredAgo(STEP / 2, again, OTHER_MAKER_KEY)));
        again.aspects[aspect] = other;
        Receipt memory second = _anchoredAgo(STEP / 2, again, OTHER_MAKER_KEY);
        _expectOne(_with(receipts, second), Code.AmbiguousStatement, 2, aspect, _hash(second));
    }

    // Parties

    function test_TheOneWhoOrdersMayNotShip() public {
        Receipt[] memory receipts = _dossier();
        receipts[2] = _anchoredAgo(STEP / 2, _statement(2), STORE_KEY);
        Finding[] memory found = _assess(receipts);
        assertEq(found.length, 2);
        assertEq(uint256(found[0].code), uint256(Code.WrongRole));
        _expect(_slice(found, 1), _about(Code.SameParty, 2, NONE, _hash(receipts[2])));
    }

    function test_TwoUnknownKeysAreNotOneParty() public {
        Receipt[] memory receipts = _dossier();
        receipts[1] = _anchoredAgo(2 * STEP, _statement(1), 0xDEAD);
        receipts[2] = _anchoredAgo(STEP, _statement(2), 0xBEEF);
        Finding[] memory found = _assess(receipts);
        assertEq(_has(found, Code.UnknownKey), true);
        assertEq(_has(found, Code.SameParty), false);
    }

    function testFuzz_AnotherStoresStatementIsFound(uint8 stage) public {
        uint8[2] memory stages = [1, 3];
        stage = stages[stage % 2];
        Receipt[] memory receipts = _dossier();
        receipts[stage] = _anchoredAgo((3 - stage) * STEP, _statement(stage), OTHER_STORE_KEY);
        _expectOne(receipts, Code.StoreMismatch, stage, NONE, _hash(receipts[stage]));
    }

    // Withdrawals and corrections

    function testFuzz_AWithdrawnStatementIsFound(uint8 stage) public {
        stage %= 4;
        Receipt[] memory receipts = _dossier();
        bytes32 hash = _hash(receipts[stage]);
        _withdraw(OTHER_STORE, OTHER_STORE_KEY, hash);
        _withdraw(OTHER_MAKER, OTHER_MAKER_KEY, hash);
        _expectNone(receipts); // Nobody withdraws for another.
        _withdraw(stage == 2 ? MAKER : STORE, _keyOf(stage), hash);
        _expectOne(receipts, Code.Withdrawn, stage, NONE, hash);
    }

    function testFuzz_ACorrectionWithItsReasonAndWithdrawalIsJustified(
        uint8 stage,
        uint8 reason,
        uint8 accepted
    ) public {
        stage %= 4;
        reason = 1 + (reason % 6);
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[stage], reason);
        Receipt[] memory all = _with(receipts, second);
        Finding[] memory found = _assess(all);
        assertEq(_has(found, Code.SupersededWithoutJustification), true); // Not withdrawn yet.
        _withdraw(
            stage == 2 ? OTHER_MAKER : OTHER_STORE,
            stage == 2 ? OTHER_MAKER_KEY : OTHER_STORE_KEY,
            _hash(receipts[stage])
        );
        assertEq(_has(_assess(all), Code.SupersededWithoutJustification), true); // Withdrawn by another than its party.
        _withdraw(stage == 2 ? MAKER : STORE, _keyOf(stage), _hash(receipts[stage]));
        _expectOne(all, Code.Justified, stage, NONE, _hash(second));
        found = _assess(_without(all, stage)); // Nobody sees what changed.
        _expect(_slice(found, 0), _about(Code.Justified, stage, NONE, _hash(second)));
        _expect(_slice(found, 1), _about(Code.MissingLink, stage, NONE, _hash(second)));
        assertEq(_has(found, Code.OutOfOrder), stage < 2); // A day or more after the invoice, with no earlier time to lend.
        Policy memory policy = _policy();
        policy.reasons = accepted;
        bool conforming = verifier.conforms(all, policy, Asker(INSURER, 1, SPLIT));
        assertEq(conforming, (uint256(accepted) >> reason) & 1 == 1);
    }

    function test_ACorrectionWithoutAReasonIsNotJustified() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[2], 0);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        Policy memory policy = _policy();
        policy.reasons = type(uint256).max; // Not even a policy that accepts reason 0.
        Finding[] memory found = verifier.assess(_with(receipts, second), policy, Asker(INSURER, 1, SPLIT));
        assertEq(found.length, 2);
        _expect(_slice(found, 0), _about(Code.SupersededWithoutJustification, 2, NONE, _hash(second)));
        _expect(_slice(found, 1), _about(Code.Withdrawn, 2, NONE, _hash(receipts[2])));
    }

    function test_AChainOfCorrectionsIsJudgedLinkByLink() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[2], 1);
        vm.warp(block.timestamp + 1 hours);
        Receipt memory third = _correction(second, 2);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        _withdraw(MAKER, MAKER_KEY, _hash(second));
        Receipt[] memory all = _with(_with(receipts, second), third);
        _expectOne(all, Code.Justified, 2, NONE, _hash(third));
        // The link in the middle is hidden: the last one replaces what nobody shows, and the first is withdrawn.
        Receipt[] memory gap = _without(all, 4);
        Finding[] memory found = _assess(gap);
        assertEq(found.length, 3);
        _expect(_slice(found, 0), _about(Code.Withdrawn, 2, NONE, _hash(receipts[2])));
        _expect(_slice(found, 1), _about(Code.Justified, 2, NONE, _hash(third)));
        _expect(_slice(found, 2), _about(Code.MissingLink, 2, NONE, _hash(third)));
        _withdraw(MAKER, MAKER_KEY, _hash(third));
        _expectOne(all, Code.Withdrawn, 2, NONE, _hash(third));
    }

    function test_ACorrectionOfAnotherStageOrPartyReplacesNothing() public {
        Receipt[] memory receipts = _dossier();
        Statement memory invoice = _statement(3);
        (invoice.supersedes, invoice.reason) = (_hash(receipts[0]), 6);
        _withdraw(STORE, STORE_KEY, _hash(receipts[0]));
        Receipt memory second = _anchored(invoice, STORE_KEY);
        receipts[3] = second;
        Finding[] memory found = _assess(receipts);
        assertEq(found.length, 3);
        _expect(_slice(found, 0), _about(Code.Withdrawn, 0, NONE, _hash(receipts[0])));
        _expect(_slice(found, 1), _about(Code.Justified, 3, NONE, _hash(second)));
        _expect(_slice(found, 2), _about(Code.BrokenLink, 3, NONE, _hash(second)));
    }

    function test_AnotherPartyCannotReplaceWhatWasWithdrawn() public {
        Receipt[] memory receipts = _dossier();
        Statement memory statement = _statement(2);
        (statement.supersedes, statement.reason) = (_hash(receipts[2]), 1);
        Receipt memory second = _anchored(statement, OTHER_MAKER_KEY);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        _withdraw(OTHER_MAKER, OTHER_MAKER_KEY, _hash(receipts[2]));
        Finding[] memory found = _assess(_with(receipts, second));
        assertEq(found.length, 3);
        _expect(_slice(found, 0), _about(Code.Withdrawn, 2, NONE, _hash(receipts[2])));
        _expect(_slice(found, 1), _about(Code.Justified, 2, NONE, _hash(second)));
        _expect(_slice(found, 2), _about(Code.BrokenLink, 2, NONE, _hash(second)));
    }

    function test_TwoCorrectionsOfOneStatementAreAForkWhereTheyStateTheSame() public {
        Receipt[] memory receipts = _dossier();
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        Statement[2] memory halves;
        for (uint8 eye = 0; eye < 2; ++eye) {
            halves[eye] = _statement(2);
            (halves[eye].supersedes, halves[eye].reason) = (_hash(receipts[2]), 2);
            for (uint8 aspect = Aspects.CODE_RIGHT; aspect < Aspects.COUNT; ++aspect) {
                if ((aspect - Aspects.CODE_RIGHT) % 2 != eye) halves[eye].aspects[aspect] = 0;
            }
        }
        Receipt memory right = _anchored(halves[0], MAKER_KEY);
        Receipt memory left = _anchored(halves[1], MAKER_KEY);
        Receipt[] memory shared = _with(_with(receipts, right), left);
        assertEq(_has(_assess(shared), Code.ForkedCorrection), false); // One lens each: nothing is said twice.
        assertEq(verifier.conforms(shared, _policy(), Asker(INSURER, 1, SPLIT)), true);
        Receipt memory whole = _correction(receipts[2], 1);
        Finding[] memory found = _assess(_with(_with(receipts, right), whole));
        assertEq(found.length, 3);
        _expect(_slice(found, 0), _about(Code.Justified, 2, NONE, _hash(right)));
        _expect(_slice(found, 1), _about(Code.Justified, 2, NONE, _hash(whole)));
        _expect(_slice(found, 2), _about(Code.ForkedCorrection, 2, NONE, _hash(whole)));
        assertEq(uint256(found[2].severity), uint256(Severity.Review));
        _withdraw(MAKER, MAKER_KEY, _hash(right));
        assertEq(_has(_assess(_with(_with(receipts, right), whole)), Code.ForkedCorrection), false); // One no longer counts.
    }

    function test_AnUnsoundCorrectionReplacesNothing() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory second = _correction(receipts[2], 1);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        second.signature[0] ^= 0x01;
        Finding[] memory found = _assess(_with(receipts, second));
        assertEq(_has(found, Code.Withdrawn), true);
        assertEq(_has(found, Code.BadSignature), true);
        assertEq(_has(found, Code.Justified), false);
    }

    // Order in time

    function testFuzz_ALaterStageMayNotComeFirst(uint32 early) public {
        early = early % uint32(2 * STEP);
        Receipt[] memory receipts = _dossier();
        Receipt memory invoice = _anchoredAgo(STEP + early, _statement(3), STORE_KEY);
        receipts[3] = invoice;
        if (early <= 1 days) _expectNone(receipts);
        else _expectOne(receipts, Code.OutOfOrder, 3, NONE, _hash(invoice));
    }

    function test_TheToleranceHoldsToTheSecond() public {
        Receipt[] memory receipts = _dossier();
        receipts[3] = _anchoredAgo(STEP + 1 days, _statement(3), STORE_KEY);
        _expectNone(receipts);
        receipts[3] = _anchoredAgo(STEP + 1 days + 1, _statement(3), STORE_KEY);
        _expectOne(receipts, Code.OutOfOrder, 3, NONE, _hash(receipts[3]));
    }

    function test_ACorrectionMayFollowWhatCameAfterWhatItReplaces() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(block.timestamp + 10 days);
        Receipt memory second = _correction(receipts[2], 3);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        Receipt[] memory all = _with(receipts, second);
        _expectOne(all, Code.Justified, 2, NONE, _hash(second));
        // What it corrects is not shown: it has only its own time.
        assertEq(_has(_assess(_without(all, 2)), Code.OutOfOrder), true);
        // An invoice that was corrected in the meantime changes nothing of that.
        Statement memory corrected = _statement(3);
        (corrected.supersedes, corrected.reason) = (_hash(receipts[3]), 6);
        Receipt memory invoice = _anchoredAgo(5 days, corrected, STORE_KEY);
        _withdraw(STORE, STORE_KEY, _hash(receipts[3]));
        assertEq(_has(_assess(_with(all, invoice)), Code.OutOfOrder), false);
    }

    /// @dev Aspects that the invoice does not state may change after it; what it states may not be fitted to it.
    function testFuzz_ACorrectionMayNotBeFittedToWhatFollowed(uint8 aspect, bytes32 stated) public {
        aspect %= Aspects.COUNT;
        vm.assume(stated != 0 && Aspects.isStatedAt(aspect, 2));
        Receipt[] memory receipts = _dossier();
        Statement memory first = _statement(2);
        vm.assume(first.aspects[aspect] != stated);
        vm.warp(block.timestamp + 10 days);
        Statement memory fitted = _statement(2);
        fitted.aspects[aspect] = stated;
        (fitted.supersedes, fitted.reason) = (_hash(receipts[2]), 6);
        Receipt memory second = _anchored(fitted, MAKER_KEY);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        Finding[] memory found = _assess(_with(receipts, second));
        assertEq(_has(found, Code.OutOfOrder), _statement(3).aspects[aspect] != 0);
    }

    function test_AChainOfCorrectionsKeepsTheFirstTimeLinkByLink() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(block.timestamp + 10 days);
        Receipt memory second = _correction(receipts[2], 1);
        vm.warp(block.timestamp + 10 days);
        Receipt memory third = _correction(second, 2);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        _withdraw(MAKER, MAKER_KEY, _hash(second));
        Receipt[] memory all = _with(_with(receipts, second), third);
        _expectOne(all, Code.Justified, 2, NONE, _hash(third));
        assertEq(_has(_assess(_without(all, 4)), Code.OutOfOrder), true); // The middle is hidden.
        all[4] = all[2]; // The first, twice, with the middle hidden.
        assertEq(_has(_assess(all), Code.OutOfOrder), true);
    }

    function test_AFlawedStatementLendsNoTime() public {
        Receipt[] memory receipts = _dossier();
        vm.warp(block.timestamp + 10 days);
        Receipt memory second = _correction(receipts[2], 1);
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        Receipt[] memory all = _with(receipts, second);
        all[2].signature[0] ^= 0x01;
        assertEq(_has(_assess(all), Code.OutOfOrder), true);
    }

    /// @dev Anchored twice, it was said the first time; in whatever order the receipts come.
    function test_AStatementAnchoredTwiceLendsItsFirstTime() public {
        Receipt[] memory receipts = _dossier();
        Receipt memory early = receipts[2];
        vm.warp(block.timestamp + 10 days);
        receipts[2] = _anchored(_statement(2), MAKER_KEY);
        Receipt memory second = _correction(early, 1);
        _withdraw(MAKER, MAKER_KEY, _hash(early));
        Receipt[] memory all = _with(receipts, second);
        assertEq(_has(_assess(all), Code.OutOfOrder), true);
        assertEq(_has(_assess(_with(all, early)), Code.OutOfOrder), false);
    }

    // Age and finality

    function testFuzz_AnOldQuoteIsFound(uint64 most, uint32 age) public {
        Receipt[] memory receipts = _dossier();
        vm.warp(block.timestamp + age);
        Statement memory invoice = _statement(3);
        receipts[3] = _anchored(invoice, STORE_KEY);
        Policy memory policy = _policy();
        policy.quoteSeconds = most;
        Finding[] memory found = verifier.assess(receipts, policy, Asker(INSURER, 1, SPLIT));
        uint256 gap = anchors.anchoredAt(_rootOf(receipts[3])) - anchors.anchoredAt(_rootOf(receipts[0]));
        if (most == 0 || gap <= most) _expect(found, new Finding[](0));
        else _expect(found, _about(Code.QuoteTooOld, 3, NONE, _hash(receipts[3])));
    }

    function testFuzz_AYoungAnchorIsFound(uint64 least, uint32 wait) public {
        Receipt[] memory receipts = _dossier();
        vm.warp(block.timestamp + wait);
        Policy memory policy = _policy();
        policy.finalitySeconds = least;
        Finding[] memory found = verifier.assess(receipts, policy, Asker(INSURER, 1, SPLIT));
        uint256 young = 0;
        for (uint256 i = 0; i < receipts.length; ++i) {
            if (block.timestamp >= anchors.anchoredAt(_rootOf(receipts[i])) + least) continue;
            _expect(_slice(found, young++), _about(Code.NotFinal, uint8(i), NONE, _hash(receipts[i])));
        }
        assertEq(found.length, young);
    }

    // Settlement

    function test_ASettledShareIsFound() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(OTHER_INSURER_KEY, invoice, 2);
        _expectNone(receipts); // The other rank's share is not this one's matter.
        _settle(INSURER_KEY, invoice, 1);
        _expectOne(receipts, Code.AlreadySettled, 3, 1, invoice);
        vm.prank(vm.addr(INSURER_KEY));
        settlements.release(address(bytes20(DOSSIER)), 1);
        _expectNone(receipts);
    }

    function testFuzz_OnlyItsOwnSettlementMayBeAccepted(bool own, bool accept) public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(own ? INSURER_KEY : OTHER_INSURER_KEY, invoice, 1);
        Policy memory policy = _policy();
        policy.acceptOwnSettlement = accept;
        Code code = own && accept ? Code.SettledByAsker : Code.AlreadySettled;
        _expect(verifier.assess(receipts, policy, Asker(INSURER, 1, SPLIT)), _about(code, 3, 1, invoice));
        assertEq(verifier.conforms(receipts, policy, Asker(INSURER, 1, SPLIT)), own && accept);
        _expect(verifier.assess(receipts, policy, Asker(INSURER, 0, SPLIT)), new Finding[](0));
    }

    function testFuzz_AnotherInvoiceOfTheDossierIsFound(bytes32 other, uint8 rank) public {
        Receipt[] memory receipts = _dossier();
        vm.assume(other != _hash(receipts[3]));
        _settle(OTHER_INSURER_KEY, other, 1 + (rank % 2));
        _expectOne(receipts, Code.OtherInvoiceSettled, 3, NONE, _hash(receipts[3]));
    }

    function test_WithoutAnInvoiceThatCountsNoSettlementIsJudged() public {
        Receipt[] memory receipts = _dossier();
        _settle(INSURER_KEY, _hash(receipts[3]), 1);
        receipts[3].signature[3] ^= 0x10;
        _expectOne(receipts, Code.BadSignature, 3, NONE, _hash(receipts[3]));
    }

    // Domain

    function testFuzz_TheDigestIsThatOfEip712(address key, bytes32 root, uint64 issuedAt) public view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Clairevoie"),
                keccak256("1"),
                block.chainid,
                address(parties)
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(keccak256("Batch(address key,bytes32 root,uint64 issuedAt)"), key, root, issuedAt)
        );
        assertEq(
            verifier.batchDigest(Batch(key, root, issuedAt)),
            keccak256(abi.encodePacked(hex"1901", domain, structHash))
        );
    }

    // Parts

    function _correction(Receipt memory of_, uint8 reason) private returns (Receipt memory) {
        Statement memory statement = of_.statement;
        Statement memory next = Statement(statement.dossier, statement.stage, statement.aspects, _hash(of_), reason);
        return _anchored(next, _keyOf(next.stage));
    }

    function _expectFor(Receipt[] memory receipts, uint8 rank, Finding[] memory expected) private view {
        _expect(verifier.assess(receipts, _policy(), Asker(INSURER, rank, SPLIT)), expected);
    }

    function _rootOf(Receipt memory receipt) private view returns (bytes32) {
        return verifier.batchDigest(receipt.batch); // Each is anchored alone.
    }

    function _expectMissing(Receipt[] memory receipts, bool[4] memory missing) private view {
        Finding[] memory found = _assess(receipts);
        uint256 seen = 0;
        for (uint8 stage = 0; stage < 4; ++stage) {
            if (missing[stage]) _expect(_slice(found, seen++), _about(Code.MissingStatement, stage, NONE, 0));
        }
        assertEq(found.length, seen);
    }

    function _slice(Finding[] memory found, uint256 i) private pure returns (Finding[] memory one) {
        require(i < found.length, "there is no such finding");
        one = new Finding[](1);
        one[0] = found[i];
    }

    function _just(Code code, uint8 stage, uint8 aspect) private pure returns (Finding[] memory) {
        return _about(code, stage, aspect, 0);
    }

    function _about(Code code, uint8 stage, uint8 aspect, bytes32 subject) private pure returns (Finding[] memory one) {
        one = new Finding[](1);
        one[0] = _finding(code, stage, aspect, subject);
    }
}
