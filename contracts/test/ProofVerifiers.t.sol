// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BandVerifier} from "../BandVerifier.sol";
import {RenewalVerifier} from "../RenewalVerifier.sol";
import {Groth16} from "../libraries/Groth16.sol";
import {Deploying} from "./support/Deploying.sol";
import {Test} from "./support/Test.sol";

/// @notice Proofs of docs/vectors/proofs.json, which the SDK's tests verify too.
contract ProofVerifiersTest is Test {
    uint256 private constant FIELD = 21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 private constant BASE = 21888242871839275222246405745257275088696311157297823662689037894645226208583;

    /// @dev VU6.
    uint16 private constant MASK = 32;

    BandVerifier private immutable bands = Deploying.bandVerifier();
    RenewalVerifier private immutable renewals = Deploying.renewalVerifier();

    string private json;
    bytes32 private dossier;
    bytes32 private commitment;
    Groth16.Proof private proof;

    function setUp() public {
        json = vm.readFile("docs/vectors/proofs.json");
        dossier = vm.parseJsonBytes32(json, ".dossier");
        commitment = vm.parseJsonBytes32(json, ".bands[0].commitment");
        proof = _proof(".bands[0].proof");
    }

    // Power bands

    function test_EveryPublishedBandVerifies() public view {
        assertEq(bands.verify(dossier, 9, commitment, MASK, proof), true);
        bytes32 second = vm.parseJsonBytes32(json, ".bands[1].commitment");
        assertEq(bands.verify(dossier, 10, second, 0x78, _proof(".bands[1].proof")), true);
        bytes32 third = vm.parseJsonBytes32(json, ".bands[2].commitment");
        assertEq(bands.verify(dossier, 9, third, 0x400, _proof(".bands[2].proof")), true);
    }

    function testFuzz_ABandProofShowsNoOtherMask(uint16 other) public view {
        vm.assume(other != MASK);
        assertEq(bands.verify(dossier, 9, commitment, other, proof), false);
    }

    function test_AWiderMaskAndANarrowerOneAreOtherMasks() public view {
        bytes32 second = vm.parseJsonBytes32(json, ".bands[1].commitment");
        Groth16.Proof memory ofV02 = _proof(".bands[1].proof");
        for (uint256 band = 0; band < 16; ++band) {
            assertEq(bands.verify(dossier, 10, second, uint16(0x78 ^ (1 << band)), ofV02), false);
        }
        assertEq(bands.verify(dossier, 10, second, 0, ofV02), false);
    }

    function testFuzz_ABandProofIsOfOneEye(uint8 other) public view {
        vm.assume(other != 9);
        assertEq(bands.verify(dossier, other, commitment, MASK, proof), false);
    }

    function testFuzz_ABandProofIsOfOneCommitment(bytes32 other) public view {
        vm.assume(other != commitment);
        assertEq(bands.verify(dossier, 9, other, MASK, proof), false);
    }

    function testFuzz_ABandProofIsOfOneDossier(bytes32 other) public view {
        vm.assume(other != dossier);
        assertEq(bands.verify(other, 9, commitment, MASK, proof), false);
    }

    function test_ACommitmentAboveTheFieldIsRefusedEvenWhereItEqualsTheTrueOneModuloIt() public view {
        assertEq(bands.verify(dossier, 9, bytes32(uint256(commitment) + FIELD), MASK, proof), false);
    }

    // Points

    function test_AnotherSpellingOfAPointIsRefused() public view {
        Groth16.Proof memory other = proof;
        other.a[1] += BASE;
        assertEq(bands.verify(dossier, 9, commitment, MASK, other), false);
        other = proof;
        other.c[0] += BASE;
        assertEq(bands.verify(dossier, 9, commitment, MASK, other), false);
    }

    function test_InfinityIsRefused() public view {
        Groth16.Proof memory other = proof;
        (other.a[0], other.a[1]) = (0, 0);
        assertEq(bands.verify(dossier, 9, commitment, MASK, other), false);
        other = proof;
        (other.c[0], other.c[1]) = (0, 0);
        assertEq(bands.verify(dossier, 9, commitment, MASK, other), false);
    }

    function testFuzz_AChangedProofIsRefused(uint256 part, uint256 value) public view {
        Groth16.Proof memory other = proof;
        uint256 i = part % 8;
        if (i < 2) other.a[i] = value;
        else if (i < 6) other.b[i - 2] = value;
        else other.c[i - 6] = value;
        vm.assume(keccak256(abi.encode(other)) != keccak256(abi.encode(proof)));
        assertEq(bands.verify(dossier, 9, commitment, MASK, other), false);
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
        assertEq(bands.isDevelopment(), true);
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
