import { artefactsOf } from "../circuits/artefacts.js";
import { commitmentsOf, type EyeOpenings, type Opening } from "../circuits/inputs.js";
import { proveBand, proveRenewal } from "../circuits/prove.js";
import { endThreads } from "../circuits/setup.js";
import type { Dossier } from "../src/parties/index.js";
import { toHex } from "../src/protocol/bytes.js";
import {
  EYES,
  type Eye,
  eyeSecret,
  type Hex,
  type ProofDemands,
  type Proofs,
  powerBand,
  prescriptionSalt,
  ZERO,
} from "../src/protocol/index.js";
import type { EyeCommitments } from "../src/zk/index.js";
import type { Chance } from "./chance.js";
import { FILE } from "./dossiers.js";

type Shown = NonNullable<Proofs["bandRight"]>;

/** What an honest optician proves of a dossier, and the equipment before. */
interface Honest {
  readonly bands: Readonly<Record<Eye, Shown>>;
  readonly renewal: Hex;
  /** From the right lens before alone. */
  readonly ofRight: Hex;
  readonly before: EyeCommitments;
}

/** What is shown and asked of proofs in one question. */
export interface OddProofs {
  readonly proofs: Proofs | undefined;
  readonly demands: ProofDemands;
}

const BASE_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const YEAR_BEFORE = 50;
/** What codes stand for, and what none does: bands of both codes' kinds, all of a kind, of both kinds, and the whole. */
const MASKS = [1, 2, 7, 120, 127, 128, 896, 1 << 13, 15_360, 16_256, 129, 16_383] as const;

/** The mask of the class-B code of a lens. */
const maskOf = ({ prescription }: Opening): number => 1 << (powerBand(prescription) ?? 0);

function openingsOf(secret: Uint8Array): EyeOpenings {
  return Object.fromEntries(
    EYES.flatMap((eye) => {
      const prescription = FILE.eyes[eye]?.prescription;
      return prescription ? [[eye, { prescription, salt: prescriptionSalt(eyeSecret(secret, eye)) }]] : [];
    }),
  );
}

/** Proves all there is to prove of dossiers that are as `FILE` says. */
export async function proveHonestly(dossiers: readonly Dossier[]): Promise<Honest[]> {
  const made: Honest[] = [];
  for (const { id, secret } of dossiers) {
    const now = openingsOf(secret);
    const { right, left } = now;
    if (!right || !left) throw new Error("a dossier has two lenses");
    const { sphere } = right.prescription;
    const then = { ...right, prescription: { ...right.prescription, sphere: sphere - YEAR_BEFORE } };
    const before = { right: then, left };
    made.push({
      bands: {
        right: await proveBand(artefactsOf("band"), id, "right", right, maskOf(right)),
        left: await proveBand(artefactsOf("band"), id, "left", left, maskOf(left)),
      },
      renewal: (await proveRenewal(artefactsOf("renewal"), id, before, now)).proof,
      ofRight: (await proveRenewal(artefactsOf("renewal"), id, { right: then }, now)).proof,
      before: commitmentsOf(before),
    });
  }
  await endThreads();
  return made;
}

const word = (proof: Hex, i: number) => BigInt(`0x${proof.slice(2 + 64 * i, 66 + 64 * i)}`);
const withWord = (proof: Hex, i: number, value: bigint): Hex =>
  `0x${proof.slice(2, 2 + 64 * i)}${value.toString(16).padStart(64, "0")}${proof.slice(66 + 64 * i)}`;
/** The point with the other sign: of A its word 1, of B the words 4 and 5. */
const negated = (proof: Hex, words: readonly number[]) =>
  words.reduce((made, i) => withWord(made, i, (BASE_ORDER - word(made, i)) % BASE_ORDER), proof);

/** A proof as a cheat or a fault leaves it. One way gives another proof of the same statement. */
function spoil(drawing: Chance, proof: Hex): Hex {
  const i = drawing.whole(0, 7);
  return drawing.pick([
    negated(proof, [1, 4, 5]), // e(-A, -B) = e(A, B): as good as the first.
    negated(proof, [1]),
    withWord(proof, i, 0n),
    withWord(proof, i, word(proof, i) + 1n),
    withWord(proof, i, word(proof, i) + BASE_ORDER),
    withWord(proof, i, word(proof, (i + 1) % 8)),
    [0, 1].reduce((made, at) => withWord(made, at, 0n), proof),
    [2, 3, 4, 5].reduce((made, at) => withWord(made, at, 0n), proof),
    [6, 7].reduce((made, at) => withWord(made, at, 0n), proof),
    `0x${"00".repeat(256)}` as Hex,
    `0x${"ff".repeat(256)}` as Hex,
    toHex(Uint8Array.from({ length: 256 }, () => drawing.whole(0, 255))),
  ]);
}

/** Draws what is shown of a dossier: mostly what is true, else another dossier's, another eye's, another mask, spoilt. */
export function drawProofs(drawing: Chance, honest: readonly Honest[], number: number, isTame: boolean): OddProofs {
  const any = () => drawing.pick(honest);
  const own = honest[number] ?? any();
  const from = () => (isTame || drawing.next() < 0.85 ? own : any());
  const proofOf = (proof: Hex) => (isTame || drawing.next() < 0.75 ? proof : spoil(drawing, proof));
  const band = (eye: Eye): Shown | undefined => {
    if (!isTame && drawing.next() < 0.2) return undefined;
    const shown = from().bands[isTame || drawing.next() < 0.9 ? eye : drawing.pick(EYES)];
    const mask = isTame || drawing.next() < 0.9 ? shown.mask : drawing.pick(MASKS);
    return { mask, proof: proofOf(shown.proof) };
  };
  const [bandRight, bandLeft] = [band("right"), band("left")];
  const isOfRight = drawing.next() < 0.3;
  const renewal =
    isTame || drawing.next() < 0.4 ? { proof: proofOf(isOfRight ? from().ofRight : from().renewal) } : undefined;
  const keys = isTame || drawing.next() < 0.92 ? "development" : drawing.pick(["ceremony", "developmen", "none"]);
  const proofs = {
    keys,
    ...(bandRight && { bandRight }),
    ...(bandLeft && { bandLeft }),
    ...(renewal && { renewal }),
  };
  return {
    proofs: isTame || drawing.next() < 0.9 ? proofs : undefined,
    demands: drawDemands(drawing, isTame, own, from().before, isOfRight),
  };
}

function drawDemands(
  drawing: Chance,
  isTame: boolean,
  own: Honest,
  before: EyeCommitments,
  isOfRight: boolean,
): ProofDemands {
  const billed = (eye: Eye) =>
    drawing.next() < (isTame ? 0.85 : 0.5)
      ? { [eye]: own.bands[eye].mask }
      : drawing.next() < 0.5
        ? { [eye]: drawing.pick(MASKS) }
        : {};
  const kept = isTame
    ? before
    : drawing.pick<EyeCommitments>([before, before, before, { left: before.left }, { right: ZERO }, {}]);
  const { right, left } = isOfRight ? { right: before.right, left: undefined } : kept;
  return {
    requireBand: drawing.next() < 0.4,
    requireRenewal: drawing.next() < 0.3,
    masks: { ...billed("right"), ...billed("left") },
    previous: { ...(right && right !== ZERO && { right }), ...(left && { left }) },
    ...(!isTame && drawing.next() < 0.3 && { acceptDevelopmentKeys: drawing.next() < 0.5 }),
  };
}
