// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {StockRegistry} from "../StockRegistry.sol";
import {IPartyRegistry, Role} from "../interfaces/IPartyRegistry.sol";
import {IStockRegistry, StockOutcome, StockUse, StockUsed} from "../interfaces/IStockRegistry.sol";
import {MuteAccount, OwnedAccount, RevertingAccount} from "./support/Accounts.sol";
import {Deploying} from "./support/Deploying.sol";
import {Suite} from "./support/Suite.sol";

contract StockRegistryTest is Suite {
    uint256 private constant PRIVATE_KEY = 0xA11CE;
    uint256 private constant OTHER_PRIVATE_KEY = 0xB0B;
    uint256 private constant MAKER_PRIVATE_KEY = 0xCAFE;
    bytes32 private constant MARKER = "marker";
    bytes32 private constant TAG = "tag";

    address private key;
    address private otherKey;
    address private makerKey;
    uint256 private deadline;

    function setUp() public override {
        super.setUp();
        _enrol(STORE, Role.Optician, CONTROLLER);
        _enrol(OTHER_STORE, Role.Optician, OTHER_CONTROLLER);
        _enrolMaker(MAKER_IDENTIFIER, CONTROLLER);
        key = _addKey(STORE, PRIVATE_KEY);
        otherKey = _addKey(OTHER_STORE, OTHER_PRIVATE_KEY);
        makerKey = _addKey(MAKER, MAKER_PRIVATE_KEY);
        deadline = _now() + 1 days;
    }

    function test_RefusesPartiesWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.NotAContract.selector, STRANGER));
        Deploying.stockRegistry(IPartyRegistry(STRANGER));
    }

    function test_KnowsItsParties() public view {
        assertEq(address(stock.parties()), address(parties));
    }

    // Using directly

    function testFuzz_AnOpticianUsesAUnit(bytes32 marker, bytes32 tag, uint32 later) public {
        vm.assume(marker != 0 && tag != 0);
        vm.warp(_now() + later);
        vm.expectEmit(address(stock));
        emit IStockRegistry.Used(STORE, marker, tag);
        assertEq(uint256(_use(key, marker, tag)), uint256(StockOutcome.Used));
        _assertUsed(STORE, marker, tag, _now());
    }

    function testFuzz_TheFirstUseStandsAndAnotherIsReported(bytes32 marker, bytes32[3] memory tags) public {
        vm.assume(marker != 0 && tags[0] != 0 && tags[1] != 0 && tags[2] != 0);
        uint48 time = _now();
        _use(key, marker, tags[0]);
        for (uint256 i = 1; i < 3; ++i) {
            vm.warp(_now() + 1 days);
            bool same = tags[i] == tags[0];
            if (!same) {
                vm.expectEmit(address(stock));
                emit IStockRegistry.UsedTwice(STORE, marker, tags[i]);
            }
            StockOutcome expected = same ? StockOutcome.AlreadyUsed : StockOutcome.UsedElsewhere;
            assertEq(uint256(_use(key, marker, tags[i])), uint256(expected));
            _assertUsed(STORE, marker, tags[0], time);
        }
    }

    function test_TheSameUseAgainChangesNothing() public {
        uint48 time = _now();
        _use(key, MARKER, TAG);
        vm.warp(time + 1);
        vm.recordLogs();
        assertEq(uint256(_use(key, MARKER, TAG)), uint256(StockOutcome.AlreadyUsed));
        assertNoEvent();
        _assertUsed(STORE, MARKER, TAG, time);
    }

    function testFuzz_NobodyElseUsesUpAUnit(bytes32 tag) public {
        vm.assume(tag != 0);
        _use(otherKey, MARKER, tag);
        assertEq(stock.useOf(STORE, MARKER).time, 0);
        vm.warp(_now() + 1);
        assertEq(uint256(_use(key, MARKER, TAG)), uint256(StockOutcome.Used));
        _assertUsed(STORE, MARKER, TAG, _now());
        _assertUsed(OTHER_STORE, MARKER, tag, _now() - 1);
    }

    function testFuzz_WhatNobodyUsedIsNotUsed(bytes32 party, bytes32 marker) public {
        vm.assume(party != STORE || marker != MARKER);
        _use(key, MARKER, TAG);
        StockUsed memory used = stock.useOf(party, marker);
        assertEq(used.time, 0);
        assertEq(used.tag, 0);
    }

    function testFuzz_UnitsOfADayAreUsedTogetherInTheirOrder(bytes32[4] memory markers) public {
        StockUse[] memory uses = new StockUse[](4);
        for (uint256 i = 0; i < 4; ++i) {
            markers[i] = keccak256(abi.encode(markers[i], i));
            uses[i] = StockUse(markers[i], bytes32(i + 1));
        }
        _use(key, markers[1], "another");
        _use(key, markers[2], bytes32(uint256(3)));
        vm.prank(key);
        StockOutcome[] memory outcomes = stock.use(uses);
        StockOutcome[4] memory expected = [
            StockOutcome.Used,
            StockOutcome.UsedElsewhere,
            StockOutcome.AlreadyUsed,
            StockOutcome.Used
        ];
        assertEq(outcomes.length, 4);
        for (uint256 i = 0; i < 4; ++i) assertEq(uint256(outcomes[i]), uint256(expected[i]));
        _assertUsed(STORE, markers[3], bytes32(uint256(4)), _now());
    }

    function testFuzz_OnlyAnOpticiansKeyUses(address who) public {
        vm.assume(who != key && who != otherKey);
        _assertNotOptician(who);
    }

    function test_ALensMakersKeyAndAControllerUseNothing() public {
        _assertNotOptician(makerKey);
        _assertNotOptician(CONTROLLER);
    }

    function test_ASuspendedOpticianUsesNothing() public {
        _suspend(STORE);
        _assertNotOptician(key);
        _reinstate(STORE);
        _use(key, MARKER, TAG);
    }

    function test_ARevokedOrCompromisedKeyUsesNothing() public {
        _revoke(key);
        _assertNotOptician(key);
        _compromise(otherKey, _now());
        _assertNotOptician(otherKey);
    }

    function test_RefusesWhatIsZeroAndNothingAtAll() public {
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.ZeroMarker.selector));
        _use(key, 0, TAG);
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.ZeroTag.selector));
        _use(key, MARKER, 0);
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.NothingToUse.selector));
        vm.prank(key);
        stock.use(new StockUse[](0));
    }

    // Using by signature

    function testFuzz_AnyoneSendsWhatAKeySigned(address who, bytes32 marker, bytes32 tag) public {
        vm.assume(marker != 0 && tag != 0);
        StockUse[] memory uses = _one(marker, tag);
        bytes memory signed = signature(PRIVATE_KEY, _digest(uses, key, deadline));
        vm.prank(who);
        StockOutcome[] memory outcomes = stock.useFor(uses, key, deadline, signed);
        assertEq(uint256(outcomes[0]), uint256(StockOutcome.Used));
        _assertUsed(STORE, marker, tag, _now());
    }

    function test_ASignatureServesUntilItsDeadlineAndNoSecondLonger() public {
        bytes memory signed = _signed();
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.Expired.selector, deadline, deadline + 1));
        stock.useFor(_one(MARKER, TAG), key, deadline, signed);
        vm.warp(deadline);
        stock.useFor(_one(MARKER, TAG), key, deadline, signed);
        _assertUsed(STORE, MARKER, TAG, uint48(deadline));
    }

    function testFuzz_TheDigestIsEip712(bytes32[2][] calldata pairs, address signer, uint256 until) public view {
        StockUse[] memory uses = new StockUse[](pairs.length);
        for (uint256 i = 0; i < pairs.length; ++i) uses[i] = StockUse(pairs[i][0], pairs[i][1]);
        assertEq(stock.usesDigest(uses, signer, until), _digest(uses, signer, until));
    }

    function testFuzz_WhatWasNotSignedIsNotUsed(bytes32 marker, bytes32 tag, uint256 more) public {
        vm.assume(marker != MARKER || tag != TAG);
        bytes memory signed = _signed();
        _assertSignatureInvalid(_one(marker, tag), deadline, signed);
        _assertSignatureInvalid(_one(MARKER, TAG), deadline + bound(more, 1, 10 days), signed);
    }

    function testFuzz_RefusesAnythingThatIsNoSignature(bytes calldata signed) public {
        _assertSignatureInvalid(_one(MARKER, TAG), deadline, signed);
    }

    function test_RefusesAGoodSignatureOfWhoIsNoOptician() public {
        bytes memory signed = signature(MAKER_PRIVATE_KEY, _digest(_one(MARKER, TAG), makerKey, deadline));
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.NotOptician.selector, makerKey));
        vm.prank(key); // The sender lends no right.
        stock.useFor(_one(MARKER, TAG), makerKey, deadline, signed);
    }

    function test_ARevokedKeysSignatureServesNoMore() public {
        bytes memory signed = _signed();
        _revoke(key);
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.NotOptician.selector, key));
        stock.useFor(_one(MARKER, TAG), key, deadline, signed);
    }

    function test_TheSameSignatureTwiceChangesNothing() public {
        bytes memory signed = _signed();
        uint48 time = _now();
        stock.useFor(_one(MARKER, TAG), key, deadline, signed);
        vm.warp(time + 10);
        vm.recordLogs();
        stock.useFor(_one(MARKER, TAG), key, deadline, signed);
        assertNoEvent();
        _assertUsed(STORE, MARKER, TAG, time);
    }

    function test_ASignatureIsForOneChainAndOneRegistry() public {
        bytes memory signed = _signed();
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        _assertSignatureInvalid(_one(MARKER, TAG), deadline, signed);
        vm.chainId(chain);
        StockRegistry another = Deploying.stockRegistry(parties);
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.SignatureInvalid.selector, key));
        another.useFor(_one(MARKER, TAG), key, deadline, signed);
    }

    function test_ASmartAccountSignsByErc1271() public {
        address account = address(new OwnedAccount(vm.addr(77)));
        _enrolAccount("third store", Role.Optician, account);
        bytes memory signed = signature(77, _digest(_one(MARKER, TAG), account, deadline));
        stock.useFor(_one(MARKER, TAG), account, deadline, signed);
        _assertUsed("third store", MARKER, TAG, _now());
    }

    /// @notice Attack: what the owner signed for one of its accounts is sent for another of its accounts.
    function test_WhatAnOwnerSignsIsOfOneAccount() public {
        (address account, address sibling) = (
            address(new OwnedAccount(vm.addr(77))),
            address(new OwnedAccount(vm.addr(77)))
        );
        _enrolAccount("third store", Role.Optician, account);
        _enrolAccount("fourth store", Role.Optician, sibling);
        bytes memory signed = signature(77, _digest(_one(MARKER, TAG), account, deadline));
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.SignatureInvalid.selector, sibling));
        stock.useFor(_one(MARKER, TAG), sibling, deadline, signed);
    }

    /// @notice An account with a key and, since EIP-7702, code: its key signs, whatever the code answers.
    function test_AnAccountThatDelegatesSignsAsItself() public {
        vm.etch(key, address(new RevertingAccount()).code);
        stock.useFor(_one(MARKER, TAG), key, deadline, _signed());
        _assertUsed(STORE, MARKER, TAG, _now());
    }

    function test_ASmartAccountThatDoesNotSayYesUsesNothing() public {
        address[2] memory accounts = [address(new RevertingAccount()), address(new MuteAccount())];
        for (uint256 i = 0; i < accounts.length; ++i) {
            _enrolAccount(bytes32(1000 + i), Role.Optician, accounts[i]);
            vm.expectRevert(abi.encodeWithSelector(IStockRegistry.SignatureInvalid.selector, accounts[i]));
            stock.useFor(_one(MARKER, TAG), accounts[i], deadline, "");
        }
    }

    // Parts

    function _use(address who, bytes32 marker, bytes32 tag) private returns (StockOutcome) {
        vm.prank(who);
        StockOutcome[] memory outcomes = stock.use(_one(marker, tag));
        return outcomes.length == 0 ? StockOutcome.UsedElsewhere : outcomes[0]; // A call that must revert answers nothing.
    }

    function _one(bytes32 marker, bytes32 tag) private pure returns (StockUse[] memory uses) {
        uses = new StockUse[](1);
        uses[0] = StockUse(marker, tag);
    }

    function _digest(StockUse[] memory uses, address signer, uint256 until) private view returns (bytes32) {
        bytes memory hashes;
        for (uint256 i = 0; i < uses.length; ++i) {
            bytes32 typeHash = keccak256("StockUse(bytes32 marker,bytes32 tag)");
            hashes = abi.encodePacked(hashes, keccak256(abi.encode(typeHash, uses[i].marker, uses[i].tag)));
        }
        bytes32 all = keccak256(
            "StockUses(StockUse[] uses,address signer,uint256 deadline)StockUse(bytes32 marker,bytes32 tag)"
        );
        return _typedDigest(address(stock), keccak256(abi.encode(all, keccak256(hashes), signer, until)));
    }

    function _signed() private view returns (bytes memory) {
        return signature(PRIVATE_KEY, _digest(_one(MARKER, TAG), key, deadline));
    }

    function _assertUsed(bytes32 party, bytes32 marker, bytes32 tag, uint48 time) private view {
        StockUsed memory used = stock.useOf(party, marker);
        assertEq(used.tag, tag);
        assertEq(used.time, time);
    }

    function _assertNotOptician(address who) private {
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.NotOptician.selector, who));
        _use(who, MARKER, TAG);
    }

    function _assertSignatureInvalid(StockUse[] memory uses, uint256 until, bytes memory signed) private {
        vm.expectRevert(abi.encodeWithSelector(IStockRegistry.SignatureInvalid.selector, key));
        stock.useFor(uses, key, until, signed);
    }
}
