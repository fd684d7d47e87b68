import path from "node:path";
import {
  type Artifact,
  EdrContext,
  FsAccessPermission,
  L1_CHAIN_TYPE,
  l1GenesisState,
  l1HardforkFromString,
  l1SolidityTestRunnerFactory,
  OSAKA,
  type SolidityTestRunnerConfigArgs,
  TestStatus,
} from "@nomicfoundation/edr";
import { config } from "hardhat";

/** How hard tests try: a quick look kills nearly all, and only what it leaves is worth all that the gate does. */
export type Effort = "quick" | "whole";

/**
 * A contract of tests, and what must be known beside it: the other contracts of its file, because what an invariant run calls is
 * recognised by its code, and the contracts that it creates.
 */
export interface Suite {
  readonly artifact: Artifact;
  readonly beside: readonly Artifact[];
}

/**
 * Enough for every test as it stands; a mutant that never ends is out of gas after it. Each step of a test that failed is kept
 * in memory, several times: two thousand million of gas took more than 24 GB.
 */
const GAS = 100_000_000n;

const { fuzz, invariant } = config.test.solidity.profiles["default"] ?? {};
const EFFORTS: Readonly<Record<Effort, Partial<SolidityTestRunnerConfigArgs>>> = {
  quick: { fuzz: { ...fuzz, runs: 4 }, testPattern: "^test" },
  whole: { fuzz: { ...fuzz }, invariant: { ...invariant } },
};

let context: Promise<EdrContext> | undefined;

async function startContext(): Promise<EdrContext> {
  const started = new EdrContext();
  await started.registerSolidityTestRunnerFactory(L1_CHAIN_TYPE, l1SolidityTestRunnerFactory());
  return started;
}

/** The names of the tests of a suite that fail; of some tests only, when their names are given. */
export async function failuresOf(
  { artifact, beside }: Suite,
  effort: Effort,
  only?: readonly string[],
): Promise<readonly string[]> {
  context ??= startContext();
  const settings: SolidityTestRunnerConfigArgs = {
    projectRoot: process.cwd(),
    hardfork: OSAKA,
    localPredeploys: l1GenesisState(l1HardforkFromString(OSAKA)),
    gasLimit: GAS,
    disableBlockGasLimit: true,
    disableTransactionGasCap: true,
    fsPermissions: [{ access: FsAccessPermission.ReadDirectory, path: path.resolve("docs/vectors") }],
    ...EFFORTS[effort],
    ...(only ? { testPattern: `^(?:${only.join("|")})\\(` } : {}),
  };
  const runner = await context;
  // The results may come after the end of the run is told: they are waited for.
  return new Promise((resolve, reject) => {
    runner
      .runSolidityTests(L1_CHAIN_TYPE, [artifact, ...beside], [artifact.id], settings, {}, ({ testResults }) => {
        resolve(testResults.filter(({ status }) => status === TestStatus.Failure).map(({ name }) => name));
      })
      .catch(reject);
  });
}
