// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {PoseidonT3} from "poseidon-solidity/PoseidonT3.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {Suite} from "../interfaces/IConformityVerifier.sol";
import {Grant} from "../interfaces/ISettlementRegistry.sol";
import {Code, Codes} from "../libraries/Codes.sol";
import {Makers} from "../libraries/Makers.sol";
import {Stock} from "../libraries/Stock.sol";
import {Batch, Statement, Statements} from "../libraries/Statements.sol";
import {Deploying} from "./support/Deploying.sol";
import {Hkdf} from "./support/Hkdf.sol";
import {Test} from "./support/Test.sol";
import {Tickets} from "./support/Tickets.sol";
import {BandMock, RenewalMock} from "./support/Verifiers.sol";

interface IPoseidon {
    function hash(uint256[2] memory inputs) external pure returns (uint256);
}

/// @notice Computes every published vector anew, in Solidity, from docs/protocol.md and not from the SDK.
contract VectorsTest is Test {
    uint256 private constant FIELD = 21888242871839275222246405745257275088548364400416034343698204186575808495617;
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    // Derivations

    function test_EveryDerivationIsHkdf() public view {
        string memory json = _file("derivation");
        bytes memory secret = vm.parseJsonBytes(json, ".dossierSecret");
        bytes32 seed = vm.parseJsonBytes32(json, ".dossierSeed");
        assertEq(abi.encodePacked(seed), _derive(secret, "dossier-seed", 32));
        uint256 settlerKey = uint256(vm.parseJsonBytes32(json, ".settlerKey"));
        assertEq(settlerKey, 1 + _reduced(_derive(secret, "settler-key", 48), CURVE_ORDER - 1));
        address settler = vm.parseJsonAddress(json, ".settler");
        assertEq(settler, vm.addr(settlerKey));
        bytes32 id = keccak256(abi.encode(keccak256("Dossier(bytes32 seed,address settler)"), seed, settler));
        assertEq(id, vm.parseJsonBytes32(json, ".dossierId"));
        assertEq(id, Statements.dossierId(seed, settler));
        string[8] memory names = [
            "insurerSecret",
            "payerSecret1",
            "payerSecret2",
            "claimSecret1",
            "claimSecret2",
            "codeSecret",
            "eyeSecretRight",
            "eyeSecretLeft"
        ];
        string[8] memory labels = [
            "insurer-secret",
            "payer-secret/1",
            "payer-secret/2",
            "claim-secret/1",
            "claim-secret/2",
            "code-secret",
            "eye-secret/right",
            "eye-secret/left"
        ];
        for (uint256 i = 0; i < 8; ++i) {
            assertEq(vm.parseJsonBytes(json, _key(names[i])), _derive(secret, labels[i], 24));
        }
    }

    function test_EverySaltIsHkdf() public view {
        string memory json = _file("derivation");
        string[13] memory salts = [
            "reference",
            "billing",
            "frame",
            "payerFirst",
            "payerSecond",
            "codeRight",
            "codeLeft",
            "lensRight",
            "lensLeft",
            "orderRight",
            "orderLeft",
            "makerRight",
            "makerLeft"
        ];
        string[13] memory secrets = [
            "insurerSecret",
            "insurerSecret",
            "insurerSecret",
            "payerSecret1",
            "payerSecret2",
            "codeSecret",
            "codeSecret",
            "eyeSecretRight",
            "eyeSecretLeft",
            "eyeSecretRight",
            "eyeSecretLeft",
            "eyeSecretRight",
            "eyeSecretLeft"
        ];
        string[13] memory labels = [
            "salt/reference",
            "salt/billing",
            "salt/frame",
            "salt/payer",
            "salt/payer",
            "salt/code/right",
            "salt/code/left",
            "salt/lens",
            "salt/lens",
            "salt/order",
            "salt/order",
            "salt/maker",
            "salt/maker"
        ];
        for (uint256 i = 0; i < 13; ++i) {
            bytes memory secret = vm.parseJsonBytes(json, _key(secrets[i]));
            assertEq(vm.parseJsonBytes(json, string.concat(".salts.", salts[i])), _derive(secret, labels[i], 32));
        }
        for (uint256 i = 0; i < 2; ++i) {
            string memory eye = i == 0 ? "Right" : "Left";
            bytes memory secret = vm.parseJsonBytes(json, string.concat(".eyeSecret", eye));
            bytes memory wide = _derive(secret, "salt/prescription", 48);
            bytes32 salt = vm.parseJsonBytes32(json, string.concat(".salts.prescription", eye));
            assertEq(uint256(salt), _reduced(wide, FIELD));
        }
    }

    // Aspects

    function test_ReferenceFrameCodesOrdersAndMakers() public view {
        string memory json = _file("aspects");
        assertEq(
            _aspect(
                json,
                0,
                "Reference(uint8 aspect,bytes32 salt,string siret,string fileReference)",
                abi.encode(_text(json, 0, "siret"), _text(json, 0, "fileReference"))
            ),
            _commitment(json, 0)
        );
        assertEq(
            _aspect(
                json,
                4,
                "Frame(uint8 aspect,bytes32 salt,string frameReference,uint8 class)",
                abi.encode(_text(json, 4, "frameReference"), _class(json, _value(4, "class")))
            ),
            _commitment(json, 4)
        );
        for (uint256 i = 5; i < 7; ++i) {
            bytes memory fields = abi.encode(_text(json, i, "code"), _class(json, _value(i, "class")));
            string memory encoding = "Code(uint8 aspect,bytes32 salt,string code,uint8 class)";
            assertEq(_aspect(json, i, encoding, fields), _commitment(json, i));
        }
        for (uint256 i = 11; i < 13; ++i) {
            bytes memory fields = abi.encode(_text(json, i, "orderReference"));
            string memory encoding = "Order(uint8 aspect,bytes32 salt,string orderReference)";
            assertEq(_aspect(json, i, encoding, fields), _commitment(json, i));
        }
        for (uint256 i = 13; i < 15; ++i) {
            bytes memory fields = abi.encode(_text(json, i, "identifier"));
            string memory encoding = "Maker(uint8 aspect,bytes32 salt,string identifier)";
            assertEq(_aspect(json, i, encoding, fields), _commitment(json, i));
            bytes32 salt = vm.parseJsonBytes32(json, string.concat("[", vm.toString(i), "].salt"));
            string memory identifier = vm.parseJsonString(json, _value(i, "identifier"));
            assertEq(Statements.maker(uint8(i), salt, identifier), _commitment(json, i));
        }
    }

    function test_Payers() public view {
        string memory json = _file("aspects");
        for (uint256 i = 1; i < 3; ++i) {
            bytes memory fields = abi.encode(
                _text(json, i, "amc"),
                _text(json, i, "priorAuthorisation"),
                _number(json, i, "rank"),
                _number(json, i, "payers"),
                _number(json, i, "shareCents"),
                _number(json, i, "sharesCents")
            );
            string memory encoding =
                "Payer(uint8 aspect,bytes32 salt,string amc,string priorAuthorisation,uint8 rank,uint8 payers,uint64 shareCents,uint64 sharesCents)";
            assertEq(_aspect(json, i, encoding, fields), _commitment(json, i));
        }
    }

    function test_Billing() public view {
        _checkBilling(_file("aspects"), 3);
        _checkBilling(_file("edges"), 5);
    }

    function _checkBilling(string memory json, uint256 at_) private pure {
        bytes32 lineType = keccak256("BillingLine(uint8 item,string code,uint8 class,uint64 priceCents)");
        bytes memory lines;
        for (uint256 i = 0; i < 4; ++i) {
            string memory line = string.concat("[", vm.toString(at_), "].canonicalLines[", vm.toString(i), "]");
            bytes32 hash = keccak256(
                abi.encode(
                    lineType,
                    _item(vm.parseJsonString(json, string.concat(line, ".item"))),
                    keccak256(bytes(vm.parseJsonString(json, string.concat(line, ".code")))),
                    _class(json, string.concat(line, ".class")),
                    vm.parseJsonUint(json, string.concat(line, ".priceCents"))
                )
            );
            lines = abi.encodePacked(lines, hash);
        }
        string memory encoding =
            "Billing(uint8 aspect,bytes32 salt,BillingLine[] lines,uint64 totalCents)BillingLine(uint8 item,string code,uint8 class,uint64 priceCents)";
        bytes memory fields = abi.encode(keccak256(lines), _number(json, at_, "totalCents"));
        assertEq(_aspect(json, at_, encoding, fields), _commitment(json, at_));
    }

    function test_Lenses() public view {
        // The right lens has treatments, given in another order than their own; the left one has none.
        _checkLens(_file("aspects"), 7, 2);
        _checkLens(_file("aspects"), 8, 0);
        _checkLens(_file("edges"), 6, 3);
    }

    function _checkLens(string memory json, uint256 i, uint256 treated) private pure {
        string memory encoding =
            "Lens(uint8 aspect,bytes32 salt,string ediCode,uint16 diameterMm,uint16 index,string[] treatments,uint8 lensType)";
        bytes memory treatments;
        if (treated > 0) {
            string memory key = string.concat("[", vm.toString(i), "].canonicalTreatments");
            string[] memory sorted = vm.parseJsonStringArray(json, key);
            assertEq(sorted.length, treated);
            for (uint256 j = 0; j < sorted.length; ++j) {
                treatments = abi.encodePacked(treatments, keccak256(bytes(sorted[j])));
            }
        }
        bytes memory fields = abi.encode(
            _text(json, i, "ediCode"),
            _number(json, i, "diameterMm"),
            _number(json, i, "index"),
            keccak256(treatments),
            _lensType(json, _value(i, "lensType"))
        );
        assertEq(_aspect(json, i, encoding, fields), _commitment(json, i));
    }

    function test_Prescriptions() public {
        _checkPrescriptions(_file("aspects"), 9, 11);
    }

    function test_PrescriptionsInOddSpellings() public {
        _checkPrescriptions(_file("edges"), 0, 5);
    }

    function _checkPrescriptions(string memory json, uint256 from, uint256 to) private {
        IPoseidon poseidon = _deployPoseidon();
        for (uint256 i = from; i < to; ++i) {
            string memory entry = string.concat("[", vm.toString(i), "]");
            string memory canonical = string.concat(entry, ".canonical");
            bytes memory encoded = abi.encodePacked(
                uint8(1),
                uint8(vm.parseJsonUint(json, string.concat(entry, ".number"))),
                uint8(_lensType(json, string.concat(canonical, ".lensType"))),
                uint16(uint256(vm.parseJsonInt(json, string.concat(canonical, ".sphere")) + 0x8000)),
                uint16(vm.parseJsonUint(json, string.concat(canonical, ".cylinder"))),
                uint16(vm.parseJsonUint(json, string.concat(canonical, ".axis")))
            );
            encoded = abi.encodePacked(
                encoded,
                uint16(vm.parseJsonUint(json, string.concat(canonical, ".addition"))),
                uint16(vm.parseJsonUint(json, string.concat(canonical, ".prism"))),
                uint16(vm.parseJsonUint(json, string.concat(canonical, ".prismBase")))
            );
            assertEq(encoded, vm.parseJsonBytes(json, string.concat(entry, ".encoded")));
            uint256 salt = uint256(vm.parseJsonBytes32(json, string.concat(entry, ".salt")));
            assertTrue(salt < FIELD, "the salt is no field element");
            uint256 packed = uint256(uint120(bytes15(encoded)));
            assertEq(bytes32(poseidon.hash([salt, packed])), _commitment(json, i));
        }
    }

    // Statements, trees, batches

    function test_Statements() public view {
        string memory json = _file("statements");
        for (uint256 i = 0; i < 5; ++i) {
            string memory entry = string.concat("[", vm.toString(i), "]");
            string memory statement = string.concat(entry, ".statement");
            Statement memory read;
            read.dossier = vm.parseJsonBytes32(json, string.concat(statement, ".dossier"));
            read.stage = uint8(vm.parseJsonUint(json, string.concat(statement, ".stage")));
            bytes32[] memory words = vm.parseJsonBytes32Array(json, string.concat(entry, ".words"));
            assertEq(words.length, 15);
            for (uint256 j = 0; j < 15; ++j) {
                read.aspects[j] = words[j];
                // What is not stated has no name, and what is stated has its own.
                string memory named = string.concat(statement, ".aspects.", _aspectName(j));
                assertEq(vm.keyExistsJson(json, named), words[j] != 0);
                if (words[j] != 0) assertEq(vm.parseJsonBytes32(json, named), words[j]);
            }
            string memory supersedes = string.concat(statement, ".supersedes");
            if (vm.keyExistsJson(json, supersedes)) read.supersedes = vm.parseJsonBytes32(json, supersedes);
            string memory reason = string.concat(statement, ".reason");
            if (vm.keyExistsJson(json, reason)) read.reason = uint8(vm.parseJsonUint(json, reason));
            assertEq(Statements.hash(read), vm.parseJsonBytes32(json, string.concat(entry, ".hash")));
        }
    }

    function _aspectName(uint256 aspect) private pure returns (string memory) {
        return
            [
                "reference",
                "payerFirst",
                "payerSecond",
                "billing",
                "frame",
                "codeRight",
                "codeLeft",
                "lensRight",
                "lensLeft",
                "prescriptionRight",
                "prescriptionLeft",
                "orderRight",
                "orderLeft",
                "makerRight",
                "makerLeft"
            ][aspect];
    }

    function test_Trees() public view {
        _checkTree(_file("tree"), 5);
        _checkTree(_file("tree-of-seven"), 7);
    }

    function _checkTree(string memory json, uint256 size) private pure {
        bytes32 root = vm.parseJsonBytes32(json, ".root");
        bytes32[] memory leaves = vm.parseJsonBytes32Array(json, ".leaves");
        assertEq(leaves.length, size);
        for (uint256 i = 0; i < leaves.length; ++i) {
            bytes32[] memory proof = vm.parseJsonBytes32Array(json, string.concat(".proofs[", vm.toString(i), "]"));
            assertTrue(MerkleProof.verify(proof, root, leaves[i]), "a leaf is not in its tree");
        }
    }

    function test_Batch() public {
        string memory json = _file("batch");
        Suite memory suite = _suiteAt(json);
        Batch memory batch = Batch(
            vm.parseJsonAddress(json, ".batch.key"),
            vm.parseJsonBytes32(json, ".batch.root"),
            uint64(vm.parseJsonUint(json, ".batch.issuedAt"))
        );
        bytes32 digest = Deploying.conformityVerifier(suite).batchDigest(batch);
        assertEq(digest, vm.parseJsonBytes32(json, ".digest"));
        assertEq(_signerOf(digest, vm.parseJsonBytes(json, ".signature")), batch.key);
    }

    // Parties, settlements, findings

    function test_Parties() public view {
        string memory json = _file("parties");
        string[4] memory roles = ["optician", "lens-maker", "lens-maker", "insurer"];
        uint8[4] memory numbers = [1, 2, 2, 3];
        for (uint256 i = 0; i < 4; ++i) {
            string memory entry = string.concat("[", vm.toString(i), "]");
            assertEq(_hashOf(vm.parseJsonString(json, string.concat(entry, ".role"))), _hashOf(roles[i]));
            bytes32 salt = vm.parseJsonBytes32(json, string.concat(entry, ".salt"));
            string memory identifier = vm.parseJsonString(json, string.concat(entry, ".identifier"));
            bytes32 id = keccak256(
                abi.encode(
                    keccak256("Party(bytes32 salt,uint8 role,string identifier)"),
                    salt,
                    numbers[i],
                    _hashOf(identifier)
                )
            );
            assertEq(id, vm.parseJsonBytes32(json, string.concat(entry, ".id")));
            if (numbers[i] != 2) continue;
            assertEq(salt, bytes32(0));
            assertEq(Makers.nameOf(identifier), id);
            assertTrue(Makers.isWellFormed(identifier), "no identifier of a maker");
        }
    }

    function test_Settlement() public view {
        string memory json = _file("settlement");
        bytes32 dossier = vm.parseJsonBytes32(json, ".dossier");
        bytes32 split = keccak256(
            abi.encode(
                keccak256("SettlementSplit(bytes32 salt,uint64 first,uint64 second)"),
                vm.parseJsonBytes32(json, ".salt"),
                vm.parseJsonUint(json, ".first"),
                vm.parseJsonUint(json, ".second")
            )
        );
        assertEq(split, vm.parseJsonBytes32(json, ".split"));
        bytes32 tag = Statements.tag(dossier, vm.parseJsonBytes32(json, ".invoice"), split);
        assertEq(tag, vm.parseJsonBytes32(json, ".tag"));
    }

    function test_Grant() public {
        string memory json = _file("settlement");
        Grant memory grant = Grant(
            vm.parseJsonBytes32(json, ".grant.insurer"),
            vm.parseJsonBytes32(json, ".grant.tag"),
            uint8(vm.parseJsonUint(json, ".grant.rank")),
            vm.parseJsonAddress(json, ".grant.settler"),
            uint32(vm.parseJsonUint(json, ".grant.round"))
        );
        vm.chainId(vm.parseJsonUint(json, ".domain.chainId"));
        bytes32 typehash = keccak256("Grant(bytes32 insurer,bytes32 tag,uint8 rank,address settler,uint32 round)");
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Clairevoie"),
                keccak256("1"),
                block.chainid,
                vm.parseJsonAddress(json, ".domain.verifyingContract")
            )
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, keccak256(abi.encode(typehash, grant))));
        assertEq(digest, vm.parseJsonBytes32(json, ".digest"));
        assertEq(_signerOf(digest, vm.parseJsonBytes(json, ".signature")), grant.settler);
    }

    // Stock lenses

    function test_StockLenses() public view {
        string memory json = _file("stock");
        bytes memory secret = vm.parseJsonBytes(json, ".unitSecret");
        bytes32 nullifier = vm.parseJsonBytes32(json, ".nullifier");
        assertEq(abi.encodePacked(nullifier), _derive(secret, "stock-nullifier", 32));
        string[5] memory salts = ["codeRight", "codeLeft", "lens", "order", "maker"];
        string[5] memory labels = ["salt/code/right", "salt/code/left", "salt/lens", "salt/order", "salt/maker"];
        for (uint256 i = 0; i < 5; ++i) {
            bytes memory salt = vm.parseJsonBytes(json, string.concat(".salts.", salts[i]));
            assertEq(salt, _derive(secret, labels[i], 32));
        }
        uint256 reduced = uint256(vm.parseJsonBytes32(json, ".salts.prescription"));
        assertEq(reduced, _reduced(_derive(secret, "salt/prescription", 48), FIELD));
        bytes32 store = vm.parseJsonBytes32(json, ".store");
        bytes32 dossier = vm.parseJsonBytes32(json, ".dossier");
        assertEq(Stock.unit(nullifier, store), vm.parseJsonBytes32(json, ".unit"));
        assertEq(Stock.marker(nullifier), vm.parseJsonBytes32(json, ".marker"));
        assertEq(Stock.tag(dossier, nullifier, 0), vm.parseJsonBytes32(json, ".tagRight"));
        assertEq(Stock.tag(dossier, nullifier, 1), vm.parseJsonBytes32(json, ".tagLeft"));
        assertEq(Tickets.decode(vm.parseJsonString(_file("tickets"), ".stock"), "CVS1"), secret);
    }

    /// @notice A code that changes places with another has another name in the published list.
    function test_FindingsHaveTheirNumbersNamesAndSeverities() public view {
        _expectPublished(Codes.MALFORMED_STATEMENT, 0, "malformed-statement");
        _expectPublished(Codes.OTHER_DOSSIER, 1, "other-dossier");
        _expectPublished(Codes.BAD_INCLUSION, 2, "bad-inclusion");
        _expectPublished(Codes.BAD_SIGNATURE, 3, "bad-signature");
        _expectPublished(Codes.NOT_ANCHORED, 4, "not-anchored");
        _expectPublished(Codes.ANCHOR_BEFORE_ISSUE, 5, "anchor-before-issue");
        _expectPublished(Codes.LATE_ANCHOR, 6, "late-anchor");
        _expectPublished(Codes.UNKNOWN_KEY, 7, "unknown-key");
        _expectPublished(Codes.KEY_NOT_VALID, 8, "key-not-valid");
        _expectPublished(Codes.WRONG_ROLE, 9, "wrong-role");
        _expectPublished(Codes.PARTY_SUSPENDED, 10, "party-suspended");
        _expectPublished(Codes.WITHDRAWN, 11, "withdrawn");
        _expectPublished(Codes.SUPERSEDED_WITHOUT_JUSTIFICATION, 12, "superseded-without-justification");
        _expectPublished(Codes.JUSTIFIED, 13, "justified");
        _expectPublished(Codes.MISSING_STATEMENT, 14, "missing-statement");
        _expectPublished(Codes.SAME_PARTY, 15, "same-party");
        _expectPublished(Codes.STORE_MISMATCH, 16, "store-mismatch");
        _expectPublished(Codes.AMBIGUOUS_STATEMENT, 17, "ambiguous-statement");
        _expectPublished(Codes.MISSING_ASPECT, 18, "missing-aspect");
        _expectPublished(Codes.ASPECT_MISMATCH, 19, "aspect-mismatch");
        _expectPublished(Codes.OUT_OF_ORDER, 20, "out-of-order");
        _expectPublished(Codes.ALREADY_SETTLED, 21, "already-settled");
        _expectPublished(Codes.OTHER_INVOICE_SETTLED, 22, "other-invoice-settled");
        _expectPublished(Codes.SETTLED_BY_ASKER, 23, "settled-by-asker");
        _expectPublished(Codes.MISSING_LINK, 24, "missing-link");
        _expectPublished(Codes.FORKED_CORRECTION, 25, "forked-correction");
        _expectPublished(Codes.BROKEN_LINK, 26, "broken-link");
        _expectPublished(Codes.QUOTE_TOO_OLD, 27, "quote-too-old");
        _expectPublished(Codes.NOT_FINAL, 28, "not-final");
        _expectPublished(Codes.STOCK_NOT_USED, 29, "stock-not-used");
        _expectPublished(Codes.STOCK_USED_ELSEWHERE, 30, "stock-used-elsewhere");
        _expectPublished(Codes.STOCK_OF_ANOTHER_STORE, 31, "stock-of-another-store");
        _expectPublished(Codes.ISSUED_IN_FUTURE, 32, "issued-in-future");
        _expectPublished(Codes.VOID_WITHDRAWAL, 33, "void-withdrawal");
        _expectPublished(Codes.LINKED_STORE, 36, "linked-store");
        _expectPublished(Codes.AFFILIATED_MAKER, 37, "affiliated-maker");
        _expectPublished(Codes.MAKER_NOT_OPENED, 38, "maker-not-opened");
        _expectPublished(Codes.MAKER_MISMATCH, 39, "maker-mismatch");
        _expectPublished(Codes.MAKER_NOT_ENROLLED, 40, "maker-not-enrolled");
        _expectPublished(Codes.MAKER_STATEMENT_MISSING, 41, "maker-statement-missing");
        _expectPublished(Codes.MAKER_SUSPENDED, 42, "maker-suspended");
        _expectPublished(Codes.QUOTE_AFTER_INVOICE, 43, "quote-after-invoice");
        _expectPublished(Codes.QUOTE_CHANGED_AFTER_ORDER, 44, "quote-changed-after-order");
        _expectPublished(Codes.QUOTE_REFERENCE_CHANGED, 45, "quote-reference-changed");
        _expectPublished(Codes.GRANT_MISSING, 46, "grant-missing");
        _expectPublished(Codes.GRANT_INVALID, 47, "grant-invalid");
        _expectPublished(Codes.GRANT_OUTDATED, 48, "grant-outdated");
        _expectPublished(Codes.RELEASED_BEFORE, 49, "released-before");
        _expectPublished(Codes.BAND_NOT_PROVEN, 72, "band-not-proven");
        _expectPublished(Codes.BAND_WRONG, 73, "band-wrong");
        _expectPublished(Codes.RENEWAL_NOT_PROVEN, 74, "renewal-not-proven");
        _expectPublished(Codes.PROOF_DOES_NOT_VERIFY, 75, "proof-does-not-verify");
        _expectPublished(Codes.DEVELOPMENT_KEYS, 76, "development-keys");
    }

    /// @dev The severity is the published one, which for what time decides is the last.
    function _expectPublished(Code code, uint8 number, string memory name) private view {
        assertEq(Code.unwrap(code), number);
        string memory json = _file("findings");
        for (uint256 i = 0; i < 100; ++i) {
            string memory entry = string.concat("[", vm.toString(i), "]");
            if (vm.parseJsonUint(json, string.concat(entry, ".number")) != number) continue;
            assertEq(_hashOf(vm.parseJsonString(json, string.concat(entry, ".code"))), _hashOf(name));
            string memory severity = ["info", "review", "not-verifiable", "pending", "blocking"][
                uint256(Codes.severityOf(code))
            ];
            assertEq(_hashOf(vm.parseJsonString(json, string.concat(entry, ".severity"))), _hashOf(severity));
            return;
        }
        revert("not published");
    }

    // Tickets

    function test_OrderTickets() public view {
        string memory json = _file("tickets");
        bytes memory both = Tickets.decode(vm.parseJsonString(json, ".orderBoth"), "CVO1");
        string memory derived = _file("derivation");
        bytes memory id = vm.parseJsonBytes(derived, ".dossierId");
        bytes memory right = vm.parseJsonBytes(derived, ".eyeSecretRight");
        bytes memory left = vm.parseJsonBytes(derived, ".eyeSecretLeft");
        assertEq(both, abi.encodePacked(uint8(3), id, right, left, vm.parseJsonBytes(derived, ".codeSecret")));
        assertEq(
            Tickets.decode(vm.parseJsonString(json, ".orderRight"), "CVO1"),
            abi.encodePacked(uint8(1), id, right, vm.parseJsonBytes(derived, ".salts.codeRight"))
        );
        assertEq(
            Tickets.decode(vm.parseJsonString(json, ".orderLeft"), "CVO1"),
            abi.encodePacked(uint8(2), id, left, vm.parseJsonBytes(derived, ".salts.codeLeft"))
        );
    }

    function test_ClaimTickets() public view {
        string memory json = _file("tickets");
        string memory derived = _file("derivation");
        for (uint256 rank = 1; rank <= 2; ++rank) {
            string memory name = rank == 1 ? ".claimFirst" : ".claimSecond";
            string memory secret = string.concat(".claimSecret", vm.toString(rank));
            assertEq(Tickets.decode(vm.parseJsonString(json, name), "CVC1"), vm.parseJsonBytes(derived, secret));
        }
    }

    // Parts

    /// @dev The test runner links no library; a pure one answers calls as a contract does.
    function _deployPoseidon() private returns (IPoseidon deployed) {
        bytes memory code = type(PoseidonT3).creationCode;
        assembly ("memory-safe") {
            deployed := create(0, add(code, 32), mload(code))
        }
    }

    /// @dev A suite whose party registry is where the vector says: digests take its address, and ask it nothing.
    function _suiteAt(string memory json) private returns (Suite memory suite) {
        vm.chainId(vm.parseJsonUint(json, ".domain.chainId"));
        PartyRegistry registry = PartyRegistry(vm.parseJsonAddress(json, ".domain.verifyingContract"));
        vm.etch(address(registry), hex"00");
        suite.parties = registry;
        suite.links = Deploying.linkRegistry(address(Deploying.accessManager(address(this))), registry);
        suite.anchors = Deploying.anchorRegistry();
        suite.withdrawals = Deploying.withdrawalRegistry(registry);
        suite.settlements = Deploying.settlementRegistry(registry);
        suite.stock = Deploying.stockRegistry(registry);
        (suite.bands, suite.renewals) = (new BandMock("none", false), new RenewalMock("none", false));
    }

    function _signerOf(bytes32 digest, bytes memory signed) private pure returns (address) {
        assertEq(signed.length, 65);
        (bytes32 r, bytes32 s) = abi.decode(_slice(signed, 0, 64), (bytes32, bytes32));
        return ecrecover(digest, uint8(signed[64]), r, s);
    }

    function _file(string memory name) private view returns (string memory) {
        return vm.readFile(string.concat("docs/vectors/", name, ".json"));
    }

    function _key(string memory name) private pure returns (string memory) {
        return string.concat(".", name);
    }

    function _value(uint256 i, string memory field) private pure returns (string memory) {
        return string.concat("[", vm.toString(i), "].value.", field);
    }

    function _text(string memory json, uint256 i, string memory field) private pure returns (bytes32) {
        return _hashOf(vm.parseJsonString(json, _value(i, field)));
    }

    function _number(string memory json, uint256 i, string memory field) private pure returns (uint256) {
        return vm.parseJsonUint(json, _value(i, field));
    }

    function _class(string memory json, string memory key) private pure returns (uint256) {
        return _hashOf(vm.parseJsonString(json, key)) == keccak256("A") ? 1 : 2;
    }

    function _item(string memory name) private pure returns (uint256) {
        string[4] memory items = ["rightLens", "leftLens", "frame", "extras"];
        for (uint256 i = 0; i < 4; ++i) if (_hashOf(items[i]) == _hashOf(name)) return i;
        revert("no such item");
    }

    function _lensType(string memory json, string memory key) private pure returns (uint256) {
        bytes32 name = _hashOf(vm.parseJsonString(json, key));
        string[3] memory types = ["unifocal", "multifocal", "progressive"];
        for (uint256 i = 0; i < 3; ++i) if (_hashOf(types[i]) == name) return i;
        revert("no such lens type");
    }

    /// @dev EIP-712 `hashStruct` of an aspect: type, number and salt come before the fields.
    function _aspect(
        string memory json,
        uint256 i,
        string memory encoding,
        bytes memory fields
    ) private pure returns (bytes32) {
        bytes32 salt = vm.parseJsonBytes32(json, string.concat("[", vm.toString(i), "].salt"));
        uint256 number = vm.parseJsonUint(json, string.concat("[", vm.toString(i), "].number"));
        return keccak256(abi.encodePacked(_hashOf(encoding), number, salt, fields));
    }

    function _commitment(string memory json, uint256 i) private pure returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat("[", vm.toString(i), "].commitment"));
    }

    function _derive(bytes memory secret, string memory label, uint256 length) private pure returns (bytes memory) {
        return Hkdf.derive(secret, bytes(string.concat("clairevoie/1/", label)), length);
    }

    /// @dev 48 bytes, most significant first, modulo a number.
    function _reduced(bytes memory wide, uint256 modulus) private pure returns (uint256) {
        uint256 high = uint256(uint128(bytes16(_slice(wide, 0, 16))));
        uint256 low = uint256(bytes32(_slice(wide, 16, 32)));
        uint256 shift = mulmod(1 << 255, 2, modulus);
        return addmod(mulmod(high, shift, modulus), low, modulus);
    }

    function _slice(bytes memory from, uint256 start, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i = 0; i < length; ++i) part[i] = from[start + i];
    }

    function _hashOf(string memory text) private pure returns (bytes32) {
        return keccak256(bytes(text));
    }
}
