// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Every EIP-712 type that the contracts hash (docs/protocol.md). Types of values that no contract sees are the SDK's.
library TypedData {
    /// @dev Name `Clairevoie`, version `1`, and whichever contract checks the signature; of batches the party registry.
    bytes32 internal constant DOMAIN = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    // Of a dossier

    bytes32 internal constant DOSSIER = keccak256("Dossier(bytes32 seed,address settler)");
    bytes32 internal constant STATEMENT = keccak256(
        "Statement(bytes32 dossier,uint8 stage,bytes32[15] aspects,bytes32 supersedes,uint8 reason)"
    );
    bytes32 internal constant BATCH = keccak256("Batch(address key,bytes32 root,uint64 issuedAt)");
    bytes32 internal constant MAKER = keccak256("Maker(uint8 aspect,bytes32 salt,string identifier)");
    bytes32 internal constant PROOF_BINDING = keccak256("ProofBinding(bytes32 dossier)");

    // Of parties

    bytes32 internal constant PARTY = keccak256("Party(bytes32 salt,uint8 role,string identifier)");
    bytes32 internal constant KEY_CONSENT = keccak256("KeyConsent(bytes32 party,address key)");

    // Of withdrawals

    bytes32 internal constant WITHDRAWAL = keccak256(
        "Withdrawal(bytes32 party,bytes32 statement,uint8 reason,address signer,uint256 deadline)"
    );

    // Of stock lenses

    bytes32 internal constant STOCK_UNIT = keccak256("StockUnit(bytes32 nullifier,bytes32 store)");
    bytes32 internal constant STOCK_MARKER = keccak256("StockMarker(bytes32 nullifier)");
    bytes32 internal constant STOCK_TAG = keccak256("StockTag(bytes32 dossier,bytes32 nullifier,uint8 eye)");
    bytes32 internal constant STOCK_USE = keccak256("StockUse(bytes32 marker,bytes32 tag)");
    bytes32 internal constant STOCK_USES = keccak256(
        "StockUses(StockUse[] uses,address signer,uint256 deadline)StockUse(bytes32 marker,bytes32 tag)"
    );

    // Of settlements

    bytes32 internal constant SETTLEMENT_TAG = keccak256(
        "SettlementTag(bytes32 dossier,bytes32 invoice,bytes32 split)"
    );
    bytes32 internal constant GRANT = keccak256(
        "Grant(bytes32 insurer,bytes32 tag,uint8 rank,address settler,uint32 round)"
    );
    bytes32 internal constant SETTLEMENT = keccak256(
        "Settlement(address settler,bytes32 tag,uint8 rank,uint32 round,bytes32 r,bytes32 vs)"
    );
    bytes32 internal constant SETTLEMENTS = keccak256(
        "Settlements(Settlement[] settlements,address signer,uint256 nonce,uint256 deadline)Settlement(address settler,bytes32 tag,uint8 rank,uint32 round,bytes32 r,bytes32 vs)"
    );
    bytes32 internal constant RELEASE = keccak256(
        "Release(address settler,uint8 rank,address signer,uint256 nonce,uint256 deadline)"
    );
    bytes32 internal constant MOVE = keccak256(
        "Move(Settlement settlement,address signer,uint256 nonce,uint256 deadline)Settlement(address settler,bytes32 tag,uint8 rank,uint32 round,bytes32 r,bytes32 vs)"
    );
}
