import { concat, keccak256 } from "ethers";

/** `MerkleProof.processProof` of OpenZeppelin, by ethers alone. */
export function processProof(leaf: string, proof: readonly string[]): string {
  return proof.reduce((node, sibling) => keccak256(concat(node < sibling ? [node, sibling] : [sibling, node])), leaf);
}
