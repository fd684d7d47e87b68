import { AbiCoder, concat, keccak256, solidityPacked, toBeHex } from "ethers";
import { poseidon1 } from "poseidon-lite";
import type { Dossier, EquipmentFile } from "../src/parties/index.js";
import { aspectNumber } from "../src/protocol/aspects.js";
import { fromHex, word } from "../src/protocol/bytes.js";
import {
  type AspectName,
  type AspectValues,
  type BillingLine,
  canonicalPrescription,
  codeSalt,
  codeSecret,
  commit,
  dossierSeed,
  EYES,
  type Eye,
  encodePrescription,
  eyeSalt,
  eyeSecret,
  type Hex,
  ITEMS,
  insurerSalt,
  insurerSecret,
  LENS_TYPES,
  ofEye,
  ofPayer,
  type Prescription,
  payerSalt,
  payerSecret,
  prescriptionSalt,
  type Rank,
  settlerAddress,
  settlerKey,
  ZERO,
} from "../src/protocol/index.js";
import { type Form, hashForms, type Secret, secretBytes, secretText, utf8 } from "./leaks.js";
import { pilotSecret } from "./pilot-hashes.js";

/** What kind of thing a secret is, for readers to say which they may have. */
export type Kind =
  | "siret"
  | "fileReference"
  | "amc"
  | "priorAuthorisation"
  | "share"
  | "billing"
  | "frame"
  | "code"
  | "lens"
  | "prescription"
  | "order"
  | "pilot"
  | "dossierId"
  | "dossierSecret"
  | "insurerSecret"
  | "payerSecret"
  | "codeSecret"
  | "eyeSecret"
  | `salt/${"reference" | "billing" | "frame" | "payer" | "code" | "lens" | "prescription" | "order" | "maker"}`
  | "seed"
  | "settlerKey"
  | "settler"
  | "maker"
  | "makerNamed";

/** A secret of a dossier, and whose it is. */
export interface Kept {
  readonly dossier: Hex;
  readonly kind: Kind;
  readonly eye?: Eye;
  readonly rank?: Rank;
  readonly secret: Secret;
}

type Field = readonly [name: string, type: "string" | "uint8" | "uint16" | "int16" | "uint64", value: string | number];

const bytesOf = (hex: string) => fromHex(hex);
const dioptres = (value: number) => `${value < 0 ? "-" : "+"}${(Math.abs(value) / 100).toFixed(2)}`;

/** Fields as programs would write them together: JSON, joined, packed, ABI, the preimage of EIP-712 without its salt. */
function recordForms(name: string, fields: readonly Field[], members: readonly Field[] = fields): Form[] {
  const types = fields.map(([, type]) => type);
  const values = fields.map(([, , value]) => value);
  const object = Object.fromEntries(fields.map(([field, , value]) => [field, value]));
  const sorted = Object.fromEntries(Object.entries(object).sort());
  const preimage = fields.map(([, type, value]) =>
    type === "string" ? keccak256(utf8(String(value))) : toBeHex(BigInt.asUintN(256, BigInt(value)), 32),
  );
  const written: Form[] = [
    { name: `${name} as JSON`, bytes: utf8(JSON.stringify(object)) },
    { name: `${name} as sorted JSON`, bytes: utf8(JSON.stringify(sorted)) },
    ...["|", ";", ",", ""].map((between) => ({
      name: `${name} joined by "${between}"`,
      bytes: utf8(values.join(between)),
    })),
    { name: `${name} packed`, bytes: bytesOf(solidityPacked(types, values)) },
    { name: `${name} as ABI words`, bytes: bytesOf(AbiCoder.defaultAbiCoder().encode(types, values)) },
  ];
  return [
    ...members.flatMap(([field, , value]) =>
      [":", ": "].map((colon) => ({
        name: `member of ${name}`,
        bytes: utf8(`"${field}"${colon}${JSON.stringify(value)}`),
        isMember: true,
      })),
    ),
    { name: `${name} as EIP-712 members`, bytes: bytesOf(concat(preimage)) },
    ...written,
    ...written.flatMap((form) => hashForms(form.name, form.bytes)),
    ...hashForms(`${name} as EIP-712 members`, bytesOf(concat(preimage))),
  ];
}

function unsalted<A extends AspectName>(aspect: A, value: AspectValues[A]): Form {
  return { name: "commitment under the zero salt", bytes: fromHex(commit(aspect, ZERO, value)) };
}

function lineFields({ item, code, class: basket, priceCents }: BillingLine): Field[] {
  return [
    ["item", "uint8", ITEMS.indexOf(item)],
    ["code", "string", code],
    ["class", "uint8", basket === "A" ? 1 : 2],
    ["priceCents", "uint64", priceCents],
  ];
}

function prescriptionFields(p: Prescription): Field[] {
  return [
    ["sphere", "int16", p.sphere],
    ["cylinder", "int16", p.cylinder],
    ["axis", "uint16", p.axis],
    ["addition", "uint16", p.addition],
    ["prism", "uint16", p.prism],
    ["prismBase", "uint16", p.prismBase],
  ];
}

/** The two spellings of a correction. */
function notations(prescription: Prescription): Prescription[] {
  const plus = canonicalPrescription(prescription);
  if (plus.cylinder === 0) return [plus];
  const axis = plus.axis > 90 ? plus.axis - 90 : plus.axis + 90;
  return [plus, { ...plus, sphere: plus.sphere + plus.cylinder, cylinder: -plus.cylinder, axis }];
}

/** Every spelling of a correction, in both notations. */
export function prescriptionForms(
  aspect: "prescriptionRight" | "prescriptionLeft",
  prescription: Prescription,
): Form[] {
  const packed = encodePrescription(aspectNumber(aspect), canonicalPrescription(prescription));
  const integer = BigInt(`0x${Buffer.from(packed).toString("hex")}`);
  const read = notations(prescription).flatMap((p): Form[] => {
    const [s, c, add] = [dioptres(p.sphere), dioptres(p.cylinder), dioptres(p.addition)];
    // With astigmatism or an addition only: "+0.00" alone says nothing that one could look for.
    const people = p.cylinder === 0 && p.addition === 0 ? [] : [`${s} (${c}) ${p.axis}`, `${s}|${c}|${p.axis}|${add}`];
    return [
      ...recordForms("correction", prescriptionFields(p)),
      { name: "bytes of the correction", bytes: packed.slice(3) },
      ...people.flatMap((text) => [
        { name: "correction as people write it", bytes: utf8(text) },
        ...hashForms("correction as people write it", utf8(text)),
      ]),
    ];
  });
  return [
    { name: "packed prescription", bytes: packed },
    { name: "packed prescription as a word", bytes: word(integer) },
    ...hashForms("packed prescription", packed),
    ...hashForms("packed prescription as a word", word(integer)),
    { name: "Poseidon of the prescription alone", bytes: word(poseidon1([integer])) },
    unsalted(aspect, prescription),
    ...read,
  ];
}

/** Everything of a dossier that someone may not see: its values, and every secret that derives from its own. */
export function secretsOf(name: string, { id, secret }: Dossier, file: EquipmentFile): Kept[] {
  const kept: Kept[] = [];
  const keep = (kind: Kind, what: Secret, whose: { eye?: Eye; rank?: Rank } = {}) =>
    kept.push({
      dossier: id,
      kind,
      ...whose,
      secret: { ...what, what: [`${name}: ${what.what}`, whose.eye, whose.rank].filter(Boolean).join(" ") },
    });
  const keepBytes = (kind: Kind, bytes: Uint8Array | Hex, whose: { eye?: Eye; rank?: Rank } = {}) =>
    keep(kind, secretBytes(kind, typeof bytes === "string" ? fromHex(bytes) : bytes), whose);

  keepBytes("dossierId", id);
  keepBytes("dossierSecret", secret);
  keepBytes("seed", dossierSeed(secret));
  keepBytes("settlerKey", settlerKey(secret));
  keepBytes("settler", settlerAddress(secret));
  const insurer = insurerSecret(secret);
  const codes = codeSecret(secret);
  keepBytes("insurerSecret", insurer);
  keepBytes("codeSecret", codes);
  for (const aspect of ["reference", "billing", "frame"] as const) {
    keepBytes(`salt/${aspect}`, insurerSalt(insurer, aspect));
  }
  for (const rank of [1, 2] as const) {
    keepBytes("payerSecret", payerSecret(secret, rank), { rank });
    keepBytes("salt/payer", payerSalt(payerSecret(secret, rank)), { rank });
  }
  for (const eye of EYES) {
    const opens = eyeSecret(secret, eye);
    keepBytes("eyeSecret", opens, { eye });
    keepBytes("salt/code", codeSalt(codes, eye), { eye });
    keepBytes("salt/lens", eyeSalt(opens, "lens"), { eye });
    keepBytes("salt/order", eyeSalt(opens, "order"), { eye });
    keepBytes("salt/maker", eyeSalt(opens, "maker"), { eye });
    keepBytes("salt/prescription", prescriptionSalt(opens), { eye });
  }

  const { reference, billing, frame, payers, eyes } = file;
  keep("pilot", pilotSecret(file));
  keep("siret", secretText("SIRET", reference.siret));
  keep("fileReference", secretText("file reference", reference.fileReference));
  const referenceFields: Field[] = [
    ["siret", "string", reference.siret],
    ["fileReference", "string", reference.fileReference],
  ];
  keep("fileReference", {
    what: "reference",
    forms: [unsalted("reference", reference), ...recordForms("reference", referenceFields, referenceFields.slice(1))],
  });
  for (const payer of payers ?? []) {
    const { rank } = payer;
    keep("amc", secretText("AMC number", payer.amc), { rank });
    keep("priorAuthorisation", secretText("prior authorisation", payer.priorAuthorisation), { rank });
    const fields: Field[] = [
      ["amc", "string", payer.amc],
      ["priorAuthorisation", "string", payer.priorAuthorisation],
      ["rank", "uint8", rank],
      ["payers", "uint8", payer.payers],
      ["shareCents", "uint64", payer.shareCents],
      ["sharesCents", "uint64", payer.sharesCents],
    ];
    const forms = [unsalted(ofPayer(rank), payer), ...recordForms("share", fields, fields.slice(4, 5))];
    keep("share", { what: "share", forms }, { rank });
  }
  for (const line of billing.lines) {
    const priced = recordForms(
      "code and price",
      lineFields(line).filter(([field]) => field === "code" || field === "priceCents"),
    );
    keep("billing", { what: "billing line", forms: [...recordForms("line", lineFields(line), []), ...priced] });
  }
  keep("billing", {
    what: "billing",
    forms: [
      unsalted("billing", billing),
      ...recordForms("total", [["totalCents", "uint64", billing.totalCents]]),
      { name: "billing as JSON", bytes: utf8(JSON.stringify(billing)) },
      ...hashForms("billing as JSON", utf8(JSON.stringify(billing))),
    ],
  });
  if (frame) {
    keep("frame", secretText("frame reference", frame.frameReference));
    const fields: Field[] = [
      ["frameReference", "string", frame.frameReference],
      ["class", "uint8", frame.class === "A" ? 1 : 2],
    ];
    keep("frame", { what: "frame", forms: [unsalted("frame", frame), ...recordForms("frame", fields, [])] });
  }
  for (const eye of EYES) {
    const lens = eyes[eye];
    if (lens) keepLens(keep, eye, lens);
  }
  return kept;
}

function keepLens(
  keep: (kind: Kind, secret: Secret, whose: { eye: Eye }) => void,
  eye: Eye,
  { code, lens, prescription, orderReference, maker }: NonNullable<EquipmentFile["eyes"][Eye]>,
): void {
  keep("code", secretText("grouped code", code.code), { eye });
  const codeFields: Field[] = [
    ["code", "string", code.code],
    ["class", "uint8", code.class === "A" ? 1 : 2],
  ];
  const codeForms = [unsalted(ofEye("code", eye), code), ...recordForms("code", codeFields, [])];
  keep("code", { what: "code", forms: codeForms }, { eye });
  keep("lens", secretText("EDI code", lens.ediCode), { eye });
  const lensFields: Field[] = [
    ["ediCode", "string", lens.ediCode],
    ["diameterMm", "uint16", lens.diameterMm],
    ["index", "uint16", lens.index],
    ["lensType", "uint8", LENS_TYPES.indexOf(lens.lensType)],
  ];
  const lensForms = [unsalted(ofEye("lens", eye), lens), ...recordForms("lens", lensFields, lensFields.slice(0, 3))];
  keep("lens", { what: "lens", forms: lensForms }, { eye });
  const correction = prescriptionForms(ofEye("prescription", eye), prescription);
  keep("prescription", { what: "prescription", forms: correction }, { eye });
  if (maker !== undefined) {
    const named = unsalted(ofEye("maker", eye), { identifier: maker });
    keep("maker", secretText("maker", maker), { eye });
    keep("makerNamed", { what: "maker", forms: [named] }, { eye });
  }
  if (orderReference === undefined) return;
  keep("order", secretText("order reference", orderReference), { eye });
  const order = unsalted(ofEye("order", eye), { orderReference });
  keep("order", { what: "order", forms: [order] }, { eye });
}
