// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Asker, IConformityVerifier, Receipt, StockOpening} from "../interfaces/IConformityVerifier.sol";
import {StockUse} from "../interfaces/IStockRegistry.sol";
import {WithdrawalReason} from "../interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Code, Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {Stock} from "../libraries/Stock.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice A right lens from stock and a left one made to order; each finding with the near miss that is right.
contract StockLensesTest is DossierTest {
    uint8 private constant NONE = 255;
    bytes32 private constant NULLIFIER = keccak256("a nullifier");
    uint8 private constant RIGHT = 0;
    uint8 private constant LEFT = 1;

    // What conforms

    function test_AStockLensStandsForTheShipmentOfItsEye() public {
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        _expectStock(receipts);
        // Without its opening it is a receipt of another dossier.
        assertEq(_has(_assess(receipts), Code.OtherDossier), true);
    }

    function test_NobodyAsksStockForACorrectionThatMountingSets() public {
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        Statement memory unit = _unit(STORE);
        unit.aspects[9] = 0;
        receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        _expectStock(receipts);
        // Of a lens that is made to order it is asked, and so is all else of a stock lens.
        Statement memory left = _leftShipment();
        left.aspects[10] = 0;
        receipts[2] = _anchoredAgo(3 days, left, MAKER_KEY);
        _expectStockOne(receipts, Code.MissingAspect, 10, 0);
        receipts[2] = _anchoredAgo(3 days, _leftShipment(), MAKER_KEY);
        unit.aspects[7] = 0;
        receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        _expectStockOne(receipts, Code.MissingAspect, 7, 0);
    }

    function test_AStatedCorrectionMustBeTheOne() public {
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        Statement memory unit = _unit(STORE);
        unit.aspects[9] = "another correction";
        receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        Finding[] memory found = _assessStock(receipts);
        assertEq(found.length, 2); // At the order and at the quote, which differ from the shipment.
        assertEq(uint256(found[0].code), uint256(Code.AspectMismatch));
        assertEq(found[0].aspect, 9);
    }

    function testFuzz_StockIsShippedLongBeforeTheQuoteOrLate(uint32 ago) public {
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        receipts[4] = _anchoredAgo(bound(ago, 0, 900 days), _unit(STORE), MAKER_KEY);
        _expectStock(receipts);
        // But not after the invoice.
        vm.warp(block.timestamp + 1 days + 1);
        receipts[4] = _anchored(_unit(STORE), MAKER_KEY);
        _expectStockOne(receipts, Code.OutOfOrder, NONE, _hash(receipts[3]));
    }

    function testFuzz_OnlyTheEyeThatAUnitServesIsTakenFromIt(bytes32[4] memory others) public {
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        Statement memory unit = _unit(STORE);
        for (uint256 i = 0; i < 4; ++i) unit.aspects[6 + 2 * i] = others[i];
        receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        _expectStock(receipts);
    }

    // Use

    function test_AUnitThatIsNotUsedIsFound() public {
        Receipt[] memory receipts = _dossierFromStock();
        _expectStockOne(receipts, Code.StockNotUsed, 5, _hash(receipts[4]));
    }

    function testFuzz_AUnitUsedForAnotherDossierOrEyeIsFound(bytes32 other) public {
        vm.assume(other != DOSSIER);
        Receipt[] memory receipts = _dossierFromStock();
        uint256 before = vm.snapshotState();
        _use(other, RIGHT);
        _use(DOSSIER, RIGHT); // Too late: the first use stands.
        _expectStockOne(receipts, Code.StockUsedElsewhere, 5, _hash(receipts[4]));
        vm.revertToState(before);
        _use(DOSSIER, LEFT);
        _expectStockOne(receipts, Code.StockUsedElsewhere, 5, _hash(receipts[4]));
    }

    function test_OnePhysicalLensServesNotBothEyes() public {
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        Statement memory unit = _unit(STORE);
        for (uint256 aspect = 6; aspect < 13; aspect += 2) unit.aspects[aspect] = _commitment(aspect);
        receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        receipts[2] = receipts[4];
        StockOpening[] memory openings = new StockOpening[](2);
        openings[0] = StockOpening(4, RIGHT, NULLIFIER);
        openings[1] = StockOpening(2, LEFT, NULLIFIER);
        Finding[] memory found = verifier.assessWithStock(receipts, openings, _policy(), Asker(INSURER, 1, SPLIT));
        _expect(found, _about(Code.StockUsedElsewhere, 2, 6, _hash(receipts[4])));
    }

    function test_AUseMayFollowTheInvoiceByTheTolerance() public {
        Receipt[] memory receipts = _dossierFromStock();
        vm.warp(block.timestamp + 1 days);
        uint256 before = vm.snapshotState();
        _use(DOSSIER, RIGHT);
        _expectStock(receipts);
        vm.revertToState(before);
        vm.warp(block.timestamp + 1);
        _use(DOSSIER, RIGHT);
        _expectStockOne(receipts, Code.StockNotUsed, 5, _hash(receipts[4]));
        // A later invoice gives no more time, though it lawfully replaces the first.
        Receipt[] memory restated = _with(receipts, _anchored(_statement(3), STORE_KEY));
        _expectStockOne(restated, Code.StockNotUsed, 5, _hash(receipts[4]));
        Statement memory corrected = _statement(3);
        (corrected.supersedes, corrected.reason) = (_hash(receipts[3]), 6);
        _withdraw(STORE, STORE_KEY, _hash(receipts[3]));
        restated[5] = _anchored(corrected, STORE_KEY);
        assertEq(_has(_assessStock(restated), Code.StockNotUsed), true);
        // One of another lens would: that is another unit's.
        Statement memory unit = _unit(STORE);
        (unit.aspects[5], corrected.aspects[5]) = (bytes32("another"), bytes32("another"));
        restated[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        restated[5] = _anchored(corrected, STORE_KEY);
        assertEq(_has(_assessStock(restated), Code.StockNotUsed), false);
    }

    function test_AnotherStoresUseIsNoUse() public {
        Receipt[] memory receipts = _dossierFromStock();
        vm.prank(vm.addr(OTHER_STORE_KEY));
        stock.use(_uses(DOSSIER, RIGHT));
        _expectStockOne(receipts, Code.StockNotUsed, 5, _hash(receipts[4]));
    }

    function test_AnInvoiceMayComeFirst() public {
        Receipt[] memory receipts = _dossierFromStock();
        (receipts[0], receipts[3]) = (receipts[3], receipts[0]);
        _expectStockOne(receipts, Code.StockNotUsed, 5, _hash(receipts[4]));
        vm.warp(block.timestamp + 1 days + 1);
        _use(DOSSIER, RIGHT);
        _expectStockOne(receipts, Code.StockNotUsed, 5, _hash(receipts[4]));
    }

    function test_AFlawedInvoiceTakesNoTimeAway() public {
        Receipt[] memory receipts = _dossierFromStock();
        Receipt memory early = _anchoredAgo(30 days, _statement(3), STORE_KEY);
        early.signature[0] ^= 0x01;
        _use(DOSSIER, RIGHT);
        _expectStockOne(_with(receipts, early), Code.BadSignature, 3, NONE, _hash(early));
    }

    function test_AReturnedUnitNeedNotBeUsed() public {
        Receipt[] memory receipts = _dossierFromStock();
        _withdraw(MAKER, MAKER_KEY, _hash(receipts[4]));
        assertEq(_has(_assessStock(receipts), Code.StockNotUsed), false);
    }

    /// @dev It may come second, and first where the store took the unit's id for its dossier's.
    function test_AUnitMayComeAnywhere() public {
        Receipt[] memory receipts = _dossierFromStock();
        StockOpening[] memory openings = _opening();
        (receipts[1], receipts[4], openings[0].receipt) = (receipts[4], receipts[1], 1);
        uint256 before = vm.snapshotState();
        _use(DOSSIER, RIGHT);
        Asker memory asker = Asker(INSURER, 1, SPLIT);
        _expect(verifier.assessWithStock(receipts, openings, _policy(), asker), new Finding[](0));
        vm.revertToState(before);
        bytes32 id = Stock.unit(NULLIFIER, STORE);
        for (uint8 stage = 0; stage < 4; ++stage) {
            Statement memory statement = stage == 2 ? _leftShipment() : _statement(stage);
            statement.dossier = id;
            receipts[stage + 1] = _anchoredAgo((4 - stage) * STEP, statement, _keyOf(stage));
        }
        receipts[0] = _anchoredAgo(90 days, _unit(STORE), MAKER_KEY);
        openings[0].receipt = 0;
        Finding[] memory found = verifier.assessWithStock(receipts, openings, _policy(), asker);
        _expect(found, _about(Code.StockNotUsed, 2, 5, _hash(receipts[0])));
    }

    // The unit

    function test_TheOrderStatesTheCorrectionOfAStockLensToo() public {
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        Statement memory order = _statement(1);
        order.aspects[9] = 0;
        receipts[1] = _anchoredAgo(2 * STEP, order, STORE_KEY);
        _expectStockOne(receipts, Code.MissingAspect, 1, 9, 0);
    }

    function testFuzz_AUnitOfAnotherStoreOrAnotherUnitIsFound(bytes32 party, bytes32 nullifier) public {
        vm.assume(party != STORE && nullifier != NULLIFIER);
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        receipts[4] = _anchoredAgo(90 days, _unit(party), MAKER_KEY);
        _expectStockOne(receipts, Code.StockOfAnotherStore, 5, _hash(receipts[4]));
        receipts[4] = _anchoredAgo(90 days, _unit(STORE), MAKER_KEY);
        StockOpening[] memory openings = _opening();
        openings[0].nullifier = nullifier;
        Finding[] memory found = verifier.assessWithStock(receipts, openings, _policy(), Asker(INSURER, 1, SPLIT));
        _expect(found, _about(Code.StockOfAnotherStore, 2, 5, _hash(receipts[4])));
    }

    function test_AReturnedUnitIsFound() public {
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        bytes32 unit = _hash(receipts[4]);
        vm.prank(vm.addr(STORE_KEY));
        withdrawals.withdraw(STORE, unit, WithdrawalReason.Return); // The store takes nothing back of its maker's.
        _expectStock(receipts);
        vm.prank(vm.addr(MAKER_KEY));
        withdrawals.withdraw(MAKER, unit, WithdrawalReason.Return);
        Finding[] memory found = _assessStock(receipts);
        _expect(_first(found), _about(Code.Withdrawn, 2, NONE, unit));
        for (uint256 i = 1; i < found.length; ++i) assertEq(uint256(found[i].code), uint256(Code.MissingAspect));
        assertEq(found.length, 5); // Code, lens, correction and order of its eye are shipped by nobody else.
    }

    function test_ASubstitutedLensIsFound() public {
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        Statement memory unit = _unit(STORE);
        unit.aspects[7] = "a cheaper lens";
        receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        Finding[] memory found = _assessStock(receipts);
        assertEq(found.length, 1);
        assertEq(uint256(found[0].code), uint256(Code.AspectMismatch));
        assertEq(found[0].aspect, 7);
        assertEq(found[0].stage, 2);
    }

    function test_StockIsAShipmentOfALensMaker() public {
        Receipt[] memory receipts = _dossierFromStock();
        _use(DOSSIER, RIGHT);
        receipts[4] = _anchoredAgo(90 days, _unit(STORE), OTHER_STORE_KEY);
        assertEq(_has(_assessStock(receipts), Code.WrongRole), true);
        Statement memory order = _unit(STORE);
        order.stage = 1;
        receipts[4] = _anchoredAgo(90 days, order, STORE_KEY);
        _expect(_first(_assessStock(receipts)), _about(Code.MalformedStatement, 1, NONE, _hash(receipts[4])));
    }

    function test_WithoutAnInvoiceThatCountsNoUseIsJudged() public {
        Receipt[] memory receipts = _dossierFromStock();
        receipts[3].signature[3] ^= 0x10;
        _expectStockOne(receipts, Code.BadSignature, 3, NONE, _hash(receipts[3]));
    }

    // Bounds

    function testFuzz_OpeningsAreTwoAtMostAndOfAnEye(uint8 count, uint8 eye) public {
        Receipt[] memory receipts = _dossierFromStock();
        StockOpening[] memory openings = new StockOpening[](3 + (count % 5));
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.TooManyOpenings.selector, openings.length, 2));
        verifier.assessWithStock(receipts, openings, _policy(), Asker(INSURER, 1, SPLIT));
        eye = uint8(bound(eye, 2, 255));
        openings = _opening();
        openings[0].eye = eye;
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.EyeOutOfRange.selector, eye));
        verifier.assessWithStock(receipts, openings, _policy(), Asker(INSURER, 1, SPLIT));
    }

    // Parts

    /// @dev Quote, order, shipment of the left lens, invoice, and the unit, which was shipped long before.
    function _dossierFromStock() private returns (Receipt[] memory) {
        vm.warp(START + 900 days);
        Receipt memory unit = _anchoredAgo(90 days, _unit(STORE), MAKER_KEY);
        return _with(_dossierWith(_leftShipment()), unit);
    }

    /// @dev What the maker states of a unit: under the salts of the unit, which the store uses for that eye too.
    function _unit(bytes32 store) private pure returns (Statement memory statement) {
        statement.dossier = Stock.unit(NULLIFIER, store);
        statement.stage = Aspects.SHIPMENT;
        for (uint256 aspect = 5; aspect < 13; aspect += 2) {
            statement.aspects[aspect] = _commitment(aspect);
            statement.aspects[aspect + 1] = keccak256(abi.encode("the same unit, as a left lens", aspect));
        }
    }

    function _leftShipment() private pure returns (Statement memory statement) {
        statement = _statement(Aspects.SHIPMENT);
        for (uint256 aspect = 5; aspect < 13; aspect += 2) statement.aspects[aspect] = 0;
    }

    function _uses(bytes32 dossier, uint8 eye) private pure returns (StockUse[] memory uses) {
        uses = new StockUse[](1);
        uses[0] = StockUse(Stock.marker(NULLIFIER), Stock.tag(dossier, NULLIFIER, eye));
    }

    function _use(bytes32 dossier, uint8 eye) private {
        vm.prank(vm.addr(STORE_KEY));
        stock.use(_uses(dossier, eye));
    }

    function _opening() private pure returns (StockOpening[] memory openings) {
        openings = new StockOpening[](1);
        openings[0] = StockOpening(4, RIGHT, NULLIFIER);
    }

    function _assessStock(Receipt[] memory receipts) private view returns (Finding[] memory) {
        return verifier.assessWithStock(receipts, _opening(), _policy(), Asker(INSURER, 1, SPLIT));
    }

    function _expectStock(Receipt[] memory receipts) private view {
        _expect(_assessStock(receipts), new Finding[](0));
    }

    function _expectStockOne(Receipt[] memory receipts, Code code, uint8 aspect, bytes32 subject) private view {
        _expectStockOne(receipts, code, code == Code.OutOfOrder ? 3 : 2, aspect, subject);
    }

    function _expectStockOne(
        Receipt[] memory receipts,
        Code code,
        uint8 stage,
        uint8 aspect,
        bytes32 subject
    ) private view {
        _expect(_assessStock(receipts), _about(code, stage, aspect, subject));
    }

    function _first(Finding[] memory found) private pure returns (Finding[] memory one) {
        one = new Finding[](1);
        one[0] = found[0];
    }

    function _about(Code code, uint8 stage, uint8 aspect, bytes32 subject) private pure returns (Finding[] memory one) {
        one = new Finding[](1);
        one[0] = _finding(code, stage, aspect, subject);
    }
}
