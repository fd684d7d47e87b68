// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {IPartyRegistry, Role} from "./interfaces/IPartyRegistry.sol";
import {
    Grant,
    ISettlementRegistry,
    Settlement,
    SettlementOutcome,
    SettlementState
} from "./interfaces/ISettlementRegistry.sol";
import {Signatures} from "./libraries/Signatures.sol";
import {TypedData} from "./libraries/TypedData.sol";

/// @title Marks an insurer's share of a dossier as paid, once.
contract SettlementRegistry is ISettlementRegistry, EIP712, Nonces {
    /// @notice One storage slot. An insurer is its number in `_parties`; no number is 0.
    struct Marks {
        bytes20 tag;
        uint32 round;
        uint32 first;
        uint32 second;
    }

    // Constants and immutables

    uint8 private constant RANKS = 2;

    IPartyRegistry public immutable parties;

    // Storage

    mapping(address settler => Marks) private _marks;

    mapping(bytes32 party => uint32 number) private _numberOf;

    mapping(uint32 number => bytes32 party) private _parties;

    uint32 private _count;

    // Constructor

    constructor(IPartyRegistry parties_) EIP712("Clairevoie", "1") {
        if (address(parties_).code.length == 0) revert NotAContract(address(parties_));
        parties = parties_;
    }

    // Settling, releasing and moving

    /// @inheritdoc ISettlementRegistry
    function settle(Settlement[] calldata settlements) external returns (SettlementOutcome[] memory outcomes) {
        return _settle(settlements, msg.sender);
    }

    /// @inheritdoc ISettlementRegistry
    function settleFor(
        Settlement[] calldata settlements,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external returns (SettlementOutcome[] memory outcomes) {
        _consume(signer, deadline, settlementsDigest(settlements, signer, deadline), signature);
        return _settle(settlements, signer);
    }

    /// @inheritdoc ISettlementRegistry
    function release(address settler, uint8 rank) external {
        _release(settler, rank, msg.sender);
    }

    /// @inheritdoc ISettlementRegistry
    function releaseFor(
        address settler,
        uint8 rank,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external {
        _consume(signer, deadline, releaseDigest(settler, rank, signer, deadline), signature);
        _release(settler, rank, signer);
    }

    /// @inheritdoc ISettlementRegistry
    function move(Settlement calldata settlement) external {
        _move(settlement, msg.sender);
    }

    /// @inheritdoc ISettlementRegistry
    function moveFor(
        Settlement calldata settlement,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external {
        _consume(signer, deadline, moveDigest(settlement, signer, deadline), signature);
        _move(settlement, signer);
    }

    // Views

    /// @inheritdoc ISettlementRegistry
    function settlementOf(address settler) external view returns (SettlementState memory) {
        Marks memory marks = _marks[settler];
        return SettlementState(marks.tag, marks.round, _parties[marks.first], _parties[marks.second]);
    }

    /// @inheritdoc ISettlementRegistry
    function grantDigest(Grant calldata grant) external view returns (bytes32) {
        return _grantDigest(grant.insurer, grant.tag, grant.rank, grant.settler, grant.round);
    }

    /// @inheritdoc ISettlementRegistry
    function settlementsDigest(
        Settlement[] calldata settlements,
        address signer,
        uint256 deadline
    ) public view returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](settlements.length);
        for (uint256 i = 0; i < settlements.length; ++i) hashes[i] = _hash(settlements[i]);
        bytes32 all = keccak256(abi.encodePacked(hashes));
        return _hashTypedDataV4(keccak256(abi.encode(TypedData.SETTLEMENTS, all, signer, nonces(signer), deadline)));
    }

    /// @inheritdoc ISettlementRegistry
    function releaseDigest(
        address settler,
        uint8 rank,
        address signer,
        uint256 deadline
    ) public view returns (bytes32) {
        return
            _hashTypedDataV4(keccak256(abi.encode(TypedData.RELEASE, settler, rank, signer, nonces(signer), deadline)));
    }

    /// @inheritdoc ISettlementRegistry
    function moveDigest(
        Settlement calldata settlement,
        address signer,
        uint256 deadline
    ) public view returns (bytes32) {
        bytes32 hash = _hash(settlement);
        return _hashTypedDataV4(keccak256(abi.encode(TypedData.MOVE, hash, signer, nonces(signer), deadline)));
    }

    // Internals

    function _settle(
        Settlement[] calldata settlements,
        address key
    ) private returns (SettlementOutcome[] memory outcomes) {
        if (settlements.length == 0) revert NothingToSettle();
        bytes32 party = _requireInsurer(key);
        uint32 number = _enumerate(party);
        outcomes = new SettlementOutcome[](settlements.length);
        for (uint256 i = 0; i < settlements.length; ++i) {
            outcomes[i] = _settleOne(settlements[i], party, number);
        }
    }

    function _settleOne(
        Settlement calldata settlement,
        bytes32 party,
        uint32 number
    ) private returns (SettlementOutcome outcome) {
        (address settler, bytes32 tag, uint8 rank) = (settlement.settler, settlement.tag, settlement.rank);
        if (bytes20(tag) == 0) revert ZeroTag();
        if (rank == 0 || rank > RANKS) revert RankOutOfRange(rank);

        Marks memory marks = _marks[settler];
        outcome = _outcomeOf(settlement, marks, party, number);
        if (outcome != SettlementOutcome.Settled) {
            emit NotMarked(settler, party, tag, rank, outcome);
            return outcome;
        }
        marks.tag = bytes20(tag);
        if (rank == 1) marks.first = number;
        else marks.second = number;
        _marks[settler] = marks;
        emit Marked(settler, party, tag, rank);
    }

    /// @dev A grant of a passed round never looks like a double claim: after a lawful release, old grants are still about.
    function _outcomeOf(
        Settlement calldata settlement,
        Marks memory marks,
        bytes32 party,
        uint32 number
    ) private view returns (SettlementOutcome) {
        if (!_isGranted(settlement, party)) return SettlementOutcome.GrantRefused;
        uint32 holder = settlement.rank == 1 ? marks.first : marks.second;
        bool isSameTag = marks.tag == bytes20(settlement.tag);
        if (isSameTag && holder == number) return SettlementOutcome.AlreadyYours;
        if (settlement.round != marks.round) return SettlementOutcome.RoundPassed;
        if (marks.tag != 0 && !isSameTag) return SettlementOutcome.OtherInvoice;
        return holder == 0 ? SettlementOutcome.Settled : SettlementOutcome.RankTaken;
    }

    /// @dev A party without a number never marked: its number is 0, which holds no mark.
    function _release(address settler, uint8 rank, address key) private {
        (bytes32 party, , ) = parties.actingParty(key); // Suspended or not: what it gives up serves everyone.
        Marks memory marks = _marks[settler];
        _requireMark(settler, rank, marks, party);
        if (rank == 1) marks.first = 0;
        else marks.second = 0;
        if (marks.first == 0 && marks.second == 0) marks.tag = 0;
        ++marks.round;
        _marks[settler] = marks;
        emit Released(settler, party, rank, marks.round);
    }

    function _move(Settlement calldata settlement, address key) private {
        bytes32 party = _requireInsurer(key);
        (address settler, bytes32 tag, uint8 rank) = (settlement.settler, settlement.tag, settlement.rank);
        if (bytes20(tag) == 0) revert ZeroTag();
        Marks memory marks = _marks[settler];
        _requireMark(settler, rank, marks, party);
        if (marks.first != 0 && marks.second != 0) revert NotSoleMark(settler, rank);
        if (marks.tag == bytes20(tag)) revert SameTag(settler, tag);
        if (settlement.round != marks.round) revert OtherRound(settler, marks.round);
        if (!_isGranted(settlement, party)) revert GrantInvalid(settler, party);
        marks.tag = bytes20(tag);
        ++marks.round;
        _marks[settler] = marks;
        emit Moved(settler, party, tag, rank, marks.round);
    }

    /// @dev Every mark is of a party with a number.
    function _requireMark(address settler, uint8 rank, Marks memory marks, bytes32 party) private view {
        if (rank == 0 || rank > RANKS) revert RankOutOfRange(rank);
        uint32 holder = rank == 1 ? marks.first : marks.second;
        if (holder == 0 || holder != _numberOf[party]) revert NotSettledBy(settler, rank, party);
    }

    /// @dev The number of an insurer, given when it first settles.
    function _enumerate(bytes32 party) private returns (uint32 number) {
        number = _numberOf[party];
        if (number != 0) return number;
        number = ++_count;
        _numberOf[party] = number;
        _parties[number] = party;
    }

    function _isGranted(Settlement calldata settlement, bytes32 party) private view returns (bool) {
        (address settler, bytes32 tag, uint8 rank) = (settlement.settler, settlement.tag, settlement.rank);
        bytes32 digest = _grantDigest(party, tag, rank, settler, settlement.round);
        (address signer, ECDSA.RecoverError problem, ) = ECDSA.tryRecover(digest, settlement.r, settlement.vs);
        return problem == ECDSA.RecoverError.NoError && signer == settler;
    }

    function _grantDigest(
        bytes32 insurer,
        bytes32 tag,
        uint8 rank,
        address settler,
        uint32 round
    ) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(TypedData.GRANT, insurer, tag, rank, settler, round)));
    }

    function _hash(Settlement calldata settlement) private pure returns (bytes32) {
        return keccak256(abi.encode(TypedData.SETTLEMENT, settlement));
    }

    function _requireInsurer(address key) private view returns (bytes32) {
        (bytes32 party, Role role, bool suspended) = parties.actingParty(key);
        if (role != Role.Insurer || suspended) revert NotInsurer(key);
        return party;
    }

    function _consume(address signer, uint256 deadline, bytes32 digest, bytes calldata signature) private {
        if (block.timestamp > deadline) revert Expired(deadline, block.timestamp);
        _useNonce(signer); // The digest was made with the nonce as it was; used before the signer is called.
        if (!Signatures.isSignedBy(signer, digest, signature)) revert SignatureInvalid(signer);
    }
}
