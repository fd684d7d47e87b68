import { parseEquipment } from "../parties/index.js";
import { type Hex, InputError, type Receipt, type Row, STAGES } from "../protocol/index.js";
import { pendingBatches } from "./pending-batches.js";
import type { VaultRecord } from "./records.js";
import type { Vault } from "./vault.js";

/**
 * How far a dossier is: opened, stated without a receipt yet, waiting for a gateway, or anchored up to its stage. What became of it on
 * chain afterwards the chain says.
 */
export type DossierState = "opened" | "stated" | "waiting" | "anchored" | "unreadable";

/** A dossier of an optician, or an order of a lens maker, as its vault keeps it. */
export interface ListedDossier {
  readonly id: Hex;
  readonly kind: "dossier" | "order";
  /** SIRET of the store and its own reference, once something was stated. */
  readonly store?: string;
  readonly fileReference?: string;
  readonly state: DossierState;
  /** The furthest stage of which the vault keeps a receipt. */
  readonly stage?: Row;
  /** When the last statement of that stage was signed, unix seconds. */
  readonly issuedAt?: number;
}

/**
 * The dossiers and orders of a vault, those with the newest statements first. A damaged record is listed, and hides no other.
 *
 * @example
 * ```ts
 * import { dossiersIn } from "clairevoie/vault";
 * const orderedOnly = (await dossiersIn(vault)).filter(({ stage }) => stage === "order");
 * ```
 */
export async function dossiersIn(vault: Vault): Promise<ListedDossier[]> {
  const waiting = new Set(
    (await pendingBatches(vault)).flatMap(({ statements }) => statements.map(({ dossier }) => dossier)),
  );
  const listed: ListedDossier[] = [];
  for (const { id, kind } of await vault.list()) {
    if (kind === "unit") continue;
    const record = await vault.get(id).catch((error: unknown) => {
      if (error instanceof InputError) return null;
      throw error;
    });
    listed.push(record ? { id, kind, ...described(record, waiting.has(id)) } : { id, kind, state: "unreadable" });
  }
  return listed.sort((a, b) => (b.issuedAt ?? 0) - (a.issuedAt ?? 0));
}

function described({ payload, receipts, kind }: VaultRecord, isWaiting: boolean): Omit<ListedDossier, "id" | "kind"> {
  const state = isWaiting ? "waiting" : receipts.length > 0 ? "anchored" : payload === null ? "opened" : "stated";
  return { ...(kind === "dossier" && referenceIn(payload)), state, ...furthest(receipts) };
}

/** What the payload says, where it is a file of equipment: other programs may keep something else there. */
function referenceIn(payload: unknown): { readonly store?: string; readonly fileReference?: string } {
  try {
    const { siret, fileReference } = parseEquipment(payload).reference;
    return { store: siret, fileReference };
  } catch (error) {
    if (error instanceof InputError) return {};
    throw error;
  }
}

function furthest(receipts: readonly Receipt[]): { readonly stage?: Row; readonly issuedAt?: number } {
  const own = receipts.filter(({ statement }) => statement.stage < STAGES.indexOf("stock"));
  const last = Math.max(...own.map(({ statement }) => statement.stage));
  const stage = STAGES[last];
  if (stage === undefined || stage === "stock") return {};
  const times = own.filter(({ statement }) => statement.stage === last).map(({ batch }) => batch.issuedAt);
  return { stage, issuedAt: Math.max(...times) };
}
