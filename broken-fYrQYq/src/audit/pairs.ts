import type { Pair } from "../fast/workers.js";
import { InputError, parseJson } from "../protocol/index.js";
import type { Line } from "./lines.js";

/** What a line says that no verdict repeats: to be summed up by. */
export interface About {
  /** SIRET of the store that claims. */
  readonly store?: string;
  /** Month in which the invoice's batch says it was signed, UTC, such as 2026-03. */
  readonly month?: string;
}

/** A line as it is judged, or what is wrong with it. */
export type Read =
  | { readonly pair: Pair; readonly about: About }
  | { readonly unreadable: { readonly field: string; readonly reason: string } };

/** Reads `{"certificate": {…}, "claim": {…}}`. The texts are handed on as they stand: only the judge reads them strictly. */
export function readPair({ text }: Line): Read {
  if (text === null) return { unreadable: { field: "line", reason: "is longer than 8100000 bytes" } };
  try {
    const parsed = JSON.parse(text) as { readonly certificate?: unknown; readonly claim?: unknown } | null;
    const pair = sliced(text) ?? strictly(text);
    return { pair, about: { ...storeOf(parsed?.claim), ...monthOf(parsed?.certificate) } };
  } catch (error) {
    if (error instanceof InputError) return { unreadable: { field: error.field, reason: error.reason } };
    return { unreadable: { field: "line", reason: "is not valid JSON (truncated or edited?)" } };
  }
}

const FIRST = '{"certificate":';
const SECOND = ',"claim":';

/** The two texts of a line in its usual shape. Cut elsewhere, one of them is no JSON, and the strict reader decides. */
function sliced(text: string): Pair | undefined {
  const cut = text.lastIndexOf(SECOND);
  if (!text.startsWith(FIRST) || cut < 0 || text.indexOf(SECOND) !== cut) return undefined;
  return { certificate: text.slice(FIRST.length, cut), claim: text.slice(cut + SECOND.length, -1) };
}

function strictly(text: string): Pair {
  const line = parseJson(text, "line", text.length);
  if (typeof line !== "object" || line === null) throw new InputError("line", "must be an object");
  const { certificate, claim, ...others } = line as Record<string, unknown>;
  if (certificate === undefined) throw new InputError("line.certificate", "is needed");
  if (claim === undefined) throw new InputError("line.claim", "is needed");
  const [other] = Object.keys(others);
  if (other !== undefined) throw new InputError("line", `has an unknown field ${JSON.stringify(other.slice(0, 40))}`);
  return { certificate: JSON.stringify(certificate), claim: JSON.stringify(claim) };
}

function storeOf(claim: unknown): About {
  const siret = (claim as { readonly siret?: unknown } | null | undefined)?.siret;
  return typeof siret === "string" && /^\d{14}$/.test(siret) ? { store: siret } : {};
}

interface Stated {
  readonly statement?: { readonly stage?: unknown };
  readonly batch?: { readonly issuedAt?: unknown };
}

function monthOf(certificate: unknown): About {
  const receipts = (certificate as { readonly receipts?: unknown } | null | undefined)?.receipts;
  if (!Array.isArray(receipts)) return {};
  const times = (receipts as (Stated | null)[])
    .filter((receipt) => receipt?.statement?.stage === 3)
    .map((receipt) => receipt?.batch?.issuedAt)
    .filter((time): time is number => Number.isSafeInteger(time) && (time as number) < 250_000_000_000);
  return times.length === 0 ? {} : { month: new Date(Math.max(...times) * 1_000).toISOString().slice(0, 7) };
}
