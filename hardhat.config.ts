import { readdirSync } from "node:fs";
import path from "node:path";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";
import type { HardhatPlugin } from "hardhat/types/plugins";
import { NETWORKS } from "./src/chain/networks.js";

const SOLIDITY_TESTS = path.resolve(import.meta.dirname, "contracts/test") + path.sep;

/**
 * Keeps what Solidity tests import out of the contracts: it is compiled with the tests and gets no binding. Tests create the
 * contracts from the bytecode that is deployed (contracts/test/support/Deploying.sol), and are themselves not optimized, which
 * would take three times as long as to compile them.
 */
const testSupport: HardhatPlugin = {
  id: "test-support",
  hookHandlers: {
    config: async () => ({
      default: async () => ({
        resolveUserConfig: async (user, resolveVariable, next) => {
          const resolved = await next(user, resolveVariable);
          for (const { compilers, overrides } of Object.values(resolved.solidity.profiles)) {
            const [compiler] = compilers;
            if (!compiler) continue;
            // One object for all: Hardhat compiles together what has the same.
            const ofTests = { ...compiler, settings: { ...compiler.settings, optimizer: { enabled: false } } };
            for (const name of readdirSync(SOLIDITY_TESTS)) {
              if (name.endsWith(".t.sol")) overrides[`contracts/test/${name}`] = ofTests;
            }
          }
          return resolved;
        },
      }),
    }),
    solidity: async () => ({
      default: async () => ({
        build: async (context, roots, options, next) => {
          const isOurs = (file: string) => options?.scope === "tests" || !file.startsWith(SOLIDITY_TESTS);
          return next(context, roots.filter(isOurs), options);
        },
        // Before the bindings are made of this same list: else their order is that of a folder, and each build changes it.
        processArtifactsAfterSuccessfulBuild: async (_context, artifacts) => void (artifacts as string[]).sort(),
      }),
    }),
  },
};

/** Networks that are reached by `<NAME>_RPC_URL`: from the environment, or from Hardhat's encrypted keystore. */
const REMOTE = [...NETWORKS.values()]
  .filter(({ name }) => name !== "local")
  .map(({ name, chainType, chainId }) => {
    const url = configVariable(`${name.replaceAll(/([A-Z])/g, "_$1").toUpperCase()}_RPC_URL`);
    const accounts = [configVariable("DEPLOYER_PRIVATE_KEY")];
    return [name, { type: "http" as const, chainType, chainId, url, accounts }] as const;
  });

const BUILD = process.env["CLAIREVOIE_BUILD"] ?? ".";

/** Together, and not each file alone: the bytes of a contract depend a little on what is compiled with it. */
const COMPILED = {
  isolated: false,
  compilers: [
    {
      version: "0.8.37",
      // The compiler comes from npm, pinned by the lock file: the same bytes everywhere, and no download.
      path: path.resolve(import.meta.dirname, "node_modules/solc/soljson.js"),
      settings: {
        // What is only instrumented to see its lines covered is not optimized, which takes longer than all its tests.
        optimizer: { enabled: !BUILD.startsWith("coverage"), runs: 10_000 },
        evmVersion: "cancun",
        // A test holds the slots that proofs are asked for to the compiler's own layout.
        outputSelection: { "*": { "*": ["storageLayout"] } },
      },
    },
  ],
};

/** How much is drawn at random: 1 for every change, 3 in the whole gate, more for a night (see testing/effort.ts). */
const effort = Number(process.env["EFFORT"] ?? 1);

export default defineConfig({
  plugins: [testSupport, toolbox],
  solidity: {
    // Ignition and explorers build with the second: it gives the same bytes.
    profiles: { default: COMPILED, production: COMPILED },
    npmFilesToBuild: ["AccessManager", "IAccessManager"].map(
      (name) => `@openzeppelin/contracts/access/manager/${name}.sol`,
    ),
    // The bytecode that is deployed is compiled without the tests.
    splitTestsCompilation: true,
  },
  verify: { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } },
  typechain: { outDir: path.join(BUILD, "typechain-types") },
  paths: {
    // Instrumented bytecode stays out of the way of what tests run beside it (scripts/coverage.ts).
    artifacts: path.join(BUILD, "artifacts"),
    cache: path.join(BUILD, "cache"),
    tests: { mocha: "./test", solidity: "./contracts/test" },
  },
  test: {
    mocha: { parallel: true, jobs: 2, timeout: 300_000 },
    solidity: {
      // Instrumented code costs several times the gas.
      ...(BUILD.startsWith("coverage") ? { blockGasLimit: false, transactionGasCap: false, gasLimit: 2n ** 40n } : {}),
      fuzz: { runs: Math.ceil(43 * effort) },
      invariant: { runs: Math.ceil(2.5 * effort), depth: 64, failOnRevert: true },
      fsPermissions: { readDirectory: [path.resolve(import.meta.dirname, "docs/vectors")] },
    },
  },
  coverage: { skipFiles: ["contracts/test/**"] },
  networks: {
    local: { type: "edr-simulated", chainType: "l1", chainId: 31337 },
    localhost: { type: "http", chainType: "l1", url: process.env["LOCALHOST_RPC_URL"] ?? "http://127.0.0.1:8545" },
    ...Object.fromEntries(REMOTE),
  },
});
