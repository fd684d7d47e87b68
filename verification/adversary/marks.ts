import type { Hex } from "../../src/protocol/index.js";
import type { Choices } from "./choices.js";
import { type Key, type Ledger, type Outcome, type Presented, remembered } from "./ledger.js";
import {
  DOSSIER_SECRETS,
  grantOf,
  honest,
  INSURER,
  newLedger,
  OTHER_INSURER,
  PLATFORM,
  STORE,
  settlerOf,
} from "./trade.js";

/** What a play of marks came to. */
export interface MarksPlayed {
  readonly violated: readonly string[];
  readonly reached: string;
}

const SECRET = DOSSIER_SECRETS[0] as Uint8Array;
const SETTLER = honest.opening(SECRET).settler;
const TAGS: readonly [Hex, Hex] = [`0x${"a1".repeat(32)}`, `0x${"b2".repeat(32)}`];
const INSURERS = [INSURER, OTHER_INSURER, PLATFORM];
const NAMES = ["the first insurer", "the second", "the platform"];
const THIEF = settlerOf(DOSSIER_SECRETS[1] as Uint8Array);

const granted = remembered(
  (secret: "settler" | "thief", to: Key, tag: Hex, rank: 1 | 2, round: number): Presented =>
    grantOf(secret === "settler" ? settlerOf(SECRET) : THIEF, SETTLER, tag, { to, rank, round }).presented,
  (secret, to, tag, rank, round) => `${secret}${to.party}${tag}${rank}${round}`,
);

/** Shares that were paid and not refunded. */
type Paid = Map<string, number>;

/**
 * One dossier's marks. The optician is a cheat, who grants whatever it likes; or honest, and grants each insurer its own share of the
 * invoice in the round that is current, while the platform hands in whatever it has read.
 */
export function playMarks(choices: Choices): MarksPlayed {
  const ledger = newLedger();
  const isHonest = choices.pick("the optician is", [false, true], ["a cheat", "honest"]);
  const violated = isHonest ? meddle(choices, ledger) : cheat(choices, ledger);
  const { tag, round, ranks } = ledger.facts().settlement(SETTLER);
  return { violated, reached: `${isHonest}${tag === TAGS[0].slice(0, 42)}${round}${ranks[1]}${ranks[2]}` };
}

const ACTS = ["settle", "settle two at once", "release", "move", "suspend", "stop"] as const;
const MOVES = 5;

/** Every grant is to be had. Whoever is told that its share is settled pays, and what is released is refunded. */
function cheat(choices: Choices, ledger: Ledger): string[] {
  const violated = new Set<string>();
  const paid: Paid = new Map();
  const tagsSeen = new Set<Hex>();
  for (let move = 0; move < MOVES; move++) {
    const act = choices.pick("act", ACTS);
    if (act === "stop") break;
    const key = choices.pick("by", INSURERS.slice(0, 2), NAMES);
    if (act === "suspend") {
      ledger.suspend(key.party, true);
      continue;
    }
    const rank = choices.pick("rank", [1, 2] as const);
    if (act === "release") {
      if (ledger.release(key, SETTLER, rank)) give(paid, `${key.party}${rank}`, -1);
      continue;
    }
    const present = () => {
      const { round } = ledger.facts().settlement(SETTLER);
      const of = choices.pick(
        "of round",
        [round, round + 1, round - 1].filter((one) => one >= 0),
      );
      return granted("settler", key, choices.pick("tag", TAGS, ["the invoice", "another"]), rank, of);
    };
    if (act === "move") {
      ledger.move(key, present());
      continue;
    }
    const list = act === "settle" ? [present()] : [present(), present()];
    ledger.settle(key, list).forEach((outcome, i) => {
      if (outcome !== "settled") return;
      give(paid, `${key.party}${rank}`, 1);
      tagsSeen.add((list[i] as Presented).tag);
    });
    check(violated, paid, ledger);
  }
  check(violated, paid, ledger);
  return [...violated];
}

function give(paid: Paid, share: string, amount: number): void {
  paid.set(share, (paid.get(share) ?? 0) + amount);
}

/** C1, C2 and C10: each share is paid by one insurer at most, once, and it is the one that holds the mark. */
function check(violated: Set<string>, paid: Paid, ledger: Ledger): void {
  const { ranks } = ledger.facts().settlement(SETTLER);
  for (const rank of [1, 2] as const) {
    const times = INSURERS.map(({ party }) => paid.get(`${party}${rank}`) ?? 0);
    if (times.some((one) => one > 1 || one < 0)) violated.add("C10: an insurer pays one share twice");
    if (times.filter((one) => one > 0).length > 1) violated.add("C1: two insurers pay one share");
    const holder = INSURERS.findIndex(({ party }) => party === ranks[rank]);
    if ((times[holder] ?? 0) !== (holder < 0 ? 0 : 1) || (holder < 0 && times.some((one) => one > 0))) {
      violated.add("C10: who paid is not who holds the mark");
    }
  }
}

const MEDDLES = ["nothing", "settle", "release", "move", "forge"] as const;

/** Griefing: whatever others hand in, before, between and after, each insurer of an honest dossier settles its own share. */
function meddle(choices: Choices, ledger: Ledger): string[] {
  const [tag, other] = TAGS;
  const owed = [
    { key: INSURER, rank: 1 },
    { key: OTHER_INSURER, rank: 2 },
  ] as const;
  const order = choices.pick("settles first", [owed, owed.toReversed()], ["the first insurer", "the second"]);
  const violated: string[] = [];
  const interfere = () => {
    const act = choices.pick("meddles", MEDDLES);
    if (act === "nothing") return;
    const key = choices.pick(
      "by",
      [PLATFORM, OTHER_INSURER, STORE],
      ["the platform", "the second insurer", "a stranger"],
    );
    if (key === OTHER_INSURER && act === "release") return; // What it releases of its own harms itself.
    const rank = choices.pick("rank", [1, 2] as const);
    if (act === "release") {
      ledger.release(key, SETTLER, rank);
      return;
    }
    const isForged = act === "forge";
    const copied = granted(
      isForged ? "thief" : "settler",
      isForged ? key : choices.pick("copies the grant of", [INSURER, OTHER_INSURER], NAMES),
      isForged ? choices.pick("tag", [tag, other]) : tag,
      isForged ? rank : choices.pick("of rank", [1, 2] as const),
      0,
    );
    // The honest optician signed two grants: each insurer's own.
    const isSigned = owed.some((one) => copied === granted("settler", one.key, tag, one.rank, 0));
    if (!isForged && !isSigned) return;
    if (act === "move") ledger.move(key, copied);
    else if (key === OTHER_INSURER && isSigned)
      return; // That is its own settlement.
    else ledger.settle(key, [{ ...copied, rank: choices.pick("as rank", [copied.rank, rank] as const) }]);
  };
  interfere();
  for (const { key, rank } of order) {
    interfere();
    const [outcome]: readonly Outcome[] = ledger.settle(key, [granted("settler", key, tag, rank, 0)]);
    if (outcome !== "settled") violated.push("griefing: an honest dossier cannot be settled");
  }
  interfere();
  const { ranks } = ledger.facts().settlement(SETTLER);
  if (ranks[1] !== INSURER.party || ranks[2] !== OTHER_INSURER.party)
    violated.push("griefing: a mark is not its insurer's");
  return violated;
}
