// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Groth16} from "./Groth16.sol";

/// @title The verification key of the category circuit. Made by circuits/build.ts.
library CategoryKey {
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
                hex"08e9b6ac7bacfb29d818fd9aa922b1e2370d438882d602156367b3aad1f35614"
                hex"0fcb59ab198d809d04d845c6705bc147e753e24d7dceb15dc062caf3761ac20f"
                hex"12681349648e89e7e05d4d20412deb0c0c10fc2224da3a1c469b6dccd6680eec"
                hex"2a2d2f75db195a1b784f207fcbb9f67deaa7fac3b741c46558bb44ff1ef2d3f3"
                hex"14a2addeb1c800b70d027a06ffad37d93014e42f894f29e31732489d3657aebe"
                hex"2667ba86bbebb7f5982423ca37ada8d6328db6f665a035b9769068e00a5c95e7"
                hex"16b1dcd2cc3ae77f5b637d0d769a6fc96e1ca45e7c0762a5633eb8413cc8d0e6"
                hex"19ca4f618726b36b0ce3df0ad9098f3b5dcd8a87832a043241414580d93936f1"
                hex"0856b40762a8388e11e6b34fe1ecfd8d08d25755145ea4d64eab8e5e99a59835"
                hex"1fcc09509a72963db2e331f478c058b3f430816e43b74a09025f45470b8fc54b",
                (Groth16.Key)
            );
    }
}
