// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Groth16} from "../libraries/Groth16.sol";
import {Test} from "./support/Test.sol";

/// @notice Points at infinity that satisfy the equation: only who knows a key's secrets can make them, and of development
/// keys everybody does. The SDK refuses them, so the contract must too. The key here has every secret equal to one.
contract Groth16Test is Test {
    uint256 private constant ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 private constant BASE = 21888242871839275222246405745257275088696311157297823662689037894645226208583;

    function verify(uint256 input, Groth16.Proof calldata proof) external view returns (bool) {
        uint256[] memory inputs = new uint256[](1);
        inputs[0] = input;
        return Groth16.verify(_key(), inputs, proof);
    }

    /// @dev e(A, B) = e(1, 1) e(1 - input, 1) e(C, 1) in exponents: A B = 2 - input + C.
    function test_TheEquationHoldsForThisKey() public view {
        assertEq(this.verify(0, Groth16.Proof(_times(3), _g2(), _times(1))), true);
        assertEq(this.verify(2, Groth16.Proof(_times(1), _g2(), _times(1))), true);
        assertEq(this.verify(2, Groth16.Proof(_times(2), _g2(), _times(1))), false);
    }

    function test_InfinityAsTheSecondPointIsRefused() public view {
        uint256[4] memory infinity;
        assertEq(this.verify(0, Groth16.Proof(_times(1), infinity, _minus(2))), false);
    }

    function test_InfinityAsTheThirdPointIsRefused() public view {
        uint256[2] memory infinity;
        assertEq(this.verify(0, Groth16.Proof(_times(2), _g2(), infinity)), false);
    }

    /// @dev Infinity again, once its sign is turned.
    function test_InfinityInAnotherSpellingAsTheFirstPointIsRefused() public view {
        uint256[2] memory infinity;
        assertEq(this.verify(0, Groth16.Proof(infinity, _g2(), _minus(2))), false);
        infinity[1] = BASE;
        assertEq(this.verify(0, Groth16.Proof(infinity, _g2(), _minus(2))), false);
    }

    function test_AnInputIsBelowTheOrderOfItsField() public view {
        assertEq(this.verify(ORDER - 1, Groth16.Proof(_times(4), _g2(), _times(1))), true);
        assertEq(this.verify(ORDER, Groth16.Proof(_times(3), _g2(), _times(1))), false);
        assertEq(this.verify(ORDER + 2, Groth16.Proof(_times(1), _g2(), _times(1))), false);
    }

    function test_ASumOfInputsAtInfinityIsRefused() public view {
        assertEq(this.verify(1, Groth16.Proof(_times(2), _g2(), _times(1))), false);
    }

    /// @dev A point that is none takes all the gas that the pairing is given: of a proof, not of what is asked after it.
    function test_AFalseProofLeavesTheGasToOthers() public view {
        uint256[4] memory none = _g2();
        none[0] += 1;
        uint256 before = gasleft();
        assertEq(this.verify(0, Groth16.Proof(_times(3), none, _times(1))), false);
        assertEq(before - gasleft() < 350_000, true);
    }

    function test_AProofIsNotCalledFalseForWantOfGas() public view {
        Groth16.Proof memory proof = Groth16.Proof(_times(3), _g2(), _times(1));
        uint256 told = 0;
        uint256 refused = 0;
        for (uint256 gas = 20_000; gas < 450_000; gas += 2_500) {
            try this.verify{gas: gas}(0, proof) returns (bool holds) {
                assertEq(holds, true);
                ++told;
            } catch (bytes memory reason) {
                if (reason.length != 36 || bytes4(reason) != Groth16.TooLittleGas.selector) continue;
                ++refused;
                uint256 left = _word(reason);
                assertEq(left > 0 && left < gas, true);
            }
        }
        assertEq(told > 40, true);
        assertEq(refused > 60, true);
    }

    /// @dev What an error with one number says.
    function _word(bytes memory reason) private pure returns (uint256 word) {
        for (uint256 i = 4; i < 36; ++i) word = (word << 8) | uint8(reason[i]);
    }

    function _key() private view returns (Groth16.Key memory key) {
        key.alpha = _times(1);
        (key.beta, key.gamma, key.delta) = (_g2(), _g2(), _g2());
        key.ic = new uint256[2][](2);
        (key.ic[0], key.ic[1]) = (_times(1), _minus(1));
    }

    function _times(uint256 n) private view returns (uint256[2] memory) {
        (, bytes memory result) = address(7).staticcall(abi.encode(1, 2, n));
        return abi.decode(result, (uint256[2]));
    }

    function _minus(uint256 n) private view returns (uint256[2] memory point) {
        point = _times(n);
        point[1] = BASE - point[1];
    }

    /// @dev The generator of EIP-197, imaginary parts first.
    function _g2() private pure returns (uint256[4] memory) {
        return
            [
                11559732032986387107991004021392285783925812861821192530917403151452391805634,
                10857046999023057135944570762232829481370756359578518086990519993285655852781,
                4082367875863433681332203403145435568316851327593401208105741076214120093531,
                8495653923123431417604973247489272438418190587263600148770280649306958101930
            ];
    }
}
