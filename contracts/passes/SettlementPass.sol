// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Asker, Dossier, GrantShown, Policy} from "../interfaces/IConformityVerifier.sol";
import {Grant, ISettlementRegistry, SettlementState} from "../interfaces/ISettlementRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Code, Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Statements} from "../libraries/Statements.sol";
import {Case, Cases} from "./Cases.sol";

/// @title Pass 10: what is settled of the dossier, and what lets the asker settle.
library SettlementPass {
    using Findings for Findings.List;

    function judge(
        Case memory dossier,
        Dossier calldata shown,
        Policy calldata policy,
        Asker calldata asker
    ) internal view {
        if (asker.rank == 0 || dossier.invoice == 0) return; // Why no invoice counts is a finding already.
        bytes32 invoice = Cases.invoiceOf(dossier).hash;
        SettlementState memory state = dossier.registries.settlements.settlementOf(shown.settler);
        bytes32 holder = asker.rank == 1 ? state.first : state.second;
        Grant memory grant = Grant({
            insurer: shown.grant.insurer,
            tag: Statements.tag(dossier.id, invoice, asker.split),
            rank: asker.rank,
            settler: shown.settler,
            round: shown.grant.round
        });
        Findings.List memory findings = dossier.findings;
        if (state.tag != 0 && state.tag != bytes20(grant.tag)) {
            findings.add(Codes.OTHER_INVOICE_SETTLED, Aspects.INVOICE, Findings.NONE, invoice); // Rule 10.1.
        } else if (holder != 0) {
            bool isAccepted = policy.acceptOwnSettlement && holder == asker.insurer; // Rule 10.2.
            Code code = isAccepted ? Codes.SETTLED_BY_ASKER : Codes.ALREADY_SETTLED;
            findings.add(code, Aspects.INVOICE, asker.rank, invoice);
        }
        if (holder == 0 && state.round > 0) {
            findings.add(Codes.RELEASED_BEFORE, Aspects.INVOICE, asker.rank, invoice); // Rule 10.3.
        }
        if (asker.insurer == 0) return; // Rule 10.4: who asks without a party settles nothing.
        if (shown.grant.signature.length == 0) {
            findings.add(Codes.GRANT_MISSING, Aspects.INVOICE, asker.rank, invoice);
        } else if (!_isGranted(dossier.registries.settlements, grant, shown.grant, asker.insurer)) {
            findings.add(Codes.GRANT_INVALID, Aspects.INVOICE, asker.rank, invoice);
        } else if (grant.round != state.round && holder != grant.insurer) {
            findings.add(Codes.GRANT_OUTDATED, Aspects.INVOICE, asker.rank, invoice);
        }
    }

    /// @dev ECDSA alone, so that no verdict depends on code. An address that is recovered as zero comes with an error.
    function _isGranted(
        ISettlementRegistry settlements,
        Grant memory grant,
        GrantShown calldata shown,
        bytes32 insurer
    ) private view returns (bool) {
        if (insurer != grant.insurer) return false;
        bytes32 digest = settlements.grantDigest(grant);
        (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(digest, shown.signature);
        return err == ECDSA.RecoverError.NoError && signer == grant.settler;
    }
}
