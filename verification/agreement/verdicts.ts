import { assessOnChain, type ChainReader, gatherFactsOf, type Suite } from "../../src/chain/index.js";
import { assessReceipts, type CryptoBackend, EYES, type Finding, PLAIN } from "../../src/protocol/index.js";
import { judgeProofs } from "../../src/protocol/rules/proofs.js";
import { judgeShown } from "../oracle/proofs.js";
import { type Found, judgeReceipts } from "../oracle/receipts.js";
import { numbered } from "./numbered.js";
import { verifierOf } from "./on-chain.js";
import type { Question } from "./questions.js";

/** What each of the three verifiers finds. */
export interface Verdicts {
  readonly here: readonly Finding[];
  /** The Solidity verifier, in one `eth_call`. */
  readonly there: readonly Found[];
  readonly text: readonly Found[];
}

/** Nothing of a world changes once it is made: what its contracts answered is asked once. */
function remembering(reader: ChainReader): ChainReader {
  const known = new Map<string, Promise<unknown>>();
  const once = <A>(question: string, ask: () => Promise<A>): Promise<A> => {
    const answer = known.get(question) ?? ask();
    known.set(question, answer);
    return answer as Promise<A>;
  };
  return {
    block: (tag) => once(`block ${tag}`, () => reader.block(tag)),
    call: (to, data, block) => once(`${to} ${data} ${block}`, () => reader.call(to, data, block)),
  };
}

/** The protocol's own cryptography; a signature that recurs is recovered once. */
export function recoveringOnce(): CryptoBackend {
  const known = new Map<string, boolean>();
  return {
    ...PLAIN,
    isSignedByKey(digest, batch, signature) {
      const question = `${digest} ${batch.key} ${signature}`;
      const answer = known.get(question) ?? PLAIN.isSignedByKey(digest, batch, signature);
      known.set(question, answer);
      return answer;
    },
  };
}

/** Now and then the chain is asked by the SDK's own function too, which encodes and reads in its own way. */
const SDK_EVERY = 16;

/** Judges questions about the chain of a suite in all three ways. */
export async function judgeOf(suite: Suite): Promise<(question: Question) => Promise<Verdicts>> {
  const view = { ...suite, reader: remembering(suite.reader) };
  const backend = recoveringOnce();
  const verify = await verifierOf(suite);
  let judged = 0;
  return async (question) => {
    const { evidence, policy, asker, proven } = question;
    const isBySdk = judged++ % SDK_EVERY === 0 || proven;
    const there = isBySdk ? assessOnChain(suite, evidence, policy, asker, proven).then(numbered) : verify(question);
    const facts = await gatherFactsOf(view, [evidence]);
    const ours = assessReceipts(evidence, facts, policy, asker, backend);
    const text = judgeReceipts(evidence, facts, policy, asker);
    if (!proven) return { here: ours.findings, text: text.findings, there: await there };
    const { chainId } = suite.reference;
    const { invoice, shipment } = ours.merged;
    const stocked = EYES.filter((eye) => text.stocked.includes(eye));
    const pending = invoice && judgeProofs({ ...proven, chainId, dossier: ours.dossier, invoice, shipment, stocked });
    const shown = pending ? pending.conclude(backend.verifyProofs(pending.obligations)) : [];
    const read = text.stated ? judgeShown(proven.proofs, proven.demands, chainId, text) : [];
    return { here: [...ours.findings, ...shown], text: [...text.findings, ...read], there: await there };
  };
}

/** Whether all three found the same, in the same order. */
export function areSame({ here, there, text }: Verdicts): boolean {
  const ours = JSON.stringify(numbered(here));
  return ours === JSON.stringify(there) && ours === JSON.stringify(text);
}
