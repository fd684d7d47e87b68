import { grantShare, Insurer, LensMaker, makersOf, Optician, type SettlementOutcome } from "../../src/parties/index.js";
import { toHex } from "../../src/protocol/bytes.js";
import {
  type Certificate,
  type Claim,
  grantCall,
  type Hex,
  InputError,
  type Receipt,
  signGrant,
} from "../../src/protocol/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "../../testing/chain.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, OTHER_AMC, STORE } from "../../testing/dossiers.js";
import type { Choices } from "./choices.js";

/** What a play of settlements came to. */
export interface SettlementsPlayed {
  readonly paid: number;
  readonly violated: readonly string[];
}

/** A chain with the contracts, two honest dossiers on it, and three insurers: the third holds every file and is owed nothing. */
interface Table {
  readonly chain: TestChain;
  readonly insurers: readonly Insurer[];
  readonly meddler: TestParty;
  readonly dossiers: readonly Dossier[];
  revert(): Promise<void>;
}

/** An honest dossier: what each of its insurers is given. */
interface Dossier {
  readonly certificates: readonly Certificate[];
  readonly claims: readonly Claim[];
}

let made: Promise<Table> | undefined;
/** One table for all plays: each starts from the same block. */
const table = (): Promise<Table> => (made ??= makeTable());

async function makeTable(): Promise<Table> {
  const chain = await aChain();
  const { deployment } = chain;
  const [store, maker] = [await aParty(chain, "optician", STORE), await aParty(chain, "lens-maker", MAKER)];
  const parties = [await aParty(chain, "insurer", AMC), await aParty(chain, "insurer", OTHER_AMC)];
  const meddler = await aParty(chain, "insurer", "11223344");
  const optician = await Optician.connect({ deployment, ...store });
  const lensMaker = await LensMaker.connect({ deployment, ...maker });
  const insurers = await Promise.all(parties.map((one) => Insurer.connect({ deployment, ...one })));
  const dossiers: Dossier[] = [];
  for (const name of ["D-1", "D-2"]) {
    const shares = [AMC, OTHER_AMC].map((amc, i) => ({
      amc,
      priorAuthorisation: "",
      rank: (i + 1) as 1 | 2,
      payers: 2 as const,
      shareCents: 20_000,
      sharesCents: 40_000,
    }));
    const file = { ...FILE, reference: { siret: STORE, fileReference: name }, payers: shares };
    const dossier = optician.open();
    const shipment = lensMaker.ship(optician.orderTicket(dossier, ["right", "left"]), DELIVERY);
    const receipts: Receipt[] = [];
    for (const [party, statement] of [
      [optician, optician.quote(dossier, file)],
      [optician, optician.order(dossier, file)],
      [lensMaker, shipment],
      [optician, optician.invoice(dossier, file)],
    ] as const) {
      receipts.push(...(await party.anchor([await party.seal([statement])])).receipts.flat());
      await chain.advance(60);
    }
    dossiers.push({
      certificates: shares.map((payer, i) => {
        const invoice = receipts.find(({ statement }) => statement.stage === 3) as Receipt;
        const { party } = parties[i] as TestParty;
        const grant = grantShare(chain.suite.reference, dossier, { invoice, payer, insurer: party, round: 0 });
        return optician.certify(dossier, receipts, payer.rank, { makers: makersOf(file), grant });
      }),
      claims: shares.map((share) => ({ ...CLAIM, fileReference: name, ...share })),
    });
  }
  const provider = chain.suite.provider as unknown as { send(method: string, params: unknown[]): Promise<string> };
  let snapshot = await provider.send("evm_snapshot", []);
  const revert = async () => {
    await provider.send("evm_revert", [snapshot]);
    snapshot = await provider.send("evm_snapshot", []);
  };
  return { chain, insurers, meddler, dossiers, revert };
}

/** What the meddler marks, before an insurer settles or after: what it reads in a pending transaction is enough. */
const MEDDLING = [
  "nothing",
  "the same tag, first rank",
  "the same tag, second rank",
  "another tag, first rank",
] as const;

/**
 * Honest dossiers, and what is done about their settlement: the optician presents claims more than once, together or one after
 * the other; an insurer that has no part in it marks what it reads on chain. Insurers pay what the SDK calls settled.
 */
export async function playSettlements(choices: Choices): Promise<SettlementsPlayed> {
  const { chain, insurers, meddler, dossiers, revert } = await table();
  await revert();
  const [first] = dossiers;
  if (!first) throw new Error("there is no dossier");
  const meddling = choices.pick("the meddler marks", MEDDLING);
  let isMeddled = false;
  /** Hands in what it reads in a pending transaction: another's grant, or one of its own that nobody signed. */
  const meddle = async (claim: { certificate: Certificate | undefined } | undefined, tag: string) => {
    isMeddled = true;
    const { certificate } = claim ?? {};
    if (!certificate?.grant) return;
    const { settler } = certificate.dossier;
    const rank = meddling.endsWith("second rank") ? 2 : 1;
    const word = (meddling.startsWith("another") ? toHex(new Uint8Array(32).fill(7)) : tag) as Hex;
    const { chainId, settlementRegistry } = chain.suite.reference;
    const own = signGrant(
      new Uint8Array(32).fill(5),
      { chainId, verifyingContract: settlementRegistry },
      { insurer: meddler.party, tag: word, rank, round: 0 },
    );
    const signature = meddling.startsWith("the same") ? certificate.grant.signature : own;
    const call = grantCall({ settler, tag: word, rank, round: 0 }, signature);
    await (await chain.suite.settlements.connect(meddler.signer).settle([call])).wait();
  };
  const paid = new Map<string, number>();
  const refused: string[] = [];
  const rounds = choices.pick("calls", [1, 2]);
  for (let round = 0; round < rounds; round++) {
    const who = choices.pick("insurer", [0, 1]);
    const insurer = insurers[who] as Insurer;
    const presented = [...Array(choices.pick("claims", [1, 2])).keys()].map(() => choices.pick("dossier", [0, 1]));
    const claims = presented.map((one) => ({
      certificate: dossiers[one]?.certificates[who],
      claim: dossiers[one]?.claims[who],
    }));
    if (!isMeddled && meddling !== "nothing" && presented.includes(0))
      await meddle(claims[presented.indexOf(0)], await tagOf(insurer, chain, claims[presented.indexOf(0)]));
    const verdicts = await insurer.verifyMany(claims);
    const good = claims.filter((_, i) => verdicts[i]?.conform);
    presented.forEach((one, i) => {
      if (!verdicts[i]?.conform && !paid.has(`${one}/${who}`)) refused.push(`${one}/${who}`);
    });
    const results = good.length > 0 ? await settleApart(insurer, good) : [];
    const outcomes: SettlementOutcome[] = results.map(({ outcome }) => outcome);
    presented
      .filter((_, i) => verdicts[i]?.conform)
      .forEach((one, i) => {
        const share = `${one}/${who}`;
        if (outcomes[i] === "settled") paid.set(share, (paid.get(share) ?? 0) + 1);
        else if (!paid.has(share)) refused.push(share);
      });
  }
  const violated: string[] = [];
  if ([...paid.values()].some((times) => times > 1)) violated.push("C2: a share is paid twice");
  if (refused.length > 0 && isMeddled) violated.push("griefing: an honest dossier cannot be settled");
  return { paid: [...paid.values()].reduce((sum, times) => sum + times, 0), violated };
}

/** An insurer's program settles in one call, and one by one where that call is refused for two claims on one share. */
async function settleApart(insurer: Insurer, claims: readonly { certificate: unknown; claim: unknown }[]) {
  try {
    return await insurer.settle(claims);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const results = [];
    for (const claim of claims) results.push(...(await insurer.settle([claim])));
    return results;
  }
}

/** The tag that a settlement would show: read from a simulated transaction, as anyone reads pending ones. */
async function tagOf(
  insurer: Insurer,
  chain: TestChain,
  claim: { certificate: unknown; claim: unknown } | undefined,
): Promise<string> {
  const provider = chain.suite.provider as unknown as { send(method: string, params: unknown[]): Promise<string> };
  const snapshot = await provider.send("evm_snapshot", []);
  const [record] = claim ? await insurer.settle([claim]) : [];
  await provider.send("evm_revert", [snapshot]);
  return record?.tag ?? `0x${"00".repeat(31)}01`;
}

/** Ends the chain of the table. */
export async function endSettlements(): Promise<void> {
  if (made) await (await made).chain.close();
  made = undefined;
}
