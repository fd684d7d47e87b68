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
/// @notice A party's id is a salted commitment to its role and business identifier: the chain names nobody.
/// The council enrols and suspends; it cannot add a key, so it cannot sign in a party's name.
interface IPartyRegistry {
    event PartyEnrolled(bytes32 indexed party, Role indexed role, address indexed controller);
    event PartySuspended(bytes32 indexed party);
    event PartyReinstated(bytes32 indexed party);
    event ControlOffered(bytes32 indexed party, address indexed candidate);
    event ControlTaken(bytes32 indexed party, address indexed controller);
    event KeyAdded(bytes32 indexed party, address indexed key);
    event KeyRevoked(bytes32 indexed party, address indexed key);
    event KeyCompromised(bytes32 indexed party, address indexed key, uint48 from);

    error ZeroParty();
    error ZeroController();
    error ZeroKey();
    error RoleNotEnrollable(Role role);
    error PartyExists(bytes32 party);
    error UnknownParty(bytes32 party);
    error AlreadySuspended(bytes32 party);
    error NotSuspended(bytes32 party);
    error NotController(bytes32 party, address caller);
    error NotCandidate(bytes32 party, address caller);
    error KeyTaken(address key, bytes32 party);
    error KeyConsentInvalid(bytes32 party, address key);
    error UnknownKey(address key);
    error KeyAlreadyRevoked(address key, uint48 revokedAt);
    error CompromiseInFuture(uint48 from, uint48 present);
    error CompromiseTooOld(uint48 from, uint48 earliest);
    error CompromiseNotEarlier(uint48 from, uint48 known);
    error FutureTime(uint48 time, uint48 present);
    error LookBackOutOfRange(uint48 lookBack, uint48 most);
    error NotAContract(address account);

    /// @notice Enrols an optician or an insurer. Council only.
    /// @param party Salted commitment: `hashStruct` of `Party(bytes32 salt,uint8 role,string identifier)`.
    /// @param role `Optician` or `Insurer`; lens makers go through `enrolLensMaker`.
    /// @param controller The account that will manage the party's keys.
    function enrol(bytes32 party, Role role, address controller) external;

    /// @notice Enrols a lens maker. Council only; the authority gives this function a delay, so that it is seen coming.
    function enrolLensMaker(bytes32 party, address controller) external;

    /// @notice Suspends a party from now on: what is anchored meanwhile does not count. Council only, immediate.
    function suspend(bytes32 party) external;

    /// @notice Ends a suspension from now on. Council only.
    function reinstate(bytes32 party) external;

    /// @notice Declares that a key was in other hands from `from` on. Council only.
    /// @param from Unix seconds, in [now - lookBack, now], and earlier than any compromise already declared.
    function declareCompromise(address key, uint48 from) external;

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

    /// @notice The longest time, in seconds, by which a declared compromise may reach into the past.
    function lookBack() external view returns (uint48);

    /// @notice The party's record; role `None` when there is none.
    function partyOf(bytes32 party) external view returns (Party memory);

    /// @notice The key's record; party zero when there is none.
    function keyOf(address key) external view returns (Key memory);

    /// @notice The account to which control is offered, or zero.
    function candidateOf(bytes32 party) external view returns (address);

    /// @notice The party's suspensions and reinstatements, oldest first.
    function suspensionsOf(bytes32 party) external view returns (Suspension[] memory);

    /// @notice What `key` was worth at `time` (unix seconds, not in the future).
    function standing(address key, uint48 time) external view returns (Standing memory);

    /// @notice Whether `key` belonged at `time` to a party of `role` that was not suspended.
    function isValid(address key, Role role, uint48 time) external view returns (bool);

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
