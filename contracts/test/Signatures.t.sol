// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartyRegistry, Role} from "../interfaces/IPartyRegistry.sol";
import {ISettlementRegistry, Settlement} from "../interfaces/ISettlementRegistry.sol";
import {IStockRegistry, StockUse} from "../interfaces/IStockRegistry.sol";
import {IWithdrawalRegistry, WithdrawalReason} from "../interfaces/IWithdrawalRegistry.sol";
import {Statement, Statements} from "../libraries/Statements.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {Granting} from "./support/Granting.sol";
import {Suite} from "./support/Suite.sol";

/// @notice Burns all the gas it is given.
contract GreedyAccount {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        assembly ("memory-safe") {
            invalid()
        }
    }
}

/// @notice Answers with a megabyte of zeros.
contract HugeAccount {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        assembly ("memory-safe") {
            return(0, 0x100000)
        }
    }
}

/// @notice What a signature, an account or calldata could smuggle from one function, contract or chain to another.
contract SignaturesTest is Suite, Granting {
    uint256 private constant KEY = 0xA11CE;
    uint256 private constant SETTLER_KEY = 0x5E77;
    bytes32 private constant WORD = "word";

    address private signer;
    uint256 private deadline;

    function setUp() public override {
        super.setUp();
        signer = vm.addr(KEY);
        deadline = _now() + 1 days;
        _enrol(STORE, Role.Optician, CONTROLLER);
        _enrol(PAYER, Role.Insurer, CONTROLLER);
    }

    // Replay across functions, contracts and chains

    /// @notice One key signs one message of every kind, with the same words in it; each message opens its own door only.
    function test_ASignatureOpensItsOwnDoorOnly() public {
        _addKey(PAYER, KEY);
        bytes32[6] memory digests = _digests();
        bytes[6] memory signatures;
        for (uint256 i = 0; i < 6; ++i) {
            signatures[i] = signature(KEY, digests[i]);
            for (uint256 j = 0; j < i; ++j) assertTrue(digests[i] != digests[j], "two kinds, one digest");
        }
        for (uint256 door = 0; door < 5; ++door) {
            for (uint256 i = 0; i < 6; ++i) {
                if (i != door) assertTrue(!_try(door, signatures[i]), "a signature opened another door");
            }
        }
    }

    /// @notice The door's own signature, made for another chain, opens it neither; made for this one, it does.
    function testFuzz_ASignatureIsOfThisChain(uint64 chain) public {
        vm.assume(chain != block.chainid && chain != 0);
        _addKey(PAYER, KEY);
        uint256 here = block.chainid;
        for (uint256 door = 0; door < 2; ++door) {
            vm.chainId(chain);
            bytes memory elsewhere = signature(KEY, _digests()[door]);
            vm.chainId(here);
            assertTrue(!_try(door, elsewhere), "a signature of another chain");
            assertTrue(_try(door, signature(KEY, _digests()[door])), "a signature of this chain");
        }
    }

    /// @notice A statement's preimage is 192 bytes: a node of a tree, of 64, is none.
    function testFuzz_AnInnerNodePassesForNoStatement(Statement calldata statement) public pure {
        bytes memory leaf = abi.encode(
            TypedData.STATEMENT,
            statement.dossier,
            statement.stage,
            keccak256(abi.encodePacked(statement.aspects)),
            statement.supersedes,
            statement.reason
        );
        assertEq(leaf.length, 192);
        assertEq(Statements.hash(statement), keccak256(leaf));
    }

    // Hostile accounts

    /// @notice An account that burns all the gas it gets takes no more than its own transaction with it.
    function test_AnAccountThatBurnsAllGasSignsNothing() public {
        address account = address(new GreedyAccount());
        _enrolAccount(OTHER_PAYER, Role.Insurer, account);
        signer = account;
        for (uint256 door = 0; door < 5; ++door) {
            bytes memory call = _call(door, "");
            (bool worked, bytes memory answer) = _doorOf(door).call{gas: 2_000_000}(call);
            assertTrue(!worked, "an account that never answers signed");
            // What is left of the gas suffices to say why: each registry has this error.
            assertEq(answer, abi.encodeWithSelector(IStockRegistry.SignatureInvalid.selector, account));
        }
        assertEq(bytes32(settlements.settlementOf(vm.addr(SETTLER_KEY)).tag), 0);
        assertEq(withdrawals.withdrawalOf(OTHER_PAYER, WORD).time, 0);
    }

    /// @notice An answer of a megabyte is not copied: the refusal costs its maker, not who asked.
    function test_AHugeAnswerCostsItsMaker() public {
        address account = address(new HugeAccount());
        bytes memory call = abi.encodeCall(parties.addKey, (STORE, account, ""));
        vm.prank(CONTROLLER);
        // To make the megabyte takes 2.2 million, and so would to copy it.
        (bool worked, bytes memory answer) = address(parties).call{gas: 4_000_000}(call);
        assertTrue(!worked, "a huge answer is no consent");
        assertEq(answer, abi.encodeWithSelector(IPartyRegistry.KeyConsentInvalid.selector, STORE, account));
        assertEq(parties.keyOf(account).party, 0);
    }

    // Calldata that is no ABI encoding

    /// @notice Bits above a value's type are refused, not cut off: two calldata never mean the same act.
    function testFuzz_DirtyBitsAreRefused(uint256 dirt) public {
        _addKey(PAYER, KEY);
        uint256 dirtyAddress = uint256(uint160(address(0xBEEF))) | (bound(dirt, 1, type(uint96).max) << 160);
        uint256 dirtyTime = uint256(_now()) | (bound(dirt, 1, type(uint208).max) << 48);
        uint256 dirtyRank = 1 | (bound(dirt, 1, type(uint248).max) << 8);
        bytes4 offer = parties.offerControl.selector;
        _refuses(CONTROLLER, address(parties), abi.encodeWithSelector(offer, STORE, dirtyAddress));
        _refuses(CONTROLLER, address(parties), abi.encodeWithSelector(parties.revokeKey.selector, dirtyAddress));
        bytes4 enrol = parties.enrol.selector;
        _refuses(ENROLLER_ACCOUNT, address(parties), abi.encodeWithSelector(enrol, WORD, 1, dirtyAddress));
        _refuses(ENROLLER_ACCOUNT, address(parties), abi.encodeWithSelector(enrol, WORD, dirtyRank, CONTROLLER));
        bytes4 compromise = parties.declareCompromise.selector;
        _refuses(GUARD_ACCOUNT, address(parties), abi.encodeWithSelector(compromise, PAYER, signer, dirtyTime));
        _refuses(STRANGER, address(parties), abi.encodeWithSelector(parties.standing.selector, signer, dirtyTime));
        bytes4 withdraw = withdrawals.withdraw.selector;
        _refuses(signer, address(withdrawals), abi.encodeWithSelector(withdraw, PAYER, WORD, dirtyRank));
        bytes4 settle = settlements.settle.selector;
        uint256 dirtyRound = bound(dirt, 1, type(uint224).max) << 32;
        bytes memory settling = abi.encodeWithSelector(settle, 32, 1, dirtyAddress, WORD, 1, 0, WORD, WORD);
        _refuses(signer, address(settlements), settling);
        settling = abi.encodeWithSelector(settle, 32, 1, signer, WORD, dirtyRank, 0, WORD, WORD);
        _refuses(signer, address(settlements), settling);
        settling = abi.encodeWithSelector(settle, 32, 1, signer, WORD, 1, dirtyRound, WORD, WORD);
        _refuses(signer, address(settlements), settling);
        _refuses(signer, address(settlements), abi.encodeWithSelector(settlements.release.selector, signer, dirtyRank));
    }

    /// @notice The same calls without the dirt are taken: it was the dirt that was refused.
    function test_CleanBitsAreTaken() public {
        _addKey(PAYER, KEY);
        vm.prank(signer);
        (bool worked, ) = address(settlements).call(
            abi.encodeWithSelector(settlements.settle.selector, 32, 1, signer, WORD, 1, 0, WORD, WORD)
        );
        assertTrue(worked, "a clean settlement");
        vm.prank(CONTROLLER);
        (worked, ) = address(parties).call(
            abi.encodeWithSelector(parties.offerControl.selector, STORE, uint256(0xBEEF))
        );
        assertTrue(worked, "a clean offer");
    }

    // Internals

    /// @dev The doors: 0 settlement, 1 withdrawal, 2 use of stock, 3 release, 4 move. A sixth message consents to a key.
    function _digests() private view returns (bytes32[6] memory digests) {
        digests[0] = settlements.settlementsDigest(_settlements(), signer, deadline);
        digests[1] = withdrawals.withdrawalDigest(PAYER, WORD, WithdrawalReason(1), signer, deadline);
        digests[2] = stock.usesDigest(_uses(), signer, deadline);
        digests[3] = settlements.releaseDigest(vm.addr(SETTLER_KEY), 1, signer, deadline);
        digests[4] = settlements.moveDigest(_settlements()[0], signer, deadline);
        digests[5] = parties.keyConsentDigest(PAYER, signer);
    }

    function _try(uint256 door, bytes memory signed) private returns (bool worked) {
        vm.prank(STRANGER);
        (worked, ) = _doorOf(door).call(_call(door, signed));
    }

    function _doorOf(uint256 door) private view returns (address) {
        if (door == 1) return address(withdrawals);
        return door == 2 ? address(stock) : address(settlements);
    }

    function _call(uint256 door, bytes memory signed) private view returns (bytes memory) {
        if (door == 0) return abi.encodeCall(ISettlementRegistry.settleFor, (_settlements(), signer, deadline, signed));
        if (door == 1) {
            bytes32 party = parties.keyOf(signer).party;
            return
                abi.encodeCall(
                    IWithdrawalRegistry.withdrawFor,
                    (party, WORD, WithdrawalReason(1), signer, deadline, signed)
                );
        }
        if (door == 2) return abi.encodeCall(IStockRegistry.useFor, (_uses(), signer, deadline, signed));
        if (door == 4) {
            return abi.encodeCall(ISettlementRegistry.moveFor, (_settlements()[0], signer, deadline, signed));
        }
        address settler = vm.addr(SETTLER_KEY);
        return abi.encodeCall(ISettlementRegistry.releaseFor, (settler, 1, signer, deadline, signed));
    }

    function _settlements() private view returns (Settlement[] memory list) {
        list = new Settlement[](1);
        list[0] = granted(address(settlements), SETTLER_KEY, PAYER, WORD, 1, 0);
    }

    function _uses() private pure returns (StockUse[] memory list) {
        list = new StockUse[](1);
        list[0] = StockUse(WORD, WORD);
    }

    function _refuses(address who, address target, bytes memory call) private {
        vm.prank(who);
        (bool worked, bytes memory answer) = target.call(call);
        assertTrue(!worked, "dirty bits were taken");
        assertEq(answer.length, 0); // The decoder refuses, without a word: no rule of the contract was reached.
    }
}
