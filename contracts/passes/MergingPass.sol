// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Case, Cases, Reading, Row} from "./Cases.sol";

/// @title Pass 4: what the statements of a stage say together.
library MergingPass {
    using Aspects for uint256;
    using Cases for Case;
    using Cases for Reading;
    using Findings for Findings.List;

    function judge(Case memory dossier) internal pure {
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (!reading.counts()) continue;
            Row memory row = dossier.rows[reading.rowOf()];
            row.counts = true;
            if (reading.opening != 0) dossier.isFromStock[dossier.openingOf(reading).eye] = true;
            _merge(row, reading, dossier.statedBy(reading), dossier.findings);
        }
    }

    function _merge(
        Row memory row,
        Reading memory reading,
        uint256 stated,
        Findings.List memory findings
    ) private pure {
        for (uint8 aspect = 0; aspect < Aspects.COUNT; ++aspect) {
            if (!stated.has(aspect)) continue;
            if (!row.stated.has(aspect)) row.aspects[aspect] = reading.aspects[aspect];
            else if (row.aspects[aspect] != reading.aspects[aspect]) {
                findings.add(Codes.AMBIGUOUS_STATEMENT, reading.stage, aspect, reading.hash);
            }
        }
        row.stated |= stated;
    }
}
