// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConformityVerifier} from "../ConformityVerifier.sol";
import {
    Asker,
    Dossier,
    IConformityVerifier,
    Policy,
    Receipt,
    StockOpening,
    Suite
} from "../interfaces/IConformityVerifier.sol";
import {StockUse} from "../interfaces/IStockRegistry.sol";
import {Codes, Severity} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Batch, Statement} from "../libraries/Statements.sol";
import {Stock} from "../libraries/Stock.sol";
import {Deploying} from "./support/Deploying.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Whole dossiers: what conforms, what is refused before it is judged, and what a cheat gains by choosing ids.
contract ConformityVerifierTest is DossierTest {
    // What conforms

    function test_AnHonestDossierHasNoFinding() public {
        _expectNone(_dossier());
    }

    function testFuzz_TheOrderOfReceiptsDoesNotMatter(uint256 seed) public {
        Receipt[] memory receipts = _dossier();
        for (uint256 i = receipts.length - 1; i > 0; --i) {
            uint256 j = uint256(keccak256(abi.encode(seed, i))) % (i + 1);
            (receipts[i], receipts[j]) = (receipts[j], receipts[i]);
        }
        _expectNone(receipts);
    }

    function test_ARepeatedReceiptChangesNothing() public {
        Receipt[] memory receipts = _dossier();
        _expectNone(_with(_with(receipts, receipts[3]), receipts[2]));
    }

    function testFuzz_OneLensAloneConforms(bool left) public {
        Receipt[] memory receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) receipts[stage] = _next(_statementOf(stage, left ? 1 : 0));
        _expectNone(receipts);
    }

    /// @dev A person may have to look, and yet it conforms; what is not verifiable or pending does not.
    function test_ConformsIsThatNothingWorseThanReviewIsFound() public {
        Receipt[] memory receipts = _dossier();
        Dossier memory dossier = _shown(receipts);
        delete dossier.grant;
        Finding[] memory found = _assess(dossier);
        assertEq(uint256(found[0].severity), uint256(Severity.Review));
        assertEq(verifier.conforms(dossier, _policy(), _asker()), true);
        found = _assess(_without(receipts, 0));
        assertEq(uint256(found[0].severity), uint256(Severity.Pending));
        assertEq(_conforms(_without(receipts, 0)), false);
    }

    // What a cheat gains by choosing ids

    /// @dev F1: the id of a dossier is a unit of the store's own making; the maker's honest shipment for that dossier is then
    /// shown again, as a stock lens of an invented one. The id cannot be opened, and the stage of a shipment is not stock's.
    function test_F1_AShipmentIsNoStockLensOfAnotherDossier() public {
        bytes32 nullifier = "chosen by the cheat";
        bytes32 id = Stock.unit(nullifier, STORE);
        // The first dossier, under the id of the unit: all four statements, the shipment by an honest maker.
        Receipt[] memory first = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) {
            Statement memory statement = _statement(stage);
            statement.dossier = id;
            first[stage] = _next(statement);
        }
        Finding[] memory found = _assess(first);
        assertEq(_count(found, Codes.OTHER_DOSSIER), 4);
        // The second one: another quote, order and invoice of the same lenses, and the first one's shipment as a unit.
        Receipt[] memory second = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) if (stage != 2) second[stage] = _next(_statementOf(stage, 0));
        second[2] = first[2];
        StockUse[] memory uses = new StockUse[](1);
        uses[0] = StockUse(Stock.marker(nullifier), Stock.tag(DOSSIER, nullifier, 0));
        vm.prank(vm.addr(STORE_KEY));
        stock.use(uses);
        Dossier memory dossier = _shown(second);
        dossier.stock = new StockOpening[](1);
        dossier.stock[0] = StockOpening(2, 0, nullifier);
        found = _assess(dossier);
        assertEq(abi.encode(found[0]), abi.encode(_finding(Codes.MALFORMED_STATEMENT, 2, NONE, _hash(second[2]))));
        assertEq(verifier.conforms(dossier, _policy(), _asker()), false);
        // Without the opening it is of another dossier.
        delete dossier.stock;
        assertEq(_has(_assess(dossier), Codes.OTHER_DOSSIER), true);
        assertEq(verifier.conforms(dossier, _policy(), _asker()), false);
    }

    /// @dev F2: one stock sphere, which states both eyes, is shown as the shipment of a whole pair, in a dossier whose id is the
    /// unit. It is malformed without its opening, and with it serves one eye and must be used for it.
    function test_F2_AStockLensIsNoPair() public {
        bytes32 nullifier = "of an honest unit";
        Statement memory unit = _statement(4);
        unit.dossier = Stock.unit(nullifier, STORE);
        Receipt[] memory receipts = new Receipt[](4);
        for (uint8 stage = 0; stage < 4; ++stage) {
            Statement memory statement = stage == 2 ? unit : _statement(stage);
            statement.dossier = unit.dossier;
            receipts[stage] = _next(statement);
        }
        Finding[] memory found = _assess(receipts);
        assertEq(_count(found, Codes.MALFORMED_STATEMENT), 1);
        assertEq(_count(found, Codes.OTHER_DOSSIER), 3);
        // Under an id that opens, one lens is missing, whichever eye the unit serves.
        receipts = _dossier();
        receipts[2] = _anchoredAgo(STEP, unit, MAKER_KEY);
        Dossier memory dossier = _shown(receipts);
        dossier.stock = new StockOpening[](2);
        dossier.stock[0] = StockOpening(2, 0, nullifier);
        dossier.stock[1] = StockOpening(2, 1, nullifier); // Of several openings of one receipt the first is read.
        found = _assess(dossier);
        assertEq(_has(found, Codes.MAKER_STATEMENT_MISSING), true);
        assertEq(_found(found, Codes.MAKER_STATEMENT_MISSING).aspect, 14);
        assertEq(_has(found, Codes.STOCK_NOT_USED), true);
        // Shown twice, it is used once.
        dossier.receipts = _with(receipts, receipts[2]);
        dossier.stock[1].receipt = 4;
        StockUse[] memory uses = new StockUse[](2);
        for (uint8 eye = 0; eye < 2; ++eye) {
            uses[eye] = StockUse(Stock.marker(nullifier), Stock.tag(DOSSIER, nullifier, eye));
        }
        vm.prank(vm.addr(STORE_KEY));
        stock.use(uses);
        _expectOne(dossier, Codes.STOCK_USED_ELSEWHERE, 4, 6, _hash(receipts[2]));
    }

    // Limits

    function test_MoreThan64ReceiptsAreRefused() public {
        Dossier memory dossier = _shown(new Receipt[](64));
        _assess(dossier);
        dossier.receipts = new Receipt[](65);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.TooManyReceipts.selector, 65, 64));
        _assess(dossier);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.TooManyReceipts.selector, 65, 64));
        verifier.conforms(dossier, _policy(), _asker());
    }

    function test_ARankThatIsNoneIsRefused() public {
        Dossier memory dossier = _shown(new Receipt[](0));
        verifier.assess(dossier, _policy(), Asker(INSURER, 2, SPLIT));
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.RankOutOfRange.selector, 3));
        verifier.assess(dossier, _policy(), Asker(INSURER, 3, SPLIT));
    }

    function test_APathOfMoreThan64StepsIsRefused() public {
        Receipt[] memory receipts = new Receipt[](2);
        receipts[0].statementProof = new bytes32[](65);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.ProofTooLong.selector, 0, 65, 64));
        _assess(receipts);
        receipts[0].statementProof = new bytes32[](64);
        receipts[1].anchorProof = new bytes32[](66);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.ProofTooLong.selector, 1, 66, 64));
        _assess(receipts);
        receipts[1].anchorProof = new bytes32[](64);
        _assess(receipts);
    }

    function test_AllPathsTogetherHave1024Steps() public {
        Receipt[] memory receipts = new Receipt[](9);
        for (uint256 i = 0; i < 8; ++i) {
            receipts[i].statementProof = new bytes32[](64);
            receipts[i].anchorProof = new bytes32[](64);
        }
        _assess(receipts);
        receipts[8].anchorProof = new bytes32[](1);
        vm.expectRevert(abi.encodeWithSelector(IConformityVerifier.ProofsTooLong.selector, 1025, 1024));
        _assess(receipts);
    }

    /// @dev A batch that states quote and order, and is anchored a day later, would be out of order.
    function testFuzz_TheToleranceIsAtLeastTheLag(uint64 lag, uint64 tolerance) public {
        Receipt[] memory receipts = _dossier();
        Policy memory policy = _policy();
        (policy.lagSeconds, policy.toleranceSeconds) = (lag, tolerance);
        bytes memory refusal = abi.encodeWithSelector(IConformityVerifier.ToleranceBelowLag.selector, tolerance, lag);
        Dossier memory dossier = _shown(receipts);
        if (tolerance < lag) vm.expectRevert(refusal);
        verifier.assess(dossier, policy, _asker());
    }

    // Construction

    function test_ASuiteWithoutOneOfItsContractsIsRefused() public {
        for (uint160 missing = 0; missing < 8; ++missing) {
            Suite memory suite = _suite();
            address[8] memory parts = abi.decode(abi.encode(suite), (address[8]));
            for (uint160 i = missing; i < 8; ++i) parts[i] = address(0xE00 + i); // The first of them is named.
            suite = abi.decode(abi.encode(parts), (Suite));
            vm.expectRevert(
                abi.encodeWithSelector(IConformityVerifier.NotAContract.selector, address(0xE00 + missing))
            );
            Deploying.conformityVerifier(suite);
        }
    }

    function test_ItSaysWhatItRestsOn() public {
        Suite memory suite = _suite();
        ConformityVerifier one = Deploying.conformityVerifier(suite);
        assertEq(address(one.parties()), address(suite.parties));
        assertEq(address(one.links()), address(suite.links));
        assertEq(address(one.anchors()), address(suite.anchors));
        assertEq(address(one.withdrawals()), address(suite.withdrawals));
        assertEq(address(one.settlements()), address(suite.settlements));
        assertEq(address(one.stock()), address(suite.stock));
        assertEq(address(one.bands()), address(suite.bands));
        assertEq(address(one.renewals()), address(suite.renewals));
    }

    // Domain

    function testFuzz_TheDigestIsThatOfEip712(address key, bytes32 root, uint64 issuedAt) public view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Clairevoie"),
                keccak256("1"),
                block.chainid,
                address(parties)
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(keccak256("Batch(address key,bytes32 root,uint64 issuedAt)"), key, root, issuedAt)
        );
        assertEq(
            verifier.batchDigest(Batch(key, root, issuedAt)),
            keccak256(abi.encodePacked(hex"1901", domain, structHash))
        );
    }
}
