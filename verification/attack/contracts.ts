import { isError, recoverAddress, type Signer, type TypedDataField } from "ethers";
import { sealStatements } from "../../src/parties/index.js";
import { receiptsOf } from "../../src/parties/sealing.js";
import { stockOf } from "../../src/parties/stock.js";
import { toHex } from "../../src/protocol/bytes.js";
import { batchDigest, DEFAULT_POLICY, type Hex, hashStatement, rootOf } from "../../src/protocol/index.js";
import { type Chance, chance } from "../../testing/chance.js";
import { openStage, type Stage } from "../../testing/stage.js";
import type { Count } from "./count.js";

/** Tries one thing; true when it came off. */
type Try = (stage: Stage, drawing: Chance) => Promise<boolean>;

const DAY = 86_400;
const FOREVER = 2n ** 64n;
const draw = (drawing: Chance) => toHex(drawing.bytes(`word ${drawing.next()}`));
const addressOf = async (signer: Signer) => (await signer.getAddress()).toLowerCase() as Hex;

/** Whether a call goes through. A contract's own refusal is none; another failure is an error of the attack. */
async function isDone(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    const isRefusal = isError(error, "CALL_EXCEPTION") || (error instanceof Error && error.name === "SolidityError");
    if (isRefusal) return false;
    throw error;
  }
}

/** A round of one of several things to try. */
async function attempt(name: string, tries: readonly Try[], seed: string, round: number): Promise<Count> {
  const stage = await openStage();
  const drawing = chance(`${seed}/${name}/${round}`);
  const one = tries[round % tries.length] as Try;
  const isBroken = await stage.undone(() => one(stage, drawing));
  if (isBroken) console.error(`${name}: attempt ${round % tries.length} came off in round ${round} of seed ${seed}`);
  return { attempts: 1, successes: isBroken ? 1 : 0 };
}

const bytes32 = (name: string): TypedDataField => ({ name, type: "bytes32" });
const TYPES: Readonly<Record<string, TypedDataField[]>> = {
  Withdrawal: [
    bytes32("party"),
    bytes32("statement"),
    { name: "reason", type: "uint8" },
    { name: "signer", type: "address" },
    { name: "deadline", type: "uint256" },
  ],
  KeyConsent: [bytes32("party"), { name: "key", type: "address" }],
  Batch: [{ name: "key", type: "address" }, bytes32("root"), { name: "issuedAt", type: "uint64" }],
  Release: [
    { name: "settler", type: "address" },
    { name: "rank", type: "uint8" },
    { name: "signer", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

/** A signature of something near: the right words under another domain, other words, or another's. */
async function nearMiss(
  stage: Stage,
  drawing: Chance,
  victim: Signer,
  type: string,
  right: Readonly<Record<string, unknown>>,
) {
  const { partyRegistry, withdrawalRegistry, settlementRegistry, anchorRegistry, chainId } =
    stage.chain.suite.reference;
  const own = type === "Withdrawal" ? withdrawalRegistry : type === "Release" ? settlementRegistry : partyRegistry;
  const domain = { name: "Clairevoie", version: "1", chainId, verifyingContract: own };
  const others = [partyRegistry, withdrawalRegistry, settlementRegistry, anchorRegistry].filter((one) => one !== own);
  const otherDomain = drawing.pick([
    { ...domain, chainId: chainId + 1 },
    { ...domain, verifyingContract: drawing.pick(others) },
    { ...domain, version: "2" },
    { ...domain, name: "clairevoie" },
  ]);
  const fields = TYPES[type] ?? [];
  const changed = drawing.pick(fields);
  const near = { ...right, [changed.name]: otherValue(changed.type, right[changed.name], drawing) };
  const sign = (by: Signer, at: typeof domain, value: object) => by.signTypedData(at, { [type]: fields }, value);
  return drawing.pick([
    () => sign(victim, otherDomain, right),
    () => sign(victim, domain, near),
    () => sign(stage.thief, domain, right),
    () => sign(stage.other.signer, domain, right),
    async () => "0x",
    async () => `0x${"00".repeat(65)}`,
    async () => `${(await sign(victim, domain, right)).slice(0, -2)}${drawing.pick(["00", "01", "1d", "ff"])}`,
    async () => stage.receipts[drawing.whole(0, 3)]?.signature ?? "0x",
  ])();
}

function otherValue(type: string, value: unknown, drawing: Chance): unknown {
  if (type === "address") return `0x${draw(drawing).slice(-40)}`;
  return type === "bytes32" ? draw(drawing) : BigInt(String(value)) + 1n;
}

/** Who is not the store: nobody of these acts in its name. */
const strangers = ({ thief, other, maker, insurer, chain }: Stage) => [
  thief,
  other.signer,
  maker.signer,
  insurer.signer,
  chain.funder, // The council, all roles in one.
];

const INTEGRITY: readonly Try[] = [
  // Another's party: keys, control.
  async (stage, drawing) => {
    const { store, chain } = stage;
    const by = drawing.pick(strangers(stage));
    const parties = chain.suite.parties.connect(by);
    const key = await addressOf(by);
    const consent = await by.signTypedData(
      {
        name: "Clairevoie",
        version: "1",
        chainId: chain.suite.reference.chainId,
        verifyingContract: chain.suite.reference.partyRegistry,
      },
      { KeyConsent: TYPES["KeyConsent"] ?? [] },
      { party: store.party, key },
    );
    return isDone(
      drawing.pick([
        () => parties.addKey.staticCall(store.party, key, drawing.pick(["0x", consent])),
        () => parties.revokeKey.staticCall(store.signer),
        () => parties.offerControl.staticCall(store.party, key),
        () => parties.takeControl.staticCall(store.party),
      ])(),
    );
  },
  // What the council alone may do.
  async ({ store, other, maker, insurer, thief, chain }, drawing) => {
    const parties = chain.suite.parties.connect(
      drawing.pick([thief, store.signer, other.signer, maker.signer, insurer.signer]),
    );
    return isDone(
      drawing.pick([
        () => parties.enrol.staticCall(draw(drawing), drawing.pick([1, 3]), thief),
        () => parties.announceMaker.staticCall(["555666775"], thief, 1_767_225_600, 1),
        () => parties.suspend.staticCall(maker.party),
        () => parties.reinstate.staticCall(maker.party),
        () => parties.declareCompromise.staticCall(maker.party, maker.signer, 1_767_225_600),
      ])(),
    );
  },
  // A key that does not agree: that of another party, or one whose consent is of something else.
  async (stage, drawing) => {
    const { store, other, thief, chain } = stage;
    const victim = drawing.pick([store.signer, thief]);
    const key = await addressOf(victim);
    const consent = await nearMiss(stage, drawing, victim, "KeyConsent", { party: other.party, key });
    // The thief's own signature is its consent.
    const isGiven = victim === thief && (await consents(stage, consent, other.party, key));
    return !isGiven && isDone(chain.suite.parties.connect(other.signer).addKey.staticCall(other.party, key, consent));
  },
  // An endorsement by one account for the batch of another.
  async (stage, drawing) => {
    const { chain, store, thief, receipts, conform } = stage;
    const { suite } = chain;
    const shown = await statedBy(stage, store.signer, drawing);
    const digest = batchDigest(
      { chainId: suite.reference.chainId, verifyingContract: suite.reference.partyRegistry },
      shown.batch,
    );
    await (await suite.anchors.connect(drawing.pick([thief, stage.other.signer])).endorse(digest)).wait();
    const claimed = { ...shown, signature: "0x" as Hex, anchorProof: [] };
    const others = receipts.filter(({ statement }) => statement.stage !== claimed.statement.stage);
    return conform([...others, claimed]);
  },
  // A statement of the dossier by whoever has a key, or none, anchored as it should be.
  async (stage, drawing) => {
    const at = drawing.whole(0, 3);
    const statement = stage.statements[at];
    const isOfMaker = at === 2;
    const by = drawing.pick([
      stage.thief,
      stage.insurer.signer,
      stage.chain.funder,
      isOfMaker ? stage.other.signer : stage.maker.signer,
    ]);
    const forged = await stage.anchored(by, statement ? [statement] : []);
    return stage.conform(stage.receipts.flatMap((receipt, i) => (i === at ? forged : [receipt])));
  },
  // In a party's name by a signature that is of something else.
  async (stage, drawing) => {
    const { chain, store, insurer } = stage;
    const { settlements } = chain.suite;
    const stock = stockOf(chain.suite);
    const [marker, tag] = [draw(drawing), draw(drawing)];
    const borrowed = stage.receipts[drawing.whole(0, 3)]?.signature ?? "0x";
    const settler = await addressOf(stage.thief);
    const release = await nearMiss(stage, drawing, insurer.signer, "Release", {
      settler,
      rank: 1,
      signer: await addressOf(insurer.signer),
      nonce: 0n,
      deadline: FOREVER,
    });
    return isDone(
      drawing.pick([
        () =>
          settlements.settleFor.staticCall(
            [{ settler, tag, rank: 1, round: 0, r: draw(drawing), vs: draw(drawing) }],
            insurer.signer,
            FOREVER,
            borrowed,
          ),
        () => settlements.releaseFor.staticCall(settler, 1, insurer.signer, FOREVER, release),
        () => stock.useFor.staticCall([{ marker, tag }], store.signer, FOREVER, borrowed),
      ])(),
    );
  },
];

/** Whether a key did agree to be of a party. */
async function consents({ chain }: Stage, consent: string, party: Hex, key: Hex): Promise<boolean> {
  const digest = await chain.suite.parties.keyConsentDigest(party, key);
  try {
    return recoverAddress(digest, consent).toLowerCase() === key;
  } catch {
    return false;
  }
}

/** One of the dossier's statements, sealed by somebody and not anchored. */
async function statedBy({ chain, statements }: Stage, by: Signer, drawing: Chance) {
  const statement = drawing.pick([0, 1, 3].flatMap((i) => statements[i] ?? []));
  const [receipt] = receiptsOf(await sealStatements(chain.suite, by, [statement]), []);
  if (!receipt) throw new Error("a statement has a receipt");
  return receipt;
}

const TIME: readonly Try[] = [
  // Issued longer ago than the lag allows, or not yet.
  async (stage, drawing) => {
    const now = (await stage.chain.suite.provider.getBlock("latest"))?.timestamp ?? 0;
    const at = drawing.whole(0, 3);
    const statement = stage.statements[at];
    const issuedAt = drawing.pick([
      now - DEFAULT_POLICY.lagSeconds - drawing.whole(0, 90 * DAY),
      now + drawing.whole(2, 30 * DAY),
    ]);
    const by = at === 2 ? stage.maker.signer : stage.store.signer;
    const dated = await stage.anchored(by, statement ? [statement] : [], issuedAt);
    return stage.conform(stage.receipts.flatMap((receipt, i) => (i === at ? dated : [receipt])));
  },
  // Anchored or endorsed again, to be of another time.
  async ({ chain, store, thief, receipts }, drawing) => {
    const { anchors, reference } = chain.suite;
    const receipt = drawing.pick(receipts);
    const digest = batchDigest(
      { chainId: reference.chainId, verifyingContract: reference.partyRegistry },
      receipt.batch,
    );
    const root = rootOf(digest, receipt.anchorProof);
    await (await anchors.connect(store.signer).endorse(digest)).wait();
    const key = await addressOf(store.signer);
    const before = [await anchors.anchoredAt(root), await anchors.endorsedAt(key, digest)];
    await chain.advance(drawing.whole(1, 365 * DAY));
    for (const by of [thief, store.signer]) {
      await (await anchors.connect(by).anchor(root)).wait();
      await (await anchors.connect(by).endorse(digest)).wait();
    }
    return before[0] !== (await anchors.anchoredAt(root)) || before[1] !== (await anchors.endorsedAt(key, digest));
  },
  // Stated by a key that was revoked, compromised or not yet added, as if before.
  async (stage, drawing) => {
    const { chain, store, statements } = stage;
    const now = (await chain.suite.provider.getBlock("latest"))?.timestamp ?? 0;
    const at = drawing.pick([0, 1, 3]);
    const statement = statements[at];
    const key = await addressOf(store.signer);
    if (drawing.next() < 0.5) await store.controller.revokeKey(key);
    else await chain.council.declareCompromise(key, now - drawing.whole(0, DAY));
    const late = await stage.anchored(store.signer, statement ? [statement] : [], now - drawing.whole(0, DAY));
    return stage.conform(stage.receipts.flatMap((receipt, i) => (i === at ? late : [receipt])));
  },
  // Undoing the past: a key that is revoked keeps what it stated, and nobody declares a compromise of before the look-back.
  async (stage, drawing) => {
    const { chain, store } = stage;
    await store.controller.revokeKey(await addressOf(store.signer));
    if (!(await stage.conform(stage.receipts))) return true;
    const { parties } = chain.suite;
    const lookBack = Number(await parties.lookBack());
    await chain.advance(lookBack + 30 * DAY);
    const now = (await chain.suite.provider.getBlock("latest"))?.timestamp ?? 0;
    const from = drawing.pick([now - lookBack - drawing.whole(2, 20 * DAY), now + drawing.whole(1_000, DAY), 0]);
    return isDone(parties.declareCompromise.staticCall(store.party, store.signer, from));
  },
];

const WITHDRAWALS: readonly Try[] = [
  // For another, by whoever.
  async (stage, drawing) => {
    const { chain, store, receipts } = stage;
    const statement = drawing.pick([draw(drawing), ...receipts.map((receipt) => hashStatement(receipt.statement))]);
    const { withdrawals } = chain.suite;
    return isDone(
      withdrawals
        .connect(drawing.pick(strangers(stage)))
        .withdraw.staticCall(store.party, statement, drawing.whole(1, 5)),
    );
  },
  // For another, with a signature that is of something else, or late.
  async (stage, drawing) => {
    const { chain, store, thief } = stage;
    const { withdrawals, reference } = chain.suite;
    const late = drawing.next() < 0.15;
    const right = {
      party: store.party,
      statement: draw(drawing),
      reason: drawing.whole(1, 5),
      signer: await addressOf(store.signer),
      deadline: late ? 1n : FOREVER,
    };
    const domain = {
      name: "Clairevoie",
      version: "1",
      chainId: reference.chainId,
      verifyingContract: reference.withdrawalRegistry,
    };
    const signature = late
      ? await store.signer.signTypedData(domain, { Withdrawal: TYPES["Withdrawal"] ?? [] }, right)
      : await nearMiss(stage, drawing, store.signer, "Withdrawal", right);
    const { party, statement, reason, deadline } = right;
    const call = withdrawals.connect(thief).withdrawFor;
    return isDone(call.staticCall(party, statement, reason, store.signer, deadline, signature));
  },
  // What was withdrawn, hidden: taken back, left out in part, repeated, or replaced by what replaces nothing.
  async (stage, drawing) => {
    const { chain, store, maker, other, receipts } = stage;
    const at = drawing.whole(0, 3);
    const receipt = receipts[at];
    if (!receipt) throw new Error("a stage has its receipt");
    const hash = hashStatement(receipt.statement);
    const party = at === 2 ? maker : store;
    const withdrawals = chain.suite.withdrawals.connect(party.signer);
    await (await withdrawals.withdraw(party.party, hash, drawing.whole(1, 5))).wait();
    await (await withdrawals.withdraw(party.party, hash, drawing.whole(1, 5))).wait();
    const by = drawing.pick([other.signer, stage.thief, at === 2 ? store.signer : maker.signer]);
    const replacement = await stage.anchored(by, [
      { ...receipt.statement, supersedes: hash, reason: drawing.whole(0, 6) },
    ]);
    const unreasoned = await stage.anchored(party.signer, [{ ...receipt.statement, supersedes: hash, reason: 0 }]);
    const shown = [...receipts, ...receipts, ...replacement, ...unreasoned]
      .filter((one) => one === receipt || drawing.next() < 0.8)
      .sort(() => drawing.next() - 0.5);
    return stage.conform(shown);
  },
];

/** Forged signatures, calls in another's name and replays, on the contracts themselves. */
export const attackIntegrityOnChain = (seed: string, round: number) => attempt("integrity", INTEGRITY, seed, round);
/** Back-dating by signature, anchor, endorsement and revocation, on the contracts themselves. */
export const attackTimeOnChain = (seed: string, round: number) => attempt("time", TIME, seed, round);
/** Withdrawals for another, and withdrawals that are to be hidden, on the contracts themselves. */
export const attackWithdrawalsOnChain = (seed: string, round: number) =>
  attempt("withdrawals", WITHDRAWALS, seed, round);
