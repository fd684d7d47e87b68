// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IBandVerifier} from "../interfaces/IBandVerifier.sol";
import {BandProof, DevelopmentKeys, Policy, Proofs} from "../interfaces/IConformityVerifier.sol";
import {IRenewalVerifier} from "../interfaces/IRenewalVerifier.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Code, Codes, Severity} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Groth16} from "../libraries/Groth16.sol";
import {Case} from "./Cases.sol";

/// @dev What proofs are asked of, and whether they can be: of one setup, which the certificate names.
struct ProofJudges {
    IBandVerifier bands;
    IRenewalVerifier renewals;
    bool areKeysKnown;
    bool areForDevelopment;
}

/// @title Pass 12: whether the prescriptions that nobody shows are what the bill says.
library ProofsPass {
    using Aspects for uint256;
    using Findings for Findings.List;

    uint256 private constant PROOF_BYTES = 256;

    function judge(
        Case memory dossier,
        Proofs calldata proofs,
        Policy calldata policy,
        ProofJudges memory judges
    ) internal view {
        if (dossier.invoice == 0) return; // Why no invoice counts is a finding already.
        _judgeKeys(dossier.findings, proofs, policy, judges);
        _judgeBand(dossier, Aspects.RIGHT, proofs.bandRight, policy, judges);
        _judgeBand(dossier, Aspects.LEFT, proofs.bandLeft, policy, judges);
        _judgeRenewal(dossier, proofs.renewal, policy, judges);
    }

    // Parts

    /// @dev Rule 12.1.
    function _judgeKeys(
        Findings.List memory findings,
        Proofs calldata proofs,
        Policy calldata policy,
        ProofJudges memory judges
    ) private view {
        bool isShown =
            proofs.bandRight.proof.length != 0 || proofs.bandLeft.proof.length != 0 || proofs.renewal.length != 0;
        if (!judges.areForDevelopment || !judges.areKeysKnown || !isShown) return;
        bool isAccepted =
            policy.developmentKeys == DevelopmentKeys.Accepted ||
                (policy.developmentKeys == DevelopmentKeys.OnLocalChains && _isLocalChain());
        Severity severity = isAccepted ? Severity.Info : Severity.Blocking;
        findings.add(Codes.DEVELOPMENT_KEYS, severity, Aspects.INVOICE, Findings.NONE, 0, 0);
    }

    /// @dev Rule 12.2. The maker of a stock lens states its code, which needs no proof.
    function _judgeBand(
        Case memory dossier,
        uint8 eye,
        BandProof calldata shown,
        Policy calldata policy,
        ProofJudges memory judges
    ) private view {
        if (dossier.isFromStock[eye]) return;
        uint8 aspect = Aspects.PRESCRIPTION_RIGHT + eye;
        uint16 billed = policy.masks[eye];
        bool isMissing = shown.proof.length == 0;
        bool isInvoiced = dossier.rows[Aspects.INVOICE].stated.has(Aspects.CODE_RIGHT + eye);
        if (policy.requireBand && isInvoiced && (isMissing || billed == 0)) {
            _add(dossier, Codes.BAND_NOT_PROVEN, aspect);
        } else if (!isMissing) {
            if (!judges.areKeysKnown || !_isInBands(dossier, aspect, shown, judges.bands)) {
                _add(dossier, Codes.PROOF_DOES_NOT_VERIFY, aspect);
            } else if (billed != 0 && billed != shown.mask) {
                _add(dossier, Codes.BAND_WRONG, aspect);
            }
        }
    }

    /// @dev Rule 12.3.
    function _judgeRenewal(
        Case memory dossier,
        bytes calldata shown,
        Policy calldata policy,
        ProofJudges memory judges
    ) private view {
        bytes32[2] calldata previous = policy.previous;
        if (shown.length == 0 || (previous[Aspects.RIGHT] == 0 && previous[Aspects.LEFT] == 0)) {
            if (policy.requireRenewal) _add(dossier, Codes.RENEWAL_NOT_PROVEN, Findings.NONE);
        } else if (!judges.areKeysKnown || !_isRenewal(dossier, previous, shown, judges.renewals)) {
            _add(dossier, Codes.PROOF_DOES_NOT_VERIFY, Findings.NONE);
        }
    }

    /// @dev A lens whose prescription nobody stated has no power to prove.
    function _isInBands(
        Case memory dossier,
        uint8 aspect,
        BandProof calldata shown,
        IBandVerifier bands
    ) private view returns (bool) {
        bytes32 commitment = dossier.rows[Aspects.SHIPMENT].aspects[aspect];
        if (commitment == 0 || shown.proof.length != PROOF_BYTES) return false;
        Groth16.Proof memory proof = abi.decode(shown.proof, (Groth16.Proof));
        return bands.verify(dossier.id, aspect, commitment, shown.mask, proof);
    }

    /// @dev An eye that is not in both prescriptions is not compared.
    function _isRenewal(
        Case memory dossier,
        bytes32[2] calldata previous,
        bytes calldata shown,
        IRenewalVerifier renewals
    ) private view returns (bool) {
        if (shown.length != PROOF_BYTES) return false;
        bytes32[2] memory from;
        bytes32[2] memory to;
        for (uint256 eye = 0; eye < Aspects.EYES; ++eye) {
            bytes32 stated = dossier.rows[Aspects.SHIPMENT].aspects[Aspects.PRESCRIPTION_RIGHT + eye];
            if (previous[eye] != 0 && stated != 0) (from[eye], to[eye]) = (previous[eye], stated);
        }
        return renewals.verify(dossier.id, from, to, abi.decode(shown, (Groth16.Proof)));
    }

    /// @dev Chains that nobody else sees: those of Hardhat and anvil, and of geth's developer mode.
    function _isLocalChain() private view returns (bool) {
        return block.chainid == 31337 || block.chainid == 1337;
    }

    function _add(Case memory dossier, Code code, uint8 aspect) private pure {
        dossier.findings.add(code, Aspects.SHIPMENT, aspect, 0);
    }
}
