import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { formatEther, formatUnits, type Provider } from "ethers";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { deployWithIgnition } from "../ignition/suite.js";
import { contractsOf } from "../src/chain/deployment.js";
import { ChainError, checkDeployment, type Deployment, parametersFor, parseDeployment } from "../src/chain/index.js";
import { ClairevoieError } from "../src/protocol/index.js";
import { OptionError, readOptions, USAGE } from "./deploy/options.js";

/** What the command did, for `--json`. */
interface Outcome {
  readonly action: "deployed" | "checked" | "dry-run";
  readonly chainId: number;
  readonly file?: string;
  readonly gas?: string;
  readonly deployment?: Deployment;
}

async function connect(name: string): Promise<{ connection: NetworkConnection; chainId: number; deployer: string }> {
  let connection: NetworkConnection;
  try {
    connection = await network.create(name);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unknown";
    throw new OptionError("--network", `${name} cannot be used: ${reason}`);
  }
  try {
    const chainId = Number((await connection.ethers.provider.getNetwork()).chainId);
    const [deployer] = await connection.ethers.getSigners();
    if (!deployer) throw new ChainError("refused", "deployer-needed");
    return { connection, chainId, deployer: deployer.address };
  } catch (error) {
    if (error instanceof ClairevoieError) throw error;
    throw new ChainError("unreachable", "node-silent", {}, ["deploying", name]);
  }
}

/** The gas of the whole deployment, measured by doing it on a chain in this process; the cost at the target's fee. */
async function dryRun(
  target: Provider,
  changes: Parameters<typeof parametersFor>[1],
): Promise<{ gas: bigint; cost: string }> {
  const rehearsal = await network.create("local");
  const [deployer] = await rehearsal.ethers.getSigners();
  await deployWithIgnition(rehearsal, parametersFor(deployer?.address ?? "", changes));
  const last = await rehearsal.ethers.provider.getBlockNumber();
  let gas = 0n;
  for (let number = 1; number <= last; number++) {
    gas += (await rehearsal.ethers.provider.getBlock(number))?.gasUsed ?? 0n;
  }
  const { gasPrice, maxFeePerGas } = await target.getFeeData();
  const fee = gasPrice ?? maxFeePerGas ?? 0n;
  return { gas, cost: `${formatEther(gas * fee)} of the chain's coin at ${formatUnits(fee, "gwei")} gwei` };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const say = (line: string) => (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  const finish = (outcome: Outcome) => {
    if (options.json) console.log(JSON.stringify(outcome));
  };
  const { connection, chainId, deployer } = await connect(options.network);
  const provider = connection.ethers.provider as unknown as Provider;
  const file = path.join(options.out, `${chainId}.json`);
  if (existsSync(file)) {
    const recorded = parseDeployment(readFileSync(file, "utf8"));
    if (recorded.chainId !== chainId)
      throw new ChainError("wrong-chain", "node-on-another-chain", { found: chainId, expected: recorded.chainId });
    await checkDeployment(recorded, provider);
    say(`Already deployed on chain ${chainId}, all as recorded in ${file}.`);
    finish({ action: "checked", chainId, file, deployment: recorded });
    return;
  }
  const parameters = parametersFor(deployer, options.changes);
  if (options.dryRun) {
    const { gas, cost } = await dryRun(provider, options.changes);
    say(`Would deploy on chain ${chainId} from ${deployer}: ${gas} gas, ${cost}. Nothing was sent or written.`);
    finish({ action: "dry-run", chainId, gas: String(gas) });
    return;
  }
  say(`Deploying on chain ${chainId} from ${deployer} …`);
  const deployment = await deployWithIgnition(connection, parameters);
  await checkDeployment(deployment, provider);
  mkdirSync(options.out, { recursive: true });
  writeFileSync(`${file}.part`, `${JSON.stringify(deployment, null, 2)}\n`);
  renameSync(`${file}.part`, file); // Whole or not at all.
  for (const [name, { address }] of contractsOf(deployment)) say(`  ${name.padEnd(20)}${address}`);
  say(`Written to ${file}.`);
  finish({ action: "deployed", chainId, file, deployment });
}

try {
  await main();
} catch (error) {
  const known = error instanceof ClairevoieError || error instanceof OptionError;
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : "unknown failure";
  console.error(`deploy: ${known ? message : `${message}; run it again to go on where it stopped`}`);
  if (process.env["DEBUG"] === "clairevoie") console.error(error);
  process.exitCode = known && !(error instanceof ChainError) ? 2 : 3;
}
