// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IPartyRegistry, Key, KeyStatus, Party, Role, Standing, Suspension} from "./interfaces/IPartyRegistry.sol";

/// @title Which key belonged to a party of which role, at any past time.
contract PartyRegistry is IPartyRegistry, AccessManaged, EIP712 {
    using Checkpoints for Checkpoints.Trace208;

    // Constants and immutables

    bytes32 private constant KEY_CONSENT_TYPEHASH = keccak256("KeyConsent(bytes32 party,address key)");

    uint48 private constant LONGEST_LOOK_BACK = 3650 days;

    /// @inheritdoc IPartyRegistry
    uint48 public immutable lookBack;

    // Storage

    mapping(bytes32 party => Party) private _parties;
    mapping(address key => Key) private _keys;
    mapping(bytes32 party => Checkpoints.Trace208) private _suspensions; // time -> 1 suspended, 0 not

    /// @inheritdoc IPartyRegistry
    mapping(bytes32 party => address candidate) public candidateOf;

    // Constructor

    /// @param council The AccessManager that says who enrols, suspends and declares compromises, and after what delay.
    /// @param lookBack_ Seconds, from 1 to ten years.
    constructor(address council, uint48 lookBack_) AccessManaged(council) EIP712("Clairevoie", "1") {
        if (council.code.length == 0) revert NotAContract(council); // Nobody could ever enrol, nor repair it.
        if (lookBack_ == 0 || lookBack_ > LONGEST_LOOK_BACK) revert LookBackOutOfRange(lookBack_, LONGEST_LOOK_BACK);
        lookBack = lookBack_;
    }

    // Council functions

    /// @inheritdoc IPartyRegistry
    function enrol(bytes32 party, Role role, address controller) external restricted {
        if (role != Role.Optician && role != Role.Insurer) revert RoleNotEnrollable(role);
        _enrol(party, role, controller);
    }

    /// @inheritdoc IPartyRegistry
    function enrolLensMaker(bytes32 party, address controller) external restricted {
        _enrol(party, Role.LensMaker, controller);
    }

    /// @inheritdoc IPartyRegistry
    function suspend(bytes32 party) external restricted {
        _requireKnown(party);
        if (_suspensions[party].latest() == 1) revert AlreadySuspended(party);
        _suspensions[party].push(_now(), 1);
        emit PartySuspended(party);
    }

    /// @inheritdoc IPartyRegistry
    function reinstate(bytes32 party) external restricted {
        _requireKnown(party);
        if (_suspensions[party].latest() == 0) revert NotSuspended(party);
        _suspensions[party].push(_now(), 0);
        emit PartyReinstated(party);
    }

    /// @inheritdoc IPartyRegistry
    function declareCompromise(address key, uint48 from) external restricted {
        Key storage record = _requireKnownKey(key);
        uint48 present = _now();
        if (from > present) revert CompromiseInFuture(from, present);
        if (present - from > lookBack) revert CompromiseTooOld(from, present - lookBack);
        uint48 known = record.compromisedFrom;
        if (known != 0 && from >= known) revert CompromiseNotEarlier(from, known);
        record.compromisedFrom = from;
        emit KeyCompromised(record.party, key, from);
    }

    // Controller functions

    /// @inheritdoc IPartyRegistry
    function offerControl(bytes32 party, address candidate) external {
        _requireController(party);
        candidateOf[party] = candidate; // Zero takes an offer back.
        emit ControlOffered(party, candidate);
    }

    /// @inheritdoc IPartyRegistry
    function takeControl(bytes32 party) external {
        if (candidateOf[party] != msg.sender) revert NotCandidate(party, msg.sender);
        delete candidateOf[party];
        _parties[party].controller = msg.sender;
        emit ControlTaken(party, msg.sender);
    }

    /// @inheritdoc IPartyRegistry
    function addKey(bytes32 party, address key, bytes calldata consent) external {
        _requireController(party);
        if (key == address(0)) revert ZeroKey();
        if (_keys[key].party != 0) revert KeyTaken(key, _keys[key].party);
        if (
            key != msg.sender &&
            !SignatureChecker.isValidSignatureNowCalldata(key, keyConsentDigest(party, key), consent)
        ) {
            revert KeyConsentInvalid(party, key);
        }
        _keys[key] = Key({party: party, validFrom: _now(), revokedAt: 0, compromisedFrom: 0});
        emit KeyAdded(party, key);
    }

    /// @inheritdoc IPartyRegistry
    function revokeKey(address key) external {
        Key storage record = _requireKnownKey(key);
        _requireController(record.party);
        if (record.revokedAt != 0) revert KeyAlreadyRevoked(key, record.revokedAt);
        record.revokedAt = _now();
        emit KeyRevoked(record.party, key);
    }

    // Views

    /// @inheritdoc IPartyRegistry
    function partyOf(bytes32 party) external view returns (Party memory) {
        return _parties[party];
    }

    /// @inheritdoc IPartyRegistry
    function keyOf(address key) external view returns (Key memory) {
        return _keys[key];
    }

    /// @inheritdoc IPartyRegistry
    function suspensionsOf(bytes32 party) external view returns (Suspension[] memory suspensions) {
        uint256 length = _suspensions[party].length();
        suspensions = new Suspension[](length);
        for (uint32 i = 0; i < length; ++i) {
            Checkpoints.Checkpoint208 memory point = _suspensions[party].at(i);
            suspensions[i] = Suspension({from: point._key, suspended: point._value == 1});
        }
    }

    /// @inheritdoc IPartyRegistry
    function standing(address key, uint48 time) public view returns (Standing memory result) {
        if (time > _now()) revert FutureTime(time, _now());
        Key storage record = _keys[key];
        result.party = record.party;
        if (result.party == 0) return result;
        result.role = _parties[result.party].role;
        result.status = _statusAt(record, time);
        result.suspended = _suspensions[result.party].upperLookup(time) == 1;
    }

    /// @inheritdoc IPartyRegistry
    function isValid(address key, Role role, uint48 time) external view returns (bool) {
        Standing memory result = standing(key, time);
        return result.status == KeyStatus.Valid && result.role == role && !result.suspended;
    }

    /// @inheritdoc IPartyRegistry
    function mayWithdraw(address account, bytes32 party) external view returns (bool) {
        Key storage record = _keys[account];
        if (party != 0 && record.party == party && _statusAt(record, _now()) == KeyStatus.Valid) return true;
        return account != address(0) && _parties[party].controller == account;
    }

    /// @inheritdoc IPartyRegistry
    function actingParty(address account) external view returns (bytes32 party, Role role, bool suspended) {
        Key storage record = _keys[account];
        party = record.party;
        if (party == 0 || _statusAt(record, _now()) != KeyStatus.Valid) return (0, Role.None, false);
        role = _parties[party].role;
        suspended = _suspensions[party].latest() == 1;
    }

    /// @inheritdoc IPartyRegistry
    function keyConsentDigest(bytes32 party, address key) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(KEY_CONSENT_TYPEHASH, party, key)));
    }

    // Internals

    function _enrol(bytes32 party, Role role, address controller) private {
        if (party == 0) revert ZeroParty();
        if (controller == address(0)) revert ZeroController();
        if (_parties[party].role != Role.None) revert PartyExists(party);
        _parties[party] = Party({role: role, enrolledAt: _now(), controller: controller});
        emit PartyEnrolled(party, role, controller);
    }

    function _statusAt(Key storage record, uint48 time) private view returns (KeyStatus) {
        if (time < record.validFrom) return KeyStatus.NotYet;
        if (record.compromisedFrom != 0 && time >= record.compromisedFrom) return KeyStatus.Compromised;
        if (record.revokedAt != 0 && time >= record.revokedAt) return KeyStatus.Revoked;
        return KeyStatus.Valid;
    }

    function _requireKnown(bytes32 party) private view {
        if (_parties[party].role == Role.None) revert UnknownParty(party);
    }

    function _requireKnownKey(address key) private view returns (Key storage record) {
        record = _keys[key];
        if (record.party == 0) revert UnknownKey(key);
    }

    function _requireController(bytes32 party) private view {
        if (_parties[party].controller != msg.sender) revert NotController(party, msg.sender);
    }

    function _now() private view returns (uint48) {
        return uint48(block.timestamp);
    }
}
