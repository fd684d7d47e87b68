import type { AuditRecord } from "./record.js";

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

/** What some records count to. Those of several blocks are put together. */
export interface Counts {
  lines: number;
  unreadable: number;
  readonly total: Count;
  readonly findings: Map<string, number>;
  readonly stores: Map<string, Count>;
  readonly months: Map<string, Count>;
  first: number;
  last: number;
}

/** Sums up records: what it holds grows with stores, not with lines. */
export interface Tally {
  readonly counts: Counts;
  add(record: AuditRecord): void;
  /** Adds what others counted. */
  merge(counts: Counts): void;
  summary(): AuditSummary;
}

const UNKNOWN = "unknown";

/**
 * Begins a sum.
 *
 * @example
 * ```ts
 * import { parseAuditRecord, startTally } from "clairevoie/audit";
 * const tally = startTally();
 * const record = parseAuditRecord(text);
 * if (record) tally.add(record);
 * ```
 */
export function startTally(): Tally {
  const counts: Counts = {
    ...{ lines: 0, unreadable: 0, total: noCount(), first: Number.POSITIVE_INFINITY, last: 0 },
    ...{ findings: new Map(), stores: new Map(), months: new Map() },
  };
  return {
    counts,
    add(record) {
      counts.lines++;
      if ("unreadable" in record) {
        counts.unreadable++;
        return;
      }
      const { block, findings, store = UNKNOWN, month = UNKNOWN, conform, justified } = record;
      counts.first = Math.min(counts.first, block);
      counts.last = Math.max(counts.last, block);
      for (const code of findings) counts.findings.set(code, (counts.findings.get(code) ?? 0) + 1);
      const one = { judged: 1, conform: conform ? 1 : 0, justified: justified ? 1 : 0 };
      for (const count of [counts.total, countOf(counts.stores, store), countOf(counts.months, month)]) {
        increase(count, one);
      }
    },
    merge({ lines, unreadable, total, findings, stores, months, first, last }) {
      counts.lines += lines;
      counts.unreadable += unreadable;
      counts.first = Math.min(counts.first, first);
      counts.last = Math.max(counts.last, last);
      increase(counts.total, total);
      for (const [code, found] of findings) counts.findings.set(code, (counts.findings.get(code) ?? 0) + found);
      for (const [store, count] of stores) increase(countOf(counts.stores, store), count);
      for (const [month, count] of months) increase(countOf(counts.months, month), count);
    },
    summary: () => ({
      format: "clairevoie-audit/1",
      lines: counts.lines,
      unreadable: counts.unreadable,
      total: { ...counts.total },
      findings: Object.fromEntries([...counts.findings].sort(([a, n], [b, m]) => m - n || a.localeCompare(b))),
      stores: Object.fromEntries(
        [...counts.stores].sort(([a, one], [b, two]) => against(two) - against(one) || a.localeCompare(b)),
      ),
      months: Object.fromEntries([...counts.months].sort(([a], [b]) => a.localeCompare(b))),
      blocks: counts.last === 0 ? null : { first: counts.first, last: counts.last },
    }),
  };
}

const noCount = (): Count => ({ judged: 0, conform: 0, justified: 0 });

function countOf(counts: Map<string, Count>, key: string): Count {
  const count = counts.get(key) ?? noCount();
  counts.set(key, count);
  return count;
}

function increase(count: Count, by: Readonly<Count>): void {
  count.judged += by.judged;
  count.conform += by.conform;
  count.justified += by.justified;
}

/** How many do not conform: those to look at first. */
const against = ({ judged, conform }: Count) => judged - conform;
