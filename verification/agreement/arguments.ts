import { ASPECTS, type Asker, type Evidence, type Policy, reasonBits, ZERO } from "../../src/protocol/index.js";
import { eyeNumber } from "../../src/protocol/stock.js";
import { IConformityVerifier__factory } from "../../typechain-types/factories/contracts/interfaces/IConformityVerifier__factory.js";
import type { Found, Weight } from "../oracle/receipts.js";

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

const SEVERITIES: readonly Weight[] = ["info", "review", "not-verifiable", "pending", "blocking"];
const VERIFIER = IConformityVerifier__factory.createInterface();

/** What it answered, as the oracle writes findings. */
export function foundBy(answer: string): Found[] {
  const [findings] = VERIFIER.decodeFunctionResult("assess", answer);
  return (findings as readonly { [K in keyof Found]: bigint | string }[]).map((found) => ({
    code: Number(found.code),
    severity: SEVERITIES[Number(found.severity)] as Weight,
    stage: Number(found.stage),
    aspect: Number(found.aspect),
    subject: String(found.subject),
    until: Number(found.until),
  }));
}
