import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { Interface } from "ethers";
import { GATEWAY_ABI } from "../../gateway/contracts.js";
import type { GatewayStatus } from "../../src/gateway/index.js";
import { GatewayGround } from "../../testing/gateway-ground.js";

describe("a gateway on a chain", () => {
  let ground: GatewayGround;

  before(async () => {
    execFileSync(process.execPath, ["--import", "tsx/esm", "gateway/build.ts"]);
    ground = await GatewayGround.open();
  });
  after(() => ground.close());

  it("calls the contracts by their own interface", () => {
    const own = new Interface(GATEWAY_ABI);
    const { anchors, parties, withdrawals, stock } = ground.suite;
    const contracts = [anchors, parties, withdrawals, stock].map((one) => one.interface as Interface);
    own.forEachFunction(({ name, selector, outputs }) => {
      const found = contracts.flatMap((one) => one.getFunction(selector) ?? []);
      expect(found, name).to.have.length(1);
      expect(outputs.map((one) => one.format()).join(), name).to.equal(
        found[0]?.outputs.map((one) => one.format()).join(),
      );
    });
  });

  it("anchors for a store without ether, and ends with 0 on SIGTERM (rule 13)", async () => {
    await ground.start();
    const { digest, answer } = await ground.post();
    expect(answer?.state).to.equal("received");
    await ground.untilFinal([digest]);
    const state = await ground.stateOf(digest);
    if (state?.state !== "final") throw new Error(`it is ${state?.state}`);
    expect(Number(await ground.suite.anchors.anchoredAt(state.root))).to.equal(state.time);
    const status = (await (await fetch(`${ground.url}/v1/status`)).json()) as GatewayStatus;
    expect([status.ready, status.gateway]).to.deep.equal([true, ground.account.toLowerCase()]);
    expect(await ground.stop("SIGTERM")).to.equal(0);
    expect(await ground.faults()).to.deep.equal([]);
  });
});
