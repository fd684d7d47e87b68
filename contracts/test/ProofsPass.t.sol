// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BandVerifier} from "../BandVerifier.sol";
import {RenewalVerifier} from "../RenewalVerifier.sol";
import {IBandVerifier} from "../interfaces/IBandVerifier.sol";
import {
    BandProof,
    DevelopmentKeys,
    Dossier,
    IConformityVerifier,
    Policy,
    Proofs,
    Receipt,
    StockOpening,
    Suite
} from "../interfaces/IConformityVerifier.sol";
import {IRenewalVerifier} from "../interfaces/IRenewalVerifier.sol";
import {StockUse} from "../interfaces/IStockRegistry.sol";
import {Codes, Severity} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Groth16} from "../libraries/Groth16.sol";
import {Statement} from "../libraries/Statements.sol";
import {Stock} from "../libraries/Stock.sol";
import {Deploying} from "./support/Deploying.sol";
import {DossierTest} from "./support/Dossiers.sol";
import {BandMock, RenewalMock} from "./support/Verifiers.sol";

/// @notice Verifies the published proofs, which are of an id that nobody can open, as if they were of the dossier of the tests.
contract PublishedBands is IBandVerifier {
    BandVerifier private immutable _bands = Deploying.bandVerifier();
    bytes32 private immutable _published;
    bytes32 private immutable _ours;

    constructor(bytes32 published, bytes32 ours) {
        (_published, _ours) = (published, ours);
    }

    function verify(
        bytes32 dossier,
        uint8 aspect,
        bytes32 commitment,
        uint16 mask,
        Groth16.Proof calldata proof
    ) external view returns (bool) {
        return dossier == _ours && _bands.verify(_published, aspect, commitment, mask, proof);
    }

    function keys() external view returns (string memory) {
        return _bands.keys();
    }

    function isDevelopment() external view returns (bool) {
        return _bands.isDevelopment();
    }
}

/// @notice Likewise, of renewals.
contract PublishedRenewals is IRenewalVerifier {
    RenewalVerifier private immutable _renewals = Deploying.renewalVerifier();
    bytes32 private immutable _published;
    bytes32 private immutable _ours;

    constructor(bytes32 published, bytes32 ours) {
        (_published, _ours) = (published, ours);
    }

    function verify(
        bytes32 dossier,
        bytes32[2] calldata beforeCommitments,
        bytes32[2] calldata afterCommitments,
        Groth16.Proof calldata proof
    ) external view returns (bool) {
        return dossier == _ours && _renewals.verify(_published, beforeCommitments, afterCommitments, proof);
    }

    function keys() external view returns (string memory) {
        return _renewals.keys();
    }

    function isDevelopment() external view returns (bool) {
        return _renewals.isDevelopment();
    }
}

/// @notice Pass 12: proofs of docs/vectors/proofs.json held to what lens makers stated, and every way in which they may not fit.
contract ProofsPassTest is DossierTest {
    /// @dev VU6, and what a V02 of class A stands for.
    uint16 private constant RIGHT_MASK = 32;
    uint16 private constant LEFT_MASK = 120;

    string private json;
    bytes32[2] private commitments;
    Proofs private proofs;

    function setUp() public override {
        super.setUp();
        json = vm.readFile("docs/vectors/proofs.json");
        bytes32 published = vm.parseJsonBytes32(json, ".dossier");
        Suite memory suite = _suite();
        suite.bands = new PublishedBands(published, DOSSIER);
        suite.renewals = new PublishedRenewals(published, DOSSIER);
        verifier = Deploying.conformityVerifier(suite);
        commitments[0] = vm.parseJsonBytes32(json, ".bands[0].commitment");
        commitments[1] = vm.parseJsonBytes32(json, ".bands[1].commitment");
        proofs.keys = vm.parseJsonString(json, ".keys");
        proofs.bandRight = BandProof(RIGHT_MASK, vm.parseJsonBytes(json, ".bands[0].proof"));
        proofs.bandLeft = BandProof(LEFT_MASK, vm.parseJsonBytes(json, ".bands[1].proof"));
    }

    // Construction

    function test_BothVerifiersAreOfOneSetup() public {
        Suite memory suite = _suite();
        suite.renewals = new RenewalMock("ceremony", false);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.SetupsDiffer.selector, "development", "ceremony"));
        Deploying.conformityVerifier(suite);
    }

    function test_12_1_KeysAreDevelopmentKeysIfEitherVerifierSaysSo() public {
        for (uint256 i = 0; i < 4; ++i) {
            _mock("development", i & 1 != 0, i & 2 != 0);
            _show(0, 1);
            Finding[] memory expected = i == 0 ? new Finding[](0) : _keys(Severity.Info);
            _expectTail(_proven(), _policy(), _and(expected, Codes.PROOF_DOES_NOT_VERIFY, 2, 9, 0));
        }
    }

    // Without proofs

    function test_12_WithoutProofsAndDemandsNothingIsSaidOfThem() public {
        delete proofs;
        _expectTail(_proven(), _policy(), new Finding[](0));
    }

    function test_12_WithoutAnInvoiceThatCountsNoProofIsJudged() public {
        Policy memory policy = _policy();
        (policy.requireBand, policy.requireRenewal) = (true, true);
        Finding[] memory found = _judge(_without(_proven(), 3), policy);
        _expect(found, _one(Codes.MISSING_STATEMENT, 3, NONE, 0));
    }

    // Rule 12.2

    function test_12_2_PublishedProofsShowTheBandsOfWhatWasStated() public {
        _expectTail(_proven(), _required(), _keys(Severity.Info));
    }

    function test_12_2_OtherBandsThanThoseBilledAreFound() public {
        Policy memory policy = _required();
        policy.masks = [LEFT_MASK, LEFT_MASK];
        _expectTail(_proven(), policy, _and(_keys(Severity.Info), Codes.BAND_WRONG, 2, 9, 0));
        policy.masks = [RIGHT_MASK, RIGHT_MASK];
        _expectTail(_proven(), policy, _and(_keys(Severity.Info), Codes.BAND_WRONG, 2, 10, 0));
    }

    /// @dev Exactly the mask of the code: what is wider proves less, and what is narrower tells more than is billed.
    function testFuzz_12_2_NeitherAWiderNorANarrowerMaskWillDo(uint16 billed) public {
        vm.assume(billed != LEFT_MASK && billed != 0);
        Policy memory policy = _required();
        policy.masks[1] = billed;
        _expectTail(_proven(), policy, _and(_keys(Severity.Info), Codes.BAND_WRONG, 2, 10, 0));
        // The proof is of its mask only.
        policy = _required();
        (policy.masks[1], proofs.bandLeft.mask) = (billed, billed);
        _expectTail(_proven(), policy, _and(_keys(Severity.Info), Codes.PROOF_DOES_NOT_VERIFY, 2, 10, 0));
    }

    function testFuzz_12_2_AProofIsHeldToWhatTheLensMakerStated(bytes32 other) public {
        vm.assume(other != commitments[0] && other != 0);
        commitments[0] = other;
        _expectTail(_proven(), _policy(), _and(_keys(Severity.Info), Codes.PROOF_DOES_NOT_VERIFY, 2, 9, 0));
    }

    function test_12_2_TheOpticiansOwnStatementsAreNoGround() public {
        Receipt[] memory receipts = _proven();
        Statement memory shipped = receipts[2].statement;
        (shipped.aspects[9], shipped.aspects[10]) = (0, bytes32("another lens"));
        receipts[2] = _anchored(shipped, MAKER_KEY);
        _expectTail(receipts, _policy(), _and(_twice(), Codes.PROOF_DOES_NOT_VERIFY, 2, 10, 0));
    }

    function test_12_2_AShipmentThatDoesNotCountIsNoGround() public {
        Receipt[] memory receipts = _proven();
        _withdraw(receipts[2]);
        _expectTail(receipts, _policy(), _and(_twice(), Codes.PROOF_DOES_NOT_VERIFY, 2, 10, 0));
    }

    function test_12_2_TheOtherEyesProofIsRefused() public {
        Proofs memory one = proofs;
        proofs.bandRight = one.bandLeft;
        proofs.bandLeft = one.bandRight;
        _expectTail(_proven(), _policy(), _and(_twice(), Codes.PROOF_DOES_NOT_VERIFY, 2, 10, 0));
    }

    function testFuzz_12_2_WhatIsNoProofIsRefused(bytes memory other, uint16 mask) public {
        vm.assume(other.length != 0 && mask != RIGHT_MASK);
        bytes memory right = proofs.bandRight.proof;
        proofs.bandRight.proof = other;
        _expectTail(_proven(), _policy(), _twice());
        proofs.bandRight.proof = abi.encodePacked(right, other);
        _expectTail(_proven(), _policy(), _twice());
        proofs.bandRight = BandProof(mask, right);
        _expectTail(_proven(), _policy(), _twice());
    }

    function test_12_2_ARequiredBandThatIsMissingIsFoundOfEveryLensThatIsInvoiced() public {
        Policy memory policy = _required();
        policy.masks[1] = 0; // The code of the left lens is in no table.
        Finding[] memory expected = _and(_keys(Severity.Info), Codes.BAND_NOT_PROVEN, 2, 10, 0);
        _expectTail(_proven(), policy, expected);
        delete proofs.bandLeft;
        _expectTail(_proven(), _required(), expected);
        Receipt[] memory receipts = _proven();
        Statement memory invoiced = receipts[3].statement;
        (invoiced.aspects[6], invoiced.aspects[8]) = (0, 0);
        receipts[3] = _anchored(invoiced, STORE_KEY);
        _expectTail(receipts, _required(), _keys(Severity.Info));
    }

    /// @dev The maker of a stock lens states its code: its sphere is nobody's matter, and a proof is not looked at.
    function test_12_2_ALensFromStockNeedsNoProof() public {
        bytes32 nullifier = "a nullifier";
        Receipt[] memory receipts = _proven();
        Statement memory left = receipts[2].statement;
        Statement memory unit = _statementOf(4, 0);
        (unit.dossier, unit.aspects[9]) = (Stock.unit(nullifier, STORE), commitments[0]);
        for (uint256 aspect = 5; aspect < 15; aspect += 2) left.aspects[aspect] = 0;
        receipts[2] = _anchored(left, MAKER_KEY);
        Dossier memory dossier = _shown(_with(receipts, _anchored(unit, MAKER_KEY)));
        dossier.stock = new StockOpening[](1);
        dossier.stock[0] = StockOpening(4, 0, nullifier);
        dossier.proofs = proofs;
        dossier.proofs.bandRight = BandProof(1, "no proof"); // Not looked at.
        _use(nullifier);
        _expect(verifier.assess(dossier, _required(), _asker()), _keys(Severity.Info));
        delete dossier.proofs.bandRight;
        _expect(verifier.assess(dossier, _required(), _asker()), _keys(Severity.Info));
        // Withdrawn, it is no ground for leaving the proof out.
        _withdraw(dossier.receipts[4]);
        assertEq(_has(verifier.assess(dossier, _required(), _asker()), Codes.BAND_NOT_PROVEN), true);
    }

    function test_12_2_ACommitmentOfZeroHasNoBand() public {
        _mock("development", true, true);
        commitments = [bytes32(0), bytes32("left")];
        _show(0, 9);
        _show(1, 9);
        _expectTail(_proven(), _policy(), _twice());
    }

    // Rule 12.3

    function test_12_3_OneEyeBeforeIsEnough() public {
        _mock("development", true, true);
        commitments = [bytes32("right"), bytes32("left")];
        for (uint256 eye = 0; eye < 2; ++eye) {
            Policy memory policy = _policy();
            policy.requireRenewal = true;
            policy.previous[eye] = "before";
            _showRenewal(policy.previous, 3);
            _expectTail(_proven(), policy, _keys(Severity.Info));
            _showRenewal(policy.previous, 1);
            _expectTail(_proven(), policy, _and(_keys(Severity.Info), Codes.PROOF_DOES_NOT_VERIFY, 2, NONE, 0));
        }
    }

    function test_12_3_AnEyeThatNobodyShippedIsNotCompared() public {
        _mock("development", true, true);
        commitments = [bytes32(0), bytes32("left")];
        Policy memory policy = _policy();
        policy.previous = [bytes32("before, right"), bytes32("before, left")];
        _showRenewal(policy.previous, 3);
        _expectTail(_proven(), policy, _keys(Severity.Info));
    }

    function test_12_3_APublishedProofShowsTheRenewalFromWhatTheInsurerKept() public {
        Policy memory policy = _renewed();
        policy.requireRenewal = true;
        _expectTail(_proven(), policy, _keys(Severity.Info));
        policy.previous[1] = bytes32("another equipment");
        _expectTail(_proven(), policy, _and(_keys(Severity.Info), Codes.PROOF_DOES_NOT_VERIFY, 2, NONE, 0));
    }

    function test_12_3_ARenewalOfOneEyeComparesThatEye() public {
        _renewed();
        commitments[1] = vm.parseJsonBytes32(json, ".renewals[1].after.left");
        proofs.renewal = vm.parseJsonBytes(json, ".renewals[1].proof");
        Policy memory policy = _policy();
        policy.previous[1] = vm.parseJsonBytes32(json, ".renewals[1].before.left");
        _expectTail(_proven(), policy, _keys(Severity.Info));
        policy.previous[0] = bytes32("a right eye, now compared too");
        _expectTail(_proven(), policy, _and(_keys(Severity.Info), Codes.PROOF_DOES_NOT_VERIFY, 2, NONE, 0));
    }

    function test_12_3_ARequiredRenewalNeedsAProofAndAnEquipmentBefore() public {
        Policy memory policy = _renewed();
        policy.requireRenewal = true;
        delete policy.previous;
        _expectTail(_proven(), policy, _and(_keys(Severity.Info), Codes.RENEWAL_NOT_PROVEN, 2, NONE, 0));
        policy = _renewed();
        policy.requireRenewal = true;
        delete proofs;
        _expectTail(_proven(), policy, _one(Codes.RENEWAL_NOT_PROVEN, 2, NONE, 0));
    }

    function testFuzz_12_3_WhatIsNoProofOfRenewalIsRefused(bytes memory other) public {
        vm.assume(other.length != 0);
        Policy memory policy = _renewed();
        proofs.renewal = other;
        _expectTail(_proven(), policy, _and(_keys(Severity.Info), Codes.PROOF_DOES_NOT_VERIFY, 2, NONE, 0));
    }

    // Rule 12.1

    function testFuzz_12_1_DevelopmentKeysCountOnLocalChainsOnly(uint64 chain) public {
        vm.assume(chain != 31337 && chain != 1337 && chain != 0);
        _expectTail(_proven(), _policy(), _keys(Severity.Info));
        vm.chainId(1337);
        _expectTail(_proven(), _policy(), _keys(Severity.Info));
        vm.chainId(chain);
        _expectTail(_proven(), _policy(), _keys(Severity.Blocking));
    }

    function test_12_1_ThePolicyMayAcceptDevelopmentKeysOrRefuseThemEverywhere() public {
        Policy memory policy = _policy();
        policy.developmentKeys = DevelopmentKeys.Refused;
        _expectTail(_proven(), policy, _keys(Severity.Blocking));
        vm.chainId(1);
        policy.developmentKeys = DevelopmentKeys.Accepted;
        _expectTail(_proven(), policy, _keys(Severity.Info));
    }

    function test_12_1_OneProofIsEnoughToSayWhoseKeysTheyAre() public {
        delete proofs.bandRight;
        _expectTail(_proven(), _policy(), _keys(Severity.Info));
        delete proofs.bandLeft;
        _expectTail(_proven(), _policy(), new Finding[](0));
    }

    function test_12_1_ProofsOfUnknownKeysVerifyNothing() public {
        Policy memory policy = _renewed();
        proofs.bandRight = BandProof(RIGHT_MASK, vm.parseJsonBytes(json, ".bands[0].proof"));
        proofs.keys = "ceremony";
        Finding[] memory expected = _one(Codes.PROOF_DOES_NOT_VERIFY, 2, 9, 0);
        _expectTail(_proven(), policy, _and(expected, Codes.PROOF_DOES_NOT_VERIFY, 2, NONE, 0));
    }

    // All of it

    function test_12_EverythingThatCanBeWrongWithProofsIsToldAtOnce() public {
        _mock("development", true, true);
        commitments = [bytes32("right"), bytes32("left")];
        _show(0, 1);
        _show(1, 1);
        Policy memory policy = _policy();
        policy.previous[0] = "before";
        _showRenewal(policy.previous, 1);
        Finding[] memory expected = _and(_twice(), Codes.PROOF_DOES_NOT_VERIFY, 2, 10, 0);
        _expectTail(_proven(), policy, _and(expected, Codes.PROOF_DOES_NOT_VERIFY, 2, NONE, 0));
    }

    /// @dev What docs/protocol.md says of proofs, written out again, is what is found, whatever is shown and asked.
    function testFuzz_12_TheFindingsAreThoseOfTheText(uint256 dice, bool isDevelopment) public {
        _mock(isDevelopment ? "development" : "ceremony", isDevelopment, isDevelopment);
        Policy memory policy = _drawn(dice);
        commitments = [bytes32(dice & 1024), bytes32(dice & 2048)];
        bool areKnown = (dice & 4096 == 0) == isDevelopment;
        proofs.keys = dice & 4096 == 0 ? "development" : "ceremony";
        Receipt[] memory receipts = _proven();
        Statement memory invoiced = receipts[3].statement;
        if (dice & 8192 == 0) invoiced.aspects[5] = 0;
        if (dice & 16384 == 0) invoiced.aspects[6] = 0;
        receipts[3] = _anchored(invoiced, STORE_KEY);
        _show(0, dice >> 16);
        _show(1, dice >> 20);
        _showRenewal(policy.previous, dice >> 24);

        Finding[] memory expected = new Finding[](0);
        if (isDevelopment && areKnown && (dice >> 16) & 273 != 0) {
            expected = _keys(policy.developmentKeys == DevelopmentKeys.Refused ? Severity.Blocking : Severity.Info);
        }
        for (uint8 eye = 0; eye < 2; ++eye) {
            bool holds = areKnown && commitments[eye] != 0 && (dice >> (16 + 4 * eye)) & 8 != 0;
            expected = _expectBand(expected, policy, eye, invoiced.aspects[5 + eye] != 0, holds);
        }
        expected = _expectRenewal(expected, policy, areKnown && dice & (1 << 25) != 0);
        _expectTail(receipts, policy, expected);
    }

    function _drawn(uint256 dice) private pure returns (Policy memory policy) {
        policy = _policy();
        (policy.requireBand, policy.requireRenewal) = (dice & 1 == 1, dice & 2 == 2);
        policy.masks = [uint16((dice >> 2) & 3), uint16((dice >> 4) & 3)];
        policy.previous = [bytes32(dice & 64), bytes32(dice & 128)];
        policy.developmentKeys = DevelopmentKeys((dice >> 8) % 3);
    }

    function _show(uint8 eye, uint256 dice) private {
        if (dice & 1 == 0) return;
        uint16 mask = uint16(1 + (((dice >> 1) & 3) % 3));
        bytes32 holds = keccak256(abi.encode(DOSSIER, 9 + eye, commitments[eye], mask));
        bytes memory proof = abi.encodePacked(dice & 8 == 0 ? bytes32("none") : holds, new bytes(224));
        if (eye == 0) proofs.bandRight = BandProof(mask, proof);
        else proofs.bandLeft = BandProof(mask, proof);
    }

    function _showRenewal(bytes32[2] memory previous, uint256 dice) private {
        if (dice & 1 == 0) return;
        bytes32[2] memory from;
        bytes32[2] memory to;
        for (uint256 eye = 0; eye < 2; ++eye) {
            if (previous[eye] == 0 || commitments[eye] == 0) continue;
            (from[eye], to[eye]) = (previous[eye], commitments[eye]);
        }
        bytes32 holds = keccak256(abi.encode(DOSSIER, from, to));
        proofs.renewal = abi.encodePacked(dice & 2 == 0 ? bytes32("none") : holds, new bytes(224));
    }

    function _expectBand(
        Finding[] memory expected,
        Policy memory policy,
        uint8 eye,
        bool isInvoiced,
        bool holds
    ) private view returns (Finding[] memory) {
        uint16 shown = eye == 0 ? proofs.bandRight.mask : proofs.bandLeft.mask;
        uint16 billed = policy.masks[eye];
        if (isInvoiced && policy.requireBand && (shown == 0 || billed == 0)) {
            return _and(expected, Codes.BAND_NOT_PROVEN, 2, 9 + eye, 0);
        }
        if (shown == 0) return expected;
        if (!holds) return _and(expected, Codes.PROOF_DOES_NOT_VERIFY, 2, 9 + eye, 0);
        return billed != 0 && billed != shown ? _and(expected, Codes.BAND_WRONG, 2, 9 + eye, 0) : expected;
    }

    function _expectRenewal(
        Finding[] memory expected,
        Policy memory policy,
        bool holds
    ) private view returns (Finding[] memory) {
        bool isTold = policy.previous[0] != 0 || policy.previous[1] != 0;
        if (proofs.renewal.length != 0 && isTold) {
            return holds ? expected : _and(expected, Codes.PROOF_DOES_NOT_VERIFY, 2, NONE, 0);
        }
        return policy.requireRenewal ? _and(expected, Codes.RENEWAL_NOT_PROVEN, 2, NONE, 0) : expected;
    }

    // Parts

    /// @dev Four statements that agree on the prescriptions of `commitments`.
    function _proven() private returns (Receipt[] memory receipts) {
        receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) {
            Statement memory statement = _statement(stage);
            if (stage < 3) (statement.aspects[9], statement.aspects[10]) = (commitments[0], commitments[1]);
            receipts[stage] = _next(statement);
        }
    }

    /// @dev Verifiers that are easily pleased, and no proof yet.
    function _mock(string memory setup, bool areBands, bool areRenewals) private {
        Suite memory suite = _suite();
        suite.bands = new BandMock(setup, areBands);
        suite.renewals = new RenewalMock(setup, areRenewals);
        verifier = Deploying.conformityVerifier(suite);
        delete proofs;
        proofs.keys = setup;
    }

    function _required() private pure returns (Policy memory policy) {
        policy = _policy();
        policy.requireBand = true;
        policy.masks = [RIGHT_MASK, LEFT_MASK];
    }

    /// @dev The published renewal of both eyes, instead of the bands; and the equipment before.
    function _renewed() private returns (Policy memory policy) {
        delete proofs.bandRight;
        delete proofs.bandLeft;
        proofs.renewal = vm.parseJsonBytes(json, ".renewals[0].proof");
        commitments[0] = vm.parseJsonBytes32(json, ".renewals[0].after.right");
        commitments[1] = vm.parseJsonBytes32(json, ".renewals[0].after.left");
        policy = _policy();
        policy.previous[0] = vm.parseJsonBytes32(json, ".renewals[0].before.right");
        policy.previous[1] = vm.parseJsonBytes32(json, ".renewals[0].before.left");
    }

    function _use(bytes32 nullifier) private {
        StockUse[] memory uses = new StockUse[](1);
        uses[0] = StockUse(Stock.marker(nullifier), Stock.tag(DOSSIER, nullifier, 0));
        vm.prank(vm.addr(STORE_KEY));
        stock.use(uses);
    }

    function _judge(Receipt[] memory receipts, Policy memory policy) private view returns (Finding[] memory) {
        Dossier memory dossier = _shown(receipts);
        dossier.proofs = proofs;
        return verifier.assess(dossier, policy, _asker());
    }

    /// @dev What is found without proofs and demands, and then exactly this.
    function _expectTail(Receipt[] memory receipts, Policy memory policy, Finding[] memory tail) private view {
        Finding[] memory expected = _assess(receipts);
        for (uint256 i = 0; i < tail.length; ++i) expected = _and(expected, tail[i]);
        _expect(_judge(receipts, policy), expected);
    }

    function _keys(Severity severity) private pure returns (Finding[] memory one) {
        one = new Finding[](1);
        one[0] = Finding(Codes.DEVELOPMENT_KEYS, severity, 3, NONE, 0, 0);
    }

    /// @dev Development keys, and a proof of the right lens that does not hold.
    function _twice() private pure returns (Finding[] memory) {
        return _and(_keys(Severity.Info), Codes.PROOF_DOES_NOT_VERIFY, 2, 9, 0);
    }
}
