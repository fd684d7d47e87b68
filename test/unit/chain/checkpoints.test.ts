import { expect } from "chai";
import { verifyTypedData, Wallet } from "ethers";
import { ChainError, type Deployment } from "../../../src/chain/index.js";
import {
  CHECKPOINT_TYPES,
  type CheckpointSigners,
  type CheckpointsFile,
  checkCheckpoints,
  parseCheckpointSigners,
  parseCheckpoints,
  signCheckpoint,
} from "../../../src/evidence.js";
import { DOMAIN_NAMES } from "../../../src/protocol/eip712.js";
import { type Hex, InputError } from "../../../src/protocol/index.js";

const CONTRACTS = ["partyRegistry", "anchorRegistry", "withdrawalRegistry", "settlementRegistry", "stockRegistry"];
const deploymentOf = (chainId: number, byte = "5e") =>
  ({
    chainId,
    contracts: Object.fromEntries(CONTRACTS.map((name) => [name, { address: `0x${byte.repeat(20)}` }])),
  }) as unknown as Deployment;
const deployment = deploymentOf(31337);
const [anne, bruno, chloe, mallory] = ["a1", "b2", "c3", "d4"].map((byte) => new Wallet(`0x${byte.repeat(32)}`)) as [
  Wallet,
  Wallet,
  Wallet,
  Wallet,
];
const accountOf = ({ address }: Wallet) => address.toLowerCase() as Hex;
const hashOf = (byte: string): Hex => `0x${byte.repeat(32)}`;
const trusting = (threshold: number, ...keys: readonly Wallet[]): CheckpointSigners => ({
  format: "clairevoie-checkpoint-signers/1",
  threshold,
  signers: keys.map(accountOf),
});
const signed = (by: Wallet, byte = "11", number = 100, on = deployment) =>
  signCheckpoint(by, on, { number, hash: hashOf(byte) });
const failureOf = (act: () => unknown) => {
  try {
    act();
    return "none";
  } catch (error) {
    return error instanceof ChainError || error instanceof InputError ? error.code : String(error);
  }
};

describe("a checkpoint", () => {
  it("is trusted once as many of the reader's keys signed it as the reader asks for, over all files", async () => {
    const files = [await signed(anne), await signed(bruno), await signed(mallory)];
    const two = trusting(2, anne, bruno, chloe);
    const [one] = checkCheckpoints(files.slice(0, 1), two, deployment);
    expect(one).to.deep.equal({ number: 100, hash: hashOf("11"), signers: [accountOf(anne)], isTrusted: false });
    const [both] = checkCheckpoints(files, two, deployment);
    expect(both?.signers).to.have.members([accountOf(anne), accountOf(bruno)]);
    expect(both?.isTrusted).to.equal(true);
    expect(checkCheckpoints(files, trusting(3, anne, bruno, chloe), deployment)[0]?.isTrusted).to.equal(false);
  });

  it("counts a key once, however often it signed", async () => {
    const file = await signed(anne);
    const [checkpoint] = file.checkpoints;
    const signatures = checkpoint?.signatures ?? [];
    const thrice = { ...file, checkpoints: [{ ...checkpoint, signatures: [...signatures, ...signatures] }] };
    const checked = checkCheckpoints([file, thrice as CheckpointsFile], trusting(2, anne, bruno), deployment);
    expect(checked).to.have.lengthOf(1);
    expect(checked[0]?.isTrusted).to.equal(false);
  });

  it("counts a key that signed two hashes of one number for neither", async () => {
    const files = [await signed(anne), await signed(anne, "22"), await signed(bruno), await signed(chloe)];
    const checked = checkCheckpoints(files, trusting(2, anne, bruno, chloe), deployment);
    expect(checked.map(({ hash, signers, isTrusted }) => [hash, signers.length, isTrusted])).to.deep.equal([
      [hashOf("11"), 2, true],
      [hashOf("22"), 0, false],
    ]);
  });

  it("tells nothing where enough keys vouch for two hashes of one number", async () => {
    const files = [await signed(anne), await signed(bruno, "22")];
    expect(failureOf(() => checkCheckpoints(files, trusting(1, anne, bruno), deployment))).to.equal(
      "checkpoints-contradict",
    );
  });

  it("is good on one chain and one deployment, for one number and one hash", async () => {
    const file = await signed(anne);
    const alone = trusting(1, anne);
    for (const other of [deploymentOf(1), deploymentOf(31337, "77")]) {
      expect(failureOf(() => checkCheckpoints([file], alone, other))).to.equal("checkpoints-of-another-chain");
    }
    const moved = [
      { ...file, chain: { ...file.chain, chainId: 1 } },
      { ...file, chain: { ...file.chain, partyRegistry: `0x${"77".repeat(20)}` as Hex } },
    ] as const;
    const where = [deploymentOf(1), deploymentOf(31337, "77")];
    moved.forEach((one, i) => {
      expect(checkCheckpoints([one], alone, where[i] as Deployment)[0]?.isTrusted).to.equal(false);
    });
    for (const change of [{ number: 101 }, { hash: hashOf("33") }]) {
      const changed = { ...file, checkpoints: file.checkpoints.map((one) => ({ ...one, ...change })) };
      expect(checkCheckpoints([changed], alone, deployment)[0]?.isTrusted).to.equal(false);
    }
  });

  it("is signed as any wallet would: Checkpoint(chainId, number, hash) in the domain of batches", async () => {
    const { checkpoints, chain } = await signed(anne);
    const domain = { ...DOMAIN_NAMES, chainId: 31337, verifyingContract: chain.partyRegistry };
    const value = { chainId: 31337, number: 100, hash: hashOf("11") };
    expect(verifyTypedData(domain, CHECKPOINT_TYPES, value, checkpoints[0]?.signatures[0] ?? "")).to.equal(
      anne.address,
    );
  });

  it("is refused by its field where it is malformed, and so is the reader's list", async () => {
    const file = await signed(anne);
    const [checkpoint] = file.checkpoints;
    const malformed: readonly (readonly [string, () => unknown])[] = [
      ["wrong-version", () => parseCheckpoints({ ...file, format: "clairevoie-checkpoints/2" })],
      ["not-hex", () => parseCheckpoints({ ...file, checkpoints: [{ ...checkpoint, hash: "0x12" }] })],
      ["not-hex", () => parseCheckpoints({ ...file, checkpoints: [{ ...checkpoint, signatures: ["0x"] }] })],
      ["unknown-field", () => parseCheckpoints({ ...file, trusted: true })],
      ["threshold-unreachable", () => parseCheckpointSigners(trusting(3, anne, bruno))],
      ["listed-twice", () => parseCheckpointSigners(trusting(1, anne, anne))],
      ["too-small", () => parseCheckpointSigners({ ...trusting(1, anne), threshold: 0 })],
      ["not-json", () => parseCheckpointSigners("{")],
    ];
    for (const [code, act] of malformed) expect(failureOf(act), code).to.equal(code);
  });
});
