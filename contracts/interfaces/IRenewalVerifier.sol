// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Groth16} from "../libraries/Groth16.sol";

/// @title Verifies that the sight changed enough for an early renewal, without the prescriptions.
/// @notice Whether the commitments are ones that lens makers stated is for the caller to know: from receipts.
interface IRenewalVerifier {
    /// @notice True when the proof holds for this new dossier and these commitments.
    /// @param beforeCommitments Of the old prescription, right and left eye; zero for an eye that is not in both.
    /// @param afterCommitments Of the new prescription, likewise.
    function verify(
        bytes32 dossier,
        bytes32[2] calldata beforeCommitments,
        bytes32[2] calldata afterCommitments,
        Groth16.Proof calldata proof
    ) external view returns (bool);

    /// @notice The name of the setup that the verification key is of, as certificates give it.
    function keys() external view returns (string memory);

    /// @notice True when the secrets of the verification key are public: then a proof proves nothing outside of tests.
    function isDevelopment() external view returns (bool);
}
