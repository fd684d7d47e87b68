// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Groth16} from "../libraries/Groth16.sol";

/// @title Verifies that the lens of a committed prescription falls under a category, without the prescription.
/// @notice Whether the commitment is one that a lens maker stated is for the caller to know: from a receipt.
interface ICategoryVerifier {
    /// @notice True when the proof holds for this dossier, eye, commitment and category.
    /// @param aspect 9 for the right eye, 10 for the left.
    /// @param category Position of the letter in the alphabet: a 1, c 3, f 6 (article R. 871-2).
    function verify(
        bytes32 dossier,
        uint8 aspect,
        bytes32 commitment,
        uint8 category,
        Groth16.Proof calldata proof
    ) external view returns (bool);

    /// @notice The name of the setup that the verification key is of, as certificates give it.
    function keys() external view returns (string memory);

    /// @notice True when the secrets of the verification key are public: then a proof proves nothing outside of tests.
    function isDevelopment() external view returns (bool);
}
