import { hkdfSync } from "node:crypto";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { openDossier, stateEquipment } from "../../src/parties/index.js";
import { fromHex, toBigInt, toHex, word } from "../../src/protocol/bytes.js";
import {
  type AspectName,
  type AspectValues,
  claimTicket,
  commit,
  FIELD_ORDER,
  type Hex,
  orderTicket,
} from "../../src/protocol/index.js";
import { FILE } from "../../testing/dossiers.js";
import type { Count } from "./count.js";

const LABELS = [
  "dossier-id",
  "insurer-secret",
  "payer-secret/1",
  "payer-secret/2",
  "claim-secret/1",
  "claim-secret/2",
  "code-secret",
  "eye-secret/right",
  "eye-secret/left",
  "salt/reference",
  "salt/billing",
  "salt/frame",
  "salt/payer",
  "salt/code/right",
  "salt/code/left",
  "salt/lens",
  "salt/order",
  "salt/prescription",
];
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The bytes of a ticket, read without the project's reader. */
function payloadOf(ticket: string): Uint8Array {
  const bits = [...ticket.slice(5)].map((one) => CROCKFORD.indexOf(one).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from({ length: Math.floor(bits.length / 8) }, (_, i) =>
    Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2),
  );
}

/** Every salt that who holds these bytes could try: each part as a salt, and each label derived from each part. */
function guesses(held: readonly Uint8Array[]): Hex[] {
  const parts = held.flatMap((bytes) =>
    [24, 32].flatMap((size) =>
      Array.from({ length: Math.max(0, bytes.length - size + 1) }, (_, at) => bytes.subarray(at, at + size)),
    ),
  );
  const derived = parts.flatMap((part) =>
    LABELS.flatMap((label) => {
      const long = new Uint8Array(hkdfSync("sha256", part, new Uint8Array(), `clairevoie/1/${label}`, 48));
      return [toHex(long.subarray(0, 32)), toHex(word(toBigInt(long) % FIELD_ORDER))];
    }),
  );
  return [...parts.filter(({ length }) => length === 32).map(toHex), ...derived];
}

/** The true values of the aspects, so that one right salt is enough: harder for the protocol than any enumeration. */
const TRUTH: Partial<AspectValues> = {
  reference: FILE.reference,
  billing: FILE.billing,
  ...(FILE.frame && { frame: FILE.frame }),
  ...(FILE.payers?.[0] && { payerFirst: FILE.payers[0] }),
  ...(FILE.eyes.right && {
    codeRight: FILE.eyes.right.code,
    lensRight: FILE.eyes.right.lens,
    prescriptionRight: FILE.eyes.right.prescription,
  }),
  ...(FILE.eyes.left && {
    codeLeft: FILE.eyes.left.code,
    lensLeft: FILE.eyes.left.lens,
    prescriptionLeft: FILE.eyes.left.prescription,
  }),
};

/** Tries to open aspects with what someone holds, knowing the true value. Prescriptions, slow to commit, with fewer salts. */
function tryToOpen(secret: Uint8Array, held: readonly Uint8Array[], hidden: readonly AspectName[]): Count {
  const dossier = openDossier(secret);
  const said = [stateEquipment(dossier, "quote", FILE), stateEquipment(dossier, "invoice", FILE)];
  const published = [...said.flatMap(({ aspects }) => Object.values(aspects)), dossier.id].map((hex) =>
    fromHex(hex as Hex),
  );
  const salts = guesses([...held, ...published]);
  let [attempts, successes] = [0, 0];
  for (const aspect of hidden) {
    const value = TRUTH[aspect];
    const stated = said.map(({ aspects }) => aspects[aspect]);
    const isPoseidon = aspect.startsWith("prescription");
    for (const [i, salt] of value ? salts.entries() : []) {
      if (isPoseidon && (BigInt(salt) >= FIELD_ORDER || i % 8 !== 0)) continue;
      attempts++;
      if (stated.includes(commit(aspect, salt, value as AspectValues[typeof aspect]))) successes++;
    }
  }
  return { attempts, successes };
}

/** The control: what a lens maker may open, this attack must open, or its failures would mean nothing. */
export function openWithOrderTicket(seed: string): Count {
  const secret = secretOf(seed, 0);
  const held = [payloadOf(orderTicket(secret, ["right", "left"]))];
  return tryToOpen(secret, held, ["lensRight", "lensLeft", "codeRight", "codeLeft"]);
}

const ALL = Object.keys(TRUTH) as AspectName[];
const secretOf = (seed: string, run: number) => sha256(utf8ToBytes(`${seed}/${run}`));

/** What is published opens nothing. */
export function attackHiding(seed: string, run: number): Count {
  return tryToOpen(secretOf(seed, run), [], ALL);
}

/** A maker of the right lens opens nothing of the insurer, the bill or the other eye; who carries a claim ticket, nothing at all. */
export function attackSeparation(seed: string, run: number): Count {
  const secret = secretOf(seed, run);
  const hiddenFromMaker: AspectName[] = ["reference", "payerFirst", "billing", "frame", "codeLeft", "lensLeft"];
  const maker = tryToOpen(secret, [payloadOf(orderTicket(secret, ["right"]))], hiddenFromMaker);
  const carrier = tryToOpen(secret, [payloadOf(claimTicket(secret, 1))], ALL);
  return { attempts: maker.attempts + carrier.attempts, successes: maker.successes + carrier.successes };
}

/** Once the secret is destroyed, another dossier's secret, or the same with one bit changed, opens nothing. */
export function attackErasure(seed: string, run: number): Count {
  const secret = secretOf(seed, run);
  const near = secret.map((byte, i) => (i === run % 32 ? byte ^ (1 << (run % 8)) : byte));
  return tryToOpen(secret, [near, secretOf(seed, run + 1)], ALL);
}
