import { createHash } from "node:crypto";
import { makeAssessor } from "../src/fast/index.js";
import { toHex } from "../src/protocol/bytes.js";
import {
  type Certificate,
  type ChainFacts,
  DEFAULT_POLICY,
  type Hex,
  hashStatement,
  rootOf,
} from "../src/protocol/index.js";
import { type Load, openFacts, type Pair, signBatch } from "../testing/load.js";
import { perSecond } from "./clock.js";

/** What one certificate takes whose paths have so many nodes, microseconds of processor time. */
export interface DepthFigures {
  readonly depth: number;
  readonly fast: number;
  readonly plain: number;
}

interface Deep {
  readonly pairs: readonly Pair[];
  /** When each root of theirs was anchored. */
  readonly anchors: ReadonlyMap<Hex, number>;
}

/** Certificates of a depth: each of its own batches and roots, so that nothing is remembered. */
function deepened({ pairs, secrets, facts }: Load, depth: number, count: number): Deep {
  const anchors = new Map<Hex, number>();
  const words = (of: string): Hex[] =>
    Array.from({ length: depth }, (_, i) => toHex(createHash("sha256").update(`${of}/${depth}/${i}`).digest()));
  const deep = pairs.slice(0, count).map(({ certificate, claim }, number): Pair => {
    const { receipts, ...rest } = JSON.parse(certificate) as Certificate;
    const climbing = receipts.map((receipt) => {
      const { statement } = receipt;
      const statementProof = words(`statement ${number}/${statement.stage}`);
      const { key, issuedAt } = receipt.batch as { readonly key: Hex; readonly issuedAt: number };
      // In the order of fields in which this project writes: the fast path reads no other.
      const batch = { key, root: rootOf(hashStatement(statement), statementProof), issuedAt };
      const { digest, signature } = signBatch(secrets.get(key) as Uint8Array, batch);
      const anchorProof = words(`anchor ${number}/${statement.stage}`);
      anchors.set(rootOf(digest, anchorProof), facts.anchors[statement.stage]?.[1] ?? 0);
      return { statement, statementProof, batch, signature, anchorProof };
    });
    const { format, chain, optician, payer, openings } = rest;
    return { certificate: JSON.stringify({ format, chain, receipts: climbing, optician, payer, openings }), claim };
  });
  return { pairs: deep, anchors };
}

/** Verification against the length of paths, from a statement to its batch's root and from a batch to the anchored root. */
export async function measureDepth(load: Load, depths: readonly number[], count: number): Promise<DepthFigures[]> {
  const known = openFacts(load.facts);
  const figures: DepthFigures[] = [];
  for (const depth of depths) {
    const { pairs, anchors } = deepened(load, depth, count);
    const facts: ChainFacts = { ...known, anchoredAt: (root) => anchors.get(root) ?? 0 };
    const microseconds = async (engine: "fastest" | "plain", some: readonly Pair[]) => {
      const assessor = await makeAssessor({ facts, policy: DEFAULT_POLICY, engine });
      const each = perSecond(some.length, (i) => {
        const { certificate, claim } = some[i] as Pair;
        if (!assessor.assess(certificate, claim).conform) throw new Error(`a certificate of depth ${depth} is refused`);
      });
      return Math.round(1e6 / each);
    };
    await microseconds("fastest", pairs); // Until V8 has compiled it.
    // The best of some: what others do on the machine only adds.
    const rounds = [await microseconds("fastest", pairs), await microseconds("fastest", pairs)];
    const fast = Math.min(...rounds, await microseconds("fastest", pairs));
    figures.push({ depth, fast, plain: await microseconds("plain", pairs.slice(0, Math.ceil(count / 10))) });
  }
  return figures;
}
