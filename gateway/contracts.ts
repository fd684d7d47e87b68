import { Interface } from "ethers";
import type { Deployment } from "../src/chain/index.js";
import type { StockUsesPost, WithdrawalPost } from "../src/gateway/index.js";
import { type Hex, PARTY_ROLES, type Standing } from "../src/protocol/index.js";
import { ChainAway, type Nodes } from "./nodes.js";
import type { RelayKind } from "./store/store.js";

/** What a gateway calls. A test compares it with the contracts' own. */
export const GATEWAY_ABI = [
  "function anchor(bytes32 root)",
  "function anchoredAt(bytes32 root) view returns (uint256)",
  "function standing(address key, uint48 time) view returns (tuple(bytes32 party, uint8 role, uint8 status, bool suspended))",
  "function keyOf(address key) view returns (tuple(bytes32 party, uint48 validFrom, uint48 revokedAt, uint48 compromisedFrom))",
  "function withdrawFor(bytes32 party, bytes32 statement, uint8 reason, address signer, uint256 deadline, bytes signature)",
  "function withdrawalOf(bytes32 party, bytes32 statement) view returns (tuple(uint48 time, uint8 reason, address account))",
  "function useFor(tuple(bytes32 marker, bytes32 tag)[] uses, address signer, uint256 deadline, bytes signature) returns (uint8[] outcomes)",
  "function useOf(bytes32 party, bytes32 marker) view returns (tuple(bytes32 tag, uint48 time))",
] as const;
const abi = new Interface(GATEWAY_ABI);

const STATUSES = ["unknown", "not-yet", "valid", "revoked", "compromised"] as const;

/** Addresses of the contracts, in lower case. */
export function addressesOf({ contracts }: Deployment) {
  const lower = ({ address }: { readonly address: string }) => address.toLowerCase() as Hex;
  return {
    partyRegistry: lower(contracts.partyRegistry),
    anchorRegistry: lower(contracts.anchorRegistry),
    withdrawalRegistry: lower(contracts.withdrawalRegistry),
    stockRegistry: lower(contracts.stockRegistry),
  };
}
export type Addresses = ReturnType<typeof addressesOf>;

export const anchorCall = (root: Hex): Hex => abi.encodeFunctionData("anchor", [root]) as Hex;

async function read(nodes: Nodes, block: number, to: Hex, name: string, values: readonly unknown[]) {
  const answer = await nodes.call(to, abi.encodeFunctionData(name, values), block);
  try {
    return abi.decodeFunctionResult(name, answer);
  } catch {
    throw new ChainAway(); // Nodes that agree on what is no answer are of no use.
  }
}

/** When a root was anchored, as of a block; 0 when it was not. */
export async function anchoredAt(
  nodes: Nodes,
  { anchorRegistry }: Addresses,
  root: Hex,
  block: number,
): Promise<number> {
  return Number((await read(nodes, block, anchorRegistry, "anchoredAt", [root]))[0]);
}

export async function standingOf(
  nodes: Nodes,
  { partyRegistry }: Addresses,
  key: Hex,
  { number, time }: { readonly number: number; readonly time: number },
): Promise<Standing> {
  const [{ party, role, status, suspended }] = await read(nodes, number, partyRegistry, "standing", [key, time]);
  return {
    party: party as Hex,
    role: PARTY_ROLES[Number(role) - 1] ?? "none",
    status: STATUSES[Number(status)] ?? "unknown",
    suspended,
  };
}

/** A transaction that relays what a party signed, and how to see that it is done. */
export interface RelayCall {
  readonly to: Hex;
  readonly data: Hex;
  isDone(block: number): Promise<boolean>;
}

export function relayCall(nodes: Nodes, addresses: Addresses, kind: RelayKind, body: string, party: Hex): RelayCall {
  if (kind === "withdrawal") {
    const { statement, reason, signer, deadline, signature } = JSON.parse(body) as WithdrawalPost;
    return {
      to: addresses.withdrawalRegistry,
      data: abi.encodeFunctionData("withdrawFor", [party, statement, reason, signer, deadline, signature]) as Hex,
      isDone: async (block) => {
        const [{ time }] = await read(nodes, block, addresses.withdrawalRegistry, "withdrawalOf", [party, statement]);
        return time !== 0n;
      },
    };
  }
  const { uses, signer, deadline, signature } = JSON.parse(body) as StockUsesPost;
  return {
    to: addresses.stockRegistry,
    data: abi.encodeFunctionData("useFor", [uses, signer, deadline, signature]) as Hex,
    isDone: async (block) => {
      const found = await Promise.all(
        uses.map(({ marker }) => read(nodes, block, addresses.stockRegistry, "useOf", [party, marker])),
      );
      return found.every(([{ time }]) => time !== 0n);
    },
  };
}
