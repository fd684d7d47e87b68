import { expect } from "chai";
import { type JsonRpcProvider, Wallet } from "ethers";
import { ChainError, type Suite, suiteOf, transact } from "../../src/chain/index.js";
import { Optician } from "../../src/parties/index.js";

import { type RunningNode, startNode } from "../support/node.js";
import { makeWorld, OPERATIONS, providerTo, type World } from "./operations.js";

const ROOT = `0x${"77".repeat(32)}`;
const anchor = OPERATIONS["anchor"] as (typeof OPERATIONS)[string];

async function failureOf(act: Promise<unknown>): Promise<ChainError> {
  const failure = await act.then(
    () => expect.fail("it was done"),
    (error: unknown) => error,
  );
  expect(failure).to.be.instanceOf(ChainError);
  return failure as ChainError;
}

describe("what a chain does to a transaction", function () {
  this.timeout(60_000);
  let node: RunningNode;
  let world: World;
  let provider: JsonRpcProvider;
  let signer: Wallet;
  let suite: Suite;
  let snapshot: unknown;

  const run = () => anchor.run(world, provider, node.url, new Map());
  const anchored = async () => Number(await anchor.effect?.(world, provider));
  const anchorRoot = (patienceMs?: number) =>
    transact(suite.anchors, "anchoring", () => suite.anchors.anchor(ROOT), patienceMs);
  before(async () => {
    node = await startNode();
    world = await makeWorld(node.url);
    provider = providerTo(node.url);
    signer = new Wallet(world.keys.optician, provider);
    suite = suiteOf(world.deployment, signer);
  });
  after(async () => {
    provider.destroy();
    await node.stop();
  });
  beforeEach(async () => {
    snapshot = await provider.send("evm_snapshot", []);
  });
  afterEach(async () => {
    await provider.send("evm_setAutomine", [true]);
    await provider.send("evm_revert", [snapshot]);
  });

  it("anchors again what a reorganisation took out of the chain, once", async () => {
    const known = await anchored();
    const before = await provider.send("evm_snapshot", []);
    await run();
    expect(await anchored()).to.equal(known + 1);
    await provider.send("evm_revert", [before]);
    expect(await anchored()).to.equal(known);
    await run();
    await run();
    expect(await anchored()).to.equal(known + 1);
  });

  it("goes on where a nonce was left out, once the gap is closed", async () => {
    const nonce = await provider.getTransactionCount(signer.address);
    const later = await signer.sendTransaction({ to: signer.address, nonce: nonce + 1 });
    const known = await anchored();
    await run();
    expect((await later.wait())?.status).to.equal(1);
    expect(await anchored()).to.equal(known + 1);
  });

  it("says that a transaction waits when fees have risen, and does not wait for ever", async () => {
    await provider.send("evm_setAutomine", [false]);
    const failure = await failureOf(anchorRoot(300));
    expect(failure.message).to.match(/^anchoring: the transaction 0x[0-9a-f]{64} waits to be mined; raise its fee/);
    await provider.send("evm_mine", []);
    expect(await suite.anchors.anchoredAt(ROOT)).to.not.equal(0n);
  });

  it("says that an account cannot pay, and does the work once it can", async () => {
    const known = await anchored();
    await provider.send("anvil_setBalance", [signer.address, "0x0"]);
    expect((await failureOf(run())).message).to.contain("cannot pay for the transaction");
    await provider.send("anvil_setBalance", [signer.address, "0xde0b6b3a7640000"]);
    await run();
    expect(await anchored()).to.equal(known + 1);
  });

  it("seals by the clock it is given, so that a wrong clock can be corrected", async () => {
    const optician = await Optician.connect({
      deployment: world.deployment,
      signer,
      identity: world.identities.optician,
    });
    const statement = world.certificate.receipts[0]?.statement;
    if (!statement) expect.fail("no statement");
    const sealed = await optician.seal([statement], 1_790_000_000);
    expect(sealed.batch.issuedAt).to.equal(1_790_000_000);
  });
});
