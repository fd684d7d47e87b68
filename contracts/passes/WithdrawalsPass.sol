// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Case, Cases, Reading} from "./Cases.sol";

/// @title Pass 2: withdrawals and corrections.
library WithdrawalsPass {
    using Cases for Reading;
    using Findings for Findings.List;

    function judge(Case memory dossier) internal pure {
        _follow(dossier.readings);
        for (uint256 i = 0; i < dossier.readings.length; ++i) _judgeWithdrawal(dossier, dossier.readings[i]);
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (reading.sound && reading.justified) _judgeLink(dossier, reading, i);
        }
    }

    // Parts

    /// @dev Finds once, for the passes that follow chains of corrections, what each receipt supersedes.
    function _follow(Reading[] memory readings) private pure {
        for (uint256 i = 0; i < readings.length; ++i) {
            Reading memory later = readings[i];
            if (!later.placed || later.supersedes == 0) continue;
            bytes32 supersedes = later.supersedes;
            for (uint256 j = 0; j < readings.length; ++j) {
                if (readings[j].hash == supersedes) _link(later, readings[j], j);
            }
        }
    }

    function _link(Reading memory later, Reading memory earlier, uint256 position) private pure {
        if (!earlier.placed) return;
        later.isShown = true;
        if (later.party == 0 || later.party != earlier.party || later.stage != earlier.stage) return;
        // Receipts of one statement state the same.
        if (!later.isLinked) (later.isLinked, later.changed) = (true, _differences(later, earlier));
        if (later.sound && later.justified) earlier.isReplaced = true;
        if (!earlier.sound) return;
        if (later.replaced == 0) (later.replaced, later.lentTime) = (position + 1, earlier.time);
        else if (earlier.time < later.lentTime) later.lentTime = earlier.time;
    }

    function _differences(Reading memory one, Reading memory other) private pure returns (uint256 changed) {
        for (uint256 aspect = 0; aspect < Aspects.COUNT; ++aspect) {
            if (one.aspects[aspect] != other.aspects[aspect]) changed |= 1 << aspect;
        }
    }

    /// @dev Rules 2.1 to 2.3. A chain of corrections is judged link by link: the replacement may be withdrawn and replaced too.
    function _judgeWithdrawal(Case memory dossier, Reading memory reading) private pure {
        Findings.List memory findings = dossier.findings;
        if (reading.withdrawnAt != 0) {
            if (!reading.isReplaced) findings.add(Codes.WITHDRAWN, reading.stage, Findings.NONE, reading.hash);
            return;
        }
        if (reading.isVoidlyWithdrawn) {
            findings.add(Codes.VOID_WITHDRAWAL, reading.stage, Findings.NONE, reading.hash);
        }
        if (reading.sound && reading.justified) {
            findings.add(Codes.JUSTIFIED, reading.stage, Findings.NONE, reading.hash);
        }
    }

    /// @dev Rule 2.4.
    function _judgeLink(Case memory dossier, Reading memory reading, uint256 position) private pure {
        Findings.List memory findings = dossier.findings;
        if (!reading.isShown) findings.add(Codes.MISSING_LINK, reading.stage, Findings.NONE, reading.hash);
        else if (!reading.isLinked) findings.add(Codes.BROKEN_LINK, reading.stage, Findings.NONE, reading.hash);
        if (!reading.counts()) return;
        for (uint256 i = 0; i < position; ++i) {
            if (!_isFork(reading, dossier.readings[i])) continue;
            findings.add(Codes.FORKED_CORRECTION, reading.stage, Findings.NONE, reading.hash);
            return;
        }
    }

    /// @dev Two statements that replace the same one and state the same aspect; two makers may share a pair.
    function _isFork(Reading memory one, Reading memory other) private pure returns (bool) {
        return
            one.supersedes == other.supersedes &&
            other.counts() &&
            one.stated & other.stated != 0 &&
            one.party == other.party &&
            one.hash != other.hash;
    }
}
