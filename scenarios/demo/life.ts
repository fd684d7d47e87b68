import {
  type Delivery,
  type Dossier,
  deliverLenses,
  type EquipmentFile,
  makersOf,
  openDossier,
} from "../../src/parties/index.js";
import {
  type Certificate,
  CLAIM_FORMAT,
  type Claim,
  EYES,
  type Eye,
  type Hex,
  type Rank,
  type Receipt,
  readOrderTicket,
  type Statement,
} from "../../src/protocol/index.js";
import type { Chance } from "../../testing/chance.js";
import { type Drawn, transposed } from "./population.js";
import type { World } from "./world.js";

const DAY = 86_400;

/** The stages that a dossier goes through. */
export const OWN_STAGES = ["quote", "order", "shipment", "invoice"] as const;
export type OwnStage = (typeof OWN_STAGES)[number];

/** Who states what at one stage: the store, or a lens maker by number. */
export interface Act {
  readonly by: { readonly store: number } | { readonly maker: number };
  readonly statement: Statement;
}

/** A dossier on its way through the stages. */
export interface Living {
  readonly number: number;
  readonly drawn: Drawn;
  readonly dossier: Dossier;
  readonly receipts: Receipt[];
}

/** What anchoring has cost so far. */
export interface Ledger {
  anchors: number;
  statements: number;
  anchorGas: bigint;
  mostAnchorGas: bigint;
}

export function emptyLedger(): Ledger {
  return { anchors: 0, statements: 0, anchorGas: 0n, mostAnchorGas: 0n };
}

export function bear(chance: Chance, number: number, drawn: Drawn): Living {
  return { number, drawn, dossier: openDossier(chance.bytes(`dossier/${number}`)), receipts: [] };
}

/** Seals the acts of each actor as its own batch, and anchors all of them under one root. Receipts come by dossier. */
export async function sealAndAnchor(
  world: World,
  ledger: Ledger,
  acts: readonly Act[],
  issuedAt?: number,
): Promise<Map<Hex, Receipt[]>> {
  const groups = new Map<string, Act[]>();
  for (const act of acts) {
    const name = JSON.stringify(act.by);
    groups.set(name, [...(groups.get(name) ?? []), act]);
  }
  const byDossier = new Map<Hex, Receipt[]>();
  if (groups.size === 0) return byDossier;
  const sealed = await Promise.all(
    [...groups.values()].map((group) => {
      const by = group[0]?.by;
      const statements = group.map(({ statement }) => statement);
      const actor = by && "store" in by ? world.opticians[by.store] : world.makers[by?.maker ?? -1];
      if (!actor) throw new Error("an act has no actor");
      return actor.program.seal(statements, issuedAt);
    }),
  );
  const before = await world.provider.getBlockNumber();
  const receipts = await world.transport.anchor(sealed);
  const gas = await gasOfAnchors(world, before);
  ledger.anchors += gas.length;
  if (gas.length > 0) ledger.statements += acts.length;
  for (const used of gas) {
    ledger.anchorGas += used;
    if (used > ledger.mostAnchorGas) ledger.mostAnchorGas = used;
  }
  for (const receipt of receipts) {
    const dossier = receipt.statement.dossier as Hex;
    byDossier.set(dossier, [...(byDossier.get(dossier) ?? []), receipt]);
  }
  return byDossier;
}

/** What the anchors after a block used. */
async function gasOfAnchors({ provider, deployment }: World, after: number): Promise<bigint[]> {
  const { address } = deployment.contracts.anchorRegistry;
  const logs = await provider.getLogs({ address, fromBlock: after + 1 });
  const receipts = await Promise.all(
    logs.map(({ transactionHash }) => provider.getTransactionReceipt(transactionHash)),
  );
  return receipts.flatMap((receipt) => (receipt ? [receipt.gasUsed] : []));
}

/** What each lens maker of a dossier states: what its own system holds, often in the other cylinder notation. */
export function shipments(world: World, living: Living, made: EquipmentFile = living.drawn.file): Act[] {
  const { drawn, dossier } = living;
  const optician = world.opticians[drawn.store];
  return [...new Set(EYES.map((eye) => drawn.makers[eye]).filter((maker) => maker !== undefined))].map((maker) => {
    const eyes = EYES.filter((eye) => drawn.makers[eye] === maker);
    const ticket = optician?.program.orderTicket(dossier, eyes) ?? "";
    // A maker's own program refuses a code that is not the lens's; cases state such a one too.
    return { by: { maker }, statement: deliverLenses(readOrderTicket(ticket), deliveryOf(made, eyes)) };
  });
}

function deliveryOf(file: EquipmentFile, eyes: readonly Eye[]): Delivery {
  const delivery: { [E in Eye]?: Delivery[E] } = {};
  for (const eye of eyes) {
    const lens = file.eyes[eye];
    if (!lens) continue;
    const prescription = transposed(lens.prescription);
    delivery[eye] = { ...lens, prescription, orderReference: lens.orderReference ?? "", maker: lens.maker ?? "" };
  }
  return delivery;
}

/** What the acts of a stage are for a dossier that goes as it should. */
export function actsOf(world: World, living: Living, stage: OwnStage): Act[] {
  const { drawn, dossier } = living;
  const optician = world.opticians[drawn.store]?.program;
  if (!optician) throw new Error("a dossier has no optician");
  const by = { store: drawn.store };
  const hasLens = Object.keys(drawn.file.eyes).length > 0;
  if (stage === "quote") return [{ by, statement: optician.quote(dossier, drawn.file) }];
  if (stage === "order") return hasLens ? [{ by, statement: optician.order(dossier, drawn.file) }] : [];
  if (stage === "shipment") return hasLens ? shipments(world, living) : [];
  return [{ by, statement: optician.invoice(dossier, drawn.file) }];
}

/** Days between a stage and the one before it. */
const DAYS_BEFORE: Readonly<Record<OwnStage, number>> = { quote: 0, order: 2, shipment: 4, invoice: 3 };

/** Takes dossiers through stages, each on a later day, all parties of a day under one root. */
export async function live(
  world: World,
  ledger: Ledger,
  dossiers: readonly Living[],
  stages: readonly OwnStage[],
): Promise<void> {
  for (const stage of stages) {
    await world.advance(DAYS_BEFORE[stage] * DAY + 1);
    const received = await sealAndAnchor(
      world,
      ledger,
      dossiers.flatMap((living) => actsOf(world, living, stage)),
    );
    for (const living of dossiers) living.receipts.push(...(received.get(living.dossier.id) ?? []));
  }
}

/** What the optician sends the insurer of a rank: the certificate with its grant, and the claim as today's messages carry it. */
export async function present(
  world: World,
  living: Living,
  rank: Rank,
): Promise<{ certificate: Certificate; claim: Claim }> {
  const { drawn, dossier, receipts } = living;
  const optician = world.opticians[drawn.store]?.program;
  const insurer = world.insurers[drawn.insurers[rank - 1] ?? -1];
  const payer = drawn.file.payers?.find((one) => one.rank === rank);
  const invoice = receipts.findLast(({ statement }) => statement.stage === OWN_STAGES.indexOf("invoice"));
  if (!optician || !insurer || !payer) throw new Error("a dossier has no optician, or nobody pays at this rank");
  const grant = invoice && (await optician.grant(dossier, { invoice, payer, insurer: insurer.party }));
  const options = { makers: makersOf(drawn.file), ...(grant && { grant }) };
  return { certificate: optician.certify(dossier, receipts, rank, options), claim: claimOf(drawn.file, rank) };
}

function claimOf(file: EquipmentFile, rank: Rank): Claim {
  const payer = file.payers?.find((candidate) => candidate.rank === rank);
  if (!payer) throw new Error("nobody pays at this rank");
  return {
    format: CLAIM_FORMAT,
    ...file.reference,
    ...payer,
    lines: [...file.billing.lines],
    totalCents: file.billing.totalCents,
  };
}
