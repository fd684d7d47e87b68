import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import {
  type AuditRecord,
  type AuditSummary,
  audit,
  auditPage,
  fileSource,
  type Judge,
  judgeFrom,
  outputToFile,
  readBefore,
  type Source,
  startTally,
} from "../../../src/audit/index.js";
import { DEFAULT_POLICY, InputError } from "../../../src/protocol/index.js";
import { aFolder } from "../../../testing/cli.js";
import { drawWave } from "../../../testing/load.js";

const LOAD = drawWave("audit", 40);
const LINES = LOAD.pairs.map(({ certificate, claim }) => `{"certificate":${certificate},"claim":${claim}}`);

describe("an audit of a stream", () => {
  const folder = aFolder();
  let judge: Judge;

  before(async () => {
    const facts = { module: new URL("../../../testing/load.ts", import.meta.url), data: LOAD.facts };
    judge = await judgeFrom(facts, { policy: DEFAULT_POLICY }, 2);
  });
  after(async () => {
    await judge.close();
    folder.remove();
  });

  const written = (name: string, content: string | Uint8Array): string => {
    writeFileSync(folder.file(name), content);
    return folder.file(name);
  };
  const audited = async (...files: readonly string[]): Promise<AuditRecord[]> => {
    let lines = "";
    for await (const { records } of audit(files.map(fileSource), judge)) lines += records;
    return [...lines.matchAll(/.+/g)].map(([line]) => JSON.parse(line));
  };
  /** Audits into a file, behind what is there; gives the summary of all that it then holds. */
  const resumed = async (file: string, out: string): Promise<AuditSummary> => {
    const tally = startTally();
    const before = await readBefore(out, tally.add);
    const output = outputToFile(out, true);
    try {
      for await (const { records, counts } of audit([fileSource(file)], judge, before)) {
        output.write(records);
        tally.merge(counts);
      }
    } finally {
      output.close();
    }
    return tally.summary();
  };
  const refusal = async (act: Promise<unknown>): Promise<string> => {
    const error = await act.then(() => undefined).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(InputError);
    return (error as InputError).reason;
  };

  it("gives one verdict a line, in order, with its store and month, across files", async () => {
    const one = written("one.ndjson", LINES.slice(0, 25).join("\n"));
    const two = written("two.ndjson", `${LINES.slice(25).join("\r\n")}\n\n`);
    const records = await audited(one, two);
    expect(records.map(({ file, line }) => [file, line])).to.deep.equal([
      ...Array.from({ length: 25 }, (_, i) => [one, i + 1]),
      ...Array.from({ length: 15 }, (_, i) => [two, i + 1]),
    ]);
    for (const [i, record] of records.entries()) {
      const { certificate, claim } = LOAD.pairs[i] ?? { certificate: "{}", claim: "{}" };
      expect(record).to.deep.include({
        dossier: JSON.parse(certificate).receipts[0].statement.dossier,
        rank: JSON.parse(claim).rank,
        outcome: "conforming",
        store: JSON.parse(claim).siret,
        month: "2026-01",
      });
    }
  });

  it("reads gzip whatever its name, and says that it is cut short", async () => {
    const zipped = gzipSync(LINES.join("\n"));
    expect(await audited(written("stream.bin", zipped))).to.have.lengthOf(LINES.length);
    const cut = written("cut.ndjson.gz", zipped.subarray(0, zipped.length - 2_000));
    expect(await refusal(audited(cut))).to.contain("gzip that is cut short");
  });

  it("says how to open what is packed otherwise, and closes it", async () => {
    const heads = { zstd: "28b52ffd24", xz: "fd377a585a00", bzip2: "425a683931", zip: "504b030414" };
    for (const [packing, head] of Object.entries(heads)) {
      const file = written("packed", Buffer.concat([Buffer.from(head, "hex"), Buffer.alloc(5_000_000, 10)]));
      expect(await refusal(audited(file)), packing).to.match(
        new RegExp(`is ${packing}; .* -d?[cp]+ FILE \\| clairevoie audit -`),
      );
    }
    // What only begins alike is a line like any other.
    const [answer] = await audited(written("short", "BZ\n"));
    expect(answer).to.have.property("unreadable");
  });

  it("stops only the line that cannot be read", async () => {
    const [good = "", other = ""] = LINES;
    const twice = good.replace('{"format":"clairevoie-certificate/1"', '$&,"format":"clairevoie-certificate/1"');
    const swapped = `{"claim":${LOAD.pairs[0]?.claim},"certificate":${LOAD.pairs[0]?.certificate}}`;
    const bad = [
      "{",
      "null",
      `${good} {}`,
      `${good}}`,
      '{"certificate":{}}',
      twice,
      `${good.slice(0, -1)},"more":1}`,
      "x".repeat(8_200_000),
    ];
    const records = await audited(written("bad.ndjson", [good, ...bad, swapped, other].join("\n")));
    expect(records.map((record) => "unreadable" in record)).to.deep.equal([
      false,
      ...bad.map(() => true),
      false,
      false,
    ]);
    expect(records.map(({ line }) => line)).to.deep.equal(records.map((_, i) => i + 1));
  });

  it("reads in its threads' memory what is as large as can be read, and says in few words what is wrong", async () => {
    const { certificate = "", claim = "" } = LOAD.pairs[0] ?? {};
    const fields = Array.from({ length: 390_000 }, (_, i) => `"${i.toString(36)}":1,`).join("");
    const lines = [
      { certificate: certificate.replace("{", `{${fields}`), claim },
      { certificate: certificate.replace('"receipts":[', `$&${"{},".repeat(1_300_000)}`), claim },
      { certificate, claim: claim.replace('"lines":[', `$&${"{},".repeat(1_300_000)}`) },
      { certificate, claim },
    ].map((one) => `{"certificate":${one.certificate},"claim":${one.claim}}\n`);
    const records = await audited(written("large.ndjson", lines.join("")));
    const reasons = records.map((record) => ("unreadable" in record ? record.unreadable.reason : "read"));
    expect(reasons).to.deep.equal([
      'has an unknown field "0", "1", "2", "3", ...',
      "has more than 64 items",
      "has more than 16 items",
      "read",
    ]);
  });

  it("goes on behind a torn line, and loses and repeats nothing, wherever it was cut", async () => {
    const stream = written("stream.ndjson", [...LINES.slice(0, 10), "{", ...LINES.slice(10)].join("\n"));
    const summary = await resumed(stream, folder.file("whole"));
    const whole = readFileSync(folder.file("whole"), "utf8");
    const ends = [...whole.matchAll(/\n/g)].map(({ index }) => index);
    for (const cut of [0, 10, (ends[9] ?? 0) + 1, (ends[10] ?? 0) - 3, ends[20] ?? 0, whole.length - 1, whole.length]) {
      const out = written("torn", whole.slice(0, cut));
      expect(await resumed(stream, out), `cut at ${cut}`).to.deep.equal(summary);
      expect(readFileSync(out, "utf8"), `cut at ${cut}`).to.equal(whole);
    }
  });

  it("refuses to go on with the output of other files, or with anything else", async () => {
    const stream = written("stream.ndjson", LINES.join("\n"));
    await resumed(stream, folder.file("mine"));
    const shorter = written("shorter.ndjson", LINES.slice(0, 3).join("\n"));
    expect(await refusal(resumed(shorter, folder.file("mine")))).to.contain("more lines");
    const other = written("other.ndjson", LINES.join("\n"));
    expect(await refusal(resumed(other, folder.file("mine")))).to.contain("other files");
    const strange = written("strange", "a file of mine\n");
    expect(await refusal(resumed(stream, strange))).to.contain("no verdict");
    expect(readFileSync(strange, "utf8")).to.equal("a file of mine\n");
  });

  it("reads no further ahead than its threads need, however long the stream is, and lets go of it", async () => {
    let [read, isClosed] = [0, false];
    const chunk = Buffer.from(`${LINES.join("\n")}\n`);
    const claimedOnce = LINES.length;
    let [judged, repeated] = [0, 0];
    const endless: Source = {
      name: "endless",
      async *open() {
        try {
          for (;;) yield chunk;
        } finally {
          isClosed = true;
        }
      },
    };
    for await (const { counts } of audit([endless], judge, undefined, (bytes) => (read += bytes))) {
      judged += counts.total.judged;
      repeated += counts.findings.get("claim-repeated") ?? 0;
      expect(counts.total.notConforming).to.equal(counts.findings.get("claim-repeated") ?? 0);
      if (read > 40_000_000) break;
    }
    expect(judged - repeated).to.equal(claimedOnce);
    // Of two threads: six blocks of two megabytes, and the one that is being filled.
    const ahead = async () => {
      const before = read;
      for await (const _ of audit([endless], judge, undefined, (bytes) => (read += bytes))) break;
      return read - before;
    };
    expect(await ahead()).to.be.below(8 * 2_200_000);
    expect(isClosed).to.equal(true);
  });

  it("sums up by finding, store and month", async () => {
    const dearer = LINES.map((line, i) => (i < 4 ? line.replace(/"totalCents":(\d+)/, '"totalCents":1$1') : line));
    const stream = written("dearer.ndjson", dearer.join("\n"));
    appendFileSync(stream, "\n{\n");
    const records = await audited(stream);
    const tally = startTally();
    for (const record of records) tally.add(record);
    const summary = tally.summary();
    const against = records.filter((record) => "outcome" in record && record.outcome === "not-conforming").length;
    const unreadable = records.filter((record) => "unreadable" in record).length;
    // A total that is not the sum of its lines cannot be read, or does not open: either way it does not pass.
    expect(against + unreadable).to.equal(5);
    expect(summary).to.deep.include({ lines: 41, unreadable, blocks: { first: 1, last: 1 } });
    expect(summary.total).to.deep.equal({
      ...{ judged: 41 - unreadable, conforming: 36, justified: 0, notVerifiable: 0, pending: 0 },
      ...{ notConforming: against, notVerifiableRate: 0 },
    });
    const sum = (counts: AuditSummary["stores"]) => Object.values(counts).reduce((all, { judged }) => all + judged, 0);
    expect(sum(summary.stores)).to.equal(summary.total.judged);
    expect(summary.months).to.deep.equal({ "2026-01": summary.total });
  });

  it("draws the summary without a script, and with nothing that came in unescaped", () => {
    const tally = startTally();
    const place = { file: "f", line: 1, dossier: "0x", block: 7, month: "2026-03" };
    tally.add({ ...place, outcome: "not-conforming", findings: ["bad-signature"], store: "12345678200010" });
    tally.add({ ...place, outcome: "conforming", findings: [], store: "<script>", makers: ["<script>"] });
    for (const language of ["en", "fr"] as const) {
      const page = auditPage(tally.summary(), language);
      expect(page).to.contain("bad-signature").and.contain("12345678200010").and.contain("2026-03").and.contain("<svg");
      expect(page).to.not.match(/<script|https?:|url\(/);
    }
  });

  describe("a share that is claimed twice", () => {
    const at = (records: readonly AuditRecord[]) =>
      records.flatMap((record, i) => ("findings" in record && record.findings.includes("claim-repeated") ? [i] : []));

    it("does not conform the second time, whatever stands between, in however many files and blocks", async () => {
      const many = Array.from({ length: 9_000 }, () => "{");
      const files = [[...LINES, ...many], [LINES[3] ?? ""], [...many, LINES[3] ?? "", LINES[39] ?? ""]].map(
        (lines, i) => written(`twice-${i}.ndjson`, lines.join("\n")),
      );
      for (let run = 0; run < 3; run++) {
        const records = await audited(...files);
        const first = LINES.length + many.length;
        expect(at(records)).to.deep.equal([first, records.length - 2, records.length - 1]);
        expect(records[first]).to.deep.include({ outcome: "not-conforming", findings: ["claim-repeated"] });
        expect(records[3]).to.deep.include({ outcome: "conforming", findings: [] });
      }
    });

    it("is known by its dossier and its rank, and not by the rest of the line", async () => {
      const [line = ""] = LINES;
      const other = line.replace(/"rank":(\d)/g, (_, rank: string) => `"rank":${3 - Number(rank)}`);
      const dearer = line
        .replace(/"totalCents":(\d+)/, '"totalCents":1$1')
        .replace(/"priceCents":(\d+)/, '"priceCents":1$1');
      const spaced = line.replace('"siret":', '"siret": ');
      const records = await audited(written("other.ndjson", [line, other, spaced, dearer].join("\n")));
      const [, otherRank, again] = records;
      expect("rank" in (otherRank ?? {})).to.equal(true);
      expect(at(records)).to.include(2).and.not.include(1);
      expect(again).to.deep.include({ outcome: "not-conforming" });
    });

    it("is found across an audit that was interrupted, wherever it was cut", async () => {
      const stream = written("again.ndjson", [...LINES.slice(0, 10), ...LINES.slice(0, 12), ...LINES].join("\n"));
      const summary = await resumed(stream, folder.file("whole-again"));
      expect(summary.findings).to.deep.equal({ "claim-repeated": 22 });
      expect(summary.total).to.deep.include({ judged: 62, conforming: 40, notConforming: 22 });
      const whole = readFileSync(folder.file("whole-again"), "utf8");
      const ends = [...whole.matchAll(/\n/g)].map(({ index }) => index + 1);
      for (const cut of [ends[0], ends[9], ends[14], (ends[21] ?? 0) - 4, ends[40]]) {
        const out = written("cut-again", whole.slice(0, cut));
        expect(await resumed(stream, out)).to.deep.equal(summary);
        expect(readFileSync(out, "utf8")).to.equal(whole);
      }
    });
  });

  it("gives the rate of what is not verifiable, by store and by the maker that orders name", () => {
    const tally = startTally();
    const place = { file: "f", line: 1, dossier: "0x", findings: [], block: 7 };
    const [outside, known] = ["DE-MF-000012345", "732829320"];
    for (let i = 0; i < 3; i++)
      tally.add({ ...place, outcome: "conforming", store: "12345678200010", makers: [known] });
    tally.add({ ...place, outcome: "not-verifiable", store: "12345678200010", makers: [known, outside] });
    tally.add({ ...place, outcome: "pending", until: 9, store: "98765432100019" });
    const other = startTally();
    other.merge(tally.counts);
    other.merge(tally.counts);
    const { stores, makers, total } = other.summary();
    expect(total).to.deep.include({ judged: 10, conforming: 6, notVerifiable: 2, pending: 2, notVerifiableRate: 0.2 });
    expect(stores["12345678200010"]).to.deep.include({ judged: 8, notVerifiable: 2, notVerifiableRate: 0.25 });
    expect(makers[known]).to.deep.include({ judged: 8, notVerifiableRate: 0.25 });
    expect(makers[outside]).to.deep.include({ judged: 2, notVerifiableRate: 1 });
    for (const [language, said] of [
      ["en", "Naming a maker that does not take part"],
      ["fr", "Nommer un verrier qui ne participe pas"],
    ] as const) {
      expect(auditPage(other.summary(), language)).to.contain(said).and.contain(outside).and.contain("25\u00a0%");
    }
  });

  it("holds no more names of makers than it may, whatever orders name", () => {
    const tally = startTally();
    const place = { file: "f", line: 1, dossier: "0x", findings: [], block: 7, outcome: "not-verifiable" as const };
    for (let i = 0; i < 30_000; i++) tally.add({ ...place, makers: [`MAKER-${i}`] });
    const { makers } = tally.summary();
    expect(Object.keys(makers)).to.have.lengthOf(20_001);
    expect(makers["others"]?.judged).to.equal(10_000);
  });
});
