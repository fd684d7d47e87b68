// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SettlementRegistry} from "../SettlementRegistry.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {Role} from "../interfaces/IPartyRegistry.sol";
import {ISettlementRegistry, Settled, Settlement, SettlementOutcome} from "../interfaces/ISettlementRegistry.sol";
import {Suite} from "./support/Suite.sol";
import {Test} from "./support/Test.sol";
import {Log} from "./support/Vm.sol";

/// @title Insurers that settle and release the same few dossiers over and over, with a naive account of what is paid.
/// @notice The account keeps one mark for each rank, with all that belongs to it, and derives everything else.
contract SettlementClaims is Test {
    struct Mark {
        bytes32 party;
        bytes32 tag;
        address key;
        uint256 time;
    }

    uint256 public constant MARKERS = 2;
    uint256 private constant KEYS = 3;

    SettlementRegistry private immutable _settlements;
    PartyRegistry private immutable _parties;
    address private immutable _guard;

    bytes32[] private _partyOfKey; // of private keys 1 to KEYS
    mapping(bytes32 party => bool) private _suspended;
    mapping(bytes32 marker => mapping(uint8 rank => Mark)) private _marks;
    bytes[] private _sent; // signed calls that were accepted once

    constructor(SettlementRegistry settlements, PartyRegistry parties, address guard, bytes32[] memory partyOfKey) {
        (_settlements, _parties, _guard, _partyOfKey) = (settlements, parties, guard, partyOfKey);
    }

    // Acts

    function pass(uint256 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 1, 30 days));
    }

    function suspendOrReinstate(uint256 n) external {
        bytes32 party = _partyOfKey[n % KEYS];
        vm.prank(_guard);
        if (_suspended[party]) _parties.reinstate(party);
        else _parties.suspend(party);
        _suspended[party] = !_suspended[party];
    }

    function settle(uint256 n, uint256 seed, bool bySignature) external {
        (address key, bytes32 party) = _signer(n);
        Settlement[] memory list = _list(seed);
        bytes memory call = abi.encodeCall(ISettlementRegistry.settle, (list));
        if (bySignature) {
            uint256 deadline = vm.getBlockTimestamp() + 1 days;
            bytes memory signed = signature(1 + (n % KEYS), _settlements.settlementsDigest(list, key, deadline));
            call = abi.encodeCall(ISettlementRegistry.settleFor, (list, key, deadline, signed));
        }
        vm.recordLogs();
        if (!bySignature) vm.prank(key);
        (bool worked, bytes memory answer) = address(_settlements).call(call);
        Log[] memory logs = vm.getRecordedLogs();
        assertEq(worked, !_suspended[party]);
        if (!worked) return;

        SettlementOutcome[] memory outcomes = abi.decode(answer, (SettlementOutcome[]));
        assertEq(outcomes.length, list.length);
        uint256 events = 0;
        for (uint256 i = 0; i < list.length; ++i) {
            SettlementOutcome expected = _expected(list[i], party);
            assertEq(uint256(outcomes[i]), uint256(expected));
            if (expected == SettlementOutcome.AlreadyYours) continue;
            bytes32 topic = ISettlementRegistry.DoubleClaim.selector;
            bytes memory data = abi.encode(list[i].tag, list[i].rank, expected);
            if (expected == SettlementOutcome.Settled) {
                _marks[list[i].marker][list[i].rank] = Mark(party, list[i].tag, key, vm.getBlockTimestamp());
                topic = ISettlementRegistry.Marked.selector;
                data = abi.encode(list[i].tag, list[i].rank);
            }
            _checkLog(logs[events++], topic, list[i].marker, party, data);
        }
        assertEq(logs.length, events);
        if (bySignature) _sent.push(call);
    }

    function release(uint256 n, uint256 seed, bool bySignature) external {
        (address key, bytes32 party) = _signer(n);
        (bytes32 marker, uint8 rank) = (_marker(seed), uint8(1 + ((seed >> 8) % 2)));
        bytes memory call = abi.encodeCall(ISettlementRegistry.release, (marker, rank));
        if (bySignature) {
            uint256 deadline = vm.getBlockTimestamp() + 1 days;
            bytes memory signed = signature(1 + (n % KEYS), _settlements.releaseDigest(marker, rank, key, deadline));
            call = abi.encodeCall(ISettlementRegistry.releaseFor, (marker, rank, key, deadline, signed));
        }
        vm.recordLogs();
        if (!bySignature) vm.prank(key);
        (bool worked, ) = address(_settlements).call(call);
        Log[] memory logs = vm.getRecordedLogs();
        assertEq(worked, !_suspended[party] && _marks[marker][rank].party == party);
        if (!worked) return;

        assertEq(logs.length, 1);
        _checkLog(logs[0], ISettlementRegistry.Released.selector, marker, party, abi.encode(rank));
        delete _marks[marker][rank];
        if (bySignature) _sent.push(call);
    }

    /// @notice What was signed and sent once is never accepted again.
    function replay(uint256 n) external {
        if (_sent.length == 0) return;
        (bool worked, ) = address(_settlements).call(_sent[n % _sent.length]);
        assertTrue(!worked, "a signature serves once");
    }

    // Check

    function check() external view {
        for (uint256 n = 0; n < MARKERS; ++n) {
            bytes32 marker = _marker(n);
            bytes32 tag;
            for (uint8 rank = 1; rank <= 2; ++rank) {
                Mark storage mark = _marks[marker][rank];
                Settled memory settled = _settlements.settledBy(marker, rank);
                assertEq(settled.key, mark.key);
                assertEq(settled.time, mark.time);
                if (mark.tag != 0) {
                    assertTrue(tag == 0 || tag == mark.tag, "one dossier, one invoice");
                    tag = mark.tag;
                }
            }
            assertEq(_settlements.tagOf(marker), tag);
        }
    }

    // Internals

    function _expected(Settlement memory claim, bytes32 party) private view returns (SettlementOutcome) {
        for (uint8 rank = 1; rank <= 2; ++rank) {
            bytes32 tag = _marks[claim.marker][rank].tag;
            if (tag != 0 && tag != claim.tag) return SettlementOutcome.OtherInvoice;
        }
        bytes32 holder = _marks[claim.marker][claim.rank].party;
        if (holder == 0) return SettlementOutcome.Settled;
        return holder == party ? SettlementOutcome.AlreadyYours : SettlementOutcome.RankTaken;
    }

    function _checkLog(Log memory log, bytes32 topic, bytes32 marker, bytes32 party, bytes memory data) private pure {
        assertEq(log.topics[0], topic);
        assertEq(log.topics[1], marker);
        assertEq(log.topics[2], party);
        assertEq(log.data, data);
    }

    function _signer(uint256 n) private view returns (address, bytes32) {
        return (vm.addr(1 + (n % KEYS)), _partyOfKey[n % KEYS]);
    }

    function _marker(uint256 seed) private pure returns (bytes32) {
        return bytes32(1 + (seed % MARKERS));
    }

    /// @dev One to three claims on the few dossiers there are, each of two invoices and two ranks.
    function _list(uint256 seed) private pure returns (Settlement[] memory list) {
        list = new Settlement[](1 + (seed % 3));
        for (uint256 i = 0; i < list.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            list[i] = Settlement(_marker(seed), bytes32(50 + ((seed >> 8) % 2)), uint8(1 + ((seed >> 16) % 2)));
        }
    }
}

contract SettlementRegistryInvariants is Suite {
    SettlementClaims private claims;

    function setUp() public override {
        super.setUp();
        _enrol(PAYER, Role.Insurer, CONTROLLER);
        _enrol(OTHER_PAYER, Role.Insurer, CONTROLLER);
        bytes32[] memory partyOfKey = new bytes32[](3);
        (partyOfKey[0], partyOfKey[1], partyOfKey[2]) = (PAYER, PAYER, OTHER_PAYER);
        for (uint256 i = 0; i < 3; ++i) _addKey(partyOfKey[i], i + 1);
        claims = new SettlementClaims(settlements, parties, GUARD_ACCOUNT, partyOfKey);
        targetContract(address(claims));
        bytes4[] memory selectors = new bytes4[](5);
        selectors[0] = SettlementClaims.pass.selector;
        selectors[1] = SettlementClaims.suspendOrReinstate.selector;
        selectors[2] = SettlementClaims.settle.selector;
        selectors[3] = SettlementClaims.release.selector;
        selectors[4] = SettlementClaims.replay.selector;
        targetSelector(address(claims), selectors);
    }

    function invariant_NoSettlementIsOverwritten() public view {
        claims.check();
    }
}
