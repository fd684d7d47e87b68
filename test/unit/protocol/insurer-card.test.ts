import { expect } from "chai";
import { Wallet } from "ethers";
import { DOMAIN_NAMES } from "../../../src/protocol/eip712.js";
import {
  type CardFacts,
  checkInsurerCard,
  type Hex,
  INSURER_CARD_FORMAT,
  INSURER_CARD_TYPES,
  type InsurerCard,
  insurerCardDigest,
  insurerOfCard,
  parseInsurerCard,
  partyId,
} from "../../../src/protocol/index.js";

const wallet = new Wallet(`0x${"42".repeat(32)}`);
const chain = { chainId: 31337, partyRegistry: `0x${"5e".repeat(20)}` as Hex };
const content = {
  amc: "77123456",
  salt: `0x${"ab".repeat(32)}` as Hex,
  recipient: `age1pq1${"q".repeat(1_952)}`,
  from: 2_000_000_000,
  until: 2_000_086_400,
};

async function signed(change: Partial<InsurerCard> = {}): Promise<InsurerCard> {
  const card = { format: INSURER_CARD_FORMAT, chain, ...content, key: wallet.address.toLowerCase(), ...change };
  const { amc, salt, recipient = "", from, until } = card;
  const domain = {
    ...DOMAIN_NAMES,
    chainId: card.chain.chainId,
    verifyingContract: card.chain.partyRegistry,
  };
  const value = { amc, salt, recipient, from, until };
  return { ...card, signature: await wallet.signTypedData(domain, INSURER_CARD_TYPES, value) } as InsurerCard;
}

const party = partyId(content.salt, "insurer", content.amc);
const good: CardFacts = {
  chain,
  time: content.from,
  standing: { party, role: "insurer", status: "valid", suspended: false },
  endorsedAt: 0,
};

describe("an insurer card", () => {
  it("is read as its insurer signed it, with a recipient or without", async () => {
    const card = await signed();
    expect(parseInsurerCard(JSON.stringify(card))).to.deep.equal(card);
    const { recipient: _, ...without } = content;
    const plain = await signed({ ...without, recipient: undefined } as Partial<InsurerCard>);
    expect(parseInsurerCard(JSON.stringify(plain)).recipient).to.equal(undefined);
    expect(insurerOfCard(card)).to.equal(party);
  });

  it("is refused when anything of it was changed after it was signed", async () => {
    const card = await signed();
    const changes: Partial<InsurerCard>[] = [
      { amc: "77123457" },
      { salt: `0x${"ac".repeat(32)}` },
      { recipient: `age1pq1${"q".repeat(1_951)}p` },
      { from: content.from - 1 },
      { until: content.until + 1 },
      { key: `0x${"11".repeat(20)}` },
      { chain: { ...chain, chainId: 1 } },
      { chain: { ...chain, partyRegistry: `0x${"5f".repeat(20)}` } },
      { signature: `0x${"00".repeat(65)}` },
    ];
    for (const change of changes) {
      expect(() => parseInsurerCard({ ...card, ...change }), JSON.stringify(change)).to.throw("card.signature");
    }
    const { recipient: _, ...without } = card;
    expect(() => parseInsurerCard(without)).to.throw("card.signature");
  });

  it("is refused where it is malformed, by the name of its field", async () => {
    const card = await signed();
    for (const [field, value] of [
      ["format", "clairevoie-insurer-card/2"],
      ["amc", "771"],
      ["salt", "0x"],
      ["recipient", "https://example.test"],
      ["recipient", `age1${"q".repeat(58)}`],
      ["recipient", `${content.recipient} ${content.recipient}`],
      ["recipient", [content.recipient]],
      ["from", 1.5],
      ["until", content.from - 1],
      ["key", wallet.address],
    ] as const) {
      expect(() => parseInsurerCard({ ...card, [field]: value }), field).to.throw(`card.${field}`);
    }
    expect(() => parseInsurerCard({ ...card, more: 1 })).to.throw("more");
  });

  it("counts on its chain, while it is in force, by a valid key of the insurer that it opens to", async () => {
    const card = await signed();
    expect(checkInsurerCard(card, good)).to.equal(party);
    expect(checkInsurerCard(card, { ...good, time: content.until })).to.equal(party);
    const { standing } = good;
    const cases: [Partial<CardFacts>, string][] = [
      [{ chain: { ...chain, chainId: 1 } }, "card.chain"],
      [{ chain: { ...chain, partyRegistry: `0x${"5f".repeat(20)}` } }, "card.chain"],
      [{ time: content.from - 1 }, "not in force yet"],
      [{ time: content.until + 1 }, "no longer in force"],
      [{ standing: { ...standing, party: `0x${"01".repeat(32)}` } }, "key of another insurer"],
      [{ standing: { ...standing, role: "optician" } }, "key of no insurer"],
      [{ standing: { ...standing, suspended: true } }, "suspended"],
      ...(["unknown", "not-yet", "revoked", "compromised"] as const).map((status): [Partial<CardFacts>, string] => [
        { standing: { ...standing, status } },
        "no valid key now",
      ]),
    ];
    for (const [change, field] of cases) {
      expect(() => checkInsurerCard(card, { ...good, ...change }), JSON.stringify(change)).to.throw(field);
    }
  });

  it("may be endorsed on chain, where its key is a smart account", async () => {
    const card = parseInsurerCard({ ...(await signed()), signature: "0x" });
    expect(() => checkInsurerCard(card, good)).to.throw("card.signature");
    expect(checkInsurerCard(card, { ...good, endorsedAt: 1 })).to.equal(party);
    expect(insurerCardDigest(card)).to.equal(insurerCardDigest(await signed()));
  });
});
