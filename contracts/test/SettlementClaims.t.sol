// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SettlementRegistry} from "../SettlementRegistry.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {Role} from "../interfaces/IPartyRegistry.sol";
import {
    ISettlementRegistry,
    Settlement,
    SettlementOutcome,
    SettlementState
} from "../interfaces/ISettlementRegistry.sol";
import {Granting} from "./support/Granting.sol";
import {Suite} from "./support/Suite.sol";
import {Log} from "./support/Vm.sol";

/// @title Insurers that settle, release and move the same few dossiers over and over, with a naive account of what is paid.
/// @notice The account keeps one mark for each rank, with all that belongs to it, and derives everything else. Grants are signed for any
/// insurer, tag, rank and round, and are presented by any.
contract SettlementClaims is Granting {
    struct Mark {
        bytes32 party;
        bytes32 tag;
    }

    /// @notice What happened to one rank of one settler, by the events that the registry emitted.
    struct Tally {
        uint256 settled;
        uint256 released;
        uint256 moved;
    }

    uint256 private constant SETTLERS = 2;
    uint256 private constant KEYS = 3;

    SettlementRegistry private immutable _settlements;
    PartyRegistry private immutable _parties;
    address private immutable _guard;

    bytes32[] private _partyOfKey; // of private keys 1 to KEYS
    mapping(bytes32 party => bool) private _suspended;
    mapping(address settler => mapping(uint8 rank => Mark)) private _marks;
    mapping(address settler => mapping(uint8 rank => Tally)) private _tallies;
    mapping(address settler => uint32) private _rounds;
    bytes[] private _sent; // signed calls that were accepted once

    constructor(SettlementRegistry settlements, PartyRegistry parties, address guard, bytes32[] memory partyOfKey) {
        (_settlements, _parties, _guard, _partyOfKey) = (settlements, parties, guard, partyOfKey);
    }

    // Acts

    function suspendOrReinstate(uint256 n) external {
        bytes32 party = _partyOfKey[n % KEYS];
        vm.prank(_guard);
        if (_suspended[party]) _parties.reinstate(party);
        else _parties.suspend(party);
        _suspended[party] = !_suspended[party];
    }

    function settle(uint256 n, uint256 seed, bool bySignature) external {
        (address key, bytes32 party) = _signer(n);
        (Settlement[] memory list, bytes32[] memory grantees) = _list(seed);
        bytes memory call = abi.encodeCall(ISettlementRegistry.settle, (list));
        if (bySignature) {
            uint256 deadline = vm.getBlockTimestamp() + 1 days;
            bytes memory signed = signature(1 + (n % KEYS), _settlements.settlementsDigest(list, key, deadline));
            call = abi.encodeCall(ISettlementRegistry.settleFor, (list, key, deadline, signed));
        }
        (bool worked, bytes memory answer, Log[] memory logs) = _send(call, key, bySignature);
        assertEq(worked, !_suspended[party]);
        if (!worked) return;

        SettlementOutcome[] memory outcomes = abi.decode(answer, (SettlementOutcome[]));
        assertEq(outcomes.length, list.length);
        assertEq(logs.length, list.length);
        for (uint256 i = 0; i < list.length; ++i) {
            Settlement memory one = list[i];
            SettlementOutcome expected = _expected(one, grantees[i], party);
            assertEq(uint256(outcomes[i]), uint256(expected));
            bool isMarked = expected == SettlementOutcome.Settled;
            if (isMarked) {
                _marks[one.settler][one.rank] = Mark(party, one.tag);
                ++_tallies[one.settler][one.rank].settled;
            }
            _checkLog(
                logs[i],
                isMarked ? ISettlementRegistry.Marked.selector : ISettlementRegistry.NotMarked.selector,
                one.settler,
                party,
                isMarked ? abi.encode(one.tag, one.rank) : abi.encode(one.tag, one.rank, expected)
            );
        }
    }

    function release(uint256 n, uint256 seed, bool bySignature) external {
        (address key, bytes32 party) = _signer(n);
        (address settler, uint8 rank) = (_settler(seed), uint8(1 + ((seed >> 8) % 2)));
        bytes memory call = abi.encodeCall(ISettlementRegistry.release, (settler, rank));
        if (bySignature) {
            uint256 deadline = vm.getBlockTimestamp() + 1 days;
            bytes memory signed = signature(1 + (n % KEYS), _settlements.releaseDigest(settler, rank, key, deadline));
            call = abi.encodeCall(ISettlementRegistry.releaseFor, (settler, rank, key, deadline, signed));
        }
        (bool worked, , Log[] memory logs) = _send(call, key, bySignature);
        assertEq(worked, _marks[settler][rank].party == party); // Suspended or not.
        if (!worked) return;

        uint32 round = ++_rounds[settler];
        assertEq(logs.length, 1);
        bytes memory data = abi.encode(rank, round);
        _checkLog(logs[0], ISettlementRegistry.Released.selector, settler, party, data);
        delete _marks[settler][rank];
        ++_tallies[settler][rank].released;
    }

    function move(uint256 n, uint256 seed, bool bySignature) external {
        (address key, bytes32 party) = _signer(n);
        (Settlement[] memory list, bytes32[] memory grantees) = _list(seed);
        Settlement memory one = list[0];
        bytes memory call = abi.encodeCall(ISettlementRegistry.move, (one));
        if (bySignature) {
            uint256 deadline = vm.getBlockTimestamp() + 1 days;
            bytes memory signed = signature(1 + (n % KEYS), _settlements.moveDigest(one, key, deadline));
            call = abi.encodeCall(ISettlementRegistry.moveFor, (one, key, deadline, signed));
        }
        (bool worked, , Log[] memory logs) = _send(call, key, bySignature);
        Mark storage mark = _marks[one.settler][one.rank];
        bool isSole = mark.party == party && _marks[one.settler][3 - one.rank].party == 0;
        bool isNew = one.round == _rounds[one.settler] && mark.tag != one.tag;
        assertEq(worked, !_suspended[party] && isSole && isNew && grantees[0] == party);
        if (!worked) return;

        uint32 round = ++_rounds[one.settler];
        mark.tag = one.tag;
        ++_tallies[one.settler][one.rank].moved;
        assertEq(logs.length, 1);
        bytes memory data = abi.encode(one.tag, one.rank, round);
        _checkLog(logs[0], ISettlementRegistry.Moved.selector, one.settler, party, data);
    }

    /// @notice What was signed and sent once is never accepted again.
    function replay(uint256 n) external {
        if (_sent.length == 0) return;
        (bool worked, ) = address(_settlements).call(_sent[n % _sent.length]);
        assertTrue(!worked, "a signature serves once");
    }

    // Check

    function check() external view {
        for (uint256 n = 0; n < SETTLERS; ++n) {
            address settler = _settler(n);
            SettlementState memory state = _settlements.settlementOf(settler);
            bytes32 tag;
            uint256 ends;
            for (uint8 rank = 1; rank <= 2; ++rank) {
                Mark storage mark = _marks[settler][rank];
                assertEq(rank == 1 ? state.first : state.second, mark.party);
                if (mark.tag != 0) {
                    assertTrue(tag == 0 || tag == mark.tag, "one dossier, one invoice");
                    tag = mark.tag;
                }
                // A move takes a mark away and sets one: it leaves the sum as it is.
                Tally storage tally = _tallies[settler][rank];
                assertEq(tally.settled - tally.released, mark.party == 0 ? 0 : 1);
                ends += tally.released + tally.moved;
            }
            assertEq(bytes32(state.tag), bytes32(bytes20(tag)));
            assertEq(uint256(state.round), ends);
            assertEq(uint256(state.round), uint256(_rounds[settler]));
        }
    }

    // Internals

    function _send(
        bytes memory call,
        address key,
        bool bySignature
    ) private returns (bool worked, bytes memory answer, Log[] memory logs) {
        vm.recordLogs();
        if (!bySignature) vm.prank(key);
        (worked, answer) = address(_settlements).call(call);
        logs = vm.getRecordedLogs();
        if (worked && bySignature) _sent.push(call);
    }

    function _expected(
        Settlement memory claim,
        bytes32 grantee,
        bytes32 party
    ) private view returns (SettlementOutcome) {
        if (grantee != party) return SettlementOutcome.GrantRefused;
        Mark storage mark = _marks[claim.settler][claim.rank];
        if (mark.party == party && mark.tag == claim.tag) return SettlementOutcome.AlreadyYours;
        if (claim.round != _rounds[claim.settler]) return SettlementOutcome.RoundPassed;
        for (uint8 rank = 1; rank <= 2; ++rank) {
            bytes32 tag = _marks[claim.settler][rank].tag;
            if (tag != 0 && tag != claim.tag) return SettlementOutcome.OtherInvoice;
        }
        return mark.party == 0 ? SettlementOutcome.Settled : SettlementOutcome.RankTaken;
    }

    function _checkLog(Log memory log, bytes32 topic, address settler, bytes32 party, bytes memory data) private pure {
        assertEq(log.topics[0], topic);
        assertEq(log.topics[1], bytes32(uint256(uint160(settler))));
        assertEq(log.topics[2], party);
        assertEq(log.data, data);
    }

    function _signer(uint256 n) private view returns (address, bytes32) {
        return (vm.addr(1 + (n % KEYS)), _partyOfKey[n % KEYS]);
    }

    function _settler(uint256 seed) private pure returns (address) {
        return vm.addr(100 + (seed % SETTLERS));
    }

    /// @dev One to three grants of the few dossiers there are, each of two invoices, two ranks and two insurers, most of them of the
    /// present round; now and then nobody signed.
    function _list(uint256 seed) private view returns (Settlement[] memory list, bytes32[] memory grantees) {
        list = new Settlement[](1 + (seed % 3));
        grantees = new bytes32[](list.length);
        for (uint256 i = 0; i < list.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint32 round = _rounds[_settler(seed)];
            if ((seed >> 8) % 4 == 0 && round > 0) --round;
            if ((seed >> 8) % 16 == 1) ++round;
            list[i] = granted(
                address(_settlements),
                100 + (seed % SETTLERS),
                grantees[i] = _partyOfKey[(seed >> 16) % KEYS],
                bytes32((50 + ((seed >> 24) % 2)) << 200),
                uint8(1 + ((seed >> 32) % 2)),
                round
            );
            if ((seed >> 40) % 8 != 0) continue;
            list[i].r ^= bytes32(uint256(1));
            grantees[i] = "nobody";
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
        selectors[0] = SettlementClaims.suspendOrReinstate.selector;
        selectors[1] = SettlementClaims.settle.selector;
        selectors[2] = SettlementClaims.release.selector;
        selectors[3] = SettlementClaims.move.selector;
        selectors[4] = SettlementClaims.replay.selector;
        targetSelector(address(claims), selectors);
    }

    /// @notice For each settler and rank, marks set less marks taken away are 0 or 1; the tag changes under a mark only when it is the sole
    /// one and its insurer moves it; the round counts releases and moves, and never falls.
    function invariant_EachRankHoldsOneMarkAtMost() public view {
        claims.check();
    }
}
