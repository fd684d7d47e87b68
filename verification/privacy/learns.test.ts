import { readFileSync } from "node:fs";
import { expect } from "chai";
import {
  anchorBatches,
  type Disclosure,
  type EquipmentFile,
  makeCertificate,
  makersOf,
  openDossier,
  sealStatements,
  stateEquipment,
} from "../../src/parties/index.js";
import {
  ASPECTS,
  type AspectName,
  claimTicket,
  codeSalt,
  codeSecret,
  EYES,
  type Eye,
  eyeSalt,
  eyeSecret,
  grantCall,
  type Hex,
  insurerSalt,
  insurerSecret,
  ofEye,
  ofPayer,
  orderTicket,
  payerSalt,
  payerSecret,
  prescriptionSalt,
  type Receipt,
  readOrderTicket,
  type Statement,
  settlementSplit,
  settlementTag,
  settlerAddress,
  settlerKey,
  signGrant,
  ZERO,
} from "../../src/protocol/index.js";
import { aChain, aParty } from "../../testing/chain.js";
import { FILE, STORE } from "../../testing/dossiers.js";
import { SettlementRegistry__factory } from "../../typechain-types/factories/contracts/SettlementRegistry__factory.js";

const SECRET = Uint8Array.from({ length: 32 }, (_, i) => i + 1);
const DOSSIER = openDossier(SECRET);

const insurersSalts = (secret: Uint8Array): [AspectName, Hex][] =>
  (["reference", "billing", "frame"] as const).map((aspect) => [aspect, insurerSalt(secret, aspect)]);
const eyesSalts = (eye: Eye, secret: Uint8Array): [AspectName, Hex][] => [
  [ofEye("lens", eye), eyeSalt(secret, "lens")],
  [ofEye("order", eye), eyeSalt(secret, "order")],
  [ofEye("prescription", eye), prescriptionSalt(secret)],
  [ofEye("maker", eye), eyeSalt(secret, "maker")],
];

/** The salt of every aspect, as its optician derives it. */
const SALTS = new Map<AspectName, Hex>([
  ...insurersSalts(insurerSecret(SECRET)),
  ...([1, 2] as const).map((rank) => [ofPayer(rank), payerSalt(payerSecret(SECRET, rank))] as const),
  ...EYES.map((eye) => [ofEye("code", eye), codeSalt(codeSecret(SECRET), eye)] as const),
  ...EYES.flatMap((eye) => eyesSalts(eye, eyeSecret(SECRET, eye))),
]);

const RECEIPT: Omit<Receipt, "statement"> = {
  statementProof: [],
  batch: { key: `0x${"11".repeat(20)}`, root: `0x${"22".repeat(32)}`, issuedAt: 1_790_000_000 },
  signature: `0x${"33".repeat(65)}`,
  anchorProof: [],
};
const CHAIN = {
  chainId: 1,
  partyRegistry: `0x${"44".repeat(20)}`,
  anchorRegistry: `0x${"55".repeat(20)}`,
  withdrawalRegistry: `0x${"66".repeat(20)}`,
  settlementRegistry: `0x${"77".repeat(20)}`,
} as const;

function certificateOf(statements: readonly Statement[], disclosure: Disclosure = {}): string {
  const receipts = statements.map((statement) => ({ ...RECEIPT, statement }));
  const identity = { salt: ZERO, identifier: STORE };
  return JSON.stringify(makeCertificate(CHAIN, identity, DOSSIER, receipts, 1, { disclosure, makers: makersOf(FILE) }));
}
const statementsOf = (file: EquipmentFile) =>
  (["quote", "order", "invoice"] as const).map((stage) => stateEquipment(DOSSIER, stage, file));

/** What opens with a certificate: the salts that stand in its text. */
const opened = (text: string) => [...SALTS].filter(([, salt]) => text.includes(salt.slice(2)));

/** The salts that follow from a ticket, by what the protocol derives from each secret in it. */
function makersSalts(eyes: readonly Eye[]): [AspectName, Hex][] {
  return Object.entries(readOrderTicket(orderTicket(SECRET, eyes)).eyes).flatMap(([eye, opening]) =>
    opening ? [[ofEye("code", eye as Eye), opening.codeSalt], ...eyesSalts(eye as Eye, opening.secret)] : [],
  ) as [AspectName, Hex][];
}
describe("what each actor can open", () => {
  it("is what the table of docs/privacy.md says", () => {
    const columns = [
      [...SALTS],
      makersSalts(["right", "left"]),
      makersSalts(["right"]),
      opened(certificateOf(statementsOf(FILE))),
      opened(certificateOf(statementsOf(FILE), { frame: true, lenses: true })),
    ].map((salts) => new Map(salts));
    const rows = ASPECTS.map((aspect) => {
      const cells = columns.map((salts) => (salts.get(aspect) === SALTS.get(aspect) ? "yes" : "-"));
      return `| ${[aspect, ...cells].join(" | ")} |`;
    });
    const written = readFileSync("docs/privacy.md", "utf8").split("\n");
    expect(written.filter((line) => ASPECTS.some((aspect) => line.startsWith(`| ${aspect} |`)))).to.deep.equal(rows);
  });

  it("has a salt of its own for each aspect: one that is given opens no other", () => {
    expect(SALTS.size).to.equal(ASPECTS.length);
    expect(new Set(SALTS.values()).size).to.equal(ASPECTS.length);
  });
});

describe("what can be counted", () => {
  const { right } = FILE.eyes;
  const lens = right as NonNullable<typeof right>;
  const unifocal: EquipmentFile = {
    ...FILE,
    reference: { ...FILE.reference, fileReference: "X" },
    billing: { lines: [{ item: "rightLens", code: "A", class: "A", priceCents: 1 }], totalCents: 1 },
    eyes: {
      right: {
        code: { code: "A", class: "A" },
        lens: { ...lens.lens, ediCode: "E", treatments: [], lensType: "unifocal" },
        prescription: { ...lens.prescription, lensType: "unifocal", sphere: -1000, addition: 0 },
        orderReference: "O",
        maker: lens.maker as string,
      },
      left: lens,
    },
  };

  it("does not tell a cheap lens from a dear one by the length of a certificate", () => {
    const disclosure = { frame: true, lenses: true };
    const [cheap, dear] = [unifocal, FILE].map((file) => certificateOf(statementsOf(file), disclosure));
    expect(cheap).not.to.equal(dear);
    expect(cheap?.length).to.equal(dear?.length);
  });

  it("tells by a certificate how many statements there were, and which lenses: as docs/privacy.md says", () => {
    const statements = statementsOf(FILE);
    const whole = certificateOf(statements);
    const corrected = certificateOf([...statements, ...statements.slice(0, 1)]);
    const receipt = JSON.stringify({ statement: statements[0], ...RECEIPT });
    expect(corrected.length - whole.length).to.equal(receipt.length + 1);
    const one = certificateOf(statementsOf({ ...FILE, eyes: { right: lens } }));
    // What is stated of the left lens, in quote and invoice, and what opens its code.
    const stated = statements.flatMap(({ aspects }) =>
      Object.keys(aspects).filter((aspect) => aspect.endsWith("Left")),
    );
    const commitments = stated.reduce((total, aspect) => total + `,"${aspect}":"${ZERO}"`.length, 0);
    expect(whole.length - one.length).to.equal(commitments + `,"codeLeft":"${ZERO}"`.length);
  });

  it("tells by a ticket no more than one eye from two", () => {
    const secrets = [SECRET, SECRET.map((byte) => 255 - byte), new Uint8Array(32)];
    const lengths = (make: (secret: Uint8Array) => string) =>
      new Set(secrets.map((secret) => make(secret).length)).size;
    for (const eyes of [["right"], ["left"], ["right", "left"]] as const) {
      expect(lengths((secret) => orderTicket(secret, eyes))).to.equal(1);
    }
    expect(lengths((secret) => claimTicket(secret, 1))).to.equal(1);
    expect(claimTicket(SECRET, 1).length).to.equal(claimTicket(SECRET, 2).length);
    expect(orderTicket(SECRET, ["right"]).length).to.equal(orderTicket(SECRET, ["left"]).length);
  });

  it("tells nothing of values by the length of a statement, nor of how many there are by an anchor", async () => {
    const chain = await aChain();
    const { signer } = await aParty(chain, "optician", STORE);
    const cheap = { lines: FILE.billing.lines.map((line) => ({ ...line, priceCents: 1 })), totalCents: 3 };
    const written = [unifocal, FILE, { ...FILE, billing: cheap }].map((file) =>
      statementsOf(file).map((statement) => JSON.stringify(statement).length),
    );
    expect(new Set(written.map(String)).size).to.equal(1);
    const anchored = [];
    for (const count of [1, 2, 300]) {
      const statements = Array.from({ length: count }, () => stateEquipment(openDossier(), "quote", FILE));
      const sealed = await sealStatements(chain.suite, signer, statements);
      const { root } = await anchorBatches(chain.suite, [sealed]);
      const block = await chain.suite.provider.getBlock("latest", true);
      const [transaction] = block?.prefetchedTransactions ?? [];
      expect(transaction?.data).to.contain(root.slice(2));
      anchored.push([transaction?.data.length, (await transaction?.wait())?.logs.map(({ data }) => data.length)]);
    }
    expect(new Set(anchored.map(String)).size).to.equal(1);
  });

  it("tells by a settlement no more than that there is one: every mark and tag has one length", () => {
    const calls = [1, 2].flatMap((rank) =>
      [0, 1, 40_000, 99_999_999].map((shareCents) => {
        const split = settlementSplit(ZERO, shareCents, shareCents);
        const granted = { insurer: ZERO, tag: settlementTag(DOSSIER.id, ZERO, split), rank: rank as 1 | 2, round: 0 };
        const domain = { chainId: CHAIN.chainId, verifyingContract: CHAIN.settlementRegistry };
        const settler = settlerAddress(SECRET);
        const call = grantCall({ ...granted, settler }, signGrant(settlerKey(SECRET), domain, granted));
        return SettlementRegistry__factory.createInterface().encodeFunctionData("settle", [[call]]).length;
      }),
    );
    expect(new Set(calls).size).to.equal(1);
  });
});
