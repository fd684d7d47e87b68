// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SettlementRegistry} from "../SettlementRegistry.sol";
import {IPartyRegistry, Role} from "../interfaces/IPartyRegistry.sol";
import {
    Grant,
    ISettlementRegistry,
    Settlement,
    SettlementOutcome,
    SettlementState
} from "../interfaces/ISettlementRegistry.sol";
import {
    GarbageAccount,
    MuteAccount,
    NonceWatchingAccount,
    OwnedAccount,
    ReenteringAccount,
    RevertingAccount
} from "./support/Accounts.sol";
import {Deploying} from "./support/Deploying.sol";
import {Granting} from "./support/Granting.sol";
import {Suite} from "./support/Suite.sol";
import {Log} from "./support/Vm.sol";

contract SettlementRegistryTest is Suite, Granting {
    uint256 private constant PRIVATE_KEY = 0xA11CE;
    uint256 private constant SECOND_PRIVATE_KEY = 0xA11CE2;
    uint256 private constant OTHER_PRIVATE_KEY = 0xB0B;
    uint256 private constant SETTLER_KEY = 0x5E77;
    uint256 private constant OTHER_SETTLER_KEY = 0x5E78;
    bytes32 private constant TAG = "tag";
    bytes32 private constant OTHER_TAG = "other tag";
    uint256 private constant DEADLINE = START + 1 days;
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    bytes32 private constant SETTLEMENT_TYPEHASH = keccak256(
        "Settlement(address settler,bytes32 tag,uint8 rank,uint32 round,bytes32 r,bytes32 vs)"
    );

    /// @dev Two keys of one insurer, and one of another.
    address private key;
    address private secondKey;
    address private otherKey;
    address private settler;
    address private otherSettler;

    function setUp() public override {
        super.setUp();
        _enrol(PAYER, Role.Insurer, CONTROLLER);
        _enrol(OTHER_PAYER, Role.Insurer, OTHER_CONTROLLER);
        key = _addKey(PAYER, PRIVATE_KEY);
        secondKey = _addKey(PAYER, SECOND_PRIVATE_KEY);
        otherKey = _addKey(OTHER_PAYER, OTHER_PRIVATE_KEY);
        settler = vm.addr(SETTLER_KEY);
        otherSettler = vm.addr(OTHER_SETTLER_KEY);
    }

    function test_RefusesPartiesWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotAContract.selector, STRANGER));
        Deploying.settlementRegistry(IPartyRegistry(STRANGER));
    }

    function test_KnowsItsParties() public view {
        assertEq(address(settlements.parties()), address(parties));
    }

    // Settling

    function testFuzz_AnInsurerMarksAGrantedShare(uint256 seed, bytes32 tag, bool second, uint32 later) public {
        vm.assume(bytes20(tag) != 0);
        uint256 settlerKey = bound(seed, 1, ORDER - 1);
        uint8 rank = second ? 2 : 1;
        vm.warp(START + later);
        Settlement[] memory list = _one(_granted(settlerKey, PAYER, tag, rank, 0));
        vm.expectEmit(address(settlements));
        emit ISettlementRegistry.Marked(vm.addr(settlerKey), PAYER, tag, rank);
        vm.prank(key);
        SettlementOutcome[] memory outcomes = settlements.settle(list);
        assertEq(outcomes.length, 1);
        _assertOutcome(outcomes[0], SettlementOutcome.Settled);
        _assertState(vm.addr(settlerKey), tag, 0, second ? bytes32(0) : PAYER, second ? PAYER : bytes32(0));
    }

    function testFuzz_WhatNobodySettledIsNotSettled(address who) public {
        vm.assume(who != settler);
        _first();
        _assertState(who, 0, 0, 0, 0);
    }

    function test_SettlesManyInOneCallEachWithItsOutcomeAndItsEventInOrder() public {
        _settle(otherKey, _granted(SETTLER_KEY, OTHER_PAYER, TAG, 2, 0));
        Settlement[] memory list = new Settlement[](8);
        list[0] = _granted(OTHER_SETTLER_KEY, PAYER, "tag a", 1, 0);
        list[1] = _granted(OTHER_SETTLER_KEY, PAYER, "tag a", 2, 0);
        list[2] = _granted(OTHER_SETTLER_KEY, PAYER, "tag a", 1, 0);
        list[3] = _granted(OTHER_SETTLER_KEY, PAYER, "tag b", 1, 0);
        list[4] = _granted(SETTLER_KEY, PAYER, TAG, 2, 0);
        list[5] = _granted(SETTLER_KEY, OTHER_PAYER, TAG, 1, 0);
        list[6] = _granted(SETTLER_KEY, PAYER, TAG, 1, 1);
        list[7] = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        SettlementOutcome[8] memory expected = [
            SettlementOutcome.Settled,
            SettlementOutcome.Settled,
            SettlementOutcome.AlreadyYours,
            SettlementOutcome.OtherInvoice,
            SettlementOutcome.RankTaken,
            SettlementOutcome.GrantRefused,
            SettlementOutcome.RoundPassed,
            SettlementOutcome.Settled
        ];
        vm.recordLogs();
        vm.prank(key);
        SettlementOutcome[] memory outcomes = settlements.settle(list);
        Log[] memory logs = vm.getRecordedLogs();
        assertEq(outcomes.length, 8);
        assertEq(logs.length, 8);
        for (uint256 i = 0; i < 8; ++i) {
            _assertOutcome(outcomes[i], expected[i]);
            _assertSettlementLog(logs[i], list[i], PAYER, expected[i]);
        }
        _assertState(otherSettler, "tag a", 0, PAYER, PAYER);
        _assertState(settler, TAG, 0, PAYER, OTHER_PAYER);
    }

    function test_OneMalformedSettlementRefusesThemAll() public {
        Settlement[] memory list = new Settlement[](2);
        list[0] = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        list[1] = _granted(OTHER_SETTLER_KEY, PAYER, TAG, 3, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.RankOutOfRange.selector, 3));
        vm.prank(key);
        settlements.settle(list);
        _assertState(settler, 0, 0, 0, 0);
    }

    function test_RefusesAnEmptyList() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NothingToSettle.selector));
        vm.prank(key);
        settlements.settle(new Settlement[](0));
    }

    /// @notice A tag of which zeros would be stored would read as "nothing is settled".
    function testFuzz_RefusesATagThatIsStoredAsZero(uint96 rest) public {
        bytes32 tag = bytes32(uint256(rest));
        Settlement memory settlement = _granted(SETTLER_KEY, PAYER, tag, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.ZeroTag.selector));
        vm.prank(key);
        settlements.settle(_one(settlement));
        _first();
        settlement = _granted(SETTLER_KEY, PAYER, tag, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.ZeroTag.selector));
        vm.prank(key);
        settlements.move(settlement);
    }

    function testFuzz_RefusesARankThatIsNeitherFirstNorSecond(uint8 rank) public {
        vm.assume(rank != 1 && rank != 2);
        _first();
        Settlement memory settlement = _granted(SETTLER_KEY, PAYER, OTHER_TAG, rank, 0);
        bytes memory refusal = abi.encodeWithSelector(ISettlementRegistry.RankOutOfRange.selector, rank);
        vm.expectRevert(refusal);
        vm.prank(key);
        settlements.settle(_one(settlement));
        vm.expectRevert(refusal);
        vm.prank(key);
        settlements.move(settlement);
        vm.expectRevert(refusal);
        vm.prank(key);
        settlements.release(settler, rank);
    }

    // Grants

    function testFuzz_TheGrantDigestIsEip712(Grant calldata grant) public view {
        assertEq(
            settlements.grantDigest(grant),
            expectedGrantDigest(address(settlements), grant.insurer, grant.tag, grant.rank, grant.settler, grant.round)
        );
    }

    /// @notice Attack: an enrolled insurer that the settler granted nothing marks a rank, the free one included.
    function testFuzz_AnInsurerWithoutAGrantMarksNothing(bool firstIsSettled, bytes32 r, bytes32 vs) public {
        if (firstIsSettled) _first();
        SettlementState memory before = settlements.settlementOf(settler);
        _assertRefused(otherKey, Settlement(settler, TAG, 2, 0, r, vs), SettlementOutcome.GrantRefused);
        _assertUnchanged(before);
    }

    /// @notice Attack: the grant of another insurer is seen in the pending transaction, and sent first.
    function testFuzz_AnotherInsurersGrantServesNobodyElse(bool second) public {
        Settlement memory settlement = _granted(SETTLER_KEY, PAYER, TAG, second ? 2 : 1, 0);
        _assertRefused(otherKey, settlement, SettlementOutcome.GrantRefused);
        _assertState(settler, 0, 0, 0, 0);
        _assertOutcome(_settle(key, settlement), SettlementOutcome.Settled);
    }

    /// @notice Attack: a dossier is poisoned with a tag, a rank or a round that its settler did not grant.
    function testFuzz_AGrantIsOfWhatWasSigned(bytes32 tag, bool second, uint32 round, uint256 settlerKey) public {
        vm.assume(bytes20(tag) != 0);
        Settlement memory signed = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        Settlement memory settlement = signed;
        if (tag != TAG) {
            settlement.tag = tag;
            _assertRefused(key, settlement, SettlementOutcome.GrantRefused);
        }
        settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        if (second) {
            settlement.rank = 2;
            _assertRefused(key, settlement, SettlementOutcome.GrantRefused);
        }
        settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        if (round != 0) {
            settlement.round = round;
            _assertRefused(key, settlement, SettlementOutcome.GrantRefused);
        }
        settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        settlement.settler = vm.addr(bound(settlerKey, 1, ORDER - 1));
        if (settlement.settler != settler) _assertRefused(key, settlement, SettlementOutcome.GrantRefused);
        _assertState(settler, 0, 0, 0, 0);
        _assertState(settlement.settler, 0, 0, 0, 0);
    }

    /// @notice Attack: what recovers nobody, for the settler zero.
    function testFuzz_NobodyGrantsForTheSettlerZero(bytes32 r, bytes32 vs) public {
        _assertRefused(key, Settlement(address(0), TAG, 1, 0, r, vs), SettlementOutcome.GrantRefused);
        _assertRefused(key, Settlement(address(0), TAG, 1, 0, 0, 0), SettlementOutcome.GrantRefused);
        _assertState(address(0), 0, 0, 0, 0);
    }

    /// @notice The other s of the same signature recovers the same key, and is refused: its recovery bit has no place of its own.
    function test_AGrantWithAHighSIsRefused() public {
        bytes32 digest = expectedGrantDigest(address(settlements), PAYER, TAG, 1, settler, 0);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SETTLER_KEY, digest);
        bytes32 high = bytes32(ORDER - uint256(s));
        _assertRefused(key, Settlement(settler, TAG, 1, 0, r, high), SettlementOutcome.GrantRefused);
        high = secondHalf(v == 27 ? 28 : 27, high);
        _assertRefused(key, Settlement(settler, TAG, 1, 0, r, high), SettlementOutcome.GrantRefused);
    }

    function test_AGrantIsForOneChain() public {
        Settlement memory settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        _assertRefused(key, settlement, SettlementOutcome.GrantRefused);
        vm.chainId(chain);
        _assertOutcome(_settle(key, settlement), SettlementOutcome.Settled);
    }

    function test_AGrantIsForOneRegistry() public {
        Settlement memory settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        SettlementRegistry another = Deploying.settlementRegistry(parties);
        vm.prank(key);
        _assertOutcome(another.settle(_one(settlement))[0], SettlementOutcome.GrantRefused);
        assertEq(bytes32(another.settlementOf(settler).tag), 0);
    }

    /// @notice The code of a settler's account is never called: what the key signed stands.
    function test_ASettlerThatDelegatesGrantsByItsKey() public {
        Settlement memory settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        vm.etch(settler, address(new RevertingAccount()).code);
        _assertOutcome(_settle(key, settlement), SettlementOutcome.Settled);
    }

    function test_ASettlersCodeGrantsNothing() public {
        address account = address(new GarbageAccount(abi.encode(bytes4(0x1626ba7e))));
        _assertRefused(key, Settlement(account, TAG, 1, 0, "r", "s"), SettlementOutcome.GrantRefused);
    }

    /// @notice A grant for a round to come serves in that round, and not before.
    function test_AGrantForALaterRoundWaitsForIt() public {
        Settlement memory later = _granted(SETTLER_KEY, OTHER_PAYER, OTHER_TAG, 1, 1);
        _first();
        _assertRefused(otherKey, later, SettlementOutcome.RoundPassed);
        _release(key, 1);
        _assertOutcome(_settle(otherKey, later), SettlementOutcome.Settled);
        _assertState(settler, OTHER_TAG, 1, OTHER_PAYER, 0);
    }

    // Who settles

    function testFuzz_StrangersSettleMoveAndReleaseNothing(address who) public {
        vm.assume(who != key && who != secondKey && who != otherKey);
        _assertPowerless(who);
    }

    function test_OnlyAnInsurersKeySettles() public {
        _enrol(STORE, Role.Optician, STRANGER);
        _assertPowerless(_addKey(STORE, 1));
        _enrolMaker(MAKER_IDENTIFIER, STRANGER);
        _assertPowerless(_addKey(MAKER, 2));
        _assertPowerless(CONTROLLER);
        _assertPowerless(ADMIN);
        _assertPowerless(GUARD_ACCOUNT);
        _assertPowerless(settler);
    }

    function test_ARevokedOrCompromisedKeySettlesNothing() public {
        _revoke(key);
        _assertPowerless(key);
        _compromise(secondKey, START);
        _assertPowerless(secondKey);
    }

    /// @notice Attack: an insurer marks, is suspended, and nobody frees the dossier any more.
    function test_ASuspendedInsurerReleasesAndDoesNothingElse() public {
        _first();
        _suspend(PAYER);
        _assertNotInsurer(key, _granted(SETTLER_KEY, PAYER, TAG, 2, 0));
        Settlement memory moved = _granted(SETTLER_KEY, PAYER, OTHER_TAG, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotInsurer.selector, secondKey));
        vm.prank(secondKey);
        settlements.move(moved);
        _release(secondKey, 1);
        _assertState(settler, 0, 1, 0, 0);
        _reinstate(PAYER);
        _assertOutcome(_settle(key, _granted(SETTLER_KEY, PAYER, TAG, 1, 1)), SettlementOutcome.Settled);
    }

    // Every second claim, after PAYER settled rank 1 of the invoice TAG: same or other insurer, invoice, rank

    function test_SameInsurerSameInvoiceSameRankChangesNothing() public {
        _assertSecond(key, PAYER, TAG, 1, SettlementOutcome.AlreadyYours);
    }

    function test_SameInsurerSameInvoiceOtherRankSettlesIt() public {
        _assertSecond(key, PAYER, TAG, 2, SettlementOutcome.Settled);
    }

    function test_SameInsurerOtherInvoiceSameRankIsADoubleClaim() public {
        _assertSecond(key, PAYER, OTHER_TAG, 1, SettlementOutcome.OtherInvoice);
    }

    function test_SameInsurerOtherInvoiceOtherRankIsADoubleClaim() public {
        _assertSecond(key, PAYER, OTHER_TAG, 2, SettlementOutcome.OtherInvoice);
    }

    function test_OtherInsurerSameInvoiceSameRankIsADoubleClaim() public {
        _assertSecond(otherKey, OTHER_PAYER, TAG, 1, SettlementOutcome.RankTaken);
    }

    function test_OtherInsurerSameInvoiceOtherRankIsLawful() public {
        _assertSecond(otherKey, OTHER_PAYER, TAG, 2, SettlementOutcome.Settled);
    }

    function test_OtherInsurerOtherInvoiceSameRankIsADoubleClaim() public {
        _assertSecond(otherKey, OTHER_PAYER, OTHER_TAG, 1, SettlementOutcome.OtherInvoice);
    }

    function test_OtherInsurerOtherInvoiceOtherRankIsADoubleClaim() public {
        _assertSecond(otherKey, OTHER_PAYER, OTHER_TAG, 2, SettlementOutcome.OtherInvoice);
    }

    function test_TwoKeysOfOneInsurerSettleAsOne() public {
        _assertSecond(secondKey, PAYER, TAG, 1, SettlementOutcome.AlreadyYours);
    }

    /// @notice The first 20 bytes are stored, and compared.
    function test_ATagIsRecognisedByItsFirstTwentyBytes() public {
        bytes32 stored = bytes32(bytes20("twenty bytes of tag"));
        _settle(key, _granted(SETTLER_KEY, PAYER, stored | bytes32(uint256(1)), 1, 0));
        _assertState(settler, stored, 0, PAYER, 0);
        Settlement memory near = _granted(SETTLER_KEY, OTHER_PAYER, stored ^ bytes32(uint256(1) << 96), 2, 0);
        _assertRefused(otherKey, near, SettlementOutcome.OtherInvoice);
    }

    function testFuzz_AfterARelease_ANewGrantSettlesAnything(bool other, bool otherInvoice, bool otherRank) public {
        _first();
        _release(key, 1);
        (address who, bytes32 party) = other ? (otherKey, OTHER_PAYER) : (key, PAYER);
        (bytes32 tag, uint8 rank) = (otherInvoice ? OTHER_TAG : TAG, otherRank ? 2 : 1);
        _assertOutcome(_settle(who, _granted(SETTLER_KEY, party, tag, rank, 1)), SettlementOutcome.Settled);
        _assertState(settler, tag, 1, otherRank ? bytes32(0) : party, otherRank ? party : bytes32(0));
    }

    /// @notice Attack: a grant that served, or was never used, is presented again after a release.
    function testFuzz_AfterARelease_NoOldGrantServes(bool other, bool otherInvoice, bool otherRank) public {
        (address who, bytes32 party) = other ? (otherKey, OTHER_PAYER) : (key, PAYER);
        Settlement memory old = _granted(SETTLER_KEY, party, otherInvoice ? OTHER_TAG : TAG, otherRank ? 2 : 1, 0);
        _first();
        _release(key, 1);
        _assertRefused(who, old, SettlementOutcome.RoundPassed);
        _assertState(settler, 0, 1, 0, 0);
        // Nor does it look like a double claim once another invoice is settled.
        _settle(key, _granted(SETTLER_KEY, PAYER, "third tag", 1, 1));
        _assertRefused(who, old, SettlementOutcome.RoundPassed);
        _assertState(settler, "third tag", 1, PAYER, 0);
    }

    function testFuzz_AfterAReleaseOfOneRank_TheOtherHoldsTheInvoice(bool other, bool otherInvoice) public {
        _both();
        _release(key, 1);
        _assertState(settler, TAG, 1, 0, OTHER_PAYER);
        (address who, bytes32 party) = other ? (otherKey, OTHER_PAYER) : (key, PAYER);
        Settlement memory again = _granted(SETTLER_KEY, party, otherInvoice ? OTHER_TAG : TAG, 1, 1);
        if (otherInvoice) _assertRefused(who, again, SettlementOutcome.OtherInvoice);
        else _assertOutcome(_settle(who, again), SettlementOutcome.Settled);
    }

    /// @notice What an insurer marked stays its own in every later round.
    function test_AMarkOfAnEarlierRoundIsStillYours() public {
        _both();
        _release(key, 1);
        Settlement memory old = _granted(SETTLER_KEY, OTHER_PAYER, TAG, 2, 0);
        _assertRefused(otherKey, old, SettlementOutcome.AlreadyYours);
    }

    // Releasing

    function test_AnotherKeyOfTheInsurerReleases() public {
        _first();
        _revoke(key);
        vm.expectEmit(address(settlements));
        emit ISettlementRegistry.Released(settler, PAYER, 1, 1);
        _release(secondKey, 1);
        _assertState(settler, 0, 1, 0, 0);
    }

    function testFuzz_TheLastReleaseFreesTheInvoice(bool secondFirst) public {
        _both();
        if (secondFirst) _release(otherKey, 2);
        else _release(key, 1);
        _assertState(settler, TAG, 1, secondFirst ? PAYER : bytes32(0), secondFirst ? bytes32(0) : OTHER_PAYER);
        if (secondFirst) _release(key, 1);
        else _release(otherKey, 2);
        _assertState(settler, 0, 2, 0, 0);
    }

    /// @notice Attack: another insurer releases a mark, or grabs it.
    function testFuzz_OnlyTheInsurerThatMarkedReleases(bool hasMarked) public {
        _first();
        if (hasMarked) _settle(otherKey, _granted(OTHER_SETTLER_KEY, OTHER_PAYER, TAG, 1, 0));
        _assertNotReleased(otherKey, OTHER_PAYER, settler, 1);
        _assertState(settler, TAG, 0, PAYER, 0);
    }

    function testFuzz_RefusesToReleaseWhatIsNotSettled(address who, bool second) public {
        _first();
        uint8 rank = second ? 2 : 1;
        vm.assume(who != settler || second);
        _assertNotReleased(key, PAYER, who, rank);
        // Who never settled has no number, and an empty rank no holder: they are not the same.
        _assertNotReleased(otherKey, OTHER_PAYER, who, rank);
    }

    function test_RefusesToReleaseTwice() public {
        _first();
        _release(key, 1);
        _assertNotReleased(key, PAYER, settler, 1);
        _assertState(settler, 0, 1, 0, 0);
    }

    // Moving

    function testFuzz_ASoleMarkMovesToANewInvoice(bool second, bytes32 tag) public {
        vm.assume(bytes20(tag) != 0 && bytes20(tag) != bytes20(TAG));
        uint8 rank = second ? 2 : 1;
        _settle(key, _granted(SETTLER_KEY, PAYER, TAG, rank, 0));
        Settlement memory moved = _granted(SETTLER_KEY, PAYER, tag, rank, 0);
        vm.expectEmit(address(settlements));
        emit ISettlementRegistry.Moved(settler, PAYER, tag, rank, 1);
        vm.prank(secondKey);
        settlements.move(moved);
        _assertState(settler, tag, 1, second ? bytes32(0) : PAYER, second ? PAYER : bytes32(0));
        // The same grant moves nothing a second time, and marks nothing.
        _release(key, rank);
        _assertRefused(key, moved, SettlementOutcome.RoundPassed);
    }

    /// @notice Attack: a grant of the first invoice moves the mark back.
    function test_AMovedMarkDoesNotGoBackByAnOldGrant() public {
        Settlement memory old = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        _first();
        _move(key, _granted(SETTLER_KEY, PAYER, OTHER_TAG, 1, 0));
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.OtherRound.selector, settler, uint32(1)));
        vm.prank(key);
        settlements.move(old);
        _assertRefused(key, old, SettlementOutcome.RoundPassed);
        _assertState(settler, OTHER_TAG, 1, PAYER, 0);
    }

    /// @notice Attack: one of two insurers moves the invoice away under the other.
    function testFuzz_NoMarkMovesUnderAnotherMark(bool otherMoves, bool sameInsurer) public {
        _first();
        if (sameInsurer) _settle(key, _granted(SETTLER_KEY, PAYER, TAG, 2, 0));
        else _settle(otherKey, _granted(SETTLER_KEY, OTHER_PAYER, TAG, 2, 0));
        (address who, bytes32 party) = otherMoves && !sameInsurer ? (otherKey, OTHER_PAYER) : (key, PAYER);
        uint8 rank = otherMoves ? 2 : 1;
        Settlement memory moved = _granted(SETTLER_KEY, party, OTHER_TAG, rank, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotSoleMark.selector, settler, rank));
        vm.prank(who);
        settlements.move(moved);
        _assertState(settler, TAG, 0, PAYER, sameInsurer ? PAYER : OTHER_PAYER);
    }

    function test_OnlyAMarkThatStandsMovesAndOnlyItsOwnRank() public {
        Settlement memory moved = _granted(SETTLER_KEY, PAYER, OTHER_TAG, 1, 0);
        _assertNotMoved(key, PAYER, moved, 1);
        _settle(otherKey, _granted(SETTLER_KEY, OTHER_PAYER, TAG, 1, 0));
        _assertNotMoved(key, PAYER, moved, 1);
        _assertNotMoved(otherKey, OTHER_PAYER, _granted(SETTLER_KEY, OTHER_PAYER, OTHER_TAG, 2, 0), 2);
        _assertState(settler, TAG, 0, OTHER_PAYER, 0);
    }

    function test_AMarkMovesByAGrantOnly() public {
        _first();
        Settlement memory moved = _granted(SETTLER_KEY, OTHER_PAYER, OTHER_TAG, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.GrantInvalid.selector, settler, PAYER));
        vm.prank(key);
        settlements.move(moved);
        moved = _granted(SETTLER_KEY, PAYER, OTHER_TAG, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.OtherRound.selector, settler, uint32(0)));
        vm.prank(key);
        settlements.move(moved);
        _assertState(settler, TAG, 0, PAYER, 0);
    }

    /// @notice The grant that marked does not move: it would end the round for the other insurer, and change nothing else.
    function test_AMarkDoesNotMoveToItsOwnTag() public {
        Settlement memory settlement = _first();
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.SameTag.selector, settler, TAG));
        vm.prank(key);
        settlements.move(settlement);
    }

    // By signature

    function testFuzz_AnyoneSendsASettlementThatAKeySigned(address who, bytes32 tag) public {
        vm.assume(bytes20(tag) != 0);
        Settlement[] memory list = _one(_granted(SETTLER_KEY, PAYER, tag, 1, 0));
        bytes memory signed = _signed(PRIVATE_KEY, list, 0);
        vm.expectEmit(address(settlements));
        emit ISettlementRegistry.Marked(settler, PAYER, tag, 1);
        vm.prank(who);
        SettlementOutcome[] memory outcomes = settlements.settleFor(list, key, DEADLINE, signed);
        _assertOutcome(outcomes[0], SettlementOutcome.Settled);
        _assertState(settler, tag, 0, PAYER, 0);
        assertEq(settlements.nonces(key), 1);
    }

    function testFuzz_AnyoneSendsAReleaseThatAKeySigned(address who) public {
        _first();
        bytes memory signed = signature(PRIVATE_KEY, _releaseDigest(settler, 1, key, 0, DEADLINE));
        _suspend(PAYER);
        vm.expectEmit(address(settlements));
        emit ISettlementRegistry.Released(settler, PAYER, 1, 1);
        vm.prank(who);
        settlements.releaseFor(settler, 1, key, DEADLINE, signed);
        _assertState(settler, 0, 1, 0, 0);
        assertEq(settlements.nonces(key), 1);
    }

    function testFuzz_AnyoneSendsAMoveThatAKeySigned(address who) public {
        _first();
        Settlement memory moved = _granted(SETTLER_KEY, PAYER, OTHER_TAG, 1, 0);
        bytes memory signed = signature(PRIVATE_KEY, _moveDigest(moved, key, 0, DEADLINE));
        vm.expectEmit(address(settlements));
        emit ISettlementRegistry.Moved(settler, PAYER, OTHER_TAG, 1, 1);
        vm.prank(who);
        settlements.moveFor(moved, key, DEADLINE, signed);
        _assertState(settler, OTHER_TAG, 1, PAYER, 0);
        assertEq(settlements.nonces(key), 1);
    }

    function test_WhatIsSignedIsSentUntilItsDeadlineAndNoSecondLonger() public {
        Settlement memory settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        Settlement memory moved = _granted(SETTLER_KEY, PAYER, OTHER_TAG, 1, 0);
        bytes[3] memory calls = [
            abi.encodeCall(
                settlements.settleFor,
                (_one(settlement), key, DEADLINE, _signed(PRIVATE_KEY, _one(settlement), 0))
            ),
            abi.encodeCall(
                settlements.moveFor,
                (moved, key, DEADLINE, signature(PRIVATE_KEY, _moveDigest(moved, key, 1, DEADLINE)))
            ),
            abi.encodeCall(
                settlements.releaseFor,
                (settler, 1, key, DEADLINE, signature(PRIVATE_KEY, _releaseDigest(settler, 1, key, 2, DEADLINE)))
            )
        ];
        bytes memory expired = abi.encodeWithSelector(ISettlementRegistry.Expired.selector, DEADLINE, DEADLINE + 1);
        for (uint256 i = 0; i < 3; ++i) {
            vm.warp(DEADLINE + 1);
            (bool worked, bytes memory answer) = address(settlements).call(calls[i]);
            assertTrue(!worked, "late");
            assertEq(answer, expired);
            vm.warp(DEADLINE);
            (worked, ) = address(settlements).call(calls[i]);
            assertTrue(worked, "in time");
        }
        _assertState(settler, 0, 2, 0, 0);
    }

    function test_ASignatureServesOnce() public {
        Settlement memory settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        Settlement memory moved = _granted(SETTLER_KEY, PAYER, OTHER_TAG, 1, 0);
        bytes memory settling = _signed(PRIVATE_KEY, _one(settlement), 0);
        bytes memory moving = signature(PRIVATE_KEY, _moveDigest(moved, key, 1, DEADLINE));
        bytes memory releasing = signature(PRIVATE_KEY, _releaseDigest(settler, 1, key, 2, DEADLINE));
        settlements.settleFor(_one(settlement), key, DEADLINE, settling);
        settlements.moveFor(moved, key, DEADLINE, moving);
        settlements.releaseFor(settler, 1, key, DEADLINE, releasing);
        _settle(key, _granted(SETTLER_KEY, PAYER, TAG, 1, 2));
        _assertSignatureInvalid(_one(settlement), key, DEADLINE, settling);
        _assertMoveInvalid(moved, key, DEADLINE, moving);
        _assertReleaseInvalid(settler, 1, key, DEADLINE, releasing);
        _assertState(settler, TAG, 2, PAYER, 0);
        assertEq(settlements.nonces(key), 3);
        assertEq(settlements.nonces(secondKey), 0);
    }

    function testFuzz_ASignatureForAnotherNonceIsRefused(uint256 nonce) public {
        vm.assume(nonce != 0);
        Settlement[] memory list = _one(_granted(SETTLER_KEY, PAYER, TAG, 1, 0));
        _assertSignatureInvalid(list, key, DEADLINE, _signed(PRIVATE_KEY, list, nonce));
        _first();
        bytes memory release = signature(PRIVATE_KEY, _releaseDigest(settler, 1, key, nonce, DEADLINE));
        _assertReleaseInvalid(settler, 1, key, DEADLINE, release);
        Settlement memory moved = _granted(SETTLER_KEY, PAYER, OTHER_TAG, 1, 0);
        bytes memory signed = signature(PRIVATE_KEY, _moveDigest(moved, key, nonce, DEADLINE));
        _assertMoveInvalid(moved, key, DEADLINE, signed);
    }

    function test_WhatIsRefusedAndWhatIsDirectUseNoNonce() public {
        _assertSignatureInvalid(_one(_granted(SETTLER_KEY, PAYER, TAG, 1, 0)), key, DEADLINE, "");
        _first();
        _move(key, _granted(SETTLER_KEY, PAYER, OTHER_TAG, 1, 0));
        _release(key, 1);
        assertEq(settlements.nonces(key), 0);
    }

    /// @notice Attack: who relays a signed list puts other grants into it, and uses up the nonce for nothing.
    function testFuzz_EveryFieldOfASettlementIsSigned(Settlement calldata other, uint256 more) public {
        Settlement memory settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        bytes memory signed = _signed(PRIVATE_KEY, _one(settlement), 0);
        for (uint256 i = 0; i < 6; ++i) {
            Settlement memory changed = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
            if (i == 0) changed.settler = other.settler;
            if (i == 1) changed.tag = other.tag;
            if (i == 2) changed.rank = other.rank;
            if (i == 3) changed.round = other.round;
            if (i == 4) changed.r = other.r;
            if (i == 5) changed.vs = other.vs;
            if (keccak256(abi.encode(changed)) == keccak256(abi.encode(settlement))) continue;
            _assertSignatureInvalid(_one(changed), key, DEADLINE, signed);
        }
        _assertSignatureInvalid(_one(settlement), key, DEADLINE + bound(more, 1, 10 days), signed);
        _assertSignatureInvalid(new Settlement[](0), key, DEADLINE, signed);
        _assertSignatureInvalid(_one(settlement), secondKey, DEADLINE, signed);
    }

    function test_TheOrderAndTheNumberOfSettlementsAreSigned() public {
        Settlement[] memory list = new Settlement[](2);
        list[0] = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        list[1] = _granted(OTHER_SETTLER_KEY, PAYER, TAG, 1, 0);
        bytes memory signed = _signed(PRIVATE_KEY, list, 0);
        Settlement[] memory swapped = new Settlement[](2);
        (swapped[0], swapped[1]) = (list[1], list[0]);
        _assertSignatureInvalid(swapped, key, DEADLINE, signed);
        _assertSignatureInvalid(_one(list[0]), key, DEADLINE, signed);
        settlements.settleFor(list, key, DEADLINE, signed);
        _assertState(otherSettler, TAG, 0, PAYER, 0);
    }

    function testFuzz_WhatWasNotSignedIsNotReleased(address who, uint8 rank, uint256 more) public {
        _first();
        bytes memory signed = signature(PRIVATE_KEY, _releaseDigest(settler, 1, key, 0, DEADLINE));
        if (who != settler) _assertReleaseInvalid(who, 1, key, DEADLINE, signed);
        if (rank != 1) _assertReleaseInvalid(settler, rank, key, DEADLINE, signed);
        _assertReleaseInvalid(settler, 1, key, DEADLINE + bound(more, 1, 10 days), signed);
        _assertReleaseInvalid(settler, 1, secondKey, DEADLINE, signed);
    }

    function testFuzz_RefusesAnythingThatIsNoSignature(bytes calldata signed) public {
        _first();
        Settlement memory other = _granted(OTHER_SETTLER_KEY, PAYER, TAG, 1, 0);
        _assertSignatureInvalid(_one(other), key, DEADLINE, signed);
        _assertReleaseInvalid(settler, 1, key, DEADLINE, signed);
        _assertMoveInvalid(other, key, DEADLINE, signed);
    }

    function test_ASignatureIsForOneChainAndOneRegistry() public {
        _first();
        Settlement memory moved = _granted(SETTLER_KEY, PAYER, OTHER_TAG, 1, 0);
        Settlement[] memory list = _one(_granted(OTHER_SETTLER_KEY, PAYER, TAG, 1, 0));
        bytes memory settling = _signed(PRIVATE_KEY, list, 0);
        bytes memory releasing = signature(PRIVATE_KEY, _releaseDigest(settler, 1, key, 0, DEADLINE));
        bytes memory moving = signature(PRIVATE_KEY, _moveDigest(moved, key, 0, DEADLINE));
        vm.chainId(block.chainid + 1);
        _assertSignatureInvalid(list, key, DEADLINE, settling);
        _assertReleaseInvalid(settler, 1, key, DEADLINE, releasing);
        _assertMoveInvalid(moved, key, DEADLINE, moving);
        vm.chainId(block.chainid - 1);
        settlements = Deploying.settlementRegistry(parties);
        _assertSignatureInvalid(list, key, DEADLINE, settling);
        _assertReleaseInvalid(settler, 1, key, DEADLINE, releasing);
        _assertMoveInvalid(moved, key, DEADLINE, moving);
    }

    function testFuzz_TheSettlementsDigestIsEip712(
        Settlement[] calldata list,
        address signer,
        uint256 deadline
    ) public view {
        assertEq(settlements.settlementsDigest(list, signer, deadline), _settlementsDigest(list, signer, 0, deadline));
    }

    function testFuzz_TheReleaseDigestIsEip712(address who, uint8 rank, address signer, uint256 deadline) public view {
        assertEq(
            settlements.releaseDigest(who, rank, signer, deadline),
            _releaseDigest(who, rank, signer, 0, deadline)
        );
    }

    function testFuzz_TheMoveDigestIsEip712(Settlement calldata moved, address signer, uint256 deadline) public view {
        assertEq(settlements.moveDigest(moved, signer, deadline), _moveDigest(moved, signer, 0, deadline));
    }

    function test_AGoodSignatureOfWhoIsNoInsurerDoesNothing() public {
        _enrol(STORE, Role.Optician, STRANGER);
        address optician = _addKey(STORE, 1);
        _first();
        Settlement[] memory list = _one(_granted(SETTLER_KEY, STORE, TAG, 2, 0));
        bytes memory signed = signature(1, _settlementsDigest(list, optician, 0, DEADLINE));
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotInsurer.selector, optician));
        vm.prank(key);
        settlements.settleFor(list, optician, DEADLINE, signed);
        bytes memory release = signature(1, _releaseDigest(settler, 1, optician, 0, DEADLINE));
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotSettledBy.selector, settler, 1, STORE));
        vm.prank(key);
        settlements.releaseFor(settler, 1, optician, DEADLINE, release);
    }

    function test_AnInsurersSignatureReleasesOnlyItsOwn() public {
        _first();
        bytes memory release = signature(OTHER_PRIVATE_KEY, _releaseDigest(settler, 1, otherKey, 0, DEADLINE));
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotSettledBy.selector, settler, 1, OTHER_PAYER));
        vm.prank(key);
        settlements.releaseFor(settler, 1, otherKey, DEADLINE, release);
    }

    // Smart accounts

    function test_ASmartAccountSignsByErc1271() public {
        address account = address(new OwnedAccount(vm.addr(77)));
        _enrolAccount("third payer", Role.Insurer, account);
        Settlement[] memory list = _one(_granted(SETTLER_KEY, "third payer", TAG, 1, 0));
        bytes32 digest = _settlementsDigest(list, account, 0, DEADLINE);
        _assertSignatureInvalid(list, account, DEADLINE, signature(78, digest));
        settlements.settleFor(list, account, DEADLINE, signature(77, digest));
        _assertState(settler, TAG, 0, "third payer", 0);
        bytes memory release = signature(77, _releaseDigest(settler, 1, account, 1, DEADLINE));
        settlements.releaseFor(settler, 1, account, DEADLINE, release);
        _assertState(settler, 0, 1, 0, 0);
    }

    /// @notice Attack: what the owner signed for one of its accounts is sent for another of its accounts.
    function test_WhatAnOwnerSignsIsOfOneAccount() public {
        (address account, address sibling) = (
            address(new OwnedAccount(vm.addr(77))),
            address(new OwnedAccount(vm.addr(77)))
        );
        _enrolAccount("third payer", Role.Insurer, account);
        _enrolAccount("fourth payer", Role.Insurer, sibling);
        Settlement[] memory list = _one(_granted(SETTLER_KEY, "third payer", TAG, 1, 0));
        bytes memory signed = signature(77, _settlementsDigest(list, account, 0, DEADLINE));
        _assertSignatureInvalid(list, sibling, DEADLINE, signed);
        bytes memory release = signature(77, _releaseDigest(settler, 1, account, 0, DEADLINE));
        _assertReleaseInvalid(settler, 1, sibling, DEADLINE, release);
        bytes memory moving = signature(77, _moveDigest(list[0], account, 0, DEADLINE));
        _assertMoveInvalid(list[0], sibling, DEADLINE, moving);
    }

    /// @notice An account with a key and, since EIP-7702, code: its key signs, whatever the code answers.
    function test_AnAccountThatDelegatesSignsAsItself() public {
        Settlement[] memory list = _one(_granted(SETTLER_KEY, PAYER, TAG, 1, 0));
        vm.etch(key, address(new RevertingAccount()).code);
        settlements.settleFor(list, key, DEADLINE, _signed(PRIVATE_KEY, list, 0));
        _assertState(settler, TAG, 0, PAYER, 0);
    }

    function test_ASmartAccountThatDoesNotSayYesDoesNothing() public {
        address[5] memory accounts = [
            address(new RevertingAccount()),
            address(new MuteAccount()),
            address(new GarbageAccount("")),
            address(new GarbageAccount(hex"1626ba7e")),
            address(new GarbageAccount(abi.encode(uint256(0x1626ba7e))))
        ];
        Settlement memory settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, 0);
        for (uint256 i = 0; i < accounts.length; ++i) {
            _enrolAccount(bytes32(1000 + i), Role.Insurer, accounts[i]);
            _assertSignatureInvalid(_one(settlement), accounts[i], DEADLINE, "");
            _assertReleaseInvalid(settler, 1, accounts[i], DEADLINE, "");
            _assertMoveInvalid(settlement, accounts[i], DEADLINE, "");
        }
    }

    function test_TheNonceIsUsedBeforeTheSignerIsAsked() public {
        address account = address(new NonceWatchingAccount());
        _enrolAccount("third payer", Role.Insurer, account);
        Settlement[] memory list = _one(_granted(SETTLER_KEY, "third payer", TAG, 1, 0));
        settlements.settleFor(list, account, DEADLINE, "");
        _assertState(settler, TAG, 0, "third payer", 0);
    }

    function testFuzz_ASignerThatComesBackWhileItIsAskedChangesNothing(bool release) public {
        ReenteringAccount account = new ReenteringAccount();
        _enrolAccount("third payer", Role.Insurer, address(account));
        vm.prank(address(account));
        settlements.settle(_one(_granted(OTHER_SETTLER_KEY, "third payer", TAG, 1, 0)));
        Settlement[] memory list = _one(_granted(SETTLER_KEY, "third payer", TAG, 1, 0));
        Settlement[] memory more = _one(_granted(0xC, "third payer", TAG, 1, 0));
        bytes memory again =
            release
                ? abi.encodeCall(ISettlementRegistry.releaseFor, (otherSettler, 1, address(account), DEADLINE, ""))
                : abi.encodeCall(ISettlementRegistry.settleFor, (more, address(account), DEADLINE, ""));

        account.prepare(again, true);
        _assertSignatureInvalid(list, address(account), DEADLINE, "");

        account.prepare(again, false);
        settlements.settleFor(list, address(account), DEADLINE, "");
        assertEq(settlements.nonces(address(account)), 1);
        _assertState(settler, TAG, 0, "third payer", 0);
        _assertState(otherSettler, TAG, 0, "third payer", 0);
        _assertState(vm.addr(0xC), 0, 0, 0, 0);
    }

    // Parts

    function _granted(
        uint256 settlerKey,
        bytes32 insurer,
        bytes32 tag,
        uint8 rank,
        uint32 round
    ) private view returns (Settlement memory) {
        return granted(address(settlements), settlerKey, insurer, tag, rank, round);
    }

    function _one(Settlement memory settlement) private pure returns (Settlement[] memory list) {
        list = new Settlement[](1);
        list[0] = settlement;
    }

    function _settle(address who, Settlement memory settlement) private returns (SettlementOutcome) {
        vm.prank(who);
        return settlements.settle(_one(settlement))[0];
    }

    function _first() private returns (Settlement memory settlement) {
        settlement = _granted(SETTLER_KEY, PAYER, TAG, 1, settlements.settlementOf(settler).round);
        _assertOutcome(_settle(key, settlement), SettlementOutcome.Settled);
    }

    function _both() private {
        _first();
        _settle(otherKey, _granted(SETTLER_KEY, OTHER_PAYER, TAG, 2, 0));
    }

    function _move(address who, Settlement memory settlement) private {
        vm.prank(who);
        settlements.move(settlement);
    }

    function _release(address who, uint8 rank) private {
        vm.prank(who);
        settlements.release(settler, rank);
    }

    /// @dev Settles after `_first`, and looks at the outcome, the event and that nothing that stood has changed.
    function _assertSecond(address who, bytes32 party, bytes32 tag, uint8 rank, SettlementOutcome expected) private {
        _first();
        Settlement memory second = _granted(SETTLER_KEY, party, tag, rank, 0);
        if (expected != SettlementOutcome.Settled) return _assertRefused(who, second, expected);
        _assertOutcome(_settle(who, second), expected);
        _assertState(settler, TAG, 0, PAYER, party);
    }

    /// @dev It marks nothing, and its event says why.
    function _assertRefused(address who, Settlement memory settlement, SettlementOutcome expected) private {
        SettlementState memory before = settlements.settlementOf(settlement.settler);
        vm.recordLogs();
        _assertOutcome(_settle(who, settlement), expected);
        Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1);
        _assertSettlementLog(logs[0], settlement, parties.keyOf(who).party, expected);
        assertEq(abi.encode(settlements.settlementOf(settlement.settler)), abi.encode(before));
    }

    function _assertUnchanged(SettlementState memory before) private view {
        assertEq(abi.encode(settlements.settlementOf(settler)), abi.encode(before));
    }

    function _assertSettlementLog(
        Log memory log,
        Settlement memory settlement,
        bytes32 party,
        SettlementOutcome outcome
    ) private view {
        bool isMarked = outcome == SettlementOutcome.Settled;
        assertEq(log.emitter, address(settlements));
        assertEq(
            log.topics[0],
            isMarked ? ISettlementRegistry.Marked.selector : ISettlementRegistry.NotMarked.selector
        );
        assertEq(log.topics[1], bytes32(uint256(uint160(settlement.settler))));
        assertEq(log.topics[2], party);
        assertEq(
            log.data,
            isMarked
                ? abi.encode(settlement.tag, settlement.rank)
                : abi.encode(settlement.tag, settlement.rank, outcome)
        );
    }

    function _assertState(address who, bytes32 tag, uint32 round, bytes32 first, bytes32 second) private view {
        SettlementState memory state = settlements.settlementOf(who);
        assertEq(bytes32(state.tag), bytes32(bytes20(tag)));
        assertEq(uint256(state.round), uint256(round));
        assertEq(state.first, first);
        assertEq(state.second, second);
    }

    function _assertOutcome(SettlementOutcome actual, SettlementOutcome expected) private pure {
        assertEq(uint256(actual), uint256(expected));
    }

    /// @dev It neither settles, by a grant of its own party's or of an insurer's, nor moves, nor releases.
    function _assertPowerless(address who) private {
        if (settlements.settlementOf(settler).first == 0) {
            vm.prank(otherKey);
            settlements.settle(_one(_granted(SETTLER_KEY, OTHER_PAYER, TAG, 1, 0)));
        }
        _assertNotInsurer(who, _granted(SETTLER_KEY, PAYER, TAG, 2, 0));
        _assertNotInsurer(who, _granted(SETTLER_KEY, parties.keyOf(who).party, TAG, 2, 0));
        Settlement memory moved = _granted(SETTLER_KEY, parties.keyOf(who).party, OTHER_TAG, 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotInsurer.selector, who));
        vm.prank(who);
        settlements.move(moved);
        (bytes32 party, , ) = parties.actingParty(who);
        _assertNotReleased(who, party, settler, 1);
        _assertState(settler, TAG, 0, OTHER_PAYER, 0);
    }

    function _assertNotInsurer(address who, Settlement memory settlement) private {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotInsurer.selector, who));
        vm.prank(who);
        settlements.settle(_one(settlement));
    }

    function _assertNotReleased(address who, bytes32 party, address of_, uint8 rank) private {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotSettledBy.selector, of_, rank, party));
        vm.prank(who);
        settlements.release(of_, rank);
    }

    function _assertNotMoved(address who, bytes32 party, Settlement memory settlement, uint8 rank) private {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotSettledBy.selector, settler, rank, party));
        vm.prank(who);
        settlements.move(settlement);
    }

    function _assertSignatureInvalid(
        Settlement[] memory list,
        address signer,
        uint256 deadline,
        bytes memory signed
    ) private {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.SignatureInvalid.selector, signer));
        settlements.settleFor(list, signer, deadline, signed);
    }

    function _assertReleaseInvalid(
        address who,
        uint8 rank,
        address signer,
        uint256 deadline,
        bytes memory signed
    ) private {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.SignatureInvalid.selector, signer));
        settlements.releaseFor(who, rank, signer, deadline, signed);
    }

    function _assertMoveInvalid(
        Settlement memory moved,
        address signer,
        uint256 deadline,
        bytes memory signed
    ) private {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.SignatureInvalid.selector, signer));
        settlements.moveFor(moved, signer, deadline, signed);
    }

    function _signed(uint256 privateKey, Settlement[] memory list, uint256 nonce) private view returns (bytes memory) {
        return signature(privateKey, _settlementsDigest(list, vm.addr(privateKey), nonce, DEADLINE));
    }

    function _settlementsDigest(
        Settlement[] memory list,
        address signer,
        uint256 nonce,
        uint256 deadline
    ) private view returns (bytes32) {
        bytes memory hashes;
        for (uint256 i = 0; i < list.length; ++i) hashes = abi.encodePacked(hashes, _hash(list[i]));
        bytes32 typeHash = keccak256(
            "Settlements(Settlement[] settlements,address signer,uint256 nonce,uint256 deadline)Settlement(address settler,bytes32 tag,uint8 rank,uint32 round,bytes32 r,bytes32 vs)"
        );
        return
            _typedDigest(
                address(settlements),
                keccak256(abi.encode(typeHash, keccak256(hashes), signer, nonce, deadline))
            );
    }

    function _releaseDigest(
        address who,
        uint8 rank,
        address signer,
        uint256 nonce,
        uint256 deadline
    ) private view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Release(address settler,uint8 rank,address signer,uint256 nonce,uint256 deadline)"
        );
        return _typedDigest(address(settlements), keccak256(abi.encode(typeHash, who, rank, signer, nonce, deadline)));
    }

    function _moveDigest(
        Settlement memory moved,
        address signer,
        uint256 nonce,
        uint256 deadline
    ) private view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Move(Settlement settlement,address signer,uint256 nonce,uint256 deadline)Settlement(address settler,bytes32 tag,uint8 rank,uint32 round,bytes32 r,bytes32 vs)"
        );
        return
            _typedDigest(address(settlements), keccak256(abi.encode(typeHash, _hash(moved), signer, nonce, deadline)));
    }

    function _hash(Settlement memory one) private pure returns (bytes32) {
        return keccak256(abi.encode(SETTLEMENT_TYPEHASH, one.settler, one.tag, one.rank, one.round, one.r, one.vs));
    }
}
