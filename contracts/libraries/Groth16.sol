// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Verifies Groth16 proofs over BN254 with the precompiled contracts of EIP-196 and EIP-197.
/// @dev https://eprint.iacr.org/2016/260. Points of G2 have the imaginary part of a coordinate first, as in EIP-197.
library Groth16 {
    /// @dev `ic` has a point for 1 and one for each public input.
    struct Key {
        uint256[2] alpha;
        uint256[4] beta;
        uint256[4] gamma;
        uint256[4] delta;
        uint256[2][] ic;
    }

    /// @dev A, B and C.
    struct Proof {
        uint256[2] a;
        uint256[4] b;
        uint256[2] c;
    }

    uint256 private constant FIELD_ORDER =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 private constant BASE_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583;
    address private constant ADD = address(6);
    address private constant MULTIPLY = address(7);
    address private constant PAIRING = address(8);
    /// @dev What the pairing may use: a third more than its cost of 181,000 for four pairs (EIP-1108). A point off the curve
    /// uses all of it: with more, a false proof would leave too little gas for the calls after it.
    uint256 private constant PAIRING_GAS = 250_000;

    /// @notice There is not enough gas to tell a proof that does not hold from one that could not be computed.
    error TooLittleGas(uint256 left);

    /// @notice Whether e(A, B) = e(alpha, beta) e(sum of inputs, gamma) e(C, delta).
    /// @dev Reverts with `TooLittleGas` rather than call a proof false that it has no gas for.
    function verify(Key memory key, uint256[] memory inputs, Proof calldata proof) internal view returns (bool) {
        // Infinity: no honest proof has it, and the SDK refuses it as a point.
        if (_isZero(proof.a) || _isZero(proof.c)) return false;
        if (proof.b[0] == 0 && proof.b[1] == 0 && proof.b[2] == 0 && proof.b[3] == 0) return false;
        uint256[2] memory sum = key.ic[0];
        for (uint256 i = 0; i < inputs.length; ++i) {
            // A larger number would equal a smaller one modulo the order.
            if (inputs[i] >= FIELD_ORDER) return false;
            uint256[2] memory product = _compute(MULTIPLY, abi.encode(key.ic[i + 1], inputs[i]));
            sum = _compute(ADD, abi.encode(sum, product));
        }
        if (sum[0] == 0 && sum[1] == 0) return false; // By chance once in 2^254; the SDK refuses it too.
        // A with the other sign, to bring all to one side. The precompiled contract refuses what is not a point.
        if (proof.a[1] >= BASE_ORDER) return false;
        uint256[2] memory minusA = [proof.a[0], BASE_ORDER - proof.a[1]];
        bytes memory pairs = abi.encodePacked(
            abi.encode(minusA, proof.b, key.alpha, key.beta),
            abi.encode(sum, key.gamma, proof.c, key.delta)
        );
        // A 64th of what is left is withheld from a call (EIP-150).
        if (gasleft() < PAIRING_GAS + PAIRING_GAS / 50) revert TooLittleGas(gasleft());
        (bool isPoints, bytes memory isOne) = PAIRING.staticcall{gas: PAIRING_GAS}(pairs);
        return isPoints && abi.decode(isOne, (bool));
    }

    /// @dev The operands are points of the key, and numbers: it fails only when gas runs out, and then reverts.
    function _compute(address operation, bytes memory operands) private view returns (uint256[2] memory) {
        (, bytes memory result) = operation.staticcall(operands);
        return abi.decode(result, (uint256[2]));
    }

    function _isZero(uint256[2] calldata point) private pure returns (bool) {
        return point[0] == 0 && point[1] == 0;
    }
}
