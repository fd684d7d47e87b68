// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The thirteen aspects, and the stages at which each is stated (docs/protocol.md, "Aspects").
library Aspects {
    uint8 internal constant COUNT = 13;

    uint8 internal constant REFERENCE = 0;
    uint8 internal constant PAYER_FIRST = 1;
    uint8 internal constant PAYER_SECOND = 2;
    uint8 internal constant BILLING = 3;
    uint8 internal constant FRAME = 4;
    uint8 internal constant CODE_RIGHT = 5;
    uint8 internal constant CODE_LEFT = 6;
    uint8 internal constant LENS_RIGHT = 7;
    uint8 internal constant LENS_LEFT = 8;
    uint8 internal constant PRESCRIPTION_RIGHT = 9;
    uint8 internal constant PRESCRIPTION_LEFT = 10;

    uint8 internal constant QUOTE = 0;
    uint8 internal constant ORDER = 1;
    uint8 internal constant SHIPMENT = 2;
    uint8 internal constant INVOICE = 3;
    uint8 internal constant STAGES = 4;

    /// @dev One nibble an aspect, aspect 0 lowest: bit n of the nibble is set when stage n states the aspect.
    uint256 private constant STAGES_OF = 0x6677FFFF99889;

    /// @notice Whether `aspect` has its place at `stage`.
    function isStatedAt(uint256 aspect, uint256 stage) internal pure returns (bool) {
        return (STAGES_OF >> (4 * aspect + stage)) & 1 == 1;
    }

    /// @notice Whether `aspect` is about a lens.
    function isOfLens(uint256 aspect) internal pure returns (bool) {
        return aspect >= CODE_RIGHT;
    }

    /// @notice Whether `aspect` is a prescription.
    function isPrescription(uint256 aspect) internal pure returns (bool) {
        return aspect == PRESCRIPTION_RIGHT || aspect == PRESCRIPTION_LEFT;
    }

    /// @notice Which lens an aspect of a lens is about: 0 right, 1 left.
    function eyeOf(uint256 aspect) internal pure returns (uint256) {
        return (aspect - CODE_RIGHT) % 2;
    }
}
