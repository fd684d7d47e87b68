import type * as en from "../en.js";
import type { Translation } from "../translation.js";

export const findings: Translation<typeof en.findings> = {
  "malformed-statement": "La déclaration contient un élément qui n'a pas sa place à cette étape.",
  "other-dossier": "La déclaration appartient à un autre dossier.",
  "bad-inclusion": "La déclaration ne figure pas dans le lot signé.",
  "bad-signature": "Le lot n'est pas signé par la clé qu'il désigne.",
  "not-anchored": "Le lot n'est pas ancré dans la chaîne.",
  "anchor-before-issue": "Le lot a été ancré avant l'heure de signature qu'il indique.",
  "late-anchor": "Le lot a été ancré trop longtemps après la signature indiquée : il peut être antidaté.",
  "unknown-key": "La clé de signature n'appartient à aucune partie.",
  "key-not-valid": "La clé de signature n'était pas valide à l'ancrage (pas encore ajoutée, révoquée ou compromise).",
  "wrong-role": "La partie signataire n'a pas le rôle requis à cette étape.",
  "party-suspended": "La partie signataire était suspendue à la date de l'ancrage.",
  withdrawn: "La partie a retiré cette déclaration et rien ne la remplace valablement.",
  "superseded-without-justification":
    "La déclaration en remplace une autre sans motif admis, ou sans l'avoir retirée dans la chaîne.",
  justified: "Correction pour un motif admis ; la déclaration remplacée est retirée.",
  "missing-statement": "Rien n'a été déclaré à cette étape.",
  "same-party": "La livraison a été déclarée par la partie qui a commandé.",
  "store-mismatch": "Devis, commande et facture proviennent d'opticiens différents.",
  "ambiguous-statement": "À une même étape, cet élément a deux valeurs différentes.",
  "missing-aspect": "La facture suppose cet élément, qui n'a pas été déclaré à cette étape.",
  "aspect-mismatch": "Ce qui a été déclaré à cette étape diffère de ce qui l'a été ensuite.",
  "out-of-order": "Cette étape a été ancrée avant une étape qui doit la précéder.",
  "already-settled": "Cette part de la facture est déjà réglée.",
  "other-invoice-settled": "Une autre facture de ce dossier, ou celle-ci avec d'autres parts, est déjà réglée.",
  "settled-by-asker": "Vous avez réglé cette part de la facture.",
  "missing-link": "Ce que cette correction remplace n'est pas montré : nul ne voit ce qu'elle change.",
  "forked-correction": "Deux corrections en vigueur remplacent la même déclaration et redéclarent le même élément.",
  "broken-link": "La correction remplace une déclaration d'une autre partie ou d'une autre étape.",
  "quote-too-old": "Le devis est plus ancien que la politique ne l'admet.",
  "not-final": "L'ancrage est encore trop récent pour s'y fier : vérifiez plus tard.",
  "stock-not-used": "Le verre de stock n'a pas été consommé dans la chaîne à la date de la facture.",
  "stock-used-elsewhere": "Le verre de stock a été consommé pour un autre dossier, ou pour l'autre œil.",
  "stock-of-another-store": "Le verre de stock est une autre unité, ou n'a pas été livré au magasin qui le facture.",
  "wrong-chain": "Le certificat renvoie à une autre chaîne ou à d'autres contrats.",
  "store-not-claimant": "Le magasin de la demande n'est pas la partie qui a signé la facture.",
  "claim-does-not-open": "Ce que la demande indique n'est pas ce que la facture a déclaré.",
  "code-billing-disagree":
    "Le verre facturé n'a pas le code de regroupement ou la classe déclarés par l'opticien et le verrier.",
  "shares-exceed-total": "Ensemble, les parts des organismes dépassent la facture.",
  "not-disclosed": "La politique demande l'ouverture de cet élément, et le certificat ne la contient pas.",
  "payers-disagree":
    "La demande désigne cet organisme comme seul payeur, ou lui donne un rang supérieur au nombre de payeurs ; la facture en désigne un autre.",
  "frame-billing-disagree": "La monture facturée n'est pas déclarée, ou l'est dans une autre classe.",
  "band-not-proven":
    "La politique demande la preuve de la tranche de puissance du verre ; elle manque, ou aucune table n'a le code facturé.",
  "band-wrong": "Les tranches de puissance prouvées ne sont pas exactement celles du code facturé.",
  "renewal-not-proven":
    "La politique demande la preuve que la vue a changé ; elle manque, ou la demande ne dit rien de l'équipement précédent.",
  "proof-does-not-verify": "La preuve ne vaut pas pour ce qui a été déclaré, ou ses clés sont inconnues ici.",
  "development-keys":
    "Les preuves emploient des clés de développement, avec lesquelles chacun peut en contrefaire : elles ne valent que sur une chaîne locale.",
  "extras-not-accepted": "Ce qui est facturé en supplément n'est pas parmi les suppléments admis par la politique.",
  "told-not-opened": "La demande décrit cet élément et le certificat ne l'ouvre pas : il n'a été comparé à rien.",
  "claim-of-another-insurer": "La demande est adressée à un autre organisme que celui qui vérifie.",
};
