// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRenewalVerifier} from "./interfaces/IRenewalVerifier.sol";
import {Groth16} from "./libraries/Groth16.sol";
import {ProofBindings} from "./libraries/ProofBindings.sol";
import {RenewalKey} from "./libraries/RenewalKey.sol";

/// @title Verifies that the sight changed enough for an early renewal, without the prescriptions.
contract RenewalVerifier is IRenewalVerifier {
    /// @inheritdoc IRenewalVerifier
    function verify(
        bytes32 dossier,
        bytes32[2] calldata beforeCommitments,
        bytes32[2] calldata afterCommitments,
        Groth16.Proof calldata proof
    ) external view returns (bool) {
        uint256[] memory inputs = new uint256[](5);
        inputs[0] = uint256(beforeCommitments[0]);
        inputs[1] = uint256(beforeCommitments[1]);
        inputs[2] = uint256(afterCommitments[0]);
        inputs[3] = uint256(afterCommitments[1]);
        inputs[4] = ProofBindings.bind(dossier);
        return Groth16.verify(RenewalKey.key(), inputs, proof);
    }

    /// @inheritdoc IRenewalVerifier
    function keys() external pure returns (string memory) {
        return RenewalKey.SETUP;
    }

    /// @inheritdoc IRenewalVerifier
    function isDevelopment() external pure returns (bool) {
        return RenewalKey.DEVELOPMENT;
    }
}
