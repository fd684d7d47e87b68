import { expect } from "chai";
import { HDNodeWallet, JsonRpcProvider, NonceManager, Signature, type Signer, Wallet } from "ethers";
import { suiteOf } from "../../../src/chain/index.js";
import { anchorBatches, earliestReceipts, sealStatements } from "../../../src/parties/index.js";
import { batchDigest, type Hex, type Receipt, recoverSigner } from "../../../src/protocol/index.js";
import { DEPLOYER, liveDossier } from "../../../testing/live-dossier.js";
import { type RunningNode, startNode } from "../../../testing/node.js";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

describe("signers and anchors that are not as ours", () => {
  let node: RunningNode;
  let suite: ReturnType<typeof suiteOf>;
  let receipts: readonly Receipt[];

  before(async () => {
    node = await startNode();
    const { deployment, certificate } = await liveDossier(node.url);
    const provider = new JsonRpcProvider(node.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
    suite = suiteOf(deployment, new NonceManager(new Wallet(DEPLOYER, provider)));
    receipts = certificate.receipts;
  });
  after(() => node.stop());

  it("seals a batch with a signer that gives v of 0 or 1 and s in the upper half", async () => {
    const key = HDNodeWallet.createRandom();
    const signer: Pick<Signer, "getAddress" | "signTypedData"> = {
      getAddress: () => key.getAddress(),
      signTypedData: async (...typed) => {
        const { r, s, yParity } = Signature.from(await key.signTypedData(...typed));
        return `${r}${(ORDER - BigInt(s)).toString(16).padStart(64, "0")}0${1 - yParity}`;
      },
    };
    const { batch, signature } = await sealStatements(suite, signer, [statementOf(receipts)]);
    const { chainId, partyRegistry } = suite.reference;
    expect(recoverSigner(batchDigest({ chainId, verifyingContract: partyRegistry }, batch), signature)).to.equal(
      key.address.toLowerCase(),
    );
  });

  it("seals nothing with a signer that signs by another key than it names", async () => {
    const [named, other] = [HDNodeWallet.createRandom(), HDNodeWallet.createRandom()];
    const signer: Pick<Signer, "getAddress" | "signTypedData"> = {
      getAddress: () => named.getAddress(),
      signTypedData: (...typed) => other.signTypedData(...typed),
    };
    const sealing = sealStatements(suite, signer, [statementOf(receipts)]).catch((error: unknown) => error);
    expect(await sealing).to.include({ code: "signer-of-another-key" });
  });

  it("takes of several receipts of a statement the one that was anchored first, whatever their order", async () => {
    const [quote] = receipts;
    if (!quote) throw new Error("no receipt");
    const { batch, signature, statement } = quote;
    const sealed = { batch, signature, statements: [statement] };
    const beside = await sealStatements(suite, HDNodeWallet.createRandom(), [statementOf(receipts)]);
    const { receipts: later } = await anchorBatches(suite, [sealed, beside]);
    const [again] = later.flat();
    if (!again) throw new Error("nothing was anchored");
    expect(again.anchorProof).not.to.deep.equal(quote.anchorProof);
    const never: Receipt = { ...quote, anchorProof: [`0x${"ab".repeat(32)}` as Hex] };
    for (const given of [
      [again, quote, never],
      [quote, again],
      [never, again, quote],
    ]) {
      expect(await earliestReceipts(suite, given)).to.deep.equal([quote]);
    }
    expect(await earliestReceipts(suite, receipts)).to.deep.equal(receipts);
  });
});

const statementOf = ([first]: readonly Receipt[]) => {
  if (!first) throw new Error("no receipt");
  return first.statement;
};
