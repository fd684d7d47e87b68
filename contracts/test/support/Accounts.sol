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
contract ReenteringAccount is IERC1271 {
    bytes public call;
    bool public onlyIfItWorked;

    function prepare(bytes calldata call_, bool onlyIfItWorked_) external {
        call = call_;
        onlyIfItWorked = onlyIfItWorked_;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        bytes memory data = call;
        address target = msg.sender;
        bool worked;
        // A plain call: the compiler would not let a view function make one.
        assembly ("memory-safe") {
            worked := call(div(gas(), 2), target, 0, add(data, 0x20), mload(data), 0, 0)
        }
        return worked || !onlyIfItWorked ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
