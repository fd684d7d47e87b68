// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyRegistry} from "../PartyRegistry.sol";
import {KeyStatus, Role, Standing} from "../interfaces/IPartyRegistry.sol";
import {Suite} from "./support/Suite.sol";
import {Test} from "./support/Test.sol";

/// @title Random lives of a few parties and keys, with a naive account of what happened.
/// @notice The account keeps every act in a list and answers by reading the list from its start: slow and plain. Times are
/// in any order of acts, several acts may share a second.
contract PartyHistory is Test {
    struct KeyFacts {
        bytes32 party;
        uint48 added;
        uint48 revoked;
        uint48[] compromises;
        uint48[] declared;
    }

    struct Change {
        bytes32 party;
        uint48 time;
        bool suspended;
    }

    /// @notice An answer that the registry once gave about a time that was past by then.
    struct Answer {
        address key;
        uint48 time;
        uint48 given;
        Standing standing;
    }

    uint256 public constant KEYS = 5;
    uint256 private constant CONTROLLERS = 3;

    PartyRegistry private immutable _parties;
    address private immutable _guard;
    uint48 private immutable _start;

    bytes32[] private _ids;
    address[] private _addresses; // of private keys 1 to KEYS
    mapping(bytes32 party => Role) private _roles;
    mapping(bytes32 party => address) private _controllers;
    mapping(bytes32 party => mapping(address controller => bool)) private _controlled;
    mapping(bytes32 party => mapping(address controller => uint48[])) private _thefts;
    mapping(address key => KeyFacts) private _keys;
    Change[] private _changes;
    uint48[] private _times;
    Answer[] private _answers;

    /// @dev The ids must be enrolled, with `controllerAt(0)` as their controller.
    constructor(PartyRegistry parties, address guard, bytes32[] memory ids) {
        (_parties, _guard, _ids, _start) = (parties, guard, ids, _now());
        for (uint256 i = 0; i < ids.length; ++i) {
            _roles[ids[i]] = parties.partyOf(ids[i]).role;
            _controllers[ids[i]] = controllerAt(0);
            _controlled[ids[i]][controllerAt(0)] = true;
        }
        for (uint256 privateKey = 1; privateKey <= KEYS; ++privateKey) _addresses.push(vm.addr(privateKey));
        _times.push(_start);
    }

    // Acts

    function pass(uint256 time) external {
        vm.warp(_now() + bound(time, 1, 20 days));
        _observe(time);
    }

    function addKey(uint256 partySeed, uint256 keySeed) external {
        bytes32 party = _party(partySeed);
        address key = keyAt(keySeed);
        bytes memory consent = signature(1 + (keySeed % KEYS), _parties.keyConsentDigest(party, key));
        vm.prank(_controllers[party]);
        try _parties.addKey(party, key, consent) {
            assertEq(_keys[key].party, bytes32(0));
            (_keys[key].party, _keys[key].added) = (party, _now());
            _times.push(_now());
        } catch {
            assertTrue(_keys[key].party != 0 || !_isInControl(party), "a free key must be added");
        }
        _observe(keySeed);
    }

    function revokeKey(uint256 keySeed) external {
        address key = keyAt(keySeed);
        KeyFacts storage facts = _keys[key];
        vm.prank(_controllers[facts.party]);
        try _parties.revokeKey(key) {
            assertTrue(facts.party != 0 && facts.revoked == 0, "only a key that was not revoked is revoked");
            facts.revoked = _now();
            _times.push(_now());
        } catch {
            bool lawful = facts.party != 0 && facts.revoked == 0 && _isInControl(facts.party);
            assertTrue(!lawful, "a key that was not revoked must be revoked");
        }
        _observe(keySeed);
    }

    function suspendOrReinstate(uint256 partySeed) external {
        bytes32 party = _party(partySeed);
        bool suspended = _suspendedAt(party, _now());
        vm.prank(_guard);
        if (suspended) _parties.reinstate(party);
        else _parties.suspend(party);
        _changes.push(Change(party, _now(), !suspended));
        _times.push(_now());
        _observe(partySeed);
    }

    function declareCompromise(uint256 keySeed, uint256 back) external {
        address key = keyAt(keySeed);
        KeyFacts storage facts = _keys[key];
        uint48 from = _now() - uint48(bound(back, 0, _parties.lookBack() + 2 days));
        bool earlier = true;
        for (uint256 i = 0; i < facts.compromises.length; ++i) earlier = earlier && from < facts.compromises[i];
        bool lawful = facts.party != 0 && earlier && _now() - from <= _parties.lookBack();
        vm.prank(_guard);
        try _parties.declareCompromise(facts.party, key, from) {
            assertTrue(lawful, "a compromise only moves earlier, within the look-back");
            facts.compromises.push(from);
            facts.declared.push(_now());
            _times.push(from);
        } catch {
            assertTrue(!lawful, "a lawful compromise must be declared");
        }
        _observe(keySeed);
    }

    function declareTheft(uint256 partySeed, uint256 controllerSeed, uint256 back) external {
        bytes32 party = _party(partySeed);
        address controller = controllerAt(controllerSeed);
        uint48[] storage thefts = _thefts[party][controller];
        uint48 from = _now() - uint48(bound(back, 0, _parties.lookBack()));
        bool lawful = _controlled[party][controller] && (thefts.length == 0 || from < thefts[thefts.length - 1]);
        vm.prank(_guard);
        (bool worked, ) = address(_parties).call(abi.encodeCall(_parties.declareCompromise, (party, controller, from)));
        assertEq(worked, lawful);
        if (worked) thefts.push(from);
        _observe(controllerSeed);
    }

    function handOver(uint256 partySeed, uint256 controllerSeed) external {
        bytes32 party = _party(partySeed);
        address candidate = controllerAt(controllerSeed);
        if (!_isInControl(party) || _thefts[party][candidate].length != 0) return;
        vm.prank(_controllers[party]);
        _parties.offerControl(party, candidate);
        vm.prank(candidate);
        _parties.takeControl(party);
        (_controllers[party], _controlled[party][candidate]) = (candidate, true);
        _observe(controllerSeed);
    }

    /// @notice Whoever is neither controller nor council changes nothing.
    function meddle(uint256 partySeed, uint256 keySeed, uint256 act, address who) external {
        bytes32 party = _party(partySeed);
        address key = keyAt(keySeed);
        if (who == _controllers[party] || who == _controllers[_keys[key].party] || who == _guard) who = address(0xBAD);
        bytes[6] memory calls = [
            abi.encodeCall(_parties.addKey, (party, who, "")),
            abi.encodeCall(_parties.revokeKey, (key)),
            abi.encodeCall(_parties.suspend, (party)),
            abi.encodeCall(_parties.reinstate, (party)),
            abi.encodeCall(_parties.declareCompromise, (party, key, _now())),
            abi.encodeCall(_parties.offerControl, (party, who))
        ];
        vm.prank(who);
        (bool worked, ) = address(_parties).call(calls[act % 6]);
        assertTrue(!worked, "a stranger must be refused");
        _observe(keySeed);
    }

    /// @notice One act at random, for fuzz tests.
    function live(uint256 seed) external {
        uint256 act = seed % 10;
        uint256 more = uint256(keccak256(abi.encode(seed)));
        if (act <= 2) this.pass(more % 20 days);
        else if (act <= 4) this.addKey(more, seed >> 8);
        else if (act == 5) this.revokeKey(more);
        else if (act == 6) this.suspendOrReinstate(more);
        else if (act == 7) this.declareCompromise(more, (seed >> 8) % 40 days);
        else if (act == 8) this.handOver(more, seed >> 8);
        else if (seed >> 253 == 0) this.declareTheft(more, seed >> 8, (seed >> 16) % 40 days); // Seldom: it locks a party.
    }

    // Checks

    /// @notice The registry says of every key at every time of interest what the naive account says.
    function checkAgreement() external view {
        for (uint256 n = 0; n < KEYS; ++n) {
            for (uint256 i = 0; i < _times.length; ++i) {
                _agree(keyAt(n), _times[i]);
                _agree(keyAt(n), _times[i] - 1);
            }
        }
        checkPresent();
    }

    /// @notice The same of this second and the last one, which is quick.
    function checkPresent() public view {
        for (uint256 n = 0; n < KEYS; ++n) {
            _agree(keyAt(n), _now());
            _agree(keyAt(n), _now() - 1);
        }
        for (uint256 i = 0; i < _ids.length; ++i) {
            for (uint256 n = 0; n < CONTROLLERS; ++n) _agreeOnControl(_ids[i], controllerAt(n));
        }
    }

    /// @notice What was once answered of a past time is answered still. Two things may be added to it: that a key came to a
    /// party later, and a compromise, declared since, that reaches the time and no further back than allowed.
    function checkHistory() external view {
        for (uint256 i = 0; i < _answers.length; ++i) {
            Answer storage answer = _answers[i];
            Standing memory before = answer.standing;
            Standing memory present = _parties.standing(answer.key, answer.time);
            if (before.status == KeyStatus.Unknown) {
                assertTrue(
                    present.status == KeyStatus.Unknown || present.status == KeyStatus.NotYet,
                    "a key that was unknown then is never of worth then"
                );
                continue;
            }
            assertEq(present.party, before.party);
            assertEq(uint256(present.role), uint256(before.role));
            assertEq(present.suspended, before.suspended);
            if (present.status != before.status) {
                assertEq(uint256(present.status), uint256(KeyStatus.Compromised));
                assertTrue(_declaredSince(answer), "only a compromise within the look-back changes the past");
            }
        }
    }

    function keyAt(uint256 n) public view returns (address) {
        return _addresses[n % KEYS];
    }

    function controllerAt(uint256 n) public pure returns (address) {
        return address(uint160(0xC000 + (n % CONTROLLERS)));
    }

    // Internals

    function _observe(uint256 seed) private {
        uint48 present = _now();
        if (present == _start || _answers.length >= 32) return;
        address key = keyAt(uint256(keccak256(abi.encode(seed, "key"))));
        uint48 time = present - 1 - uint48(uint256(keccak256(abi.encode(seed, "time"))) % (present - _start));
        _answers.push(Answer(key, time, present, _parties.standing(key, time)));
    }

    function _isInControl(bytes32 party) private view returns (bool) {
        return _thefts[party][_controllers[party]].length == 0;
    }

    function _agreeOnControl(bytes32 party, address account) private view {
        uint48[] storage thefts = _thefts[party][account];
        assertEq(_parties.isController(party, account), _controllers[party] == account && thefts.length == 0);
        assertEq(_parties.mayWithdraw(account, party), _controllers[party] == account && thefts.length == 0);
        uint48 from = thefts.length == 0 ? type(uint48).max : thefts[thefts.length - 1];
        assertTrue(!_parties.isCompromised(party, account, from - 1), "not before");
        assertEq(_parties.isCompromised(party, account, from), thefts.length != 0);
    }

    function _agree(address key, uint48 time) private view {
        KeyFacts storage facts = _keys[key];
        Standing memory actual = _parties.standing(key, time);
        assertEq(actual.party, facts.party);
        assertEq(uint256(actual.role), uint256(_roles[facts.party]));
        assertEq(uint256(actual.status), uint256(_statusAt(facts, time)));
        assertEq(actual.suspended, _suspendedAt(facts.party, time));
        bool valid = actual.status == KeyStatus.Valid && !actual.suspended;
        assertEq(_parties.isValid(key, actual.role, time), valid);
        assertEq(_parties.isSuspendedAt(facts.party, time), actual.suspended);
        bool isStolen = false;
        for (uint256 i = 0; i < facts.compromises.length; ++i) isStolen = isStolen || facts.compromises[i] <= time;
        assertEq(_parties.isCompromised(facts.party, key, time), isStolen);
    }

    function _statusAt(KeyFacts storage facts, uint48 time) private view returns (KeyStatus) {
        if (facts.party == 0) return KeyStatus.Unknown;
        if (time < facts.added) return KeyStatus.NotYet;
        for (uint256 i = 0; i < facts.compromises.length; ++i) {
            if (facts.compromises[i] <= time) return KeyStatus.Compromised;
        }
        return facts.revoked != 0 && facts.revoked <= time ? KeyStatus.Revoked : KeyStatus.Valid;
    }

    function _suspendedAt(bytes32 party, uint48 time) private view returns (bool suspended) {
        for (uint256 i = 0; i < _changes.length; ++i) {
            if (_changes[i].party == party && _changes[i].time <= time) suspended = _changes[i].suspended;
        }
    }

    function _declaredSince(Answer storage answer) private view returns (bool) {
        KeyFacts storage facts = _keys[answer.key];
        for (uint256 i = 0; i < facts.compromises.length; ++i) {
            bool reaches = facts.compromises[i] <= answer.time;
            bool inBounds = answer.time + _parties.lookBack() >= facts.declared[i];
            if (reaches && inBounds && facts.declared[i] >= answer.given) return true;
        }
        return false;
    }

    function _party(uint256 seed) private view returns (bytes32) {
        return _ids[seed % _ids.length];
    }

    function _now() private view returns (uint48) {
        return uint48(vm.getBlockTimestamp());
    }
}

/// @notice A registry and random lives of its parties.
abstract contract PartyRegistryLives is Suite {
    PartyHistory internal history;

    function setUp() public virtual override {
        super.setUp();
        bytes32[] memory ids = new bytes32[](3);
        (ids[0], ids[1], ids[2]) = (STORE, MAKER, PAYER);
        address controller = address(0xC000);
        _enrol(STORE, Role.Optician, controller);
        _enrolMaker(MAKER_IDENTIFIER, controller);
        _enrol(PAYER, Role.Insurer, controller);
        history = new PartyHistory(parties, GUARD_ACCOUNT, ids);
    }
}

contract PartyRegistryHistoryTest is PartyRegistryLives {
    function testFuzz_StandingIsWhatHappened(uint256 seed) public {
        for (uint256 i = 0; i < 32; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            history.live(seed);
        }
        history.checkAgreement();
        history.checkHistory();
    }
}

contract PartyRegistryInvariants is PartyRegistryLives {
    function setUp() public override {
        super.setUp();
        targetContract(address(history));
        bytes4[] memory selectors = new bytes4[](8);
        selectors[7] = PartyHistory.declareTheft.selector;
        selectors[0] = PartyHistory.pass.selector;
        selectors[1] = PartyHistory.addKey.selector;
        selectors[2] = PartyHistory.revokeKey.selector;
        selectors[3] = PartyHistory.suspendOrReinstate.selector;
        selectors[4] = PartyHistory.declareCompromise.selector;
        selectors[5] = PartyHistory.handOver.selector;
        selectors[6] = PartyHistory.meddle.selector;
        targetSelector(address(history), selectors);
    }

    function invariant_HistoryNeverChanges() public view {
        history.checkHistory();
    }

    function invariant_StandingIsWhatHappened() public view {
        history.checkPresent();
    }

    /// @notice Called by the runner at the end of each run.
    function afterInvariant() public view {
        history.checkAgreement();
    }
}
