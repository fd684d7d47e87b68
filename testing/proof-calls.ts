import { readFileSync } from "node:fs";
import type { Signer } from "ethers";
import { contractProof } from "../circuits/words.js";
import type { Hex } from "../src/protocol/index.js";
import { BandVerifier__factory, RenewalVerifier__factory } from "../typechain-types/index.js";

interface Vectors {
  readonly dossier: Hex;
  readonly bands: readonly { readonly commitment: Hex; readonly mask: number; readonly proof: Hex }[];
  readonly renewals: readonly {
    readonly before: { readonly right: Hex; readonly left: Hex };
    readonly after: { readonly right: Hex; readonly left: Hex };
    readonly proof: Hex;
  }[];
}

/** Deploys the verifiers of proofs, and gives for each a transaction that verifies a published proof. */
export async function proofCalls(signer: Signer) {
  const { dossier, bands, renewals }: Vectors = JSON.parse(readFileSync("docs/vectors/proofs.json", "utf8"));
  const [band, renewal] = [bands[0], renewals[0]];
  if (!band || !renewal) throw new Error("docs/vectors/proofs.json has no proofs");
  const [ofBand, ofRenewal] = [
    await new BandVerifier__factory(signer).deploy(),
    await new RenewalVerifier__factory(signer).deploy(),
  ];
  const eyes = ({ right, left }: { readonly right: Hex; readonly left: Hex }): [Hex, Hex] => [right, left];
  const [before, after] = [eyes(renewal.before), eyes(renewal.after)];
  return {
    contracts: { BandVerifier: ofBand, RenewalVerifier: ofRenewal },
    band: await ofBand.verify.populateTransaction(dossier, 9, band.commitment, band.mask, contractProof(band.proof)),
    renewal: await ofRenewal.verify.populateTransaction(dossier, before, after, contractProof(renewal.proof)),
  };
}
