// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a party is accredited to do. A party has one role, for ever.
enum Role {
    None,
    Optician,
    LensMaker,
    Insurer
}

/// @notice What a key was worth at a given time.
enum KeyStatus {
    Unknown, // never registered
    NotYet, // registered, but after that time
    Valid,
    Revoked, // by its party, at or before that time
    Compromised // by the council, from that time or earlier
}

/// @notice An accredited business. Fits one storage slot.
/// @param role What it may state.
/// @param enrolledAt When the council enrolled it, unix seconds.
/// @param controller The account that adds and revokes the party's keys.
struct Party {
    Role role;
    uint48 enrolledAt;
    address controller;
}

/// @notice A signing key of a party, with the times that bound its validity. Zero means "never".
/// @param party The party it belongs to, for ever.
/// @param validFrom When it was added, unix seconds.
/// @param revokedAt From when its party no longer uses it, unix seconds.
/// @param compromisedFrom From when the council holds it for compromised, unix seconds.
struct Key {
    bytes32 party;
    uint48 validFrom;
    uint48 revokedAt;
    uint48 compromisedFrom;
}

/// @notice What an account is to a party beside being its key. Fits one storage slot; zero means "never".
/// @param handedOverAt When it last gave up control of the party, unix seconds.
/// @param compromisedFrom From when the guard holds it for compromised, as key or controller, unix seconds.
struct Account {
    uint48 handedOverAt;
    uint48 compromisedFrom;
}

/// @notice What a name of a lens maker stands for. All zero when nobody bears it.
/// @param party The maker: the name of its first identifier.
/// @param enrolledAt When this name was enrolled, unix seconds.
/// @param statesFrom From when the maker states every delivery under this name; never before `enrolledAt`.
/// @param makes Bits: 1 lenses, 2 frames (reserved).
struct Maker {
    bytes32 party;
    uint48 enrolledAt;
    uint48 statesFrom;
    uint8 makes;
}

/// @notice An enrolment that was announced. All zero when there is none.
/// @param announcedAt Unix seconds.
/// @param announcer Who announced it, and may cancel it as the guard may.
struct Announcement {
    uint48 announcedAt;
    address announcer;
}

/// @notice A change of a party's suspension.
/// @param from Unix seconds.
/// @param suspended True when suspended from then on, false when reinstated.
struct Suspension {
    uint48 from;
    bool suspended;
}

/// @notice The answer to "what was this key worth at that time?".
/// @param party The key's party, zero when the key is unknown.
/// @param role The party's role.
/// @param status The key's own state at that time.
/// @param suspended Whether the party was suspended at that time.
struct Standing {
    bytes32 party;
    Role role;
    KeyStatus status;
    bool suspended;
}

/// @title Which key belonged to a party of which role, at any past time.
/// @notice The id of an optician or an insurer is a salted commitment: the chain names nobody. Lens makers are named by
/// public identifiers. The council enrols; it cannot add a key, so it cannot sign in a party's name. What protects the
/// public from the council is fixed here for ever, out of its reach: the delays, and the guard.
interface IPartyRegistry {
    event PartyEnrolled(bytes32 indexed party, Role indexed role, address indexed controller);
    event PartySuspended(bytes32 indexed party);
    event PartyReinstated(bytes32 indexed party);
    event ControlOffered(bytes32 indexed party, address indexed candidate);
    event ControlTaken(bytes32 indexed party, address indexed controller);
    event KeyAdded(bytes32 indexed party, address indexed key);
    event KeyRevoked(bytes32 indexed party, address indexed key);
    event AccountCompromised(bytes32 indexed party, address indexed account, uint48 from);
    event MakerAnnounced(
        bytes32 indexed announcement,
        bytes32 indexed party,
        address indexed controller,
        string[] identifiers,
        uint48 statesFrom,
        uint8 makes
    );
    event NamesAnnounced(bytes32 indexed announcement, bytes32 indexed party, string[] identifiers, uint48 statesFrom);
    event AnnouncementCancelled(bytes32 indexed announcement, address indexed by);
    event NameEnrolled(bytes32 indexed party, bytes32 indexed name, string identifier, uint48 statesFrom, uint8 makes);
    event GuardAnnounced(address indexed next, uint48 readyAt);
    event GuardReplaced(address indexed guard, address indexed next);

    error ZeroParty();
    error ZeroController();
    error ZeroKey();
    error ZeroGuard();
    error RoleNotEnrollable(Role role);
    error PartyExists(bytes32 party);
    error UnknownParty(bytes32 party);
    error AlreadySuspended(bytes32 party);
    error NotSuspended(bytes32 party);
    error NotController(bytes32 party, address caller);
    error NotCandidate(bytes32 party, address caller);
    error NotGuard(address caller);
    error NotNextGuard(address caller);
    error KeyTaken(address key, bytes32 party);
    error KeyConsentInvalid(bytes32 party, address key);
    error UnknownKey(address key);
    error KeyAlreadyRevoked(address key, uint48 revokedAt);
    error UnknownAccount(bytes32 party, address account);
    error AccountHeldCompromised(bytes32 party, address account);
    error CompromiseInFuture(uint48 from, uint48 present);
    error CompromiseTooOld(uint48 from, uint48 earliest);
    error CompromiseNotEarlier(uint48 from, uint48 known);
    error FutureTime(uint48 time, uint48 present);
    error LookBackOutOfRange(uint48 lookBack, uint48 most);
    error DelaysOutOfRange(uint48 makerDelay, uint48 guardDelay, uint48 most);
    error NotAContract(address account);
    error IdentifiersOutOfRange(uint256 count, uint256 most);
    error IdentifierMalformed(string identifier);
    error MakesNotKnown(uint8 makes);
    error NotLensMaker(bytes32 party);
    error NameTaken(bytes32 name, bytes32 party);
    error AlreadyAnnounced(bytes32 announcement);
    error NotAnnounced(bytes32 announcement);
    error NotReady(uint48 readyAt, uint48 present);
    error AnnouncementExpired(uint48 expiredAt, uint48 present);
    error MayNotCancel(bytes32 announcement, address caller);

    // The council

    /// @notice Enrols an optician or an insurer. Council only.
    /// @param party Salted commitment: `hashStruct` of `Party(bytes32 salt,uint8 role,string identifier)`.
    /// @param role `Optician` or `Insurer`; lens makers go through `announceMaker`.
    /// @param controller The account that will manage the party's keys.
    function enrol(bytes32 party, Role role, address controller) external;

    /// @notice Announces the enrolment of a lens maker, in clear, so that everyone sees who is coming. Council only.
    /// @param identifiers SIREN first, then EUDAMED numbers; 1 to 16, each of 1 to 40 characters of A-Z, 0-9, `. / _ -`.
    /// The party's id is the name of the first.
    /// @param statesFrom From when it states every delivery; the enrolment's own time where that is later.
    /// @param makes Bits: 1 lenses, which every maker has now, 2 frames (reserved).
    /// @return announcement Names the announcement.
    function announceMaker(
        string[] calldata identifiers,
        address controller,
        uint48 statesFrom,
        uint8 makes
    ) external returns (bytes32 announcement);

    /// @notice Enrols a lens maker as it was announced, once `makerDelay` is over and for a week. Anyone may call it.
    function enrolMaker(string[] calldata identifiers, address controller, uint48 statesFrom, uint8 makes) external;

    /// @notice Announces further names of a lens maker. Council only.
    function announceNames(
        bytes32 party,
        string[] calldata identifiers,
        uint48 statesFrom
    ) external returns (bytes32 announcement);

    /// @notice Enrols further names as they were announced, once `makerDelay` is over and for a week. Anyone may call it.
    function enrolNames(bytes32 party, string[] calldata identifiers, uint48 statesFrom) external;

    /// @notice Announces who replaces the guard. Council only. It takes the place of an earlier announcement, and nobody
    /// cancels it, least of all the guard.
    function announceGuard(address next) external;

    /// @notice Takes the guard's place, once `guardDelay` is over and for a week. Only the one who was announced.
    function takeGuard() external;

    // The guard

    /// @notice Cancels announcements of makers and names. The guard's; each may also be cancelled by its announcer.
    function cancel(bytes32[] calldata announcements) external;

    /// @notice Suspends a party from now on: what is anchored meanwhile does not count. Guard only, immediate.
    function suspend(bytes32 party) external;

    /// @notice Ends a suspension from now on. Guard only.
    function reinstate(bytes32 party) external;

    /// @notice Declares that an account was in other hands from `from` on. Guard only. It is held for compromised as the
    /// party's key and as its controller: it states, withdraws and controls no more. A party moves control away first.
    /// @param account A key of the party, or an account that controls it or once did.
    /// @param from Unix seconds, in [now - lookBack, now], and earlier than any compromise already declared.
    function declareCompromise(bytes32 party, address account, uint48 from) external;

    // Controllers

    /// @notice Offers control of a party to another account. Controller only; nothing changes until it is taken.
    function offerControl(bytes32 party, address candidate) external;

    /// @notice Takes the control that was offered. Candidate only.
    function takeControl(bytes32 party) external;

    /// @notice Adds a key to a party, valid from now on. Controller only.
    /// @param consent Empty when the key itself is the caller; else the key's signature (ERC-1271 for a smart
    /// account) of `KeyConsent(bytes32 party,address key)`: nobody claims another's key.
    function addKey(bytes32 party, address key, bytes calldata consent) external;

    /// @notice Revokes a key from now on, for ever. Controller only. What was anchored before stays valid.
    function revokeKey(address key) external;

    // Views

    /// @notice The longest time, in seconds, by which a declared compromise may reach into the past.
    function lookBack() external view returns (uint48);

    /// @notice How long, in seconds, a lens maker or a name is announced before it is enrolled.
    function makerDelay() external view returns (uint48);

    /// @notice How long, in seconds, a new guard is announced before it takes its place. At least `makerDelay`.
    function guardDelay() external view returns (uint48);

    /// @notice Who suspends, declares compromises and cancels announcements.
    function guard() external view returns (address);

    /// @notice The guard that is announced.
    /// @return next Zero when there is none.
    /// @return readyAt From when it may take the guard's place, unix seconds.
    function nextGuard() external view returns (address next, uint48 readyAt);

    /// @notice The party's record; role `None` when there is none.
    function partyOf(bytes32 party) external view returns (Party memory);

    /// @notice The key's record; party zero when there is none.
    function keyOf(address key) external view returns (Key memory);

    /// @notice What the account is to the party beside being its key.
    function accountOf(bytes32 party, address account) external view returns (Account memory);

    /// @notice The lens maker of a name; all zero when nobody bears it.
    /// @param name `hashStruct` of `Party(bytes32 salt,uint8 role,string identifier)` with the salt zero and the role 2.
    function makerOf(bytes32 name) external view returns (Maker memory);

    /// @notice The announcement of that name; all zero when it is not open: cancelled, carried out, or never made.
    function announcementOf(bytes32 announcement) external view returns (Announcement memory);

    /// @notice The name of the announcement that `announceMaker` makes of these.
    function makerAnnouncement(
        string[] calldata identifiers,
        address controller,
        uint48 statesFrom,
        uint8 makes
    ) external pure returns (bytes32);

    /// @notice The name of the announcement that `announceNames` makes of these.
    function namesAnnouncement(
        bytes32 party,
        string[] calldata identifiers,
        uint48 statesFrom
    ) external pure returns (bytes32);

    /// @notice The account to which control is offered, or zero.
    function candidateOf(bytes32 party) external view returns (address);

    /// @notice The party's suspensions and reinstatements, oldest first.
    function suspensionsOf(bytes32 party) external view returns (Suspension[] memory);

    /// @notice Whether the party was suspended at `time` (unix seconds, not in the future).
    function isSuspendedAt(bytes32 party, uint48 time) external view returns (bool);

    /// @notice Whether the account is held for compromised from `time` or earlier, as a key of the party or its controller.
    function isCompromised(bytes32 party, address account, uint48 time) external view returns (bool);

    /// @notice What `key` was worth at `time` (unix seconds, not in the future).
    function standing(address key, uint48 time) external view returns (Standing memory);

    /// @notice Whether `key` belonged at `time` to a party of `role` that was not suspended.
    function isValid(address key, Role role, uint48 time) external view returns (bool);

    /// @notice Whether `account` controls `party` now, and is not held for compromised.
    function isController(bytes32 party, address account) external view returns (bool);

    /// @notice Whether `account` may take back what `party` stated: as a key that is valid now, or as its controller. A
    /// suspended party still may: what it admits serves everyone.
    function mayWithdraw(address account, bytes32 party) external view returns (bool);

    /// @notice The party that `account` may act for now, as a key that is valid now.
    /// @return party Zero when there is none.
    /// @return role The party's role.
    /// @return suspended Whether that party is suspended now.
    function actingParty(address account) external view returns (bytes32 party, Role role, bool suspended);

    /// @notice The EIP-712 digest that a key signs to consent to be added to a party.
    function keyConsentDigest(bytes32 party, address key) external view returns (bytes32);
}
