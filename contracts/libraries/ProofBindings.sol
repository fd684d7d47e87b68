// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TypedData} from "./TypedData.sol";

/// @title What ties a proof to a dossier, so that it cannot be moved to another.
library ProofBindings {
    /// @notice The first 31 bytes of `hashStruct`: an element of the scalar field.
    function bind(bytes32 dossier) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(TypedData.PROOF_BINDING, dossier))) >> 8;
    }
}
