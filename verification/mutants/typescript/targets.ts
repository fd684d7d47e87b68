import { readdirSync } from "node:fs";
import path from "node:path";

const TREE = ["test/unit/compatibility/fixtures.test.ts", "verification/attack/attackers.test.ts"];

/** The sources that a verdict, a secret or a payment rests on, and the tests that have to notice when one is wrong. */
const TARGETS: readonly (readonly [files: RegExp, tests: readonly string[]])[] = [
  [/^src\/protocol\/(?:json|schema)\.ts$/, ["test/unit/protocol/input.test.ts", ...TREE]],
  [/^src\/protocol\/tickets\.ts$/, ["test/unit/protocol/tickets.test.ts"]],
  [/^src\/protocol\/(?:rules\/)?stock\.ts$/, ["test/chain/parties/stock.test.ts", ...TREE]],
  [
    /^src\/protocol\/(?:predicates|rules\/proofs)\.ts$/,
    ["test/unit/zk/judge.test.ts", "test/unit/fast/proofs.test.ts"],
  ],
  [
    /^src\/protocol\/(?:rules\/|assess|batches|certificate|claim|conformity|derivation|keys|policy|statements|tree)/,
    ["test/unit/protocol/standing.test.ts", "test/unit/protocol/claim.test.ts", ...TREE],
  ],
  [/^src\/protocol\/groth16\.ts$/, ["test/unit/zk/groth16.test.ts"]],
  [/^src\/zk\/pairing\.ts$/, ["test/unit/zk/groth16.test.ts", "test/unit/fast/proofs.test.ts"]],
  [/^src\/zk\/verifier\.ts$/, ["test/unit/zk/judge.test.ts", "test/unit/fast/proofs.test.ts"]],
  [/^src\/fast\/accept\.ts$/, ["test/unit/fast/accept.test.ts", "test/unit/fast/proofs.test.ts"]],
  [/^src\/fast\/(?:assessor|signers)\.ts$/, ["test/unit/fast/assessor.test.ts"]],
  [/^src\/vault\/journal\.ts$/, ["test/unit/vault/journal.test.ts"]],
  [/^src\/vault\/keystore\.ts$/, ["test/unit/vault/keys.test.ts"]],
  [/^src\/vault\/(?:dossiers|header|lock|records|vault)\.ts$/, ["test/unit/vault/vault.test.ts"]],
  [/^src\/chain\/quorum\.ts$/, ["test/chain/quorum.test.ts"]],
  [/^src\/chain\/proving\//, ["test/chain/proving.test.ts"]],
  [/^src\/chain\/local-index\//, ["test/chain/indexing.test.ts"]],
  [/^src\/chain\/(?:checking|deployment)\.ts$/, ["test/chain/deploy/deploy.test.ts"]],
  [/^src\/parties\/(?:insurer|lens-maker)\.ts$/, ["test/chain/parties/life.test.ts"]],
  [/^src\/cli\/.*trust\.ts$/, ["test/cli/trust.test.ts"]],
];

/** The tests that watch over a file. */
export const testsOf = (file: string): readonly string[] => TARGETS.find(([files]) => files.test(file))?.[1] ?? [];

/** Every file that is attacked. */
export const sourceFiles = (): readonly string[] =>
  readdirSync("src", { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join("src", name.split(path.sep).join("/")))
    .filter((name) => name.endsWith(".ts") && testsOf(name).length > 0)
    .sort();
