// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What the nullifier of a stock lens gives (docs/protocol.md, "Stock lenses").
library Stock {
    bytes32 internal constant UNIT_TYPEHASH = keccak256("StockUnit(bytes32 nullifier,bytes32 store)");
    bytes32 internal constant MARKER_TYPEHASH = keccak256("StockMarker(bytes32 nullifier)");
    bytes32 internal constant TAG_TYPEHASH = keccak256("StockTag(bytes32 dossier,bytes32 nullifier,uint8 eye)");

    /// @notice What a stock statement names in place of a dossier: the unit, and the party that it was shipped to.
    function unit(bytes32 nullifier, bytes32 store) internal pure returns (bytes32) {
        return keccak256(abi.encode(UNIT_TYPEHASH, nullifier, store));
    }

    /// @notice What a use of the unit is filed under. Without the nullifier, nobody can link it to a statement.
    function marker(bytes32 nullifier) internal pure returns (bytes32) {
        return keccak256(abi.encode(MARKER_TYPEHASH, nullifier));
    }

    /// @notice What a use for one eye (0 right, 1 left) of a dossier is recognised by: a unit serves one eye.
    function tag(bytes32 dossier, bytes32 nullifier, uint8 eye) internal pure returns (bytes32) {
        return keccak256(abi.encode(TAG_TYPEHASH, dossier, nullifier, eye));
    }
}
