import { isDeepStrictEqual } from "node:util";
import { Contract, type Signer, type TransactionReceipt } from "ethers";
import { askingAt } from "../../src/chain/live.js";
import { Controller } from "../../src/parties/index.js";
import { toHex } from "../../src/protocol/bytes.js";
import { type Hex, settlementMarker, settlementTag } from "../../src/protocol/index.js";
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

interface Share {
  readonly marker: Hex;
  readonly tag: Hex;
  readonly rank: number;
}

/** One transaction: who acts in it, and what. */
interface Move {
  readonly key: Key;
  readonly settles?: readonly Share[];
  readonly releases?: Share;
  /** Nobody may do this: it must be refused. */
  readonly isForbidden: boolean;
  send(): Promise<{ readonly hash: string }>;
}

/** What is settled, as the protocol says that it must be. */
type Held = Map<string, { tag: Hex; readonly ranks: Map<number, Hex> }>;

const TYPES = {
  Settlement: [
    { name: "marker", type: "bytes32" },
    { name: "tag", type: "bytes32" },
    { name: "rank", type: "uint8" },
  ],
  Settlements: [
    { name: "settlements", type: "Settlement[]" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};
const RELEASE = {
  Release: [
    { name: "marker", type: "bytes32" },
    { name: "rank", type: "uint8" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};
const GAS = { gasLimit: 1_500_000 };
const FAR = 2n ** 40n;
const BLOCKS = 8;

/** The signatures that were used in a round: each counts once. */
interface Used {
  readonly key: Key;
  readonly shares: readonly Share[];
  readonly signature: string;
}

/**
 * One round on the real contract: insurers and others settle and release shares of one dossier and of a false marker of it, alone, in
 * lists, by signature, replayed, forged, several in one block. It comes off when a transaction does what nobody may do, when an event is
 * missing or says otherwise, or when what is settled is not what the first lawful act of each rank made it.
 */
export async function attackRegistry(seed: string, round: number): Promise<Count> {
  made ??= makeTable();
  const table = await made;
  const drawing = chance(`${seed}/registry/${round}`);
  const shares = drawShares(drawing);
  const held: Held = new Map();
  const used: Used[] = [];
  const provider = table.chain.suite.provider as unknown as {
    send(method: string, params: unknown[]): Promise<unknown>;
  };
  let [attempts, successes] = [0, 0];
  await provider.send("evm_setAutomine", [false]);
  try {
    for (let block = 0; block < BLOCKS; block++) {
      const moves: Move[] = [];
      for (let count = drawing.whole(1, 4); count > 0; count--)
        moves.push(await drawMove(table, drawing, shares, used));
      const sent = [];
      for (const move of moves) sent.push((await move.send()).hash);
      await provider.send("evm_mine", []);
      const mined = await Promise.all(sent.map((hash) => table.chain.suite.provider.getTransactionReceipt(hash)));
      const inOrder = moves
        .map((move, i) => ({ move, receipt: mined[i] as TransactionReceipt }))
        .sort((a, b) => a.receipt.index - b.receipt.index);
      for (const { move, receipt } of inOrder) {
        attempts += move.settles?.length ?? 1;
        if (!isLawful(table, move, receipt, held)) successes++;
      }
      for (const marker of new Set(shares.map((share) => share.marker))) {
        attempts++;
        if (!(await isAsHeld(table, marker, held))) successes++;
      }
    }
  } finally {
    await provider.send("evm_setAutomine", [true]);
  }
  return { attempts, successes };
}

/** What may be settled of a dossier: two invoices, two splits, two ranks, and the marker of another dossier. */
function drawShares(drawing: Chance): Share[] {
  const [dossier, other, ...invoices] = ["dossier", "other", "invoice 1", "invoice 2"].map((name) =>
    toHex(drawing.bytes(name)),
  ) as [Hex, Hex, Hex, Hex];
  const splits = ["split 1", "split 2"].map((name) => toHex(drawing.bytes(name)));
  return [settlementMarker(dossier), settlementMarker(dossier), settlementMarker(other)].flatMap((marker) =>
    invoices.flatMap((invoice) =>
      splits.flatMap((split) => [1, 2].map((rank) => ({ marker, tag: settlementTag(dossier, invoice, split), rank }))),
    ),
  );
}

async function drawMove(table: Table, drawing: Chance, shares: readonly Share[], used: Used[]): Promise<Move> {
  const { chain, signers } = table;
  const key = drawing.next() < 0.85 ? drawing.pick(INSURERS) : drawing.pick(OTHERS);
  const draw = () => drawing.pick(drawing.next() < 0.6 ? shares.slice(0, 2) : shares); // Mostly the same invoice.
  const list = Array.from({ length: drawing.pick([1, 1, 1, 2, 3]) }, draw);
  const isOdd = drawing.next() < 0.05;
  const settles = isOdd ? list.map((share) => ({ ...share, rank: drawing.pick([0, 3, 255]) })) : list;
  const registry = chain.suite.settlements;
  const way = drawing.next();
  if (way < 0.5) {
    const isForbidden = isOdd || OTHERS.includes(key);
    const send = () => registry.connect(signers[key]).settle(settles, GAS);
    return { key, settles, isForbidden, send };
  }
  if (way < 0.7) {
    const releases = draw();
    const send = () => registry.connect(signers[key]).release(releases.marker, releases.rank, GAS);
    return { key, releases, isForbidden: OTHERS.includes(key), send };
  }
  const relay = registry.connect(signers.stranger);
  const again = way < 0.8 && used.length > 0 ? drawing.pick(used) : undefined;
  if (again) {
    const address = await signers[again.key].getAddress();
    const send = () => relay.settleFor([...again.shares], address, FAR, again.signature, GAS);
    return { key: again.key, settles: again.shares, isForbidden: true, send };
  }
  const address = await signers[key].getAddress();
  const nonce = await nonceOf(table, address);
  const deadline = drawing.next() < 0.1 ? 1n : FAR;
  const forger = drawing.next() < 0.2 ? drawing.pick([...INSURERS, ...OTHERS]) : key;
  const isForbidden = isOdd || OTHERS.includes(key) || deadline === 1n || forger !== key;
  const domain = {
    name: "Clairevoie",
    version: "1",
    chainId: chain.suite.reference.chainId,
    verifyingContract: chain.suite.reference.settlementRegistry,
  };
  if (way > 0.93) {
    const releases = draw();
    const { marker, rank } = releases;
    const signature = await signers[forger].signTypedData(domain, RELEASE, { marker, rank, nonce, deadline });
    const send = () => relay.releaseFor(marker, rank, address, deadline, signature, GAS);
    return { key, releases, isForbidden, send };
  }
  const signature = await signers[forger].signTypedData(domain, TYPES, { settlements: settles, nonce, deadline });
  const altered = drawing.next() < 0.1 ? [...settles, drawing.pick(shares)] : settles;
  if (!isForbidden && altered === settles) used.push({ key, shares: settles, signature });
  const send = () => relay.settleFor(altered, address, deadline, signature, GAS);
  return { key, settles: altered, isForbidden: isForbidden || altered !== settles, send };
}

/** How many signatures of a key were used. */
async function nonceOf({ chain }: Table, address: string): Promise<bigint> {
  const { suite } = chain;
  const abi = ["function nonces(address owner) view returns (uint256)"];
  return new Contract(suite.reference.settlementRegistry, abi, suite.provider).getFunction("nonces")(address);
}

/** Whether a transaction did what it may, and said so; then what is held is brought up to date. */
function isLawful(
  { chain, parties }: Table,
  { key, settles, releases, isForbidden }: Move,
  mined: TransactionReceipt,
  held: Held,
) {
  if (mined.status !== 1) return mined.logs.length === 0;
  const party = parties[key];
  if (isForbidden || !party) return false;
  const said = mined.logs.map((log) => {
    const event = chain.suite.settlements.interface.parseLog(log);
    return [event?.name, ...(event?.args.map((arg) => (typeof arg === "bigint" ? Number(arg) : arg)) ?? [])];
  });
  if (releases) {
    const { marker, rank } = releases;
    const known = held.get(marker);
    if (known?.ranks.get(rank) !== party) return false; // Nobody takes back what is not its own.
    known.ranks.delete(rank);
    if (known.ranks.size === 0) held.delete(marker);
    return isDeepStrictEqual(said, [["Released", marker, party, rank]]);
  }
  return isDeepStrictEqual(
    said,
    (settles ?? []).flatMap((share) => settled(share, party, held)),
  );
}

/** What must be said of one share, in the order of the acts: the first one counts, and every other is told of. */
function settled({ marker, tag, rank }: Share, party: Hex, held: Held): (string | number)[][] {
  const known = held.get(marker);
  if (known && known.tag !== tag) return [["DoubleClaim", marker, party, tag, rank, 3]];
  const owner = known?.ranks.get(rank);
  if (owner === party) return [];
  if (owner !== undefined) return [["DoubleClaim", marker, party, tag, rank, 2]];
  if (known) known.ranks.set(rank, party);
  else held.set(marker, { tag, ranks: new Map([[rank, party]]) });
  return [["Marked", marker, party, tag, rank]];
}

/** Whether the chain, and what a verdict reads of it, says what must be held. */
async function isAsHeld({ chain }: Table, marker: Hex, held: Held): Promise<boolean> {
  const { suite } = chain;
  const read = await askingAt(suite, await suite.provider.getBlockNumber()).settlement(marker);
  const known = held.get(marker);
  if (!read || !known) return !read && !known;
  const ranks = [1, 2].map((rank) => read.ranks[rank as 1 | 2]?.party);
  return read.tag === known.tag && isDeepStrictEqual(ranks, [known.ranks.get(1), known.ranks.get(2)]);
}
