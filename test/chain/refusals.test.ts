import { expect } from "chai";
import { AbiCoder, FunctionFragment, Interface, makeError, type ParamType } from "ethers";
import hre from "hardhat";
import { asRefusal, REFUSALS } from "../../src/chain/refusals.js";
import { CATALOGUES, tell } from "../../src/language/index.js";
import type { ClairevoieError } from "../../src/protocol/index.js";
import { aChain } from "../../testing/chain.js";

const CONTRACT = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const known = new Interface(REFUSALS.map((one) => `error ${one}`));

/** Every error that a compiled contract or library of the suite may throw, as Solidity writes it. */
async function compiledErrors(): Promise<Set<string>> {
  const errors = new Set<string>();
  for (const contract of await hre.artifacts.getAllFullyQualifiedNames()) {
    if (contract.startsWith("contracts/test/")) continue;
    new Interface((await hre.artifacts.readArtifact(contract)).abi).forEachError(({ name, inputs }) => {
      errors.add(`${name}(${inputs.map((input) => `${input.type} ${input.name}`).join(", ")})`);
    });
  }
  return errors;
}

/** What ethers throws when a contract refuses. */
const refusedWith = (data: string) =>
  makeError("execution reverted", "CALL_EXCEPTION", {
    ...{ action: "call" as const, data, reason: null, invocation: null, revert: null },
    transaction: { to: CONTRACT, data: "0x" },
  });

const zeroOf = ({ type }: ParamType) =>
  type === "string"
    ? "text"
    : type.startsWith("bytes")
      ? `0x${"00".repeat(Number(type.slice(5)))}`
      : type === "address"
        ? CONTRACT
        : 1;

const toldIn = (language: "en" | "fr", error: ClairevoieError) => tell(error, CATALOGUES[language]);

describe("the errors of the contracts", () => {
  it("are all listed, and nothing else is", async () => {
    expect([...REFUSALS].sort()).to.deep.equal([...(await compiledErrors())].sort());
  });

  it("are all told in words, in both languages, and none as a selector", () => {
    known.forEachError((fragment) => {
      const data = known.encodeErrorResult(fragment, fragment.inputs.map(zeroOf));
      const refused = asRefusal(refusedWith(data), "settling");
      if (fragment.name === "TooLittleGas") return expect(refused.code).to.equal("too-much-gas");
      expect(refused.code).to.equal("contract-refused");
      const name = fragment.name as keyof typeof CATALOGUES.en.refusals;
      for (const language of ["en", "fr"] as const) {
        const told = toldIn(language, refused);
        expect(told).to.contain(`${name}(`).and.contain(CATALOGUES[language].refusals[name]);
        expect(told).not.to.contain(fragment.selector);
      }
      expect(refused.message).to.equal(toldIn("en", refused));
    });
  });

  it("have words that belong to an error of the list, or to Solidity", () => {
    const named = new Set(REFUSALS.map((one) => one.slice(0, one.indexOf("("))));
    expect(Object.keys(CATALOGUES.en.refusals)).to.have.members([...named, "Error", "Panic"]);
  });

  it("are told with times that a person can read, and with the names of the values", () => {
    const data = known.encodeErrorResult("NotReady", [1_767_225_600, 1_767_200_000]);
    const { message } = asRefusal(refusedWith(data), "enrolling-lens-maker");
    expect(message).to.contain("NotReady(readyAt 2026-01-01T00:00:00Z, present 2025-12-31T16:53:20Z)");
    const delays = known.encodeErrorResult("LookBackOutOfRange", [0, 3650 * 86_400]);
    expect(asRefusal(refusedWith(delays), "deploying").message).to.contain("(lookBack 0, most 315360000)");
  });

  it("are told with Solidity's own", () => {
    const text = `0x08c379a0${AbiCoder.defaultAbiCoder().encode(["string"], ["no \u001b[2J"]).slice(2)}`;
    expect(asRefusal(refusedWith(text), "settling").message)
      .to.contain("Error(")
      .and.not.contain("\u001b");
    const panic = `0x4e487b71${AbiCoder.defaultAbiCoder().encode(["uint256"], [17]).slice(2)}`;
    expect(asRefusal(refusedWith(panic), "settling").message).to.contain(CATALOGUES.en.refusals.Panic);
  });

  it("name selector and contract where this version does not know them, or they are cut", () => {
    const cut = known.getError("NotReady")?.selector ?? "";
    for (const data of [`0xdeadbeef${"00".repeat(32)}`, `${cut}00`]) {
      const refused = asRefusal(refusedWith(data), "settling");
      expect(refused.code).to.equal("contract-refused-otherwise");
      for (const language of ["en", "fr"] as const)
        expect(toldIn(language, refused)).to.contain(data.slice(0, 10)).and.contain(CONTRACT);
    }
  });

  it("are found in what another contract passes on: the AccessManager's, called through the registry", async () => {
    const { deployment, suite, account } = await aChain();
    const stranger = await account();
    const { parties } = suite;
    const refused = await parties
      .connect(stranger)
      .announceGuard.staticCall(CONTRACT)
      .catch((error: unknown) => asRefusal(error, "announcing-guard").message);
    expect(refused)
      .to.contain("AccessManagedUnauthorized(caller")
      .and.contain(CATALOGUES.en.refusals.AccessManagedUnauthorized);
    const called = FunctionFragment.from("schedule(address,bytes,uint48)");
    const manager = new Interface([called]);
    const target = deployment.contracts.partyRegistry.address;
    const data = manager.encodeFunctionData(called, [
      target,
      parties.interface.encodeFunctionData("announceGuard", [CONTRACT]),
      0,
    ]);
    const other = await stranger
      .call({ to: deployment.contracts.accessManager.address, data })
      .catch((error: unknown) => asRefusal(error, "announcing-guard").message);
    expect(other)
      .to.contain("AccessManagerUnauthorizedCall(caller")
      .and.contain("sign with the account that holds its role");
  });
});

describe("a failure for want of gas or coin", () => {
  const fromNode = (message: string) =>
    Object.assign(new Error("could not coalesce"), { code: "UNKNOWN_ERROR", error: { code: -32000, message } });
  const codeFor = (message: string) => asRefusal(fromNode(message), "settling").code;

  it("is told as such in the words of every node", () => {
    for (const said of [
      "out of gas",
      "EVM error OutOfGas",
      "gas required exceeds allowance (50000000)",
      "transaction exceeds block gas limit",
    ])
      expect(codeFor(said), said).to.equal("too-much-gas");
    for (const said of ["gas required exceeds allowance (0)", "err: gas required exceeds allowance (20999)"])
      expect(codeFor(said), said).to.equal("cannot-pay");
  });

  it("is not made of a contract's refusal whose words mention gas", () => {
    const data = `0x08c379a0${AbiCoder.defaultAbiCoder().encode(["string"], ["out of gas money"]).slice(2)}`;
    const said = Object.assign(new Error("execution reverted: out of gas money"), { code: 3, data });
    expect(asRefusal(said, "settling").code).to.equal("contract-refused");
    expect(
      asRefusal(Object.assign(new Error("failed"), { code: "UNKNOWN_ERROR", error: said }), "settling").code,
    ).to.equal("contract-refused");
  });
});
