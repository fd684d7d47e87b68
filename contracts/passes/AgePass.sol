// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Policy} from "../interfaces/IConformityVerifier.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Case, Cases, Reading} from "./Cases.sol";

/// @title Pass 9: how old statements are, and whether a quote was changed after the fact.
library AgePass {
    using Aspects for uint256;
    using Cases for Reading;
    using Findings for Findings.List;

    /// @dev Of the dossier.
    /// @param quotedAt Time of the latest quote that counts, zero when none does.
    /// @param invoicedAt Earliest `issuedAt` of an invoice that counts.
    /// @param orderedAt Earliest `issuedAt` of a sound order.
    struct Times {
        uint256 quotedAt;
        uint256 invoicedAt;
        uint256 orderedAt;
    }

    function judge(Case memory dossier, Policy calldata policy) internal view {
        Times memory times = _timesOf(dossier.readings);
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (!reading.counts()) continue;
            if (reading.stage == Aspects.INVOICE) _judgeInvoice(dossier, reading, times, policy.quoteSeconds);
            if (block.timestamp < reading.time + policy.finalitySeconds) {
                uint256 until = reading.time + policy.finalitySeconds - 1; // Rule 9.2.
                dossier.findings.addUntil(Codes.NOT_FINAL, reading.stage, Findings.NONE, reading.hash, until);
            }
            if (reading.stage == Aspects.QUOTE) _judgeQuote(dossier, reading, times);
        }
    }

    // Parts

    /// @dev Rule 9.1.
    function _judgeInvoice(
        Case memory dossier,
        Reading memory reading,
        Times memory times,
        uint256 quoteSeconds
    ) private pure {
        if (quoteSeconds == 0 || times.quotedAt == 0 || reading.time <= times.quotedAt + quoteSeconds) return;
        dossier.findings.add(Codes.QUOTE_TOO_OLD, Aspects.INVOICE, Findings.NONE, reading.hash);
    }

    /// @dev Rules 9.3 and 9.4.
    function _judgeQuote(Case memory dossier, Reading memory reading, Times memory times) private pure {
        Findings.List memory findings = dossier.findings;
        if (reading.stated.has(Aspects.BILLING) && reading.issuedAt > times.invoicedAt) {
            findings.add(Codes.QUOTE_AFTER_INVOICE, Aspects.QUOTE, Findings.NONE, reading.hash);
        }
        if (!reading.isLinked || reading.issuedAt <= times.orderedAt) return;
        if (reading.changed.has(Aspects.BILLING) || reading.changed.has(Aspects.FRAME)) {
            findings.add(Codes.QUOTE_CHANGED_AFTER_ORDER, Aspects.QUOTE, Findings.NONE, reading.hash);
        } else if (reading.changed.has(Aspects.REFERENCE)) {
            findings.add(Codes.QUOTE_REFERENCE_CHANGED, Aspects.QUOTE, Findings.NONE, reading.hash);
        }
    }

    function _timesOf(Reading[] memory readings) private pure returns (Times memory times) {
        times.invoicedAt = times.orderedAt = type(uint256).max;
        for (uint256 i = 0; i < readings.length; ++i) {
            Reading memory reading = readings[i];
            if (!reading.sound) continue;
            if (reading.stage == Aspects.ORDER && reading.issuedAt < times.orderedAt)
                times.orderedAt = reading.issuedAt;
            if (!reading.counts()) continue;
            if (reading.stage == Aspects.QUOTE) {
                uint256 quotedAt = _quotedAt(readings, reading);
                if (quotedAt > times.quotedAt) times.quotedAt = quotedAt;
            } else if (reading.stage == Aspects.INVOICE && reading.issuedAt < times.invoicedAt) {
                times.invoicedAt = reading.issuedAt;
            }
        }
    }

    /// @dev A correction that leaves the bill as it was renews no quote.
    function _quotedAt(Reading[] memory readings, Reading memory quote) private pure returns (uint256 time) {
        time = quote.time;
        Reading memory link = quote;
        while (link.justified && link.replaced != 0 && !link.changed.has(Aspects.BILLING)) {
            if (link.lentTime < time) time = link.lentTime;
            link = readings[link.replaced - 1];
        }
    }
}
