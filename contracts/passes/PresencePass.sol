// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Case} from "./Cases.sol";

/// @title Pass 5: whether quote, order and invoice are there.
library PresencePass {
    using Findings for Findings.List;

    function judge(Case memory dossier) internal view {
        uint256 present; // A set of stages.
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            if (dossier.readings[i].placed) present |= 1 << dossier.readings[i].stage;
        }
        _judgeStage(dossier, present, Aspects.QUOTE);
        bool isFrameAlone =
            dossier.invoice != 0 && dossier.rows[Aspects.INVOICE].stated & Aspects.CODES_AND_LENSES == 0;
        if (!isFrameAlone) _judgeStage(dossier, present, Aspects.ORDER);
        _judgeStage(dossier, present, Aspects.INVOICE);
    }

    function _judgeStage(Case memory dossier, uint256 present, uint8 stage) private view {
        if ((present >> stage) & 1 == 1) return;
        // Everything waits for the invoice, and it for nothing.
        uint256 until = stage == Aspects.INVOICE ? 0 : dossier.missingUntil;
        dossier.findings.addUntil(Codes.MISSING_STATEMENT, stage, Findings.NONE, 0, until);
    }
}
