// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Finding, Severity} from "./Findings.sol";

/// @notice A deviation of the receipts or of the proofs. Encoded it is a `Finding`, whose numbers end before those of proofs.
/// @param code What: that of a `Finding`, or one of `ProvenFindings`.
struct ProvenFinding {
    uint8 code;
    Severity severity;
    uint8 stage;
    uint8 aspect;
    bytes32 subject;
}

/// @title What can be wrong with proofs, after what is wrong with receipts.
library ProvenFindings {
    uint8 internal constant CATEGORY_NOT_PROVEN = 72; // Required, and there is none, or the code has no category.
    uint8 internal constant CATEGORY_WRONG = 73; // Another is proven than the one the code is meant for.
    uint8 internal constant RENEWAL_NOT_PROVEN = 74; // Required, and there is none, or no equipment before is known.
    uint8 internal constant PROOF_DOES_NOT_VERIFY = 75; // Not of what was stated, or its keys are unknown here.
    uint8 internal constant DEVELOPMENT_KEYS = 76; // Anyone can forge.

    /// @dev One on the keys, one on each lens, one on the renewal.
    uint256 private constant MOST = 4;

    struct List {
        ProvenFinding[] items;
        uint256 length;
    }

    /// @notice What was found of the receipts, with room for what is found of the proofs.
    function create(Finding[] memory found) internal pure returns (List memory list) {
        list.items = new ProvenFinding[](found.length + MOST);
        for (uint256 i = 0; i < found.length; ++i) {
            Finding memory one = found[i];
            list.items[i] = ProvenFinding(uint8(one.code), one.severity, one.stage, one.aspect, one.subject);
        }
        list.length = found.length;
    }

    /// @notice A finding of proofs has no subject: their commitments may come from several statements.
    function add(List memory list, uint8 code, Severity severity, uint8 stage, uint8 aspect) internal pure {
        list.items[list.length++] = ProvenFinding(code, severity, stage, aspect, 0);
    }

    /// @notice The findings, and no more room than they need.
    function trimmed(List memory list) internal pure returns (ProvenFinding[] memory items) {
        items = new ProvenFinding[](list.length);
        for (uint256 i = 0; i < items.length; ++i) items[i] = list.items[i];
    }
}
