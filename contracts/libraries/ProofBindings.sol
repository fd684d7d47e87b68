// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What ties a proof to a dossier, so that it cannot be moved to another.
library ProofBindings {
    bytes32 private constant BINDING_TYPE = keccak256("ProofBinding(bytes32 dossier)");

    /// @notice The first 31 bytes of `hashStruct`: an element of the scalar field.
    function bind(bytes32 dossier) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(BINDING_TYPE, dossier))) >> 8;
    }
}
