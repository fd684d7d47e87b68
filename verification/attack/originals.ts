import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  assess,
  type Certificate,
  type ChainFacts,
  type Claim,
  DEFAULT_POLICY,
  type LinkFacts,
  parseCertificate,
  parseClaim,
  type SettlementFact,
  type Standing,
  ZERO,
} from "../../src/protocol/index.js";
import type { RecordedFacts } from "../../testing/recorded-facts.js";

/** A certificate that conforms, its claim, and a chain that answers whatever is asked of it. */
export interface Original {
  readonly name: string;
  readonly certificate: Certificate;
  readonly claim: Claim;
  readonly facts: ChainFacts;
}

interface Kept {
  readonly name: string;
  readonly certificate: unknown;
  readonly claim: unknown;
  readonly facts: RecordedFacts;
}

const UNKNOWN: Standing = { party: ZERO, role: "none", status: "unknown", suspended: false };

const UNSETTLED: SettlementFact = { tag: `0x${"0".repeat(40)}`, round: 0, ranks: {} };
const UNLINKED: LinkFacts = { sameEnterprise: false, takeover: false, affiliation: false };

/** Answers what was recorded, of this dossier first, and to all else what a chain says of what it never saw. */
export function totalFacts(own: RecordedFacts, all: readonly RecordedFacts[]): ChainFacts {
  const answers = Object.assign({}, ...all.map((record) => record.answers), own.answers) as Record<string, unknown>;
  const answer = <A>(none: A, ...question: (string | number)[]) => (answers[question.join("/")] ?? none) as A;
  return {
    chain: own.chain,
    block: own.block,
    anchoredAt: (root) => answer(0, "anchoredAt", root),
    endorsedAt: (account, digest) => answer(0, "endorsedAt", account, digest),
    standing: (key, time) => answer(UNKNOWN, "standing", key, time),
    withdrawal: (party, statement) => answer(null, "withdrawal", party, statement),
    settlement: (settler) => answer(UNSETTLED, "settlement", settler),
    stockUse: (party, marker) => answer(null, "stockUse", party, marker),
    maker: (name) => answer(null, "maker", name),
    isSuspended: (party, time) => answer(false, "isSuspended", party, time),
    links: (a, b, time) => answer(UNLINKED, "links", a, b, time),
  };
}

/** What the releases left (testing/fixtures): the conforming ones are attacked, all of them are spliced from. */
export function readOriginals(): { readonly originals: readonly Original[]; readonly all: readonly Original[] } {
  const folder = "testing/fixtures";
  const kept = readdirSync(folder).flatMap((version) =>
    readdirSync(path.join(folder, version))
      .filter((name) => name !== "tickets.json")
      .map((name) => JSON.parse(readFileSync(path.join(folder, version, name), "utf8")) as Kept),
  );
  const records = kept.map(({ facts }) => facts);
  const all = kept.map(({ name, certificate, claim, facts }) => ({
    name,
    certificate: parseCertificate(certificate),
    claim: parseClaim(claim),
    facts: totalFacts(facts, records),
  }));
  const isConform = ({ certificate, claim, facts }: Original) =>
    assess(certificate, claim, facts, DEFAULT_POLICY).conform;
  return { originals: all.filter(isConform), all };
}
