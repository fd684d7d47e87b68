import { FetchRequest, HDNodeWallet, JsonRpcProvider, type Signer, Wallet } from "ethers";
import { type Deployment, deploySuite, parametersFor, planDeployment, suiteOf } from "../../src/chain/index.js";
import {
  Controller,
  Council,
  type Cursor,
  grantShare,
  Insurer,
  LensMaker,
  makersOf,
  Optician,
} from "../../src/parties/index.js";
import { type Certificate, type Hex, hashStatement, partyId, type Receipt, ZERO } from "../../src/protocol/index.js";
import { verify } from "../../src/verify.js";
import { aLensMaker } from "../../testing/chain.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, OTHER_STORE, STORE } from "../../testing/dossiers.js";

/** First account of the development mnemonic, known to everyone. */
const DEPLOYER = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const ANSWER_WITHIN_MS = 2_500;

/** A provider as programs use it, that loses patience early. */
export function providerTo(url: string): JsonRpcProvider {
  const request = new FetchRequest(url);
  request.timeout = ANSWER_WITHIN_MS;
  request.setThrottleParams({ maxAttempts: 3, slotInterval: 5 });
  const provider = new JsonRpcProvider(request, 31337, { staticNetwork: true, cacheTimeout: -1 });
  provider.pollingInterval = 20;
  return provider;
}

/** A chain with a dossier ready to be invoiced, anchored, settled and withdrawn, and keys by the name of who holds them. */
export interface World {
  readonly url: string;
  readonly deployment: Deployment;
  readonly keys: { readonly [who in "council" | "optician" | "maker" | "insurer" | "newcomer"]: string };
  readonly identities: {
    readonly [who in "optician" | "insurer"]: { readonly salt: Hex; readonly identifier: string };
  };
  readonly certificate: Certificate;
  /** A party that is enrolled and has no key. */
  readonly keyless: Hex;
  readonly blockHash: Hex;
  readonly sealed: Parameters<Optician["anchor"]>[0];
}

/** What is tried under faults. */
export interface Operation {
  /** Whose account sends its one transaction, where it sends one. */
  readonly sender?: keyof World["keys"];
  /** What happened before. */
  readonly before?: string;
  /** Runs it whole, as a program does that starts anew. Gives what it found, to be compared with a run without faults. */
  run(world: World, provider: JsonRpcProvider, url: string, kept: Map<string, unknown>): Promise<unknown>;
  /** What is on chain once it is done: the same after any fault and one more run. Null where it writes nothing. */
  effect: ((world: World, provider: JsonRpcProvider) => Promise<unknown>) | null;
}

const salt = (digit: string): Hex => `0x${digit.repeat(64)}`;
const OPTICIAN = { salt: salt("1"), identifier: STORE };
const LENS_MAKER = { salt: ZERO, identifier: MAKER };
const INSURER = { salt: salt("3"), identifier: AMC };
const NEWCOMER = partyId(salt("4"), "optician", OTHER_STORE);
const KEYLESS = partyId(salt("5"), "optician", OTHER_STORE);

const keyOf = (index: number) =>
  HDNodeWallet.fromPhrase(
    "test test test test test test test test test test test junk",
    undefined,
    `m/44'/60'/0'/0/${index}`,
  );

/** Makes the world on a fresh node. */
export async function makeWorld(url: string): Promise<World> {
  const provider = providerTo(url);
  const keys = {
    council: DEPLOYER,
    optician: keyOf(1).privateKey,
    maker: keyOf(2).privateKey,
    insurer: keyOf(3).privateKey,
    newcomer: keyOf(4).privateKey,
  };
  const as = (who: keyof typeof keys): Signer => new Wallet(keys[who], provider);
  const plan = await planDeployment(as("council"), "local", (who) => parametersFor(who, { makerDelaySeconds: 0 }));
  const deployment = await deploySuite(as("council"), plan);
  const deployedSuite = suiteOf(deployment, provider);
  const council = await Council.connect({ deployment, signer: as("council") });
  const addressOf = (who: keyof typeof keys) => new Wallet(keys[who]).address;
  await council.enrol(partyId(OPTICIAN.salt, "optician", STORE), "optician", addressOf("optician"));
  await council.enrol(KEYLESS, "optician", addressOf("newcomer"));
  await aLensMaker(council, MAKER, addressOf("maker"));
  await council.enrol(partyId(INSURER.salt, "insurer", AMC), "insurer", addressOf("insurer"));
  for (const [who, role, identity] of [
    ["optician", "optician", OPTICIAN],
    ["maker", "lens-maker", LENS_MAKER],
    ["insurer", "insurer", INSURER],
  ] as const) {
    const party = partyId(identity.salt, role, identity.identifier);
    const signer = as(who);
    await (await Controller.connect({ deployment, signer, party })).addKey(await signer.getAddress());
  }
  const optician = await Optician.connect({ deployment, signer: as("optician"), identity: OPTICIAN });
  const maker = await LensMaker.connect({ deployment, signer: as("maker"), identity: LENS_MAKER });
  const dossier = optician.open();
  const shipment = maker.ship(optician.orderTicket(dossier, ["right", "left"]), DELIVERY);
  const anchored = [
    await optician.anchor([await optician.seal([optician.quote(dossier, FILE)])]),
    await optician.anchor([await optician.seal([optician.order(dossier, FILE)])]),
    await maker.anchor([await maker.seal([shipment])]),
    await optician.anchor([await optician.seal([optician.invoice(dossier, FILE)])]),
  ];
  const sealed = [await optician.seal([optician.quote(optician.open(), FILE)])];
  const [invoice] = anchored.at(-1)?.receipts.flat() ?? [];
  const grant = grantShare(deployedSuite.reference, dossier, {
    invoice: invoice as Receipt,
    payer: { rank: 1, shareCents: CLAIM.shareCents, sharesCents: CLAIM.sharesCents },
    insurer: partyId(INSURER.salt, "insurer", AMC),
    round: 0,
  });
  const block = await provider.getBlock("latest");
  provider.destroy();
  return {
    url,
    deployment,
    keys,
    identities: { optician: OPTICIAN, insurer: INSURER },
    certificate: optician.certify(
      dossier,
      anchored.flatMap(({ receipts }) => receipts.flat()),
      1,
      { makers: makersOf(FILE), grant },
    ),
    keyless: KEYLESS,
    blockHash: block?.hash as Hex,
    sealed,
  };
}

const signerOf = (world: World, who: keyof World["keys"], provider: JsonRpcProvider) =>
  new Wallet(world.keys[who], provider);

const invoiceOf = ({ certificate }: World): Hex => {
  const receipt = certificate.receipts.find(({ statement }) => statement.stage === 3);
  return receipt ? hashStatement(receipt.statement) : salt("0");
};

/** How often an event was emitted since the contracts are there. */
async function emitted(world: World, provider: JsonRpcProvider, contract: "anchors" | "withdrawals" | "settlements") {
  const found = suiteOf(world.deployment, provider)[contract];
  return (await provider.getLogs({ address: await found.getAddress(), fromBlock: 0 })).length;
}

/** The operations, by name. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  deploy: {
    run: async (world, provider, _, kept) => {
      const signer = signerOf(world, "newcomer", provider);
      const plan =
        (kept.get("plan") as Awaited<ReturnType<typeof planDeployment>> | undefined) ??
        (await planDeployment(signer, "local", (who) => parametersFor(who)));
      kept.set("plan", plan); // As `clairevoie deploy` keeps it in a file before anything is sent.
      return (await deploySuite(signer, plan)).contracts;
    },
    effect: async (world, provider) => provider.getTransactionCount(new Wallet(world.keys.newcomer).address),
  },
  enrol: {
    sender: "council",
    run: async ({ deployment, ...world }, provider) => {
      const signer = new Wallet(world.keys.council, provider);
      const council = await Council.connect({ deployment, signer });
      await council.enrol(NEWCOMER, "optician", new Wallet(world.keys.newcomer).address);
    },
    effect: async ({ deployment, ...world }, provider) => {
      const { controller, role } = await suiteOf(deployment, provider).parties.partyOf(NEWCOMER);
      return [controller === new Wallet(world.keys.newcomer).address, Number(role)];
    },
  },
  "add a key": {
    sender: "newcomer",
    run: async (world, provider) => {
      const { deployment, keyless: party } = world;
      const signer = signerOf(world, "newcomer", provider);
      await (await Controller.connect({ deployment, signer, party })).addKey(signer.address);
    },
    effect: async (world, provider) => {
      const { parties } = suiteOf(world.deployment, provider);
      return (await parties.keyOf(new Wallet(world.keys.newcomer).address)).party;
    },
  },
  anchor: {
    sender: "optician",
    run: async (world, provider) => {
      const { deployment, identities, sealed } = world;
      const signer = signerOf(world, "optician", provider);
      const optician = await Optician.connect({ deployment, signer, identity: identities.optician });
      const { root, receipts } = await optician.anchor(sealed);
      return { root, receipts };
    },
    effect: (world, provider) => emitted(world, provider, "anchors"),
  },
  withdraw: {
    sender: "optician",
    run: async (world, provider) => {
      const { deployment, identities } = world;
      const signer = signerOf(world, "optician", provider);
      const optician = await Optician.connect({ deployment, signer, identity: identities.optician });
      await optician.withdraw(invoiceOf(world), "return");
    },
    effect: (world, provider) => emitted(world, provider, "withdrawals"),
  },
  settle: {
    sender: "insurer",
    run: async (world, provider) => {
      const { deployment, identities, certificate } = world;
      const signer = signerOf(world, "insurer", provider);
      const insurer = await Insurer.connect({ deployment, signer, identity: identities.insurer });
      const [settled] = await insurer.settle([{ certificate, claim: CLAIM }]);
      return ["settled", "already-yours"].includes(settled?.outcome ?? "");
    },
    effect: async (world, provider) => {
      const { settler } = world.certificate.dossier;
      const { settlements } = suiteOf(world.deployment, provider);
      const { first } = await settlements.settlementOf(settler);
      // What a second transaction finds marked is told, and changes nothing.
      const marked = await settlements.queryFilter(settlements.filters.Marked(), 0);
      return [first, marked.length];
    },
  },
  verify: {
    run: async ({ deployment, certificate }, provider) =>
      (await Insurer.connect({ deployment, provider })).verify(certificate, CLAIM),
    effect: null,
  },
  "verify in a browser": {
    run: ({ deployment, certificate }, _, rpc) =>
      verify(certificate, CLAIM, { rpc, deployment, timeoutMs: ANSWER_WITHIN_MS }),
    effect: null,
  },
  "verify by proof": {
    run: ({ deployment, certificate, blockHash }, _, rpc) =>
      verify(certificate, CLAIM, { rpc, deployment, blockHash, timeoutMs: ANSWER_WITHIN_MS }),
    effect: null,
  },
  watch: {
    before: "withdraw",
    run: async ({ deployment, certificate }, provider, _, kept) => {
      const insurer = await Insurer.connect({ deployment, provider });
      const cursor = kept.get("cursor") as Cursor | undefined;
      const told = (kept.get("told") as string[] | undefined) ?? [];
      for await (const found of insurer.watch([certificate], { ...(cursor && { cursor }), since: 0 })) {
        told.push(...found.alerts.map(({ event }) => `${event.kind}/${event.transaction}`));
        kept.set("told", told).set("cursor", found.cursor);
      }
      return [...told];
    },
    effect: null,
  },
};
