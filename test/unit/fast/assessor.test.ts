import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { Wallet } from "ethers";
import type { Suite } from "../../../src/chain/index.js";
import { type Assessor, makeAssessor } from "../../../src/fast/index.js";
import { newSharedSignatures } from "../../../src/fast/signers.js";
import {
  type Certificate,
  type ChainFacts,
  DEFAULT_POLICY,
  type Hex,
  InputError,
  parseCertificate,
  ZERO,
} from "../../../src/protocol/index.js";
import { type Chance, chance } from "../../../testing/chance.js";
import { distort, type Store } from "../../../testing/distortions.js";
import { EFFORT } from "../../../testing/effort.js";
import { drawWave, openFacts } from "../../../testing/load.js";
import { type RecordedFacts, replaying } from "../../../testing/recorded-facts.js";

const FOLDER = "testing/fixtures/0.1.0";
const RUNS = 2 * EFFORT;
const NO_TAG: Hex = `0x${"00".repeat(20)}`;
const NO_LINKS = { sameEnterprise: false, takeover: false, affiliation: false };
const FIXTURES = readdirSync(FOLDER)
  .filter((name) => name !== "tickets.json")
  .map((name) => ({ name, ...JSON.parse(readFileSync(path.join(FOLDER, name), "utf8")) })) as readonly {
  readonly name: string;
  readonly certificate: Certificate;
  readonly claim: object;
  readonly facts: RecordedFacts;
}[];

/** What was not recorded is answered "none": distorted certificates ask other questions. */
function lenient(recorded: RecordedFacts): ChainFacts {
  const facts = replaying(recorded);
  const or =
    <A extends readonly never[], T>(ask: (...args: A) => T, none: T) =>
    (...args: A): T => {
      try {
        return ask(...args);
      } catch {
        return none;
      }
    };
  return {
    chain: facts.chain,
    block: facts.block,
    anchoredAt: or(facts.anchoredAt, 0) as ChainFacts["anchoredAt"],
    endorsedAt: or(facts.endorsedAt, 0) as ChainFacts["endorsedAt"],
    standing: or(facts.standing, {
      party: ZERO,
      role: "none",
      status: "unknown",
      suspended: false,
    }) as ChainFacts["standing"],
    withdrawal: or(facts.withdrawal, null) as ChainFacts["withdrawal"],
    settlement: or(facts.settlement, { tag: NO_TAG, round: 0, ranks: {} }) as ChainFacts["settlement"],
    stockUse: or(facts.stockUse, null) as ChainFacts["stockUse"],
    maker: or(facts.maker, null) as ChainFacts["maker"],
    isSuspended: or(facts.isSuspended, false) as ChainFacts["isSuspended"],
    links: or(facts.links, NO_LINKS) as ChainFacts["links"],
  };
}

/** The verdict, or what is said of what cannot be read. */
function outcome(assessor: Assessor, certificate: string | Uint8Array, claim: string): unknown {
  try {
    return assessor.assess(certificate, claim);
  } catch (error) {
    if (error instanceof InputError) return { field: error.field, reason: error.reason };
    throw error;
  }
}

/** A text with something of it lost, doubled, moved or replaced. */
function mutated(text: string, drawing: Chance): string {
  const at = drawing.whole(0, text.length - 1);
  const upTo = Math.min(text.length, at + drawing.pick([1, 1, 2, 8, 70]));
  const other = drawing.whole(0, text.length - 1);
  return drawing.pick([
    text.slice(0, at) + text.slice(upTo),
    text.slice(0, at) + text.slice(other, other + upTo - at) + text.slice(upTo),
    text.slice(0, upTo) + text.slice(at),
    text.slice(0, at),
    `${text.slice(0, at)}${drawing.pick(["0", "f", "F", "é", " ", '"', ",", "}", "1.0", "e1", "\\u0030", "\u0130", "-"])}${text.slice(upTo)}`,
    text.replace(/:(\d+)/, drawing.pick([":$1.0", ":$1e0", ":-$1", ":0$1", ": $1", ":1$1", ":99999999999999999999"])),
    `${text}${drawing.pick([" ", "\n", "x", "{}", "\u0000"])}`,
  ]);
}

describe("the fast path", () => {
  for (const engine of ["fastest", "portable"] as const) {
    for (const fixture of FIXTURES) {
      it(`says what the plain one says (${engine}): ${fixture.name}, distorted and mutated`, async () => {
        const drawing = chance(`${fixture.name}/${engine}`);
        const facts = lenient(fixture.facts);
        const options = { facts, policy: DEFAULT_POLICY, insurer: { party: ZERO } };
        const [fast, plain] = [
          await makeAssessor({ ...options, engine }),
          await makeAssessor({ ...options, engine: "plain" }),
        ];
        expect(fast.engine).not.to.equal("plain");
        const claim = JSON.stringify(fixture.claim);
        const store: Store = {
          chance: drawing,
          suite: { reference: facts.chain } as Suite,
          receipts: FIXTURES.flatMap(({ certificate }) => certificate.receipts),
          signers: [new Wallet(`0x${"11".repeat(32)}`), new Wallet(`0x${"12".repeat(32)}`)],
        };
        const agree = (certificate: string, told: string) => {
          const expected = outcome(plain, certificate, told);
          expect(outcome(fast, certificate, told)).to.deep.equal(expected);
          expect(outcome(fast, new TextEncoder().encode(certificate), told)).to.deep.equal(expected);
        };
        const text = JSON.stringify(fixture.certificate);
        agree(text, claim);
        agree(JSON.stringify(fixture.certificate, null, 2), JSON.stringify(fixture.claim, null, "\t"));
        for (let run = 0; run < RUNS; run++) {
          const receipts = await distort(fixture.certificate.receipts, store);
          agree(JSON.stringify({ ...fixture.certificate, receipts }), claim);
          agree(mutated(text, drawing), claim);
          agree(text, mutated(claim, drawing));
        }
        expect(fast.counts().permutations).to.be.greaterThan(0);
      });
    }
  }

  it("reads what this project writes without asking the plain reader", async () => {
    const fixture = FIXTURES.find(({ name }) => name === "dossier 1, rank 1");
    if (!fixture) throw new Error("no fixture");
    const assessor = await makeAssessor({ facts: replaying(fixture.facts), policy: DEFAULT_POLICY });
    const before = assessor.counts().permutations;
    assessor.assess(JSON.stringify(parseCertificate(fixture.certificate)), JSON.stringify(fixture.claim));
    const { permutations, recoveries } = assessor.counts();
    expect(permutations - before).to.be.greaterThan(40);
    expect(recoveries).to.equal(new Set(fixture.certificate.receipts.map(({ signature }) => signature)).size);
  });

  it("recovers a signature once for all that share, and never takes another for it", async () => {
    const load = drawWave("shared", 200);
    const shared = newSharedSignatures();
    const options = { facts: openFacts(load.facts), policy: DEFAULT_POLICY };
    const sharing = () => makeAssessor({ ...options, shared });
    const [first, second, alone] = [await sharing(), await sharing(), await makeAssessor(options)];
    for (const { certificate, claim } of load.pairs) expect(first.assess(certificate, claim).conform).to.equal(true);
    const signatures = first.counts().recoveries;
    expect(signatures).to.be.greaterThan(100);
    for (const { certificate, claim } of load.pairs) {
      // Another signature, and another time that was signed, of what the first has told.
      for (const [said, other] of [
        [/("signature":"0x.{60})(.)/, (_: string, head: string, digit: string) => head + (digit === "0" ? "1" : "0")],
        [/("issuedAt":\d+)(\d)/, (_: string, head: string, digit: string) => head + (digit === "0" ? "1" : "0")],
      ] as const) {
        const forged = certificate.replace(said, other);
        expect(forged).not.to.equal(certificate);
        const verdict = second.assess(forged, claim);
        expect(verdict.conform).to.equal(false);
        expect(verdict).to.deep.equal(alone.assess(forged, claim));
      }
    }
    const forgeries = second.counts().recoveries;
    for (const { certificate, claim } of load.pairs) expect(second.assess(certificate, claim).conform).to.equal(true);
    expect(second.counts().recoveries).to.equal(forgeries);
    // What nobody signed was not told as signed.
    const [{ certificate, claim } = { certificate: "", claim: "" }] = load.pairs;
    const forged = certificate.replace(/("signature":"0x.{60})(..)/, "$100");
    const others = [await sharing(), await sharing()];
    for (const other of others) expect(other.assess(forged, claim)).to.deep.equal(alone.assess(forged, claim));
    expect(others.map((other) => other.counts().recoveries)).to.deep.equal([1, 1]);
  });
});
