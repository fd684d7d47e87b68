import { getBytes, keccak256, recoverAddress, TypedDataEncoder, ZeroHash } from "ethers";
import type { Batch, ChainReference, Claim, LensValue, Letter, Statement, Word } from "./shapes.js";

/**
 * The hashes of docs/protocol.md, written from that text alone: plain, slow, with ethers' own EIP-712 encoder. Nothing of
 * src/protocol runs here, so that a mistake there is not made here too.
 */

/** By number. */
const ASPECT_NAMES = [
  "reference",
  "payerFirst",
  "payerSecond",
  "billing",
  "frame",
  "codeRight",
  "codeLeft",
  "lensRight",
  "lensLeft",
  "prescriptionRight",
  "prescriptionLeft",
  "orderRight",
  "orderLeft",
  "makerRight",
  "makerLeft",
] as const;
const BATCH = {
  Batch: [
    { name: "key", type: "address" },
    { name: "root", type: "bytes32" },
    { name: "issuedAt", type: "uint64" },
  ],
};

/** A type written as EIP-712 writes it, as ethers takes it. */
function typesOf(encoded: string): Record<string, { name: string; type: string }[]> {
  const types: Record<string, { name: string; type: string }[]> = {};
  for (const [, name = "", members = ""] of encoded.matchAll(/(\w+)\(([^)]*)\)/g)) {
    types[name] = members.split(",").map((member) => {
      const [type = "", field = ""] = member.split(" ");
      return { name: field, type };
    });
  }
  return types;
}

function structHash(encoded: string, value: Record<string, unknown>): string {
  return TypedDataEncoder.hashStruct(encoded.slice(0, encoded.indexOf("(")), typesOf(encoded), value);
}

const hashed = new WeakMap<Statement, string>();

/** What a statement states, by number: zero where it states nothing. */
export function statedBy({ aspects }: Statement): readonly string[] {
  return ASPECT_NAMES.map((name) => aspects[name] ?? NOTHING);
}

export function statementHash(statement: Statement): string {
  const { dossier, stage, supersedes = NOTHING, reason = 0 } = statement;
  const hash =
    hashed.get(statement) ??
    structHash("Statement(bytes32 dossier,uint8 stage,bytes32[15] aspects,bytes32 supersedes,uint8 reason)", {
      dossier,
      stage,
      aspects: statedBy(statement),
      supersedes,
      reason,
    });
  hashed.set(statement, hash);
  return hash;
}

export function digestOf(chain: ChainReference, batch: Batch): string {
  const { chainId, partyRegistry } = chain;
  const domain = { name: "Clairevoie", version: "1", chainId, verifyingContract: partyRegistry };
  return TypedDataEncoder.hash(domain, BATCH, batch);
}

/** The root that a path leads to: at each step the smaller of two, as integers, comes first. */
export function climb(leaf: string, path: readonly string[]): string {
  let node = leaf;
  for (const sibling of path) {
    const [low, high] = BigInt(node) <= BigInt(sibling) ? [node, sibling] : [sibling, node];
    node = keccak256(`${low}${high.slice(2)}`);
  }
  return node;
}

const HALF = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

const recovered = new Map<string, string | null>();

/** The signer of a digest, null when there is none. Recovery is slow here, and the same signatures come again and again. */
function signerOf(digest: string, signature: string): string | null {
  const question = `${digest} ${signature}`;
  const known = recovered.get(question);
  if (known !== undefined) return known;
  let signer: string | null = null;
  try {
    signer = recoverAddress(digest, signature).toLowerCase();
  } catch {
    // r or s out of range, or r not on the curve.
  }
  recovered.set(question, signer);
  return signer;
}

/** Whether 65 bytes r, s, v, with v 27 or 28 and s in the lower half, are that key's signature of a digest: never of key zero. */
export function isSigned(digest: string, signature: string, key: string): boolean {
  const bytes = getBytes(signature);
  if (bytes.length !== 65) return false;
  const v = bytes[64] ?? 0;
  if (v !== 27 && v !== 28) return false;
  if (BigInt(`0x${signature.slice(66, 130)}`) > HALF) return false;
  return signerOf(digest, signature) === key;
}

export function partyOf(salt: string, role: number, identifier: string): string {
  return structHash("Party(bytes32 salt,uint8 role,string identifier)", { salt, role, identifier });
}

/** The name that a lens maker is known by: its party id under an identifier and no salt. */
export function makerName(identifier: string): string {
  return partyOf(NOTHING, 2, identifier);
}

export function dossierOf(seed: string, settler: string): string {
  return structHash("Dossier(bytes32 seed,address settler)", { seed, settler });
}

export function makerHash(aspect: number, salt: string, identifier: string): string {
  return structHash("Maker(uint8 aspect,bytes32 salt,string identifier)", { aspect, salt, identifier });
}

/** What the settler's key signs: that an insurer may settle a rank of a tag in a round. */
export function grantDigest(
  { chainId, settlementRegistry }: ChainReference,
  grant: { insurer: string; tag: string; rank: number; settler: string; round: number },
): string {
  const domain = { name: "Clairevoie", version: "1", chainId, verifyingContract: settlementRegistry };
  const type = "Grant(bytes32 insurer,bytes32 tag,uint8 rank,address settler,uint32 round)";
  return TypedDataEncoder.hash(domain, typesOf(type), grant);
}

export function splitHash(salt: string, first: number, second: number): string {
  return structHash("SettlementSplit(bytes32 salt,uint64 first,uint64 second)", { salt, first, second });
}

export function tagOf(dossier: string, invoice: string, split: string): string {
  return structHash("SettlementTag(bytes32 dossier,bytes32 invoice,bytes32 split)", { dossier, invoice, split });
}

/** Class: A 1, B 2. */
const classNumber = (letter: Letter) => ({ A: 1, B: 2 })[letter];
const ITEM = { rightLens: 0, leftLens: 1, frame: 2, extras: 3 };
const LENS_TYPE = { unifocal: 0, multifocal: 1, progressive: 2 };
const byText = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

export function unitOf(nullifier: string, store: string): string {
  return structHash("StockUnit(bytes32 nullifier,bytes32 store)", { nullifier, store });
}

export function stockMarkerOf(nullifier: string): string {
  return structHash("StockMarker(bytes32 nullifier)", { nullifier });
}

export function stockTagOf(dossier: string, nullifier: string, eye: 0 | 1): string {
  return structHash("StockTag(bytes32 dossier,bytes32 nullifier,uint8 eye)", { dossier, nullifier, eye });
}

export function referenceHash(salt: string, claim: Claim): string {
  const { siret, fileReference } = claim;
  return structHash("Reference(uint8 aspect,bytes32 salt,string siret,string fileReference)", {
    aspect: 0,
    salt,
    siret,
    fileReference,
  });
}

export function payerHash(salt: string, claim: Claim): string {
  const { amc, priorAuthorisation, rank, payers, shareCents, sharesCents } = claim;
  return structHash(
    "Payer(uint8 aspect,bytes32 salt,string amc,string priorAuthorisation,uint8 rank,uint8 payers,uint64 shareCents,uint64 sharesCents)",
    { aspect: rank, salt, amc, priorAuthorisation, rank, payers, shareCents, sharesCents },
  );
}

export function billingHash(salt: string, claim: Claim): string {
  const lines = claim.lines
    .map((line) => ({ ...line, item: ITEM[line.item], class: classNumber(line.class) }))
    .sort((a, b) => a.item - b.item || byText(a.code, b.code) || a.class - b.class || a.priceCents - b.priceCents);
  return structHash(
    "Billing(uint8 aspect,bytes32 salt,BillingLine[] lines,uint64 totalCents)BillingLine(uint8 item,string code,uint8 class,uint64 priceCents)",
    { aspect: 3, salt, lines, totalCents: claim.totalCents },
  );
}

export function frameHash(salt: string, frame: NonNullable<Claim["frame"]>): string {
  return structHash("Frame(uint8 aspect,bytes32 salt,string frameReference,uint8 class)", {
    aspect: 4,
    salt,
    frameReference: frame.frameReference,
    class: classNumber(frame.class),
  });
}

export function codeHash(aspect: number, salt: string, code: string, letter: Letter): string {
  return structHash("Code(uint8 aspect,bytes32 salt,string code,uint8 class)", {
    aspect,
    salt,
    code,
    class: classNumber(letter),
  });
}

export function lensHash(aspect: number, salt: string, lens: LensValue): string {
  return structHash(
    "Lens(uint8 aspect,bytes32 salt,string ediCode,uint16 diameterMm,uint16 index,string[] treatments,uint8 lensType)",
    {
      ...lens,
      aspect,
      salt,
      treatments: lens.treatments.filter((t, i) => lens.treatments.indexOf(t) === i).sort(byText),
      lensType: LENS_TYPE[lens.lensType],
    },
  );
}

/** A word of zeros: nothing. */
export const NOTHING: Word = ZeroHash as Word;
