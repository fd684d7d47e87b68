// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Dossier, IConformityVerifier, Receipt, StockOpening} from "../interfaces/IConformityVerifier.sol";
import {LinkKind} from "../interfaces/ILinkRegistry.sol";
import {StockUse} from "../interfaces/IStockRegistry.sol";
import {WithdrawalReason} from "../interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes, Severity} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Statement} from "../libraries/Statements.sol";
import {Stock} from "../libraries/Stock.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 11, and what other passes make of stock: a right lens from stock and a left one made to order.
contract StockPassTest is DossierTest {
    bytes32 private constant NULLIFIER = keccak256("a nullifier");
    uint8 private constant RIGHT = 0;
    uint8 private constant LEFT = 1;

    // What conforms

    function test_AStockLensStandsForTheShipmentOfItsEye() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        _expectNone(dossier);
        // Without its opening it is malformed.
        delete dossier.stock;
        assertEq(_assess(dossier)[0].stage, 4);
        assertEq(_count(_assess(dossier), Codes.MALFORMED_STATEMENT), 1);
    }

    function test_OnlyStockMayBeThere() public {
        Dossier memory dossier = _ofOneLens();
        _expectNone(dossier);
    }

    function test_7_2_NobodyAsksStockForACorrectionThatMountingSets() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        Statement memory unit = _unit(STORE);
        unit.aspects[9] = 0;
        dossier.receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        _expectNone(dossier);
        // Of a lens that is made to order it is asked, and so is all else of a stock lens.
        Statement memory left = _statementOf(2, 1);
        left.aspects[10] = 0;
        dossier.receipts[2] = _anchoredAgo(3 days, left, MAKER_KEY);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(dossier, _pending(Codes.MISSING_ASPECT, 2, 10, 0, until));
        dossier.receipts[2] = _anchoredAgo(3 days, _statementOf(2, 1), MAKER_KEY);
        unit.aspects[7] = 0;
        dossier.receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        _expectAll(dossier, _pending(Codes.MISSING_ASPECT, 2, 7, 0, until));
    }

    function test_7_2_TheOrderStatesTheCorrectionOfAStockLensToo() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        Statement memory order = _statement(1);
        order.aspects[9] = 0;
        dossier.receipts[1] = _anchoredAgo(2 * STEP, order, STORE_KEY);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(dossier, _pending(Codes.MISSING_ASPECT, 1, 9, 0, until));
    }

    function test_7_1_AStatedCorrectionMustBeTheOne() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        Statement memory unit = _unit(STORE);
        unit.aspects[9] = "another correction";
        dossier.receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        Finding[] memory expected = _one(Codes.ASPECT_MISMATCH, 1, 9, 0);
        _expectAll(dossier, _and(expected, Codes.ASPECT_MISMATCH, 0, 9, 0));
    }

    function test_7_1_ASubstitutedLensIsFound() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        Statement memory unit = _unit(STORE);
        unit.aspects[7] = "a cheaper lens";
        dossier.receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        _expectOne(dossier, Codes.ASPECT_MISMATCH, 2, 7, 0);
    }

    function testFuzz_8_3_StockIsShippedLongBeforeTheQuoteOrLate(uint32 ago) public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        dossier.receipts[4] = _anchoredAgo(bound(ago, 0, 900 days), _unit(STORE), MAKER_KEY);
        _expectNone(dossier);
        // But not after the invoice.
        vm.warp(vm.getBlockTimestamp() + TOLERANCE);
        dossier.receipts[4] = _anchored(_unit(STORE), MAKER_KEY);
        _expectNone(dossier);
        vm.warp(vm.getBlockTimestamp() + 1);
        dossier.receipts[4] = _anchored(_unit(STORE), MAKER_KEY);
        _expectOne(dossier, Codes.OUT_OF_ORDER, 3, NONE, _hash(dossier.receipts[3]));
    }

    function testFuzz_4_OnlyTheEyeThatAUnitServesIsTakenFromIt(bytes32[5] memory others) public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        Statement memory unit = _unit(STORE);
        for (uint256 i = 0; i < 5; ++i) unit.aspects[6 + 2 * i] = others[i];
        dossier.receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        _expectNone(dossier);
    }

    function test_4_TheStageOfAnAmbiguityIsTheReceipts() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        Statement memory shipment = _statement(2);
        shipment.aspects[5] = "another code";
        dossier.receipts[2] = _anchoredAgo(3 days, shipment, MAKER_KEY);
        Finding[] memory expected = _one(Codes.AMBIGUOUS_STATEMENT, 4, 5, _hash(dossier.receipts[4]));
        expected = _and(expected, Codes.ASPECT_MISMATCH, 2, 5, 0);
        _expectAll(dossier, expected);
    }

    function test_6_2_StockIsOfTheMakerNamedToo() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        dossier.receipts[4] = _anchoredAgo(90 days, _unit(STORE), OTHER_MAKER_KEY);
        _expectOne(dossier, Codes.MAKER_MISMATCH, 4, 13, _hash(dossier.receipts[4]));
    }

    function test_3_AStockReceiptIsOfAMakerThatNeitherOrderedNorBelongsToTheStore() public {
        links.affiliate(STORE, MAKER);
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        dossier.receipts[2] = _anchoredAgo(3 days, _statementOf(2, 1), MAKER_KEY);
        Finding[] memory expected = _one(Codes.AFFILIATED_MAKER, 2, NONE, _hash(dossier.receipts[2]));
        expected = _and(expected, Codes.AFFILIATED_MAKER, 4, NONE, _hash(dossier.receipts[4]));
        _expectAll(dossier, expected);
        dossier.receipts = _with(dossier.receipts, _anchored(_statement(1), MAKER_KEY));
        assertEq(_count(_assess(dossier), Codes.SAME_PARTY), 2);
    }

    function test_1_8_StockIsStatedByALensMaker() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        dossier.receipts[4] = _anchoredAgo(90 days, _unit(STORE), OTHER_STORE_KEY);
        assertEq(_has(_assess(dossier), Codes.WRONG_ROLE), true);
    }

    function testFuzz_1_1_AnOpeningIsOfAStockStatement(uint8 stage) public {
        stage %= 4;
        Dossier memory dossier = _shown(_dossier());
        dossier.stock = new StockOpening[](1);
        dossier.stock[0] = StockOpening(stage, RIGHT, NULLIFIER);
        Finding memory first = _assess(dossier)[0];
        bytes32 hash = _hash(dossier.receipts[stage]);
        assertEq(abi.encode(first), abi.encode(_finding(Codes.MALFORMED_STATEMENT, stage, NONE, hash)));
    }

    function test_OfSeveralOpeningsOfOneReceiptTheFirstIsRead() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        StockOpening memory opening = dossier.stock[0];
        dossier.stock = new StockOpening[](2);
        dossier.stock[0] = opening;
        dossier.stock[1] = StockOpening(4, LEFT, "another nullifier");
        _expectNone(dossier);
        (dossier.stock[0], dossier.stock[1]) = (dossier.stock[1], dossier.stock[0]);
        assertEq(_has(_assess(dossier), Codes.STOCK_OF_ANOTHER_STORE), true);
        // One of a receipt that is not there opens nothing.
        dossier.stock[0] = StockOpening(5, LEFT, NULLIFIER);
        _expectNone(dossier);
    }

    // Rule 11.1

    function testFuzz_11_1_AUnitOfAnotherStoreOrAnotherUnitIsFound(bytes32 party, bytes32 nullifier) public {
        vm.assume(party != STORE && nullifier != NULLIFIER);
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        dossier.receipts[4] = _anchoredAgo(90 days, _unit(party), MAKER_KEY);
        _expectOne(dossier, Codes.STOCK_OF_ANOTHER_STORE, 4, 5, _hash(dossier.receipts[4]));
        dossier.receipts[4] = _anchoredAgo(90 days, _unit(STORE), MAKER_KEY);
        dossier.stock[0].nullifier = nullifier;
        _expectOne(dossier, Codes.STOCK_OF_ANOTHER_STORE, 4, 5, _hash(dossier.receipts[4]));
    }

    /// @dev Two linked shops and one stock lens: links do not extend to stock.
    function test_11_1_LinksDoNotExtendToStock() public {
        vm.prank(vm.addr(STORE_KEY));
        links.consent(STORE, OTHER_STORE, LinkKind.SameEnterprise);
        vm.prank(vm.addr(OTHER_STORE_KEY));
        links.consent(OTHER_STORE, STORE, LinkKind.SameEnterprise);
        Dossier memory dossier = _fromStock();
        dossier.receipts[4] = _anchoredAgo(90 days, _unit(OTHER_STORE), MAKER_KEY);
        vm.prank(vm.addr(OTHER_STORE_KEY));
        stock.use(_uses(DOSSIER, RIGHT));
        _expectOne(dossier, Codes.STOCK_OF_ANOTHER_STORE, 4, 5, _hash(dossier.receipts[4]));
    }

    // Rule 11.2

    function test_11_2_AUseIsWaitedForUntilTheToleranceIsOver() public {
        Dossier memory dossier = _fromStock();
        bytes32 unit = _hash(dossier.receipts[4]);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        uint256 before = vm.snapshotState();
        _expectAll(dossier, _pending(Codes.STOCK_NOT_USED, 4, 5, unit, until));
        vm.warp(until);
        _expectAll(dossier, _pending(Codes.STOCK_NOT_USED, 4, 5, unit, until));
        _use(DOSSIER, RIGHT);
        _expectNone(dossier);
        vm.revertToState(before);
        vm.warp(until + 1);
        _expectOne(dossier, Codes.STOCK_NOT_USED, 4, 5, unit);
        _use(DOSSIER, RIGHT); // Too late.
        _expectOne(dossier, Codes.STOCK_NOT_USED, 4, 5, unit);
    }

    function test_11_2_ALaterInvoiceGivesNoMoreTime() public {
        Dossier memory dossier = _fromStock();
        Receipt[] memory receipts = dossier.receipts;
        vm.warp(vm.getBlockTimestamp() + TOLERANCE + 1);
        _use(DOSSIER, RIGHT);
        dossier.receipts = _with(receipts, _anchored(_statement(3), STORE_KEY));
        _expectOne(dossier, Codes.STOCK_NOT_USED, 4, 5, _hash(receipts[4]));
        // Not even one that lawfully replaces the first.
        Receipt memory corrected = _correction(receipts[3], 6);
        _withdraw(receipts[3]);
        dossier.receipts = _with(receipts, corrected);
        assertEq(_has(_assess(dossier), Codes.STOCK_NOT_USED), true);
        // One of another lens would: that is another unit's.
        Statement memory unit = _unit(STORE);
        Statement memory content = _statement(3);
        (unit.aspects[5], content.aspects[5]) = (bytes32("another"), bytes32("another"));
        receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        dossier.receipts = _with(receipts, _correctionWith(receipts[3], content, 6));
        assertEq(_has(_assess(dossier), Codes.STOCK_NOT_USED), false);
    }

    function test_11_2_AnotherStoresUseIsNoUse() public {
        Dossier memory dossier = _fromStock();
        vm.prank(vm.addr(OTHER_STORE_KEY));
        stock.use(_uses(DOSSIER, RIGHT));
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(dossier, _pending(Codes.STOCK_NOT_USED, 4, 5, _hash(dossier.receipts[4]), until));
    }

    function test_11_2_AFlawedInvoiceTakesNoTimeAway() public {
        Dossier memory dossier = _fromStock();
        Receipt memory early = _anchoredAgo(30 days, _statement(3), STORE_KEY);
        early.signature[0] ^= 0x01;
        _use(DOSSIER, RIGHT);
        dossier.receipts = _with(dossier.receipts, early);
        _expectOne(dossier, Codes.BAD_SIGNATURE, 3, NONE, _hash(early));
    }

    /// @dev Where no invoice states the unit's code, nothing is waited for; a unit that states none is no exception.
    function test_11_2_AUnitThatNoInvoiceStatesIsNotWaitedFor() public {
        Dossier memory dossier = _fromStock();
        for (uint256 i = 0; i < 2; ++i) {
            Statement memory unit = _unit(STORE);
            Statement memory invoice = _statement(3);
            if (i == 0) unit.aspects[5] = "a code that nobody invoices";
            else (unit.aspects[5], invoice.aspects[5]) = (0, 0);
            dossier.receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
            dossier.receipts[3] = _anchored(invoice, STORE_KEY);
            Finding memory last = _found(_assess(dossier), Codes.STOCK_NOT_USED);
            assertEq(uint256(last.severity), uint256(Severity.Blocking));
            uint256 before = vm.snapshotState();
            vm.warp(vm.getBlockTimestamp() + 900 days);
            _use("another dossier", RIGHT);
            assertEq(_has(_assess(dossier), Codes.STOCK_NOT_USED), false);
            assertEq(_has(_assess(dossier), Codes.STOCK_USED_ELSEWHERE), true);
            vm.revertToState(before);
        }
    }

    function test_11_2_AReturnedUnitNeedNotBeUsed() public {
        Dossier memory dossier = _fromStock();
        _withdraw(dossier.receipts[4]);
        assertEq(_has(_assess(dossier), Codes.STOCK_NOT_USED), false);
    }

    function test_2_1_AReturnedUnitIsFound() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        bytes32 unit = _hash(dossier.receipts[4]);
        vm.prank(vm.addr(STORE_KEY));
        withdrawals.withdraw(STORE, unit, WithdrawalReason.Return); // The store takes nothing back of its maker's.
        _expectNone(dossier);
        vm.prank(vm.addr(MAKER_KEY));
        withdrawals.withdraw(MAKER, unit, WithdrawalReason.Return);
        // Nobody else shipped the lens of that eye.
        Finding[] memory expected = _one(Codes.WITHDRAWN, 4, NONE, unit);
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(dossier, _andPending(expected, Codes.MAKER_STATEMENT_MISSING, 2, 13, 0, until));
    }

    function test_11_WithoutAnInvoiceThatCountsNoUseIsJudged() public {
        Dossier memory dossier = _fromStock();
        dossier.receipts[3].signature[3] ^= 0x10;
        _expectOne(dossier, Codes.BAD_SIGNATURE, 3, NONE, _hash(dossier.receipts[3]));
    }

    function test_11_AnInvoiceAndAUnitMayComeAnywhere() public {
        Dossier memory dossier = _fromStock();
        Receipt[] memory receipts = dossier.receipts;
        (receipts[0], receipts[1], receipts[3], receipts[4]) = (receipts[4], receipts[3], receipts[0], receipts[1]);
        dossier.stock[0].receipt = 0;
        uint256 until = vm.getBlockTimestamp() + TOLERANCE;
        _expectAll(dossier, _pending(Codes.STOCK_NOT_USED, 4, 5, _hash(receipts[0]), until));
        _use(DOSSIER, RIGHT);
        _expectNone(dossier);
    }

    // Rule 11.3

    function testFuzz_11_3_AUnitUsedForAnotherDossierOrEyeIsFound(bytes32 other) public {
        vm.assume(other != DOSSIER);
        Dossier memory dossier = _fromStock();
        bytes32 unit = _hash(dossier.receipts[4]);
        uint256 before = vm.snapshotState();
        _use(other, RIGHT);
        _use(DOSSIER, RIGHT); // Too late: the first use stands.
        _expectOne(dossier, Codes.STOCK_USED_ELSEWHERE, 4, 5, unit);
        vm.revertToState(before);
        _use(DOSSIER, LEFT);
        _expectOne(dossier, Codes.STOCK_USED_ELSEWHERE, 4, 5, unit);
    }

    function test_11_3_OnePhysicalLensServesNotBothEyes() public {
        Dossier memory dossier = _fromStock();
        _use(DOSSIER, RIGHT);
        Statement memory unit = _unit(STORE);
        for (uint256 aspect = 6; aspect < 15; aspect += 2) unit.aspects[aspect] = _commitment(aspect);
        dossier.receipts[4] = _anchoredAgo(90 days, unit, MAKER_KEY);
        dossier.receipts[2] = dossier.receipts[4];
        dossier.stock = new StockOpening[](2);
        dossier.stock[0] = StockOpening(4, RIGHT, NULLIFIER);
        dossier.stock[1] = StockOpening(2, LEFT, NULLIFIER);
        _expectOne(dossier, Codes.STOCK_USED_ELSEWHERE, 4, 6, _hash(dossier.receipts[4]));
    }

    // Limits

    function testFuzz_OpeningsAreTwoAtMostAndOfAnEye(uint8 count, uint8 eye) public {
        Dossier memory dossier = _fromStock();
        dossier.stock = new StockOpening[](3 + (count % 5));
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.TooManyOpenings.selector, dossier.stock.length, 2));
        _assess(dossier);
        dossier.stock = new StockOpening[](1);
        eye = uint8(bound(eye, 2, 255));
        dossier.stock[0] = StockOpening(4, eye, NULLIFIER);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.EyeOutOfRange.selector, eye));
        _assess(dossier);
    }

    // Parts

    /// @dev Quote, order, shipment of the left lens, invoice, and the unit, which was shipped long before.
    function _fromStock() private returns (Dossier memory dossier) {
        vm.warp(START + 900 days);
        Receipt memory unit = _anchoredAgo(90 days, _unit(STORE), MAKER_KEY);
        dossier = _shown(_with(_dossierWith(_statementOf(2, 1)), unit));
        dossier.stock = new StockOpening[](1);
        dossier.stock[0] = StockOpening(4, RIGHT, NULLIFIER);
    }

    /// @dev The same of a right lens alone, used; nothing was made to order.
    function _ofOneLens() private returns (Dossier memory dossier) {
        vm.warp(START + 900 days);
        Receipt[] memory receipts = new Receipt[](4);
        receipts[3] = _anchoredAgo(90 days, _unit(STORE), MAKER_KEY);
        receipts[0] = _next(_statementOf(0, 0));
        receipts[1] = _next(_statementOf(1, 0));
        receipts[2] = _next(_statementOf(3, 0));
        dossier = _shown(receipts);
        dossier.stock = new StockOpening[](1);
        dossier.stock[0] = StockOpening(3, RIGHT, NULLIFIER);
        _use(DOSSIER, RIGHT);
    }

    /// @dev What the maker states of a unit: under the salts of the unit, which the store uses for that eye too.
    function _unit(bytes32 store) private pure returns (Statement memory statement) {
        statement.dossier = Stock.unit(NULLIFIER, store);
        statement.stage = Aspects.STOCK;
        for (uint256 aspect = 5; aspect < 15; aspect += 2) {
            statement.aspects[aspect] = _commitment(aspect);
            statement.aspects[aspect + 1] = keccak256(abi.encode("the same unit, as a left lens", aspect));
        }
    }

    function _uses(bytes32 dossier, uint8 eye) private pure returns (StockUse[] memory uses) {
        uses = new StockUse[](1);
        uses[0] = StockUse(Stock.marker(NULLIFIER), Stock.tag(dossier, NULLIFIER, eye));
    }

    function _use(bytes32 dossier, uint8 eye) private {
        vm.prank(vm.addr(STORE_KEY));
        stock.use(_uses(dossier, eye));
    }
}
