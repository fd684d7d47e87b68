import type { Dossier, EquipmentFile } from "../parties/index.js";
import { claimTicket, EYES, type Hex, orderTicket, type Row } from "../protocol/index.js";
import type { StoreDocument } from "./documents.js";

/** What goes with a store's document: the id of its dossier, and the ticket for who it is sent to. */
export interface Issued {
  readonly kind: Exclude<Row, "shipment">;
  readonly fileReference: string;
  readonly dossier: Hex;
  /** Of an invoice: the insurer that the ticket is for. */
  readonly amc?: string;
  /** Secret: the order ticket of the lenses ordered, or a claim ticket. */
  readonly ticket?: string;
}

/** What goes with a document; an invoice has a claim ticket for each payer. */
export function issuedWith(dossier: Dossier, document: StoreDocument, last: EquipmentFile | undefined): Issued[] {
  const { kind, payers = [], eyes, made } = document;
  const about = { kind, fileReference: document.reference.fileReference, dossier: dossier.id };
  if (kind === "invoice") {
    return payers.map(({ amc, rank }) => ({ ...about, amc, ticket: claimTicket(dossier.secret, rank) }));
  }
  if (kind === "quote") return [about];
  const ordered = made === undefined ? eyes : (last?.eyes ?? {});
  return [
    {
      ...about,
      ticket: orderTicket(
        dossier.secret,
        EYES.filter((eye) => ordered[eye] !== undefined),
      ),
    },
  ];
}
