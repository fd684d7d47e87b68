// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Code, Codes, Severity} from "./Codes.sol";

/// @notice One deviation.
/// @param code What.
/// @param severity How much it matters.
/// @param stage Where: 0 to 4, or 255 when no stage is meant.
/// @param aspect Of what: 0 to 14, or 255 when no aspect is meant.
/// @param subject Hash of the statement concerned, or zero.
/// @param until When it is pending: the last second at which what is missing may come; else zero.
struct Finding {
    Code code;
    Severity severity;
    uint8 stage;
    uint8 aspect;
    bytes32 subject;
    uint64 until;
}

/// @title A list of findings that grows.
library Findings {
    uint8 internal constant NONE = 255;

    /// @dev Two words a finding until the list is complete: everything but the subject, and the subject.
    struct List {
        uint256[] words;
        uint256 length;
    }

    function create() internal pure returns (List memory list) {
        list.words = new uint256[](32);
    }

    function add(List memory list, Code code, uint8 stage, uint8 aspect, bytes32 subject) internal pure {
        add(list, code, Codes.severityOf(code), stage, aspect, subject, 0);
    }

    /// @notice Adds what is pending until a time and blocking after. Zero: nothing is waited for.
    function addUntil(
        List memory list,
        Code code,
        uint8 stage,
        uint8 aspect,
        bytes32 subject,
        uint256 until
    ) internal view {
        if (until < block.timestamp) add(list, code, Severity.Blocking, stage, aspect, subject, 0);
        else add(list, code, Severity.Pending, stage, aspect, subject, until);
    }

    /// @param until Larger times than the largest of 64 bits are written as that one.
    function add(
        List memory list,
        Code code,
        Severity severity,
        uint8 stage,
        uint8 aspect,
        bytes32 subject,
        uint256 until
    ) internal pure {
        uint256 position = 2 * list.length++;
        if (position == list.words.length) list.words = _doubled(list.words);
        if (until > type(uint64).max) until = type(uint64).max;
        list.words[position] =
            Code.unwrap(code) |
            (uint256(severity) << 8) |
            (uint256(stage) << 16) |
            (uint256(aspect) << 24) |
            (until << 32);
        list.words[position + 1] = uint256(subject);
    }

    /// @notice The findings in the order in which they were added.
    function unpacked(List memory list) internal pure returns (Finding[] memory items) {
        items = new Finding[](list.length);
        for (uint256 i = 0; i < items.length; ++i) {
            uint256 word = list.words[2 * i];
            items[i] = Finding({
                code: Code.wrap(uint8(word)),
                severity: Severity(uint8(word >> 8)),
                stage: uint8(word >> 16),
                aspect: uint8(word >> 24),
                subject: bytes32(list.words[2 * i + 1]),
                until: uint64(word >> 32)
            });
        }
    }

    function _doubled(uint256[] memory words) private pure returns (uint256[] memory more) {
        more = new uint256[](2 * words.length);
        for (uint256 i = 0; i < words.length; ++i) more[i] = words[i];
    }
}
