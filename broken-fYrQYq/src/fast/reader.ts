import {
  type Billing,
  CERTIFICATE_FORMAT,
  type Certificate,
  CLAIM_FORMAT,
  type Claim,
  type Code,
  type Hex,
  ITEMS,
  LENS_TYPES,
  type Lens,
  LONGEST_PROOF,
  MOST_RECEIPTS,
  passesLuhn,
  type Rank,
  type Receipt,
  ZERO,
} from "../protocol/index.js";
import { AT, IN, type Kernel, LONGEST_TEXT, RECEIPT_BYTES } from "./kernel.js";

/** Thrown at the least doubt: the plain reader then reads the same text, and says what is wrong, if anything is. */
export class Doubt extends Error {}

const MOST_CENTS = 100_000_000;
const IDENTIFIER = new Uint8Array(128);
for (const char of "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-") IDENTIFIER[char.charCodeAt(0)] = 1;

/** Reads JSON whose fields come in the order in which this project writes them, once, from the front. */
class Cursor {
  text = "";
  at = 0;

  begin(text: string): void {
    this.text = text;
    this.at = 0;
  }

  space(): void {
    for (let char = this.text.charCodeAt(this.at); char === 32 || char === 10 || char === 13 || char === 9; ) {
      char = this.text.charCodeAt(++this.at);
    }
  }

  is(token: string): boolean {
    this.space();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.is(token)) throw new Doubt();
  }

  /** `name` with its quotes. */
  field(name: string, before: "{" | ","): void {
    this.expect(before);
    this.expect(name);
    this.expect(":");
  }

  hasField(name: string): boolean {
    const start = this.at;
    if (this.is(",") && this.is(name) && this.is(":")) return true;
    this.at = start;
    return false;
  }

  end(): void {
    this.space();
    if (this.at !== this.text.length) throw new Doubt();
  }

  whole(least: number, most: number): number {
    this.space();
    const start = this.at;
    let value = 0;
    for (let digit = this.text.charCodeAt(this.at) - 48; digit >= 0 && digit <= 9; ) {
      value = value * 10 + digit;
      digit = this.text.charCodeAt(++this.at) - 48;
    }
    const length = this.at - start;
    const hasLeadingZero = length > 1 && this.text.charCodeAt(start) === 48;
    if (length === 0 || length > 15 || hasLeadingZero || value < least || value > most) throw new Doubt();
    return value;
  }

  identifier(least: number, most: number): string {
    this.expect('"');
    const start = this.at;
    while (IDENTIFIER[this.text.charCodeAt(this.at)] === 1) this.at++;
    const length = this.at - start;
    if (length < least || length > most || this.text.charCodeAt(this.at) !== 34) throw new Doubt();
    this.at++;
    return this.text.slice(start, start + length);
  }

  digits(least: number, most: number): string {
    const text = this.identifier(least, most);
    for (let i = 0; i < text.length; i++) {
      const char = text.charCodeAt(i);
      if (char < 48 || char > 57) throw new Doubt();
    }
    return text;
  }

  oneOf<T extends string>(choices: readonly T[]): T {
    this.expect('"');
    for (const choice of choices) {
      if (this.text.startsWith(choice, this.at) && this.text.charCodeAt(this.at + choice.length) === 34) {
        this.at += choice.length + 1;
        return choice;
      }
    }
    throw new Doubt();
  }
}

/** Reads certificates and claims. What a certificate's receipts say is decoded into the kernel on the way. */
export interface Reader {
  certificate(input: string | Uint8Array): Certificate;
  claim(input: string | Uint8Array): Claim;
}

const CLASSES = ["A", "B"] as const;

/**
 * Makes a reader. It throws `Doubt` where the plain one must decide.
 * @internal
 */
export function readerOf(kernel: Kernel): Reader {
  const cursor = new Cursor();
  const { bytes, view } = kernel;
  const ints = new Int32Array(bytes.buffer);
  let chainText = "";
  let chain: Certificate["chain"] | undefined;

  /** Both as text and, ASCII as it must be, in the kernel. */
  function begin(input: string | Uint8Array, inKernel: boolean): void {
    const text = typeof input === "string" ? input : asciiOf(input);
    if (text.length > LONGEST_TEXT - 256) throw new Doubt();
    if (inKernel) {
      if (typeof input !== "string") bytes.set(input, AT.text);
      else if (kernel.write(text, AT.text, text.length) !== text.length) throw new Doubt();
      bytes[AT.text + text.length] = 0;
    }
    cursor.begin(text);
  }

  /** `"0x…"` of so many bytes, decoded. */
  function hex(length: number, to: number): Hex {
    cursor.expect('"0x');
    const start = cursor.at - 2;
    if (kernel.hex(AT.text + cursor.at, length, to) === 0) throw new Doubt();
    cursor.at += 2 * length;
    if (cursor.text.charCodeAt(cursor.at) !== 34) throw new Doubt();
    cursor.at++;
    return cursor.text.slice(start, cursor.at - 1) as Hex;
  }

  function words(most: number, to: number): Hex[] {
    const end = kernel.words(AT.text + cursor.at, most, to, AT.places);
    if (end === 0) throw new Doubt();
    cursor.at = end - AT.text;
    const read: Hex[] = [];
    const count = kernel.count.value as number;
    for (let i = 0; i < count; i++) {
      const place = ints[(AT.places >> 2) + i] as number;
      read.push(isZero((to >> 2) + 8 * i) ? ZERO : (cursor.text.slice(place, place + 66) as Hex));
    }
    return read;
  }

  function isZero(at: number): boolean {
    for (let i = 0; i < 8; i++) if (ints[at + i] !== 0) return false;
    return true;
  }

  function receipt(number: number): Receipt {
    const at = AT.receipts + RECEIPT_BYTES * number;
    cursor.field('"statement"', "{");
    cursor.field('"dossier"', "{");
    hex(32, at + IN.dossier);
    cursor.field('"stage"', ",");
    const stage = cursor.whole(0, 3);
    cursor.field('"aspects"', ",");
    const aspects = words(13, at + IN.aspects);
    if (aspects.length !== 13) throw new Doubt();
    cursor.field('"supersedes"', ",");
    const supersedes = hex(32, at + IN.supersedes);
    cursor.field('"reason"', ",");
    const reason = cursor.whole(0, 6);
    cursor.expect("}");
    kernel.statement(at, stage, reason);
    cursor.field('"statementProof"', ",");
    const statementProof = words(LONGEST_PROOF, at + IN.statementProof);
    cursor.field('"batch"', ",");
    cursor.field('"key"', "{");
    hex(20, at + IN.key);
    view.setUint32(at + IN.key + 20, 0);
    cursor.field('"root"', ",");
    const root = hex(32, at + IN.root);
    cursor.field('"issuedAt"', ",");
    const issuedAt = cursor.whole(0, 2 ** 40);
    view.setUint32(at + IN.issuedAt, issuedAt >>> 0, true);
    view.setUint32(at + IN.issuedAt + 4, Math.floor(issuedAt / 2 ** 32), true);
    cursor.expect("}");
    cursor.field('"signature"', ",");
    bytes.fill(0, at + IN.signature + 64, at + IN.signature + 72);
    let signature: Hex = "0x";
    if (cursor.is('"0x"')) bytes.fill(0, at + IN.signature, at + IN.signature + 64);
    else {
      signature = hex(65, at + IN.signature);
      bytes[at + IN.signature + 71] = 65;
    }
    cursor.field('"anchorProof"', ",");
    const anchorProof = words(LONGEST_PROOF, at + IN.anchorProof);
    cursor.expect("}");
    // What is kept beyond this certificate is copied: a slice would hold the whole text in memory.
    const dossier = kernel.hexAt(at + IN.dossier);
    const key = kernel.hexAt(at + IN.key, 20);
    return {
      statement: { dossier, stage, aspects, supersedes: isZero((at + IN.supersedes) >> 2) ? ZERO : supersedes, reason },
      statementProof,
      batch: { key, root, issuedAt },
      signature,
      anchorProof,
    };
  }

  /** The same on every certificate of a deployment: read once. */
  function chainReference(): Certificate["chain"] {
    cursor.space();
    if (chain && cursor.text.startsWith(chainText, cursor.at)) {
      cursor.at += chainText.length;
      return chain;
    }
    const start = cursor.at;
    cursor.field('"chainId"', "{");
    const chainId = cursor.whole(1, Number.MAX_SAFE_INTEGER);
    const address = (name: string) => {
      cursor.field(name, ",");
      hex(20, AT.out);
      return kernel.hexAt(AT.out, 20);
    };
    const partyRegistry = address('"partyRegistry"');
    const anchorRegistry = address('"anchorRegistry"');
    const withdrawalRegistry = address('"withdrawalRegistry"');
    const settlementRegistry = address('"settlementRegistry"');
    cursor.expect("}");
    chainText = copyOf(cursor.text.slice(start, cursor.at));
    chain = { chainId, partyRegistry, anchorRegistry, withdrawalRegistry, settlementRegistry };
    return chain;
  }

  function openings(): Certificate["openings"] {
    cursor.field('"reference"', "{");
    const read: { -readonly [K in keyof Certificate["openings"]]: Certificate["openings"][K] } = {
      reference: hex(32, AT.out),
      billing: ZERO,
    };
    cursor.field('"billing"', ",");
    read.billing = hex(32, AT.out);
    for (const name of ["frame", "codeRight", "codeLeft", "lensRight", "lensLeft"] as const) {
      if (cursor.hasField(QUOTED[name])) read[name] = hex(32, AT.out);
    }
    cursor.expect("}");
    return read;
  }

  function klass(): "A" | "B" {
    return cursor.oneOf(CLASSES);
  }

  function lines(): Billing["lines"] {
    const read: Billing["lines"] = [];
    let seen = 0;
    cursor.expect("[");
    do {
      cursor.field('"item"', "{");
      const item = cursor.oneOf(ITEMS);
      cursor.field('"code"', ",");
      const code = cursor.identifier(1, 10);
      cursor.field('"class"', ",");
      const lineClass = klass();
      cursor.field('"priceCents"', ",");
      const priceCents = cursor.whole(0, MOST_CENTS);
      cursor.expect("}");
      const bit = 1 << ITEMS.indexOf(item);
      if (item !== "extras" && (seen & bit) !== 0) throw new Doubt();
      seen |= bit;
      read.push({ item, code, class: lineClass, priceCents });
    } while (cursor.is(","));
    cursor.expect("]");
    if (read.length > 16) throw new Doubt();
    return read;
  }

  function lens(): Lens {
    cursor.field('"ediCode"', "{");
    const ediCode = cursor.identifier(1, 40);
    cursor.field('"diameterMm"', ",");
    const diameterMm = cursor.whole(40, 90);
    cursor.field('"index"', ",");
    const index = cursor.whole(1400, 2000);
    cursor.field('"treatments"', ",");
    cursor.expect("[");
    const treatments: string[] = [];
    if (!cursor.is("]")) {
      do treatments.push(cursor.identifier(1, 20));
      while (cursor.is(","));
      cursor.expect("]");
    }
    if (treatments.length > 16) throw new Doubt();
    cursor.field('"lensType"', ",");
    const lensType = cursor.oneOf(LENS_TYPES);
    cursor.expect("}");
    return { ediCode, diameterMm, index, treatments, lensType };
  }

  return {
    certificate(input) {
      begin(input, true);
      cursor.field('"format"', "{");
      cursor.expect(QUOTED_CERTIFICATE);
      cursor.field('"chain"', ",");
      const reference = chainReference();
      cursor.field('"receipts"', ",");
      cursor.expect("[");
      const receipts: Receipt[] = [];
      do {
        if (receipts.length === MOST_RECEIPTS) throw new Doubt();
        receipts.push(receipt(receipts.length));
      } while (cursor.is(","));
      cursor.expect("]");
      cursor.field('"optician"', ",");
      cursor.field('"salt"', "{");
      const optician = { salt: hex(32, AT.out) };
      cursor.expect("}");
      cursor.field('"payer"', ",");
      cursor.field('"rank"', "{");
      const rank = cursor.whole(1, 2) as Rank;
      cursor.field('"salt"', ",");
      const payer = { rank, salt: hex(32, AT.out) };
      cursor.expect("}");
      cursor.field('"openings"', ",");
      const opened = openings();
      cursor.expect("}");
      cursor.end();
      return { format: CERTIFICATE_FORMAT, chain: reference, receipts, optician, payer, openings: opened };
    },
    claim(input) {
      begin(input, false);
      cursor.field('"format"', "{");
      cursor.expect(QUOTED_CLAIM);
      cursor.field('"siret"', ",");
      const siret = cursor.digits(14, 14);
      if (!passesLuhn(siret)) throw new Doubt();
      cursor.field('"fileReference"', ",");
      const fileReference = cursor.identifier(1, 40);
      cursor.field('"amc"', ",");
      const amc = cursor.digits(8, 10);
      cursor.field('"priorAuthorisation"', ",");
      const priorAuthorisation = cursor.identifier(0, 40);
      cursor.field('"rank"', ",");
      const rank = cursor.whole(1, 2) as Rank;
      cursor.field('"payers"', ",");
      const payers = cursor.whole(1, 2) as 1 | 2;
      cursor.field('"shareCents"', ",");
      const shareCents = cursor.whole(0, MOST_CENTS);
      cursor.field('"sharesCents"', ",");
      const sharesCents = cursor.whole(0, MOST_CENTS);
      cursor.field('"lines"', ",");
      const billed = lines();
      cursor.field('"totalCents"', ",");
      const totalCents = cursor.whole(0, MOST_CENTS);
      if (billed.reduce((sum, line) => sum + line.priceCents, 0) !== totalCents) throw new Doubt();
      const read: Claim = {
        format: CLAIM_FORMAT,
        siret,
        fileReference,
        amc,
        priorAuthorisation,
        rank,
        payers,
        shareCents,
        sharesCents,
        lines: billed,
        totalCents,
      };
      if (cursor.hasField('"frame"')) {
        cursor.field('"frameReference"', "{");
        const frameReference = cursor.identifier(1, 60);
        cursor.field('"class"', ",");
        read.frame = { frameReference, class: klass() satisfies Code["class"] };
        cursor.expect("}");
      }
      if (cursor.hasField('"lensRight"')) read.lensRight = lens();
      if (cursor.hasField('"lensLeft"')) read.lensLeft = lens();
      cursor.expect("}");
      cursor.end();
      return read;
    },
  };
}

const QUOTED_CERTIFICATE = JSON.stringify(CERTIFICATE_FORMAT);
const QUOTED_CLAIM = JSON.stringify(CLAIM_FORMAT);
const QUOTED = {
  frame: '"frame"',
  codeRight: '"codeRight"',
  codeLeft: '"codeLeft"',
  lensRight: '"lensRight"',
  lensLeft: '"lensLeft"',
} as const;

const LATIN = new TextDecoder("latin1");

/** One character for each byte, so that both have the same places; what is not ASCII is then refused where it stands. */
function asciiOf(input: Uint8Array): string {
  return typeof Buffer === "undefined"
    ? LATIN.decode(input)
    : Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString("latin1");
}

/** A text of its own, and not a part that holds a larger one in memory. */
export function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
