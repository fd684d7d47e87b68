import {
  type Arithmetic,
  type AspectName,
  type AspectValues,
  aspectNumber,
  canonicalLines,
  canonicalTreatments,
  commit,
  type Hex,
  ITEMS,
  LENS_TYPES,
  ofPayer,
  type PartyRole,
  PLAIN,
  roleNumber,
  typeHash,
  ZERO,
} from "../protocol/index.js";
import { AT, type Kernel } from "./kernel.js";
import { copyOf } from "./reader.js";

/** Texts that come again and again (codes, SIRETs, AMC numbers) are hashed once; so many are remembered. */
const MOST_TEXTS = 20_000;

/** Writes an EIP-712 struct, word after word, into the kernel. */
class StructWriter {
  readonly #kernel: Kernel;
  readonly #texts = new Map<string, Uint8Array>();
  #at: number = AT.struct;
  #start: number = AT.struct;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  begin(type: Uint8Array, start: number = AT.struct): this {
    this.#start = start;
    this.#kernel.bytes.set(type, start);
    this.#at = start + 32;
    return this;
  }

  number(value: number): this {
    const { bytes, view } = this.#kernel;
    bytes.fill(0, this.#at, this.#at + 24);
    view.setUint32(this.#at + 24, Math.floor(value / 2 ** 32));
    view.setUint32(this.#at + 28, value >>> 0);
    this.#at += 32;
    return this;
  }

  word(hex: Hex): this {
    const kernel = this.#kernel;
    if (hex.length !== 66 || kernel.write(hex, AT.scratch, 66) !== 66 || !kernel.hex(AT.scratch + 2, 32, this.#at)) {
      throw new RangeError("not a word"); // Readers let none through.
    }
    this.#at += 32;
    return this;
  }

  bytes(word: Uint8Array): this {
    this.#kernel.bytes.set(word, this.#at);
    this.#at += 32;
    return this;
  }

  text(text: string): this {
    return this.bytes(this.#texts.get(text) ?? this.#hashText(text));
  }

  /** A text that will not come again. */
  rareText(text: string): this {
    const length = this.#kernel.write(text, AT.scratch, 256);
    this.#kernel.keccak(AT.scratch, length, this.#at);
    this.#at += 32;
    return this;
  }

  end(): Hex {
    this.#kernel.keccak(this.#start, this.#at - this.#start, AT.out);
    return this.#kernel.hexAt(AT.out);
  }

  endBytes(): Uint8Array {
    this.#kernel.keccak(this.#start, this.#at - this.#start, AT.out);
    return this.#kernel.bytes.slice(AT.out, AT.out + 32);
  }

  #hashText(text: string): Uint8Array {
    const length = this.#kernel.write(text, AT.scratch, 256);
    this.#kernel.keccak(AT.scratch, length, AT.out);
    const hash = this.#kernel.bytes.slice(AT.out, AT.out + 32);
    if (this.#texts.size >= MOST_TEXTS) this.#texts.clear();
    this.#texts.set(copyOf(text), hash);
    return hash;
  }
}

const TYPES = {
  reference: typeHash("Reference(uint8 aspect,bytes32 salt,string siret,string fileReference)"),
  payer: typeHash(
    "Payer(uint8 aspect,bytes32 salt,string amc,string priorAuthorisation,uint8 rank,uint8 payers,uint64 shareCents,uint64 sharesCents)",
  ),
  billing: typeHash(
    "Billing(uint8 aspect,bytes32 salt,BillingLine[] lines,uint64 totalCents)BillingLine(uint8 item,string code,uint8 class,uint64 priceCents)",
  ),
  line: typeHash("BillingLine(uint8 item,string code,uint8 class,uint64 priceCents)"),
  frame: typeHash("Frame(uint8 aspect,bytes32 salt,string frameReference,uint8 class)"),
  code: typeHash("Code(uint8 aspect,bytes32 salt,string code,uint8 class)"),
  lens: typeHash(
    "Lens(uint8 aspect,bytes32 salt,string ediCode,uint16 diameterMm,uint16 index,string[] treatments,uint8 lensType)",
  ),
  party: typeHash("Party(bytes32 salt,uint8 role,string identifier)"),
  marker: typeHash("SettlementMarker(bytes32 dossier)"),
  tag: typeHash("SettlementTag(bytes32 dossier,bytes32 invoice,bytes32 split)"),
};
/** Where structs within structs are encoded. */
const INNER = AT.struct + 0x800;
const classNumber = (value: "A" | "B") => (value === "A" ? 1 : 2);

type Committed = { readonly [A in AspectName]?: (salt: Hex, value: AspectValues[A]) => Hex };
type Structs = Pick<Arithmetic, "settlementMarker" | "settlementTag" | "partyId" | "commit">;

/**
 * The EIP-712 structs of claims, laid out by hand. Values must have been read by a schema, as those of a claim are; aspects
 * that no insurer opens are left to the plain functions.
 * @internal
 */
export function structsOf(kernel: Kernel): Structs {
  const writer = new StructWriter(kernel);
  const inner = new StructWriter(kernel);
  const open = (type: Uint8Array, aspect: AspectName, salt: Hex) =>
    writer.begin(type).number(aspectNumber(aspect)).word(salt);
  const payer = (salt: Hex, value: AspectValues["payerFirst"]) =>
    open(TYPES.payer, ofPayer(value.rank), salt)
      .text(value.amc)
      .rareText(value.priorAuthorisation)
      .number(value.rank)
      .number(value.payers)
      .number(value.shareCents)
      .number(value.sharesCents)
      .end();
  const code = (aspect: "codeRight" | "codeLeft") => (salt: Hex, value: AspectValues["codeRight"]) =>
    open(TYPES.code, aspect, salt).text(value.code).number(classNumber(value.class)).end();
  const lens = (aspect: "lensRight" | "lensLeft") => (salt: Hex, value: AspectValues["lensRight"]) => {
    const hash = hashTexts(kernel, canonicalTreatments(value.treatments));
    return open(TYPES.lens, aspect, salt)
      .text(value.ediCode)
      .number(value.diameterMm)
      .number(value.index)
      .bytes(hash)
      .number(LENS_TYPES.indexOf(value.lensType))
      .end();
  };
  const committed: Committed = {
    reference: (salt, value) =>
      open(TYPES.reference, "reference", salt).text(value.siret).rareText(value.fileReference).end(),
    payerFirst: payer,
    payerSecond: payer,
    billing: (salt, value) => {
      const lines = canonicalLines(value.lines);
      const hashes = new Uint8Array(32 * lines.length);
      lines.forEach((line, i) => {
        const hash = inner
          .begin(TYPES.line, INNER)
          .number(ITEMS.indexOf(line.item))
          .text(line.code)
          .number(classNumber(line.class))
          .number(line.priceCents)
          .endBytes();
        hashes.set(hash, 32 * i);
      });
      kernel.bytes.set(hashes, INNER);
      kernel.keccak(INNER, hashes.length, AT.out);
      const array = kernel.bytes.slice(AT.out, AT.out + 32);
      return open(TYPES.billing, "billing", salt).bytes(array).number(value.totalCents).end();
    },
    frame: (salt, value) =>
      open(TYPES.frame, "frame", salt).text(value.frameReference).number(classNumber(value.class)).end(),
    codeRight: code("codeRight"),
    codeLeft: code("codeLeft"),
    lensRight: lens("lensRight"),
    lensLeft: lens("lensLeft"),
  };
  return {
    commit: <A extends AspectName>(aspect: A, salt: Hex, value: AspectValues[A]) => {
      const known = committed[aspect] as ((salt: Hex, value: AspectValues[A]) => Hex) | undefined;
      return known ? known(salt, value) : commit(aspect, salt, value);
    },
    partyId: (salt: Hex, role: PartyRole, identifier: string) =>
      role === "optician"
        ? writer.begin(TYPES.party).word(salt).number(roleNumber(role)).text(identifier).end()
        : PLAIN.partyId(salt, role, identifier),
    settlementMarker: (dossier) => writer.begin(TYPES.marker).word(dossier).end(),
    settlementTag: (dossier, invoice, split = ZERO) =>
      writer.begin(TYPES.tag).word(dossier).word(invoice).word(split).end(),
  };
}

/** An array of texts, as EIP-712 has it. */
function hashTexts(kernel: Kernel, texts: readonly string[]): Uint8Array {
  texts.forEach((text, i) => {
    kernel.keccak(AT.scratch, kernel.write(text, AT.scratch, 256), INNER + 32 * i);
  });
  kernel.keccak(INNER, 32 * texts.length, AT.out);
  return kernel.bytes.slice(AT.out, AT.out + 32);
}
