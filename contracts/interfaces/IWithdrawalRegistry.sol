// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Why a party no longer stands by a statement.
enum WithdrawalReason {
    None,
    Return,
    Cancellation,
    Breakage,
    Superseded,
    Error
}

/// @notice A withdrawal. Fits one storage slot; all zero when there is none.
/// @param time Unix seconds.
/// @param reason Why.
/// @param account The key or controller that made it.
struct Withdrawal {
    uint48 time;
    WithdrawalReason reason;
    address account;
}

/// @title What parties took back, for everyone who verifies to find.
/// @notice A withdrawal is final, unless it is void: made by an account that the guard holds for compromised from before
/// it. It binds only the party that made it: withdrawing another's statement has no effect.
interface IWithdrawalRegistry {
    event Withdrawn(bytes32 indexed party, bytes32 indexed statement, WithdrawalReason indexed reason, address account);

    error NotAContract(address account);
    error ZeroStatement();
    error NoReason();
    error NotOfParty(bytes32 party, address account);
    error Expired(uint256 deadline, uint256 present);
    error SignatureInvalid(address signer);

    /// @notice Withdraws the caller's party's statement. Idempotent: the first withdrawal that is not void stands, and
    /// takes the place of a void one.
    /// @param party The party that made the statement; the caller is a key of it, or its controller.
    /// @param statement Hash of the statement.
    function withdraw(bytes32 party, bytes32 statement, WithdrawalReason reason) external;

    /// @notice The same, sent by anyone with the signature (or ERC-1271) of a key or the controller of the party over
    /// `Withdrawal(bytes32 party,bytes32 statement,uint8 reason,address signer,uint256 deadline)`.
    /// @param deadline Last second at which the signature may be used, unix seconds.
    function withdrawFor(
        bytes32 party,
        bytes32 statement,
        WithdrawalReason reason,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice The withdrawal of `statement` by `party`, all zero when there is none.
    function withdrawalOf(bytes32 party, bytes32 statement) external view returns (Withdrawal memory);

    /// @notice The EIP-712 digest that `withdrawFor` expects to be signed.
    function withdrawalDigest(
        bytes32 party,
        bytes32 statement,
        WithdrawalReason reason,
        address signer,
        uint256 deadline
    ) external view returns (bytes32);
}
