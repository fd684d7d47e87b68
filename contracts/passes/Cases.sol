// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchorRegistry} from "../interfaces/IAnchorRegistry.sol";
import {StockOpening} from "../interfaces/IConformityVerifier.sol";
import {ILinkRegistry} from "../interfaces/ILinkRegistry.sol";
import {IPartyRegistry} from "../interfaces/IPartyRegistry.sol";
import {ISettlementRegistry} from "../interfaces/ISettlementRegistry.sol";
import {IStockRegistry} from "../interfaces/IStockRegistry.sol";
import {IWithdrawalRegistry} from "../interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Findings} from "../libraries/Findings.sol";

/// @dev What the chain is asked.
/// @param domain Hash of the EIP-712 domain of batches.
struct Registries {
    IPartyRegistry parties;
    ILinkRegistry links;
    IAnchorRegistry anchors;
    IWithdrawalRegistry withdrawals;
    ISettlementRegistry settlements;
    IStockRegistry stock;
    bytes32 domain;
}

/// @dev What is known of one receipt once it has been read (pass 1) and its corrections have been followed (pass 2). What it
/// states is copied here once: the later passes read it many times.
/// @param hash Of its statement.
/// @param dossier What its statement is of: this dossier, or the unit of a stock lens.
/// @param party Of its key at the anchor's time; zero without an anchor or a known key.
/// @param supersedes Hash of the statement that it replaces, or zero.
/// @param aspects What it states.
/// @param stated The set of aspects that it states.
/// @param time Of its anchor, zero when there is none.
/// @param issuedAt Of its batch.
/// @param opening One more than the position of the opening that it is opened by, zero when it is not of a stock lens.
/// @param withdrawnAt When its party withdrew it with effect, zero when it did not.
/// @param placed Rules 1.1 and 1.2 hold.
/// @param sound Nothing is wrong with it but, possibly, a withdrawal.
/// @param justified It lawfully replaces another (rule 1.9).
/// @param isVoidlyWithdrawn By an account that was compromised then (rule 2.2).
/// @param isReplaced A sound, justified receipt of its party and stage supersedes it.
/// @param isShown A placed receipt is of what it supersedes.
/// @param isLinked Such a receipt is of its party and stage.
/// @param replaced One more than the position of the first such receipt that is sound, zero when there is none.
/// @param lentTime The earliest anchor of these.
/// @param changed The set of aspects in which it differs from what it supersedes, where that is linked.
struct Reading {
    bytes32 hash;
    bytes32 dossier;
    bytes32 party;
    bytes32 supersedes;
    bytes32[15] aspects;
    uint256 stated;
    uint256 time;
    uint256 issuedAt;
    uint256 opening;
    uint256 withdrawnAt;
    uint8 stage;
    uint8 reason;
    bool placed;
    bool sound;
    bool justified;
    bool isVoidlyWithdrawn;
    bool isReplaced;
    bool isShown;
    bool isLinked;
    uint256 replaced;
    uint256 lentTime;
    uint256 changed;
}

/// @dev What the statements that count say together at one stage.
/// @param counts Whether any counts.
/// @param stated The set of aspects that they state.
/// @param aspects Of several values the first stands.
struct Row {
    bool counts;
    uint256 stated;
    bytes32[15] aspects;
}

/// @dev What passes judge, and the findings so far.
/// @param id Hash of the dossier's opening.
/// @param missingUntil T of docs/protocol.md: the last second at which stages and aspects may still come; zero when none may.
/// @param invoice One more than the position of the first invoice that counts, zero when none does.
/// @param isFromStock By eye: a stock receipt that is opened for it counts.
struct Case {
    Registries registries;
    bytes32 id;
    Reading[] readings;
    StockOpening[] openings;
    uint256 missingUntil;
    uint256 invoice;
    Row[4] rows;
    bool[2] isFromStock;
    Findings.List findings;
}

/// @title What several passes ask of a case.
library Cases {
    /// @notice Sound and not withdrawn; a void withdrawal withdraws nothing.
    function counts(Reading memory reading) internal pure returns (bool) {
        return reading.sound && reading.withdrawnAt == 0;
    }

    /// @notice The stage whose statements this one is compared with: a stock lens stands for a shipment.
    function rowOf(Reading memory reading) internal pure returns (uint8) {
        return reading.stage == Aspects.STOCK ? Aspects.SHIPMENT : reading.stage;
    }

    /// @notice The opening of a stock receipt.
    function openingOf(Case memory dossier, Reading memory reading) internal pure returns (StockOpening memory) {
        return dossier.openings[reading.opening - 1];
    }

    /// @notice What a receipt says of this dossier: a unit is stated for both eyes, and serves one.
    function statedBy(Case memory dossier, Reading memory reading) internal pure returns (uint256) {
        if (reading.opening == 0) return reading.stated;
        return reading.stated & Aspects.ofEye(openingOf(dossier, reading).eye);
    }

    /// @notice The first invoice that counts; only for a case that has one.
    function invoiceOf(Case memory dossier) internal pure returns (Reading memory) {
        return dossier.readings[dossier.invoice - 1];
    }

    /// @notice Whether the invoice bills a lens of this eye: it states its code or the lens.
    function isInvoiced(Case memory dossier, uint256 eye) internal pure returns (bool) {
        uint256 stated = dossier.rows[Aspects.INVOICE].stated;
        return stated & Aspects.CODES_AND_LENSES & Aspects.ofEye(eye) != 0;
    }
}
