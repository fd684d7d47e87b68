import { ASPECTS, type Certificate, type Hex, hashStatement, type Receipt, ZERO } from "../../src/protocol/index.js";
import type { Chance } from "../../testing/chance.js";
import { type Restating, restated } from "../../testing/statements.js";

type Change = (receipt: Receipt, donor: Receipt, drawing: Chance) => Receipt;

const PARTS = ["statement", "statementProof", "batch", "signature", "anchorProof"] as const;
const ofStatement = (receipt: Receipt, change: Partial<Receipt["statement"]>): Receipt => ({
  ...receipt,
  statement: { ...receipt.statement, ...change },
});

const restatedReceipt = (receipt: Receipt, change: Restating): Receipt => ({
  ...receipt,
  statement: restated(receipt.statement, change),
});

/** What makes of two receipts one that nobody signed. */
const CHANGES: readonly Change[] = [
  (_, donor) => donor,
  (receipt, donor, drawing) => {
    const part = drawing.pick(PARTS);
    return { ...receipt, [part]: donor[part] };
  },
  (receipt, donor) => ({ ...donor, statement: receipt.statement, statementProof: receipt.statementProof }),
  (receipt, donor) => ofStatement(receipt, { dossier: donor.statement.dossier }),
  (receipt, donor) => ofStatement(receipt, { aspects: donor.statement.aspects }),
  (receipt, donor, drawing) => {
    const at = drawing.pick(ASPECTS);
    return restatedReceipt(receipt, { aspects: { [at]: donor.statement.aspects[at] ?? ZERO } });
  },
  (receipt, _, drawing) => ofStatement(receipt, { stage: drawing.whole(0, 4) }),
  (receipt, donor) => ofStatement(receipt, { supersedes: hashStatement(donor.statement), reason: 1 }),
  (receipt) => restatedReceipt(receipt, { supersedes: ZERO, reason: 0 }),
  (receipt, donor) => ({ ...receipt, batch: { ...receipt.batch, key: donor.batch.key } }),
  (receipt, donor) => ({ ...receipt, batch: { ...receipt.batch, root: donor.batch.root } }),
  (receipt) => ({
    ...receipt,
    batch: { ...receipt.batch, root: hashStatement(receipt.statement) },
    statementProof: [],
  }),
  (receipt, _, drawing) => {
    const issuedAt = receipt.batch.issuedAt + drawing.pick([-1, 1, -86_400, 86_400, 172_800]);
    return { ...receipt, batch: { ...receipt.batch, issuedAt } };
  },
  (receipt) => ({ ...receipt, signature: "0x" }),
  (receipt) => ({ ...receipt, anchorProof: receipt.statementProof, statementProof: receipt.anchorProof }),
  // A node of a tree for a leaf of it.
  (receipt) => ({ ...receipt, statementProof: receipt.statementProof.slice(1) }),
  (receipt) => ({ ...receipt, anchorProof: [...receipt.anchorProof, receipt.batch.root as Hex] }),
];

const TOPS = [
  "chain",
  "dossier",
  "optician",
  "payer",
  "openings",
  "makers",
  "grant",
  "receipts",
  "stock",
  "proofs",
] as const;

/** A certificate put together from two: receipts, parts of receipts, or what stands beside them. */
export function spliced(certificate: Certificate, donor: Certificate, drawing: Chance): Certificate {
  const draw = drawing.next();
  if (draw < 0.15) {
    const top = drawing.pick(TOPS);
    const { [top]: _, ...others } = certificate;
    return { ...others, ...(donor[top] !== undefined && { [top]: donor[top] }) } as Certificate;
  }
  if (draw < 0.25) {
    const names = Object.keys({ ...certificate.openings, ...donor.openings }) as (keyof Certificate["openings"])[];
    const salts = [...Object.values(certificate.openings), ...Object.values(donor.openings), certificate.payer.salt];
    const openings = { ...certificate.openings, [drawing.pick(names)]: drawing.pick(salts) };
    return { ...certificate, openings };
  }
  if (draw < 0.32 && certificate.stock) {
    const { right, left } = certificate.stock;
    const stock = drawing.pick([
      { ...(right && { left: right }), ...(left && { right: left }) },
      { ...(right && { right }), ...(right && { left: right }) },
      {},
      donor.stock ?? {},
    ]);
    return { ...certificate, stock };
  }
  const at = drawing.whole(0, certificate.receipts.length - 1);
  const change = drawing.pick(CHANGES);
  const other = drawing.pick(drawing.next() < 0.5 ? certificate.receipts : donor.receipts);
  const receipts = certificate.receipts.map((receipt, i) => (i === at ? change(receipt, other, drawing) : receipt));
  if (drawing.next() < 0.2) receipts.splice(drawing.whole(0, receipts.length), 0, other);
  return { ...certificate, receipts };
}
