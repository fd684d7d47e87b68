// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Policy} from "../interfaces/IConformityVerifier.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Case, Cases, Reading} from "./Cases.sol";

/// @title Pass 8: whether what a statement relies on was there before it.
library OrderPass {
    using Cases for Reading;
    using Findings for Findings.List;

    function judge(Case memory dossier, Policy calldata policy) internal pure {
        uint256 tolerance = policy.toleranceSeconds;
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory later = dossier.readings[i];
            // Rule 8.3: stock is shipped before there is a dossier.
            if (!later.counts() || later.stage == Aspects.STOCK) continue;
            if (!_comesBeforeAny(dossier.readings, later, later.issuedAt + tolerance)) continue;
            dossier.findings.add(Codes.OUT_OF_ORDER, later.stage, Findings.NONE, later.hash);
        }
    }

    // Parts

    /// @dev Rule 8.1, for each statement of an earlier stage.
    function _comesBeforeAny(
        Reading[] memory readings,
        Reading memory later,
        uint256 latest
    ) private pure returns (bool) {
        for (uint256 i = 0; i < readings.length; ++i) {
            Reading memory earlier = readings[i];
            if (earlier.time <= latest || earlier.rowOf() >= later.stage || !earlier.counts()) continue;
            if (_isAfter(readings, earlier, later.stated, latest)) return true;
        }
        return false;
    }

    /// @dev Rule 8.2: whether `earlier` was said after `latest`. It ends: a statement holds the hash of the one that it
    /// replaces, so that no chain loops.
    function _isAfter(
        Reading[] memory readings,
        Reading memory earlier,
        uint256 relied,
        uint256 latest
    ) private pure returns (bool) {
        Reading memory link = earlier;
        while (link.justified && link.replaced != 0 && link.changed & link.stated & relied == 0) {
            if (link.lentTime <= latest) return false;
            link = readings[link.replaced - 1];
        }
        return true;
    }
}
