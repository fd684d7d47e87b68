// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {PoseidonT3} from "poseidon-solidity/PoseidonT3.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {ConformityVerifier} from "../ConformityVerifier.sol";
import {AnchorRegistry} from "../AnchorRegistry.sol";
import {SettlementRegistry} from "../SettlementRegistry.sol";
import {StockRegistry} from "../StockRegistry.sol";
import {WithdrawalRegistry} from "../WithdrawalRegistry.sol";
import {Code, Findings} from "../libraries/Findings.sol";
import {Stock} from "../libraries/Stock.sol";
import {Batch, Statement, Statements} from "../libraries/Statements.sol";
import {Hkdf} from "./support/Hkdf.sol";
import {Test} from "./support/Test.sol";
import {Tickets} from "./support/Tickets.sol";

interface IPoseidon {
    function hash(uint256[2] memory inputs) external pure returns (uint256);
}

/// @notice Computes every published vector anew, in Solidity, from docs/protocol.md and not from the SDK.
contract VectorsTest is Test {
    uint256 private constant FIELD = 21888242871839275222246405745257275088548364400416034343698204186575808495617;

    // Derivations

    function test_EveryDerivationIsHkdf() public view {
        string memory json = _file("derivation");
        bytes memory secret = vm.parseJsonBytes(json, ".dossierSecret");
        assertEq(abi.encodePacked(vm.parseJsonBytes32(json, ".dossierId")), _derive(secret, "dossier-id", 32));
        string[6] memory names = [
            "insurerSecret",
            "payerSecret1",
            "payerSecret2",
            "codeSecret",
            "eyeSecretRight",
            "eyeSecretLeft"
        ];
        string[6] memory labels = [
            "insurer-secret",
            "payer-secret/1",
            "payer-secret/2",
            "code-secret",
            "eye-secret/right",
            "eye-secret/left"
        ];
        for (uint256 i = 0; i < 6; ++i) {
            assertEq(vm.parseJsonBytes(json, _key(names[i])), _derive(secret, labels[i], 24));
        }
    }

    function test_EverySaltIsHkdf() public view {
        string memory json = _file("derivation");
        string[11] memory salts = [
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
            "orderLeft"
        ];
        string[11] memory secrets = [
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
            "eyeSecretLeft"
        ];
        string[11] memory labels = [
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
            "salt/order"
        ];
        for (uint256 i = 0; i < 11; ++i) {
            bytes memory secret = vm.parseJsonBytes(json, _key(secrets[i]));
            assertEq(vm.parseJsonBytes(json, string.concat(".salts.", salts[i])), _derive(secret, labels[i], 32));
        }
        for (uint256 i = 0; i < 2; ++i) {
            string memory eye = i == 0 ? "Right" : "Left";
            bytes memory secret = vm.parseJsonBytes(json, string.concat(".eyeSecret", eye));
            bytes memory wide = _derive(secret, "salt/prescription", 48);
            bytes32 salt = vm.parseJsonBytes32(json, string.concat(".salts.prescription", eye));
            assertEq(uint256(salt), _reduced(wide));
        }
    }

    // Aspects

    function test_ReferenceFrameCodesAndOrders() public view {
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
        for (uint256 i = 0; i < 3; ++i) {
            string memory entry = string.concat("[", vm.toString(i), "]");
            string memory statement = string.concat(entry, ".statement");
            Statement memory read;
            read.dossier = vm.parseJsonBytes32(json, string.concat(statement, ".dossier"));
            read.stage = uint8(vm.parseJsonUint(json, string.concat(statement, ".stage")));
            bytes32[] memory aspects = vm.parseJsonBytes32Array(json, string.concat(statement, ".aspects"));
            for (uint256 j = 0; j < 13; ++j) read.aspects[j] = aspects[j];
            read.supersedes = vm.parseJsonBytes32(json, string.concat(statement, ".supersedes"));
            read.reason = uint8(vm.parseJsonUint(json, string.concat(statement, ".reason")));
            assertEq(Statements.hash(read), vm.parseJsonBytes32(json, string.concat(entry, ".hash")));
        }
    }

    function test_Trees() public view {
        _checkTree(_file("tree"), 3);
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
        vm.chainId(vm.parseJsonUint(json, ".domain.chainId"));
        PartyRegistry registry = PartyRegistry(vm.parseJsonAddress(json, ".domain.verifyingContract"));
        vm.etch(address(registry), hex"00"); // The digest takes its address, and asks it nothing.
        ConformityVerifier verifier = new ConformityVerifier(
            registry,
            new AnchorRegistry(),
            new WithdrawalRegistry(registry),
            new SettlementRegistry(registry),
            new StockRegistry(registry)
        );
        Batch memory batch = Batch(
            vm.parseJsonAddress(json, ".batch.key"),
            vm.parseJsonBytes32(json, ".batch.root"),
            uint64(vm.parseJsonUint(json, ".batch.issuedAt"))
        );
        bytes32 digest = verifier.batchDigest(batch);
        assertEq(digest, vm.parseJsonBytes32(json, ".digest"));
        bytes memory sealed_ = vm.parseJsonBytes(json, ".signature");
        assertEq(sealed_.length, 65);
        (bytes32 r, bytes32 s) = abi.decode(_slice(sealed_, 0, 64), (bytes32, bytes32));
        assertEq(ecrecover(digest, uint8(sealed_[64]), r, s), batch.key);
    }

    // Parties, settlements, findings

    function test_Parties() public view {
        string memory json = _file("parties");
        string[3] memory roles = ["optician", "lens-maker", "insurer"];
        for (uint256 i = 0; i < 3; ++i) {
            string memory entry = string.concat("[", vm.toString(i), "]");
            assertEq(_hashOf(vm.parseJsonString(json, string.concat(entry, ".role"))), _hashOf(roles[i]));
            assertEq(
                keccak256(
                    abi.encode(
                        keccak256("Party(bytes32 salt,uint8 role,string identifier)"),
                        vm.parseJsonBytes32(json, string.concat(entry, ".salt")),
                        i + 1,
                        _hashOf(vm.parseJsonString(json, string.concat(entry, ".identifier")))
                    )
                ),
                vm.parseJsonBytes32(json, string.concat(entry, ".id"))
            );
        }
    }

    function test_Settlement() public view {
        string memory json = _file("settlement");
        bytes32 dossier = vm.parseJsonBytes32(json, ".dossier");
        assertEq(Statements.marker(dossier), vm.parseJsonBytes32(json, ".marker"));
        assertEq(
            Statements.tag(dossier, vm.parseJsonBytes32(json, ".invoice"), vm.parseJsonBytes32(json, ".split")),
            vm.parseJsonBytes32(json, ".tag")
        );
    }

    // Stock lenses

    function test_StockLenses() public view {
        string memory json = _file("stock");
        bytes memory secret = vm.parseJsonBytes(json, ".unitSecret");
        bytes32 nullifier = vm.parseJsonBytes32(json, ".nullifier");
        assertEq(abi.encodePacked(nullifier), _derive(secret, "stock-nullifier", 32));
        string[4] memory salts = ["codeRight", "codeLeft", "lens", "order"];
        string[4] memory labels = ["salt/code/right", "salt/code/left", "salt/lens", "salt/order"];
        for (uint256 i = 0; i < 4; ++i) {
            bytes memory salt = vm.parseJsonBytes(json, string.concat(".salts.", salts[i]));
            assertEq(salt, _derive(secret, labels[i], 32));
        }
        uint256 reduced = uint256(vm.parseJsonBytes32(json, ".salts.prescription"));
        assertEq(reduced, _reduced(_derive(secret, "salt/prescription", 48)));
        bytes32 store = vm.parseJsonBytes32(json, ".store");
        bytes32 dossier = vm.parseJsonBytes32(json, ".dossier");
        assertEq(Stock.unit(nullifier, store), vm.parseJsonBytes32(json, ".unit"));
        assertEq(Stock.marker(nullifier), vm.parseJsonBytes32(json, ".marker"));
        assertEq(Stock.tag(dossier, nullifier, 0), vm.parseJsonBytes32(json, ".tagRight"));
        assertEq(Stock.tag(dossier, nullifier, 1), vm.parseJsonBytes32(json, ".tagLeft"));
        assertEq(Tickets.decode(vm.parseJsonString(_file("tickets"), ".stock"), "CVS1"), secret);
    }

    function test_FindingsHaveTheirNumbersAndSeverities() public view {
        string memory json = _file("findings");
        string[3] memory severities = ["info", "review", "blocking"];
        for (uint256 i = 0; i <= uint256(type(Code).max); ++i) {
            string memory entry = string.concat("[", vm.toString(i), "]");
            assertEq(vm.parseJsonUint(json, string.concat(entry, ".number")), i);
            uint256 severity = uint256(Findings.severityOf(Code(i)));
            assertEq(
                _hashOf(vm.parseJsonString(json, string.concat(entry, ".severity"))),
                _hashOf(severities[severity])
            );
        }
    }

    /// @notice A code that changes places with another has another name in the published list.
    function test_FindingsHaveTheirNames() public view {
        string memory json = _file("findings");
        string[32] memory names;
        names[uint256(Code.MalformedStatement)] = "malformed-statement";
        names[uint256(Code.OtherDossier)] = "other-dossier";
        names[uint256(Code.BadInclusion)] = "bad-inclusion";
        names[uint256(Code.BadSignature)] = "bad-signature";
        names[uint256(Code.NotAnchored)] = "not-anchored";
        names[uint256(Code.AnchorBeforeIssue)] = "anchor-before-issue";
        names[uint256(Code.LateAnchor)] = "late-anchor";
        names[uint256(Code.UnknownKey)] = "unknown-key";
        names[uint256(Code.KeyNotValid)] = "key-not-valid";
        names[uint256(Code.WrongRole)] = "wrong-role";
        names[uint256(Code.PartySuspended)] = "party-suspended";
        names[uint256(Code.Withdrawn)] = "withdrawn";
        names[uint256(Code.SupersededWithoutJustification)] = "superseded-without-justification";
        names[uint256(Code.Justified)] = "justified";
        names[uint256(Code.MissingStatement)] = "missing-statement";
        names[uint256(Code.SameParty)] = "same-party";
        names[uint256(Code.StoreMismatch)] = "store-mismatch";
        names[uint256(Code.AmbiguousStatement)] = "ambiguous-statement";
        names[uint256(Code.MissingAspect)] = "missing-aspect";
        names[uint256(Code.AspectMismatch)] = "aspect-mismatch";
        names[uint256(Code.OutOfOrder)] = "out-of-order";
        names[uint256(Code.AlreadySettled)] = "already-settled";
        names[uint256(Code.OtherInvoiceSettled)] = "other-invoice-settled";
        names[uint256(Code.SettledByAsker)] = "settled-by-asker";
        names[uint256(Code.MissingLink)] = "missing-link";
        names[uint256(Code.ForkedCorrection)] = "forked-correction";
        names[uint256(Code.BrokenLink)] = "broken-link";
        names[uint256(Code.QuoteTooOld)] = "quote-too-old";
        names[uint256(Code.NotFinal)] = "not-final";
        names[uint256(Code.StockNotUsed)] = "stock-not-used";
        names[uint256(Code.StockUsedElsewhere)] = "stock-used-elsewhere";
        names[uint256(Code.StockOfAnotherStore)] = "stock-of-another-store";
        for (uint256 i = 0; i < names.length; ++i) {
            string memory entry = string.concat("[", vm.toString(i), "]");
            assertEq(_hashOf(vm.parseJsonString(json, string.concat(entry, ".code"))), _hashOf(names[i]));
        }
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
            assertEq(
                Tickets.decode(vm.parseJsonString(json, name), "CVC1"),
                abi.encodePacked(
                    uint8(rank),
                    vm.parseJsonBytes(derived, ".dossierId"),
                    vm.parseJsonBytes(derived, ".insurerSecret"),
                    vm.parseJsonBytes(derived, string.concat(".payerSecret", vm.toString(rank))),
                    vm.parseJsonBytes(derived, ".codeSecret")
                )
            );
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

    /// @dev 48 bytes, most significant first, modulo the field's order.
    function _reduced(bytes memory wide) private pure returns (uint256) {
        uint256 high = uint256(uint128(bytes16(_slice(wide, 0, 16))));
        uint256 low = uint256(bytes32(_slice(wide, 16, 32)));
        uint256 shift = addmod(mulmod(1 << 255, 2, FIELD), 0, FIELD);
        return addmod(mulmod(high, shift, FIELD), low, FIELD);
    }

    function _slice(bytes memory from, uint256 start, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i = 0; i < length; ++i) part[i] = from[start + i];
    }

    function _hashOf(string memory text) private pure returns (bytes32) {
        return keccak256(bytes(text));
    }
}
