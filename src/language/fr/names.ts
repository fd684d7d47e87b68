import type * as en from "../en.js";
import type { Translation } from "../translation.js";

export const about: typeof en.about = ({ subject, sentence }) => `${subject} : ${sentence}`;

/** Un œil, ou son verre. */
export const EYES = { right: "droit", left: "gauche" };

export const names: Translation<typeof en.names> = {
  stages: { quote: "devis", order: "commande", shipment: "livraison", invoice: "facture", stock: "livraison de stock" },
  statement: "déclaration",
  aspects: {
    reference: "magasin et référence du dossier",
    payerFirst: "part du premier organisme",
    payerSecond: "part du second organisme",
    billing: "facturation",
    frame: "monture",
    codeRight: "code de regroupement, verre droit",
    codeLeft: "code de regroupement, verre gauche",
    lensRight: "verre droit",
    lensLeft: "verre gauche",
    prescriptionRight: "correction, œil droit",
    prescriptionLeft: "correction, œil gauche",
    orderRight: "référence de commande, verre droit",
    orderLeft: "référence de commande, verre gauche",
    makerRight: "verrier du verre droit",
    makerLeft: "verrier du verre gauche",
  },
  roles: {
    optician: "opticien",
    "lens-maker": "verrier",
    insurer: "organisme complémentaire",
    none: "partie sans rôle",
  },
  reasons: {
    none: "sans motif",
    breakage: "casse",
    "laboratory-remake": "refabrication par le laboratoire",
    "adaptation-warranty": "garantie d'adaptation",
    "prescription-change": "changement de correction",
    "order-change": "changement de commande",
    "clerical-error": "erreur de saisie",
    substitution: "substitution",
    return: "retour",
    cancellation: "annulation",
    superseded: "remplacement",
    error: "erreur",
  },
};
