// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Log, Vm} from "./Vm.sol";

/// @title What every Solidity test stands on: cheatcodes, assertions, and what an invariant run may call.
abstract contract Test {
    /// @notice Functions of one contract that an invariant run calls.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    error NotTrue(string what);
    error NotEqualUint(uint256 actual, uint256 expected);
    error NotEqualBytes32(bytes32 actual, bytes32 expected);
    error NotEqualAddress(address actual, address expected);
    error NotEqualBool(bool actual, bool expected);
    error NotEqualBytes(bytes actual, bytes expected);

    Vm internal constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    address[] private _targetContracts;
    address[] private _targetSenders;
    address[] private _excludedSenders;
    FuzzSelector[] private _targetSelectors;

    // The runner of invariants asks for these by name.

    function targetContracts() external view returns (address[] memory) {
        return _targetContracts;
    }

    function targetSenders() external view returns (address[] memory) {
        return _targetSenders;
    }

    function excludeSenders() external view returns (address[] memory) {
        return _excludedSenders;
    }

    function targetSelectors() external view returns (FuzzSelector[] memory) {
        return _targetSelectors;
    }

    // For `setUp` of an invariant test

    /// @dev Once one contract is named, only named contracts are called.
    function targetContract(address target) internal {
        _targetContracts.push(target);
    }

    function targetSelector(address target, bytes4[] memory selectors) internal {
        _targetSelectors.push(FuzzSelector(target, selectors));
    }

    function targetSender(address sender) internal {
        _targetSenders.push(sender);
    }

    function excludeSender(address sender) internal {
        _excludedSenders.push(sender);
    }

    // Assertions: they revert with what was found and what was expected

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }

    function assertEq(uint256 actual, uint256 expected) internal pure {
        if (actual != expected) revert NotEqualUint(actual, expected);
    }

    function assertEq(bytes32 actual, bytes32 expected) internal pure {
        if (actual != expected) revert NotEqualBytes32(actual, expected);
    }

    function assertEq(address actual, address expected) internal pure {
        if (actual != expected) revert NotEqualAddress(actual, expected);
    }

    function assertEq(bool actual, bool expected) internal pure {
        if (actual != expected) revert NotEqualBool(actual, expected);
    }

    function assertEq(bytes memory actual, bytes memory expected) internal pure {
        if (keccak256(actual) != keccak256(expected)) revert NotEqualBytes(actual, expected);
    }

    // Inputs

    /// @dev Folds a fuzzed `value` into [low, high]; values already in it stay as they are.
    function bound(uint256 value, uint256 low, uint256 high) internal pure returns (uint256) {
        if (value >= low && value <= high) return value;
        uint256 size = high - low + 1;
        return size == 0 ? value : low + (value % size);
    }

    /// @dev The signature of `digest` by `privateKey`, as 65 bytes r, s, v.
    function signature(uint256 privateKey, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Nothing was logged since the last `vm.recordLogs()`.
    function assertNoEvent() internal {
        Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 0);
    }
}
