// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Time-stamps Merkle roots, for anyone, once.
/// @notice A root commits to the batch digests of any number of parties and reveals nothing of them.
interface IAnchorRegistry {
    event Anchored(bytes32 indexed root);
    event Endorsed(address indexed account, bytes32 indexed digest);

    error ZeroRoot();
    error ZeroDigest();

    /// @notice Anchors `root` now. Idempotent: the first time wins.
    function anchor(bytes32 root) external;

    /// @notice Records that the caller, a smart account, stands by a batch digest. Idempotent: the first time wins.
    /// @dev An ERC-1271 signature is only as durable as the account's owners; this record is for ever.
    function endorse(bytes32 digest) external;

    /// @notice When `root` was anchored, unix seconds; zero when it was not.
    function anchoredAt(bytes32 root) external view returns (uint256);

    /// @notice When `account` endorsed `digest`, unix seconds; zero when it did not.
    function endorsedAt(address account, bytes32 digest) external view returns (uint256);
}
