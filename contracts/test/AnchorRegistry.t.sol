// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AnchorRegistry} from "../AnchorRegistry.sol";
import {IAnchorRegistry} from "../interfaces/IAnchorRegistry.sol";
import {Deploying} from "./support/Deploying.sol";
import {Test} from "./support/Test.sol";

contract AnchorRegistryTest is Test {
    uint256 private constant START = 2_000_000_000;

    AnchorRegistry private anchors;

    function setUp() public {
        vm.warp(START);
        anchors = Deploying.anchorRegistry();
    }

    // Anchoring

    function testFuzz_AnyoneAnchorsARootNow(address who, bytes32 root, uint32 later) public {
        vm.assume(root != 0);
        vm.warp(START + later);
        vm.expectEmit(address(anchors));
        emit IAnchorRegistry.Anchored(root);
        vm.prank(who);
        anchors.anchor(root);
        assertEq(anchors.anchoredAt(root), START + later);
    }

    function testFuzz_FirstAnchorWins(bytes32 root, uint32 later) public {
        vm.assume(root != 0);
        anchors.anchor(root);
        vm.warp(START + later);
        vm.recordLogs();
        vm.prank(address(1));
        anchors.anchor(root);
        assertNoEvent();
        assertEq(anchors.anchoredAt(root), START);
    }

    function testFuzz_ARootIsNotAnchoredBeforeSomeoneDoes(bytes32 root, bytes32 other) public {
        vm.assume(root != other && other != 0);
        anchors.anchor(other);
        assertEq(anchors.anchoredAt(root), 0);
    }

    function test_RefusesTheZeroRoot() public {
        vm.expectRevert(abi.encodeWithSelector(IAnchorRegistry.ZeroRoot.selector));
        anchors.anchor(0);
        assertEq(anchors.anchoredAt(0), 0);
    }

    // Endorsing

    function testFuzz_AnyoneEndorsesADigestNow(address who, bytes32 digest, uint32 later) public {
        vm.assume(digest != 0);
        vm.warp(START + later);
        vm.expectEmit(address(anchors));
        emit IAnchorRegistry.Endorsed(who, digest);
        vm.prank(who);
        anchors.endorse(digest);
        assertEq(anchors.endorsedAt(who, digest), START + later);
    }

    function testFuzz_FirstEndorsementWins(address who, bytes32 digest, uint32 later) public {
        vm.assume(digest != 0);
        vm.prank(who);
        anchors.endorse(digest);
        vm.warp(START + later);
        vm.recordLogs();
        vm.prank(who);
        anchors.endorse(digest);
        assertNoEvent();
        assertEq(anchors.endorsedAt(who, digest), START);
    }

    function testFuzz_AnEndorsementSpeaksForItsCallerOnly(address who, address other, bytes32 digest) public {
        vm.assume(who != other && digest != 0);
        vm.prank(who);
        anchors.endorse(digest);
        assertEq(anchors.endorsedAt(other, digest), 0);

        vm.warp(START + 1);
        vm.prank(other);
        anchors.endorse(digest);
        assertEq(anchors.endorsedAt(who, digest), START);
        assertEq(anchors.endorsedAt(other, digest), START + 1);
    }

    function testFuzz_AnchoringAndEndorsingAreTwoThings(bytes32 anchored, bytes32 endorsed) public {
        vm.assume(anchored != 0 && endorsed != 0);
        anchors.anchor(anchored);
        assertEq(anchors.endorsedAt(address(this), anchored), 0);
        anchors.endorse(endorsed);
        assertEq(anchors.anchoredAt(endorsed), endorsed == anchored ? START : 0);
    }

    function test_RefusesTheZeroDigest() public {
        vm.expectRevert(abi.encodeWithSelector(IAnchorRegistry.ZeroDigest.selector));
        anchors.endorse(0);
        assertEq(anchors.endorsedAt(address(this), 0), 0);
    }
}

/// @notice Anchors and endorses a few values again and again, and remembers when it was first.
contract AnchorHandler is Test {
    uint256 public constant VALUES = 8;

    AnchorRegistry private immutable _anchors;
    mapping(bytes32 root => uint256 time) public firstAnchor;
    mapping(address account => mapping(bytes32 digest => uint256 time)) public firstEndorsement;
    address[] private _accounts;

    constructor(AnchorRegistry anchors) {
        _anchors = anchors;
    }

    function accounts() external view returns (address[] memory) {
        return _accounts;
    }

    function wait_(uint32 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 1, 30 days));
    }

    function anchor(uint256 n) external {
        bytes32 root = bytes32(bound(n, 1, VALUES));
        if (firstAnchor[root] == 0) firstAnchor[root] = vm.getBlockTimestamp();
        vm.prank(msg.sender);
        _anchors.anchor(root);
    }

    function endorse(uint256 n) external {
        bytes32 digest = bytes32(bound(n, 1, VALUES));
        if (firstEndorsement[msg.sender][digest] == 0) firstEndorsement[msg.sender][digest] = vm.getBlockTimestamp();
        _accounts.push(msg.sender);
        vm.prank(msg.sender);
        _anchors.endorse(digest);
    }
}

contract AnchorRegistryInvariants is Test {
    AnchorRegistry private anchors;
    AnchorHandler private handler;

    function setUp() public {
        vm.warp(2_000_000_000);
        anchors = Deploying.anchorRegistry();
        handler = new AnchorHandler(anchors);
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](3);
        selectors[0] = AnchorHandler.wait_.selector;
        selectors[1] = AnchorHandler.anchor.selector;
        selectors[2] = AnchorHandler.endorse.selector;
        targetSelector(address(handler), selectors);
        for (uint160 i = 1; i <= 3; ++i) targetSender(address(i));
    }

    function invariant_AnchorTimeNeverChanges() public view {
        for (uint256 n = 1; n <= handler.VALUES(); ++n) {
            assertEq(anchors.anchoredAt(bytes32(n)), handler.firstAnchor(bytes32(n)));
        }
    }

    function invariant_EndorsementTimeNeverChanges() public view {
        address[] memory accounts = handler.accounts();
        for (uint256 i = 0; i < accounts.length; ++i) {
            for (uint256 n = 1; n <= handler.VALUES(); ++n) {
                bytes32 digest = bytes32(n);
                assertEq(anchors.endorsedAt(accounts[i], digest), handler.firstEndorsement(accounts[i], digest));
            }
        }
    }
}
