// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CategoryVerifier} from "../CategoryVerifier.sol";
import {RenewalVerifier} from "../RenewalVerifier.sol";
import {Groth16} from "../libraries/Groth16.sol";
import {Test} from "./support/Test.sol";

/// @notice Proofs of docs/vectors/proofs.json, which the SDK's tests verify too.
contract ProofVerifiersTest is Test {
    uint256 private constant FIELD = 21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 private constant BASE = 21888242871839275222246405745257275088696311157297823662689037894645226208583;

    CategoryVerifier private immutable categories = new CategoryVerifier();
    RenewalVerifier private immutable renewals = new RenewalVerifier();

    string private json;
    bytes32 private dossier;
    bytes32 private commitment;
    Groth16.Proof private proof;

    function setUp() public {
        json = vm.readFile("docs/vectors/proofs.json");
        dossier = vm.parseJsonBytes32(json, ".dossier");
        commitment = vm.parseJsonBytes32(json, ".categories[0].commitment");
        proof = _proof(".categories[0].proof");
    }

    // Categories

    function test_EveryPublishedCategoryVerifies() public view {
        assertEq(categories.verify(dossier, 9, commitment, 1, proof), true);
        bytes32 second = vm.parseJsonBytes32(json, ".categories[1].commitment");
        assertEq(categories.verify(dossier, 10, second, 3, _proof(".categories[1].proof")), true);
        bytes32 third = vm.parseJsonBytes32(json, ".categories[2].commitment");
        assertEq(categories.verify(dossier, 9, third, 6, _proof(".categories[2].proof")), true);
    }

    function testFuzz_ACategoryProofShowsNoOtherCategory(uint8 other) public view {
        vm.assume(other != 1);
        assertEq(categories.verify(dossier, 9, commitment, other, proof), false);
    }

    function testFuzz_ACategoryProofIsOfOneEye(uint8 other) public view {
        vm.assume(other != 9);
        assertEq(categories.verify(dossier, other, commitment, 1, proof), false);
    }

    function testFuzz_ACategoryProofIsOfOneCommitment(bytes32 other) public view {
        vm.assume(other != commitment);
        assertEq(categories.verify(dossier, 9, other, 1, proof), false);
    }

    function testFuzz_ACategoryProofIsOfOneDossier(bytes32 other) public view {
        vm.assume(other != dossier);
        assertEq(categories.verify(other, 9, commitment, 1, proof), false);
    }

    function test_ACommitmentAboveTheFieldIsRefusedEvenWhereItEqualsTheTrueOneModuloIt() public view {
        assertEq(categories.verify(dossier, 9, bytes32(uint256(commitment) + FIELD), 1, proof), false);
    }

    // Points

    function test_AnotherSpellingOfAPointIsRefused() public view {
        Groth16.Proof memory other = proof;
        other.a[1] += BASE;
        assertEq(categories.verify(dossier, 9, commitment, 1, other), false);
        other = proof;
        other.c[0] += BASE;
        assertEq(categories.verify(dossier, 9, commitment, 1, other), false);
    }

    function test_InfinityIsRefused() public view {
        Groth16.Proof memory other = proof;
        (other.a[0], other.a[1]) = (0, 0);
        assertEq(categories.verify(dossier, 9, commitment, 1, other), false);
        other = proof;
        (other.c[0], other.c[1]) = (0, 0);
        assertEq(categories.verify(dossier, 9, commitment, 1, other), false);
    }

    function testFuzz_AChangedProofIsRefused(uint256 part, uint256 value) public view {
        Groth16.Proof memory other = proof;
        uint256 i = part % 8;
        if (i < 2) other.a[i] = value;
        else if (i < 6) other.b[i - 2] = value;
        else other.c[i - 6] = value;
        vm.assume(keccak256(abi.encode(other)) != keccak256(abi.encode(proof)));
        assertEq(categories.verify(dossier, 9, commitment, 1, other), false);
    }

    // Renewals

    function test_ARenewalVerifiesForBothEyesAndForOne() public view {
        (bytes32[2] memory old, bytes32[2] memory now_) = _both();
        assertEq(renewals.verify(dossier, old, now_, _proof(".renewals[0].proof")), true);
        bytes32[2] memory oldLeft = [bytes32(0), vm.parseJsonBytes32(json, ".renewals[1].before.left")];
        bytes32[2] memory newLeft = [bytes32(0), vm.parseJsonBytes32(json, ".renewals[1].after.left")];
        assertEq(renewals.verify(dossier, oldLeft, newLeft, _proof(".renewals[1].proof")), true);
    }

    function testFuzz_ARenewalProofIsOfItsCommitmentsAndDossier(uint256 which, bytes32 other) public view {
        (bytes32[2] memory old, bytes32[2] memory now_) = _both();
        bytes32 moved = dossier;
        uint256 i = which % 5;
        if (i < 2) old[i] = other;
        else if (i < 4) now_[i - 2] = other;
        else moved = other;
        assertEq(renewals.verify(moved, old, now_, _proof(".renewals[0].proof")), false);
    }

    // Keys

    function test_DevelopmentKeysSayThatTheyAre() public view {
        assertEq(categories.isDevelopment(), true);
        assertEq(renewals.isDevelopment(), true);
    }

    function _both() private view returns (bytes32[2] memory old, bytes32[2] memory now_) {
        old[0] = vm.parseJsonBytes32(json, ".renewals[0].before.right");
        old[1] = vm.parseJsonBytes32(json, ".renewals[0].before.left");
        now_[0] = vm.parseJsonBytes32(json, ".renewals[0].after.right");
        now_[1] = vm.parseJsonBytes32(json, ".renewals[0].after.left");
    }

    function _proof(string memory key) private view returns (Groth16.Proof memory) {
        return abi.decode(vm.parseJsonBytes(json, key), (Groth16.Proof));
    }
}
