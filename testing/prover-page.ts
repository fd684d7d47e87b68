import type { Answered, Asked } from "../circuits/worker.js";
import type { Hex } from "../src/protocol/index.js";
import {
  type BandStatement,
  DEVELOPMENT_KEYS,
  makeProofVerifier,
  type ProofVerifier,
  type RenewalStatement,
  verifyBand,
  verifyRenewal,
} from "../src/zk/index.js";

/** All but the artefacts, which the page fetches from where it comes from. */
export type Wanted = Asked extends infer One ? (One extends Asked ? Omit<One, "artefacts"> : never) : never;

/** What the test calls in the page. */
export interface Page {
  /** In a worker of its own, which ends with the proof. */
  prove(wanted: Wanted): Promise<Answered>;
  /** What the plain verifier says, what the fast one says, and with what. */
  verifies(statement: BandStatement | RenewalStatement, proof: Hex): Promise<readonly [boolean, boolean, string]>;
}

/** The parts of a page's scope that are used; the tests are not compiled for pages. */
interface Scope extends Page {
  readonly Worker: new (
    url: string,
    options: { readonly type: "module" },
  ) => {
    onmessage: ((event: { readonly data: Answered }) => void) | null;
    onerror: ((event: { readonly message: string }) => void) | null;
    postMessage(message: Asked): void;
    terminate(): void;
  };
}

const scope = globalThis as unknown as Scope;
const bytes = async (name: string) => new Uint8Array(await (await fetch(`/${name}`)).arrayBuffer());

scope.prove = async (wanted) => {
  const { predicate } = wanted;
  const artefacts = { program: await bytes(`${predicate}.wasm`), key: await bytes(`${predicate}.zkey`) };
  const worker = new scope.Worker("/worker.js", { type: "module" });
  try {
    return await new Promise<Answered>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ ...wanted, artefacts } as Asked);
    });
  } finally {
    worker.terminate();
  }
};
scope.verifies = async (statement, proof) => {
  const fast = await makeProofVerifier();
  const by = ({ verifyBand, verifyRenewal }: Pick<ProofVerifier, "verifyBand" | "verifyRenewal">) =>
    "mask" in statement
      ? verifyBand(DEVELOPMENT_KEYS, statement, proof)
      : verifyRenewal(DEVELOPMENT_KEYS, statement, proof);
  return [by({ verifyBand, verifyRenewal }), by(fast), fast.engine];
};
