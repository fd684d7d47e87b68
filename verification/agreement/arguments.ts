import { ASPECTS, type Asker, type Evidence, type Policy, reasonBits, ZERO } from "../../src/protocol/index.js";
import { eyeNumber } from "../../src/protocol/stock.js";

// What the Solidity verifier takes, written out here once more: not by the SDK's own call.

export const asDossier = ({ dossier, receipts, stock, makers, grant }: Evidence) => ({
  ...dossier,
  receipts: receipts.map((receipt) => {
    const { statement } = receipt;
    const { supersedes = ZERO, reason = 0, aspects } = statement;
    const words = ASPECTS.map((aspect) => aspects[aspect] ?? ZERO);
    return { ...receipt, statement: { ...statement, supersedes, reason, aspects: words } };
  }),
  stock: stock.map((opening) => ({ ...opening, eye: eyeNumber(opening.eye) })),
  makers: [makers.right, makers.left].map((opening) => opening ?? { salt: ZERO, identifier: "" }),
  grant: grant ?? { insurer: ZERO, round: 0, signature: "0x" },
  proofs: { keys: "", bandRight: NO_PROOF, bandLeft: NO_PROOF, renewal: "0x" },
});
const NO_PROOF = { mask: 0, proof: "0x" };

export const asPolicy = (policy: Policy) => ({
  ...policy,
  reasons: reasonBits(policy),
  requireBand: false,
  requireRenewal: false,
  masks: [0, 0],
  previous: [ZERO, ZERO],
  developmentKeys: 0,
});

export const asAsker = ({ insurer, rank, split }: Asker) => ({
  insurer: insurer ?? ZERO,
  rank: rank ?? 0,
  split: split ?? ZERO,
});
