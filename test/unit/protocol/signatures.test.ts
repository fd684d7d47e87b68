import { expect } from "chai";
import { computeAddress, id, type Signature, SigningKey } from "ethers";
import { type Hex, InputError, normalizeSignature, recoverSigner } from "../../../src/protocol/index.js";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const KEY = new SigningKey(`0x${"5a".repeat(32)}`);
const ACCOUNT = computeAddress(KEY.publicKey).toLowerCase() as Hex;
const hex = (value: bigint) => value.toString(16).padStart(64, "0");

/** What wallets and key services give of one signature. */
function waysToGive({ r, s, yParity, compactSerialized }: Signature): Readonly<Record<string, string>> {
  const plain = `0x${r.slice(2)}${s.slice(2)}`;
  const high = `0x${r.slice(2)}${hex(ORDER - BigInt(s))}`;
  return {
    "v of 27 or 28": `${plain}${yParity === 0 ? "1b" : "1c"}`,
    "v of 0 or 1": `${plain}0${yParity}`,
    "s in the upper half, v of 27 or 28": `${high}${yParity === 0 ? "1c" : "1b"}`,
    "s in the upper half, v of 0 or 1": `${high}0${1 - yParity}`,
    "r and s alone": plain,
    "r and s alone, s in the upper half": high,
    "EIP-2098": compactSerialized,
    "another v": `${plain}ff`,
    "upper case": `0x${plain.slice(2).toUpperCase()}1B`,
  };
}

describe("what a signer gives for a signature", () => {
  it("is taken in the protocol's form whatever way it is given, for any digest", () => {
    const parities = new Set<number>();
    for (let i = 0; i < 20; i++) {
      const digest = id(`digest ${i}`) as Hex;
      const signature = KEY.sign(digest);
      parities.add(signature.yParity);
      for (const [way, given] of Object.entries(waysToGive(signature))) {
        const normalized = normalizeSignature(digest, given, ACCOUNT);
        expect(normalized, way).to.equal(signature.serialized);
        expect(recoverSigner(digest, normalized), way).to.equal(ACCOUNT);
      }
    }
    expect([...parities].sort()).to.deep.equal([0, 1]);
  });

  it("is refused when it is of another key, of another digest, or no signature", () => {
    const digest = `0x${"11".repeat(32)}` as const;
    const { serialized } = KEY.sign(`0x${"22".repeat(32)}`);
    const other = new SigningKey(`0x${"5b".repeat(32)}`).sign(digest).serialized;
    for (const given of [
      serialized,
      other,
      "0x",
      "",
      `0x${"00".repeat(65)}`,
      `0x${"ff".repeat(65)}`,
      `${other}00`,
      "no",
    ]) {
      expect(() => normalizeSignature(digest, given, ACCOUNT), given)
        .to.throw(InputError, ACCOUNT)
        .with.property("code", "signer-of-another-key");
    }
  });
});
