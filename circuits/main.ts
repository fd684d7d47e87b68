import { text } from "node:stream/consumers";
import * as z from "zod";
import { orderedAt } from "../src/protocol/demands.js";
import {
  bytes32,
  codeSchema,
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
import { proveBandOfCode, proveRenewal } from "./prove.js";

/**
 * Adds proofs to a certificate: reads one JSON object from standard input, so that no prescription is in a command line, and writes the
 * certificate. A power band is proven of each lens that has a code and was made for the dossier. `before` are the openings of
 * the equipment before, for a renewal.
 */
const opening = z.strictObject({ prescription: prescriptionSchema, salt: bytes32, code: codeSchema.optional() });
const openings = z.strictObject({ right: opening.optional(), left: opening.optional() });
const inputSchema = z.strictObject({ certificate: z.unknown(), openings, before: openings.optional() });

try {
  const input = read(inputSchema, parseJson(await text(process.stdin), "input"), "input");
  const certificate = parseCertificate(input.certificate);
  const dossier = certificate.receipts[0]?.statement.dossier ?? "0x";
  const at = orderedAt(certificate.receipts);
  const proofs: { -readonly [P in keyof Proofs]: Proofs[P] } = { keys: DEVELOPMENT_KEYS.id };
  for (const eye of EYES) {
    const ofLens = input.openings[eye];
    if (!ofLens?.code || certificate.stock?.[eye]) continue;
    proofs[ofEye("band", eye)] = await proveBandOfCode(artefactsOf("band"), dossier, eye, ofLens, ofLens.code, at);
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
