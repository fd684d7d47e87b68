import type { BlockTag, Result } from "ethers";
import {
  batchDigest,
  type ChainFacts,
  type ChainReference,
  ClairevoieError,
  type Evidence,
  type Hex,
  hashStatement,
  type LinkFacts,
  type MakerFact,
  makerName,
  PARTY_ROLES,
  type Receipt,
  rootOf,
  type SettlementFact,
  type Standing,
  type StockUseFact,
  stockMarker,
  stockUnit,
  WITHDRAWAL_REASONS,
  type WithdrawalFact,
  ZERO,
} from "../protocol/index.js";
import { asChainError, ChainError } from "./errors.js";
import type { ChainReader } from "./reader.js";
import { ask } from "./reading.js";

const KEY_STATUSES = ["unknown", "not-yet", "valid", "revoked", "compromised"] as const;

/** Asks once for each key of a set, all at the same time: ethers sends them to the node as one batch. */
class Answers<Q, A> {
  readonly #ask: (question: Q) => Promise<A>;
  readonly #answers = new Map<string, A>();

  constructor(ask: (question: Q) => Promise<A>) {
    this.#ask = ask;
  }

  async gather(questions: readonly (readonly [string, Q])[]): Promise<void> {
    const open = [...new Map(questions).entries()].filter(([key]) => !this.#answers.has(key));
    const answers = await Promise.all(open.map(async ([key, question]) => [key, await this.#ask(question)] as const));
    for (const [key, answer] of answers) this.#answers.set(key, answer);
  }

  of(key: string): A {
    if (!this.#answers.has(key)) throw new ClairevoieError("fact-not-gathered");
    return this.#answers.get(key) as A;
  }
}

/** Where facts are read: which contracts, and through what. A `Suite` is one. */
export interface ChainView {
  readonly reference: ChainReference;
  /** Where links are registered: no certificate names it. */
  readonly linkRegistry: Hex;
  readonly reader: ChainReader;
}

/**
 * Reads from a node what `assess` must know of a dossier, all at one block.
 * The block and two rounds of calls, however many receipts: anchors, settlements, makers and whose the keys are; then how the
 * keys and the makers stood, links, withdrawals and uses of stock lenses. What was withdrawn takes one more.
 * @param evidence What is shown of the dossier (`evidenceOf`).
 * @param blockTag `latest`, `safe`, `finalized` or a number.
 * @throws {ChainError} when the node does not answer, or the contracts are not there.
 *
 * @example
 * ```ts
 * import { connect, gatherFacts } from "clairevoie/chain";
 * import { evidenceOf } from "clairevoie/protocol";
 * const facts = await gatherFacts(await connect({ rpc, deployment }), evidenceOf(certificate), "finalized");
 * ```
 */
export async function gatherFacts(
  view: ChainView,
  evidence: Evidence,
  blockTag: BlockTag = "latest",
): Promise<ChainFacts> {
  return gatherFactsOf(view, [evidence], blockTag);
}

/**
 * The same for many dossiers, in as many rounds as one takes.
 * @throws {ChainError} when the node does not answer, or the contracts are not there.
 *
 * @example
 * ```ts
 * import { connect, gatherFactsOf } from "clairevoie/chain";
 * import { evidenceOf } from "clairevoie/protocol";
 * const suite = await connect({ rpc, deployment });
 * const facts = await gatherFactsOf(suite, [evidenceOf(certificate)]);
 * ```
 */
export async function gatherFactsOf(
  view: ChainView,
  dossiers: readonly Evidence[],
  blockTag: BlockTag = "latest",
): Promise<ChainFacts> {
  try {
    return await gather(view, dossiers, blockTag);
  } catch (error) {
    throw asChainError(error, "reading-chain");
  }
}

async function gather(view: ChainView, dossiers: readonly Evidence[], blockTag: BlockTag): Promise<ChainFacts> {
  const receipts = dossiers.flatMap((dossier) => dossier.receipts);
  const block = await view.reader.block(blockTag);
  if (!block) throw new ChainError("unreachable", "node-without-block", { block: String(blockTag) });
  const live = askingAt(view, block.number);
  const domain = { chainId: view.reference.chainId, verifyingContract: view.reference.partyRegistry };

  const anchors = new Answers(live.anchoredAt);
  const endorsements = new Answers(async (asks: readonly [Hex, Hex]) => live.endorsedAt(...asks));
  const standings = new Answers(async (asks: readonly [Hex, number]) => live.standing(...asks));
  const settlements = new Answers(live.settlement);
  // A key belongs to one party for ever: whose it is can be asked before it is known when it signed.
  const owners = new Answers(async (key: Hex) => readOwner(view, block.number, key));
  const uses = new Answers(async (asks: readonly [Hex, Hex]) => live.stockUse(...asks));
  const withdrawals = new Answers(async (asks: readonly [Hex, Hex]) => live.withdrawal(...asks));
  const makers = new Answers(live.maker);
  const suspensions = new Answers(async (asks: readonly [Hex, number]) => live.isSuspended(...asks));
  const links = new Answers(async (asks: readonly [Hex, Hex, number]) => live.links(...asks));

  const read = receipts.map((receipt) => {
    const digest = batchDigest(domain, receipt.batch);
    return { receipt, digest, endorsed: receipt.signature === "0x", root: rootOf(digest, receipt.anchorProof) };
  });
  await Promise.all([
    anchors.gather(read.filter(({ endorsed }) => !endorsed).map(({ root }) => [root, root])),
    endorsements.gather(
      read
        .filter(({ endorsed }) => endorsed)
        .map(({ receipt, digest }) => [pair(receipt.batch.key, digest), [receipt.batch.key, digest]]),
    ),
    settlements.gather(dossiers.map(({ dossier: { settler } }) => [settler, settler])),
    owners.gather(receipts.map(({ batch: { key } }) => [key, key as Hex])),
    makers.gather(dossiers.flatMap(namesOf).map((name) => [name, name])),
  ]);

  const timed = read.map(({ receipt, digest, endorsed, root }) => ({
    receipt,
    time: endorsed ? endorsements.of(pair(receipt.batch.key, digest)) : anchors.of(root),
  }));
  // What was never anchored is asked nothing more of.
  const anchored = timed.filter(({ time }) => time !== 0);
  const timeOf = new Map(anchored.map(({ receipt, time }) => [receipt, time]));
  const partyOf = (receipt: Receipt) => (timeOf.has(receipt) ? owners.of(receipt.batch.key) : ZERO);
  const signed = (dossier: Evidence): Signed[] =>
    dossier.receipts.flatMap((receipt) => {
      const [party, time] = [partyOf(receipt), timeOf.get(receipt)];
      return party === ZERO || time === undefined ? [] : [{ party, time, stage: receipt.statement.stage }];
    });
  const ordered = dossiers.flatMap((dossier) => {
    const times = signed(dossier).flatMap(({ stage, time }) => (stage === ORDER ? [time] : []));
    const found = namesOf(dossier).flatMap((name) => makers.of(name)?.party ?? []);
    return found.flatMap((party) => times.map((time) => [party, time] as const));
  });
  const linked = dossiers.flatMap((dossier) => pairsOf(signed(dossier)));
  const stocked = view.reference.stockRegistry ? dossiers.flatMap((dossier) => unitsOf(dossier, partyOf)) : [];
  await Promise.all([
    standings.gather(
      anchored.map(({ receipt, time }) => [pair(receipt.batch.key, time), [receipt.batch.key as Hex, time]]),
    ),
    withdrawals.gather(
      anchored.flatMap(({ receipt: { statement, batch } }) => {
        const party = owners.of(batch.key);
        const { supersedes } = statement;
        const questions = [hashStatement(statement), ...(supersedes === undefined ? [] : [supersedes])];
        return questions.map((hash) => [pair(party, hash), [party, hash]] as const);
      }),
    ),
    uses.gather(stocked.map((asks) => [pair(...asks), asks])),
    suspensions.gather(ordered.map((asks) => [pair(...asks), asks])),
    links.gather(linked.map((asks) => [nameOfLink(...asks), asks])),
  ]);

  for (const { receipt, time } of anchored) {
    const { key } = receipt.batch;
    if (standings.of(pair(key, time)).party === owners.of(key)) continue;
    throw new ChainError("contradicted", "node-contradicts-itself", { key });
  }
  return {
    chain: view.reference,
    block: { number: block.number, time: block.timestamp },
    anchoredAt: (root) => anchors.of(root),
    endorsedAt: (account, digest) => endorsements.of(pair(account, digest)),
    standing: (key, time) => standings.of(pair(key, time)),
    withdrawal: (party, statement) => withdrawals.of(pair(party, statement)),
    settlement: (settler) => settlements.of(settler),
    stockUse: (party, marker) => uses.of(pair(party, marker)),
    maker: (name) => makers.of(name),
    isSuspended: (party, time) => suspensions.of(pair(party, time)),
    links: (a, b, time) => (a === b ? NO_LINKS : links.of(nameOfLink(a, b, time))),
  };
}

/** A receipt whose signer and anchor are known. */
interface Signed {
  readonly party: Hex;
  readonly time: number;
  readonly stage: number;
}

const [ORDER, SHIPMENT, STOCK] = [1, 2, 4];

/** The names of the makers that a dossier opens. */
function namesOf({ makers }: Evidence): Hex[] {
  return [makers.right, makers.left].flatMap((maker) => (maker ? [makerName(maker.identifier)] : []));
}

/** All that rules 3.2 and 3.3 may ask of links: of each party, with each that may be the store. */
function pairsOf(signed: readonly Signed[]): (readonly [Hex, Hex, number])[] {
  const isMade = ({ stage }: Signed) => stage === SHIPMENT || stage === STOCK;
  const stores = signed.filter((one) => !isMade(one));
  return signed.flatMap((one) =>
    stores
      .filter(({ party }) => party !== one.party)
      .map((store) => [store.party, one.party, isMade(one) ? one.time : Math.max(store.time, one.time)] as const),
  );
}

/** The same in either order, as links are. */
const nameOfLink = (a: Hex, b: Hex, time: number) => (a < b ? `${a}/${b}/${time}` : `${b}/${a}/${time}`);

const NO_LINKS: LinkFacts = { sameEnterprise: false, takeover: false, affiliation: false };

/** The questions of `ChainFacts`, each answered by the contracts when it is asked. */
type LiveFacts = {
  readonly [Q in Exclude<keyof ChainFacts, "chain" | "block">]: (
    ...asks: Parameters<ChainFacts[Q]>
  ) => Promise<ReturnType<ChainFacts[Q]>>;
};

/**
 * Asks the contracts one fact after another, all at one block. @throws {ChainError} when there is no such contract.
 * @internal
 */
export function askingAt({ reader, reference, linkRegistry }: ChainView, block: number): LiveFacts {
  const asked: Asked = (contract, name, values) => {
    const address = contract === "linkRegistry" ? linkRegistry : reference[contract];
    return ask(reader, block, address ?? NOWHERE, name, values);
  };
  return {
    anchoredAt: async (root) => Number((await asked("anchorRegistry", "anchoredAt", [root]))[0]),
    endorsedAt: async (account, digest) => Number((await asked("anchorRegistry", "endorsedAt", [account, digest]))[0]),
    standing: (key, time) => readStanding(asked, key, time),
    withdrawal: (party, statement) => readWithdrawal(asked, party, statement),
    settlement: (settler) => readSettlement(asked, settler),
    stockUse: (party, marker) => readStockUse(asked, party, marker),
    maker: (name) => readMaker(asked, name),
    isSuspended: async (party, time) => (await asked("partyRegistry", "isSuspendedAt", [party, time]))[0],
    links: (a, b, time) => readLinks(asked, a, b, time),
  };
}

/** For each stock lens, the party that it was shipped to, if that invoices, and the marker of the unit. */
function unitsOf({ receipts, stock }: Evidence, partyOf: (receipt: Receipt) => Hex): (readonly [Hex, Hex])[] {
  const stores = receipts.filter(({ statement }) => statement.stage === 3).map(partyOf);
  return stock.flatMap(({ receipt, nullifier }) => {
    const unit = receipts[receipt]?.statement.dossier;
    const store = stores.find((party) => party !== ZERO && stockUnit(nullifier, party) === unit);
    return store ? [[store, stockMarker(nullifier)] as const] : [];
  });
}

/** Where no contract is: only what nobody asks goes there. */
const NOWHERE: Hex = `0x${"00".repeat(20)}`;

/** Asks one of the suite's contracts, at the block of these facts. */
type Asked = (
  contract: Exclude<keyof ChainReference, "chainId"> | "linkRegistry",
  name: string,
  values: readonly unknown[],
) => Promise<Result>;

function pair(a: string, b: string | number): string {
  return `${a}/${b}`;
}

async function readOwner({ reader, reference }: ChainView, block: number, key: Hex): Promise<Hex> {
  const [{ party }] = await ask(reader, block, reference.partyRegistry, "keyOf", [key]);
  return party as Hex;
}

async function readStanding(asked: Asked, key: Hex, time: number): Promise<Standing> {
  const [{ party, role, status, suspended }] = await asked("partyRegistry", "standing", [key, time]);
  return {
    party: party as Hex,
    role: PARTY_ROLES[Number(role) - 1] ?? "none",
    status: KEY_STATUSES[Number(status)] ?? "unknown",
    suspended,
  };
}

async function readWithdrawal(asked: Asked, party: Hex, statement: Hex): Promise<WithdrawalFact | null> {
  const [{ time, reason, account }] = await asked("withdrawalRegistry", "withdrawalOf", [party, statement]);
  if (time === 0n) return null; // So it is for most.
  const [isVoid] = await asked("partyRegistry", "isCompromised", [party, account, time]);
  return {
    time: Number(time),
    reason: WITHDRAWAL_REASONS[Number(reason)] ?? "none",
    account: account.toLowerCase() as Hex,
    isVoid,
  };
}

async function readMaker(asked: Asked, name: Hex): Promise<MakerFact | null> {
  const [{ party, enrolledAt, statesFrom }] = await asked("partyRegistry", "makerOf", [name]);
  return party === ZERO
    ? null
    : { party: party as Hex, enrolledAt: Number(enrolledAt), statesFrom: Number(statesFrom) };
}

async function readLinks(asked: Asked, a: Hex, b: Hex, time: number): Promise<LinkFacts> {
  const [{ sameEnterprise, takeover, affiliation }] = await asked("linkRegistry", "linksAt", [a, b, time]);
  return { sameEnterprise, takeover, affiliation };
}

async function readStockUse(asked: Asked, party: Hex, marker: Hex): Promise<StockUseFact | null> {
  const [{ tag, time }] = await asked("stockRegistry", "useOf", [party, marker]);
  return time === 0n ? null : { tag: tag as Hex, time: Number(time) };
}

async function readSettlement(asked: Asked, settler: Hex): Promise<SettlementFact> {
  const [{ tag, round, first, second }] = await asked("settlementRegistry", "settlementOf", [settler]);
  return {
    tag: tag as Hex,
    round: Number(round),
    ranks: { ...(first !== ZERO && { 1: first as Hex }), ...(second !== ZERO && { 2: second as Hex }) },
  };
}
