// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {IPartyRegistry, Key, KeyStatus, Party, Role, Standing, Suspension} from "../interfaces/IPartyRegistry.sol";
import {GarbageAccount, MuteAccount, OwnedAccount, RevertingAccount} from "./support/Accounts.sol";
import {Deploying} from "./support/Deploying.sol";
import {Suite} from "./support/Suite.sol";

contract PartyRegistryTest is Suite {
    uint256 private constant PRIVATE_KEY = 0xA11CE;
    uint256 private constant OTHER_PRIVATE_KEY = 0xB0B;

    address private key;
    address private otherKey;

    function setUp() public override {
        super.setUp();
        key = vm.addr(PRIVATE_KEY);
        otherKey = vm.addr(OTHER_PRIVATE_KEY);
    }

    // The registry itself

    function test_KnowsItsCouncilItsGuardAndItsTimes() public view {
        assertEq(parties.authority(), address(manager));
        assertEq(parties.guard(), GUARD_ACCOUNT);
        assertEq(parties.lookBack(), LOOK_BACK);
        assertEq(parties.makerDelay(), MAKER_DELAY);
        assertEq(parties.guardDelay(), GUARD_DELAY);
    }

    function test_RefusesALookBackOfMoreThanTenYears() public {
        assertEq(_registry(3650 days, 0, 0).lookBack(), 3650 days);
        _refusesTimes(3650 days + 1, 0, 0, IPartyRegistry.LookBackOutOfRange.selector);
    }

    function test_RefusesALookBackOfZero() public {
        _refusesTimes(0, 0, 0, IPartyRegistry.LookBackOutOfRange.selector);
    }

    function test_RefusesAGuardDelayThatIsShorterThanTheMakerDelay() public {
        assertEq(_registry(1, 5 days, 5 days).guardDelay(), 5 days);
        _refusesTimes(1, 5 days, 5 days - 1, IPartyRegistry.DelaysOutOfRange.selector);
    }

    function test_RefusesDelaysOfMoreThanAYear() public {
        assertEq(_registry(1, 365 days, 365 days).makerDelay(), 365 days);
        _refusesTimes(1, 0, 365 days + 1, IPartyRegistry.DelaysOutOfRange.selector);
    }

    function test_RefusesNoGuardAndACouncilWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.ZeroGuard.selector));
        Deploying.partyRegistry(address(manager), address(0), 1, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotAContract.selector, STRANGER));
        Deploying.partyRegistry(STRANGER, GUARD_ACCOUNT, 1, 0, 0);
    }

    // Enrolling

    function testFuzz_EnrolsOpticiansAndInsurers(bytes32 party, bool insurer, address controller) public {
        vm.assume(party != 0 && controller != address(0));
        Role role = insurer ? Role.Insurer : Role.Optician;
        vm.expectEmit(address(parties));
        emit IPartyRegistry.PartyEnrolled(party, role, controller);
        _enrol(party, role, controller);
        Party memory record = parties.partyOf(party);
        assertEq(uint256(record.role), uint256(role));
        assertEq(record.enrolledAt, START);
        assertEq(record.controller, controller);
    }

    function test_APartyThatNobodyEnrolledHasNoRecord() public view {
        Party memory record = parties.partyOf(STORE);
        assertEq(uint256(record.role), uint256(Role.None));
        assertEq(record.enrolledAt, 0);
        assertEq(record.controller, address(0));
    }

    function test_EnrolRefusesALensMaker() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.RoleNotEnrollable.selector, Role.LensMaker));
        _enrol(MAKER, Role.LensMaker, CONTROLLER);
    }

    function test_EnrolRefusesNoRole() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.RoleNotEnrollable.selector, Role.None));
        _enrol(STORE, Role.None, CONTROLLER);
    }

    function testFuzz_EnrolRefusesARoleThatDoesNotExist(uint8 role) public {
        vm.assume(role > uint8(Role.Insurer));
        vm.prank(ENROLLER_ACCOUNT);
        (bool worked, ) = address(parties).call(
            abi.encodeWithSelector(IPartyRegistry.enrol.selector, STORE, role, CONTROLLER)
        );
        assertTrue(!worked, "no such role");
    }

    function test_RefusesThePartyZero() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.ZeroParty.selector));
        _enrol(0, Role.Optician, CONTROLLER);
    }

    function test_RefusesTheControllerZero() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.ZeroController.selector));
        _enrol(STORE, Role.Optician, address(0));
    }

    function test_RefusesToEnrolAPartyTwice() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyExists.selector, STORE));
        _enrol(STORE, Role.Insurer, OTHER_CONTROLLER);
        assertEq(parties.partyOf(STORE).controller, CONTROLLER);
    }

    // Who may do what

    function testFuzz_StrangersDoNothingOfTheCouncils(address who) public {
        vm.assume(who != ENROLLER_ACCOUNT && who != LENS_ENROLLER_ACCOUNT && who != GUARD_ACCOUNT && who != ADMIN);
        vm.assume(who != address(manager));
        _aStoreWithAKey();
        _assertDoesNothingOfTheCouncils(who);
    }

    function test_AControllerAndItsKeyDoNothingOfTheCouncils() public {
        _aStoreWithAKey();
        _assertDoesNothingOfTheCouncils(CONTROLLER);
        _assertDoesNothingOfTheCouncils(key);
    }

    function test_EveryRoleDoesItsOwnAndNoMore() public {
        _aStoreWithAKey();
        bytes[4] memory calls = _councilCalls();
        address[4] memory roles = [ENROLLER_ACCOUNT, LENS_ENROLLER_ACCOUNT, LENS_ENROLLER_ACCOUNT, ADMIN];
        address[4] memory members = [ADMIN, ENROLLER_ACCOUNT, LENS_ENROLLER_ACCOUNT, GUARD_ACCOUNT];
        for (uint256 i = 0; i < calls.length; ++i) {
            for (uint256 j = 0; j < members.length; ++j) {
                if (roles[i] != members[j]) _assertRefused(members[j], calls[i]);
            }
        }
        for (uint256 j = 0; j < 3; ++j) _assertNotGuard(members[j]);
    }

    /// @notice The council's own door leads nowhere where the guard acts: its admin cannot pass for the guard.
    function test_TheCouncilDoesNotActAsTheGuardThroughItsExecute() public {
        _aStoreWithAKey();
        bytes[3] memory calls = _guardCalls();
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotGuard.selector, address(manager)));
            vm.prank(ADMIN);
            manager.execute(address(parties), calls[i]);
        }
    }

    /// @notice Whatever the admin does with roles and targets, the guard acts, and at once.
    function test_TheAdminDoesNotStopTheGuard() public {
        _aStoreWithAKey();
        bytes4[] memory selectors = new bytes4[](4);
        selectors[0] = IPartyRegistry.suspend.selector;
        selectors[1] = IPartyRegistry.reinstate.selector;
        selectors[2] = IPartyRegistry.declareCompromise.selector;
        selectors[3] = IPartyRegistry.cancel.selector;
        vm.startPrank(ADMIN);
        manager.setTargetFunctionRole(address(parties), selectors, type(uint64).max - 1);
        manager.setTargetClosed(address(parties), true);
        manager.updateAuthority(address(parties), address(new OwnedAccount(ADMIN)));
        vm.stopPrank();
        _suspend(STORE);
        _reinstate(STORE);
        _compromise(key, START);
        assertEq(parties.keyOf(key).compromisedFrom, START);
    }

    function testFuzz_TheCouncilAddsNoKey(uint8 n) public {
        address[4] memory council = [ADMIN, ENROLLER_ACCOUNT, LENS_ENROLLER_ACCOUNT, GUARD_ACCOUNT];
        address who = council[n % 4];
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, who));
        vm.prank(who);
        parties.addKey(STORE, who, "");
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, who));
        vm.prank(who);
        parties.offerControl(STORE, who);
    }

    function test_TheCouncilControlsNoPartyThroughItsExecute() public {
        _aStoreWithAKey();
        bytes[3] memory calls = [
            abi.encodeCall(IPartyRegistry.addKey, (STORE, address(manager), "")),
            abi.encodeCall(IPartyRegistry.revokeKey, (key)),
            abi.encodeCall(IPartyRegistry.offerControl, (STORE, ADMIN))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, address(manager)));
            vm.prank(ADMIN);
            manager.execute(address(parties), calls[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotCandidate.selector, STORE, address(manager)));
        vm.prank(ADMIN);
        manager.execute(address(parties), abi.encodeCall(IPartyRegistry.takeControl, (STORE)));
    }

    // Suspending

    function test_SuspensionIsImmediate() public {
        _aStoreWithAKey();
        vm.warp(START + 100);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.PartySuspended(STORE);
        _suspend(STORE);
        assertTrue(parties.standing(key, START + 100).suspended, "from this second on");
        assertTrue(!parties.standing(key, START + 99).suspended, "not before");
        assertTrue(!parties.isValid(key, Role.Optician, START + 100), "from this second on");
        assertTrue(parties.isValid(key, Role.Optician, START + 99), "not before");
    }

    function test_ReinstatementEndsASuspensionFromNowOn() public {
        _aStoreWithAKey();
        vm.warp(START + 100);
        _suspend(STORE);
        vm.warp(START + 200);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.PartyReinstated(STORE);
        _reinstate(STORE);
        assertTrue(!parties.standing(key, START + 200).suspended, "from this second on");
        assertTrue(parties.standing(key, START + 199).suspended, "not before");
        assertTrue(parties.standing(key, START + 100).suspended, "not before");
        assertTrue(!parties.standing(key, START + 99).suspended, "nor before the suspension");
    }

    function test_SuspendsOnePartyOnly() public {
        _aStoreWithAKey();
        _enrol(OTHER_STORE, Role.Optician, OTHER_CONTROLLER);
        _addKey(OTHER_STORE, OTHER_PRIVATE_KEY);
        _suspend(STORE);
        assertTrue(parties.standing(key, START).suspended, "the one");
        assertTrue(!parties.standing(otherKey, START).suspended, "not the other");
    }

    function test_KeepsSuspensionsAndReinstatementsOldestFirst() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        assertEq(parties.suspensionsOf(STORE).length, 0);
        for (uint48 i = 1; i <= 4; ++i) {
            vm.warp(START + i);
            if (i % 2 == 1) _suspend(STORE);
            else _reinstate(STORE);
        }
        Suspension[] memory suspensions = parties.suspensionsOf(STORE);
        assertEq(suspensions.length, 4);
        for (uint48 i = 1; i <= 4; ++i) {
            assertEq(suspensions[i - 1].from, START + i);
            assertEq(suspensions[i - 1].suspended, i % 2 == 1);
        }
    }

    function test_ASuspensionEndedInItsOwnSecondLeavesNoSecondSuspended() public {
        _aStoreWithAKey();
        _suspend(STORE);
        _reinstate(STORE);
        assertEq(parties.suspensionsOf(STORE).length, 1);
        assertTrue(!parties.suspensionsOf(STORE)[0].suspended, "the last act of a second stands");
        assertTrue(!parties.standing(key, START).suspended, "the last act of a second stands");
    }

    function test_RefusesToSuspendOrReinstateAnUnknownParty() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.UnknownParty.selector, STORE));
        _suspend(STORE);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.UnknownParty.selector, STORE));
        _reinstate(STORE);
    }

    function test_RefusesToSuspendTwice() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        _suspend(STORE);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.AlreadySuspended.selector, STORE));
        _suspend(STORE);
    }

    function test_RefusesToReinstateWhoIsNotSuspended() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotSuspended.selector, STORE));
        _reinstate(STORE);
        _suspend(STORE);
        _reinstate(STORE);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotSuspended.selector, STORE));
        _reinstate(STORE);
    }

    // Declaring a compromise

    function testFuzz_ACompromiseReachesBackToItsSecond(uint48 back) public {
        back = uint48(bound(back, 0, LOOK_BACK));
        _aStoreWithAKey();
        uint48 present = START + LOOK_BACK + 10;
        vm.warp(present);
        uint48 from = present - back;
        vm.expectEmit(address(parties));
        emit IPartyRegistry.AccountCompromised(STORE, key, from);
        _compromise(key, from);
        assertEq(parties.keyOf(key).compromisedFrom, from);
        assertEq(uint256(parties.standing(key, from).status), uint256(KeyStatus.Compromised));
        assertEq(uint256(parties.standing(key, from - 1).status), uint256(KeyStatus.Valid));
    }

    function test_RefusesACompromiseOneSecondOlderThanTheLookBack() public {
        _aStoreWithAKey();
        vm.warp(START + 2 * LOOK_BACK);
        uint48 earliest = START + LOOK_BACK;
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.CompromiseTooOld.selector, earliest - 1, earliest));
        _compromise(STORE, key, earliest - 1);
        _compromise(STORE, key, earliest);
    }

    function test_RefusesACompromiseOneSecondInTheFuture() public {
        _aStoreWithAKey();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.CompromiseInFuture.selector, START + 1, START));
        _compromise(STORE, key, START + 1);
        _compromise(STORE, key, START);
    }

    function test_ACompromiseOnlyMovesEarlier() public {
        _aStoreWithAKey();
        vm.warp(START + 100);
        _compromise(STORE, key, START + 50);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.CompromiseNotEarlier.selector, START + 50, START + 50));
        _compromise(STORE, key, START + 50);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.CompromiseNotEarlier.selector, START + 51, START + 50));
        _compromise(STORE, key, START + 51);
        _compromise(STORE, key, START + 49);
        assertEq(parties.keyOf(key).compromisedFrom, START + 49);
    }

    function test_RefusesACompromiseOfAnAccountThatIsNothingToTheParty() public {
        _aStoreWithAKey();
        _enrol(OTHER_STORE, Role.Optician, OTHER_CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.UnknownParty.selector, MAKER));
        _compromise(MAKER, key, START);
        address[3] memory accounts = [key, CONTROLLER, STRANGER];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.UnknownAccount.selector, OTHER_STORE, accounts[i]));
            _compromise(OTHER_STORE, accounts[i], START);
        }
    }

    function test_ARevokedKeyCanBeCompromisedFromBefore() public {
        _aStoreWithAKey();
        vm.warp(START + 100);
        _revoke(key);
        vm.warp(START + 200);
        _compromise(key, START + 50);
        assertEq(uint256(parties.standing(key, START + 49).status), uint256(KeyStatus.Valid));
        assertEq(uint256(parties.standing(key, START + 50).status), uint256(KeyStatus.Compromised));
        assertEq(uint256(parties.standing(key, START + 200).status), uint256(KeyStatus.Compromised));
    }

    function test_ACompromiseBeforeTheKeyWasAddedLeavesItNoValidSecond() public {
        vm.warp(START + 100);
        _aStoreWithAKey();
        _compromise(key, START + 50);
        assertEq(uint256(parties.standing(key, START + 99).status), uint256(KeyStatus.NotYet));
        assertEq(uint256(parties.standing(key, START + 100).status), uint256(KeyStatus.Compromised));
    }

    // A controller held for compromised

    function testFuzz_AControllerIsHeldCompromisedFromATime(uint48 back) public {
        back = uint48(bound(back, 0, LOOK_BACK));
        _aStoreWithAKey();
        vm.warp(START + LOOK_BACK);
        uint48 from = _now() - back;
        assertTrue(!parties.isCompromised(STORE, CONTROLLER, _now()), "not declared yet");
        vm.expectEmit(address(parties));
        emit IPartyRegistry.AccountCompromised(STORE, CONTROLLER, from);
        _compromise(STORE, CONTROLLER, from);
        assertTrue(parties.isCompromised(STORE, CONTROLLER, from), "from that second on");
        assertTrue(!parties.isCompromised(STORE, CONTROLLER, from - 1), "not before");
        assertTrue(!parties.isCompromised(OTHER_STORE, CONTROLLER, _now()), "of one party");
        assertTrue(!parties.isCompromised(STORE, key, _now()), "of one account");
        assertEq(uint256(parties.standing(key, _now()).status), uint256(KeyStatus.Valid));
    }

    /// @notice What a thief holds it cannot use: not for keys, not for control, not for withdrawals.
    function test_ACompromisedControllerControlsNothing() public {
        _aStoreWithAKey();
        _compromise(STORE, CONTROLLER, START);
        assertTrue(!parties.isController(STORE, CONTROLLER), "no controller");
        assertTrue(!parties.mayWithdraw(CONTROLLER, STORE), "withdraws nothing");
        bytes[3] memory calls = [
            abi.encodeCall(IPartyRegistry.addKey, (STORE, CONTROLLER, "")),
            abi.encodeCall(IPartyRegistry.revokeKey, (key)),
            abi.encodeCall(IPartyRegistry.offerControl, (STORE, STRANGER))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.prank(CONTROLLER);
            (bool worked, bytes memory reason) = address(parties).call(calls[i]);
            assertTrue(!worked, "a thief's");
            assertEq(reason, abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, CONTROLLER));
        }
    }

    function test_APartyThatMovedControlAwayLivesOn() public {
        _aStoreWithAKey();
        _handOver(CONTROLLER, OTHER_CONTROLLER);
        vm.warp(START + 50);
        _compromise(STORE, CONTROLLER, START);
        assertEq(parties.accountOf(STORE, CONTROLLER).handedOverAt, START);
        assertEq(parties.accountOf(STORE, CONTROLLER).compromisedFrom, START);
        assertTrue(parties.isController(STORE, OTHER_CONTROLLER), "the new one");
        _addKey(STORE, OTHER_PRIVATE_KEY);
    }

    function test_AnAccountHeldCompromisedComesBackAsNothing() public {
        _aStoreWithAKey();
        address old = otherKey;
        _handOver(CONTROLLER, old);
        _handOver(old, CONTROLLER);
        _compromise(STORE, old, START);
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, old);
        bytes memory held = abi.encodeWithSelector(IPartyRegistry.AccountHeldCompromised.selector, STORE, old);
        vm.expectRevert(held);
        vm.prank(old);
        parties.takeControl(STORE);
        bytes memory consent = signature(OTHER_PRIVATE_KEY, _consentDigest(STORE, old));
        vm.expectRevert(held);
        vm.prank(CONTROLLER);
        parties.addKey(STORE, old, consent);
    }

    function test_AKeyThatIsAlsoControllerIsHeldCompromisedAsBoth() public {
        _enrol(STORE, Role.Optician, key);
        vm.prank(key);
        parties.addKey(STORE, key, "");
        vm.warp(START + 9);
        _compromise(key, START + 5);
        assertTrue(!parties.isController(STORE, key), "as controller");
        assertEq(uint256(parties.standing(key, START + 5).status), uint256(KeyStatus.Compromised));
        assertTrue(parties.isCompromised(STORE, key, START + 5), "from then on");
        assertTrue(!parties.isCompromised(STORE, key, START + 4), "not before");
    }

    // Handing control over

    function test_ControlPassesInTwoSteps() public {
        _aStoreWithAKey();
        vm.expectEmit(address(parties));
        emit IPartyRegistry.ControlOffered(STORE, OTHER_CONTROLLER);
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, OTHER_CONTROLLER);
        assertEq(parties.candidateOf(STORE), OTHER_CONTROLLER);
        assertEq(parties.partyOf(STORE).controller, CONTROLLER);

        vm.expectEmit(address(parties));
        emit IPartyRegistry.ControlTaken(STORE, OTHER_CONTROLLER);
        vm.prank(OTHER_CONTROLLER);
        parties.takeControl(STORE);
        assertEq(parties.candidateOf(STORE), address(0));
        Party memory record = parties.partyOf(STORE);
        assertEq(record.controller, OTHER_CONTROLLER);
        assertEq(uint256(record.role), uint256(Role.Optician));
        assertEq(record.enrolledAt, START);
    }

    function test_WhoHandedControlOverHasItNoMore() public {
        _aStoreWithAKey();
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, OTHER_CONTROLLER);
        vm.prank(OTHER_CONTROLLER);
        parties.takeControl(STORE);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, CONTROLLER));
        vm.prank(CONTROLLER);
        parties.revokeKey(key);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, CONTROLLER));
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, CONTROLLER);
        vm.prank(OTHER_CONTROLLER);
        parties.revokeKey(key);
    }

    function test_ACandidateControlsNothingYet() public {
        _aStoreWithAKey();
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, OTHER_CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, OTHER_CONTROLLER));
        vm.prank(OTHER_CONTROLLER);
        parties.revokeKey(key);
    }

    function testFuzz_OnlyTheControllerOffersControl(address who) public {
        vm.assume(who != CONTROLLER);
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, who));
        vm.prank(who);
        parties.offerControl(STORE, who);
    }

    function testFuzz_OnlyTheCandidateTakesControl(address who) public {
        vm.assume(who != OTHER_CONTROLLER);
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, OTHER_CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotCandidate.selector, STORE, who));
        vm.prank(who);
        parties.takeControl(STORE);
    }

    function test_AnOfferIsForOnePartyAndForOneTime() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        _enrol(OTHER_STORE, Role.Optician, CONTROLLER);
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, OTHER_CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotCandidate.selector, OTHER_STORE, OTHER_CONTROLLER));
        vm.prank(OTHER_CONTROLLER);
        parties.takeControl(OTHER_STORE);
        vm.prank(OTHER_CONTROLLER);
        parties.takeControl(STORE);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotCandidate.selector, STORE, OTHER_CONTROLLER));
        vm.prank(OTHER_CONTROLLER);
        parties.takeControl(STORE);
    }

    function test_AnOfferIsTakenBackOrReplaced() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, OTHER_CONTROLLER);
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotCandidate.selector, STORE, OTHER_CONTROLLER));
        vm.prank(OTHER_CONTROLLER);
        parties.takeControl(STORE);

        vm.prank(CONTROLLER);
        parties.offerControl(STORE, address(0));
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotCandidate.selector, STORE, STRANGER));
        vm.prank(STRANGER);
        parties.takeControl(STORE);
    }

    // Adding keys

    function test_AddsAKeyByItsConsentFromNowOn() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.warp(START + 5);
        bytes memory consent = signature(PRIVATE_KEY, _consentDigest(STORE, key));
        vm.expectEmit(address(parties));
        emit IPartyRegistry.KeyAdded(STORE, key);
        vm.prank(CONTROLLER);
        parties.addKey(STORE, key, consent);
        Key memory record = parties.keyOf(key);
        assertEq(record.party, STORE);
        assertEq(record.validFrom, START + 5);
        assertEq(record.revokedAt, 0);
        assertEq(record.compromisedFrom, 0);
    }

    function test_AControllerAddsItselfWithoutConsent() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.prank(CONTROLLER);
        parties.addKey(STORE, CONTROLLER, "");
        assertEq(parties.keyOf(CONTROLLER).party, STORE);
    }

    function testFuzz_OnlyTheControllerAddsKeys(address who) public {
        vm.assume(who != CONTROLLER);
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, who));
        vm.prank(who);
        parties.addKey(STORE, who, "");
    }

    function test_RefusesTheKeyZero() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.ZeroKey.selector));
        vm.prank(CONTROLLER);
        parties.addKey(STORE, address(0), "");
    }

    function test_AKeyIsOfOnePartyForEver() public {
        _aStoreWithAKey();
        _enrol(OTHER_STORE, Role.Optician, OTHER_CONTROLLER);
        bytes memory same = signature(PRIVATE_KEY, _consentDigest(STORE, key));
        bytes memory other = signature(PRIVATE_KEY, _consentDigest(OTHER_STORE, key));
        _assertKeyTaken(STORE, CONTROLLER, same);
        _assertKeyTaken(OTHER_STORE, OTHER_CONTROLLER, other);
        _revoke(key);
        _assertKeyTaken(STORE, CONTROLLER, same);
        _assertKeyTaken(OTHER_STORE, OTHER_CONTROLLER, other);
        assertEq(parties.keyOf(key).revokedAt, START);
    }

    function testFuzz_NobodyClaimsAnothersKey(bytes calldata consent) public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        _assertConsentInvalid(key, consent);
    }

    function test_ConsentIsToOneParty() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        _assertConsentInvalid(key, signature(PRIVATE_KEY, _consentDigest(OTHER_STORE, key)));
    }

    function test_ConsentIsOfOneKey() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        _assertConsentInvalid(key, signature(PRIVATE_KEY, _consentDigest(STORE, otherKey)));
        _assertConsentInvalid(key, signature(OTHER_PRIVATE_KEY, _consentDigest(STORE, key)));
    }

    function test_ConsentIsForOneRegistry() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        PartyRegistry another = _registry(LOOK_BACK, 0, 0);
        _assertConsentInvalid(key, signature(PRIVATE_KEY, _consentDigest(address(another), STORE, key)));
    }

    function test_ConsentIsForOneChain() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        bytes memory consent = signature(PRIVATE_KEY, _consentDigest(STORE, key));
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        _assertConsentInvalid(key, consent);
        vm.chainId(chain);
        vm.prank(CONTROLLER);
        parties.addKey(STORE, key, consent);
    }

    function testFuzz_ConsentDigestIsEip712(bytes32 party, address account) public view {
        assertEq(parties.keyConsentDigest(party, account), _consentDigest(party, account));
    }

    function test_ASmartAccountConsentsByErc1271() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        address account = address(new OwnedAccount(key));
        bytes32 digest = _consentDigest(STORE, account);
        _assertConsentInvalid(account, signature(OTHER_PRIVATE_KEY, digest));
        vm.prank(CONTROLLER);
        parties.addKey(STORE, account, signature(PRIVATE_KEY, digest));
        assertEq(parties.keyOf(account).party, STORE);
    }

    function test_ASmartAccountThatDoesNotSayYesDoesNotConsent() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        _assertConsentInvalid(address(new RevertingAccount()), "");
        _assertConsentInvalid(address(new MuteAccount()), "");
        _assertConsentInvalid(address(new GarbageAccount("")), "");
        _assertConsentInvalid(address(new GarbageAccount(hex"1626ba7e")), "");
        _assertConsentInvalid(address(new GarbageAccount(abi.encode(uint256(0x1626ba7e)))), "");
        _assertConsentInvalid(address(new GarbageAccount(abi.encodePacked(bytes4(0x1626ba7e), uint224(1)))), "");
    }

    // Revoking keys

    function testFuzz_RevokingCountsFromNowOnAndNotBefore(uint32 later) public {
        later = uint32(bound(later, 1, type(uint32).max));
        _aStoreWithAKey();
        vm.warp(START + later);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.KeyRevoked(STORE, key);
        vm.prank(CONTROLLER);
        parties.revokeKey(key);
        assertEq(parties.keyOf(key).revokedAt, START + later);
        assertEq(uint256(parties.standing(key, START + later).status), uint256(KeyStatus.Revoked));
        assertEq(uint256(parties.standing(key, START + later - 1).status), uint256(KeyStatus.Valid));
        assertEq(uint256(parties.standing(key, START).status), uint256(KeyStatus.Valid));
    }

    function testFuzz_OnlyTheControllerRevokesKeys(address who) public {
        vm.assume(who != CONTROLLER);
        _aStoreWithAKey();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, who));
        vm.prank(who);
        parties.revokeKey(key);
    }

    function test_AnotherPartysControllerRevokesNothing() public {
        _aStoreWithAKey();
        _enrol(OTHER_STORE, Role.Optician, OTHER_CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotController.selector, STORE, OTHER_CONTROLLER));
        vm.prank(OTHER_CONTROLLER);
        parties.revokeKey(key);
    }

    function test_RefusesToRevokeAnUnknownKey() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.UnknownKey.selector, key));
        vm.prank(CONTROLLER);
        parties.revokeKey(key);
    }

    function test_TheFirstRevocationStands() public {
        _aStoreWithAKey();
        _revoke(key);
        vm.warp(START + 10);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.KeyAlreadyRevoked.selector, key, START));
        vm.prank(CONTROLLER);
        parties.revokeKey(key);
        assertEq(parties.keyOf(key).revokedAt, START);
    }

    function test_ASuspendedPartyStillManagesItsKeys() public {
        _aStoreWithAKey();
        _suspend(STORE);
        _revoke(key);
        _addKey(STORE, OTHER_PRIVATE_KEY);
        assertEq(parties.keyOf(otherKey).validFrom, START);
    }

    // Suspended at a time

    function testFuzz_TellsAtAnyTimeWhetherAPartyWasSuspended(uint32 one, uint32 two, uint32 after_) public {
        (one, two) = (uint32(bound(one, 1, 1 << 30)), uint32(bound(two, 1, 1 << 30)));
        after_ = uint32(bound(after_, 0, one + two));
        _enrol(STORE, Role.Optician, CONTROLLER);
        vm.warp(START + one);
        _suspend(STORE);
        vm.warp(START + one + two);
        _reinstate(STORE);
        assertEq(parties.isSuspendedAt(STORE, START + after_), after_ >= one && after_ < one + two);
        assertEq(parties.isSuspendedAt(OTHER_STORE, START + after_), false);
    }

    function test_SaysOfNoPartyWhetherItWillBeSuspended() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.FutureTime.selector, START + 1, START));
        parties.isSuspendedAt(STORE, START + 1);
    }

    // Standing

    function test_StandingOfAnUnknownKeyIsNothing() public view {
        Standing memory standing = parties.standing(key, START);
        assertEq(standing.party, bytes32(0));
        assertEq(uint256(standing.role), uint256(Role.None));
        assertEq(uint256(standing.status), uint256(KeyStatus.Unknown));
        assertEq(standing.suspended, false);
    }

    function test_StandingOfAKeyNamesItsPartyAndRole() public {
        _enrol(PAYER, Role.Insurer, CONTROLLER);
        _addKey(PAYER, PRIVATE_KEY);
        Standing memory standing = parties.standing(key, START);
        assertEq(standing.party, PAYER);
        assertEq(uint256(standing.role), uint256(Role.Insurer));
        assertEq(uint256(standing.status), uint256(KeyStatus.Valid));
        assertEq(uint256(parties.standing(key, START - 1).status), uint256(KeyStatus.NotYet));
    }

    function testFuzz_NothingIsSaidOfTheFuture(uint48 time) public {
        time = uint48(bound(time, START + 1, type(uint48).max));
        _aStoreWithAKey();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.FutureTime.selector, time, START));
        parties.standing(key, time);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.FutureTime.selector, time, START));
        parties.isValid(key, Role.Optician, time);
    }

    function test_IsValidAsksForTheRole() public {
        _aStoreWithAKey();
        assertTrue(parties.isValid(key, Role.Optician, START), "an optician's");
        assertTrue(!parties.isValid(key, Role.LensMaker, START), "no lens maker's");
        assertTrue(!parties.isValid(key, Role.Insurer, START), "no insurer's");
        assertTrue(!parties.isValid(otherKey, Role.None, START), "an unknown key is valid for no role");
    }

    // Acting and withdrawing now

    function test_AKeyActsForItsPartyWhileItIsValid() public {
        _enrol(PAYER, Role.Insurer, CONTROLLER);
        _addKey(PAYER, PRIVATE_KEY);
        _assertActing(key, PAYER, Role.Insurer, false);
        _suspend(PAYER);
        _assertActing(key, PAYER, Role.Insurer, true);
        _reinstate(PAYER);
        _assertActing(key, PAYER, Role.Insurer, false);
        _revoke(key);
        _assertActing(key, 0, Role.None, false);
    }

    function test_ACompromisedKeyActsForNobody() public {
        _aStoreWithAKey();
        _compromise(key, START);
        _assertActing(key, 0, Role.None, false);
    }

    function test_UnknownKeysAndControllersActForNobody() public {
        _aStoreWithAKey();
        _assertActing(otherKey, 0, Role.None, false);
        _assertActing(CONTROLLER, 0, Role.None, false);
    }

    function test_AKeyAndTheControllerMayWithdraw() public {
        _aStoreWithAKey();
        assertTrue(parties.mayWithdraw(key, STORE), "a valid key");
        assertTrue(parties.mayWithdraw(CONTROLLER, STORE), "the controller");
        assertTrue(!parties.mayWithdraw(otherKey, STORE), "an unknown key");
        assertTrue(!parties.mayWithdraw(OTHER_CONTROLLER, STORE), "a stranger");
        _suspend(STORE);
        assertTrue(parties.mayWithdraw(key, STORE), "suspended");
        assertTrue(parties.mayWithdraw(CONTROLLER, STORE), "suspended");
    }

    function test_AKeyOfAnotherPartyMayNotWithdraw() public {
        _aStoreWithAKey();
        _enrol(OTHER_STORE, Role.Optician, OTHER_CONTROLLER);
        _addKey(OTHER_STORE, OTHER_PRIVATE_KEY);
        assertTrue(!parties.mayWithdraw(otherKey, STORE), "another's key");
        assertTrue(!parties.mayWithdraw(OTHER_CONTROLLER, STORE), "another's controller");
        assertTrue(!parties.mayWithdraw(key, OTHER_STORE), "another's key");
    }

    function test_ARevokedOrCompromisedKeyMayNotWithdraw() public {
        _aStoreWithAKey();
        _addKey(STORE, OTHER_PRIVATE_KEY);
        _revoke(key);
        _compromise(otherKey, START);
        assertTrue(!parties.mayWithdraw(key, STORE), "revoked");
        assertTrue(!parties.mayWithdraw(otherKey, STORE), "compromised");
    }

    function testFuzz_NobodyMayWithdrawForAPartyThatDoesNotExist(address account, bytes32 party) public {
        _aStoreWithAKey();
        vm.assume(party != STORE);
        assertTrue(!parties.mayWithdraw(account, party), "no such party");
        assertTrue(!parties.mayWithdraw(account, 0), "no party");
        assertTrue(!parties.mayWithdraw(address(0), party), "no account");
    }

    // Parts

    function _aStoreWithAKey() private {
        _enrol(STORE, Role.Optician, CONTROLLER);
        _addKey(STORE, PRIVATE_KEY);
    }

    /// @dev A call of its own, so that a test reads why it reverts.
    function deployRegistry(uint48 back, uint48 makers, uint48 guards) external returns (PartyRegistry) {
        return _registry(back, makers, guards);
    }

    function _registry(uint48 back, uint48 makers, uint48 guards) private returns (PartyRegistry) {
        return Deploying.partyRegistry(address(manager), GUARD_ACCOUNT, back, makers, guards);
    }

    function _refusesTimes(uint48 back, uint48 makers, uint48 guards, bytes4 refusal) private {
        try this.deployRegistry(back, makers, guards) {
            assertTrue(false, "times out of range");
        } catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(refusal));
        }
    }

    function _handOver(address from, address to) private {
        vm.prank(from);
        parties.offerControl(STORE, to);
        vm.prank(to);
        parties.takeControl(STORE);
    }

    function _councilCalls() private pure returns (bytes[4] memory) {
        return
            [
                abi.encodeCall(IPartyRegistry.enrol, (OTHER_STORE, Role.Optician, CONTROLLER)),
                abi.encodeCall(IPartyRegistry.announceMaker, (_names(MAKER_IDENTIFIER), CONTROLLER, 0, 1)),
                abi.encodeCall(IPartyRegistry.announceNames, (MAKER, _names("FR-MF-000012345"), 0)),
                abi.encodeCall(IPartyRegistry.announceGuard, (STRANGER))
            ];
    }

    function _guardCalls() private view returns (bytes[3] memory) {
        return
            [
                abi.encodeCall(IPartyRegistry.suspend, (STORE)),
                abi.encodeCall(IPartyRegistry.reinstate, (STORE)),
                abi.encodeCall(IPartyRegistry.declareCompromise, (STORE, key, START))
            ];
    }

    function _assertDoesNothingOfTheCouncils(address who) private {
        bytes[4] memory calls = _councilCalls();
        for (uint256 i = 0; i < calls.length; ++i) _assertRefused(who, calls[i]);
        _assertNotGuard(who);
    }

    function _assertNotGuard(address who) private {
        bytes[3] memory calls = _guardCalls();
        for (uint256 i = 0; i < calls.length; ++i) {
            vm.prank(who);
            (bool worked, bytes memory reason) = address(parties).call(calls[i]);
            assertTrue(!worked, "only the guard's");
            assertEq(reason, abi.encodeWithSelector(IPartyRegistry.NotGuard.selector, who));
        }
    }

    /// @dev Directly, through the council's `execute`, and by announcing it.
    function _assertRefused(address who, bytes memory data) private {
        vm.prank(who);
        (bool worked, bytes memory reason) = address(parties).call(data);
        assertTrue(!worked, "must be refused");
        assertEq(reason, abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, who));
        vm.expectRevert(_unauthorizedCall(who, bytes4(data)));
        vm.prank(who);
        manager.execute(address(parties), data);
        vm.expectRevert(_unauthorizedCall(who, bytes4(data)));
        vm.prank(who);
        manager.schedule(address(parties), data, 0);
    }

    function _unauthorizedCall(address who, bytes4 selector) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IAccessManager.AccessManagerUnauthorizedCall.selector,
                who,
                address(parties),
                selector
            );
    }

    function _assertKeyTaken(bytes32 party, address controller, bytes memory consent) private {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.KeyTaken.selector, key, STORE));
        vm.prank(controller);
        parties.addKey(party, key, consent);
    }

    function _assertConsentInvalid(address account, bytes memory consent) private {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.KeyConsentInvalid.selector, STORE, account));
        vm.prank(CONTROLLER);
        parties.addKey(STORE, account, consent);
    }

    function _assertActing(address account, bytes32 party, Role role, bool suspended) private view {
        (bytes32 actualParty, Role actualRole, bool actualSuspended) = parties.actingParty(account);
        assertEq(actualParty, party);
        assertEq(uint256(actualRole), uint256(role));
        assertEq(actualSuspended, suspended);
    }
}
