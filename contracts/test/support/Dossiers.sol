// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {AnchorRegistry} from "../../AnchorRegistry.sol";
import {ConformityVerifier} from "../../ConformityVerifier.sol";
import {LinkRegistry} from "../../LinkRegistry.sol";
import {PartyRegistry} from "../../PartyRegistry.sol";
import {SettlementRegistry} from "../../SettlementRegistry.sol";
import {StockRegistry} from "../../StockRegistry.sol";
import {WithdrawalRegistry} from "../../WithdrawalRegistry.sol";
import {Asker, Policy, Receipt} from "../../interfaces/IConformityVerifier.sol";
import {Role} from "../../interfaces/IPartyRegistry.sol";
import {Settlement} from "../../interfaces/ISettlementRegistry.sol";
import {WithdrawalReason} from "../../interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "../../libraries/Aspects.sol";
import {Makers} from "../../libraries/Makers.sol";
import {Code, Finding, Severity} from "../../libraries/Findings.sol";
import {Batch, Statement, Statements} from "../../libraries/Statements.sol";
import {Test} from "./Test.sol";

/// @notice The suite with an optician, a lens maker and an insurer on it, and dossiers to show it.
abstract contract DossierTest is Test {
    uint256 internal constant STORE_KEY = 0xA11CE;
    uint256 internal constant OTHER_STORE_KEY = 0xA11CF;
    uint256 internal constant MAKER_KEY = 0xB0B;
    uint256 internal constant OTHER_MAKER_KEY = 0xB0C;
    uint256 internal constant INSURER_KEY = 0x1257;
    uint256 internal constant OTHER_INSURER_KEY = 0x1258;

    bytes32 internal constant STORE = "store";
    bytes32 internal constant OTHER_STORE = "other store";
    string internal constant MAKER_IDENTIFIER = "900000001";
    string internal constant OTHER_MAKER_IDENTIFIER = "000000018";
    bytes32 private constant PARTY_TYPEHASH = keccak256("Party(bytes32 salt,uint8 role,string identifier)");
    bytes32 internal constant MAKER = keccak256(
        abi.encode(PARTY_TYPEHASH, bytes32(0), uint8(2), keccak256(bytes(MAKER_IDENTIFIER)))
    );
    bytes32 internal constant OTHER_MAKER = keccak256(
        abi.encode(PARTY_TYPEHASH, bytes32(0), uint8(2), keccak256(bytes(OTHER_MAKER_IDENTIFIER)))
    );
    bytes32 internal constant INSURER = "insurer";
    bytes32 internal constant OTHER_INSURER = "other insurer";

    bytes32 internal constant DOSSIER = keccak256("a dossier");
    bytes32 internal constant SPLIT = keccak256("how the shares were told");
    uint256 internal constant START = 1_790_000_000;
    uint256 internal constant STEP = 3 days;
    uint48 internal constant LOOK_BACK = 30 days;

    PartyRegistry internal parties;
    LinkRegistry internal links;
    AnchorRegistry internal anchors;
    WithdrawalRegistry internal withdrawals;
    SettlementRegistry internal settlements;
    StockRegistry internal stock;
    ConformityVerifier internal verifier;

    function setUp() public virtual {
        vm.warp(START);
        AccessManager manager = new AccessManager(address(this));
        parties = new PartyRegistry(address(manager), address(this), LOOK_BACK, 0, 0);
        links = new LinkRegistry(address(manager), parties);
        anchors = new AnchorRegistry();
        withdrawals = new WithdrawalRegistry(parties);
        settlements = new SettlementRegistry(parties);
        stock = new StockRegistry(parties);
        verifier = new ConformityVerifier(parties, anchors, withdrawals, settlements, stock);
        _enrol(STORE, Role.Optician, STORE_KEY);
        _enrol(OTHER_STORE, Role.Optician, OTHER_STORE_KEY);
        _enrolMaker(MAKER_IDENTIFIER, MAKER_KEY);
        _enrolMaker(OTHER_MAKER_IDENTIFIER, OTHER_MAKER_KEY);
        _enrol(INSURER, Role.Insurer, INSURER_KEY);
        _enrol(OTHER_INSURER, Role.Insurer, OTHER_INSURER_KEY);
    }

    // Parties

    function _enrol(bytes32 party, Role role, uint256 key) internal {
        parties.enrol(party, role, vm.addr(key));
        vm.prank(vm.addr(key));
        parties.addKey(party, vm.addr(key), "");
    }

    /// @dev States every delivery from now on.
    function _enrolMaker(string memory identifier, uint256 key) internal returns (bytes32 party) {
        string[] memory identifiers = new string[](1);
        identifiers[0] = identifier;
        parties.announceMaker(identifiers, vm.addr(key), 0, Makers.LENSES);
        parties.enrolMaker(identifiers, vm.addr(key), 0, Makers.LENSES);
        party = Makers.nameOf(identifier);
        vm.prank(vm.addr(key));
        parties.addKey(party, vm.addr(key), "");
    }

    function _withdraw(bytes32 party, uint256 key, bytes32 statement) internal {
        vm.prank(vm.addr(key));
        withdrawals.withdraw(party, statement, WithdrawalReason.Superseded);
    }

    function _settle(uint256 key, bytes32 invoice, uint8 rank) internal {
        Settlement[] memory shares = new Settlement[](1);
        shares[0] = Settlement(Statements.marker(DOSSIER), Statements.tag(DOSSIER, invoice, SPLIT), rank);
        vm.prank(vm.addr(key));
        settlements.settle(shares);
    }

    // Statements and receipts

    /// @dev What a stage states of a pair of lenses with its frame and one payer.
    function _statement(uint8 stage) internal pure returns (Statement memory statement) {
        statement.dossier = DOSSIER;
        statement.stage = stage;
        for (uint256 aspect = 0; aspect < Aspects.COUNT; ++aspect) {
            if (aspect == Aspects.PAYER_SECOND || !_isStatedAt(aspect, stage)) continue;
            statement.aspects[aspect] = _commitment(aspect);
        }
    }

    function _commitment(uint256 aspect) internal pure returns (bytes32) {
        return keccak256(abi.encode("commitment", aspect));
    }

    /// @dev The table of docs/protocol.md, written out again so that the library's packed form is checked by it.
    function _isStatedAt(uint256 aspect, uint256 stage) internal pure returns (bool) {
        string[13] memory stages = [
            "Q..I",
            "...I",
            "...I",
            "Q..I",
            "Q..I",
            "QOSI",
            "QOSI",
            "QOSI",
            "QOSI",
            "QOS.",
            "QOS.",
            ".OS.",
            ".OS."
        ];
        return stage < 4 && bytes(stages[aspect])[stage] != ".";
    }

    /// @dev Signs one statement as a batch of its own, and anchors it now.
    function _anchored(Statement memory statement, uint256 key) internal returns (Receipt memory receipt) {
        receipt = _signed(statement, key);
        anchors.anchor(verifier.batchDigest(receipt.batch));
    }

    /// @dev The same, `ago` seconds before the present, to which the clock returns.
    function _anchoredAgo(uint256 ago, Statement memory statement, uint256 key) internal returns (Receipt memory one) {
        uint256 present = block.timestamp;
        vm.warp(present - ago);
        one = _anchored(statement, key);
        vm.warp(present);
    }

    function _signed(Statement memory statement, uint256 key) internal view returns (Receipt memory receipt) {
        receipt.statement = statement;
        receipt.batch = Batch(vm.addr(key), Statements.hash(statement), uint64(block.timestamp));
        receipt.signature = signature(key, verifier.batchDigest(receipt.batch));
    }

    function _keyOf(uint8 stage) internal pure returns (uint256) {
        return stage == Aspects.SHIPMENT ? MAKER_KEY : STORE_KEY;
    }

    /// @dev Four statements that agree, each on a later day.
    function _dossier() internal returns (Receipt[] memory receipts) {
        receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) receipts[stage] = _next(_statement(stage));
    }

    /// @dev The same, with one statement put in the place of its stage.
    function _dossierWith(Statement memory other) internal returns (Receipt[] memory receipts) {
        receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) {
            receipts[stage] = _next(stage == other.stage ? other : _statement(stage));
        }
    }

    function _next(Statement memory statement) internal returns (Receipt memory) {
        vm.warp(block.timestamp + STEP);
        return _anchored(statement, _keyOf(statement.stage));
    }

    function _with(Receipt[] memory receipts, Receipt memory one) internal pure returns (Receipt[] memory more) {
        more = new Receipt[](receipts.length + 1);
        for (uint256 i = 0; i < receipts.length; ++i) more[i] = receipts[i];
        more[receipts.length] = one;
    }

    function _without(Receipt[] memory receipts, uint256 i) internal pure returns (Receipt[] memory fewer) {
        fewer = new Receipt[](receipts.length - 1);
        for (uint256 j = 0; j < fewer.length; ++j) fewer[j] = receipts[j < i ? j : j + 1];
    }

    function _hash(Receipt memory receipt) internal pure returns (bytes32) {
        return Statements.hash(receipt.statement);
    }

    // Verdicts

    function _policy() internal pure returns (Policy memory) {
        return
            Policy({
                lagSeconds: 2 days,
                toleranceSeconds: 1 days,
                quoteSeconds: 365 days,
                finalitySeconds: 0,
                reasons: 126,
                acceptOwnSettlement: false
            });
    }

    function _assess(Receipt[] memory receipts) internal view returns (Finding[] memory) {
        return verifier.assess(receipts, _policy(), Asker(INSURER, 1, SPLIT));
    }

    function _expectNone(Receipt[] memory receipts) internal view {
        _expect(_assess(receipts), new Finding[](0));
        assertEq(verifier.conforms(receipts, _policy(), Asker(INSURER, 1, SPLIT)), true);
    }

    /// @dev Exactly one finding, everything about it, and what it means for `conforms`.
    function _expectOne(
        Receipt[] memory receipts,
        Code code,
        uint8 stage,
        uint8 aspect,
        bytes32 subject
    ) internal view {
        Finding[] memory expected = new Finding[](1);
        expected[0] = _finding(code, stage, aspect, subject);
        _expect(_assess(receipts), expected);
        assertEq(
            verifier.conforms(receipts, _policy(), Asker(INSURER, 1, SPLIT)),
            expected[0].severity != Severity.Blocking
        );
    }

    function _finding(Code code, uint8 stage, uint8 aspect, bytes32 subject) internal pure returns (Finding memory) {
        bool isInfo = code == Code.Justified || code == Code.SettledByAsker;
        bool isReview = code == Code.MissingLink || code == Code.ForkedCorrection;
        Severity severity =
            isInfo
                ? Severity.Info
                : isReview
                    ? Severity.Review
                    : Severity.Blocking;
        return Finding(code, severity, stage, aspect, subject);
    }

    function _expect(Finding[] memory found, Finding[] memory expected) internal pure {
        for (uint256 i = 0; i < found.length && i < expected.length; ++i) {
            assertEq(uint256(found[i].code), uint256(expected[i].code));
            assertEq(uint256(found[i].severity), uint256(expected[i].severity));
            assertEq(uint256(found[i].stage), uint256(expected[i].stage));
            assertEq(uint256(found[i].aspect), uint256(expected[i].aspect));
            assertEq(found[i].subject, expected[i].subject);
        }
        assertEq(found.length, expected.length);
    }

    function _has(Finding[] memory found, Code code) internal pure returns (bool) {
        for (uint256 i = 0; i < found.length; ++i) if (found[i].code == code) return true;
        return false;
    }
}
