// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {AnchorRegistry} from "../../AnchorRegistry.sol";
import {LinkRegistry} from "../../LinkRegistry.sol";
import {PartyRegistry} from "../../PartyRegistry.sol";
import {SettlementRegistry} from "../../SettlementRegistry.sol";
import {StockRegistry} from "../../StockRegistry.sol";
import {WithdrawalRegistry} from "../../WithdrawalRegistry.sol";
import {ILinkRegistry} from "../../interfaces/ILinkRegistry.sol";
import {IPartyRegistry, Role} from "../../interfaces/IPartyRegistry.sol";
import {Makers} from "../../libraries/Makers.sol";
import {Deploying} from "./Deploying.sol";
import {Test} from "./Test.sol";

/// @title The registries with their council, as the deployment makes them, and a few parties.
abstract contract Suite is Test {
    uint48 internal constant START = 2_000_000_000;
    uint48 internal constant LOOK_BACK = 30 days;
    uint48 internal constant MAKER_DELAY = 3 days;
    uint48 internal constant GUARD_DELAY = 10 days;

    uint64 internal constant ENROLLER = 1;
    uint64 internal constant LENS_ENROLLER = 2;

    string internal constant MAKER_IDENTIFIER = "900000001";
    bytes32 private constant PARTY_TYPEHASH = keccak256("Party(bytes32 salt,uint8 role,string identifier)");

    bytes32 internal constant STORE = "store";
    bytes32 internal constant OTHER_STORE = "other store";
    bytes32 internal constant MAKER = keccak256(
        abi.encode(PARTY_TYPEHASH, bytes32(0), uint8(2), keccak256(bytes(MAKER_IDENTIFIER)))
    );
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
    LinkRegistry internal links;
    AnchorRegistry internal anchors;
    WithdrawalRegistry internal withdrawals;
    SettlementRegistry internal settlements;
    StockRegistry internal stock;

    function setUp() public virtual {
        vm.warp(START);
        manager = Deploying.accessManager(ADMIN);
        parties = Deploying.partyRegistry(address(manager), GUARD_ACCOUNT, LOOK_BACK, MAKER_DELAY, GUARD_DELAY);
        links = Deploying.linkRegistry(address(manager), parties);
        anchors = Deploying.anchorRegistry();
        withdrawals = Deploying.withdrawalRegistry(parties);
        settlements = Deploying.settlementRegistry(parties);
        stock = Deploying.stockRegistry(parties);

        vm.startPrank(ADMIN);
        manager.setTargetFunctionRole(address(parties), _list(IPartyRegistry.enrol.selector), ENROLLER);
        manager.setTargetFunctionRole(address(parties), _list(IPartyRegistry.announceMaker.selector), LENS_ENROLLER);
        manager.setTargetFunctionRole(address(parties), _list(IPartyRegistry.announceNames.selector), LENS_ENROLLER);
        manager.setTargetFunctionRole(address(links), _list(ILinkRegistry.affiliate.selector), ENROLLER);
        manager.setTargetFunctionRole(address(links), _list(ILinkRegistry.endAffiliation.selector), ENROLLER);
        manager.grantRole(ENROLLER, ENROLLER_ACCOUNT, 0);
        manager.grantRole(LENS_ENROLLER, LENS_ENROLLER_ACCOUNT, 0);
        vm.stopPrank();
    }

    // Acts of the council and of controllers

    function _enrol(bytes32 party, Role role, address controller) internal {
        vm.prank(ENROLLER_ACCOUNT);
        parties.enrol(party, role, controller);
    }

    /// @dev Takes `MAKER_DELAY` seconds.
    function _enrolMaker(string memory identifier, address controller) internal returns (bytes32 party) {
        string[] memory identifiers = _names(identifier);
        vm.prank(LENS_ENROLLER_ACCOUNT);
        parties.announceMaker(identifiers, controller, 0, Makers.LENSES);
        vm.warp(vm.getBlockTimestamp() + MAKER_DELAY);
        parties.enrolMaker(identifiers, controller, 0, Makers.LENSES);
        return Makers.nameOf(identifier);
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
        _compromise(parties.keyOf(key).party, key, from);
    }

    function _compromise(bytes32 party, address account, uint256 from) internal {
        vm.prank(GUARD_ACCOUNT);
        parties.declareCompromise(party, account, uint48(from));
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

    function _names(string memory identifier) internal pure returns (string[] memory identifiers) {
        identifiers = new string[](1);
        identifiers[0] = identifier;
    }

    function _list(bytes4 selector) internal pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](1);
        selectors[0] = selector;
    }

    function _now() internal view returns (uint48) {
        return uint48(vm.getBlockTimestamp());
    }
}
