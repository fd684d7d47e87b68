import type { KnipConfig } from "knip";

/** What nothing imports by name, with the reason. */
const LOADED_OTHERWISE = [
  "@arethetypeswrong/cli", // Run by its path, as is publint.
  "ethers-other", // What a test installs beside the package.
  "publint",
  "@secretlint/secretlint-rule-pattern", // Named in .secretlintrc.json.
  "@secretlint/secretlint-rule-preset-recommend",
  "@swc/core", // What dependency-cruiser parses with.
  "secp256k1", // Optional: required by name where it is installed.
  "typechain", // The toolbox makes the bindings with it.
  "viem", // A program of docs/integrate.md imports it, which a test runs.
];

export default {
  treatConfigHintsAsErrors: true,
  ignoreIssues: { "gateway/language/fr.ts": ["exports"] }, // Chosen as a whole, by the code of the language.
  /** Solidity imports packages too. */
  compilers: {
    sol: (text) => [...text.matchAll(/^import .*?("[^"]+");/gm)].map(([, from]) => `import ${from};`).join("\n"),
  },
  workspaces: {
    ".": {
      entry: [
        "src/{evidence,index,verify}.ts",
        "src/{*,chain/local-index}/index.ts",
        "src/parties/{council,insurer,lens-maker,optician}.ts",
        "src/fast/workers.ts",
        "src/cli/main.ts",
        "scripts/*.ts",
        "testing/{prover-page,vault-writer}.ts", // Run in a browser, and in a process that is killed.
        "test/**/*.test.ts",
        "contracts/*.sol",
        "contracts/test/*.t.sol",
      ],
      project: ["{ignition,scenarios,scripts,src,test,testing}/**/*.ts", "contracts/**/*.sol", "*.ts"],
      ignoreDependencies: LOADED_OTHERWISE,
      ignoreBinaries: ["age"], // A test asks the command whether it is there.
    },
    bench: { entry: ["*.ts"], project: ["**/*.{sol,ts}"] },
    verification: {
      // Preloaded by the processes that are killed.
      entry: ["**/*.test.ts", "**/run.ts", "faults/stepping.ts", "gateway/kills/killing.ts"],
      project: ["**/*.{sol,ts}"],
      ignoreDependencies: ["pg"], // The gateway's own: what kills it patches that one.
    },
    circuits: {
      entry: ["{build,ceremony,main,vectors,worker}.ts"],
      project: ["*.{sol,ts}"],
      ignoreDependencies: ["circom2"],
    },
    // What is bundled of the SDK needs these at run time.
    gateway: {
      entry: ["index.ts", "main.ts", "serve.ts", "settling-process.ts", "verdict-worker.ts"],
      project: ["**/*.{sol,ts}", "!dist/**"],
      ignoreDependencies: [
        "@bitauth/libauth",
        "@noble/ciphers",
        "@noble/hashes",
        "age-encryption",
        "mcl-wasm",
        "poseidon-lite",
      ],
    },
    "packages/contracts": { entry: ["index.ts"], project: ["**/*.{sol,ts}", "!dist/**"] },
    kernel: { entry: ["kernel.as.ts"], project: ["*.{sol,ts}"], ignoreDependencies: ["assemblyscript"] },
    "scripts/api": { ignoreDependencies: ["typedoc"] },
  },
} satisfies KnipConfig;
