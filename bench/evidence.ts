import { gzipSync } from "node:zlib";
import type { JsonRpcApiProvider } from "ethers";
import { runDemo } from "../scenarios/demo/run.js";
import { cutEvidence, type EvidenceFile, evidenceFacts, makeEvidence } from "../src/evidence.js";
import { evidenceOf } from "../src/protocol/index.js";
import { readOptions } from "../testing/script-options.js";

/** Measures evidence files: of one certificate, of all, and of one that is cut out. */
const values = readOptions({
  dossiers: { type: "string", default: "1000" },
  help: { type: "boolean", default: false },
});
if (values.help) {
  console.log(`npm run bench:evidence -- [--dossiers 1000] [--help]

Plays that many dossiers, and measures the evidence of their certificates: bytes, bytes compressed, seconds to make and to read.`);
  process.exit(0);
}
const { judged, world } = await runDemo(
  { dossiers: Number(values.dossiers), seed: "evidence" },
  { step: () => undefined },
);
const { deployment, suite } = world;
const provider = suite.provider as JsonRpcApiProvider;
const node = { ask: (method: string, params: readonly unknown[]) => provider.send(method, [...params]) };
const dossiers = judged.map(({ certificate }) => evidenceOf(certificate));

async function timed<T>(act: () => Promise<T>): Promise<readonly [T, number]> {
  const start = performance.now();
  const made = await act();
  return [made, Math.round(performance.now() - start) / 1000];
}

function tell(what: string, file: EvidenceFile, seconds: number): void {
  const text = JSON.stringify(file);
  const parts = `${file.nodes.length} nodes, ${file.leaves.length} leaves`;
  console.log(`${what}: ${text.length} bytes, ${gzipSync(text).length} compressed, ${parts}, made in ${seconds} s`);
}

for (const settlements of [false, true]) {
  const content = { deployment, settlements };
  const which = settlements ? "with settlements" : "without settlements";
  const [{ file, blockHash }, seconds] = await timed(() => makeEvidence(node, dossiers, "latest", content));
  tell(`${dossiers.length} certificates, ${which}`, file, seconds);
  const [, reading] = await timed(() => evidenceFacts(file, dossiers, { ...content, blockHash }));
  console.log(`  read in ${reading} s`);
  const [one, cutting] = await timed(() => cutEvidence(file, dossiers.slice(0, 1), content));
  tell(`1 certificate cut out, ${which}`, one, cutting);
}
