import { secp256k1 } from "@noble/curves/secp256k1.js";
import { Wallet } from "ethers";
import { Gateway, type Rules } from "../gateway/gateway.js";
import { Nodes } from "../gateway/nodes.js";
import { openSqlite } from "../gateway/store/sqlite.js";
import type { Store } from "../gateway/store/store.js";
import type { Asks } from "../src/chain/index.js";
import type { BatchPost } from "../src/gateway/index.js";
import { fromHex, toHex } from "../src/protocol/bytes.js";
import { accountOf } from "../src/protocol/eip712.js";
import { batchDigest, type Hex } from "../src/protocol/index.js";
import { ScriptedChain } from "./scripted-chain.js";

/** Keys of tests alone. */
export const GATEWAY_KEY = `0x${"11".repeat(32)}`;
const RELAY_KEY = `0x${"12".repeat(32)}`;
export const PARTY_KEY: Hex = `0x${"21".repeat(32)}`;
export const OTHER_KEY: Hex = `0x${"22".repeat(32)}`;

export const addressOf = (key: Hex): Hex => accountOf(secp256k1.getPublicKey(fromHex(key), false));

export const ADDRESSES = {
  partyRegistry: `0x${"01".repeat(20)}`,
  anchorRegistry: `0x${"02".repeat(20)}`,
  withdrawalRegistry: `0x${"03".repeat(20)}`,
  stockRegistry: `0x${"04".repeat(20)}`,
} as const;

const plenty = { perDay: 1e9, perKey: 1e9 };
/** Rules of a network that anchors every minute, with quotas that nobody meets. */
export const RULES: Rules = {
  chainId: 31337,
  intervalSeconds: 60,
  lagSeconds: 21_600,
  toleranceSeconds: 21_600,
  enoughBatches: 1_000,
  mostInRound: 10_000,
  anchorGas: 120_000n,
  headAgeSeconds: 0,
  awaySeconds: 60,
  keepDays: 30,
  batchQuota: plenty,
  boxQuota: plenty,
  relayGasQuota: plenty,
  maxFeePerGas: 100_000_000_000n,
  bumpSeconds: 60,
  resendSeconds: 30,
  confirmations: 3,
};

/** Signs a digest as a wallet does. */
export function signed(digest: Hex, key: Hex): Hex {
  const bytes = secp256k1.sign(fromHex(digest), fromHex(key), { prehash: false, format: "recovered" });
  return `${toHex(bytes.subarray(1))}${bytes[0] === 0 ? "1b" : "1c"}` as Hex;
}

export const DOMAIN = { chainId: 31337, verifyingContract: ADDRESSES.partyRegistry };

/** A signed batch of a number. */
export function aBatch(number: number, issuedAt: number, key: Hex = PARTY_KEY): BatchPost & { readonly digest: Hex } {
  const batch = { key: addressOf(key), root: `0x${number.toString(16).padStart(64, "0")}` as Hex, issuedAt };
  const digest = batchDigest(DOMAIN, batch);
  return { batch, signature: signed(digest, key), digest };
}

/** A gateway on a scripted chain, with a clock that the test moves. */
export interface GatewayBench {
  readonly chain: ScriptedChain;
  readonly store: Store;
  gateway: Gateway;
  /** Moves the gateway's clock. */
  wait(seconds: number): void;
  /** A second passes, a block is mined, and the loops take a step. */
  round(blocks?: number): Promise<void>;
  /** The process dies, and another begins on the same store. */
  restart(): Promise<void>;
  post(number: number, key?: Hex): Promise<Hex>;
}

export async function aGateway({
  rules = {},
  chain = new ScriptedChain(),
  nodes = [chain.node()],
  store = openSqlite(":memory:"),
  relays = false,
}: {
  rules?: Partial<Rules>;
  chain?: ScriptedChain;
  nodes?: readonly Asks[];
  store?: Store;
  relays?: boolean;
} = {}): Promise<GatewayBench> {
  let nowMs = 1_000_000;
  chain.enrol(addressOf(PARTY_KEY));
  const start = () =>
    Gateway.start({
      store,
      nodes: new Nodes(nodes),
      addresses: ADDRESSES,
      rules: { ...RULES, ...rules },
      wallet: new Wallet(GATEWAY_KEY),
      ...(relays && { relayWallet: new Wallet(RELAY_KEY) }),
      nowMs: () => nowMs,
    });
  const bench: GatewayBench = {
    chain,
    store,
    gateway: await start(),
    wait: (seconds) => {
      nowMs += 1000 * seconds;
    },
    round: async (blocks = 1) => {
      nowMs += 2_000 * blocks;
      if (blocks > 0) chain.mine(blocks);
      await bench.gateway.tick();
      await bench.gateway.relayTick();
    },
    restart: async () => {
      bench.gateway = await start();
    },
    post: async (number, key) => {
      const { digest, ...post } = aBatch(number, chain.head.time, key);
      await bench.gateway.postBatch(post);
      return digest;
    },
  };
  return bench;
}
