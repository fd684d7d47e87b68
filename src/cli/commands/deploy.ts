import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import type { Provider } from "ethers";
import { plannedAddresses } from "../../chain/deploying.js";
import { contractsOf } from "../../chain/deployment.js";
import {
  checkDeployment,
  DEPLOYMENT_GAS,
  type DeploymentPlan,
  deploySuite,
  networkOf,
  type Parameters,
  parametersFor,
  parseDeployment,
  parsePlan,
  planDeployment,
} from "../../chain/index.js";
import { InputError } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { readAddress } from "../options/address.js";
import { openNode } from "../options/chain.js";
import { openSigner, type SigningOptions, signingOptions } from "../options/signing.js";
import { formatCoin } from "../output/coin.js";
import { writeWhole } from "../output/files.js";
import { readWhole, type Session } from "../session.js";

interface DeployOptions extends SigningOptions {
  readonly admin?: string;
  readonly enroller?: string;
  readonly lensEnroller?: string;
  readonly guard?: string;
  readonly lookBackDays?: string;
  readonly lensEnrolDelayDays?: string;
  readonly folder: string;
}

/** `clairevoie deploy`: the suite with its council, resumable. */
export function addDeploy(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const command = signingOptions(program.command("deploy"), builder)
    .description(
      text(
        "Deploy the suite, go on with a deployment that was cut off, or check the one that is recorded",
        "Déployer les contrats, reprendre un déploiement interrompu, ou vérifier celui qui est enregistré",
      ),
    )
    .addOption(
      option(
        "--admin <address>",
        "administers the council's roles; a multisig (default: you)",
        "administre les rôles du conseil ; un multisig (par défaut : vous)",
      ),
    )
    .addOption(
      option(
        "--enroller <address>",
        "enrols opticians and insurers (default: you)",
        "agrée opticiens et organismes (par défaut : vous)",
      ),
    )
    .addOption(
      option(
        "--lens-enroller <address>",
        "enrols lens makers, after the delay (default: you)",
        "agrée les verriers, après le délai (par défaut : vous)",
      ),
    )
    .addOption(
      option(
        "--guard <address>",
        "suspends, and declares compromises (default: you)",
        "suspend, et déclare les compromissions (par défaut : vous)",
      ),
    )
    .addOption(
      option(
        "--look-back-days <n>",
        "how far back a declared compromise may reach (default 30)",
        "jusqu'où une compromission déclarée peut remonter (par défaut 30)",
      ),
    )
    .addOption(
      option(
        "--lens-enrol-delay-days <n>",
        "how long a lens maker's enrolment is announced (default 3)",
        "durée d'annonce de l'agrément d'un verrier (par défaut 3)",
      ),
    )
    .addOption(
      option("--folder <dir>", "where the deployment file goes", "dossier du fichier de déploiement").default(
        "deployments",
      ),
    );
  builder.onCall<DeployOptions>(command, deploy);
}

async function deploy(session: Session<DeployOptions>): Promise<void> {
  const { options } = session;
  const { provider, chainId } = await openNode(session);
  const file = path.join(options.folder, `${chainId}.json`);
  const planFile = path.join(options.folder, `${chainId}.plan.json`);
  const changes = changesOf(options);
  if (existsSync(file)) {
    const deployment = parseDeployment(readWhole(file));
    requireSame(
      changes,
      deployment.parameters,
      `is not as ${file} records; the council changes roles and delays on chain, another suite goes to another --folder`,
    );
    await checkDeployment(deployment, provider);
    session.say(`Deployed already, and all is as ${file} says.`, `Déjà déployé, et tout est conforme à ${file}.`);
    session.result({ action: "checked", chainId, file, deployment });
    return;
  }
  // The dry run plans as the real one does, and sends nothing: it needs the account, not a signer that estimates.
  const signer = await openSigner(session.with({ dryRun: false }), provider);
  const resumed = existsSync(planFile);
  const plan: DeploymentPlan = resumed
    ? parsePlan(readWhole(planFile))
    : await planDeployment(signer, networkOf(chainId).name, (deployer) => parametersFor(deployer, changes));
  if (plan.chainId !== chainId || plan.deployer !== (await signer.getAddress())) {
    throw new InputError(planFile, "is the plan of another account or chain; use that account, or remove the file");
  }
  requireSame(
    changes,
    plan.parameters,
    `is not as ${planFile} says, which was begun; repeat its options or none, or remove the file`,
  );
  if (options.dryRun) {
    await tellCost(session, plan, chainId, provider);
    return;
  }
  mkdirSync(options.folder, { recursive: true });
  if (!resumed) writeWhole(planFile, jsonOf(plan));
  const deployment = await deploySuite(signer, plan, ({ name }, number, of, done) => {
    const state = done ? session.text("already there", "déjà là") : session.text("sending", "envoi");
    session.say(
      `  ${number}/${of} ${name.padEnd(20)} ${session.paint("dim", state)}`,
      `  ${number}/${of} ${name.padEnd(20)} ${session.paint("dim", state)}`,
    );
  });
  writeWhole(file, jsonOf(deployment));
  rmSync(planFile);
  for (const [name, { address }] of contractsOf(deployment)) {
    session.say(`  ${name.padEnd(20)} ${address}`, `  ${name.padEnd(20)} ${address}`);
  }
  session.say(`Written to ${file}.`, `Écrit dans ${file}.`);
  session.result({ action: resumed ? "resumed" : "deployed", chainId, file, deployment });
}

const jsonOf = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** What a plan would take at most. Measured, not asked of the node: it cannot estimate contracts on top of others not there. */
async function tellCost(
  session: Session<DeployOptions>,
  plan: DeploymentPlan,
  chainId: number,
  provider: Provider,
): Promise<void> {
  const [balance, { gasPrice, maxFeePerGas }] = await Promise.all([
    provider.getBalance(plan.deployer),
    provider.getFeeData(),
  ]);
  const gas = DEPLOYMENT_GAS;
  const price = gasPrice ?? maxFeePerGas ?? 0n;
  const { coin } = networkOf(chainId);
  const cost = `${formatCoin(gas * price)} ${coin}`;
  const addresses = plannedAddresses(plan);
  session.say(
    `Would deploy with at most ${gas} gas, ${cost}, at:`,
    `Déploierait pour au plus ${gas} gaz, ${cost}, aux adresses :`,
  );
  for (const [name, address] of Object.entries(addresses)) {
    session.say(`  ${name.padEnd(20)} ${address}`, `  ${name.padEnd(20)} ${address}`);
  }
  session.say("Nothing was sent or written.", "Rien n'a été envoyé ni écrit.");
  if (balance < gas * price) {
    session.note(
      `${plan.deployer} has ${formatCoin(balance)} ${coin}: send it more before you deploy.`,
      `${plan.deployer} a ${formatCoin(balance)} ${coin} : approvisionnez-le avant de déployer.`,
    );
  }
  session.result({
    action: "dry-run",
    chainId,
    gas,
    gasPriceWei: price,
    costWei: gas * price,
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
  lensEnrolDelaySeconds: "--lens-enrol-delay-days",
};

/** Options that say what is recorded already are welcome: the same command may be run again. Others are not ignored. */
function requireSame(changes: Changes, recorded: Parameters, remedy: string): void {
  for (const [name, flag] of Object.entries(FLAGS) as [keyof Changes, string][]) {
    if (changes[name] !== undefined && changes[name] !== recorded[name]) throw new InputError(flag, remedy);
  }
}

function changesOf(options: DeployOptions): Changes {
  return {
    ...address(options.admin, "admin", "--admin"),
    ...address(options.enroller, "enroller", "--enroller"),
    ...address(options.lensEnroller, "lensEnroller", "--lens-enroller"),
    ...address(options.guard, "guard", "--guard"),
    ...days(options.lookBackDays, "lookBackSeconds", "--look-back-days", 1),
    ...days(options.lensEnrolDelayDays, "lensEnrolDelaySeconds", "--lens-enrol-delay-days", 0),
  };
}

function address(value: string | undefined, name: keyof Parameters, flag: string): Partial<Parameters> {
  return value === undefined ? {} : { [name]: readAddress(value, flag) };
}

function days(value: string | undefined, name: keyof Parameters, flag: string, least: number): Partial<Parameters> {
  if (value === undefined) return {};
  if (!/^\d{1,3}$/.test(value) || Number(value) < least) throw new InputError(flag, `must be ${least} to 999 days`);
  return { [name]: Number(value) * 86_400 };
}
