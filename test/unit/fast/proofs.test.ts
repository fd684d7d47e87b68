import { readFileSync } from "node:fs";
import { expect } from "chai";
import { type Assessor, makeAssessor } from "../../../src/fast/index.js";
import {
  assess,
  DEFAULT_POLICY,
  type Hex,
  type Policy,
  type Proofs,
  parseCertificate,
  parseClaim,
} from "../../../src/protocol/index.js";
import { unconditional } from "../../../src/protocol/pending.js";
import { chance } from "../../../testing/chance.js";
import { type Draft, draft, type Sealed, seal } from "../../../testing/drafts.js";

const { dossier, keys, categories, renewals } = JSON.parse(readFileSync("docs/vectors/proofs.json", "utf8"));
const [right, left] = categories as readonly { commitment: Hex; category: "a" | "c" | "f"; proof: Hex }[];
const [renewal] = renewals as readonly { before: Eyes; after: Eyes; proof: Hex }[];
interface Eyes {
  readonly right: Hex;
  readonly left: Hex;
}
if (!right || !left || !renewal) throw new Error("no vectors");

const shown = ({ category, proof }: typeof right) => ({ category, proof });
const CATEGORIES: Proofs = { keys, categoryRight: shown(right), categoryLeft: shown(left) };
const RENEWAL: Proofs = { keys, renewal: { proof: renewal.proof } };
const PREVIOUS = { prescriptionRight: renewal.before.right, prescriptionLeft: renewal.before.left };
/** One bit of C is another. */
const changed = (proof: Hex): Hex => `${proof.slice(0, -1)}${proof.endsWith("0") ? "1" : "0"}` as Hex;

/** A pair of lenses of these prescriptions. */
function pairOf(prescriptions: Eyes, policy: Policy): Draft {
  const made = draft("proofs", {
    eyes: ["Right", "Left"],
    isFramed: true,
    disclosed: ["frame"],
    rank: 1,
    payers: 1,
  });
  for (const one of made.statements) {
    one.dossier = dossier;
    if (one.aspects.prescriptionRight) one.aspects.prescriptionRight = prescriptions.right;
    if (one.aspects.prescriptionLeft) one.aspects.prescriptionLeft = prescriptions.left;
  }
  return { ...made, policy };
}

const asking = (asked: Partial<Policy>): Policy => ({ ...DEFAULT_POLICY, acceptDevelopmentKeys: true, ...asked });
const BILLED = [
  { code: "VU2", category: right.category },
  { code: "VU1", category: left.category },
] as const;
const CATEGORY = seal(
  pairOf(
    { right: right.commitment, left: left.commitment },
    asking({ require: ["category"], categories: [...BILLED] }),
  ),
);
const SIGHT = seal(pairOf(renewal.after, asking({ require: ["renewal"] })));

/** By policy: an assessor takes time to start. */
const assessors = new Map<Policy, Promise<Assessor>>();

function outcome(judge: () => unknown): unknown {
  try {
    return judge();
  } catch (error) {
    return String(error);
  }
}

/** The codes of the findings, if the fast path and the rules say the same; and whether the rules were asked for the fast one. */
async function judge({ facts, policy, insurer }: Sealed, certificate: string, claim: string) {
  const assessor = assessors.get(policy) ?? makeAssessor({ facts, policy, insurer });
  assessors.set(policy, assessor);
  const fast = await assessor;
  const before = fast.counts();
  const verdict = outcome(() => fast.assess(certificate, claim));
  const after = fast.counts();
  expect(verdict).to.deep.equal(
    outcome(() => assess(parseCertificate(certificate), parseClaim(claim), facts, policy, insurer)),
  );
  return {
    findings:
      typeof verdict === "string" ? verdict : (verdict as ReturnType<typeof assess>).findings.map((one) => one.code),
    isRead: after.permutations > before.permutations,
    isAccepted: after.accepted > before.accepted,
  };
}

const withProofs = ({ certificate }: Sealed, proofs: unknown) =>
  JSON.stringify({ ...JSON.parse(certificate), ...(proofs !== undefined && { proofs }) });
const withPrevious = ({ claim }: Sealed, previous: unknown) =>
  JSON.stringify({ ...JSON.parse(claim), ...(previous !== undefined && { previous }) });

describe("proofs on the fast path", () => {
  it("reads them and judges them as the rules do", async () => {
    for (const [proofs, findings] of [
      [CATEGORIES, ["development-keys"]],
      [undefined, ["category-not-proven", "category-not-proven"]],
      [{ keys }, ["category-not-proven", "category-not-proven"]],
      [{ ...CATEGORIES, categoryLeft: undefined }, ["development-keys", "category-not-proven"]],
      [{ ...CATEGORIES, categoryRight: shown(left) }, ["development-keys", "proof-does-not-verify"]],
      [
        { ...CATEGORIES, categoryLeft: { ...shown(left), proof: changed(left.proof) } },
        ["development-keys", "proof-does-not-verify"],
      ],
      [
        { ...CATEGORIES, categoryLeft: { ...shown(left), category: "f" } },
        ["development-keys", "proof-does-not-verify"],
      ],
      [{ ...CATEGORIES, keys: "nobody-s" }, ["proof-does-not-verify", "proof-does-not-verify"]],
      [{ ...CATEGORIES, ...RENEWAL }, ["development-keys"]],
    ] as const) {
      const judged = await judge(CATEGORY, withProofs(CATEGORY, proofs), CATEGORY.claim);
      expect(judged).to.deep.equal({ findings, isRead: true, isAccepted: false });
    }
  });

  it("reads what was kept of the equipment before, and judges a renewal as the rules do", async () => {
    for (const [proofs, previous, findings] of [
      [RENEWAL, PREVIOUS, ["development-keys"]],
      [RENEWAL, { prescriptionRight: PREVIOUS.prescriptionRight }, ["development-keys", "proof-does-not-verify"]],
      [RENEWAL, { prescriptionLeft: PREVIOUS.prescriptionLeft }, ["development-keys", "proof-does-not-verify"]],
      [RENEWAL, {}, ["development-keys", "renewal-not-proven"]],
      [RENEWAL, undefined, ["development-keys", "renewal-not-proven"]],
      [undefined, PREVIOUS, ["renewal-not-proven"]],
      [{ keys, renewal: { proof: changed(renewal.proof) } }, PREVIOUS, ["development-keys", "proof-does-not-verify"]],
    ] as const) {
      const judged = await judge(SIGHT, withProofs(SIGHT, proofs), withPrevious(SIGHT, previous));
      expect(judged).to.deep.equal({ findings, isRead: true, isAccepted: false });
    }
  });

  it("says of a proof that nobody asks for what the rules say", async () => {
    const sealed = { ...CATEGORY, policy: DEFAULT_POLICY };
    const plain = await judge(sealed, sealed.certificate, sealed.claim);
    expect(plain).to.deep.equal({ findings: [], isRead: true, isAccepted: true });
    const shown = await judge(sealed, withProofs(sealed, CATEGORIES), sealed.claim);
    expect(shown).to.deep.equal({ findings: ["development-keys"], isRead: true, isAccepted: false });
    const kept = await judge(sealed, sealed.certificate, withPrevious(sealed, PREVIOUS));
    expect(kept).to.deep.equal({ findings: [], isRead: true, isAccepted: true });
  });

  it("judges many together as it judges each, and goes on after one that cannot be read", async () => {
    const { facts, policy, insurer, claim } = CATEGORY;
    const assessor = await makeAssessor({ facts, policy, insurer });
    const right = withProofs(CATEGORY, CATEGORIES);
    const { categoryRight, categoryLeft } = CATEGORIES;
    const wrong = withProofs(CATEGORY, {
      keys,
      categoryRight,
      categoryLeft: { ...shown(left), proof: changed(left.proof) },
    });
    const swapped = withProofs(CATEGORY, { keys, categoryRight: categoryLeft, categoryLeft: categoryRight });
    for (const texts of [[right], [right, right], [right, wrong, right], [swapped, "{}", wrong, right], [wrong], []]) {
      const examined = texts.map((text) => {
        try {
          return assessor.examine(text, claim);
        } catch (error) {
          return unconditional(String(error));
        }
      });
      const each = texts.map((text) => outcome(() => assessor.assess(text, claim)));
      expect(assessor.conclude<unknown>(examined)).to.deep.equal(each);
    }
    const conforming = assessor.conclude([right, wrong, right].map((text) => assessor.examine(text, claim)));
    expect(conforming.map(({ conform }) => conform)).to.deep.equal([true, false, true]);
    // What breaks off leaves nobody believed.
    expect(() => assessor.examine("{}", claim)).to.throw("format");
    expect(assessor.assess(wrong, claim).conform).to.equal(false);
  });

  it("leaves what is written otherwise to the plain reader", async () => {
    const text = withProofs(CATEGORY, CATEGORIES);
    const claim = withPrevious(SIGHT, PREVIOUS);
    for (const [from, to] of [
      ['"keys":"development"', '"keys":""'],
      ['"keys":"development"', `"keys":"${"k".repeat(41)}"`],
      ['"keys":"development"', '"keys":"Development"'],
      ['"keys":"development"', '"keys":"develop\\u006dent"'],
      ['"keys":"development",', ""],
      ['"category":"a"', '"category":"b"'],
      ['"proof":"0x', '"proof":"0X'],
      ['"proof":"0x2', '"proof":"0x'],
      ['"proof":"0x', '"proof":"0x00'],
      ['"proofs":{', '"proofs":{"renewal":{},'],
      ['"proofs":{', '"proofs":{"more":1,'],
      ['"prescriptionRight":"0x', '"prescriptionRight":"0x00'],
      ['"prescriptionRight"', '"prescriptionLeft"'],
      ['"previous":{', '"previous":{"more":1,'],
      ['"previous":{', '"previous":[{'],
    ] as const) {
      const [certificate, told] = [text.replace(from, to), claim.replace(from, to)];
      expect(certificate !== text || told !== claim, from).to.equal(true);
      if (certificate !== text) await judge(CATEGORY, certificate, CATEGORY.claim);
      if (told !== claim) await judge(SIGHT, withProofs(SIGHT, RENEWAL), told);
    }
    const drawing = chance("written otherwise");
    for (let run = 0; run < 60; run++) {
      const at = drawing.whole(text.indexOf('"proofs"'), text.length - 1);
      const put = drawing.pick(["", " ", '"', ",", "}", "{", "0", "a", "é", "\\"]);
      await judge(CATEGORY, text.slice(0, at) + put + text.slice(at + drawing.whole(0, 2)), CATEGORY.claim);
    }
  });
});
