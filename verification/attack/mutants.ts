import { isDeepStrictEqual } from "node:util";
import { type Assessor, type AssessorOptions, makeAssessor } from "../../src/fast/index.js";
import {
  assess,
  type Certificate,
  type Claim,
  ClairevoieError,
  hashStatement,
  parseCertificate,
  parseClaim,
  type Receipt,
  type Verdict,
} from "../../src/protocol/index.js";
import { type Chance, chance } from "../../testing/chance.js";
import { numbered } from "../agreement/numbered.js";
import { recoveringOnce } from "../agreement/verdicts.js";
import { judgeCertificate } from "../oracle/claim.js";
import type { Count } from "./count.js";
import { meansTheSame } from "./meaning.js";
import { mutateText, mutateValue } from "./mutations.js";
import { otherBytes, otherNotation } from "./notations.js";
import { type PlayedOriginal, playedOriginals } from "./played.js";
import { spliced } from "./splices.js";

/** Mutants of one certificate in a round. */
const MUTANTS = 100;
/** Of so many, one is judged by the plain assessor itself; the others by what it is made of, each signature recovered once. */
const PLAIN_EVERY = 8;
/** Of so many that can be read, one is judged by the oracle too. */
const ORACLE_EVERY = 8;
/** No mutant may take more processor time, milliseconds: far above what any takes, far below a hang. */
const LONGEST = 4_000;

/** What is shown to both paths. */
interface Mutant {
  readonly kind: string;
  readonly certificate: string | Uint8Array;
  readonly claim: string | Uint8Array;
}

const KINDS = ["text", "notation", "bytes", "fields", "splice", "claim", "claim bytes"] as const;

function draw({ certificate, claim }: PlayedOriginal, all: readonly PlayedOriginal[], drawing: Chance): Mutant {
  const kind = drawing.pick([...KINDS, "notation", "fields", "splice", "splice"] as const);
  const [shown, told] = [JSON.stringify(certificate), JSON.stringify(claim)];
  const times = drawing.pick([1, 1, 1, 2, 3]);
  const repeat = <T>(value: T, change: (value: T) => T) => Array.from({ length: times }).reduce<T>(change, value);
  switch (kind) {
    case "text":
      return { kind, certificate: mutateText(shown, drawing), claim: told };
    case "notation":
      return { kind, certificate: repeat(shown, (text) => otherNotation(text, drawing)), claim: told };
    case "bytes":
      return { kind, certificate: otherBytes(shown, drawing), claim: told };
    case "fields": {
      const documents = all.map((one) => one.certificate as unknown);
      const change = (value: unknown) =>
        typeof value === "object" && value ? mutateValue(value, documents, drawing) : value;
      return { kind, certificate: JSON.stringify(repeat<unknown>(certificate, change)) ?? "", claim: told };
    }
    case "splice": {
      const change = (value: Certificate) => spliced(value, drawing.pick(all).certificate, drawing);
      return { kind, certificate: JSON.stringify(repeat(certificate, change)), claim: told };
    }
    case "claim": {
      const documents = all.map((one) => one.claim as unknown);
      const other = drawing.pick([
        () => JSON.stringify(mutateValue(claim, documents, drawing)) ?? "",
        () => otherNotation(told, drawing),
        () => mutateText(told, drawing),
        () => JSON.stringify(drawing.pick(all).claim),
      ]);
      return { kind, certificate: shown, claim: other() };
    }
    case "claim bytes":
      return { kind, certificate: shown, claim: otherBytes(told, drawing) };
  }
}

/** A verdict, or what is said of what cannot be read. */
type Outcome = { readonly verdict: Verdict } | { readonly refusal: Readonly<Record<string, unknown>> };

type Judging = Pick<Assessor, "assess">;

const backend = recoveringOnce();
const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });
const textOf = (input: string | Uint8Array) => (typeof input === "string" ? input : UTF8.decode(input));

/** The plain path, at the speed that a hundred thousand mutants need. */
function plainly({ facts, policy, insurer }: AssessorOptions): Judging {
  return {
    assess: (certificate, claim) =>
      assess(parseCertificate(textOf(certificate)), parseClaim(textOf(claim)), facts, policy, insurer, backend),
  };
}

function outcomeOf(assessor: Judging, { certificate, claim }: Mutant): Outcome {
  try {
    return { verdict: assessor.assess(certificate, claim) };
  } catch (error) {
    if (!(error instanceof ClairevoieError)) throw error;
    return { refusal: { ...error, name: error.name, message: error.message } };
  }
}

/** What a claim asks to be paid, without what is told besides. */
const askedBy = ({ frame: _, lensRight: __, lensLeft: ___, previous: ____, ...asked }: Claim): string =>
  JSON.stringify(asked);

/** Whether a verdict that conforms is of something else than what was certified, of this dossier or another, and asked to be paid. */
function isFraud({ certificate, claim }: Mutant, original: PlayedOriginal, all: readonly PlayedOriginal[]): boolean {
  if (typeof certificate !== "string" || claim !== JSON.stringify(original.claim)) return false;
  const read = parseCertificate(certificate);
  return all
    .filter((one) => askedBy(one.claim) === askedBy(original.claim))
    .every((one) => {
      const replaced = new Set(one.certificate.receipts.map(({ statement }) => statement.supersedes));
      const isReplaced = ({ statement }: Receipt) => replaced.has(hashStatement(statement));
      return !meansTheSame(read, one.certificate, original.claim, isReplaced, original.policy);
    });
}

/** Whether what docs/protocol.md says of a mutant that can be read is another verdict. */
function isAgainstProtocol({ certificate, claim }: Mutant, verdict: Verdict, options: AssessorOptions): boolean {
  const { facts, policy, insurer } = options;
  const [shown, told] = [parseCertificate(textOf(certificate)), parseClaim(textOf(claim))];
  const text = judgeCertificate(shown, told, facts, policy, insurer);
  return JSON.stringify(numbered(verdict.findings)) !== JSON.stringify(text);
}

/** Who judges a mutant. */
interface Paths {
  readonly fast: Judging;
  readonly plain: Judging;
  readonly isForOracle: boolean;
}

/** Why a mutant is a success of the attack, or what else came of it. */
function judge(mutant: Mutant, original: PlayedOriginal, all: readonly PlayedOriginal[], paths: Paths): string {
  try {
    const began = process.cpuUsage();
    const [ours, theirs] = [outcomeOf(paths.fast, mutant), outcomeOf(paths.plain, mutant)];
    const { user, system } = process.cpuUsage(began);
    if ((user + system) / 1000 > LONGEST) return "SLOW";
    if (!isDeepStrictEqual(ours, theirs)) return "PATHS DIFFER";
    if ("refusal" in ours) return "unread";
    if (paths.isForOracle && isAgainstProtocol(mutant, ours.verdict, original)) return "ORACLE DIFFERS";
    if (!ours.verdict.conform) return "refused";
    return isFraud(mutant, original, all) ? "CONFORMING" : "equivalent";
  } catch {
    return "THROWN";
  }
}

/** What came of mutants, by kind and outcome. */
interface MutantCount extends Count {
  readonly met: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
}

/**
 * Mutants of one certificate that conforms, of its text, its bytes, its fields and the claim, shown to the fast path and to the
 * plain one, and some to the oracle. It comes off when one conforms that says something else, when these differ, when one throws or hangs.
 */
export async function attackMutants(seed: string, round: number): Promise<MutantCount> {
  const all = await playedOriginals();
  const drawing = chance(`${seed}/mutants/${round}`);
  const original = drawing.pick(all);
  const { facts, policy, insurer } = original;
  const engine = drawing.pick(["fastest", "portable"] as const);
  const options = { facts, policy, insurer };
  const fast = await makeAssessor({ ...options, engine });
  const plain = await makeAssessor({ ...options, engine: "plain" });
  const plainSoon = plainly(options);
  const met: Record<string, number> = {};
  const broken: string[] = [];
  for (let number = 0; number < MUTANTS; number++) {
    const mutant = draw(original, all, drawing);
    const other = number % PLAIN_EVERY === 0 ? plain : plainSoon;
    const paths = { fast, plain: other, isForOracle: number % ORACLE_EVERY === 1 };
    const outcome = judge(mutant, original, all, paths);
    const name = `${mutant.kind}: ${outcome}`;
    met[name] = (met[name] ?? 0) + 1;
    if (outcome !== outcome.toLowerCase()) {
      broken.push(`${name}: mutant ${number} of round ${round} of seed ${seed}, of ${original.name}`);
    }
  }
  for (const one of broken) console.error(one);
  return { attempts: MUTANTS, successes: broken.length, met, broken };
}
