// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Whether an account signed, for acts that take effect in the transaction that checks it.
/// @dev ECDSA comes first: an account with delegated code (EIP-7702) has both a key and code, and its key signs as before.
/// OpenZeppelin's checker asks the code alone when there is some. What an ERC-1271 account answers may change later, so no
/// verdict may rest on it: batches and grants are ECDSA only.
library Signers {
    /// @notice Whether `signer` signed `digest`: with its key, or as ERC-1271 has it.
    function hasSigned(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        // A signature that recovers nothing gives the address zero, which never signs.
        (address recovered, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (recovered != address(0) && recovered == signer) return true;
        return
            signer.code.length > 0 &&
            SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }
}
