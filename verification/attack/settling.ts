import { isDeepStrictEqual } from "node:util";
import { Contract, type Signer, type TransactionReceipt } from "ethers";
import { askingAt } from "../../src/chain/live.js";
import { Controller } from "../../src/parties/index.js";
import { toHex } from "../../src/protocol/bytes.js";
import {
  type GrantCall,
  grantCall,
  type Hex,
  settlementTag,
  settlerAddress,
  settlerKey,
  signGrant,
} from "../../src/protocol/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "../../testing/chain.js";
import { type Chance, chance } from "../../testing/chance.js";
import { AMC, OTHER_AMC, STORE } from "../../testing/dossiers.js";
import type { Count } from "./count.js";

/** Who takes part, by the name of the key: two of them are keys of one insurer, three may settle nothing. */
type Key = "first" | "first's other" | "second" | "third" | "suspended" | "optician" | "stranger";
const INSURERS: readonly Key[] = ["first", "first's other", "second", "third"];
const OTHERS: readonly Key[] = ["suspended", "optician", "stranger"];

/** A chain with the real contract on it, and insurers who do what they should not. */
interface Table {
  readonly chain: TestChain;
  readonly signers: Readonly<Record<Key, Signer>>;
  readonly parties: Readonly<Partial<Record<Key, Hex>>>;
}

let made: Promise<Table> | undefined;

async function makeTable(): Promise<Table> {
  const chain = await aChain();
  const insurer = (amc: string) => aParty(chain, "insurer", amc);
  const [first, second, third, suspended] = [
    await insurer(AMC),
    await insurer(OTHER_AMC),
    await insurer("11223344"),
    await insurer("55667788"),
  ];
  const optician: TestParty = await aParty(chain, "optician", STORE);
  const other = await chain.account();
  const adding = await Controller.connect({ deployment: chain.deployment, signer: first.signer, party: first.party });
  const consenting = await Controller.connect({ deployment: chain.deployment, signer: other, party: first.party });
  await adding.addKey(await other.getAddress(), await consenting.consent(other));
  await chain.council.suspend(suspended.party);
  return {
    chain,
    signers: {
      first: first.signer,
      "first's other": other,
      second: second.signer,
      third: third.signer,
      suspended: suspended.signer,
      optician: optician.signer,
      stranger: await chain.account(),
    },
    parties: { first: first.party, "first's other": first.party, second: second.party, third: third.party },
  };
}

/** A grant, whoever signed it, as somebody hands it in. */
interface Share extends GrantCall {
  /** The party that it is granted to; none where the settler did not sign it. */
  readonly to: Hex | undefined;
}

type Act = "settle" | "release" | "move";

/** One transaction: who acts in it, and what. */
interface Move {
  readonly key: Key;
  readonly act: Act;
  readonly shares: readonly Share[];
  /** Nobody may do this: it must be refused. */
  readonly isForbidden: boolean;
  send(): Promise<{ readonly hash: string }>;
}

/** What is settled under a settler, as the protocol says that it must be. */
interface Held {
  tag: Hex;
  round: number;
  readonly ranks: Map<number, Hex>;
}
type Book = Map<Hex, Held>;

const field = (name: string, type: string) => ({ name, type });
const SHARE = [
  field("settler", "address"),
  field("tag", "bytes32"),
  field("rank", "uint8"),
  field("round", "uint32"),
  field("r", "bytes32"),
  field("vs", "bytes32"),
];
const LAST = [field("signer", "address"), field("nonce", "uint256"), field("deadline", "uint256")];
const TYPES = {
  settle: { Settlements: [field("settlements", "Settlement[]"), ...LAST], Settlement: SHARE },
  release: { Release: [field("settler", "address"), field("rank", "uint8"), ...LAST] },
  move: { Move: [field("settlement", "Settlement"), ...LAST], Settlement: SHARE },
};
const GAS = { gasLimit: 1_500_000 };
const FAR = 2n ** 40n;
const BLOCKS = 8;
const OUTCOMES = { yours: 1, taken: 2, other: 3, refused: 4, passed: 5 };

/** The signatures that were used in a round: each counts once. */
interface Used {
  readonly key: Key;
  readonly shares: readonly Share[];
  readonly signature: string;
}

/**
 * One round on the real contract: insurers and others settle, release and move shares of two dossiers, with grants of any round and of any
 * signer, alone, in lists, by signature, replayed, forged, several in one block. It comes off when a transaction does what nobody may do,
 * when an event is missing or says otherwise, or when what is settled is not what the first lawful act of each rank made it.
 */
export async function attackRegistry(seed: string, round: number): Promise<Count> {
  made ??= makeTable();
  const table = await made;
  const drawing = chance(`${seed}/registry/${round}`);
  const secrets = ["dossier", "other"].map((name) => drawing.bytes(name));
  const settlers = secrets.map(settlerAddress);
  const book: Book = new Map();
  const used: Used[] = [];
  const provider = table.chain.suite.provider as unknown as {
    send(method: string, params: unknown[]): Promise<unknown>;
  };
  let [attempts, successes] = [0, 0];
  await provider.send("evm_setAutomine", [false]);
  try {
    for (let block = 0; block < BLOCKS; block++) {
      const moves: Move[] = [];
      for (let count = drawing.whole(1, 4); count > 0; count--) {
        moves.push(await drawMove(table, drawing, secrets, book, used));
      }
      const sent = [];
      for (const move of moves) sent.push((await move.send()).hash);
      await provider.send("evm_mine", []);
      const mined = await Promise.all(sent.map((hash) => table.chain.suite.provider.getTransactionReceipt(hash)));
      const inOrder = moves
        .map((move, i) => ({ move, receipt: mined[i] as TransactionReceipt }))
        .sort((a, b) => a.receipt.index - b.receipt.index);
      for (const { move, receipt } of inOrder) {
        attempts += move.shares.length;
        if (!isLawful(table, move, receipt, book)) successes++;
      }
      for (const settler of settlers) {
        attempts++;
        if (!(await isAsHeld(table, settler, book))) successes++;
      }
    }
  } finally {
    await provider.send("evm_setAutomine", [true]);
  }
  return { attempts, successes };
}

/** A share that somebody hands in: granted by the settler or another, to this insurer or another, of this round or another. */
function drawShare(table: Table, drawing: Chance, secrets: readonly Uint8Array[], book: Book): Share {
  const { chain, parties } = table;
  const secret = drawing.next() < 0.8 ? secrets[0] : secrets[1];
  if (!secret) throw new Error("there are two dossiers");
  const settler = settlerAddress(secret);
  const words = ["invoice 1", "invoice 2", "split 1", "split 2"].map((name) => toHex(drawing.bytes(name)));
  const [invoice, another, split, shared] = words as [Hex, Hex, Hex, Hex];
  const isUsual = drawing.next() < 0.6;
  const tag = settlementTag(
    toHex(secret),
    isUsual ? invoice : drawing.pick([invoice, another]),
    drawing.pick([split, isUsual ? split : shared]),
  );
  const known = book.get(settler)?.round ?? 0;
  const round = drawing.next() < 0.8 ? known : drawing.pick([known + 1, Math.max(0, known - 1)]);
  const rank = drawing.pick([1, 2] as const);
  const insurer = drawing.pick(Object.values(parties));
  const isSigned = drawing.next() < 0.9;
  const { chainId, settlementRegistry, partyRegistry } = chain.suite.reference;
  const verifyingContract = isSigned ? settlementRegistry : drawing.pick([settlementRegistry, partyRegistry]);
  const key = isSigned || verifyingContract === partyRegistry ? settlerKey(secret) : drawing.bytes("thief");
  const signature = signGrant(key, { chainId, verifyingContract }, { insurer, tag, rank, round });
  return { ...grantCall({ settler, tag, rank, round }, signature), to: isSigned ? insurer : undefined };
}

async function drawMove(
  table: Table,
  drawing: Chance,
  secrets: readonly Uint8Array[],
  book: Book,
  used: Used[],
): Promise<Move> {
  const { chain, signers, parties } = table;
  const key = drawing.next() < 0.85 ? drawing.pick(INSURERS) : drawing.pick(OTHERS);
  const draw = (): Share => {
    // Mostly what was granted to whoever hands it in.
    for (let times = 0; times < 12; times++) {
      const share = drawShare(table, drawing, secrets, book);
      if (share.to === parties[key]) return share;
    }
    return drawShare(table, drawing, secrets, book);
  };
  const act = drawing.pick(["settle", "settle", "settle", "release", "move"] as const);
  const count = act === "settle" ? drawing.pick([1, 1, 1, 2, 3]) : 1;
  const isOdd = drawing.next() < 0.05;
  const shares = Array.from({ length: count }, draw).map((share) =>
    isOdd ? { ...share, rank: drawing.pick([0, 3, 255]) as 1 } : share,
  );
  const registry = chain.suite.settlements;
  // What it gives up it may give up though it is suspended: here it never had any.
  const isForbidden = isOdd || OTHERS.includes(key);
  const way = drawing.next();
  if (way < 0.6)
    return { key, act, shares, isForbidden, send: () => call(registry.connect(signers[key]), act, shares) };
  const relay = registry.connect(signers.stranger);
  const again = way < 0.7 && used.length > 0 ? drawing.pick(used) : undefined;
  if (again) {
    const address = await signers[again.key].getAddress();
    const send = () => relay.settleFor([...again.shares], address, FAR, again.signature, GAS);
    return { key: again.key, act: "settle", shares: again.shares, isForbidden: true, send };
  }
  const address = await signers[key].getAddress();
  const nonce = await nonceOf(table, address);
  const deadline = drawing.next() < 0.1 ? 1n : FAR;
  const forger = drawing.next() < 0.2 ? drawing.pick([...INSURERS, ...OTHERS]) : key;
  const domain = {
    name: "Clairevoie",
    version: "1",
    chainId: chain.suite.reference.chainId,
    verifyingContract: chain.suite.reference.settlementRegistry,
  };
  const [first] = shares as [Share];
  const words = { settle: { settlements: shares }, release: first, move: { settlement: first } }[act];
  const signature = await signers[forger].signTypedData(domain, TYPES[act] as Parameters<Signer["signTypedData"]>[1], {
    ...words,
    signer: address,
    nonce,
    deadline,
  });
  const isAltered = act === "settle" && drawing.next() < 0.1;
  const sent = isAltered ? [...shares, draw()] : shares;
  const isRefused = isForbidden || deadline === 1n || forger !== key || isAltered;
  if (!isRefused && act === "settle") used.push({ key, shares, signature });
  const send = () => {
    if (act === "settle") return relay.settleFor(sent, address, deadline, signature, GAS);
    if (act === "release") return relay.releaseFor(first.settler, first.rank, address, deadline, signature, GAS);
    return relay.moveFor(first, address, deadline, signature, GAS);
  };
  return { key, act, shares: sent, isForbidden: isRefused, send };
}

function call(registry: TestChain["suite"]["settlements"], act: Act, shares: readonly Share[]) {
  const [first] = shares as [Share];
  if (act === "settle") return registry.settle([...shares], GAS);
  return act === "release" ? registry.release(first.settler, first.rank, GAS) : registry.move(first, GAS);
}

/** How many signatures of a key were used. */
async function nonceOf({ chain }: Table, address: string): Promise<bigint> {
  const { suite } = chain;
  const abi = ["function nonces(address owner) view returns (uint256)"];
  return new Contract(suite.reference.settlementRegistry, abi, suite.provider).getFunction("nonces")(address);
}

const short = (tag: Hex): Hex => tag.slice(0, 42) as Hex;
const NO_TAG: Hex = `0x${"0".repeat(40)}`;

function heldOf(book: Book, settler: Hex): Held {
  const held = book.get(settler) ?? { tag: NO_TAG, round: 0, ranks: new Map() };
  book.set(settler, held);
  return held;
}

/** Whether a transaction did what it may, and said so; then what is held is brought up to date. */
function isLawful(
  { chain, parties }: Table,
  { key, act, shares, isForbidden }: Move,
  mined: TransactionReceipt,
  book: Book,
): boolean {
  if (mined.status !== 1) return mined.logs.length === 0;
  const party = parties[key];
  if (isForbidden || !party) return false;
  const said = mined.logs.map((log) => {
    const event = chain.suite.settlements.interface.parseLog(log);
    const args = event?.args.map((arg) => (typeof arg === "bigint" ? Number(arg) : String(arg).toLowerCase())) ?? [];
    return [event?.name, ...args];
  });
  if (act === "settle")
    return isDeepStrictEqual(
      said,
      shares.map((share) => settled(share, party, book)),
    );
  const [{ settler, tag, rank, round, to }] = shares as [Share];
  const held = heldOf(book, settler);
  if (held.ranks.get(rank) !== party) return false; // Nobody takes back, or moves, what is not its own.
  held.round++;
  if (act === "release") {
    held.ranks.delete(rank);
    if (held.ranks.size === 0) held.tag = NO_TAG;
    return isDeepStrictEqual(said, [["Released", settler, party, rank, held.round]]);
  }
  const isGranted = to === party && round === held.round - 1 && held.ranks.size === 1 && held.tag !== short(tag);
  held.tag = short(tag);
  return isGranted && isDeepStrictEqual(said, [["Moved", settler, party, tag, rank, held.round]]);
}

/** What must be said of one share, in the order of the acts: the first one counts, and every other is told of. */
function settled({ settler, tag, rank, round, to }: Share, party: Hex, book: Book): (string | number)[] {
  const held = heldOf(book, settler);
  const owner = held.ranks.get(rank);
  const refusal = () => {
    if (to !== party) return OUTCOMES.refused;
    if (held.tag === short(tag) && owner === party) return OUTCOMES.yours;
    if (round !== held.round) return OUTCOMES.passed;
    if (held.tag !== NO_TAG && held.tag !== short(tag)) return OUTCOMES.other;
    return owner === undefined ? undefined : OUTCOMES.taken;
  };
  const outcome = refusal();
  if (outcome !== undefined) return ["NotMarked", settler, party, tag, rank, outcome];
  held.tag = short(tag);
  held.ranks.set(rank, party);
  return ["Marked", settler, party, tag, rank];
}

/** Whether the chain, and what a verdict reads of it, says what must be held. */
async function isAsHeld({ chain }: Table, settler: Hex, book: Book): Promise<boolean> {
  const { suite } = chain;
  const read = await askingAt(suite, await suite.provider.getBlockNumber()).settlement(settler);
  const { tag, round, ranks } = heldOf(book, settler);
  const isSame = read.ranks[1] === ranks.get(1) && read.ranks[2] === ranks.get(2);
  return isSame && read.tag === tag && read.round === round;
}
