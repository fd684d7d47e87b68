// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PartyRegistry} from "../PartyRegistry.sol";
import {WithdrawalRegistry} from "../WithdrawalRegistry.sol";
import {IPartyRegistry, Role} from "../interfaces/IPartyRegistry.sol";
import {IWithdrawalRegistry, Withdrawal, WithdrawalReason} from "../interfaces/IWithdrawalRegistry.sol";
import {GarbageAccount, MuteAccount, OwnedAccount, RevertingAccount} from "./support/Accounts.sol";
import {Deploying} from "./support/Deploying.sol";
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

    function test_RefusesPartiesWithoutCode() public {
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.NotAContract.selector, STRANGER));
        Deploying.withdrawalRegistry(IPartyRegistry(STRANGER));
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
        emit IWithdrawalRegistry.Withdrawn(STORE, statement, reason, key);
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

    // A thief's withdrawals

    function test_AWithdrawalNamesItsAccount() public {
        _withdraw(key, STORE, WithdrawalReason.Return);
        assertEq(withdrawals.withdrawalOf(STORE, STATEMENT).account, key);
        _withdraw(otherKey, OTHER_STORE, WithdrawalReason.Return);
        assertEq(withdrawals.withdrawalOf(OTHER_STORE, STATEMENT).account, otherKey);
    }

    /// @notice A withdrawal gives way to a valid account's if its own was in other hands then, and not otherwise.
    function testFuzz_AVoidWithdrawalGivesWay(bool byController, uint32 from) public {
        address thief = byController ? CONTROLLER : key;
        address rescuer = byController ? key : CONTROLLER;
        vm.warp(START + 1000);
        _withdraw(thief, STORE, WithdrawalReason.Cancellation);
        vm.warp(START + 2000);
        from = uint32(bound(from, 0, 2000));
        _compromise(STORE, thief, START + from);
        bool isVoid = from <= 1000;
        assertEq(parties.isCompromised(STORE, thief, START + 1000), isVoid);
        vm.recordLogs();
        _withdraw(rescuer, STORE, WithdrawalReason.Superseded);
        if (!isVoid) {
            assertNoEvent();
            return _assertWithdrawnBy(thief, START + 1000, WithdrawalReason.Cancellation);
        }
        _assertWithdrawnBy(rescuer, START + 2000, WithdrawalReason.Superseded);
        // The first valid one stands.
        vm.warp(START + 3000);
        vm.recordLogs();
        _withdraw(rescuer, STORE, WithdrawalReason.Return);
        assertNoEvent();
        _assertWithdrawnBy(rescuer, START + 2000, WithdrawalReason.Superseded);
    }

    function test_ThePlaceOfAVoidWithdrawalIsTakenWithAnEvent() public {
        _withdraw(CONTROLLER, STORE, WithdrawalReason.Cancellation);
        _compromise(STORE, CONTROLLER, START);
        vm.expectEmit(address(withdrawals));
        emit IWithdrawalRegistry.Withdrawn(STORE, STATEMENT, WithdrawalReason.Return, key);
        _withdraw(key, STORE, WithdrawalReason.Return);
    }

    function test_AVoidWithdrawalStaysUntilAValidOneComes() public {
        _withdraw(key, STORE, WithdrawalReason.Cancellation);
        _compromise(key, START);
        _assertNotOfParty(key, STORE); // Its own place a thief does not take again.
        _assertWithdrawnBy(key, START, WithdrawalReason.Cancellation);
    }

    /// @notice Before anyone knows, the owner's withdrawal of the same statement changes nothing; it is made again afterwards.
    function test_TheOwnerWithdrawsAgainOnceTheThiefIsKnown() public {
        _withdraw(key, STORE, WithdrawalReason.Cancellation);
        _withdraw(CONTROLLER, STORE, WithdrawalReason.Return);
        _assertWithdrawnBy(key, START, WithdrawalReason.Cancellation);
        vm.warp(START + 5);
        _compromise(key, START);
        _withdraw(CONTROLLER, STORE, WithdrawalReason.Return);
        _assertWithdrawnBy(CONTROLLER, START + 5, WithdrawalReason.Return);
    }

    // Withdrawing by signature

    function testFuzz_AnyoneSendsWhatAKeySigned(address who, bytes32 statement, uint8 n) public {
        vm.assume(statement != 0);
        WithdrawalReason reason = _reason(n);
        bytes memory signed = signature(PRIVATE_KEY, _digest(STORE, statement, reason, key, DEADLINE));
        vm.expectEmit(address(withdrawals));
        emit IWithdrawalRegistry.Withdrawn(STORE, statement, reason, key);
        vm.prank(who);
        withdrawals.withdrawFor(STORE, statement, reason, key, DEADLINE, signed);
        _assertWithdrawn(STORE, statement, START, reason);
    }

    function test_AnyoneSendsWhatTheControllerSigned() public {
        _enrol("third store", Role.Optician, vm.addr(77));
        bytes memory signed = signature(
            77,
            _digest("third store", STATEMENT, WithdrawalReason.Return, vm.addr(77), DEADLINE)
        );
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

    function testFuzz_TheDigestIsEip712(
        bytes32 party,
        bytes32 statement,
        uint8 n,
        address signer,
        uint256 deadline
    ) public view {
        bytes32 expected = _digest(party, statement, _reason(n), signer, deadline);
        assertEq(withdrawals.withdrawalDigest(party, statement, _reason(n), signer, deadline), expected);
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
        bytes32 digest = _digest(STORE, STATEMENT, WithdrawalReason.Return, key, DEADLINE);
        bytes memory signed = signature(OTHER_PRIVATE_KEY, digest);
        _assertSignatureInvalid(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE, signed);
    }

    function test_RefusesAGoodSignatureOfWhoIsNotOfTheParty() public {
        bytes32 digest = _digest(STORE, STATEMENT, WithdrawalReason.Return, otherKey, DEADLINE);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.NotOfParty.selector, STORE, otherKey));
        _send(otherKey, DEADLINE, signature(OTHER_PRIVATE_KEY, digest));
    }

    function test_TheSenderLendsNoRight() public {
        bytes32 digest = _digest(STORE, STATEMENT, WithdrawalReason.Return, otherKey, DEADLINE);
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
        bytes memory noStatement = signature(PRIVATE_KEY, _digest(STORE, 0, WithdrawalReason.Return, key, DEADLINE));
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.ZeroStatement.selector));
        withdrawals.withdrawFor(STORE, 0, WithdrawalReason.Return, key, DEADLINE, noStatement);
        bytes memory noReason = signature(PRIVATE_KEY, _digest(STORE, STATEMENT, WithdrawalReason.None, key, DEADLINE));
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
        WithdrawalRegistry another = Deploying.withdrawalRegistry(parties);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.SignatureInvalid.selector, key));
        another.withdrawFor(STORE, STATEMENT, WithdrawalReason.Return, key, DEADLINE, signed);
    }

    function test_AKeysConsentIsNoWithdrawal() public {
        bytes memory consent = signature(PRIVATE_KEY, _consentDigest(address(withdrawals), STORE, key));
        _assertSignatureInvalid(STORE, STATEMENT, WithdrawalReason.Return, DEADLINE, consent);
    }

    /// @notice Two accounts of one owner: what it signs as one serves for the other no more than a stranger's.
    function test_ASignatureIsOfTheAccountItNames() public {
        address one = address(new OwnedAccount(vm.addr(77)));
        address other = address(new OwnedAccount(vm.addr(77)));
        _enrolAccount("third store", Role.Optician, one);
        vm.prank(one);
        parties.addKey("third store", other, signature(77, _consentDigest("third store", other)));
        bytes32 digest = _digest("third store", STATEMENT, WithdrawalReason.Return, one, DEADLINE);
        bytes memory signed = signature(77, digest);
        vm.expectRevert(abi.encodeWithSelector(IWithdrawalRegistry.SignatureInvalid.selector, other));
        withdrawals.withdrawFor("third store", STATEMENT, WithdrawalReason.Return, other, DEADLINE, signed);
        withdrawals.withdrawFor("third store", STATEMENT, WithdrawalReason.Return, one, DEADLINE, signed);
        assertEq(withdrawals.withdrawalOf("third store", STATEMENT).account, one);
    }

    /// @notice An account with delegated code (EIP-7702) signs with its key, whatever its code answers.
    function test_AnAccountWithDelegatedCodeSignsAsItself() public {
        bytes memory signed = _signed();
        vm.etch(key, address(new RevertingAccount()).code);
        _send(key, DEADLINE, signed);
        _assertWithdrawn(STORE, STATEMENT, START, WithdrawalReason.Return);
        address third = vm.addr(79);
        vm.etch(third, address(new MuteAccount()).code);
        _addKey(STORE, 79);
        assertEq(parties.keyOf(third).party, STORE);
    }

    function test_ASmartAccountSignsByErc1271() public {
        address account = address(new OwnedAccount(vm.addr(77)));
        _enrolAccount("third store", Role.Optician, account);
        bytes32 digest = _digest("third store", STATEMENT, WithdrawalReason.Return, account, DEADLINE);
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
        address signer,
        uint256 deadline
    ) private view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Withdrawal(bytes32 party,bytes32 statement,uint8 reason,address signer,uint256 deadline)"
        );
        bytes32 structHash = keccak256(abi.encode(typeHash, party, statement, uint8(reason), signer, deadline));
        return _typedDigest(address(withdrawals), structHash);
    }

    function _signed() private view returns (bytes memory) {
        return signature(PRIVATE_KEY, _digest(STORE, STATEMENT, WithdrawalReason.Return, key, DEADLINE));
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

    function _assertWithdrawnBy(address account, uint256 time, WithdrawalReason reason) private view {
        _assertWithdrawn(STORE, STATEMENT, time, reason);
        assertEq(withdrawals.withdrawalOf(STORE, STATEMENT).account, account);
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

/// @notice Everyone tries to withdraw everything, by call and by signature, while keys and controllers change and some are
/// declared compromised. The account kept here lists all attempts, and reads the list from its start.
contract WithdrawalHandler is Test {
    uint256 public constant PARTIES = 2;
    uint256 public constant STATEMENTS = 3;
    uint256 private constant ACCOUNTS = 6;

    struct Act {
        uint256 time;
        WithdrawalReason reason;
        address account;
    }

    PartyRegistry private immutable _parties;
    WithdrawalRegistry private immutable _withdrawals;
    address private immutable _guard;

    /// @notice Party of which an account is a key that was never revoked, kept apart from the registry.
    mapping(address account => bytes32) private _validKeyOf;
    mapping(address account => bytes32) private _keyOf;
    mapping(bytes32 party => address) private _controllers;
    mapping(bytes32 party => mapping(address account => bool)) private _controlled;
    mapping(bytes32 party => mapping(address account => uint256)) private _stolen; // time + 1
    mapping(bytes32 party => mapping(bytes32 statement => Act)) private _inForce;

    /// @notice How often a withdrawal took the place of a void one: the run must reach it.
    uint256 public rescues;

    constructor(PartyRegistry parties, WithdrawalRegistry withdrawals, address guard) {
        (_parties, _withdrawals, _guard) = (parties, withdrawals, guard);
        for (uint256 n = 0; n < PARTIES; ++n) {
            _controllers[party(n)] = account(n);
            _controlled[party(n)][account(n)] = true;
        }
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

    function inForce(bytes32 p, bytes32 s) external view returns (Act memory) {
        return _inForce[p][s];
    }

    function pass(uint256 time) external {
        vm.warp(vm.getBlockTimestamp() + bound(time, 1, 20 days));
    }

    function addKey(uint256 p, uint256 n) external {
        address key = account(n);
        bytes memory consent = signature(1 + (n % ACCOUNTS), _parties.keyConsentDigest(party(p), key));
        bool lawful = _keyOf[key] == 0 && !_isStolen(party(p), key) && !_isStolen(party(p), _controllers[party(p)]);
        vm.prank(_controllers[party(p)]);
        (bool worked, ) = address(_parties).call(abi.encodeCall(_parties.addKey, (party(p), key, consent)));
        assertEq(worked, lawful);
        if (worked) (_keyOf[key], _validKeyOf[key]) = (party(p), party(p));
    }

    function revokeKey(uint256 n) external {
        bytes32 owner = _validKeyOf[account(n)];
        if (owner == 0 || _isStolen(owner, _controllers[owner])) return;
        vm.prank(_controllers[owner]);
        _parties.revokeKey(account(n));
        delete _validKeyOf[account(n)];
    }

    function handOver(uint256 p, uint256 n) external {
        bytes32 whose = party(p);
        if (_isStolen(whose, _controllers[whose]) || _isStolen(whose, account(n))) return;
        vm.prank(_controllers[whose]);
        _parties.offerControl(whose, account(n));
        vm.prank(account(n));
        _parties.takeControl(whose);
        _controllers[whose] = account(n);
        _controlled[whose][account(n)] = true;
    }

    function declareCompromise(uint256 p, uint256 n, uint256 back) external {
        (bytes32 whose, address who) = (party(p), account(n));
        uint256 from = vm.getBlockTimestamp() - bound(back, 0, _parties.lookBack());
        bool lawful = _keyOf[who] == whose || _controlled[whose][who];
        lawful = lawful && (!_isStolen(whose, who) || from + 1 < _stolen[whose][who]);
        vm.prank(_guard);
        (bool worked, ) = address(_parties).call(
            abi.encodeCall(_parties.declareCompromise, (whose, who, uint48(from)))
        );
        assertEq(worked, lawful);
        if (worked) _stolen[whose][who] = from + 1;
    }

    function withdraw(uint256 p, uint256 s, uint8 r, uint256 n) external {
        vm.prank(account(n));
        try _withdrawals.withdraw(party(p), statement(s), _reason(r)) {
            _accepted(party(p), statement(s), _reason(r), account(n));
        } catch {
            _refused(p, account(n));
        }
    }

    function withdrawFor(uint256 p, uint256 s, uint8 r, uint256 n) external {
        uint256 deadline = vm.getBlockTimestamp();
        bytes32 digest = _withdrawals.withdrawalDigest(party(p), statement(s), _reason(r), account(n), deadline);
        bytes memory signed = signature(1 + (n % ACCOUNTS), digest);
        try _withdrawals.withdrawFor(party(p), statement(s), _reason(r), account(n), deadline, signed) {
            _accepted(party(p), statement(s), _reason(r), account(n));
        } catch {
            _refused(p, account(n));
        }
    }

    function _accepted(bytes32 p, bytes32 s, WithdrawalReason reason, address who) private {
        assertTrue(_isOf(who, p), "nobody withdraws for another");
        Act storage act = _inForce[p][s];
        bool isVoid = act.time != 0 && _isStolen(p, act.account) && _stolen[p][act.account] - 1 <= act.time;
        if (act.time != 0 && !isVoid) return;
        if (isVoid) ++rescues;
        (act.time, act.reason, act.account) = (vm.getBlockTimestamp(), reason, who);
    }

    function _refused(uint256 p, address who) private view {
        assertTrue(!_isOf(who, party(p)), "nobody is kept from withdrawing its own");
    }

    function _isOf(address who, bytes32 p) private view returns (bool) {
        return (_validKeyOf[who] == p || _controllers[p] == who) && !_isStolen(p, who);
    }

    function _isStolen(bytes32 p, address who) private view returns (bool) {
        return _stolen[p][who] != 0;
    }

    function _reason(uint8 r) private pure returns (WithdrawalReason) {
        return WithdrawalReason(1 + (r % 5));
    }
}

contract WithdrawalRegistryInvariants is Suite {
    WithdrawalHandler private handler;

    function setUp() public override {
        super.setUp();
        handler = new WithdrawalHandler(parties, withdrawals, GUARD_ACCOUNT);
        for (uint256 n = 0; n < handler.PARTIES(); ++n) {
            _enrol(handler.party(n), Role.Optician, handler.account(n));
        }
        targetContract(address(handler));
        bytes4[] memory selectors = new bytes4[](7);
        selectors[0] = WithdrawalHandler.pass.selector;
        selectors[1] = WithdrawalHandler.addKey.selector;
        selectors[2] = WithdrawalHandler.revokeKey.selector;
        selectors[3] = WithdrawalHandler.handOver.selector;
        selectors[4] = WithdrawalHandler.withdraw.selector;
        selectors[5] = WithdrawalHandler.withdrawFor.selector;
        selectors[6] = WithdrawalHandler.declareCompromise.selector;
        targetSelector(address(handler), selectors);
    }

    /// @notice What is withdrawn is what somebody of the party withdrew first, thieves left out, and nothing else is. The
    /// handler asserts who.
    function invariant_NobodyWithdrawsForAnother() public view {
        for (uint256 p = 0; p < handler.PARTIES(); ++p) {
            for (uint256 s = 0; s < handler.STATEMENTS(); ++s) {
                Withdrawal memory record = withdrawals.withdrawalOf(handler.party(p), handler.statement(s));
                WithdrawalHandler.Act memory act = handler.inForce(handler.party(p), handler.statement(s));
                assertEq(record.time, act.time);
                assertEq(uint256(record.reason), uint256(act.reason));
                assertEq(record.account, act.account);
            }
        }
    }

    /// @notice The acts do reach a rescue: else the invariant would say little.
    function test_TheActsRescueAStatement() public {
        handler.addKey(0, 3);
        handler.withdraw(0, 0, 1, 3);
        handler.pass(1);
        handler.declareCompromise(0, 3, 10);
        handler.withdraw(0, 0, 2, 0);
        assertEq(handler.rescues(), 1);
    }
}
