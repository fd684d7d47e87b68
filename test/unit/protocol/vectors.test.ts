import { hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { TypedDataEncoder, toBeHex, verifyTypedData, Wallet, ZeroHash } from "ethers";

/** Every vector computed anew by other means than `src/protocol`: Node's HKDF, ethers' EIP-712 encoder. */
const vectors = (name: string) => JSON.parse(readFileSync(`docs/vectors/${name}.json`, "utf8"));

const bytes = (hex: string) => Buffer.from(hex.slice(2), "hex");
const derive = (secret: string, label: string, length: number) =>
  `0x${Buffer.from(hkdfSync("sha256", bytes(secret), Buffer.alloc(0), `clairevoie/1/${label}`, length)).toString("hex")}`;
const hashStruct = (types: Record<string, { name: string; type: string }[]>, primary: string, value: unknown) =>
  TypedDataEncoder.hashStruct(primary, types, value as Record<string, unknown>);

/** `uint8 aspect,bytes32 salt` as ethers wants the members of a type. */
const members = (text: string) =>
  text.split(",").map((member) => {
    const [type = "", name = ""] = member.split(" ");
    return { type, name };
  });
const TYPES = {
  Reference: members("uint8 aspect,bytes32 salt,string siret,string fileReference"),
  Payer: members(
    "uint8 aspect,bytes32 salt,string amc,string priorAuthorisation,uint8 rank,uint8 payers,uint64 shareCents,uint64 sharesCents",
  ),
  Billing: members("uint8 aspect,bytes32 salt,BillingLine[] lines,uint64 totalCents"),
  BillingLine: members("uint8 item,string code,uint8 class,uint64 priceCents"),
  Frame: members("uint8 aspect,bytes32 salt,string frameReference,uint8 class"),
  Code: members("uint8 aspect,bytes32 salt,string code,uint8 class"),
  Lens: members(
    "uint8 aspect,bytes32 salt,string ediCode,uint16 diameterMm,uint16 index,string[] treatments,uint8 lensType",
  ),
  Order: members("uint8 aspect,bytes32 salt,string orderReference"),
  Maker: members("uint8 aspect,bytes32 salt,string identifier"),
};
const CLASSES: Record<string, number> = { A: 1, B: 2 };
const ITEMS = ["rightLens", "leftLens", "frame", "extras"];
const LENS_TYPES = ["unifocal", "multifocal", "progressive"];

describe("test vectors", () => {
  it("derive every secret and salt as RFC 5869 does", () => {
    const { salts, dossierSecret, ...derived } = vectors("derivation");
    const curve = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const settlerKey = toBeHex(1n + (BigInt(derive(dossierSecret, "settler-key", 48)) % (curve - 1n)), 32);
    expect(derived).to.deep.equal({
      dossierSeed: derive(dossierSecret, "dossier-seed", 32),
      settlerKey,
      settler: new Wallet(settlerKey).address.toLowerCase(),
      dossierId: hashStruct({ Dossier: members("bytes32 seed,address settler") }, "Dossier", {
        seed: derive(dossierSecret, "dossier-seed", 32),
        settler: new Wallet(settlerKey).address,
      }),
      insurerSecret: derive(dossierSecret, "insurer-secret", 24),
      payerSecret1: derive(dossierSecret, "payer-secret/1", 24),
      payerSecret2: derive(dossierSecret, "payer-secret/2", 24),
      claimSecret1: derive(dossierSecret, "claim-secret/1", 24),
      claimSecret2: derive(dossierSecret, "claim-secret/2", 24),
      codeSecret: derive(dossierSecret, "code-secret", 24),
      eyeSecretRight: derive(dossierSecret, "eye-secret/right", 24),
      eyeSecretLeft: derive(dossierSecret, "eye-secret/left", 24),
    });
    const order = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
    const scalar = (secret: string) =>
      `0x${(BigInt(derive(secret, "salt/prescription", 48)) % order).toString(16).padStart(64, "0")}`;
    expect(salts).to.deep.equal({
      reference: derive(derived.insurerSecret, "salt/reference", 32),
      payerFirst: derive(derived.payerSecret1, "salt/payer", 32),
      payerSecond: derive(derived.payerSecret2, "salt/payer", 32),
      billing: derive(derived.insurerSecret, "salt/billing", 32),
      frame: derive(derived.insurerSecret, "salt/frame", 32),
      codeRight: derive(derived.codeSecret, "salt/code/right", 32),
      codeLeft: derive(derived.codeSecret, "salt/code/left", 32),
      lensRight: derive(derived.eyeSecretRight, "salt/lens", 32),
      lensLeft: derive(derived.eyeSecretLeft, "salt/lens", 32),
      prescriptionRight: scalar(derived.eyeSecretRight),
      prescriptionLeft: scalar(derived.eyeSecretLeft),
      orderRight: derive(derived.eyeSecretRight, "salt/order", 32),
      orderLeft: derive(derived.eyeSecretLeft, "salt/order", 32),
      makerRight: derive(derived.eyeSecretRight, "salt/maker", 32),
      makerLeft: derive(derived.eyeSecretLeft, "salt/maker", 32),
    });
  });

  it("hash every EIP-712 aspect as ethers does", () => {
    const checked = [];
    for (const { aspect, number, salt, value, commitment, canonicalLines, canonicalTreatments } of [
      ...vectors("aspects"),
      ...vectors("edges"),
    ]) {
      if (aspect.startsWith("prescription")) continue;
      const name = aspect.replace(/Right|Left|First|Second/, "");
      const primary = name.charAt(0).toUpperCase() + name.slice(1);
      const typed = {
        ...value,
        aspect: number,
        salt,
        ...(value.class && { class: CLASSES[value.class] }),
        ...(value.lensType && { lensType: LENS_TYPES.indexOf(value.lensType) }),
        ...(value.treatments && { treatments: canonicalTreatments ?? value.treatments }),
        ...(canonicalLines && {
          lines: canonicalLines.map((line: { item: string; class: string }) => ({
            ...line,
            item: ITEMS.indexOf(line.item),
            class: CLASSES[line.class],
          })),
        }),
      };
      const { [primary as keyof typeof TYPES]: type, BillingLine } = TYPES;
      expect(hashStruct({ [primary]: type, ...(primary === "Billing" && { BillingLine }) }, primary, typed)).to.equal(
        commitment,
        aspect,
      );
      checked.push(aspect);
    }
    expect(checked).to.have.length(15);
  });

  it("write prescriptions in positive cylinders", () => {
    const [right, left] = vectors("aspects").filter(({ canonical }: { canonical?: unknown }) => canonical);
    expect(right.canonical).to.include({ sphere: -300, cylinder: 100, axis: 110, prism: 150, prismBase: 270 });
    expect(right.encoded).to.equal("0x010902" + "7ed4" + "0064" + "006e" + "00c8" + "0096" + "010e");
    expect(left.canonical).to.include({ sphere: 125, cylinder: 0, axis: 0, prism: 0, prismBase: 0 });
    expect(left.encoded).to.equal("0x010a02" + "807d" + "0000" + "0000" + "00c8" + "0000" + "0000");
  });

  it("give each odd spelling its one canonical form", () => {
    const found = Object.fromEntries(vectors("edges").map(({ why, ...rest }: { why: string }) => [why, rest]));
    const canonical = (why: string) => found[why]?.canonical;
    // S' = S + C, C' = -C, axis' = axis + 90, less 180 when it is past it.
    expect(canonical("the axis turns past 180")).to.include({ sphere: -300, cylinder: 100, axis: 60 });
    expect(canonical("axis 0 with a cylinder is 180")).to.include({ sphere: -200, cylinder: 75, axis: 180 });
    expect(canonical("a prism's base at 360 is 0")).to.include({ prism: 150, prismBase: 0 });
    expect(found["the least sphere"]?.encoded).to.contain("0x010a02" + "7060" + "05dc" + "00b4");
    expect(found["unifocal, plano"]?.encoded).to.equal(`0x010a008000${"00".repeat(10)}`);
    const lines = found["lines out of order, two of extras"]?.canonicalLines;
    expect(lines.map(({ item, code }: Record<string, string>) => `${item} ${code}`)).to.deep.equal([
      "leftLens VFA1",
      "frame MA1",
      "extras SUP1",
      "extras SUP2",
    ]);
    expect(found["a treatment twice, out of order"]?.canonicalTreatments).to.deep.equal(["AR", "DUR", "PHO"]);
  });

  it("hash statements, batches, parties and settlements as ethers does", () => {
    const Statement = members("bytes32 dossier,uint8 stage,bytes32[15] aspects,bytes32 supersedes,uint8 reason");
    const numbers = new Map<string, number>(
      vectors("aspects").map(({ aspect, number }: { aspect: string; number: number }) => [aspect, number]),
    );
    for (const { statement, words, hash } of vectors("statements")) {
      const aspects = Array.from({ length: 15 }, () => ZeroHash);
      for (const [aspect, value] of Object.entries<string>(statement.aspects))
        aspects[numbers.get(aspect) ?? 15] = value;
      expect(aspects).to.deep.equal(words);
      const whole = { supersedes: ZeroHash, reason: 0, ...statement, aspects };
      expect(hashStruct({ Statement }, "Statement", whole)).to.equal(hash);
    }
    const { domain, batch, digest, signature } = vectors("batch");
    const full = { name: "Clairevoie", version: "1", ...domain };
    const types = { Batch: members("address key,bytes32 root,uint64 issuedAt") };
    expect(TypedDataEncoder.hash(full, types, batch)).to.equal(digest);
    expect(verifyTypedData(full, types, batch, signature).toLowerCase()).to.equal(batch.key);
    const Party = members("bytes32 salt,uint8 role,string identifier");
    const roles = ["optician", "lens-maker", "insurer"];
    for (const { role, salt, identifier, id } of vectors("parties")) {
      expect(hashStruct({ Party }, "Party", { salt, role: 1 + roles.indexOf(role), identifier })).to.equal(id);
    }
    const { dossier, invoice, salt, first, second, split, tag, ...shown } = vectors("settlement");
    const SettlementTag = members("bytes32 dossier,bytes32 invoice,bytes32 split");
    const SettlementSplit = members("bytes32 salt,uint64 first,uint64 second");
    expect(hashStruct({ SettlementSplit }, "SettlementSplit", { salt, first, second })).to.equal(split);
    expect(hashStruct({ SettlementTag }, "SettlementTag", { dossier, invoice, split })).to.equal(tag);
    const Grant = members("bytes32 insurer,bytes32 tag,uint8 rank,address settler,uint32 round");
    const registry = { name: "Clairevoie", version: "1", ...shown.domain };
    expect(TypedDataEncoder.hash(registry, { Grant }, shown.grant)).to.equal(shown.digest);
    const signer = verifyTypedData(registry, { Grant }, shown.grant, shown.signature).toLowerCase();
    expect([signer, shown.grant.tag]).to.deep.equal([shown.grant.settler, tag]);
  });

  it("derive and hash what is of a stock lens by other means too", () => {
    const { unitSecret, nullifier, salts, store, unit, marker, dossier, tagRight, tagLeft } = vectors("stock");
    expect(nullifier).to.equal(derive(unitSecret, "stock-nullifier", 32));
    expect(salts).to.include({
      codeRight: derive(unitSecret, "salt/code/right", 32),
      codeLeft: derive(unitSecret, "salt/code/left", 32),
      lens: derive(unitSecret, "salt/lens", 32),
      order: derive(unitSecret, "salt/order", 32),
      maker: derive(unitSecret, "salt/maker", 32),
    });
    const StockUnit = members("bytes32 nullifier,bytes32 store");
    const StockMarker = members("bytes32 nullifier");
    const StockTag = members("bytes32 dossier,bytes32 nullifier,uint8 eye");
    expect(hashStruct({ StockUnit }, "StockUnit", { nullifier, store })).to.equal(unit);
    expect(hashStruct({ StockMarker }, "StockMarker", { nullifier })).to.equal(marker);
    expect(hashStruct({ StockTag }, "StockTag", { dossier, nullifier, eye: 0 })).to.equal(tagRight);
    expect(hashStruct({ StockTag }, "StockTag", { dossier, nullifier, eye: 1 })).to.equal(tagLeft);
  });
});
