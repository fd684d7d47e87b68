import {
  assess,
  DEFAULT_POLICY,
  EYES,
  type Eye,
  type Hex,
  type Receipt,
  stockMarker,
  stockNullifier,
  stockTag,
} from "../../src/protocol/index.js";
import type { Choices } from "./choices.js";
import { BACKEND, type Ledger } from "./ledger.js";
import {
  type Billed,
  certify,
  claimOf,
  DAY,
  DOSSIER_SECRETS,
  honest,
  INSURER,
  INVENTED,
  MAKER,
  type Made,
  newLedger,
  type Presented,
  type Sale,
  STORE,
  ship,
  shipStock,
  state,
  UNITS,
  unitOf,
} from "./trade.js";

/** What a play of lenses came to. */
export interface LensesPlayed {
  readonly made: number;
  /** Lenses that were paid. */
  readonly billed: number;
  /** Names of the inequalities of property 11 that do not hold. */
  readonly violated: readonly string[];
}

const SALES = DOSSIER_SECRETS.slice(0, 2);
const UNIT_SECRETS = [INVENTED, ...UNITS];
/** Ids that the cheat may give a dossier: as an honest program derives them, or the name of a unit, real or invented. */
const IDS: readonly Hex[] = [...SALES.map(honest.id), ...UNIT_SECRETS.map(unitOf)];
const UNIT_NAMES = ["an invented unit", "the first unit", "the second unit"];
const ID_NAMES = ["derived from the first secret", "derived from the second secret", ...UNIT_NAMES];
const NULLIFIERS = UNIT_SECRETS.map(stockNullifier);
const EYE_SETS: readonly (readonly Eye[])[] = [["right"], ["right", "left"]];

/** The ways to have a lens: few are asked for, so that whatever is billed beyond them was made by nobody. */
function askForLenses(choices: Choices): readonly Made[] {
  const kind = choices.pick("ask for", [
    "one order",
    "one stock lens",
    "two stock lenses",
    "an order and a stock lens",
  ]);
  const made: Made[] = [];
  if (kind.includes("order")) {
    const dossier = choices.pick("order: dossier id", IDS, ID_NAMES);
    const eyes = choices.pick("order: eyes", EYE_SETS);
    const secretOf = (eye: Eye) =>
      choices.pick(
        `order: ${eye} secret`,
        [honest.eye(SALES[0] as Uint8Array, eye), ...UNIT_SECRETS.slice(0, 2)],
        ["the eye's", ...UNIT_NAMES],
      );
    const code = choices.pick(
      "order: code secret",
      [honest.code(SALES[0] as Uint8Array), INVENTED],
      ["the dossier's", "invented"],
    );
    made.push(ship({ dossier, eyes: Object.fromEntries(eyes.map((eye) => [eye, secretOf(eye)])), codeSecret: code }));
  }
  const units = kind === "two stock lenses" ? UNITS : kind.includes("stock") ? UNITS.slice(0, 1) : [];
  return [...made, ...units.map(shipStock)];
}

/** How the lens that is billed for an eye is shown: as an ordinary shipment, or as a stock lens under some nullifier. */
interface Shown {
  readonly billed: Billed;
  readonly nullifier?: Hex;
}

function showEye(choices: Choices, eye: Eye, made: readonly Made[]): Shown {
  const candidates = made.filter(({ codeSalts }) => codeSalts[eye]);
  const from = choices.pick(
    `${eye}: lens of`,
    candidates,
    candidates.map(({ lenses }, i) => `shipment ${i + 1} (${lenses} made)`),
  );
  const nullifier = choices.pick(
    `${eye}: shown as`,
    [undefined, ...NULLIFIERS],
    ["an ordinary shipment", ...UNIT_NAMES],
  );
  return { billed: { from, eye }, ...(nullifier && { nullifier }) };
}

/** Makes a sale that the cheat chooses, and asks the insurer. Gives what each lens paid for was copied from, null when it is not paid. */
function sell(
  choices: Choices,
  secret: Uint8Array,
  made: readonly Made[],
  shipments: ReadonlyMap<Made, Receipt>,
  ledger: Ledger,
): readonly Made[] | null {
  const id = choices.pick("dossier id", IDS, ID_NAMES);
  const eyes = choices.pick("bill", EYE_SETS);
  if (eyes.some((eye) => !made.some(({ codeSalts }) => codeSalts[eye]))) return null;
  const shown = Object.fromEntries(eyes.map((eye) => [eye, showEye(choices, eye, made)])) as { [E in Eye]?: Shown };
  const sale: Sale = {
    id,
    secret,
    eyes: Object.fromEntries(eyes.map((eye) => [eye, (shown[eye] as Shown).billed])),
    priceCents: 5000,
  };
  const anchored = (stage: "quote" | "order" | "invoice") => ledger.anchor(ledger.seal(STORE, state(sale, stage)));
  const receipts = [anchored("quote"), anchored("order")];
  ledger.now += DAY / 2;
  const stock: { [E in Eye]?: Presented } = {};
  for (const eye of EYES) {
    const one = shown[eye];
    if (!one) continue;
    const receipt = shipments.get(one.billed.from) as Receipt;
    if (one.nullifier) {
      ledger.use(STORE.party, stockMarker(one.nullifier), stockTag(id, one.nullifier, eye));
      stock[eye] = { nullifier: one.nullifier, receipt };
    } else if (!receipts.includes(receipt)) receipts.push(receipt);
  }
  receipts.push(anchored("invoice"));
  const facts = ledger.facts();
  const { conform, invoice } = assess(
    certify(sale, receipts, facts.chain, stock),
    claimOf(sale),
    facts,
    DEFAULT_POLICY,
    { party: INSURER.party },
    BACKEND,
  );
  if (!conform || !invoice) return null;
  const isPaid = ledger.settle(BACKEND.settlementMarker(id), BACKEND.settlementTag(id, invoice), 1, INSURER.party);
  return isPaid ? eyes.map((eye) => (shown[eye] as Shown).billed.from) : null;
}

/**
 * Two dossiers and one lens: an optician asks an honest lens maker for a lens or two, chooses ids, secrets and nullifiers, copies
 * the maker's commitments into statements of its own, and presents what it likes. Counts what is paid against what was made.
 */
export function playLenses(choices: Choices): LensesPlayed {
  const ledger = newLedger();
  const made = askForLenses(choices);
  const total = made.reduce((sum, { lenses }) => sum + lenses, 0);
  const shipments = new Map(made.map((one) => [one, ledger.anchor(ledger.seal(MAKER, one.statement))]));
  const billed: Made[] = [];
  for (const secret of SALES) {
    const paid = sell(choices, secret, made, shipments, ledger);
    if (!paid) break; // A sale that is not paid gains nothing: whatever comes after it is another play.
    billed.push(...paid);
    if (billed.length > total) break;
  }
  return { made: total, billed: billed.length, violated: violationsOf(made, billed) };
}

/** Each lens supports one eye of one settled dossier: those of a shipment (C4), and a unit of stock (C5). */
function violationsOf(made: readonly Made[], billed: readonly Made[]): string[] {
  const isOverbilled = (one: Made) => billed.filter((other) => other === one).length > one.lenses;
  const over = made
    .filter(isOverbilled)
    .map(({ isStock }) =>
      isStock
        ? "C5: a unit of stock is billed more than once"
        : "C4: more lenses of a shipment are billed than were made",
    );
  return [...new Set(over)];
}
