import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { JsonRpcApiProvider, Signer } from "ethers";
import { assessOnChain, gatherFacts } from "../src/chain/index.js";
import {
  anchorBatches,
  deliverLenses,
  makersOf,
  openDossier,
  type SealedBatch,
  sealStatements,
  stateEquipment,
} from "../src/parties/index.js";
import {
  assessReceipts,
  DEFAULT_POLICY,
  type Evidence,
  orderTicket,
  type Receipt,
  readOrderTicket,
  type Statement,
} from "../src/protocol/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "./chain.js";
import { AMC, DELIVERY, FILE, MAKER, OTHER_STORE, STORE } from "./dossiers.js";
import { evidenceWith } from "./evidence.js";

const DAY = 86_400;
/** 2026-01-01. */
const BEGINNING = 1_767_225_600;

/** A chain with a dossier that conforms, those who made it, and those who would do harm. */
export interface Stage {
  readonly chain: TestChain;
  readonly store: TestParty;
  readonly other: TestParty;
  readonly maker: TestParty;
  readonly insurer: TestParty;
  /** Of no party, with money for gas. */
  readonly thief: Signer;
  /** Quote, order, shipment, invoice. */
  readonly statements: readonly Statement[];
  readonly receipts: readonly Receipt[];
  /** Whether the contract, and the SDK with the facts of this chain, let these receipts conform; both must say the same. */
  conform(receipts: readonly Receipt[]): Promise<boolean>;
  /** What is shown of the dossier when these receipts are. */
  evidence(receipts: readonly Receipt[]): Evidence;
  /** Anchors statements of somebody, as of a time. */
  anchored(by: Signer, statements: readonly Statement[], issuedAt?: number): Promise<readonly Receipt[]>;
  /** Does something, and then it never happened. */
  undone<A>(act: () => Promise<A>): Promise<A>;
}

let stage: Promise<Stage> | undefined;

/** The stage, made once. */
export function openStage(): Promise<Stage> {
  stage ??= makeStage();
  return stage;
}

async function makeStage(): Promise<Stage> {
  const chain = await aChain({ from: BEGINNING });
  const { suite } = chain;
  const [store, other] = [await aParty(chain, "optician", STORE), await aParty(chain, "optician", OTHER_STORE)];
  const [maker, insurer] = [await aParty(chain, "lens-maker", MAKER), await aParty(chain, "insurer", AMC)];
  const node = suite.provider as JsonRpcApiProvider;

  async function anchored(
    by: Signer,
    statements: readonly Statement[],
    issuedAt?: number,
  ): Promise<readonly Receipt[]> {
    const sealed: SealedBatch = await sealStatements(suite, by, statements, issuedAt);
    return (await anchorBatches(suite, [sealed])).receipts[0] ?? [];
  }

  const dossier = openDossier(sha256(utf8ToBytes("stage")));
  const ticket = readOrderTicket(orderTicket(dossier.secret, ["right", "left"]));
  const stated: readonly (readonly [Statement, Signer])[] = [
    [stateEquipment(dossier, "quote", FILE), store.signer],
    [stateEquipment(dossier, "order", FILE), store.signer],
    [deliverLenses(ticket, DELIVERY), maker.signer],
    [stateEquipment(dossier, "invoice", FILE), store.signer],
  ];
  const receipts: Receipt[] = [];
  for (const [statement, by] of stated) {
    await chain.advance(DAY);
    receipts.push(...(await anchored(by, [statement])));
  }

  const evidence = (shown: readonly Receipt[]): Evidence => evidenceWith(dossier, makersOf(FILE), shown);

  async function conform(shown: readonly Receipt[]): Promise<boolean> {
    const facts = await gatherFacts(suite, evidence(shown));
    const here = assessReceipts(evidence(shown), facts, DEFAULT_POLICY, { rank: 1 }).findings;
    const there = await assessOnChain(suite, evidence(shown), DEFAULT_POLICY, { rank: 1 });
    if (JSON.stringify(here) !== JSON.stringify(there)) throw new Error("the contract and the SDK disagree");
    return here.every(({ severity }) => severity === "info" || severity === "review");
  }

  async function undone<A>(act: () => Promise<A>): Promise<A> {
    const before = await node.send("evm_snapshot", []);
    try {
      return await act();
    } finally {
      await node.send("evm_revert", [before]);
    }
  }

  if (!(await conform(receipts))) throw new Error("the dossier of the stage does not conform: nothing can be shown");
  return {
    ...{ chain, store, other, maker, insurer, thief: await chain.account() },
    ...{ statements: stated.map(([statement]) => statement), receipts, conform, evidence, anchored, undone },
  };
}
