// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Finding} from "../libraries/Findings.sol";
import {Batch, Statement} from "../libraries/Statements.sol";
import {IAnchorRegistry} from "./IAnchorRegistry.sol";
import {IBandVerifier} from "./IBandVerifier.sol";
import {ILinkRegistry} from "./ILinkRegistry.sol";
import {IPartyRegistry} from "./IPartyRegistry.sol";
import {IRenewalVerifier} from "./IRenewalVerifier.sol";
import {ISettlementRegistry} from "./ISettlementRegistry.sol";
import {IStockRegistry} from "./IStockRegistry.sol";
import {IWithdrawalRegistry} from "./IWithdrawalRegistry.sol";

/// @notice A statement with all that ties it to a key and a time. It holds no value and no salt.
/// @param statement What was stated.
/// @param statementProof Path from the statement's hash to `batch.root`.
/// @param batch What the key signed.
/// @param signature 65 bytes (r, s, v); empty when `batch.key` is a smart account that endorsed the digest.
/// @param anchorProof Path from the batch's digest to an anchored root; empty when endorsed.
struct Receipt {
    Statement statement;
    bytes32[] statementProof;
    Batch batch;
    bytes signature;
    bytes32[] anchorProof;
}

/// @notice What opens the receipt of a stock lens (docs/protocol.md, "Stock lenses").
/// @param receipt Its position among the receipts.
/// @param eye The eye that the lens serves: 0 right, 1 left.
/// @param nullifier The unit's public handle.
struct StockOpening {
    uint256 receipt;
    uint8 eye;
    bytes32 nullifier;
}

/// @notice What opens the name of the lens maker that the order states for one eye.
/// @param identifier SIREN or EUDAMED number; empty when the name is not opened.
struct MakerOpening {
    bytes32 salt;
    string identifier;
}

/// @notice A grant as a certificate shows it: what lets an insurer settle (docs/protocol.md, "Settlement").
/// @param insurer Party id of the insurer that it was given to.
/// @param round The settler's round that it was given for.
/// @param signature 65 bytes (r, s, v) by the settler; empty when no grant is shown.
struct GrantShown {
    bytes32 insurer;
    uint32 round;
    bytes signature;
}

/// @notice A proof that the power of a lens is in one of some bands.
/// @param mask Bit n for band n of docs/rules.md.
/// @param proof 256 bytes, as a certificate has it; empty when there is none.
struct BandProof {
    uint16 mask;
    bytes proof;
}

/// @notice What a certificate proves of prescriptions that it does not show (docs/protocol.md, "Proofs").
/// @param keys Name of the setup that the proofs were made with.
/// @param renewal 256 bytes, as a certificate has it; empty when there is none.
struct Proofs {
    string keys;
    BandProof bandRight;
    BandProof bandLeft;
    bytes renewal;
}

/// @notice What is shown of one dossier.
/// @param seed With the settler, what opens the dossier's id.
/// @param settler The account whose key grants settlements.
/// @param receipts At most 64, in any order.
/// @param stock At most two; of several openings of one receipt the first is read.
/// @param makers Right, left.
struct Dossier {
    bytes32 seed;
    address settler;
    Receipt[] receipts;
    StockOpening[] stock;
    MakerOpening[2] makers;
    GrantShown grant;
    Proofs proofs;
}

/// @notice What proofs of a development setup are worth.
enum DevelopmentKeys {
    OnLocalChains, // 0: something on a chain that nobody else sees, nothing elsewhere
    Accepted, // 1
    Refused // 2
}

/// @notice What the verifier of a dossier accepts.
/// @param lagSeconds How long after `issuedAt` an anchor may come.
/// @param toleranceSeconds By how much a later stage may precede the anchor of an earlier one; at least the lag.
/// @param quoteSeconds How long before the invoice the quote may have been anchored; 0 for any time.
/// @param finalitySeconds How old an anchor must be.
/// @param reasons Bit n is set when a correction for reason n is accepted.
/// @param acceptOwnSettlement True when auditing what the asker has paid; false before paying.
/// @param requireBand Whether the power band of every lens that is invoiced must be proven.
/// @param requireRenewal Whether a change of sight must be proven.
/// @param masks Of the bands that the billed codes stand for, right and left; zero where none is known.
/// @param previous Commitments to the prescriptions of the equipment before, right and left; zero where none is known.
/// @param developmentKeys Whether proofs that anyone can forge count.
struct Policy {
    uint64 lagSeconds;
    uint64 toleranceSeconds;
    uint64 quoteSeconds;
    uint64 finalitySeconds;
    uint256 reasons;
    bool acceptOwnSettlement;
    bool requireBand;
    bool requireRenewal;
    uint16[2] masks;
    bytes32[2] previous;
    DevelopmentKeys developmentKeys;
}

/// @notice Who asks, so that settlements are judged from its place.
/// @param insurer Its party id; zero when nobody's settlement matters.
/// @param rank 1 or 2; zero skips the settlement check.
/// @param split How it was told that the insurers share the invoice (docs/protocol.md, "Settlement").
struct Asker {
    bytes32 insurer;
    uint8 rank;
    bytes32 split;
}

/// @notice What a verdict rests on: the registries, and the verifiers of proofs.
struct Suite {
    IPartyRegistry parties;
    ILinkRegistry links;
    IAnchorRegistry anchors;
    IWithdrawalRegistry withdrawals;
    ISettlementRegistry settlements;
    IStockRegistry stock;
    IBandVerifier bands;
    IRenewalVerifier renewals;
}

/// @title The chain's own verdict on a dossier.
/// @notice It judges all that can be judged without a value: inclusion, signatures, keys, times, withdrawals, equality
/// of aspects from stage to stage, makers, settlement, proofs. Opening commitments to a claim is the SDK's part (`assess`).
/// It calls the registries and the verifiers of proofs, and no code of a party.
interface IConformityVerifier {
    error NotAContract(address account);
    error SetupsDiffer(string ofBands, string ofRenewals);
    error TooManyReceipts(uint256 count, uint256 most);
    error TooManyOpenings(uint256 count, uint256 most);
    error EyeOutOfRange(uint8 eye);
    error RankOutOfRange(uint8 rank);
    error ProofTooLong(uint256 receipt, uint256 length, uint256 most);
    error ProofsTooLong(uint256 length, uint256 most);
    error IdentifierTooLong(uint256 length, uint256 most);
    error ToleranceBelowLag(uint64 toleranceSeconds, uint64 lagSeconds);

    /// @notice Judges one dossier.
    /// @return findings Every deviation, in the order that docs/protocol.md gives; empty when nothing is to be said.
    function assess(
        Dossier calldata dossier,
        Policy calldata policy,
        Asker calldata asker
    ) external view returns (Finding[] memory findings);

    /// @notice `assess`, as one boolean: no finding is not verifiable, pending or blocking.
    function conforms(
        Dossier calldata dossier,
        Policy calldata policy,
        Asker calldata asker
    ) external view returns (bool);

    /// @notice The EIP-712 digest that the batch's key signs, on this chain and for this suite's party registry.
    function batchDigest(Batch calldata batch) external view returns (bytes32);
}
