import { expect } from "chai";
import { encodeRlp, type JsonRpcApiProvider, keccak256 } from "ethers";
import { type Asks, ChainError, gatherFactsOf } from "../../src/chain/index.js";
import {
  cutEvidence,
  type EvidenceFile,
  type EvidenceOptions,
  evidenceFacts,
  makeEvidence,
  parseEvidence,
} from "../../src/evidence.js";
import { fromHex } from "../../src/protocol/bytes.js";
import {
  assessReceipts,
  type ChainFacts,
  type Evidence,
  type Hex,
  hashStatement,
  InputError,
  policy,
  ZERO,
} from "../../src/protocol/index.js";
import { stockMarker } from "../../src/protocol/stock.js";
import { chance } from "../../testing/chance.js";
import { evidenceIn, makeOddWorld, type OddWorld } from "../../testing/odd-world.js";
import { recording } from "../../testing/recorded-facts.js";

/** All that judging these receipts asks of the facts. */
function answersOf(facts: ChainFacts, dossiers: readonly Evidence[]) {
  const { facts: asked, recorded } = recording(facts);
  for (const evidence of dossiers) assessReceipts(evidence, asked, policy(), { rank: 1 });
  return recorded();
}

const sortedByHash = (nodes: readonly string[]) => [...nodes].sort((a, b) => (keccak256(a) < keccak256(b) ? -1 : 1));

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => "believed",
    (error: unknown) => (error instanceof ChainError || error instanceof InputError ? error.code : String(error)),
  );

describe("an evidence file", () => {
  let world: OddWorld;
  let node: Asks;
  let dossiers: readonly Evidence[];
  let shared: EvidenceFile;
  let blockHash: Hex;
  let number: number;
  let truth: ReturnType<typeof answersOf>;

  const facts = (file: EvidenceFile, of = dossiers, options: Partial<EvidenceOptions> = {}) =>
    evidenceFacts(file, of, { deployment: world.chain.deployment, blockHash, ...options });
  const cut = (file: EvidenceFile, of: readonly Evidence[], settlements = true) =>
    cutEvidence(file, of, { deployment: world.chain.deployment, settlements });

  before(async () => {
    world = await makeOddWorld(chance("evidence world"), 40);
    const provider = world.chain.suite.provider as JsonRpcApiProvider;
    node = { ask: (method, params) => provider.send(method, [...params]) };
    dossiers = world.dossiers.map((_, i) => evidenceIn(world, i));
    const content = { deployment: world.chain.deployment, settlements: true };
    const made = await makeEvidence(node, dossiers, "latest", content);
    [shared, blockHash, number] = [parseEvidence(JSON.stringify(made.file)), made.blockHash, made.number];
    truth = answersOf(await gatherFactsOf(world.chain.suite, dossiers, number), dossiers);
  });

  it("repeats, without a node, what the contracts answered on a chain where much went wrong", async () => {
    const read = await facts(shared);
    expect(answersOf(read, dossiers)).to.deep.equal(truth);
    expect(read.block.number).to.equal(number);
  });

  it("does so for each dossier, cut out of what all share", async () => {
    for (const dossier of dossiers) {
      const alone = await cut(shared, [dossier]);
      expect(alone.nodes.length + alone.leaves.length).to.be.lessThan(shared.nodes.length + shared.leaves.length);
      const live = await gatherFactsOf(world.chain.suite, [dossier], number);
      expect(answersOf(await facts(alone, [dossier]), [dossier])).to.deep.equal(answersOf(live, [dossier]));
    }
  });

  it("is the same whatever the order in which it was asked for, and cut from itself", async () => {
    const content = { deployment: world.chain.deployment, settlements: true };
    const { file } = await makeEvidence(node, [...dossiers].reverse(), number, content);
    expect(file).to.deep.equal(shared);
    expect(await cut(shared, dossiers)).to.deep.equal(shared);
  });

  it("tells nothing without the hash of its block from elsewhere, and nothing against another hash", async () => {
    const { deployment } = world.chain;
    expect(await codeOf(evidenceFacts(shared, dossiers, { deployment }))).to.equal("evidence-unvouched");
    expect(await codeOf(facts(shared, dossiers, { blockHash: ZERO }))).to.equal("evidence-of-another-block");
    const elsewhere = { ...deployment, chainId: 1 };
    expect(await codeOf(facts(shared, dossiers, { deployment: elsewhere }))).to.equal("evidence-of-another-chain");
  });

  it("tells nothing of a chain that was made up whole: all rests on the hash", async () => {
    const madeUp = await makeOddWorld(chance("proven world"), 40);
    const provider = madeUp.chain.suite.provider as JsonRpcApiProvider;
    const theirs = madeUp.dossiers.map((_, i) => evidenceIn(madeUp, i));
    const { deployment } = madeUp.chain;
    const asks: Asks = { ask: (method, params) => provider.send(method, [...params]) };
    const { file, blockHash: own } = await makeEvidence(asks, theirs, "latest", { deployment, settlements: true });
    expect(await codeOf(evidenceFacts(file, theirs, { deployment }))).to.equal("evidence-unvouched");
    expect(await codeOf(evidenceFacts(file, theirs, { deployment, blockHash }))).to.equal("evidence-of-another-block");
    expect(await codeOf(evidenceFacts(file, theirs, { deployment, blockHash: own }))).to.equal("believed");
  });

  it("tells nothing once any part of it is gone", async () => {
    for (const dossier of dossiers.slice(0, 4)) {
      const alone = await cut(shared, [dossier]);
      for (const part of ["nodes", "leaves"] as const) {
        for (const gone of alone[part].keys()) {
          const less = { ...alone, [part]: alone[part].filter((_, i) => i !== gone) };
          expect(await codeOf(facts(less, [dossier])), `${part}[${gone}]`).to.match(/^evidence-(?:lacks|stray)$/);
        }
      }
    }
  });

  it("tells nothing once a bit of any leaf or node of it is another", async () => {
    const dossier = dossiers[0] as Evidence;
    const alone = await cut(shared, [dossier]);
    const flip = (hex: Hex) => `${hex.slice(0, -1)}${hex.endsWith("0") ? "1" : "0"}` as Hex;
    for (const part of ["nodes", "leaves"] as const) {
      for (const at of alone[part].keys()) {
        const other = { ...alone, [part]: alone[part].map((one, i) => (i === at ? flip(one as Hex) : one)) };
        expect(await codeOf(facts(other, [dossier])), `${part}[${at}]`).to.match(
          /^evidence-(?:lacks|stray)$|^not-ascending$/,
        );
      }
    }
  });

  it("without settlements proves none, tells nothing unless they are left out, and then judges all else", async () => {
    const bare = await cut(shared, dossiers, false);
    expect(bare.leaves.length).to.be.lessThan(shared.leaves.length);
    expect(await codeOf(facts(bare))).to.equal("evidence-lacks");
    const { answers } = answersOf(await facts(bare, dossiers, { settlements: false }), dossiers);
    const others = (all: object) => Object.entries(all).filter(([question]) => !question.startsWith("settlement/"));
    expect(others(answers)).to.deep.equal(others(truth.answers));
    for (const [question, answer] of Object.entries(answers)) {
      if (question.startsWith("settlement/")) expect(answer).to.deep.include({ ranks: {} });
    }
  });

  it("alone contains no statement hash, party, key, settler or marker in any encoding", async () => {
    const { suite, deployment } = world.chain;
    const logs = await suite.provider.getLogs({ fromBlock: 0, toBlock: "latest" });
    const secrets = new Set<string>();
    for (const { receipts, stock, dossier } of dossiers) {
      secrets.add(dossier.settler).add(dossier.seed);
      for (const { nullifier } of stock) secrets.add(stockMarker(nullifier)).add(nullifier);
      for (const { statement, batch, statementProof } of receipts) {
        for (const word of [hashStatement(statement), statement.dossier, batch.key, batch.root, ...statementProof]) {
          secrets.add(word);
        }
      }
    }
    for (const { address, topics } of logs) {
      const isParty = address === deployment.contracts.partyRegistry.address;
      if (isParty) for (const topic of topics.slice(1)) if (/^0x(?!0{12})/.test(topic)) secrets.add(topic);
    }
    expect(secrets.size).to.be.greaterThan(100);
    const bytes = Buffer.concat(
      [shared.header, ...shared.nodes, ...shared.leaves].map((hex) => Buffer.from(fromHex(hex))),
    );
    const text = JSON.stringify(shared);
    for (const secret of secrets) {
      const raw = Buffer.from(fromHex(secret));
      // Hash, key of a slot and value alike: what a reader could look for who has but the file.
      for (const part of [raw, raw.subarray(0, 12), Buffer.from(raw).reverse()]) {
        expect(bytes.includes(part), secret).to.equal(false);
        for (const encoding of ["hex", "base64", "base64url", "latin1"] as const) {
          expect(text.includes(part.toString(encoding)), secret).to.equal(false);
        }
      }
      expect(text.includes(BigInt(secret).toString())).to.equal(false);
    }
  });

  it("has nothing in common with one of the next block but tries", async () => {
    await world.chain.advance(1);
    const content = { deployment: world.chain.deployment, settlements: true };
    const { file } = await makeEvidence(node, dossiers, "latest", content);
    const indices = new Set(shared.leaves.map((leaf) => leaf.slice(0, 34)));
    expect(file.leaves.filter((leaf) => indices.has(leaf.slice(0, 34)))).to.deep.equal([]);
  });

  it("is refused by one error where it is hostile", async () => {
    const [first = "0x", ...rest] = shared.nodes;
    const stranger = encodeRlp(["0x20", "0xffff"]) as Hex;
    const parsed = async (change: object) => facts(parseEvidence(JSON.stringify({ ...shared, ...change })));
    const text = JSON.stringify(shared);
    const hostile: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["not-json", async () => parseEvidence(text.slice(0, text.length / 2))],
      ["too-long", async () => parseEvidence(`${text}${" ".repeat(100_000_000)}`)],
      ["too-deep", async () => parseEvidence(`${"[".repeat(50_000)}${"]".repeat(50_000)}`)],
      ["wrong-version", () => parsed({ format: "clairevoie-evidence/2" })],
      ["not-ascending", () => parsed({ nodes: [first, first, ...rest] })],
      ["not-ascending", () => parsed({ nodes: [...shared.nodes].reverse() })],
      ["not-ascending", () => parsed({ leaves: [shared.leaves[0], ...shared.leaves] })],
      ["not-header", () => parsed({ header: "0xc0" })],
      ["not-header", () => parsed({ header: `${shared.header}00` })],
      ["not-lower-case-hex", () => parsed({ nodes: ["0xZZ"] })],
      ["evidence-stray", () => parsed({ nodes: sortedByHash([...shared.nodes, stranger]) })],
      ["evidence-of-another-chain", () => parsed({ chainId: 1 })],
    ];
    for (const [code, act] of hostile) expect(await codeOf(Promise.resolve().then(act)), code).to.equal(code);
  });
});
