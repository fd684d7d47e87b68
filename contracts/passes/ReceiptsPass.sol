// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Policy, Receipt, StockOpening} from "../interfaces/IConformityVerifier.sol";
import {KeyStatus, Role, Standing} from "../interfaces/IPartyRegistry.sol";
import {Withdrawal} from "../interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "../libraries/Aspects.sol";
import {Codes} from "../libraries/Codes.sol";
import {Findings} from "../libraries/Findings.sol";
import {Statement, Statements} from "../libraries/Statements.sol";
import {Case, Reading} from "./Cases.sol";

/// @title Pass 1: each receipt, by itself.
library ReceiptsPass {
    using Findings for Findings.List;
    using Statements for *;

    uint8 private constant LAST_REASON = 7;
    uint8 private constant REMAKE = 2;
    uint8 private constant SUBSTITUTION = 7;
    /// @dev By how much a clock may run ahead of the chain's.
    uint256 private constant FUTURE_SECONDS = 600;

    function judge(Case memory dossier, Receipt[] calldata receipts, Policy calldata policy) internal view {
        dossier.readings = new Reading[](receipts.length);
        uint256 invoiced; // Earliest anchor of a sound invoice.
        uint256 awaited; // Earliest end of waiting for the anchor of an invoice.
        for (uint256 i = 0; i < receipts.length; ++i) {
            Reading memory reading = dossier.readings[i];
            reading.opening = _openingOf(dossier.openings, i);
            bool awaitsAnchor = _read(dossier, reading, receipts[i], policy);
            if (reading.stage != Aspects.INVOICE) continue;
            if (reading.sound) invoiced = _earlier(invoiced, reading.time);
            if (awaitsAnchor) awaited = _earlier(awaited, reading.issuedAt + policy.lagSeconds);
        }
        dossier.missingUntil = invoiced == 0 ? awaited : invoiced + policy.toleranceSeconds;
    }

    // Parts

    /// @return awaitsAnchor Nothing is wrong but that it has no anchor, which may still come.
    function _read(
        Case memory dossier,
        Reading memory reading,
        Receipt calldata receipt,
        Policy calldata policy
    ) private view returns (bool awaitsAnchor) {
        Statement memory statement = receipt.statement;
        reading.hash = statement.hash();
        (reading.dossier, reading.stage) = (statement.dossier, statement.stage);
        (reading.supersedes, reading.reason) = (statement.supersedes, statement.reason);
        (reading.aspects, reading.stated) = (statement.aspects, _statedIn(statement.aspects));
        Findings.List memory findings = dossier.findings;
        if (!_isWellFormed(reading)) {
            uint8 stage = reading.stage < Aspects.STAGES ? reading.stage : Findings.NONE;
            findings.add(Codes.MALFORMED_STATEMENT, stage, Findings.NONE, reading.hash); // Rule 1.1.
            return false;
        }
        if (reading.opening == 0 && reading.dossier != dossier.id) {
            findings.add(Codes.OTHER_DOSSIER, reading.stage, Findings.NONE, reading.hash); // Rule 1.2.
            return false;
        }
        reading.placed = true;
        reading.issuedAt = receipt.batch.issuedAt;
        uint256 before = findings.length;
        _readBatch(dossier, reading, receipt);
        bool isIntact = findings.length == before;
        _readTime(reading, findings, policy);
        if (reading.time != 0) _readParty(dossier, reading, receipt.batch.key);
        reading.sound = findings.length == before;
        if (reading.party != 0) _readCorrection(dossier, reading, policy);
        if (reading.time != 0 || !isIntact || reading.issuedAt > block.timestamp + FUTURE_SECONDS) return false;
        return block.timestamp <= reading.issuedAt + policy.lagSeconds;
    }

    /// @dev Rules 1.3 and 1.4, and when it was anchored.
    function _readBatch(Case memory dossier, Reading memory reading, Receipt calldata receipt) private view {
        Findings.List memory findings = dossier.findings;
        if (MerkleProof.processProofCalldata(receipt.statementProof, reading.hash) != receipt.batch.root) {
            findings.add(Codes.BAD_INCLUSION, reading.stage, Findings.NONE, reading.hash);
        }
        bytes32 digest = MessageHashUtils.toTypedDataHash(dossier.registries.domain, receipt.batch.hash());
        if (receipt.signature.length == 0) {
            reading.time = dossier.registries.anchors.endorsedAt(receipt.batch.key, digest);
            return;
        }
        (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(digest, receipt.signature);
        if (err != ECDSA.RecoverError.NoError || signer != receipt.batch.key) {
            findings.add(Codes.BAD_SIGNATURE, reading.stage, Findings.NONE, reading.hash);
        }
        bytes32 root = MerkleProof.processProofCalldata(receipt.anchorProof, digest);
        reading.time = dossier.registries.anchors.anchoredAt(root);
    }

    /// @dev Rules 1.5 to 1.7.
    function _readTime(Reading memory reading, Findings.List memory findings, Policy calldata policy) private view {
        uint256 latest = reading.issuedAt + policy.lagSeconds;
        if (reading.time == 0) {
            findings.addUntil(Codes.NOT_ANCHORED, reading.stage, Findings.NONE, reading.hash, latest);
        } else if (reading.time < reading.issuedAt) {
            findings.add(Codes.ANCHOR_BEFORE_ISSUE, reading.stage, Findings.NONE, reading.hash);
        } else if (reading.time > latest) {
            findings.add(Codes.LATE_ANCHOR, reading.stage, Findings.NONE, reading.hash);
        }
        if (reading.issuedAt > block.timestamp + FUTURE_SECONDS) {
            findings.add(Codes.ISSUED_IN_FUTURE, reading.stage, Findings.NONE, reading.hash);
        }
    }

    /// @dev Rule 1.8.
    function _readParty(Case memory dossier, Reading memory reading, address key) private view {
        Findings.List memory findings = dossier.findings;
        uint8 stage = reading.stage;
        Standing memory standing = dossier.registries.parties.standing(key, uint48(reading.time));
        if (standing.status == KeyStatus.Unknown) {
            findings.add(Codes.UNKNOWN_KEY, stage, Findings.NONE, reading.hash);
            return;
        }
        reading.party = standing.party;
        if (standing.status != KeyStatus.Valid) {
            findings.add(Codes.KEY_NOT_VALID, stage, Findings.NONE, reading.hash);
        }
        bool isOfMaker = stage == Aspects.SHIPMENT || stage == Aspects.STOCK;
        if (standing.role != (isOfMaker ? Role.LensMaker : Role.Optician)) {
            findings.add(Codes.WRONG_ROLE, stage, Findings.NONE, reading.hash);
        }
        if (standing.suspended) findings.add(Codes.PARTY_SUSPENDED, stage, Findings.NONE, reading.hash);
    }

    /// @dev Rule 1.9, and what its party withdrew.
    function _readCorrection(Case memory dossier, Reading memory reading, Policy calldata policy) private view {
        (reading.withdrawnAt, reading.isVoidlyWithdrawn) = _withdrawal(dossier, reading.party, reading.hash);
        if (reading.supersedes == 0) return;
        if ((policy.reasons >> reading.reason) & 1 == 1 && reading.reason != 0) {
            (uint256 withdrawnAt, ) = _withdrawal(dossier, reading.party, reading.supersedes);
            reading.justified = withdrawnAt != 0;
        }
        if (!reading.justified) {
            bytes32 subject = reading.hash;
            dossier.findings.add(Codes.SUPERSEDED_WITHOUT_JUSTIFICATION, reading.stage, Findings.NONE, subject);
        }
    }

    /// @return time When `party` withdrew `statement` with effect, zero when it did not.
    /// @return isVoid Whether there is a withdrawal by an account that was compromised then.
    function _withdrawal(
        Case memory dossier,
        bytes32 party,
        bytes32 statement
    ) private view returns (uint256 time, bool isVoid) {
        Withdrawal memory known = dossier.registries.withdrawals.withdrawalOf(party, statement);
        if (known.time == 0) return (0, false);
        isVoid = dossier.registries.parties.isCompromised(party, known.account, known.time);
        if (!isVoid) time = known.time;
    }

    /// @dev Rule 1.1.
    function _isWellFormed(Reading memory reading) private pure returns (bool) {
        if (reading.stage >= Aspects.STAGES || reading.reason > LAST_REASON) return false;
        if (reading.reason != 0 && reading.supersedes == 0) return false;
        bool isOfShipment = reading.reason == REMAKE || reading.reason == SUBSTITUTION;
        if (isOfShipment && reading.stage != Aspects.SHIPMENT) return false;
        if ((reading.opening != 0) != (reading.stage == Aspects.STOCK)) return false;
        return reading.stated & ~Aspects.statedAt(reading.stage) == 0;
    }

    function _statedIn(bytes32[15] memory aspects) private pure returns (uint256 stated) {
        for (uint256 aspect = 0; aspect < Aspects.COUNT; ++aspect) {
            if (aspects[aspect] != 0) stated |= 1 << aspect;
        }
    }

    /// @dev One more than the position of the first opening of this receipt, zero when there is none.
    function _openingOf(StockOpening[] memory openings, uint256 receipt) private pure returns (uint256) {
        for (uint256 i = 0; i < openings.length; ++i) if (openings[i].receipt == receipt) return i + 1;
        return 0;
    }

    /// @dev The earlier of a time and what was known so far, where zero is nothing.
    function _earlier(uint256 known, uint256 time) private pure returns (uint256) {
        return known == 0 || time < known ? time : known;
    }
}
