import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import type { Provider } from "ethers";
import { contractsOf } from "../../chain/deployment.js";
import {
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
    requireSame(changes, deployment.parameters, "not-as-recorded", file);
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
    throw new InputError(planFile, "plan-of-another-account");
  }
  requireSame(changes, plan.parameters, "not-as-planned", planFile);
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
  session.say(
    `Would deploy with at most ${gas} gas, ${cost}, at:`,
    `Déploierait pour au plus ${gas} gaz, ${cost}, aux adresses :`,
  );
  for (const [name, address] of Object.entries(addresses)) {
    session.say(`  ${name.padEnd(20)} ${address}`, `  ${name.padEnd(20)} ${address}`);
  }
  session.say("Nothing was sent or written.", "Rien n'a été envoyé ni écrit.");
  if (balance < gas * gasPrice) {
    session.note(
      `${plan.deployer} has ${formatCoin(balance)} ${coin}: send it more before you deploy.`,
      `${plan.deployer} a ${formatCoin(balance)} ${coin} : approvisionnez-le avant de déployer.`,
    );
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
  lensEnrolDelaySeconds: "--lens-enrol-delay-days",
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
    ...days(options.lensEnrolDelayDays, "lensEnrolDelaySeconds", "--lens-enrol-delay-days", 0),
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
