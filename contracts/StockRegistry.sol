// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IPartyRegistry, Role} from "./interfaces/IPartyRegistry.sol";
import {IStockRegistry, StockOutcome, StockUse, StockUsed} from "./interfaces/IStockRegistry.sol";
import {Signatures} from "./libraries/Signatures.sol";
import {TypedData} from "./libraries/TypedData.sol";

/// @title Consumes a stock lens for one eye of one dossier, once.
contract StockRegistry is IStockRegistry, EIP712 {
    // Immutables

    IPartyRegistry public immutable parties;

    // Storage

    mapping(bytes32 party => mapping(bytes32 marker => StockUsed)) private _uses;

    // Constructor

    constructor(IPartyRegistry parties_) EIP712("Clairevoie", "1") {
        if (address(parties_).code.length == 0) revert NotAContract(address(parties_));
        parties = parties_;
    }

    // Using

    /// @inheritdoc IStockRegistry
    function use(StockUse[] calldata uses) external returns (StockOutcome[] memory outcomes) {
        return _use(uses, msg.sender);
    }

    /// @inheritdoc IStockRegistry
    function useFor(
        StockUse[] calldata uses,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external returns (StockOutcome[] memory outcomes) {
        if (block.timestamp > deadline) revert Expired(deadline, block.timestamp);
        // No nonce: a use is final and idempotent, so a replay changes nothing.
        bytes32 digest = usesDigest(uses, signer, deadline);
        if (!Signatures.isSignedBy(signer, digest, signature)) revert SignatureInvalid(signer);
        return _use(uses, signer);
    }

    // Views

    /// @inheritdoc IStockRegistry
    function useOf(bytes32 party, bytes32 marker) external view returns (StockUsed memory) {
        return _uses[party][marker];
    }

    /// @inheritdoc IStockRegistry
    function usesDigest(StockUse[] calldata uses, address signer, uint256 deadline) public view returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](uses.length);
        for (uint256 i = 0; i < uses.length; ++i) hashes[i] = keccak256(abi.encode(TypedData.STOCK_USE, uses[i]));
        bytes32 all = keccak256(abi.encodePacked(hashes));
        return _hashTypedDataV4(keccak256(abi.encode(TypedData.STOCK_USES, all, signer, deadline)));
    }

    // Internals

    function _use(StockUse[] calldata uses, address key) private returns (StockOutcome[] memory outcomes) {
        if (uses.length == 0) revert NothingToUse();
        (bytes32 party, Role role, bool suspended) = parties.actingParty(key);
        if (role != Role.Optician || suspended) revert NotOptician(key);
        outcomes = new StockOutcome[](uses.length);
        for (uint256 i = 0; i < uses.length; ++i) outcomes[i] = _useOne(party, uses[i].marker, uses[i].tag);
    }

    function _useOne(bytes32 party, bytes32 marker, bytes32 tag) private returns (StockOutcome) {
        if (marker == 0) revert ZeroMarker();
        if (tag == 0) revert ZeroTag();
        StockUsed storage known = _uses[party][marker];
        if (known.time == 0) {
            (known.tag, known.time) = (tag, uint48(block.timestamp));
            emit Used(party, marker, tag);
            return StockOutcome.Used;
        }
        if (known.tag == tag) return StockOutcome.AlreadyUsed;
        emit UsedTwice(party, marker, tag);
        return StockOutcome.UsedElsewhere;
    }
}
