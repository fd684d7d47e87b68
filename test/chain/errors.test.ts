import { expect } from "chai";
import { AbiCoder, type JsonRpcApiProvider, makeError } from "ethers";
import { assessOnChain, type Suite } from "../../src/chain/index.js";
import { DEFAULT_POLICY, type Evidence, ZERO } from "../../src/protocol/index.js";
import { aChain } from "../../testing/chain.js";
import { BandVerifier__factory, RenewalVerifier__factory } from "../../typechain-types/index.js";

/** A dossier of which nothing was stated. */
const NOTHING: Evidence = {
  dossier: { seed: ZERO, settler: "0x0000000000000000000000000000000000000001" },
  receipts: [],
  stock: [],
  makers: {},
};

/** The verifier, its calls made through something else. */
function calling(suite: Suite, call: (data: string) => Promise<string>): Suite {
  const provider = new Proxy(suite.provider, {
    get: (target, name) => {
      if (name === "call") return ({ data }: { data: string }) => call(data);
      const own = Reflect.get(target, name);
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
  return { ...suite, verifier: suite.verifier.connect(provider) as Suite["verifier"] };
}

describe("a verdict of the chain that no gas is left for", () => {
  const asked = (suite: Suite) =>
    assessOnChain(suite, NOTHING, DEFAULT_POLICY, { rank: 1 }).then(
      () => "answered",
      (error: unknown) => String(error),
    );
  const remedy = "takes more gas than this node grants a call; ask one that grants more (geth: --rpc.gascap)";

  it("is told from a refusal, as the node says it", async () => {
    const { suite } = await aChain();
    expect(await asked(suite)).to.equal("answered");
    const node = suite.provider as JsonRpcApiProvider;
    const to = await suite.verifier.getAddress();
    const short = calling(suite, (data) => node.send("eth_call", [{ to, data, gas: "0x9600" }, "latest"]));
    expect(await asked(short)).to.contain(remedy);
  });

  it("is told as the verifiers of proofs say it, who call no proof false that they could not compute", async () => {
    const { suite } = await aChain();
    for (const { abi } of [BandVerifier__factory, RenewalVerifier__factory]) {
      expect(abi.some((one) => "name" in one && one.name === "TooLittleGas")).to.equal(true);
    }
    const selector = BandVerifier__factory.createInterface().getError("TooLittleGas")?.selector ?? "";
    const data = selector + AbiCoder.defaultAbiCoder().encode(["uint256"], [1]).slice(2);
    const told = { action: "call" as const, data, reason: null, transaction: { to: null, data: "0x" } };
    const short = calling(suite, () =>
      Promise.reject(makeError("reverted", "CALL_EXCEPTION", { ...told, invocation: null, revert: null })),
    );
    expect(await asked(short)).to.contain(remedy);
  });
});
