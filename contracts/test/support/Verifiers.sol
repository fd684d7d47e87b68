// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBandVerifier} from "../../interfaces/IBandVerifier.sol";
import {IRenewalVerifier} from "../../interfaces/IRenewalVerifier.sol";
import {Groth16} from "../../libraries/Groth16.sol";

/// @notice Takes for a proof what starts with the hash of all that it is of.
contract BandMock is IBandVerifier {
    string public keys;
    bool public isDevelopment;

    constructor(string memory keys_, bool isDevelopment_) {
        (keys, isDevelopment) = (keys_, isDevelopment_);
    }

    function verify(
        bytes32 dossier,
        uint8 aspect,
        bytes32 commitment,
        uint16 mask,
        Groth16.Proof calldata proof
    ) external pure returns (bool) {
        return proof.a[0] == uint256(keccak256(abi.encode(dossier, aspect, commitment, mask)));
    }
}

/// @notice Likewise, of renewals.
contract RenewalMock is IRenewalVerifier {
    string public keys;
    bool public isDevelopment;

    constructor(string memory keys_, bool isDevelopment_) {
        (keys, isDevelopment) = (keys_, isDevelopment_);
    }

    function verify(
        bytes32 dossier,
        bytes32[2] calldata beforeCommitments,
        bytes32[2] calldata afterCommitments,
        Groth16.Proof calldata proof
    ) external pure returns (bool) {
        return proof.a[0] == uint256(keccak256(abi.encode(dossier, beforeCommitments, afterCommitments)));
    }
}
