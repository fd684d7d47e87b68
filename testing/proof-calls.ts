import { readFileSync } from "node:fs";
import type { Signer } from "ethers";
import { contractProof } from "../circuits/words.js";
import type { Hex } from "../src/protocol/index.js";
import { CategoryVerifier__factory, RenewalVerifier__factory } from "../typechain-types/index.js";

interface Vectors {
  readonly dossier: Hex;
  readonly categories: readonly { readonly commitment: Hex; readonly proof: Hex }[];
  readonly renewals: readonly {
    readonly before: { readonly right: Hex; readonly left: Hex };
    readonly after: { readonly right: Hex; readonly left: Hex };
    readonly proof: Hex;
  }[];
}

/** Deploys the verifiers of proofs, and gives for each a transaction that verifies a published proof. */
export async function proofCalls(signer: Signer) {
  const { dossier, categories, renewals }: Vectors = JSON.parse(readFileSync("docs/vectors/proofs.json", "utf8"));
  const [category, renewal] = [categories[0], renewals[0]];
  if (!category || !renewal) throw new Error("docs/vectors/proofs.json has no proofs");
  const [ofCategory, ofRenewal] = [
    await new CategoryVerifier__factory(signer).deploy(),
    await new RenewalVerifier__factory(signer).deploy(),
  ];
  const eyes = ({ right, left }: { readonly right: Hex; readonly left: Hex }): [Hex, Hex] => [right, left];
  const [before, after] = [eyes(renewal.before), eyes(renewal.after)];
  return {
    contracts: { CategoryVerifier: ofCategory, RenewalVerifier: ofRenewal },
    category: await ofCategory.verify.populateTransaction(
      dossier,
      9,
      category.commitment,
      1,
      contractProof(category.proof),
    ),
    renewal: await ofRenewal.verify.populateTransaction(dossier, before, after, contractProof(renewal.proof)),
  };
}
