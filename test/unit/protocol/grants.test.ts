import { expect } from "chai";
import { Signature, Wallet } from "ethers";
import { toHex } from "../../../src/protocol/bytes.js";
import { DOMAIN_NAMES } from "../../../src/protocol/eip712.js";
import { isGranted } from "../../../src/protocol/grants.js";
import {
  dossierId,
  dossierSeed,
  GRANT_TYPES,
  grantCall,
  type Hex,
  hashDossier,
  settlerAddress,
  settlerKey,
  signGrant,
} from "../../../src/protocol/index.js";
import { chance } from "../../../testing/chance.js";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const domain = { chainId: 31337, verifyingContract: `0x${"5e".repeat(20)}` as Hex };

/** A grant and the secret of its dossier, drawn. */
function drawn(seed: number) {
  const { bytes, pick, whole } = chance(`grant ${seed}`);
  const grant = {
    insurer: toHex(bytes("insurer")),
    tag: toHex(bytes("tag")),
    rank: pick([1, 2] as const),
    round: whole(0, 2 ** 32 - 1),
  };
  return { secret: bytes("secret"), grant };
}
const SEEDS = Array.from({ length: 40 }, (_, i) => i);

describe("grants", () => {
  it("are signed by the settler that the dossier's id commits to, as any wallet signs them", async () => {
    for (const seed of SEEDS) {
      const { secret, grant } = drawn(seed);
      const wallet = new Wallet(toHex(settlerKey(secret)));
      const settler = settlerAddress(secret);
      expect(wallet.address.toLowerCase()).to.equal(settler);
      expect(hashDossier({ seed: dossierSeed(secret), settler })).to.equal(dossierId(secret));
      const signature = signGrant(settlerKey(secret), domain, grant);
      const typed = { ...DOMAIN_NAMES, ...domain };
      expect(signature).to.equal(await wallet.signTypedData(typed, GRANT_TYPES, { ...grant, settler }));
      expect(isGranted(domain, { ...grant, settler }, signature)).to.equal(true);
    }
  });

  it("let nobody settle what was not granted", () => {
    for (const seed of SEEDS) {
      const { secret, grant } = drawn(seed);
      const { grant: other } = drawn(seed + 1);
      const settler = settlerAddress(secret);
      const signature = signGrant(settlerKey(secret), domain, grant);
      for (const field of ["insurer", "tag", "rank", "round"] as const) {
        const changed = { ...grant, settler, [field]: other[field] };
        expect(isGranted(domain, changed, signature)).to.equal(other[field] === grant[field]);
      }
      const another = settlerAddress(secret.map((byte) => byte ^ 1));
      expect(isGranted(domain, { ...grant, settler: another }, signature)).to.equal(false);
      expect(isGranted({ ...domain, chainId: 1 }, { ...grant, settler }, signature)).to.equal(false);
      const elsewhere = { ...domain, verifyingContract: `0x${"5f".repeat(20)}` as Hex };
      expect(isGranted(elsewhere, { ...grant, settler }, signature)).to.equal(false);
    }
  });

  it("have one signature only: neither the other half of s nor another recovery byte is taken", () => {
    const secret = new Uint8Array(32).fill(7);
    const settler = settlerAddress(secret);
    const grant = { insurer: toHex(secret), tag: toHex(secret), rank: 1, round: 0 } as const;
    const signature = signGrant(settlerKey(secret), domain, grant);
    const { r, s, v } = Signature.from(signature);
    const high = (ORDER - BigInt(s)).toString(16).padStart(64, "0");
    const flipped = v === 27 ? "1c" : "1b";
    for (const other of [flipped, (v - 27).toString(16).padStart(2, "0")]) {
      expect(isGranted(domain, { ...grant, settler }, `${r}${high}${other}` as Hex)).to.equal(false);
      expect(isGranted(domain, { ...grant, settler }, `${r}${s.slice(2)}${other}` as Hex)).to.equal(false);
    }
    const nobody = { ...grant, settler: `0x${"00".repeat(20)}` as Hex };
    expect(isGranted(domain, nobody, `0x${"00".repeat(64)}1b`)).to.equal(false);
  });

  it("go to the registry in two halves", () => {
    for (const seed of SEEDS) {
      const { secret, grant } = drawn(seed);
      const { insurer: _, ...call } = { ...grant, settler: settlerAddress(secret) };
      const signature = signGrant(settlerKey(secret), domain, grant);
      const { r, yParityAndS } = Signature.from(signature);
      expect(grantCall(call, signature)).to.deep.equal({ ...call, r, vs: yParityAndS });
    }
  });
});
