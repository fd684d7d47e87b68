// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Groth16} from "../libraries/Groth16.sol";

/// @title Verifies that the power of a committed prescription is in one of some bands, without the prescription.
/// @notice Whether the commitment is one that a lens maker stated is for the caller to know: from a receipt. Whether the
/// mask is the one of the billed code is for the caller too: a wider mask proves less.
interface IBandVerifier {
    /// @notice True when the proof holds for this dossier, eye, commitment and mask.
    /// @param aspect 9 for the right eye, 10 for the left.
    /// @param mask Bit n for band n of docs/rules.md: 0 to 6 of unifocal lenses, 7 to 13 of the others. No proof holds
    /// for a mask of 0, of 2^14 or more, or with bands of both kinds.
    function verify(
        bytes32 dossier,
        uint8 aspect,
        bytes32 commitment,
        uint16 mask,
        Groth16.Proof calldata proof
    ) external view returns (bool);

    /// @notice The name of the setup that the verification key is of, as certificates give it.
    function keys() external view returns (string memory);

    /// @notice True when the secrets of the verification key are public: then a proof proves nothing outside of tests.
    function isDevelopment() external view returns (bool);
}
