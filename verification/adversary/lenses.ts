import { type Eye, type Hex, type Receipt, stockMarker, stockNullifier, stockTag } from "../../src/protocol/index.js";
import type { Choices } from "./choices.js";
import { isPayable, judge, unverifiable } from "./judge.js";
import { BACKEND, hashed, type Ledger } from "./ledger.js";
import { reachedBy } from "./times.js";
import {
  AFFILIATE,
  certify,
  claimOf,
  copied,
  DAY,
  DOSSIER_SECRETS,
  grantOf,
  honest,
  INSURER,
  INVENTED,
  MAKER,
  type Made,
  newLedger,
  OUTSIDE,
  renamed,
  type Sale,
  SECOND,
  STORE,
  settlerOf,
  ship,
  shipStock,
  splitOf,
  state,
  UNITS,
  type Unit,
  unitOf,
  type Written,
  written,
} from "./trade.js";

/** What a play of lenses came to. */
export interface LensesPlayed {
  readonly made: number;
  /** Lenses that were paid, and are said to be made. */
  readonly billed: number;
  /** Names of the inequalities of property 11 that do not hold. */
  readonly violated: readonly string[];
  readonly reached: string;
}

const [FIRST, SECONDARY] = DOSSIER_SECRETS as [Uint8Array, Uint8Array];
const SALES = [FIRST, SECONDARY];
/** Of lenses that nobody made: no ticket has it. */
const NOBODYS = DOSSIER_SECRETS[2] as Uint8Array;
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
    "one order of the affiliated maker",
  ]);
  const made: Made[] = [];
  if (kind.includes("order")) {
    const dossier = choices.pick("order: dossier id", IDS, ID_NAMES);
    const eyes = choices.pick("order: eyes", EYE_SETS);
    const secretOf = (eye: Eye) =>
      choices.pick(
        `order: ${eye} secret`,
        [honest.eye(FIRST, eye), ...UNIT_SECRETS.slice(0, 2)],
        ["the eye's", ...UNIT_NAMES],
      );
    const codeSecret = choices.pick(
      "order: code secret",
      [honest.code(FIRST), INVENTED],
      ["the dossier's", "invented"],
    );
    const maker = kind.endsWith("affiliated maker") ? AFFILIATE : MAKER;
    made.push(ship({ dossier, eyes: Object.fromEntries(eyes.map((eye) => [eye, secretOf(eye)])), codeSecret, maker }));
  }
  const units = kind === "two stock lenses" ? UNITS : kind.includes("stock") ? UNITS.slice(0, 1) : [];
  return [...made, ...units.map(shipStock)];
}

const NAMED = [undefined, OUTSIDE, SECOND];
const NAMES = ["as the lens maker named itself", "a maker that takes no part", "another maker"];
const SHOWN = [undefined, ...NULLIFIERS, "own", "none"] as const;
const SHOWN_NAMES = ["an ordinary shipment", ...UNIT_NAMES, "a shipment of the store's own", "nothing"];

/** How the lens that is billed for an eye is written, and what is shown for it. */
interface Billed {
  readonly lens: Written;
  readonly shown: (typeof SHOWN)[number];
  /** A stock lens is consumed on chain. */
  readonly isUsed: boolean;
}

function showEye(choices: Choices, secret: Uint8Array, eye: Eye, made: readonly Made[]): Billed {
  const candidates = [...made.filter(({ eyes }) => eyes[eye]), undefined];
  const from = choices.pick(
    `${eye}: lens of`,
    candidates,
    candidates.map((one, i) => (one ? `shipment ${i + 1} (${one.lenses} made)` : "nobody")),
  );
  const named = choices.pick(`${eye}: made by`, NAMED, NAMES);
  // Of a lens that nobody made there is nothing to show but what the store states itself.
  const shown = from
    ? choices.pick(`${eye}: shown as`, SHOWN, SHOWN_NAMES)
    : choices.pick(`${eye}: shown as`, ["own", "none"] as const, SHOWN_NAMES.slice(-2));
  const lens = from ? copied(from, eye) : written(NOBODYS, eye, MAKER);
  const isUsed = shown?.startsWith("0x") === true && choices.pick(`${eye}: uses the unit`, [true, false]);
  return { lens: named ? renamed(lens, secret, eye, named) : lens, shown, isUsed };
}

/** What was paid of a sale: each lens that is said to be made, as it was written. */
type Paid = readonly Written[];

/** Makes a sale that the cheat chooses, and asks the insurer. Null when it is not paid. */
function sell(
  choices: Choices,
  secret: Uint8Array,
  made: readonly Made[],
  shipments: ReadonlyMap<Made, Receipt>,
  ledger: Ledger,
  reached: string[],
): Paid | null {
  const opening = choices.pick(
    "opens",
    [
      honest.opening(FIRST),
      honest.opening(SECONDARY),
      { ...honest.opening(FIRST), settler: honest.opening(SECONDARY).settler },
    ],
    ["the first secret's", "the second secret's", "the first seed with the second settler"],
  );
  const id = choices.pick("dossier id", IDS, ID_NAMES);
  const eyes = choices.pick("bill", EYE_SETS);
  const billed: { [E in Eye]?: Billed } = {};
  for (const eye of eyes) billed[eye] = showEye(choices, secret, eye, made);
  const written: { [E in Eye]?: Written } = {};
  for (const eye of eyes) written[eye] = billed[eye]?.lens as Written;
  const sale: Sale = { opening, id, secret, eyes: written, priceCents: 5000 };
  const anchored = (stage: "quote" | "order" | "shipment" | "invoice") =>
    ledger.anchor(ledger.seal(STORE, state(sale, stage)));
  const receipts = [anchored("quote"), anchored("order")];
  ledger.now += DAY / 2;
  const stock: { [E in Eye]?: Unit } = {};
  let hasOwn = false;
  for (const eye of eyes) {
    const { lens, shown, isUsed } = billed[eye] as Billed;
    if (shown === "none") continue;
    if (shown === "own") {
      if (!hasOwn) receipts.push(anchored("shipment"));
      hasOwn = true;
      continue;
    }
    const receipt = shipments.get(lens.from as Made) as Receipt;
    if (shown !== undefined) {
      if (isUsed) ledger.use(STORE.party, stockMarker(shown), stockTag(id, shown, eye));
      stock[eye] = { nullifier: shown, receipt };
    } else if (!receipts.includes(receipt)) receipts.push(receipt);
  }
  const invoice = anchored("invoice");
  receipts.push(invoice);
  const settler = settlerOf(opening.settler === honest.opening(FIRST).settler ? FIRST : SECONDARY);
  const tag = BACKEND.settlementTag(id, hashed(invoice.statement), splitOf(sale));
  const granted = grantOf(settler, opening.settler, tag);
  const verdict = judge({
    certificate: certify(sale, receipts, { stock, grant: granted.shown }),
    claim: claimOf(sale),
    facts: ledger.facts(),
    insurer: { party: INSURER.party },
  });
  reached.push(reachedBy(verdict));
  if (!isPayable(verdict)) return null;
  const [outcome] = ledger.settle(INSURER, [granted.presented]);
  if (outcome !== "settled") return null;
  const outside = unverifiable(verdict);
  return eyes.filter((eye) => !outside.includes(eye)).map((eye) => written[eye] as Written);
}

/**
 * Two dossiers and one lens: an optician asks an honest lens maker for a lens or two, chooses ids, openings, secrets, nullifiers and
 * names, copies the maker's commitments into statements of its own, and presents what it likes. Counts what is paid against what was made.
 */
export function playLenses(choices: Choices): LensesPlayed {
  const ledger = newLedger();
  const made = askForLenses(choices);
  const total = made.reduce((sum, { lenses }) => sum + lenses, 0);
  const shipments = new Map(made.map((one) => [one, ledger.anchor(ledger.seal(one.maker, one.statement))]));
  const billed: Written[] = [];
  const reached: string[] = [];
  for (const secret of SALES) {
    const paid = sell(choices, secret, made, shipments, ledger, reached);
    if (!paid) break; // A sale that is not paid gains nothing: whatever comes after it is another play.
    billed.push(...paid);
    if (billed.length > total) break;
  }
  return { made: total, billed: billed.length, violated: violationsOf(made, billed), reached: reached.join(", then ") };
}

/** Each lens that is paid is one that was made (C3), by the maker named (C8), and supports one eye of one dossier (C4, C5). */
function violationsOf(made: readonly Made[], billed: Paid): string[] {
  const violated = new Set<string>();
  for (const { from, named } of billed) {
    if (!from) violated.add("C3: a lens is paid that nobody made");
    else if (named?.identifier !== from.maker.identifier)
      violated.add("C8: a lens of one maker is paid under another's name");
  }
  for (const one of made) {
    if (billed.filter(({ from }) => from === one).length <= one.lenses) continue;
    violated.add(
      one.isStock
        ? "C5: a unit of stock is billed more than once"
        : "C4: more lenses of a shipment are billed than were made",
    );
  }
  return [...violated];
}
