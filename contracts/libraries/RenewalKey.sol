// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Groth16} from "./Groth16.sol";

/// @title The verification key of the renewal circuit. Made by circuits/build.ts.
library RenewalKey {
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
                hex"0000000000000000000000000000000000000000000000000000000000000006"
                hex"2175cc938a722090671c93930a52e996e9292d5f61902e35ce806c33df5764c9"
                hex"0eb30c9a9bfdee928d390c678f89eaf917f49ba2347b6aadda8dd5677efe567d"
                hex"10a672a9e96ad378c99b9699e4c0019452b30fb8f275732b5041fce94d8eaf2c"
                hex"1e34433d6980ddd7bdbd4d78022d6bc4d61f62fd2ea9756172b83909a82d4a07"
                hex"157c1f5c94a32730c45b16bbcabd377b58874952c8f84d77de8a77f1ea7d3b64"
                hex"04103924f8b0ef2ccf0cd9ecf4477b76661fcf204336ae915777dfaf6876922d"
                hex"06e2f9542acace86eb5632eda881561ff947f2acf474ec24ad05784ea5f7c92b"
                hex"0115391b885ba798b912fb82c06a756b33a3f095e401381c803e681ae07c4339"
                hex"2c9dbe2b78f8e18f7517fe57adece6b3dea7bb1f34f3aa330d779620a2cf9fd2"
                hex"0dcb1196fb05fbf8096e0412bfabc70ac15a66e5c56c08e03102305e8dec0c35"
                hex"204e7b12eceefc91fe7c316bcf85fed6933183f4c73ba72c717aa7d9d4c68364"
                hex"204ebad2066e7687e63c89036fbf597ce512d0b324a143b70d91c15f12c01998",
                (Groth16.Key)
            );
    }
}
