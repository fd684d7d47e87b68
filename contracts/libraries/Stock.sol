// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TypedData} from "./TypedData.sol";

/// @title What the nullifier of a stock lens gives (docs/protocol.md, "Stock lenses").
library Stock {
    /// @notice What a stock statement names in place of a dossier: the unit, and the party that it was shipped to.
    function unit(bytes32 nullifier, bytes32 store) internal pure returns (bytes32) {
        return keccak256(abi.encode(TypedData.STOCK_UNIT, nullifier, store));
    }

    /// @notice What a use of the unit is filed under. Without the nullifier, nobody can link it to a statement.
    function marker(bytes32 nullifier) internal pure returns (bytes32) {
        return keccak256(abi.encode(TypedData.STOCK_MARKER, nullifier));
    }

    /// @notice What a use for one eye (0 right, 1 left) of a dossier is recognised by: a unit serves one eye.
    function tag(bytes32 dossier, bytes32 nullifier, uint8 eye) internal pure returns (bytes32) {
        return keccak256(abi.encode(TypedData.STOCK_TAG, dossier, nullifier, eye));
    }
}
