import { expect } from "chai";
import { type Asks, ChainError, QuorumReader, type Witness } from "../../src/chain/index.js";

const CONTRACT = `0x${"11".repeat(20)}` as const;
const hash = (digit: string) => `0x${digit.repeat(64)}`;

/** A node with some blocks, each a hash, that answers every call alike. */
function aWitness(name: string, blocks: readonly string[], answer = "0x01"): Witness & { asked: () => number } {
  let asked = 0;
  const node: Asks = {
    ask: async (method, [first]) => {
      asked++;
      if (method === "eth_call") return answer;
      const number = first === "latest" ? blocks.length - 1 : Number(first);
      const found = blocks[number];
      return found === undefined ? null : { number: `0x${number.toString(16)}`, hash: found, timestamp: "0x64" };
    },
  };
  return { name, node, asked: () => asked };
}

const dead = (name: string): Witness => ({ name, node: { ask: () => Promise.reject(new Error("down")) } });
const [A, B] = [
  [hash("0"), hash("a"), hash("b")],
  [hash("0"), hash("f")],
];

async function refused(asked: Promise<unknown>): Promise<ChainError> {
  const failure = await asked.then(
    () => expect.fail("it was believed"),
    (error: unknown) => error,
  );
  expect(failure).to.be.instanceOf(ChainError);
  return failure as ChainError;
}

describe("a quorum of nodes", () => {
  it("takes the newest block that enough nodes have, and holds it against nobody to be behind", async () => {
    const reader = new QuorumReader([aWitness("a", A), aWitness("b", A), aWitness("c", A.slice(0, 2))], 2);
    expect(await reader.block("latest")).to.deep.equal({ number: 2, timestamp: 100, hash: hash("b") });
    const all = new QuorumReader([aWitness("a", A), aWitness("b", A), aWitness("c", A.slice(0, 2))], 3);
    expect((await all.block("latest")).hash).to.equal(hash("a"));
    expect([...reader.dissenters, ...all.dissenters]).to.deep.equal([]);
  });

  it("names who is on another chain, and does without", async () => {
    const reader = new QuorumReader([aWitness("fork", [...B, hash("e")]), aWitness("b", A), aWitness("c", A)], 2);
    expect((await reader.block("latest")).hash).to.equal(hash("b"));
    expect(reader.dissenters).to.deep.equal(["fork"]);
  });

  it("refuses when too few agree on a block, and names those that differ", async () => {
    const failure = await refused(new QuorumReader([aWitness("a", A), aWitness("fork", B)], 2).block("latest"));
    expect(failure.kind).to.equal("contradicted");
    expect(failure.message).to.contain("fewer than 2 of 2 nodes agree on block 1 (a, fork)");
  });

  it("believes a fact that enough nodes state, and names who states another", async () => {
    const reader = new QuorumReader(
      [aWitness("liar", A, "0x00"), aWitness("b", A, "0x0A"), aWitness("c", A, "0x0a")],
      2,
    );
    expect(await reader.call(CONTRACT, "0x", 2)).to.equal("0x0a");
    expect(reader.dissenters).to.deep.equal(["liar"]);
  });

  it("believes neither of two halves", async () => {
    const halves = ["0x00", "0x00", "0x01", "0x01"].map((answer, i) => aWitness(`${i}`, A, answer));
    expect((await refused(new QuorumReader(halves, 2).call(CONTRACT, "0x", 2))).message).to.contain(
      "a fact (0, 1, 2, 3)",
    );
  });

  it("waits once for a node that is down, and says so", async () => {
    let tries = 0;
    const down: Witness = { name: "down", node: { ask: () => Promise.reject(new Error(`try ${tries++}`)) } };
    const reader = new QuorumReader([down, aWitness("b", A), aWitness("c", A)], 2);
    await reader.block("latest");
    await reader.call(CONTRACT, "0x", 2);
    expect([tries, reader.dissenters]).to.deep.equal([1, ["down"]]);
    expect((await refused(new QuorumReader([dead("x"), dead("y")], 1).block("latest"))).message).to.contain("(x, y)");
  });

  it("takes no answer for one: neither text, nor a block without a hash", async () => {
    const odd: Witness = { name: "odd", node: { ask: async () => ({ number: "0x2", timestamp: "0x64" }) } };
    const failure = await refused(new QuorumReader([odd, aWitness("b", A)], 2).block("latest"));
    expect(failure.kind).to.equal("contradicted");
    expect((await refused(new QuorumReader([odd], 1).call(CONTRACT, "0x", 2))).kind).to.equal("contradicted");
  });

  it("cannot be of more nodes than there are, nor of none", () => {
    expect(() => new QuorumReader([aWitness("a", A)], 2)).to.throw(ChainError, "2 of 1 nodes cannot agree");
    expect(() => new QuorumReader([], 0)).to.throw(ChainError);
  });
});
