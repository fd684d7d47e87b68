// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SettlementRegistry} from "../SettlementRegistry.sol";
import {Role} from "../interfaces/IPartyRegistry.sol";
import {ISettlementRegistry, Settled, Settlement, SettlementOutcome} from "../interfaces/ISettlementRegistry.sol";
import {
    GarbageAccount,
    MuteAccount,
    NonceWatchingAccount,
    OwnedAccount,
    ReenteringAccount,
    RevertingAccount
} from "./support/Accounts.sol";
import {Suite} from "./support/Suite.sol";
import {Log} from "./support/Vm.sol";

contract SettlementRegistryTest is Suite {
    uint256 private constant PRIVATE_KEY = 0xA11CE;
    uint256 private constant SECOND_PRIVATE_KEY = 0xA11CE2;
    uint256 private constant OTHER_PRIVATE_KEY = 0xB0B;
    bytes32 private constant MARKER = "marker";
    bytes32 private constant TAG = "tag";
    bytes32 private constant OTHER_TAG = "other tag";
    uint256 private constant DEADLINE = START + 1 days;

    /// @dev Two keys of one insurer, and one of another.
    address private key;
    address private secondKey;
    address private otherKey;

    function setUp() public override {
        super.setUp();
        _enrol(PAYER, Role.Insurer, CONTROLLER);
        _enrol(OTHER_PAYER, Role.Insurer, OTHER_CONTROLLER);
        key = _addKey(PAYER, PRIVATE_KEY);
        secondKey = _addKey(PAYER, SECOND_PRIVATE_KEY);
        otherKey = _addKey(OTHER_PAYER, OTHER_PRIVATE_KEY);
    }

    function test_KnowsItsParties() public view {
        assertEq(address(settlements.parties()), address(parties));
    }

    // Settling

    function testFuzz_AnInsurerMarksAShare(bytes32 marker, bytes32 tag, bool second, uint32 later) public {
        vm.assume(marker != 0 && tag != 0);
        uint8 rank = second ? 2 : 1;
        vm.warp(START + later);
        vm.expectEmit(address(settlements));
        emit ISettlementRegistry.Marked(marker, PAYER, tag, rank);
        vm.prank(key);
        SettlementOutcome[] memory outcomes = settlements.settle(_one(marker, tag, rank));
        assertEq(outcomes.length, 1);
        _assertOutcome(outcomes[0], SettlementOutcome.Settled);
        assertEq(settlements.tagOf(marker), tag);
        _assertSettledBy(marker, rank, key, START + later);
        _assertSettledBy(marker, 3 - rank, address(0), 0);
    }

    function testFuzz_WhatNobodySettledIsNotSettled(bytes32 marker, uint8 rank) public {
        vm.assume(marker != MARKER);
        _settle(key, TAG, 1);
        assertEq(settlements.tagOf(marker), bytes32(0));
        _assertSettledBy(marker, rank, address(0), 0);
    }

    function test_SettlesManyInOneCallEachWithItsOutcome() public {
        _settle(otherKey, TAG, 2);
        Settlement[] memory list = new Settlement[](6);
        list[0] = Settlement("a", "tag a", 1);
        list[1] = Settlement("a", "tag a", 2);
        list[2] = Settlement("a", "tag a", 1);
        list[3] = Settlement("a", "tag b", 1);
        list[4] = Settlement(MARKER, TAG, 2);
        list[5] = Settlement("b", "tag b", 1);
        vm.prank(key);
        SettlementOutcome[] memory outcomes = settlements.settle(list);
        assertEq(outcomes.length, 6);
        _assertOutcome(outcomes[0], SettlementOutcome.Settled);
        _assertOutcome(outcomes[1], SettlementOutcome.Settled);
        _assertOutcome(outcomes[2], SettlementOutcome.AlreadyYours);
        _assertOutcome(outcomes[3], SettlementOutcome.OtherInvoice);
        _assertOutcome(outcomes[4], SettlementOutcome.RankTaken);
        _assertOutcome(outcomes[5], SettlementOutcome.Settled);
        assertEq(settlements.tagOf("a"), "tag a");
        assertEq(settlements.tagOf("b"), "tag b");
    }

    function test_OneMalformedSettlementRefusesThemAll() public {
        Settlement[] memory list = new Settlement[](2);
        list[0] = Settlement(MARKER, TAG, 1);
        list[1] = Settlement("b", TAG, 3);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.RankOutOfRange.selector, 3));
        vm.prank(key);
        settlements.settle(list);
        assertEq(settlements.tagOf(MARKER), bytes32(0));
    }

    function test_RefusesAnEmptyList() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NothingToSettle.selector));
        vm.prank(key);
        settlements.settle(new Settlement[](0));
    }

    function test_RefusesTheMarkerZero() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.ZeroMarker.selector));
        vm.prank(key);
        settlements.settle(_one(0, TAG, 1));
    }

    function test_RefusesTheTagZero() public {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.ZeroTag.selector));
        vm.prank(key);
        settlements.settle(_one(MARKER, 0, 1));
    }

    function testFuzz_RefusesARankThatIsNeitherFirstNorSecond(uint8 rank) public {
        vm.assume(rank != 1 && rank != 2);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.RankOutOfRange.selector, rank));
        vm.prank(key);
        settlements.settle(_one(MARKER, TAG, rank));
    }

    // Who settles

    function testFuzz_StrangersSettleAndReleaseNothing(address who) public {
        vm.assume(who != key && who != secondKey && who != otherKey);
        _assertNotInsurer(who);
    }

    function test_OnlyAnInsurersKeySettles() public {
        _enrol(STORE, Role.Optician, STRANGER);
        _assertNotInsurer(_addKey(STORE, 1));
        _enrolMaker(MAKER_IDENTIFIER, STRANGER);
        _assertNotInsurer(_addKey(MAKER, 2));
        _assertNotInsurer(CONTROLLER);
        _assertNotInsurer(ADMIN);
        _assertNotInsurer(GUARD_ACCOUNT);
    }

    function test_ARevokedOrCompromisedKeySettlesNothing() public {
        _revoke(key);
        _assertNotInsurer(key);
        _compromise(secondKey, START);
        _assertNotInsurer(secondKey);
    }

    function test_ASuspendedInsurerNeitherSettlesNorReleases() public {
        _settle(key, TAG, 1);
        _suspend(PAYER);
        _assertNotInsurer(key);
        _assertNotInsurer(secondKey);
        _assertSettledBy(MARKER, 1, key, START);
        _reinstate(PAYER);
        vm.prank(key);
        settlements.release(MARKER, 1);
    }

    // Every second claim, after PAYER settled rank 1 of the invoice TAG: same or other insurer, invoice, rank

    function test_SameInsurerSameInvoiceSameRankChangesNothing() public {
        _first();
        _assertSecond(key, TAG, 1, SettlementOutcome.AlreadyYours);
    }

    function test_SameInsurerSameInvoiceOtherRankSettlesIt() public {
        _first();
        _assertSecond(key, TAG, 2, SettlementOutcome.Settled);
    }

    function test_SameInsurerOtherInvoiceSameRankIsADoubleClaim() public {
        _first();
        _assertSecond(key, OTHER_TAG, 1, SettlementOutcome.OtherInvoice);
    }

    function test_SameInsurerOtherInvoiceOtherRankIsADoubleClaim() public {
        _first();
        _assertSecond(key, OTHER_TAG, 2, SettlementOutcome.OtherInvoice);
    }

    function test_OtherInsurerSameInvoiceSameRankIsADoubleClaim() public {
        _first();
        _assertSecond(otherKey, TAG, 1, SettlementOutcome.RankTaken);
    }

    function test_OtherInsurerSameInvoiceOtherRankIsLawful() public {
        _first();
        _assertSecond(otherKey, TAG, 2, SettlementOutcome.Settled);
    }

    function test_OtherInsurerOtherInvoiceSameRankIsADoubleClaim() public {
        _first();
        _assertSecond(otherKey, OTHER_TAG, 1, SettlementOutcome.OtherInvoice);
    }

    function test_OtherInsurerOtherInvoiceOtherRankIsADoubleClaim() public {
        _first();
        _assertSecond(otherKey, OTHER_TAG, 2, SettlementOutcome.OtherInvoice);
    }

    function testFuzz_AfterARelease_AnythingSettles(bool other, bool otherInvoice, bool otherRank) public {
        _first();
        vm.prank(key);
        settlements.release(MARKER, 1);
        address who = other ? otherKey : key;
        _assertSecond(who, otherInvoice ? OTHER_TAG : TAG, otherRank ? 2 : 1, SettlementOutcome.Settled);
    }

    function testFuzz_AfterAReleaseOfOneRank_TheOtherHoldsTheInvoice(bool other, bool otherInvoice) public {
        _first();
        _settle(otherKey, TAG, 2);
        vm.prank(key);
        settlements.release(MARKER, 1);
        assertEq(settlements.tagOf(MARKER), TAG);
        _assertSecond(
            other ? otherKey : key,
            otherInvoice ? OTHER_TAG : TAG,
            1,
            otherInvoice ? SettlementOutcome.OtherInvoice : SettlementOutcome.Settled
        );
    }

    // Two keys of one insurer

    function test_TwoKeysOfOneInsurerSettleAsOne() public {
        _first();
        _assertSecond(secondKey, TAG, 1, SettlementOutcome.AlreadyYours);
    }

    function test_AnotherKeyOfTheInsurerReleases() public {
        _first();
        _revoke(key);
        vm.expectEmit(address(settlements));
        emit ISettlementRegistry.Released(MARKER, PAYER, 1);
        vm.prank(secondKey);
        settlements.release(MARKER, 1);
        _assertSettledBy(MARKER, 1, address(0), 0);
    }

    // Releasing

    function testFuzz_TheLastReleaseFreesTheInvoice(bool secondFirst) public {
        _first();
        _settle(otherKey, TAG, 2);
        (uint8 one, uint8 two) = secondFirst ? (2, 1) : (1, 2);
        _release(one);
        assertEq(settlements.tagOf(MARKER), TAG);
        _assertSettledBy(MARKER, one, address(0), 0);
        assertTrue(settlements.settledBy(MARKER, two).time != 0, "the other rank stays");
        _release(two);
        assertEq(settlements.tagOf(MARKER), bytes32(0));
        _assertSettledBy(MARKER, two, address(0), 0);
    }

    function test_OnlyTheInsurerThatMarkedReleases() public {
        _first();
        vm.expectRevert(
            abi.encodeWithSelector(ISettlementRegistry.NotSettledBy.selector, MARKER, uint8(1), OTHER_PAYER)
        );
        vm.prank(otherKey);
        settlements.release(MARKER, 1);
        _assertSettledBy(MARKER, 1, key, START);
    }

    function testFuzz_RefusesToReleaseWhatIsNotSettled(bytes32 marker, uint8 rank) public {
        _first();
        vm.assume(marker != MARKER || rank != 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotSettled.selector, marker, rank));
        vm.prank(key);
        settlements.release(marker, rank);
    }

    function test_RefusesToReleaseTwice() public {
        _first();
        _release(1);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotSettled.selector, MARKER, uint8(1)));
        vm.prank(key);
        settlements.release(MARKER, 1);
    }

    // Settling by signature

    function testFuzz_AnyoneSendsASettlementThatAKeySigned(address who, bytes32 marker, bytes32 tag) public {
        vm.assume(marker != 0 && tag != 0);
        Settlement[] memory list = _one(marker, tag, 1);
        bytes memory signed = _signed(PRIVATE_KEY, list, 0);
        vm.expectEmit(address(settlements));
        emit ISettlementRegistry.Marked(marker, PAYER, tag, 1);
        vm.prank(who);
        SettlementOutcome[] memory outcomes = settlements.settleFor(list, key, DEADLINE, signed);
        _assertOutcome(outcomes[0], SettlementOutcome.Settled);
        _assertSettledBy(marker, 1, key, START);
        assertEq(settlements.nonces(key), 1);
    }

    function testFuzz_AnyoneSendsAReleaseThatAKeySigned(address who) public {
        _first();
        bytes memory signed = signature(PRIVATE_KEY, _releaseDigest(MARKER, 1, 0, DEADLINE));
        vm.expectEmit(address(settlements));
        emit ISettlementRegistry.Released(MARKER, PAYER, 1);
        vm.prank(who);
        settlements.releaseFor(MARKER, 1, key, DEADLINE, signed);
        _assertSettledBy(MARKER, 1, address(0), 0);
        assertEq(settlements.nonces(key), 1);
    }

    function test_ASettlementIsSentUntilItsDeadlineAndNoSecondLonger() public {
        Settlement[] memory list = _one(MARKER, TAG, 1);
        bytes memory signed = _signed(PRIVATE_KEY, list, 0);
        vm.warp(DEADLINE + 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.Expired.selector, DEADLINE, DEADLINE + 1));
        settlements.settleFor(list, key, DEADLINE, signed);
        vm.warp(DEADLINE);
        settlements.settleFor(list, key, DEADLINE, signed);
        _assertSettledBy(MARKER, 1, key, DEADLINE);
    }

    function test_AReleaseIsSentUntilItsDeadlineAndNoSecondLonger() public {
        _first();
        bytes memory signed = signature(PRIVATE_KEY, _releaseDigest(MARKER, 1, 0, DEADLINE));
        vm.warp(DEADLINE + 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.Expired.selector, DEADLINE, DEADLINE + 1));
        settlements.releaseFor(MARKER, 1, key, DEADLINE, signed);
        vm.warp(DEADLINE);
        settlements.releaseFor(MARKER, 1, key, DEADLINE, signed);
    }

    function test_ASettlementsSignatureServesOnce() public {
        Settlement[] memory list = _one(MARKER, TAG, 1);
        bytes memory signed = _signed(PRIVATE_KEY, list, 0);
        settlements.settleFor(list, key, DEADLINE, signed);
        _release(1);
        _assertSignatureInvalid(list, key, DEADLINE, signed);
    }

    function test_AReleasesSignatureServesOnce() public {
        _first();
        bytes memory signed = signature(PRIVATE_KEY, _releaseDigest(MARKER, 1, 0, DEADLINE));
        settlements.releaseFor(MARKER, 1, key, DEADLINE, signed);
        _first();
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.SignatureInvalid.selector, key));
        settlements.releaseFor(MARKER, 1, key, DEADLINE, signed);
        _assertSettledBy(MARKER, 1, key, START);
    }

    function test_NoncesCountUpOverBothFunctionsAndForEachSignerAlone() public {
        settlements.settleFor(_one(MARKER, TAG, 1), key, DEADLINE, _signed(PRIVATE_KEY, _one(MARKER, TAG, 1), 0));
        bytes memory release = signature(PRIVATE_KEY, _releaseDigest(MARKER, 1, 1, DEADLINE));
        settlements.releaseFor(MARKER, 1, key, DEADLINE, release);
        assertEq(settlements.nonces(key), 2);
        assertEq(settlements.nonces(secondKey), 0);
        settlements.settleFor(_one(MARKER, TAG, 1), key, DEADLINE, _signed(PRIVATE_KEY, _one(MARKER, TAG, 1), 2));
        assertEq(settlements.nonces(key), 3);
    }

    function testFuzz_ASignatureForAnotherNonceIsRefused(uint256 nonce) public {
        vm.assume(nonce != 0);
        _assertSignatureInvalid(_one(MARKER, TAG, 1), key, DEADLINE, _signed(PRIVATE_KEY, _one(MARKER, TAG, 1), nonce));
        _first();
        bytes memory release = signature(PRIVATE_KEY, _releaseDigest(MARKER, 1, nonce, DEADLINE));
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.SignatureInvalid.selector, key));
        settlements.releaseFor(MARKER, 1, key, DEADLINE, release);
    }

    function test_WhatIsRefusedUsesNoNonce() public {
        Settlement[] memory list = _one(MARKER, TAG, 1);
        _assertSignatureInvalid(list, key, DEADLINE, "");
        assertEq(settlements.nonces(key), 0);
    }

    function test_ADirectCallUsesNoNonce() public {
        _first();
        _release(1);
        assertEq(settlements.nonces(key), 0);
    }

    function testFuzz_WhatWasNotSignedIsNotSettled(bytes32 marker, bytes32 tag, uint8 rank, uint256 more) public {
        more = bound(more, 1, 10 days);
        Settlement[] memory list = _one(MARKER, TAG, 1);
        bytes memory signed = _signed(PRIVATE_KEY, list, 0);
        if (marker != MARKER) _assertSignatureInvalid(_one(marker, TAG, 1), key, DEADLINE, signed);
        if (tag != TAG) _assertSignatureInvalid(_one(MARKER, tag, 1), key, DEADLINE, signed);
        if (rank != 1) _assertSignatureInvalid(_one(MARKER, TAG, rank), key, DEADLINE, signed);
        _assertSignatureInvalid(list, key, DEADLINE + more, signed);
        _assertSignatureInvalid(new Settlement[](0), key, DEADLINE, signed);
        _assertSignatureInvalid(list, secondKey, DEADLINE, signed);
    }

    function test_TheOrderAndTheNumberOfSettlementsAreSigned() public {
        Settlement[] memory list = new Settlement[](2);
        (list[0], list[1]) = (Settlement("a", TAG, 1), Settlement("b", TAG, 1));
        bytes memory signed = _signed(PRIVATE_KEY, list, 0);
        Settlement[] memory swapped = new Settlement[](2);
        (swapped[0], swapped[1]) = (list[1], list[0]);
        _assertSignatureInvalid(swapped, key, DEADLINE, signed);
        _assertSignatureInvalid(_one("a", TAG, 1), key, DEADLINE, signed);
        settlements.settleFor(list, key, DEADLINE, signed);
        assertEq(settlements.tagOf("b"), TAG);
    }

    function testFuzz_WhatWasNotSignedIsNotReleased(bytes32 marker, uint8 rank, uint256 more) public {
        more = bound(more, 1, 10 days);
        _first();
        bytes memory signed = signature(PRIVATE_KEY, _releaseDigest(MARKER, 1, 0, DEADLINE));
        if (marker != MARKER) _assertReleaseInvalid(marker, 1, key, DEADLINE, signed);
        if (rank != 1) _assertReleaseInvalid(MARKER, rank, key, DEADLINE, signed);
        _assertReleaseInvalid(MARKER, 1, key, DEADLINE + more, signed);
        _assertReleaseInvalid(MARKER, 1, secondKey, DEADLINE, signed);
    }

    function testFuzz_RefusesAnythingThatIsNoSignature(bytes calldata signed) public {
        _first();
        _assertSignatureInvalid(_one("b", TAG, 1), key, DEADLINE, signed);
        _assertReleaseInvalid(MARKER, 1, key, DEADLINE, signed);
    }

    function test_ASettlementIsNoReleaseAndAReleaseIsNoSettlement() public {
        _first();
        Settlement[] memory list = _one(MARKER, TAG, 1);
        _assertReleaseInvalid(MARKER, 1, key, DEADLINE, _signed(PRIVATE_KEY, list, 0));
        bytes memory release = signature(PRIVATE_KEY, _releaseDigest(MARKER, 1, 0, DEADLINE));
        _assertSignatureInvalid(list, key, DEADLINE, release);
    }

    function test_ASignatureIsForOneChain() public {
        _first();
        Settlement[] memory list = _one("b", TAG, 1);
        bytes memory signed = _signed(PRIVATE_KEY, list, 0);
        bytes memory release = signature(PRIVATE_KEY, _releaseDigest(MARKER, 1, 0, DEADLINE));
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        _assertSignatureInvalid(list, key, DEADLINE, signed);
        _assertReleaseInvalid(MARKER, 1, key, DEADLINE, release);
        vm.chainId(chain);
        settlements.settleFor(list, key, DEADLINE, signed);
    }

    function test_ASignatureIsForOneRegistry() public {
        Settlement[] memory list = _one(MARKER, TAG, 1);
        bytes memory signed = _signed(PRIVATE_KEY, list, 0);
        bytes memory release = signature(PRIVATE_KEY, _releaseDigest(MARKER, 1, 0, DEADLINE));
        SettlementRegistry another = new SettlementRegistry(parties);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.SignatureInvalid.selector, key));
        another.settleFor(list, key, DEADLINE, signed);
        vm.prank(key);
        another.settle(list);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.SignatureInvalid.selector, key));
        another.releaseFor(MARKER, 1, key, DEADLINE, release);
    }

    function testFuzz_TheDigestsAreEip712(Settlement[] calldata list, address signer, uint256 deadline) public view {
        assertEq(settlements.settlementsDigest(list, signer, deadline), _settlementsDigest(list, 0, deadline));
    }

    function testFuzz_TheReleaseDigestIsEip712(bytes32 marker, uint8 rank, address who, uint256 deadline) public view {
        assertEq(settlements.releaseDigest(marker, rank, who, deadline), _releaseDigest(marker, rank, 0, deadline));
    }

    function test_TheDigestsAreOfTheNextNonce() public {
        Settlement[] memory list = _one(MARKER, TAG, 1);
        settlements.settleFor(list, key, DEADLINE, _signed(PRIVATE_KEY, list, 0));
        assertEq(settlements.settlementsDigest(list, key, DEADLINE), _settlementsDigest(list, 1, DEADLINE));
        assertEq(settlements.releaseDigest(MARKER, 1, key, DEADLINE), _releaseDigest(MARKER, 1, 1, DEADLINE));
        assertEq(settlements.releaseDigest(MARKER, 1, secondKey, DEADLINE), _releaseDigest(MARKER, 1, 0, DEADLINE));
    }

    function test_AGoodSignatureOfWhoIsNoInsurerSettlesNothing() public {
        _enrol(STORE, Role.Optician, STRANGER);
        address optician = _addKey(STORE, 1);
        Settlement[] memory list = _one(MARKER, TAG, 1);
        bytes memory signed = _signed(1, list, 0);
        bytes memory release = signature(1, _releaseDigest(MARKER, 1, 0, DEADLINE));
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotInsurer.selector, optician));
        vm.prank(key);
        settlements.settleFor(list, optician, DEADLINE, signed);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotInsurer.selector, optician));
        vm.prank(key);
        settlements.releaseFor(MARKER, 1, optician, DEADLINE, release);
    }

    function test_AnInsurersSignatureReleasesOnlyItsOwn() public {
        _first();
        bytes memory release = signature(OTHER_PRIVATE_KEY, _releaseDigest(MARKER, 1, 0, DEADLINE));
        vm.expectRevert(
            abi.encodeWithSelector(ISettlementRegistry.NotSettledBy.selector, MARKER, uint8(1), OTHER_PAYER)
        );
        vm.prank(key);
        settlements.releaseFor(MARKER, 1, otherKey, DEADLINE, release);
    }

    function test_ASuspendedInsurersSignatureServesNotMeanwhile() public {
        Settlement[] memory list = _one(MARKER, TAG, 1);
        bytes memory signed = _signed(PRIVATE_KEY, list, 0);
        _suspend(PAYER);
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotInsurer.selector, key));
        settlements.settleFor(list, key, DEADLINE, signed);
        _reinstate(PAYER);
        settlements.settleFor(list, key, DEADLINE, signed);
    }

    // Smart accounts

    function test_ASmartAccountSignsByErc1271() public {
        address account = address(new OwnedAccount(vm.addr(77)));
        _enrolAccount("third payer", Role.Insurer, account);
        Settlement[] memory list = _one(MARKER, TAG, 1);
        _assertSignatureInvalid(list, account, DEADLINE, _signed(78, list, 0));
        settlements.settleFor(list, account, DEADLINE, _signed(77, list, 0));
        _assertSettledBy(MARKER, 1, account, START);
        bytes memory release = signature(77, _releaseDigest(MARKER, 1, 1, DEADLINE));
        settlements.releaseFor(MARKER, 1, account, DEADLINE, release);
        _assertSettledBy(MARKER, 1, address(0), 0);
    }

    function test_ASmartAccountThatDoesNotSayYesSettlesNothing() public {
        address[5] memory accounts = [
            address(new RevertingAccount()),
            address(new MuteAccount()),
            address(new GarbageAccount("")),
            address(new GarbageAccount(hex"1626ba7e")),
            address(new GarbageAccount(abi.encode(uint256(0x1626ba7e))))
        ];
        for (uint256 i = 0; i < accounts.length; ++i) {
            _enrolAccount(bytes32(1000 + i), Role.Insurer, accounts[i]);
            _assertSignatureInvalid(_one(MARKER, TAG, 1), accounts[i], DEADLINE, "");
            _assertReleaseInvalid(MARKER, 1, accounts[i], DEADLINE, "");
        }
    }

    function test_TheNonceIsUsedBeforeTheSignerIsAsked() public {
        address account = address(new NonceWatchingAccount());
        _enrolAccount("third payer", Role.Insurer, account);
        settlements.settleFor(_one(MARKER, TAG, 1), account, DEADLINE, "");
        _assertSettledBy(MARKER, 1, account, START);
    }

    function testFuzz_ASignerThatComesBackWhileItIsAskedChangesNothing(bool release) public {
        ReenteringAccount account = new ReenteringAccount();
        _enrolAccount("third payer", Role.Insurer, address(account));
        vm.prank(address(account));
        settlements.settle(_one("b", TAG, 1));
        Settlement[] memory list = _one(MARKER, TAG, 1);
        bytes memory again =
            release
                ? abi.encodeCall(ISettlementRegistry.releaseFor, ("b", 1, address(account), DEADLINE, ""))
                : abi.encodeCall(ISettlementRegistry.settleFor, (_one("c", TAG, 1), address(account), DEADLINE, ""));

        account.prepare(again, true);
        _assertSignatureInvalid(list, address(account), DEADLINE, "");

        account.prepare(again, false);
        settlements.settleFor(list, address(account), DEADLINE, "");
        assertEq(settlements.nonces(address(account)), 1);
        _assertSettledBy(MARKER, 1, address(account), START);
        _assertSettledBy("b", 1, address(account), START);
        _assertSettledBy("c", 1, address(0), 0);
    }

    // Parts

    function _one(bytes32 marker, bytes32 tag, uint8 rank) private pure returns (Settlement[] memory list) {
        list = new Settlement[](1);
        list[0] = Settlement(marker, tag, rank);
    }

    function _settle(address who, bytes32 tag, uint8 rank) private returns (SettlementOutcome) {
        vm.prank(who);
        return settlements.settle(_one(MARKER, tag, rank))[0];
    }

    function _first() private {
        _assertOutcome(_settle(key, TAG, 1), SettlementOutcome.Settled);
    }

    /// @dev By whoever settled it.
    function _release(uint8 rank) private {
        address who = settlements.settledBy(MARKER, rank).key;
        vm.prank(who);
        settlements.release(MARKER, rank);
    }

    /// @dev Settles later on, and looks at the outcome, the events and that nothing that stood has changed.
    function _assertSecond(address who, bytes32 tag, uint8 rank, SettlementOutcome expected) private {
        Settled[2] memory before = [settlements.settledBy(MARKER, 1), settlements.settledBy(MARKER, 2)];
        bytes32 tagBefore = settlements.tagOf(MARKER);
        bytes32 party = parties.keyOf(who).party;
        vm.warp(START + 1 hours);
        vm.recordLogs();
        _assertOutcome(_settle(who, tag, rank), expected);
        Log[] memory logs = vm.getRecordedLogs();

        assertEq(logs.length, expected == SettlementOutcome.AlreadyYours ? 0 : 1);
        if (expected == SettlementOutcome.Settled) {
            _assertLog(logs[0], ISettlementRegistry.Marked.selector, party, abi.encode(tag, rank));
            before[rank - 1] = Settled(who, START + 1 hours);
            tagBefore = tag;
        } else if (expected != SettlementOutcome.AlreadyYours) {
            _assertLog(logs[0], ISettlementRegistry.DoubleClaim.selector, party, abi.encode(tag, rank, expected));
        }
        assertEq(settlements.tagOf(MARKER), tagBefore);
        _assertSettledBy(MARKER, 1, before[0].key, before[0].time);
        _assertSettledBy(MARKER, 2, before[1].key, before[1].time);
    }

    function _assertLog(Log memory log, bytes32 topic, bytes32 party, bytes memory data) private view {
        assertEq(log.emitter, address(settlements));
        assertEq(log.topics.length, 3);
        assertEq(log.topics[0], topic);
        assertEq(log.topics[1], MARKER);
        assertEq(log.topics[2], party);
        assertEq(log.data, data);
    }

    function _assertOutcome(SettlementOutcome actual, SettlementOutcome expected) private pure {
        assertEq(uint256(actual), uint256(expected));
    }

    function _assertSettledBy(bytes32 marker, uint8 rank, address who, uint256 time) private view {
        Settled memory settled = settlements.settledBy(marker, rank);
        assertEq(settled.key, who);
        assertEq(settled.time, time);
    }

    function _assertNotInsurer(address who) private {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotInsurer.selector, who));
        vm.prank(who);
        settlements.settle(_one(MARKER, TAG, 1));
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.NotInsurer.selector, who));
        vm.prank(who);
        settlements.release(MARKER, 1);
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
        bytes32 marker,
        uint8 rank,
        address signer,
        uint256 deadline,
        bytes memory signed
    ) private {
        vm.expectRevert(abi.encodeWithSelector(ISettlementRegistry.SignatureInvalid.selector, signer));
        settlements.releaseFor(marker, rank, signer, deadline, signed);
    }

    function _signed(uint256 privateKey, Settlement[] memory list, uint256 nonce) private view returns (bytes memory) {
        return signature(privateKey, _settlementsDigest(list, nonce, DEADLINE));
    }

    function _settlementsDigest(
        Settlement[] memory list,
        uint256 nonce,
        uint256 deadline
    ) private view returns (bytes32) {
        bytes memory hashes;
        for (uint256 i = 0; i < list.length; ++i) {
            bytes32 typeHash = keccak256("Settlement(bytes32 marker,bytes32 tag,uint8 rank)");
            bytes32 one = keccak256(abi.encode(typeHash, list[i].marker, list[i].tag, uint256(list[i].rank)));
            hashes = bytes.concat(hashes, one);
        }
        bytes32 listTypeHash = keccak256(
            "Settlements(Settlement[] settlements,uint256 nonce,uint256 deadline)"
            "Settlement(bytes32 marker,bytes32 tag,uint8 rank)"
        );
        bytes32 structHash = keccak256(abi.encode(listTypeHash, keccak256(hashes), nonce, deadline));
        return _typedDigest(address(settlements), structHash);
    }

    function _releaseDigest(
        bytes32 marker,
        uint8 rank,
        uint256 nonce,
        uint256 deadline
    ) private view returns (bytes32) {
        bytes32 typeHash = keccak256("Release(bytes32 marker,uint8 rank,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, marker, uint256(rank), nonce, deadline));
        return _typedDigest(address(settlements), structHash);
    }
}
