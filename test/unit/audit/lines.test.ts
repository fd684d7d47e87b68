import { expect } from "chai";
import { blocksOf, linesOf, type Source, Spare, textOf } from "../../../src/audit/lines.js";
import { cutPair, readPair } from "../../../src/audit/pairs.js";
import { drawWave } from "../../../testing/load.js";

const [PAIR = { certificate: "", claim: "" }] = drawWave("lines", 5).pairs;
const LINE = `{"certificate":${PAIR.certificate},"claim":${PAIR.claim}}`;

/** A source whose bytes come in pieces of this size. */
const inPieces = (text: string, size: number): Source => ({
  name: `by ${size}`,
  async *open() {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  },
});

async function numbered(source: Source): Promise<[number, string][]> {
  const found: [number, string][] = [];
  const spare = new Spare();
  for await (const block of blocksOf([source], spare, () => undefined)) {
    for (const { number, bytes } of linesOf(block)) found.push([number, textOf(bytes)]);
    spare.give(block.bytes);
  }
  return found;
}

describe("lines of a stream", () => {
  it("are the same however the bytes come", async () => {
    const text = `\uFEFFone\r\n\n  \ntwo\n\uFEFF\n${"é".repeat(40)}\nlast`;
    const expected = [
      [1, "one"],
      [4, "two"],
      [6, "é".repeat(40)],
      [7, "last"],
    ];
    for (const size of [1, 2, 3, 7, 1_000]) expect(await numbered(inPieces(text, size))).to.deep.equal(expected);
    expect(await numbered(inPieces("", 1))).to.deep.equal([]);
    expect(await numbered(inPieces("\n\n", 1))).to.deep.equal([]);
  });

  it("are the same in UTF-16 with its mark, as Windows' tools write them, however the bytes come", async () => {
    const wide = (order: "le" | "be", size: number): Source => ({
      name: order,
      async *open() {
        const bytes = Buffer.from("\ufeffone\r\ndeux \u00e9t\u00e9s\r\n", "utf16le");
        const ordered = order === "le" ? bytes : bytes.swap16();
        for (let at = 0; at < ordered.length; at += size) yield ordered.subarray(at, at + size);
      },
    });
    for (const size of [1, 2, 3, 1_000]) {
      for (const order of ["le", "be"] as const) {
        expect(await numbered(wide(order, size))).to.deep.equal([
          [1, "one"],
          [2, "deux étés"],
        ]);
      }
    }
  });

  it("keep their numbers across blocks, be they many or long", async () => {
    const many = Array.from({ length: 30_000 }, (_, i) => (i % 3 === 0 ? "" : String(i)));
    const long = [..."abc"].map((letter) => letter.repeat(3_000_000));
    const all = [...many, long[0], "between", long[1], long[2], ...many];
    const expected = all.flatMap((line, i) => (line === "" ? [] : [[i + 1, line]]));
    for (const size of [65_536, 9_999_991]) {
      expect(await numbered(inPieces(all.join("\n"), size))).to.deep.equal(expected);
    }
  });

  it("are not held when they are longer than may be, and the next one is whole", async () => {
    for (const size of [65_536, 1_000_000, 50_000_000]) {
      const found = await numbered(inPieces(`before\n${"x".repeat(40_000_000)}\nafter\n`, size));
      expect(found.map(([number]) => number)).to.deep.equal([1, 2, 3]);
      expect(found[1]?.[1].length).to.be.within(8_100_001, 12_000_000);
      expect([found[0]?.[1], found[2]?.[1]]).to.deep.equal(["before", "after"]);
    }
  });
});

describe("a line that is cut and not read", () => {
  const cut = (line: string) => {
    const pair = cutPair(Buffer.from(line));
    return pair && { ...pair, certificate: String(pair.certificate), claim: String(pair.claim) };
  };

  it("is what reading it gives, in its usual shape", () => {
    expect(readPair(LINE)).to.deep.include({
      ...PAIR,
      about: {
        ...{ store: JSON.parse(PAIR.claim).siret, rank: JSON.parse(PAIR.claim).rank, month: "2026-01" },
        makers: [JSON.parse(PAIR.certificate).makers.right.identifier],
      },
    });
    expect(cut(LINE)).to.deep.equal(readPair(LINE));
    expect(cut(`${LINE}\r`)).to.deep.equal(readPair(LINE));
    // The latest invoice counts, wherever it stands among the receipts.
    const certificate = JSON.parse(PAIR.certificate);
    const [quote, order, shipment, invoice] = certificate.receipts;
    const later = { ...invoice, batch: { ...invoice.batch, issuedAt: invoice.batch.issuedAt + 40 * 86_400 } };
    for (const receipts of [
      [invoice, later, quote, order, shipment],
      [later, quote, invoice],
      [quote, order],
    ]) {
      const line = `{"certificate":${JSON.stringify({ ...certificate, receipts })},"claim":${PAIR.claim}}`;
      expect(cut(line)).to.deep.equal(readPair(line));
      expect(readPair(line).about.month).to.equal(receipts.includes(later) ? "2026-02" : undefined);
    }
  });

  it("tells the makers that the certificate opens, each once", () => {
    const opened = (...names: readonly string[]) => {
      const makers = Object.fromEntries(names.map((identifier, i) => [i === 0 ? "right" : "left", { identifier }]));
      return LINE.replace(/"makers":\{.*?\}\}/, `"makers":${JSON.stringify(makers)}`);
    };
    for (const [line, makers] of [
      [opened("732829320"), ["732829320"]],
      [opened("732829320", "732829320"), ["732829320"]],
      [opened("732829320", "DE-MF-000012345"), ["732829320", "DE-MF-000012345"]],
    ] as const) {
      expect(readPair(line).about.makers).to.deep.equal(makers);
      expect(cut(line)?.about.makers).to.deep.equal(makers);
    }
  });

  const unusual: Readonly<Record<string, string>> = {
    "spaces about a stage": LINE.replace('"stage":3', '"stage" : 3'),
    "a space before a time": LINE.replace('"issuedAt":', '"issuedAt": '),
    "a name that is spelled otherwise": LINE.replace('"stage"', '"st\\u0061ge"'),
    "a space before a store": LINE.replace('"siret":', '"siret": '),
    "a space before a rank": LINE.replaceAll('"rank":', '"rank": '),
    "a space before a maker": LINE.replace('"identifier":', '"identifier": '),
    "the claim first": `{"claim":${PAIR.claim},"certificate":${PAIR.certificate}}`,
    "two claims": LINE.replace(',"claim":', ',"claim":{},"claim":'),
    "a field that holds the name of a claim": LINE.replace('{"format"', '{"more":1,"claim":1,"format"'),
    "stock lenses": LINE.replace('"openings"', '"stock":{},"openings"'),
    "a space before it": ` ${LINE}`,
    nothing: "{}",
  };
  for (const [what, line] of Object.entries(unusual)) {
    it(`leaves ${what} to the plain reader`, () => expect(cut(line)).to.equal(undefined));
  }
});

describe("a line of two files that were put together", () => {
  it("is read with the marks that they began with, as each file alone is", () => {
    const { certificate, claim } = readPair(LINE);
    for (const marked of [
      LINE.replace('{"certificate":', '{"certificate":\ufeff'),
      LINE.replace('{"certificate":', '{"certificate":\ufeff').replace(',"claim":', ',"claim":\ufeff'),
    ]) {
      const read = readPair(marked);
      expect([read.certificate, read.claim]).to.deep.equal([certificate, claim]);
    }
  });

  it("keeps a mark that stands within a text", () => {
    const quoted = JSON.stringify({ certificate: { a: ',"claim":\ufeff{' }, claim: {} });
    expect(readPair(quoted).certificate).to.contain("\ufeff");
  });
});
