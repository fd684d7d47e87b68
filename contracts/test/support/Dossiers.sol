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
import {
    Asker,
    Dossier,
    GrantShown,
    MakerOpening,
    Policy,
    Receipt,
    Suite
} from "../../interfaces/IConformityVerifier.sol";
import {Role} from "../../interfaces/IPartyRegistry.sol";
import {Grant, Settlement} from "../../interfaces/ISettlementRegistry.sol";
import {WithdrawalReason} from "../../interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "../../libraries/Aspects.sol";
import {Code, Severity} from "../../libraries/Codes.sol";
import {Finding} from "../../libraries/Findings.sol";
import {Makers} from "../../libraries/Makers.sol";
import {Batch, Statement, Statements} from "../../libraries/Statements.sol";
import {Deploying} from "./Deploying.sol";
import {Test} from "./Test.sol";
import {BandMock, RenewalMock} from "./Verifiers.sol";

/// @notice The suite with opticians, lens makers and insurers on it, and dossiers to show it.
abstract contract DossierTest is Test {
    uint256 internal constant STORE_KEY = 0xA11CE;
    uint256 internal constant OTHER_STORE_KEY = 0xA11CF;
    uint256 internal constant MAKER_KEY = 0xB0B;
    uint256 internal constant OTHER_MAKER_KEY = 0xB0C;
    uint256 internal constant INSURER_KEY = 0x1257;
    uint256 internal constant OTHER_INSURER_KEY = 0x1258;
    uint256 internal constant SETTLER_KEY = 0x5E771E5;

    string internal constant MAKER_IDENTIFIER = "900000001";
    string internal constant OTHER_MAKER_IDENTIFIER = "000000018";
    bytes32 private constant PARTY_TYPEHASH = keccak256("Party(bytes32 salt,uint8 role,string identifier)");

    bytes32 internal constant STORE = "store";
    bytes32 internal constant OTHER_STORE = "other store";
    bytes32 internal constant MAKER = keccak256(
        abi.encode(PARTY_TYPEHASH, bytes32(0), uint8(2), keccak256(bytes(MAKER_IDENTIFIER)))
    );
    bytes32 internal constant OTHER_MAKER = keccak256(
        abi.encode(PARTY_TYPEHASH, bytes32(0), uint8(2), keccak256(bytes(OTHER_MAKER_IDENTIFIER)))
    );
    bytes32 internal constant INSURER = "insurer";
    bytes32 internal constant OTHER_INSURER = "other insurer";

    bytes32 internal constant SEED = "a seed";
    address internal constant SETTLER = 0xDA12A02f6A79281C63eF12ea1dd6328F5cAaBfdE;
    bytes32 internal constant DOSSIER = keccak256(
        abi.encode(keccak256("Dossier(bytes32 seed,address settler)"), SEED, SETTLER)
    );
    bytes32 internal constant SPLIT = keccak256("how the shares were told");
    bytes32 internal constant MAKER_SALT = keccak256("a salt of a maker aspect");

    uint256 internal constant START = 1_790_000_000;
    uint256 internal constant STEP = 3 days;
    /// @dev Of the policy: the smallest tolerance that it may have.
    uint256 internal constant LAG = 2 days;
    uint256 internal constant TOLERANCE = 2 days;
    uint48 internal constant LOOK_BACK = 30 days;
    uint8 internal constant NONE = 255;

    PartyRegistry internal parties;
    LinkRegistry internal links;
    AnchorRegistry internal anchors;
    WithdrawalRegistry internal withdrawals;
    SettlementRegistry internal settlements;
    StockRegistry internal stock;
    ConformityVerifier internal verifier;

    function setUp() public virtual {
        assertEq(SETTLER, vm.addr(SETTLER_KEY));
        vm.warp(START);
        AccessManager manager = Deploying.accessManager(address(this));
        parties = Deploying.partyRegistry(address(manager), address(this), LOOK_BACK, 0, 0);
        links = Deploying.linkRegistry(address(manager), parties);
        anchors = Deploying.anchorRegistry();
        withdrawals = Deploying.withdrawalRegistry(parties);
        settlements = Deploying.settlementRegistry(parties);
        stock = Deploying.stockRegistry(parties);
        verifier = Deploying.conformityVerifier(_suite());
        _enrol(STORE, Role.Optician, STORE_KEY);
        _enrol(OTHER_STORE, Role.Optician, OTHER_STORE_KEY);
        _enrolMaker(MAKER_IDENTIFIER, MAKER_KEY);
        _enrolMaker(OTHER_MAKER_IDENTIFIER, OTHER_MAKER_KEY);
        _enrol(INSURER, Role.Insurer, INSURER_KEY);
        _enrol(OTHER_INSURER, Role.Insurer, OTHER_INSURER_KEY);
    }

    function _suite() internal returns (Suite memory) {
        return
            Suite({
                parties: parties,
                links: links,
                anchors: anchors,
                withdrawals: withdrawals,
                settlements: settlements,
                stock: stock,
                bands: new BandMock("development", true),
                renewals: new RenewalMock("development", true)
            });
    }

    // Parties

    function _enrol(bytes32 party, Role role, uint256 key) internal {
        parties.enrol(party, role, vm.addr(key));
        vm.prank(vm.addr(key));
        parties.addKey(party, vm.addr(key), "");
    }

    /// @dev States every delivery from now on.
    function _enrolMaker(string memory identifier, uint256 key) internal returns (bytes32 party) {
        _enrolMakerFrom(identifier, key, 0);
        party = Makers.nameOf(identifier);
        vm.prank(vm.addr(key));
        parties.addKey(party, vm.addr(key), "");
    }

    function _enrolMakerFrom(string memory identifier, uint256 key, uint256 statesFrom) internal {
        string[] memory identifiers = new string[](1);
        identifiers[0] = identifier;
        parties.announceMaker(identifiers, vm.addr(key), uint48(statesFrom), Makers.LENSES);
        parties.enrolMaker(identifiers, vm.addr(key), uint48(statesFrom), Makers.LENSES);
    }

    function _addKey(bytes32 party, uint256 controller, uint256 key) internal {
        bytes memory consent = signature(key, parties.keyConsentDigest(party, vm.addr(key)));
        vm.prank(vm.addr(controller));
        parties.addKey(party, vm.addr(key), consent);
    }

    function _withdraw(bytes32 party, uint256 key, bytes32 statement) internal {
        vm.prank(vm.addr(key));
        withdrawals.withdraw(party, statement, WithdrawalReason.Superseded);
    }

    /// @dev By whoever made it.
    function _withdraw(Receipt memory receipt) internal {
        bytes32 party = parties.keyOf(receipt.batch.key).party;
        vm.prank(receipt.batch.key);
        withdrawals.withdraw(party, _hash(receipt), WithdrawalReason.Superseded);
    }

    // Settlement

    /// @dev With the settler's grant of the present round.
    function _settle(uint256 key, bytes32 invoice, uint8 rank) internal {
        Settlement[] memory shares = new Settlement[](1);
        bytes32 party = parties.keyOf(vm.addr(key)).party;
        Grant memory grant = _grant(party, invoice, rank, settlements.settlementOf(SETTLER).round);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SETTLER_KEY, settlements.grantDigest(grant));
        bytes32 vs = bytes32(uint256(s) | (uint256(v - 27) << 255));
        shares[0] = Settlement(SETTLER, grant.tag, rank, grant.round, r, vs);
        vm.prank(vm.addr(key));
        settlements.settle(shares);
    }

    function _release(uint256 key, uint8 rank) internal {
        vm.prank(vm.addr(key));
        settlements.release(SETTLER, rank);
    }

    function _grant(bytes32 insurer, bytes32 invoice, uint8 rank, uint32 round) internal pure returns (Grant memory) {
        return Grant(insurer, Statements.tag(DOSSIER, invoice, SPLIT), rank, SETTLER, round);
    }

    function _shownGrant(Grant memory grant) internal view returns (GrantShown memory) {
        bytes memory signed = signature(SETTLER_KEY, settlements.grantDigest(grant));
        return GrantShown(grant.insurer, grant.round, signed);
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

    /// @dev The same, of one lens only.
    function _statementOf(uint8 stage, uint256 eye) internal pure returns (Statement memory statement) {
        statement = _statement(stage);
        for (uint256 aspect = 5; aspect < 15; ++aspect) {
            if ((aspect - 5) % 2 != eye) statement.aspects[aspect] = 0;
        }
    }

    /// @dev What a stage states of a frame without lenses.
    function _frameAlone(uint8 stage) internal pure returns (Statement memory statement) {
        statement = _statement(stage);
        for (uint256 aspect = 5; aspect < 15; ++aspect) statement.aspects[aspect] = 0;
    }

    function _commitment(uint256 aspect) internal pure returns (bytes32) {
        if (aspect >= Aspects.MAKER_RIGHT) return _makerCommitment(aspect, MAKER_IDENTIFIER);
        return keccak256(abi.encode("commitment", aspect));
    }

    /// @dev Written out again, so that the library's hash is checked by it.
    function _makerCommitment(uint256 aspect, string memory identifier) internal pure returns (bytes32) {
        bytes32 hash = keccak256("Maker(uint8 aspect,bytes32 salt,string identifier)");
        return keccak256(abi.encode(hash, aspect, MAKER_SALT, keccak256(bytes(identifier))));
    }

    /// @dev The table of docs/protocol.md, written out again so that the library's packed form is checked by it.
    function _isStatedAt(uint256 aspect, uint256 stage) internal pure returns (bool) {
        string[15] memory stages = [
            "Q..I.",
            "...I.",
            "...I.",
            "Q..I.",
            "Q..I.",
            "QOSIU",
            "QOSIU",
            "QOSIU",
            "QOSIU",
            "QOS.U",
            "QOS.U",
            ".OS.U",
            ".OS.U",
            ".OS.U",
            ".OS.U"
        ];
        return stage < 5 && bytes(stages[aspect])[stage] != ".";
    }

    /// @dev Signs one statement as a batch of its own, and anchors it now.
    function _anchored(Statement memory statement, uint256 key) internal returns (Receipt memory receipt) {
        receipt = _signed(statement, key);
        anchors.anchor(verifier.batchDigest(receipt.batch));
    }

    /// @dev The same, `ago` seconds before the present, to which the clock returns.
    function _anchoredAgo(uint256 ago, Statement memory statement, uint256 key) internal returns (Receipt memory one) {
        uint256 present = vm.getBlockTimestamp();
        vm.warp(present - ago);
        one = _anchored(statement, key);
        vm.warp(present);
    }

    /// @dev Signed at another time than the present, at which it is anchored.
    function _issuedAt(
        uint256 issuedAt,
        Statement memory statement,
        uint256 key
    ) internal returns (Receipt memory receipt) {
        receipt = _signed(statement, key);
        receipt.batch.issuedAt = uint64(issuedAt);
        bytes32 digest = verifier.batchDigest(receipt.batch);
        receipt.signature = signature(key, digest);
        anchors.anchor(digest);
    }

    function _signed(Statement memory statement, uint256 key) internal view returns (Receipt memory receipt) {
        receipt.statement = statement;
        receipt.batch = Batch(vm.addr(key), Statements.hash(statement), uint64(vm.getBlockTimestamp()));
        receipt.signature = signature(key, verifier.batchDigest(receipt.batch));
    }

    function _keyOf(uint8 stage) internal pure returns (uint256) {
        return stage == Aspects.SHIPMENT || stage == Aspects.STOCK ? MAKER_KEY : STORE_KEY;
    }

    function _partyOf(uint8 stage) internal pure returns (bytes32) {
        return _keyOf(stage) == MAKER_KEY ? MAKER : STORE;
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
        vm.warp(vm.getBlockTimestamp() + STEP);
        return _anchored(statement, _keyOf(statement.stage));
    }

    /// @dev The same content again, in place of a receipt, by the key of its stage.
    function _correction(Receipt memory of_, uint8 reason) internal returns (Receipt memory) {
        return _correctionWith(of_, of_.statement, reason);
    }

    /// @dev Other content in place of a receipt.
    function _correctionWith(
        Receipt memory of_,
        Statement memory content,
        uint8 reason
    ) internal returns (Receipt memory) {
        Statement memory next = abi.decode(abi.encode(content), (Statement)); // A copy: the caller may go on with its own.
        (next.supersedes, next.reason) = (_hash(of_), reason);
        return _anchored(next, _keyOf(next.stage));
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

    function _swapped(Receipt[] memory receipts, uint256 i, uint256 j) internal pure returns (Receipt[] memory other) {
        other = new Receipt[](receipts.length);
        for (uint256 k = 0; k < receipts.length; ++k) other[k] = receipts[k];
        (other[i], other[j]) = (receipts[j], receipts[i]);
    }

    function _hash(Receipt memory receipt) internal pure returns (bytes32) {
        return Statements.hash(receipt.statement);
    }

    /// @dev When each of these receipts was anchored, which stand alone in their anchors.
    function _timeOf(Receipt memory receipt) internal view returns (uint256) {
        return anchors.anchoredAt(verifier.batchDigest(receipt.batch));
    }

    /// @dev What a certificate shows of these receipts to the insurer of rank 1: all that it may ask for.
    function _shown(Receipt[] memory receipts) internal view returns (Dossier memory dossier) {
        (dossier.seed, dossier.settler, dossier.receipts) = (SEED, SETTLER, receipts);
        for (uint256 eye = 0; eye < 2; ++eye) dossier.makers[eye] = MakerOpening(MAKER_SALT, MAKER_IDENTIFIER);
        for (uint256 i = 0; i < receipts.length; ++i) {
            bytes32 invoice = _hash(receipts[i]);
            if (receipts[i].statement.stage != Aspects.INVOICE) continue;
            if (withdrawals.withdrawalOf(STORE, invoice).time != 0) continue;
            dossier.grant = _shownGrant(_grant(INSURER, invoice, 1, settlements.settlementOf(SETTLER).round));
            break;
        }
    }

    // Verdicts

    function _policy() internal pure returns (Policy memory policy) {
        policy.lagSeconds = uint64(LAG);
        policy.toleranceSeconds = uint64(TOLERANCE);
        policy.quoteSeconds = 365 days;
        policy.reasons = 254;
    }

    function _asker() internal pure returns (Asker memory) {
        return Asker(INSURER, 1, SPLIT);
    }

    function _assess(Receipt[] memory receipts) internal view returns (Finding[] memory) {
        return _assess(_shown(receipts));
    }

    function _assess(Dossier memory dossier) internal view returns (Finding[] memory) {
        return verifier.assess(dossier, _policy(), _asker());
    }

    function _assess(Receipt[] memory receipts, Policy memory policy) internal view returns (Finding[] memory) {
        return verifier.assess(_shown(receipts), policy, _asker());
    }

    function _conforms(Receipt[] memory receipts) internal view returns (bool) {
        return verifier.conforms(_shown(receipts), _policy(), _asker());
    }

    function _expectNone(Receipt[] memory receipts) internal view {
        _expectNone(_shown(receipts));
    }

    function _expectNone(Dossier memory dossier) internal view {
        _expectAll(dossier, new Finding[](0));
    }

    /// @dev Exactly one finding, everything about it, and what it means for `conforms`.
    function _expectOne(
        Receipt[] memory receipts,
        Code code,
        uint8 stage,
        uint8 aspect,
        bytes32 subject
    ) internal view {
        _expectAll(_shown(receipts), _one(code, stage, aspect, subject));
    }

    function _expectOne(Dossier memory dossier, Code code, uint8 stage, uint8 aspect, bytes32 subject) internal view {
        _expectAll(dossier, _one(code, stage, aspect, subject));
    }

    function _expectAll(Receipt[] memory receipts, Finding[] memory expected) internal view {
        _expectAll(_shown(receipts), expected);
    }

    /// @dev Exactly these findings, and what they mean for `conforms`.
    function _expectAll(Dossier memory dossier, Finding[] memory expected) internal view {
        _expect(_assess(dossier), expected);
        bool conforms = true;
        for (uint256 i = 0; i < expected.length; ++i) {
            if (expected[i].severity != Severity.Info && expected[i].severity != Severity.Review) conforms = false;
        }
        assertEq(verifier.conforms(dossier, _policy(), _asker()), conforms);
    }

    function _expect(Finding[] memory found, Finding[] memory expected) internal pure {
        for (uint256 i = 0; i < found.length && i < expected.length; ++i) {
            assertEq(Code.unwrap(found[i].code), Code.unwrap(expected[i].code));
            assertEq(uint256(found[i].severity), uint256(expected[i].severity));
            assertEq(uint256(found[i].stage), uint256(expected[i].stage));
            assertEq(uint256(found[i].aspect), uint256(expected[i].aspect));
            assertEq(found[i].subject, expected[i].subject);
            assertEq(uint256(found[i].until), uint256(expected[i].until));
        }
        assertEq(found.length, expected.length);
    }

    /// @dev Written out again from docs/protocol.md, "Findings"; blocking where time decides.
    function _severityOf(Code code) internal pure returns (Severity) {
        uint256 number = Code.unwrap(code);
        if (number == 13 || number == 23 || number == 36 || number == 45) return Severity.Info;
        uint8[9] memory reviewed = [24, 25, 33, 37, 42, 44, 46, 48, 49];
        for (uint256 i = 0; i < reviewed.length; ++i) if (reviewed[i] == number) return Severity.Review;
        return number == 40 ? Severity.NotVerifiable : Severity.Blocking;
    }

    function _finding(Code code, uint8 stage, uint8 aspect, bytes32 subject) internal pure returns (Finding memory) {
        return Finding(code, _severityOf(code), stage, aspect, subject, 0);
    }

    function _one(Code code, uint8 stage, uint8 aspect, bytes32 subject) internal pure returns (Finding[] memory) {
        return _and(new Finding[](0), code, stage, aspect, subject);
    }

    /// @dev Pending until a time.
    function _pending(
        Code code,
        uint8 stage,
        uint8 aspect,
        bytes32 subject,
        uint256 until
    ) internal pure returns (Finding[] memory) {
        return _andPending(new Finding[](0), code, stage, aspect, subject, until);
    }

    function _and(
        Finding[] memory found,
        Code code,
        uint8 stage,
        uint8 aspect,
        bytes32 subject
    ) internal pure returns (Finding[] memory) {
        return _and(found, _finding(code, stage, aspect, subject));
    }

    function _andPending(
        Finding[] memory found,
        Code code,
        uint8 stage,
        uint8 aspect,
        bytes32 subject,
        uint256 until
    ) internal pure returns (Finding[] memory) {
        return _and(found, Finding(code, Severity.Pending, stage, aspect, subject, uint64(until)));
    }

    function _and(Finding[] memory found, Finding memory one) internal pure returns (Finding[] memory more) {
        more = new Finding[](found.length + 1);
        for (uint256 i = 0; i < found.length; ++i) more[i] = found[i];
        more[found.length] = one;
    }

    function _has(Finding[] memory found, Code code) internal pure returns (bool) {
        return _count(found, code) > 0;
    }

    function _count(Finding[] memory found, Code code) internal pure returns (uint256 count) {
        for (uint256 i = 0; i < found.length; ++i) if (found[i].code == code) ++count;
    }

    /// @dev The first of these findings that has this code.
    function _found(Finding[] memory found, Code code) internal pure returns (Finding memory) {
        for (uint256 i = 0; i < found.length; ++i) if (found[i].code == code) return found[i];
        revert("there is no such finding");
    }
}
