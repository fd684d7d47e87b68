// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {IAnchorRegistry} from "./interfaces/IAnchorRegistry.sol";
import {Asker, IConformityVerifier, Merged, Policy, Receipt, StockOpening} from "./interfaces/IConformityVerifier.sol";
import {IPartyRegistry, KeyStatus, Role, Standing} from "./interfaces/IPartyRegistry.sol";
import {ISettlementRegistry, SettlementState} from "./interfaces/ISettlementRegistry.sol";
import {IStockRegistry, StockUsed} from "./interfaces/IStockRegistry.sol";
import {IWithdrawalRegistry} from "./interfaces/IWithdrawalRegistry.sol";
import {Aspects} from "./libraries/Aspects.sol";
import {Code, Finding, Findings, Severity} from "./libraries/Findings.sol";
import {Stock} from "./libraries/Stock.sol";
import {Batch, Statement, Statements} from "./libraries/Statements.sol";

/// @title The chain's own verdict on a dossier.
contract ConformityVerifier is IConformityVerifier {
    using Findings for Findings.List;
    using Statements for Statement;
    using Statements for Batch;

    /// @dev What is known of one receipt once it has been read.
    /// @param hash Of its statement.
    /// @param party Of its key at the anchor's time, zero when unknown.
    /// @param time Of its anchor, zero when there is none.
    /// @param placed It is well formed and of this dossier.
    /// @param sound Nothing is wrong with it but, possibly, a withdrawal.
    /// @param withdrawn Its party withdrew it.
    /// @param justified It lawfully replaces another.
    /// @param opening One more than the position of the stock opening that it is opened by, zero when it is not of a stock lens.
    struct Reading {
        bytes32 hash;
        bytes32 party;
        uint256 time;
        bool placed;
        bool sound;
        bool withdrawn;
        bool justified;
        uint8 opening;
    }

    /// @dev What passes judge: the receipts, what is known of each, and the findings so far.
    struct Case {
        Reading[] readings;
        Merged merged;
        StockOpening[] openings;
        bool[2] fromStock;
        Findings.List findings;
    }

    // Constants and immutables

    uint256 private constant MOST_RECEIPTS = 64;
    uint256 private constant EYES = 2;
    uint256 private constant LONGEST_PROOF = 64;
    uint8 private constant LAST_REASON = 6;
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant NAME_HASH = keccak256("Clairevoie");
    bytes32 private constant VERSION_HASH = keccak256("1");

    IPartyRegistry public immutable parties;
    IAnchorRegistry public immutable anchors;
    IWithdrawalRegistry public immutable withdrawals;
    ISettlementRegistry public immutable settlements;
    IStockRegistry public immutable stock;

    // Constructor

    constructor(
        IPartyRegistry parties_,
        IAnchorRegistry anchors_,
        IWithdrawalRegistry withdrawals_,
        ISettlementRegistry settlements_,
        IStockRegistry stock_
    ) {
        address[5] memory suite = [
            address(parties_),
            address(anchors_),
            address(withdrawals_),
            address(settlements_),
            address(stock_)
        ];
        for (uint256 i = 0; i < suite.length; ++i) {
            if (suite[i].code.length == 0) revert NotAContract(suite[i]);
        }
        parties = parties_;
        anchors = anchors_;
        withdrawals = withdrawals_;
        settlements = settlements_;
        stock = stock_;
    }

    // Verdict

    /// @inheritdoc IConformityVerifier
    function assess(
        Receipt[] calldata receipts,
        Policy calldata policy,
        Asker calldata asker
    ) public view returns (Finding[] memory) {
        return _judge(receipts, new StockOpening[](0), policy, asker).findings.trimmed();
    }

    /// @inheritdoc IConformityVerifier
    function assessWithStock(
        Receipt[] calldata receipts,
        StockOpening[] calldata openings,
        Policy calldata policy,
        Asker calldata asker
    ) external view returns (Finding[] memory) {
        return _judge(receipts, openings, policy, asker).findings.trimmed();
    }

    /// @inheritdoc IConformityVerifier
    function examine(
        Receipt[] calldata receipts,
        StockOpening[] calldata openings,
        Policy calldata policy,
        Asker calldata asker
    ) external view returns (Finding[] memory findings, Merged memory merged) {
        Case memory dossier = _judge(receipts, openings, policy, asker);
        return (dossier.findings.trimmed(), dossier.merged);
    }

    /// @inheritdoc IConformityVerifier
    function conforms(
        Receipt[] calldata receipts,
        Policy calldata policy,
        Asker calldata asker
    ) external view returns (bool) {
        Finding[] memory findings = assess(receipts, policy, asker);
        for (uint256 i = 0; i < findings.length; ++i) {
            if (findings[i].severity == Severity.Blocking) return false;
        }
        return true;
    }

    /// @inheritdoc IConformityVerifier
    function batchDigest(Batch calldata batch) public view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, address(parties))
        );
        return MessageHashUtils.toTypedDataHash(domain, batch.hash());
    }

    // Passes, in the order of docs/protocol.md

    function _judge(
        Receipt[] calldata receipts,
        StockOpening[] memory openings,
        Policy calldata policy,
        Asker calldata asker
    ) private view returns (Case memory dossier) {
        _requireBounded(receipts, openings, asker);
        dossier.openings = openings;
        dossier.findings = Findings.create(receipts.length);
        dossier.readings = new Reading[](receipts.length);
        for (uint256 i = 0; i < receipts.length; ++i) {
            uint8 opening = _openingOf(openings, i);
            // A stock lens is stated for a unit and a store, which are opened last.
            bytes32 id = receipts[opening == 0 ? 0 : i].statement.dossier;
            dossier.readings[i] = _read(receipts[i], id, opening, policy, dossier.findings);
        }
        _judgeWithdrawals(receipts, dossier);
        _judgeLinks(receipts, dossier);
        _judgeParties(receipts, dossier);
        _merge(receipts, dossier);
        _judgePresence(receipts, dossier);
        _judgeAspects(dossier, asker);
        _judgeOrder(receipts, dossier, policy);
        _judgeAge(receipts, dossier, policy);
        _judgeSettlement(receipts, dossier, policy, asker);
        _judgeStock(receipts, dossier, policy);
    }

    function _read(
        Receipt calldata receipt,
        bytes32 dossier,
        uint8 opening,
        Policy calldata policy,
        Findings.List memory findings
    ) private view returns (Reading memory reading) {
        Statement calldata statement = receipt.statement;
        reading.hash = statement.hash();
        reading.opening = opening;
        uint8 stage = statement.stage;
        if (!_isWellFormed(statement) || (opening != 0 && stage != Aspects.SHIPMENT)) {
            findings.add(
                Code.MalformedStatement,
                stage < Aspects.STAGES ? stage : Findings.NONE,
                Findings.NONE,
                reading.hash
            );
            return reading;
        }
        if (statement.dossier != dossier) {
            findings.add(Code.OtherDossier, stage, Findings.NONE, reading.hash);
            return reading;
        }
        reading.placed = true;
        uint256 before = findings.length;
        _readBatch(receipt, reading, policy, findings);
        if (reading.time != 0) _readParty(receipt, reading, findings);
        reading.sound = findings.length == before;
        if (reading.party != 0) _readCorrection(statement, reading, policy, findings);
    }

    function _readBatch(
        Receipt calldata receipt,
        Reading memory reading,
        Policy calldata policy,
        Findings.List memory findings
    ) private view {
        uint8 stage = receipt.statement.stage;
        if (MerkleProof.processProofCalldata(receipt.statementProof, reading.hash) != receipt.batch.root) {
            findings.add(Code.BadInclusion, stage, Findings.NONE, reading.hash);
        }
        bytes32 digest = batchDigest(receipt.batch);
        if (receipt.signature.length == 0) {
            reading.time = anchors.endorsedAt(receipt.batch.key, digest);
        } else {
            (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(digest, receipt.signature);
            if (err != ECDSA.RecoverError.NoError || signer != receipt.batch.key) {
                findings.add(Code.BadSignature, stage, Findings.NONE, reading.hash);
            }
            reading.time = anchors.anchoredAt(MerkleProof.processProofCalldata(receipt.anchorProof, digest));
        }
        if (reading.time == 0) {
            findings.add(Code.NotAnchored, stage, Findings.NONE, reading.hash);
        } else if (reading.time < receipt.batch.issuedAt) {
            findings.add(Code.AnchorBeforeIssue, stage, Findings.NONE, reading.hash);
        } else if (reading.time > uint256(receipt.batch.issuedAt) + policy.lagSeconds) {
            findings.add(Code.LateAnchor, stage, Findings.NONE, reading.hash);
        }
    }

    function _readParty(Receipt calldata receipt, Reading memory reading, Findings.List memory findings) private view {
        uint8 stage = receipt.statement.stage;
        Standing memory standing = parties.standing(receipt.batch.key, uint48(reading.time));
        if (standing.status == KeyStatus.Unknown) {
            findings.add(Code.UnknownKey, stage, Findings.NONE, reading.hash);
            return;
        }
        reading.party = standing.party;
        if (standing.status != KeyStatus.Valid) {
            findings.add(Code.KeyNotValid, stage, Findings.NONE, reading.hash);
        }
        if (standing.role != (stage == Aspects.SHIPMENT ? Role.LensMaker : Role.Optician)) {
            findings.add(Code.WrongRole, stage, Findings.NONE, reading.hash);
        }
        if (standing.suspended) {
            findings.add(Code.PartySuspended, stage, Findings.NONE, reading.hash);
        }
    }

    function _readCorrection(
        Statement calldata statement,
        Reading memory reading,
        Policy calldata policy,
        Findings.List memory findings
    ) private view {
        reading.withdrawn = withdrawals.withdrawalOf(reading.party, reading.hash).time != 0;
        if (statement.supersedes == 0) return;
        reading.justified =
            (policy.reasons >> statement.reason) & 1 == 1 &&
            statement.reason != 0 &&
            withdrawals.withdrawalOf(reading.party, statement.supersedes).time != 0;
        if (!reading.justified) {
            findings.add(Code.SupersededWithoutJustification, statement.stage, Findings.NONE, reading.hash);
        }
    }

    function _judgeWithdrawals(Receipt[] calldata receipts, Case memory dossier) private pure {
        for (uint256 i = 0; i < receipts.length; ++i) {
            Reading memory reading = dossier.readings[i];
            uint8 stage = receipts[i].statement.stage;
            if (reading.withdrawn) {
                if (!_isReplaced(receipts, dossier, i)) {
                    dossier.findings.add(Code.Withdrawn, stage, Findings.NONE, reading.hash);
                }
            } else if (reading.sound && reading.justified) {
                dossier.findings.add(Code.Justified, stage, Findings.NONE, reading.hash);
            }
        }
    }

    function _judgeLinks(Receipt[] calldata receipts, Case memory dossier) private pure {
        for (uint256 i = 0; i < receipts.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (!reading.sound || !reading.justified) continue;
            uint8 stage = receipts[i].statement.stage;
            (bool isShown, bool isLinked) = _findReplaced(receipts, dossier, i);
            if (!isShown) dossier.findings.add(Code.MissingLink, stage, Findings.NONE, reading.hash);
            else if (!isLinked) dossier.findings.add(Code.BrokenLink, stage, Findings.NONE, reading.hash);
            for (uint256 j = 0; j < i; ++j) {
                if (!_isFork(receipts, dossier, i, j)) continue;
                dossier.findings.add(Code.ForkedCorrection, stage, Findings.NONE, reading.hash);
                break;
            }
        }
    }

    function _judgeParties(Receipt[] calldata receipts, Case memory dossier) private pure {
        bytes32 store;
        for (uint256 i = 0; i < receipts.length; ++i) {
            Reading memory reading = dossier.readings[i];
            uint8 stage = receipts[i].statement.stage;
            if (stage == Aspects.SHIPMENT) {
                if (_madeAnOrder(receipts, dossier, reading.party)) {
                    dossier.findings.add(Code.SameParty, stage, Findings.NONE, reading.hash);
                }
            } else if (_counts(reading)) {
                if (store == 0) store = reading.party;
                if (store != reading.party) {
                    dossier.findings.add(Code.StoreMismatch, stage, Findings.NONE, reading.hash);
                }
            }
        }
    }

    function _merge(Receipt[] calldata receipts, Case memory dossier) private pure {
        for (uint256 i = 0; i < receipts.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (!_counts(reading)) continue;
            Statement calldata statement = receipts[i].statement;
            dossier.merged.counted[statement.stage] = true;
            bytes32[13] memory row = dossier.merged.aspects[statement.stage];
            if (reading.opening != 0) dossier.fromStock[dossier.openings[reading.opening - 1].eye] = true;
            for (uint8 aspect = 0; aspect < Aspects.COUNT; ++aspect) {
                bytes32 stated = statement.aspects[aspect];
                if (stated == 0 || _isOfAnotherEye(dossier, reading, aspect)) continue;
                if (row[aspect] == 0) row[aspect] = stated;
                else if (row[aspect] != stated) {
                    dossier.findings.add(Code.AmbiguousStatement, statement.stage, aspect, reading.hash);
                }
            }
        }
    }

    function _judgePresence(Receipt[] calldata receipts, Case memory dossier) private pure {
        bool[4] memory present;
        for (uint256 i = 0; i < receipts.length; ++i) {
            if (dossier.readings[i].placed) present[receipts[i].statement.stage] = true;
        }
        bool frameOnly =
            dossier.merged.counted[Aspects.INVOICE] && !_statesALens(dossier.merged.aspects[Aspects.INVOICE]);
        for (uint8 stage = 0; stage < Aspects.STAGES; ++stage) {
            if (present[stage] || (frameOnly && (stage == Aspects.ORDER || stage == Aspects.SHIPMENT))) continue;
            dossier.findings.add(Code.MissingStatement, stage, Findings.NONE, 0);
        }
    }

    function _judgeAspects(Case memory dossier, Asker calldata asker) private pure {
        if (!dossier.merged.counted[Aspects.INVOICE]) return; // Why no invoice counts is a finding already.
        for (uint8 aspect = 0; aspect < Aspects.COUNT; ++aspect) {
            if (!_isCalledFor(aspect, dossier.merged.aspects[Aspects.INVOICE], asker.rank)) continue;
            bytes32 expected = 0;
            for (uint8 back = 1; back <= Aspects.STAGES; ++back) {
                uint8 stage = Aspects.STAGES - back;
                if (!_isAskedAt(dossier, aspect, stage)) continue;
                bytes32 stated = dossier.merged.aspects[stage][aspect];
                if (stated == 0) dossier.findings.add(Code.MissingAspect, stage, aspect, 0);
                else if (expected == 0) expected = stated;
                else if (stated != expected) dossier.findings.add(Code.AspectMismatch, stage, aspect, 0);
            }
        }
    }

    function _judgeOrder(Receipt[] calldata receipts, Case memory dossier, Policy calldata policy) private pure {
        for (uint256 j = 0; j < receipts.length; ++j) {
            if (!_counts(dossier.readings[j])) continue;
            for (uint256 i = 0; i < receipts.length; ++i) {
                if (!_counts(dossier.readings[i])) continue;
                if (!_comesTooLate(receipts, dossier, i, j, policy)) continue;
                dossier.findings.add(
                    Code.OutOfOrder,
                    receipts[j].statement.stage,
                    Findings.NONE,
                    dossier.readings[j].hash
                );
                break;
            }
        }
    }

    function _judgeAge(Receipt[] calldata receipts, Case memory dossier, Policy calldata policy) private view {
        uint256 quotedAt; // Of the latest quote that counts.
        for (uint256 i = 0; i < receipts.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (receipts[i].statement.stage != Aspects.QUOTE || !_counts(reading)) continue;
            if (reading.time > quotedAt) quotedAt = reading.time;
        }
        for (uint256 i = 0; i < receipts.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (!_counts(reading)) continue;
            uint8 stage = receipts[i].statement.stage;
            if (
                policy.quoteSeconds != 0 &&
                stage == Aspects.INVOICE &&
                quotedAt != 0 &&
                reading.time > quotedAt + policy.quoteSeconds
            ) dossier.findings.add(Code.QuoteTooOld, stage, Findings.NONE, reading.hash);
            if (block.timestamp < reading.time + policy.finalitySeconds) {
                dossier.findings.add(Code.NotFinal, stage, Findings.NONE, reading.hash);
            }
        }
    }

    function _judgeSettlement(
        Receipt[] calldata receipts,
        Case memory dossier,
        Policy calldata policy,
        Asker calldata asker
    ) private view {
        if (asker.rank == 0) return;
        for (uint256 i = 0; i < receipts.length; ++i) {
            if (receipts[i].statement.stage != Aspects.INVOICE || !_counts(dossier.readings[i])) continue;
            bytes32 id = receipts[i].statement.dossier;
            bytes32 invoice = dossier.readings[i].hash;
            SettlementState memory state = settlements.settlementOf(address(bytes20(id)));
            if (state.tag == 0) return;
            if (state.tag != bytes20(Statements.tag(id, invoice, asker.split))) {
                dossier.findings.add(Code.OtherInvoiceSettled, Aspects.INVOICE, Findings.NONE, invoice);
                return;
            }
            bytes32 holder = asker.rank == 1 ? state.first : state.second;
            if (holder == 0) return;
            bool accepted = policy.acceptOwnSettlement && holder == asker.insurer;
            dossier.findings.add(
                accepted ? Code.SettledByAsker : Code.AlreadySettled,
                Aspects.INVOICE,
                asker.rank,
                invoice
            );
            return;
        }
    }

    function _judgeStock(Receipt[] calldata receipts, Case memory dossier, Policy calldata policy) private view {
        bytes32 store = _storeOf(receipts, dossier);
        if (store == 0) return; // Why no invoice counts is a finding already.
        for (uint256 i = 0; i < receipts.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (reading.opening == 0 || !_counts(reading)) continue;
            StockOpening memory opening = dossier.openings[reading.opening - 1];
            uint8 aspect = Aspects.CODE_RIGHT + opening.eye;
            if (receipts[i].statement.dossier != Stock.unit(opening.nullifier, store)) {
                dossier.findings.add(Code.StockOfAnotherStore, Aspects.SHIPMENT, aspect, reading.hash);
                continue;
            }
            StockUsed memory used = stock.useOf(store, Stock.marker(opening.nullifier));
            uint256 latest = _firstInvoiced(receipts, dossier, aspect, receipts[i].statement.aspects[aspect]);
            if (used.time == 0 || used.time > latest + policy.toleranceSeconds) {
                dossier.findings.add(Code.StockNotUsed, Aspects.SHIPMENT, aspect, reading.hash);
            } else if (used.tag != Stock.tag(receipts[0].statement.dossier, opening.nullifier, opening.eye)) {
                dossier.findings.add(Code.StockUsedElsewhere, Aspects.SHIPMENT, aspect, reading.hash);
            }
        }
    }

    // Parts of passes

    function _requireBounded(
        Receipt[] calldata receipts,
        StockOpening[] memory openings,
        Asker calldata asker
    ) private pure {
        if (openings.length > EYES) revert TooManyOpenings(openings.length, EYES);
        for (uint256 i = 0; i < openings.length; ++i) {
            if (openings[i].eye >= EYES) revert EyeOutOfRange(openings[i].eye);
        }
        if (receipts.length > MOST_RECEIPTS) revert TooManyReceipts(receipts.length, MOST_RECEIPTS);
        if (asker.rank > Aspects.PAYER_SECOND) revert RankOutOfRange(asker.rank);
        for (uint256 i = 0; i < receipts.length; ++i) {
            uint256 length = receipts[i].statementProof.length;
            if (length > LONGEST_PROOF) revert ProofTooLong(i, length, LONGEST_PROOF);
            length = receipts[i].anchorProof.length;
            if (length > LONGEST_PROOF) revert ProofTooLong(i, length, LONGEST_PROOF);
        }
    }

    function _isWellFormed(Statement calldata statement) private pure returns (bool) {
        if (statement.stage >= Aspects.STAGES || statement.reason > LAST_REASON) return false;
        if (statement.supersedes == 0 && statement.reason != 0) return false;
        for (uint256 aspect = 0; aspect < Aspects.COUNT; ++aspect) {
            if (statement.aspects[aspect] != 0 && !Aspects.isStatedAt(aspect, statement.stage)) return false;
        }
        return true;
    }

    /// @dev One more than the position of the first opening of this receipt, zero when there is none.
    function _openingOf(StockOpening[] memory openings, uint256 receipt) private pure returns (uint8) {
        for (uint8 i = 0; i < openings.length; ++i) if (openings[i].receipt == receipt) return i + 1;
        return 0;
    }

    /// @dev A unit is stated for both eyes, and serves one.
    function _isOfAnotherEye(Case memory dossier, Reading memory reading, uint256 aspect) private pure returns (bool) {
        if (reading.opening == 0) return false;
        return Aspects.eyeOf(aspect) != dossier.openings[reading.opening - 1].eye;
    }

    /// @dev The axis of a stock lens is set when it is mounted: its maker states no prescription but a sphere's.
    function _isAskedAt(Case memory dossier, uint8 aspect, uint8 stage) private pure returns (bool) {
        if (!dossier.merged.counted[stage] || !Aspects.isStatedAt(aspect, stage)) return false;
        if (stage != Aspects.SHIPMENT || !Aspects.isPrescription(aspect)) return true;
        return dossier.merged.aspects[stage][aspect] != 0 || !dossier.fromStock[Aspects.eyeOf(aspect)];
    }

    /// @dev The signer of the first invoice that counts, zero when none does.
    function _storeOf(Receipt[] calldata receipts, Case memory dossier) private pure returns (bytes32) {
        for (uint256 i = 0; i < receipts.length; ++i) {
            if (receipts[i].statement.stage != Aspects.INVOICE || !_counts(dossier.readings[i])) continue;
            return dossier.readings[i].party;
        }
        return 0;
    }

    /// @dev When this lens was first invoiced: an invoice that was corrected since gives no more time.
    function _firstInvoiced(
        Receipt[] calldata receipts,
        Case memory dossier,
        uint8 aspect,
        bytes32 stated
    ) private pure returns (uint256 time) {
        time = type(uint64).max; // No invoice states this lens: a finding already.
        for (uint256 i = 0; i < receipts.length; ++i) {
            Reading memory reading = dossier.readings[i];
            if (receipts[i].statement.stage != Aspects.INVOICE || !reading.sound) continue;
            if (receipts[i].statement.aspects[aspect] == stated && reading.time < time) time = reading.time;
        }
    }

    function _counts(Reading memory reading) private pure returns (bool) {
        return reading.sound && !reading.withdrawn;
    }

    /// @dev A chain of corrections is judged link by link: the replacement may itself be withdrawn and replaced.
    function _isReplaced(Receipt[] calldata receipts, Case memory dossier, uint256 i) private pure returns (bool) {
        for (uint256 j = 0; j < receipts.length; ++j) {
            Reading memory other = dossier.readings[j];
            if (other.sound && other.justified && _isLink(receipts, dossier, j, i)) return true;
        }
        return false;
    }

    /// @dev Whether what a correction replaces is here, and whether it is of its own party and stage.
    function _findReplaced(
        Receipt[] calldata receipts,
        Case memory dossier,
        uint256 i
    ) private pure returns (bool isShown, bool isLinked) {
        for (uint256 j = 0; j < receipts.length; ++j) {
            Reading memory other = dossier.readings[j];
            if (!other.placed || other.hash != receipts[i].statement.supersedes) continue;
            isShown = true;
            if (_isLink(receipts, dossier, i, j)) isLinked = true;
        }
    }

    /// @dev Whether `later` replaces `earlier`, as the same party at the same stage.
    function _isLink(
        Receipt[] calldata receipts,
        Case memory dossier,
        uint256 later,
        uint256 earlier
    ) private pure returns (bool) {
        return
            receipts[later].statement.supersedes == dossier.readings[earlier].hash &&
            dossier.readings[later].party == dossier.readings[earlier].party &&
            receipts[later].statement.stage == receipts[earlier].statement.stage;
    }

    /// @dev Two statements that count, replace the same one and state the same aspect; two makers may share a pair.
    function _isFork(
        Receipt[] calldata receipts,
        Case memory dossier,
        uint256 i,
        uint256 j
    ) private pure returns (bool) {
        (Reading memory one, Reading memory other) = (dossier.readings[i], dossier.readings[j]);
        if (!_counts(one) || !_counts(other) || one.hash == other.hash || one.party != other.party) return false;
        (Statement calldata a, Statement calldata b) = (receipts[i].statement, receipts[j].statement);
        if (a.supersedes != b.supersedes) return false;
        for (uint256 aspect = 0; aspect < Aspects.COUNT; ++aspect) {
            if (a.aspects[aspect] != 0 && b.aspects[aspect] != 0) return true;
        }
        return false;
    }

    function _madeAnOrder(Receipt[] calldata receipts, Case memory dossier, bytes32 party) private pure returns (bool) {
        if (party == 0) return false;
        for (uint256 i = 0; i < receipts.length; ++i) {
            if (receipts[i].statement.stage == Aspects.ORDER && dossier.readings[i].party == party) return true;
        }
        return false;
    }

    function _statesALens(bytes32[13] memory invoice) private pure returns (bool) {
        for (uint256 aspect = Aspects.CODE_RIGHT; aspect <= Aspects.LENS_LEFT; ++aspect) {
            if (invoice[aspect] != 0) return true;
        }
        return false;
    }

    function _isCalledFor(uint8 aspect, bytes32[13] memory invoice, uint8 rank) private pure returns (bool) {
        if (invoice[aspect] != 0 || aspect == Aspects.REFERENCE || aspect == Aspects.BILLING) return true;
        if (Aspects.isOfLens(aspect)) {
            uint256 eye = Aspects.eyeOf(aspect);
            return invoice[Aspects.CODE_RIGHT + eye] != 0 || invoice[Aspects.LENS_RIGHT + eye] != 0;
        }
        return rank == 0 ? aspect == Aspects.PAYER_FIRST && invoice[Aspects.PAYER_SECOND] == 0 : aspect == rank;
    }

    function _comesTooLate(
        Receipt[] calldata receipts,
        Case memory dossier,
        uint256 i,
        uint256 j,
        Policy calldata policy
    ) private pure returns (bool) {
        if (receipts[i].statement.stage >= receipts[j].statement.stage) return false;
        if (dossier.readings[j].opening != 0) return false; // Stock is shipped before there is a dossier.
        uint256 latest = dossier.readings[j].time + policy.toleranceSeconds;
        return latest < dossier.readings[i].time && latest < _timeBefore(receipts, dossier, i, j);
    }

    /// @dev When `earlier` said what `later` relies on. A correction keeps the time of what it replaces as long as that is
    /// shown and the correction changes nothing that the later statement states. It ends: a statement holds the hash of
    /// the one that it replaces, so that no chain loops.
    function _timeBefore(
        Receipt[] calldata receipts,
        Case memory dossier,
        uint256 earlier,
        uint256 later
    ) private pure returns (uint256 time) {
        time = dossier.readings[earlier].time;
        uint256 link = earlier;
        while (dossier.readings[link].justified) {
            uint256 next = link;
            for (uint256 k = 0; k < receipts.length; ++k) {
                Reading memory other = dossier.readings[k];
                if (!other.sound || !_isLink(receipts, dossier, link, k)) continue;
                if (next == link) {
                    next = k;
                    if (_changes(receipts, link, k, later)) return time;
                }
                if (other.time < time) time = other.time;
            }
            if (next == link) return time;
            link = next;
        }
    }

    /// @dev Whether a correction states, otherwise than what it replaces, an aspect that `later` states too.
    function _changes(
        Receipt[] calldata receipts,
        uint256 correction,
        uint256 replaced,
        uint256 later
    ) private pure returns (bool) {
        for (uint256 aspect = 0; aspect < Aspects.COUNT; ++aspect) {
            bytes32 stated = receipts[correction].statement.aspects[aspect];
            if (stated == 0 || receipts[later].statement.aspects[aspect] == 0) continue;
            if (stated != receipts[replaced].statement.aspects[aspect]) return true;
        }
        return false;
    }
}
