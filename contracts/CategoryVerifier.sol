// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICategoryVerifier} from "./interfaces/ICategoryVerifier.sol";
import {CategoryKey} from "./libraries/CategoryKey.sol";
import {Groth16} from "./libraries/Groth16.sol";
import {ProofBindings} from "./libraries/ProofBindings.sol";

/// @title Verifies that the lens of a committed prescription falls under a category, without the prescription.
contract CategoryVerifier is ICategoryVerifier {
    /// @inheritdoc ICategoryVerifier
    function verify(
        bytes32 dossier,
        uint8 aspect,
        bytes32 commitment,
        uint8 category,
        Groth16.Proof calldata proof
    ) external view returns (bool) {
        uint256[] memory inputs = new uint256[](4);
        inputs[0] = uint256(commitment);
        inputs[1] = aspect;
        inputs[2] = category;
        inputs[3] = ProofBindings.bind(dossier);
        return Groth16.verify(CategoryKey.key(), inputs, proof);
    }

    /// @inheritdoc ICategoryVerifier
    function keys() external pure returns (string memory) {
        return CategoryKey.SETUP;
    }

    /// @inheritdoc ICategoryVerifier
    function isDevelopment() external pure returns (bool) {
        return CategoryKey.DEVELOPMENT;
    }
}
