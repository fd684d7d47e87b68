import type { AuditRecord, JudgedRecord } from "./record.js";

type Outcome = JudgedRecord["outcome"];

/** How many were judged, and to what it came. */
export interface Count {
  judged: number;
  conforming: number;
  justified: number;
  notVerifiable: number;
  pending: number;
  notConforming: number;
}

/** The same, with the part of those judged that is not verifiable: from 0 to 1, to four digits. */
export type Rated = Readonly<Count> & { readonly notVerifiableRate: number };

/** What an audit found, summed up. `findings` counts certificates, each once for a code. */
export interface AuditSummary {
  readonly format: "clairevoie-audit/1";
  readonly lines: number;
  readonly unreadable: number;
  /** Lines whose certificate could not be had. */
  readonly cannotTell: number;
  readonly total: Rated;
  readonly findings: Readonly<Record<string, number>>;
  readonly stores: Readonly<Record<string, Rated>>;
  readonly months: Readonly<Record<string, Rated>>;
  /** By the identifier that the orders name: those with most that is not verifiable first. */
  readonly makers: Readonly<Record<string, Rated>>;
  /** First and last block at which facts were read: an audit that was resumed may have several. */
  readonly blocks: { readonly first: number; readonly last: number } | null;
}

/** What some records count to. Those of several blocks are put together. */
export interface Counts {
  lines: number;
  unreadable: number;
  cannotTell: number;
  readonly total: Count;
  readonly findings: Map<string, number>;
  readonly stores: Map<string, Count>;
  readonly months: Map<string, Count>;
  readonly makers: Map<string, Count>;
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
/** Whoever orders chooses the names of makers: more than these are counted together. */
const MOST_MAKERS = 20_000;
const OTHERS = "others";

const COUNTED: Readonly<Record<Outcome, Exclude<keyof Count, "judged">>> = {
  conforming: "conforming",
  justified: "justified",
  "not-verifiable": "notVerifiable",
  pending: "pending",
  "not-conforming": "notConforming",
};

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
    ...{ lines: 0, unreadable: 0, cannotTell: 0, total: noCount(), first: Number.POSITIVE_INFINITY, last: 0 },
    ...{ findings: new Map(), stores: new Map(), months: new Map(), makers: new Map() },
  };
  return {
    counts,
    add(record) {
      counts.lines++;
      if ("unreadable" in record) counts.unreadable++;
      if ("cannotTell" in record) counts.cannotTell++;
      if (!("outcome" in record)) return;
      const { block, findings, store = UNKNOWN, month = UNKNOWN, makers = [], outcome } = record;
      counts.first = Math.min(counts.first, block);
      counts.last = Math.max(counts.last, block);
      for (const code of findings) counts.findings.set(code, (counts.findings.get(code) ?? 0) + 1);
      const one = { ...noCount(), judged: 1, [COUNTED[outcome]]: 1 };
      increase(counts.total, one);
      increase(countOf(counts.stores, store), one);
      increase(countOf(counts.months, month), one);
      for (const maker of makers) increase(countOf(counts.makers, maker, MOST_MAKERS), one);
    },
    merge({ lines, unreadable, cannotTell, total, findings, stores, months, makers, first, last }) {
      counts.lines += lines;
      counts.unreadable += unreadable;
      counts.cannotTell += cannotTell;
      counts.first = Math.min(counts.first, first);
      counts.last = Math.max(counts.last, last);
      increase(counts.total, total);
      for (const [code, found] of findings) counts.findings.set(code, (counts.findings.get(code) ?? 0) + found);
      for (const [store, count] of stores) increase(countOf(counts.stores, store), count);
      for (const [month, count] of months) increase(countOf(counts.months, month), count);
      for (const [maker, count] of makers) increase(countOf(counts.makers, maker, MOST_MAKERS), count);
    },
    summary: () => ({
      format: "clairevoie-audit/1",
      lines: counts.lines,
      unreadable: counts.unreadable,
      cannotTell: counts.cannotTell,
      total: rated(counts.total),
      findings: Object.fromEntries([...counts.findings].sort(([a, n], [b, m]) => m - n || a.localeCompare(b))),
      stores: inOrder(counts.stores, ({ notConforming }) => notConforming),
      months: inOrder(counts.months, () => 0),
      makers: inOrder(counts.makers, ({ notVerifiable }) => notVerifiable),
      blocks: counts.last === 0 ? null : { first: counts.first, last: counts.last },
    }),
  };
}

const noCount = (): Count => ({
  ...{ judged: 0, conforming: 0, justified: 0 },
  ...{ notVerifiable: 0, pending: 0, notConforming: 0 },
});

function countOf(counts: Map<string, Count>, key: string, most = Number.POSITIVE_INFINITY): Count {
  const kept = counts.has(key) || counts.size < most ? key : OTHERS;
  const count = counts.get(kept) ?? noCount();
  counts.set(kept, count);
  return count;
}

function increase(count: Count, by: Readonly<Count>): void {
  for (const key of Object.keys(count) as (keyof Count)[]) count[key] += by[key];
}

/** Those with most to look at first. */
function inOrder(counts: ReadonlyMap<string, Count>, most: (count: Count) => number): Readonly<Record<string, Rated>> {
  const sorted = [...counts].sort(([a, one], [b, two]) => most(two) - most(one) || a.localeCompare(b));
  return Object.fromEntries(sorted.map(([key, count]) => [key, rated(count)]));
}

function rated(count: Readonly<Count>): Rated {
  const rate = count.judged === 0 ? 0 : count.notVerifiable / count.judged;
  return { ...count, notVerifiableRate: Math.round(rate * 10_000) / 10_000 };
}
