// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ILinkRegistry, LinkChange, LinkKind, Links} from "./interfaces/ILinkRegistry.sol";
import {IPartyRegistry, Role} from "./interfaces/IPartyRegistry.sol";

/// @title Which parties belong together, at any past time.
contract LinkRegistry is ILinkRegistry, AccessManaged {
    using Checkpoints for Checkpoints.Trace208;

    // Constants and immutables

    IPartyRegistry public immutable parties;

    // Storage

    // time -> the kinds in force, one bit each. The smaller id comes first, so that both orders find the same.
    mapping(bytes32 low => mapping(bytes32 high => Checkpoints.Trace208)) private _links;

    mapping(bytes32 party => mapping(bytes32 other => mapping(LinkKind kind => address account))) private _consents;

    // Constructor

    /// @param council The AccessManager that says who declares affiliations.
    constructor(address council, IPartyRegistry parties_) AccessManaged(council) {
        if (council.code.length == 0) revert NotAContract(council);
        if (address(parties_).code.length == 0) revert NotAContract(address(parties_));
        parties = parties_;
    }

    // Controllers

    /// @inheritdoc ILinkRegistry
    function consent(bytes32 party, bytes32 other, LinkKind kind) external {
        _requireByConsent(kind);
        if (party == other) revert SameParty(party);
        _requireController(party);
        _requireOptician(party);
        _requireOptician(other);
        if (_isLinked(party, other, kind)) return;
        address met = _consents[other][party][kind];
        // A consent does not outlive the control of whoever gave it: a successor need not know of it.
        if (met != address(0) && parties.isController(other, met)) {
            delete _consents[other][party][kind];
            delete _consents[party][other][kind];
            _begin(party, other, kind);
        } else if (_consents[party][other][kind] != msg.sender) {
            _consents[party][other][kind] = msg.sender;
            emit Consented(party, other, kind, msg.sender);
        }
    }

    /// @inheritdoc ILinkRegistry
    function end(bytes32 party, bytes32 other, LinkKind kind) external {
        _requireByConsent(kind);
        _requireController(party);
        if (_isLinked(party, other, kind)) return _end(party, other, kind);
        if (_consents[party][other][kind] == address(0)) revert NotLinked(party, other, kind);
        delete _consents[party][other][kind];
        emit ConsentTakenBack(party, other, kind);
    }

    // Council functions

    /// @inheritdoc ILinkRegistry
    function affiliate(bytes32 store, bytes32 maker) external restricted {
        _requireOptician(store);
        if (parties.partyOf(maker).role != Role.LensMaker) revert NotLensMaker(maker);
        if (_isLinked(store, maker, LinkKind.Affiliation)) revert AlreadyLinked(store, maker, LinkKind.Affiliation);
        _begin(store, maker, LinkKind.Affiliation);
    }

    /// @inheritdoc ILinkRegistry
    function endAffiliation(bytes32 store, bytes32 maker) external restricted {
        if (!_isLinked(store, maker, LinkKind.Affiliation)) revert NotLinked(store, maker, LinkKind.Affiliation);
        _end(store, maker, LinkKind.Affiliation);
    }

    // Views

    /// @inheritdoc ILinkRegistry
    function consentOf(bytes32 party, bytes32 other, LinkKind kind) external view returns (address) {
        return _consents[party][other][kind];
    }

    /// @inheritdoc ILinkRegistry
    function linksAt(bytes32 a, bytes32 b, uint48 time) external view returns (Links memory) {
        if (time > block.timestamp) revert FutureTime(time, uint48(block.timestamp));
        return _asLinks(_linksOf(a, b).upperLookupRecent(time));
    }

    /// @inheritdoc ILinkRegistry
    function changesOf(bytes32 a, bytes32 b) external view returns (LinkChange[] memory changes) {
        Checkpoints.Trace208 storage links = _linksOf(a, b);
        uint256 length = links.length();
        changes = new LinkChange[](length);
        for (uint32 i = 0; i < length; ++i) {
            Checkpoints.Checkpoint208 memory point = links.at(i);
            changes[i] = LinkChange({from: point._key, links: _asLinks(point._value)});
        }
    }

    // Internals

    function _begin(bytes32 party, bytes32 other, LinkKind kind) private {
        Checkpoints.Trace208 storage links = _linksOf(party, other);
        links.push(uint48(block.timestamp), links.latest() | _bit(kind));
        emit LinkBegan(party, other, kind);
    }

    function _end(bytes32 party, bytes32 other, LinkKind kind) private {
        Checkpoints.Trace208 storage links = _linksOf(party, other);
        links.push(uint48(block.timestamp), links.latest() & ~_bit(kind));
        emit LinkEnded(party, other, kind);
    }

    function _isLinked(bytes32 party, bytes32 other, LinkKind kind) private view returns (bool) {
        return _linksOf(party, other).latest() & _bit(kind) != 0;
    }

    function _linksOf(bytes32 a, bytes32 b) private view returns (Checkpoints.Trace208 storage) {
        return a < b ? _links[a][b] : _links[b][a];
    }

    function _bit(LinkKind kind) private pure returns (uint208) {
        return uint208(1) << uint8(kind);
    }

    function _asLinks(uint208 kinds) private pure returns (Links memory) {
        return
            Links({
                sameEnterprise: kinds & _bit(LinkKind.SameEnterprise) != 0,
                takeover: kinds & _bit(LinkKind.Takeover) != 0,
                affiliation: kinds & _bit(LinkKind.Affiliation) != 0
            });
    }

    function _requireByConsent(LinkKind kind) private pure {
        if (kind != LinkKind.SameEnterprise && kind != LinkKind.Takeover) revert NotByConsent(kind);
    }

    function _requireController(bytes32 party) private view {
        if (!parties.isController(party, msg.sender)) revert NotController(party, msg.sender);
    }

    function _requireOptician(bytes32 party) private view {
        if (parties.partyOf(party).role != Role.Optician) revert NotOptician(party);
    }
}
