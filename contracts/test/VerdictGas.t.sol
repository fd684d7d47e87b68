// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Dossier, Policy, Receipt} from "../interfaces/IConformityVerifier.sol";
import {WithdrawalReason} from "../interfaces/IWithdrawalRegistry.sol";
import {Codes} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Batch, Statement, Statements} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice What the worst dossiers that a presenter can make cost to judge: less than a block of 30 million gas holds. Measured:
/// 15.3 million for the most findings (1,146), 8.0 million for the longest chains.
contract VerdictGasTest is DossierTest {
    /// @dev What is left for the call itself: its data is a hundred kilobytes.
    uint256 private constant MOST_GAS = 27_000_000;
    /// @dev EIP-170.
    uint256 private constant MOST_CODE = 24_576;
    /// @dev Steps of the two paths of each receipt: 64 receipts have 1,024 of them.
    uint256 private constant STEPS = 8;
    uint256 private constant THIEF_KEY = 0x7417EF;

    bytes32 private constant HIDDEN = "a statement that is not shown";

    /// @dev As many findings as there can be: each shipment corrects, is forked, taken back by a thief, of a maker that ordered and
    /// belongs to the store and is not the one named, states ten other values, too late, too young.
    function test_AsManyFindingsAsThereCanBe() public {
        (Receipt[] memory receipts, uint256 startedAt) = _framed(OTHER_MAKER_KEY);
        links.affiliate(STORE, OTHER_MAKER);
        _withdraw(OTHER_MAKER, OTHER_MAKER_KEY, HIDDEN);
        _addKey(OTHER_MAKER, OTHER_MAKER_KEY, THIEF_KEY);
        vm.warp(startedAt + 10 days);
        for (uint256 i = 4; i < 64; ++i) {
            Statement memory statement = _statement(2);
            for (uint256 aspect = 5; aspect < 15; ++aspect)
                statement.aspects[aspect] = keccak256(abi.encode(i, aspect));
            (statement.supersedes, statement.reason) = (HIDDEN, 1);
            receipts[i] = _deep(statement, _newKey(OTHER_MAKER, OTHER_MAKER_KEY, i));
            vm.prank(vm.addr(THIEF_KEY));
            withdrawals.withdraw(OTHER_MAKER, _hash(receipts[i]), WithdrawalReason.Error);
        }
        parties.declareCompromise(OTHER_MAKER, vm.addr(THIEF_KEY), uint48(startedAt));
        Finding[] memory findings = _measure(receipts, 1000 days);
        assertEq(_count(findings, Codes.AMBIGUOUS_STATEMENT), 59 * 10);
        assertEq(findings.length > 60 * 18, true);
    }

    /// @dev Many heads that share one long chain of corrections, of which only the last link is early enough, and many statements
    /// that rely on them: each is followed to the end for each.
    function test_ChainsOfCorrectionsThatManyRelyOn() public {
        Receipt[] memory receipts = new Receipt[](64);
        uint256 start = START + 10 days;
        for (uint256 i = 43; i < 64; ++i) {
            vm.warp(start);
            Statement memory order = _statement(1);
            order.aspects[5] = bytes32(i);
            receipts[i] = _deep(order, _newKey(STORE, STORE_KEY, i));
        }
        Statement memory quote = _statement(0);
        for (uint256 i = 0; i < 43; ++i) {
            vm.warp(start + (i == 0 ? 0 : 5 days));
            // No order states a frame, and so none relies on it.
            if (i > 21) quote.aspects[4] = bytes32(i);
            receipts[i] = _deep(abi.decode(abi.encode(quote), (Statement)), _newKey(STORE, STORE_KEY, i));
            if (i > 21) continue;
            _withdraw(receipts[i]);
            (quote.supersedes, quote.reason) = (_hash(receipts[i]), 6);
        }
        vm.warp(start + 5 days);
        receipts[63] = _deep(_statement(3), _newKey(STORE, STORE_KEY, 100));
        Finding[] memory findings = _measure(receipts, 0);
        assertEq(_count(findings, Codes.OUT_OF_ORDER), 0);
        assertEq(_count(findings, Codes.JUSTIFIED), 21);
    }

    // Parts

    /// @dev Quote, order and invoice of the store, and an order of the maker.
    function _framed(uint256 makerKey) private returns (Receipt[] memory receipts, uint256 startedAt) {
        receipts = new Receipt[](64);
        receipts[0] = _deep(_statement(0), STORE_KEY);
        receipts[1] = _deep(_statement(1), STORE_KEY);
        receipts[2] = _deep(_statement(3), STORE_KEY);
        receipts[3] = _deep(_statement(1), makerKey);
        startedAt = block.timestamp;
    }

    function _newKey(bytes32 party, uint256 controller, uint256 i) private returns (uint256 key) {
        key = 0xC0FFEE00 + i;
        _addKey(party, controller, key);
    }

    function _deep(Statement memory statement, uint256 key) private returns (Receipt memory) {
        return _issuedDeep(block.timestamp, statement, key);
    }

    /// @dev In a batch and in an anchor with many others.
    function _issuedDeep(
        uint256 issuedAt,
        Statement memory statement,
        uint256 key
    ) private returns (Receipt memory receipt) {
        receipt.statement = statement;
        (receipt.statementProof, receipt.anchorProof) = (_path(1), _path(2));
        bytes32 root = _climb(Statements.hash(statement), receipt.statementProof);
        receipt.batch = Batch(vm.addr(key), root, uint64(issuedAt));
        bytes32 digest = verifier.batchDigest(receipt.batch);
        receipt.signature = signature(key, digest);
        anchors.anchor(_climb(digest, receipt.anchorProof));
    }

    function _path(uint256 salt) private pure returns (bytes32[] memory path) {
        path = new bytes32[](STEPS);
        for (uint256 i = 0; i < STEPS; ++i) path[i] = keccak256(abi.encode(salt, i));
    }

    function _climb(bytes32 node, bytes32[] memory path) private pure returns (bytes32) {
        for (uint256 i = 0; i < path.length; ++i) {
            (bytes32 a, bytes32 b) = node < path[i] ? (node, path[i]) : (path[i], node);
            node = keccak256(abi.encodePacked(a, b));
        }
        return node;
    }

    function _measure(Receipt[] memory receipts, uint64 finality) private view returns (Finding[] memory findings) {
        Dossier memory dossier = _shown(receipts);
        Policy memory policy = _policy();
        (policy.finalitySeconds, policy.quoteSeconds) = (finality, 1);
        uint256 before = gasleft();
        findings = verifier.assess(dossier, policy, _asker());
        uint256 used = before - gasleft();
        // Code that is instrumented to see its lines covered is larger than any that can be deployed, and costs more.
        if (address(verifier).code.length <= MOST_CODE) assertTrue(used < MOST_GAS, "too much gas");
    }
}
