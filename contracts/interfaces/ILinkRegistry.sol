// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice How two parties belong together.
enum LinkKind {
    None,
    SameEnterprise, // two opticians of one enterprise
    Takeover, // an optician that took another over
    Affiliation // an optician and a lens maker that are not independent
}

/// @notice The links of two parties at a time.
struct Links {
    bool sameEnterprise;
    bool takeover;
    bool affiliation;
}

/// @notice A change of the links of two parties.
/// @param from Unix seconds.
/// @param links What holds from then on.
struct LinkChange {
    uint48 from;
    Links links;
}

/// @title Which parties belong together, at any past time.
/// @notice Opticians link by the consent of both, and either ends it; the council declares an optician and a lens maker
/// affiliated, without asking them. A link begins and ends in the block that says so, never earlier, and reaches no third
/// party.
interface ILinkRegistry {
    event Consented(bytes32 indexed party, bytes32 indexed other, LinkKind indexed kind, address account);
    event ConsentTakenBack(bytes32 indexed party, bytes32 indexed other, LinkKind indexed kind);
    event LinkBegan(bytes32 indexed party, bytes32 indexed other, LinkKind indexed kind);
    event LinkEnded(bytes32 indexed party, bytes32 indexed other, LinkKind indexed kind);

    error NotAContract(address account);
    error NotByConsent(LinkKind kind);
    error SameParty(bytes32 party);
    error NotOptician(bytes32 party);
    error NotLensMaker(bytes32 party);
    error NotController(bytes32 party, address caller);
    error NotLinked(bytes32 party, bytes32 other, LinkKind kind);
    error AlreadyLinked(bytes32 party, bytes32 other, LinkKind kind);
    error FutureTime(uint48 time, uint48 present);

    /// @notice Consents to a link, as the controller of `party`. It begins with the second consent, in either order.
    /// Idempotent. A consent counts while the account that gave it controls its party.
    /// @param kind `SameEnterprise` or `Takeover`.
    function consent(bytes32 party, bytes32 other, LinkKind kind) external;

    /// @notice Ends a link, or takes back a consent that the other has not met, as the controller of `party`. A new link
    /// takes two new consents.
    function end(bytes32 party, bytes32 other, LinkKind kind) external;

    /// @notice Declares an optician and a lens maker affiliated, from now on. Council only.
    function affiliate(bytes32 store, bytes32 maker) external;

    /// @notice Ends an affiliation, from now on. Council only.
    function endAffiliation(bytes32 store, bytes32 maker) external;

    /// @notice The account that consented for `party` and waits for the other; zero when there is none.
    function consentOf(bytes32 party, bytes32 other, LinkKind kind) external view returns (address);

    /// @notice The links of two parties at `time` (unix seconds, not in the future). The same in either order.
    function linksAt(bytes32 a, bytes32 b, uint48 time) external view returns (Links memory);

    /// @notice All changes of the links of two parties, oldest first. The same in either order.
    function changesOf(bytes32 a, bytes32 b) external view returns (LinkChange[] memory);
}
