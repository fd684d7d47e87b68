import { execFileSync } from "node:child_process";
import path from "node:path";
import { AbiCoder } from "ethers";
import type { VerificationKey } from "../src/protocol/groth16.js";

/** The names of the circuits. */
export const CIRCUITS = ["band", "renewal"] as const;
export type Circuit = (typeof CIRCUITS)[number];

/** The keys that a setup gave. */
export interface Exported {
  readonly id: string;
  readonly isDevelopment: boolean;
  readonly keys: Readonly<Record<Circuit, VerificationKey>>;
}

const binary = (name: string) => path.resolve(import.meta.dirname, "../node_modules/.bin", name);
const formatted = (name: string, source: string) => {
  const [command, args] = name.endsWith(".sol")
    ? (["prettier", ["--stdin-filepath", name]] as const)
    : (["biome", ["format", `--stdin-file-path=${name}`]] as const);
  return execFileSync(binary(command), args, { input: source, encoding: "utf8" });
};

/** The keys as the SDK holds them. */
export function typescriptKeys({ id, isDevelopment, keys }: Exported): string {
  const name = `${id.toUpperCase().replaceAll("-", "_")}_KEYS`;
  const source = `import type { PredicateKeys } from "../predicates.js";

// Made by circuits/build.ts.
/** ${isDevelopment ? "Keys whose secrets are public: anyone can forge. For tests, demonstrations and local chains." : "Keys of a ceremony."} */
export const ${name}: PredicateKeys = ${JSON.stringify({ id, isDevelopment, ...keys })};
`;
  return formatted(`src/protocol/keys/${id}.ts`, source);
}

const KEY = "tuple(uint256[2] alpha,uint256[4] beta,uint256[4] gamma,uint256[4] delta,uint256[2][] ic)";

/** The library that holds the key of a circuit. */
export const keyLibrary = (circuit: Circuit) => (circuit === "band" ? "BandKey" : "RenewalKey");

/** The key of one circuit as its contract holds it. */
export function solidityKey(circuit: Circuit, { id, isDevelopment, keys }: Exported): string {
  const library = keyLibrary(circuit);
  const words = AbiCoder.defaultAbiCoder().encode([KEY], [keys[circuit]]).slice(2).match(/.{64}/g) ?? [];
  const source = `// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Groth16} from "./Groth16.sol";

/// @title The verification key of the ${circuit} circuit. Made by circuits/build.ts.
library ${library} {
    string internal constant SETUP = "${id}";
    /// @dev ${isDevelopment ? "True: its secrets are public, and anyone can forge a proof." : "False: keys of a ceremony."}
    bool internal constant DEVELOPMENT = ${isDevelopment};

    function key() internal pure returns (Groth16.Key memory) {
        return
            abi.decode(
                ${words.map((word) => `hex"${word}"`).join("\n")},
                (Groth16.Key)
            );
    }
}
`;
  return formatted(`contracts/libraries/${library}.sol`, source);
}
