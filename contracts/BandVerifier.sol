// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBandVerifier} from "./interfaces/IBandVerifier.sol";
import {BandKey} from "./libraries/BandKey.sol";
import {Groth16} from "./libraries/Groth16.sol";
import {ProofBindings} from "./libraries/ProofBindings.sol";

/// @title Verifies that the power of a committed prescription is in one of some bands, without the prescription.
contract BandVerifier is IBandVerifier {
    /// @inheritdoc IBandVerifier
    function verify(
        bytes32 dossier,
        uint8 aspect,
        bytes32 commitment,
        uint16 mask,
        Groth16.Proof calldata proof
    ) external view returns (bool) {
        uint256[] memory inputs = new uint256[](4);
        inputs[0] = uint256(commitment);
        inputs[1] = aspect;
        inputs[2] = mask;
        inputs[3] = ProofBindings.bind(dossier);
        return Groth16.verify(BandKey.key(), inputs, proof);
    }

    /// @inheritdoc IBandVerifier
    function keys() external pure returns (string memory) {
        return BandKey.SETUP;
    }

    /// @inheritdoc IBandVerifier
    function isDevelopment() external pure returns (bool) {
        return BandKey.DEVELOPMENT;
    }
}
