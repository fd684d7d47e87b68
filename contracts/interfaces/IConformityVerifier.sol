// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Batch, Statement} from "../libraries/Statements.sol";
import {Finding} from "../libraries/Findings.sol";

/// @notice A statement with all that ties it to a key and a time. It holds no value and no salt.
/// @param statement What was stated.
/// @param statementProof Path from the statement's hash to `batch.root`.
/// @param batch What the key signed.
/// @param signature 65 bytes (r, s, v); empty when `batch.key` is a smart account that endorsed the digest.
/// @param anchorProof Path from the batch's digest to an anchored root; empty when endorsed.
struct Receipt {
    Statement statement;
    bytes32[] statementProof;
    Batch batch;
    bytes signature;
    bytes32[] anchorProof;
}

/// @notice What the verifier of a dossier accepts.
/// @param lagSeconds How long after `issuedAt` an anchor may come.
/// @param toleranceSeconds By how much the anchor of a later stage may precede that of an earlier one.
/// @param quoteSeconds How long before the invoice the quote may have been anchored; 0 for any time.
/// @param finalitySeconds How old an anchor must be.
/// @param reasons Bit n is set when a correction for reason n is accepted.
/// @param acceptOwnSettlement True when auditing what the asker has paid; false before paying.
struct Policy {
    uint64 lagSeconds;
    uint64 toleranceSeconds;
    uint64 quoteSeconds;
    uint64 finalitySeconds;
    uint256 reasons;
    bool acceptOwnSettlement;
}

/// @notice Who asks, so that settlements are judged from its place.
/// @param insurer Its party id; zero when nobody's settlement matters.
/// @param rank 1 or 2; zero skips the settlement check.
/// @param split How it was told that the insurers share the invoice (docs/protocol.md, "Settlement").
struct Asker {
    bytes32 insurer;
    uint8 rank;
    bytes32 split;
}

/// @notice What opens the receipt of a stock lens (docs/protocol.md, "Stock lenses").
/// @param receipt Its position among the receipts.
/// @param eye The eye that the lens serves: 0 right, 1 left.
/// @param nullifier The unit's public handle.
struct StockOpening {
    uint256 receipt;
    uint8 eye;
    bytes32 nullifier;
}

/// @notice What the statements that count say together.
/// @param counted By stage: whether any counts.
/// @param aspects By stage and aspect; zero where nothing is stated. Of several values the first stands.
struct Merged {
    bool[4] counted;
    bytes32[13][4] aspects;
}

/// @title The chain's own verdict on a dossier.
/// @notice It judges all that can be judged without a value: inclusion, signatures, keys, times, withdrawals, equality
/// of aspects from stage to stage, settlement. Opening commitments to a claim is the SDK's part (`assess`).
interface IConformityVerifier {
    error NotAContract(address account);
    error TooManyReceipts(uint256 count, uint256 most);
    error TooManyOpenings(uint256 count, uint256 most);
    error EyeOutOfRange(uint8 eye);
    error RankOutOfRange(uint8 rank);
    error ProofTooLong(uint256 receipt, uint256 length, uint256 most);

    /// @notice Judges the receipts of one dossier.
    /// @param receipts At most 64, of one dossier, in any order. None is a finding for each missing stage.
    /// @return findings Every deviation, in the order that docs/protocol.md gives; empty when nothing is to be said.
    function assess(
        Receipt[] calldata receipts,
        Policy calldata policy,
        Asker calldata asker
    ) external view returns (Finding[] memory findings);

    /// @notice The same for a dossier with stock lenses, whose receipts are among the receipts.
    /// @param openings At most two; of several for one receipt the first is read.
    function assessWithStock(
        Receipt[] calldata receipts,
        StockOpening[] calldata openings,
        Policy calldata policy,
        Asker calldata asker
    ) external view returns (Finding[] memory findings);

    /// @notice The findings of `assessWithStock`, and what was judged: for a contract that judges more of the dossier.
    function examine(
        Receipt[] calldata receipts,
        StockOpening[] calldata openings,
        Policy calldata policy,
        Asker calldata asker
    ) external view returns (Finding[] memory findings, Merged memory merged);

    /// @notice `assess`, as one boolean: no finding is blocking.
    function conforms(
        Receipt[] calldata receipts,
        Policy calldata policy,
        Asker calldata asker
    ) external view returns (bool);

    /// @notice The EIP-712 digest that the batch's key signs, on this chain and for this suite's party registry.
    function batchDigest(Batch calldata batch) external view returns (bytes32);
}
