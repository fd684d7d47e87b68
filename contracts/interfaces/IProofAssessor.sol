// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ProvenFinding} from "../libraries/ProvenFindings.sol";
import {ICategoryVerifier} from "./ICategoryVerifier.sol";
import {Asker, IConformityVerifier, Policy, Receipt, StockOpening} from "./IConformityVerifier.sol";
import {IRenewalVerifier} from "./IRenewalVerifier.sol";

/// @notice A proof that a lens falls under a category.
/// @param category Position of the letter in the alphabet: a 1, c 3, f 6 (article R. 871-2).
/// @param proof 256 bytes, as a certificate has it; empty when there is none.
struct CategoryProof {
    uint8 category;
    bytes proof;
}

/// @notice What a certificate proves of prescriptions that it does not show (docs/protocol.md, "Proofs").
/// @param keys Name of the setup that the proofs were made with.
/// @param renewal 256 bytes, as a certificate has it; empty when there is none.
struct Proofs {
    string keys;
    CategoryProof categoryRight;
    CategoryProof categoryLeft;
    bytes renewal;
}

/// @notice What proofs of a development setup are worth.
enum DevelopmentKeys {
    OnLocalChains, // 0: something on a chain that nobody else sees, nothing elsewhere
    Accepted, // 1
    Refused // 2
}

/// @notice What proofs are held to.
/// @param requireCategory Whether the category of every lens that is invoiced must be proven.
/// @param requireRenewal Whether a change of sight must be proven.
/// @param categories That the codes billed are meant for, right and left: a 1, c 3, f 6; zero where none is known.
/// @param previous Commitments to the prescriptions of the equipment before, right and left; zero where none is known.
/// @param developmentKeys Whether proofs that anyone can forge count.
struct ProofPolicy {
    bool requireCategory;
    bool requireRenewal;
    uint8[2] categories;
    bytes32[2] previous;
    DevelopmentKeys developmentKeys;
}

/// @title The chain's own verdict on a dossier whose prescriptions are proven and not shown.
interface IProofAssessor {
    error NotAContract(address account);
    error SetupsDiffer(string ofCategories, string ofRenewals);

    /// @notice The findings of `ConformityVerifier.assessWithStock`, and after them those of the proofs, which are held to
    /// what the lens makers stated.
    /// @param openings Of stock lenses; none for a dossier without.
    /// @return findings Every deviation, in the order that docs/protocol.md gives; empty when nothing is to be said.
    function assess(
        Receipt[] calldata receipts,
        StockOpening[] calldata openings,
        Policy calldata policy,
        Asker calldata asker,
        Proofs calldata proofs,
        ProofPolicy calldata asked
    ) external view returns (ProvenFinding[] memory findings);

    /// @notice What judges the receipts.
    function conformity() external view returns (IConformityVerifier);

    /// @notice What verifies the proofs of category.
    function categories() external view returns (ICategoryVerifier);

    /// @notice What verifies the proofs of early renewal.
    function renewals() external view returns (IRenewalVerifier);
}
