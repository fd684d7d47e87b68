import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import type { JsonRpcApiProvider } from "ethers";
import { type Asks, ChainError, type ChainReader, gatherFactsOf, ProofReader } from "../../src/chain/index.js";
import { MEMBERS, VARIABLES } from "../../src/chain/proving/layout.js";
import { ask } from "../../src/chain/reading.js";
import { assessReceipts, type ChainFacts, type Evidence, type Hex, policy, ZERO } from "../../src/protocol/index.js";
import { chance } from "../../testing/chance.js";
import { LIES, type Lie, lying } from "../../testing/lying-node.js";
import { evidenceIn, makeOddWorld, type OddWorld } from "../../testing/odd-world.js";
import { recording } from "../../testing/recorded-facts.js";

interface Laid {
  readonly label: string;
  readonly slot: string;
  readonly offset: number;
}
interface Layout {
  readonly storage: readonly Laid[];
  readonly types: Readonly<
    Record<string, { label: string; numberOfBytes: string; members?: (Laid & { type: string })[] }>
  >;
}

/** The layouts that the compiler gave, by contract. */
function layouts(): Map<string, Layout> {
  const folder = "artifacts/build-info";
  const outputs = readdirSync(folder)
    .filter((name) => name.endsWith(".output.json"))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name), "utf8")).output.contracts);
  return new Map(
    outputs.flatMap((sources) =>
      Object.values(sources as Record<string, Record<string, { storageLayout?: Layout }>>).flatMap((contracts) =>
        Object.entries(contracts).flatMap(([name, { storageLayout }]) =>
          storageLayout ? [[name.charAt(0).toLowerCase() + name.slice(1), storageLayout] as const] : [],
        ),
      ),
    ),
  );
}

/** All that judging these receipts asks of the facts. */
function answersOf(facts: ChainFacts, dossiers: readonly Evidence[]) {
  const { facts: asked, recorded } = recording(facts);
  for (const evidence of dossiers) assessReceipts(evidence, asked, policy(), { rank: 1 });
  return recorded();
}

describe("facts proven against a trusted block", () => {
  let world: OddWorld;
  let provider: JsonRpcApiProvider;
  let node: Asks;
  let trusted: { hash: Hex; number: number };
  let dossiers: readonly Evidence[];
  let truth: ReturnType<typeof answersOf>;

  const proven = (asks: Asks, hash = trusted.hash) => {
    const { suite, deployment } = world.chain;
    return gatherFactsOf({ ...suite, reader: new ProofReader(asks, deployment, hash) }, dossiers);
  };

  before(async () => {
    world = await makeOddWorld(chance("proven world"), 40);
    provider = world.chain.suite.provider as JsonRpcApiProvider;
    node = { ask: (method, params) => provider.send(method, [...params]) };
    const block = (await node.ask("eth_getBlockByNumber", ["latest", false])) as { hash: Hex; number: string };
    trusted = { hash: block.hash, number: Number(block.number) };
    dossiers = world.dossiers.map((_, i) => evidenceIn(world, i));
    truth = answersOf(await gatherFactsOf(world.chain.suite, dossiers, trusted.number), dossiers);
  });

  it("are those that the contracts answer, on a chain where much went wrong", async () => {
    expect(answersOf(await proven(node), dossiers)).to.deep.equal(truth);
  });

  it("are the standing of every key at every time, at its edges too", async () => {
    const { suite, deployment } = world.chain;
    const reader = new ProofReader(node, deployment, trusted.hash);
    const keys = await Promise.all(world.signers.map((signer) => signer.getAddress()));
    const { timestamp } = await reader.block();
    const times = new Set([0, timestamp, ...world.pool.flatMap(({ time }) => [time - 1, time, time + 1])]);
    const questions = keys.flatMap((key) => [...times].filter((time) => time <= timestamp).map((time) => [key, time]));
    const standings = (from: ChainReader) =>
      Promise.all(
        questions.map((values) => ask(from, trusted.number, suite.reference.partyRegistry, "standing", values)),
      );
    const [ours, theirs] = await Promise.all([standings(reader), standings(suite.reader)]);
    expect(ours.map((one) => one.toArray(true))).to.deep.equal(theirs.map((one) => one.toArray(true)));
    expect(new Set(ours.map(([{ status }]) => Number(status)))).to.deep.equal(new Set([0, 1, 2, 3, 4]));
    expect(new Set(ours.map(([{ suspended }]) => suspended))).to.deep.equal(new Set([true, false]));
  });

  it("are the makers, suspensions, thefts and links of everyone at every time, at its edges too", async () => {
    const { suite, deployment } = world.chain;
    const reader = new ProofReader(node, deployment, trusted.hash);
    const { timestamp } = await reader.block();
    const { parties: registry, links } = suite;
    const [enrolled, began, ...changes] = await Promise.all([
      registry.queryFilter(registry.filters.PartyEnrolled(), deployment.block),
      links.queryFilter(links.filters.LinkBegan(), deployment.block),
      links.queryFilter(links.filters.LinkEnded(), deployment.block),
      registry.queryFilter(registry.filters.PartySuspended(), deployment.block),
      registry.queryFilter(registry.filters.PartyReinstated(), deployment.block),
    ]);
    const times = new Set<number>([timestamp]);
    for (const number of new Set([began, ...changes].flat().map(({ blockNumber }) => blockNumber))) {
      const at = (await suite.provider.getBlock(number))?.timestamp ?? 0;
      for (const time of [at - 1, at, at + 1]) if (time <= timestamp) times.add(time);
    }
    const parties = [ZERO, ...enrolled.map(({ args }) => args.party as Hex)];
    const linked = [ZERO, ...new Set(began.flatMap(({ args }) => [args.party as Hex, args.other as Hex]))];
    const accounts = await Promise.all(world.signers.map((signer) => signer.getAddress()));
    const { partyRegistry } = suite.reference;
    const questions = [
      ...parties.map((party) => [partyRegistry, "makerOf", [party]] as const),
      ...[...times].flatMap((time) => [
        ...parties.map((party) => [partyRegistry, "isSuspendedAt", [party, time]] as const),
        ...linked.flatMap((a) => linked.map((b) => [suite.linkRegistry, "linksAt", [a, b, time]] as const)),
      ]),
      ...parties.flatMap((party) =>
        accounts.flatMap((account) =>
          [0, timestamp].map((time) => [partyRegistry, "isCompromised", [party, account, time]] as const),
        ),
      ),
    ];
    const answers = (from: ChainReader) =>
      Promise.all(questions.map(([to, name, values]) => ask(from, trusted.number, to, name, values)));
    const [ours, theirs] = await Promise.all([answers(reader), answers(suite.reader)]);
    expect(ours.map((one) => one.toArray(true))).to.deep.equal(theirs.map((one) => one.toArray(true)));
    const said = (name: string) => new Set(ours.flatMap((one, i) => (questions[i]?.[1] === name ? [String(one)] : [])));
    expect(said("isSuspendedAt")).to.deep.equal(new Set(["true", "false"]));
    expect(said("isCompromised")).to.deep.equal(new Set(["true", "false"]));
    for (const links of ["true,false,false", "false,true,false", "false,false,true"]) {
      expect(said("linksAt")).to.include(links);
    }
  });

  it("take a handful of rounds, and one proof of each contract a round", async () => {
    const rounds: string[][] = [];
    let now: string[] | undefined;
    await proven({
      ask: (method, params) => {
        if (!now) {
          now = [];
          rounds.push(now);
          setTimeout(() => {
            now = undefined;
          }, 0);
        }
        now.push(method === "eth_getProof" ? String(params[0]) : method);
        return node.ask(method, params);
      },
    });
    expect(rounds.length).to.be.lessThan(8);
    for (const round of rounds) expect(new Set(round).size).to.equal(round.length);
  });

  it("lie in storage where the compiler lays them", () => {
    const known = layouts();
    for (const [contract, variables] of Object.entries(VARIABLES)) {
      const { storage } = known.get(contract) as Layout;
      for (const [label, slot] of Object.entries(variables)) {
        expect(storage.find((one) => one.label === label)?.slot, `${contract}.${label}`).to.equal(String(slot));
      }
    }
    const types = [...known.values()].flatMap((layout) =>
      Object.values(layout.types ?? {}).map((type) => [type, layout] as const),
    );
    for (const [struct, members] of Object.entries(MEMBERS)) {
      const [type, layout] = types.find(([{ label }]) => label.endsWith(struct) && label.startsWith("struct")) ?? [];
      for (const [label, [slot, offset, bytes]] of Object.entries(members)) {
        const laid = type?.members?.find((one) => one.label === label);
        expect(
          [laid?.slot, laid?.offset, layout?.types[laid?.type ?? ""]?.numberOfBytes],
          `${struct}.${label}`,
        ).to.deep.equal([String(slot), offset, String(bytes)]);
      }
    }
  });

  it("are refused of a deployment with other code, and of contracts that are not there", async () => {
    const { deployment, suite } = world.chain;
    const { contracts } = deployment;
    const changes = [
      { anchorRegistry: { ...contracts.anchorRegistry, codeHash: contracts.partyRegistry.codeHash } },
      { anchorRegistry: { ...contracts.anchorRegistry, address: `0x${"11".repeat(20)}` } },
    ];
    for (const change of changes) {
      const changed = { ...deployment, contracts: { ...contracts, ...change } };
      const reference = { ...suite.reference, anchorRegistry: changed.contracts.anchorRegistry.address as Hex };
      const reader = new ProofReader(node, changed, trusted.hash);
      const failure = await failureOf(gatherFactsOf({ ...suite, reference, reader }, dossiers));
      expect(failure.kind).to.equal("wrong-chain");
      expect(failure.message).to.contain("anchorRegistry is not at its address");
    }
  });

  describe("by a node that lies", () => {
    for (const [name, lie] of Object.entries(LIES)) {
      it(`give the truth or an error, never anything else: ${name}`, async () => {
        const outcomes = await outcomesOf(lie);
        expect(outcomes.filter((outcome) => outcome === "false")).to.deep.equal([]);
        expect(outcomes, "the lie was never told").to.not.deep.equal([]);
        expect(outcomes.includes("refused")).to.equal(lie.isFound);
      });
    }
  });

  /** Tells the lie at each question in turn. What came of it: refused, true or false. */
  async function outcomesOf(lie: Lie): Promise<string[]> {
    const outcomes: string[] = [];
    for (let at = 0; ; at++) {
      const liar = lying(node, lie, at, trusted.number);
      const outcome = await proven(liar.node).then(
        (facts) => (JSON.stringify(answersOf(facts, dossiers)) === JSON.stringify(truth) ? "true" : "false"),
        (error: unknown) => (error instanceof ChainError ? "refused" : `failed: ${String(error)}`),
      );
      if (!liar.hasLied()) return outcomes;
      outcomes.push(outcome);
    }
  }
});

async function failureOf(asked: Promise<unknown>): Promise<ChainError> {
  const failure = await asked.then(
    () => expect.fail("it was believed"),
    (error: unknown) => error,
  );
  expect(failure).to.be.instanceOf(ChainError);
  return failure as ChainError;
}
