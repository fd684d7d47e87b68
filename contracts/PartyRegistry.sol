// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {
    Account,
    Announcement,
    IPartyRegistry,
    Key,
    KeyStatus,
    Maker,
    Party,
    Role,
    Standing,
    Suspension
} from "./interfaces/IPartyRegistry.sol";
import {Makers} from "./libraries/Makers.sol";
import {Signatures} from "./libraries/Signatures.sol";
import {TypedData} from "./libraries/TypedData.sol";

/// @title Which key belonged to a party of which role, at any past time.
contract PartyRegistry is IPartyRegistry, AccessManaged, EIP712 {
    using Checkpoints for Checkpoints.Trace208;

    // Constants and immutables

    uint48 private constant LONGEST_LOOK_BACK = 3650 days;
    uint48 private constant LONGEST_DELAY = 365 days;
    uint48 private constant READY_FOR = 7 days;
    uint256 private constant MOST_IDENTIFIERS = 16;

    /// @inheritdoc IPartyRegistry
    uint48 public immutable lookBack;

    // The council's AccessManager has delays too, but its admin can remove them: these nobody can.

    /// @inheritdoc IPartyRegistry
    uint48 public immutable makerDelay;

    /// @inheritdoc IPartyRegistry
    uint48 public immutable guardDelay;

    // Storage

    mapping(bytes32 party => Party) private _parties;
    mapping(address key => Key) private _keys;
    mapping(bytes32 party => Checkpoints.Trace208) private _suspensions; // time -> 1 suspended, 0 not
    mapping(bytes32 party => mapping(address account => Account)) private _accounts;
    mapping(bytes32 name => Maker) private _makers;
    mapping(bytes32 announcement => Announcement) private _announcements;
    address private _guard;
    address private _nextGuard;
    uint48 private _nextGuardReadyAt;

    /// @inheritdoc IPartyRegistry
    mapping(bytes32 party => address candidate) public candidateOf;

    // Constructor

    /// @param council The AccessManager that says who enrols and announces. It has no say in the rest.
    /// @param guard_ Who suspends, declares compromises and cancels announcements.
    /// @param lookBack_ Seconds, from 1 to ten years.
    /// @param makerDelay_ Seconds, at most a year; 0 only where nothing is at stake.
    /// @param guardDelay_ Seconds, at most a year, and no less than `makerDelay_`.
    constructor(
        address council,
        address guard_,
        uint48 lookBack_,
        uint48 makerDelay_,
        uint48 guardDelay_
    ) AccessManaged(council) EIP712("Clairevoie", "1") {
        if (council.code.length == 0) revert NotAContract(council); // Nobody could ever enrol, nor repair it.
        if (guard_ == address(0)) revert ZeroGuard();
        if (lookBack_ == 0 || lookBack_ > LONGEST_LOOK_BACK) revert LookBackOutOfRange(lookBack_, LONGEST_LOOK_BACK);
        // With a shorter delay, a new guard could be in place before the old one's time to cancel is over.
        if (guardDelay_ < makerDelay_ || guardDelay_ > LONGEST_DELAY) {
            revert DelaysOutOfRange(makerDelay_, guardDelay_, LONGEST_DELAY);
        }
        _guard = guard_;
        lookBack = lookBack_;
        makerDelay = makerDelay_;
        guardDelay = guardDelay_;
    }

    // Council functions

    /// @inheritdoc IPartyRegistry
    function enrol(bytes32 party, Role role, address controller) external restricted {
        if (role != Role.Optician && role != Role.Insurer) revert RoleNotEnrollable(role);
        _enrol(party, role, controller);
    }

    /// @inheritdoc IPartyRegistry
    function announceMaker(
        string[] calldata identifiers,
        address controller,
        uint48 statesFrom,
        uint8 makes
    ) external restricted returns (bytes32 announcement) {
        _requireNames(identifiers);
        if (controller == address(0)) revert ZeroController();
        if (makes & Makers.LENSES == 0 || makes > Makers.LENSES + Makers.FRAMES) revert MakesNotKnown(makes);
        bytes32 party = Makers.nameOf(identifiers[0]);
        _requireNew(party);
        announcement = makerAnnouncement(identifiers, controller, statesFrom, makes);
        _announce(announcement);
        emit MakerAnnounced(announcement, party, controller, identifiers, statesFrom, makes);
    }

    /// @inheritdoc IPartyRegistry
    function announceNames(
        bytes32 party,
        string[] calldata identifiers,
        uint48 statesFrom
    ) external restricted returns (bytes32 announcement) {
        _requireNames(identifiers);
        if (_parties[party].role != Role.LensMaker) revert NotLensMaker(party);
        announcement = namesAnnouncement(party, identifiers, statesFrom);
        _announce(announcement);
        emit NamesAnnounced(announcement, party, identifiers, statesFrom);
    }

    /// @inheritdoc IPartyRegistry
    function announceGuard(address next) external restricted {
        if (next == address(0)) revert ZeroGuard();
        (_nextGuard, _nextGuardReadyAt) = (next, _now() + guardDelay);
        emit GuardAnnounced(next, _nextGuardReadyAt);
    }

    // What was announced

    /// @inheritdoc IPartyRegistry
    function enrolMaker(string[] calldata identifiers, address controller, uint48 statesFrom, uint8 makes) external {
        _carryOut(makerAnnouncement(identifiers, controller, statesFrom, makes));
        bytes32 party = Makers.nameOf(identifiers[0]);
        _enrol(party, Role.LensMaker, controller);
        _enrolNames(party, identifiers, statesFrom, makes);
    }

    /// @inheritdoc IPartyRegistry
    function enrolNames(bytes32 party, string[] calldata identifiers, uint48 statesFrom) external {
        _carryOut(namesAnnouncement(party, identifiers, statesFrom));
        // A maker's id is its first name.
        _enrolNames(party, identifiers, statesFrom, _makers[party].makes);
    }

    /// @inheritdoc IPartyRegistry
    function takeGuard() external {
        if (msg.sender != _nextGuard) revert NotNextGuard(msg.sender);
        _requireReady(_nextGuardReadyAt);
        emit GuardReplaced(_guard, msg.sender);
        _guard = msg.sender;
        (_nextGuard, _nextGuardReadyAt) = (address(0), 0);
    }

    /// @inheritdoc IPartyRegistry
    function cancel(bytes32[] calldata announcements) external {
        for (uint256 i = 0; i < announcements.length; ++i) {
            bytes32 announcement = announcements[i];
            address announcer = _announcements[announcement].announcer;
            if (announcer == address(0)) revert NotAnnounced(announcement);
            if (msg.sender != _guard && msg.sender != announcer) revert MayNotCancel(announcement, msg.sender);
            delete _announcements[announcement];
            emit AnnouncementCancelled(announcement, msg.sender);
        }
    }

    // Guard functions: they ask nobody, so that no admin can take them away

    /// @inheritdoc IPartyRegistry
    function suspend(bytes32 party) external {
        _requireGuard();
        _requireKnown(party);
        if (_suspensions[party].latest() == 1) revert AlreadySuspended(party);
        _suspensions[party].push(_now(), 1);
        emit PartySuspended(party);
    }

    /// @inheritdoc IPartyRegistry
    function reinstate(bytes32 party) external {
        _requireGuard();
        _requireKnown(party);
        if (_suspensions[party].latest() == 0) revert NotSuspended(party);
        _suspensions[party].push(_now(), 0);
        emit PartyReinstated(party);
    }

    /// @inheritdoc IPartyRegistry
    function declareCompromise(bytes32 party, address account, uint48 from) external {
        _requireGuard();
        _requireKnown(party);
        Key storage key = _keys[account];
        Account storage record = _accounts[party][account];
        bool isKey = key.party == party;
        if (!isKey && _parties[party].controller != account && record.handedOverAt == 0) {
            revert UnknownAccount(party, account);
        }
        uint48 present = _now();
        if (from > present) revert CompromiseInFuture(from, present);
        if (present - from > lookBack) revert CompromiseTooOld(from, present - lookBack);
        uint48 known = record.compromisedFrom;
        if (known != 0 && from >= known) revert CompromiseNotEarlier(from, known);
        record.compromisedFrom = from;
        if (isKey) key.compromisedFrom = from; // Again there, so that `standing` reads one record.
        emit AccountCompromised(party, account, from);
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
        _requireUncompromised(party, msg.sender);
        delete candidateOf[party];
        Party storage record = _parties[party];
        _accounts[party][record.controller].handedOverAt = _now();
        record.controller = msg.sender;
        emit ControlTaken(party, msg.sender);
    }

    /// @inheritdoc IPartyRegistry
    function addKey(bytes32 party, address key, bytes calldata consent) external {
        _requireController(party);
        if (key == address(0)) revert ZeroKey();
        if (_keys[key].party != 0) revert KeyTaken(key, _keys[key].party);
        _requireUncompromised(party, key);
        if (key != msg.sender && !Signatures.isSignedBy(key, keyConsentDigest(party, key), consent)) {
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
    function guard() external view returns (address) {
        return _guard;
    }

    /// @inheritdoc IPartyRegistry
    function nextGuard() external view returns (address next, uint48 readyAt) {
        return (_nextGuard, _nextGuardReadyAt);
    }

    /// @inheritdoc IPartyRegistry
    function partyOf(bytes32 party) external view returns (Party memory) {
        return _parties[party];
    }

    /// @inheritdoc IPartyRegistry
    function keyOf(address key) external view returns (Key memory) {
        return _keys[key];
    }

    /// @inheritdoc IPartyRegistry
    function accountOf(bytes32 party, address account) external view returns (Account memory) {
        return _accounts[party][account];
    }

    /// @inheritdoc IPartyRegistry
    function makerOf(bytes32 name) external view returns (Maker memory) {
        return _makers[name];
    }

    /// @inheritdoc IPartyRegistry
    function announcementOf(bytes32 announcement) external view returns (Announcement memory) {
        return _announcements[announcement];
    }

    /// @inheritdoc IPartyRegistry
    function makerAnnouncement(
        string[] calldata identifiers,
        address controller,
        uint48 statesFrom,
        uint8 makes
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(this.enrolMaker.selector, identifiers, controller, statesFrom, makes));
    }

    /// @inheritdoc IPartyRegistry
    function namesAnnouncement(
        bytes32 party,
        string[] calldata identifiers,
        uint48 statesFrom
    ) public pure returns (bytes32) {
        return keccak256(abi.encode(this.enrolNames.selector, party, identifiers, statesFrom));
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
    function isSuspendedAt(bytes32 party, uint48 time) public view returns (bool) {
        if (time > _now()) revert FutureTime(time, _now());
        return _suspensions[party].upperLookup(time) == 1;
    }

    /// @inheritdoc IPartyRegistry
    function isCompromised(bytes32 party, address account, uint48 time) external view returns (bool) {
        uint48 from = _accounts[party][account].compromisedFrom;
        return from != 0 && from <= time;
    }

    /// @inheritdoc IPartyRegistry
    function standing(address key, uint48 time) public view returns (Standing memory result) {
        if (time > _now()) revert FutureTime(time, _now());
        Key storage record = _keys[key];
        result.party = record.party;
        if (result.party == 0) return result;
        result.role = _parties[result.party].role;
        result.status = _statusAt(record, time);
        result.suspended = isSuspendedAt(result.party, time);
    }

    /// @inheritdoc IPartyRegistry
    function isValid(address key, Role role, uint48 time) external view returns (bool) {
        Standing memory result = standing(key, time);
        return result.status == KeyStatus.Valid && result.role == role && !result.suspended;
    }

    /// @inheritdoc IPartyRegistry
    function isController(bytes32 party, address account) public view returns (bool) {
        if (account == address(0) || _parties[party].controller != account) return false;
        return _accounts[party][account].compromisedFrom == 0;
    }

    /// @inheritdoc IPartyRegistry
    function mayWithdraw(address account, bytes32 party) external view returns (bool) {
        Key storage record = _keys[account];
        if (party != 0 && record.party == party && _statusAt(record, _now()) == KeyStatus.Valid) return true;
        return isController(party, account);
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
        return _hashTypedDataV4(keccak256(abi.encode(TypedData.KEY_CONSENT, party, key)));
    }

    // Internals

    function _enrol(bytes32 party, Role role, address controller) private {
        if (party == 0) revert ZeroParty();
        if (controller == address(0)) revert ZeroController();
        _requireNew(party);
        _parties[party] = Party({role: role, enrolledAt: _now(), controller: controller});
        emit PartyEnrolled(party, role, controller);
    }

    function _announce(bytes32 announcement) private {
        uint48 known = _announcements[announcement].announcedAt;
        // One that nobody carried out in time may be made again; else its time would begin anew.
        if (known != 0 && _now() < known + makerDelay + READY_FOR) revert AlreadyAnnounced(announcement);
        _announcements[announcement] = Announcement({announcedAt: _now(), announcer: msg.sender});
    }

    function _carryOut(bytes32 announcement) private {
        uint48 announcedAt = _announcements[announcement].announcedAt;
        if (announcedAt == 0) revert NotAnnounced(announcement);
        _requireReady(announcedAt + makerDelay);
        delete _announcements[announcement];
    }

    function _enrolNames(bytes32 party, string[] calldata identifiers, uint48 statesFrom, uint8 makes) private {
        uint48 present = _now();
        // Who is enrolled today cannot have promised to state what it delivered yesterday.
        if (statesFrom < present) statesFrom = present;
        for (uint256 i = 0; i < identifiers.length; ++i) {
            bytes32 name = Makers.nameOf(identifiers[i]);
            if (_makers[name].party != 0) revert NameTaken(name, _makers[name].party);
            _makers[name] = Maker({party: party, enrolledAt: present, statesFrom: statesFrom, makes: makes});
            emit NameEnrolled(party, name, identifiers[i], statesFrom, makes);
        }
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

    function _requireNew(bytes32 party) private view {
        if (_parties[party].role != Role.None) revert PartyExists(party);
    }

    /// @dev That no name is given twice within one list, enrolling finds.
    function _requireNames(string[] calldata identifiers) private view {
        if (identifiers.length == 0 || identifiers.length > MOST_IDENTIFIERS) {
            revert IdentifiersOutOfRange(identifiers.length, MOST_IDENTIFIERS);
        }
        for (uint256 i = 0; i < identifiers.length; ++i) {
            if (!Makers.isWellFormed(identifiers[i])) revert IdentifierMalformed(identifiers[i]);
            bytes32 name = Makers.nameOf(identifiers[i]);
            if (_makers[name].party != 0) revert NameTaken(name, _makers[name].party);
        }
    }

    function _requireReady(uint48 readyAt) private view {
        uint48 present = _now();
        if (present < readyAt) revert NotReady(readyAt, present);
        // What nobody carried out in time, nobody watches any more.
        if (present >= readyAt + READY_FOR) revert AnnouncementExpired(readyAt + READY_FOR, present);
    }

    function _requireGuard() private view {
        if (msg.sender != _guard) revert NotGuard(msg.sender);
    }

    function _requireUncompromised(bytes32 party, address account) private view {
        if (_accounts[party][account].compromisedFrom != 0) revert AccountHeldCompromised(party, account);
    }

    function _requireKnownKey(address key) private view returns (Key storage record) {
        record = _keys[key];
        if (record.party == 0) revert UnknownKey(key);
    }

    function _requireController(bytes32 party) private view {
        if (!isController(party, msg.sender)) revert NotController(party, msg.sender);
    }

    function _now() private view returns (uint48) {
        return uint48(block.timestamp);
    }
}
