import type { AspectName, Stage } from "../../protocol/index.js";
import { inLanguage, type Language, type Said } from "../language.js";

const NAMES: { readonly [N in AspectName | Stage]: Said } = {
  quote: ["quote", "devis"],
  order: ["order", "commande"],
  shipment: ["shipment", "livraison"],
  invoice: ["invoice", "facture"],
  reference: ["reference", "référence"],
  payerFirst: ["first payer's share", "part du premier organisme"],
  payerSecond: ["second payer's share", "part du second organisme"],
  billing: ["billing", "facturation"],
  frame: ["frame", "monture"],
  codeRight: ["grouped code, right", "code de regroupement, droit"],
  codeLeft: ["grouped code, left", "code de regroupement, gauche"],
  lensRight: ["lens, right", "verre droit"],
  lensLeft: ["lens, left", "verre gauche"],
  prescriptionRight: ["prescription, right", "correction, droite"],
  prescriptionLeft: ["prescription, left", "correction, gauche"],
  orderRight: ["order reference, right", "référence de commande, droite"],
  orderLeft: ["order reference, left", "référence de commande, gauche"],
};

/** The name of a stage or an aspect, as the trade says it. */
export function nameOf(part: AspectName | Stage, language: Language): string {
  return inLanguage(language, NAMES[part]);
}
