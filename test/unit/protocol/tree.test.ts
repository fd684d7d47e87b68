import { expect } from "chai";
import { keccak256, toBeHex } from "ethers";
import { type Hex, makeTree, proofOf, rootOf } from "../../../src/protocol/index.js";
import { processProof } from "../../../testing/merkle-proof.js";

const leaves = (count: number) => Array.from({ length: count }, (_, i) => keccak256(toBeHex(i, 96)) as Hex);

describe("trees", () => {
  for (const count of [1, 2, 3, 5, 8, 13, 100]) {
    it(`lead every leaf of ${count} to the root, as OpenZeppelin's MerkleProof goes`, () => {
      const all = leaves(count);
      const tree = makeTree(all);
      all.forEach((leaf, i) => {
        const proof = proofOf(tree, i);
        expect(rootOf(leaf, proof)).to.equal(tree.root);
        expect(processProof(leaf, proof)).to.equal(tree.root);
      });
    });
  }

  it("are their leaf when there is one", () => {
    const [leaf = "0x"] = leaves(1);
    expect(makeTree([leaf]).root).to.equal(leaf);
  });

  it("lead a leaf that is not theirs elsewhere", () => {
    const tree = makeTree(leaves(8));
    expect(rootOf(keccak256("0x00") as Hex, proofOf(tree, 3))).not.to.equal(tree.root);
  });
});
