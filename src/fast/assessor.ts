import { examine, type Judgement } from "../protocol/assess.js";
import { writtenOut } from "../protocol/certificate.js";
import {
  type AskingInsurer,
  type Certificate,
  type ChainFacts,
  type Claim,
  type Pending,
  PLAIN,
  type Policy,
  parseCertificate,
  parseClaim,
  type Verdict,
} from "../protocol/index.js";
import { concludeAll, mapPending, unconditional } from "../protocol/pending.js";
import { startPairing } from "../zk/pairing.js";
import { acceptorOf } from "./accept.js";
import { decodedCryptoBackend } from "./crypto-backend.js";
import { type Kernel, startKernel } from "./kernel.js";
import { CLAIM_TEXT, LONGEST_CLAIM, LONGEST_TEXT, TEXT } from "./memory-layout.js";
import { startSignatures } from "./signatures.js";
import { signersOf } from "./signers.js";

/** Against what certificates are judged. */
export interface AssessorOptions {
  /** What the chain says, at one block: what it answered once may be remembered. */
  readonly facts: ChainFacts;
  readonly policy: Policy;
  /** Who asks, where it says so. */
  readonly insurer?: AskingInsurer;
  /** `portable` leaves the native library alone, `plain` everything: the protocol as it reads. */
  readonly engine?: "fastest" | "portable" | "plain";
  /**
   * Where threads that judge certificates of one chain tell one another whose signatures they recovered.
   * @internal
   */
  readonly shared?: SharedArrayBuffer;
  /**
   * What another assessor of the same chain has no more use for; else one is started, which takes a moment.
   * @internal
   */
  readonly kernel?: Kernel;
}

/** Judges certificates, one after another, as `assess` does and much faster. */
export interface Assessor {
  /** What computes, to be reported: WebAssembly, a libsecp256k1 and what pairs, or the plain functions. */
  readonly engine: string;
  /**
   * Judges one certificate. Texts in the order of fields in which this project writes them are read fast; any other is
   * read by the plain reader, with the same verdict.
   * @param certificate Its text, or its UTF-8 bytes.
   * @param claim The same, of the claim.
   * @throws {InputError} naming the first field that is wrong.
   */
  assess(certificate: string | Uint8Array, claim: string | Uint8Array): Verdict;
  /**
   * Judges one certificate as `assess` does, all but its proofs: those of many are then verified at once by `conclude`,
   * which takes less than half of the time.
   * @throws {InputError} naming the first field that is wrong.
   */
  examine(certificate: string | Uint8Array, claim: string | Uint8Array): Pending<Verdict>;
  /** Verifies the proofs of all that was examined, at once, and gives what each comes to, in their order. */
  conclude<Result>(examined: readonly Pending<Result>[]): Result[];
  /** What was computed and not remembered, since the start, and of how many certificates the rules were not asked. */
  counts(): { readonly permutations: number; readonly recoveries: number; readonly accepted: number };
}

/**
 * Makes an assessor. It takes about 60 MB however many certificates it judges; it is for one thread.
 *
 * @example
 * ```ts
 * import { makeAssessor } from "clairevoie/fast";
 * import { DEFAULT_POLICY } from "clairevoie/protocol";
 * const assessor = await makeAssessor({ facts, policy: DEFAULT_POLICY });
 * const { conform } = assessor.assess(JSON.stringify(certificate), JSON.stringify(claim));
 * ```
 */
export async function makeAssessor(options: AssessorOptions): Promise<Assessor> {
  const { policy, insurer = {}, engine = "fastest" } = options;
  const plain = plainAssessor(options);
  if (engine === "plain") return plain;
  const kernel = options.kernel ?? (await startKernel(options.facts.chain).catch(() => undefined));
  if (!kernel) return plain; // No WebAssembly with SIMD here.
  const [signatures, pairing] = await Promise.all([
    startSignatures(engine === "portable" ? "portable" : "native"),
    startPairing(),
  ]);
  const { facts } = options;
  const signers = signersOf(kernel, signatures, options.shared);
  const accept = acceptorOf(kernel, signers, facts, policy, insurer);
  const conclude = <Result>(examined: readonly Pending<Result>[]) => concludeAll(examined, pairing.verifyProofs);
  const examineDecoded = (certificate: string | Uint8Array, claim: string | Uint8Array): Pending<Verdict> => {
    if (!isDecoded(kernel, certificate, claim)) return plain.examine(certificate, claim);
    const verdict = accept();
    if (verdict) {
      accepted++;
      return unconditional(verdict);
    }
    // What was decoded has passed every check of the readers.
    const read = writtenOut(JSON.parse(textOf(certificate))) as Certificate;
    const backend = decodedCryptoBackend(kernel, signers, facts.chain, read);
    return verdictOf(examine(read, JSON.parse(textOf(claim)) as Claim, facts, policy, insurer, backend));
  };
  let accepted = 0;
  return {
    engine: `WebAssembly keccak, ${signatures.name}, ${pairing.name}`,
    assess: (certificate, claim) => conclude([examineDecoded(certificate, claim)])[0] as Verdict,
    examine: examineDecoded,
    conclude,
    counts: () => ({
      permutations: kernel.permutations.value as number,
      recoveries: signers.recoveries(),
      accepted,
    }),
  };
}

function plainAssessor({ facts, policy, insurer }: AssessorOptions): Assessor {
  const examineParsed = (certificate: string | Uint8Array, claim: string | Uint8Array) =>
    verdictOf(examine(parseCertificate(textOf(certificate)), parseClaim(textOf(claim)), facts, policy, insurer));
  const conclude = <Result>(examined: readonly Pending<Result>[]) => concludeAll(examined, PLAIN.verifyProofs);
  return {
    engine: "plain",
    assess: (certificate, claim) => conclude([examineParsed(certificate, claim)])[0] as Verdict,
    examine: examineParsed,
    conclude,
    counts: () => ({ permutations: 0, recoveries: 0, accepted: 0 }),
  };
}

/** Of a judgement, only the verdict. */
const verdictOf = (examined: Pending<Judgement>) => mapPending(examined, ({ verdict }) => verdict);

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });
const textOf = (input: string | Uint8Array) => (typeof input === "string" ? input : UTF8.decode(input));

/** Whether both are written as this project writes them; they are then decoded in the kernel, and what the claim commits to too. */
function isDecoded(kernel: Kernel, certificate: string | Uint8Array, claim: string | Uint8Array): boolean {
  const isRead =
    isWritten(kernel, claim, CLAIM_TEXT, LONGEST_CLAIM) &&
    kernel.claim(claim.length) !== 0 &&
    isWritten(kernel, certificate, TEXT, LONGEST_TEXT) &&
    kernel.certificate(certificate.length) !== 0;
  if (isRead) kernel.open();
  return isRead;
}

/** Whether the text is in the kernel now, with room behind it. A text that is not ASCII is longer there than here. */
function isWritten(kernel: Kernel, input: string | Uint8Array, at: number, room: number): boolean {
  if (input.length + 1 >= room) return false;
  if (typeof input === "string") return kernel.write(input, at, input.length + 1) === input.length;
  kernel.bytes.set(input, at);
  return true;
}
