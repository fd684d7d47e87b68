import type { EquipmentFile } from "../../src/parties/index.js";
import {
  type BillingLine,
  type Certificate,
  type Claim,
  EYES,
  type FindingCode,
  hashStatement,
  type Policy,
  type Receipt,
  STAGES,
  type Stage,
} from "../../src/protocol/index.js";
import type { Chance } from "../../testing/chance.js";
import {
  type Act,
  actsOf,
  bear,
  type Ledger,
  type Living,
  live,
  OWN_STAGES,
  type OwnStage,
  present,
  sealAndAnchor,
  shipments,
} from "./life.js";
import { type Drawn, drawDossier, fictitiousSiret } from "./population.js";
import { provenOf } from "./proving.js";
import type { Cast, World } from "./world.js";

const DAY = 86_400;

/** What an insurer is shown, and what it must find. */
interface Presented {
  /** The insurer that is asked, by number. */
  readonly insurer: number;
  readonly certificate: Certificate;
  readonly claim: Claim;
  /** What this insurer asks beyond the usual. */
  readonly policy?: Partial<Policy>;
}

/** A named case. `expected` are its blocking findings, each once, sorted; none means that it conforms. */
interface Case {
  readonly name: string;
  readonly story: string;
  readonly expected: readonly FindingCode[];
  readonly justified?: boolean;
  play(stage: CaseStage): Promise<Presented>;
}

/** What a case is played with. */
interface CaseStage {
  readonly world: World;
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly cast: Cast;
  readonly number: number;
}

/** A dossier with two lenses of one maker and one payer, whatever the population holds. */
function plain({ chance, cast, number }: CaseStage, isFit: (drawn: Drawn) => boolean = () => true): Living {
  for (;;) {
    const drawn = drawDossier(chance, number, cast.stores - 1, cast.makers, cast.insurers);
    const { right, left } = drawn.makers;
    if (right !== undefined && right === left && drawn.insurers.length === 1 && isFit(drawn))
      return bear(chance, number, drawn);
  }
}

/** Changes both lenses of a file. */
function withLenses(
  file: EquipmentFile,
  change: (lens: NonNullable<EquipmentFile["eyes"]["right"]>) => object,
): EquipmentFile {
  const eyes = Object.fromEntries(
    EYES.flatMap((eye) => {
      const lens = file.eyes[eye];
      return lens ? [[eye, { ...lens, ...change(lens) }]] : [];
    }),
  );
  return { ...file, eyes };
}

function changed(living: Living, file: EquipmentFile): Living {
  return { ...living, drawn: { ...living.drawn, file } as Drawn };
}

async function state(stage: CaseStage, living: Living, acts: readonly Act[], issuedAt?: number): Promise<void> {
  await stage.world.advance(2 * DAY);
  const received = await sealAndAnchor(stage.world, stage.ledger, acts, issuedAt);
  living.receipts.push(...(received.get(living.dossier.id) ?? []));
}

async function shown({ world }: CaseStage, living: Living): Promise<Presented> {
  return { insurer: living.drawn.insurers[0] ?? 0, ...(await present(world, living, 1)) };
}

function at(receipts: readonly Receipt[], stage: Stage): Receipt {
  const receipt = receipts.find(({ statement }) => statement.stage === STAGES.indexOf(stage));
  if (!receipt) throw new Error(`nothing was stated at the stage ${stage}`);
  return receipt;
}

/** A dossier that goes as it should but for what its maker really made. */
async function withMade(stage: CaseStage, change: Parameters<typeof withLenses>[1]): Promise<Presented> {
  const living = plain(stage);
  await live(stage.world, stage.ledger, [living], ["quote", "order"]);
  await state(stage, living, shipments(stage.world, living, withLenses(living.drawn.file, change)));
  await live(stage.world, stage.ledger, [living], ["invoice"]);
  return shown(stage, living);
}

function storeOf({ world }: CaseStage, living: Living) {
  const store = world.opticians[living.drawn.store];
  if (!store) throw new Error("a dossier has no optician");
  return store;
}

function makerOf({ world }: CaseStage, living: Living) {
  const maker = world.makers[living.drawn.makers.right ?? -1];
  if (!maker) throw new Error("a lens has no maker");
  return maker;
}

export const CASES: readonly Case[] = [
  {
    name: "fictitious equipment",
    story: "quoted, ordered, invoiced, and never made",
    expected: ["maker-statement-missing"],
    async play(stage) {
      const living = plain(stage);
      await live(stage.world, stage.ledger, [living], ["quote", "order", "invoice"]);
      await stage.world.advance(3 * DAY); // Until then its maker might still state it.
      return shown(stage, living);
    },
  },
  {
    name: "substituted lens",
    story: "a cheaper lens was made than the one invoiced",
    expected: ["aspect-mismatch"],
    play: (stage) => withMade(stage, ({ lens }) => ({ lens: { ...lens, ediCode: "UNI-1500-00", treatments: [] } })),
  },
  {
    name: "changed correction",
    story: "the quote holds another correction than the lens that was made",
    expected: ["aspect-mismatch"],
    play: (stage) =>
      withMade(stage, ({ prescription }) => ({ prescription: { ...prescription, sphere: prescription.sphere + 50 } })),
  },
  {
    name: "upgraded code",
    story: "billed under a higher grouped code than the lens that was made",
    expected: ["aspect-mismatch"],
    play: (stage) => withMade(stage, ({ code }) => ({ code: { ...code, code: dearer(code.code) } })),
  },
  {
    name: "changed price",
    story: "the frame costs more on the invoice than on the quote",
    expected: ["aspect-mismatch"],
    async play(stage) {
      const living = plain(stage);
      await live(stage.world, stage.ledger, [living], ["quote", "order", "shipment"]);
      const { billing } = living.drawn.file;
      const dearer = (line: BillingLine) =>
        line.item === "frame" ? { ...line, priceCents: line.priceCents + 5_000 } : line;
      const dear = changed(living, {
        ...living.drawn.file,
        billing: { lines: billing.lines.map(dearer), totalCents: billing.totalCents + 5_000 },
      });
      await live(stage.world, stage.ledger, [dear], ["invoice"]);
      return shown(stage, dear);
    },
  },
  {
    name: "other store's file",
    story: "a store claims with the certificate of another",
    expected: ["claim-does-not-open", "store-not-claimant"],
    async play(stage) {
      const living = plain(stage);
      await live(stage.world, stage.ledger, [living], OWN_STAGES);
      const presented = await shown(stage, living);
      const other = (living.drawn.store + 1) % (stage.cast.stores - 1);
      return { ...presented, claim: { ...presented.claim, siret: fictitiousSiret(other) } };
    },
  },
  {
    name: "return after invoice",
    story: "the lenses went back to their maker after they were invoiced",
    expected: ["withdrawn"],
    async play(stage) {
      const living = plain(stage);
      await live(stage.world, stage.ledger, [living], OWN_STAGES);
      const shipped = hashStatement(at(living.receipts, "shipment").statement);
      await stage.world.transport.withdraw(makerOf(stage, living), shipped, "return");
      return shown(stage, living);
    },
  },
  {
    name: "double claim",
    story: "a second insurer is asked for a share that the first has paid",
    expected: ["already-settled", "claim-of-another-insurer", "grant-invalid"],
    async play(stage) {
      const living = plain(stage);
      await live(stage.world, stage.ledger, [living], OWN_STAGES);
      const presented = await shown(stage, living);
      await stage.world.insurers[presented.insurer]?.program.settle([presented]);
      return { ...presented, insurer: (presented.insurer + 1) % stage.cast.insurers };
    },
  },
  {
    name: "second invoice",
    story: "the same glasses are invoiced again after they were paid",
    expected: ["other-invoice-settled"],
    async play(stage) {
      const living = plain(stage);
      await live(stage.world, stage.ledger, [living], OWN_STAGES);
      const first = await shown(stage, living);
      await stage.world.insurers[first.insurer]?.program.settle([first]);
      const { file } = living.drawn;
      const again = changed(living, {
        ...file,
        payers: (file.payers ?? []).map((payer) => ({ ...payer, priorAuthorisation: "PEC-SECOND" })),
      });
      const receipts = living.receipts.filter(({ statement }) => statement.stage !== 3);
      const second = { ...again, receipts };
      await live(stage.world, stage.ledger, [second], ["invoice"]);
      return shown(stage, second);
    },
  },
  {
    name: "revoked key",
    story: "the invoice is signed with a key that its store had revoked",
    expected: ["key-not-valid"],
    async play(stage) {
      const drawn = plain(stage).drawn;
      const last = stage.cast.stores - 1; // Kept for this case: a revoked key never comes back.
      const siret = fictitiousSiret(last);
      const file = { ...drawn.file, reference: { ...drawn.file.reference, siret } };
      const living = bear(stage.chance, stage.number, { ...drawn, store: last, file });
      await live(stage.world, stage.ledger, [living], ["quote", "order", "shipment"]);
      const store = storeOf(stage, living);
      await stage.world.transport.withEther(store, async () =>
        store.controller.revokeKey(await store.key.getAddress()),
      );
      await live(stage.world, stage.ledger, [living], ["invoice"]);
      return shown(stage, living);
    },
  },
  {
    name: "forged shipment",
    story: "the optician states the shipment with its own key",
    expected: ["same-party", "wrong-role"],
    async play(stage) {
      const living = plain(stage);
      await live(stage.world, stage.ledger, [living], ["quote", "order"]);
      const [shipment] = shipments(stage.world, living);
      if (!shipment) throw new Error("nothing to ship");
      await state(stage, living, [{ by: { store: living.drawn.store }, statement: shipment.statement }]);
      await live(stage.world, stage.ledger, [living], ["invoice"]);
      return shown(stage, living);
    },
  },
  {
    name: "back-dated quote",
    story: "the quote is signed as of ten days before it was anchored",
    expected: ["late-anchor"],
    async play(stage) {
      const living = plain(stage);
      const now = (await stage.world.provider.getBlock("latest"))?.timestamp ?? 0;
      await state(stage, living, actsOf(stage.world, living, "quote"), now - 10 * DAY);
      await live(stage.world, stage.ledger, [living], ["order", "shipment", "invoice"]);
      return shown(stage, living);
    },
  },
  {
    name: "edited certificate",
    story: "a receipt was altered after it was sealed",
    expected: ["bad-inclusion"],
    async play(stage) {
      const living = plain(stage);
      await live(stage.world, stage.ledger, [living], OWN_STAGES);
      const presented = await shown(stage, living);
      const commitment = at(living.receipts, "quote").statement.aspects.codeRight;
      const receipts = presented.certificate.receipts.map((receipt) =>
        receipt.statement.stage === 2
          ? {
              ...receipt,
              statement: {
                ...receipt.statement,
                aspects: { ...receipt.statement.aspects, lensRight: commitment },
              },
            }
          : receipt,
      ) as Receipt[];
      return { ...presented, certificate: { ...presented.certificate, receipts } };
    },
  },
  {
    name: "breakage and remake",
    story: "the lenses broke: ordered and made again, the first ones withdrawn",
    expected: [],
    justified: true,
    async play(stage) {
      const living = plain(stage);
      await live(stage.world, stage.ledger, [living], OWN_STAGES);
      await remake(stage, living, living.drawn.file, ["order", "shipment"], "breakage");
      return shown(stage, living);
    },
  },
  {
    name: "adaptation warranty",
    story: "the wearer did not adapt: a new correction, quoted, ordered, made and invoiced again",
    expected: [],
    justified: true,
    async play(stage) {
      const living = plain(stage);
      await live(stage.world, stage.ledger, [living], OWN_STAGES);
      const file = withLenses(living.drawn.file, ({ prescription }) => ({
        // A prism leaves the grouped code as it is.
        prescription: { ...prescription, prism: prescription.prism + 50 },
      }));
      await remake(stage, living, file, ["quote", "order", "shipment", "invoice"], "adaptation-warranty");
      return shown(stage, living);
    },
  },
  {
    name: "power band proven",
    story: "the codes billed are proven to be those of the corrections, and no correction is shown",
    expected: [],
    play: (stage) => withProofs(stage, (file) => file),
  },
  {
    name: "dearer code",
    story: "the lenses are billed for power bands that their corrections are proven not to be in",
    expected: ["band-wrong"],
    play: (stage) => withProofs(stage, asDearer),
  },
];

/** A dossier that goes as it should, with proofs of the bands of its lenses, asked by an insurer that requires them. */
async function withProofs(stage: CaseStage, bill: (file: EquipmentFile) => EquipmentFile): Promise<Presented> {
  const drawn = plain(stage);
  const living = changed(drawn, bill(drawn.drawn.file));
  await live(stage.world, stage.ledger, [living], OWN_STAGES);
  const proofs = await provenOf(living);
  const presented = await shown(stage, living);
  const certificate = { ...presented.certificate, proofs };
  return { ...presented, certificate, policy: { require: ["band"] } };
}

/** The codes of stronger lenses than there are, or of weaker ones where there are none. */
function dearer(code: string): string {
  const [kind, most] = code.startsWith("V0") ? ["V0", "4"] : [code.slice(0, 2), "6"];
  return code.endsWith(most) ? `${kind}1` : `${kind}${most}`;
}

function asDearer(file: EquipmentFile): EquipmentFile {
  const lines = file.billing.lines.map((line) =>
    line.item === "rightLens" || line.item === "leftLens" ? { ...line, code: dearer(line.code) } : line,
  );
  const lenses = withLenses(file, ({ code }) => ({ code: { ...code, code: dearer(code.code) } }));
  return { ...lenses, billing: { ...file.billing, lines } };
}

/** States stages again as corrections, and withdraws on chain what they replace. */
async function remake(
  stage: CaseStage,
  living: Living,
  file: EquipmentFile,
  stages: readonly OwnStage[],
  reason: "breakage" | "adaptation-warranty",
): Promise<void> {
  const [store, maker] = [storeOf(stage, living), makerOf(stage, living)];
  const first = [...living.receipts];
  const again = withLenses(file, ({ orderReference }) => ({ orderReference: `${orderReference}-R` }));
  for (const name of stages) {
    const supersedes = hashStatement(at(first, name).statement);
    const correction = { supersedes, reason };
    if (name === "shipment") {
      await stage.world.transport.withdraw(maker, supersedes, "breakage");
      const ticket = store.program.orderTicket(living.dossier, EYES);
      const [plainShipment] = shipments(stage.world, living, again);
      if (!plainShipment) throw new Error("nothing to ship");
      const { right, left } = again.eyes;
      if (!right?.orderReference || !left?.orderReference) throw new Error("nothing was ordered");
      const statement = maker.program.ship(
        ticket,
        {
          right: { ...right, orderReference: right.orderReference, maker: right.maker ?? "" },
          left: { ...left, orderReference: left.orderReference, maker: left.maker ?? "" },
        },
        correction,
      );
      await state(stage, living, [{ by: plainShipment.by, statement }]);
    } else {
      await stage.world.transport.withdraw(store, supersedes, "superseded");
      const statement = store.program[name](living.dossier, again, correction);
      await state(stage, living, [{ by: { store: living.drawn.store }, statement }]);
    }
  }
}
