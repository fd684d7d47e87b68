import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import {
  type AuditRecord,
  type AuditSummary,
  audit,
  type Before,
  fileSource,
  type Judge,
  judgeFrom,
  type Opener,
  readBefore,
  startTally,
} from "../../../src/audit/index.js";
import { encloseText } from "../../../src/gateway/enclosing.js";
import { boxOf, CannotTell, closeBox, drawEnclosingKey } from "../../../src/gateway/index.js";
import { claimSecret, claimTicket, DEFAULT_POLICY } from "../../../src/protocol/index.js";
import { aFolder } from "../../../testing/cli.js";
import { type FakeGateway, startFakeGateway } from "../../../testing/fake-gateway.js";
import { drawWave } from "../../../testing/load.js";

const LOAD = drawWave("closed", 40);
const secretOf = (i: number) => new Uint8Array(32).fill(i + 1);
const ticketOf = (i: number) => claimTicket(secretOf(i), 1);
const boxAt = (i: number, number = 0) => boxOf(claimSecret(secretOf(i), 1), "claim", number);

describe("an audit of lines with tickets and enclosed certificates", () => {
  const folder = aFolder();
  const files: Uint8Array[] = [];
  let judge: Judge;
  let gateway: FakeGateway;
  let opener: Opener;
  let open: AuditRecord[];

  const claimOf = (i: number) => LOAD.pairs[i]?.claim ?? "{}";
  const certificateOf = (i: number) => LOAD.pairs[i]?.certificate ?? "{}";
  const plain = (i: number) => `{"certificate":${certificateOf(i)},"claim":${claimOf(i)}}`;
  const withTicket = (i: number, claim = claimOf(i)) => `{"ticket":"${ticketOf(i)}","claim":${claim}}`;
  const enclosed = (i: number, claim = claimOf(i)) =>
    `{"enclosed":"${Buffer.from(files[i] ?? []).toString("base64")}","claim":${claim}}`;
  const audited = async (
    lines: readonly string[],
    given = opener,
    before?: Before,
  ): Promise<[AuditRecord[], AuditSummary]> => {
    writeFileSync(folder.file("lines.ndjson"), `${lines.join("\n")}\n`);
    const tally = startTally();
    let text = "";
    for await (const { records, counts } of audit(
      [fileSource(folder.file("lines.ndjson"))],
      judge,
      before,
      undefined,
      given,
    )) {
      text += records;
      tally.merge(counts);
    }
    return [[...text.matchAll(/.+/g)].map(([line]) => JSON.parse(line)), tally.summary()];
  };
  const causes = (records: readonly AuditRecord[]) =>
    records.map((record) =>
      "cannotTell" in record ? record.cannotTell.code : "outcome" in record ? record.outcome : record,
    );

  before(async () => {
    const { identity, recipient } = await drawEnclosingKey();
    const facts = { module: new URL("../../../testing/load.ts", import.meta.url), data: LOAD.facts };
    judge = await judgeFrom(facts, { policy: DEFAULT_POLICY }, 2);
    gateway = await startFakeGateway({ chainId: 31337, partyRegistry: `0x${"01".repeat(20)}` }, []);
    for (const [i, { certificate }] of LOAD.pairs.entries()) {
      files.push(await encloseText(String(certificate), recipient));
      const content = Buffer.from(closeBox(boxAt(i), files[i] as Uint8Array)).toString("base64");
      gateway.boxes.set(boxAt(i).index, content);
    }
    opener = { gateways: [{ url: gateway.url }], identities: [identity] };
    [open] = await audited(LOAD.pairs.map((_, i) => plain(i)));
  });
  after(async () => {
    await judge.close();
    await gateway.close();
    folder.remove();
  });

  it("says of each what it says of the certificate itself, in their order, blank lines between", async () => {
    const kinds = [plain, withTicket, enclosed];
    const lines = LOAD.pairs.map((_, i) => (kinds[i % 3] as typeof plain)(i));
    expect((await audited(lines))[0]).to.deep.equal(open);
    const [spaced] = await audited(lines.flatMap((line) => ["", line]));
    expect(spaced.map(({ line }) => line)).to.deep.equal(open.map(({ line }) => 2 * line));
    expect(causes(spaced)).to.deep.equal(causes(open));
  });

  it("reads boxes in bulk: sixteen tickets in a request of 256 indexes", async () => {
    const asked = gateway.bodies.length;
    await audited(LOAD.pairs.map((_, i) => withTicket(i)));
    const sizes = gateway.bodies.slice(asked).map((body) => JSON.parse(body.slice(body.indexOf("{"))).indexes.length);
    expect(sizes).to.deep.equal([256, 256, 256]);
  });

  it("cannot tell of what is missing, spoilt, swapped or for others, and accuses nobody", async () => {
    const stored = new Map(gateway.boxes);
    const otherKey = await drawEnclosingKey();
    const forOthers = await encloseText(certificateOf(3), otherKey.recipient);
    gateway.boxes.delete(boxAt(0).index);
    gateway.boxes.set(boxAt(1).index, Buffer.alloc(36_864).toString("base64"));
    gateway.boxes.set(boxAt(2).index, gateway.boxes.get(boxAt(5).index) as string);
    gateway.boxes.set(boxAt(3).index, Buffer.from(closeBox(boxAt(3), forOthers)).toString("base64"));
    const cut = enclosed(6).replace(/.{40}","claim"/, '","claim"');
    const lines = [
      ...[withTicket(0), withTicket(1), withTicket(2), withTicket(3), withTicket(4, claimOf(5))],
      ...[enclosed(5, claimOf(7)), cut, withTicket(7)],
    ];
    const [records, summary] = await audited(lines);
    for (const [index, content] of stored) gateway.boxes.set(index, content);
    expect(causes(records)).to.deep.equal([
      ...["box-empty", "box-spoilt", "box-spoilt", "box-for-others", "box-of-another-claim"],
      ...["box-of-another-claim", "enclosed-cut", "conforming"],
    ]);
    expect(summary).to.deep.include({ lines: 8, cannotTell: 7, unreadable: 0, findings: {} });
    expect(summary.total).to.include({ judged: 1, notConforming: 0 });
    expect(JSON.stringify(records)).not.to.contain(ticketOf(0).slice(5));
  });

  it("says what is wrong with a line, and stops only that one", async () => {
    const bad = [withTicket(0).replace("CVC1-", "CVC1-0"), withTicket(1, "{}"), '{"ticket":1,"claim":{}}'];
    const [records] = await audited([...bad, withTicket(3)]);
    expect(records.map((record) => "unreadable" in record)).to.deep.equal([true, true, true, false]);
    const [without] = await audited([withTicket(0), enclosed(1)], { gateways: [], identities: opener.identities });
    expect(without.map((record) => "unreadable" in record)).to.deep.equal([true, false]);
    const [keyless] = await audited([withTicket(0), enclosed(1)], { gateways: opener.gateways, identities: [] });
    expect(keyless.every((record) => "unreadable" in record)).to.equal(true);
  });

  it("asks the next gateway, tells of the one that is away, and stops where none answers", async () => {
    const other = await startFakeGateway({ chainId: 31337, partyRegistry: `0x${"01".repeat(20)}` }, []);
    const away = { url: "http://127.0.0.1:9" };
    const { identities } = opener;
    const both = { gateways: [{ url: other.url }, { url: gateway.url }], identities };
    expect(causes((await audited([withTicket(0)], both))[0])).to.deep.equal(["conforming"]);
    const half = { gateways: [{ url: other.url }, away], identities };
    expect(causes((await audited([withTicket(0)], half))[0])).to.deep.equal(["gateway-silent"]);
    await other.close();
    const failure = await audited([plain(0), withTicket(1)], { gateways: [away], identities }).catch((error) => error);
    expect(failure).to.be.instanceOf(CannotTell);
  });

  it("goes on where it was interrupted, and reads no box again", async () => {
    gateway.boxes.delete(boxAt(1).index);
    const lines = LOAD.pairs.map((_, i) => withTicket(i));
    const [whole] = await audited(lines);
    const out = folder.file("out.ndjson");
    writeFileSync(
      out,
      whole
        .slice(0, 17)
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(""),
    );
    const asked = gateway.bodies.length;
    const [rest] = await audited(lines, opener, await readBefore(out, () => undefined));
    expect([...whole.slice(0, 17), ...rest]).to.deep.equal(whole);
    expect(gateway.bodies.length - asked).to.equal(2);
    expect(readFileSync(out, "utf8")).to.contain("box-empty");
  });

  it("asks at the times of a clock", async () => {
    const began = Date.now();
    await audited(
      LOAD.pairs.map((_, i) => withTicket(i)),
      { ...opener, everyMs: 200 },
    );
    expect(Date.now() - began).to.be.greaterThan(399);
  });
});
