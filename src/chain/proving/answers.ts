import type { Result } from "ethers";
import { type Hex, toHex, word } from "../../protocol/bytes.js";
import { contractsOf, type Deployment } from "../deployment.js";
import { ChainError } from "../errors.js";
import { readingAbi } from "../reading.js";
import { inArray, inMapping, MEMBERS, member, type ProvenContract, VARIABLES } from "./layout.js";
import type { SlotReader } from "./state.js";

/** Values that a function of a contract returns, computed from the contract's storage. */
type AnswerFrom = (read: SlotReader, args: Result) => Promise<readonly unknown[]>;

const { anchorRegistry, partyRegistry, linkRegistry, withdrawalRegistry, settlementRegistry, stockRegistry } =
  VARIABLES;

const hex32 = (value: bigint) => toHex(word(value));

/** The words of a struct of so many slots. */
function words(read: SlotReader, contract: ProvenContract, slot: bigint, count = 1): Promise<readonly bigint[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => read(contract, slot + BigInt(i))));
}

async function keyOf(read: SlotReader, key: string) {
  const found = await words(read, "partyRegistry", inMapping(partyRegistry._keys, key), 2);
  const { party, validFrom, revokedAt, compromisedFrom } = MEMBERS.Key;
  return {
    party: member(found, party),
    validFrom: member(found, validFrom),
    revokedAt: member(found, revokedAt),
    compromisedFrom: member(found, compromisedFrom),
  };
}

/** As `PartyRegistry._statusAt`: not yet, compromised, revoked, valid. */
function statusAt(key: Awaited<ReturnType<typeof keyOf>>, time: bigint): number {
  if (time < key.validFrom) return 1;
  if (key.compromisedFrom !== 0n && time >= key.compromisedFrom) return 4;
  if (key.revokedAt !== 0n && time >= key.revokedAt) return 3;
  return 2;
}

/** Checkpoints that are asked for before it is known that there are any: most histories have none or one. */
const GUESSED_CHECKPOINTS = 2;
/** A history of more is searched, a question at a time: who makes one long makes nobody read all of it. */
const MOST_CHECKPOINTS_AT_ONCE = 64;

/** As OpenZeppelin's `Checkpoints.upperLookup`: the value of the last checkpoint that is not later, or 0. */
async function valueAt(read: SlotReader, contract: ProvenContract, slot: bigint, time: bigint): Promise<bigint> {
  const { _key, _value } = MEMBERS.Checkpoint208;
  const point = (index: number) => words(read, contract, inArray(slot, index));
  for (let i = 0; i < GUESSED_CHECKPOINTS; i++) read.ahead?.(contract, inArray(slot, i));
  const length = await read(contract, slot);
  let [from, to] = [0, Number(length)];
  while (to - from > MOST_CHECKPOINTS_AT_ONCE) {
    const middle = Math.floor((from + to) / 2);
    if (member(await point(middle), _key) <= time) from = middle;
    else to = middle;
  }
  const points = await Promise.all(Array.from({ length: to - from }, (_, i) => point(from + i)));
  const last = points.findLast((found) => member(found, _key) <= time);
  return last ? member(last, _value) : 0n;
}

const suspendedAt = async (read: SlotReader, party: bigint | string, time: bigint) =>
  (await valueAt(read, "partyRegistry", inMapping(partyRegistry._suspensions, party), time)) === 1n;

/** The bit of each kind of link, as `LinkRegistry` stores them. */
const LINK_BITS = { sameEnterprise: 2n, takeover: 4n, affiliation: 8n } as const;

/** The questions of `READING_ABI`, answered from storage alone. */
const ANSWERS: Readonly<Record<string, { readonly contract: ProvenContract; readonly from: AnswerFrom }>> = {
  anchoredAt: {
    contract: "anchorRegistry",
    from: async (read, [root]) => [await read("anchorRegistry", inMapping(anchorRegistry.anchoredAt, root))],
  },
  endorsedAt: {
    contract: "anchorRegistry",
    from: async (read, [account, digest]) => [
      await read("anchorRegistry", inMapping(anchorRegistry.endorsedAt, account, digest)),
    ],
  },
  keyOf: {
    contract: "partyRegistry",
    from: async (read, [key]) => {
      const found = await keyOf(read, key);
      return [{ ...found, party: hex32(found.party) }];
    },
  },
  standing: {
    contract: "partyRegistry",
    from: async (read, [address, time]) => {
      const key = await keyOf(read, address);
      if (key.party === 0n) return [{ party: hex32(0n), role: 0, status: 0, suspended: false }];
      const [party, suspended] = await Promise.all([
        words(read, "partyRegistry", inMapping(partyRegistry._parties, key.party)),
        suspendedAt(read, key.party, time),
      ]);
      const role = member(party, MEMBERS.Party.role);
      return [{ party: hex32(key.party), role, status: statusAt(key, time), suspended }];
    },
  },
  withdrawalOf: {
    contract: "withdrawalRegistry",
    from: async (read, [party, statement]) => {
      const slot = inMapping(withdrawalRegistry._withdrawals, party, statement);
      const found = await words(read, "withdrawalRegistry", slot);
      const { time, reason, account } = MEMBERS.Withdrawal;
      const by = `0x${member(found, account).toString(16).padStart(40, "0")}`;
      return [{ time: member(found, time), reason: member(found, reason), account: by }];
    },
  },
  isCompromised: {
    contract: "partyRegistry",
    from: async (read, [party, account, time]) => {
      const found = await words(read, "partyRegistry", inMapping(partyRegistry._accounts, party, account));
      const from = member(found, MEMBERS.Account.compromisedFrom);
      return [from !== 0n && from <= time];
    },
  },
  isSuspendedAt: {
    contract: "partyRegistry",
    from: async (read, [party, time]) => [await suspendedAt(read, party, time)],
  },
  makerOf: {
    contract: "partyRegistry",
    from: async (read, [name]) => {
      const found = await words(read, "partyRegistry", inMapping(partyRegistry._makers, name), 2);
      const { party, enrolledAt, statesFrom, makes } = MEMBERS.Maker;
      return [
        {
          party: hex32(member(found, party)),
          enrolledAt: member(found, enrolledAt),
          statesFrom: member(found, statesFrom),
          makes: member(found, makes),
        },
      ];
    },
  },
  linksAt: {
    contract: "linkRegistry",
    from: async (read, [a, b, time]) => {
      const [low, high] = BigInt(a) < BigInt(b) ? [a, b] : [b, a];
      const kinds = await valueAt(read, "linkRegistry", inMapping(linkRegistry._links, low, high), time);
      const has = (kind: keyof typeof LINK_BITS) => (kinds & LINK_BITS[kind]) !== 0n;
      return [{ sameEnterprise: has("sameEnterprise"), takeover: has("takeover"), affiliation: has("affiliation") }];
    },
  },
  settlementOf: {
    contract: "settlementRegistry",
    from: async (read, [settler]) => {
      const slot = inMapping(settlementRegistry._marks, settler);
      const found = await words(read, "settlementRegistry", slot);
      const { tag, round, first, second } = MEMBERS.Marks;
      // An insurer is its number; number 0 is nobody, and most settlers have no mark.
      const partyOf = async (number: bigint) =>
        hex32(number && (await read("settlementRegistry", inMapping(settlementRegistry._parties, number), slot)));
      const [one, two] = await Promise.all([partyOf(member(found, first)), partyOf(member(found, second))]);
      const stored: Hex = `0x${member(found, tag).toString(16).padStart(40, "0")}`;
      return [{ tag: stored, round: member(found, round), first: one, second: two }];
    },
  },
  useOf: {
    contract: "stockRegistry",
    from: async (read, [party, marker]) => {
      const found = await words(read, "stockRegistry", inMapping(stockRegistry._uses, party, marker), 2);
      const { tag, time } = MEMBERS.StockUsed;
      return [{ tag: hex32(member(found, tag)), time: member(found, time) }];
    },
  },
};

/** What a contract answers to a call, computed here from its storage. @throws {ChainError} when that is not proven. */
export async function answerFrom(read: SlotReader, deployment: Deployment, to: Hex, data: string): Promise<string> {
  const asked = readingAbi.parseTransaction({ data });
  const answer = asked && ANSWERS[asked.name];
  const contracts = contractsOf(deployment);
  const named = contracts.find(([, { address }]) => address.toLowerCase() === to.toLowerCase());
  if (!answer || named?.[0] !== answer.contract) {
    throw new ChainError("wrong-chain", "call-not-provable");
  }
  return readingAbi.encodeFunctionResult(asked.name, await answer.from(read, asked.args));
}
