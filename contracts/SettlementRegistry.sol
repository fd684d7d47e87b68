// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {IPartyRegistry, Role} from "./interfaces/IPartyRegistry.sol";
import {ISettlementRegistry, Settled, Settlement, SettlementOutcome} from "./interfaces/ISettlementRegistry.sol";

/// @title Marks an insurer's share of a dossier as paid, once.
contract SettlementRegistry is ISettlementRegistry, EIP712, Nonces {
    // Constants and immutables

    bytes32 private constant SETTLEMENT_TYPEHASH = keccak256("Settlement(bytes32 marker,bytes32 tag,uint8 rank)");
    bytes32 private constant SETTLEMENTS_TYPEHASH = keccak256(
        "Settlements(Settlement[] settlements,uint256 nonce,uint256 deadline)Settlement(bytes32 marker,bytes32 tag,uint8 rank)"
    );
    bytes32 private constant RELEASE_TYPEHASH = keccak256(
        "Release(bytes32 marker,uint8 rank,uint256 nonce,uint256 deadline)"
    );

    uint8 private constant RANKS = 2;

    IPartyRegistry public immutable parties;

    // Storage

    /// @inheritdoc ISettlementRegistry
    mapping(bytes32 marker => bytes32 tag) public tagOf;

    mapping(bytes32 marker => mapping(uint8 rank => Settled)) private _settledBy;

    // Constructor

    constructor(IPartyRegistry parties_) EIP712("Clairevoie", "1") {
        if (address(parties_).code.length == 0) revert NotAContract(address(parties_));
        parties = parties_;
    }

    // Settling and releasing

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
    function release(bytes32 marker, uint8 rank) external {
        _release(marker, rank, msg.sender);
    }

    /// @inheritdoc ISettlementRegistry
    function releaseFor(
        bytes32 marker,
        uint8 rank,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external {
        _consume(signer, deadline, releaseDigest(marker, rank, signer, deadline), signature);
        _release(marker, rank, signer);
    }

    // Views

    /// @inheritdoc ISettlementRegistry
    function settledBy(bytes32 marker, uint8 rank) external view returns (Settled memory) {
        return _settledBy[marker][rank];
    }

    /// @inheritdoc ISettlementRegistry
    function settlementsDigest(
        Settlement[] calldata settlements,
        address signer,
        uint256 deadline
    ) public view returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](settlements.length);
        for (uint256 i = 0; i < settlements.length; ++i) {
            hashes[i] = keccak256(abi.encode(SETTLEMENT_TYPEHASH, settlements[i]));
        }
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(SETTLEMENTS_TYPEHASH, keccak256(abi.encodePacked(hashes)), nonces(signer), deadline)
                )
            );
    }

    /// @inheritdoc ISettlementRegistry
    function releaseDigest(bytes32 marker, uint8 rank, address signer, uint256 deadline) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(RELEASE_TYPEHASH, marker, rank, nonces(signer), deadline)));
    }

    // Internals

    function _settle(
        Settlement[] calldata settlements,
        address key
    ) private returns (SettlementOutcome[] memory outcomes) {
        if (settlements.length == 0) revert NothingToSettle();
        bytes32 party = _requireInsurer(key);
        outcomes = new SettlementOutcome[](settlements.length);
        for (uint256 i = 0; i < settlements.length; ++i) {
            outcomes[i] = _settleOne(settlements[i], key, party);
        }
    }

    function _settleOne(
        Settlement calldata settlement,
        address key,
        bytes32 party
    ) private returns (SettlementOutcome) {
        (bytes32 marker, bytes32 tag, uint8 rank) = (settlement.marker, settlement.tag, settlement.rank);
        if (marker == 0) revert ZeroMarker();
        if (tag == 0) revert ZeroTag();
        if (rank == 0 || rank > RANKS) revert RankOutOfRange(rank);

        bytes32 known = tagOf[marker];
        if (known != 0 && known != tag) return _doubleClaim(settlement, party, SettlementOutcome.OtherInvoice);
        Settled storage settled = _settledBy[marker][rank];
        if (settled.time != 0) {
            if (parties.keyOf(settled.key).party == party) return SettlementOutcome.AlreadyYours;
            return _doubleClaim(settlement, party, SettlementOutcome.RankTaken);
        }
        if (known == 0) tagOf[marker] = tag;
        (settled.key, settled.time) = (key, uint48(block.timestamp));
        emit Marked(marker, party, tag, rank);
        return SettlementOutcome.Settled;
    }

    function _doubleClaim(
        Settlement calldata settlement,
        bytes32 party,
        SettlementOutcome outcome
    ) private returns (SettlementOutcome) {
        emit DoubleClaim(settlement.marker, party, settlement.tag, settlement.rank, outcome);
        return outcome;
    }

    function _release(bytes32 marker, uint8 rank, address key) private {
        bytes32 party = _requireInsurer(key);
        Settled memory settled = _settledBy[marker][rank];
        if (settled.time == 0) revert NotSettled(marker, rank);
        if (parties.keyOf(settled.key).party != party) revert NotSettledBy(marker, rank, party);
        delete _settledBy[marker][rank];
        // The other rank still holds the dossier to its invoice.
        if (_settledBy[marker][RANKS + 1 - rank].time == 0) delete tagOf[marker];
        emit Released(marker, party, rank);
    }

    function _requireInsurer(address key) private view returns (bytes32) {
        (bytes32 party, Role role, bool suspended) = parties.actingParty(key);
        if (role != Role.Insurer || suspended) revert NotInsurer(key);
        return party;
    }

    function _consume(address signer, uint256 deadline, bytes32 digest, bytes calldata signature) private {
        if (block.timestamp > deadline) revert Expired(deadline, block.timestamp);
        _useNonce(signer); // The digest was made with the nonce as it was; used before the signer is called.
        if (!SignatureChecker.isValidSignatureNowCalldata(signer, digest, signature)) revert SignatureInvalid(signer);
    }
}
