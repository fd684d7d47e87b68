// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice One insurer's share of one dossier, marked as paid.
/// @param marker `Statements.marker(dossier)`: the same for every invoice of the dossier.
/// @param tag `Statements.tag(dossier, invoice, split)`: another invoice, or another split, has another tag.
/// @param rank 1 for the first complementary insurer, 2 for the second.
struct Settlement {
    bytes32 marker;
    bytes32 tag;
    uint8 rank;
}

/// @notice What became of a settlement.
enum SettlementOutcome {
    Settled, // marked now
    AlreadyYours, // the same party had marked the same invoice at the same rank: nothing changed
    RankTaken, // double claim: another insurer holds this rank
    OtherInvoice // double claim: another invoice of the same dossier is settled
}

/// @notice Who settled a rank. Fits one storage slot; all zero when nobody did.
/// @param key The key that marked; its party is `PartyRegistry.keyOf(key).party`.
/// @param time Unix seconds.
struct Settled {
    address key;
    uint48 time;
}

/// @title Marks an insurer's share of a dossier as paid, once.
/// @notice Without the dossier and its invoice, marker and tag reveal nothing. Nothing is ever overwritten: a double
/// claim is reported by its outcome and by an event.
interface ISettlementRegistry {
    event Marked(bytes32 indexed marker, bytes32 indexed party, bytes32 tag, uint8 rank);
    event DoubleClaim(
        bytes32 indexed marker,
        bytes32 indexed party,
        bytes32 tag,
        uint8 rank,
        SettlementOutcome outcome
    );
    event Released(bytes32 indexed marker, bytes32 indexed party, uint8 rank);

    error NotAContract(address account);
    error NotInsurer(address account);
    error ZeroMarker();
    error ZeroTag();
    error RankOutOfRange(uint8 rank);
    error NothingToSettle();
    error NotSettled(bytes32 marker, uint8 rank);
    error NotSettledBy(bytes32 marker, uint8 rank, bytes32 party);
    error Expired(uint256 deadline, uint256 present);
    error SignatureInvalid(address signer);

    /// @notice Marks shares as paid, in the name of the caller's party.
    /// @param settlements At least one.
    /// @return outcomes One for each settlement, in order.
    function settle(Settlement[] calldata settlements) external returns (SettlementOutcome[] memory outcomes);

    /// @notice The same, sent by anyone with the signature (ERC-1271 too) of an insurer's key over
    /// `Settlements(Settlement[] settlements,uint256 nonce,uint256 deadline)Settlement(bytes32 marker,bytes32 tag,uint8 rank)`,
    /// `nonce` being `nonces(signer)`.
    function settleFor(
        Settlement[] calldata settlements,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external returns (SettlementOutcome[] memory outcomes);

    /// @notice Takes back a mark of the caller's party. When no rank is left, another invoice may be settled.
    function release(bytes32 marker, uint8 rank) external;

    /// @notice The same, sent by anyone with the signature (ERC-1271 too) of a key of the party that marked, over
    /// `Release(bytes32 marker,uint8 rank,uint256 nonce,uint256 deadline)`.
    function releaseFor(
        bytes32 marker,
        uint8 rank,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice The tag of the invoice that is settled for this marker; zero when none is.
    function tagOf(bytes32 marker) external view returns (bytes32);

    /// @notice Who settled this rank of this marker, all zero when nobody did.
    function settledBy(bytes32 marker, uint8 rank) external view returns (Settled memory);

    /// @notice The EIP-712 digest that `settleFor` expects `signer` to have signed next.
    function settlementsDigest(
        Settlement[] calldata settlements,
        address signer,
        uint256 deadline
    ) external view returns (bytes32);

    /// @notice The EIP-712 digest that `releaseFor` expects `signer` to have signed next.
    function releaseDigest(
        bytes32 marker,
        uint8 rank,
        address signer,
        uint256 deadline
    ) external view returns (bytes32);
}
