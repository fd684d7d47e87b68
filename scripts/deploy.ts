import hre from "hardhat";
import type { HttpNetworkConfig } from "hardhat/types/config";
import { EXIT } from "../src/cli/exit.js";
import { processTerminal } from "../src/cli/output/terminal.js";
import { run } from "../src/cli/run.js";
import { KEY_VARIABLE } from "../src/vault/index.js";

/**
 * `clairevoie deploy` on a network of hardhat.config.ts: its node and its key come from there, and so from the environment or
 * from Hardhat's encrypted keystore. All other options, what is printed and the exit codes are the command's.
 */
const USAGE = "npx tsx scripts/deploy.ts --network NAME [options of `clairevoie deploy`, see its --help]";
/** First account of the mnemonic of development nodes, known to everyone. */
const DEVELOPMENT_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

/** The node and the key of a network; a keystore that is named signs instead of its key. */
async function settingsOf(name: string | undefined, hasKeystore: boolean): Promise<Record<string, string>> {
  const known = Object.entries(hre.config.networks).filter(([, { type }]) => type === "http");
  const network = known.find(([known]) => known === name)?.[1];
  if (network?.type !== "http") {
    throw new Error(`--network: name one of ${known.map(([known]) => known).join(", ")}; ${USAGE}`);
  }
  const url = await network.url.getUrl();
  const key = hasKeystore ? {} : { [KEY_VARIABLE]: await keyOf(network.accounts, name) };
  if (network.chainId !== undefined) {
    const found = await chainOf(url);
    if (found !== undefined && found !== network.chainId) {
      throw new Error(
        `--network: ${name} is chain ${network.chainId}, and the node that it names is on chain ${found}`,
      );
    }
  }
  return { CLAIREVOIE_RPC_URL: url, ...key };
}

async function keyOf(accounts: HttpNetworkConfig["accounts"], name = ""): Promise<string> {
  const [account] = Array.isArray(accounts) ? accounts : [];
  const key = account ? await account.getHexString() : (process.env[KEY_VARIABLE] ?? DEVELOPMENT_KEY);
  if (/^(?:0x)?[0-9a-f]{64}$/i.test(key)) return key;
  throw new Error(`--network: the key that hardhat.config.ts names for ${name} is not 32 bytes in hexadecimal`);
}

/** The chain of a node; undefined when it does not answer, which the command says in its own words. */
async function chainOf(url: string): Promise<number | undefined> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  const headers = { "content-type": "application/json" };
  try {
    const answer = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) });
    const { result } = (await answer.json()) as { result?: string };
    return result === undefined ? undefined : Number(result);
  } catch {
    return undefined;
  }
}

const args = process.argv.slice(2);
const at = args.indexOf("--network");
const rest = at < 0 ? args : args.toSpliced(at, 2);
const isHelp = rest.includes("--help") || rest.includes("-h");
if (isHelp) console.log(USAGE);
try {
  const hasKeystore = rest.some((arg) => /^--keystore(?:=|$)/.test(arg)) || Boolean(process.env["CLAIREVOIE_KEYSTORE"]);
  const settings = isHelp ? {} : await settingsOf(args[at + 1], hasKeystore);
  const terminal = processTerminal();
  process.exitCode = await run(["deploy", ...rest], { ...terminal, env: { ...terminal.env, ...settings } });
} catch (error) {
  const [said = ""] = (error instanceof Error ? error.message : "unknown failure").split("\n");
  const isUnset = said.includes("Configuration Variable");
  console.error(`deploy: ${said}${isUnset ? " Set it in the environment, or with `npx hardhat keystore set`." : ""}`);
  process.exitCode = EXIT.input;
}
process.exit();
