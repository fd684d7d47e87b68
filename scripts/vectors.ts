import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Wallet } from "ethers";
import { boxOf, eraseToken } from "../src/gateway/index.js";
import { aspectNumber, canonicalLines, canonicalTreatments } from "../src/protocol/aspects.js";
import { toHex } from "../src/protocol/bytes.js";
import {
  ASPECTS,
  type AspectName,
  type AspectValues,
  BATCH_TYPES,
  type Billing,
  batchDigest,
  canonicalPrescription,
  claimSecret,
  claimTicket,
  codeSalt,
  codeSecret,
  commit,
  dossierId,
  dossierSeed,
  EYES,
  encodePrescription,
  eyeSalt,
  eyeSecret,
  FINDINGS,
  GRANT_TYPES,
  grantDigest,
  type Hex,
  hashStatement,
  insurerSalt,
  insurerSecret,
  type Lens,
  makeStatement,
  makeTree,
  orderTicket,
  type Prescription,
  partyId,
  payerSalt,
  payerSecret,
  prescriptionSalt,
  proofOf,
  settlementSplit,
  settlementTag,
  settlerAddress,
  settlerKey,
  stockMarker,
  stockNullifier,
  stockTag,
  stockTicket,
  stockUnit,
  ZERO,
} from "../src/protocol/index.js";

/**
 * Writes the test vectors of docs/protocol.md, or with `--check` fails when the committed ones are not what the code gives.
 * Their correctness is another matter: test/unit/protocol/vectors.test.ts and contracts/test/Vectors.t.sol compute them anew by
 * other means.
 */
const secret = Uint8Array.from({ length: 32 }, (_, i) => i);

const derivation = {
  dossierSecret: toHex(secret),
  dossierSeed: dossierSeed(secret),
  settlerKey: toHex(settlerKey(secret)),
  settler: settlerAddress(secret),
  dossierId: dossierId(secret),
  insurerSecret: toHex(insurerSecret(secret)),
  payerSecret1: toHex(payerSecret(secret, 1)),
  payerSecret2: toHex(payerSecret(secret, 2)),
  claimSecret1: toHex(claimSecret(secret, 1)),
  claimSecret2: toHex(claimSecret(secret, 2)),
  codeSecret: toHex(codeSecret(secret)),
  eyeSecretRight: toHex(eyeSecret(secret, "right")),
  eyeSecretLeft: toHex(eyeSecret(secret, "left")),
};

const insurer = insurerSecret(secret);
const salts: Record<AspectName, Hex> = {
  reference: insurerSalt(insurer, "reference"),
  payerFirst: payerSalt(payerSecret(secret, 1)),
  payerSecond: payerSalt(payerSecret(secret, 2)),
  billing: insurerSalt(insurer, "billing"),
  frame: insurerSalt(insurer, "frame"),
  codeRight: codeSalt(codeSecret(secret), "right"),
  codeLeft: codeSalt(codeSecret(secret), "left"),
  lensRight: eyeSalt(eyeSecret(secret, "right"), "lens"),
  lensLeft: eyeSalt(eyeSecret(secret, "left"), "lens"),
  prescriptionRight: prescriptionSalt(eyeSecret(secret, "right")),
  prescriptionLeft: prescriptionSalt(eyeSecret(secret, "left")),
  orderRight: eyeSalt(eyeSecret(secret, "right"), "order"),
  orderLeft: eyeSalt(eyeSecret(secret, "left"), "order"),
  makerRight: eyeSalt(eyeSecret(secret, "right"), "maker"),
  makerLeft: eyeSalt(eyeSecret(secret, "left"), "maker"),
};

const billing: Billing = {
  lines: [
    { item: "rightLens", code: "VP2", class: "B", priceCents: 21_000 },
    { item: "leftLens", code: "VP2", class: "B", priceCents: 20_500 },
    { item: "frame", code: "MB1", class: "B", priceCents: 12_000 },
    { item: "extras", code: "SUP1", class: "B", priceCents: 0 },
  ],
  totalCents: 53_500,
};
const lens: Lens = {
  ediCode: "EDI-1600-A",
  diameterMm: 65,
  index: 1600,
  treatments: ["DUR", "AR"],
  lensType: "progressive",
};
const right: Prescription = {
  lensType: "progressive",
  sphere: -200,
  cylinder: -100,
  axis: 20,
  addition: 200,
  prism: 150,
  prismBase: 270,
};
const left: Prescription = { ...right, sphere: 125, cylinder: 0, axis: 45, prism: 0, prismBase: 90 };

const values: AspectValues = {
  reference: { siret: "12345678200010", fileReference: "D-2026-000123" },
  payerFirst: {
    amc: "12345678",
    priorAuthorisation: "PEC-99",
    rank: 1,
    payers: 2,
    shareCents: 30_000,
    sharesCents: 40_000,
  },
  payerSecond: {
    amc: "87654321",
    priorAuthorisation: "",
    rank: 2,
    payers: 2,
    shareCents: 10_000,
    sharesCents: 40_000,
  },
  billing,
  frame: { frameReference: "FR-778", class: "B" },
  codeRight: { code: "VP2", class: "B" },
  codeLeft: { code: "VP2", class: "B" },
  lensRight: lens,
  lensLeft: { ...lens, treatments: [] },
  prescriptionRight: right,
  prescriptionLeft: left,
  orderRight: { orderReference: "CMD-2026-0001" },
  orderLeft: { orderReference: "CMD-2026-0002" },
  makerRight: { identifier: "111222337" },
  makerLeft: { identifier: "FR-MF-000012345" },
};

const commitments = Object.fromEntries(
  Object.entries(values).map(([aspect, value]) => [
    aspect,
    commit(aspect as AspectName, salts[aspect as AspectName], value as never),
  ]),
) as Record<AspectName, Hex>;

const invoiced: AspectName[] = [
  "reference",
  "payerFirst",
  "payerSecond",
  "billing",
  "frame",
  "codeRight",
  "codeLeft",
  "lensRight",
  "lensLeft",
];
const quoted: AspectName[] = ["reference", "billing", "frame", "codeRight", "codeLeft", "lensRight", "lensLeft"];
const pick = (names: AspectName[]) => Object.fromEntries(names.map((name) => [name, commitments[name]]));
const quote = makeStatement(derivation.dossierId, "quote", pick([...quoted, "prescriptionRight", "prescriptionLeft"]));
const invoice = makeStatement(derivation.dossierId, "invoice", pick(invoiced), {
  supersedes: hashStatement(quote),
  reason: "clerical-error",
});
const split = settlementSplit(salts.billing, 30_000, 12_000);
const ordered: AspectName[] = ["codeRight", "lensRight", "prescriptionRight", "orderRight", "makerRight"];
const statements = [
  quote,
  invoice,
  makeStatement(derivation.dossierId, "invoice", pick(invoiced)),
  makeStatement(derivation.dossierId, "order", pick(ordered)),
  makeStatement(derivation.dossierId, "shipment", pick(ordered), {
    supersedes: hashStatement(quote),
    reason: "substitution",
  }),
];
const hashes = statements.map(hashStatement);
const tree = makeTree(hashes);

/** The key is published, so it must never be used: it is here that a signature can be checked by anyone. */
const wallet = new Wallet(`0x${"11".repeat(32)}`);
const domain = { chainId: 1, verifyingContract: `0x${"22".repeat(20)}` as Hex };
const batch = { key: wallet.address.toLowerCase() as Hex, root: tree.root, issuedAt: 1_790_000_000 };
const digest = batchDigest(domain, batch);
const signature = await wallet.signTypedData({ name: "Clairevoie", version: "1", ...domain }, BATCH_TYPES, batch);

const settler = new Wallet(derivation.settlerKey);
const grant = {
  insurer: partyId(`0x${"33".repeat(32)}`, "insurer", "12345678"),
  tag: settlementTag(derivation.dossierId, hashes[1] as Hex, split),
  rank: 1,
  settler: derivation.settler,
  round: 2,
} as const;
const granted = await settler.signTypedData({ name: "Clairevoie", version: "1", ...domain }, GRANT_TYPES, grant);

const unitSecret = Uint8Array.from({ length: 24 }, (_, i) => 100 + i);
const nullifier = stockNullifier(unitSecret);

const partySalt = `0x${"33".repeat(32)}` as Hex;

const files: Record<string, unknown> = {
  "derivation.json": { ...derivation, salts },
  "aspects.json": Object.entries(values).map(([aspect, value]) => ({
    aspect,
    number: aspectNumber(aspect as AspectName),
    salt: salts[aspect as AspectName],
    value,
    ...(aspect === "billing" && { canonicalLines: canonicalLines(billing.lines) }),
    ...(aspect === "lensRight" && { canonicalTreatments: canonicalTreatments(lens.treatments) }),
    ...(aspect.startsWith("prescription") && {
      canonical: canonicalPrescription(value as Prescription),
      encoded: toHex(
        encodePrescription(aspectNumber(aspect as AspectName), canonicalPrescription(value as Prescription)),
      ),
    }),
    commitment: commitments[aspect as AspectName],
  })),
  "statements.json": statements.map((statement, i) => ({
    statement,
    // As they are hashed: by number, zero where nothing is stated.
    words: ASPECTS.map((aspect) => statement.aspects[aspect] ?? ZERO),
    hash: hashes[i],
  })),
  "tree.json": { leaves: hashes, root: tree.root, proofs: hashes.map((_, i) => proofOf(tree, i)) },
  "batch.json": { domain, batch, digest, signature },
  "parties.json": [
    { role: "optician", salt: partySalt, identifier: "12345678200010" },
    { role: "lens-maker", salt: ZERO, identifier: "111222337" },
    { role: "lens-maker", salt: ZERO, identifier: "FR-MF-000012345" },
    { role: "insurer", salt: partySalt, identifier: "12345678" },
  ].map((party) => ({ ...party, id: partyId(party.salt, party.role as "optician", party.identifier) })),
  "tickets.json": {
    orderBoth: orderTicket(secret, EYES),
    orderRight: orderTicket(secret, ["right"]),
    orderLeft: orderTicket(secret, ["left"]),
    claimFirst: claimTicket(secret, 1),
    claimSecond: claimTicket(secret, 2),
    stock: stockTicket(unitSecret),
  },
  "boxes.json": (["delivery", "claim"] as const).flatMap((kind) =>
    [0, 15].map((number) => {
      const held = kind === "claim" ? claimSecret(secret, 1) : eyeSecret(secret, "right");
      const { index, key } = boxOf(held, kind, number);
      return {
        kind,
        number,
        secret: toHex(held),
        index,
        contentKey: toHex(key),
        eraseToken: eraseToken(secret, index),
      };
    }),
  ),
  "settlement.json": {
    dossier: derivation.dossierId,
    invoice: hashes[1],
    salt: salts.billing,
    first: 30_000,
    second: 12_000,
    split,
    tag: grant.tag,
    domain,
    grant,
    digest: grantDigest(domain, grant),
    signature: granted,
  },
  "stock.json": {
    unitSecret: toHex(unitSecret),
    nullifier,
    salts: {
      codeRight: codeSalt(unitSecret, "right"),
      codeLeft: codeSalt(unitSecret, "left"),
      lens: eyeSalt(unitSecret, "lens"),
      order: eyeSalt(unitSecret, "order"),
      maker: eyeSalt(unitSecret, "maker"),
      prescription: prescriptionSalt(unitSecret),
    },
    store: partyId(partySalt, "optician", "12345678200010"),
    unit: stockUnit(nullifier, partyId(partySalt, "optician", "12345678200010")),
    marker: stockMarker(nullifier),
    dossier: derivation.dossierId,
    tagRight: stockTag(derivation.dossierId, nullifier, "right"),
    tagLeft: stockTag(derivation.dossierId, nullifier, "left"),
  },
  "findings.json": Object.entries(FINDINGS).map(([code, { number, severity }]) => ({ number, code, severity })),
};

/** Spellings that are easy to get wrong: each must give the commitment of its canonical form. */
const edges: readonly [AspectName, string, unknown][] = [
  ["prescriptionRight", "the axis turns past 180", { ...right, axis: 150, prism: 0, prismBase: 0 }],
  ["prescriptionRight", "axis 0 with a cylinder is 180", { ...right, cylinder: 75, axis: 0 }],
  ["prescriptionLeft", "a prism's base at 360 is 0", { ...right, prismBase: 360 }],
  ["prescriptionLeft", "the least sphere", { ...right, sphere: -4000, cylinder: 1500, axis: 180 }],
  [
    "prescriptionLeft",
    "unifocal, plano",
    { lensType: "unifocal", sphere: 0, cylinder: 0, axis: 0, addition: 0, prism: 0, prismBase: 0 },
  ],
  [
    "billing",
    "lines out of order, two of extras",
    {
      lines: [
        { item: "extras", code: "SUP2", class: "B", priceCents: 500 },
        { item: "frame", code: "MA1", class: "A", priceCents: 3_000 },
        { item: "extras", code: "SUP1", class: "B", priceCents: 700 },
        { item: "leftLens", code: "VFA1", class: "A", priceCents: 4_150 },
      ],
      totalCents: 8_350,
    },
  ],
  ["lensRight", "a treatment twice, out of order", { ...lens, treatments: ["PHO", "AR", "PHO", "DUR"] }],
];
files["edges.json"] = edges.map(([aspect, why, value]) => ({
  aspect,
  number: aspectNumber(aspect),
  why,
  salt: salts[aspect],
  value,
  ...(aspect === "billing" && { canonicalLines: canonicalLines((value as Billing).lines) }),
  ...(aspect === "lensRight" && { canonicalTreatments: canonicalTreatments((value as Lens).treatments) }),
  ...(aspect.startsWith("prescription") && {
    canonical: canonicalPrescription(value as Prescription),
    encoded: toHex(encodePrescription(aspectNumber(aspect), canonicalPrescription(value as Prescription))),
  }),
  commitment: commit(aspect, salts[aspect], value as never),
}));

/** Seven leaves: at two levels one is left over, and rises as it is. */
const seven = Array.from({ length: 7 }, (_, i) => stockMarker(toHex(new Uint8Array(32).fill(i + 1))));
const tall = makeTree(seven);
files["tree-of-seven.json"] = { leaves: seven, root: tall.root, proofs: seven.map((_, i) => proofOf(tall, i)) };

const folder = "docs/vectors";
mkdirSync(folder, { recursive: true });
const stale: string[] = [];
for (const [name, content] of Object.entries(files)) {
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (!process.argv.includes("--check")) writeFileSync(`${folder}/${name}`, text);
  else if (readFileSync(`${folder}/${name}`, "utf8") !== text) stale.push(name);
}
if (stale.length > 0) {
  console.error(`stale vectors: ${stale.join(", ")}; if the change of format is meant, run tsx scripts/vectors.ts`);
  process.exit(1);
}
console.log(`vectors: ${Object.keys(files).length} files`);
