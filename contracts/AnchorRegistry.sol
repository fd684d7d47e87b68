// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchorRegistry} from "./interfaces/IAnchorRegistry.sol";

/// @title Time-stamps Merkle roots, for anyone, once.
contract AnchorRegistry is IAnchorRegistry {
    /// @inheritdoc IAnchorRegistry
    mapping(bytes32 root => uint256 time) public anchoredAt;

    /// @inheritdoc IAnchorRegistry
    mapping(address account => mapping(bytes32 digest => uint256 time)) public endorsedAt;

    /// @inheritdoc IAnchorRegistry
    function anchor(bytes32 root) external {
        if (root == 0) revert ZeroRoot();
        if (anchoredAt[root] != 0) return; // The first time wins; a retry costs the caller only gas.
        anchoredAt[root] = block.timestamp;
        emit Anchored(root);
    }

    /// @inheritdoc IAnchorRegistry
    function endorse(bytes32 digest) external {
        if (digest == 0) revert ZeroDigest();
        if (endorsedAt[msg.sender][digest] != 0) return;
        endorsedAt[msg.sender][digest] = block.timestamp;
        emit Endorsed(msg.sender, digest);
    }
}
