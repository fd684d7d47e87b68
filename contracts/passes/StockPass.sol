// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Policy, StockOpening} from "../interfaces/IConformityVerifier.sol";
import {StockUsed} from "../interfaces/IStockRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Stock} from "../libraries/Stock.sol";
import {Case, Cases, Reading} from "./Cases.sol";

/// @title Pass 11: whether each stock lens was consumed for this dossier and eye.
library StockPass {
    using Cases for Case;
    using Cases for Reading;
    using Findings for Findings.List;

    function judge(Case memory dossier, Policy calldata policy) internal view {
        if (dossier.invoice == 0) return; // Why no invoice counts is a finding already.
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (reading.opening == 0 || !reading.counts()) continue;
            _judgeUnit(dossier, reading, dossier.openingOf(reading), policy.toleranceSeconds);
        }
    }

    // Parts

    function _judgeUnit(
        Case memory dossier,
        Reading memory reading,
        StockOpening memory opening,
        uint256 tolerance
    ) private view {
        uint8 aspect = Aspects.CODE_RIGHT + opening.eye;
        Findings.List memory findings = dossier.findings;
        bytes32 store = dossier.invoiceOf().party;
        if (reading.dossier != Stock.unit(opening.nullifier, store)) {
            findings.add(Codes.STOCK_OF_ANOTHER_STORE, Aspects.STOCK, aspect, reading.hash); // Rule 11.1.
            return;
        }
        StockUsed memory used = dossier.registries.stock.useOf(store, Stock.marker(opening.nullifier));
        uint256 invoicedAt = _invoicedAt(dossier.readings, aspect, reading.aspects[aspect]);
        uint256 latest = invoicedAt == 0 ? 0 : invoicedAt + tolerance;
        if (used.time == 0) {
            findings.addUntil(Codes.STOCK_NOT_USED, Aspects.STOCK, aspect, reading.hash, latest); // Rule 11.2.
        } else if (latest != 0 && used.time > latest) {
            findings.add(Codes.STOCK_NOT_USED, Aspects.STOCK, aspect, reading.hash);
        } else if (used.tag != Stock.tag(dossier.id, opening.nullifier, opening.eye)) {
            findings.add(Codes.STOCK_USED_ELSEWHERE, Aspects.STOCK, aspect, reading.hash); // Rule 11.3.
        }
    }

    /// @dev When this lens was first invoiced, zero when it never was: a corrected invoice gives no more time.
    function _invoicedAt(Reading[] memory readings, uint8 aspect, bytes32 stated) private pure returns (uint256 time) {
        if (stated == 0) return 0;
        for (uint256 i = 0; i < readings.length; ++i) {
            Reading memory reading = readings[i];
            if (reading.stage != Aspects.INVOICE || !reading.sound || reading.aspects[aspect] != stated) continue;
            if (time == 0 || reading.time < time) time = reading.time;
        }
    }
}
