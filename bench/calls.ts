import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, JsonRpc, ProofReader } from "../src/chain/index.js";
import { openFacts, updateIndex } from "../src/chain/local-index/index.js";
import { Insurer } from "../src/parties/index.js";
import type { Hex } from "../src/protocol/index.js";
import { CLAIM } from "../testing/dossiers.js";
import { liveDossier } from "../testing/live-dossier.js";
import { startNode } from "../testing/node.js";
import { startProxy } from "../testing/proxy.js";

/** What a verification asks of a node: round trips, and the calls in them. */
export interface CallFigures {
  readonly mode: "rpc" | "proof" | "index";
  readonly requests: number;
  readonly calls: number;
}

/** Verifies one certificate, of which nothing is known, in each mode, and counts before the node what is asked of it. */
export async function countCalls(): Promise<CallFigures[]> {
  const node = await startNode();
  const folder = mkdtempSync(path.join(tmpdir(), "clairevoie-calls-"));
  let [requests, calls] = [0, 0];
  const proxy = await startProxy(node.url, async (exchange) => {
    requests++;
    calls += exchange.calls.length;
    exchange.answer(await exchange.forward());
  });
  try {
    const { deployment, certificate } = await liveDossier(node.url);
    const counted = async (mode: CallFigures["mode"], insurer: Insurer): Promise<CallFigures> => {
      [requests, calls] = [0, 0];
      const { conform } = await insurer.verify(certificate, CLAIM);
      if (!conform) throw new Error(`the certificate does not conform by ${mode}`);
      return { mode, requests, calls };
    };
    const rpc = new JsonRpc(proxy.url);
    const { hash } = (await rpc.ask("eth_getBlockByNumber", ["latest", false])) as { readonly hash: Hex };
    const suite = await connect({ rpc: proxy.url, deployment });
    const file = path.join(folder, "facts.index");
    await updateIndex(suite, { file, since: deployment.block });
    const facts = openFacts({ file });
    const figures = [
      await counted("rpc", await Insurer.connect({ rpc: proxy.url, deployment })),
      await counted(
        "proof",
        await Insurer.connect({ rpc: proxy.url, deployment, reader: new ProofReader(rpc, deployment, hash) }),
      ),
      await counted("index", Insurer.withFacts(facts)),
    ];
    facts.close();
    return figures;
  } finally {
    await proxy.stop();
    await node.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
