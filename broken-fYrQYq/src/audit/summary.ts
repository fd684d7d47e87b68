import type { Entry } from "./entry.js";

/** How many were judged, and how they stand. */
export interface Count {
  judged: number;
  conform: number;
  justified: number;
}

/** What an audit found, summed up. `findings` counts certificates, each once for a code. */
export interface AuditSummary {
  readonly format: "clairevoie-audit/1";
  readonly lines: number;
  readonly unreadable: number;
  readonly total: Readonly<Count>;
  readonly findings: Readonly<Record<string, number>>;
  readonly stores: Readonly<Record<string, Readonly<Count>>>;
  readonly months: Readonly<Record<string, Readonly<Count>>>;
  /** First and last block at which facts were read: an audit that was resumed may have several. */
  readonly blocks: { readonly first: number; readonly last: number } | null;
}

/** Sums up entries one by one: what it holds grows with stores, not with lines. */
export interface Tally {
  add(entry: Entry): void;
  summary(): AuditSummary;
}

const UNKNOWN = "unknown";

/** Begins a sum. */
export function startTally(): Tally {
  let [lines, unreadable, first, last] = [0, 0, Number.POSITIVE_INFINITY, 0];
  const total: Count = { judged: 0, conform: 0, justified: 0 };
  const findings = new Map<string, number>();
  const stores = new Map<string, Count>();
  const months = new Map<string, Count>();
  const countOf = (counts: Map<string, Count>, key: string): Count => {
    const count = counts.get(key) ?? { judged: 0, conform: 0, justified: 0 };
    counts.set(key, count);
    return count;
  };
  return {
    add(entry) {
      lines++;
      if ("unreadable" in entry) {
        unreadable++;
        return;
      }
      first = Math.min(first, entry.block);
      last = Math.max(last, entry.block);
      for (const code of entry.findings) findings.set(code, (findings.get(code) ?? 0) + 1);
      for (const count of [total, countOf(stores, entry.store ?? UNKNOWN), countOf(months, entry.month ?? UNKNOWN)]) {
        count.judged++;
        if (entry.conform) count.conform++;
        if (entry.justified) count.justified++;
      }
    },
    summary: () => ({
      format: "clairevoie-audit/1",
      lines,
      unreadable,
      total: { ...total },
      findings: Object.fromEntries([...findings].sort(([a, n], [b, m]) => m - n || a.localeCompare(b))),
      stores: Object.fromEntries(
        [...stores].sort(([a, one], [b, two]) => against(two) - against(one) || a.localeCompare(b)),
      ),
      months: Object.fromEntries([...months].sort(([a], [b]) => a.localeCompare(b))),
      blocks: last === 0 ? null : { first, last },
    }),
  };
}

/** How many do not conform: those to look at first. */
const against = ({ judged, conform }: Count) => judged - conform;
