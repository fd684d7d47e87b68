import { expect } from "chai";
import type { JsonRpcApiProvider } from "ethers";
import { type Asks, ChainError, gatherFacts, QuorumReader } from "../../src/chain/index.js";
import { assessReceipts, DEFAULT_POLICY, hashStatement } from "../../src/protocol/index.js";
import { aChain } from "../../testing/chain.js";
import { openStage, type Stage } from "../../testing/stage.js";

/** What becomes of the answer to a call: a lie. */
type Lie = (answer: string, again: (block: string) => Promise<unknown>) => unknown;

const LIES: Readonly<Record<string, Lie>> = {
  "one bit of it": (answer) => `${answer.slice(0, -1)}${answer.endsWith("0") ? "1" : "0"}`,
  "that there is nothing": (answer) => `0x${"0".repeat(answer.length - 2)}`,
  "the state before anything was stated": (_, again) => again("0x9"),
  "no contract": () => "0x",
  "no answer": () => null,
  "a number": () => 5,
};

describe("facts that several nodes agree on", () => {
  let stage: Stage;
  let honest: Asks;
  before(async () => {
    stage = await openStage();
    const provider = stage.chain.suite.provider as JsonRpcApiProvider;
    honest = { ask: (method, params) => provider.send(method, [...params]) };
  });

  const lying = (lie: Lie): Asks => ({
    ask: async (method, params) => {
      const answer = await honest.ask(method, params);
      if (method !== "eth_call") return answer;
      return lie(String(answer), (block) => honest.ask(method, [params[0], block]));
    },
  });

  /** The codes that are found when these nodes are asked, after the invoice was withdrawn. */
  async function found(nodes: Readonly<Record<string, Asks>>, atLeast: number) {
    const witnesses = Object.entries(nodes).map(([name, node]) => ({ name, node }));
    const reader = new QuorumReader(witnesses, atLeast);
    const facts = await gatherFacts({ ...stage.chain.suite, reader }, stage.evidence(stage.receipts));
    const { findings } = assessReceipts(stage.evidence(stage.receipts), facts, DEFAULT_POLICY, { rank: 1 });
    return { codes: findings.map(({ code }) => code), dissenters: reader.dissenters };
  }

  const afterWithdrawal = <A>(act: () => Promise<A>): Promise<A> =>
    stage.undone(async () => {
      const { store, chain, statements } = stage;
      const [invoice] = statements.slice(3);
      if (!invoice) throw new Error("the dossier has an invoice");
      await (
        await chain.suite.withdrawals.connect(store.signer).withdraw(store.party, hashStatement(invoice), 1)
      ).wait();
      return act();
    });

  it("are the truth, and the liar is named, whatever it answers", async () => {
    await afterWithdrawal(async () => {
      for (const [name, lie] of Object.entries(LIES)) {
        const { codes, dissenters } = await found({ a: honest, liar: lying(lie), b: honest }, 2);
        expect(codes, name).to.include("withdrawn");
        // Who answers what is no answer at all is not counted; who says otherwise is named.
        if (name !== "no answer" && name !== "a number") expect(dissenters, name).to.deep.equal(["liar"]);
      }
    });
  });

  it("are none when one of two lies, and none of a node that is on another chain", async () => {
    const { suite, advance } = await aChain();
    await advance(1_000);
    const elsewhere: Asks = {
      ask: (method, params) => (suite.provider as JsonRpcApiProvider).send(method, [...params]),
    };
    await afterWithdrawal(async () => {
      const { codes, dissenters } = await found({ a: honest, elsewhere, b: honest }, 2);
      expect([codes.includes("withdrawn"), dissenters]).to.deep.equal([true, ["elsewhere"]]);
      for (const liar of [...Object.values(LIES).map(lying), elsewhere]) {
        const failure = await found({ a: honest, liar }, 2).catch((error: unknown) => error);
        expect(failure).to.be.instanceOf(ChainError);
      }
    });
  });
});
