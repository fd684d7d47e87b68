import { readFileSync, writeFileSync } from "node:fs";
import { getBytes, keccak256, type TransactionResponse, toBeHex, toUtf8Bytes, Wallet } from "ethers";
import { network } from "hardhat";
import { contractsOf } from "../src/chain/deployment.js";
import { DEPLOYMENT_GAS, deploySuite, parametersFor, planDeployment, suiteOf } from "../src/chain/index.js";
import { Controller } from "../src/parties/index.js";
import {
  grantCall,
  type Hex,
  makerName,
  type Rank,
  settlerAddress,
  settlerKey,
  signGrant,
  stockUseOf,
} from "../src/protocol/index.js";
import { proofCalls } from "../testing/proof-calls.js";

/**
 * Measures what each transaction costs and writes docs/gas.md, or with `--check` fails when the committed table is not what is
 * measured or a bar is passed. Figures are exact: the chain, the accounts and the values are always the same.
 */
const DAY = 86_400;
const FILE = "docs/gas.md";

interface Measurement {
  readonly what: string;
  readonly gas: number;
  /** The most that it may cost. */
  readonly bar?: number;
}

const measured: Measurement[] = [];
const id = (text: string) => keccak256(toUtf8Bytes(text)) as Hex;

async function measure(what: string, sent: Promise<TransactionResponse>, bar?: number): Promise<number> {
  const receipt = await (await sent).wait();
  const gas = Number(receipt?.gasUsed ?? 0);
  measured.push({ what, gas, ...(bar !== undefined && { bar }) });
  return gas;
}

const { ethers, networkHelpers } = await network.create("local");
await networkHelpers.time.increaseTo(2_000_000_000); // Times with as many non-zero bytes as in years to come.
const [council, relayer] = await ethers.getSigners();
if (!council || !relayer) throw new Error("the simulated chain has no accounts");
/** The suite, before anything else is sent: what the council's one transaction and its AccessManager take is in these blocks. */
const delays = { makerDelaySeconds: 0, guardDelaySeconds: 0 };
const plan = await planDeployment(council, "local", (who) => parametersFor(who, delays));
const deployment = await deploySuite(council, plan);
const { parties, anchors, withdrawals, settlements, stock } = suiteOf(deployment, council);
if (!stock) throw new Error("the suite has no stock registry");
const creations = new Map<string, number>();
let whole = 0;
for (let number = 1; number <= (await ethers.provider.getBlockNumber()); number++) {
  const block = await ethers.provider.getBlock(number);
  whole += Number(block?.gasUsed ?? 0n);
  for (const hash of block?.transactions ?? []) {
    const receipt = await ethers.provider.getTransactionReceipt(hash);
    if (receipt?.contractAddress) creations.set(receipt.contractAddress.toLowerCase(), Number(receipt.gasUsed));
  }
}

const person = async (n: number) => {
  const wallet = new Wallet(toBeHex(n, 32), ethers.provider);
  await (await council.sendTransaction({ to: wallet.address, value: 10n ** 18n })).wait();
  return wallet;
};
const [optician, other, insurer, smart] = [await person(11), await person(12), await person(13), await person(14)];

const anchorGas = await measure("anchor a fresh root", anchors.anchor(id("root")), 45_500);
measured.push({ what: "anchor, for each statement of a batch of 1,000", gas: Math.ceil(anchorGas / 1000), bar: 50 });
await measure("anchor a root that is anchored", anchors.anchor(id("root")));
await measure("endorse a batch digest", anchors.connect(smart).endorse(id("digest")));

const [store, payer] = [id("store"), id("payer")];
await measure("enrol a party", parties.enrol(store, 1, optician.address));
await (await parties.enrol(payer, 3, insurer.address)).wait();
const maker = { identifiers: ["111222337"], controller: other.address, statesFrom: 0, makes: 1 };
const made = [maker.identifiers, maker.controller, maker.statesFrom, maker.makes] as const;
await measure("announce a lens maker", parties.announceMaker(...made));
await measure("enrol a lens maker", parties.enrolMaker(...made));
await measure("add a key that is its controller", parties.connect(optician).addKey(store, optician.address, "0x"));
const controller = await Controller.connect({ deployment, signer: optician, party: store });
const consent = await controller.consent(other);
await measure("add a key by its consent", parties.connect(optician).addKey(store, other.address, consent));
await parties.connect(insurer).addKey(payer, insurer.address, "0x");
await measure("revoke a key", parties.connect(optician).revokeKey(other.address));
await measure("suspend a party", parties.suspend(makerName("111222337")));
await measure("reinstate a party", parties.reinstate(makerName("111222337")));
const now = await networkHelpers.time.latest();
await measure("declare a compromise", parties.declareCompromise(store, other.address, now - DAY));

await measure("withdraw a statement", withdrawals.connect(optician).withdraw(store, id("statement"), 1), 60_000);
const deadline = 2_100_000_000;
const withdrawal = await optician.signTypedData(
  { name: "Clairevoie", version: "1", chainId: 31337, verifyingContract: await withdrawals.getAddress() },
  {
    Withdrawal: [
      { name: "party", type: "bytes32" },
      { name: "statement", type: "bytes32" },
      { name: "reason", type: "uint8" },
      { name: "signer", type: "address" },
      { name: "deadline", type: "uint256" },
    ],
  },
  { party: store, statement: id("another"), reason: 1, signer: optician.address, deadline },
);
await measure(
  "withdraw a statement by signature",
  withdrawals.connect(relayer).withdrawFor(store, id("another"), 1, optician.address, deadline, withdrawal),
);

const registry = (await settlements.getAddress()) as Hex;
/** A share with its grant, of the dossier of this number. */
const share = (n: number, { round = 0, rank = 1 as Rank, tag = id(`tag ${n}`) } = {}) => {
  const secret = getBytes(id(`dossier ${n}`));
  const settler = settlerAddress(secret);
  const grant = { insurer: payer, tag, rank, round };
  const signature = signGrant(settlerKey(secret), { chainId: 31337, verifyingContract: registry }, grant);
  return grantCall({ settler, tag, rank, round }, signature);
};
await measure("settle an insurer's first share", settlements.connect(insurer).settle([share(1_000)]));
await measure("settle a share", settlements.connect(insurer).settle([share(0)]), 75_000);
await measure("settle the second share of a dossier", settlements.connect(insurer).settle([share(0, { rank: 2 })]));
const hundred = Array.from({ length: 100 }, (_, i) => share(i + 1));
const together = await measure("settle a hundred shares together", settlements.connect(insurer).settle(hundred));
measured.push({ what: "settle, for each of a hundred together", gas: Math.ceil(together / 100), bar: 36_000 });
await measure("settle a share that is settled", settlements.connect(insurer).settle([share(0)]));
await measure("release a share", settlements.connect(insurer).release(share(0).settler, 1));
const corrected = share(1, { tag: id("corrected invoice") });
await measure("move a share to another invoice", settlements.connect(insurer).move(corrected));

const consumed = (n: number) => stockUseOf(new Uint8Array(24).fill(n), id(`dossier ${n}`), "right");
await measure("use a stock lens", stock.connect(optician).use([consumed(0)]), 90_000);
const pair = await measure("use two stock lenses together", stock.connect(optician).use([consumed(1), consumed(2)]));
measured.push({ what: "use, for each of two together", gas: Math.ceil(pair / 2), bar: 70_000 });
const proofs = await proofCalls(council);
await measure("verify a proof of a power band", council.sendTransaction(proofs.band), 350_000);
await measure("verify a proof of early renewal", council.sendTransaction(proofs.renewal), 350_000);
for (const [name, { address }] of contractsOf(deployment)) {
  const gas = creations.get(address.toLowerCase());
  if (gas !== undefined) measured.push({ what: `deploy ${name}`, gas });
}
measured.push({ what: "deploy the suite with its council, in all", gas: whole, bar: Number(DEPLOYMENT_GAS) });
if (whole < (Number(DEPLOYMENT_GAS) * 19) / 20) throw new Error(`DEPLOYMENT_GAS is too cautious: ${whole} are used`);

const gasOf = (what: string) => measured.find((one) => one.what === what)?.gas ?? 0;
const PRICES_GWEI = [0.01, 1, 10, 50];
const COSTS = [
  ["deploying the suite, once", gasOf("deploy the suite with its council, in all")],
  ["enrolling a party with one key", gasOf("enrol a party") + gasOf("add a key that is its controller")],
  ["a year of anchoring, once a minute", gasOf("anchor a fresh root") * 525_600],
  ["a year of anchoring, once an hour", gasOf("anchor a fresh root") * 8_760],
  ["settling a million shares, a hundred together", gasOf("settle, for each of a hundred together") * 1_000_000],
] as const;
const coins = (gas: number, gwei: number) =>
  ((gas * gwei) / 1e9).toLocaleString("en-US", { maximumSignificantDigits: 3 });

const figure = (n: number) => n.toLocaleString("en-US");
const table = [
  "# Gas",
  "",
  "Measured by `npx tsx scripts/gas.ts`; `npm run test:all` fails when this table is stale or a bar is passed. For comparison, on one machine:",
  "the Ethereum Attestation Service's `timestamp` 45,869 and `attest` 180,132; OpenAttestation's `issue` 48,997 and `revoke`",
  "51,812.",
  "",
  "| what | gas | bar |",
  "|---|---:|---:|",
  ...measured.map(({ what, gas, bar }) => `| ${what} | ${figure(gas)} | ${bar === undefined ? "" : figure(bar)} |`),
  "",
  "## Costs",
  "",
  "In the chain's coin, at four prices of a unit of gas: an L2's common price, and three of an L1. A rollup adds the price of",
  "the data that it posts, which for these short transactions is of the same order.",
  "",
  `| what | ${PRICES_GWEI.map((gwei) => `${gwei} gwei`).join(" | ")} |`,
  `|---|${PRICES_GWEI.map(() => "---:").join("|")}|`,
  ...COSTS.map(([what, gas]) => `| ${what} | ${PRICES_GWEI.map((gwei) => coins(gas, gwei)).join(" | ")} |`),
  "",
].join("\n");

const over = measured.filter(({ gas, bar }) => bar !== undefined && gas > bar);
for (const { what, gas, bar } of over) console.error(`${what}: ${gas} gas, over its bar of ${bar}`);
if (!process.argv.includes("--check")) writeFileSync(FILE, table);
else if (readFileSync(FILE, "utf8") !== table) {
  console.error(`${FILE} is not what is measured; run npx tsx scripts/gas.ts and look at the difference`);
  process.exitCode = 1;
}
if (over.length > 0) process.exitCode = 1;
console.log(`gas: ${measured.length} figures, ${over.length} over their bar`);
