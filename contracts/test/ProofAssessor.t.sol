// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CategoryVerifier} from "../CategoryVerifier.sol";
import {ConformityVerifier} from "../ConformityVerifier.sol";
import {ProofAssessor} from "../ProofAssessor.sol";
import {RenewalVerifier} from "../RenewalVerifier.sol";
import {ICategoryVerifier} from "../interfaces/ICategoryVerifier.sol";
import {Asker, IConformityVerifier, Receipt, StockOpening} from "../interfaces/IConformityVerifier.sol";
import {DevelopmentKeys, IProofAssessor, ProofPolicy, Proofs} from "../interfaces/IProofAssessor.sol";
import {IRenewalVerifier} from "../interfaces/IRenewalVerifier.sol";
import {Finding, Severity} from "../libraries/Findings.sol";
import {Groth16} from "../libraries/Groth16.sol";
import {ProvenFinding} from "../libraries/ProvenFindings.sol";
import {Statement} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Takes for a proof what starts with the hash of all that it is of.
contract CategoryMock is ICategoryVerifier {
    string public keys;
    bool public isDevelopment;

    constructor(string memory keys_, bool isDevelopment_) {
        (keys, isDevelopment) = (keys_, isDevelopment_);
    }

    function verify(
        bytes32 dossier,
        uint8 aspect,
        bytes32 commitment,
        uint8 category,
        Groth16.Proof calldata proof
    ) external pure returns (bool) {
        return proof.a[0] == uint256(keccak256(abi.encode(dossier, aspect, commitment, category)));
    }
}

/// @notice Likewise, of renewals.
contract RenewalMock is IRenewalVerifier {
    string public keys;
    bool public isDevelopment;

    constructor(string memory keys_, bool isDevelopment_) {
        (keys, isDevelopment) = (keys_, isDevelopment_);
    }

    function verify(
        bytes32 dossier,
        bytes32[2] calldata beforeCommitments,
        bytes32[2] calldata afterCommitments,
        Groth16.Proof calldata proof
    ) external pure returns (bool) {
        return proof.a[0] == uint256(keccak256(abi.encode(dossier, beforeCommitments, afterCommitments)));
    }
}

/// @notice Proofs of docs/vectors/proofs.json held to what lens makers stated, and every way in which they may not fit.
contract ProofAssessorTest is DossierTest {
    uint8 private constant A = 1;
    uint8 private constant C = 3;

    ProofAssessor private assessor;
    CategoryVerifier private categories;
    RenewalVerifier private renewals;
    string private json;
    bytes32 private dossier;
    bytes32[2] private commitments;
    Proofs private proofs;

    function setUp() public override {
        super.setUp();
        (categories, renewals) = (new CategoryVerifier(), new RenewalVerifier());
        assessor = new ProofAssessor(verifier, categories, renewals);
        json = vm.readFile("docs/vectors/proofs.json");
        dossier = vm.parseJsonBytes32(json, ".dossier");
        commitments[0] = vm.parseJsonBytes32(json, ".categories[0].commitment");
        commitments[1] = vm.parseJsonBytes32(json, ".categories[1].commitment");
        proofs.keys = vm.parseJsonString(json, ".keys");
        (proofs.categoryRight.category, proofs.categoryLeft.category) = (A, C);
        proofs.categoryRight.proof = vm.parseJsonBytes(json, ".categories[0].proof");
        proofs.categoryLeft.proof = vm.parseJsonBytes(json, ".categories[1].proof");
    }

    // Construction

    function test_NoAddressWithoutCodeIsTaken() public {
        bytes memory expected = abi.encodeWithSelector(IProofAssessor.NotAContract.selector, address(0xE0A));
        vm.expectRevert(expected);
        new ProofAssessor(IConformityVerifier(address(0xE0A)), categories, renewals);
        vm.expectRevert(expected);
        new ProofAssessor(verifier, ICategoryVerifier(address(0xE0A)), renewals);
        vm.expectRevert(expected);
        new ProofAssessor(verifier, categories, IRenewalVerifier(address(0xE0A)));
    }

    function test_TheFirstAddressWithoutCodeIsNamed() public {
        for (uint160 missing = 0; missing < 3; ++missing) {
            vm.expectRevert(abi.encodeWithSelector(IProofAssessor.NotAContract.selector, address(0xE00 + missing)));
            new ProofAssessor(
                missing > 0 ? verifier : ConformityVerifier(address(0xE00)),
                ICategoryVerifier(missing > 1 ? address(categories) : address(0xE01)),
                IRenewalVerifier(address(0xE02))
            );
        }
    }

    function test_KeysAreDevelopmentKeysIfEitherVerifierSaysSo() public {
        for (uint256 i = 0; i < 3; ++i) {
            CategoryMock category = new CategoryMock("development", i != 0);
            assessor = new ProofAssessor(verifier, category, new RenewalMock("development", i != 1));
            _expectTail(_proven(), _asked(), _and(_and(_keys(Severity.Info), 75, 9), 75, 10));
        }
    }

    function test_BothVerifiersAreOfOneSetup() public {
        RenewalMock other = new RenewalMock("ceremony", false);
        vm.expectRevert(abi.encodeWithSelector(IProofAssessor.SetupsDiffer.selector, "development", "ceremony"));
        new ProofAssessor(verifier, categories, other);
    }

    function test_ItSaysWhatItRestsOn() public view {
        assertEq(address(assessor.conformity()), address(verifier));
        assertEq(address(assessor.categories()), address(categories));
        assertEq(address(assessor.renewals()), address(renewals));
    }

    // Without proofs

    function test_WithoutProofsAndDemandsItSaysWhatTheConformityVerifierSays() public {
        delete proofs;
        Receipt[] memory receipts = _proven();
        assertEq(_assess(receipts, _asked()).length, 0);
        receipts[1].signature[3] ^= 0x10;
        _expectTail(receipts, _asked(), new ProvenFinding[](0));
    }

    function test_OpeningsOfStockAreHandedOn() public {
        Receipt[] memory receipts = _proven();
        StockOpening[] memory openings = new StockOpening[](1);
        openings[0] = StockOpening(2, 0, "a unit");
        Asker memory asker = Asker(INSURER, 1, SPLIT);
        Finding[] memory expected = verifier.assessWithStock(receipts, openings, _policy(), asker);
        ProvenFinding[] memory found = assessor.assess(receipts, openings, _policy(), asker, proofs, _asked());
        _expectSame(found, expected);
        assertEq(expected.length > 0, true);
        // With an opening of the right eye a shipment says nothing of the left one.
        assertEq(found.length, expected.length + 2);
        assertEq(uint256(found[expected.length + 1].code), 75);
        assertEq(uint256(found[expected.length + 1].aspect), 10);
    }

    function test_BoundsAreThoseOfTheConformityVerifier() public {
        Receipt[] memory receipts = new Receipt[](65);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.TooManyReceipts.selector, 65, 64));
        _assess(receipts, _asked());
    }

    function test_WithoutAnInvoiceThatCountsNoProofIsJudged() public {
        ProofPolicy memory asked = _asked();
        (asked.requireCategory, asked.requireRenewal) = (true, true);
        Receipt[] memory receipts = _without(_proven(), 3);
        ProvenFinding[] memory found = _assess(receipts, asked);
        assertEq(found.length, 1);
        assertEq(uint256(found[0].code), 14);
        assertEq(_assess(new Receipt[](0), asked).length, 4);
    }

    // Categories

    function test_PublishedProofsShowTheCategoriesOfWhatWasStated() public {
        ProofPolicy memory asked = _asked();
        asked.requireCategory = true;
        asked.categories = [A, C];
        _expectTail(_proven(), asked, _keys(Severity.Info));
    }

    function test_AnotherCategoryThanTheOneBilledIsFound() public {
        ProofPolicy memory asked = _asked();
        asked.categories = [C, C];
        _expectTail(_proven(), asked, _and(_keys(Severity.Info), 73, 9));
        asked.categories = [A, 6];
        _expectTail(_proven(), asked, _and(_keys(Severity.Info), 73, 10));
    }

    function testFuzz_AProofShowsNothingOfAnotherDossier(bytes32 other) public {
        vm.assume(other != dossier);
        dossier = other;
        _expectTail(_proven(), _asked(), _and(_and(_keys(Severity.Info), 75, 9), 75, 10));
    }

    function testFuzz_AProofIsHeldToWhatTheLensMakerStated(bytes32 other) public {
        vm.assume(other != commitments[0]);
        commitments[0] = other;
        _expectTail(_proven(), _asked(), _and(_keys(Severity.Info), 75, 9));
    }

    function test_TheOpticiansOwnStatementsAreNoGround() public {
        Receipt[] memory receipts = _proven();
        Statement memory shipped = receipts[2].statement;
        (shipped.aspects[9], shipped.aspects[10]) = (0, bytes32("another lens"));
        receipts[2] = _anchored(shipped, MAKER_KEY);
        _expectTail(receipts, _asked(), _and(_and(_keys(Severity.Info), 75, 9), 75, 10));
    }

    function test_AShipmentThatDoesNotCountIsNoGround() public {
        Receipt[] memory receipts = _proven();
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[2]));
        _expectTail(receipts, _asked(), _and(_and(_keys(Severity.Info), 75, 9), 75, 10));
    }

    function test_TheOtherEyesProofIsRefused() public {
        Proofs memory one = proofs;
        proofs.categoryRight = one.categoryLeft;
        proofs.categoryLeft = one.categoryRight;
        _expectTail(_proven(), _asked(), _and(_and(_keys(Severity.Info), 75, 9), 75, 10));
    }

    function testFuzz_WhatIsNoProofIsRefused(bytes memory other, uint8 category) public {
        vm.assume(other.length != 0 && category != A);
        bytes memory right = proofs.categoryRight.proof;
        proofs.categoryRight.proof = other;
        _expectTail(_proven(), _asked(), _and(_keys(Severity.Info), 75, 9));
        proofs.categoryRight.proof = abi.encodePacked(right, other);
        _expectTail(_proven(), _asked(), _and(_keys(Severity.Info), 75, 9));
        proofs.categoryRight.proof = right;
        proofs.categoryRight.category = category;
        _expectTail(_proven(), _asked(), _and(_keys(Severity.Info), 75, 9));
    }

    function test_ARequiredCategoryThatIsMissingIsFoundOfEveryLensThatIsInvoiced() public {
        ProofPolicy memory asked = _asked();
        asked.requireCategory = true;
        asked.categories = [A, 0]; // The code of the left lens is in no table.
        _expectTail(_proven(), asked, _and(_keys(Severity.Info), 72, 10));
        delete proofs.categoryLeft;
        asked.categories = [A, C];
        _expectTail(_proven(), asked, _and(_keys(Severity.Info), 72, 10));
        Receipt[] memory receipts = _proven();
        Statement memory invoiced = receipts[3].statement;
        (invoiced.aspects[6], invoiced.aspects[8]) = (0, 0);
        receipts[3] = _anchored(invoiced, STORE_KEY);
        _expectTail(receipts, asked, _keys(Severity.Info));
    }

    function test_AReceiptOfAnotherDossierMayComeSecond() public {
        Receipt[] memory receipts = _proven();
        Receipt[] memory more = _with(receipts, receipts[1]);
        more[1] = _anchored(_statement(1), STORE_KEY);
        assertEq(more[1].statement.dossier != dossier, true);
        _expectTail(more, _asked(), _keys(Severity.Info));
    }

    function test_OneProofIsEnoughToSayWhoseKeysTheyAre() public {
        delete proofs.categoryRight;
        _expectTail(_proven(), _asked(), _keys(Severity.Info));
        delete proofs.categoryLeft;
        _expectTail(_proven(), _asked(), new ProvenFinding[](0));
    }

    function test_ACommitmentOfZeroHasNoCategory() public {
        _mock();
        commitments = [bytes32(0), bytes32("left")];
        _showCategory(0, 9);
        _showCategory(1, 9);
        _expectTail(_proven(), _asked(), _and(_keys(Severity.Info), 75, 9));
    }

    function test_EverythingThatCanBeWrongWithProofsIsToldAtOnce() public {
        _mock();
        commitments = [bytes32("right"), bytes32("left")];
        _showCategory(0, 1);
        _showCategory(1, 1);
        ProofPolicy memory asked = _asked();
        asked.previous[0] = "before";
        _showRenewal(asked.previous, 1);
        _expectTail(_proven(), asked, _and(_and(_and(_keys(Severity.Info), 75, 9), 75, 10), 75, 255));
    }

    // Renewals

    function test_OneEyeBeforeIsEnough() public {
        _mock();
        commitments = [bytes32("right"), bytes32("left")];
        for (uint256 eye = 0; eye < 2; ++eye) {
            ProofPolicy memory asked = _asked();
            asked.requireRenewal = true;
            asked.previous[eye] = "before";
            _showRenewal(asked.previous, 3);
            _expectTail(_proven(), asked, _keys(Severity.Info));
            _showRenewal(asked.previous, 1);
            _expectTail(_proven(), asked, _and(_keys(Severity.Info), 75, 255));
        }
    }

    function test_AnEyeThatNobodyShippedIsNotCompared() public {
        _mock();
        commitments = [bytes32(0), bytes32("left")];
        ProofPolicy memory asked = _asked();
        asked.previous = [bytes32("before, right"), bytes32("before, left")];
        _showRenewal(asked.previous, 3);
        _expectTail(_proven(), asked, _keys(Severity.Info));
    }

    function test_APublishedProofShowsTheRenewalFromWhatTheInsurerKept() public {
        ProofPolicy memory asked = _renewed();
        asked.requireRenewal = true;
        _expectTail(_proven(), asked, _keys(Severity.Info));
        asked.previous[1] = bytes32("another equipment");
        _expectTail(_proven(), asked, _and(_keys(Severity.Info), 75, 255));
    }

    function test_ARenewalOfOneEyeComparesThatEye() public {
        _renewed();
        commitments[1] = vm.parseJsonBytes32(json, ".renewals[1].after.left");
        proofs.renewal = vm.parseJsonBytes(json, ".renewals[1].proof");
        ProofPolicy memory asked = _asked();
        asked.previous[1] = vm.parseJsonBytes32(json, ".renewals[1].before.left");
        _expectTail(_proven(), asked, _keys(Severity.Info));
        asked.previous[0] = bytes32("a right eye, now compared too");
        _expectTail(_proven(), asked, _and(_keys(Severity.Info), 75, 255));
    }

    function test_ARequiredRenewalNeedsAProofAndAnEquipmentBefore() public {
        ProofPolicy memory asked = _renewed();
        asked.requireRenewal = true;
        delete asked.previous;
        _expectTail(_proven(), asked, _and(_keys(Severity.Info), 74, 255));
        asked = _renewed();
        asked.requireRenewal = true;
        delete proofs;
        _expectTail(_proven(), asked, _and(new ProvenFinding[](0), 74, 255));
    }

    function testFuzz_WhatIsNoProofOfRenewalIsRefused(bytes memory other) public {
        vm.assume(other.length != 0);
        ProofPolicy memory asked = _renewed();
        proofs.renewal = other;
        _expectTail(_proven(), asked, _and(_keys(Severity.Info), 75, 255));
    }

    // Keys

    function testFuzz_DevelopmentKeysCountOnLocalChainsOnly(uint64 chain) public {
        vm.assume(chain != 31337 && chain != 1337 && chain != 0);
        _expectTail(_proven(), _asked(), _keys(Severity.Info));
        vm.chainId(1337);
        _expectTail(_proven(), _asked(), _keys(Severity.Info));
        vm.chainId(chain);
        _expectTail(_proven(), _asked(), _keys(Severity.Blocking));
    }

    function test_ThePolicyMayAcceptDevelopmentKeysOrRefuseThemEverywhere() public {
        ProofPolicy memory asked = _asked();
        asked.developmentKeys = DevelopmentKeys.Refused;
        _expectTail(_proven(), asked, _keys(Severity.Blocking));
        vm.chainId(1);
        asked.developmentKeys = DevelopmentKeys.Accepted;
        _expectTail(_proven(), asked, _keys(Severity.Info));
    }

    function test_ProofsOfUnknownKeysVerifyNothing() public {
        proofs.keys = "ceremony";
        _expectTail(_proven(), _asked(), _and(_and(new ProvenFinding[](0), 75, 9), 75, 10));
    }

    function test_KeysThatAreUnknownHereVerifyNothing() public {
        ProofPolicy memory asked = _renewed();
        proofs.categoryRight.proof = vm.parseJsonBytes(json, ".categories[0].proof");
        proofs.keys = "ceremony";
        _expectTail(_proven(), asked, _and(_and(new ProvenFinding[](0), 75, 9), 75, 255));
    }

    // All of it

    /// @dev What docs/protocol.md says of proofs, written out again, is what is found, whatever is shown and asked.
    function testFuzz_TheFindingsAreThoseOfTheText(uint256 dice, bool isDevelopment) public {
        string memory setup = isDevelopment ? "development" : "ceremony";
        assessor = new ProofAssessor(
            verifier,
            new CategoryMock(setup, isDevelopment),
            new RenewalMock(setup, isDevelopment)
        );
        ProofPolicy memory asked = _drawAsked(dice);
        commitments = [bytes32(dice & 1024), bytes32(dice & 2048)];
        delete proofs;
        bool areKnown = (dice & 4096 == 0) == isDevelopment;
        proofs.keys = dice & 4096 == 0 ? "development" : "ceremony";
        Receipt[] memory receipts = _proven();
        Statement memory invoiced = receipts[3].statement;
        if (dice & 8192 == 0) invoiced.aspects[5] = 0;
        if (dice & 16384 == 0) invoiced.aspects[6] = 0;
        receipts[3] = _anchored(invoiced, STORE_KEY);
        _showCategory(0, dice >> 16);
        _showCategory(1, dice >> 20);
        _showRenewal(asked.previous, dice >> 24);

        ProvenFinding[] memory expected = new ProvenFinding[](0);
        if (isDevelopment && areKnown && (dice >> 16) & 273 != 0) {
            expected = _keys(asked.developmentKeys == DevelopmentKeys.Refused ? Severity.Blocking : Severity.Info);
        }
        for (uint8 eye = 0; eye < 2; ++eye) {
            bool holds = areKnown && commitments[eye] != 0 && (dice >> (16 + 4 * eye)) & 8 != 0;
            expected = _expectCategory(expected, asked, eye, invoiced.aspects[5 + eye] != 0, holds);
        }
        expected = _expectRenewal(expected, asked, areKnown && dice & (1 << 25) != 0);
        _expectTail(receipts, asked, expected);
    }

    function _drawAsked(uint256 dice) private pure returns (ProofPolicy memory asked) {
        (asked.requireCategory, asked.requireRenewal) = (dice & 1 == 1, dice & 2 == 2);
        asked.categories = [_letter((dice >> 2) & 3), _letter((dice >> 4) & 3)];
        asked.previous = [bytes32(dice & 64), bytes32(dice & 128)];
        asked.developmentKeys = DevelopmentKeys((dice >> 8) % 3);
    }

    function _letter(uint256 n) private pure returns (uint8) {
        return [0, A, C, 6][n];
    }

    function _showCategory(uint8 eye, uint256 dice) private {
        if (dice & 1 == 0) return;
        uint8 category = _letter(1 + (((dice >> 1) & 3) % 3));
        bytes32 holds = keccak256(abi.encode(dossier, 9 + eye, commitments[eye], category));
        bytes memory proof = abi.encodePacked(dice & 8 == 0 ? bytes32("none") : holds, new bytes(224));
        if (eye == 0) (proofs.categoryRight.category, proofs.categoryRight.proof) = (category, proof);
        else (proofs.categoryLeft.category, proofs.categoryLeft.proof) = (category, proof);
    }

    function _showRenewal(bytes32[2] memory previous, uint256 dice) private {
        if (dice & 1 == 0) return;
        bytes32[2] memory from;
        bytes32[2] memory to;
        for (uint256 eye = 0; eye < 2; ++eye) {
            if (previous[eye] == 0 || commitments[eye] == 0) continue;
            (from[eye], to[eye]) = (previous[eye], commitments[eye]);
        }
        bytes32 holds = keccak256(abi.encode(dossier, from, to));
        proofs.renewal = abi.encodePacked(dice & 2 == 0 ? bytes32("none") : holds, new bytes(224));
    }

    function _expectCategory(
        ProvenFinding[] memory expected,
        ProofPolicy memory asked,
        uint8 eye,
        bool isInvoiced,
        bool holds
    ) private view returns (ProvenFinding[] memory) {
        uint8 shown = eye == 0 ? proofs.categoryRight.category : proofs.categoryLeft.category;
        uint8 billed = asked.categories[eye];
        if (isInvoiced && asked.requireCategory && (shown == 0 || billed == 0)) return _and(expected, 72, 9 + eye);
        if (shown == 0) return expected;
        if (!holds) return _and(expected, 75, 9 + eye);
        return billed != 0 && billed != shown ? _and(expected, 73, 9 + eye) : expected;
    }

    function _expectRenewal(
        ProvenFinding[] memory expected,
        ProofPolicy memory asked,
        bool holds
    ) private view returns (ProvenFinding[] memory) {
        bool isTold = asked.previous[0] != 0 || asked.previous[1] != 0;
        if (proofs.renewal.length != 0 && isTold) return holds ? expected : _and(expected, 75, 255);
        return asked.requireRenewal ? _and(expected, 74, 255) : expected;
    }

    // Parts

    /// @dev Four statements that agree on the prescriptions of `commitments`.
    function _proven() private returns (Receipt[] memory receipts) {
        receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) {
            Statement memory statement = _statement(stage);
            statement.dossier = dossier;
            if (stage < 3) (statement.aspects[9], statement.aspects[10]) = (commitments[0], commitments[1]);
            receipts[stage] = _next(statement);
        }
    }

    /// @dev Verifiers that are easily pleased, and no proof yet.
    function _mock() private {
        assessor = new ProofAssessor(
            verifier,
            new CategoryMock("development", true),
            new RenewalMock("development", true)
        );
        delete proofs;
        proofs.keys = "development";
    }

    function _asked() private pure returns (ProofPolicy memory asked) {}

    /// @dev The published renewal of both eyes, instead of the categories; and the equipment before.
    function _renewed() private returns (ProofPolicy memory asked) {
        delete proofs.categoryRight;
        delete proofs.categoryLeft;
        proofs.renewal = vm.parseJsonBytes(json, ".renewals[0].proof");
        commitments[0] = vm.parseJsonBytes32(json, ".renewals[0].after.right");
        commitments[1] = vm.parseJsonBytes32(json, ".renewals[0].after.left");
        asked.previous[0] = vm.parseJsonBytes32(json, ".renewals[0].before.right");
        asked.previous[1] = vm.parseJsonBytes32(json, ".renewals[0].before.left");
    }

    function _assess(
        Receipt[] memory receipts,
        ProofPolicy memory asked
    ) private view returns (ProvenFinding[] memory) {
        Asker memory asker = Asker(INSURER, 1, SPLIT);
        return assessor.assess(receipts, new StockOpening[](0), _policy(), asker, proofs, asked);
    }

    /// @dev What the conformity verifier finds, and then exactly this.
    function _expectTail(
        Receipt[] memory receipts,
        ProofPolicy memory asked,
        ProvenFinding[] memory tail
    ) private view {
        ProvenFinding[] memory found = _assess(receipts, asked);
        Finding[] memory head = _assess(receipts);
        _expectSame(found, head);
        for (uint256 i = 0; i < tail.length && head.length + i < found.length; ++i) {
            ProvenFinding memory one = found[head.length + i];
            assertEq(uint256(one.code), uint256(tail[i].code));
            assertEq(uint256(one.severity), uint256(tail[i].severity));
            assertEq(uint256(one.stage), uint256(tail[i].stage));
            assertEq(uint256(one.aspect), uint256(tail[i].aspect));
            assertEq(one.subject, bytes32(0));
        }
        assertEq(found.length, head.length + tail.length);
    }

    function _expectSame(ProvenFinding[] memory found, Finding[] memory head) private pure {
        for (uint256 i = 0; i < head.length; ++i) assertEq(abi.encode(found[i]), abi.encode(head[i]));
    }

    function _keys(Severity severity) private pure returns (ProvenFinding[] memory one) {
        one = new ProvenFinding[](1);
        one[0] = ProvenFinding(76, severity, 3, 255, 0);
    }

    function _and(
        ProvenFinding[] memory found,
        uint8 code,
        uint8 aspect
    ) private pure returns (ProvenFinding[] memory more) {
        more = new ProvenFinding[](found.length + 1);
        for (uint256 i = 0; i < found.length; ++i) more[i] = found[i];
        more[found.length] = ProvenFinding(code, Severity.Blocking, 2, aspect, 0);
    }
}
