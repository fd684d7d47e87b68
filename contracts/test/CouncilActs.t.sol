// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {IPartyRegistry, Role} from "../interfaces/IPartyRegistry.sol";
import {Makers} from "../libraries/Makers.sol";
import {Suite} from "./support/Suite.sol";
import {Test} from "./support/Test.sol";

/// @notice An authority that lets everyone do everything at once: the worst that an admin can give a registry.
contract OpenAuthority {
    function canCall(address, address, bytes4) external pure returns (bool, uint32) {
        return (true, 0);
    }

    function forward(address target, bytes calldata call) external returns (bool worked) {
        (worked, ) = target.call(call);
    }
}

/// @title Members of the council and others that try everything, in any order and at any time.
/// @notice What must come of each act is known without asking the contracts. Who may announce is the admin's business, and
/// it changes its mind; how long an announcement takes, who may cancel it and who the guard is are not.
contract CouncilActs is Test {
    uint256 private constant LENS_MAKERS = 3;
    uint256 private constant OUTSIDERS = 3;
    uint256 private constant READY_FOR = 7 days;

    PartyRegistry private immutable _parties;
    AccessManager private immutable _manager;
    address private immutable _admin;
    address private immutable _enroller;
    address private immutable _lensEnroller;
    address private immutable _firstGuard;
    bytes32 private immutable _store;
    OpenAuthority private immutable _open = new OpenAuthority();

    struct Announced {
        uint256 time; // 0 when nothing is announced
        address by;
    }

    mapping(uint256 n => Announced) private _announced;
    mapping(uint256 n => bool) private _enrolled;
    address private _guard;
    address private _nextGuard;
    uint256 private _nextGuardSince;
    bool private _suspended;
    bool private _awake; // whether the admin has acted: then nothing is known of who may announce
    uint256 public enrolments;
    uint256 public replacements;

    constructor(PartyRegistry parties, AccessManager manager, address[4] memory members, bytes32 store) {
        (_parties, _manager, _store) = (parties, manager, store);
        (_admin, _enroller, _lensEnroller, _firstGuard) = (members[0], members[1], members[2], members[3]);
        _guard = _firstGuard;
    }

    // Acts

    function pass(uint256 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 1, 6 days));
    }

    function announce(uint256 n, uint256 who) external {
        n %= LENS_MAKERS;
        address account = _anyone(who);
        Announced memory known = _announced[n];
        bool worked = _call(account, who >> 8, _about(_parties.announceMaker.selector, n));
        bool isOpen = known.time != 0 && vm.getBlockTimestamp() < known.time + _parties.makerDelay() + READY_FOR;
        assertTrue(!worked || (!isOpen && !_enrolled[n]), "announced once at a time");
        if (!_awake) assertEq(worked, account == _lensEnroller && !isOpen && !_enrolled[n]);
        // Whoever calls through the manager is the manager to the registry.
        if (worked)
            _announced[n] = Announced(vm.getBlockTimestamp(), (who >> 8) & 1 == 0 ? account : address(_manager));
    }

    function enrolMaker(uint256 n, uint256 who) external {
        n %= LENS_MAKERS;
        bool worked = _call(_anyone(who), 0, _about(_parties.enrolMaker.selector, n));
        assertEq(worked, _isReady(_announced[n].time, _parties.makerDelay()) && !_enrolled[n]);
        if (!worked) return;
        (_enrolled[n], _announced[n].time) = (true, 0);
        ++enrolments;
    }

    function cancel(uint256 n, uint256 who) external {
        n %= LENS_MAKERS;
        address account = _anyone(who);
        bytes32[] memory list = new bytes32[](1);
        list[0] = _parties.makerAnnouncement(_identifiers(n), address(0xC0), 0, Makers.LENSES);
        bool worked = _call(account, 0, abi.encodeCall(_parties.cancel, (list)));
        assertEq(worked, _announced[n].time != 0 && (account == _announced[n].by || account == _guard));
        if (worked) _announced[n].time = 0;
    }

    function announceGuard(uint256 next, uint256 who) external {
        address account = _anyone(who);
        bool worked = _call(account, who >> 8, abi.encodeCall(_parties.announceGuard, (_anyone(next))));
        if (!_awake) assertEq(worked, account == _admin);
        if (worked) (_nextGuard, _nextGuardSince) = (_anyone(next), vm.getBlockTimestamp());
    }

    function takeGuard(uint256 who) external {
        address account = _anyone(who);
        bool worked = _call(account, 0, abi.encodeCall(_parties.takeGuard, ()));
        assertEq(worked, account == _nextGuard && _isReady(_nextGuardSince, _parties.guardDelay()));
        if (!worked) return;
        (_guard, _nextGuard, _nextGuardSince) = (account, address(0), 0);
        ++replacements;
    }

    function suspendOrReinstate(uint256 who) external {
        address account = _anyone(who);
        bytes4 selector = _suspended ? IPartyRegistry.reinstate.selector : IPartyRegistry.suspend.selector;
        bool worked = _call(account, who >> 8, abi.encodeWithSelector(selector, _store));
        assertEq(worked, account == _guard && (who >> 8) & 1 == 0);
        if (worked) _suspended = !_suspended;
    }

    /// @notice Whoever is not the admin gives nobody a role, and takes none but its own away, and moves no rule.
    function climb(uint256 who, uint256 act, uint64 role, uint32 delay) external {
        address account = _anyone(who);
        if (account == _admin || _awake) return;
        vm.prank(account);
        (bool worked, ) = address(_manager).call(_rule(act, account, role, delay));
        assertTrue(!worked, "only the admin moves rules and roles");
    }

    /// @notice The admin does its worst, as often as it likes.
    function wake(uint256 who, uint256 act, uint64 role, uint32 delay) external {
        _awake = true;
        vm.prank(_admin);
        (bool worked, ) = address(_manager).call(_rule(act, _anyone(who), role, delay));
        worked; // Refused or not: nothing that is checked may depend on it.
        if (act % 5 != 0) return;
        vm.prank(_admin);
        (worked, ) = address(_manager).call(
            abi.encodeCall(_manager.updateAuthority, (address(_parties), address(_open)))
        );
    }

    /// @notice The enroller's door leads to no lens maker, nobody else's to anything.
    function enrol(uint256 who, uint256 n, uint8 role) external {
        address account = _anyone(who);
        bytes32 party = keccak256(abi.encode("party", n));
        Role asked = Role(role % 4);
        bool isFree = _parties.partyOf(party).role == Role.None;
        bool worked = _call(account, 0, abi.encodeCall(_parties.enrol, (party, asked, account)));
        bool isHis = asked == Role.Optician || asked == Role.Insurer;
        assertTrue(!worked || (isHis && isFree), "no lens maker comes by this door");
        if (!_awake) assertEq(worked, account == _enroller && isHis && isFree);
    }

    // Checks

    /// @notice Every lens maker that there is was announced for the whole delay: the acts say when.
    function checkLensMakers() external view {
        for (uint256 n = 0; n < LENS_MAKERS; ++n) {
            bytes32 party = Makers.nameOf(_identifiers(n)[0]);
            assertEq(_parties.partyOf(party).role == Role.LensMaker, _enrolled[n]);
            for (uint256 i = 0; i < 2; ++i) {
                bytes32 found = _parties.makerOf(Makers.nameOf(_identifiers(n)[i])).party;
                assertEq(found, _enrolled[n] ? party : bytes32(0));
            }
        }
    }

    function checkGuard() external view {
        assertEq(_parties.guard(), _guard);
        (address next, ) = _parties.nextGuard();
        assertEq(next, _nextGuard);
        assertEq(_parties.isSuspendedAt(_store, uint48(vm.getBlockTimestamp())), _suspended);
    }

    /// @notice While the admin sleeps, each member has its role, without delay, and nobody else has any.
    function checkRoles() external view {
        if (_awake) return;
        for (uint256 who = 0; who < 4 + OUTSIDERS; ++who) {
            for (uint64 role = 0; role < 5; ++role) {
                (bool isMember, uint32 delay) = _manager.hasRole(role, _anyone(who));
                address holder =
                    role == 0
                        ? _admin
                        : role == 1
                            ? _enroller
                            : role == 2
                                ? _lensEnroller
                                : address(0);
                assertEq(isMember, holder == _anyone(who));
                assertEq(delay, 0);
            }
        }
        assertEq(_manager.getTargetFunctionRole(address(_parties), IPartyRegistry.announceMaker.selector), 2);
        assertEq(_parties.authority(), address(_manager));
    }

    // Internals

    /// @dev By two doors: directly, or through the manager.
    function _call(address account, uint256 door, bytes memory call) private returns (bool worked) {
        address target = address(_parties);
        if (door & 1 == 1) (target, call) = (address(_manager), abi.encodeCall(_manager.execute, (target, call)));
        vm.prank(account);
        (worked, ) = target.call(call);
    }

    function _rule(uint256 act, address account, uint64 role, uint32 delay) private view returns (bytes memory) {
        role = uint64(bound(role, 0, 4));
        bytes4[] memory selectors = new bytes4[](4);
        selectors[0] = IPartyRegistry.announceMaker.selector;
        selectors[1] = IPartyRegistry.announceGuard.selector;
        selectors[2] = IPartyRegistry.suspend.selector;
        selectors[3] = IPartyRegistry.cancel.selector;
        uint64 whose = delay % 2 == 0 ? role : _manager.PUBLIC_ROLE();
        bytes[9] memory calls = [
            abi.encodeCall(_manager.grantRole, (role, account, delay % 2 == 0 ? 0 : delay)),
            abi.encodeCall(_manager.setGrantDelay, (role, delay)),
            abi.encodeCall(_manager.setRoleAdmin, (role, role)),
            abi.encodeCall(_manager.setRoleGuardian, (role, role)),
            abi.encodeCall(_manager.setTargetFunctionRole, (address(_parties), selectors, whose)),
            abi.encodeCall(_manager.updateAuthority, (address(_parties), address(_open))),
            abi.encodeCall(_manager.setTargetAdminDelay, (address(_parties), delay)),
            abi.encodeCall(_manager.setTargetClosed, (address(_parties), delay % 2 == 0)),
            abi.encodeCall(_manager.revokeRole, (role, account))
        ];
        return calls[act % 9];
    }

    function _isReady(uint256 since, uint256 delay) private view returns (bool) {
        uint256 present = vm.getBlockTimestamp();
        return since != 0 && present >= since + delay && present < since + delay + READY_FOR;
    }

    function _about(bytes4 selector, uint256 n) private pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, _identifiers(n), address(0xC0), 0, Makers.LENSES);
    }

    function _identifiers(uint256 n) private pure returns (string[] memory identifiers) {
        identifiers = new string[](2);
        identifiers[0] = string(abi.encodePacked("90000000", bytes1(uint8(48 + n))));
        identifiers[1] = string(abi.encodePacked("FR-MF-00000000", bytes1(uint8(48 + n))));
    }

    function _anyone(uint256 who) private view returns (address) {
        who %= 4 + OUTSIDERS;
        if (who == 0) return _enroller;
        if (who == 1) return _lensEnroller;
        if (who == 2) return _firstGuard;
        return who == 3 ? _admin : address(uint160(0xBAD00 + who));
    }
}

contract CouncilInvariants is Suite {
    CouncilActs private acts;

    function setUp() public override {
        super.setUp();
        _enrol(STORE, Role.Optician, CONTROLLER);
        address[4] memory members = [ADMIN, ENROLLER_ACCOUNT, LENS_ENROLLER_ACCOUNT, GUARD_ACCOUNT];
        acts = new CouncilActs(parties, manager, members, STORE);
        targetContract(address(acts));
        bytes4[] memory selectors = new bytes4[](10);
        selectors[0] = CouncilActs.pass.selector;
        selectors[1] = CouncilActs.announce.selector;
        selectors[2] = CouncilActs.enrolMaker.selector;
        selectors[3] = CouncilActs.cancel.selector;
        selectors[4] = CouncilActs.climb.selector;
        selectors[5] = CouncilActs.enrol.selector;
        selectors[6] = CouncilActs.suspendOrReinstate.selector;
        selectors[7] = CouncilActs.announceGuard.selector;
        selectors[8] = CouncilActs.takeGuard.selector;
        selectors[9] = CouncilActs.wake.selector;
        targetSelector(address(acts), selectors);
    }

    function invariant_ALensMakerIsAnnouncedForTheWholeDelay() public view {
        acts.checkLensMakers();
    }

    function invariant_TheGuardIsReplacedOnlyAfterTheLongestDelay() public view {
        acts.checkGuard();
    }

    function invariant_NoRoleEscalates() public view {
        acts.checkRoles();
    }

    /// @notice The acts do reach an enrolment and a new guard, whatever the admin does: else the invariants would say nothing.
    function test_TheActsEnrolALensMakerAndReplaceTheGuard() public {
        acts.announce(0, 1);
        acts.announceGuard(5, 3);
        acts.wake(4, 5, 0, 0);
        acts.announce(1, 4);
        acts.enrolMaker(0, 6);
        assertEq(acts.enrolments(), 0);
        vm.warp(vm.getBlockTimestamp() + MAKER_DELAY);
        acts.enrolMaker(0, 6);
        acts.enrolMaker(1, 6);
        assertEq(acts.enrolments(), 2);
        acts.takeGuard(5);
        assertEq(acts.replacements(), 0);
        vm.warp(vm.getBlockTimestamp() + GUARD_DELAY - MAKER_DELAY);
        acts.takeGuard(5);
        assertEq(acts.replacements(), 1);
        acts.checkLensMakers();
        acts.checkGuard();
    }
}
