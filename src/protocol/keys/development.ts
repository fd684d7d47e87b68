import type { PredicateKeys } from "../predicates.js";

// Made by circuits/build.ts.
/** Keys whose secrets are public: anyone can forge. For tests, demonstrations and local chains. */
export const DEVELOPMENT_KEYS: PredicateKeys = {
  id: "development",
  isDevelopment: true,
  band: {
    alpha: [
      "0x0f23629c77ced9c96314a40ae82cf254a005f94d7d6f0ca9cf021c18be3dc126",
      "0x0abea820e3cea1cc0eb12a5353b9ce733def452a42919e86fac739f51d8d7f4e",
    ],
    beta: [
      "0x2ff824425ed59d65c9f4af82ddf2583f7b4ae1835835b42691540d3fbbb9962f",
      "0x08ded68f2e1da8c3bfc8bb16e707b3f869a8606894fbb60d4576ea1ffaffc6bb",
      "0x0891fda6e0c913bac410c0908d88b4f5f3d5bfe61595d877279b62777e32426f",
      "0x034b9020c4d7ad53d7eac8ceec1aa26a9d4a7dc30949e1d73195a9fee835a809",
    ],
    gamma: [
      "0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2",
      "0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed",
      "0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b",
      "0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa",
    ],
    delta: [
      "0x1c835f1d9d111b8c3fbae99fbe8eaade4350257753cc122d8aea4a68feb0e866",
      "0x2cc3be056171021f18e92c7603786f9149c5649ac758c84a944d48ef588ac9f5",
      "0x1697815d4b716d2f259ef8d9836e5c13f17177d859cddde71cc21fa51d222ec8",
      "0x1032c3190c0fd2d64655e5dd40b07b2cc49ef76a9c16e0915baec459363bfbc3",
    ],
    ic: [
      [
        "0x2555f309589f3746b71f923cb73a0de5a0413533da811abe9ceaa13e61c1ae21",
        "0x1d66dd0b2d445b1bef1c5eef498a354616b0c9c43f5d5c37c4be16a2e9a095b4",
      ],
      [
        "0x21bff98b2e8cd75be2a5f22c88f762bce528c0b54c2c8daf48e68387443cdfc9",
        "0x04ed9f53b80cc113f65a46c9be092b1b5e4ef27e7e3201f147adfa8ad2ba8e26",
      ],
      [
        "0x09abd44597fb51cbec919d805f79a5f288d0de48b667335825f70978d4072fe7",
        "0x119cd5b36b590bc38708af312bf2e8ebc7f56b480a466d3c5c5f7b71b6f90659",
      ],
      [
        "0x0dcc915aef17a3121283571f3a2bbee59f7e936f167b1ef6c91acbb61d3516e1",
        "0x047961d9949e329bf081159ab09bded63187ac13d4d540db782398dffbf33094",
      ],
      [
        "0x202e9cf25359e363cbbb85d5ca10d0ab3fde4b26f7aeb0456841507b203958dc",
        "0x2a1ee098287f90a999f99bc7a61edde72fe1f6c4d38beaf76e2717f340ca48df",
      ],
    ],
  },
  renewal: {
    alpha: [
      "0x0f23629c77ced9c96314a40ae82cf254a005f94d7d6f0ca9cf021c18be3dc126",
      "0x0abea820e3cea1cc0eb12a5353b9ce733def452a42919e86fac739f51d8d7f4e",
    ],
    beta: [
      "0x2ff824425ed59d65c9f4af82ddf2583f7b4ae1835835b42691540d3fbbb9962f",
      "0x08ded68f2e1da8c3bfc8bb16e707b3f869a8606894fbb60d4576ea1ffaffc6bb",
      "0x0891fda6e0c913bac410c0908d88b4f5f3d5bfe61595d877279b62777e32426f",
      "0x034b9020c4d7ad53d7eac8ceec1aa26a9d4a7dc30949e1d73195a9fee835a809",
    ],
    gamma: [
      "0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2",
      "0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed",
      "0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b",
      "0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa",
    ],
    delta: [
      "0x1c835f1d9d111b8c3fbae99fbe8eaade4350257753cc122d8aea4a68feb0e866",
      "0x2cc3be056171021f18e92c7603786f9149c5649ac758c84a944d48ef588ac9f5",
      "0x1697815d4b716d2f259ef8d9836e5c13f17177d859cddde71cc21fa51d222ec8",
      "0x1032c3190c0fd2d64655e5dd40b07b2cc49ef76a9c16e0915baec459363bfbc3",
    ],
    ic: [
      [
        "0x2175cc938a722090671c93930a52e996e9292d5f61902e35ce806c33df5764c9",
        "0x0eb30c9a9bfdee928d390c678f89eaf917f49ba2347b6aadda8dd5677efe567d",
      ],
      [
        "0x10a672a9e96ad378c99b9699e4c0019452b30fb8f275732b5041fce94d8eaf2c",
        "0x1e34433d6980ddd7bdbd4d78022d6bc4d61f62fd2ea9756172b83909a82d4a07",
      ],
      [
        "0x157c1f5c94a32730c45b16bbcabd377b58874952c8f84d77de8a77f1ea7d3b64",
        "0x04103924f8b0ef2ccf0cd9ecf4477b76661fcf204336ae915777dfaf6876922d",
      ],
      [
        "0x06e2f9542acace86eb5632eda881561ff947f2acf474ec24ad05784ea5f7c92b",
        "0x0115391b885ba798b912fb82c06a756b33a3f095e401381c803e681ae07c4339",
      ],
      [
        "0x2c9dbe2b78f8e18f7517fe57adece6b3dea7bb1f34f3aa330d779620a2cf9fd2",
        "0x0dcb1196fb05fbf8096e0412bfabc70ac15a66e5c56c08e03102305e8dec0c35",
      ],
      [
        "0x204e7b12eceefc91fe7c316bcf85fed6933183f4c73ba72c717aa7d9d4c68364",
        "0x204ebad2066e7687e63c89036fbf597ce512d0b324a143b70d91c15f12c01998",
      ],
    ],
  },
};
