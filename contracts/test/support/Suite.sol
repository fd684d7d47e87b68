// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {AnchorRegistry} from "../../AnchorRegistry.sol";
import {PartyRegistry} from "../../PartyRegistry.sol";
import {SettlementRegistry} from "../../SettlementRegistry.sol";
import {StockRegistry} from "../../StockRegistry.sol";
import {WithdrawalRegistry} from "../../WithdrawalRegistry.sol";
import {IPartyRegistry, Role} from "../../interfaces/IPartyRegistry.sol";
import {Test} from "./Test.sol";

/// @title The registries with their council, as the deployment makes them, and a few parties.
abstract contract Suite is Test {
    uint48 internal constant START = 2_000_000_000;
    uint48 internal constant LOOK_BACK = 30 days;
    uint32 internal constant LENS_DELAY = 3 days;

    uint64 internal constant ENROLLER = 1;
    uint64 internal constant LENS_ENROLLER = 2;
    uint64 internal constant GUARD = 3;

    bytes32 internal constant STORE = "store";
    bytes32 internal constant OTHER_STORE = "other store";
    bytes32 internal constant MAKER = "maker";
    bytes32 internal constant PAYER = "payer";
    bytes32 internal constant OTHER_PAYER = "other payer";

    address internal constant ADMIN = address(0xAD);
    address internal constant ENROLLER_ACCOUNT = address(0xE1);
    address internal constant LENS_ENROLLER_ACCOUNT = address(0xE2);
    address internal constant GUARD_ACCOUNT = address(0xE3);
    address internal constant STRANGER = address(0x57A);
    address internal constant CONTROLLER = address(0xC0);
    address internal constant OTHER_CONTROLLER = address(0xC1);

    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    AccessManager internal manager;
    PartyRegistry internal parties;
    AnchorRegistry internal anchors;
    WithdrawalRegistry internal withdrawals;
    SettlementRegistry internal settlements;
    StockRegistry internal stock;

    function setUp() public virtual {
        vm.warp(START);
        manager = new AccessManager(ADMIN);
        parties = new PartyRegistry(address(manager), LOOK_BACK);
        anchors = new AnchorRegistry();
        withdrawals = new WithdrawalRegistry(parties);
        settlements = new SettlementRegistry(parties);
        stock = new StockRegistry(parties);

        vm.startPrank(ADMIN);
        manager.setTargetFunctionRole(address(parties), _list(IPartyRegistry.enrol.selector), ENROLLER);
        manager.setTargetFunctionRole(address(parties), _list(IPartyRegistry.enrolLensMaker.selector), LENS_ENROLLER);
        manager.setTargetFunctionRole(address(parties), _list(IPartyRegistry.suspend.selector), GUARD);
        manager.setTargetFunctionRole(address(parties), _list(IPartyRegistry.reinstate.selector), GUARD);
        manager.setTargetFunctionRole(address(parties), _list(IPartyRegistry.declareCompromise.selector), GUARD);
        manager.grantRole(ENROLLER, ENROLLER_ACCOUNT, 0);
        manager.grantRole(LENS_ENROLLER, LENS_ENROLLER_ACCOUNT, LENS_DELAY);
        manager.grantRole(GUARD, GUARD_ACCOUNT, 0);
        manager.setRoleGuardian(LENS_ENROLLER, GUARD);
        vm.stopPrank();
    }

    // Acts of the council and of controllers

    function _enrol(bytes32 party, Role role, address controller) internal {
        vm.prank(ENROLLER_ACCOUNT);
        parties.enrol(party, role, controller);
    }

    /// @dev Takes `LENS_DELAY` seconds.
    function _enrolLensMaker(bytes32 party, address controller) internal {
        bytes memory data = abi.encodeCall(IPartyRegistry.enrolLensMaker, (party, controller));
        vm.prank(LENS_ENROLLER_ACCOUNT);
        manager.schedule(address(parties), data, 0);
        vm.warp(block.timestamp + LENS_DELAY);
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.enrolLensMaker(party, controller);
    }

    function _suspend(bytes32 party) internal {
        vm.prank(GUARD_ACCOUNT);
        parties.suspend(party);
    }

    function _reinstate(bytes32 party) internal {
        vm.prank(GUARD_ACCOUNT);
        parties.reinstate(party);
    }

    function _compromise(address key, uint256 from) internal {
        vm.prank(GUARD_ACCOUNT);
        parties.declareCompromise(key, uint48(from));
    }

    /// @dev Adds the address of a private key, by its consent.
    function _addKey(bytes32 party, uint256 privateKey) internal returns (address key) {
        key = vm.addr(privateKey);
        bytes memory consent = signature(privateKey, _consentDigest(party, key));
        vm.prank(parties.partyOf(party).controller);
        parties.addKey(party, key, consent);
    }

    /// @dev Enrols a party whose controller is its key, as a smart account that cannot sign may be.
    function _enrolAccount(bytes32 party, Role role, address account) internal {
        _enrol(party, role, account);
        vm.prank(account);
        parties.addKey(party, account, "");
    }

    function _revoke(address key) internal {
        vm.prank(parties.partyOf(parties.keyOf(key).party).controller);
        parties.revokeKey(key);
    }

    // EIP-712, written again here: a wrong type or domain in a contract must not go unseen

    function _typedDigest(address registry, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256("Clairevoie"), keccak256("1"), block.chainid, registry)
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function _consentDigest(bytes32 party, address key) internal view returns (bytes32) {
        return _consentDigest(address(parties), party, key);
    }

    function _consentDigest(address registry, bytes32 party, address key) internal view returns (bytes32) {
        return
            _typedDigest(
                registry,
                keccak256(abi.encode(keccak256("KeyConsent(bytes32 party,address key)"), party, key))
            );
    }

    // Small things

    function _list(bytes4 selector) internal pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](1);
        selectors[0] = selector;
    }

    function _now() internal view returns (uint48) {
        return uint48(vm.getBlockTimestamp());
    }
}
