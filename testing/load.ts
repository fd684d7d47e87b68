import { createHash } from "node:crypto";
import { instantiateSecp256k1 } from "@bitauth/libauth";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { type LargeTree, makeSealer } from "../src/fast/index.js";
import { toHex } from "../src/protocol/bytes.js";
import {
  ASPECTS,
  type AspectName,
  batchDigest,
  type Certificate,
  type ChainFacts,
  type ChainReference,
  type Claim,
  certificateText,
  commit,
  grantDigest,
  type Hex,
  hashDossier,
  makerName,
  type PartyRole,
  partyId,
  passesLuhn,
  ROWS,
  type Row,
  type Statement,
  settlementSplit,
  settlementTag,
  ZERO,
} from "../src/protocol/index.js";
import { chance } from "./chance.js";

/** One claim to audit: the certificate's text and the claim's. */
export interface Pair {
  readonly certificate: string;
  readonly claim: string;
}

/** What the chain says of a load, to be posted to a worker. */
export interface LoadFacts {
  readonly chain: ChainReference;
  readonly anchors: readonly (readonly [Hex, number])[];
  readonly keys: readonly (readonly [Hex, Hex, PartyRole])[];
}

/** A wave of a load: so many certificates, and what must be known of the chain to judge them. */
export interface Load {
  readonly pairs: readonly Pair[];
  readonly facts: LoadFacts;
  /** The secrets of the keys that signed, by account, to sign more. */
  readonly secrets: ReadonlyMap<Hex, Uint8Array>;
}

const OPTICIAN_BATCH = 5;
const MAKER_BATCH = 1_000;
const BATCHES_PER_ROOT = 4_096;
/** Dossiers of a whole wave: those of one root's batches of opticians. */
export const WAVE = OPTICIAN_BATCH * BATCHES_PER_ROOT;
/** As there are in France. */
const STORES = 16_000;
const MAKERS = 8;
/** 1 January 2026. */
export const START = 1_767_225_600;
export const DAY = 86_400;
const EYES: readonly AspectName[] = ["codeRight", "codeLeft", "lensRight", "lensLeft"];
const SEEN_BY_MAKER: readonly AspectName[] = [...EYES, "prescriptionRight", "prescriptionLeft"];
const MADE: readonly AspectName[] = ["orderRight", "orderLeft", "makerRight", "makerLeft"];
const STATED: Readonly<Record<Row, readonly AspectName[]>> = {
  quote: ["reference", "billing", "frame", ...SEEN_BY_MAKER],
  order: [...SEEN_BY_MAKER, ...MADE],
  shipment: [...SEEN_BY_MAKER, ...MADE],
  invoice: ["reference", "payerFirst", "billing", "frame", ...EYES],
};

const CHAIN: ChainReference = {
  chainId: 1,
  partyRegistry: `0x${"a1".repeat(20)}`,
  anchorRegistry: `0x${"a2".repeat(20)}`,
  withdrawalRegistry: `0x${"a3".repeat(20)}`,
  settlementRegistry: `0x${"a4".repeat(20)}`,
};

/** The facts that assess asks for, from what was posted. */
export function openFacts({ chain, anchors, keys }: LoadFacts): ChainFacts {
  const times = new Map(anchors);
  const parties = new Map(keys.map(([key, party, role]) => [key, { party, role, status: "valid", suspended: false }]));
  const makers = new Set(keys.flatMap(([, party, role]) => (role === "lens-maker" ? [party] : [])));
  const unknown = { party: ZERO, role: "none", status: "unknown", suspended: false } as const;
  return {
    chain,
    block: { number: 1, time: START + 420 * DAY },
    anchoredAt: (root) => times.get(root) ?? 0,
    endorsedAt: () => 0,
    standing: (key) => (parties.get(key) as ReturnType<ChainFacts["standing"]> | undefined) ?? unknown,
    withdrawal: () => null,
    settlement: () => ({ tag: `0x${"00".repeat(20)}`, round: 0, ranks: {} }),
    stockUse: () => null,
    maker: (name) => (makers.has(name) ? { party: name, enrolledAt: 1, statesFrom: 1 } : null),
    isSuspended: () => false,
    links: () => ({ sameEnterprise: false, takeover: false, affiliation: false }),
  };
}

const [sealer, curve] = await Promise.all([makeSealer(), instantiateSecp256k1()]);
/** Who the claims of a load are for. */
const INSURER: Hex = `0x${"1a".repeat(32)}`;
const INVOICE = 3;
const GRANTS = { chainId: CHAIN.chainId, verifyingContract: CHAIN.settlementRegistry };
const domain = { chainId: CHAIN.chainId, verifyingContract: CHAIN.partyRegistry };
const bytesOf = (hex: string) => Buffer.from(hex.slice(2), "hex");
const treeOf = (leaves: readonly Hex[]) => sealer.tree(Buffer.concat(leaves.map(bytesOf)));

interface Signed {
  readonly tree: LargeTree;
  readonly batch: { readonly key: Hex; readonly root: Hex; readonly issuedAt: number };
  readonly signature: Hex;
  readonly digest: Hex;
}

function keyOf(label: string): { readonly secret: Uint8Array; readonly account: Hex } {
  const secret = chance(label).bytes("key");
  const point = curve.derivePublicKeyUncompressed(secret);
  if (typeof point === "string") throw new Error(point);
  return { secret, account: toHex(keccak_256(point.subarray(1)).subarray(12)) };
}

function seal(key: ReturnType<typeof keyOf>, leaves: readonly Hex[], issuedAt: number): Signed {
  const tree = treeOf(leaves);
  const batch = { key: key.account, root: tree.root, issuedAt };
  return { tree, batch, ...signBatch(key.secret, batch) };
}

/** The digest of a batch, and the signature of a key over it. */
export function signBatch(
  secret: Uint8Array,
  batch: Signed["batch"],
): { readonly digest: Hex; readonly signature: Hex } {
  const digest = batchDigest(domain, batch);
  return { digest, signature: signDigest(secret, digest) };
}

function signDigest(secret: Uint8Array, digest: Hex): Hex {
  const made = curve.signMessageHashRecoverableCompact(secret, bytesOf(digest));
  if (typeof made === "string") throw new Error(made);
  return toHex(Uint8Array.of(...made.signature, 27 + made.recoveryId));
}

/** Words of 32 bytes that a seed gives, one after another. */
function wordsOf(seed: string): () => Hex {
  const MANY = 1_024;
  let [text, taken, drawn] = ["", MANY, 0];
  return () => {
    if (taken === MANY) {
      const hash = createHash("shake256", { outputLength: 32 * MANY });
      [text, taken] = [hash.update(`${seed}/${drawn++}`).digest("hex"), 0];
    }
    return `0x${text.slice(64 * taken, 64 * ++taken)}`;
  };
}

function hashesOf(statements: readonly Statement[]): readonly Hex[] {
  const hashes = sealer.hash(statements, statements.length);
  return statements.map((_, i) => toHex(hashes.subarray(32 * i, 32 * i + 32)));
}

/** A SIREN whose check digit is right. */
function sirenOf(number: number): string {
  const base = String(10_000_000 + number);
  const last = [..."0123456789"].find((digit) => passesLuhn(base + digit));
  if (last === undefined) throw new Error("no check digit");
  return base + last;
}

/** A SIRET whose check digit is right. */
function siretOf(number: number): string {
  const base = String(10_000_000_000_00 + number * 10).padStart(13, "0");
  for (let last = 0; last < 10; last++) {
    const siret = `${base}${last}`.slice(-14);
    const sum = [...siret].reverse().reduce((total, digit, i) => {
      const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    if (sum % 10 === 0) return siret;
  }
  throw new Error("no check digit");
}

/**
 * Draws a wave: opticians state five dossiers a batch, lens makers a thousand, 4,096 batches share a root, and every
 * certificate is another. The same seed draws the same wave. Prescriptions, which no insurer opens, are random words.
 * @param count At most 20,480: what the batches of one root hold.
 * @param number Waves of a year are numbered: the opticians of one follow those of the one before, and each is a week later.
 */
export function drawWave(seed: string, count: number, number = 0): Load {
  const drawing = chance(seed);
  const word = wordsOf(seed);
  const stores = Array.from({ length: Math.ceil(count / OPTICIAN_BATCH) }, (_, i) => {
    const store = (number * BATCHES_PER_ROOT + i) % STORES;
    const siret = siretOf(store + 1);
    const salt = toHex(chance(`store ${store}`).bytes("salt"));
    return { siret, salt, party: partyId(salt, "optician", siret), key: keyOf(`store ${store}`) };
  });
  const makers = Array.from({ length: MAKERS }, (_, i) => {
    const identifier = sirenOf(i);
    return { identifier, party: makerName(identifier), key: keyOf(`maker ${i}`) };
  });

  const dossiers = Array.from({ length: count }, (_, i) => {
    const store = stores[Math.floor(i / OPTICIAN_BATCH)];
    if (!store) throw new Error("no store");
    const code = drawing.pick(["VP1", "VP2", "VU1", "VU2", "VM3"]);
    const price = drawing.whole(40, 300) * 100;
    const framed = drawing.whole(30, 250) * 100;
    const lens = { code, class: "B" } as const;
    const claim: Claim = {
      format: "clairevoie-claim/1",
      siret: store.siret,
      fileReference: `D-2026-${seed.replaceAll(/[^A-Z0-9]/gi, "").toUpperCase()}-${i}`,
      amc: drawing.pick(["12345678", "87654321", "11223344"]),
      priorAuthorisation: `PEC-${i}`,
      rank: 1,
      payers: 1,
      shareCents: price,
      sharesCents: price,
      lines: [
        { item: "rightLens", ...lens, priceCents: price },
        { item: "leftLens", ...lens, priceCents: price },
        { item: "frame", code: "MB1", class: "B", priceCents: framed },
      ],
      totalCents: 2 * price + framed,
    };
    const maker = makers[Math.floor(i / MAKER_BATCH) % MAKERS];
    if (!maker) throw new Error("no maker");
    const salts = { reference: word(), billing: word(), codeRight: word(), codeLeft: word() };
    const payerSalt = word();
    const made = {
      right: { salt: word(), identifier: maker.identifier },
      left: { salt: word(), identifier: maker.identifier },
    };
    const settler = keyOf(`settler of ${seed} ${i}`);
    const opening = { seed: word(), settler: settler.account };
    const { siret, fileReference, amc, priorAuthorisation, rank, payers, shareCents, sharesCents } = claim;
    const opened: Partial<Record<AspectName, Hex>> = {
      reference: commit("reference", salts.reference, { siret, fileReference }),
      payerFirst: commit("payerFirst", payerSalt, { amc, priorAuthorisation, rank, payers, shareCents, sharesCents }),
      billing: commit("billing", salts.billing, { lines: claim.lines, totalCents: claim.totalCents }),
      codeRight: commit("codeRight", salts.codeRight, lens),
      codeLeft: commit("codeLeft", salts.codeLeft, lens),
      makerRight: commit("makerRight", made.right.salt, { identifier: maker.identifier }),
      makerLeft: commit("makerLeft", made.left.salt, { identifier: maker.identifier }),
    };
    const commitments = ASPECTS.map((aspect) => [aspect, opened[aspect] ?? word()] as const);
    const dossier = hashDossier(opening);
    const statements = ROWS.map(
      (stage, number): Statement => ({
        dossier,
        stage: number,
        aspects: Object.fromEntries(commitments.filter(([aspect]) => STATED[stage].includes(aspect))),
      }),
    );
    const hashes = hashesOf(statements);
    const split = settlementSplit(salts.billing, price, 0);
    const tag = settlementTag(dossier, hashes[INVOICE] ?? ZERO, split);
    const grant = { insurer: INSURER, tag, rank, settler: settler.account, round: 0 };
    const signature = signDigest(settler.secret, grantDigest(GRANTS, grant));
    const shown = { insurer: INSURER, round: 0, signature };
    return { claim, salts, payerSalt, made, opening, grant: shown, store, statements, hashes };
  });

  const anchors: [Hex, number][] = [];
  const sealed = ROWS.map((stage, at) => {
    const issuedAt = START + (number * 7 + at * 3) * DAY;
    const size = stage === "shipment" ? MAKER_BATCH : OPTICIAN_BATCH;
    const batches: Signed[] = [];
    for (let from = 0; from < count; from += size) {
      const key =
        stage === "shipment" ? makers[(from / size) % MAKERS]?.key : stores[Math.floor(from / OPTICIAN_BATCH)]?.key;
      const hashes = dossiers.slice(from, from + size).map((dossier) => dossier.hashes[at] ?? ZERO);
      // The last batch of a small load is filled with others' statements.
      while (hashes.length < size) hashes.push(word());
      if (key) batches.push(seal(key, hashes, issuedAt));
    }
    const digests = batches.map(({ digest }) => digest);
    while (digests.length < BATCHES_PER_ROOT) digests.push(word());
    const tree = treeOf(digests);
    anchors.push([tree.root, issuedAt + 3_600]);
    return { size, batches, tree };
  });

  const pairs = dossiers.map(({ claim, salts, payerSalt, made, opening, grant, store, statements }, i): Pair => {
    const receipts = sealed.map(({ size, batches, tree }, number) => {
      const at = Math.floor(i / size);
      const signed = batches[at];
      const statement = statements[number];
      if (!signed || !statement) throw new Error("no batch");
      return {
        statement,
        statementProof: signed.tree.proof(i % size),
        batch: signed.batch,
        signature: signed.signature,
        anchorProof: tree.proof(at),
      };
    });
    const certificate: Certificate = {
      format: "clairevoie-certificate/1",
      chain: CHAIN,
      dossier: opening,
      receipts,
      optician: { salt: store.salt },
      payer: { rank: 1, salt: payerSalt },
      openings: salts,
      makers: made,
      grant,
    };
    return { certificate: certificateText(certificate), claim: JSON.stringify(claim) };
  });
  return {
    // An insurer's archive is in no order of batches: each step of 7,919, a prime, leaves the store.
    pairs: count % 7_919 === 0 ? pairs : pairs.map((_, i) => pairs[(i * 7_919) % pairs.length] as Pair),
    secrets: new Map([...stores, ...makers].map(({ key }) => [key.account, key.secret])),
    facts: {
      chain: CHAIN,
      anchors,
      keys: [
        ...stores.map(({ key, party }) => [key.account, party, "optician"] as const),
        ...makers.map(({ key, party }) => [key.account, party, "lens-maker"] as const),
      ],
    },
  };
}
