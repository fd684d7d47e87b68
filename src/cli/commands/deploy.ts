import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import type { Provider } from "ethers";
import { contractsOf } from "../../chain/deployment.js";
import {
  ChainError,
  checkDeployment,
  type DeploymentPlan,
  deploySuite,
  estimateDeployment,
  networkOf,
  type Parameters,
  parametersFor,
  parseDeployment,
  parsePlan,
  planDeployment,
} from "../../chain/index.js";
import { InputError } from "../../protocol/index.js";
import { KEY_VARIABLE } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { readAddress } from "../options/address.js";
import { openNode } from "../options/chain.js";
import { openSigner, type SigningOptions, signingOptions, tellTransactions } from "../options/signing.js";
import { formatCoin } from "../output/coin.js";
import { writeWhole } from "../output/files.js";
import { readWhole, type Session } from "../session.js";

interface DeployOptions extends SigningOptions {
  readonly admin?: string;
  readonly enroller?: string;
  readonly lensEnroller?: string;
  readonly guard?: string;
  readonly lookBackDays?: string;
  readonly makerDelayDays?: string;
  readonly guardDelayDays?: string;
  readonly folder: string;
}

/** `clairevoie deploy`: the suite with its council, resumable. */
export function addDeploy(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const command = signingOptions(program.command("deploy"), builder)
    .description(texts.deploy.description)
    .addOption(option("--admin <address>", texts.deploy.options.admin))
    .addOption(option("--enroller <address>", texts.deploy.options.enroller))
    .addOption(option("--lens-enroller <address>", texts.deploy.options.lensEnroller))
    .addOption(option("--guard <address>", texts.deploy.options.guard))
    .addOption(option("--look-back-days <n>", texts.deploy.options.lookBackDays))
    .addOption(option("--maker-delay-days <n>", texts.deploy.options.makerDelayDays))
    .addOption(option("--guard-delay-days <n>", texts.deploy.options.guardDelayDays))
    .addOption(option("--folder <dir>", texts.deploy.options.folder).default("deployments"));
  builder.onCall<DeployOptions>(command, deploy);
}

async function deploy(session: Session<DeployOptions>): Promise<void> {
  const { options } = session;
  // What is wrong with a key that is named is told before any node is asked. To check a deployment takes none.
  const signing = session.with({ dryRun: false });
  const isNamed = options.keystore ?? session.terminal.env["CLAIREVOIE_KEYSTORE"] ?? session.terminal.env[KEY_VARIABLE];
  const key = isNamed ? await openSigner(signing) : undefined;
  const { provider, chainId } = await openNode(session);
  tellTransactions(session, provider);
  const file = path.join(options.folder, `${chainId}.json`);
  const planFile = path.join(options.folder, `${chainId}.plan.json`);
  const changes = changesOf(options);
  if (existsSync(file)) {
    const deployment = parseDeployment(readWhole(file));
    requireSame(changes, deployment.parameters, "not-as-recorded", file);
    await checkDeployment(deployment, provider);
    session.say(session.texts.deploy.checked({ file }));
    session.result({ action: "checked", chainId, file, deployment });
    return;
  }
  // The dry run plans as the real one does, and sends nothing: it needs the account, not a signer that estimates.
  const signer = key?.connect(provider) ?? (await openSigner(signing, provider));
  const resumed = existsSync(planFile);
  const plan: DeploymentPlan = resumed
    ? parsePlan(readWhole(planFile))
    : await planDeployment(signer, networkOf(chainId).name, (deployer) => parametersFor(deployer, changes));
  if (plan.chainId !== chainId || plan.deployer !== (await signer.getAddress())) {
    throw new InputError(planFile, "plan-of-another-account");
  }
  requireSame(changes, plan.parameters, "not-as-planned", planFile);
  if (options.dryRun) {
    await tellCost(session, plan, chainId, provider);
    return;
  }
  if (!resumed) await requireFunds(plan, chainId, provider);
  mkdirSync(options.folder, { recursive: true });
  if (!resumed) writeWhole(planFile, jsonOf(plan));
  const deployment = await deploySuite(signer, plan, ({ name }, number, of, done) => {
    const state = done ? session.texts.deploy.alreadyThere : session.texts.deploy.sending;
    session.say(`  ${number}/${of} ${name.padEnd(20)} ${session.paint("dim", state)}`);
  });
  writeWhole(file, jsonOf(deployment));
  rmSync(planFile);
  for (const [name, { address }] of contractsOf(deployment)) {
    session.say(`  ${name.padEnd(20)} ${address}`);
  }
  session.say(session.texts.said.written({ file }));
  session.result({ action: resumed ? "resumed" : "deployed", chainId, file, deployment });
}

const jsonOf = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** A deployment that stops for want of coin has paid for contracts that serve nobody: it is refused before anything is sent. */
async function requireFunds(plan: DeploymentPlan, chainId: number, provider: Provider): Promise<void> {
  const { gas, gasPrice, balance } = await estimateDeployment(plan, provider);
  if (balance >= gas * gasPrice) return;
  const { coin } = networkOf(chainId);
  throw new ChainError("refused", "cannot-pay-deployment", {
    account: plan.deployer,
    balance: `${formatCoin(balance)} ${coin}`,
    needed: `${formatCoin(gas * gasPrice)} ${coin}`,
  });
}

/** What a plan would cost at most. */
async function tellCost(
  session: Session<DeployOptions>,
  plan: DeploymentPlan,
  chainId: number,
  provider: Provider,
): Promise<void> {
  const { gas, gasPrice, balance, addresses } = await estimateDeployment(plan, provider);
  const { coin } = networkOf(chainId);
  const cost = `${formatCoin(gas * gasPrice)} ${coin}`;
  session.say(session.texts.deploy.wouldDeploy({ gas, cost }));
  for (const [name, address] of Object.entries(addresses)) {
    session.say(`  ${name.padEnd(20)} ${address}`);
  }
  session.say(session.texts.deploy.nothingSent);
  if (balance < gas * gasPrice) {
    session.note(session.texts.deploy.poor({ account: plan.deployer, balance: `${formatCoin(balance)} ${coin}` }));
  }
  session.result({
    action: "dry-run",
    chainId,
    gas,
    gasPriceWei: gasPrice,
    costWei: gas * gasPrice,
    balanceWei: balance,
    addresses,
  });
}

type Changes = Partial<Omit<Parameters, "adminDelaySeconds">>;

const FLAGS: { readonly [P in keyof Changes]-?: string } = {
  admin: "--admin",
  enroller: "--enroller",
  lensEnroller: "--lens-enroller",
  guard: "--guard",
  lookBackSeconds: "--look-back-days",
  makerDelaySeconds: "--maker-delay-days",
  guardDelaySeconds: "--guard-delay-days",
};

/** Options that say what is recorded already are welcome: the same command may be run again. Others are not ignored. */
function requireSame(
  changes: Changes,
  recorded: Parameters,
  code: "not-as-recorded" | "not-as-planned",
  file: string,
): void {
  for (const [name, flag] of Object.entries(FLAGS) as [keyof Changes, string][]) {
    if (changes[name] !== undefined && changes[name] !== recorded[name]) throw new InputError(flag, code, { file });
  }
}

function changesOf(options: DeployOptions): Changes {
  return {
    ...address(options.admin, "admin", "--admin"),
    ...address(options.enroller, "enroller", "--enroller"),
    ...address(options.lensEnroller, "lensEnroller", "--lens-enroller"),
    ...address(options.guard, "guard", "--guard"),
    ...days(options.lookBackDays, "lookBackSeconds", "--look-back-days", 1),
    ...days(options.makerDelayDays, "makerDelaySeconds", "--maker-delay-days", 0),
    ...days(options.guardDelayDays, "guardDelaySeconds", "--guard-delay-days", 0),
  };
}

function address(value: string | undefined, name: keyof Parameters, flag: string): Partial<Parameters> {
  return value === undefined ? {} : { [name]: readAddress(value, flag) };
}

function days(value: string | undefined, name: keyof Parameters, flag: string, least: number): Partial<Parameters> {
  if (value === undefined) return {};
  if (!/^\d{1,3}$/.test(value) || Number(value) < least)
    throw new InputError(flag, "not-in-range", { least, most: 999, of: "days" });
  return { [name]: Number(value) * 86_400 };
}
