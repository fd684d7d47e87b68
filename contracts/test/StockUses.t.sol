// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyRegistry} from "../PartyRegistry.sol";
import {StockRegistry} from "../StockRegistry.sol";
import {Role} from "../interfaces/IPartyRegistry.sol";
import {IStockRegistry, StockOutcome, StockUse, StockUsed} from "../interfaces/IStockRegistry.sol";
import {Suite} from "./support/Suite.sol";
import {Test} from "./support/Test.sol";

/// @title Opticians that use the same few units over and over, with a naive account of what is consumed.
/// @notice Keys come, are revoked and change hands between no parties; what was signed once is sent again by anyone, at any time.
contract StockUses is Test {
    struct Use {
        bytes32 tag;
        uint256 time;
    }

    uint256 public constant UNITS = 3;
    uint256 private constant KEYS = 4;

    StockRegistry private immutable _stock;
    PartyRegistry private immutable _parties;
    address private immutable _guard;
    address private immutable _controller;

    bytes32[] private _partyOfKey; // of private keys 1 to KEYS
    mapping(address key => bool) private _revoked;
    mapping(bytes32 party => bool) private _suspended;
    mapping(bytes32 party => mapping(bytes32 marker => Use)) private _uses;
    bytes[] private _sent; // signed calls that were accepted once
    uint256[] private _sender; // private keys that signed them
    uint256[] private _deadlines;

    constructor(
        StockRegistry stock,
        PartyRegistry parties,
        address guard,
        address controller,
        bytes32[] memory partyOfKey
    ) {
        (_stock, _parties, _guard, _controller) = (stock, parties, guard, controller);
        _partyOfKey = partyOfKey;
    }

    // Acts

    function pass(uint256 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 1, 2 days));
    }

    function revoke(uint256 n) external {
        (address key, ) = _signer(n);
        if (_revoked[key] || n % 5 != 0) return; // Seldom: else nobody is left to use anything.
        vm.prank(_controller);
        _parties.revokeKey(key);
        _revoked[key] = true;
    }

    function suspendOrReinstate(uint256 n) external {
        bytes32 party = _partyOfKey[n % KEYS];
        vm.prank(_guard);
        if (_suspended[party]) _parties.reinstate(party);
        else _parties.suspend(party);
        _suspended[party] = !_suspended[party];
    }

    function use(uint256 n, uint256 seed, bool bySignature) external {
        (address key, bytes32 party) = _signer(n);
        StockUse[] memory list = _list(seed);
        bytes memory call = abi.encodeCall(IStockRegistry.use, (list));
        uint256 deadline = vm.getBlockTimestamp() + 1 days;
        if (bySignature) {
            bytes memory signed = signature(1 + (n % KEYS), _stock.usesDigest(list, key, deadline));
            call = abi.encodeCall(IStockRegistry.useFor, (list, key, deadline, signed));
        } else {
            vm.prank(key);
        }
        (bool worked, bytes memory answer) = address(_stock).call(call);
        assertEq(worked, _mayUse(key, party));
        if (!worked) return;
        StockOutcome[] memory outcomes = abi.decode(answer, (StockOutcome[]));
        assertEq(outcomes.length, list.length);
        for (uint256 i = 0; i < list.length; ++i) {
            Use storage known = _uses[party][list[i].marker];
            bool isFirst = known.time == 0;
            if (isFirst) (known.tag, known.time) = (list[i].tag, vm.getBlockTimestamp());
            bool isSame = known.tag == list[i].tag;
            StockOutcome later = isSame ? StockOutcome.AlreadyUsed : StockOutcome.UsedElsewhere;
            assertEq(uint256(outcomes[i]), uint256(isFirst ? StockOutcome.Used : later));
        }
        if (!bySignature) return;
        _sent.push(call);
        _sender.push(n);
        _deadlines.push(deadline);
    }

    /// @notice A signature that is sent again, by whoever saw it, consumes nothing more: `check` finds the same uses.
    function replay(uint256 n, address who) external {
        if (_sent.length == 0) return;
        n %= _sent.length;
        (address key, bytes32 party) = _signer(_sender[n]);
        vm.prank(who);
        (bool worked, ) = address(_stock).call(_sent[n]);
        assertEq(worked, _mayUse(key, party) && vm.getBlockTimestamp() <= _deadlines[n]);
    }

    /// @notice Whoever is no optician consumes nothing, in nobody's name.
    function meddle(uint256 n, uint256 seed, address who) external {
        (address key, ) = _signer(n);
        if (_parties.keyOf(who).party != 0) return;
        StockUse[] memory list = _list(seed);
        vm.prank(who);
        (bool worked, ) = address(_stock).call(abi.encodeCall(IStockRegistry.use, (list)));
        assertTrue(!worked, "a stranger uses nothing");
        uint256 deadline = vm.getBlockTimestamp();
        bytes memory signed = signature(KEYS + 1, _stock.usesDigest(list, key, deadline));
        vm.prank(who);
        (worked, ) = address(_stock).call(abi.encodeCall(IStockRegistry.useFor, (list, key, deadline, signed)));
        assertTrue(!worked, "a stranger signs for nobody");
    }

    // Check

    function check() external view {
        for (uint256 n = 0; n < KEYS; ++n) {
            bytes32 party = _partyOfKey[n];
            for (uint256 unit = 0; unit < UNITS; ++unit) {
                StockUsed memory used = _stock.useOf(party, _marker(unit));
                assertEq(used.tag, _uses[party][_marker(unit)].tag);
                assertEq(used.time, _uses[party][_marker(unit)].time);
            }
        }
    }

    // Internals

    function _mayUse(address key, bytes32 party) private view returns (bool) {
        return !_revoked[key] && !_suspended[party];
    }

    function _signer(uint256 n) private view returns (address, bytes32) {
        return (vm.addr(1 + (n % KEYS)), _partyOfKey[n % KEYS]);
    }

    function _marker(uint256 seed) private pure returns (bytes32) {
        return bytes32(1 + (seed % UNITS));
    }

    function _list(uint256 seed) private pure returns (StockUse[] memory list) {
        list = new StockUse[](1 + (seed % 3));
        for (uint256 i = 0; i < list.length; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            list[i] = StockUse(_marker(seed), bytes32(70 + ((seed >> 8) % 2)));
        }
    }
}

contract StockRegistryInvariants is Suite {
    StockUses private uses;

    function setUp() public override {
        super.setUp();
        _enrol(STORE, Role.Optician, CONTROLLER);
        _enrol(OTHER_STORE, Role.Optician, CONTROLLER);
        bytes32[] memory partyOfKey = new bytes32[](4);
        (partyOfKey[0], partyOfKey[1], partyOfKey[2], partyOfKey[3]) = (STORE, STORE, OTHER_STORE, OTHER_STORE);
        for (uint256 i = 0; i < 4; ++i) _addKey(partyOfKey[i], i + 1);
        uses = new StockUses(stock, parties, GUARD_ACCOUNT, CONTROLLER, partyOfKey);
        targetContract(address(uses));
        bytes4[] memory selectors = new bytes4[](6);
        selectors[0] = StockUses.pass.selector;
        selectors[1] = StockUses.revoke.selector;
        selectors[2] = StockUses.suspendOrReinstate.selector;
        selectors[3] = StockUses.use.selector;
        selectors[4] = StockUses.replay.selector;
        selectors[5] = StockUses.meddle.selector;
        targetSelector(address(uses), selectors);
    }

    function invariant_AUnitIsUsedOnce() public view {
        uses.check();
    }
}
