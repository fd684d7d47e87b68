// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MakerOpening} from "../interfaces/IConformityVerifier.sol";
import {Maker} from "../interfaces/IPartyRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Makers} from "../libraries/Makers.sol";
import {Statements} from "../libraries/Statements.sol";
import {Case, Cases, Reading} from "./Cases.sol";

/// @title Pass 6: whether the lens maker that the order names stated its delivery.
library MakersPass {
    using Cases for Case;
    using Cases for Reading;
    using Findings for Findings.List;

    function judge(Case memory dossier, MakerOpening[2] calldata openings) internal view {
        if (dossier.invoice == 0) return; // Why no invoice counts is a finding already.
        for (uint8 eye = 0; eye < Aspects.EYES; ++eye) {
            if (dossier.isInvoiced(eye)) _judgeEye(dossier, eye, openings[eye]);
        }
    }

    // Parts

    function _judgeEye(Case memory dossier, uint8 eye, MakerOpening calldata opening) private view {
        uint8 aspect = Aspects.MAKER_RIGHT + eye;
        bytes32 ordered = dossier.rows[Aspects.ORDER].aspects[aspect];
        bool isShipped = dossier.rows[Aspects.SHIPMENT].stated & Aspects.ofEye(eye) != 0;
        Findings.List memory findings = dossier.findings;
        if (ordered == 0) {
            if (isShipped) return;
            findings.addUntil(Codes.MISSING_STATEMENT, Aspects.SHIPMENT, aspect, 0, dossier.missingUntil); // Rule 6.5.
            return;
        }
        if (!_opens(opening, aspect, ordered)) {
            findings.add(Codes.MAKER_NOT_OPENED, Aspects.ORDER, aspect, 0); // Rule 6.1.
            return;
        }
        Maker memory maker = dossier.registries.parties.makerOf(Makers.nameOf(opening.identifier));
        _judgeSigners(dossier, eye, maker.party);
        if (!isShipped) _judgeAbsence(dossier, aspect, maker, _orderedAt(dossier, aspect, ordered));
    }

    /// @dev Rule 6.2: whoever signed for a lens of this eye is the maker named.
    function _judgeSigners(Case memory dossier, uint8 eye, bytes32 named) private pure {
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (!reading.counts() || reading.rowOf() != Aspects.SHIPMENT || reading.party == named) continue;
            if (dossier.statedBy(reading) & Aspects.ofEye(eye) == 0) continue;
            dossier.findings.add(Codes.MAKER_MISMATCH, reading.stage, Aspects.MAKER_RIGHT + eye, reading.hash);
        }
    }

    /// @dev Rules 6.3 and 6.4.
    function _judgeAbsence(Case memory dossier, uint8 aspect, Maker memory maker, uint256 orderedAt) private view {
        Findings.List memory findings = dossier.findings;
        bool isKnown = maker.party != 0;
        bool isSuspended = isKnown && dossier.registries.parties.isSuspendedAt(maker.party, uint48(orderedAt));
        if (isKnown && maker.enrolledAt <= orderedAt && maker.statesFrom <= orderedAt && !isSuspended) {
            uint256 until = dossier.missingUntil;
            findings.addUntil(Codes.MAKER_STATEMENT_MISSING, Aspects.SHIPMENT, aspect, 0, until);
            return;
        }
        findings.add(Codes.MAKER_NOT_ENROLLED, Aspects.SHIPMENT, aspect, 0);
        if (isSuspended) findings.add(Codes.MAKER_SUSPENDED, Aspects.SHIPMENT, aspect, 0);
    }

    /// @dev The earliest anchor of a sound order that names this maker: one that counts does.
    function _orderedAt(Case memory dossier, uint8 aspect, bytes32 ordered) private pure returns (uint256 time) {
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (!reading.sound || reading.stage != Aspects.ORDER || reading.aspects[aspect] != ordered) continue;
            if (time == 0 || reading.time < time) time = reading.time;
        }
    }

    function _opens(MakerOpening calldata opening, uint8 aspect, bytes32 ordered) private pure returns (bool) {
        if (!Makers.isWellFormed(opening.identifier)) return false;
        return Statements.maker(aspect, opening.salt, opening.identifier) == ordered;
    }
}
