// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {IPartyRegistry, Role} from "../interfaces/IPartyRegistry.sol";
import {Suite} from "./support/Suite.sol";
import {Test} from "./support/Test.sol";

/// @title Members of the council and others that try everything, in any order and at any time.
/// @notice Each act is tried by the one whose it is and by all the others; what must come of it is known without asking the
/// contracts. The admin sleeps: what it may do is its own business, and so no role may change while it does.
contract CouncilActs is Test {
    uint256 private constant LENS_MAKERS = 3;
    uint256 private constant OUTSIDERS = 3;

    PartyRegistry private immutable _parties;
    AccessManager private immutable _manager;
    address private immutable _enroller;
    address private immutable _lensEnroller;
    address private immutable _guard;
    uint32 private immutable _delay;
    bytes32 private immutable _store;

    mapping(bytes32 maker => uint256 time) private _announced; // 0 when nothing is announced
    mapping(bytes32 maker => bool) private _enrolled;
    uint256 public enrolments;

    constructor(PartyRegistry parties, AccessManager manager, address[3] memory members, uint32 delay, bytes32 store) {
        (_parties, _manager, _delay, _store) = (parties, manager, delay, store);
        (_enroller, _lensEnroller, _guard) = (members[0], members[1], members[2]);
    }

    // Acts

    function pass(uint256 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 1, 4 days));
    }

    function announce(uint256 n, uint256 who) external {
        bytes32 maker = _maker(n);
        address account = _anyone(who);
        uint256 announced = _announced[maker];
        vm.prank(account);
        (bool worked, ) = address(_manager).call(
            abi.encodeCall(_manager.schedule, (address(_parties), _enrolling(maker), 0))
        );
        bool isOpen = announced != 0 && vm.getBlockTimestamp() < announced + _manager.expiration() + _delay;
        assertEq(worked, account == _lensEnroller && !isOpen);
        if (worked) _announced[maker] = vm.getBlockTimestamp();
    }

    /// @notice By whatever door: directly, through the manager, within a multicall.
    function enrolLensMaker(uint256 n, uint256 who, uint256 door) external {
        bytes32 maker = _maker(n);
        address account = _anyone(who);
        bytes memory call = _enrolling(maker);
        address target = address(_parties);
        if (door % 3 != 0) (target, call) = (address(_manager), abi.encodeCall(_manager.execute, (target, call)));
        if (door % 3 == 2) {
            bytes[] memory calls = new bytes[](1);
            calls[0] = call;
            call = abi.encodeCall(_manager.multicall, (calls));
        }
        vm.prank(account);
        (bool worked, ) = target.call(call);
        uint256 since = _announced[maker];
        bool isTime = since != 0 && vm.getBlockTimestamp() >= since + _delay;
        isTime = isTime && vm.getBlockTimestamp() < since + _delay + _manager.expiration();
        assertEq(worked, account == _lensEnroller && isTime && !_enrolled[maker]);
        if (!worked) return;
        (_enrolled[maker], _announced[maker]) = (true, 0);
        ++enrolments;
    }

    function cancel(uint256 n, uint256 who) external {
        bytes32 maker = _maker(n);
        address account = _anyone(who);
        vm.prank(account);
        (bool worked, ) = address(_manager).call(
            abi.encodeCall(_manager.cancel, (_lensEnroller, address(_parties), _enrolling(maker)))
        );
        assertEq(worked, _announced[maker] != 0 && (account == _lensEnroller || account == _guard));
        if (worked) _announced[maker] = 0;
    }

    /// @notice Whoever is not the admin gives nobody a role, and takes none but its own away, and moves no rule.
    function climb(uint256 who, uint256 act, uint64 role, uint32 delay) external {
        address account = _anyone(who);
        role = uint64(bound(role, 0, 4));
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IPartyRegistry.enrolLensMaker.selector;
        bytes[7] memory calls = [
            abi.encodeCall(_manager.grantRole, (role, account, delay)),
            abi.encodeCall(_manager.setGrantDelay, (role, delay)),
            abi.encodeCall(_manager.setRoleAdmin, (role, role)),
            abi.encodeCall(_manager.setRoleGuardian, (role, role)),
            abi.encodeCall(_manager.setTargetFunctionRole, (address(_parties), selectors, role)),
            abi.encodeCall(_manager.updateAuthority, (address(_parties), account)),
            abi.encodeCall(_manager.setTargetAdminDelay, (address(_parties), delay))
        ];
        vm.prank(account);
        (bool worked, ) = address(_manager).call(calls[act % 7]);
        assertTrue(!worked, "only the admin moves rules and roles");
    }

    /// @notice The enroller's door leads to no lens maker, nobody else's to anything.
    function enrol(uint256 who, uint256 n, uint8 role) external {
        address account = _anyone(who);
        bytes32 party = keccak256(abi.encode("party", n));
        Role asked = Role(role % 4);
        bool isFree = _parties.partyOf(party).role == Role.None;
        vm.prank(account);
        (bool worked, ) = address(_parties).call(abi.encodeCall(_parties.enrol, (party, asked, account)));
        bool isHis = asked == Role.Optician || asked == Role.Insurer;
        assertEq(worked, account == _enroller && isHis && isFree);
    }

    function suspendOrReinstate(uint256 who, bool suspending) external {
        address account = _anyone(who);
        bytes4 selector = suspending ? IPartyRegistry.suspend.selector : IPartyRegistry.reinstate.selector;
        vm.prank(account);
        (bool worked, ) = address(_parties).call(abi.encodeWithSelector(selector, _store));
        assertTrue(!worked || account == _guard, "only the guard suspends and reinstates");
    }

    // Checks

    /// @notice Every lens maker that there is was announced for the whole delay: the acts say when.
    function checkLensMakers() external view {
        for (uint256 n = 0; n < LENS_MAKERS; ++n) {
            bool isThere = _parties.partyOf(_maker(n)).role == Role.LensMaker;
            assertEq(isThere, _enrolled[_maker(n)]);
        }
    }

    /// @notice Each member has its role, with its delay, and nobody else has any.
    function checkRoles() external view {
        address[3] memory members = [_enroller, _lensEnroller, _guard];
        for (uint256 who = 0; who < 3 + OUTSIDERS; ++who) {
            for (uint64 role = 0; role < 5; ++role) {
                (bool isMember, uint32 delay) = _manager.hasRole(role, _anyone(who));
                bool isHis = role >= 1 && role <= 3 && members[role - 1] == _anyone(who);
                assertEq(isMember, isHis);
                assertEq(delay, isHis && role == 2 ? _delay : 0);
            }
        }
        bytes4 selector = IPartyRegistry.enrolLensMaker.selector;
        assertEq(_manager.getTargetFunctionRole(address(_parties), selector), 2);
        assertEq(_parties.authority(), address(_manager));
    }

    // Internals

    function _maker(uint256 n) private pure returns (bytes32) {
        return keccak256(abi.encode("maker", n % LENS_MAKERS));
    }

    function _enrolling(bytes32 maker) private pure returns (bytes memory) {
        return abi.encodeCall(IPartyRegistry.enrolLensMaker, (maker, address(0xC0)));
    }

    function _anyone(uint256 who) private view returns (address) {
        who %= 3 + OUTSIDERS;
        if (who == 0) return _enroller;
        if (who == 1) return _lensEnroller;
        return who == 2 ? _guard : address(uint160(0xBAD00 + who));
    }
}

contract CouncilInvariants is Suite {
    CouncilActs private acts;

    function setUp() public override {
        super.setUp();
        _enrol(STORE, Role.Optician, CONTROLLER);
        address[3] memory members = [ENROLLER_ACCOUNT, LENS_ENROLLER_ACCOUNT, GUARD_ACCOUNT];
        acts = new CouncilActs(parties, manager, members, LENS_DELAY, STORE);
        targetContract(address(acts));
        bytes4[] memory selectors = new bytes4[](7);
        selectors[0] = CouncilActs.pass.selector;
        selectors[1] = CouncilActs.announce.selector;
        selectors[2] = CouncilActs.enrolLensMaker.selector;
        selectors[3] = CouncilActs.cancel.selector;
        selectors[4] = CouncilActs.climb.selector;
        selectors[5] = CouncilActs.enrol.selector;
        selectors[6] = CouncilActs.suspendOrReinstate.selector;
        targetSelector(address(acts), selectors);
    }

    function invariant_ALensMakerIsAnnouncedForTheWholeDelay() public view {
        acts.checkLensMakers();
    }

    function invariant_NoRoleEscalates() public view {
        acts.checkRoles();
    }

    /// @notice The acts do reach an enrolment: else the invariants would say nothing.
    function test_TheActsEnrolALensMaker() public {
        acts.announce(0, 1);
        acts.enrolLensMaker(0, 1, 2);
        assertEq(acts.enrolments(), 0);
        vm.warp(vm.getBlockTimestamp() + LENS_DELAY);
        acts.enrolLensMaker(0, 1, 2);
        assertEq(acts.enrolments(), 1);
        acts.checkLensMakers();
    }
}
