// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The fifteen aspects, and the stages at which each is stated (docs/protocol.md, "Aspects").
/// @notice A set of aspects is a mask: bit n for aspect n.
library Aspects {
    uint8 internal constant COUNT = 15;

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
    uint8 internal constant ORDER_RIGHT = 11;
    uint8 internal constant ORDER_LEFT = 12;
    uint8 internal constant MAKER_RIGHT = 13;
    uint8 internal constant MAKER_LEFT = 14;

    uint8 internal constant QUOTE = 0;
    uint8 internal constant ORDER = 1;
    uint8 internal constant SHIPMENT = 2;
    uint8 internal constant INVOICE = 3;
    uint8 internal constant STOCK = 4;
    uint8 internal constant STAGES = 5;
    /// @dev Stages whose statements are compared: those of stock stand for the shipment.
    uint8 internal constant ROWS = 4;

    uint8 internal constant RIGHT = 0;
    uint8 internal constant LEFT = 1;
    uint8 internal constant EYES = 2;

    uint256 internal constant LENSES = (1 << LENS_RIGHT) | (1 << LENS_LEFT);
    uint256 internal constant CODES_AND_LENSES = (1 << CODE_RIGHT) | (1 << CODE_LEFT) | LENSES;

    /// @dev Sixteen bits a stage, quote lowest: the aspects that have their place there.
    uint256 private constant PLACES = 0x7FE0_01FF_7FE0_7FE0_07F9;
    /// @dev Every aspect of the right lens. Those of the left lens are one higher.
    uint256 private constant OF_RIGHT = 0x2AA0;

    /// @notice The aspects that have their place at `stage`.
    function statedAt(uint256 stage) internal pure returns (uint256) {
        return (PLACES >> (16 * stage)) & 0xFFFF;
    }

    /// @notice The aspects of the right (0) or the left (1) lens.
    function ofEye(uint256 eye) internal pure returns (uint256) {
        return OF_RIGHT << eye;
    }

    /// @notice Which lens an aspect of a lens is about: 0 right, 1 left.
    function eyeOf(uint256 aspect) internal pure returns (uint256) {
        return (aspect - CODE_RIGHT) % EYES;
    }

    /// @notice Whether `aspect` is in the set `mask`.
    function has(uint256 mask, uint256 aspect) internal pure returns (bool) {
        return (mask >> aspect) & 1 == 1;
    }

    /// @notice Whether `aspect` is a prescription.
    function isPrescription(uint256 aspect) internal pure returns (bool) {
        return aspect == PRESCRIPTION_RIGHT || aspect == PRESCRIPTION_LEFT;
    }
}
