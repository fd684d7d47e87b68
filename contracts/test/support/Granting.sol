// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Settlement} from "../../interfaces/ISettlementRegistry.sol";
import {Test} from "./Test.sol";

/// @title Settlers that sign grants.
/// @notice The typed data are written again here: a wrong type or domain in the contract must not go unseen.
abstract contract Granting is Test {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant GRANT_TYPEHASH = keccak256(
        "Grant(bytes32 insurer,bytes32 tag,uint8 rank,address settler,uint32 round)"
    );

    /// @dev What the insurer presents of a grant that the settler of this private key signed for it.
    function granted(
        address registry,
        uint256 settlerKey,
        bytes32 insurer,
        bytes32 tag,
        uint8 rank,
        uint32 round
    ) internal view returns (Settlement memory) {
        address settler = vm.addr(settlerKey);
        bytes32 digest = expectedGrantDigest(registry, insurer, tag, rank, settler, round);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(settlerKey, digest);
        return Settlement(settler, tag, rank, round, r, secondHalf(v, s));
    }

    function expectedGrantDigest(
        address registry,
        bytes32 insurer,
        bytes32 tag,
        uint8 rank,
        address settler,
        uint32 round
    ) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("Clairevoie"), keccak256("1"), block.chainid, registry)
        );
        bytes32 structHash = keccak256(abi.encode(GRANT_TYPEHASH, insurer, tag, rank, settler, round));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /// @dev The second half of a signature by ERC-2098.
    function secondHalf(uint8 v, bytes32 s) internal pure returns (bytes32) {
        return bytes32((uint256(v - 27) << 255) | uint256(s));
    }
}
