// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Case, Cases, Reading, Row} from "./Cases.sol";

/// @title Pass 7: whether every stage states what the invoice calls for, and the same.
library AspectsPass {
    using Aspects for uint256;
    using Cases for Case;
    using Cases for Reading;
    using Findings for Findings.List;

    uint8 private constant SUBSTITUTION = 7;

    function judge(Case memory dossier, uint8 rank) internal view {
        if (dossier.invoice == 0) return; // Why no invoice counts is a finding already.
        uint256 called = _calledFor(dossier, rank);
        for (uint8 aspect = 0; aspect < Aspects.COUNT; ++aspect) {
            if (called.has(aspect)) _judgeAspect(dossier, aspect);
        }
    }

    // Parts

    /// @dev Rule 7.1, from the invoice back to the quote.
    function _judgeAspect(Case memory dossier, uint8 aspect) private view {
        bytes32 expected;
        for (uint8 stage = Aspects.ROWS; stage > 0;) {
            --stage;
            if (!_isAskedAt(dossier, aspect, stage)) continue;
            bytes32 stated = dossier.rows[stage].aspects[aspect];
            if (stated == 0) {
                dossier.findings.addUntil(Codes.MISSING_ASPECT, stage, aspect, 0, dossier.missingUntil);
            } else if (expected == 0) {
                expected = stated;
            } else if (stated != expected) {
                // The quote is held to the order that a lawful substitution departs from.
                if (stage == Aspects.ORDER && _isSubstituted(dossier, aspect, stated)) expected = stated;
                else dossier.findings.add(Codes.ASPECT_MISMATCH, stage, aspect, 0);
            }
        }
    }

    function _calledFor(Case memory dossier, uint8 rank) private pure returns (uint256 called) {
        uint256 stated = dossier.rows[Aspects.INVOICE].stated;
        called = stated | (1 << Aspects.REFERENCE) | (1 << Aspects.BILLING);
        if (rank != 0) called |= 1 << rank;
        else if (!stated.has(Aspects.PAYER_SECOND)) called |= 1 << Aspects.PAYER_FIRST;
        for (uint256 eye = 0; eye < Aspects.EYES; ++eye) if (dossier.isInvoiced(eye)) called |= Aspects.ofEye(eye);
    }

    function _isAskedAt(Case memory dossier, uint8 aspect, uint8 stage) private pure returns (bool) {
        Row memory row = dossier.rows[stage];
        if (!row.counts || !Aspects.statedAt(stage).has(aspect)) return false;
        if (stage != Aspects.SHIPMENT || row.stated.has(aspect)) return true;
        // Rule 7.2: every aspect of a shipment is of a lens. Of a lens that nobody shipped pass 6 says so; the axis of one from
        // stock is set when it is mounted, and its maker states no prescription but a sphere's.
        uint256 eye = Aspects.eyeOf(aspect);
        if (row.stated & Aspects.ofEye(eye) == 0) return false;
        return !Aspects.isPrescription(aspect) || !dossier.isFromStock[eye];
    }

    /// @dev Rule 7.3: the maker withdrew a shipment of the lens ordered, and then stated an equal one in its place.
    function _isSubstituted(Case memory dossier, uint8 aspect, bytes32 ordered) private pure returns (bool) {
        if (!Aspects.LENSES.has(aspect)) return false;
        bytes32 shipped = dossier.rows[Aspects.SHIPMENT].aspects[aspect];
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (!reading.counts() || !reading.justified || reading.replaced == 0) continue;
            if (reading.stage != Aspects.SHIPMENT || reading.reason != SUBSTITUTION) continue;
            if (reading.aspects[aspect] != shipped || reading.changed & ~Aspects.LENSES != 0) continue;
            Reading memory replaced = dossier.readings[reading.replaced - 1];
            if (replaced.aspects[aspect] == ordered && replaced.withdrawnAt <= reading.issuedAt) return true;
        }
        return false;
    }
}
