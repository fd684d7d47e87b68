import { type ContractRunner, JsonRpcProvider, type Provider, type Signer } from "ethers";
import type { Deployment } from "./deployment.js";
import { ChainError } from "./errors.js";
import { NodeProvider } from "./provider.js";
import type { ChainReader } from "./reader.js";
import { type Suite, suiteOf } from "./suite.js";

/** How a program reaches the chain: by the address of a node, or through a provider or signer that it has. */
export interface Connection {
  /** Address of a JSON-RPC node. */
  readonly rpc?: string;
  /** An ethers provider, instead of `rpc`. */
  readonly provider?: Provider;
  /** Who sends transactions and signs; connected to `rpc` or `provider` unless it has a provider of its own. */
  readonly signer?: Signer;
  /** Through what facts are read, where the node is not trusted alone: a `ProofReader` or a `QuorumReader`. */
  readonly reader?: ChainReader;
  readonly deployment: Deployment;
}

function providerOf({ rpc, provider, signer, deployment }: Connection): Provider {
  const given = provider ?? signer?.provider;
  if (given) return given;
  if (rpc === undefined) throw new ChainError("unreachable", "node-needed");
  // The chain id is checked once, below; asking again at every call would double the traffic.
  return new NodeProvider(rpc, deployment.chainId);
}

/**
 * Connects to a deployment, and makes sure that the node is on its chain.
 * @throws {ChainError} `unreachable` or `wrong-chain`, with the remedy.
 *
 * @example
 * ```ts
 * import { connect } from "clairevoie/chain";
 * const suite = await connect({ rpc, deployment });
 * ```
 */
export async function connect(connection: Connection): Promise<Suite> {
  const provider = providerOf(connection);
  const { deployment, signer, reader } = connection;
  const chainId = await chainIdOf(provider);
  if (chainId !== deployment.chainId) {
    throw new ChainError("wrong-chain", "node-on-another-chain", {
      found: Number(chainId),
      expected: deployment.chainId,
    });
  }
  const runner: ContractRunner = signer ? (signer.provider ? signer : signer.connect(provider)) : provider;
  const suite = suiteOf(deployment, runner);
  return reader ? { ...suite, reader } : suite;
}

async function chainIdOf(provider: Provider): Promise<number> {
  try {
    // A JSON-RPC provider with a static network answers getNetwork by itself: ask the node.
    if (provider instanceof JsonRpcProvider) return Number(await provider.send("eth_chainId", []));
    return Number((await provider.getNetwork()).chainId);
  } catch {
    throw new ChainError("unreachable", "node-silent");
  }
}
