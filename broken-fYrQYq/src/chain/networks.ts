/** What a program should know of a chain that it has never asked. */
export interface KnownNetwork {
  readonly chainId: number;
  /** As in hardhat.config.ts. */
  readonly name: string;
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
  { chainId: 31337, name: "local", isTest: true, coin: "ETH", confirmations: 1, settleAt: "latest" },
  {
    chainId: 11155111,
    name: "sepolia",
    isTest: true,
    coin: "ETH",
    confirmations: 2,
    settleAt: "latest",
    explorer: "https://sepolia.etherscan.io",
  },
  {
    chainId: 84532,
    name: "baseSepolia",
    isTest: true,
    coin: "ETH",
    confirmations: 2,
    settleAt: "latest",
    explorer: "https://sepolia.basescan.org",
  },
  {
    chainId: 10200,
    name: "chiado",
    isTest: true,
    coin: "xDAI",
    confirmations: 2,
    settleAt: "latest",
    explorer: "https://gnosis-chiado.blockscout.com",
  },
  {
    chainId: 1,
    name: "mainnet",
    isTest: false,
    coin: "ETH",
    confirmations: 3,
    settleAt: "finalized",
    explorer: "https://etherscan.io",
  },
  {
    chainId: 8453,
    name: "base",
    isTest: false,
    coin: "ETH",
    confirmations: 10,
    settleAt: "finalized",
    explorer: "https://basescan.org",
  },
  {
    chainId: 100,
    name: "gnosis",
    isTest: false,
    coin: "xDAI",
    confirmations: 5,
    settleAt: "finalized",
    explorer: "https://gnosisscan.io",
  },
];

/** The networks that the project is configured for. */
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
      isTest: false,
      coin: "ETH",
      confirmations: 1,
      settleAt: "finalized",
    }
  );
}
