import { readFileSync } from "node:fs";
import { bn254 } from "@noble/curves/bn254.js";
import { TypedDataEncoder } from "ethers";
import { NOTHING } from "./hashes.js";
import { type Found, weightOf } from "./receipts.js";
import type { Proofs, Word } from "./shapes.js";

interface VerificationKey {
  readonly alpha: readonly string[];
  readonly beta: readonly string[];
  readonly gamma: readonly string[];
  readonly delta: readonly string[];
  readonly ic: readonly (readonly string[])[];
}

/** What proofs are held to. A mask of 0: none is known. */
export interface Demands {
  readonly requireBand: boolean;
  readonly requireRenewal: boolean;
  readonly masks: { readonly right?: number | undefined; readonly left?: number | undefined };
  readonly previous: { readonly right?: Word | undefined; readonly left?: Word | undefined };
  readonly acceptDevelopmentKeys?: boolean | undefined;
}

/** What the receipts say that proofs are about. */
export interface About {
  readonly stated: readonly string[] | undefined;
  readonly shipped: readonly string[] | undefined;
  readonly stocked: readonly string[];
  readonly dossier: string;
}

/** Public data, as the circuits published it: the oracle takes it from no code. */
const DEVELOPMENT_KEYS: { readonly band: VerificationKey; readonly renewal: VerificationKey } = JSON.parse(
  readFileSync(new URL("./development-keys.json", import.meta.url), "utf8"),
);
const [SHIPMENT, INVOICE, NONE] = [2, 3, 255] as const;
const BASE_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const FIELD_ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
const { G1, G2, fields } = bn254;

/** A proof and its keys as points; undefined where they are none. */
function pointsOf(words: readonly bigint[]): { a: G1; b: G2; c: G1 } | undefined {
  if (words.length !== 8 || words.some((word) => word >= BASE_ORDER)) return undefined;
  const [ax = 0n, ay = 0n, bxi = 0n, bx = 0n, byi = 0n, by = 0n, cx = 0n, cy = 0n] = words;
  try {
    const found = { a: g1([ax, ay]), b: g2([bxi, bx, byi, by]), c: g1([cx, cy]) };
    return [found.a, found.b, found.c].some((point) => point.is0()) ? undefined : found;
  } catch {
    return undefined;
  }
}

type G1 = ReturnType<typeof G1.Point.fromAffine>;
type G2 = ReturnType<typeof G2.Point.fromAffine>;
const g1 = ([x = 0n, y = 0n]: readonly bigint[]): G1 => {
  const point = G1.Point.fromAffine({ x, y });
  point.assertValidity();
  return point;
};
const g2 = ([xi = 0n, x = 0n, yi = 0n, y = 0n]: readonly bigint[]): G2 => {
  const point = G2.Point.fromAffine({ x: { c0: x, c1: xi }, y: { c0: y, c1: yi } });
  point.assertValidity();
  return point;
};
const numbers = (words: readonly string[]) => words.map(BigInt);

const known = new Map<string, boolean>();

/** The equation of Groth16, four pairings one by one: slow, so that each answer is kept. */
function holds(key: VerificationKey, inputs: readonly bigint[], proof: string): boolean {
  const question = `${key.ic.length}/${inputs.join("/")}/${proof}`;
  const answer = known.get(question) ?? pairs(key, inputs, proof);
  known.set(question, answer);
  return answer;
}

function pairs(key: VerificationKey, inputs: readonly bigint[], proof: string): boolean {
  const points = pointsOf((proof.slice(2).match(/.{64}/g) ?? []).map((word) => BigInt(`0x${word}`)));
  if (!points || inputs.some((input) => input >= FIELD_ORDER)) return false;
  const [first = G1.Point.ZERO, ...others] = key.ic.map((point) => g1(numbers(point)));
  const sum = others.reduce((total, point, i) => (inputs[i] ? total.add(point.multiply(inputs[i])) : total), first);
  const right = [
    bn254.pairing(g1(numbers(key.alpha)), g2(numbers(key.beta))),
    bn254.pairing(sum, g2(numbers(key.gamma))),
    bn254.pairing(points.c, g2(numbers(key.delta))),
  ].reduce((product, one) => fields.Fp12.mul(product, one));
  return fields.Fp12.eql(bn254.pairing(points.a, points.b), right);
}

function bindingOf(dossier: string): bigint {
  const types = { ProofBinding: [{ name: "dossier", type: "bytes32" }] };
  return BigInt(TypedDataEncoder.hashStruct("ProofBinding", types, { dossier }).slice(0, 64));
}

/** Neither nothing, nor more than there is, nor bands of both focal types. */
const isMask = (mask: number) => mask > 0 && mask < 2 ** 14 && (mask < 2 ** 7 || mask % 2 ** 7 === 0);

/** Pass 12, where an invoice counts. */
export function judgeShown(
  proofs: Proofs | undefined,
  demands: Demands,
  chainId: number,
  { stated, shipped, stocked, dossier }: About,
): Found[] {
  const found: Found[] = [];
  if (!stated) return found;
  const find = (code: number, stage: number, aspect: number = NONE) =>
    found.push({ code, severity: weightOf(code), stage, aspect, subject: NOTHING, until: 0 });
  const commitmentOf = (aspect: number) => shipped?.[aspect] ?? NOTHING;
  const keys = proofs?.keys === "development" ? DEVELOPMENT_KEYS : undefined;
  const isShown = proofs?.bandRight ?? proofs?.bandLeft ?? proofs?.renewal;
  const isLocal = chainId === 31337 || chainId === 1337;
  // 12.1
  if (keys && isShown) {
    const severity = (demands.acceptDevelopmentKeys ?? isLocal) ? "info" : "blocking";
    found.push({ code: 76, severity, stage: INVOICE, aspect: NONE, subject: NOTHING, until: 0 });
  }

  // 12.2
  for (const [eye, shown, code, aspect] of [
    ["right", proofs?.bandRight, 5, 9],
    ["left", proofs?.bandLeft, 6, 10],
  ] as const) {
    if (stocked.includes(eye)) continue;
    const billed = demands.masks[eye] ?? 0;
    const isInvoiced = stated[code] !== NOTHING;
    if (isInvoiced && demands.requireBand && (!shown || billed === 0)) {
      find(72, SHIPMENT, aspect);
      continue;
    }
    if (!shown) continue;
    const commitment = commitmentOf(aspect);
    const inputs = [BigInt(commitment), BigInt(aspect), BigInt(shown.mask), bindingOf(dossier)];
    const isProven = keys && commitment !== NOTHING && isMask(shown.mask) && holds(keys.band, inputs, shown.proof);
    if (!isProven) find(75, SHIPMENT, aspect);
    else if (billed !== 0 && billed !== shown.mask) find(73, SHIPMENT, aspect);
  }

  // 12.3
  const before = [demands.previous.right ?? NOTHING, demands.previous.left ?? NOTHING];
  const after = [commitmentOf(9), commitmentOf(10)];
  if (!proofs?.renewal || before.every((commitment) => commitment === NOTHING)) {
    if (demands.requireRenewal) find(74, SHIPMENT);
    return found;
  }
  const inBoth = (commitments: readonly string[]) =>
    commitments.map((commitment, eye) => (before[eye] === NOTHING || after[eye] === NOTHING ? 0n : BigInt(commitment)));
  const inputs = [...inBoth(before), ...inBoth(after), bindingOf(dossier)];
  if (!keys || !holds(keys.renewal, inputs, proofs.renewal.proof)) find(75, SHIPMENT);
  return found;
}
