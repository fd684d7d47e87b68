// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {LinkRegistry} from "../LinkRegistry.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {ILinkRegistry, LinkKind, Links} from "../interfaces/ILinkRegistry.sol";
import {Role} from "../interfaces/IPartyRegistry.sol";
import {Deploying} from "./support/Deploying.sol";
import {Suite} from "./support/Suite.sol";
import {Test} from "./support/Test.sol";

contract LinkRegistryTest is Suite {
    bytes32 private constant THIRD_STORE = "third store";
    LinkKind private constant SAME = LinkKind.SameEnterprise;
    LinkKind private constant TAKEOVER = LinkKind.Takeover;

    function setUp() public override {
        super.setUp();
        _enrolMaker(MAKER_IDENTIFIER, CONTROLLER);
        _enrol(STORE, Role.Optician, CONTROLLER);
        _enrol(OTHER_STORE, Role.Optician, OTHER_CONTROLLER);
        _enrol(THIRD_STORE, Role.Optician, STRANGER);
        _enrol(PAYER, Role.Insurer, OTHER_CONTROLLER);
    }

    function test_KnowsItsPartiesAndItsCouncil() public view {
        assertEq(address(links.parties()), address(parties));
        assertEq(links.authority(), address(manager));
    }

    function test_RefusesPartiesAndACouncilWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotAContract.selector, STRANGER));
        Deploying.linkRegistry(STRANGER, parties);
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotAContract.selector, STRANGER));
        Deploying.linkRegistry(address(manager), PartyRegistry(STRANGER));
    }

    // By consent

    function testFuzz_ALinkBeginsWithTheSecondConsentInEitherOrder(
        bool otherFirst,
        bool takeover,
        uint32 later
    ) public {
        LinkKind kind = takeover ? TAKEOVER : SAME;
        uint48 first = _now();
        if (otherFirst) _consent(OTHER_CONTROLLER, OTHER_STORE, STORE, kind);
        else _consent(CONTROLLER, STORE, OTHER_STORE, kind);
        assertTrue(!_isLinked(STORE, OTHER_STORE, kind, first), "one consent is none");
        uint48 second = first + uint48(bound(later, 1, type(uint32).max));
        vm.warp(second);
        (bytes32 party, bytes32 other) = otherFirst ? (STORE, OTHER_STORE) : (OTHER_STORE, STORE);
        vm.expectEmit(address(links));
        emit ILinkRegistry.LinkBegan(party, other, kind);
        _consent(otherFirst ? CONTROLLER : OTHER_CONTROLLER, party, other, kind);
        assertTrue(_isLinked(STORE, OTHER_STORE, kind, second), "from that second on");
        assertTrue(_isLinked(OTHER_STORE, STORE, kind, second), "in either order");
        assertTrue(!_isLinked(STORE, OTHER_STORE, kind, second - 1), "never before");
        assertTrue(!_isLinked(STORE, OTHER_STORE, takeover ? SAME : TAKEOVER, second), "of one kind");
    }

    function test_AConsentIsToldAndWaits() public {
        vm.expectEmit(address(links));
        emit ILinkRegistry.Consented(STORE, OTHER_STORE, SAME, CONTROLLER);
        _consent(CONTROLLER, STORE, OTHER_STORE, SAME);
        assertEq(links.consentOf(STORE, OTHER_STORE, SAME), CONTROLLER);
        assertEq(links.consentOf(OTHER_STORE, STORE, SAME), address(0));
        assertEq(links.changesOf(STORE, OTHER_STORE).length, 0);
    }

    function test_EitherEndsALinkAtOnce() public {
        address[2] memory controllers = [CONTROLLER, OTHER_CONTROLLER];
        bytes32[2] memory stores = [STORE, OTHER_STORE];
        for (uint256 i = 0; i < 2; ++i) {
            _link();
            vm.warp(_now() + 10);
            vm.expectEmit(address(links));
            emit ILinkRegistry.LinkEnded(stores[i], stores[1 - i], SAME);
            vm.prank(controllers[i]);
            links.end(stores[i], stores[1 - i], SAME);
            assertTrue(!_isLinked(STORE, OTHER_STORE, SAME, _now()), "from this second on");
            assertTrue(_isLinked(STORE, OTHER_STORE, SAME, _now() - 1), "not before");
            vm.warp(_now() + 10);
        }
        assertEq(links.changesOf(OTHER_STORE, STORE).length, 4);
    }

    /// @notice Ending takes both consents with it: neither party brings a link back alone.
    function test_ANewLinkTakesTwoNewConsents() public {
        _link();
        vm.warp(_now() + 1);
        vm.prank(CONTROLLER);
        links.end(STORE, OTHER_STORE, SAME);
        vm.warp(_now() + 1);
        _consent(OTHER_CONTROLLER, OTHER_STORE, STORE, SAME);
        assertTrue(!_isLinked(STORE, OTHER_STORE, SAME, _now()), "not by one alone");
        _consent(CONTROLLER, STORE, OTHER_STORE, SAME);
        assertTrue(_isLinked(STORE, OTHER_STORE, SAME, _now()), "by both");
    }

    /// @notice What was made, ended and made again leaves its gap: nothing is gained by it.
    function test_TheGapBetweenTwoLinksStays() public {
        _link();
        uint48 begun = _now();
        vm.warp(begun + 10);
        vm.prank(OTHER_CONTROLLER);
        links.end(OTHER_STORE, STORE, SAME);
        vm.warp(begun + 20);
        _link();
        for (uint48 after_ = 0; after_ <= 20; ++after_) {
            assertEq(_isLinked(STORE, OTHER_STORE, SAME, begun + after_), after_ < 10 || after_ == 20);
        }
    }

    function test_ALinkMadeAndEndedInOneSecondWasNever() public {
        _link();
        vm.prank(CONTROLLER);
        links.end(STORE, OTHER_STORE, SAME);
        assertTrue(!_isLinked(STORE, OTHER_STORE, SAME, _now()), "the last act of a second stands");
    }

    function test_AConsentIsTakenBack() public {
        _consent(CONTROLLER, STORE, OTHER_STORE, SAME);
        vm.expectEmit(address(links));
        emit ILinkRegistry.ConsentTakenBack(STORE, OTHER_STORE, SAME);
        vm.prank(CONTROLLER);
        links.end(STORE, OTHER_STORE, SAME);
        _consent(OTHER_CONTROLLER, OTHER_STORE, STORE, SAME);
        assertTrue(!_isLinked(STORE, OTHER_STORE, SAME, _now()), "taken back");
    }

    /// @notice A buyer of a store need not know what its seller consented to, nor an owner what a thief did.
    function test_AConsentGoesWithTheControlOfWhoGaveIt() public {
        _consent(CONTROLLER, STORE, OTHER_STORE, SAME);
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, address(0xB0B));
        vm.prank(address(0xB0B));
        parties.takeControl(STORE);
        _consent(OTHER_CONTROLLER, OTHER_STORE, STORE, SAME);
        assertTrue(!_isLinked(STORE, OTHER_STORE, SAME, _now()), "the seller's consent");
        _compromise(OTHER_STORE, OTHER_CONTROLLER, _now());
        _consent(address(0xB0B), STORE, OTHER_STORE, SAME);
        assertTrue(!_isLinked(STORE, OTHER_STORE, SAME, _now()), "the thief's consent");
    }

    function test_DoingItAgainChangesNothing() public {
        _consent(CONTROLLER, STORE, OTHER_STORE, SAME);
        vm.recordLogs();
        _consent(CONTROLLER, STORE, OTHER_STORE, SAME);
        assertNoEvent();
        _consent(OTHER_CONTROLLER, OTHER_STORE, STORE, SAME);
        vm.recordLogs();
        _consent(CONTROLLER, STORE, OTHER_STORE, SAME);
        _consent(OTHER_CONTROLLER, OTHER_STORE, STORE, SAME);
        assertNoEvent();
        assertEq(links.consentOf(STORE, OTHER_STORE, SAME), address(0));
        assertEq(links.changesOf(STORE, OTHER_STORE).length, 1);
    }

    function test_LinksReachNoThirdParty() public {
        _link();
        _consent(OTHER_CONTROLLER, OTHER_STORE, THIRD_STORE, SAME);
        _consent(STRANGER, THIRD_STORE, OTHER_STORE, SAME);
        assertTrue(_isLinked(OTHER_STORE, THIRD_STORE, SAME, _now()), "two that consented");
        assertTrue(!_isLinked(STORE, THIRD_STORE, SAME, _now()), "two that did not");
    }

    function testFuzz_OnlyTheControllerSpeaksForItsParty(address who) public {
        vm.assume(who != CONTROLLER);
        bytes memory refused = abi.encodeWithSelector(ILinkRegistry.NotController.selector, STORE, who);
        vm.expectRevert(refused);
        _consent(who, STORE, OTHER_STORE, SAME);
        vm.expectRevert(refused);
        vm.prank(who);
        links.end(STORE, OTHER_STORE, SAME);
    }

    function test_AKeyOfThePartyConsentsToNothing() public {
        address key = _addKey(STORE, 0xA11CE);
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotController.selector, STORE, key));
        _consent(key, STORE, OTHER_STORE, SAME);
    }

    function test_OnlyOpticiansLink() public {
        bytes32[3] memory others = [MAKER, PAYER, bytes32("nobody")];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotOptician.selector, others[i]));
            _consent(CONTROLLER, STORE, others[i], SAME);
        }
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotOptician.selector, MAKER));
        _consent(CONTROLLER, MAKER, STORE, SAME);
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.SameParty.selector, STORE));
        _consent(CONTROLLER, STORE, STORE, SAME);
    }

    function test_AffiliationIsNotByConsent() public {
        LinkKind[2] memory kinds = [LinkKind.None, LinkKind.Affiliation];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotByConsent.selector, kinds[i]));
            _consent(CONTROLLER, STORE, OTHER_STORE, kinds[i]);
            vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotByConsent.selector, kinds[i]));
            vm.prank(CONTROLLER);
            links.end(STORE, OTHER_STORE, kinds[i]);
        }
    }

    function test_RefusesToEndWhatIsNot() public {
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotLinked.selector, STORE, OTHER_STORE, SAME));
        vm.prank(CONTROLLER);
        links.end(STORE, OTHER_STORE, SAME);
        _consent(OTHER_CONTROLLER, OTHER_STORE, STORE, SAME);
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotLinked.selector, STORE, OTHER_STORE, SAME));
        vm.prank(CONTROLLER);
        links.end(STORE, OTHER_STORE, SAME);
    }

    // Affiliation

    function test_TheCouncilDeclaresAndEndsAnAffiliation() public {
        vm.expectEmit(address(links));
        emit ILinkRegistry.LinkBegan(STORE, MAKER, LinkKind.Affiliation);
        vm.prank(ENROLLER_ACCOUNT);
        links.affiliate(STORE, MAKER);
        uint48 begun = _now();
        assertTrue(links.linksAt(MAKER, STORE, begun).affiliation, "from this second on");
        assertTrue(!links.linksAt(STORE, MAKER, begun - 1).affiliation, "not before");
        vm.warp(begun + 10);
        vm.expectEmit(address(links));
        emit ILinkRegistry.LinkEnded(STORE, MAKER, LinkKind.Affiliation);
        vm.prank(ENROLLER_ACCOUNT);
        links.endAffiliation(STORE, MAKER);
        assertTrue(!links.linksAt(STORE, MAKER, begun + 10).affiliation, "ended");
        assertTrue(links.linksAt(STORE, MAKER, begun + 9).affiliation, "the past stays");
    }

    function testFuzz_NobodyElseDeclaresOrEndsOne(address who) public {
        vm.assume(who != ENROLLER_ACCOUNT && who != address(manager));
        bytes memory refused = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, who);
        vm.expectRevert(refused);
        vm.prank(who);
        links.affiliate(STORE, MAKER);
        vm.prank(ENROLLER_ACCOUNT);
        links.affiliate(STORE, MAKER);
        vm.expectRevert(refused);
        vm.prank(who);
        links.endAffiliation(STORE, MAKER);
    }

    function test_AnAffiliationIsOfOneOpticianAndOneLensMaker() public {
        vm.startPrank(ENROLLER_ACCOUNT);
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotOptician.selector, MAKER));
        links.affiliate(MAKER, STORE);
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotLensMaker.selector, OTHER_STORE));
        links.affiliate(STORE, OTHER_STORE);
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.NotLensMaker.selector, PAYER));
        links.affiliate(STORE, PAYER);
        vm.stopPrank();
    }

    function test_RefusesAnAffiliationTwiceAndAnEndWithoutOne() public {
        bytes4 already = ILinkRegistry.AlreadyLinked.selector;
        bytes4 not = ILinkRegistry.NotLinked.selector;
        vm.startPrank(ENROLLER_ACCOUNT);
        vm.expectRevert(abi.encodeWithSelector(not, STORE, MAKER, LinkKind.Affiliation));
        links.endAffiliation(STORE, MAKER);
        links.affiliate(STORE, MAKER);
        vm.expectRevert(abi.encodeWithSelector(already, STORE, MAKER, LinkKind.Affiliation));
        links.affiliate(STORE, MAKER);
        vm.stopPrank();
    }

    function testFuzz_NothingIsSaidOfTheFuture(uint48 time) public {
        time = uint48(bound(time, _now() + 1, type(uint48).max));
        vm.expectRevert(abi.encodeWithSelector(ILinkRegistry.FutureTime.selector, time, _now()));
        links.linksAt(STORE, OTHER_STORE, time);
    }

    // Parts

    function _link() private {
        _consent(CONTROLLER, STORE, OTHER_STORE, SAME);
        _consent(OTHER_CONTROLLER, OTHER_STORE, STORE, SAME);
    }

    function _consent(address who, bytes32 party, bytes32 other, LinkKind kind) private {
        vm.prank(who);
        links.consent(party, other, kind);
    }

    function _isLinked(bytes32 a, bytes32 b, LinkKind kind, uint48 time) private view returns (bool) {
        Links memory found = links.linksAt(a, b, time);
        return kind == SAME ? found.sameEnterprise : found.takeover;
    }
}

/// @title Random lives of links, with a naive account: the list of all acts, read from its start.
contract LinkActs is Test {
    uint256 private constant STORES = 3;

    struct Act {
        bytes32 party;
        bytes32 other;
        LinkKind kind;
        bool isEnd;
        uint48 time;
    }

    LinkRegistry private immutable _links;
    PartyRegistry private immutable _parties;
    address private immutable _council;
    bytes32 private immutable _maker;

    Act[] private _acts;
    uint48[] private _times;
    uint256 public begun;

    constructor(LinkRegistry links, PartyRegistry parties, address council, bytes32 maker) {
        (_links, _parties, _council, _maker) = (links, parties, council, maker);
        _times.push(uint48(vm.getBlockTimestamp()));
    }

    function store(uint256 n) public pure returns (bytes32) {
        return bytes32(1 + (n % STORES));
    }

    function controllerOf(uint256 n) public pure returns (address) {
        return address(uint160(0xC001 + (n % STORES)));
    }

    function pass(uint256 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 1, 3 days));
        _times.push(uint48(vm.getBlockTimestamp()));
    }

    function consent(uint256 a, uint256 b, bool takeover) external {
        if (a % STORES == b % STORES) b = (a % STORES) + 1;
        LinkKind kind = takeover ? LinkKind.Takeover : LinkKind.SameEnterprise;
        bool before = _isInForce(store(a), store(b), kind, _now());
        vm.prank(controllerOf(a));
        _links.consent(store(a), store(b), kind);
        _acts.push(Act(store(a), store(b), kind, false, _now()));
        if (!before && _isInForce(store(a), store(b), kind, _now())) ++begun;
    }

    function end(uint256 a, uint256 b, bool takeover) external {
        if (a % STORES == b % STORES) b = (a % STORES) + 1;
        LinkKind kind = takeover ? LinkKind.Takeover : LinkKind.SameEnterprise;
        vm.prank(controllerOf(a));
        (bool worked, ) = address(_links).call(abi.encodeCall(_links.end, (store(a), store(b), kind)));
        bool lawful = _isInForce(store(a), store(b), kind, _now()) || _waits(store(a), store(b), kind);
        assertEq(worked, lawful);
        if (worked) _acts.push(Act(store(a), store(b), kind, true, _now()));
    }

    function affiliate(uint256 a, bool isEnd) external {
        bool before = _isInForce(store(a), _maker, LinkKind.Affiliation, _now());
        bytes memory call =
            isEnd
                ? abi.encodeCall(_links.endAffiliation, (store(a), _maker))
                : abi.encodeCall(_links.affiliate, (store(a), _maker));
        vm.prank(_council);
        (bool worked, ) = address(_links).call(call);
        assertEq(worked, before == isEnd);
        if (worked) _acts.push(Act(store(a), _maker, LinkKind.Affiliation, isEnd, _now()));
    }

    /// @notice Whoever controls no store speaks for none.
    function meddle(uint256 a, uint256 b, address who) external {
        if (a % STORES == b % STORES) b = (a % STORES) + 1;
        for (uint256 n = 0; n < STORES; ++n) if (who == controllerOf(n)) who = address(0xBAD);
        vm.prank(who);
        (bool worked, ) = address(_links).call(
            abi.encodeCall(_links.consent, (store(a), store(b), LinkKind.SameEnterprise))
        );
        assertTrue(!worked, "a stranger's consent");
    }

    // Checks

    function checkAgreement() external view {
        for (uint256 i = 0; i < _times.length; ++i) {
            for (uint256 a = 0; a < STORES; ++a) {
                for (uint256 b = 0; b < STORES; ++b) {
                    _agree(store(a), store(b), _times[i]);
                    _agree(store(a), store(b), _times[i] - 1);
                }
                _agree(store(a), _maker, _times[i]);
                _agree(_maker, store(a), _times[i]);
            }
        }
    }

    function checkPresent() external view {
        for (uint256 a = 0; a < STORES; ++a) {
            for (uint256 b = 0; b < STORES; ++b) _agree(store(a), store(b), _now());
            _agree(_maker, store(a), _now());
        }
    }

    function _agree(bytes32 a, bytes32 b, uint48 time) private view {
        Links memory found = _links.linksAt(a, b, time);
        assertEq(found.sameEnterprise, _isInForce(a, b, LinkKind.SameEnterprise, time));
        assertEq(found.takeover, _isInForce(a, b, LinkKind.Takeover, time));
        assertEq(found.affiliation, _isInForce(a, b, LinkKind.Affiliation, time));
    }

    /// @dev In force: both consented since the last end, and nobody ended it since, all by then.
    function _isInForce(bytes32 a, bytes32 b, LinkKind kind, uint48 time) private view returns (bool inForce) {
        bool byOne;
        bool byOther;
        for (uint256 i = 0; i < _acts.length; ++i) {
            Act storage act = _acts[i];
            if (act.kind != kind || act.time > time) continue;
            if (!((act.party == a && act.other == b) || (act.party == b && act.other == a))) continue;
            if (act.isEnd && (inForce || kind == LinkKind.Affiliation)) {
                (inForce, byOne, byOther) = (false, false, false);
            } else if (act.isEnd) {
                if (act.party == a) byOne = false;
                else byOther = false;
            } else if (!inForce) {
                if (act.party == a) byOne = true;
                else byOther = true;
                inForce = (byOne && byOther) || kind == LinkKind.Affiliation;
            }
        }
    }

    function _waits(bytes32 party, bytes32 other, LinkKind kind) private view returns (bool waits) {
        bool inForce;
        bool met;
        for (uint256 i = 0; i < _acts.length; ++i) {
            Act storage act = _acts[i];
            if (act.kind != kind) continue;
            bool isOwn = act.party == party && act.other == other;
            if (!isOwn && !(act.party == other && act.other == party)) continue;
            if (inForce) {
                if (act.isEnd) (inForce, waits, met) = (false, false, false);
            } else if (isOwn) waits = !act.isEnd;
            else met = !act.isEnd;
            inForce = inForce || (waits && met);
        }
        return waits && !inForce;
    }

    function _now() private view returns (uint48) {
        return uint48(vm.getBlockTimestamp());
    }
}

contract LinkRegistryInvariants is Suite {
    LinkActs private acts;

    function setUp() public override {
        super.setUp();
        _enrolMaker(MAKER_IDENTIFIER, CONTROLLER);
        acts = new LinkActs(links, parties, ENROLLER_ACCOUNT, MAKER);
        for (uint256 n = 0; n < 3; ++n) _enrol(acts.store(n), Role.Optician, acts.controllerOf(n));
        targetContract(address(acts));
        bytes4[] memory selectors = new bytes4[](5);
        selectors[0] = LinkActs.pass.selector;
        selectors[1] = LinkActs.consent.selector;
        selectors[2] = LinkActs.end.selector;
        selectors[3] = LinkActs.affiliate.selector;
        selectors[4] = LinkActs.meddle.selector;
        targetSelector(address(acts), selectors);
    }

    /// @notice Of every pair and every time, the registry says what the list of acts says.
    function invariant_LinksAreWhatWasSaid() public view {
        acts.checkPresent();
    }

    /// @notice Called by the runner at the end of each run.
    function afterInvariant() public view {
        acts.checkAgreement();
    }

    function testFuzz_LinksAreWhatWasSaid(uint256 seed) public {
        for (uint256 i = 0; i < 60; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            (uint256 act, uint256 a, uint256 b, bool kind) = (seed % 8, seed >> 8, seed >> 16, seed >> 255 == 1);
            if (act <= 1) acts.pass(seed);
            else if (act <= 4) acts.consent(a, b, kind);
            else if (act <= 6) acts.end(a, b, kind);
            else acts.affiliate(a, kind);
        }
        acts.checkAgreement();
    }

    function test_TheActsMakeLinks() public {
        acts.consent(0, 1, false);
        acts.consent(1, 0, false);
        assertEq(acts.begun(), 1);
    }
}
