import { Wallet } from "ethers";
import {
  assess,
  BATCH_TYPES,
  type Certificate,
  type ChainFacts,
  DEFAULT_POLICY,
  type Hex,
  hashStatement,
  parseCertificate,
  type Receipt,
} from "../../src/protocol/index.js";
import { type Chance, chance } from "../../testing/chance.js";
import { numbered } from "../agreement/numbered.js";
import { judgeCertificate } from "../oracle/claim.js";
import { climb, digestOf } from "../oracle/hashes.js";
import { attackCertificates, emptyTally } from "./binding.js";
import type { Count } from "./count.js";
import { mutateValue } from "./mutations.js";
import { type Original, readOriginals } from "./originals.js";
import { attackErasure, attackHiding, attackSeparation } from "./secrets.js";

/** One round of an attack on a property, drawn from the seed and the round's number alone. */
export type Attack = (seed: string, round: number) => Count | Promise<Count>;

/** How often facts are made up for each round on a chain. */
const FACTS_A_ROUND = 25;
const { originals, all } = readOriginals();
const conforms = ({ claim }: Original, certificate: Certificate, facts: ChainFacts) =>
  assess(certificate, claim, facts, DEFAULT_POLICY).conform;
const once = (isSuccess: boolean): Count => ({ attempts: 1, successes: isSuccess ? 1 : 0 });

/** One receipt of a certificate changed. */
function withReceipt(certificate: Certificate, at: number, change: (receipt: Receipt) => Receipt): Certificate {
  return { ...certificate, receipts: certificate.receipts.map((one, i) => (i === at ? change(one) : one)) };
}

function drawReceipt(drawing: Chance): { original: Original; at: number; receipt: Receipt } {
  const original = drawing.pick(originals);
  const at = drawing.whole(0, original.certificate.receipts.length - 1);
  const receipt = original.certificate.receipts[at];
  if (!receipt) throw new Error("a certificate has a receipt");
  return { original, at, receipt };
}

function attackBinding(seed: string, round: number): Count {
  const tally = emptyTally();
  attackCertificates(seed, round * 100, 100, tally);
  return { attempts: tally.attempts, successes: tally.successes.length };
}

/** Another key signs, for its own name or the party's; or the same batch is signed for another chain, contract or struct. */
async function attackIntegrity(seed: string, round: number): Promise<Count> {
  const drawing = chance(`${seed}/integrity/${round}`);
  const { original, at, receipt } = drawReceipt(drawing);
  if (drawing.next() < 0.2 && receipt.signature !== "0x") {
    // The other signature of the same key, that anyone can compute (EIP-2).
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const s = (order - BigInt(`0x${receipt.signature.slice(66, 130)}`)).toString(16).padStart(64, "0");
    const v = receipt.signature.endsWith("1b") ? "1c" : "1b";
    const other = `${receipt.signature.slice(0, 66)}${s}${v}` as Hex;
    const twin = withReceipt(original.certificate, at, () => ({ ...receipt, signature: other }));
    return once(conforms(original, twin, original.facts));
  }
  const thief = new Wallet(`0x${Buffer.from(drawing.bytes("thief")).toString("hex")}`);
  const { chainId, partyRegistry, anchorRegistry } = original.facts.chain;
  const domain = { name: "Clairevoie", version: "1", chainId, verifyingContract: partyRegistry };
  const domains = [domain, { ...domain, chainId: chainId + 1 }, { ...domain, verifyingContract: anchorRegistry }];
  const key = drawing.pick([receipt.batch.key, thief.address.toLowerCase() as Hex]);
  const forged = { ...receipt.batch, key, root: drawing.pick([receipt.batch.root, hashStatement(receipt.statement)]) };
  const signature = (await thief.signTypedData(drawing.pick(domains), BATCH_TYPES, forged)) as Hex;
  const certificate = withReceipt(original.certificate, at, () => ({ ...receipt, batch: forged, signature }));
  return once(conforms(original, certificate, original.facts));
}

/** An anchor that comes too late, before the signature or never, and a key that was not good at that time. */
function attackTime(seed: string, round: number): Count {
  const drawing = chance(`${seed}/time/${round}`);
  const { original, receipt } = drawReceipt(drawing);
  const wrong = drawing.pick([
    receipt.batch.issuedAt + DEFAULT_POLICY.lagSeconds + drawing.whole(1, 2 ** 30),
    receipt.batch.issuedAt - drawing.whole(1, 600),
    0,
  ]);
  const { facts } = original;
  const own = climb(digestOf(facts.chain, receipt.batch), receipt.anchorProof);
  const root = drawing.pick(["anchor", "key"]);
  const status = drawing.pick(["not-yet", "revoked", "compromised", "unknown"] as const);
  const worse: ChainFacts =
    root === "anchor"
      ? {
          ...facts,
          anchoredAt: (asked) => (asked === own ? wrong : facts.anchoredAt(asked)),
          standing: (key, time) => facts.standing(key, time === wrong ? facts.anchoredAt(own as Hex) : time),
        }
      : {
          ...facts,
          standing: (key, time) => {
            const standing = facts.standing(key, time);
            return key === receipt.batch.key ? { ...standing, status } : standing;
          },
        };
  return once(conforms(original, original.certificate, worse));
}

/** A statement that counted is withdrawn: shown in any order, repeated, or without others, it never counts again. */
function attackWithdrawals(seed: string, round: number): Count {
  const drawing = chance(`${seed}/withdrawals/${round}`);
  const { original, receipt } = drawReceipt(drawing);
  const hash = hashStatement(receipt.statement);
  const { certificate, facts } = original;
  // What was replaced lawfully may be withdrawn: it is already.
  if (certificate.receipts.some(({ statement }) => statement.supersedes === hash)) return { attempts: 0, successes: 0 };
  const withdrawn: ChainFacts = {
    ...facts,
    withdrawal: (party, statement) =>
      statement === hash
        ? { time: 1, reason: "return", account: `0x${"ab".repeat(20)}`, isVoid: false }
        : facts.withdrawal(party, statement),
  };
  const shown = [...certificate.receipts, ...certificate.receipts]
    .filter((one) => one === receipt || drawing.next() < 0.8)
    .sort(() => drawing.next() - 0.5);
  return once(conforms(original, { ...certificate, receipts: shown }, withdrawn));
}

/** What was settled is never accepted again, by whoever asks and whatever tag is under the marker. */
function attackSettledFacts(seed: string, round: number): Count {
  const drawing = chance(`${seed}/settlement/${round}`);
  const original = drawing.pick(originals);
  const tag = `0x${Buffer.from(drawing.bytes("tag")).toString("hex").slice(0, 40)}` as Hex;
  const paid = `0x${Buffer.from(drawing.bytes("payer")).toString("hex")}` as Hex;
  const facts: ChainFacts = {
    ...original.facts,
    settlement: () => ({ tag, round: drawing.pick([0, 1]), ranks: drawing.pick([{}, { 1: paid }, { 2: paid }]) }),
  };
  const { claim, certificate } = original;
  const policy = { ...DEFAULT_POLICY, acceptOwnSettlement: drawing.next() < 0.5 };
  return once(assess(certificate, claim, facts, policy, { party: paid }).conform);
}

/** What was kept is judged by its text and recorded facts alone: nothing here reaches a network. It comes off if the verdict changes. */
function attackKeptTexts(seed: string, round: number): Count {
  const original = chance(`${seed}/availability/${round}`).pick(originals);
  return once(!conforms(original, parseCertificate(JSON.stringify(original.certificate)), original.facts));
}

/** Some rounds of an attack on facts, and one on a chain, which is loaded here alone: the others need none. */
async function withChain(onFacts: Attack, onChain: () => Promise<Attack>, seed: string, round: number): Promise<Count> {
  let { attempts, successes } = await (await onChain())(seed, round);
  for (let i = 0; i < FACTS_A_ROUND; i++) {
    const count = await onFacts(seed, FACTS_A_ROUND * round + i);
    attempts += count.attempts;
    successes += count.successes;
  }
  return { attempts, successes };
}

/** Shares are marked by all who may not, in every order, on the real contract; and what is settled is claimed again. */
const attackSettlement: Attack = (seed, round) =>
  withChain(attackSettledFacts, async () => (await import("./settling.js")).attackRegistry, seed, round);

/** Years pass, keys and councils change, and what was kept is judged again in every way; with recorded facts too. */
const attackAvailability: Attack = (seed, round) =>
  withChain(attackKeptTexts, async () => (await import("./lasting.js")).attackArchives, seed, round);

/** A mutant of a certificate, a claim or both, judged by the SDK and by the oracle. It comes off if they differ. */
function attackAgreement(seed: string, round: number): Count {
  const drawing = chance(`${seed}/agreement/${round}`);
  const original = drawing.pick(all);
  const others = all.map(({ certificate }) => certificate);
  const policy = {
    ...DEFAULT_POLICY,
    require: drawing.pick([[], ["frame"], ["lensRight", "lensLeft"]] as const).slice(),
  };
  const claim = drawing.next() < 0.4 ? drawing.pick(all).claim : original.claim;
  const share = { ...claim, shareCents: drawing.pick([claim.shareCents, claim.shareCents + 1, 100_000_000]) };
  let certificate = original.certificate;
  try {
    if (drawing.next() < 0.9) certificate = parseCertificate(JSON.stringify(mutateValue(certificate, others, drawing)));
  } catch {
    // Refused by the schema: the original is judged, with whatever claim was drawn.
  }
  const insurer = drawing.pick([{}, { amc: claim.amc }, { amc: "12345678" }]);
  const here = numbered(assess(certificate, share, original.facts, policy, insurer).findings);
  const text = judgeCertificate(certificate, share, original.facts, policy, insurer);
  return once(JSON.stringify(here) !== JSON.stringify(text));
}

/** The first ten properties, each with who tries to break it, how many rounds a share takes, and how many a long run. */
export const PROPERTIES: readonly (readonly [name: string, attack: Attack, share: number, long: number])[] = [
  ["hiding: commitments tell nothing to who has no salt", attackHiding, 1, 100],
  ["binding: nothing opens to two values or moves elsewhere", attackBinding, 20, 2_000],
  ["separation: maker and insurer learn only their own part", attackSeparation, 1, 100],
  ["integrity: only the holder of a valid key states", attackIntegrity, 300, 20_000],
  ["time: nothing is back-dated", attackTime, 300, 20_000],
  ["withdrawals are found by everyone", attackWithdrawals, 300, 20_000],
  ["settlement happens once", attackSettlement, 10, 1_000],
  ["availability: receipts verify without a server", attackAvailability, 10, 400],
  ["erasure: without the secret nothing opens", attackErasure, 1, 100],
  ["agreement: verifiers never differ", attackAgreement, 500, 50_000],
];

/** The attacks that need no chain: those of the ten that are quick, and the parts of the two others. */
export const OFFLINE: readonly (readonly [name: string, attack: Attack])[] = [
  ...PROPERTIES.filter(([, , share]) => share >= 100).map(([name, attack]) => [name, attack] as const),
  ["settled facts are never accepted again", attackSettledFacts],
  ["kept texts are judged as before", attackKeptTexts],
];
