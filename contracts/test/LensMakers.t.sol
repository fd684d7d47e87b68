// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IPartyRegistry, Maker, Party, Role} from "../interfaces/IPartyRegistry.sol";
import {Makers} from "../libraries/Makers.sol";
import {Suite} from "./support/Suite.sol";

/// @notice How lens makers come, announced and under all their names, and how the guard goes.
contract LensMakersTest is Suite {
    string private constant EUDAMED = "FR-MF-000012345";

    // Enrolling

    function test_AMakerIsEnrolledUnderAllItsNamesOnceTheDelayIsOver() public {
        _announce();
        vm.warp(START + MAKER_DELAY);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.PartyEnrolled(MAKER, Role.LensMaker, CONTROLLER);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.NameEnrolled(MAKER, MAKER, MAKER_IDENTIFIER, START + MAKER_DELAY, 1);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.NameEnrolled(MAKER, Makers.nameOf(EUDAMED), EUDAMED, START + MAKER_DELAY, 1);
        _carryOut();
        Party memory record = parties.partyOf(MAKER);
        assertEq(uint256(record.role), uint256(Role.LensMaker));
        assertEq(record.enrolledAt, START + MAKER_DELAY);
        assertEq(record.controller, CONTROLLER);
        _assertMaker(MAKER_IDENTIFIER, MAKER, START + MAKER_DELAY, START + MAKER_DELAY);
        _assertMaker(EUDAMED, MAKER, START + MAKER_DELAY, START + MAKER_DELAY);
        _assertMaker("900000002", 0, 0, 0);
    }

    function test_AnnouncesInClear() public {
        uint48 statesFrom = uint48(START) + 30 days;
        bytes32 announcement = parties.makerAnnouncement(_both(), CONTROLLER, statesFrom, 3);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.MakerAnnounced(announcement, MAKER, CONTROLLER, _both(), statesFrom, 3);
        vm.prank(LENS_ENROLLER_ACCOUNT);
        assertEq(parties.announceMaker(_both(), CONTROLLER, statesFrom, 3), announcement);
        assertEq(parties.announcementOf(announcement).announcedAt, START);
        assertEq(parties.announcementOf(announcement).announcer, LENS_ENROLLER_ACCOUNT);
    }

    function testFuzz_StatesFromIsNeverEarlierThanTheEnrolment(uint48 statesFrom) public {
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceMaker(_both(), CONTROLLER, statesFrom, 1);
        vm.warp(START + MAKER_DELAY);
        parties.enrolMaker(_both(), CONTROLLER, statesFrom, 1);
        uint256 expected = statesFrom < START + MAKER_DELAY ? START + MAKER_DELAY : statesFrom;
        _assertMaker(MAKER_IDENTIFIER, MAKER, START + MAKER_DELAY, expected);
    }

    /// @notice The name is what the SDK makes of the identifier: `hashStruct Party` with the salt zero.
    function testFuzz_ANameIsThePartyIdOfAnIdentifierWithoutSalt(string calldata identifier) public pure {
        bytes32 typeHash = keccak256("Party(bytes32 salt,uint8 role,string identifier)");
        bytes32 expected = keccak256(abi.encode(typeHash, uint256(0), uint256(2), keccak256(bytes(identifier))));
        assertEq(Makers.nameOf(identifier), expected);
    }

    // The delay

    function testFuzz_RefusesAMakerBeforeTheDelayIsOverAndAfterItsWeek(uint32 later) public {
        later = uint32(bound(later, 0, 30 days));
        _announce();
        vm.warp(START + later);
        bool isTime = later >= MAKER_DELAY && later < MAKER_DELAY + 7 days;
        (bool worked, ) = address(parties).call(abi.encodeCall(parties.enrolMaker, (_both(), CONTROLLER, 0, 1)));
        assertEq(worked, isTime);
    }

    function test_RefusesAMakerOneSecondTooSoon() public {
        _announce();
        vm.warp(START + MAKER_DELAY - 1);
        _refuses(
            abi.encodeWithSelector(IPartyRegistry.NotReady.selector, START + MAKER_DELAY, START + MAKER_DELAY - 1)
        );
        vm.warp(START + MAKER_DELAY);
        _carryOut();
    }

    function test_RefusesAMakerAWeekTooLate() public {
        _announce();
        uint48 expiredAt = START + MAKER_DELAY + 7 days;
        vm.warp(expiredAt);
        _refuses(abi.encodeWithSelector(IPartyRegistry.AnnouncementExpired.selector, expiredAt, expiredAt));
        // It may be announced anew, and takes the whole delay again.
        _announce();
        _refuses(abi.encodeWithSelector(IPartyRegistry.NotReady.selector, expiredAt + MAKER_DELAY, expiredAt));
    }

    function test_RefusesAMakerThatWasNotAnnouncedExactlySo() public {
        _refuses(_notAnnounced(_both(), CONTROLLER, 0, 1));
        _announce();
        vm.warp(START + MAKER_DELAY);
        vm.expectRevert(_notAnnounced(_both(), STRANGER, 0, 1));
        parties.enrolMaker(_both(), STRANGER, 0, 1);
        vm.expectRevert(_notAnnounced(_both(), CONTROLLER, 1, 1));
        parties.enrolMaker(_both(), CONTROLLER, 1, 1);
        vm.expectRevert(_notAnnounced(_both(), CONTROLLER, 0, 3));
        parties.enrolMaker(_both(), CONTROLLER, 0, 3);
        vm.expectRevert(_notAnnounced(_names(MAKER_IDENTIFIER), CONTROLLER, 0, 1));
        parties.enrolMaker(_names(MAKER_IDENTIFIER), CONTROLLER, 0, 1);
    }

    function test_AnAnnouncementServesOnce() public {
        _announce();
        vm.warp(START + MAKER_DELAY);
        _carryOut();
        _refuses(_notAnnounced(_both(), CONTROLLER, 0, 1));
    }

    /// @notice Else whoever announces could keep a maker out by announcing it again and again.
    function test_AnOpenAnnouncementIsNotMadeAgain() public {
        bytes32 announcement = _announce();
        vm.warp(START + MAKER_DELAY + 7 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.AlreadyAnnounced.selector, announcement));
        _announce();
    }

    // Cancelling

    function test_TheGuardAndTheAnnouncerCancel() public {
        address[2] memory cancellers = [GUARD_ACCOUNT, LENS_ENROLLER_ACCOUNT];
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 announcement = _announce();
            vm.expectEmit(address(parties));
            emit IPartyRegistry.AnnouncementCancelled(announcement, cancellers[i]);
            _cancel(cancellers[i], announcement);
            assertEq(parties.announcementOf(announcement).announcedAt, 0);
            vm.warp(vm.getBlockTimestamp() + MAKER_DELAY);
            _refuses(_notAnnounced(_both(), CONTROLLER, 0, 1));
        }
    }

    function testFuzz_NobodyElseCancels(address who) public {
        vm.assume(who != GUARD_ACCOUNT && who != LENS_ENROLLER_ACCOUNT);
        bytes32 announcement = _announce();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.MayNotCancel.selector, announcement, who));
        _cancel(who, announcement);
    }

    function test_RefusesToCancelWhatIsNotOpen() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotAnnounced.selector, bytes32("nothing")));
        _cancel(GUARD_ACCOUNT, "nothing");
    }

    function test_TheGuardCancelsAFloodAtOnce() public {
        bytes32[] memory list = new bytes32[](20);
        for (uint8 i = 0; i < 20; ++i) {
            vm.prank(LENS_ENROLLER_ACCOUNT);
            list[i] = parties.announceMaker(_both(), address(uint160(1 + i)), 0, 1);
        }
        vm.prank(GUARD_ACCOUNT);
        parties.cancel(list);
        for (uint8 i = 0; i < 20; ++i) assertEq(parties.announcementOf(list[i]).announcedAt, 0);
    }

    // What is refused

    function test_RefusesNoIdentifierAndMoreThanSixteen() public {
        for (uint256 count = 0; count <= 17; count += 17) {
            vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.IdentifiersOutOfRange.selector, count, 16));
            vm.prank(LENS_ENROLLER_ACCOUNT);
            parties.announceMaker(new string[](count), CONTROLLER, 0, 1);
        }
    }

    function test_RefusesAnIdentifierThatIsMalformed() public {
        string[6] memory malformed = ["", "fr-mf-000012345", "900 000 001", "9000/000+1", "\xC3\x89", _long(41)];
        for (uint256 i = 0; i < malformed.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.IdentifierMalformed.selector, malformed[i]));
            vm.prank(LENS_ENROLLER_ACCOUNT);
            parties.announceMaker(_names(malformed[i]), CONTROLLER, 0, 1);
        }
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceMaker(_names(_long(40)), CONTROLLER, 0, 1);
    }

    function testFuzz_TheAlphabetIsThatOfTheRules(bytes1 one) public pure {
        bytes memory alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-";
        bool isOfIt;
        for (uint256 i = 0; i < alphabet.length; ++i) isOfIt = isOfIt || alphabet[i] == one;
        assertEq(Makers.isWellFormed(string(abi.encodePacked("A", one))), isOfIt);
    }

    function testFuzz_RefusesAMakerOfNoLenses(uint8 makes) public {
        vm.assume(makes != 1 && makes != 3);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.MakesNotKnown.selector, makes));
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceMaker(_both(), CONTROLLER, 0, makes);
    }

    function test_TakesAMakerOfLensesAndFrames() public {
        vm.prank(LENS_ENROLLER_ACCOUNT);
        bytes32 announcement = parties.announceMaker(_both(), CONTROLLER, 0, 3);
        assertEq(announcement, parties.makerAnnouncement(_both(), CONTROLLER, 0, 3));
        assertTrue(announcement != parties.makerAnnouncement(_both(), CONTROLLER, 0, 1), "makes is part of it");
    }

    function test_RefusesTheControllerZeroAndAPartyThatExists() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.ZeroController.selector));
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceMaker(_both(), address(0), 0, 1);
        _enrol(MAKER, Role.Optician, CONTROLLER);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.PartyExists.selector, MAKER));
        _announce();
    }

    // Names

    function test_ANameIsAddedByTheSamePath() public {
        _enrolMaker(MAKER_IDENTIFIER, CONTROLLER);
        uint48 announcedAt = _now();
        string[] memory more = _names(EUDAMED);
        bytes32 announcement = parties.namesAnnouncement(MAKER, more, announcedAt + 30 days);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.NamesAnnounced(announcement, MAKER, more, announcedAt + 30 days);
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceNames(MAKER, more, announcedAt + 30 days);
        vm.warp(announcedAt + MAKER_DELAY - 1);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotReady.selector, announcedAt + MAKER_DELAY, _now()));
        parties.enrolNames(MAKER, more, announcedAt + 30 days);
        vm.warp(announcedAt + MAKER_DELAY);
        parties.enrolNames(MAKER, more, announcedAt + 30 days);
        _assertMaker(EUDAMED, MAKER, announcedAt + MAKER_DELAY, announcedAt + 30 days);
        _assertMaker(MAKER_IDENTIFIER, MAKER, announcedAt, announcedAt);
        assertEq(parties.makerOf(Makers.nameOf(EUDAMED)).makes, 1);
    }

    function test_ANameIsOfOnePartyForEver() public {
        _enrolMaker(MAKER_IDENTIFIER, CONTROLLER);
        bytes32 other = _enrolMaker("900000002", OTHER_CONTROLLER);
        bytes memory taken = abi.encodeWithSelector(IPartyRegistry.NameTaken.selector, MAKER, MAKER);
        vm.expectRevert(taken);
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceNames(other, _names(MAKER_IDENTIFIER), 0);
        vm.expectRevert(taken);
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceNames(MAKER, _names(MAKER_IDENTIFIER), 0);
        string[] memory both = new string[](2);
        (both[0], both[1]) = ("900000003", MAKER_IDENTIFIER);
        vm.expectRevert(taken);
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceMaker(both, CONTROLLER, 0, 1);
    }

    /// @notice Two announcements may promise one name; the first that is carried out has it.
    function test_OfTwoAnnouncementsTheFirstCarriedOutHasTheName() public {
        bytes32 other = _enrolMaker("900000002", OTHER_CONTROLLER);
        _enrolMaker(MAKER_IDENTIFIER, CONTROLLER);
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceNames(MAKER, _names(EUDAMED), 0);
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceNames(other, _names(EUDAMED), 0);
        vm.warp(vm.getBlockTimestamp() + MAKER_DELAY);
        parties.enrolNames(other, _names(EUDAMED), 0);
        bytes32 name = Makers.nameOf(EUDAMED);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NameTaken.selector, name, other));
        parties.enrolNames(MAKER, _names(EUDAMED), 0);
        assertEq(parties.makerOf(name).party, other);
    }

    function test_RefusesANameGivenTwiceInOneList() public {
        string[] memory twice = new string[](2);
        (twice[0], twice[1]) = (MAKER_IDENTIFIER, MAKER_IDENTIFIER);
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceMaker(twice, CONTROLLER, 0, 1);
        vm.warp(START + MAKER_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NameTaken.selector, MAKER, MAKER));
        parties.enrolMaker(twice, CONTROLLER, 0, 1);
    }

    function test_OnlyALensMakerHasNames() public {
        _enrol(STORE, Role.Optician, CONTROLLER);
        bytes32[2] memory others = [STORE, bytes32("nobody")];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotLensMaker.selector, others[i]));
            vm.prank(LENS_ENROLLER_ACCOUNT);
            parties.announceNames(others[i], _names(EUDAMED), 0);
        }
    }

    // Replacing the guard

    function test_TheGuardIsReplacedOnceTheLongestDelayIsOver() public {
        vm.expectEmit(address(parties));
        emit IPartyRegistry.GuardAnnounced(STRANGER, START + GUARD_DELAY);
        _announceGuard(STRANGER);
        (address next, uint48 readyAt) = parties.nextGuard();
        assertEq(next, STRANGER);
        assertEq(readyAt, START + GUARD_DELAY);
        vm.warp(START + GUARD_DELAY - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IPartyRegistry.NotReady.selector, START + GUARD_DELAY, START + GUARD_DELAY - 1)
        );
        vm.prank(STRANGER);
        parties.takeGuard();
        assertEq(parties.guard(), GUARD_ACCOUNT);
        vm.warp(START + GUARD_DELAY);
        vm.expectEmit(address(parties));
        emit IPartyRegistry.GuardReplaced(GUARD_ACCOUNT, STRANGER);
        vm.prank(STRANGER);
        parties.takeGuard();
        assertEq(parties.guard(), STRANGER);
        (next, readyAt) = parties.nextGuard();
        assertEq(next, address(0));
        assertEq(readyAt, 0);
    }

    function testFuzz_OnlyTheOneAnnouncedTakesTheGuard(address who) public {
        vm.assume(who != STRANGER);
        _announceGuard(STRANGER);
        vm.warp(START + GUARD_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotNextGuard.selector, who));
        vm.prank(who);
        parties.takeGuard();
    }

    function test_AGuardAnnouncedTooLongAgoStaysOut() public {
        _announceGuard(STRANGER);
        uint48 expiredAt = START + GUARD_DELAY + 7 days;
        vm.warp(expiredAt);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.AnnouncementExpired.selector, expiredAt, expiredAt));
        vm.prank(STRANGER);
        parties.takeGuard();
    }

    /// @notice A later announcement takes the place of an earlier one, and its whole delay: nothing is shortened by it.
    function test_ALaterAnnouncementTakesThePlaceOfAnEarlierOne() public {
        _announceGuard(STRANGER);
        vm.warp(START + GUARD_DELAY - 1);
        _announceGuard(OTHER_CONTROLLER);
        vm.warp(START + GUARD_DELAY);
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotNextGuard.selector, STRANGER));
        vm.prank(STRANGER);
        parties.takeGuard();
        vm.expectRevert(
            abi.encodeWithSelector(IPartyRegistry.NotReady.selector, START + 2 * GUARD_DELAY - 1, START + GUARD_DELAY)
        );
        vm.prank(OTHER_CONTROLLER);
        parties.takeGuard();
    }

    function test_TheGuardDoesNotKeepItsSuccessorOut() public {
        _announceGuard(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, GUARD_ACCOUNT));
        vm.prank(GUARD_ACCOUNT);
        parties.announceGuard(GUARD_ACCOUNT);
        bytes32 asWord = keccak256(abi.encode(STRANGER));
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotAnnounced.selector, asWord));
        _cancel(GUARD_ACCOUNT, asWord);
        vm.warp(START + GUARD_DELAY);
        vm.prank(STRANGER);
        parties.takeGuard();
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.NotGuard.selector, GUARD_ACCOUNT));
        vm.prank(GUARD_ACCOUNT);
        parties.suspend(STORE);
    }

    function test_RefusesTheGuardZero() public {
        vm.expectRevert(abi.encodeWithSelector(IPartyRegistry.ZeroGuard.selector));
        _announceGuard(address(0));
    }

    // Parts

    function _both() private pure returns (string[] memory identifiers) {
        identifiers = new string[](2);
        (identifiers[0], identifiers[1]) = (MAKER_IDENTIFIER, EUDAMED);
    }

    function _announce() private returns (bytes32) {
        vm.prank(LENS_ENROLLER_ACCOUNT);
        return parties.announceMaker(_both(), CONTROLLER, 0, 1);
    }

    function _carryOut() private {
        vm.prank(STRANGER);
        parties.enrolMaker(_both(), CONTROLLER, 0, 1);
    }

    function _refuses(bytes memory reason) private {
        vm.expectRevert(reason);
        _carryOut();
    }

    function _cancel(address who, bytes32 announcement) private {
        bytes32[] memory list = new bytes32[](1);
        list[0] = announcement;
        vm.prank(who);
        parties.cancel(list);
    }

    function _announceGuard(address next) private {
        vm.prank(ADMIN);
        parties.announceGuard(next);
    }

    function _notAnnounced(
        string[] memory identifiers,
        address controller,
        uint48 statesFrom,
        uint8 makes
    ) private view returns (bytes memory) {
        bytes32 announcement = parties.makerAnnouncement(identifiers, controller, statesFrom, makes);
        return abi.encodeWithSelector(IPartyRegistry.NotAnnounced.selector, announcement);
    }

    function _long(uint256 length) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = "A";
        return string(text);
    }

    function _assertMaker(
        string memory identifier,
        bytes32 party,
        uint256 enrolledAt,
        uint256 statesFrom
    ) private view {
        Maker memory maker = parties.makerOf(Makers.nameOf(identifier));
        assertEq(maker.party, party);
        assertEq(maker.enrolledAt, enrolledAt);
        assertEq(maker.statesFrom, statesFrom);
    }
}
