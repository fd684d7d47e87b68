// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyRegistry} from "../PartyRegistry.sol";
import {WithdrawalRegistry} from "../WithdrawalRegistry.sol";
import {Role} from "../interfaces/IPartyRegistry.sol";
import {IWithdrawalRegistry, Withdrawal, WithdrawalReason} from "../interfaces/IWithdrawalRegistry.sol";
import {GarbageAccount, MuteAccount, OwnedAccount, RevertingAccount} from "./support/Accounts.sol";
import {Suite} from "./support/Suite.sol";
import {Test} from "./support/Test.sol";

contract WithdrawalRegistryTest is Suite {
    uint256 private constant PRIVATE_KEY = 0xA11CE;
    uint256 private constant OTHER_PRIVATE_KEY = 0xB0B;
    bytes32 private constant STATEMENT = "statement";
    uint256 private constant DEADLINE = START + 1 days;

    address private key;
    address private otherKey;

    function setUp() public override {
        super.setUp();
        _enrol(STORE, Role.Optician, CONTROLLER);
        _enrol(OTHER_STORE, Role.Optician, OTHER_CONTROLLER);
        key = _addKey(STORE, PRIVATE_KEY);
        otherKey = _addKey(OTHER_STORE, OTHER_PRIVATE_KEY);
    }

    function test_KnowsItsParties() public view {
        assertEq(address(withdrawals.parties()), address(parties));
    }

    // Withdrawing directly

    function testFuzz_AKeyWithdrawsWhatItsPartyStated(bytes32 statement, uint8 n, uint32 later) public {
        vm.assume(statement != 0);
        WithdrawalReason reason = _reason(n);
        vm.warp(START + later);
        vm.expectEmit(address(withdrawals));
        emit IWithdrawalRegistry.Withdrawn(STORE, statement, reason);
        vm.prank(key);
        withdrawals.withdraw(STORE, statement, reason);
        _assertWithdrawn(STORE, statement, START + later, reason);
    }

    function test_TheControllerWithdrawsToo() public {
        _withdraw(CONTROLLER, STORE, WithdrawalReason.Return);
        _assertWithdrawn(STORE, STATEMENT, START, WithdrawalReason.Return);
    }

    function test_ASuspendedPartyStillWithdraws() public {
        _suspend(STORE);
        _withdraw(key, STORE, WithdrawalReason.Error);
        _assertWithdrawn(STORE, STATEMENT, START, WithdrawalReason.Error);
    }

    function testFuzz_TheFirstWithdrawalStands(uint8 first, uint8 second, uint32 later, bool byController) public {
        _withdraw(key, STORE, _reason(first));
        vm.warp(START + later);
        vm.recordLogs();
        _withdraw(byController ? CONTROLLER : key, STORE, _reason(second));
        assertNoEvent();
        _assertWithdrawn(STORE, STATEMENT, START, _reason(first));
    }

    function test_AWithdrawalBindsOnlyThePartyThatMadeIt() public {
        _withdraw(key, STORE, WithdrawalReason.Return);
        assertEq(withdrawals.withdrawalOf(OTHER_STORE, STATEMENT).time, 0);
        vm.warp(START + 1);
        _withdraw(otherKey, OTHER_STORE, WithdrawalReason.Error);
        _assertWithdrawn(STORE, STATEMENT, START, WithdrawalReason.Return);
        _assertWithdrawn(OTHER_STORE, STATEMENT, START + 1, WithdrawalReason.Error);
    }

    function testFuzz_WhatNobodyWithdrewIsNotWithdrawn(bytes32 party, bytes32 statement) public {
        vm.assume(party != STORE || statement != STATEMENT);
        _withdraw(key, STORE, WithdrawalReason.Return);
        Withdrawal memory record = withdrawals.withdrawalOf(party, statement);
        assertEq(record.time, 0);
        assertEq(uint256(record.reason), uint256(WithdrawalReason.None));
    }

    function testFuzz_NobodyWithdrawsForAnother(address who) public {
        vm.assume(who != key && who != CONTROLLER);
        _assertNotOfParty(who, STORE);
    }

    function test_AnotherPartysKeyAndControllerAndTheCouncilWithdrawNothing() public {
        _assertNotOfParty(otherKey, STORE);
        _assertNotOfParty(OTHER_CONTROLLER, STORE);
        _assertNotOfParty(ADMIN, STORE);
        _assertNotOfParty(GUARD_ACCOUNT, STORE);
        _assertNotOfParty(key, OTHER_STORE);
        _assertNotOfParty(key, 0);
    }

    function test_ARevokedOrCompromisedKeyWithdrawsNothing() public {
        _revoke(key);
        _assertNotOfParty(key, STORE);
        _compromise(otherKey, START);
        _assertNotOfParty(otherKey, OTHER_STORE);
    }

    function test_AFormerControllerWithdrawsNothing() public {
        vm.prank(CONTROLLER);
        parties.offerControl(STORE, STRANGER);
        _assertNotOfParty(STRANGER, STORE);
        vm.prank(STRANGER);
        parties.takeControl(STORE);
        _assertNotOfParty(CONTROLLER, STORE);
        _withdraw(STRANGER, STORE, WithdrawalReason.Return);
    }

    function test_RefusesTheStatementZero() public {
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.ZeroStatement.selector));
        vm.prank(key);
        withdrawals.withdraw(STORE, 0, WithdrawalReason.Return);
    }

    function test_RefusesNoReason() public {
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.NoReason.selector));
        vm.prank(key);
        withdrawals.withdraw(STORE, STATEMENT, WithdrawalReason.None);
    }

    function testFuzz_RefusesAReasonThatDoesNotExist(uint8 reason) public {
        vm.assume(reason > uint8(WithdrawalReason.Error));
        vm.prank(key);
        (bool worked, ) = address(withdrawals).call(
            abi.encodeWithSelector(IWithdrawalRegistry.withdraw.selector, STORE, STATEMENT, reason)
        );
        assertTrue(!worked, "no such reason");
    }

    // Withdrawing by signature

    function testFuzz_AnyoneSendsWhatAKeySigned(address who, bytes32 statement, uint8 n) public {
        vm.assume(statement != 0);
        WithdrawalReason reason = _reason(n);
        bytes memory signed = signature(PRIVATE_KEY, _digest(STORE, statement, reason, DEADLINE));
        vm.expectEmit(address(withdrawals));
        emit IWithdrawalRegistry.Withdrawn(STORE, statement, reason);
        vm.prank(who);
        withdrawals.withdrawFor(STORE, statement, reason, key, DEADLINE, signed);
        _assertWithdrawn(STORE, statement, START, reason);
    }

    function test_AnyoneSendsWhatTheControllerSigned() public {
        _enrol("third store", Role.Optician, vm.addr(77));
        bytes memory signed = signature(77, _digest("third store", STATEMENT, WithdrawalReason.Return, DEADLINE));
        withdrawals.withdrawFor("third store", STATEMENT, WithdrawalReason.Return, vm.addr(77), DEADLINE, signed);
        _assertWithdrawn("third store", STATEMENT, START, WithdrawalReason.Return);
    }

    function test_ASignatureServesUntilItsDeadlineAndNoSecondLonger() public {
        bytes memory signed = _signed();
        vm.warp(DEADLINE + 1);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.Expired.selector, DEADLINE, DEADLINE + 1));
        _send(key, DEADLINE, signed);
        vm.warp(DEADLINE);
        _send(key, DEADLINE, signed);
        _assertWithdrawn(STORE, STATEMENT, DEADLINE, WithdrawalReason.Return);
    }

    function testFuzz_TheDigestIsEip712(bytes32 party, bytes32 statement, uint8 n, uint256 deadline) public view {
        bytes32 expected = _digest(party, statement, _reason(n), deadline);
        assertEq(withdrawals.withdrawalDigest(party, statement, _reason(n), deadline), expected);
    }

    function testFuzz_WhatWasNotSignedIsNotWithdrawn(bytes32 party, bytes32 statement, uint8 n, uint256 more) public {
        more = bound(more, 1, 10 days);
        bytes memory signed = _signed();
        if (party != STORE) _assertSignatureInvalid(party, STATEMENT, WithdrawalReason.Return, DEADLINE, signed);
        if (statement != STATEMENT) {
            _assertSignatureInvalid(STORE, statement, WithdrawalReason.Return, DEADLINE, signed);
        }
        if (_reason(n) != WithdrawalReason.Return) {
            _assertSignatureInvalid(STORE, STATEMENT, _reason(n), DEADLINE, signed);
        }
        _assertSignatureInvalid(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE + more, signed);
    }

    function testFuzz_RefusesAnythingThatIsNoSignature(bytes calldata signed) public {
        _assertSignatureInvalid(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE, signed);
    }

    function test_RefusesASignatureOfAnotherKey() public {
        bytes32 digest = _digest(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE);
        bytes memory signed = signature(OTHER_PRIVATE_KEY, digest);
        _assertSignatureInvalid(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE, signed);
    }

    function test_RefusesAGoodSignatureOfWhoIsNotOfTheParty() public {
        bytes32 digest = _digest(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.NotOfParty.selector, STORE, otherKey));
        _send(otherKey, DEADLINE, signature(OTHER_PRIVATE_KEY, digest));
    }

    function test_TheSenderLendsNoRight() public {
        bytes32 digest = _digest(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE);
        bytes memory signed = signature(OTHER_PRIVATE_KEY, digest);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.NotOfParty.selector, STORE, otherKey));
        vm.prank(key);
        withdrawals.withdrawFor(STORE, STATEMENT, WithdrawalReason.Return, otherKey, DEADLINE, signed);
    }

    function test_ARevokedKeysSignatureServesNoMore() public {
        bytes memory signed = _signed();
        _revoke(key);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.NotOfParty.selector, STORE, key));
        _send(key, DEADLINE, signed);
    }

    function test_ASignatureRefusesWhatDirectCallsRefuse() public {
        bytes memory noStatement = signature(PRIVATE_KEY, _digest(STORE, 0, WithdrawalReason.Return, DEADLINE));
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.ZeroStatement.selector));
        withdrawals.withdrawFor(STORE, 0, WithdrawalReason.Return, key, DEADLINE, noStatement);
        bytes memory noReason = signature(PRIVATE_KEY, _digest(STORE, STATEMENT, WithdrawalReason.None, DEADLINE));
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.NoReason.selector));
        withdrawals.withdrawFor(STORE, STATEMENT, WithdrawalReason.None, key, DEADLINE, noReason);
    }

    function test_TheSameSignatureTwiceChangesNothing() public {
        bytes memory signed = _signed();
        _send(key, DEADLINE, signed);
        vm.warp(START + 10);
        vm.recordLogs();
        _send(key, DEADLINE, signed);
        assertNoEvent();
        _assertWithdrawn(STORE, STATEMENT, START, WithdrawalReason.Return);
    }

    function test_ASignatureIsForOneChain() public {
        bytes memory signed = _signed();
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        _assertSignatureInvalid(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE, signed);
        vm.chainId(chain);
        _send(key, DEADLINE, signed);
    }

    function test_ASignatureIsForOneRegistry() public {
        bytes memory signed = _signed();
        WithdrawalRegistry another = new WithdrawalRegistry(parties);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.SignatureInvalid.selector, key));
        another.withdrawFor(STORE, STATEMENT, WithdrawalReason.Return, key, DEADLINE, signed);
    }

    function test_AKeysConsentIsNoWithdrawal() public {
        bytes memory consent = signature(PRIVATE_KEY, _consentDigest(address(withdrawals), STORE, key));
        _assertSignatureInvalid(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE, consent);
    }

    function test_ASmartAccountSignsByErc1271() public {
        address account = address(new OwnedAccount(vm.addr(77)));
        _enrolAccount("third store", Role.Optician, account);
        bytes32 digest = _digest("third store", STATEMENT, WithdrawalReason.Return, DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.SignatureInvalid.selector, account));
        withdrawals.withdrawFor(
            "third store",
            STATEMENT,
            WithdrawalReason.Return,
            account,
            DEADLINE,
            signature(78, digest)
        );
        bytes memory signed = signature(77, digest);
        withdrawals.withdrawFor("third store", STATEMENT, WithdrawalReason.Return, account, DEADLINE, signed);
        _assertWithdrawn("third store", STATEMENT, START, WithdrawalReason.Return);
    }

    function test_ASmartAccountThatDoesNotSayYesWithdrawsNothing() public {
        address[5] memory accounts = [
            address(new RevertingAccount()),
            address(new MuteAccount()),
            address(new GarbageAccount("")),
            address(new GarbageAccount(hex"1626ba7e")),
            address(new GarbageAccount(abi.encode(uint256(0x1626ba7e))))
        ];
        for (uint256 i = 0; i < accounts.length; ++i) {
            bytes32 party = bytes32(1000 + i);
            _enrolAccount(party, Role.Optician, accounts[i]);
            vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.SignatureInvalid.selector, accounts[i]));
            withdrawals.withdrawFor(party, STATEMENT, WithdrawalReason.Return, accounts[i], DEADLINE, "");
        }
    }

    // Parts

    /// @dev One of the reasons there are.
    function _reason(uint8 n) private pure returns (WithdrawalReason) {
        return WithdrawalReason(1 + (n % 5));
    }

    function _digest(
        bytes32 party,
        bytes32 statement,
        WithdrawalReason reason,
        uint256 deadline
    ) private view returns (bytes32) {
        bytes32 typeHash = keccak256("Withdrawal(bytes32 party,bytes32 statement,uint8 reason,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, party, statement, uint8(reason), deadline));
        return _typedDigest(address(withdrawals), structHash);
    }

    function _signed() private view returns (bytes memory) {
        return signature(PRIVATE_KEY, _digest(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE));
    }

    function _withdraw(address who, bytes32 party, WithdrawalReason reason) private {
        vm.prank(who);
        withdrawals.withdraw(party, STATEMENT, reason);
    }

    function _send(address signer, uint256 deadline, bytes memory signed) private {
        vm.prank(STRANGER);
        withdrawals.withdrawFor(STORE, STATEMENT, WithdrawalReason.Return, signer, deadline, signed);
    }

    function _assertWithdrawn(bytes32 party, bytes32 statement, uint256 time, WithdrawalReason reason) private view {
        Withdrawal memory record = withdrawals.withdrawalOf(party, statement);
        assertEq(record.time, time);
        assertEq(uint256(record.reason), uint256(reason));
    }

    function _assertNotOfParty(address who, bytes32 party) private {
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.NotOfParty.selector, party, who));
        _withdraw(who, party, WithdrawalReason.Return);
    }

    function _assertSignatureInvalid(
        bytes32 party,
        bytes32 statement,
        WithdrawalReason reason,
        uint256 deadline,
        bytes memory signed
    ) private {
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.SignatureInvalid.selector, key));
        withdrawals.withdrawFor(party, statement, reason, key, deadline, signed);
    }
}

/// @notice Everyone tries to withdraw everything, by call and by signature, while keys and controllers change.
contract WithdrawalHandler is Test {
    uint256 public constant PARTIES = 2;
    uint256 public constant STATEMENTS = 3;
    uint256 private constant ACCOUNTS = 6;

    struct First {
        uint256 time;
        WithdrawalReason reason;
    }

    PartyRegistry private immutable _parties;
    WithdrawalRegistry private immutable _withdrawals;

    /// @notice Party of which an account is a key that was never revoked, kept apart from the registry.
    mapping(address account => bytes32) private _validKeyOf;
    mapping(address account => bool) private _wasKey;
    mapping(bytes32 party => address) private _controllers;
    mapping(bytes32 party => mapping(bytes32 statement => First)) public firstOf;

    constructor(PartyRegistry parties, WithdrawalRegistry withdrawals) {
        (_parties, _withdrawals) = (parties, withdrawals);
        for (uint256 n = 0; n < PARTIES; ++n) _controllers[party(n)] = account(n);
    }

    function party(uint256 n) public pure returns (bytes32) {
        return bytes32(1 + (n % PARTIES));
    }

    function statement(uint256 n) public pure returns (bytes32) {
        return bytes32(100 + (n % STATEMENTS));
    }

    /// @dev The first accounts begin as controllers.
    function account(uint256 n) public pure returns (address) {
        return vm.addr(1 + (n % ACCOUNTS));
    }

    function pass(uint256 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 1, 30 days));
    }

    function addKey(uint256 p, uint256 n) external {
        address key = account(n);
        if (_wasKey[key]) return;
        bytes memory consent = signature(1 + (n % ACCOUNTS), _parties.keyConsentDigest(party(p), key));
        vm.prank(_controllers[party(p)]);
        _parties.addKey(party(p), key, consent);
        (_wasKey[key], _validKeyOf[key]) = (true, party(p));
    }

    function revokeKey(uint256 n) external {
        bytes32 owner = _validKeyOf[account(n)];
        if (owner == 0) return;
        vm.prank(_controllers[owner]);
        _parties.revokeKey(account(n));
        delete _validKeyOf[account(n)];
    }

    function handOver(uint256 p, uint256 n) external {
        vm.prank(_controllers[party(p)]);
        _parties.offerControl(party(p), account(n));
        vm.prank(account(n));
        _parties.takeControl(party(p));
        _controllers[party(p)] = account(n);
    }

    function withdraw(uint256 p, uint256 s, uint8 r, uint256 n) external {
        vm.prank(account(n));
        try _withdrawals.withdraw(party(p), statement(s), _reason(r)) {
            _accepted(p, s, r, account(n));
        } catch {
            _refused(p, account(n));
        }
    }

    function withdrawFor(uint256 p, uint256 s, uint8 r, uint256 n) external {
        uint256 deadline = vm.getBlockTimestamp();
        bytes32 digest = _withdrawals.withdrawalDigest(party(p), statement(s), _reason(r), deadline);
        bytes memory signed = signature(1 + (n % ACCOUNTS), digest);
        try _withdrawals.withdrawFor(party(p), statement(s), _reason(r), account(n), deadline, signed) {
            _accepted(p, s, r, account(n));
        } catch {
            _refused(p, account(n));
        }
    }

    function _accepted(uint256 p, uint256 s, uint8 r, address who) private {
        assertTrue(_isOf(who, party(p)), "nobody withdraws for another");
        First storage first = firstOf[party(p)][statement(s)];
        if (first.time == 0) (first.time, first.reason) = (vm.getBlockTimestamp(), _reason(r));
    }

    function _refused(uint256 p, address who) private view {
        assertTrue(!_isOf(who, party(p)), "nobody is kept from withdrawing its own");
    }

    function _isOf(address who, bytes32 p) private view returns (bool) {
        return _validKeyOf[who] == p || _controllers[p] == who;
    }

    function _reason(uint8 r) private pure returns (WithdrawalReason) {
        return WithdrawalReason(1 + (r % 5));
    }
}

contract WithdrawalRegistryInvariants is Suite {
    WithdrawalHandler private handler;

    function setUp() public override {
        super.setUp();
        handler = new WithdrawalHandler(parties, withdrawals);
        for (uint256 n = 0; n < handler.PARTIES(); ++n) {
            _enrol(handler.party(n), Role.Optician, handler.account(n));
        }
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](6);
        selectors[0] = WithdrawalHandler.pass.selector;
        selectors[1] = WithdrawalHandler.addKey.selector;
        selectors[2] = WithdrawalHandler.revokeKey.selector;
        selectors[3] = WithdrawalHandler.handOver.selector;
        selectors[4] = WithdrawalHandler.withdraw.selector;
        selectors[5] = WithdrawalHandler.withdrawFor.selector;
        targetSelector(address(handler), selectors);
    }

    /// @notice What is withdrawn is what somebody of the party withdrew first, and nothing else is. The handler asserts who.
    function invariant_NobodyWithdrawsForAnother() public view {
        for (uint256 p = 0; p < handler.PARTIES(); ++p) {
            for (uint256 s = 0; s < handler.STATEMENTS(); ++s) {
                Withdrawal memory record = withdrawals.withdrawalOf(handler.party(p), handler.statement(s));
                (uint256 time, WithdrawalReason reason) = handler.firstOf(handler.party(p), handler.statement(s));
                assertEq(record.time, time);
                assertEq(uint256(record.reason), uint256(reason));
            }
        }
    }
}
