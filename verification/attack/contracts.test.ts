import { expect } from "chai";
import { type Hex, hashStatement } from "../../src/protocol/index.js";
import { openStage } from "../../testing/stage.js";
import { attackIntegrityOnChain, attackTimeOnChain, attackWithdrawalsOnChain } from "./contracts.js";

const STATEMENT: Hex = `0x${"5a".repeat(32)}`;

describe("the attackers of the contracts", () => {
  for (const [what, attack, rounds] of [
    ["state in another's name", attackIntegrityOnChain, 36],
    ["back-date", attackTimeOnChain, 24],
    ["withdraw for another, or hide a withdrawal", attackWithdrawalsOnChain, 30],
  ] as const) {
    it(`never ${what}`, async () => {
      for (let round = 0; round < rounds; round++) {
        expect(await attack("test", round), `round ${round}`).to.deep.equal({ attempts: 1, successes: 0 });
      }
    });
  }

  it("would be seen to succeed: who is entitled is let do the same", async () => {
    const { chain, store, thief, statements, receipts, conform, anchored, undone } = await openStage();
    const { suite } = chain;
    const { parties, withdrawals } = suite;
    const domain = {
      name: "Clairevoie",
      version: "1",
      chainId: suite.reference.chainId,
      verifyingContract: suite.reference.withdrawalRegistry,
    };
    const types = ["party bytes32", "statement bytes32", "reason uint8", "signer address", "deadline uint256"].map(
      (field) => {
        const [name = "", type = ""] = field.split(" ");
        return { name, type };
      },
    );
    const signer = await store.signer.getAddress();
    const said = { party: store.party, statement: STATEMENT, reason: 1, signer, deadline: 2n ** 64n };
    const signature = await store.signer.signTypedData(domain, { Withdrawal: types }, said);
    await withdrawals
      .connect(thief)
      .withdrawFor.staticCall(store.party, STATEMENT, 1, store.signer, said.deadline, signature);
    await withdrawals.connect(store.signer).withdraw.staticCall(store.party, STATEMENT, 1);
    await parties.connect(store.signer).revokeKey.staticCall(store.signer);
    await parties.connect(chain.funder).suspend.staticCall(store.party);
    await undone(async () => {
      const again = await anchored(store.signer, statements.slice(3));
      expect(await conform([...receipts.slice(0, 3), ...again])).to.equal(true);
      await (
        await withdrawals.connect(store.signer).withdraw(store.party, hashStatement(statements[3] as never), 1)
      ).wait();
      expect(await conform(receipts)).to.equal(false);
    });
    expect(await conform(receipts)).to.equal(true);
  });
});
