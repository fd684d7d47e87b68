/** What a program should know of a chain that it has never asked. */
export interface KnownNetwork {
  readonly chainId: number;
  /** What `--network` calls it. */
  readonly name: string;
  /** How it prices transactions, in Hardhat's words: Ethereum's way, that of the OP Stack, or anything else. */
  readonly chainType: "l1" | "op" | "generic";
  readonly isTest: boolean;
  /** Symbol of the coin that pays for gas. */
  readonly coin: string;
  /** Blocks on top of a transaction before it is taken for done. */
  readonly confirmations: number;
  /** The block at which an insurer that pays reads its facts. */
  readonly settleAt: "latest" | "safe" | "finalized";
  readonly explorer?: string;
}

const networks: readonly KnownNetwork[] = [
  { chainId: 31337, name: "local", chainType: "l1", isTest: true, coin: "ETH", confirmations: 1, settleAt: "latest" },
  {
    chainId: 11155111,
    name: "sepolia",
    chainType: "l1",
    isTest: true,
    coin: "ETH",
    confirmations: 2,
    settleAt: "latest",
    explorer: "https://sepolia.etherscan.io",
  },
  {
    chainId: 84532,
    name: "baseSepolia",
    chainType: "op",
    isTest: true,
    coin: "ETH",
    confirmations: 2,
    settleAt: "latest",
    explorer: "https://sepolia.basescan.org",
  },
  {
    chainId: 10200,
    name: "chiado",
    chainType: "generic",
    isTest: true,
    coin: "xDAI",
    confirmations: 2,
    settleAt: "latest",
    explorer: "https://gnosis-chiado.blockscout.com",
  },
  {
    chainId: 1,
    name: "mainnet",
    chainType: "l1",
    isTest: false,
    coin: "ETH",
    confirmations: 3,
    settleAt: "finalized",
    explorer: "https://etherscan.io",
  },
  {
    chainId: 8453,
    name: "base",
    chainType: "op",
    isTest: false,
    coin: "ETH",
    confirmations: 10,
    settleAt: "finalized",
    explorer: "https://basescan.org",
  },
  {
    chainId: 100,
    name: "gnosis",
    chainType: "generic",
    isTest: false,
    coin: "xDAI",
    confirmations: 5,
    settleAt: "finalized",
    explorer: "https://gnosisscan.io",
  },
];

/** The networks that the project is configured for: here, and in `hardhat.config.ts`, which reads this list. */
export const NETWORKS: ReadonlyMap<number, KnownNetwork> = new Map(networks.map((one) => [one.chainId, one]));

/**
 * What to assume of a chain: what is known of it, else caution.
 *
 * @example
 * ```ts
 * import { networkOf } from "clairevoie/chain";
 * networkOf(1).settleAt; // "finalized"
 * ```
 */
export function networkOf(chainId: number): KnownNetwork {
  return (
    NETWORKS.get(chainId) ?? {
      chainId,
      name: `chain ${chainId}`,
      chainType: "generic",
      isTest: false,
      coin: "ETH",
      confirmations: 1,
      settleAt: "finalized",
    }
  );
}
