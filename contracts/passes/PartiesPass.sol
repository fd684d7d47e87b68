// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Links} from "../interfaces/ILinkRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Case, Cases, Reading} from "./Cases.sol";

/// @title Pass 3: who stated what.
library PartiesPass {
    using Cases for Reading;
    using Findings for Findings.List;

    function judge(Case memory dossier) internal view {
        dossier.invoice = _firstInvoice(dossier.readings);
        Reading memory store = _storeOf(dossier);
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (!reading.placed) continue;
            if (reading.stage == Aspects.SHIPMENT || reading.stage == Aspects.STOCK) {
                _judgeMaker(dossier, reading, store);
            } else if (reading.counts() && reading.party != store.party) {
                _judgeStore(dossier, reading, store);
            }
        }
    }

    // Parts

    /// @dev Rules 3.1 and 3.3.
    function _judgeMaker(Case memory dossier, Reading memory reading, Reading memory store) private view {
        if (_madeAnOrder(dossier, reading.party)) {
            dossier.findings.add(Codes.SAME_PARTY, reading.stage, Findings.NONE, reading.hash);
        }
        if (!reading.counts() || store.party == 0) return;
        if (_linksAt(dossier, store.party, reading.party, reading.time).affiliation) {
            dossier.findings.add(Codes.AFFILIATED_MAKER, reading.stage, Findings.NONE, reading.hash);
        }
    }

    /// @dev Rule 3.2.
    function _judgeStore(Case memory dossier, Reading memory reading, Reading memory store) private view {
        uint256 later = reading.time > store.time ? reading.time : store.time;
        Links memory links = _linksAt(dossier, store.party, reading.party, later);
        dossier.findings.add(
            links.sameEnterprise || links.takeover ? Codes.LINKED_STORE : Codes.STORE_MISMATCH,
            reading.stage,
            Findings.NONE,
            reading.hash
        );
    }

    function _linksAt(Case memory dossier, bytes32 a, bytes32 b, uint256 time) private view returns (Links memory) {
        return dossier.registries.links.linksAt(a, b, uint48(time));
    }

    /// @dev An order of the dossier with an anchor and a known key, sound or not.
    function _madeAnOrder(Case memory dossier, bytes32 party) private pure returns (bool) {
        if (party == 0) return false;
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (reading.stage == Aspects.ORDER && reading.party == party) return true;
        }
        return false;
    }

    function _firstInvoice(Reading[] memory readings) private pure returns (uint256) {
        for (uint256 i = 0; i < readings.length; ++i) {
            if (readings[i].stage == Aspects.INVOICE && readings[i].counts()) return i + 1;
        }
        return 0;
    }

    /// @dev The first invoice that counts; without one, the first quote or order that does; else nothing, of party zero.
    function _storeOf(Case memory dossier) private pure returns (Reading memory nothing) {
        if (dossier.invoice != 0) return Cases.invoiceOf(dossier);
        for (uint256 i = 0; i < dossier.readings.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (reading.stage <= Aspects.ORDER && reading.counts()) return reading;
        }
    }
}
