import { readFileSync } from "node:fs";
import { expect } from "chai";
import { artefactsOf } from "../../../circuits/artefacts.js";
import type { EyeOpenings, Opening } from "../../../circuits/inputs.js";
import { type BandProven, proveBand, proveRenewal } from "../../../circuits/prove.js";
import { endThreads } from "../../../circuits/setup.js";
import { type Assessor, makeAssessor } from "../../../src/fast/index.js";
import {
  assess,
  DEFAULT_POLICY,
  type Hex,
  hashDossier,
  type Policy,
  parseCertificate,
  parseClaim,
} from "../../../src/protocol/index.js";
import { unconditional } from "../../../src/protocol/pending.js";
import { chance } from "../../../testing/chance.js";
import { type Draft, draft, type Sealed, seal } from "../../../testing/drafts.js";

const { keys, bands, renewals } = JSON.parse(readFileSync("docs/vectors/proofs.json", "utf8"));
const [right, left] = bands as readonly (Opening & { readonly commitment: Hex; readonly mask: number })[];
const [renewal] = renewals as readonly Renewal[];
interface Renewal {
  readonly openings: { readonly before: EyeOpenings; readonly after: EyeOpenings };
  readonly before: Eyes;
  readonly after: Eyes;
}
interface Eyes {
  readonly right: Hex;
  readonly left: Hex;
}
if (!right || !left || !renewal) throw new Error("no vectors");

/** What is proven of the draft: a proof is bound to its dossier. */
let BANDS: { readonly keys: string; readonly bandRight: BandProven; readonly bandLeft: BandProven };
let RENEWAL: { readonly keys: string; readonly renewal: { readonly proof: Hex } };
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
    if (one.aspects.prescriptionRight) one.aspects.prescriptionRight = prescriptions.right;
    if (one.aspects.prescriptionLeft) one.aspects.prescriptionLeft = prescriptions.left;
  }
  return { ...made, policy };
}

const asking = (asked: Partial<Policy>): Policy => ({ ...DEFAULT_POLICY, acceptDevelopmentKeys: true, ...asked });
/** What the draft bills: of the bands that are proven. */
const BILLED: Policy["bands"] = [
  { code: "VU2", bands: ["VU6"] },
  { code: "VU1", bands: ["VU4", "VU5", "VU6", "VU7"] },
];
const BAND = seal(
  pairOf({ right: right.commitment, left: left.commitment }, asking({ require: ["band"], bands: BILLED })),
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
  before(async () => {
    const dossier = hashDossier(pairOf(renewal.after, DEFAULT_POLICY).dossier);
    const band = artefactsOf("band");
    const { before, after } = renewal.openings;
    BANDS = {
      keys,
      bandRight: await proveBand(band, dossier, "right", right, right.mask),
      bandLeft: await proveBand(band, dossier, "left", left, left.mask),
    };
    RENEWAL = { keys, renewal: await proveRenewal(artefactsOf("renewal"), dossier, before, after) };
  });
  after(endThreads);

  it("reads them and judges them as the rules do", async () => {
    for (const [proofs, findings] of [
      [BANDS, ["development-keys"]],
      [undefined, ["band-not-proven", "band-not-proven"]],
      [{ keys }, ["band-not-proven", "band-not-proven"]],
      [{ ...BANDS, bandLeft: undefined }, ["development-keys", "band-not-proven"]],
      [{ ...BANDS, bandRight: BANDS.bandLeft }, ["development-keys", "proof-does-not-verify"]],
      [
        { ...BANDS, bandLeft: { ...BANDS.bandLeft, proof: changed(BANDS.bandLeft.proof) } },
        ["development-keys", "proof-does-not-verify"],
      ],
      [{ ...BANDS, bandLeft: { ...BANDS.bandLeft, mask: 64 } }, ["development-keys", "proof-does-not-verify"]],
      [{ ...BANDS, keys: "nobody-s" }, ["proof-does-not-verify", "proof-does-not-verify"]],
      [{ ...BANDS, ...RENEWAL }, ["development-keys"]],
    ] as const) {
      const judged = await judge(BAND, withProofs(BAND, proofs), BAND.claim);
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
      [
        { keys, renewal: { proof: changed(RENEWAL.renewal.proof) } },
        PREVIOUS,
        ["development-keys", "proof-does-not-verify"],
      ],
    ] as const) {
      const judged = await judge(SIGHT, withProofs(SIGHT, proofs), withPrevious(SIGHT, previous));
      expect(judged).to.deep.equal({ findings, isRead: true, isAccepted: false });
    }
  });

  it("says of a proof that nobody asks for what the rules say", async () => {
    const sealed = { ...BAND, policy: { ...DEFAULT_POLICY, bands: BILLED } };
    const plain = await judge(sealed, sealed.certificate, sealed.claim);
    expect(plain).to.deep.equal({ findings: [], isRead: true, isAccepted: true });
    const shown = await judge(sealed, withProofs(sealed, BANDS), sealed.claim);
    expect(shown).to.deep.equal({ findings: ["development-keys"], isRead: true, isAccepted: false });
    // What is proven is held to the code that is billed, asked for or not: of these codes the table says other bands.
    const wrong = { ...BAND, policy: DEFAULT_POLICY };
    expect((await judge(wrong, withProofs(wrong, BANDS), wrong.claim)).findings).to.deep.equal([
      "development-keys",
      "band-wrong",
      "band-wrong",
    ]);
    const kept = await judge(sealed, sealed.certificate, withPrevious(sealed, PREVIOUS));
    expect(kept).to.deep.equal({ findings: [], isRead: true, isAccepted: true });
  });

  it("judges many together as it judges each, and goes on after one that cannot be read", async () => {
    const { facts, policy, insurer, claim } = BAND;
    const assessor = await makeAssessor({ facts, policy, insurer });
    const right = withProofs(BAND, BANDS);
    const { bandRight, bandLeft } = BANDS;
    const wrong = withProofs(BAND, {
      keys,
      bandRight,
      bandLeft: { ...BANDS.bandLeft, proof: changed(BANDS.bandLeft.proof) },
    });
    const swapped = withProofs(BAND, { keys, bandRight: bandLeft, bandLeft: bandRight });
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
    const text = withProofs(BAND, BANDS);
    const claim = withPrevious(SIGHT, PREVIOUS);
    for (const [from, to] of [
      ['"keys":"development"', '"keys":""'],
      ['"keys":"development"', `"keys":"${"k".repeat(41)}"`],
      ['"keys":"development"', '"keys":"Development"'],
      ['"keys":"development"', '"keys":"develop\\u006dent"'],
      ['"keys":"development",', ""],
      [`"mask":${right.mask}`, '"mask":0'],
      [`"mask":${right.mask}`, '"mask":16384'],
      [`"mask":${right.mask}`, `"mask":0${right.mask}`],
      [`"mask":${right.mask}`, `"mask":${right.mask}.0`],
      [`"mask":${right.mask}`, '"mask":33'],
      [`"mask":${right.mask}`, '"mask":-1'],
      [`"mask":${right.mask}`, '"mask":3e1'],
      [`"mask":${right.mask}`, '"mask":"32"'],
      ['"proof":"0x', '"proof":"0X'],
      [text.slice(text.indexOf('"proof":"0x')).slice(0, 12), '"proof":"0x'],
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
      if (certificate !== text) await judge(BAND, certificate, BAND.claim);
      if (told !== claim) await judge(SIGHT, withProofs(SIGHT, RENEWAL), told);
    }
    const drawing = chance("written otherwise");
    for (let run = 0; run < 60; run++) {
      const at = drawing.whole(text.indexOf('"proofs"'), text.length - 1);
      const put = drawing.pick(["", " ", '"', ",", "}", "{", "0", "a", "é", "\\"]);
      await judge(BAND, text.slice(0, at) + put + text.slice(at + drawing.whole(0, 2)), BAND.claim);
    }
  });
});
