import { type Fetched, fetchCertificates } from "../gateway/claims.js";
import { CannotTell, type GatewayAddress, isOfClaim, openEnclosed } from "../gateway/index.js";
import { visibleJson } from "../language/visible.js";
import {
  type Certificate,
  type Claim,
  certificateText,
  InputError,
  parseCertificate,
  parseClaim,
  readClaimTicket,
} from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import type { JudgedBlock } from "./judging.js";
import { type Block, LONGEST_LINE, linesOf, type Spare, textOf } from "./lines.js";
import { type AuditRecord, parseAuditRecord } from "./record.js";
import { SHARE_BYTES } from "./shares.js";
import { startTally } from "./summary.js";

/** How lines that carry a claim ticket or an enclosed certificate get to their certificate. */
export interface Opener {
  /** Where tickets lead to; each is asked for what those before it do not have. */
  readonly gateways: readonly GatewayAddress[];
  /** Keys that open enclosed certificates (`openEnclosed`). */
  readonly identities: readonly string[];
  /** Milliseconds between two requests, so that their times follow a clock and not the claims; 0: none. */
  readonly everyMs?: number;
}

/** A ticket has sixteen boxes: so many fill a request of 256. */
const TICKETS_AT_ONCE = 16;
/** What is opened of a block at once: certificates are larger than what leads to them. */
const MOST_OPENED = 2_097_152;
const USUAL = Buffer.from('{"certificate":');

type Closed = { readonly claim: Claim } & ({ readonly ticket: string } | { readonly enclosed: Uint8Array });
/** What takes the place of a line: what is judged, or why it is not. */
type Opened = { readonly text: string } | { readonly record: object };

/** Opens what lines carry closed, and puts what cannot be opened back in its place among the records. */
export class Opening {
  readonly #opener: Opener;
  readonly #held: AuditRecord[][] = [];
  #next = 0;

  constructor(opener: Opener) {
    this.#opener = opener;
  }

  /**
   * The blocks with the certificates that their lines lead to; blocks without closed lines as they are.
   * @throws {CannotTell} when no gateway answers: go on later.
   */
  async *open(blocks: AsyncIterable<Block>, spare: Spare): AsyncGenerator<Block> {
    for await (const block of blocks) {
      const lines = [...linesOf(block)];
      if (!lines.some(({ bytes }) => isClosed(bytes))) {
        this.#held.push([]);
        yield block;
        continue;
      }
      for (let from = 0; from < lines.length; ) {
        const to = endOf(lines, from);
        yield await this.#opened(block.file, lines.slice(from, to));
        from = to;
      }
      spare.give(block.bytes);
    }
  }

  /** What came of the next block, with the lines of it that could not be opened. */
  merge(judged: JudgedBlock): JudgedBlock {
    const held = this.#held.shift() ?? [];
    if (held.length === 0) return judged;
    const none = new Uint8Array(SHARE_BYTES);
    const all = [
      ...judged.records.split("\n").flatMap((text, i) => {
        const record = text === "" ? undefined : (parseAuditRecord(text) as AuditRecord);
        return record ? [{ record, text, share: judged.shares.subarray(i * SHARE_BYTES, (i + 1) * SHARE_BYTES) }] : [];
      }),
      ...held.map((record) => ({ record, text: visibleJson(JSON.stringify(record)), share: none })),
    ].sort((a, b) => a.record.line - b.record.line);
    const shares = new Uint8Array(SHARE_BYTES * all.length);
    const tally = startTally();
    for (const [i, { record, share }] of all.entries()) {
      shares.set(share, i * SHARE_BYTES);
      tally.add(record);
    }
    return { records: `${all.map(({ text }) => text).join("\n")}\n`, shares, counts: tally.counts };
  }

  async #opened(file: string, lines: readonly { readonly number: number; readonly bytes: Buffer }[]): Promise<Block> {
    const closed = lines.map(({ bytes }) => (isClosed(bytes) ? this.#closedIn(bytes) : undefined));
    const fetched = await this.#fetch(closed.filter((one) => one !== undefined && "ticket" in one));
    const held: AuditRecord[] = [];
    const parts: Uint8Array[] = [];
    let next = lines[0]?.number ?? 1;
    for (const [i, { number, bytes }] of lines.entries()) {
      parts.push(Buffer.alloc(number - next, "\n")); // Blank lines keep the numbers.
      next = number + 1;
      const one = closed[i];
      const opened = one && (await this.#openOne(one, fetched));
      if (!one || !opened) parts.push(bytes);
      else if ("text" in opened) parts.push(Buffer.from(opened.text));
      else held.push({ file, line: number, ...opened.record } as AuditRecord);
      parts.push(Buffer.from("\n"));
    }
    this.#held.push(held);
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return { file, first: lines[0]?.number ?? 1, bytes: whole };
  }

  async #openOne(one: Closed | InputError, fetched: ReadonlyMap<Closed, Fetched | CannotTell>): Promise<Opened> {
    if (one instanceof InputError) return { record: { unreadable: { field: one.field, reason: one.reason } } };
    const { claim } = one;
    try {
      const certificate = await this.#certificateOf(one, fetched);
      return { text: `{"certificate":${certificateText(certificate)},"claim":${JSON.stringify(claim)}}` };
    } catch (error) {
      if (!(error instanceof InputError || error instanceof CannotTell)) throw error;
      const { code } = error;
      const reason = error instanceof InputError ? error.reason : error.message;
      return { record: { cannotTell: { code, reason }, store: claim.siret, rank: claim.rank } };
    }
  }

  async #certificateOf(one: Closed, fetched: ReadonlyMap<Closed, Fetched | CannotTell>): Promise<Certificate> {
    if ("ticket" in one) {
      const found = fetched.get(one) ?? new CannotTell("box-empty");
      if (found instanceof CannotTell) throw found;
      return found.certificate;
    }
    const certificate = parseCertificate(await openEnclosed(one.enclosed, this.#opener.identities));
    // Whoever carried it may have put another one in its place.
    if (!isOfClaim(certificate, one.claim)) throw new CannotTell("box-of-another-claim");
    return certificate;
  }

  #closedIn(bytes: Buffer): Closed | InputError | undefined {
    const closed = closedIn(bytes);
    if (closed === undefined || closed instanceof InputError) return closed;
    if (this.#opener.identities.length === 0) return new InputError("line", "enclosed-needs-key");
    const leadsNowhere = "ticket" in closed && this.#opener.gateways.length === 0;
    return leadsNowhere ? new InputError("line.ticket", "ticket-needs-gateway") : closed;
  }

  async #fetch(
    claims: readonly Extract<Closed, { ticket: string }>[],
  ): Promise<ReadonlyMap<Closed, Fetched | CannotTell>> {
    const { gateways, identities } = this.#opener;
    const results = new Map<Closed, Fetched | CannotTell>();
    if (claims.length === 0) return results;
    let hasAnswered = false;
    let away: CannotTell | undefined;
    for (const gateway of gateways) {
      const open = claims.filter((one) => !results.has(one) || results.get(one) instanceof CannotTell);
      if (open.length === 0) break;
      await this.#pause();
      try {
        const found = await fetchCertificates(gateway, open, identities);
        hasAnswered = true;
        for (const [i, one] of open.entries()) results.set(one, found[i] ?? new CannotTell("box-empty"));
      } catch (error) {
        if (!(error instanceof CannotTell)) throw error;
        away = error;
      }
    }
    if (away && !hasAnswered) throw away;
    // What one gateway does not have, the one that is away may have.
    if (away) for (const one of claims) if (isEmpty(results.get(one))) results.set(one, away);
    return results;
  }

  async #pause(): Promise<void> {
    const { everyMs = 0 } = this.#opener;
    const now = Date.now();
    if (this.#next > now) await new Promise((resolve) => setTimeout(resolve, this.#next - now));
    this.#next = Math.max(now, this.#next) + everyMs;
  }
}

const isEmpty = (found: Fetched | CannotTell | undefined) => found instanceof CannotTell && found.code === "box-empty";

/** Whether a line is of another kind than a certificate and a claim: looked at without reading it. */
function isClosed(bytes: Buffer): boolean {
  if (bytes.length > LONGEST_LINE || bytes.subarray(0, USUAL.length).equals(USUAL)) return false;
  return bytes.includes('"ticket"') || bytes.includes('"enclosed"');
}

/** Where the lines end that are opened together: bounded in tickets and in bytes. */
function endOf(lines: readonly { readonly bytes: Buffer }[], from: number): number {
  let [tickets, size, to] = [0, 0, from];
  for (; to < lines.length; to++) {
    const { bytes } = lines[to] as { readonly bytes: Buffer };
    if (isClosed(bytes) && bytes.includes('"ticket"')) tickets++;
    size += bytes.length;
    if (to > from && (tickets > TICKETS_AT_ONCE || size > MOST_OPENED)) break;
  }
  return to;
}

/** Reads `{"ticket": "CVC1-…", "claim": {…}}` or `{"enclosed": "base64", "claim": {…}}`. Nothing of a ticket is in what is wrong. */
function closedIn(bytes: Buffer): Closed | InputError | undefined {
  try {
    const text = textOf(bytes);
    const line = parseJson(text, "line", text.length) as Readonly<Record<string, unknown>> | null;
    if (typeof line !== "object" || line === null || "certificate" in line) return undefined;
    const { claim: given, ticket, enclosed, ...others } = line;
    if (Object.keys(others).length > 0 || (ticket === undefined) === (enclosed === undefined)) return undefined;
    const claim = parseClaim(given);
    if (enclosed === undefined) {
      if (typeof ticket !== "string") throw new InputError("line.ticket", "wrong-type", { type: "text" });
      readClaimTicket(ticket, "line.ticket");
      return { claim, ticket };
    }
    if (typeof enclosed !== "string") throw new InputError("line.enclosed", "wrong-type", { type: "text" });
    return { claim, enclosed: Uint8Array.from(Buffer.from(enclosed, "base64")) };
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
