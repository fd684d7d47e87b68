// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IAnchorRegistry} from "./interfaces/IAnchorRegistry.sol";
import {IBandVerifier} from "./interfaces/IBandVerifier.sol";
import {Asker, Dossier, IConformityVerifier, Policy, Suite} from "./interfaces/IConformityVerifier.sol";
import {ILinkRegistry} from "./interfaces/ILinkRegistry.sol";
import {IPartyRegistry} from "./interfaces/IPartyRegistry.sol";
import {IRenewalVerifier} from "./interfaces/IRenewalVerifier.sol";
import {ISettlementRegistry} from "./interfaces/ISettlementRegistry.sol";
import {IStockRegistry} from "./interfaces/IStockRegistry.sol";
import {IWithdrawalRegistry} from "./interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "./libraries/Aspects.sol";
import {Severity} from "./libraries/Codes.sol";
import {Finding, Findings} from "./libraries/Findings.sol";
import {Makers} from "./libraries/Makers.sol";
import {Batch, Statements} from "./libraries/Statements.sol";
import {TypedData} from "./libraries/TypedData.sol";
import {AgePass} from "./passes/AgePass.sol";
import {AspectsPass} from "./passes/AspectsPass.sol";
import {Case, Registries} from "./passes/Cases.sol";
import {MakersPass} from "./passes/MakersPass.sol";
import {MergingPass} from "./passes/MergingPass.sol";
import {OrderPass} from "./passes/OrderPass.sol";
import {PartiesPass} from "./passes/PartiesPass.sol";
import {PresencePass} from "./passes/PresencePass.sol";
import {ProofJudges, ProofsPass} from "./passes/ProofsPass.sol";
import {ReceiptsPass} from "./passes/ReceiptsPass.sol";
import {SettlementPass} from "./passes/SettlementPass.sol";
import {StockPass} from "./passes/StockPass.sol";
import {WithdrawalsPass} from "./passes/WithdrawalsPass.sol";

/// @title The chain's own verdict on a dossier.
contract ConformityVerifier is IConformityVerifier {
    using Findings for Findings.List;
    using Statements for Batch;

    // Constants and immutables

    uint256 private constant MOST_RECEIPTS = 64;
    uint256 private constant LONGEST_PROOF = 64;
    uint256 private constant LONGEST_PROOFS = 1024;
    bytes32 private constant NAME_HASH = keccak256("Clairevoie");
    bytes32 private constant VERSION_HASH = keccak256("1");

    IPartyRegistry public immutable parties;
    ILinkRegistry public immutable links;
    IAnchorRegistry public immutable anchors;
    IWithdrawalRegistry public immutable withdrawals;
    ISettlementRegistry public immutable settlements;
    IStockRegistry public immutable stock;
    IBandVerifier public immutable bands;
    IRenewalVerifier public immutable renewals;

    /// @dev Hash of the name of the setup that both verifiers of proofs are of.
    bytes32 private immutable setup;
    bool private immutable isDevelopment;

    // Constructor

    constructor(Suite memory suite) {
        address[8] memory parts = [
            address(suite.parties),
            address(suite.links),
            address(suite.anchors),
            address(suite.withdrawals),
            address(suite.settlements),
            address(suite.stock),
            address(suite.bands),
            address(suite.renewals)
        ];
        for (uint256 i = 0; i < parts.length; ++i) if (parts[i].code.length == 0) revert NotAContract(parts[i]);
        (string memory ofBands, string memory ofRenewals) = (suite.bands.keys(), suite.renewals.keys());
        setup = keccak256(bytes(ofBands));
        if (setup != keccak256(bytes(ofRenewals))) revert SetupsDiffer(ofBands, ofRenewals);
        isDevelopment = suite.bands.isDevelopment() || suite.renewals.isDevelopment();
        parties = suite.parties;
        links = suite.links;
        anchors = suite.anchors;
        withdrawals = suite.withdrawals;
        settlements = suite.settlements;
        stock = suite.stock;
        bands = suite.bands;
        renewals = suite.renewals;
    }

    // Verdict

    /// @inheritdoc IConformityVerifier
    function assess(
        Dossier calldata dossier,
        Policy calldata policy,
        Asker calldata asker
    ) public view returns (Finding[] memory) {
        _requireBounded(dossier, policy, asker);
        Case memory judged;
        judged.registries = Registries(parties, links, anchors, withdrawals, settlements, stock, _domain());
        judged.id = Statements.dossierId(dossier.seed, dossier.settler);
        judged.openings = dossier.stock;
        judged.findings = Findings.create();
        ReceiptsPass.judge(judged, dossier.receipts, policy);
        WithdrawalsPass.judge(judged);
        PartiesPass.judge(judged);
        MergingPass.judge(judged);
        PresencePass.judge(judged);
        MakersPass.judge(judged, dossier.makers);
        AspectsPass.judge(judged, asker.rank);
        OrderPass.judge(judged, policy);
        AgePass.judge(judged, policy);
        SettlementPass.judge(judged, dossier, policy, asker);
        StockPass.judge(judged, policy);
        bool areKeysKnown = keccak256(bytes(dossier.proofs.keys)) == setup;
        ProofJudges memory judges = ProofJudges(bands, renewals, areKeysKnown, isDevelopment);
        ProofsPass.judge(judged, dossier.proofs, policy, judges);
        return judged.findings.unpacked();
    }

    /// @inheritdoc IConformityVerifier
    function conforms(
        Dossier calldata dossier,
        Policy calldata policy,
        Asker calldata asker
    ) external view returns (bool) {
        Finding[] memory findings = assess(dossier, policy, asker);
        for (uint256 i = 0; i < findings.length; ++i) {
            if (findings[i].severity >= Severity.NotVerifiable) return false;
        }
        return true;
    }

    /// @inheritdoc IConformityVerifier
    function batchDigest(Batch calldata batch) external view returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(_domain(), batch.hash());
    }

    // Internals

    function _domain() private view returns (bytes32) {
        return keccak256(abi.encode(TypedData.DOMAIN, NAME_HASH, VERSION_HASH, block.chainid, address(parties)));
    }

    /// @dev What keeps the worst dossier within a block's gas.
    function _requireBounded(Dossier calldata dossier, Policy calldata policy, Asker calldata asker) private pure {
        if (policy.toleranceSeconds < policy.lagSeconds) {
            revert ToleranceBelowLag(policy.toleranceSeconds, policy.lagSeconds);
        }
        if (asker.rank > Aspects.PAYER_SECOND) revert RankOutOfRange(asker.rank);
        _requireBoundedOpenings(dossier);
        uint256 count = dossier.receipts.length;
        if (count > MOST_RECEIPTS) revert TooManyReceipts(count, MOST_RECEIPTS);
        uint256 sum;
        for (uint256 i = 0; i < count; ++i) {
            sum += _boundedLength(i, dossier.receipts[i].statementProof.length);
            sum += _boundedLength(i, dossier.receipts[i].anchorProof.length);
        }
        if (sum > LONGEST_PROOFS) revert ProofsTooLong(sum, LONGEST_PROOFS);
    }

    function _requireBoundedOpenings(Dossier calldata dossier) private pure {
        if (dossier.stock.length > Aspects.EYES) revert TooManyOpenings(dossier.stock.length, Aspects.EYES);
        for (uint256 i = 0; i < dossier.stock.length; ++i) {
            if (dossier.stock[i].eye >= Aspects.EYES) revert EyeOutOfRange(dossier.stock[i].eye);
        }
        for (uint256 eye = 0; eye < Aspects.EYES; ++eye) {
            uint256 length = bytes(dossier.makers[eye].identifier).length;
            if (length > Makers.LONGEST_IDENTIFIER) revert IdentifierTooLong(length, Makers.LONGEST_IDENTIFIER);
        }
    }

    function _boundedLength(uint256 receipt, uint256 length) private pure returns (uint256) {
        if (length > LONGEST_PROOF) revert ProofTooLong(receipt, length, LONGEST_PROOF);
        return length;
    }
}
