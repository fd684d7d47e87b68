import { toHex } from "../../src/protocol/bytes.js";
import {
  type Asker,
  CORRECTION_REASONS,
  commit,
  DEFAULT_POLICY,
  dossierSeed,
  type Evidence,
  EYES,
  type Eye,
  eyeSalt,
  eyeSecret,
  type GrantShown,
  type Hex,
  hashStatement,
  MOST_RECEIPTS,
  ofEye,
  type Policy,
  type Receipt,
  type StockOpening,
  settlementTag,
  settlerAddress,
  settlerKey,
  signGrant,
  ZERO,
} from "../../src/protocol/index.js";
import { type Chance, chance } from "../../testing/chance.js";
import { distort, type Store } from "../../testing/distortions.js";
import { drawProofs, type OddProofs, type proveHonestly } from "../../testing/odd-proofs.js";
import { MAKERS, type OddWorld, type Pooled, SPLIT } from "../../testing/odd-world.js";

const DAY = 86_400;
const REASONS = CORRECTION_REASONS.filter((reason) => reason !== "none");

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const NOBODY: Hex = `0x${"00".repeat(20)}`;
/** Names that nobody bears, another's, and what is no identifier. */
const IDENTIFIERS = ["555666775", "FR-MF-000012345", "12345678200010", "lower", "A".repeat(40), "A B", ""];

/** What is judged, and by whom. */
export interface Question {
  readonly evidence: Evidence;
  readonly policy: Policy;
  readonly asker: Asker;
  /** What is proven, and what is asked of it; absent where only the receipts are judged. */
  readonly proven?: OddProofs;
}

/** Receipts as they are drawn, before it is drawn what else the certificate opens. */
interface Drawn {
  readonly receipts: readonly Receipt[];
  readonly openings: readonly StockOpening[];
  readonly policy: Policy;
  readonly asker: Asker;
  /** Nothing else is wrong with it. */
  readonly isTame?: boolean;
}

type Honest = Awaited<ReturnType<typeof proveHonestly>>;

/** Draws questions about a world, each from its seed and its number alone. */
export class Questions {
  readonly #world: OddWorld;
  /** Time of the world's newest block. */
  readonly #now: number;
  readonly #honest: Honest;

  /** @param honest What is proven of the first dossiers. */
  constructor(world: OddWorld, now: number, honest: Honest) {
    this.#world = world;
    this.#now = now;
    this.#honest = honest;
  }

  async draw(seed: string, run: number): Promise<Question> {
    const drawn = await this.#drawReceipts(seed, run);
    const drawing = chance(`${seed}/${run}/proofs`);
    const [first] = drawn.receipts;
    const number = this.#world.dossiers.findIndex(({ id }) => id === first?.statement.dossier);
    const evidence = this.#open(drawn, number, chance(`${seed}/${run}/openings`));
    const question: Question = { evidence, policy: drawn.policy, asker: drawn.asker };
    if (drawing.next() >= (number >= 0 && number < this.#honest.length ? 0.9 : 0.1)) return question;
    return { ...question, proven: drawProofs(drawing, this.#honest, number, drawing.next() < 0.4) };
  }

  /** What a certificate of these receipts opens: mostly what is true; else what a cheat may choose. */
  #open({ receipts, openings, asker, isTame }: Drawn, number: number, drawing: Chance): Evidence {
    const { dossiers } = this.#world;
    const own = dossiers[number] ?? drawing.pick(dossiers);
    const isOdd = (often: number) => !isTame && drawing.next() < often;
    const secret = isOdd(0.04) ? drawing.pick(dossiers).secret : own.secret;
    const honest = { seed: dossierSeed(secret), settler: settlerAddress(secret) };
    const dossier = isOdd(0.03)
      ? drawing.pick([
          { ...honest, seed: toHex(drawing.bytes("seed")) },
          { ...honest, settler: drawing.pick([NOBODY, settlerAddress(drawing.pick(dossiers).secret)]) },
        ])
      : honest;
    const makers: { [E in Eye]?: { readonly salt: Hex; readonly identifier: string } } = {};
    for (const eye of EYES) {
      if (isOdd(0.04)) continue;
      const unit = own.stock?.[eye];
      const salt = eyeSalt(unit ?? eyeSecret(own.secret, eye), "maker");
      makers[eye] = {
        salt: isOdd(0.03) ? drawing.pick([ZERO, toHex(drawing.bytes("salt"))]) : salt,
        identifier: isOdd(0.06) ? drawing.pick(IDENTIFIERS) : namedBy(receipts, eye, salt),
      };
    }
    const invoices = receipts.filter(({ statement }) => statement.stage === 3);
    const grant =
      invoices.length > 0 && !isOdd(0.25) ? this.#grant(secret, invoices, asker, drawing, isOdd) : undefined;
    return { dossier, receipts, stock: openings, makers, ...(grant && { grant }) };
  }

  #grant(
    secret: Uint8Array,
    invoices: readonly Receipt[],
    { insurer = ZERO, rank = 1, split }: Asker,
    drawing: Chance,
    isOdd: (often: number) => boolean,
  ): GrantShown {
    const { chainId, settlementRegistry, partyRegistry } = this.#world.chain.suite.reference;
    const { statement } = isOdd(0.1) ? drawing.pick(invoices) : (invoices[0] as Receipt);
    const given = {
      insurer: isOdd(0.05) ? drawing.pick(this.#world.insurers).party : insurer,
      tag: settlementTag(isOdd(0.03) ? ZERO : statement.dossier, hashStatement(statement), split),
      rank: isOdd(0.05) ? drawing.pick([1, 2] as const) : rank,
      round: drawing.pick([0, 0, 0, 1, 2]),
    };
    const domain = { chainId, verifyingContract: isOdd(0.04) ? partyRegistry : settlementRegistry };
    const signature = signGrant(settlerKey(secret), domain, given);
    const { r, s, v } = { r: signature.slice(2, 66), s: signature.slice(66, 130), v: signature.slice(130) };
    const twin = (ORDER - BigInt(`0x${s}`)).toString(16).padStart(64, "0");
    const odd = drawing.pick<Hex>([
      `0x${r}${twin}${v === "1b" ? "1c" : "1b"}`,
      `0x${r}${s}${v === "1b" ? "00" : "01"}`,
      `0x${"00".repeat(65)}`,
      `0x${s}${r}${v}`,
    ]);
    const round = isOdd(0.05) ? given.round + 1 : given.round;
    const shownTo = isOdd(0.04) ? drawing.pick(this.#world.insurers).party : given.insurer;
    return { insurer: shownTo, round, signature: isOdd(0.05) ? odd : signature };
  }

  /** One in four as it should be, one in three with one thing wrong, the others with whatever comes. */
  async #drawReceipts(seed: string, run: number): Promise<Drawn> {
    const drawing = chance(`${seed}/${run}`);
    const draw = drawing.next();
    if (draw < 0.25) return this.#drawTame(drawing);
    return draw < 0.6 ? this.#drawNear(drawing) : this.#drawWild(drawing);
  }

  /** As the first dossiers are, before anything is done to them. */
  #drawTame(drawing: Chance): Drawn {
    const { shown } = this.#drawUsed(drawing, true);
    const receipts = this.#stockLast(shown.map(({ receipt }) => receipt));
    return {
      receipts,
      openings: this.#unitsOf(receipts).slice(0, 2),
      policy: { ...DEFAULT_POLICY, acceptOwnSettlement: drawing.next() < 0.5 },
      asker: this.#drawAsker(drawing),
      isTame: true,
    };
  }

  /** A dossier that may well conform: what was withdrawn comes with what replaced it. Then one thing is changed, or two. */
  async #drawNear(drawing: Chance): Promise<Drawn> {
    const { pool, dossiers, insurers } = this.#world;
    const number = drawing.whole(0, dossiers.length - 1);
    const own = pool.filter(({ dossier }) => dossier === number);
    const shown = own.filter(({ isBase }) => isBase).flatMap((base) => this.#withReplacement(base, own, drawing));
    const policy = { ...DEFAULT_POLICY, toleranceSeconds: 3 * DAY, acceptOwnSettlement: drawing.next() < 0.5 };
    let receipts = this.#stockLast(shown.map(({ receipt }) => receipt));
    let question: Drawn = {
      receipts,
      openings: this.#unitsOf(receipts).slice(0, 2),
      policy,
      asker: { rank: drawing.pick([1, 1, 2]), split: SPLIT, insurer: drawing.pick(insurers).party },
    };
    for (let times = drawing.pick([0, 1, 1, 1, 2, 2]); times > 0; times--) {
      const draw = drawing.next();
      if (draw < 0.3) {
        const knob = drawing.pick(["lagSeconds", "toleranceSeconds", "quoteSeconds", "finalitySeconds"] as const);
        const edges = drawing.pick([this.#edgesOf(shown)[knob], [1, 600, DAY]]);
        question = { ...question, policy: tolerant({ ...question.policy, [knob]: near(drawing, edges) }) };
      } else if (draw < 0.4) {
        const reasons = REASONS.filter(() => drawing.next() < 0.5);
        question = { ...question, policy: { ...question.policy, reasons } };
      } else if (draw < 0.5) question = { ...question, asker: this.#drawAsker(drawing) };
      else if (draw < 0.6) question = { ...question, openings: this.#drawOpenings(drawing, question.receipts) };
      else {
        // Openings name places: what is shown changes first, and they are of what is then shown.
        receipts =
          draw < 0.75 ? await distort(receipts, this.#store(drawing, own)) : this.#swapped(receipts, own, drawing);
        receipts = this.#stockLast(receipts);
        question = { ...question, receipts, openings: this.#unitsOf(receipts).slice(0, 2) };
      }
    }
    return question;
  }

  /** One statement more, or one in the place of another of its stage: another's, at another time, with another value. */
  #swapped(receipts: readonly Receipt[], own: readonly Pooled[], drawing: Chance): Receipt[] {
    const { receipt } = drawing.pick(own.filter(({ isBase }) => !isBase));
    if (drawing.next() < 0.4) return [...receipts, receipt];
    const isAlike = ({ statement }: Receipt) => statement.stage === receipt.statement.stage;
    const at = receipts.findIndex(isAlike);
    if (at < 0) return [...receipts, receipt];
    return receipts.map((one, i) => (i === at ? receipt : one));
  }

  /** A statement, and where it was withdrawn what replaced it, link by link; or another of its stage. */
  #withReplacement(one: Pooled, own: readonly Pooled[], drawing: Chance): Pooled[] {
    const { withdrawn } = this.#world;
    const hash = hashStatement(one.receipt.statement);
    if (!withdrawn.has(hash)) return [one];
    const { stage } = one.receipt.statement;
    const alike = own.filter(({ receipt: { statement } }) => statement.stage === stage);
    const later = alike.filter(({ receipt: { statement } }) => statement.supersedes === hash);
    const unwithdrawn = later.filter(({ receipt: { statement } }) => !withdrawn.has(hashStatement(statement)));
    if (later.length > 0) {
      const next = drawing.pick(unwithdrawn.length > 0 ? unwithdrawn : later);
      const both = unwithdrawn.length > 1 && drawing.next() < 0.3 ? unwithdrawn.slice(0, 2) : [next];
      return [one, ...both.flatMap((link) => this.#withReplacement(link, own, drawing))];
    }
    const others = alike.filter(({ receipt: { statement } }) => {
      return statement.supersedes === undefined && !withdrawn.has(hashStatement(statement));
    });
    return others.length > 0 ? [drawing.pick(others)] : [one];
  }

  async #drawWild(drawing: Chance): Promise<Drawn> {
    const { own, shown } = this.#drawUsed(drawing, false);
    const store = this.#store(drawing, own);
    let receipts = shown.map(({ receipt }) => receipt);
    if (drawing.next() < 0.98) receipts = this.#stockLast(receipts);
    for (let times = drawing.pick([0, 0, 0, 1, 1, 2, 4]); times > 0; times--) receipts = await distort(receipts, store);
    if (drawing.next() < 0.01) receipts = Array.from({ length: MOST_RECEIPTS }, () => drawing.pick(store.receipts));
    return {
      receipts,
      openings: this.#drawOpenings(drawing, receipts),
      policy: this.#drawPolicy(drawing, shown),
      asker: this.#drawAsker(drawing),
    };
  }

  #store(drawing: Chance, own: readonly Pooled[]): Store {
    const { chain, signers, pool } = this.#world;
    const receipts = [...own, drawing.pick(pool)].map(({ receipt }) => receipt);
    return { chance: drawing, suite: chain.suite, receipts, signers };
  }

  #drawAsker(drawing: Chance): Asker {
    const rank = drawing.pick([0, 1, 2] as const);
    const split = drawing.next() < 0.8 ? SPLIT : ZERO;
    const insurer = drawing.pick([ZERO, ...this.#world.insurers.map(({ party }) => party)]);
    return { ...(rank && { rank }), ...(insurer !== ZERO && { insurer }), ...(split !== ZERO && { split }) };
  }

  /** Receipts of one dossier, mostly: those that go as they should, and odd ones. */
  #drawUsed(drawing: Chance, isTame: boolean): { readonly own: readonly Pooled[]; readonly shown: readonly Pooled[] } {
    const { pool, dossiers } = this.#world;
    const stocked = pool.filter(({ receipt }) => this.#isOfStock(receipt)).map(({ dossier }) => dossier);
    const number = drawing.next() < 0.15 ? drawing.pick(stocked) : drawing.whole(0, isTame ? 3 : dossiers.length - 1);
    const own = pool.filter(({ dossier }) => dossier === number);
    const shown = own.filter(({ isBase }) => isBase && (isTame || drawing.next() < 0.95));
    for (let more = isTame ? 0 : drawing.pick([0, 0, 1, 2, 3, 6]); more > 0; more--) shown.push(drawing.pick(own));
    const replaced = new Set(shown.map(({ receipt }) => receipt.statement.supersedes));
    if (drawing.next() < 0.7)
      shown.push(...own.filter(({ receipt }) => replaced.has(hashStatement(receipt.statement))));
    // What else replaces the same: a fork.
    const isFork = ({ receipt: { statement } }: Pooled) =>
      statement.supersedes !== undefined && replaced.has(statement.supersedes);
    if (drawing.next() < 0.3) shown.push(...own.filter(isFork));
    if (drawing.next() < 0.1) shown.push(drawing.pick(pool));
    return { own, shown };
  }

  /** The times at which one more second decides, for each limit of a policy. */
  #edgesOf(used: readonly Pooled[]) {
    const positive = (numbers: readonly number[]) => numbers.filter((number) => number > 0);
    const apart = positive(used.flatMap((a) => used.map((b) => a.time - b.time)));
    return {
      lagSeconds: positive(used.map(({ receipt, time }) => time - receipt.batch.issuedAt)),
      toleranceSeconds: apart,
      quoteSeconds: apart,
      finalitySeconds: positive(used.map(({ time }) => this.#now - time)),
    };
  }

  #drawPolicy(drawing: Chance, used: readonly Pooled[]): Policy {
    const edges = this.#edgesOf(used);
    const draw = (knob: keyof typeof edges, usual: number, often: number, ...others: readonly number[]) =>
      drawing.next() < often ? usual : drawing.pick([0, near(drawing, edges[knob]), 2 ** 40, ...others]);
    return tolerant({
      lagSeconds: draw("lagSeconds", 2 * DAY, 0.8, 2 ** 40),
      toleranceSeconds: draw("toleranceSeconds", 2 * DAY, 0.5, 2 ** 52),
      quoteSeconds: draw("quoteSeconds", 365 * DAY, 0.8),
      finalitySeconds: draw("finalitySeconds", 0, 0.85, 60),
      reasons: drawing.next() < 0.6 ? REASONS : REASONS.filter(() => drawing.next() < 0.5),
      acceptOwnSettlement: drawing.next() < 0.5,
      require: [],
    });
  }

  #isOfStock({ statement }: Receipt): boolean {
    return this.#world.units.has(statement.dossier);
  }

  /** What is of stock does not say which dossier it is: it comes last. */
  #stockLast(receipts: readonly Receipt[]): Receipt[] {
    return receipts.toSorted((a, b) => Number(this.#isOfStock(a)) - Number(this.#isOfStock(b)));
  }

  #unitsOf(receipts: readonly Receipt[]): StockOpening[] {
    return receipts.flatMap(({ statement }, receipt) => {
      const unit = this.#world.units.get(statement.dossier);
      return unit ? [{ receipt, ...unit }] : [];
    });
  }

  /** Mostly what is true of the units that are there; a cheat also opens what is none, swaps eyes and makes up units. */
  #drawOpenings(drawing: Chance, receipts: readonly Receipt[]): StockOpening[] {
    const openings = this.#unitsOf(receipts);
    if (drawing.next() < 0.05) {
      const [unit] = this.#world.units.values();
      const receipt = drawing.whole(0, receipts.length);
      openings.push({ receipt, eye: drawing.pick(EYES), nullifier: unit?.nullifier ?? ZERO });
    }
    return openings
      .filter(() => drawing.next() < 0.97)
      .sort(() => drawing.next() - 0.5)
      .slice(0, 2)
      .map((opening) => {
        if (drawing.next() < 0.05) return { ...opening, eye: drawing.pick(EYES) };
        return drawing.next() < 0.03 ? { ...opening, nullifier: toHex(drawing.bytes("unit")) } : opening;
      });
  }
}

/** Whom an order that is shown names as the maker of an eye, under a salt; whoever makes most where it names nobody. */
function namedBy(receipts: readonly Receipt[], eye: Eye, salt: Hex): string {
  const named = receipts.flatMap(({ statement: { stage, aspects } }) =>
    stage === 1 ? [aspects[ofEye("maker", eye)]] : [],
  );
  return (
    MAKERS.find((identifier) => named.includes(commit(ofEye("maker", eye), salt, { identifier }))) ??
    (MAKERS[0] as string)
  );
}

/** A tolerance is at least the lag. */
const tolerant = (policy: Policy): Policy => ({
  ...policy,
  toleranceSeconds: Math.max(policy.toleranceSeconds, policy.lagSeconds),
});

/** A number at an edge, a second before it or after it; never below zero. */
function near(drawing: Chance, edges: readonly number[]): number {
  return Math.max(0, drawing.pick([0, ...edges]) + drawing.pick([0, -1, 1]));
}
