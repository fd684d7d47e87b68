// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A stock lens that goes into a dossier, named by nothing that says which lens or which dossier.
/// @param marker What the unit is filed under (docs/protocol.md, "Stock lenses").
/// @param tag What the dossier and the eye that it serves are recognised by.
struct StockUse {
    bytes32 marker;
    bytes32 tag;
}

/// @notice The first use of a unit by a party. All zero when there is none.
/// @param tag What it was used for.
/// @param time Unix seconds.
struct StockUsed {
    bytes32 tag;
    uint48 time;
}

/// @notice What became of a use.
enum StockOutcome {
    Used,
    AlreadyUsed, // For the same dossier and eye: nothing changes.
    UsedElsewhere // For another: reported, never overwritten.
}

/// @title Consumes a stock lens for one eye of one dossier, once.
/// @notice A use is final: a lens that broke in mounting is consumed, and one that was never mounted is not used. It is filed
/// under the optician that uses it, so that nobody else can use up a unit that is not theirs.
interface IStockRegistry {
    event Used(bytes32 indexed party, bytes32 indexed marker, bytes32 tag);
    event UsedTwice(bytes32 indexed party, bytes32 indexed marker, bytes32 tag);

    error NotAContract(address account);
    error NothingToUse();
    error ZeroMarker();
    error ZeroTag();
    error NotOptician(address account);
    error Expired(uint256 deadline, uint256 present);
    error SignatureInvalid(address signer);

    /// @notice Consumes units of the caller's party, an optician that is not suspended. The first use of a unit stands.
    /// @return outcomes One for each, in their order.
    function use(StockUse[] calldata uses) external returns (StockOutcome[] memory outcomes);

    /// @notice The same, sent by anyone with the signature (ECDSA, or else ERC-1271) of a key of the party over
    /// `StockUses(StockUse[] uses,address signer,uint256 deadline)StockUse(bytes32 marker,bytes32 tag)`.
    /// @param deadline Last second at which the signature may be used, unix seconds.
    function useFor(
        StockUse[] calldata uses,
        address signer,
        uint256 deadline,
        bytes calldata signature
    ) external returns (StockOutcome[] memory outcomes);

    /// @notice The first use that `party` made of a unit, all zero when there is none.
    function useOf(bytes32 party, bytes32 marker) external view returns (StockUsed memory);

    /// @notice The EIP-712 digest that `useFor` expects `signer` to have signed.
    function usesDigest(StockUse[] calldata uses, address signer, uint256 deadline) external view returns (bytes32);
}
