import { type Certificate, certificateText, InputError, type InsurerCard } from "../protocol/index.js";

/** The library is large, and only who encloses or opens needs it: a page that verifies does not load it. */
const age = () => import("age-encryption");

/** Certificates are padded to whole steps: one size for nearly all of them. Half of it would show an adaptation warranty. */
const STEP_BYTES = 32_768;
/** As many steps as the longest certificate takes. */
const MOST_STEPS = 123;
const NONCE_BYTES = 16;
/** A payload is encrypted in chunks of 64 KiB, each with its tag. */
const CHUNK_BYTES = 65_536;
const TAG_BYTES = 16;

/** Headers with exactly one recipient, character by character as the library writes them; age allows more of them. */
const HEADS = {
  hybrid: /^age-encryption\.org\/v1\n-> mlkem768x25519 [A-Za-z0-9+/]{1494}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n/,
  x25519: /^age-encryption\.org\/v1\n-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n/,
};
type Recipients = keyof typeof HEADS;
const LONGEST_HEAD = 4_096;
const MARK = "age-encryption.org/";
const ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----";

/** A pair of keys of an insurer. */
export interface EnclosingKey {
  /** Opens what is enclosed. Secret: `AGE-SECRET-KEY-PQ-1…`. */
  readonly identity: string;
  /** To whom certificates are enclosed, for the insurer's card: `age1pq1…`. */
  readonly recipient: string;
}

/**
 * Draws the key of an insurer to whom certificates are enclosed: ML-KEM-768 and X25519, of which one may fall.
 *
 * @example
 * ```ts
 * import { drawEnclosingKey } from "clairevoie/gateway";
 * const { identity, recipient } = await drawEnclosingKey(); // keep the identity; the card names the recipient
 * ```
 */
export async function drawEnclosingKey(): Promise<EnclosingKey> {
  const identity = await (await age()).generateHybridIdentity();
  return { identity, recipient: await recipientOf(identity) };
}

/**
 * The recipient of a key, for a card.
 * @throws {InputError} when it is not such a key, which the message does not repeat.
 *
 * @example
 * ```ts
 * import { drawEnclosingKey, recipientOf } from "clairevoie/gateway";
 * const { identity } = await drawEnclosingKey();
 * (await recipientOf(identity)).startsWith("age1pq1"); // true
 * ```
 */
export async function recipientOf(identity: string, what = "key"): Promise<string> {
  const { identityToRecipient } = await age();
  // What the library throws may quote the key.
  const recipient = await identityToRecipient(identity).catch(() => undefined);
  if (!recipient?.startsWith("age1pq1")) throw new InputError(what, "not-enclosing-key");
  return recipient;
}

/**
 * Reads a file of keys as age writes it: a key a line, lines that begin with `#` said to people.
 * @throws {InputError} when it is not a file of keys. The message repeats no part of it.
 *
 * @example
 * ```ts
 * import { parseEnclosingKeys } from "clairevoie/gateway";
 * const identities = parseEnclosingKeys(text);
 * ```
 */
export function parseEnclosingKeys(text: string, what = "key"): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => line !== "" && !line.startsWith("#"));
  const isKey = (line: string) => /^AGE-SECRET-KEY-PQ-1[0-9A-Z]{58}$/.test(line);
  if (keys.length === 0 || keys.length > 64 || !keys.every(isKey)) throw new InputError(what, "not-enclosing-key");
  return keys;
}

/**
 * Encloses a certificate for the insurer of a card: an age file for its recipient alone, padded to a size that nearly all have.
 * Check the card first (`verifyInsurerCard`): whoever can give you another one would open the file. The file does not say who
 * enclosed it.
 * @throws {InputError} when the card names no recipient.
 *
 * @example
 * ```ts
 * import { encloseCertificate } from "clairevoie/gateway";
 * import { verifyInsurerCard } from "clairevoie/parties";
 * const { card } = await verifyInsurerCard(suite, text);
 * const file = await encloseCertificate(certificate, card);
 * ```
 */
export async function encloseCertificate(
  certificate: Certificate,
  { recipient }: Pick<InsurerCard, "recipient">,
): Promise<Uint8Array> {
  if (recipient === undefined) throw new InputError("card.recipient", "card-without-recipient");
  return encloseText(certificateText(certificate), recipient);
}

/**
 * Pads a text with spaces, which JSON reads over, and encloses it. Never compressed: a length would tell of what is in it.
 * @internal
 */
export async function encloseText(text: string, recipient: string): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil(bytes.length / STEP_BYTES) * STEP_BYTES).fill(SPACE);
  if (padded.length > MOST_STEPS * STEP_BYTES) {
    throw new InputError("certificate", "too-large", { limit: MOST_STEPS * STEP_BYTES });
  }
  padded.set(bytes);
  const { Encrypter } = await age();
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new InputError("card.recipient", "recipient-damaged");
  }
  return encrypter.encrypt(padded);
}

const SPACE = 0x20;

/**
 * Whether bytes are an age file, of whichever kind.
 *
 * @example
 * ```ts
 * import { isEnclosed } from "clairevoie/gateway";
 * isEnclosed(new TextEncoder().encode("{}")); // false
 * ```
 */
export function isEnclosed(bytes: Uint8Array): boolean {
  const head = latin(bytes.subarray(0, ARMOUR.length));
  return head.startsWith(MARK) || head === ARMOUR;
}

/**
 * Opens an enclosed certificate wholly, and gives its text: nothing of it is read before all of it is known to be as it was
 * enclosed.
 * @param identities The insurer's keys: the present one, and those before whose files may still come.
 * @param what What errors call the file.
 * @throws {InputError} when it is no enclosed certificate, is not for one of these keys alone, or was changed or cut short.
 *
 * @example
 * ```ts
 * import { drawEnclosingKey, encloseCertificate, openEnclosed } from "clairevoie/gateway";
 * const { identity, recipient } = await drawEnclosingKey();
 * const text = await openEnclosed(await encloseCertificate(certificate, { recipient }), [identity]);
 * ```
 */
export function openEnclosed(file: Uint8Array, identities: readonly string[], what = "certificate"): Promise<string> {
  return openFor(file, identities, what, "hybrid");
}

/**
 * Opens what is enclosed for a recipient of a kind.
 * @internal
 */
export async function openFor(
  file: Uint8Array,
  identities: readonly string[],
  what: string,
  recipients: Recipients,
): Promise<string> {
  requireShape(file, what, recipients);
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  // What the library throws is not given on: it may quote its input.
  const padded = await decrypter.decrypt(file).catch((error: unknown) => {
    const isForOthers = error instanceof Error && error.message.startsWith("no identity matched");
    throw new InputError(what, isForOthers ? "enclosed-for-others" : "enclosed-changed");
  });
  const end = padded.findLastIndex((byte) => byte !== SPACE) + 1;
  if (Math.ceil(end / STEP_BYTES) * STEP_BYTES !== padded.length) throw new InputError(what, "enclosed-otherwise");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(padded.subarray(0, end));
  } catch {
    throw new InputError(what, "enclosed-otherwise");
  }
}

/** Its head names one recipient of the kind, and its length is that of whole steps: nothing follows it. */
function requireShape(file: Uint8Array, what: string, recipients: Recipients): void {
  const head = latin(file.subarray(0, LONGEST_HEAD));
  if (!head.startsWith(MARK)) throw new InputError(what, head.startsWith(ARMOUR) ? "enclosed-in-text" : "not-enclosed");
  const [found] = HEADS[recipients].exec(head) ?? [];
  if (found === undefined) {
    const several = (head.match(/^-> /gm)?.length ?? 0) > 1;
    throw new InputError(what, several ? "enclosed-for-several" : "enclosed-otherwise");
  }
  const steps = Math.floor((file.length - found.length) / STEP_BYTES);
  if (steps > MOST_STEPS) throw new InputError(what, "too-large", { limit: MOST_STEPS * STEP_BYTES });
  if (steps < 1 || file.length !== found.length + payloadBytes(steps)) throw new InputError(what, "enclosed-cut");
}

function payloadBytes(steps: number): number {
  const plain = steps * STEP_BYTES;
  return NONCE_BYTES + plain + Math.ceil(plain / CHUNK_BYTES) * TAG_BYTES;
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
