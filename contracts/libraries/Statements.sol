// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TypedData} from "./TypedData.sol";

/// @notice What one party states of one dossier at one stage.
/// @param dossier Id of the dossier, or of the unit of a stock lens.
/// @param stage 0 quote, 1 order, 2 shipment, 3 invoice, 4 stock.
/// @param aspects Commitments, zero where nothing is stated (docs/protocol.md, "Aspects").
/// @param supersedes Hash of the statement that this one replaces, or zero.
/// @param reason Why it replaces it: 0 none, 1 breakage, 2 laboratory remake, 3 adaptation warranty, 4 prescription
/// change, 5 order change, 6 clerical error, 7 substitution.
struct Statement {
    bytes32 dossier;
    uint8 stage;
    bytes32[15] aspects;
    bytes32 supersedes;
    uint8 reason;
}

/// @notice A Merkle tree of statement hashes, as a key signs it.
/// @param key The signing account.
/// @param root Root of the tree.
/// @param issuedAt When it was signed, unix seconds.
struct Batch {
    address key;
    bytes32 root;
    uint64 issuedAt;
}

/// @title EIP-712 hashes of what a dossier is made of: its id, statements, makers, batches, and the tag of a settlement.
library Statements {
    /// @notice The id of a dossier. Whoever chooses it otherwise cannot open it.
    function dossierId(bytes32 seed, address settler) internal pure returns (bytes32) {
        return keccak256(abi.encode(TypedData.DOSSIER, seed, settler));
    }

    /// @notice `hashStruct` of a statement: the leaf of its batch's tree. Its preimage is 192 bytes, never 64.
    function hash(Statement memory statement) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    TypedData.STATEMENT,
                    statement.dossier,
                    statement.stage,
                    keccak256(abi.encodePacked(statement.aspects)),
                    statement.supersedes,
                    statement.reason
                )
            );
    }

    /// @notice `hashStruct` of a batch.
    function hash(Batch memory batch) internal pure returns (bytes32) {
        return keccak256(abi.encode(TypedData.BATCH, batch.key, batch.root, batch.issuedAt));
    }

    /// @notice The commitment of a maker aspect.
    function maker(uint8 aspect, bytes32 salt, string memory identifier) internal pure returns (bytes32) {
        return keccak256(abi.encode(TypedData.MAKER, aspect, salt, keccak256(bytes(identifier))));
    }

    /// @notice What a settlement of this `invoice` (statement hash) of `dossier`, shared so, is recognised by.
    function tag(bytes32 dossier, bytes32 invoice, bytes32 split) internal pure returns (bytes32) {
        return keccak256(abi.encode(TypedData.SETTLEMENT_TAG, dossier, invoice, split));
    }
}
