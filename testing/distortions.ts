import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { Signer } from "ethers";
import type { Suite } from "../src/chain/index.js";
import { toHex, word } from "../src/protocol/bytes.js";
import {
  ASPECTS,
  BATCH_TYPES,
  type Hex,
  hashStatement,
  LONGEST_PROOF,
  type Receipt,
  ZERO,
} from "../src/protocol/index.js";
import type { Chance } from "./chance.js";
import { type Restating, restated } from "./statements.js";

/** What a distortion draws from: the other receipts there are, and keys that could sign. */
export interface Store {
  readonly chance: Chance;
  readonly suite: Suite;
  readonly receipts: readonly Receipt[];
  readonly signers: readonly Signer[];
}

type Distort = (receipt: Receipt, store: Store) => Receipt | Promise<Receipt>;

const random = ({ chance }: Store) => toHex(chance.bytes(`word ${chance.next()}`));
const another = ({ chance, receipts }: Store) => chance.pick(receipts);

const edited = (receipt: Receipt, change: Restating): Receipt => ({
  ...receipt,
  statement: restated(receipt.statement, change),
});

/** A path stays within what may be read: a longer one is refused by the schema, and by the contract. */
const distortProof = (proof: readonly Hex[], store: Store): Hex[] => {
  const sibling = chanceOf(store, [random(store), ZERO, proof[0] ?? ZERO]);
  const distorted = chanceOf(store, [
    proof.slice(1),
    proof.slice(0, -1),
    [...proof, sibling],
    [sibling, ...proof],
    [...proof].reverse(),
    [],
    Array.from({ length: LONGEST_PROOF }, () => sibling),
  ]);
  return distorted.slice(0, LONGEST_PROOF);
};

const chanceOf = <T>({ chance }: Store, choices: readonly T[]): T => chance.pick(choices);

/** A signature cut into its parts, and put together again. */
const parts = (signature: Hex) => ({
  r: BigInt(`0x${signature.slice(2, 66) || "0"}`),
  s: BigInt(`0x${signature.slice(66, 130) || "0"}`),
  v: Number.parseInt(signature.slice(130) || "0", 16),
});
const joined = (r: bigint, s: bigint, v: number): Hex =>
  `0x${[word(r), word(s)].map((part) => toHex(part).slice(2)).join("")}${v.toString(16).padStart(2, "0")}`;
const ORDER = secp256k1.Point.Fn.ORDER;

const distortSignature: Distort = (receipt, store) => {
  const { r, s, v } = parts(receipt.signature);
  const bit = 1n << BigInt(store.chance.whole(0, 255));
  const signature = chanceOf<Hex>(store, [
    "0x",
    joined(r ^ bit, s, v),
    joined(r, s ^ bit, v),
    joined(r, s, chanceOf(store, [0, 1, 2, 26, 27, 28, 29, 255])),
    joined(r, ORDER - (s % ORDER), v === 27 ? 28 : 27),
    joined(r, ORDER - (s % ORDER), v),
    joined(0n, s, 27),
    joined(r, 0n, 27),
    joined(ORDER, s, 27),
    joined(r, ORDER, 28),
    joined(r, ORDER >> 1n, 28),
    joined(r, (ORDER >> 1n) + 1n, 28),
    receipt.signature.length > 4 ? (receipt.signature.slice(0, -2) as Hex) : "0x00",
    `${receipt.signature}00`,
    another(store).signature,
  ]);
  return { ...receipt, signature };
};

/** What an attacker, or a fault, may do to one receipt. */
const DISTORTIONS: readonly Distort[] = [
  (receipt, store) => {
    const { aspects } = receipt.statement;
    const [at, from] = [store.chance.pick(ASPECTS), store.chance.pick(ASPECTS)];
    return edited(receipt, { aspects: { [at]: chanceOf(store, [ZERO, random(store), aspects[from] ?? ZERO]) } });
  },
  (receipt, { chance }) => edited(receipt, { stage: chance.whole(0, 6) }),
  (receipt, { chance }) => edited(receipt, { reason: chance.whole(0, 8) }),
  (receipt, store) =>
    edited(receipt, { supersedes: chanceOf(store, [ZERO, random(store), hashStatement(another(store).statement)]) }),
  (receipt, store) => edited(receipt, { dossier: chanceOf(store, [ZERO, another(store).statement.dossier]) }),
  (receipt, store) => ({ ...receipt, statement: another(store).statement }),
  (receipt, store) => ({ ...receipt, statementProof: distortProof(receipt.statementProof, store) }),
  (receipt, store) => ({ ...receipt, anchorProof: distortProof(receipt.anchorProof, store) }),
  (receipt) => ({ ...receipt, statementProof: receipt.anchorProof, anchorProof: receipt.statementProof }),
  (receipt, store) => ({ ...receipt, statementProof: another(store).statementProof }),
  (receipt, store) => ({ ...receipt, anchorProof: another(store).anchorProof }),
  distortSignature,
  distortSignature,
  async (receipt, store) => {
    const domain = {
      name: "Clairevoie",
      version: "1",
      chainId: store.suite.reference.chainId,
      verifyingContract: store.suite.reference.partyRegistry,
    };
    const signer = chanceOf(store, store.signers);
    const signature = (await signer.signTypedData(domain, BATCH_TYPES, receipt.batch)) as Hex;
    const takesOver = store.chance.next() < 0.5;
    const key = takesOver ? ((await signer.getAddress()).toLowerCase() as Hex) : receipt.batch.key;
    return { ...receipt, signature, batch: { ...receipt.batch, key } };
  },
  (receipt, store) => {
    const key = chanceOf(store, [`0x${"00".repeat(20)}` as Hex, another(store).batch.key]);
    return { ...receipt, batch: { ...receipt.batch, key } };
  },
  (receipt, store) => {
    const root = chanceOf(store, [ZERO, random(store), another(store).batch.root, hashStatement(receipt.statement)]);
    return { ...receipt, batch: { ...receipt.batch, root } };
  },
  (receipt, store) => {
    const now = receipt.batch.issuedAt;
    const issuedAt = chanceOf(store, [0, 1, now - 1, now + 1, 2 ** 32, 2 ** 40, 2 ** 48, 2 ** 52]);
    return { ...receipt, batch: { ...receipt.batch, issuedAt } };
  },
  (receipt, store) => ({ ...receipt, batch: another(store).batch }),
];

/** Distorts one receipt of a list, or the list itself. */
export async function distort(receipts: readonly Receipt[], store: Store): Promise<Receipt[]> {
  const { chance } = store;
  const at = chance.whole(0, Math.max(0, receipts.length - 1));
  const kind = chance.whole(0, DISTORTIONS.length + 4);
  const one = receipts[at];
  if (!one || kind === 0) return [...receipts, another(store)];
  if (kind === 1) return receipts.filter((_, i) => i !== at);
  if (kind === 2) return [...receipts, one];
  if (kind === 3) return [...receipts].sort(() => chance.next() - 0.5);
  if (kind === 4) return [...receipts].reverse();
  const change = DISTORTIONS[kind - 5] ?? distortSignature;
  return Promise.all(receipts.map((receipt, i) => (i === at ? change(receipt, store) : receipt)));
}
