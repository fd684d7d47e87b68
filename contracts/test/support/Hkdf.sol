// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title HKDF-SHA256 without salt (RFC 5869), for tests to derive anew what the SDK derives.
library Hkdf {
    /// @param length Bytes of output, at most 8160.
    function derive(bytes memory secret, bytes memory info, uint256 length) internal pure returns (bytes memory out) {
        bytes32 extracted = hmac(abi.encodePacked(bytes32(0)), secret);
        bytes memory previous;
        bytes memory all;
        for (uint8 i = 1; all.length < length; ++i) {
            previous = abi.encodePacked(hmac(abi.encodePacked(extracted), abi.encodePacked(previous, info, i)));
            all = abi.encodePacked(all, previous);
        }
        out = new bytes(length);
        for (uint256 i = 0; i < length; ++i) out[i] = all[i];
    }

    /// @param key At most 64 bytes, the block of SHA-256.
    function hmac(bytes memory key, bytes memory message) internal pure returns (bytes32) {
        bytes memory inner = new bytes(64);
        bytes memory outer = new bytes(64);
        for (uint256 i = 0; i < 64; ++i) {
            bytes1 byte_ = i < key.length ? key[i] : bytes1(0);
            (inner[i], outer[i]) = (byte_ ^ 0x36, byte_ ^ 0x5c);
        }
        return sha256(abi.encodePacked(outer, sha256(abi.encodePacked(inner, message))));
    }
}
