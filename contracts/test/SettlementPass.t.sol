// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Asker, Dossier, Policy, Receipt} from "../interfaces/IConformityVerifier.sol";
import {Grant} from "../interfaces/ISettlementRegistry.sol";
import {Code, Codes} from "../libraries/Codes.sol";
import {Finding} from "../libraries/Findings.sol";
import {Statement, Statements} from "../libraries/Statements.sol";
import {DossierTest} from "./support/Dossiers.sol";

/// @notice Pass 10: what is settled of the dossier, and what lets the asker settle.
contract SettlementPassTest is DossierTest {
    // Rules 10.1 and 10.2

    function testFuzz_10_1_AnotherInvoiceOfTheDossierIsFound(bytes32 other, uint8 rank) public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        vm.assume(other != invoice);
        rank = 1 + (rank % 2);
        _settle(OTHER_INSURER_KEY, other, rank);
        _expectOne(receipts, Codes.OTHER_INVOICE_SETTLED, 3, NONE, invoice);
    }

    function testFuzz_10_1_AnotherSplitIsFound(bytes32 split) public {
        vm.assume(split != SPLIT);
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(OTHER_INSURER_KEY, invoice, 2);
        Dossier memory dossier = _shown(receipts);
        Grant memory grant = _grant(INSURER, invoice, 1, 0);
        grant.tag = Statements.tag(DOSSIER, invoice, split);
        dossier.grant = _shownGrant(grant);
        Finding[] memory found = verifier.assess(dossier, _policy(), Asker(INSURER, 1, split));
        _expect(found, _one(Codes.OTHER_INVOICE_SETTLED, 3, NONE, invoice));
    }

    function test_10_2_ASettledShareIsFound() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(OTHER_INSURER_KEY, invoice, 2);
        _expectNone(receipts); // The other rank's share is not this one's matter.
        _settle(INSURER_KEY, invoice, 1);
        _expectOne(receipts, Codes.ALREADY_SETTLED, 3, 1, invoice);
    }

    function testFuzz_10_2_OnlyItsOwnSettlementMayBeAccepted(bool own, bool accept) public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(own ? INSURER_KEY : OTHER_INSURER_KEY, invoice, 1);
        Policy memory policy = _policy();
        policy.acceptOwnSettlement = accept;
        Code code = own && accept ? Codes.SETTLED_BY_ASKER : Codes.ALREADY_SETTLED;
        _expect(_assess(receipts, policy), _one(code, 3, 1, invoice));
        assertEq(verifier.conforms(_shown(receipts), policy, _asker()), own && accept);
    }

    /// @dev Both ranks are told apart, and nobody is the asker when its party is not known.
    function test_10_2_EachRankHasItsHolder() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(OTHER_INSURER_KEY, invoice, 2);
        Policy memory policy = _policy();
        policy.acceptOwnSettlement = true;
        Finding[] memory found = verifier.assess(_shown(receipts), policy, Asker(OTHER_INSURER, 2, SPLIT));
        assertEq(_found(found, Codes.SETTLED_BY_ASKER).aspect, 2);
        found = verifier.assess(_shown(receipts), policy, Asker(OTHER_INSURER, 1, SPLIT));
        assertEq(_has(found, Codes.SETTLED_BY_ASKER), false);
        found = verifier.assess(_shown(receipts), policy, Asker(0, 2, SPLIT));
        assertEq(_has(found, Codes.ALREADY_SETTLED), true);
    }

    function test_10_WhoNamesNoRankIsToldOfNoSettlement() public {
        Receipt[] memory receipts = _dossier();
        _settle(INSURER_KEY, "another invoice", 1);
        Dossier memory dossier = _shown(receipts);
        delete dossier.grant;
        _expect(verifier.assess(dossier, _policy(), Asker(INSURER, 0, SPLIT)), new Finding[](0));
    }

    function test_10_WithoutAnInvoiceThatCountsNoSettlementIsJudged() public {
        Receipt[] memory receipts = _dossier();
        _settle(INSURER_KEY, _hash(receipts[3]), 1);
        receipts[3].signature[3] ^= 0x10;
        _expectOne(receipts, Codes.BAD_SIGNATURE, 3, NONE, _hash(receipts[3]));
    }

    function test_10_ASettledInvoiceMayComeFirst() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(INSURER_KEY, invoice, 1);
        _expectOne(_swapped(receipts, 0, 3), Codes.ALREADY_SETTLED, 3, 1, invoice);
    }

    /// @dev Of several invoices the first that counts is judged.
    function test_10_TheFirstInvoiceThatCountsIsJudged() public {
        Receipt[] memory receipts = _dossier();
        Statement memory other = _statement(3);
        other.aspects[4] = 0;
        Receipt memory second = _anchored(other, STORE_KEY);
        _settle(INSURER_KEY, _hash(second), 1);
        _expectOne(_with(receipts, second), Codes.OTHER_INVOICE_SETTLED, 3, NONE, _hash(receipts[3]));
        Finding[] memory found = _assess(_swapped(_with(receipts, second), 3, 4));
        assertEq(_has(found, Codes.ALREADY_SETTLED), true);
    }

    // Rule 10.3

    /// @dev A share that was settled and released is told to the next one, whoever it is.
    function test_10_3_AReleasedShareIsToldToAPerson() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(INSURER_KEY, invoice, 1);
        _release(INSURER_KEY, 1);
        // The grant is a new one, of the new round.
        _expectOne(receipts, Codes.RELEASED_BEFORE, 3, 1, invoice);
        _settle(INSURER_KEY, invoice, 1);
        _expectOne(receipts, Codes.ALREADY_SETTLED, 3, 1, invoice);
    }

    function test_10_3_AnOldGrantServesNoMoreAfterARelease() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        Dossier memory dossier = _shown(receipts);
        _settle(OTHER_INSURER_KEY, invoice, 1);
        _release(OTHER_INSURER_KEY, 1);
        Finding[] memory expected = _one(Codes.RELEASED_BEFORE, 3, 1, invoice);
        _expectAll(dossier, _and(expected, Codes.GRANT_OUTDATED, 3, 1, invoice));
    }

    // Rule 10.4

    function test_10_4_WithoutAGrantAPersonLooks() public {
        Receipt[] memory receipts = _dossier();
        Dossier memory dossier = _shown(receipts);
        delete dossier.grant;
        _expectOne(dossier, Codes.GRANT_MISSING, 3, 1, _hash(receipts[3]));
        dossier.grant.insurer = INSURER; // Without a signature it is no grant, and no wrong one.
        _expectOne(dossier, Codes.GRANT_MISSING, 3, 1, _hash(receipts[3]));
    }

    function testFuzz_10_4_AGrantIsForThisInsurerTagRankSettlerAndRound(uint8 wrong, bytes32 other) public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        vm.assume(other != INSURER && uint256(other) > type(uint160).max);
        Dossier memory dossier = _shown(receipts);
        Grant memory grant = _grant(INSURER, invoice, 1, 0);
        wrong %= 5;
        if (wrong == 0) grant.insurer = other;
        if (wrong == 1) grant.tag = other;
        if (wrong == 2) grant.rank = 2;
        if (wrong == 3) grant.settler = address(bytes20(other));
        if (wrong == 4) grant.round = 1;
        dossier.grant.signature = _shownGrant(grant).signature;
        _expectOne(dossier, Codes.GRANT_INVALID, 3, 1, invoice);
    }

    function testFuzz_10_4_AnotherSignatureIsRefused(bytes calldata signature) public {
        vm.assume(signature.length != 0);
        Receipt[] memory receipts = _dossier();
        Dossier memory dossier = _shown(receipts);
        vm.assume(keccak256(signature) != keccak256(dossier.grant.signature));
        dossier.grant.signature = signature;
        _expectOne(dossier, Codes.GRANT_INVALID, 3, 1, _hash(receipts[3]));
    }

    function test_10_4_TheOtherSpellingOfASignatureIsRefused() public {
        Receipt[] memory receipts = _dossier();
        Dossier memory dossier = _shown(receipts);
        bytes32 digest = settlements.grantDigest(_grant(INSURER, _hash(receipts[3]), 1, 0));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SETTLER_KEY, digest);
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        dossier.grant.signature = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        _expectOne(dossier, Codes.GRANT_INVALID, 3, 1, _hash(receipts[3]));
    }

    function test_10_4_AnotherInsurersGrantIsWrong() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        Dossier memory dossier = _shown(receipts);
        dossier.grant = _shownGrant(_grant(OTHER_INSURER, invoice, 1, 0));
        _expectOne(dossier, Codes.GRANT_INVALID, 3, 1, invoice);
    }

    /// @dev It settles nothing and is told nothing of grants, but still of a release.
    function test_10_4_WhoAsksWithoutAPartyNeedsNoGrant() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        Dossier memory dossier = _shown(receipts);
        Asker memory asker = Asker(0, 1, SPLIT);
        dossier.grant.signature[0] ^= 0x01;
        _expect(verifier.assess(dossier, _policy(), asker), new Finding[](0));
        delete dossier.grant;
        _expect(verifier.assess(dossier, _policy(), asker), new Finding[](0));
        _settle(INSURER_KEY, invoice, 1);
        _release(INSURER_KEY, 1);
        _expect(verifier.assess(dossier, _policy(), asker), _one(Codes.RELEASED_BEFORE, 3, 1, invoice));
    }

    /// @dev An insurer that holds the rank needs no grant of a later round: a move or another's release raised it.
    function test_10_4_TheGrantOfWhoHoldsTheRankIsNotOutdated() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        Dossier memory dossier = _shown(receipts);
        _settle(INSURER_KEY, invoice, 1);
        _settle(OTHER_INSURER_KEY, invoice, 2);
        _release(OTHER_INSURER_KEY, 2);
        assertEq(settlements.settlementOf(SETTLER).round, 1);
        _expectOne(dossier, Codes.ALREADY_SETTLED, 3, 1, invoice);
        // The grant of anybody else is.
        dossier.grant = _shownGrant(_grant(OTHER_INSURER, invoice, 1, 0));
        Finding[] memory found = verifier.assess(dossier, _policy(), Asker(OTHER_INSURER, 1, SPLIT));
        Finding[] memory expected = _one(Codes.ALREADY_SETTLED, 3, 1, invoice);
        _expect(found, _and(expected, Codes.GRANT_OUTDATED, 3, 1, invoice));
    }

    function test_10_4_GrantsOfAFutureRoundAreOutdatedToo() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        Dossier memory dossier = _shown(receipts);
        dossier.grant = _shownGrant(_grant(INSURER, invoice, 1, 1));
        _expectOne(dossier, Codes.GRANT_OUTDATED, 3, 1, invoice);
    }

    /// @dev All that can be said of it at once, in order: another invoice, a release before, and a wrong grant.
    function test_10_AllOfItIsSaid() public {
        Receipt[] memory receipts = _dossier();
        bytes32 invoice = _hash(receipts[3]);
        _settle(INSURER_KEY, "another invoice", 2);
        _settle(OTHER_INSURER_KEY, "another invoice", 1);
        _release(OTHER_INSURER_KEY, 1);
        Dossier memory dossier = _shown(receipts);
        dossier.grant.signature[0] ^= 0x01;
        Finding[] memory expected = _one(Codes.OTHER_INVOICE_SETTLED, 3, NONE, invoice);
        expected = _and(expected, Codes.RELEASED_BEFORE, 3, 1, invoice);
        _expectAll(dossier, _and(expected, Codes.GRANT_INVALID, 3, 1, invoice));
        delete dossier.grant;
        expected[1] = _finding(Codes.RELEASED_BEFORE, 3, 1, invoice);
        _expectAll(dossier, _and(expected, Codes.GRANT_MISSING, 3, 1, invoice));
    }
}
