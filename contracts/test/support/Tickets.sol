// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Reads tickets (docs/protocol.md, "Tickets"), for tests to compare with what the SDK writes.
library Tickets {
    bytes private constant ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// @return payload What the ticket carries, its checksum checked and cut off.
    function decode(string memory ticket, string memory prefix) internal pure returns (bytes memory payload) {
        bytes memory text = bytes(ticket);
        for (uint256 i = 0; i < 4; ++i) require(text[i] == bytes(prefix)[i], "another kind of ticket");
        require(text[4] == "-", "no hyphen after the prefix");
        bytes memory all = new bytes(((text.length - 5) * 5) / 8);
        uint256 value;
        uint256 bits;
        uint256 length;
        for (uint256 i = 5; i < text.length; ++i) {
            value = (value << 5) | _digit(text[i]);
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            all[length++] = bytes1(uint8(value >> bits));
            value &= (1 << bits) - 1;
        }
        require(value == 0, "bits are left over");
        payload = new bytes(length - 4);
        for (uint256 i = 0; i < payload.length; ++i) payload[i] = all[i];
        uint32 checksum;
        for (uint256 i = payload.length; i < length; ++i) checksum = (checksum << 8) | uint8(all[i]);
        require(checksum == crc32(abi.encodePacked(prefix, payload)), "the checksum is wrong");
    }

    /// @dev CRC-32 of ISO 3309, bit by bit.
    function crc32(bytes memory data) internal pure returns (uint32 crc) {
        crc = type(uint32).max;
        for (uint256 i = 0; i < data.length; ++i) {
            crc ^= uint8(data[i]);
            for (uint256 bit = 0; bit < 8; ++bit) crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        crc = ~crc;
    }

    function _digit(bytes1 char) private pure returns (uint256) {
        for (uint256 i = 0; i < 32; ++i) if (ALPHABET[i] == char) return i;
        revert("no digit of base 32");
    }
}
