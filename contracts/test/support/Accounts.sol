// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @notice Accepts what its owner signed.
contract OwnedAccount is IERC1271 {
    address private immutable _owner;

    constructor(address owner) {
        _owner = owner;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address signer, , ) = ECDSA.tryRecover(hash, signature);
        return signer == _owner ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @notice Reverts when asked.
contract RevertingAccount is IERC1271 {
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        revert("no");
    }
}

/// @notice Returns whatever bytes it was made with.
contract GarbageAccount {
    bytes private _answer;

    constructor(bytes memory answer) {
        _answer = answer;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        bytes memory answer = _answer;
        assembly ("memory-safe") {
            return(add(answer, 0x20), mload(answer))
        }
    }
}

/// @notice A contract that knows no ERC-1271.
contract MuteAccount {}

/// @notice Accepts anything once its nonce has been used: shows in which order a registry works.
contract NonceWatchingAccount is IERC1271 {
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        return Nonces(msg.sender).nonces(address(this)) == 1 ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}

/// @notice Accepts anything and, while it is asked, calls its caller again.
contract ReenteringAccount {
    bytes private _call;
    bool private _onlyIfItWorked;

    function prepare(bytes calldata call_, bool onlyIfItWorked) external {
        (_call, _onlyIfItWorked) = (call_, onlyIfItWorked);
    }

    /// @dev Not a view, as ERC-1271 would have it: it means to change something.
    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        // A refused call may burn all the gas it is given: half is kept for the answer.
        (bool worked, ) = msg.sender.call{gas: gasleft() / 2}(_call);
        return worked || !_onlyIfItWorked ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
