import { inspect } from "node:util";
import { expect } from "chai";
import { Wallet } from "ethers";
import { Insurer, LensMaker, Optician } from "../../src/parties/index.js";
import { walletOf } from "../../src/vault/keystore.js";
import { aChain, aParty } from "../../testing/chain.js";
import { AMC, MAKER, STORE } from "../../testing/dossiers.js";

/** JSON of what may refer to itself, as providers do. */
function asJson(value: unknown): string {
  const seen = new Set<unknown>();
  const once = (_: string, inner: unknown) => {
    if (typeof inner === "bigint") return inner.toString();
    if (typeof inner !== "object" || inner === null) return inner;
    if (seen.has(inner)) return "[seen]";
    seen.add(inner);
    return inner;
  };
  return JSON.stringify({ value }, once);
}

/** Ways in which a program prints what it holds by accident. */
const WAYS: readonly (readonly [way: string, print: (value: object) => string])[] = [
  ["inspect", (value) => inspect(value)],
  ["inspect of everything", (value) => inspect(value, { showHidden: true, depth: 6, getters: true })],
  ["a template", (value) => `${value}`],
  ["JSON.stringify", asJson],
  ["the cause of an error", (value) => inspect(new Error("it failed", { cause: value }))],
  ["copying", (value) => inspect({ ...value }, { depth: 6 })],
];

describe("a party's program, printed by accident", () => {
  it("shows neither the salt of its party nor its key", async () => {
    const chain = await aChain();
    const { deployment } = chain;
    const [store, maker, payer] = [
      await aParty(chain, "optician", STORE),
      await aParty(chain, "lens-maker", MAKER),
      await aParty(chain, "insurer", AMC),
    ];
    const programs = [
      [store, await Optician.connect({ deployment, signer: store.signer, identity: store.identity })],
      [maker, await LensMaker.connect({ deployment, signer: maker.signer, identity: maker.identity })],
      [payer, await Insurer.connect({ deployment, signer: payer.signer, identity: payer.identity })],
    ] as const;
    for (const [{ identity }, program] of programs) {
      for (const [way, print] of WAYS) {
        expect(print(program), `${program.constructor.name}, ${way}`)
          .to.not.be.empty.and.not.contain(identity.salt.slice(2))
          .and.not.contain(identity.identifier);
      }
    }
  });

  it("shows no key of a wallet that was read from a keystore or a variable", () => {
    const { privateKey } = Wallet.createRandom();
    const wallet = walletOf(privateKey, "key");
    for (const [way, print] of WAYS) {
      // With getters called, the wallet gives its key: that is what its getter is for.
      const gives = way === "inspect of everything";
      expect(print(wallet).includes(privateKey.slice(2)), way).to.equal(gives);
    }
  });

  it("would show it if it were a plain member", () => {
    const shown = WAYS.filter(([, print]) => print({ salt: "5a17" }).includes("5a17")).map(([way]) => way);
    expect(shown).to.deep.equal(WAYS.map(([way]) => way).filter((way) => way !== "a template"));
  });
});
