import { text } from "node:stream/consumers";
import * as z from "zod";
import {
  bytes32,
  EYES,
  InputError,
  ofEye,
  type Proofs,
  parseCertificate,
  prescriptionSchema,
  read,
} from "../src/protocol/index.js";
import { parseJson } from "../src/protocol/json.js";
import { DEVELOPMENT_KEYS } from "../src/zk/index.js";
import { artefactsOf } from "./artefacts.js";
import { proveCategory, proveRenewal } from "./prove.js";

/**
 * Adds proofs to a certificate: reads one JSON object from standard input, so that no prescription is in a command line, and writes the
 * certificate. `before` are the openings of the equipment before, for a renewal.
 */
const openings = z.strictObject({
  right: z.strictObject({ prescription: prescriptionSchema, salt: bytes32 }).optional(),
  left: z.strictObject({ prescription: prescriptionSchema, salt: bytes32 }).optional(),
});
const inputSchema = z.strictObject({ certificate: z.unknown(), openings, before: openings.optional() });

try {
  const input = read(inputSchema, parseJson(await text(process.stdin), "input"), "input");
  const certificate = parseCertificate(input.certificate);
  const dossier = certificate.receipts[0]?.statement.dossier ?? "0x";
  const proofs: { -readonly [P in keyof Proofs]: Proofs[P] } = { keys: DEVELOPMENT_KEYS.id };
  for (const eye of EYES) {
    const opening = input.openings[eye];
    if (opening) proofs[ofEye("category", eye)] = await proveCategory(artefactsOf("category"), dossier, eye, opening);
  }
  if (input.before) {
    proofs.renewal = await proveRenewal(artefactsOf("renewal"), dossier, input.before, input.openings);
  }
  process.stdout.write(`${JSON.stringify({ ...certificate, proofs }, null, 2)}\n`, () => process.exit(0));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message); // Names the field, never its value.
  process.exit(2);
}
