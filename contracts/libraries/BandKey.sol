// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Groth16} from "./Groth16.sol";

/// @title The verification key of the band circuit. Made by circuits/build.ts.
library BandKey {
    string internal constant SETUP = "development";
    /// @dev True: its secrets are public, and anyone can forge a proof.
    bool internal constant DEVELOPMENT = true;

    function key() internal pure returns (Groth16.Key memory) {
        return
            abi.decode(
                hex"0000000000000000000000000000000000000000000000000000000000000020"
                hex"0f23629c77ced9c96314a40ae82cf254a005f94d7d6f0ca9cf021c18be3dc126"
                hex"0abea820e3cea1cc0eb12a5353b9ce733def452a42919e86fac739f51d8d7f4e"
                hex"2ff824425ed59d65c9f4af82ddf2583f7b4ae1835835b42691540d3fbbb9962f"
                hex"08ded68f2e1da8c3bfc8bb16e707b3f869a8606894fbb60d4576ea1ffaffc6bb"
                hex"0891fda6e0c913bac410c0908d88b4f5f3d5bfe61595d877279b62777e32426f"
                hex"034b9020c4d7ad53d7eac8ceec1aa26a9d4a7dc30949e1d73195a9fee835a809"
                hex"198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
                hex"1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
                hex"090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
                hex"12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"
                hex"1c835f1d9d111b8c3fbae99fbe8eaade4350257753cc122d8aea4a68feb0e866"
                hex"2cc3be056171021f18e92c7603786f9149c5649ac758c84a944d48ef588ac9f5"
                hex"1697815d4b716d2f259ef8d9836e5c13f17177d859cddde71cc21fa51d222ec8"
                hex"1032c3190c0fd2d64655e5dd40b07b2cc49ef76a9c16e0915baec459363bfbc3"
                hex"00000000000000000000000000000000000000000000000000000000000001e0"
                hex"0000000000000000000000000000000000000000000000000000000000000005"
                hex"2555f309589f3746b71f923cb73a0de5a0413533da811abe9ceaa13e61c1ae21"
                hex"1d66dd0b2d445b1bef1c5eef498a354616b0c9c43f5d5c37c4be16a2e9a095b4"
                hex"21bff98b2e8cd75be2a5f22c88f762bce528c0b54c2c8daf48e68387443cdfc9"
                hex"04ed9f53b80cc113f65a46c9be092b1b5e4ef27e7e3201f147adfa8ad2ba8e26"
                hex"09abd44597fb51cbec919d805f79a5f288d0de48b667335825f70978d4072fe7"
                hex"119cd5b36b590bc38708af312bf2e8ebc7f56b480a466d3c5c5f7b71b6f90659"
                hex"0dcc915aef17a3121283571f3a2bbee59f7e936f167b1ef6c91acbb61d3516e1"
                hex"047961d9949e329bf081159ab09bded63187ac13d4d540db782398dffbf33094"
                hex"202e9cf25359e363cbbb85d5ca10d0ab3fde4b26f7aeb0456841507b203958dc"
                hex"2a1ee098287f90a999f99bc7a61edde72fe1f6c4d38beaf76e2717f340ca48df",
                (Groth16.Key)
            );
    }
}
