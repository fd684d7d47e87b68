// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What the settler's key of a dossier signs: this insurer may mark this rank of this invoice, once.
/// @param insurer Party id of the insurer that may mark.
/// @param tag `Statements.tag(dossier, invoice, split)`: another invoice, or another split, has another tag.
/// @param rank 1 for the first complementary insurer, 2 for the second.
/// @param settler The account whose key signs, which the dossier's id commits to.
/// @param round The settler's round in which the grant serves. Each release and each move ends a round.
struct Grant {
    bytes32 insurer;
    bytes32 tag;
    uint8 rank;
    address settler;
    uint32 round;
}

/// @notice A grant as its insurer presents it: the insurer is the party of the key that settles.
/// @param r First half of the settler's signature of the grant.
/// @param vs Second half: s, with the recovery bit on top (ERC-2098).
struct Settlement {
    address settler;
    bytes32 tag;
    uint8 rank;
    uint32 round;
    bytes32 r;
    bytes32 vs;
}

/// @notice What became of a settlement.
enum SettlementOutcome {
    Settled, // marked now: the only outcome on which a payment is due
    AlreadyYours, // the same party had marked the same invoice at the same rank: nothing changed
    RankTaken, // double claim: another insurer holds this rank
    OtherInvoice, // double claim: another invoice of the same dossier is settled, or this one shared otherwise
    GrantRefused, // the settler did not sign this grant, or not for this insurer
    RoundPassed // the grant is of another round than the settler's present one
}

/// @notice What is settled of a dossier. All zero when nothing ever was.
/// @param tag First 20 bytes of the tag of the invoice that is settled, zero when none is.
/// @param round How often a mark was released or moved.
/// @param first Party that settled rank 1, or zero.
/// @param second Party that settled rank 2, or zero.
struct SettlementState {
    bytes20 tag;
    uint32 round;
    bytes32 first;
    bytes32 second;
}

/// @title Marks an insurer's share of a dossier as paid, once.
/// @notice Filed under the settler of a dossier. Only the insurer that the settler granted a rank to can mark it, and no mark is ever
/// overwritten. Without the dossier and its invoice, settler and tag reveal nothing.
interface ISettlementRegistry {
    /// @notice A share was marked: outcome `Settled`.
    event Marked(address indexed settler, bytes32 indexed party, bytes32 tag, uint8 rank);
    /// @notice A share was presented and not marked, for any outcome but `Settled`. Only `RankTaken` and `OtherInvoice` rest on a grant
    /// that the settler signed for this round; `GrantRefused` proves nothing about the settler.
    event NotMarked(address indexed settler, bytes32 indexed party, bytes32 tag, uint8 rank, SettlementOutcome outcome);
    /// @param round The settler's round from now on.
    event Released(address indexed settler, bytes32 indexed party, uint8 rank, uint32 round);
    /// @param tag What the mark names from now on.
    /// @param round The settler's round from now on.
    event Moved(address indexed settler, bytes32 indexed party, bytes32 tag, uint8 rank, uint32 round);

    error NotAContract(address account);
    error NotInsurer(address account);
    error ZeroTag();
    error RankOutOfRange(uint8 rank);
    error NothingToSettle();
    error NotSettledBy(address settler, uint8 rank, bytes32 party);
    error NotSoleMark(address settler, uint8 rank);
    error SameTag(address settler, bytes32 tag);
    error GrantInvalid(address settler, bytes32 insurer);
    error OtherRound(address settler, uint32 round);
    error Expired(uint256 deadline, uint256 present);
    error SignatureInvalid(address signer);

    /// @notice Marks shares as paid, in the name of the caller's party. Each settlement emits one event, `Marked` or `NotMarked`, in order.
    /// @param settlements At least one.
    /// @return outcomes One for each settlement, in order.
    function settle(Settlement[] calldata settlements) external returns (SettlementOutcome[] memory outcomes);

    /// @notice The same, sent by anyone with the signature (ECDSA, or else ERC-1271) of an insurer's key over
    /// `Settlements(Settlement[] settlements,address signer,uint256 nonce,uint256 deadline)Settlement(address settler,bytes32 tag,uint8 rank,uint32 round,bytes32 r,bytes32 vs)`,
    /// `nonce` being `nonces(signer)`.
    function settleFor(
        Settlement[] calldata settlements,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external returns (SettlementOutcome[] memory outcomes);

    /// @notice Takes back a mark of the caller's party, suspended or not, and ends the settler's round: grants of this round serve no
    /// more. When no mark is left, another invoice may be settled.
    function release(address settler, uint8 rank) external;

    /// @notice The same, sent by anyone with the signature (ECDSA, or else ERC-1271) of a key of the party that marked, over
    /// `Release(address settler,uint8 rank,address signer,uint256 nonce,uint256 deadline)`.
    function releaseFor(
        address settler,
        uint8 rank,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice Moves the only mark of a settler, which is of the caller's party, to the tag of a new grant of the present round, and ends
    /// the round. An insurer does so when the invoice that it paid was corrected.
    function move(Settlement calldata settlement) external;

    /// @notice The same, sent by anyone with the signature (ECDSA, or else ERC-1271) of a key of the party that marked, over
    /// `Move(Settlement settlement,address signer,uint256 nonce,uint256 deadline)Settlement(address settler,bytes32 tag,uint8 rank,uint32 round,bytes32 r,bytes32 vs)`.
    function moveFor(
        Settlement calldata settlement,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice What is settled under this settler.
    function settlementOf(address settler) external view returns (SettlementState memory);

    /// @notice The EIP-712 digest that a settler's key signs to grant, in this registry's domain.
    function grantDigest(Grant calldata grant) external view returns (bytes32);

    /// @notice The EIP-712 digest that `settleFor` expects `signer` to have signed next.
    function settlementsDigest(
        Settlement[] calldata settlements,
        address signer,
        uint256 deadline
    ) external view returns (bytes32);

    /// @notice The EIP-712 digest that `releaseFor` expects `signer` to have signed next.
    function releaseDigest(
        address settler,
        uint8 rank,
        address signer,
        uint256 deadline
    ) external view returns (bytes32);

    /// @notice The EIP-712 digest that `moveFor` expects `signer` to have signed next.
    function moveDigest(
        Settlement calldata settlement,
        address signer,
        uint256 deadline
    ) external view returns (bytes32);
}
