// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TypedData} from "./TypedData.sol";

/// @title How lens makers are named: by public identifiers, so that everyone can tell who is meant.
library Makers {
    /// @notice What a maker makes, as bits. Frames are reserved: no rule reads them yet.
    uint8 internal constant LENSES = 1;
    uint8 internal constant FRAMES = 2;

    uint256 internal constant LONGEST_IDENTIFIER = 40;

    uint8 private constant LENS_MAKER = 2;

    /// @notice The name of a maker under one of its identifiers: `hashStruct Party` with the salt zero.
    function nameOf(string memory identifier) internal pure returns (bytes32) {
        return keccak256(abi.encode(TypedData.PARTY, bytes32(0), LENS_MAKER, keccak256(bytes(identifier))));
    }

    /// @notice 1 to 40 characters of A-Z, 0-9 and `. / _ -` (rule 6.1). No small letters: one firm, one spelling.
    function isWellFormed(string memory identifier) internal pure returns (bool) {
        bytes memory characters = bytes(identifier);
        if (characters.length == 0 || characters.length > LONGEST_IDENTIFIER) return false;
        for (uint256 i = 0; i < characters.length; ++i) {
            bytes1 one = characters[i];
            bool isLetter = one >= "A" && one <= "Z";
            // From "-" to "9" lie "-", ".", "/" and the digits, and nothing else.
            bool isOther = (one >= "-" && one <= "9") || one == "_";
            if (!isLetter && !isOther) return false;
        }
        return true;
    }
}
