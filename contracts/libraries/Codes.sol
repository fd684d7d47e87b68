// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What can be wrong with a dossier: a stable number, of which `Codes` has the names.
type Code is uint8;

using {_equal as ==, _differ as !=} for Code global;

function _equal(Code a, Code b) pure returns (bool) {
    return Code.unwrap(a) == Code.unwrap(b);
}

function _differ(Code a, Code b) pure returns (bool) {
    return Code.unwrap(a) != Code.unwrap(b);
}

/// @notice How much a finding matters, the least first.
enum Severity {
    Info, // for information
    Review, // for a person to look at
    NotVerifiable, // nobody who takes part can confirm it
    Pending, // what is missing may still come
    Blocking
}

/// @title The codes of findings. The names in kebab case are those of the SDK (docs/protocol.md, "Findings").
library Codes {
    Code internal constant MALFORMED_STATEMENT = Code.wrap(0);
    Code internal constant OTHER_DOSSIER = Code.wrap(1);
    Code internal constant BAD_INCLUSION = Code.wrap(2);
    Code internal constant BAD_SIGNATURE = Code.wrap(3);
    Code internal constant NOT_ANCHORED = Code.wrap(4);
    Code internal constant ANCHOR_BEFORE_ISSUE = Code.wrap(5);
    Code internal constant LATE_ANCHOR = Code.wrap(6);
    Code internal constant UNKNOWN_KEY = Code.wrap(7);
    Code internal constant KEY_NOT_VALID = Code.wrap(8);
    Code internal constant WRONG_ROLE = Code.wrap(9);
    Code internal constant PARTY_SUSPENDED = Code.wrap(10);
    Code internal constant WITHDRAWN = Code.wrap(11);
    Code internal constant SUPERSEDED_WITHOUT_JUSTIFICATION = Code.wrap(12);
    Code internal constant JUSTIFIED = Code.wrap(13);
    Code internal constant MISSING_STATEMENT = Code.wrap(14);
    Code internal constant SAME_PARTY = Code.wrap(15);
    Code internal constant STORE_MISMATCH = Code.wrap(16);
    Code internal constant AMBIGUOUS_STATEMENT = Code.wrap(17);
    Code internal constant MISSING_ASPECT = Code.wrap(18);
    Code internal constant ASPECT_MISMATCH = Code.wrap(19);
    Code internal constant OUT_OF_ORDER = Code.wrap(20);
    Code internal constant ALREADY_SETTLED = Code.wrap(21);
    Code internal constant OTHER_INVOICE_SETTLED = Code.wrap(22);
    Code internal constant SETTLED_BY_ASKER = Code.wrap(23);
    Code internal constant MISSING_LINK = Code.wrap(24);
    Code internal constant FORKED_CORRECTION = Code.wrap(25);
    Code internal constant BROKEN_LINK = Code.wrap(26);
    Code internal constant QUOTE_TOO_OLD = Code.wrap(27);
    Code internal constant NOT_FINAL = Code.wrap(28);
    Code internal constant STOCK_NOT_USED = Code.wrap(29);
    Code internal constant STOCK_USED_ELSEWHERE = Code.wrap(30);
    Code internal constant STOCK_OF_ANOTHER_STORE = Code.wrap(31);
    Code internal constant ISSUED_IN_FUTURE = Code.wrap(32);
    Code internal constant VOID_WITHDRAWAL = Code.wrap(33);
    Code internal constant LINKED_STORE = Code.wrap(36);
    Code internal constant AFFILIATED_MAKER = Code.wrap(37);
    Code internal constant MAKER_NOT_OPENED = Code.wrap(38);
    Code internal constant MAKER_MISMATCH = Code.wrap(39);
    Code internal constant MAKER_NOT_ENROLLED = Code.wrap(40);
    Code internal constant MAKER_STATEMENT_MISSING = Code.wrap(41);
    Code internal constant MAKER_SUSPENDED = Code.wrap(42);
    Code internal constant QUOTE_AFTER_INVOICE = Code.wrap(43);
    Code internal constant QUOTE_CHANGED_AFTER_ORDER = Code.wrap(44);
    Code internal constant QUOTE_REFERENCE_CHANGED = Code.wrap(45);
    Code internal constant GRANT_MISSING = Code.wrap(46);
    Code internal constant GRANT_INVALID = Code.wrap(47);
    Code internal constant GRANT_OUTDATED = Code.wrap(48);
    Code internal constant RELEASED_BEFORE = Code.wrap(49);
    Code internal constant BAND_NOT_PROVEN = Code.wrap(72);
    Code internal constant BAND_WRONG = Code.wrap(73);
    Code internal constant RENEWAL_NOT_PROVEN = Code.wrap(74);
    Code internal constant PROOF_DOES_NOT_VERIFY = Code.wrap(75);
    Code internal constant DEVELOPMENT_KEYS = Code.wrap(76);

    /// @dev Bit n for code n.
    uint256 private constant INFO = (1 << 13) | (1 << 23) | (1 << 36) | (1 << 45);
    uint256 private constant REVIEW =
        (1 << 24) | (1 << 25) | (1 << 33) | (1 << 37) | (1 << 42) | (1 << 44) | (1 << 46) | (1 << 48) | (1 << 49);

    /// @notice How much a finding matters, where neither time nor policy decides it.
    function severityOf(Code code) internal pure returns (Severity) {
        uint256 bit = 1 << Code.unwrap(code);
        if (INFO & bit != 0) return Severity.Info;
        if (REVIEW & bit != 0) return Severity.Review;
        return code == MAKER_NOT_ENROLLED ? Severity.NotVerifiable : Severity.Blocking;
    }
}
