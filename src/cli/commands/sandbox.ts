import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { HDNodeWallet, hexlify, NonceManager, type Provider, randomBytes, type Signer } from "ethers";
import { ChainError, type Deployment, deploySuite, parametersFor, planDeployment } from "../../chain/index.js";
import { drawEnclosingKey } from "../../gateway/index.js";
import {
  Controller,
  Council,
  DELIVERY_FORMAT,
  EQUIPMENT_FORMAT,
  IDENTITY_FORMAT,
  Insurer,
} from "../../parties/index.js";
import { type Hex, InputError, type PartyRole, partyId, ZERO } from "../../protocol/index.js";
import { createKeystore, loadSigner } from "../../vault/index.js";
import type { Builder } from "../command.js";
import { HOME_FILE, HOME_FORMAT } from "../home.js";
import { type ChainOptions, chainOptions, nodesOf, openNode, timeOfChain } from "../options/chain.js";
import { type GatewayOptions, gatewayOption, gatewaysOf } from "../options/gateway.js";
import { writeWhole } from "../output/files.js";
import {
  SAMPLE_CLAIM,
  SAMPLE_DELIVERY,
  SAMPLE_EQUIPMENT,
  SAMPLE_IDENTIFIERS,
  SAMPLE_RAISED_CLAIM,
} from "../samples.js";
import type { Session } from "../session.js";

const DEVELOPMENT_CHAIN = 31337;
/** Of every development node, known to everyone: worth nothing anywhere else. */
const DEVELOPMENT_MNEMONIC = "test test test test test test test test test test test junk";
const POCKET_MONEY = 10n ** 18n;
const YEAR = 365 * 86_400;
const TRANSFER_GAS = 21_000n;

interface SandboxOptions extends ChainOptions, GatewayOptions {}

interface Actor {
  readonly name: keyof typeof SAMPLE_IDENTIFIERS;
  readonly role: PartyRole;
  readonly files: Readonly<Record<string, unknown>>;
}

const ACTORS: readonly Actor[] = [
  {
    name: "optician",
    role: "optician",
    files: { "equipment.json": { format: EQUIPMENT_FORMAT, ...SAMPLE_EQUIPMENT } },
  },
  { name: "maker", role: "lens-maker", files: { "delivery.json": { format: DELIVERY_FORMAT, ...SAMPLE_DELIVERY } } },
  {
    name: "insurer",
    role: "insurer",
    files: { "claim.json": SAMPLE_CLAIM, "raised-claim.json": SAMPLE_RAISED_CLAIM },
  },
];

/** `clairevoie sandbox play`: a development chain with the suite, and three parties to play with. */
export function addSandbox(program: Command, builder: Builder): void {
  const { texts } = builder;
  const command = gatewayOption(chainOptions(program.command("sandbox"), builder), builder)
    .description(texts.sandbox.description)
    .argument("<folder>", texts.sandbox.arguments.folder);
  builder.onCall<SandboxOptions>(command, async (session, [folder]) => {
    const where = folder ?? "";
    // Those of the command line alone: a sandbox is for gateways of this machine.
    const urls = session.options.gateway === undefined ? [] : gatewaysOf(session);
    if (existsSync(where) && readdirSync(where).length > 0) {
      throw new InputError("folder", "folder-not-empty", { folder: where });
    }
    const { provider, chainId } = await openNode(session);
    if (chainId !== DEVELOPMENT_CHAIN) {
      throw new ChainError("wrong-chain", "not-development-chain", { found: chainId, expected: DEVELOPMENT_CHAIN });
    }
    const deployer = new NonceManager(HDNodeWallet.fromPhrase(DEVELOPMENT_MNEMONIC).connect(provider));
    const deployment = await deploy(session, deployer);
    mkdirSync(where, { recursive: true });
    writeJson(path.join(where, "deployment.json"), deployment);
    const council = await Council.connect({ deployment, provider, signer: deployer });
    const [rpc] = nodesOf(session);
    const ground = { deployment, provider, deployer, council, rpc, urls };
    for (const actor of ACTORS) await settleIn(session, where, actor, ground);
    for (const [i, url] of urls.entries())
      await prepareGateway(session, path.join(where, `gateway-${i + 1}`), url, ground);
    session.say(session.texts.sandbox.ready({ folder: where }));
    session.result({ folder: where, deployment, homes: ACTORS.map(({ name }) => path.join(where, name)) });
  });
}

async function deploy(session: Session, deployer: NonceManager): Promise<Deployment> {
  const plan = await planDeployment(deployer, "sandbox", (who) =>
    parametersFor(who, { makerDelaySeconds: 0, guardDelaySeconds: 0 }),
  );
  const deployment = await deploySuite(deployer, plan, (_, number, of) =>
    session.progress(session.texts.sandbox.deploying, number, of),
  );
  deployer.reset();
  return deployment;
}

interface Ground {
  readonly deployment: Deployment;
  readonly provider: Provider;
  readonly deployer: Signer;
  readonly council: Council;
  readonly rpc: string;
  /** Gateways through which optician and lens maker act, without ether and without a node. */
  readonly urls: readonly string[];
}

/** Makes a party's folder, with a key of its own, and takes it into the register. An insurer hands out its card. */
async function settleIn(session: Session, where: string, { name, role, files }: Actor, ground: Ground): Promise<void> {
  const { deployment, provider, deployer, council, rpc, urls } = ground;
  const hasGateway = urls.length > 0;
  const isOnGateway = hasGateway && role !== "insurer";
  const home = path.join(where, name);
  mkdirSync(home, { mode: 0o700 });
  const at = (file: string) => path.join(home, file);
  const passphrase = hexlify(randomBytes(24)).slice(2);
  writeWhole(at("passphrase"), `${passphrase}\n`, 0o600);
  const address = await createKeystore(at("key.json"), passphrase);
  // Everyone may recognise a lens maker: its id has no salt.
  const salt = role === "lens-maker" ? ZERO : (hexlify(randomBytes(32)) as Hex);
  const identity = { salt, identifier: SAMPLE_IDENTIFIERS[name] };
  writeJson(at("identity.json"), { format: IDENTITY_FORMAT, role, ...identity });
  writeJson(at(HOME_FILE), {
    format: HOME_FORMAT,
    ...(!isOnGateway && { rpc }),
    ...(hasGateway && { gateway: urls }),
    deployment: "../deployment.json",
    keystore: "key.json",
    passphraseFile: "passphrase",
    identity: "identity.json",
    ...(role === "insurer" && { enclosingKey: "enclosing.key" }),
    vault: "vault",
    vaultPassphraseFile: "passphrase",
  });
  for (const [file, content] of Object.entries(files)) writeJson(at(file), content);

  const party = partyId(identity.salt, role, identity.identifier);
  await (await deployer.sendTransaction({ to: address, value: POCKET_MONEY })).wait();
  if (role === "lens-maker") {
    await council.enrolLensMaker({ identifiers: [identity.identifier], controller: address });
  } else await council.enrol(party, role, address);
  const signer = await loadSigner({ keystore: at("key.json"), passphrase, env: {} }, provider);
  await (await Controller.connect({ deployment, provider, signer, party })).addKey(address);
  if (isOnGateway) await giveBack(signer, await deployer.getAddress());
  if (role === "insurer") {
    // The other provider may still answer what it heard before the key was added.
    const { provider: fresh } = await openNode(session);
    const insurer = await Insurer.connect({ deployment, provider: fresh, signer: signer.connect(fresh), identity });
    const from = await timeOfChain(fresh);
    const { identity: opener, recipient } = await drawEnclosingKey();
    writeWhole(at("enclosing.key"), `${opener}\n`, 0o600);
    writeJson(path.join(where, "insurer-card.json"), await insurer.card({ recipient, from, until: from + YEAR }));
  }
  session.say(`  ${name.padEnd(10)} ${home}  ${address}`);
}

/** Gives back what is left of the pocket money, but for what no transaction could send. */
async function giveBack(signer: Signer, to: string): Promise<void> {
  const { provider } = signer;
  const address = await signer.getAddress();
  const [balance, { maxFeePerGas, gasPrice }] = await Promise.all([
    provider?.getBalance(address) ?? 0n,
    provider?.getFeeData() ?? { maxFeePerGas: null, gasPrice: null },
  ]);
  const price = maxFeePerGas ?? gasPrice ?? 0n;
  const gas = { gasLimit: TRANSFER_GAS, maxFeePerGas: price, maxPriorityFeePerGas: price };
  await (await signer.sendTransaction({ to, value: balance - TRANSFER_GAS * price, ...gas })).wait();
}

/** What `clairevoie gateway --config` reads: two accounts of its own with some coin, and where it listens. */
async function prepareGateway(session: Session, folder: string, url: string, ground: Ground): Promise<void> {
  const { deployer, rpc } = ground;
  mkdirSync(folder, { mode: 0o700 });
  const at = (file: string) => path.resolve(folder, file);
  for (const file of ["anchor.key", "relay.key"]) {
    const { address, privateKey } = HDNodeWallet.createRandom();
    writeWhole(at(file), `${privateKey}\n`, 0o600);
    await (await deployer.sendTransaction({ to: address, value: POCKET_MONEY })).wait();
  }
  const { hostname, port } = new URL(url);
  writeJson(at("gateway.json"), {
    deployment: path.resolve(folder, "../deployment.json"),
    rpc: [rpc],
    database: at("gateway.sqlite"),
    ...{ host: hostname, port: Number(port || 80), metricsPort: 0, intervalSeconds: 2, pollSeconds: 0.2 },
    ...{ keyFile: at("anchor.key"), relayKeyFile: at("relay.key") },
  });
  session.say(`  ${path.basename(folder).padEnd(10)} ${folder}  ${url}`);
}

function writeJson(file: string, value: unknown): void {
  writeWhole(file, `${JSON.stringify(value, null, 2)}\n`, 0o600);
}
