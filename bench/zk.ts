import { statSync } from "node:fs";
import { network } from "hardhat";
import { artefactsOf } from "../circuits/artefacts.js";
import { commitmentOf, commitmentsOf, type EyeOpenings, type Opening } from "../circuits/inputs.js";
import { proveBand, proveRenewal } from "../circuits/prove.js";
import type { Obligation } from "../src/protocol/groth16.js";
import type { Hex } from "../src/protocol/index.js";
import { bandInputs, renewalInputs } from "../src/protocol/predicates.js";
import { DEVELOPMENT_KEYS, makeProofVerifier, verifyBand, verifyRenewal } from "../src/zk/index.js";
import { startPairing } from "../src/zk/pairing.js";
import { proofCalls } from "../testing/proof-calls.js";
import { readOptions } from "../testing/script-options.js";

/** Measures proofs against their bars, medians. With `--json` one object on standard output. Fails when a bar is passed. */
const values = readOptions({ json: { type: "boolean", default: false }, help: { type: "boolean", default: false } });
if (values.help) {
  console.log(`npm run bench:zk -- [--json] [--help]

Makes and verifies proofs of power bands and of early renewal, and measures medians, gas and bytes. Fails when one is over its bar.
--json  one JSON object on standard output`);
  process.exit(0);
}
const TOGETHER = 400;
const DOSSIER: Hex = `0x${"d1".repeat(32)}`;

async function median(times: number, act: () => unknown): Promise<number> {
  await act(); // What is made ready once is not counted.
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await act();
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b)[times >> 1] ?? 0;
}

const opening = (byte: string, sphere: number): Opening => ({
  prescription: { lensType: "unifocal", sphere, cylinder: -100, axis: 20, addition: 0, prism: 0, prismBase: 0 },
  salt: `0x00${byte.repeat(31)}`,
});
const lens = opening("01", -625);
/** V02. */
const MASK = 0b1111000;
const before: EyeOpenings = { right: opening("02", -200), left: opening("03", -300) };
const after: EyeOpenings = { right: opening("04", -225), left: opening("05", -325) };
const band = await proveBand(artefactsOf("band"), DOSSIER, "right", lens, MASK);
const renewal = await proveRenewal(artefactsOf("renewal"), DOSSIER, before, after);
const stated = { dossier: DOSSIER, eye: "right", commitment: commitmentOf("right", lens) } as const;
const changed = { dossier: DOSSIER, before: commitmentsOf(before), after: commitmentsOf(after) };

const verifier = await makeProofVerifier();
const pairing = await startPairing();
/** As an audit verifies the proofs of a block of certificates. */
const together = Array.from(
  { length: TOGETHER },
  (_, i): Obligation =>
    i % 2 === 0
      ? [DEVELOPMENT_KEYS.band, bandInputs({ ...stated, ...band }), band.proof]
      : [DEVELOPMENT_KEYS.renewal, renewalInputs(changed), renewal.proof],
);

const { ethers } = await network.create("local");
const [signer] = await ethers.getSigners();
if (!signer) throw new Error("the simulated chain has no account");
const calls = await proofCalls(signer);
const gas = async (call: { to?: string; data?: string }) => Number(await signer.estimateGas(call));
const bytes = (file: unknown) => statSync(String(file)).size;
const artefacts = [artefactsOf("band"), artefactsOf("renewal")].flatMap(({ program, key }) => [program, key]);

/** What, how much, and the most that it may be. What falls back on noble, and each of many proofs together, have no bar. */
const figures: readonly (readonly [name: string, figure: number, bar?: number])[] = [
  ["bandProofMs", await median(9, () => proveBand(artefactsOf("band"), DOSSIER, "right", lens, MASK)), 1_500],
  ["renewalProofMs", await median(9, () => proveRenewal(artefactsOf("renewal"), DOSSIER, before, after)), 3_000],
  [
    "bandVerifyMs",
    await median(51, () => verifier.verifyBand(DEVELOPMENT_KEYS, { ...stated, ...band }, band.proof)),
    25,
  ],
  ["renewalVerifyMs", await median(51, () => verifier.verifyRenewal(DEVELOPMENT_KEYS, changed, renewal.proof)), 25],
  ["bandPlainVerifyMs", await median(51, () => verifyBand(DEVELOPMENT_KEYS, { ...stated, ...band }, band.proof))],
  ["renewalPlainVerifyMs", await median(51, () => verifyRenewal(DEVELOPMENT_KEYS, changed, renewal.proof))],
  ["verifyTogetherMs", (await median(5, () => pairing.verifyProofs(together))) / TOGETHER],
  ["bandGas", await gas(calls.band), 350_000],
  ["renewalGas", await gas(calls.renewal), 350_000],
  ["bandProofBytes", JSON.stringify({ bandRight: band }).length, 1_000],
  ["renewalProofBytes", JSON.stringify({ renewal }).length, 1_000],
  ["artefactBytes", artefacts.reduce((sum, file) => sum + bytes(file), 0), 10_000_000],
];
if (values.json) {
  const measured = figures.map(([name, figure, bar]) => [name, { median: Math.round(figure * 10) / 10, bar }]);
  console.log(JSON.stringify({ engine: verifier.engine, ...Object.fromEntries(measured) }));
} else {
  console.log(`verified by ${verifier.engine}; plain: noble`);
  for (const [name, figure, bar] of figures) {
    console.log(`${name.padEnd(22)} ${figure.toFixed(1)}${bar === undefined ? "" : ` (at most ${bar})`}`);
  }
}
process.exit(figures.some(([, figure, bar = Number.POSITIVE_INFINITY]) => figure > bar) ? 1 : 0); // snarkjs leaves threads.
