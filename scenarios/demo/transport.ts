import { type Provider, type Signer, Wallet } from "ethers";
import { addressesOf } from "../../gateway/contracts.js";
import { Gateway as Service } from "../../gateway/gateway.js";
import { gatewayApp } from "../../gateway/http.js";
import { Nodes } from "../../gateway/nodes.js";
import { openSqlite } from "../../gateway/store/sqlite.js";
import { type Deployment, networkOf, type Suite } from "../../src/chain/index.js";
import { advance, CannotTell, Gateway, type Pursuit, pursue } from "../../src/gateway/index.js";
import {
  anchorBatches,
  isOnChain,
  type LensMaker,
  type Optician,
  type SealedBatch,
  signToRelay,
  withdrawalOf,
} from "../../src/parties/index.js";
import { receiptsOf } from "../../src/parties/sealing.js";
import { toHex } from "../../src/protocol/bytes.js";
import type { Hex, Receipt, WithdrawalReason } from "../../src/protocol/index.js";
import type { Chance } from "../../testing/chance.js";

/** A party that withdraws. */
interface Withdraws {
  readonly program: Pick<Optician | LensMaker, "withdraw">;
  readonly party: Hex;
  readonly key: Signer;
}

/** How what parties sign comes on chain. */
export interface Transport {
  /** Anchors batches. */
  anchor(sealed: readonly SealedBatch[]): Promise<readonly Receipt[]>;
  withdraw(who: Withdraws, statement: Hex, reason: Exclude<WithdrawalReason, "none">): Promise<void>;
  /** What a party does that takes ether. */
  withEther(who: Withdraws, act: () => Promise<unknown>): Promise<void>;
  /** What the gateway was given. */
  readonly seen: GatewaySeen | undefined;
}

/** Counted from what was posted. */
export interface GatewaySeen {
  readonly batches: Set<Hex>;
  readonly keys: Set<Hex>;
  withdrawals: number;
  /** Batches that it refused: the party anchored alone. */
  refused: number;
  /** Most ether that an optician or a lens maker held since it was enrolled, in wei. */
  ether: bigint;
}

/** Anyone with ether anchors; parties send their withdrawals themselves. */
export function directly(suite: Suite): Transport {
  return {
    anchor: async (sealed) => (await anchorBatches(suite, sealed)).receipts.flat(),
    withdraw: async ({ program }, statement, reason) => {
      await program.withdraw(statement, reason);
    },
    withEther: async (_, act) => {
      await act();
    },
    seen: undefined,
  };
}

/** The chain that a gateway is started on, and who is to have no ether. */
interface Ground {
  readonly deployment: Deployment;
  readonly suite: Suite;
  readonly provider: Provider;
  readonly opticians: readonly Withdraws[];
  readonly makers: readonly Withdraws[];
  ask(method: string, params: readonly unknown[]): Promise<unknown>;
  setBalance(address: string, balance: bigint): Promise<unknown>;
}

const URL = "http://gateway.demo";
const PLENTY = { perDay: 1e9, perKey: 1e9 };
const WINDOW = 21_600;
const MOST_ROUNDS = 50;
const GATEWAY_ETHER = 10n ** 20n;

/** A gateway in this process, behind its own HTTP interface, and parties without ether. */
export async function throughGateway(chance: Chance, ground: Ground): Promise<Transport> {
  const { deployment, suite, provider, opticians, makers, ask, setBalance } = ground;
  const [wallet, relayWallet] = ["anchors", "relays"].map(
    (name) => new Wallet(toHex(chance.bytes(`gateway/${name}`))),
  ) as [Wallet, Wallet];
  for (const { address } of [wallet, relayWallet]) await setBalance(address, GATEWAY_ETHER);
  for (const { key } of [...opticians, ...makers]) await setBalance(await key.getAddress(), 0n);
  let clockMs = 0;
  const service = await Service.start({
    store: openSqlite(":memory:"),
    nodes: new Nodes([{ ask }]),
    addresses: addressesOf(deployment),
    rules: {
      chainId: deployment.chainId,
      ...{ intervalSeconds: 60, lagSeconds: WINDOW, toleranceSeconds: WINDOW, enoughBatches: 1, mostInRound: 10_000 },
      ...{ anchorGas: 120_000n, headAgeSeconds: 0, awaySeconds: 60, keepDays: 400, maxFeePerGas: 10n ** 12n },
      ...{ batchQuota: PLENTY, boxQuota: PLENTY, relayGasQuota: PLENTY },
      ...{ bumpSeconds: 60, resendSeconds: 30, confirmations: networkOf(deployment.chainId).confirmations },
    },
    wallet,
    relayWallet,
    nowMs: () => clockMs,
  });
  const app = gatewayApp(service);
  const address = {
    url: URL,
    fetch: async (input: URL | RequestInfo, init?: RequestInit) => app.request(`${input}`, init),
  };
  const seen: GatewaySeen = { batches: new Set(), keys: new Set(), withdrawals: 0, refused: 0, ether: 0n };
  const chainTime = async () => (await provider.getBlock("latest"))?.timestamp ?? 0;
  /** The gateway's loops take a step, as they do each second. */
  const tick = async () => {
    clockMs = Math.max(clockMs + 1_000, 1_000 * (await chainTime()));
    await service.tick();
    await service.relayTick();
  };

  const anchor = async (sealed: readonly SealedBatch[]): Promise<readonly Receipt[]> => {
    await tick();
    const open = () => Gateway.open(address, suite.reference);
    const node = async (root: Hex) => Number(await suite.anchors.anchoredAt(root));
    let pursuits: Pursuit[] = sealed.map((one) => pursue(suite.reference, one, WINDOW));
    const isOpen = ({ anchored, tried }: Pursuit) => !anchored && !tried[URL]?.complaint;
    const start = await chainTime();
    for (let round = 0; round < MOST_ROUNDS && pursuits.some(isOpen); round++) {
      const world = { urls: [URL], open, node };
      // Each is asked again as soon as the gateway lets it.
      const step = (one: Pursuit) => (isOpen(one) ? advance(one, world, start + 2 * round) : one);
      pursuits = await Promise.all(pursuits.map(step));
      await tick();
    }
    const receipts: Receipt[] = [];
    for (const [i, { anchored, post, digest, tried }] of pursuits.entries()) {
      const batch = sealed[i];
      if (!batch) continue;
      if (tried[URL]?.promise) {
        seen.batches.add(digest);
        seen.keys.add(post.batch.key);
      }
      if (anchored) receipts.push(...receiptsOf(batch, [...anchored.anchorProof]));
      else {
        // Whoever is refused anchors alone.
        seen.refused++;
        receipts.push(...(await anchorBatches(suite, [batch])).receipts.flat());
      }
    }
    for (const { key } of [...opticians, ...makers]) {
      const held = await provider.getBalance(await key.getAddress());
      if (held > seen.ether) seen.ether = held;
    }
    return receipts;
  };

  return {
    anchor,
    withdraw: async ({ party, key }, statement, reason) => {
      await tick();
      const act = withdrawalOf(party, statement, reason);
      const { post } = await signToRelay(suite.reference, key, act, (await chainTime()) + 3_600);
      await (await Gateway.open(address, suite.reference)).relay(post);
      for (let round = 0; round < MOST_ROUNDS && !(await isOnChain(suite, act)); round++) await tick();
      if (!(await isOnChain(suite, act))) throw new CannotTell("gateway-broke-promise", { origin: URL, by: "" });
      seen.withdrawals++;
    },
    withEther: async ({ key }, act) => {
      const account = await key.getAddress();
      await setBalance(account, GATEWAY_ETHER);
      await act();
      await setBalance(account, 0n);
    },
    seen,
  };
}
