// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICategoryVerifier} from "./interfaces/ICategoryVerifier.sol";
import {Asker, IConformityVerifier, Merged, Policy, Receipt, StockOpening} from "./interfaces/IConformityVerifier.sol";
import {CategoryProof, DevelopmentKeys, IProofAssessor, ProofPolicy, Proofs} from "./interfaces/IProofAssessor.sol";
import {IRenewalVerifier} from "./interfaces/IRenewalVerifier.sol";
import {Aspects} from "./libraries/Aspects.sol";
import {Finding, Findings, Severity} from "./libraries/Findings.sol";
import {Groth16} from "./libraries/Groth16.sol";
import {ProvenFinding, ProvenFindings} from "./libraries/ProvenFindings.sol";

/// @title The chain's own verdict on a dossier whose prescriptions are proven and not shown.
contract ProofAssessor is IProofAssessor {
    using ProvenFindings for ProvenFindings.List;

    // Constants and immutables

    uint8 private constant RIGHT = 0;
    uint8 private constant LEFT = 1;
    uint256 private constant PROOF_BYTES = 256;

    /// @inheritdoc IProofAssessor
    IConformityVerifier public immutable conformity;
    /// @inheritdoc IProofAssessor
    ICategoryVerifier public immutable categories;
    /// @inheritdoc IProofAssessor
    IRenewalVerifier public immutable renewals;

    /// @dev Hash of the name of the setup that both verifiers are of.
    bytes32 private immutable setup;
    bool private immutable isDevelopment;

    // Constructor

    constructor(IConformityVerifier conformity_, ICategoryVerifier categories_, IRenewalVerifier renewals_) {
        address[3] memory parts = [address(conformity_), address(categories_), address(renewals_)];
        for (uint256 i = 0; i < parts.length; ++i) if (parts[i].code.length == 0) revert NotAContract(parts[i]);
        (string memory ofCategories, string memory ofRenewals) = (categories_.keys(), renewals_.keys());
        setup = keccak256(bytes(ofCategories));
        if (setup != keccak256(bytes(ofRenewals))) revert SetupsDiffer(ofCategories, ofRenewals);
        isDevelopment = categories_.isDevelopment() || renewals_.isDevelopment();
        conformity = conformity_;
        categories = categories_;
        renewals = renewals_;
    }

    // Verdict

    /// @inheritdoc IProofAssessor
    function assess(
        Receipt[] calldata receipts,
        StockOpening[] calldata openings,
        Policy calldata policy,
        Asker calldata asker,
        Proofs calldata proofs,
        ProofPolicy calldata asked
    ) external view returns (ProvenFinding[] memory) {
        (Finding[] memory found, Merged memory merged) = conformity.examine(receipts, openings, policy, asker);
        ProvenFindings.List memory findings = ProvenFindings.create(found);
        // Why no invoice counts is a finding already.
        if (merged.counted[Aspects.INVOICE]) {
            bytes32 dossier = receipts[0].statement.dossier;
            _judgeKeys(proofs, asked, findings);
            _judgeCategory(dossier, RIGHT, merged, proofs, asked, findings);
            _judgeCategory(dossier, LEFT, merged, proofs, asked, findings);
            _judgeRenewal(dossier, merged, proofs, asked, findings);
        }
        return findings.trimmed();
    }

    // Parts of the verdict, in the order of docs/protocol.md

    function _judgeKeys(
        Proofs calldata proofs,
        ProofPolicy calldata asked,
        ProvenFindings.List memory findings
    ) private view {
        bool isShown =
            proofs.categoryRight.proof.length != 0 ||
                proofs.categoryLeft.proof.length != 0 ||
                proofs.renewal.length != 0;
        if (!isDevelopment || !isShown || !_areKnown(proofs)) return;
        bool isAccepted =
            asked.developmentKeys == DevelopmentKeys.Accepted ||
                (asked.developmentKeys == DevelopmentKeys.OnLocalChains && _isLocalChain());
        Severity severity = isAccepted ? Severity.Info : Severity.Blocking;
        findings.add(ProvenFindings.DEVELOPMENT_KEYS, severity, Aspects.INVOICE, Findings.NONE);
    }

    function _judgeCategory(
        bytes32 dossier,
        uint8 eye,
        Merged memory merged,
        Proofs calldata proofs,
        ProofPolicy calldata asked,
        ProvenFindings.List memory findings
    ) private view {
        CategoryProof calldata shown = eye == RIGHT ? proofs.categoryRight : proofs.categoryLeft;
        uint8 aspect = Aspects.PRESCRIPTION_RIGHT + eye;
        uint8 billed = asked.categories[eye];
        bool isLens = merged.aspects[Aspects.INVOICE][Aspects.CODE_RIGHT + eye] != 0;
        bool isMissing = shown.proof.length == 0;
        if (asked.requireCategory && isLens && (isMissing || billed == 0)) {
            _block(findings, ProvenFindings.CATEGORY_NOT_PROVEN, aspect);
        } else if (!isMissing) {
            bytes32 commitment = merged.aspects[Aspects.SHIPMENT][aspect];
            if (!_areKnown(proofs) || !_isOfCategory(dossier, aspect, commitment, shown)) {
                _block(findings, ProvenFindings.PROOF_DOES_NOT_VERIFY, aspect);
            } else if (billed != 0 && billed != shown.category) {
                _block(findings, ProvenFindings.CATEGORY_WRONG, aspect);
            }
        }
    }

    function _judgeRenewal(
        bytes32 dossier,
        Merged memory merged,
        Proofs calldata proofs,
        ProofPolicy calldata asked,
        ProvenFindings.List memory findings
    ) private view {
        bytes32[2] calldata previous = asked.previous;
        if (proofs.renewal.length == 0 || (previous[RIGHT] == 0 && previous[LEFT] == 0)) {
            if (asked.requireRenewal) _block(findings, ProvenFindings.RENEWAL_NOT_PROVEN, Findings.NONE);
        } else if (!_areKnown(proofs) || !_isRenewal(dossier, merged, previous, proofs.renewal)) {
            _block(findings, ProvenFindings.PROOF_DOES_NOT_VERIFY, Findings.NONE);
        }
    }

    // Smaller parts

    /// @dev A lens whose prescription nobody stated has no category to prove.
    function _isOfCategory(
        bytes32 dossier,
        uint8 aspect,
        bytes32 commitment,
        CategoryProof calldata shown
    ) private view returns (bool) {
        if (commitment == 0 || shown.proof.length != PROOF_BYTES) return false;
        Groth16.Proof memory proof = abi.decode(shown.proof, (Groth16.Proof));
        return categories.verify(dossier, aspect, commitment, shown.category, proof);
    }

    /// @dev An eye that is not in both prescriptions is not compared.
    function _isRenewal(
        bytes32 dossier,
        Merged memory merged,
        bytes32[2] calldata previous,
        bytes calldata shown
    ) private view returns (bool) {
        if (shown.length != PROOF_BYTES) return false;
        bytes32[2] memory from;
        bytes32[2] memory to;
        for (uint256 eye = RIGHT; eye <= LEFT; ++eye) {
            bytes32 stated = merged.aspects[Aspects.SHIPMENT][Aspects.PRESCRIPTION_RIGHT + eye];
            if (previous[eye] != 0 && stated != 0) (from[eye], to[eye]) = (previous[eye], stated);
        }
        return renewals.verify(dossier, from, to, abi.decode(shown, (Groth16.Proof)));
    }

    function _areKnown(Proofs calldata proofs) private view returns (bool) {
        return keccak256(bytes(proofs.keys)) == setup;
    }

    /// @dev Chains that nobody else sees: those of Hardhat and anvil, and of geth's developer mode.
    function _isLocalChain() private view returns (bool) {
        return block.chainid == 31337 || block.chainid == 1337;
    }

    function _block(ProvenFindings.List memory findings, uint8 code, uint8 aspect) private pure {
        findings.add(code, Severity.Blocking, Aspects.SHIPMENT, aspect);
    }
}
