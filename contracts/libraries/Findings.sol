// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What can be wrong with the receipts of a dossier. The numbers are stable; the names in kebab case are the
/// codes of the SDK (docs/protocol.md, "Findings").
enum Code {
    MalformedStatement, // 0: stage or reason unknown, or an aspect that has no place at this stage
    OtherDossier, // 1: not the dossier of the first receipt
    BadInclusion, // 2: the statement is not in the batch
    BadSignature, // 3: the batch is not signed by its key
    NotAnchored, // 4: nothing on chain gives the batch a time
    AnchorBeforeIssue, // 5: anchored earlier than it says it was signed
    LateAnchor, // 6: anchored later than the policy's lag allows
    UnknownKey, // 7
    KeyNotValid, // 8: not yet, revoked or compromised at the anchor's time
    WrongRole, // 9
    PartySuspended, // 10: at the anchor's time
    Withdrawn, // 11: withdrawn, and nothing here lawfully replaces it
    SupersededWithoutJustification, // 12: no accepted reason, or what is replaced was not withdrawn
    Justified, // 13: a lawful correction, shown for information
    MissingStatement, // 14: no well-formed statement of the dossier is of this stage
    SameParty, // 15: order and shipment come from one party
    StoreMismatch, // 16: quote, order and invoice come from different opticians
    AmbiguousStatement, // 17: an aspect has two values at one stage
    MissingAspect, // 18: an aspect that the invoice calls for is not stated at this stage
    AspectMismatch, // 19: an aspect differs from what the reference stage states
    OutOfOrder, // 20: a later stage was anchored before an earlier one
    AlreadySettled, // 21: this rank of this invoice is settled, and the policy does not accept it
    OtherInvoiceSettled, // 22: another invoice of this dossier is settled, or this one shared otherwise
    SettledByAsker, // 23: settled by the very insurer that asks, and the policy accepts it
    MissingLink, // 24: what a correction replaces is not shown
    ForkedCorrection, // 25: two corrections that count replace one statement and state the same aspect
    BrokenLink, // 26: what a correction replaces is of another party or stage
    QuoteTooOld, // 27: the invoice was anchored too long after every quote
    NotFinal, // 28: anchored too recently
    StockNotUsed, // 29: a stock lens that was not consumed for a dossier by the time of the invoice
    StockUsedElsewhere, // 30: a stock lens that was consumed for another dossier, or another eye
    StockOfAnotherStore // 31: a stock lens that was not shipped to the store of the invoice, or is another unit
}

/// @notice How much a finding matters.
enum Severity {
    Info,
    Review,
    Blocking
}

/// @notice One deviation.
/// @param code What.
/// @param severity How much it matters.
/// @param stage Where: 0 to 3, or 255 when no stage is meant.
/// @param aspect Of what: 0 to 12, or 255 when no aspect is meant.
/// @param subject Hash of the statement concerned, or zero.
struct Finding {
    Code code;
    Severity severity;
    uint8 stage;
    uint8 aspect;
    bytes32 subject;
}

/// @title A list of findings that grows.
library Findings {
    uint8 internal constant NONE = 255;

    struct List {
        Finding[] items;
        uint256 length;
    }

    /// @dev A receipt yields at most 16 findings: 10 when it does not count (6 as it is read, 2 on its correction, 1 each on
    /// its withdrawal and party), 16 when it does (9 ambiguous aspects, 3 on its correction, 1 each on party, order, age
    /// and finality; a stock lens 10: 4, 3, 1 each on party, finality and its use). A dossier adds at most 4 missing
    /// statements, 32 aspects and 1 settlement.
    function create(uint256 receipts) internal pure returns (List memory list) {
        list.items = new Finding[](receipts * 16 + 37);
    }

    function add(List memory list, Code code, uint8 stage, uint8 aspect, bytes32 subject) internal pure {
        list.items[list.length++] = Finding(code, severityOf(code), stage, aspect, subject);
    }

    function severityOf(Code code) internal pure returns (Severity) {
        if (code == Code.Justified || code == Code.SettledByAsker) return Severity.Info;
        if (code == Code.MissingLink || code == Code.ForkedCorrection) return Severity.Review;
        return Severity.Blocking;
    }

    /// @notice The findings, and no more room than they need.
    function trimmed(List memory list) internal pure returns (Finding[] memory items) {
        items = new Finding[](list.length);
        for (uint256 i = 0; i < items.length; ++i) items[i] = list.items[i];
    }
}
