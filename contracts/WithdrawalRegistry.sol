// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IPartyRegistry} from "./interfaces/IPartyRegistry.sol";
import {IWithdrawalRegistry, Withdrawal, WithdrawalReason} from "./interfaces/IWithdrawalRegistry.sol";
import {Signatures} from "./libraries/Signatures.sol";
import {TypedData} from "./libraries/TypedData.sol";

/// @title What parties took back, for everyone who verifies to find.
contract WithdrawalRegistry is IWithdrawalRegistry, EIP712 {
    // Immutables

    IPartyRegistry public immutable parties;

    // Storage

    mapping(bytes32 party => mapping(bytes32 statement => Withdrawal)) private _withdrawals;

    // Constructor

    constructor(IPartyRegistry parties_) EIP712("Clairevoie", "1") {
        if (address(parties_).code.length == 0) revert NotAContract(address(parties_));
        parties = parties_;
    }

    // Withdrawing

    /// @inheritdoc IWithdrawalRegistry
    function withdraw(bytes32 party, bytes32 statement, WithdrawalReason reason) external {
        _withdraw(party, statement, reason, msg.sender);
    }

    /// @inheritdoc IWithdrawalRegistry
    function withdrawFor(
        bytes32 party,
        bytes32 statement,
        WithdrawalReason reason,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external {
        if (block.timestamp > deadline) revert Expired(deadline, block.timestamp);
        // No nonce: a withdrawal is final and idempotent, so a replay changes nothing.
        bytes32 digest = withdrawalDigest(party, statement, reason, signer, deadline);
        if (!Signatures.isSignedBy(signer, digest, signature)) revert SignatureInvalid(signer);
        _withdraw(party, statement, reason, signer);
    }

    // Views

    /// @inheritdoc IWithdrawalRegistry
    function withdrawalOf(bytes32 party, bytes32 statement) external view returns (Withdrawal memory) {
        return _withdrawals[party][statement];
    }

    /// @inheritdoc IWithdrawalRegistry
    function withdrawalDigest(
        bytes32 party,
        bytes32 statement,
        WithdrawalReason reason,
        address signer,
        uint256 deadline
    ) public view returns (bytes32) {
        return
            _hashTypedDataV4(keccak256(abi.encode(TypedData.WITHDRAWAL, party, statement, reason, signer, deadline)));
    }

    // Internals

    function _withdraw(bytes32 party, bytes32 statement, WithdrawalReason reason, address account) private {
        if (statement == 0) revert ZeroStatement();
        if (reason == WithdrawalReason.None) revert NoReason();
        if (!parties.mayWithdraw(account, party)) revert NotOfParty(party, account);
        Withdrawal storage known = _withdrawals[party][statement];
        // The first one stands, unless a thief made it: what a compromised account did gives way to a valid one's.
        if (known.time != 0 && !parties.isCompromised(party, known.account, known.time)) return;
        (known.time, known.reason, known.account) = (uint48(block.timestamp), reason, account);
        emit Withdrawn(party, statement, reason, account);
    }
}
